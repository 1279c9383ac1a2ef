//! Who is admitted to the pool, with which calls, and to how much of a block.

use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use ledger_types::{
    Kind, PackSelection, PackState, Permissions, Position, RecallClass, Site,
    compliance::{CaseStage, Closing, Question, Subject, Trigger},
    custody::RejectReason,
    model::{ModelRole, ModelStage},
    refusal,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{
    traits::{DispatchTransaction, TransactionExtension, TxBaseImplication},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

use super::{NOW, batch, council, dev_chain, enrol, lines, model_card, permit, product_data, signed};
use crate::{
    AccountId, Governance, Participants, Runtime, RuntimeCall, RuntimeOrigin, System,
    admission::{AdmitOperators, needs},
};

fn admitted(origin: RuntimeOrigin) -> Result<(), TransactionValidityError> {
    admitted_with(origin, pallet_custody_transfer::Call::<Runtime>::cancel { shipment: 1 }.into())
}

fn admitted_with(origin: RuntimeOrigin, call: RuntimeCall) -> Result<(), TransactionValidityError> {
    let info = call.get_dispatch_info();
    AdmitOperators.validate_only(origin, &call, &info, 0, TransactionSource::External, 0).map(|_| ())
}

fn custom(code: u8) -> Result<(), TransactionValidityError> {
    Err(InvalidTransaction::Custom(code).into())
}

fn dispense() -> RuntimeCall {
    pallet_drug_batch::Call::dispense { batch: batch(), packs: PackSelection::One(0) }.into()
}

#[test]
fn only_operators_of_participants_that_may_trade_are_admitted() {
    dev_chain(|| {
        let regulator = signed(Alice);
        assert_eq!(admitted(regulator.clone()), Ok(()));
        assert_eq!(admitted(signed(Bob)), custom(refusal::admission::UNKNOWN_ACCOUNT));
        assert!(admitted(RuntimeOrigin::none()).is_err());
        assert!(admitted(RuntimeOrigin::root()).is_err());
        assert!(admitted(council(3, 3)).is_err(), "motions are dispatched by the council, never sent");

        let maker = enrol(Kind::Manufacturer, 4_012_345_000_009, Bob);
        assert_eq!(admitted(signed(Bob)), Ok(()));
        let till = Charlie.to_account_id();
        Participants::add_operator(signed(Bob), till, Permissions::DISPENSE).unwrap();
        assert_eq!(admitted_with(signed(Charlie), dispense()), Ok(()));
        assert_eq!(admitted(signed(Charlie)), custom(refusal::admission::NOT_PERMITTED));
        for call in [
            RuntimeCall::from(frame_system::Call::remark { remark: vec![0; 9] }),
            pallet_timestamp::Call::set { now: 1 }.into(),
            pallet_collective::Call::execute { proposal: Box::new(dispense()), length_bound: 99 }.into(),
            pallet_participants::Call::reinstate { participant: maker }.into(),
        ] {
            assert_eq!(admitted_with(regulator.clone(), call), custom(refusal::admission::NOT_OFFERED));
        }
        Participants::suspend(regulator, maker).unwrap();
        assert_eq!(admitted(signed(Bob)), custom(refusal::admission::SUSPENDED));
        Participants::reinstate(council(1, 1), maker).unwrap();
        pallet_timestamp::Now::<Runtime>::put((NOW + 365 * 86_400) * 1_000);
        assert_eq!(admitted(signed(Bob)), custom(refusal::admission::NO_VALID_LICENCE));
        Participants::revoke(council(1, 1), maker).unwrap();
        assert_eq!(admitted(signed(Bob)), custom(refusal::admission::REVOKED));
    });
}

/// Every call that operators send, with the permission that it needs.
fn calls() -> Vec<(RuntimeCall, Permissions)> {
    use pallet_cold_chain::Call as Cold;
    use pallet_collective::Call as Council;
    use pallet_compliance::Call as Cases;
    use pallet_custody_transfer::Call as Custody;
    use pallet_drug_batch::Call as Drug;
    use pallet_model_registry::Call as Models;
    use pallet_participants::Call as People;
    let account = || AccountId::new([9; 32]);
    let text = || b"X".to_vec().try_into().unwrap();
    let reason = RejectReason::Missing;
    let (gtin, gln, lot, class) = (8, 9, batch().lot, RecallClass::I);
    let packs = || PackSelection::One(0);
    let (case, device, shipment, digest) = (1, [1; 32], 1, [2; 32]);
    let (stage, role) = (ModelStage::Evaluated, ModelRole::Evaluator);
    let site = Site { name: text(), position: Position { latitude: 0, longitude: 0 } };
    let card = model_card();
    let register = People::register { kind: Kind::Dispenser, gln, country: *b"DE", name: text(), operator: account() };
    let evidence = [3; 32];
    let subject = Subject::Code([4; 32]);
    let hash = crate::Hash::default();
    let proposal_weight_bound = Default::default();
    vec![
        (register.into(), Permissions::LICENSE),
        (People::suspend { participant: 1 }.into(), Permissions::LICENSE),
        (People::add_operator { account: account(), permissions: Permissions::ALL }.into(), Permissions::MANAGE),
        (People::remove_operator { account: account() }.into(), Permissions::MANAGE),
        (People::set_site { gln, site }.into(), Permissions::MANAGE),
        (People::remove_site { gln }.into(), Permissions::MANAGE),
        (Drug::register_product { gtin, data: product_data() }.into(), Permissions::REGISTER),
        (Drug::update_product { gtin, data: product_data() }.into(), Permissions::REGISTER),
        (Drug::register_batch { gtin, lot, expiry: 1, packs: 1, root: [0; 32] }.into(), Permissions::REGISTER),
        (Drug::release_batch { batch: batch(), certificate: [0; 32] }.into(), Permissions::RELEASE),
        (Drug::recall_batch { batch: batch(), class }.into(), Permissions::RECALL),
        (Drug::recall_packs { batch: batch(), start: 0, end: 1, class }.into(), Permissions::RECALL),
        (Drug::recall_product { gtin, class }.into(), Permissions::RECALL),
        (Drug::withdraw_batch { batch: batch() }.into(), Permissions::RECALL),
        (Drug::withdraw_product { gtin }.into(), Permissions::RECALL),
        (dispense(), Permissions::DISPENSE),
        (Drug::undo { batch: batch(), packs: packs(), from: PackState::Dispensed }.into(), Permissions::DISPENSE),
        (Drug::undo { batch: batch(), packs: packs(), from: PackState::Sample }.into(), Permissions::DECOMMISSION),
        (
            Drug::decommission { batch: batch(), packs: packs(), state: PackState::Sample }.into(),
            Permissions::DECOMMISSION,
        ),
        (Custody::dispatch { to: 1, lines: lines(), terms: Default::default() }.into(), Permissions::SHIP),
        (Custody::extend { shipment, lines: lines() }.into(), Permissions::SHIP),
        (Custody::cancel { shipment }.into(), Permissions::SHIP),
        (Custody::pack { sscc: 1, lines: lines(), children: Default::default() }.into(), Permissions::SHIP),
        (Custody::receive { shipment, lines: None }.into(), Permissions::RECEIVE),
        (Custody::reject { shipment, lines: None, reason }.into(), Permissions::RECEIVE),
        (Custody::report_excess { shipment, lines: lines() }.into(), Permissions::RECEIVE),
        (Custody::unpack { sscc: 1 }.into(), Permissions::RECEIVE),
        (Custody::accept_breach { lines: lines(), assessment: [0; 32] }.into(), Permissions::RELEASE),
        (
            Cases::open_case { trigger: Trigger::Anomaly, subject, evidence, quarantine: false }.into(),
            Permissions::REPORT,
        ),
        (Cases::advance_case { case, stage: CaseStage::Active }.into(), Permissions::REPORT),
        (Cases::find_illegitimate { case }.into(), Permissions::REPORT),
        (Cases::notify { case, to: 1, digest }.into(), Permissions::REPORT),
        (Cases::acknowledge { case }.into(), Permissions::REPORT),
        (Cases::close_case { case, result: Closing::Cleared, chunks: 0 }.into(), Permissions::REPORT),
        (Cases::ask { of: 1, question: Question::Tracing, digest }.into(), Permissions::REPORT),
        (Cases::answer { duty: 1, digest }.into(), Permissions::REPORT),
        (Cases::purge_case { case }.into(), Permissions::REPORT),
        (Cases::purge_duty { duty: 1 }.into(), Permissions::REPORT),
        (Cold::register_device { device, calibrated_until: 1 }.into(), Permissions::SENSE),
        (Cold::retire_device { device }.into(), Permissions::SENSE),
        (Cold::attach { device, shipment }.into(), Permissions::SENSE),
        (Cold::detach { device }.into(), Permissions::SENSE),
        (Models::propose_model { model: [1; 32], card }.into(), Permissions::MODEL_DEVELOP),
        (Models::endorse { model: [1; 32], stage, role }.into(), Permissions::MODEL_EVALUATE),
        (Models::withdraw_endorsement { model: [1; 32], stage, role }.into(), Permissions::MODEL_EVALUATE),
        (Models::endorse { model: [1; 32], stage, role: ModelRole::Developer }.into(), Permissions::MODEL_DEVELOP),
        (Models::endorse { model: [1; 32], stage, role: ModelRole::Approver }.into(), Permissions::MODEL_APPROVE),
        (Models::suspend_model { model: [1; 32] }.into(), Permissions::MODEL_APPROVE),
        (pallet_governance::Call::enter_safe_mode {}.into(), Permissions::LICENSE),
        (
            Council::propose { threshold: 1, proposal: Box::new(dispense()), length_bound: 9 }.into(),
            Permissions::LICENSE,
        ),
        (Council::vote { proposal: hash, index: 0, approve: true }.into(), Permissions::LICENSE),
        (
            Council::close { proposal_hash: hash, index: 0, proposal_weight_bound, length_bound: 9 }.into(),
            Permissions::LICENSE,
        ),
    ]
}

#[test]
fn every_call_needs_its_permission_and_no_other() {
    dev_chain(|| {
        for (call, needed) in calls() {
            for (permissions, expected) in [
                (needed, Ok(())),
                (Permissions(Permissions::ALL.0 & !needed.0), custom(refusal::admission::NOT_PERMITTED)),
            ] {
                // Participant 0 is the regulator, which may always trade.
                permit(Charlie, 0, permissions);
                assert_eq!(admitted_with(signed(Charlie), call.clone()), expected, "{call:?}");
            }
        }
        pallet_participants::Operators::<Runtime>::remove(Charlie.to_account_id());
    });
}

#[test]
fn what_is_for_regulators_is_refused_to_others() {
    dev_chain(|| {
        enrol(Kind::Wholesaler, 4_000_004_000_002, Bob);
        for (call, _) in calls() {
            let regulators_only = needs(&call).unwrap().regulator;
            let expected = if regulators_only { custom(refusal::admission::NOT_REGULATOR) } else { Ok(()) };
            assert_eq!(admitted_with(signed(Bob), call.clone()), expected, "{call:?}");
        }
    });
}

#[test]
fn in_safe_mode_goods_are_received_recalled_and_quarantined_but_not_traded() {
    dev_chain(|| {
        enrol(Kind::Wholesaler, 4_000_004_000_002, Bob);
        Governance::enter_safe_mode(signed(Alice)).unwrap();
        let name = |call: &RuntimeCall| {
            use frame_support::traits::GetCallName;
            match call {
                RuntimeCall::DrugBatch(call) => call.get_call_name(),
                RuntimeCall::CustodyTransfer(call) => call.get_call_name(),
                RuntimeCall::Compliance(call) => call.get_call_name(),
                _ => "",
            }
        };
        for (call, _) in calls().into_iter().filter(|(call, _)| !name(call).is_empty()) {
            let expected = match name(&call) {
                "recall_batch" | "recall_packs" | "recall_product" | "withdraw_batch" | "withdraw_product" => Ok(()),
                "receive" | "reject" | "report_excess" | "cancel" => Ok(()),
                _ if matches!(call, RuntimeCall::Compliance(_)) => Ok(()),
                _ => custom(refusal::admission::SAFE_MODE),
            };
            assert_eq!(admitted_with(signed(Bob), call.clone()), expected, "{call:?}");
        }
    });
}

/// Applies a call's extensions as a block does: whether the block takes it.
fn taken_into_block(origin: RuntimeOrigin, call: &RuntimeCall) -> Result<(), TransactionValidityError> {
    let info = call.get_dispatch_info();
    AdmitOperators.validate_and_prepare(origin, call, &info, 0, 0).map(|_| ())
}

#[test]
fn a_block_takes_no_more_than_its_share_from_one_participant() {
    dev_chain(|| {
        enrol(Kind::Dispenser, 4_000_002_000_004, Bob);
        enrol(Kind::Dispenser, 4_000_006_000_000, Charlie);
        let call = dispense();
        let one = call.get_dispatch_info().total_weight().ref_time();
        let share = <Runtime as pallet_participants::Config>::Quota::get();
        let taken = (0..).take_while(|_| taken_into_block(signed(Bob), &call).is_ok()).count() as u64;
        assert_eq!(taken, share.div_ceil(one));
        let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
        assert_eq!(taken_into_block(signed(Bob), &call), exhausted);
        assert_eq!(taken_into_block(signed(Charlie), &call), Ok(()));
        assert_eq!(taken_into_block(signed(Alice), &call.clone()), Ok(()), "regulators are never held up");
        System::set_block_number(2);
        assert_eq!(taken_into_block(signed(Bob), &call), Ok(()));
    });
}

#[test]
fn a_motion_needs_two_thirds_no_fewer_and_no_more() {
    dev_chain(|| {
        enrol(Kind::Regulator, 4_000_003_000_003, Bob);
        enrol(Kind::Regulator, 4_000_005_000_001, Charlie);
        for threshold in 0..5 {
            let propose: RuntimeCall =
                pallet_collective::Call::propose { threshold, proposal: Box::new(dispense()), length_bound: 9 }.into();
            let expected = if threshold == 2 { Ok(()) } else { custom(refusal::admission::WRONG_THRESHOLD) };
            assert_eq!(admitted_with(signed(Alice), propose), expected, "{threshold}");
        }
    });
}

/// The priority that a transaction with this nonce gets.
fn priority(origin: RuntimeOrigin, call: &RuntimeCall, nonce: u32) -> u64 {
    let info = call.get_dispatch_info();
    let extensions = (
        AdmitOperators,
        frame_system::CheckNonce::<Runtime>::from(nonce),
        frame_system::CheckWeight::<Runtime>::new(),
        frame_system::WeightReclaim::<Runtime>::new(),
    );
    let implicit = extensions.implicit().unwrap();
    let (valid, ..) = extensions
        .validate(
            origin,
            call,
            &info,
            0,
            implicit,
            &TxBaseImplication((0u8, call.encode())),
            TransactionSource::External,
        )
        .unwrap();
    valid.priority
}

#[test]
fn recalls_come_first_and_a_flood_comes_last_within_its_class() {
    dev_chain(|| {
        enrol(Kind::Dispenser, 4_000_002_000_004, Bob);
        let (trade, till) = (pallet_custody_transfer::Call::<Runtime>::cancel { shipment: 1 }.into(), dispense());
        let recall: RuntimeCall =
            pallet_drug_batch::Call::recall_batch { batch: batch(), class: RecallClass::I }.into();
        let of = |call, nonce| priority(signed(Bob), call, nonce);
        assert!(of(&recall, 9_000) > of(&till, 0) && of(&till, 9_000) > of(&trade, 0));
        assert_eq!(of(&till, 0) - of(&till, 7), 7);
        System::inc_account_nonce(Bob.to_account_id());
        assert_eq!(of(&till, 7) + 6, of(&till, 1), "what is done already does not wait");
    });
}
