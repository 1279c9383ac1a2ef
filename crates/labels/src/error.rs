//! What can go wrong, with what to do next.

use std::io;

/// Why a label or a sheet cannot be drawn or written.
#[derive(Debug, thiserror::Error)]
pub enum LabelError {
    /// The QR code's link would not be read back as the pack that it is for.
    #[error("no scanner could read a link that begins like this")]
    BadResolver,
    /// The expiry's century cannot be told from its two digits.
    #[error("two digits on the pack cannot stand for this year: they would be read as another century")]
    BadExpiry,
    /// More data than the largest symbol holds.
    #[error("{0} does not fit its symbol")]
    TooLong(&'static str),
    /// Symbols and text need more room, even at the smallest sizes that the rules allow. In millimetres.
    #[error("symbols and text need {:.1} × {:.1} mm, and the label has {:.1} × {:.1} mm", .needed[0], .needed[1], .room[0], .room[1])]
    NoRoom {
        /// Width and height that would do.
        needed: [f64; 2],
        /// Width and height of the label.
        room: [f64; 2],
    },
    /// A text that does not fit its place on a logistic label.
    #[error("the text of {field} is too long for the label")]
    TextTooLong {
        /// The place's title.
        field: &'static str,
    },
    /// A character that the labels' font does not have.
    #[error("{field} holds {character:?}, which the labels' font cannot print")]
    NoGlyph {
        /// Where.
        field: &'static str,
        /// The character.
        character: char,
    },
    /// A sheet that does not lie on its paper.
    #[error("the sheet is no sheet: {0}")]
    BadSheet(&'static str),
    /// Nothing to print.
    #[error("there are no labels to print")]
    Nothing,
    /// More pages or bytes than a PDF file holds.
    #[error("one PDF file cannot hold so many labels")]
    FileTooLarge,
    /// Whoever asked for the labels stopped it.
    #[error("stopped after {done} of {total} labels")]
    Cancelled {
        /// Labels that were drawn.
        done: u64,
        /// Labels that were asked for.
        total: u64,
    },
    /// The PNG could not be made.
    #[error("PNG: {0}")]
    Png(#[from] image::ImageError),
    /// The PDF could not be written.
    #[error("the PDF cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl LabelError {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadResolver => "bad-resolver",
            Self::BadExpiry => "bad-expiry",
            Self::TooLong(_) => "label-too-long",
            Self::NoRoom { .. } => "label-too-small",
            Self::TextTooLong { .. } => "text-too-long",
            Self::NoGlyph { .. } => "unprintable-text",
            Self::BadSheet(_) => "bad-sheet",
            Self::Nothing => "no-labels",
            Self::FileTooLarge => "too-many-labels",
            Self::Cancelled { .. } => "cancelled",
            Self::Png(_) => "png",
            Self::Write(_) => "file",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::BadResolver => "Give a resolver such as https://id.example.com, without a query.",
            Self::BadExpiry => "Check the expiry.",
            Self::TooLong(_) => "Use a shorter resolver address.",
            Self::NoRoom { .. } => {
                "Use a sheet with larger labels, such as a4-2x4 or letter-2x3, or print packs' QR codes without the proof."
            }
            Self::TextTooLong { .. } => "Shorten the text, or use a larger label.",
            Self::NoGlyph { .. } => "Write it with Latin, Greek or Cyrillic letters.",
            Self::BadSheet(_) => "Check number, size and gaps of the labels against the paper.",
            Self::Nothing => "Name at least one label.",
            Self::FileTooLarge => "Print them as several files.",
            Self::Cancelled { .. } => "Start again; what was written is no complete file.",
            Self::Png(_) => "Report this: a label should always be drawable.",
            Self::Write(_) => "Check the path, its permissions and the space on the disk.",
        }
    }
}
