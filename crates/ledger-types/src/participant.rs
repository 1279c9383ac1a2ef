//! Who takes part, and what they are licensed to do.

use bounded_collections::{BoundedVec, ConstU32};
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
    /// Puts others' medicines into new packs.
    #[codec(index = 4)]
    Repackager,
    /// Brings medicines from one market into another, in packs of its own.
    #[codec(index = 5)]
    ParallelImporter,
    /// Carries goods that stay others', such as a logistics provider.
    #[codec(index = 6)]
    Carrier,
    /// Tests medicines.
    #[codec(index = 7)]
    Laboratory,
}

impl Kind {
    /// Whether it brings packs of its own into the world: registers products and batches.
    pub fn makes_packs(self) -> bool {
        matches!(self, Self::Manufacturer | Self::Repackager | Self::ParallelImporter)
    }

    /// Whether packs may be shipped to it. Regulators and carriers hold nothing.
    pub fn may_hold(self) -> bool {
        !matches!(self, Self::Regulator | Self::Carrier)
    }
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
    /// Struck off by the council, for good.
    #[codec(index = 2)]
    Revoked,
}

/// Most licences of one participant.
pub const MAX_LICENCES: u32 = 8;

/// What a licence allows: a set of bits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Scope(pub u16);

impl Scope {
    /// Make, repackage or import: register and release batches, ship one's own.
    pub const MAKE: Self = Self(1);
    /// Sell to other participants.
    pub const DISTRIBUTE: Self = Self(1 << 1);
    /// Hand packs to patients.
    pub const DISPENSE: Self = Self(1 << 2);
    /// Carry goods.
    pub const TRANSPORT: Self = Self(1 << 3);
    /// Test samples.
    pub const TEST: Self = Self(1 << 4);
    /// Everything.
    pub const ALL: Self = Self(0x1f);

    /// What a licence usually allows to a participant of this kind.
    pub fn usual(kind: Kind) -> Self {
        match kind {
            Kind::Manufacturer | Kind::Repackager | Kind::ParallelImporter => Self(Self::MAKE.0 | Self::DISTRIBUTE.0),
            Kind::Wholesaler => Self::DISTRIBUTE,
            Kind::Dispenser => Self::DISPENSE,
            Kind::Carrier => Self::TRANSPORT,
            Kind::Laboratory => Self::TEST,
            Kind::Regulator => Self(0),
        }
    }

    /// What a participant of this kind must be licensed for to be supplied.
    pub fn to_be_supplied(kind: Kind) -> Self {
        match kind {
            Kind::Manufacturer | Kind::Repackager | Kind::ParallelImporter => Self::MAKE,
            other => Self::usual(other),
        }
    }

    /// Whether it allows anything, and nothing that is not known.
    pub fn is_valid(self) -> bool {
        self.0 != 0 && self.0 & !Self::ALL.0 == 0
    }

    /// Whether every bit of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Authority to trade, within a scope. Never removed by time: whoever reads it compares the period with the clock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Licence {
    /// The number on the regulator's document.
    pub number: Text<32>,
    /// What it allows.
    pub scope: Scope,
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
    pub licences: Licences,
    /// How often the council gave it new keys: operators of an earlier time no longer act for it.
    pub epoch: u32,
}

/// The licences of one participant, each with another number.
pub type Licences = BoundedVec<Licence, ConstU32<MAX_LICENCES>>;

impl Participant {
    /// Whether it may trade at `now`: active, and licensed unless it is a regulator.
    pub fn may_trade(&self, now: u64) -> bool {
        self.may(Scope::default(), now)
    }

    /// Whether it may do, at `now`, what needs this scope: active, and with a valid licence that allows it. Regulators
    /// need no licence, and have no scope.
    pub fn may(&self, scope: Scope, now: u64) -> bool {
        let licensed = || self.licences.iter().any(|licence| licence.covers(now) && licence.scope.contains(scope));
        let regulator = self.kind == Kind::Regulator && scope == Scope::default();
        self.status == Status::Active && (regulator || licensed())
    }
}

/// A place where a participant keeps goods, stored under the participant and the site's own GLN.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Site {
    /// Name, UTF-8.
    pub name: Text<64>,
    /// Where it is.
    pub position: Position,
}

/// A place on Earth (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Position {
    /// North of the equator: −90,000,000 to 90,000,000.
    pub latitude: i32,
    /// East of Greenwich: −180,000,000 to 180,000,000.
    pub longitude: i32,
}

impl Position {
    /// Whether there is such a place.
    pub fn is_valid(self) -> bool {
        (-90_000_000..=90_000_000).contains(&self.latitude) && (-180_000_000..=180_000_000).contains(&self.longitude)
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
    /// Enrol, suspend, propose to the council and vote in it; for regulators.
    pub const LICENSE: Self = Self(1 << 7);
    /// Take packs out of trade otherwise than by dispensing, and undo that.
    pub const DECOMMISSION: Self = Self(1 << 8);
    /// Open and conduct cases, ask for tracing and answer.
    pub const REPORT: Self = Self(1 << 9);
    /// Register sensor devices and attach them to shipments.
    pub const SENSE: Self = Self(1 << 10);
    /// Propose anomaly models.
    pub const MODEL_DEVELOP: Self = Self(1 << 11);
    /// Vouch for the evaluation of models.
    pub const MODEL_EVALUATE: Self = Self(1 << 12);
    /// Approve models for use, and stop them.
    pub const MODEL_APPROVE: Self = Self(1 << 13);
    /// Everything.
    pub const ALL: Self = Self(0x3fff);

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
    /// The participant's epoch in which it was appointed.
    pub epoch: u32,
}
