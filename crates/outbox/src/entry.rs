//! One act in a queue, and what became of it.

use ledger_client::refusal_as_told;
use ledger_types::{AccountBytes, Block};
use serde::{Deserialize, Serialize};
use verdict::Message;

use crate::{
    Act, OutboxError,
    said::Said,
    sentences,
    text::{self, MAX_TOLD, MAX_WORDS},
    words::Words,
};

/// An act's number in its queue: 1, 2, 3… in the order in which acts were made; never used twice.
pub type EntryId = u64;

/// An act in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// The act.
    #[serde(flatten)]
    pub made: Made,
    /// What became of it.
    pub state: State,
}

/// An act as it was done offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What is to be done.
    pub act: Act,
    /// What a person reads about it: product, lot and serial, or shipment.
    pub told: String,
    /// When it was done, by the device's clock, in seconds since 1970-01-01 UTC.
    pub made_at: u64,
    /// The account that did it, and alone signs it.
    #[serde(with = "text::hex")]
    pub made_by: AccountBytes,
}

/// What became of an act. Only acts that are waiting or sent still settle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing was sent, or what was sent is known never to happen.
    Waiting,
    /// It was signed and may have been sent. Nothing else is signed for it before its fate is known.
    Sent(Signed),
    /// It took effect.
    Done(Final),
    /// It did not and will not take effect by itself: a person has to look at it.
    Conflict(Conflict),
    /// A person took it out of the queue.
    GivenUp(GivenUp),
}

/// A signed act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The transaction's bytes.
    #[serde(with = "text::hex")]
    pub extrinsic: Vec<u8>,
    /// Its number among the acts of its key.
    pub nonce: u32,
    /// The final block after which it was signed.
    pub birth: Final,
}

/// A final block, in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Final {
    /// Height.
    pub number: u32,
    /// Hash.
    #[serde(with = "text::hex")]
    pub hash: [u8; 32],
}

/// Why an act did not take effect, as the chain tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The name that programs rely on: that of the chain's refusal, `unknown-batch`, `unknown-serial`,
    /// `expiry-mismatch`, `outcome-unknown` or `queue-damaged`.
    pub code: String,
    /// What happened, in words.
    pub text: String,
    /// What to do next.
    pub next_step: String,
    /// Where this was seen; `None` if it has to do with the file, not with the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// The same for any language; none in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// The final block in which a conflict was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Height.
    pub block: u32,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

/// That a person took an act out of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenUp {
    /// Why.
    pub reason: String,
    /// When, by the device's clock, in seconds since 1970-01-01 UTC.
    pub at: u64,
    /// The conflict in which it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
}

impl From<Block> for Final {
    fn from(Block { number, hash }: Block) -> Self {
        Self { number, hash }
    }
}

impl From<Final> for Block {
    fn from(Final { number, hash }: Final) -> Self {
        Self { number, hash }
    }
}

impl State {
    /// The name that programs rely on.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent(_) => "sent",
            Self::Done(_) => "done",
            Self::Conflict(_) => "conflict",
            Self::GivenUp(_) => "given-up",
        }
    }

    /// Whether it still settles.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Sent(_))
    }

    pub(crate) fn ensure_showable(&self) -> Result<(), OutboxError> {
        match self {
            Self::Conflict(conflict) => conflict.ensure_showable(),
            Self::GivenUp(given_up) => {
                text::ensure(&given_up.reason, MAX_TOLD)?;
                given_up.conflict.as_ref().map_or(Ok(()), Conflict::ensure_showable)
            }
            Self::Waiting | Self::Sent(_) | Self::Done(_) => Ok(()),
        }
    }
}

impl Conflict {
    /// A conflict with these words, cut to what can be shown.
    pub fn new(code: &str, what: impl Into<Message>, next: impl Into<Message>, seen: Option<Seen>) -> Self {
        Self::told(code, &Words::new(what, next), seen)
    }

    pub(crate) fn told(code: &str, words: &Words, seen: Option<Seen>) -> Self {
        Self {
            code: text::showable(code, MAX_TOLD),
            text: text::showable(&words.what.words(), MAX_WORDS),
            next_step: text::showable(&words.next.words(), MAX_WORDS),
            seen,
            said: Some(words.into()),
        }
    }

    /// What happened and what to do next, for any language. What an earlier version wrote down is told as its code is, with
    /// less than the English words say.
    pub fn message(&self) -> Message {
        let said = self.said.as_ref().and_then(Said::message);
        said.or_else(|| sentences::of_code(&self.code))
            .unwrap_or_else(|| refusal_as_told(&self.code, format!("{} {}", self.text, self.next_step)))
    }

    fn ensure_showable(&self) -> Result<(), OutboxError> {
        text::ensure(&self.code, MAX_TOLD)?;
        text::ensure(&self.text, MAX_WORDS)?;
        text::ensure(&self.next_step, MAX_WORDS)?;
        self.said.as_ref().map_or(Ok(()), Said::ensure_showable)
    }
}
