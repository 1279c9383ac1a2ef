//! What became of a transaction in a block.

use codec::{Decode, Encode};
use scale_info::TypeInfo;

use crate::{ParticipantId, ShipmentId, compliance::CaseId};

/// The result of one transaction, as the runtime reads it from its block's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum Outcome {
    /// It took effect.
    #[codec(index = 0)]
    Done {
        /// The shipment that it opened.
        shipment: Option<ShipmentId>,
        /// The participant that it enrolled.
        participant: Option<ParticipantId>,
        /// The council's motion that it proposed, by number and hash.
        motion: Option<(u32, [u8; 32])>,
        /// The case that it opened.
        case: Option<CaseId>,
    },
    /// A pallet refused it; nothing changed. See [`crate::refusal::in_pallet`].
    #[codec(index = 1)]
    Refused {
        /// Index of the pallet.
        pallet: u8,
        /// Index of the error in the pallet.
        error: u8,
    },
    /// It failed outside any pallet, such as for a wrong origin; nothing changed.
    #[codec(index = 2)]
    Failed,
}
