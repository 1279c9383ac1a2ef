//! Chains for tests and measurements: any records in the trie of a block, which keys that everybody knows finalise.
//! What nodes need minutes for takes milliseconds here.
//!
//! [`Chain`] is blocks, votes and changes of finalisers; [`World`] puts a maker, pharmacies and packs on one; a [`Node`] answers
//! for it over HTTP.

#![allow(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod chain;
mod node;
mod world;

pub use chain::{Chain, GENESIS, Sealed};
pub use node::{Effect, Node};
pub use world::{GTIN, MAKER, PHARMACY, WHOLESALER, World};
