//! Checkpoints as files: what a regulator or a vendor gives to those who scan.

use chain_proof::{AuthoritySet, Checkpoint};
use codec::Encode;
use serde::{Deserialize, Serialize};
use sp_core::{Pair, ed25519};

use crate::{Hash, Trust, rpc};

/// The oldest checkpoint that is accepted, in seconds. Keys of finalisers who left long ago may have leaked: with them,
/// another past could be signed.
pub const MAX_CHECKPOINT_AGE: u64 = 180 * 86_400;
/// How far a checkpoint may be ahead of the clock, in seconds.
const MAX_AHEAD: u64 = 86_400;
/// What a publisher's signature is for.
const PURPOSE: &[u8] = b"medtrail/checkpoint/1";
/// The version of the format.
const FORMAT: u32 = 1;

/// A checkpoint, when it was made, and who vouches for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointFile {
    /// The checkpoint; genesis and hash are always known.
    pub checkpoint: Checkpoint,
    /// The chain's clock at its block, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// Whether it was made of a development chain, whose blocks anybody can make.
    pub development: bool,
    /// The ed25519 key of whoever publishes it, and their signature.
    pub signature: Option<(Hash, [u8; 64])>,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is no checkpoint.
    #[error("this is no checkpoint of a Medtrail chain")]
    Unreadable,
    /// It is signed, but the signature is wrong.
    #[error("the signature on the checkpoint is wrong")]
    BadSignature,
    /// Another publisher was asked for.
    #[error("the checkpoint is not signed by the publisher that was named")]
    OtherPublisher,
    /// It is too old to be followed safely, or from the future.
    #[error("the checkpoint is older than half a year, or from the future")]
    TooOld,
    /// The key is no secret phrase.
    #[error("the publisher's key is no secret phrase")]
    BadKey,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    medtrail_checkpoint: u32,
    genesis: String,
    number: u32,
    hash: String,
    time: u64,
    set: u64,
    finalisers: Vec<(String, u64)>,
    #[serde(default)]
    development: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

impl CheckpointFile {
    /// Reads a file, and checks the signature if it has one.
    ///
    /// # Errors
    /// [`CheckpointError::Unreadable`], [`CheckpointError::BadSignature`].
    pub fn from_json(text: &str) -> Result<Self, CheckpointError> {
        let written: Written = serde_json::from_str(text).map_err(|_| CheckpointError::Unreadable)?;
        if written.medtrail_checkpoint != FORMAT {
            return Err(CheckpointError::Unreadable);
        }
        let hash = |text: &str| rpc::hash(text).map_err(|_| CheckpointError::Unreadable);
        let keys = written.finalisers.iter().map(|(key, weight)| Ok((hash(key)?, *weight)));
        let set = AuthoritySet::new(written.set, keys.collect::<Result<_, _>>()?);
        let checkpoint = Checkpoint {
            genesis: Some(hash(&written.genesis)?),
            number: written.number,
            hash: Some(hash(&written.hash)?),
            set: set.map_err(|_| CheckpointError::Unreadable)?,
        };
        let signature = match (&written.publisher, &written.signature) {
            (Some(publisher), Some(signature)) => {
                let bytes = rpc::bytes(signature).ok().and_then(|bytes| bytes.try_into().ok());
                Some((hash(publisher)?, bytes.ok_or(CheckpointError::Unreadable)?))
            }
            (None, None) => None,
            _ => return Err(CheckpointError::Unreadable),
        };
        let file = Self { checkpoint, time: written.time, development: written.development, signature };
        if let Some((publisher, signature)) = file.signature {
            let (key, signature) = (ed25519::Public::from_raw(publisher), ed25519::Signature::from_raw(signature));
            if !ed25519::Pair::verify(&signature, file.message(), &key) {
                return Err(CheckpointError::BadSignature);
            }
        }
        Ok(file)
    }

    /// As a file.
    pub fn to_json(&self) -> String {
        let text = |hash: &Option<Hash>| rpc::text(hash.unwrap_or_default());
        let set = &self.checkpoint.set;
        let written = Written {
            medtrail_checkpoint: FORMAT,
            genesis: text(&self.checkpoint.genesis),
            number: self.checkpoint.number,
            hash: text(&self.checkpoint.hash),
            time: self.time,
            set: set.id(),
            finalisers: set.authorities().iter().map(|(key, weight)| (rpc::text(key), *weight)).collect(),
            development: self.development,
            publisher: self.signature.map(|(publisher, _)| rpc::text(publisher)),
            signature: self.signature.map(|(_, signature)| rpc::text(signature)),
        };
        serde_json::to_string_pretty(&written).unwrap_or_default()
    }

