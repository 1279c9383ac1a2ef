//! Who may send transactions at all.
//!
//! There is no token and there are no fees: what keeps the chain from being flooded is that every account was
//! appointed by a licensed participant, and that all others are refused before they reach the pool.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    pallet_prelude::TransactionSource,
    weights::{Weight, constants::ParityDbWeight},
};
use ledger_types::{Kind, refusal::admission};
use pallet_participants::Admission;
use scale_info::TypeInfo;
use sp_runtime::{
    traits::{
        AsSystemOriginSigner as _, DispatchInfoOf, DispatchOriginOf, Implication, TransactionExtension, ValidateResult,
    },
    transaction_validity::{InvalidTransaction, TransactionPriority, ValidTransaction},
};

use crate::{Participants, RuntimeCall};

/// Transaction extension that admits operators of participants that may trade, and regulators. It adds nothing to the
/// bytes of a transaction. Refusals carry the codes of [`ledger_types::refusal::admission`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdmitOperators;

/// What a transaction may jump ahead of: recalls and licences first, then the till, then trade.
fn priority(kind: Kind) -> TransactionPriority {
    match kind {
        Kind::Regulator => 3,
        Kind::Dispenser => 2,
        Kind::Manufacturer | Kind::Wholesaler => 1,
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
        _: &RuntimeCall,
        _: &DispatchInfoOf<RuntimeCall>,
        _: usize,
        _: Self::Implicit,
        _: &impl Implication,
        _: TransactionSource,
    ) -> ValidateResult<Self::Val, RuntimeCall> {
        let account = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
        let refused = match Participants::admission(account) {
            Admission::Admitted(kind) => {
                let valid = ValidTransaction { priority: priority(kind), ..Default::default() };
                return Ok((valid, (), origin));
            }
            Admission::UnknownAccount => admission::UNKNOWN_ACCOUNT,
            Admission::Suspended => admission::SUSPENDED,
            Admission::NoValidLicence => admission::NO_VALID_LICENCE,
        };
        Err(InvalidTransaction::Custom(refused).into())
    }

    sp_runtime::impl_tx_ext_default!(RuntimeCall; prepare);
}
