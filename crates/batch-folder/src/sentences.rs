//! Why there is no batch, in sentences for any language.

use std::io;

use pack_commitment::{CommitmentError, MAX_PACKS};
use verdict::{Message, Sentence};

use crate::{BatchFolderError, Place};

verdict::sentences! {
    NO_RANDOMNESS = "batch-fault-no-randomness", "{cause}. The system gives no random numbers.";
    BAD_COUNT = "batch-fault-bad-count", "A batch has 1 to {most} packs, not {n}. Split larger ones into lots.";
    BAD_EXPIRY = "batch-fault-bad-expiry",
        "Two digits on the pack cannot stand for this year: they would be read as another century. Check the expiry.";
    TOO_LONG = "batch-fault-serial-too-long",
        "{place}: `{serial}` is no GS1 serial number: it has {length} characters, and at most 20 are allowed. Mend the list \
         of serials.";
    BAD_CHARACTER = "batch-fault-serial-bad-character",
        "{place}: `{serial}` is no GS1 serial number: {character} is not allowed. Mend the list of serials.";
    NO_SERIAL = "batch-fault-serial-missing", "{place}: there is no serial. Mend the list of serials.";
    TWICE = "batch-fault-serial-twice", "{place}: serial {serial} is there twice. Mend the list of serials.";
    TWICE_FIRST = "batch-fault-serial-twice-first",
        "{place}: serial {serial} is there twice, first in line {first}. Mend the list of serials.";
    LINE = "batch-fault-place-line", "line {n}";
    PACK = "batch-fault-place-pack", "pack {n}";
    TOO_LARGE = "batch-fault-serials-too-large",
        "{path}: the file has {bytes} bytes, more than the serials of any batch. Give a text file with one serial a line, or \
         a CSV file with a column named `serial`.";
    NO_TEXT = "batch-fault-serials-no-text",
        "{path}: {why}. Give a text file with one serial a line, or a CSV file with a column named `serial`.";
    DAMAGED = "batch-fault-damaged", "{path}: {why}. Use the folder as it was written when the batch was prepared.";
    FILE_EXISTS = "batch-fault-there-already",
        "{path}: {cause}. There is a batch already. Register that one, or choose another folder.";
    FILE = "batch-fault-file", "{path}: {cause}. Check the path and its permissions.";
    UNCOMMITTED = "batch-fault-uncommitted", "{why}. Check number and serials of the packs.";
    WHY_LENGTH = "batch-fault-why-length", "lots and serials have 1 to 20 characters";
    WHY_COUNT = "batch-fault-why-count", "a batch has 1 to 4,194,304 packs";
    WHY_MATERIAL = "batch-fault-why-material", "the proof printed on the label cannot be read";
    WHY_EXPIRY = "batch-fault-why-expiry", "the expiry is no date";
    WHY_SECRET = "batch-fault-why-secret", "the secret is not 32 bytes";
    WHY_ROOT = "batch-fault-why-root", "the packs are not those it was made with: the root differs";
    WHY_ANOTHER = "batch-fault-why-another", "it is the folder of another batch";
    CANCELLED = "batch-fault-cancelled", "Stopped before it was done. Start again.";
}

/// Every sentence of this crate.
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

impl BatchFolderError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::NoRandomness(cause) => NO_RANDOMNESS.with("cause", cause.to_string()),
            Self::BadCount(n) => BAD_COUNT.with("most", MAX_PACKS.to_string()).with("n", n.to_string()),
            Self::BadExpiry => BAD_EXPIRY.into(),
            Self::TooLong { place, serial, length } => {
                let length = *length as u64;
                TOO_LONG.with("place", at(*place)).with("serial", serial.as_str()).with("length", length)
            }
            Self::BadCharacter { place, serial, character } => {
                let character = format!("{character:?}");
                BAD_CHARACTER.with("place", at(*place)).with("serial", serial.as_str()).with("character", character)
            }
            Self::NoSerial { place } => NO_SERIAL.with("place", at(*place)),
            Self::Twice { place, serial, first: None } => {
                TWICE.with("place", at(*place)).with("serial", serial.as_str())
            }
            Self::Twice { place, serial, first: Some(first) } => {
                let first = first.to_string();
                TWICE_FIRST.with("place", at(*place)).with("serial", serial.as_str()).with("first", first)
            }
            Self::TooLarge { path, bytes } => {
                TOO_LARGE.with("path", path.display().to_string()).with("bytes", bytes.to_string())
            }
            Self::NoText { path, why } => NO_TEXT.with("path", path.display().to_string()).with("why", why.as_str()),
            Self::Damaged { path, why } => DAMAGED.with("path", path.display().to_string()).with("why", damage(why)),
            Self::File { path, error } => {
                let is_there = error.kind() == io::ErrorKind::AlreadyExists;
                let sentence = if is_there { FILE_EXISTS } else { FILE };
                sentence.with("path", path.display().to_string()).with("cause", error.to_string())
            }
            Self::Uncommitted(cause) => UNCOMMITTED.with("why", uncommitted(*cause)),
            Self::Cancelled => CANCELLED.into(),
        }
    }
}

fn at(place: Place) -> Message {
    // As text: numbers of lines and packs are found again as they are, without separators.
    match place {
        Place::Line(line) => LINE.with("n", line.to_string()),
        Place::Pack(index) => PACK.with("n", index.to_string()),
    }
}

/// What is wrong with a folder; what the system or a format says of it is told as it is.
fn damage(why: &str) -> Message {
    let known = [WHY_EXPIRY, WHY_SECRET, WHY_ROOT, WHY_ANOTHER].into_iter().find(|sentence| sentence.english == why);
    known.map_or_else(|| why.into(), Message::from)
}

fn uncommitted(cause: CommitmentError) -> Sentence {
    match cause {
        CommitmentError::BadText => WHY_LENGTH,
        CommitmentError::BadCount => WHY_COUNT,
        CommitmentError::BadLabel => WHY_MATERIAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_what_the_error_says_and_what_to_do_next() {
        let (path, serial) = (|| "serials.csv".into(), || "Ä1".to_owned());
        let file = |kind| BatchFolderError::File { path: path(), error: io::Error::new(kind, "so it is") };
        for error in [
            BatchFolderError::BadCount(5_000_000),
            BatchFolderError::BadExpiry,
            BatchFolderError::TooLong { place: Place::Line(1_234), serial: serial(), length: 21 },
            BatchFolderError::BadCharacter { place: Place::Pack(7), serial: serial(), character: 'Ä' },
            BatchFolderError::NoSerial { place: Place::Line(3) },
            BatchFolderError::Twice { place: Place::Line(3), serial: serial(), first: None },
            BatchFolderError::Twice { place: Place::Line(3), serial: serial(), first: Some(1) },
            BatchFolderError::TooLarge { path: path(), bytes: 1_000_000 },
            BatchFolderError::NoText { path: path(), why: "no text".into() },
            BatchFolderError::Damaged { path: path(), why: "the secret is not 32 bytes".into() },
            file(io::ErrorKind::AlreadyExists),
            file(io::ErrorKind::NotFound),
            BatchFolderError::Uncommitted(CommitmentError::BadText),
            BatchFolderError::Uncommitted(CommitmentError::BadCount),
            BatchFolderError::Uncommitted(CommitmentError::BadLabel),
            BatchFolderError::Cancelled,
        ] {
            let expected = verdict::capitalised(&format!("{error}. {}", error.next_step()));
            assert_eq!(error.message().english(), expected);
        }
    }
}
