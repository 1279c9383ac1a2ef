//! Reports of packs: what was chosen at the counter becomes a case on the ledger.

use std::{io, path::Path, sync::Arc};

use evidence_file::file_name;
use iced::Task;
use ledger_types::{
    BatchKey, Line,
    compliance::{Subject, Trigger},
    digest,
};
use outbox::{Act, Outcome, QueueError};
use scanner_core::run::{Action as Done, Entry, State};
use verdict::{Message, Report};

use crate::{
    acts,
    app::{App, Message as AppMessage},
    desk::Message as DeskMessage,
    platform,
    screen::evidence,
    work::Told,
};

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reported {
    /// It is under way.
    Doing,
    /// The case is open, and that is final in this block.
    Final(u32),
    /// It waits for a node.
    Waits,
    /// It was refused.
    Refused(Message),
}

impl Reported {
    /// Whether there is a case, as far as anybody knows.
    pub fn holds(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

/// Why a pack is reported: the alert of the European hub that its verdict stands for, the model, or doubts.
fn trigger(report: &Report) -> Trigger {
    let alert = report.reasons.iter().find_map(|reason| office::alert_of(reason.emvs?));
    let unusual = report.reasons.iter().any(|reason| reason.code == "anomaly");
    alert.map_or(if unusual { Trigger::Anomaly } else { Trigger::Suspicion }, Trigger::Alert)
}

/// What is reported: the pack, if its place in its batch is proven, otherwise the code as it was scanned.
fn subject(entry: &Entry, report: &Report) -> Subject {
    let code = entry.code();
    let place = report.evidence.as_ref().and_then(|evidence| evidence.pack_index);
    let batch = BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes());
    let line = place.zip(batch).map(|(start, batch)| Line { batch, start, end: start.saturating_add(1) });
    match line.and_then(|line| vec![line].try_into().ok()) {
        Some(lines) => Subject::Packs(lines),
        None => Subject::Code(digest(code.text.as_bytes())),
    }
}

impl App {
    /// The pack that is shown, if it was chosen to be reported.
    fn shown_report(&self) -> Option<(&Entry, &Report)> {
        let entry = self.scan.many.as_ref()?.shown()?;
        match entry.state() {
            State::Handled(report, Done::Report) => Some((entry, report)),
            _ => None,
        }
    }

    /// Opens a case for the pack that is shown, unless there is one.
    pub(crate) fn report_shown(&mut self) -> Task<AppMessage> {
        let Some((entry, report)) = self.shown_report() else { return Task::none() };
        let (number, pack) = (entry.number(), &entry.code().scanned);
        if self.desk.acts.reported.get(&number).is_some_and(Reported::holds) {
            return Task::none();
        }
        // Without an open key it stays a note on this device until somebody sends it.
        let Some(actor) = self.actor() else { return Task::none() };
        let told = Told::new("told-report").with("serial", pack.serial.as_str()).with("lot", pack.lot.as_str());
        let told = told.with("gtin", pack.gtin).to_keep(&self.words);
        let (trigger, subject) = (trigger(report), subject(entry, report));
        let file = actor.queue.with_file_name("reports").join(format!("{}-{}", entry.at(), file_name(report)));
        let (report, scanner) = (report.clone(), Arc::clone(&self.scanner));
        let checkpoint = self.settings.checkpoint.clone();
        self.desk.acts.reported.insert(number, Reported::Doing);
        let reporting = async move {
            let known = evidence::make(scanner.basis(&report), &report, checkpoint.as_deref());
            // What no proof stands behind is told as it was: the report's own words.
            let known = known.or_else(|_| serde_json::to_vec_pretty(&report));
            let kept = known.map_err(io::Error::from).and_then(|known| keep(&file, &known));
            let evidence = match kept {
                Ok(evidence) => evidence,
                Err(cause) => return (Reported::Refused(QueueError::File { path: file, cause }.message()), None),
            };
            let (outcome, seen) = acts::queue(actor, Act::Report { trigger, subject, evidence }, told).await;
            let reported = match outcome {
                Ok(Outcome::Done { block, .. }) => Reported::Final(block.number),
                Ok(Outcome::Waits { .. }) => Reported::Waits,
                Ok(Outcome::Refused { said, .. }) => Reported::Refused(said),
                Err(error) => Reported::Refused(error.message()),
            };
            (reported, Some(seen))
        };
        Task::perform(reporting, move |(became, seen)| AppMessage::Desk(DeskMessage::Reported(number, became, seen)))
    }
}

/// Keeps what is known of a pack, for whoever looks into its case; its digest.
fn keep(file: &Path, known: &[u8]) -> io::Result<[u8; 32]> {
    platform::write_secret(file, known)?;
    Ok(digest(known))
}
