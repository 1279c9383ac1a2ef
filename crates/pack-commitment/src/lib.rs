//! The commitment that a maker puts on chain for a batch, and the proofs that single packs belong to it.
//!
//! A batch of N packs is committed to by the root of a Merkle tree whose leaf `i` binds everything that is printed on
//! pack `i`: GTIN, lot, expiry and serial, blinded by a salt. Only root and N are public. The tree has the shape of
//! RFC 9162 (an odd node moves up unchanged); hashes are BLAKE2b-256, leaves and nodes apart by personalisation.
//!
//! ```
//! use pack_commitment::{Identity, commit, salt};
//!
//! let identity = Identity { gtin: 4_012_345_678_901, lot: "A1", expiry: 20_271_231 };
//! let secret = [7; 32];
//! let tree = commit(&identity, &secret, ["S1", "S2", "S3"])?;
//! let proof = tree.proof(1).expect("pack 1 exists");
//! let leaf = identity.leaf("S2", &salt(&secret, "S2")?)?;
//! assert!(proof.proves(&leaf, 3, &tree.root()));
//! # Ok::<(), pack_commitment::CommitmentError>(())
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod label;
mod leaf;
mod proof;
mod tree;

#[cfg(test)]
mod tests;

pub use label::{LabelMaterial, PARAMETER};
pub use leaf::{Identity, salt};
pub use proof::Proof;
pub use tree::{Tree, commit};

/// A BLAKE2b-256 hash.
pub type Hash = [u8; 32];

/// What blinds a leaf, so that nobody finds a serial by trying.
pub type Salt = [u8; 16];

/// Most packs under one root (as many as the chain lets a batch have).
pub const MAX_PACKS: u32 = 1 << 22;

/// Why something cannot be committed to, or label material cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitmentError {
    /// A lot or serial is empty or longer than 20 bytes.
    #[error("lots and serials have 1 to 20 characters")]
    BadText,
    /// No packs, or more than [`MAX_PACKS`].
    #[error("a batch has 1 to 4,194,304 packs")]
    BadCount,
    /// Label material is no base64url, or has a wrong length.
    #[error("the proof printed on the label cannot be read")]
    BadLabel,
}
