//! Anomaly models, by the hash of their file.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{ParticipantId, Text};

/// A model: BLAKE2b-256 of its file.
pub type ModelId = [u8; 32];

/// What a model is used for, such as `pack-scan`: at most one model is active for each.
pub type ModelUse = Text<32>;

/// What the developer says of a model. All hashes are BLAKE2b-256 of a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ModelCard {
    /// What it is used for.
    pub usage: ModelUse,
    /// For whom and for what, and for what not, UTF-8.
    pub intended_use: Text<256>,
    /// Hash of the feature specification.
    pub feature_spec: [u8; 32],
    /// Hash of the training manifest: data, seed, parameters.
    pub training_manifest: [u8; 32],
    /// Hash of the metrics on held-out data.
    pub metrics: [u8; 32],
    /// Score from which a scan is shown as suspicious.
    pub suspicious_from: i64,
    /// Score from which a case is proposed.
    pub alert_from: i64,
    /// The model that it was made from.
    pub parent: Option<ModelId>,
}

/// Where a model is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ModelStage {
    /// Proposed.
    #[codec(index = 0)]
    Draft,
    /// Its metrics were confirmed by somebody else.
    #[codec(index = 1)]
    Evaluated,
    /// It scores scans, and nobody sees the scores.
    #[codec(index = 2)]
    Shadow,
    /// Scanners use it.
    #[codec(index = 3)]
    Active,
    /// Stopped, for now.
    #[codec(index = 4)]
    Suspended,
    /// Done with, for good.
    #[codec(index = 5)]
    Retired,
}

impl ModelStage {
    /// Whether a model may go from this stage to that one by endorsement.
    pub fn may_become(self, next: Self) -> bool {
        use ModelStage::{Active, Draft, Evaluated, Retired, Shadow, Suspended};
        matches!(
            (self, next),
            (Draft, Evaluated) | (Evaluated, Shadow) | (Shadow | Suspended, Active) | (Active, Suspended)
        ) || (self != Retired && next == Retired)
    }
}

/// In which role somebody endorses a step of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ModelRole {
    /// Made it.
    #[codec(index = 0)]
    Developer,
    /// Checked it, independently.
    #[codec(index = 1)]
    Evaluator,
    /// Answers for its use: a regulator.
    #[codec(index = 2)]
    Approver,
}

/// One model.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Model {
    /// What its developer says of it.
    pub card: ModelCard,
    /// Who made it.
    pub developer: ParticipantId,
    /// Where it is in its life.
    pub stage: ModelStage,
    /// How many stages it went through.
    pub changes: u32,
}

/// A stage that a model entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct StageChange {
    /// Which.
    pub stage: ModelStage,
    /// By the act of whom: the last of those who endorsed it.
    pub by: ParticipantId,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: u64,
}
