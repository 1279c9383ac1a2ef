#![allow(clippy::unwrap_used)]

use frame_support::{assert_noop, assert_ok};
use ledger_types::{BatchKey, BatchStatus, CHUNK_PACKS, PackSelection, PackState, Permissions, RecallClass};
use sp_runtime::DispatchResult;

use crate::{Batches, Error, Event, MAX_PACKS, PackStates, mock::*};

const EXPIRY: u32 = 20_280_600;

fn signed(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

fn key() -> BatchKey {
    BatchKey::new(GTIN, b"LOT-7").unwrap()
}

fn register_product(account: u64, gtin: u64) -> DispatchResult {
    DrugBatch::register_product(signed(account), gtin, b"Amoxicillin 500 mg".to_vec().try_into().unwrap())
}

fn register_batch(account: u64, lot: &[u8], expiry: u32, packs: u32) -> DispatchResult {
    DrugBatch::register_batch(signed(account), GTIN, lot.to_vec().try_into().unwrap(), expiry, packs, [7; 32])
}

/// A released batch of 2,000 packs.
fn released() {
    assert_ok!(register_product(MAKER, GTIN));
    assert_ok!(register_batch(MAKER, b"LOT-7", EXPIRY, 2_000));
    assert_ok!(DrugBatch::release_batch(signed(MAKER), key()));
}

fn dispense(packs: PackSelection) -> DispatchResult {
    dispense_by(PHARMACY, packs)
}

fn dispense_by(account: u64, packs: PackSelection) -> DispatchResult {
    DrugBatch::dispense(signed(account), key(), packs).map(|_| ()).map_err(|refused| refused.error)
}

fn list(packs: &[u32]) -> PackSelection {
    PackSelection::List(packs.to_vec().try_into().unwrap())
}

fn state(index: u32) -> Option<PackState> {
    PackStates::<Test>::get(key(), index / CHUNK_PACKS).get(index % CHUNK_PACKS)
}

#[test]
fn register_product_works_once_for_a_manufacturer() {
    build_and_execute(|| {
        assert_noop!(register_product(MAKER, GTIN + 1), Error::<Test>::BadGtin);
        assert_noop!(register_product(PHARMACY, GTIN), pallet_participants::Error::<Test>::WrongKind);
        assert_ok!(register_product(MAKER, GTIN));
        assert_noop!(register_product(OTHER_MAKER, GTIN), Error::<Test>::ProductExists);
        let unnamed = DrugBatch::register_product(signed(MAKER), 40_123_455, Default::default());
        assert_eq!(unnamed, Err(Error::<Test>::BadName.into()));
    });
}

#[test]
fn register_batch_works() {
    build_and_execute(|| {
        assert_ok!(register_product(MAKER, GTIN));
        assert_ok!(register_batch(MAKER, b"LOT-7", EXPIRY, MAX_PACKS));
        let batch = Batches::<Test>::get(key()).unwrap();
        assert_eq!((batch.maker, batch.packs, batch.inactive), (1, MAX_PACKS, 0));
        assert_eq!(batch.status, BatchStatus::Registered);
        assert_noop!(register_batch(MAKER, b"LOT-7", EXPIRY, 5), Error::<Test>::BatchExists);
    });
}

#[test]
fn register_batch_with_bad_data_fails() {
    build_and_execute(|| {
        assert_noop!(register_batch(MAKER, b"A", EXPIRY, 1), Error::<Test>::UnknownProduct);
        assert_ok!(register_product(MAKER, GTIN));
        assert_noop!(register_batch(OTHER_MAKER, b"A", EXPIRY, 1), Error::<Test>::NotMaker);
        for lot in [&b""[..], b"a b", b"\xff"] {
            assert_noop!(register_batch(MAKER, lot, EXPIRY, 1), Error::<Test>::BadLot);
        }
        for expiry in [0, 20_270_114, 20_261_200, 20_280_230, u32::MAX] {
            assert_noop!(register_batch(MAKER, b"A", expiry, 1), Error::<Test>::BadExpiry);
        }
        for packs in [0, MAX_PACKS + 1] {
            assert_noop!(register_batch(MAKER, b"A", EXPIRY, packs), Error::<Test>::BadPackCount);
        }
    });
}

#[test]
fn release_batch_works_once_for_its_maker() {
    build_and_execute(|| {
        assert_noop!(DrugBatch::release_batch(signed(MAKER), key()), Error::<Test>::UnknownBatch);
        assert_ok!(register_product(MAKER, GTIN));
        assert_ok!(register_batch(MAKER, b"LOT-7", EXPIRY, 10));
        assert_noop!(dispense(PackSelection::One(0)), Error::<Test>::NotReleased);
        assert_noop!(DrugBatch::release_batch(signed(OTHER_MAKER), key()), Error::<Test>::NotMaker);
        assert_ok!(DrugBatch::release_batch(signed(MAKER), key()));
        assert_noop!(DrugBatch::release_batch(signed(MAKER), key()), Error::<Test>::AlreadyReleased);
    });
}

#[test]
fn recall_batch_is_only_ever_raised_to_a_graver_class() {
    build_and_execute(|| {
        released();
        let recall = |account, class| DrugBatch::recall_batch(signed(account), key(), class);
        assert_ok!(recall(MAKER, RecallClass::III));
        assert_noop!(recall(REGULATOR, RecallClass::III), Error::<Test>::Recalled);
        assert_ok!(recall(REGULATOR, RecallClass::I));
        assert_noop!(recall(MAKER, RecallClass::II), Error::<Test>::Recalled);
        let status = Batches::<Test>::get(key()).unwrap().status;
        assert_eq!(status, BatchStatus::Recalled { class: RecallClass::I, by: 0, at: START });
    });
}

#[test]
fn recall_batch_stops_dispensing_for_good() {
    build_and_execute(|| {
        released();
        let recall = |account| DrugBatch::recall_batch(signed(account), key(), RecallClass::I);
        assert_noop!(recall(OTHER_MAKER), Error::<Test>::NotMaker);
        assert_noop!(recall(PHARMACY), Error::<Test>::NotMaker);
        assert_ok!(recall(REGULATOR));
        System::assert_last_event(Event::BatchRecalled { batch: key(), class: RecallClass::I, by: 0 }.into());
        assert_noop!(recall(MAKER), Error::<Test>::Recalled);
        let lesser = DrugBatch::recall_batch(signed(MAKER), key(), RecallClass::III);
        assert_eq!(lesser, Err(Error::<Test>::Recalled.into()));
        assert_noop!(dispense(PackSelection::One(0)), Error::<Test>::Recalled);
        assert_noop!(DrugBatch::release_batch(signed(MAKER), key()), Error::<Test>::Recalled);
    });
}

#[test]
fn dispense_changes_exactly_the_packs_named() {
    build_and_execute(|| {
        released();
        assert_ok!(dispense(PackSelection::One(511)));
        assert_ok!(dispense(list(&[3, 1, 600])));
        assert_ok!(dispense(PackSelection::Range { start: 1_000, end: 1_600 }));
        let gone = (0..2_000).filter(|index| state(*index) == Some(PackState::Dispensed));
        assert!(gone.eq([1, 3, 511, 600].into_iter().chain(1_000..1_600)));
        assert_eq!(Batches::<Test>::get(key()).unwrap().inactive, 604);
    });
}

#[test]
fn dispense_twice_fails_and_changes_nothing() {
    build_and_execute(|| {
        released();
        assert_ok!(dispense(PackSelection::One(5)));
        assert_noop!(dispense(PackSelection::One(5)), Error::<Test>::PackNotActive);
        assert_noop!(dispense(list(&[4, 5])), Error::<Test>::PackNotActive);
        assert_noop!(dispense(PackSelection::Range { start: 0, end: 2_000 }), Error::<Test>::PackNotActive);
    });
}

#[test]
fn dispense_of_bad_selection_fails() {
    build_and_execute(|| {
        released();
        let end = PackSelection::Range { start: 1_999, end: 2_001 };
        for bad in [PackSelection::One(2_000), PackSelection::One(u32::MAX), list(&[]), list(&[1, 1]), end] {
            assert_noop!(dispense(bad), Error::<Test>::BadSelection);
        }
    });
}

#[test]
fn dispense_by_others_fails() {
    build_and_execute(|| {
        released();
        let maker = dispense_by(MAKER, PackSelection::One(0));
        assert_eq!(maker, Err(pallet_participants::Error::<Test>::WrongKind.into()));
        Holder::set(&1);
        assert!(dispense(PackSelection::One(0)).is_err());
        assert_eq!(state(0), Some(PackState::Active));
    });
}

#[test]
fn dispense_after_expiry_fails_to_the_second() {
    build_and_execute(|| {
        released();
        // Midnight after 30 June 2028.
        let midnight = 1_846_022_400;
        set_time(midnight - 1);
        assert_ok!(dispense(PackSelection::One(0)));
        set_time(midnight);
        assert_noop!(dispense(PackSelection::One(1)), Error::<Test>::Expired);
    });
}

#[test]
fn dispense_refused_early_is_not_charged_for_packs_it_never_looked_at() {
    build_and_execute(|| {
        released();
        let whole = PackSelection::Range { start: 0, end: MAX_PACKS };
        let declared = <() as crate::WeightInfo>::dispense(&whole);
        let refused = DrugBatch::dispense(signed(PHARMACY), key(), whole).unwrap_err();
        assert_eq!(refused.error, Error::<Test>::BadSelection.into());
        assert!(refused.post_info.actual_weight.unwrap().ref_time() < declared.ref_time() / 1_000);
    });
}

#[test]
fn dispense_by_a_key_without_the_permission_fails() {
    build_and_execute(|| {
        released();
        let shipper = 30;
        assert_ok!(Participants::add_operator(signed(PHARMACY), shipper, Permissions::SHIP));
        let refused = dispense_by(shipper, PackSelection::One(0));
        assert_eq!(refused, Err(pallet_participants::Error::<Test>::NotPermitted.into()));
    });
}
