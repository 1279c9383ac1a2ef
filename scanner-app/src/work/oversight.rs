//! The desks of regulators: what is read for them, and what becomes of what they do.

use iced::Task;
use ledger_types::BatchKey;
use office::{Called, Done, Reach, Recalled, Trace as Traced, Trouble};

use super::{
    Action, Step, Tab,
    ledger::{self, Source},
};
use crate::{
    app::{App, Message as AppMessage, focus_code},
    page::Page,
    platform,
    screen::{
        cases::{self, Cases},
        council::{self, Council},
        models::{self, Models},
        recalls::{self, Recalls},
        register::{self, Register},
        trace::{self, Trace},
    },
};

/// What happens at these desks.
#[derive(Clone, Debug)]
pub enum Message {
    /// At the register.
    Register(register::Message),
    /// In the council.
    Council(council::Message),
    /// Among recalls.
    Recalls(recalls::Message),
    /// While tracing.
    Trace(trace::Message),
    /// Among cases.
    Cases(cases::Message),
    /// Among models.
    Models(models::Message),
}

/// The state of these desks.
#[derive(Clone, Debug, Default)]
pub struct Oversight {
    /// The register.
    pub register: Register,
    /// The council.
    pub council: Council,
    /// Recalls.
    pub recalls: Recalls,
    /// Tracing.
    pub trace: Trace,
    /// Cases.
    pub cases: Cases,
    /// Models.
    pub models: Models,
}

impl Source {
    async fn register(self) -> Result<Vec<office::Enrolled>, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::register(&ledger.finalized().await?).await?)
    }

    async fn council(self) -> Result<office::Council, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::council(&ledger.finalized().await?).await?)
    }

    async fn recalls(self) -> Result<Vec<Recalled>, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::recalls(&ledger.finalized().await?).await?)
    }

    async fn reach(self, what: Called) -> (Called, Result<Reach, Trouble>) {
        let read = async {
            let ledger = self.ledger().await?;
            Ok(office::reach(&ledger.finalized().await?, &what).await?)
        };
        let read = read.await;
        (what, read)
    }

    async fn trace(self, key: BatchKey) -> (BatchKey, Result<Option<Traced>, Trouble>) {
        let read = async {
            let ledger = self.ledger().await?;
            Ok(office::trace(&ledger.finalized().await?, &key).await?)
        };
        let read = read.await;
        (key, read)
    }
}

impl App {
    /// Takes a message of these desks.
    pub(super) fn at_oversight(&mut self, message: Message) -> Task<AppMessage> {
        let source = self.ledger_source();
        match message {
            Message::Register(register::Message::Save) => {
                let table = self.work.oversight.register.table().into_bytes();
                Task::perform(platform::save_file("medtrail-register.csv".into(), table), |saved| {
                    let saved = saved.map_err(|error| error.to_string());
                    said(Message::Register(register::Message::Saved(saved)))
                })
            }
            Message::Register(message) => match self.work.oversight.register.update(message) {
                Action::Load => {
                    Task::perform(source.register(), |read| said(Message::Register(register::Message::Read(read))))
                }
                action => self.done(action, |done| Message::Register(register::Message::Act(Step::Did(done)))),
            },
            Message::Recalls(recalls::Message::Trace(key)) => {
                self.page = Page::Work(Tab::Trace);
                self.at_oversight(Message::Trace(trace::Message::Seek(key)))
            }
            Message::Recalls(message) => self.at_recalls(source, message),
            Message::Cases(cases::Message::Trace(key)) => {
                self.page = Page::Work(Tab::Trace);
                self.at_oversight(Message::Trace(trace::Message::Seek(key)))
            }
            Message::Cases(message) => self.at_cases(source, message),
            Message::Models(message) => self.at_models(source, message),
            Message::Trace(message) => {
                let action = self.work.oversight.trace.update(message);
                match (action, &self.work.oversight.trace.sought) {
                    (Action::Load, Some((key, _))) => Task::perform(source.trace(key.clone()), |(key, read)| {
                        said(Message::Trace(trace::Message::Read(key, Box::new(read))))
                    }),
                    (Action::Focus, _) => focus_code(),
                    _ => Task::none(),
                }
            }
            Message::Council(message) => match self.work.oversight.council.update(message) {
                Action::Load => {
                    Task::perform(source.council(), |read| said(Message::Council(council::Message::Read(read))))
                }
                action => self.done(action, |done| Message::Council(council::Message::Act(Step::Did(done)))),
            },
        }
    }

    fn at_recalls(&mut self, source: Source, message: recalls::Message) -> Task<AppMessage> {
        let opened = if let recalls::Message::Open(what) = &message { Some(what.clone()) } else { None };
        let saves = matches!(message, recalls::Message::Save);
        let screen = &mut self.work.oversight.recalls;
        let action = screen.update(message);
        if let Some(what) = opened {
            return Task::perform(source.reach(what), |(what, read)| {
                said(Message::Recalls(recalls::Message::Reached(what, read)))
            });
        }
        if saves {
            let table = screen.table().into_bytes();
            return Task::perform(platform::save_file("medtrail-recalls.csv".into(), table), |saved| {
                let saved = saved.map_err(|error| error.to_string());
                said(Message::Recalls(recalls::Message::Saved(saved)))
            });
        }
        match action {
            Action::Load => {
                Task::perform(source.recalls(), |read| said(Message::Recalls(recalls::Message::Read(read))))
            }
            action => self.done(action, |done| Message::Recalls(recalls::Message::Act(Step::Did(done)))),
        }
    }

    pub(super) fn done(
        &self,
        action: Action,
        did: impl Fn(Result<Done, Trouble>) -> Message + Send + 'static,
    ) -> Task<AppMessage> {
        let Action::Do { doing, told } = action else { return Task::none() };
        match self.actor() {
            Some(actor) => {
                let told = told.to_keep(&self.words);
                Task::perform(ledger::act(actor, doing, told), move |(ended, seen)| {
                    AppMessage::Answered(Box::new(super::Message::Oversight(did(ended))), seen)
                })
            }
            None => Task::done(said(did(Err(Trouble::no_key())))),
        }
    }
}

pub(super) fn said(message: Message) -> AppMessage {
    AppMessage::Answered(Box::new(super::Message::Oversight(message)), None)
}
