//! What a queue does not take, and what to do about it.

use crate::{EntryId, MAX_ENTRIES, MAX_WAITING};

/// Why a queue stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// The same goods wait already: the pack was dispensed, or the shipment received, offline before.
    #[error("this was done offline already: it waits as number {0}")]
    Queued(EntryId),
    /// Too many acts wait.
    #[error("{MAX_WAITING} acts wait already")]
    Full,
    /// Too many acts are remembered.
    #[error("the queue remembers {MAX_ENTRIES} acts already")]
    TooLong,
    /// The act is none that may be done offline.
    #[error("this act cannot wait in a queue")]
    NotForQueue,
    /// The act names no packs, or one twice.
    #[error("the act names no packs, or one of them twice")]
    NoPacks,
    /// The label does not say which pack of the batch it is on.
    #[error("the code carries no proof of which pack it is on")]
    NoProof,
    /// A text is empty, too long, or holds what cannot be shown.
    #[error("a text is empty, too long, or holds characters that cannot be shown")]
    BadText,
    /// There is no such act.
    #[error("there is no act number {0} in the queue")]
    Unknown(EntryId),
    /// The act is in a state from which this does not follow.
    #[error("act number {0} is {1}")]
    WrongState(EntryId, &'static str),
    /// What was signed is not the act that waits.
    #[error("what was signed is not act number {0}")]
    AnotherAct(EntryId),
    /// Acts are numbered in the order in which they were made.
    #[error("act number {0} is out of order")]
    OutOfOrder(EntryId),
    /// The queue does not begin as it should.
    #[error("a queue begins once, in version {}", crate::VERSION)]
    BadBeginning,
}

impl OutboxError {
    /// A short name that programs can rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Queued(_) => "already-queued",
            Self::Full => "queue-full",
            Self::TooLong => "queue-too-long",
            Self::NotForQueue => "not-for-queue",
            Self::NoPacks => "no-packs",
            Self::NoProof => "no-proof",
            Self::BadText => "bad-text",
            Self::Unknown(_) => "unknown-act",
            Self::WrongState(..) => "wrong-state",
            Self::AnotherAct(_) => "another-act",
            Self::OutOfOrder(_) => "out-of-order",
            Self::BadBeginning => "bad-beginning",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Queued(_) => {
                "If this is another pack with the same code, keep it: one of them is falsified. Else nothing is to do."
            }
            Self::Full => "Connect to a node and settle the queue first.",
            Self::TooLong => "Clear what is done.",
            Self::NotForQueue => "Do this when a node can be reached.",
            Self::NoPacks => "Name each pack once.",
            Self::NoProof => {
                "Scan the QR code, which carries the proof, give the maker's file, or wait until a node can be reached."
            }
            Self::BadText => "Write it shorter and without control characters.",
            Self::Unknown(_) => "List the queue to see the numbers.",
            Self::WrongState(..) => "List the queue: only acts that wait or are in conflict are given up.",
            Self::AnotherAct(_) | Self::OutOfOrder(_) | Self::BadBeginning => "Use the file as this program wrote it.",
        }
    }
}
