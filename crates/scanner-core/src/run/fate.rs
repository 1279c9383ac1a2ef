//! What became of a pack after its verdict, and when.

use serde::{Deserialize, Serialize};

/// What became of a pack last, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// What.
    pub became: Became,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: u64,
}

/// What can become of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// Somebody chose what to do about it, and nothing more.
    Handled,
    /// It was dispensed.
    Dispensed,
    /// That it was dispensed was taken back.
    TakenBack,
    /// It was reported on the ledger.
    Reported,
}

impl Became {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Handled, Self::Dispensed, Self::TakenBack, Self::Reported];

    /// The name that files and programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Dispensed => "dispensed",
            Self::TakenBack => "taken-back",
            Self::Reported => "reported",
        }
    }
}
