//! Block headers.

use alloc::vec::Vec;

use codec::{Compact, Encode};
use sp_crypto_hashing::blake2_256;

use crate::Hash;

/// A block's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Hash of the block before.
    pub parent: Hash,
    /// Height.
    pub number: u32,
    /// Root of the state after the block.
    pub state_root: Hash,
    /// Root of the block's transactions.
    pub extrinsics_root: Hash,
    /// Digest items, each in SCALE.
    pub digest: Vec<Vec<u8>>,
}

impl Header {
    /// The block's hash: BLAKE2b-256 of the header in SCALE.
    pub fn hash(&self) -> Hash {
        let mut bytes = Vec::new();
        self.parent.encode_to(&mut bytes);
        Compact(self.number).encode_to(&mut bytes);
        self.state_root.encode_to(&mut bytes);
        self.extrinsics_root.encode_to(&mut bytes);
        Compact(self.digest.len() as u32).encode_to(&mut bytes);
        for item in &self.digest {
            bytes.extend(item);
        }
        blake2_256(&bytes)
    }
}
