//! Sensor devices and what they say of shipments. Temperatures are hundredths of a degree Celsius.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{ParticipantId, ShipmentId, Storage};

/// A temperature in hundredths of a degree Celsius.
pub type CentiCelsius = i16;

/// A device, by its ed25519 public key.
pub type DeviceId = [u8; 32];

/// Most stretches of a log that are kept to compute a moving mean.
pub const MAX_SPANS: u32 = 64;

/// A temperature logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Device {
    /// Who answers for it.
    pub owner: ParticipantId,
    /// Until when its calibration holds, in seconds since 1970-01-01 UTC.
    pub calibrated_until: u64,
    /// The shipment that it travels with.
    pub attached: Option<ShipmentId>,
    /// The number of its next segment: each is taken once.
    pub next: u32,
}

/// A stretch of a device's log. The log itself stays with the device's owner; its digest does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Segment {
    /// Which device.
    pub device: DeviceId,
    /// Its number among the device's segments, from 0.
    pub number: u32,
    /// The shipment that it is about.
    pub shipment: ShipmentId,
    /// First second, since 1970-01-01 UTC.
    pub from: u64,
    /// First second after it.
    pub until: u64,
    /// How many readings.
    pub readings: u32,
    /// Lowest reading.
    pub min: CentiCelsius,
    /// Highest reading.
    pub max: CentiCelsius,
    /// Arithmetic mean.
    pub mean: CentiCelsius,
    /// Standard deviation.
    pub deviation: u16,
    /// Mean kinetic temperature (USP <1079.2>), see crate `mean-kinetic`.
    pub kinetic: CentiCelsius,
    /// BLAKE2b-256 of the readings.
    pub digest: [u8; 32],
}

impl Segment {
    /// Whether the figures can be true of any readings.
    pub fn is_plausible(&self) -> bool {
        let span = i32::from(self.max) - i32::from(self.min);
        self.from < self.until
            && self.readings > 0
            && self.min <= self.mean
            // The kinetic mean weighs warmth more, and rounding moves either by one.
            && i32::from(self.mean) <= i32::from(self.kinetic) + 1
            && self.kinetic <= self.max
            && self.mean <= self.max
            // Popoviciu: no deviation exceeds half the range.
            && i32::from(self.deviation) * 2 <= span + 2
            && self.min >= -27_315
    }

    /// What a device signs: the domain, the chain's first block, and the segment.
    pub fn message(&self, genesis: &[u8; 32]) -> alloc::vec::Vec<u8> {
        (b"medtrail-segment-1", genesis, self).encode()
    }
}

/// A stretch of time with its mean kinetic temperature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Span {
    /// First second, since 1970-01-01 UTC.
    pub from: u64,
    /// First second after it.
    pub until: u64,
    /// How many of these seconds a sensor saw.
    pub seen: u64,
    /// Mean kinetic temperature of those.
    pub kinetic: CentiCelsius,
}

/// What the sensors said of one shipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Log {
    /// How many segments.
    pub segments: u32,
    /// Lowest reading.
    pub min: CentiCelsius,
    /// Highest reading.
    pub max: CentiCelsius,
    /// How many seconds between segments no sensor saw.
    pub unobserved: u64,
    /// The last of it, long enough for every moving mean.
    pub spans: BoundedVec<Span, ConstU32<MAX_SPANS>>,
    /// What went wrong first.
    pub breach: Option<Breach>,
}

/// Goods were too warm or too cold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Breach {
    /// For goods of this kind.
    pub storage: Storage,
    /// In which way.
    pub kind: BreachKind,
    /// How warm: the reading, or the mean.
    pub value: CentiCelsius,
    /// In the segment that ended then, in seconds since 1970-01-01 UTC.
    pub at: u64,
}

/// In which way goods were too warm or too cold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum BreachKind {
    /// A reading below the lowest that is tolerated.
    #[codec(index = 0)]
    TooCold,
    /// A reading above the highest that is tolerated.
    #[codec(index = 1)]
    TooWarm,
    /// The moving mean kinetic temperature above its limit.
    #[codec(index = 2)]
    Mean,
}
