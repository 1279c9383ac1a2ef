//! Saves the evidence of the verdict that is shown.

use std::sync::Arc;

use evidence_file::file_name;
use iced::Task;

use crate::{
    app::{App, Message},
    platform,
    screen::evidence::{self, Why},
};

impl App {
    /// Takes a message about evidence.
    pub(crate) fn at_evidence(&mut self, message: evidence::Message) -> Task<Message> {
        match message {
            evidence::Message::Save => self.save_evidence(),
            evidence::Message::Saved(report, saved) => {
                self.saving.heard(report, saved);
                Task::none()
            }
        }
    }

    fn save_evidence(&mut self) -> Task<Message> {
        #[cfg(not(target_arch = "wasm32"))]
        self.desk.touch();
        let Some(report) = self.scan.shown().filter(|report| self.saving.begin(report)).cloned().map(Box::new) else {
            return Task::none();
        };
        let (scanner, checkpoint) = (Arc::clone(&self.scanner), self.settings.checkpoint.clone());
        let saving = async move {
            let made = evidence::make(scanner.basis(&report), &report, checkpoint.as_deref());
            let saved = match made {
                Ok(bytes) => platform::save_file(file_name(&report), bytes).await.map_err(|_| Why::Unwritten),
                Err(why) => Err(why),
            };
            (report, saved)
        };
        Task::perform(saving, |(report, saved)| Message::Evidence(evidence::Message::Saved(report, saved)))
    }
}
