//! The council: what is moved, and the votes on it.

use office::{Council as Sitting, Doing, Done, OpenMotion, Trouble};

use crate::work::{Action, Deed, Loaded};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The motions are to be read again.
    Load,
    /// They were.
    Read(Result<Sitting, Trouble>),
    /// A motion is to be voted on.
    Vote(u32, bool),
    /// A motion that is decided is to be carried out, or put aside.
    Close(u32),
    /// What was asked for is meant.
    Sure,
    /// Or not.
    NotSure,
    /// What became of it.
    Did(Result<Done, Trouble>),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Council {
    /// The council.
    pub sitting: Loaded<Sitting>,
    /// What becomes of the last act.
    pub deed: Deed,
    /// What is only done once somebody is sure.
    pub asked: Option<(Doing, String)>,
}

impl Council {
    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Load => {
                self.sitting = Loaded::Loading;
                return Action::Load;
            }
            Message::Read(read) => self.sitting = Loaded::of(read),
            Message::Vote(number, approve) => {
                let word = if approve { "for" } else { "against" };
                return self.act(number, |open| (open.vote(approve), format!("Vote {word} motion {number}")));
            }
            Message::Close(number) => {
                let found = self.find(number).map(OpenMotion::close);
                self.asked = found.map(|call| (Doing::Now(call), format!("Close motion {number} as it was voted")));
            }
            Message::Sure => {
                if let Some((doing, told)) = self.asked.take() {
                    return self.begin(doing, told);
                }
            }
            Message::NotSure => self.asked = None,
            Message::Did(ended) => {
                let done = ended.is_ok();
                self.deed.ended(ended);
                if done {
                    return Action::Load;
                }
            }
        }
        Action::None
    }

    fn find(&self, number: u32) -> Option<&OpenMotion> {
        self.sitting.here()?.motions.iter().find(|open| open.number() == number)
    }

    fn act(&mut self, number: u32, what: impl Fn(&OpenMotion) -> (ledger_types::call::Call, String)) -> Action {
        match self.find(number).map(what) {
            Some((call, told)) => self.begin(Doing::Now(call), told),
            None => Action::None,
        }
    }

    fn begin(&mut self, doing: Doing, told: String) -> Action {
        if self.deed.is_under_way() {
            return Action::None;
        }
        self.deed = Deed::Doing(told.clone());
        Action::Do { doing, told }
    }
}
