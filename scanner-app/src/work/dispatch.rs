//! What the desk for dispatch has done: on the ledger, and with files of this device.

use std::ops::ControlFlow;

use iced::Task;
use labels::{LogisticLabel, Sheet};
use ledger_types::BatchKey;
use office::{Contents, Goods, Partners, Trouble};

use super::{
    Message, Step,
    ledger::Asker,
    maker::{choose_document, unprinted},
};
use crate::{
    app::{App, Message as AppMessage, focus_code},
    platform,
    screen::dispatch::{self, Wish},
};

/// The sheet of a case's label.
const SHEET: &str = "a6";

impl App {
    /// Takes a message of the desk for dispatch.
    pub(super) fn at_dispatch(&mut self, message: dispatch::Message) -> Task<AppMessage> {
        match self.work.dispatch.update(message) {
            Wish::Work(action) => self.carry_out(
                action,
                |asker| Box::pin(partners(asker)),
                |read| Message::Dispatch(dispatch::Message::Read(read)),
                |done| Message::Dispatch(dispatch::Message::Act(Step::Did(done))),
                |number, report| Message::Dispatch(dispatch::Message::Judged(number, report)),
            ),
            Wish::All(cases, batches) => {
                let asker = self.asker();
                let reading = async move { partners(asker?).await };
                let partners = Task::perform(reading, |read| said(dispatch::Message::Read(read)));
                let cases: Vec<_> = cases.into_iter().map(|sscc| self.read_container(sscc)).collect();
                // Ready for the next scan.
                Task::batch([partners, self.read_batches(batches), Task::batch(cases), focus_code()])
            }
            Wish::Case(sscc) => self.read_container(sscc),
            Wish::Batches(batches) => self.read_batches(batches),
            Wish::Print(label) => Task::perform(print(label), |printed| said(dispatch::Message::Printed(printed))),
            Wish::Choose(paper) => {
                Task::perform(choose_document(), move |read| said(dispatch::Message::Paper(paper, read)))
            }
        }
    }

    fn read_container(&self, sscc: u64) -> Task<AppMessage> {
        let asker = self.asker();
        let reading = async move { case(asker?, sscc).await };
        Task::perform(reading, move |read| said(dispatch::Message::Opened(sscc, read)))
    }

    fn read_batches(&self, batches: Vec<BatchKey>) -> Task<AppMessage> {
        if batches.is_empty() {
            return Task::none();
        }
        let (asker, asked) = (self.asker(), batches.clone());
        let reading = async move { goods(asker?, batches).await };
        Task::perform(reading, move |read| said(dispatch::Message::Known(asked, read)))
    }
}

async fn partners(asker: Asker) -> Result<Partners, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    office::partners(&view, me).await?.ok_or_else(Trouble::no_participant)
}

async fn case(asker: Asker, sscc: u64) -> Result<Option<Contents>, Trouble> {
    let ledger = asker.ledger().await?;
    Ok(office::container(&ledger.finalized().await?, sscc).await?)
}

/// What whoever asks has of batches, as one block says it; what is no batch is left out.
async fn goods(asker: Asker, batches: Vec<BatchKey>) -> Result<Vec<Goods>, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    let mut all = Vec::new();
    for batch in &batches {
        all.extend(office::goods(&view, me, batch).await?);
    }
    Ok(all)
}

async fn print(label: Box<LogisticLabel>) -> Result<Option<String>, Trouble> {
    let name = format!("sscc-{}.pdf", label.sscc);
    let pdf = write_label(*label)?;
    let written = platform::save_file(name, pdf).await;
    written.map_err(|error| unprinted(&error.into()))
}

/// The label of a case, as a PDF file.
pub fn write_label(label: LogisticLabel) -> Result<Vec<u8>, Trouble> {
    let sheet = Sheet::named(SHEET).ok_or_else(|| unprinted(&labels::LabelError::BadSheet("it has no name")))?;
    let mut pdf = Vec::new();
    labels::write_pdf(&mut pdf, &sheet, [Ok(label)], 1, |_, _| ControlFlow::Continue(()))
        .map_err(|error| unprinted(&error))?;
    Ok(pdf)
}

fn said(message: dispatch::Message) -> AppMessage {
    AppMessage::Answered(Box::new(Message::Dispatch(message)), None)
}
