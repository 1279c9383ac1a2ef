//! Transactions, encoded exactly as the runtime decodes them (a test in the runtime holds the two together).

use codec::Encode;

use crate::{
    AccountBytes, BatchKey, Kind, Lines, LotNumber, PackSelection, ParticipantId, Permissions, RecallClass, ShipmentId,
    Text, custody::RejectReason,
};

/// A call into one of Medtrail's pallets.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub enum Call {
    /// Pallet `Participants`.
    #[codec(index = 10)]
    Participants(ParticipantsCall),
    /// Pallet `DrugBatch`.
    #[codec(index = 11)]
    DrugBatch(DrugBatchCall),
    /// Pallet `CustodyTransfer`.
    #[codec(index = 12)]
    CustodyTransfer(CustodyTransferCall),
}

/// Calls of pallet `Participants`.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum ParticipantsCall {
    /// Enrol a participant with its first operator; by a regulator.
    #[codec(index = 0)]
    Register { kind: Kind, gln: u64, country: [u8; 2], name: Text<64>, operator: AccountBytes },
    /// Grant or renew a licence; by a regulator.
    #[codec(index = 1)]
    GrantLicence { participant: ParticipantId, number: Text<32>, valid_from: u64, valid_until: u64 },
    /// Stop a participant; by a regulator.
    #[codec(index = 2)]
    Suspend { participant: ParticipantId },
    /// End a suspension; by a regulator.
    #[codec(index = 3)]
    Reinstate { participant: ParticipantId },
    /// Appoint an account; by an operator who may manage.
    #[codec(index = 4)]
    AddOperator { account: AccountBytes, permissions: Permissions },
    /// Remove an account; by an operator who may manage.
    #[codec(index = 5)]
    RemoveOperator { account: AccountBytes },
}

/// Calls of pallet `DrugBatch`.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum DrugBatchCall {
    /// Register a product; by a manufacturer.
    #[codec(index = 0)]
    RegisterProduct { gtin: u64, name: Text<64> },
    /// Register a batch by its commitment; by the product's maker.
    #[codec(index = 1)]
    RegisterBatch { gtin: u64, lot: LotNumber, expiry: u32, packs: u32, root: [u8; 32] },
    /// Certify a batch for sale; by the maker's qualified person.
    #[codec(index = 2)]
    ReleaseBatch { batch: BatchKey },
    /// Call a batch back; by its maker or a regulator.
    #[codec(index = 3)]
    RecallBatch { batch: BatchKey, class: RecallClass },
    /// Hand packs to patients; by the dispenser who holds them.
    #[codec(index = 4)]
    Dispense { batch: BatchKey, packs: PackSelection },
}

/// Calls of pallet `CustodyTransfer`.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum CustodyTransferCall {
    /// Send packs to another participant; by their holder.
    #[codec(index = 0)]
    Dispatch { to: ParticipantId, lines: Lines, sscc: Option<u64> },
    /// Take over packs of a shipment, all that is outstanding or the lines named; by its receiver.
    #[codec(index = 1)]
    Receive { shipment: ShipmentId, lines: Option<Lines> },
    /// Refuse packs of a shipment; by its receiver. They return to the sender.
    #[codec(index = 2)]
    Reject { shipment: ShipmentId, lines: Option<Lines>, reason: RejectReason },
    /// Call back what is outstanding; by its sender.
    #[codec(index = 3)]
    Cancel { shipment: ShipmentId },
}
