//! Checks, without trusting the node that answered, that a value stands (or does not stand) in a block's state.
//!
//! A node that serves a scanner may be broken, old or hostile. So every answer comes with the trie nodes that lead to
//! it, and this crate follows them down from the state root of a [`Header`] whose hash the caller knows:
//!
//! 1. [`Header::hash`] must be the hash of the finalised block;
//! 2. [`StateProof::new`] takes the trie nodes, within bounds;
//! 3. [`StateProof::value`] follows a key: present, proven absent, or an error. Never a guess.
//!
//! Which block is finalised is not checked here yet: the caller relies on the node for that.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod header;
mod state;

#[cfg(test)]
mod tests;

pub use header::Header;
pub use state::{MAX_BYTES, MAX_NODES, StateProof};

/// A BLAKE2b-256 hash.
pub type Hash = [u8; 32];

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// More nodes or bytes than any honest answer has.
    #[error("the proof is larger than an honest one")]
    TooLarge,
    /// The nodes do not lead from the state root to the key.
    #[error("the proof does not lead from the block's state root to the key")]
    Incomplete,
    /// The proven bytes are not what should stand at this key.
    #[error("the proven value cannot be read: the chain may be of another version")]
    Undecodable,
}
