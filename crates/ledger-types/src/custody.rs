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
    /// The pallet's or case's Serial Shipping Container Code, where one is used.
    pub sscc: Option<u64>,
    /// What is still on the way.
    pub outstanding: Lines,
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
}
