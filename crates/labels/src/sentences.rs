//! Why a label cannot be drawn or written, in sentences for any language.

use verdict::{Message, Sentence};

use crate::LabelError;

verdict::sentences! {
    BAD_RESOLVER = "label-fault-bad-resolver",
        "No scanner could read a link that begins like this. Give a resolver such as https://id.example.com, without a query.";
    BAD_EXPIRY = "label-fault-bad-expiry",
        "Two digits on the pack cannot stand for this year: they would be read as another century. Check the expiry.";
    LINK_TOO_LONG = "label-fault-too-long", "{what} does not fit its symbol. Use a shorter resolver address.";
    THE_LINK = "label-fault-the-link", "the link";
    THE_ELEMENTS = "label-fault-the-element-string", "the element string";
    NO_ROOM = "label-fault-no-room",
        "Symbols and text need {needed} mm, and the label has {room} mm. Use a sheet with larger labels, such as a4-2x4 or \
         letter-2x3, or print packs' QR codes without the proof.";
    TEXT_TOO_LONG = "label-fault-text-too-long",
        "The text of {field} is too long for the label. Shorten the text, or use a larger label.";
    NO_GLYPH = "label-fault-no-glyph",
        "{field} holds {character}, which the labels' font cannot print. Write it with Latin, Greek or Cyrillic letters.";
    BAD_SHEET = "label-fault-bad-sheet",
        "The sheet is no sheet: {why}. Check number, size and gaps of the labels against the paper.";
    SHEET_LENGTHS = "label-fault-sheet-lengths", "lengths are from 0 to 5,000 mm";
    SHEET_COUNT = "label-fault-sheet-count", "a sheet has 1 to 10,000 labels";
    SHEET_PAPER = "label-fault-sheet-paper", "the labels do not all lie on the paper";
    SHEET_NAME = "label-fault-sheet-name", "it has no name";
    NOTHING = "label-fault-nothing", "There are no labels to print. Name at least one label.";
    FILE_TOO_LARGE = "label-fault-file-too-large", "One PDF file cannot hold so many labels. Print them as several files.";
    CANCELLED = "label-fault-cancelled",
        "Stopped after {done} of {total} labels. Start again; what was written is no complete file.";
    PNG = "label-fault-png", "PNG: {cause}. Report this: a label should always be drawable.";
    WRITE = "label-fault-write",
        "The PDF cannot be written: {cause}. Check the path, its permissions and the space on the disk.";
}

/// Every sentence of this crate.
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

impl LabelError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        let size = |[width, height]: [f64; 2]| format!("{width:.1} × {height:.1}");
        match self {
            Self::BadResolver => BAD_RESOLVER.into(),
            Self::BadExpiry => BAD_EXPIRY.into(),
            Self::TooLong(what) => LINK_TOO_LONG.with("what", part(&[THE_LINK, THE_ELEMENTS], what)),
            Self::NoRoom { needed, room } => NO_ROOM.with("needed", size(*needed)).with("room", size(*room)),
            Self::TextTooLong { field } => TEXT_TOO_LONG.with("field", *field),
            Self::NoGlyph { field, character } => {
                NO_GLYPH.with("field", *field).with("character", format!("{character:?}"))
            }
            Self::BadSheet(why) => {
                BAD_SHEET.with("why", part(&[SHEET_LENGTHS, SHEET_COUNT, SHEET_PAPER, SHEET_NAME], why))
            }
            Self::Nothing => NOTHING.into(),
            Self::FileTooLarge => FILE_TOO_LARGE.into(),
            Self::Cancelled { done, total } => {
                CANCELLED.with("done", done.to_string()).with("total", total.to_string())
            }
            Self::Png(cause) => PNG.with("cause", cause.to_string()),
            Self::Write(cause) => WRITE.with("cause", cause.to_string()),
        }
    }
}

/// The sentence with these English words; what has none is said as it is.
fn part(sentences: &[Sentence], english: &'static str) -> Message {
    let known = sentences.iter().find(|sentence| sentence.english == english);
    known.map_or_else(|| english.into(), |sentence| (*sentence).into())
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_sentence_says_what_the_error_says_and_what_to_do_next() {
        for error in [
            LabelError::BadResolver,
            LabelError::BadExpiry,
            LabelError::TooLong("the link"),
            LabelError::TooLong("the element string"),
            LabelError::NoRoom { needed: [10.04, 20.0], room: [1.0, 2.0] },
            LabelError::TextTooLong { field: "FROM" },
            LabelError::NoGlyph { field: "FROM", character: '中' },
            LabelError::BadSheet("lengths are from 0 to 5,000 mm"),
            LabelError::BadSheet("a sheet has 1 to 10,000 labels"),
            LabelError::BadSheet("the labels do not all lie on the paper"),
            LabelError::BadSheet("it has no name"),
            LabelError::Nothing,
            LabelError::FileTooLarge,
            LabelError::Cancelled { done: 3, total: 20_000 },
            LabelError::Write(io::Error::other("no room")),
        ] {
            let expected = format!("{}. {}", verdict::capitalised(&error.to_string()), error.next_step());
            let message = error.message();
            assert_eq!(message.english(), expected);
            let parts = message.arguments.iter().filter_map(|(_, value)| {
                if let verdict::Value::Message(part) = value { Some(part.id.as_ref()) } else { None }
            });
            assert!(parts.into_iter().all(|id| id != "as-said"), "{message:?}");
        }
    }
}
