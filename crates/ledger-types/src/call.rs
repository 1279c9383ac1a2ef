//! Transactions, encoded exactly as the runtime decodes them (a test in the runtime holds the two together).

use alloc::{boxed::Box, vec::Vec};

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Compact, Decode, Encode};

use crate::{
    AccountBytes, BatchKey, Kind, Lines, LotNumber, PackIndex, PackSelection, PackState, ParticipantId, Permissions,
    ProductData, RecallClass, Scope, ShipmentId, Site, Terms, Text, ValidatorKeys,
    cold_chain::{DeviceId, Segment},
    compliance::{CaseId, CaseStage, Closing, DutyId, Question, Subject, Trigger},
    custody::{MAX_CHILDREN, RejectReason},
    model::{ModelCard, ModelId, ModelRole, ModelStage},
    validator::MAX_VALIDATORS,
};

/// The version of the calls in this module, and of what a transaction carries beside its call.
pub const TRANSACTION_VERSION: u32 = 2;

/// A call into one of Medtrail's pallets.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Call {
    /// FRAME's system.
    #[codec(index = 0)]
    System(SystemCall),
    /// Pallet `Participants`.
    #[codec(index = 10)]
    Participants(ParticipantsCall),
    /// Pallet `DrugBatch`.
    #[codec(index = 11)]
    DrugBatch(DrugBatchCall),
    /// Pallet `CustodyTransfer`.
    #[codec(index = 12)]
    CustodyTransfer(CustodyTransferCall),
    /// Pallet `Compliance`.
    #[codec(index = 13)]
    Compliance(ComplianceCall),
    /// Pallet `ColdChain`.
    #[codec(index = 14)]
    ColdChain(ColdChainCall),
    /// Pallet `ModelRegistry`.
    #[codec(index = 15)]
    ModelRegistry(ModelRegistryCall),
    /// Pallet `Governance`.
    #[codec(index = 16)]
    Governance(GovernanceCall),
    /// The council: `pallet-collective`.
    #[codec(index = 20)]
    Council(CouncilCall),
}

/// Calls of FRAME's system.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum SystemCall {
    /// Hand in the runtime that the council approved, without signature; by anybody.
    #[codec(index = 11)]
    ApplyAuthorizedUpgrade {
        /// The runtime's wasm, compressed or not.
        code: Vec<u8>,
    },
}

/// Calls of pallet `Participants`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum ParticipantsCall {
    /// Enrol a participant with its first operator; by a regulator.
    #[codec(index = 0)]
    Register { kind: Kind, gln: u64, country: [u8; 2], name: Text<64>, operator: AccountBytes },
    /// Grant or renew a licence; by the council.
    #[codec(index = 1)]
    GrantLicence { participant: ParticipantId, number: Text<32>, scope: Scope, valid_from: u64, valid_until: u64 },
    /// Stop a participant; by a regulator.
    #[codec(index = 2)]
    Suspend { participant: ParticipantId },
    /// End a suspension; by the council.
    #[codec(index = 3)]
    Reinstate { participant: ParticipantId },
    /// Appoint an account; by an operator who may manage.
    #[codec(index = 4)]
    AddOperator { account: AccountBytes, permissions: Permissions },
    /// Remove an account; by an operator who may manage.
    #[codec(index = 5)]
    RemoveOperator { account: AccountBytes },
    /// Take a licence away; by the council.
    #[codec(index = 6)]
    RevokeLicence { participant: ParticipantId, number: Text<32> },
    /// Strike a participant off; by the council.
    #[codec(index = 7)]
    Revoke { participant: ParticipantId },
    /// Give a participant that lost its keys a new one; by the council.
    #[codec(index = 8)]
    Recover { participant: ParticipantId, operator: AccountBytes },
    /// Send another delegate to the council; by a regulator.
    #[codec(index = 9)]
    SetDelegate { account: AccountBytes },
    /// Add or change a site; by an operator who may manage.
    #[codec(index = 10)]
    SetSite { gln: u64, site: Site },
    /// Give up a site; by an operator who may manage.
    #[codec(index = 11)]
    RemoveSite { gln: u64 },
}

