//! Who may send transactions at all, which ones, and how many.
//!
//! There is no token and there are no fees: what keeps the chain from being flooded is that every account was appointed
//! by a licensed participant, that all others are refused before they reach the pool, and that no participant gets more
//! than its share of a block.

use codec::{Compact, Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::TransactionSource, weights::Weight};
use ledger_types::{Kind, ParticipantId, Permissions, refusal::admission};
use pallet_participants::Admission;
use scale_info::TypeInfo;
use sp_runtime::{
    traits::{
        AsSystemOriginSigner as _, DispatchInfoOf, DispatchOriginOf, Implication, TransactionExtension, ValidateResult,
    },
    transaction_validity::{InvalidTransaction, TransactionPriority, TransactionValidityError, ValidTransaction},
};

use crate::{
    AccountId, ColdChain, Governance, Nonce, Participants, Runtime, RuntimeCall, RuntimeOrigin, System, weights,
};

/// Transaction extension that admits operators of participants that may trade, and regulators, each with the calls that
/// its permissions cover, and no calls but those of Medtrail's pallets and the council's. It adds nothing to the bytes of
/// a transaction. Refusals carry the codes of [`ledger_types::refusal::admission`].
///
/// A block takes no further transaction of a participant that has used up its share of it; that transaction waits for the
/// next block. Sensor devices have no account: their segments are admitted once the cold-chain pallet has checked them,
/// and count towards the share of the devices' owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdmitOperators;

/// What a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The permission that its key must have.
    pub permission: Permissions,
    /// Whether it works in safe mode.
    pub in_safe_mode: bool,
    /// Whether it is for regulators only.
    pub regulator: bool,
}

const fn trade(permission: Permissions) -> Option<Needs> {
    Some(Needs { permission, in_safe_mode: false, regulator: false })
}

const fn always(permission: Permissions) -> Option<Needs> {
    Some(Needs { permission, in_safe_mode: true, regulator: false })
}

const fn regulators(permission: Permissions) -> Option<Needs> {
    Some(Needs { permission, in_safe_mode: true, regulator: true })
}

/// What a call needs; `None` for calls that nobody may send. Calls that only the council decides on are sent as its
/// motions.
pub fn needs(call: &RuntimeCall) -> Option<Needs> {
    use ledger_types::PackState;
    use pallet_cold_chain::Call as Cold;
    use pallet_collective::Call as Council;
    use pallet_compliance::Call as Compliance;
    use pallet_custody_transfer::Call as Custody;
    use pallet_drug_batch::Call as Drug;
    use pallet_governance::Call as Governance;
    use pallet_model_registry::Call as Models;
    use pallet_participants::Call as People;
    match call {
        RuntimeCall::Participants(call) => match call {
            People::register { .. } | People::suspend { .. } => regulators(Permissions::LICENSE),
            People::set_delegate { .. } => regulators(Permissions::ALL),
            People::add_operator { .. } | People::remove_operator { .. } => always(Permissions::MANAGE),
            People::set_site { .. } | People::remove_site { .. } => trade(Permissions::MANAGE),
            _ => None,
        },
        RuntimeCall::DrugBatch(call) => match call {
            Drug::register_product { .. } | Drug::update_product { .. } | Drug::register_batch { .. } => {
                trade(Permissions::REGISTER)
            }
            Drug::release_batch { .. } => trade(Permissions::RELEASE),
            Drug::recall_batch { .. } | Drug::recall_packs { .. } | Drug::recall_product { .. } => {
                always(Permissions::RECALL)
            }
            Drug::withdraw_batch { .. } | Drug::withdraw_product { .. } => always(Permissions::RECALL),
            Drug::dispense { .. } | Drug::undo { from: PackState::Dispensed, .. } => trade(Permissions::DISPENSE),
            Drug::decommission { .. } | Drug::undo { .. } => trade(Permissions::DECOMMISSION),
            _ => None,
        },
        RuntimeCall::CustodyTransfer(call) => match call {
            Custody::dispatch { .. } | Custody::extend { .. } | Custody::pack { .. } => trade(Permissions::SHIP),
            Custody::cancel { .. } => always(Permissions::SHIP),
            Custody::receive { .. } | Custody::reject { .. } | Custody::report_excess { .. } => {
                always(Permissions::RECEIVE)
            }
            Custody::unpack { .. } => trade(Permissions::RECEIVE),
            Custody::accept_breach { .. } => trade(Permissions::RELEASE),
            _ => None,
        },
        RuntimeCall::Compliance(
            Compliance::open_case { .. }
            | Compliance::advance_case { .. }
            | Compliance::find_illegitimate { .. }
            | Compliance::notify { .. }
            | Compliance::acknowledge { .. }
            | Compliance::close_case { .. }
            | Compliance::ask { .. }
            | Compliance::answer { .. }
            | Compliance::purge_case { .. }
            | Compliance::purge_duty { .. },
        ) => always(Permissions::REPORT),
        RuntimeCall::ColdChain(
            Cold::register_device { .. } | Cold::retire_device { .. } | Cold::attach { .. } | Cold::detach { .. },
        ) => always(Permissions::SENSE),
        RuntimeCall::ModelRegistry(call) => match call {
            Models::propose_model { .. } => trade(Permissions::MODEL_DEVELOP),
            Models::endorse { role, .. } | Models::withdraw_endorsement { role, .. } => trade(match role {
                ledger_types::model::ModelRole::Developer => Permissions::MODEL_DEVELOP,
                ledger_types::model::ModelRole::Evaluator => Permissions::MODEL_EVALUATE,
                ledger_types::model::ModelRole::Approver => Permissions::MODEL_APPROVE,
            }),
            Models::suspend_model { .. } => regulators(Permissions::MODEL_APPROVE),
            _ => None,
        },
        RuntimeCall::Governance(Governance::enter_safe_mode {}) => regulators(Permissions::LICENSE),
        RuntimeCall::Council(Council::propose { .. } | Council::vote { .. } | Council::close { .. }) => {
            regulators(Permissions::LICENSE)
        }
        _ => None,
    }
}