    /// Signs it with the ed25519 key of a secret phrase. Publishers do not work in browsers.
    ///
    /// # Errors
    /// [`CheckpointError::BadKey`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn sign(&mut self, secret: &str) -> Result<(), CheckpointError> {
        let pair = ed25519::Pair::from_string(secret.trim(), None).map_err(|_| CheckpointError::BadKey)?;
        self.signature = Some((pair.public().0, pair.sign(&self.message()).0));
        Ok(())
    }

    /// What to believe, if it may be relied on.
    ///
    /// # Errors
    /// [`CheckpointError::OtherPublisher`], [`CheckpointError::TooOld`].
    pub fn accept(&self, publisher: Option<Hash>, now: u64) -> Result<Trust, CheckpointError> {
        if publisher.is_some_and(|asked| self.signature.is_none_or(|(signed, _)| signed != asked)) {
            return Err(CheckpointError::OtherPublisher);
        }
        // One from the future would never grow too old.
        if now.saturating_sub(self.time) > MAX_CHECKPOINT_AGE || self.time.saturating_sub(now) > MAX_AHEAD {
            return Err(CheckpointError::TooOld);
        }
        Ok(Trust::pinned(self.checkpoint.clone()).in_development(self.development))
    }

    fn message(&self) -> Vec<u8> {
        [PURPOSE, &(&self.checkpoint, self.time, self.development).encode()].concat()
    }
}

impl CheckpointError {
    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "no-checkpoint",
            Self::BadSignature => "bad-signature",
            Self::OtherPublisher => "other-publisher",
            Self::TooOld => "checkpoint-too-old",
            Self::BadKey => "bad-key",
        }
    }

    /// What to do next.
    pub fn next_step(self) -> &'static str {
        match self {
            Self::Unreadable => "Give a file that `medtrail checkpoint` made.",
            Self::BadSignature | Self::OtherPublisher => {
                "Do not use it. Get the checkpoint again from whoever publishes it for this chain."
            }
            Self::TooOld => "Get a newer checkpoint from whoever publishes it for this chain.",
            Self::BadKey => "Give a file with a secret phrase.",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn file() -> CheckpointFile {
        let set = AuthoritySet::new(3, vec![([1; 32], 1), ([2; 32], 1)]).unwrap();
        let checkpoint = Checkpoint { genesis: Some([7; 32]), number: 90, hash: Some([8; 32]), set };
        CheckpointFile { checkpoint, time: 1_800_000_000, development: false, signature: None }
    }

    #[test]
    fn a_checkpoint_survives_being_written_with_and_without_a_signature() {
        let mut file = file();
        assert_eq!(CheckpointFile::from_json(&file.to_json()), Ok(file.clone()));
        file.sign("//Publisher").unwrap();
        assert_eq!(CheckpointFile::from_json(&file.to_json()), Ok(file));
    }

    #[test]
    fn no_part_of_a_signed_checkpoint_can_be_changed() {
        let mut signed = file();
        signed.sign("//Publisher").unwrap();
        let (number, hash) = (signed.checkpoint.number + 1, Some([9; 32]));
        let other_set = AuthoritySet::new(4, signed.checkpoint.set.authorities().to_vec()).unwrap();
        let changed = [
            Checkpoint { genesis: hash, ..signed.checkpoint.clone() },
            Checkpoint { number, ..signed.checkpoint.clone() },
            Checkpoint { hash, ..signed.checkpoint.clone() },
            Checkpoint { set: other_set, ..signed.checkpoint.clone() },
        ];
        let mut files: Vec<_> =
            changed.into_iter().map(|checkpoint| CheckpointFile { checkpoint, ..signed.clone() }).collect();
        files.push(CheckpointFile { time: signed.time + 1, ..signed.clone() });
        files.push(CheckpointFile { development: true, ..signed });
        for file in files {
            assert_eq!(CheckpointFile::from_json(&file.to_json()), Err(CheckpointError::BadSignature));
        }
    }

    #[test]
    fn only_the_named_publishers_recent_checkpoint_is_accepted() {
        let mut file = file();
        let now = file.time + MAX_CHECKPOINT_AGE;
        assert!(file.accept(None, now).is_ok());
        assert_eq!(file.accept(None, now + 1).err(), Some(CheckpointError::TooOld));
        assert_eq!(file.accept(None, file.time - 2 * 86_400).err(), Some(CheckpointError::TooOld), "from the future");
        assert_eq!(file.accept(Some([1; 32]), now).err(), Some(CheckpointError::OtherPublisher), "not signed at all");
        file.sign("//Publisher").unwrap();
        let (publisher, _) = file.signature.unwrap();
        assert!(file.accept(Some(publisher), now).is_ok());
        assert_eq!(file.accept(Some([1; 32]), now).err(), Some(CheckpointError::OtherPublisher));
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let half = file().to_json().replace("\"set\": 3,", "\"set\": 3, \"publisher\": \"0x00\",");
        let later = file().to_json().replace("_checkpoint\": 1", "_checkpoint\": 2");
        for text in ["", "{}", "[1]", &half, &later] {
            assert_eq!(CheckpointFile::from_json(text), Err(CheckpointError::Unreadable), "{text}");
        }
    }
}
