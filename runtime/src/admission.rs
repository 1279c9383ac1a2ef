//! Who may send transactions at all.
//!
//! There is no token and there are no fees: what keeps the chain from being flooded is that every account was
//! appointed by a licensed participant, and that all others are refused before they reach the pool.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    pallet_prelude::TransactionSource,
    weights::{Weight, constants::ParityDbWeight},
};
use ledger_types::{Permissions, refusal::admission};
use pallet_participants::Admission;
use scale_info::TypeInfo;
use sp_runtime::{
    traits::{
        AsSystemOriginSigner as _, DispatchInfoOf, DispatchOriginOf, Implication, TransactionExtension, ValidateResult,
    },
    transaction_validity::{InvalidTransaction, TransactionPriority, ValidTransaction},
};

use crate::{Participants, RuntimeCall};

/// Transaction extension that admits operators of participants that may trade, and regulators, each with the calls that
/// its permissions cover, and no calls but those of Medtrail's pallets. It adds nothing to the bytes of a transaction.
/// Refusals carry the codes of [`ledger_types::refusal::admission`].
///
/// Transactions without a signer are refused: a call with `#[pallet::authorize]` would need an exception here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdmitOperators;

/// The permission that a call needs; `None` for calls that nobody may send.
fn required(call: &RuntimeCall) -> Option<Permissions> {
    use pallet_custody_transfer::Call as Custody;
    use pallet_drug_batch::Call as Drug;
    use pallet_participants::Call as People;
    Some(match call {
        RuntimeCall::Participants(call) => match call {
            People::register { .. } | People::grant_licence { .. } => Permissions::LICENSE,
            People::suspend { .. } | People::reinstate { .. } => Permissions::LICENSE,
            People::add_operator { .. } | People::remove_operator { .. } => Permissions::MANAGE,
            _ => return None,
        },
        RuntimeCall::DrugBatch(call) => match call {
            Drug::register_product { .. } | Drug::register_batch { .. } => Permissions::REGISTER,
            Drug::release_batch { .. } => Permissions::RELEASE,
            Drug::recall_batch { .. } => Permissions::RECALL,
            Drug::dispense { .. } => Permissions::DISPENSE,
            _ => return None,
        },
        RuntimeCall::CustodyTransfer(call) => match call {
            Custody::dispatch { .. } | Custody::cancel { .. } => Permissions::SHIP,
            Custody::receive { .. } | Custody::reject { .. } => Permissions::RECEIVE,
            _ => return None,
        },
        _ => return None,
    })
}

/// What goes first in a full block: recalls and suspensions, then the till, then trade.
fn priority(permission: Permissions) -> TransactionPriority {
    match permission {
        Permissions::RECALL | Permissions::LICENSE => 3,
        Permissions::DISPENSE => 2,
        _ => 1,
    }
}

impl TransactionExtension<RuntimeCall> for AdmitOperators {
    const IDENTIFIER: &'static str = "AdmitOperators";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, _: &RuntimeCall) -> Weight {
        // The operator, its participant, the clock.
        ParityDbWeight::get().reads(3)
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<RuntimeCall>,
        call: &RuntimeCall,
        _: &DispatchInfoOf<RuntimeCall>,
        _: usize,
        _: Self::Implicit,
        _: &impl Implication,
        _: TransactionSource,
    ) -> ValidateResult<Self::Val, RuntimeCall> {
        let account = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
        let permission = required(call).ok_or(InvalidTransaction::Custom(admission::NOT_OFFERED))?;
        let refused = match Participants::admission(account, permission) {
            Admission::Admitted => {
                let valid = ValidTransaction { priority: priority(permission), ..Default::default() };
                return Ok((valid, (), origin));
            }
            Admission::UnknownAccount => admission::UNKNOWN_ACCOUNT,
            Admission::Suspended => admission::SUSPENDED,
            Admission::NoValidLicence => admission::NO_VALID_LICENCE,
            Admission::NotPermitted => admission::NOT_PERMITTED,
        };
        Err(InvalidTransaction::Custom(refused).into())
    }

    sp_runtime::impl_tx_ext_default!(RuntimeCall; prepare);
}
