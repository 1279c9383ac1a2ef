//! What somebody at the counter should know beside verdicts.

use verdict::Message;

use crate::{history::moment, sentences as say};

/// Something to know that is no verdict, and no alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The pack was scanned already, first at this time (milliseconds since 1970-01-01 UTC).
    Again(u64),
    /// First an action is to be chosen.
    ChooseFirst,
    /// The last pack was dispensed: it does not leave the list.
    Dispensed,
    /// The last pack was reported on the ledger: it does not leave the list.
    Reported,
    /// A reason is needed.
    WhyNeeded,
    /// Too many verdicts are under way.
    Full,
}

impl Note {
    /// It as a sentence.
    pub fn message(self) -> Message {
        match self {
            Self::Again(first) => say::RUN_AGAIN.with("first", format!("{} UTC", time_of_day(first))),
            Self::ChooseFirst => say::RUN_CHOOSE_FIRST.into(),
            Self::Dispensed => say::RUN_DISPENSED.into(),
            Self::Reported => say::RUN_REPORTED.into(),
            Self::WhyNeeded => say::RUN_WHY_NEEDED.into(),
            Self::Full => say::RUN_FULL.into(),
        }
    }
}

/// The time of day of a moment in milliseconds since 1970-01-01 UTC, as `12:14:39`.
pub fn time_of_day(at: u64) -> String {
    moment(at).split_whitespace().next_back().unwrap_or_default().to_owned()
}
