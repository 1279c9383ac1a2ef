//! Doubts about packs: cases, what has to be done about them by when, and questions between participants.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{Lines, ParticipantId};

/// A case, numbered by the chain.
pub type CaseId = u32;
/// Something that a participant has to do by a certain time, numbered by the chain.
pub type DutyId = u32;

/// How long the records of a closed case have to be kept: six years (21 U.S.C. 360eee-1(b)(4)(A)).
pub const RETENTION_SECONDS: u64 = 6 * 365 * 86_400 + 2 * 86_400;

/// What a scanner found wrong (EMVS level-5 alerts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum AlertCode {
    /// Batch unknown.
    #[codec(index = 0)]
    A2,
    /// Serial unknown.
    #[codec(index = 1)]
    A3,
    /// In that state already.
    #[codec(index = 2)]
    A7,
    /// Change of state not possible.
    #[codec(index = 3)]
    A24,
    /// Another expiry than the batch's.
    #[codec(index = 4)]
    A52,
    /// Another batch than the pack's.
    #[codec(index = 5)]
    A68,
}

/// Why a case was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Trigger {
    /// A scan.
    #[codec(index = 0)]
    Alert(AlertCode),
    /// The anomaly model.
    #[codec(index = 1)]
    Anomaly,
    /// Somebody's doubts (suspect product).
    #[codec(index = 2)]
    Suspicion,
    /// A regulator's emergency.
    #[codec(index = 3)]
    Emergency,
}

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Subject {
    /// Packs that the ledger knows.
    #[codec(index = 0)]
    Packs(Lines),
    /// A code that it does not know: BLAKE2b-256 of the code as scanned.
    #[codec(index = 1)]
    Code([u8; 32]),
}

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum CaseStage {
    /// Nobody has looked at it yet.
    #[codec(index = 0)]
    New,
    /// Somebody has taken it on.
    #[codec(index = 1)]
    Active,
    /// Partners are asked, packs are examined.
    #[codec(index = 2)]
    UnderInvestigation,
    /// With the authority.
    #[codec(index = 3)]
    Escalated,
    /// Done.
    #[codec(index = 4)]
    Closed {
        /// With which result.
        result: Closing,
        /// By whom.
        by: ParticipantId,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
}

/// With which result a case was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Closing {
    /// The packs are good and may move again.
    #[codec(index = 0)]
    Cleared,
    /// There was nothing wrong but the scan or the data.
    #[codec(index = 1)]
    FalseAlert,
    /// The quarantined packs were destroyed.
    #[codec(index = 2)]
    Destroyed,
    /// The code that the case is about is of no genuine pack.
    #[codec(index = 3)]
    Falsified,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Case {
    /// Why it was opened.
    pub trigger: Trigger,
    /// What it is about.
    pub subject: Subject,
    /// BLAKE2b-256 of what the opener knows: photos, scans, letters.
    pub evidence: [u8; 32],
    /// By whom.
    pub opened_by: ParticipantId,
    /// When, in seconds since 1970-01-01 UTC.
    pub opened_at: u64,
    /// How far it is.
    pub stage: CaseStage,
    /// Whether its packs are in quarantine.
    pub quarantined: bool,
    /// Since when the product is held to be illegitimate.
    pub illegitimate_since: Option<u64>,
}

/// A notice of a case to a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Notice {
    /// BLAKE2b-256 of the notice (in the United States: Form FDA 3911).
    pub digest: [u8; 32],
    /// When, in seconds since 1970-01-01 UTC.
    pub sent_at: u64,
    /// When the receiver confirmed that it searched its stock.
    pub acknowledged_at: Option<u64>,
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum DutyKind {
    /// Tell a regulator of illegitimate product: 24 hours (21 U.S.C. 360eee-1(b)(4)(B)).
    #[codec(index = 0)]
    NotifyRegulator,
    /// Tell those who may have such product: 24 hours (same place).
    #[codec(index = 1)]
    NotifyPartners,
    /// Say whether a product identifier is one's own: 24 hours (21 U.S.C. 360eee-1(b)(4)(C)).
    #[codec(index = 2)]
    AnswerVerification,
    /// Give transaction information: one business day and at most 48 hours (21 U.S.C. 360eee-1(b)(1)(B)); dispensers two
    /// business days ((d)(1)(D)).
    #[codec(index = 3)]
    AnswerTracing,
}

/// Something that a participant has to do by a certain time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// Because of this case.
    pub case: Option<CaseId>,
    /// Because of this participant's question.
    pub asked_by: Option<ParticipantId>,
    /// BLAKE2b-256 of the question.
    pub question: Option<[u8; 32]>,
    /// Since when, in seconds since 1970-01-01 UTC.
    pub since: u64,
    /// By when, in seconds since 1970-01-01 UTC.
    pub due: u64,
    /// When it was done, and BLAKE2b-256 of the answer or notice.
    pub done: Option<(u64, [u8; 32])>,
}

impl Duty {
    /// Whether it is late: not done in time, or done too late.
    pub fn overdue(&self, now: u64) -> bool {
        self.done.map_or(now, |(at, _)| at) > self.due
    }
}

/// A question from one participant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Question {
    /// Is this product identifier yours?
    #[codec(index = 0)]
    Verification,
    /// From whom did you have this product, and to whom did you give it?
    #[codec(index = 1)]
    Tracing,
}
