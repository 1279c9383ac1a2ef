//! What went wrong, by name, with what to do next.

use std::{fmt::Display, path::Path, process::ExitCode};

use batch_folder::BatchFolderError;
use evidence_file::Fault;
use labels::LabelError;
use ledger_client::{CheckpointError, LedgerError, SignerError, SnapshotError};
use outbox::{DeskError, OutboxError, QueueError};
use scan::UnusableCode;
use serde_json::json;
use verdict::Report;

/// Exit code of an act that was refused or could not be done.
const FAILED: u8 = 1;
/// Exit code of unusable input.
pub const UNUSABLE: u8 = 2;

/// A failure, as people and programs see it.
#[derive(Debug)]
pub struct Failure {
    code: String,
    message: String,
    next_step: String,
    exit: u8,
}

impl Failure {
    /// Unusable input.
    pub fn input(code: &str, message: impl Display, next_step: &str) -> Self {
        Self { code: code.into(), message: message.to_string(), next_step: next_step.into(), exit: UNUSABLE }
    }

    /// A verdict that stops an act; ends with the verdict's exit code.
    pub fn verdict(report: &Report) -> Self {
        let why = report.reasons.first().map_or(report.headline, |reason| reason.text.as_str());
        let exit = crate::verify::exit_code(report.verdict);
        Self { exit, ..Self::input(report.verdict.code(), why, report.next_action) }
    }

    /// An act that was refused.
    pub fn refused(code: &str, message: &str, next_step: &str) -> Self {
        Self { exit: FAILED, ..Self::input(code, message, next_step) }
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::input("file", format!("{}: {error}", path.display()), "Check the path and its permissions.")
    }

    /// Prints it to where errors go, beside something that was answered.
    pub fn complain(&self) {
        complain!("✗ {} [{}]\n  {}", self.message, self.code, self.next_step);
    }

    /// Prints it and gives its exit code.
    pub fn report(&self, json: bool) -> ExitCode {
        if json {
            let Self { code, message, next_step, .. } = self;
            say!("{}", json!({"ok": false, "error": {"code": code, "message": message, "next_step": next_step}}));
        } else {
            let name = format!("refused: {}", self.code);
            let said = if self.message == name { name } else { format!("{} [{}]", self.message, self.code) };
            complain!("✗ {said}\n  {}", self.next_step);
        }
        ExitCode::from(self.exit)
    }
}

impl From<CheckpointError> for Failure {
    fn from(error: CheckpointError) -> Self {
        Self::input(error.code(), error, error.next_step())
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        Self::input(error.code(), &error, error.next_step())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::input(fault.code(), &fault, fault.next_step())
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self {
            code: error.code().into(),
            message: error.to_string(),
            next_step: error.next_step().into(),
            exit: if matches!(error, LedgerError::BadAddress(_)) { UNUSABLE } else { FAILED },
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Queue(error) => error.into(),
            DeskError::Ledger(error) => error.into(),
        }
    }
}

impl From<QueueError> for Failure {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::Outbox(error) => error.into(),
            error => Self::input(error.code(), &error, error.next_step()),
        }
    }
}

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        Self::refused(error.code(), &error.to_string(), error.next_step())
    }
}

impl From<BatchFolderError> for Failure {
    fn from(error: BatchFolderError) -> Self {
        Self::input(error.code(), &error, error.next_step())
    }
}

impl From<LabelError> for Failure {
    fn from(error: LabelError) -> Self {
        Self::input(error.code(), &error, error.next_step())
    }
}

impl From<UnusableCode> for Failure {
    fn from(error: UnusableCode) -> Self {
        Self::input(error.code(), &error, error.next_step())
    }
}

impl From<SignerError> for Failure {
    fn from(error: SignerError) -> Self {
        Self::input("bad-key", error, "Check the key; `medtrail key new` makes one.")
    }
}
