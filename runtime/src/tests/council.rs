//! The council at work: motions, votes, and what one regulator can do alone.

use codec::Encode;
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, traits::Hooks};
use ledger_types::{Kind, Outcome, RecallClass, Scope};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};
use sp_runtime::{
    DispatchError,
    traits::{BlakeTwo256, Hash as _},
};

use super::{NOW, batch, council, dev_chain, enrol, product_data, signed};
use crate::{Council, DrugBatch, Governance, Participants, Runtime, RuntimeCall, RuntimeEvent, System};

fn grant(participant: u32) -> RuntimeCall {
    let number = b"L-2".to_vec().try_into().unwrap();
    let (scope, valid_from, valid_until) = (Scope::DISTRIBUTE, NOW, NOW + 100);
    pallet_participants::Call::grant_licence { participant, number, scope, valid_from, valid_until }.into()
}

fn propose(who: sp_keyring::Sr25519Keyring, threshold: u32, call: &RuntimeCall) -> Result<(), DispatchError> {
    let length = call.encoded_size() as u32;
    Council::propose(signed(who), threshold, Box::new(call.clone()), length).map(|_| ()).map_err(|error| error.error)
}

fn has_second_licence(participant: u32) -> bool {
    pallet_participants::Participants::<Runtime>::get(participant).unwrap().licences.len() == 2
}

#[test]
fn two_of_three_regulators_grant_a_licence_and_one_does_not() {
    dev_chain(|| {
        enrol(Kind::Regulator, 4_000_003_000_003, Bob);
        enrol(Kind::Regulator, 4_000_005_000_001, Charlie);
        let pharmacy = enrol(Kind::Dispenser, 4_000_002_000_004, Dave);
        let call = grant(pharmacy);

        // A motion that asks for one vote is carried out, but one of three is no majority.
        assert_ok!(propose(Alice, 1, &call));
        let refused = System::events().into_iter().any(|record| {
            matches!(
                record.event,
                RuntimeEvent::Council(pallet_collective::Event::Executed { result: Err(DispatchError::BadOrigin), .. })
            )
        });
        assert!(refused && !has_second_licence(pharmacy));

        assert_ok!(propose(Alice, 2, &call));
        let (hash, index) = (BlakeTwo256::hash_of(&call), 0);
        assert_ok!(Council::vote(signed(Alice), hash, index, true));
        let (weight, length) = (call.get_dispatch_info().call_weight, call.encoded_size() as u32);
        let close = || Council::close(signed(Charlie), hash, index, weight, length);
        assert_noop!(close().map_err(|error| error.error), pallet_collective::Error::<Runtime>::TooEarly);
        assert_ok!(Council::vote(signed(Bob), hash, index, true));
        assert_ok!(close());
        assert!(has_second_licence(pharmacy));
    });
}

#[test]
fn who_does_not_vote_is_against() {
    dev_chain(|| {
        enrol(Kind::Regulator, 4_000_003_000_003, Bob);
        enrol(Kind::Regulator, 4_000_005_000_001, Charlie);
        let pharmacy = enrol(Kind::Dispenser, 4_000_002_000_004, Dave);
        let call = grant(pharmacy);
        assert_ok!(propose(Alice, 2, &call));
        let (hash, length) = (BlakeTwo256::hash_of(&call), call.encoded_size() as u32);
        assert_ok!(Council::vote(signed(Alice), hash, 0, true));
        System::set_block_number(1_000_000);
        let weight = call.get_dispatch_info().call_weight;
        assert_ok!(Council::close(signed(Charlie), hash, 0, weight, length));
        assert!(!has_second_licence(pharmacy));
    });
}

#[test]
fn a_majority_is_two_thirds() {
    dev_chain(|| {
        let pharmacy = enrol(Kind::Dispenser, 4_000_002_000_004, Dave);
        let revoke = |ayes, seats| Participants::revoke(council(ayes, seats), pharmacy);
        for (ayes, seats) in [(1, 2), (1, 3), (2, 4), (3, 5)] {
            assert_noop!(revoke(ayes, seats), DispatchError::BadOrigin);
        }
        assert_ok!(revoke(2, 3));
    });
}