/// Calls of pallet `DrugBatch`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum DrugBatchCall {
    /// Register a product; by a maker.
    #[codec(index = 0)]
    RegisterProduct { gtin: u64, data: ProductData },
    /// Register a batch by its commitment; by the product's maker.
    #[codec(index = 1)]
    RegisterBatch { gtin: u64, lot: LotNumber, expiry: u32, packs: u32, root: [u8; 32] },
    /// Certify a batch for sale; by the maker's qualified person.
    #[codec(index = 2)]
    ReleaseBatch { batch: BatchKey, certificate: [u8; 32] },
    /// Call a batch back; by its maker or a regulator.
    #[codec(index = 3)]
    RecallBatch { batch: BatchKey, class: RecallClass },
    /// Hand packs to patients; by the dispenser who holds them.
    #[codec(index = 4)]
    Dispense { batch: BatchKey, packs: PackSelection },
    /// Call packs of a batch back; by its maker or a regulator.
    #[codec(index = 5)]
    RecallPacks { batch: BatchKey, start: PackIndex, end: PackIndex, class: RecallClass },
    /// Take packs out of trade; by their holder.
    #[codec(index = 6)]
    Decommission { batch: BatchKey, packs: PackSelection, state: PackState },
    /// Take a change of state back; by whoever made it.
    #[codec(index = 7)]
    Undo { batch: BatchKey, packs: PackSelection, from: PackState },
    /// Call every batch of a product back; by its maker or a regulator.
    #[codec(index = 8)]
    RecallProduct { gtin: u64, class: RecallClass },
    /// Take a batch off the market; by its maker or a regulator.
    #[codec(index = 9)]
    WithdrawBatch { batch: BatchKey },
    /// Take a product off the market; by its maker or a regulator.
    #[codec(index = 10)]
    WithdrawProduct { gtin: u64 },
    /// Change what is said of a product; by its maker.
    #[codec(index = 11)]
    UpdateProduct { gtin: u64, data: ProductData },
}

/// Calls of pallet `CustodyTransfer`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum CustodyTransferCall {
    /// Send packs to another participant; by their holder.
    #[codec(index = 0)]
    Dispatch { to: ParticipantId, lines: Lines, terms: Terms },
    /// Take over packs of a shipment, all that is outstanding or the lines named; by its receiver.
    #[codec(index = 1)]
    Receive { shipment: ShipmentId, lines: Option<Lines> },
    /// Refuse packs of a shipment; by its receiver. They return to the sender.
    #[codec(index = 2)]
    Reject { shipment: ShipmentId, lines: Option<Lines>, reason: RejectReason },
    /// Call back what is outstanding; by its sender.
    #[codec(index = 3)]
    Cancel { shipment: ShipmentId },
    /// Add packs to an open shipment; by its sender.
    #[codec(index = 4)]
    Extend { shipment: ShipmentId, lines: Lines },
    /// Say that a delivery held packs that are not in its shipment; by its receiver.
    #[codec(index = 5)]
    ReportExcess { shipment: ShipmentId, lines: Lines },
    /// Pack a case or pallet; by the packs' holder.
    #[codec(index = 6)]
    Pack { sscc: u64, lines: Lines, children: BoundedVec<u64, ConstU32<MAX_CHILDREN>> },
    /// Take a case or pallet apart; by the packs' holder.
    #[codec(index = 7)]
    Unpack { sscc: u64 },
    /// Let packs back into trade after a breach of the cold chain; by their maker.
    #[codec(index = 8)]
    AcceptBreach { lines: Lines, assessment: [u8; 32] },
}

