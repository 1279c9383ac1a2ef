//! Products and their batches.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{ParticipantId, Text};

/// Most packs in one batch.
pub const MAX_PACKS: u32 = 1 << 22;

/// A lot number: 1 to 20 characters of GS1 set 82.
pub type LotNumber = Text<20>;

/// What names a batch: the product's GTIN and the lot printed on its packs.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct BatchKey {
    /// GTIN-14 as a number.
    pub gtin: u64,
    /// Lot as printed.
    pub lot: LotNumber,
}

impl BatchKey {
    /// A key from a GTIN number and a lot; `None` if the lot is longer than 20 bytes.
    pub fn new(gtin: u64, lot: &[u8]) -> Option<Self> {
        LotNumber::try_from(lot.to_vec()).ok().map(|lot| Self { gtin, lot })
    }
}

/// A medicine, stored under its GTIN.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Product {
    /// Who registered it and alone may make batches of it.
    pub maker: ParticipantId,
    /// Name, strength and form, UTF-8.
    pub name: Text<64>,
}

/// How dangerous a recalled batch is (EU and US classes alike).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum RecallClass {
    /// Life-threatening or a serious risk to health.
    #[codec(index = 0)]
    I,
    /// May cause illness, but is not class I.
    #[codec(index = 1)]
    II,
    /// Not a significant hazard.
    #[codec(index = 2)]
    III,
}

/// Where a batch is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum BatchStatus {
    /// Known, not yet certified for sale.
    #[codec(index = 0)]
    Registered,
    /// Certified for sale.
    #[codec(index = 1)]
    Released,
    /// Called back; never undone.
    #[codec(index = 2)]
    Recalled {
        /// How dangerous.
        class: RecallClass,
        /// Who recalled it: maker or regulator.
        by: ParticipantId,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
}

/// One batch, stored under its [`BatchKey`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Batch {
    /// Who made it.
    pub maker: ParticipantId,
    /// Expiry as year, month, day in decimal, such as 20271200 (day 00: to the end of the month).
    pub expiry: u32,
    /// How many packs; their indices are 0 to `packs` − 1.
    pub packs: u32,
    /// Root of the Merkle commitment over the packs, see crate `pack-commitment`.
    pub root: [u8; 32],
    /// Where it is in its life.
    pub status: BatchStatus,
    /// How many packs are in another state than active.
    pub inactive: u32,
}