#[test]
fn one_regulator_recalls_and_suspends_alone() {
    dev_chain(|| {
        enrol(Kind::Regulator, 4_000_003_000_003, Bob);
        let maker = enrol(Kind::Manufacturer, 4_012_345_000_009, Dave);
        assert_ok!(DrugBatch::register_product(signed(Dave), batch().gtin, product_data()));
        assert_ok!(DrugBatch::register_batch(signed(Dave), batch().gtin, batch().lot, 20_280_600, 9, [1; 32]));
        assert_ok!(DrugBatch::recall_batch(signed(Bob), batch(), RecallClass::I));
        assert_ok!(Participants::suspend(signed(Bob), maker));
    });
}

#[test]
fn safe_mode_ends_by_itself_and_only_the_council_prolongs_it() {
    dev_chain(|| {
        enrol(Kind::Dispenser, 4_000_002_000_004, Dave);
        assert_noop!(Governance::enter_safe_mode(signed(Dave)), pallet_participants::Error::<Runtime>::NotRegulator);
        assert_noop!(Governance::leave_safe_mode(council(1, 1)), pallet_governance::Error::<Runtime>::NotInSafeMode);
        assert_ok!(Governance::enter_safe_mode(signed(Alice)));
        assert_noop!(Governance::enter_safe_mode(signed(Alice)), pallet_governance::Error::<Runtime>::InSafeMode);
        let day = pallet_governance::SAFE_MODE_SECONDS;
        pallet_timestamp::Now::<Runtime>::put((NOW + day - 1) * 1_000);
        assert!(Governance::in_safe_mode());
        pallet_timestamp::Now::<Runtime>::put((NOW + day) * 1_000);
        assert!(!Governance::in_safe_mode());
        assert_noop!(Governance::enter_safe_mode(signed(Alice)), pallet_governance::Error::<Runtime>::TooSoon);
        assert_ok!(Governance::enter_safe_mode(council(1, 1)));
        assert_ok!(Governance::enter_safe_mode(council(1, 1)));
        assert_ok!(Governance::leave_safe_mode(council(1, 1)));
        assert!(!Governance::in_safe_mode());
        let week = pallet_governance::COOL_DOWN_SECONDS;
        pallet_timestamp::Now::<Runtime>::put((NOW + day + week - 1) * 1_000);
        assert_noop!(Governance::enter_safe_mode(signed(Alice)), pallet_governance::Error::<Runtime>::TooSoon);
        pallet_timestamp::Now::<Runtime>::put((NOW + day + week) * 1_000);
        assert_ok!(Governance::enter_safe_mode(signed(Alice)));
    });
}

#[test]
fn on_idle_of_an_empty_chain_costs_one_look() {
    dev_chain(|| {
        let left = frame_support::weights::Weight::from_parts(u64::MAX, u64::MAX);
        let used = DrugBatch::on_idle(1, left);
        let step = <<Runtime as pallet_drug_batch::Config>::WeightInfo as pallet_drug_batch::WeightInfo>::forget();
        assert_eq!(used, step);
    });
}

#[test]
fn the_outcome_of_a_motion_is_that_of_what_it_decided() {
    dev_chain(|| {
        System::note_finished_initialize();
        assert_ok!(propose(Alice, 1, &grant(99)));
        System::note_applied_extrinsic(&Ok(().into()), Default::default());
        let unknown = ledger_types::refusal::PARTICIPANTS
            .iter()
            .position(|refusal| refusal.name == "UnknownParticipant")
            .unwrap() as u8;
        let outcome = crate::apis::outcome(0);
        assert_eq!(outcome, Some(Outcome::Refused { pallet: ledger_types::PARTICIPANTS, error: unknown }));
    });
}
