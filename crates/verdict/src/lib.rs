//! From a code and evidence to a verdict: [`read_code`] → [`Scanning::question`] → [`Scanning::verdict`]. No I/O: whoever
//! has a network, a file or a snapshot gets the question answered, and proven, in between. The rules are in [`judge`].
//!
//! The rule above all others: [`Verdict::Genuine`] needs every proof. Whatever is missing, old, unreadable or
//! unexpected ends in [`Verdict::CouldNotCheck`] or worse, never in a guess.

mod action;
mod age;
mod anomalies;
mod code;
mod examine;
mod faults_of_codes;
mod identity;
mod judge;
mod message;
pub mod repair;
mod report;
mod sentences;
mod signals;

#[cfg(test)]
mod tests;

pub use age::{MAX_AGE, MAX_OFFLINE_AGE, duration, in_units};
pub use anomalies::{MAX_REASONS, weighed};
pub use code::{Code, CodeError, read_code, read_typed};
pub use examine::{Scanning, knows_lot, knows_pack, may_be_misread, with_advice};
pub use identity::{MakerFile, proven_index};
pub use judge::{Case, Gap, Identity, Scanned, Source, Viewer, is_expiry_of, judge};
pub use message::{Message, Sentence, Value, capitalised};
pub use report::{Evidence, PackLine, Reason, Report};
pub use sentences::all as every_sentence;
pub use signals::{Assessment, Modelled, RulesAlone, Sighting, Signals};

pub use pack_commitment::LabelMaterial;
use serde::{Deserialize, Serialize};

/// What a scan comes to. Each has its own word, icon and colour; none has two meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The pack is of a registered batch, active, in date and where it should be.
    Genuine,
    /// The one who scans dispensed it.
    AlreadyDispensedHere,
    /// It was dispensed, exported or otherwise taken out elsewhere.
    AlreadyUsedElsewhere,
    /// Recalled, expired, stolen, destroyed, held back.
    DoNotUse,
    /// No maker registered such a pack.
    NotRecognised,
    /// The pack exists, but what is printed or where it is does not fit.
    Suspicious,
    /// There is no proof either way.
    CouldNotCheck,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Genuine,
        Self::AlreadyDispensedHere,
        Self::AlreadyUsedElsewhere,
        Self::DoNotUse,
        Self::NotRecognised,
        Self::Suspicious,
        Self::CouldNotCheck,
    ];

    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::AlreadyDispensedHere => "already-dispensed-here",
            Self::AlreadyUsedElsewhere => "already-used-elsewhere",
            Self::DoNotUse => "do-not-use",
            Self::NotRecognised => "not-recognised",
            Self::Suspicious => "suspicious",
            Self::CouldNotCheck => "could-not-check",
        }
    }

    /// The word that people see.
    pub fn headline(self) -> &'static str {
        match self {
            Self::Genuine => "Genuine",
            Self::AlreadyDispensedHere => "Already dispensed here",
            Self::AlreadyUsedElsewhere => "Already used elsewhere",
            Self::DoNotUse => "Do not use",
            Self::NotRecognised => "Not recognised",
            Self::Suspicious => "Suspicious",
            Self::CouldNotCheck => "Could not check",
        }
    }
}

/// Who looks at the verdict: decides what is said and what to do next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Got or buys the medicine.
    #[default]
    Patient,
    /// Dispenses it.
    Pharmacist,
    /// Trades it.
    Wholesaler,
    /// Makes it.
    Manufacturer,
    /// Supervises the others.
    Regulator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Patient, Self::Pharmacist, Self::Wholesaler, Self::Manufacturer, Self::Regulator];

    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Pharmacist => "pharmacist",
            Self::Wholesaler => "wholesaler",
            Self::Manufacturer => "manufacturer",
            Self::Regulator => "regulator",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::code).join(", ");
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| format!("a role is one of: {}", known()))
    }
}
