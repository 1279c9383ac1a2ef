//! Why something could not be done or read, in sentences for any language.

use gs1::Gln;
use ledger_client::LedgerError;
use outbox::{DeskError, QueueError};
use verdict::{Message, Sentence};

verdict::sentences! {
    UNKNOWN_PARTICIPANT = "trouble-unknown-participant",
        "No participant has the GLN {gln}. Correct it in the settings, or have a regulator enrol your organisation.";
    NO_PARTICIPANT = "trouble-no-participant",
        "The settings do not say which organisation you are. Enter its GLN in the settings.";
    NO_KEY = "trouble-no-key", "There is no open key to sign with. Unlock your key, or enter one, and try again.";
    NO_FOLDER = "trouble-no-folder", "This device does not say where programs keep files. Choose a folder.";
    NO_DIALOG = "trouble-no-dialog",
        "This system shows no window in which files are chosen. Have xdg-desktop-portal or zenity installed, then try again.";
}

/// Every sentence of this crate.
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

/// Why something could not be done or read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A short name that programs can rely on.
    pub code: String,
    /// What is wrong and what to do next, for any language.
    pub said: Message,
}

impl Trouble {
    /// A trouble with this code. `said`: what is wrong and what to do next.
    pub fn new(code: impl Into<String>, said: impl Into<Message>) -> Self {
        Self { code: code.into(), said: said.into() }
    }

    /// Nobody who is enrolled has this GLN.
    pub fn unknown_participant(gln: Gln) -> Self {
        Self::new("unknown-participant", UNKNOWN_PARTICIPANT.with("gln", gln.to_string()))
    }

    /// The settings do not say for whom to ask.
    pub fn no_participant() -> Self {
        Self::new("no-participant", NO_PARTICIPANT)
    }

    /// There is no key to sign with.
    pub fn no_key() -> Self {
        Self::new("no-key", NO_KEY)
    }

    /// There is no place for files.
    pub fn no_folder() -> Self {
        Self::new("no-folder", NO_FOLDER)
    }

    /// The system shows no dialog in which files are chosen.
    pub fn no_dialog() -> Self {
        Self::new("no-dialog", NO_DIALOG)
    }
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Self {
        Self::new(error.code(), error.message())
    }
}

impl From<QueueError> for Trouble {
    fn from(error: QueueError) -> Self {
        Self::new(error.code(), error.message())
    }
}

impl From<DeskError> for Trouble {
    fn from(error: DeskError) -> Self {
        Self::new(error.code(), error.message())
    }
}

#[cfg(test)]
mod tests {
    use ledger_types::refusal;

    use super::*;

    #[test]
    fn programs_see_the_code_and_people_the_words() {
        let refused = refusal::in_pallet(ledger_types::CUSTODY_TRANSFER, 0).unwrap();
        let trouble = Trouble::from(LedgerError::Refused(refused));
        assert_eq!(trouble.code, "NotHeld");
        assert_eq!(
            (trouble.said.id.as_ref(), trouble.said.english().as_str()),
            ("refused-not-held", refused.next_step)
        );
        let trouble = Trouble::new("x", "There is no such shipment. Read again.");
        assert_eq!(trouble.said.english(), "There is no such shipment. Read again.");
    }
}
