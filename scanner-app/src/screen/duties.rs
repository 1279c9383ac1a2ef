//! What an organisation has to do by when, and of which cases it was told.

use ledger_types::{
    call::{Call, ComplianceCall},
    compliance::{CaseId, DutyId},
};
use office::{Doing, Duties as Known, Trouble};

use super::case_form::Chosen;
use crate::work::{Acting, Action, Loaded, Step, Told};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The duties are to be read again.
    Load,
    /// They were.
    Read(Result<Known, Trouble>),
    /// A notice is to be confirmed.
    Acknowledge(CaseId),
    /// A case is to be shown, at the desk for those: who has to be told is told there.
    Open(CaseId),
    /// The answer to a question is to be chosen.
    Answer(DutyId),
    /// It was, or not.
    Chosen(DutyId, Option<Result<Chosen, Trouble>>),
    /// An act goes on.
    Act(Step),
}

/// What the screen wants.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and nobody keeps it")]
#[derive(Debug)]
pub enum Wish {
    /// What every desk wants.
    Work(Action),
    /// The file with the answer to a question is to be chosen.
    Choose(DutyId),
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    /// What lies before the organisation.
    pub list: Loaded<Known>,
    /// What is done.
    pub acting: Acting,
    /// What failed on this device.
    pub trouble: Option<Trouble>,
}

impl Duties {
    /// Takes a message and tells what is to be done. Showing a case is up to the caller.
    pub fn update(&mut self, message: Message) -> Wish {
        match message {
            Message::Load => {
                self.list.read_again();
                return Wish::Work(Action::Load);
            }
            Message::Read(read) => self.list = Loaded::of(read),
            Message::Acknowledge(case) => {
                let call = Call::Compliance(ComplianceCall::Acknowledge { case });
                self.acting.ask(Doing::Now(call), Told::new("told-case-acknowledge").with("number", case));
            }
            Message::Answer(duty) => return Wish::Choose(duty),
            Message::Open(_) | Message::Chosen(_, None) => {}
            Message::Chosen(_, Some(Err(trouble))) => self.trouble = Some(trouble),
            Message::Chosen(duty, Some(Ok((name, digest)))) => {
                self.trouble = None;
                let call = Call::Compliance(ComplianceCall::Answer { duty, digest });
                self.acting.ask(Doing::Now(call), Told::new("told-answer").with("number", duty).with("file", name));
            }
            Message::Act(step) => return Wish::Work(self.acting.step(step)),
        }
        Wish::Work(Action::None)
    }
}