/// What goes first in a full block: recalls, quarantine and what regulators do, then the till, then trade.
fn class(needs: Needs) -> TransactionPriority {
    match needs.permission {
        _ if needs.regulator => 3,
        Permissions::RECALL => 3,
        Permissions::DISPENSE | Permissions::REPORT => 2,
        _ => 1,
    }
}

/// Higher than any number of waiting transactions of one account.
const CLASS_STEP: TransactionPriority = 1 << 32;

/// The priority of an account's transaction that has `waiting` others of the same account before it: who sends one act
/// comes before who floods the pool.
fn priority(needs: Needs, waiting: Nonce) -> TransactionPriority {
    class(needs) * CLASS_STEP - TransactionPriority::from(waiting)
}

/// How many transactions of this account come before the one whose extensions after this one are `later`: the first of
/// them, `CheckNonce`, holds its nonce.
fn waiting(account: &AccountId, later: &impl Encode) -> Nonce {
    let nonce = Compact::<Nonce>::decode(&mut later.encode().as_slice()).map_or(Nonce::MAX, |nonce| nonce.0);
    nonce.saturating_sub(System::account_nonce(account))
}

/// How many votes a motion needs.
fn two_thirds(seats: usize) -> u32 {
    (2 * seats as u32).div_ceil(3)
}

fn refused<T>(code: u8) -> Result<T, TransactionValidityError> {
    Err(InvalidTransaction::Custom(code).into())
}

/// The participant that an account acts for, with this call, if it may.
fn admit(account: &AccountId, call: &RuntimeCall) -> Result<(ParticipantId, Kind, Needs), TransactionValidityError> {
    let Some(needs) = needs(call) else { return refused(admission::NOT_OFFERED) };
    match Participants::admission(account, needs.permission) {
        Admission::Admitted(id, kind) => {
            if needs.regulator && kind != Kind::Regulator {
                return refused(admission::NOT_REGULATOR);
            }
            if let RuntimeCall::Council(pallet_collective::Call::propose { threshold, .. }) = call
                && *threshold != two_thirds(pallet_collective::Members::<Runtime>::get().len())
            {
                // One that asks for more could never be adopted, and would stand in the way of one that could.
                return refused(admission::WRONG_THRESHOLD);
            }
            if !needs.in_safe_mode && Governance::in_safe_mode() {
                return refused(admission::SAFE_MODE);
            }
            Ok((id, kind, needs))
        }
        Admission::UnknownAccount => refused(admission::UNKNOWN_ACCOUNT),
        Admission::Suspended => refused(admission::SUSPENDED),
        Admission::Revoked => refused(admission::REVOKED),
        Admission::NoValidLicence => refused(admission::NO_VALID_LICENCE),
        Admission::NotPermitted => refused(admission::NOT_PERMITTED),
    }
}

impl TransactionExtension<RuntimeCall> for AdmitOperators {
    const IDENTIFIER: &'static str = "AdmitOperators";
    type Implicit = ();
    /// Whose share the transaction counts towards; nobody's for regulators.
    type Val = Option<ParticipantId>;
    type Pre = ();

    fn weight(&self, _: &RuntimeCall) -> Weight {
        weights::admission()
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<RuntimeCall>,
        call: &RuntimeCall,
        _: &DispatchInfoOf<RuntimeCall>,
        _: usize,
        _: Self::Implicit,
        implication: &impl Implication,
        _: TransactionSource,
    ) -> ValidateResult<Self::Val, RuntimeCall> {
        if let (true, RuntimeCall::ColdChain(pallet_cold_chain::Call::submit_segment { segment, .. })) =
            (is_authorized(&origin), call)
        {
            let Some(owner) = ColdChain::owner_of(&segment.device) else { return refused(admission::UNKNOWN_DEVICE) };
            let valid = ValidTransaction { priority: CLASS_STEP, ..Default::default() };
            return Ok((valid, Some(owner), origin));
        }
        let account = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
        let (id, kind, needs) = admit(account, call)?;
        let priority = priority(needs, waiting(account, implication.parts().explicit));
        let share = (kind != Kind::Regulator).then_some(id);
        Ok((ValidTransaction { priority, ..Default::default() }, share, origin))
    }

    fn prepare(
        self,
        share: Self::Val,
        _: &DispatchOriginOf<RuntimeCall>,
        _: &RuntimeCall,
        info: &DispatchInfoOf<RuntimeCall>,
        _: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        if let Some(id) = share {
            if !Participants::has_share(id) {
                return Err(InvalidTransaction::ExhaustsResources.into());
            }
            Participants::charge(id, info.total_weight());
        }
        Ok(())
    }
}

/// Whether the origin is a call that a pallet has authorised without a signer.
fn is_authorized(origin: &RuntimeOrigin) -> bool {
    frame_system::ensure_authorized(origin.clone()).is_ok()
}
