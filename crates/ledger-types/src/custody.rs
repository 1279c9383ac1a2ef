//! Who holds which packs.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{BatchKey, PackIndex, ParticipantId, ShipmentId};

/// Most lines in one shipment.
pub const MAX_LINES: u32 = 64;

/// Packs `start` to the key's end (exclusive) of one batch, all with one holder. Stored under
/// (batch, end as four big-endian bytes): the first key after pack `i` in trie order is the holding of pack `i`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Holding {
    /// First pack.
    pub start: PackIndex,
    /// Who answers for the packs: while in transit, still the sender.
    pub holder: ParticipantId,
    /// At rest or on the way.
    pub status: HoldingStatus,
    /// Who supplied them to the holder: a saleable return goes there and nowhere else. `None` with the maker, and after a
    /// return.
    pub supplier: Option<ParticipantId>,
    /// The shipment in which their temperature was outside the product's limits, until the maker has assessed that.
    pub breached: Option<ShipmentId>,
}

/// Whether held packs are at rest or on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum HoldingStatus {
    /// With the holder.
    #[codec(index = 0)]
    Held,
    /// Dispatched in this shipment and not yet received.
    #[codec(index = 1)]
    InTransit(ShipmentId),
}

/// Packs `start` to `end` (exclusive) of one batch.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Line {
    /// The batch.
    pub batch: BatchKey,
    /// First pack.
    pub start: PackIndex,
    /// One past the last pack.
    pub end: PackIndex,
}

/// The lines of a shipment, or of an act upon one.
pub type Lines = BoundedVec<Line, ConstU32<MAX_LINES>>;

/// An open shipment; removed once every line is received, rejected or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Shipment {
    /// Who dispatched it.
    pub from: ParticipantId,
    /// Who may receive it.
    pub to: ParticipantId,
    /// When it was dispatched, in seconds since 1970-01-01 UTC.
    pub dispatched_at: u64,
    /// Why it is on the way.
    pub purpose: Purpose,
    /// In a drop shipment: who sold the goods, that never had them in hand.
    pub sold_by: Option<ParticipantId>,
    /// Who carries them, if not the sender.
    pub carrier: Option<ParticipantId>,
    /// The pallet's or case's Serial Shipping Container Code, where one is used.
    pub sscc: Option<u64>,
    /// What the law has the sender hand over with them.
    pub documents: Option<Documents>,
    /// Whether the sender added to it after the dispatch.
    pub extended: bool,
    /// What is still on the way.
    pub outstanding: Lines,
}

/// Why goods are on the way.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Purpose {
    /// To be sold, dispensed or used.
    #[default]
    #[codec(index = 0)]
    Supply,
    /// Back to the very participant that supplied these packs, fit to be sold again.
    #[codec(index = 1)]
    SaleableReturn,
    /// Recalled, withdrawn or expired goods, on their way to the maker or to destruction.
    #[codec(index = 2)]
    Disposal,
}

/// What a seller hands over with goods, by digest (BLAKE2b-256 of the document's bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Documents {
    /// The transaction information: product, lot, packs, date, both parties.
    pub information: [u8; 32],
    /// The transaction statement with its seven assertions.
    pub statement: [u8; 32],
}

/// What a dispatch says beside receiver and packs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Terms {
    /// Why.
    pub purpose: Purpose,
    /// In a drop shipment: who sold the goods.
    pub sold_by: Option<ParticipantId>,
    /// Who carries them, if not the sender.
    pub carrier: Option<ParticipantId>,
    /// The case's or pallet's SSCC, where one is used. If it is one that the sender packed on chain, the lines must be its
    /// contents.
    pub sscc: Option<u64>,
    /// Transaction information and statement. Needed where a party is in the United States (21 U.S.C. 360eee-1).
    pub documents: Option<Documents>,
}

/// Most containers packed into one other.
pub const MAX_CHILDREN: u32 = 64;

/// Most lines in one container, those in its children included.
pub const MAX_PACKED_LINES: usize = 256;

/// A case or pallet, stored under its SSCC: packs, or containers that hold packs. Whoever holds what is in it may unpack
/// it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Container {
    /// Who packed it.
    pub packer: ParticipantId,
    /// Packs that are directly in it.
    pub lines: Lines,
    /// Containers in it, which contain packs only.
    pub children: BoundedVec<u64, ConstU32<MAX_CHILDREN>>,
    /// The container that it is in.
    pub parent: Option<u64>,
}

/// Why a receiver refuses goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum RejectReason {
    /// Not in the delivery.
    #[codec(index = 0)]
    Missing,
    /// Arrived damaged.
    #[codec(index = 1)]
    Damaged,
    /// Not what was ordered.
    #[codec(index = 2)]
    NotOrdered,
    /// Doubts about the goods.
    #[codec(index = 3)]
    Suspect,
    /// Their temperature was outside the product's limits.
    #[codec(index = 4)]
    ColdChain,
}
