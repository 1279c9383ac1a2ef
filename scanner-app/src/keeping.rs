//! Saves the evidence of the verdict that is shown, and has the way of its pack told.

use std::sync::Arc;

use iced::Task;
use journey::Asking;

use crate::{
    app::{App, Message},
    design::font,
    platform,
    screen::{
        evidence::{self, Why},
        journey as journey_screen,
    },
};

/// As what evidence is saved.
#[derive(Clone, Copy)]
enum Form {
    /// The file that programs check.
    File,
    /// A PDF for people, with the file in it.
    Paper,
}

impl App {
    /// Takes a message about evidence.
    pub(crate) fn at_evidence(&mut self, message: evidence::Message) -> Task<Message> {
        match message {
            evidence::Message::Save => self.save_evidence(Form::File),
            evidence::Message::SavePaper => self.save_evidence(Form::Paper),
            evidence::Message::Saved(report, saved) => {
                self.saving.heard(report, saved);
                Task::none()
            }
        }
    }

    fn save_evidence(&mut self, form: Form) -> Task<Message> {
        #[cfg(not(target_arch = "wasm32"))]
        self.desk.touch();
        let Some(report) = self.scan.shown().filter(|report| self.saving.begin(report)).cloned().map(Box::new) else {
            return Task::none();
        };
        let (scanner, checkpoint) = (Arc::clone(&self.scanner), self.settings.checkpoint.clone());
        let language = self.settings.language();
        let saving = async move {
            let (basis, checkpoint) = (scanner.basis(&report), checkpoint.as_deref());
            let (name, made) = match form {
                Form::File => (evidence_file::file_name(&report), evidence::make(basis, &report, checkpoint)),
                Form::Paper => {
                    let made = evidence::make_paper(basis, &report, checkpoint, language, &font::FILES);
                    (evidence_pdf::file_name(&report), made)
                }
            };
            let saved = match made {
                Ok(bytes) => platform::save_file(name, bytes).await.map_err(|_| Why::Unwritten),
                Err(why) => Err(why),
            };
            (report, saved)
        };
        Task::perform(saving, |(report, saved)| Message::Evidence(evidence::Message::Saved(report, saved)))
    }

    /// Takes a message about the way of the pack.
    pub(crate) fn at_journey(&mut self, message: journey_screen::Message) -> Task<Message> {
        match message {
            journey_screen::Message::Unfold => self.unfold_journey(),
            journey_screen::Message::Fold => {
                self.journey.fold();
                Task::none()
            }
            journey_screen::Message::Read(report, found) => {
                self.journey.heard(report, found);
                Task::none()
            }
        }
    }

    fn unfold_journey(&mut self) -> Task<Message> {
        #[cfg(not(target_arch = "wasm32"))]
        self.desk.touch();
        let Some(report) = self.scan.shown().filter(|report| self.journey.begin(report)).cloned().map(Box::new) else {
            return Task::none();
        };
        let Some(basis) = self.scanner.basis(&report) else {
            self.journey.heard(report, None);
            return Task::none();
        };
        let asking = Asking {
            basis,
            nodes: vec![self.settings.node.clone()],
            trust: self.scanner.trust().clone(),
            door: self.settings.door(),
        };
        let reading = async move { (report, journey::read(asking).await.map(Box::new)) };
        Task::perform(reading, |(report, found)| Message::Journey(journey_screen::Message::Read(report, found)))
    }
}
