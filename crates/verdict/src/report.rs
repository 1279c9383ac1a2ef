//! The verdict with all that led to it.

use serde::Serialize;

use crate::{Message, Modelled, Role, Sentence, Verdict};

/// Why. The first reason is the one that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The name that programs rely on.
    pub code: &'static str,
    /// The alert code of the European Medicines Verification System for the same finding, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emvs: Option<&'static str>,
    /// In English words.
    pub text: String,
    /// The same, for any language.
    #[serde(skip)]
    pub message: Message,
}

impl Reason {
    /// A reason with its English words, which are the message's.
    pub fn new(code: &'static str, emvs: Option<&'static str>, message: impl Into<Message>) -> Self {
        let message = message.into();
        Self { code, emvs, text: message.english(), message }
    }
}

/// The pack as printed, with the names behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackLine {
    /// GTIN-14.
    pub gtin: String,
    /// Lot.
    pub lot: String,
    /// Serial.
    pub serial: String,
    /// Expiry as printed (YYMMDD), if it is.
    pub expiry: Option<String>,
    /// The batch's expiry as the maker registered it: year, month, day; the end of the month where no day is given.
    pub maker_expiry: Option<String>,
    /// The product's registered name.
    pub product: Option<String>,
    /// The maker's registered name.
    pub maker: Option<String>,
    /// Who answers for the pack now. Not told to patients.
    pub holder: Option<String>,
}

/// On what the verdict rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Height of the finalised block.
    pub block: u32,
    /// Its hash.
    pub block_hash: String,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub chain_time: u64,
    /// How old that was, in seconds.
    pub age_seconds: u64,
    /// Whether every value was proven against the block's state root.
    pub state_proven: bool,
    /// Whether it was proven that the block is final.
    pub finality_proven: bool,
    /// Whether it is a development chain, whose blocks anybody can make.
    pub development_chain: bool,
    /// Whether it is from a snapshot; left out in JSON if it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// The pack's proven index in its batch.
    pub pack_index: Option<u32>,
}

/// A verdict, its reasons, the evidence and the next action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it comes to.
    pub verdict: Verdict,
    /// The word for it.
    pub headline: &'static str,
    /// Why, the deciding reason first.
    pub reasons: Vec<Reason>,
    /// What to do next, in English.
    pub next_action: &'static str,
    /// The same, for any language.
    #[serde(skip)]
    pub next: Sentence,
    /// For whom.
    pub role: Role,
    /// What was scanned.
    pub pack: PackLine,
    /// On what it rests; `None` if nothing could be read.
    pub evidence: Option<Evidence>,
    /// What became of asking an anomaly model; nothing if none was asked. Not told to patients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Modelled>,
}

impl Report {
    /// The same report with something else to do next.
    #[must_use]
    pub(crate) fn with_next(self, next: Sentence) -> Self {
        Self { next_action: next.english, next, ..self }
    }
}
