//! What can be done about a pack that is not genuine: by verdict and role.

use serde::{Deserialize, Serialize};
use verdict::{Role, Sentence, Verdict};

use crate::sentences as say;

/// What somebody chose to do about a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is put aside.
    Quarantine,
    /// It is put aside and reported.
    Report,
    /// It passes all the same.
    Override(Why),
    /// A patient keeps it, takes nothing of it, and asks.
    KeepAndAsk,
}

/// The kinds of action, as buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// [`Action::Quarantine`].
    Quarantine,
    /// [`Action::Report`].
    Report,
    /// [`Action::Override`].
    Override,
    /// [`Action::KeepAndAsk`].
    KeepAndAsk,
}

/// Why a pack passes all the same: a text that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why(String);

impl Why {
    /// Most characters; what is beyond is cut off.
    pub const MOST: usize = 500;

    /// The reason in a text, if it has a letter or digit.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let says_something = text.chars().any(char::is_alphanumeric);
        says_something.then(|| Self(text.chars().take(Self::MOST).collect()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Action {
    /// Its kind.
    pub fn choice(&self) -> Choice {
        match self {
            Self::Quarantine => Choice::Quarantine,
            Self::Report => Choice::Report,
            Self::Override(_) => Choice::Override,
            Self::KeepAndAsk => Choice::KeepAndAsk,
        }
    }
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Quarantine, Self::Report, Self::Override, Self::KeepAndAsk];

    /// The name that files and programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::Report => "report",
            Self::Override => "override",
            Self::KeepAndAsk => "keep-and-ask",
        }
    }

    /// What its button says.
    pub fn label(self) -> Sentence {
        match self {
            Self::Quarantine => say::RUN_QUARANTINE,
            Self::Report => say::RUN_REPORT,
            Self::Override => say::RUN_OVERRIDE,
            Self::KeepAndAsk => say::RUN_KEEP_AND_ASK,
        }
    }
}

/// What may be chosen, the likeliest first; empty for a genuine pack. A recalled, expired or stolen pack never passes; what
/// could not be checked is no case to report; and what one's own pharmacy dispensed is no crime.
pub fn choices(verdict: Verdict, role: Role) -> &'static [Choice] {
    match (verdict, role) {
        (Verdict::Genuine, _) => &[],
        (_, Role::Patient) => &[Choice::KeepAndAsk],
        (Verdict::DoNotUse, _) => &[Choice::Quarantine, Choice::Report],
        (Verdict::AlreadyUsedElsewhere | Verdict::NotRecognised | Verdict::Suspicious, _) => {
            &[Choice::Quarantine, Choice::Report, Choice::Override]
        }
        (Verdict::AlreadyDispensedHere | Verdict::CouldNotCheck, _) => &[Choice::Quarantine, Choice::Override],
    }
}
