//! The codes with which European repositories answer: one table for refusals and verdicts alike.
//!
//! Level-5 alerts go to manufacturer and authority. A batch that is expired, recalled or withdrawn is answered without
//! an alert: nobody is suspected of anything.

/// A published reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emvs {
    /// The alert of the European hub.
    pub alert: &'static str,
    /// The return code of a national repository.
    pub code: &'static str,
}

const fn emvs(alert: &'static str, code: &'static str) -> Emvs {
    Emvs { alert, code }
}

/// Batch unknown.
pub const UNKNOWN_BATCH: Emvs = emvs("A2", "NMVS_FE_LOT_03");
/// Serial unknown.
pub const UNKNOWN_SERIAL: Emvs = emvs("A3", "NMVS_NC_PC_02");
/// In that state already.
pub const ALREADY_IN_STATE: Emvs = emvs("A7", "NMVS_NC_PCK_19");
/// No longer active: the state cannot change.
pub const NOT_ACTIVE: Emvs = emvs("A24", "NMVS_NC_PCK_22");
/// Not in the state that is to be undone.
pub const UNDO_MISMATCH: Emvs = emvs("A24", "NMVS_NC_PCK_06");
/// Undone after more than ten days.
pub const UNDO_TOO_LATE: Emvs = emvs("A24", "NMVS_NC_PCK_20");
/// Undone by somebody else.
pub const UNDO_BY_ANOTHER: Emvs = emvs("A24", "NMVS_NC_PCK_21");
/// Another expiry than the batch's.
pub const OTHER_EXPIRY: Emvs = emvs("A52", "NMVS_FE_LOT_12");
/// Another batch than the pack's.
pub const OTHER_BATCH: Emvs = emvs("A68", "NMVS_FE_LOT_13");
