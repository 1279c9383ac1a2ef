//! What stands on the Medtrail chain, shared by the runtime and by every client.
//!
//! - [`participant`], [`batch`], [`pack`], [`custody`], [`compliance`], [`cold_chain`], [`model`]: the values in storage;
//! - [`record`]: what a client reads of them about one pack;
//! - [`keys`]: where they are stored, the public contract on which scanners base their proofs;
//! - [`call`]: the transactions, encoded as the runtime decodes them;
//! - [`refusal`]: every way the chain says no, with what to do next, and [`emvs`], the published codes for that.
//!
//! GTINs, GLNs and SSCCs are numbers here (leading zeros dropped); crate `gs1` checks and prints them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod batch;
pub mod call;
pub mod cold_chain;
pub mod compliance;
pub mod custody;
pub mod emvs;
pub mod keys;
pub mod model;
pub mod outcome;
pub mod pack;
pub mod participant;
pub mod record;
pub mod refusal;
pub mod validator;

pub use batch::{
    Batch, BatchKey, BatchStatus, LotNumber, Markets, Product, ProductData, ProductStatus, RangeRecall, RecallClass,
    Storage,
};
pub use custody::{Container, Documents, Holding, HoldingStatus, Line, Lines, Purpose, Shipment, Terms};
pub use outcome::Outcome;
pub use pack::{CHUNK_PACKS, PackChunk, PackSelection, PackState};
pub use participant::{Kind, Licence, Operator, Participant, Permissions, Position, Scope, Site, Status};
pub use record::{Block, HeldBy, HeldPack, PackRecord, Whereabouts};
pub use validator::ValidatorKeys;

/// A participant: manufacturer, wholesaler, pharmacy, regulator…
pub type ParticipantId = u32;

/// A shipment between two participants, numbered by the chain.
pub type ShipmentId = u64;

/// A pack's place in its batch: 0 to packs − 1, in packing order, so that a case or pallet is a range.
pub type PackIndex = u32;

/// An account: an sr25519 public key.
pub type AccountBytes = [u8; 32];

/// Text of at most `N` bytes of UTF-8.
pub type Text<const N: u32> = bounded_collections::BoundedVec<u8, bounded_collections::ConstU32<N>>;

/// The digest by which the ledger knows a document: BLAKE2b-256 of its bytes.
pub fn digest(document: &[u8]) -> [u8; 32] {
    sp_crypto_hashing::blake2_256(document)
}

/// Whether bytes may stand as a name: UTF-8, something to see, and nothing that moves a terminal's cursor or turns the
/// direction of reading.
pub fn is_name(bytes: &[u8]) -> bool {
    let turns =
        |letter: char| matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    core::str::from_utf8(bytes)
        .is_ok_and(|name| !name.trim().is_empty() && !name.chars().any(|letter| letter.is_control() || turns(letter)))
}

/// Index of pallet `Participants` in the runtime.
pub const PARTICIPANTS: u8 = 10;
/// Index of pallet `DrugBatch` in the runtime.
pub const DRUG_BATCH: u8 = 11;
/// Index of pallet `CustodyTransfer` in the runtime.
pub const CUSTODY_TRANSFER: u8 = 12;
/// Index of pallet `Compliance` in the runtime.
pub const COMPLIANCE: u8 = 13;
/// Index of pallet `ColdChain` in the runtime.
pub const COLD_CHAIN: u8 = 14;
/// Index of pallet `ModelRegistry` in the runtime.
pub const MODEL_REGISTRY: u8 = 15;
/// Index of pallet `Governance` in the runtime.
pub const GOVERNANCE: u8 = 16;
/// Index of the council in the runtime: `pallet-collective`.
pub const COUNCIL: u8 = 20;
