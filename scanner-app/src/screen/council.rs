//! The council: what is moved, and the votes on it.

use office::{Council as Sitting, Doing, OpenMotion, Trouble};

use crate::work::{Acting, Action, Loaded, Step, Told};

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
    /// An act goes on.
    Act(Step),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Council {
    /// The council.
    pub sitting: Loaded<Sitting>,
    /// What is done.
    pub acting: Acting,
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
                let told =
                    Told::new(if approve { "told-vote-for" } else { "told-vote-against" }).with("number", number);
                if let Some(call) = self.find(number).map(|open| open.vote(approve)) {
                    return self.acting.begin(Doing::Now(call), told);
                }
            }
            Message::Close(number) => {
                if let Some(call) = self.find(number).map(OpenMotion::close) {
                    self.acting.ask(Doing::Now(call), Told::new("told-close").with("number", number));
                }
            }
            Message::Act(step) => return self.acting.step(step),
        }
        Action::None
    }

    fn find(&self, number: u32) -> Option<&OpenMotion> {
        self.sitting.here()?.motions.iter().find(|open| open.number() == number)
    }
}
