//! Products and their batches.

use core::ops::Range;

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{PackIndex, ParticipantId, Text};

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

/// Most countries for which one product is authorised.
pub const MAX_MARKETS: u32 = 64;
/// Most ranges of one batch that are recalled without the rest of it.
pub const MAX_RANGE_RECALLS: u32 = 16;

/// Countries, ISO 3166-1 alpha-2, in ascending order.
pub type Markets = BoundedVec<[u8; 2], ConstU32<MAX_MARKETS>>;

/// What a maker says of a medicine.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ProductData {
    /// Name, strength and form, UTF-8.
    pub name: Text<64>,
    /// Where it is authorised: the countries in which it may be dispensed.
    pub markets: Markets,
    /// How it has to be kept.
    pub storage: Storage,
    /// Number of the marketing authorisation, UTF-8.
    pub authorisation: Text<32>,
}

/// A medicine, stored under its GTIN.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Product {
    /// Who registered it and alone may make batches of it.
    pub maker: ParticipantId,
    /// What the maker says of it.
    pub data: ProductData,
    /// Whether it is on the market.
    pub status: ProductStatus,
}

/// How goods have to be kept. The windows and rules are those of pallet cold-chain.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Storage {
    /// No special conditions.
    #[default]
    #[codec(index = 0)]
    Ambient,
    /// 2 to 8 °C.
    #[codec(index = 1)]
    Refrigerated,
    /// 20 to 25 °C, controlled room temperature.
    #[codec(index = 2)]
    ControlledRoom,
}

/// Whether a product is on the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ProductStatus {
    /// It is.
    #[codec(index = 0)]
    Marketed,
    /// Taken off the market, without danger to those who have it.
    #[codec(index = 1)]
    Withdrawn {
        /// By its maker or a regulator.
        by: ParticipantId,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
    /// Every batch is called back; never undone.
    #[codec(index = 2)]
    Recalled {
        /// How dangerous.
        class: RecallClass,
        /// By its maker or a regulator.
        by: ParticipantId,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
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
    /// Taken off the market, without danger to those who have it.
    #[codec(index = 3)]
    Withdrawn {
        /// Who: maker or regulator.
        by: ParticipantId,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
}

/// Packs of a batch that are called back without the rest of it; never undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RangeRecall {
    /// First pack.
    pub start: PackIndex,
    /// One past the last pack.
    pub end: PackIndex,
    /// How dangerous.
    pub class: RecallClass,
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
    /// How many of its chunks of pack states hold a pack that is not active.
    pub changed_chunks: u32,
    /// BLAKE2b-256 of the quality-test certificate on which its release rests.
    pub certificate: Option<[u8; 32]>,
    /// Packs that are called back without the rest.
    pub recalls: BoundedVec<RangeRecall, ConstU32<MAX_RANGE_RECALLS>>,
}

impl Batch {
    /// The gravest recall of any of these packs by range; recalls of the batch or the product come on top.
    pub fn range_recall(&self, packs: &Range<PackIndex>) -> Option<RecallClass> {
        let touched = self.recalls.iter().filter(|recall| recall.start < packs.end && packs.start < recall.end);
        touched.map(|recall| recall.class).min_by_key(|class| *class as u8)
    }
}