/// Calls of pallet `Compliance`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum ComplianceCall {
    /// Open a case.
    #[codec(index = 0)]
    OpenCase { trigger: Trigger, subject: Subject, evidence: [u8; 32], quarantine: bool },
    /// Take a case to a later stage.
    #[codec(index = 1)]
    AdvanceCase { case: CaseId, stage: CaseStage },
    /// Find the product of a case illegitimate.
    #[codec(index = 2)]
    FindIllegitimate { case: CaseId },
    /// Tell a participant of a case.
    #[codec(index = 3)]
    Notify { case: CaseId, to: ParticipantId, digest: [u8; 32] },
    /// Confirm a notice.
    #[codec(index = 4)]
    Acknowledge { case: CaseId },
    /// Close a case.
    #[codec(index = 5)]
    CloseCase { case: CaseId, result: Closing, chunks: u32 },
    /// Ask a participant something.
    #[codec(index = 6)]
    Ask { of: ParticipantId, question: Question, digest: [u8; 32] },
    /// Answer a question.
    #[codec(index = 7)]
    Answer { duty: DutyId, digest: [u8; 32] },
}

/// Calls of pallet `ColdChain`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum ColdChainCall {
    /// Register a device or renew its calibration; by its owner.
    #[codec(index = 0)]
    RegisterDevice { device: DeviceId, calibrated_until: u64 },
    /// Retire a device; by its owner.
    #[codec(index = 1)]
    RetireDevice { device: DeviceId },
    /// Attach a device to a shipment; by its owner.
    #[codec(index = 2)]
    Attach { device: DeviceId, shipment: ShipmentId },
    /// Detach a device; by its owner.
    #[codec(index = 3)]
    Detach { device: DeviceId },
    /// Add a segment to a log; signed by the device, without an account.
    #[codec(index = 4)]
    SubmitSegment { segment: Segment, signature: [u8; 64] },
}

/// Calls of pallet `ModelRegistry`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum ModelRegistryCall {
    /// Propose a model; by whoever made it.
    #[codec(index = 0)]
    ProposeModel { model: ModelId, card: Box<ModelCard> },
    /// Want a model to enter a stage; by a developer, evaluator or approver.
    #[codec(index = 1)]
    Endorse { model: ModelId, stage: ModelStage, role: ModelRole },
    /// No longer want that; by whoever did.
    #[codec(index = 2)]
    WithdrawEndorsement { model: ModelId, stage: ModelStage, role: ModelRole },
    /// Stop an active model at once; by a regulator.
    #[codec(index = 3)]
    SuspendModel { model: ModelId },
}

/// Calls of pallet `Governance`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at the pallet's calls of the same name")]
pub enum GovernanceCall {
    /// Replace those who make and finalise blocks; by the council.
    #[codec(index = 0)]
    SetValidators { validators: BoundedVec<ValidatorKeys, ConstU32<MAX_VALIDATORS>> },
    /// Approve a runtime; by the council.
    #[codec(index = 1)]
    AuthorizeUpgrade { code_hash: [u8; 32] },
    /// Enter safe mode; by a regulator, or by the council.
    #[codec(index = 2)]
    EnterSafeMode,
    /// Leave safe mode; by the council.
    #[codec(index = 3)]
    LeaveSafeMode,
}

/// Calls of the council.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "arguments are documented at pallet-collective's calls of the same name")]
pub enum CouncilCall {
    /// Move something. With a threshold of one it is done at once.
    #[codec(index = 2)]
    Propose { threshold: Compact<u32>, proposal: Box<Call>, length_bound: Compact<u32> },
    /// Vote on a motion.
    #[codec(index = 3)]
    Vote { proposal: [u8; 32], index: Compact<u32>, approve: bool },
    /// Close a motion that has enough votes, or has run out of time. The weight bound is in picoseconds and bytes.
    #[codec(index = 6)]
    Close {
        proposal: [u8; 32],
        index: Compact<u32>,
        weight_bound: (Compact<u64>, Compact<u64>),
        length_bound: Compact<u32>,
    },
}
