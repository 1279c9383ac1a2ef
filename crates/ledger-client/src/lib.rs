//! Talks to Medtrail nodes over plain Substrate JSON-RPC.
//!
//! - [`Ledger::connect`] reaches a node and makes sure that it serves this chain, in a version this program knows.
//! - [`Ledger::finalized`] opens a [`View`] of the state at the last finalised block. Whatever is read through it comes
//!   with a storage proof that is checked against that block's header before the value is handed out.
//! - [`Ledger::submit`] signs an act, sends it and waits until it is final; refusals come back by name.
//!
//! The node is trusted for one thing only: which block is the last finalised one.

mod error;
mod ledger;
mod pack;
mod rpc;
mod signer;
mod submit;
mod transaction;
mod view;

pub use error::LedgerError;
pub use ledger::Ledger;
pub use signer::{Signer, SignerError, account_from_text, account_to_text};
pub use submit::Receipt;
pub use transaction::ChainId;
pub use view::{Motion, View, Votes};

/// A BLAKE2b-256 hash.
pub type Hash = [u8; 32];
