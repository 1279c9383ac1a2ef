//! Talks to Medtrail nodes over plain Substrate JSON-RPC.
//!
//! - [`Trust`] is what a program believes to begin with: a checkpoint.
//! - [`Ledger::connect`] reaches a node and makes sure that it serves this chain, in a version this program knows.
//! - [`Ledger::finalized`] opens a [`View`] of the state at the last finalised block. That the block is final, and that the
//!   values read stand in its state, is proven before they are handed out.
//! - [`Nodes`] asks several nodes about a pack: the freshest proven answer wins, whoever lies is dropped.
//! - [`Ledger::snapshot`] reads all records that verdicts rest on; a [`SnapshotFile`] keeps them for times without a
//!   network.
//! - [`Ledger::submit`] signs an act, sends it and waits until it is final; refusals come back by name.
//!
//! A node is believed in one thing: what became of an act that was submitted. The next read proves it.

mod blocks;
mod cases;
mod checkpoint_file;
mod error;
mod fate;
mod finality;
mod ledger;
mod models;
mod nodes;
mod oversight;
mod pack;
mod registers;
mod rpc;
mod sentences;
mod signer;
mod sites;
mod snapshot;
mod snapshot_file;
mod stock;
mod submit;
pub mod time;
mod transaction;
mod trust;
mod view;

pub use blocks::{FinalBlock, clock};
pub use checkpoint_file::{CheckpointError, CheckpointFile, MAX_CHECKPOINT_AGE};
pub use error::LedgerError;
pub use fate::Fate;
pub use ledger::Ledger;
pub use models::{ActiveModel, MODEL_ROLES, MODEL_STAGES, PACK_SCAN};
pub use nodes::{Freshest, Liar, Nodes};
pub use pack::Proven;
pub use rpc::http_address;
pub use sentences::{every_refusal, every_sentence, refusal_as_told, refusal_message};
pub use signer::{Signer, SignerError, account_from_text, account_to_text};
pub use snapshot_file::{DifferenceFile, MAX_SNAPSHOT_FILE, SnapshotError, SnapshotFile};
pub use stock::Stock;
pub use submit::{Receipt, SignedAct};
pub use transaction::ChainId;
pub use trust::Trust;
pub use view::{Motion, View, Votes};

/// A BLAKE2b-256 hash.
pub type Hash = [u8; 32];
