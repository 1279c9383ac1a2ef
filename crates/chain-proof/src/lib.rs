//! Checks, without trusting whoever answered, what a chain says about a pack.
//!
//! A node that serves a scanner may be broken, old or hostile. So every answer comes with what shows it to be true, and
//! this crate follows it from a [`Checkpoint`] that the scanner trusts down to the single value:
//!
//! 1. [`Checkpoint::follow`]: the finalisers of the checkpoint voted for a block that names new ones;
//! 2. [`Checkpoint::advance`]: more than two thirds of the present ones voted for the block that is read, or one after it;
//! 3. [`StateProof`]: trie nodes lead from the block's state root to each value, present or absent;
//! 4. [`Question::read`]: what the values say about one pack.
//!
//! [`Evidence`] is all of it in one piece, [`Snapshot`] the same about all packs at once, for scanners without a
//! network. That a serial belongs to the batch is shown by `pack_commitment::Proof`, under the root in the batch's
//! record.
//!
//! No input makes it panic; its work and memory are bounded by the constants `MAX_…`. It needs neither `std` nor
//! Substrate's host functions, and gives the same results in WebAssembly.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod checkpoint;
mod difference;
mod evidence;
mod finality;
mod header;
mod nodes;
mod pack;
mod snapshot;
mod state;

#[cfg(test)]
mod tests;

pub use checkpoint::{Checkpoint, Finality, Handover, MAX_HANDOVERS, MAX_LINKS};
pub use difference::SnapshotDifference;
pub use evidence::{Evidence, MAX_EVIDENCE};
pub use finality::{AuthoritySet, Justification, MAX_AUTHORITIES, MAX_JUSTIFICATION, Vote};
pub use header::Header;
pub use nodes::PackedNodes;
pub use pack::{Answer, Question};
pub use snapshot::{
    MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_NODES, MAX_SNAPSHOT_VISITS, Snapshot, SnapshotCounts, SnapshotState,
};
pub use state::{Entry, MAX_BLOCK_BYTES, MAX_BYTES, MAX_NODES, StateProof};

/// A BLAKE2b-256 hash, or an ed25519 key.
pub type Hash = [u8; 32];

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// More of something than any honest answer has.
    #[error("the proof is larger than an honest one")]
    TooLarge,
    /// The trie nodes do not lead from the state root to the key.
    #[error("the proof does not lead from the block's state root to the key")]
    Incomplete,
    /// The proven bytes are not what should stand at this key.
    #[error("the proven value cannot be read: the chain may be of another version")]
    Undecodable,
    /// The records are not where the node said.
    #[error("the records about the pack are not where the node said")]
    Misplaced,
    /// Votes, headers or their order contradict each other.
    #[error("the votes for the block contradict themselves")]
    BadJustification,
    /// The votes are not those of the set that finalises blocks there, or too few.
    #[error("the block is not finalised by those who may")]
    NotBySet,
    /// A set of finalisers that cannot be one.
    #[error("the set of finalisers is no valid one")]
    BadSet,
    /// A change of finalisers of a kind that this chain never makes.
    #[error("the chain changed its finalisers in a way that this program does not know")]
    UnknownChange,
    /// A block that should name new finalisers does not.
    #[error("the block changes no finalisers")]
    NoChange,
    /// The block comes before the one that is known to be final.
    #[error("the block is older than one that is known to be final")]
    Older,
    /// Two different blocks of one height are final: finalisers broke the rules.
    #[error("another block of the same height was finalised too: the chain is split")]
    Fork,
    /// The state is of another chain than the checkpoint.
    #[error("the block is of another chain")]
    OtherChain,
    /// A difference that does not begin at the snapshot it is applied to.
    #[error("the difference begins at another snapshot")]
    OtherBase,
}
