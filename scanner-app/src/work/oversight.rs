//! The desks of regulators: what is read for them, and what becomes of what they do.

use iced::Task;
use ledger_client::{Ledger, Trust};
use office::{Done, Trouble};

use super::{Action, ledger};
use crate::{
    app::{App, Message as AppMessage},
    platform,
    screen::{
        council::{self, Council},
        register::{self, Register},
    },
};

/// What happens at these desks.
#[derive(Clone, Debug)]
pub enum Message {
    /// At the register.
    Register(register::Message),
    /// In the council.
    Council(council::Message),
}

/// The state of these desks.
#[derive(Clone, Debug, Default)]
pub struct Oversight {
    /// The register.
    pub register: Register,
    /// The council.
    pub council: Council,
}

/// Where the ledger is asked. Registers are public: no organisation has to be named.
struct Source {
    nodes: Vec<String>,
    trust: Trust,
}

impl Source {
    async fn register(self) -> Result<Vec<office::Enrolled>, Trouble> {
        let ledger = Ledger::connect(&self.nodes, &self.trust).await?;
        Ok(office::register(&ledger.finalized().await?).await?)
    }

    async fn council(self) -> Result<office::Council, Trouble> {
        let ledger = Ledger::connect(&self.nodes, &self.trust).await?;
        Ok(office::council(&ledger.finalized().await?).await?)
    }
}

impl App {
    /// Takes a message of these desks.
    pub(super) fn at_oversight(&mut self, message: Message) -> Task<AppMessage> {
        let source = Source { nodes: vec![self.settings.node.clone()], trust: self.scanner.trust().clone() };
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
                action => self.done(action, |done| Message::Register(register::Message::Did(done))),
            },
            Message::Council(message) => match self.work.oversight.council.update(message) {
                Action::Load => {
                    Task::perform(source.council(), |read| said(Message::Council(council::Message::Read(read))))
                }
                action => self.done(action, |done| Message::Council(council::Message::Did(done))),
            },
        }
    }

    fn done(
        &self,
        action: Action,
        did: impl Fn(Result<Done, Trouble>) -> Message + Send + 'static,
    ) -> Task<AppMessage> {
        let Action::Do { doing, told } = action else { return Task::none() };
        match self.actor() {
            Some(actor) => Task::perform(ledger::act(actor, doing, told), move |(ended, seen)| {
                AppMessage::Answered(Box::new(super::Message::Oversight(did(ended))), seen)
            }),
            None => Task::done(said(did(Err(ledger::no_key())))),
        }
    }
}

fn said(message: Message) -> AppMessage {
    AppMessage::Answered(Box::new(super::Message::Oversight(message)), None)
}
