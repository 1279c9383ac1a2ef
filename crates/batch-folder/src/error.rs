//! What can go wrong, with what to do next.

use std::{fmt, io, path::PathBuf};

use pack_commitment::{CommitmentError, MAX_PACKS};

/// A step of the work on a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The packs are hashed.
    Hashing,
    /// The list of packs is written.
    Writing,
}

/// Where a serial stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this line of a file, counted from 1.
    Line(u64),
    /// It is that of this pack, counted from 0.
    Pack(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(formatter, "line {line}"),
            Self::Pack(index) => write!(formatter, "pack {index}"),
        }
    }
}

/// Why there is no batch.
#[derive(Debug, thiserror::Error)]
pub enum BatchFolderError {
    /// The system gives no random numbers.
    #[error("{0}")]
    NoRandomness(#[from] getrandom::Error),
    /// No packs, or too many.
    #[error("a batch has 1 to {MAX_PACKS} packs, not {0}")]
    BadCount(u64),
    /// The expiry's century cannot be told from its two digits.
    #[error("two digits on the pack cannot stand for this year: they would be read as another century")]
    BadExpiry,
    /// A serial is too long.
    #[error("{place}: `{serial}` is no GS1 serial number: it has {length} characters, and at most 20 are allowed")]
    TooLong {
        /// Where.
        place: Place,
        /// How it begins.
        serial: String,
        /// Its characters.
        length: usize,
    },
    /// A serial holds something else than GS1's characters.
    #[error("{place}: `{serial}` is no GS1 serial number: {character:?} is not allowed")]
    BadCharacter {
        /// Where.
        place: Place,
        /// The serial.
        serial: String,
        /// What is not allowed.
        character: char,
    },
    /// There is no serial.
    #[error("{place}: there is no serial")]
    NoSerial {
        /// Where.
        place: Place,
    },
    /// A serial is there twice.
    #[error("{place}: serial {serial} is there twice{}", .first.map(|line| format!(", first in line {line}")).unwrap_or_default())]
    Twice {
        /// Where.
        place: Place,
        /// The serial.
        serial: String,
        /// The line in which it was first.
        first: Option<u64>,
    },
    /// A file of serials that no batch can need.
    #[error("{}: the file has {bytes} bytes, more than the serials of any batch", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A file that is no text.
    #[error("{}: {why}", .path.display())]
    NoText {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// The folder is not as it was written.
    #[error("{}: {why}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A file that cannot be read or written.
    #[error("{}: {error}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The packs cannot be committed to.
    #[error("{0}")]
    Uncommitted(#[from] CommitmentError),
    /// Whoever asked for it stopped it.
    #[error("stopped before it was done")]
    Cancelled,
}

impl BatchFolderError {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRandomness(_) => "no-randomness",
            Self::BadCount(_) => "bad-pack-count",
            Self::BadExpiry => "bad-expiry",
            Self::TooLong { .. } | Self::BadCharacter { .. } | Self::NoSerial { .. } | Self::Twice { .. } => {
                "bad-serials"
            }
            Self::TooLarge { .. } | Self::NoText { .. } => "bad-serials-file",
            Self::Damaged { .. } => "damaged-batch",
            Self::File { .. } => "file",
            Self::Uncommitted(_) => "bad-batch",
            Self::Cancelled => "cancelled",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::NoRandomness(_) => "The system gives no random numbers.",
            Self::BadCount(_) => "Split larger ones into lots.",
            Self::BadExpiry => "Check the expiry.",
            Self::TooLong { .. } | Self::BadCharacter { .. } | Self::NoSerial { .. } | Self::Twice { .. } => {
                "Mend the list of serials."
            }
            Self::TooLarge { .. } | Self::NoText { .. } => {
                "Give a text file with one serial a line, or a CSV file with a column named `serial`."
            }
            Self::Damaged { .. } => "Use the folder as it was written when the batch was prepared.",
            Self::File { error, .. } if error.kind() == io::ErrorKind::AlreadyExists => {
                "There is a batch already. Register that one, or choose another folder."
            }
            Self::File { .. } => "Check the path and its permissions.",
            Self::Uncommitted(_) => "Check number and serials of the packs.",
            Self::Cancelled => "Start again.",
        }
    }
}
