//! Who takes part, and what they are licensed to do.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{ParticipantId, Text};

/// What a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Kind {
    /// Makes medicines: registers products and batches, releases, recalls.
    #[codec(index = 0)]
    Manufacturer,
    /// Buys and sells between others.
    #[codec(index = 1)]
    Wholesaler,
    /// Hands packs to patients: pharmacy or hospital.
    #[codec(index = 2)]
    Dispenser,
    /// Grants licences, recalls, inspects.
    #[codec(index = 3)]
    Regulator,
}

/// Whether a participant may act at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Status {
    /// May act.
    #[codec(index = 0)]
    Active,
    /// Stopped by a regulator until reinstated.
    #[codec(index = 1)]
    Suspended,
}

/// Authority to trade. Never removed by time: whoever reads it compares the period with the clock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Licence {
    /// The number on the regulator's document.
    pub number: Text<32>,
    /// First second of validity, since 1970-01-01 UTC.
    pub valid_from: u64,
    /// First second after validity.
    pub valid_until: u64,
}

impl Licence {
    /// Whether it covers the moment `now`, in seconds since 1970-01-01 UTC.
    pub fn covers(&self, now: u64) -> bool {
        (self.valid_from..self.valid_until).contains(&now)
    }
}

/// One participant, as stored under its [`ParticipantId`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Participant {
    /// What it is.
    pub kind: Kind,
    /// Whether it may act.
    pub status: Status,
    /// Global Location Number.
    pub gln: u64,
    /// Country of establishment, ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    /// Trading name, UTF-8.
    pub name: Text<64>,
    /// Authority to trade; regulators need none.
    pub licence: Option<Licence>,
}

impl Participant {
    /// Whether it may trade at `now`: active, and licensed unless it is a regulator.
    pub fn may_trade(&self, now: u64) -> bool {
        let licensed = self.kind == Kind::Regulator || self.licence.as_ref().is_some_and(|licence| licence.covers(now));
        self.status == Status::Active && licensed
    }
}

/// What an account may do for its participant: a set of bits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Permissions(pub u16);

impl Permissions {
    /// Appoint and remove operators.
    pub const MANAGE: Self = Self(1);
    /// Register products and batches.
    pub const REGISTER: Self = Self(1 << 1);
    /// Release batches, as the qualified person.
    pub const RELEASE: Self = Self(1 << 2);
    /// Dispatch and cancel shipments.
    pub const SHIP: Self = Self(1 << 3);
    /// Receive and reject shipments.
    pub const RECEIVE: Self = Self(1 << 4);
    /// Dispense packs.
    pub const DISPENSE: Self = Self(1 << 5);
    /// Recall batches.
    pub const RECALL: Self = Self(1 << 6);
    /// Grant licences, suspend and reinstate; for regulators.
    pub const LICENSE: Self = Self(1 << 7);
    /// Everything.
    pub const ALL: Self = Self(0xff);

    /// Whether every bit of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// An account that acts for a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Operator {
    /// For whom.
    pub participant: ParticipantId,
    /// What it may do.
    pub permissions: Permissions,
}
