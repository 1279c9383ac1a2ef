#![allow(clippy::unwrap_used)]

use core::ops::Range;

use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use ledger_types::{
    BatchKey, HoldingStatus, Line, Lines, PackSelection, Permissions, RecallClass,
    custody::{MAX_LINES, RejectReason},
};
use sp_runtime::DispatchResult;

use crate::{Error, Event, Holdings, Shipments, mock::*};

type DrugBatchError = pallet_drug_batch::Error<Test>;
type ParticipantsError = pallet_participants::Error<Test>;

fn lines(batch: &BatchKey, ranges: &[Range<u32>]) -> Lines {
    let line = |packs: &Range<u32>| Line { batch: batch.clone(), start: packs.start, end: packs.end };
    ranges.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

fn dispatch(from: u64, to: u32, batch: &BatchKey, ranges: &[Range<u32>]) -> DispatchResult {
    plain(CustodyTransfer::dispatch(signed(from), to, lines(batch, ranges), None))
}

/// A result without its weight.
fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(|_| ()).map_err(|refused| refused.error)
}

fn receive(by: u64, shipment: u64) -> DispatchResultWithPostInfo {
    CustodyTransfer::receive(signed(by), shipment, None)
}

fn receive_some(by: u64, shipment: u64, batch: &BatchKey, ranges: &[Range<u32>]) -> DispatchResultWithPostInfo {
    CustodyTransfer::receive(signed(by), shipment, Some(lines(batch, ranges)))
}

fn holder(batch: &BatchKey, index: u32) -> (u32, HoldingStatus) {
    CustodyTransfer::holding_of(batch, index).map(|(_, holding)| (holding.holder, holding.status)).unwrap()
}

fn noop(result: DispatchResultWithPostInfo, error: Error<Test>) {
    assert_eq!(plain(result), Err(error.into()));
}

#[test]
fn packs_go_from_maker_to_pharmacy() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..500]));
        assert_eq!(holder(&batch, 499), (1, HoldingStatus::InTransit(0)));
        assert_eq!(holder(&batch, 500), (1, HoldingStatus::Held));
        assert_ok!(receive(WHOLESALER, 0));
        System::assert_last_event(Event::Received { shipment: 0, by: 2, lines: lines(&batch, &[0..500]) }.into());
        assert_ok!(dispatch(WHOLESALER, 3, &batch, &[100..110]));
        assert_ok!(receive(PHARMACY, 1));
        assert_eq!([99, 100, 109, 110, 999].map(|index| holder(&batch, index).0), [2, 3, 3, 2, 1]);
        assert_eq!(Shipments::<Test>::iter().count(), 0);
        assert_ok!(DrugBatch::dispense(signed(PHARMACY), batch.clone(), PackSelection::One(105)));
        noop(DrugBatch::dispense(signed(PHARMACY), batch, PackSelection::One(99)), Error::NotHeld);
    });
}

#[test]
fn short_delivery_is_received_in_part_and_the_rest_rejected() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..100]));
        assert_ok!(receive_some(WHOLESALER, 0, &batch, &[10..20, 40..90]));
        assert_eq!(Shipments::<Test>::get(0).unwrap().outstanding, lines(&batch, &[0..10, 20..40, 90..100]));
        check_invariants();
        assert_ok!(CustodyTransfer::reject(signed(WHOLESALER), 0, None, RejectReason::Missing));
        assert_eq!(
            [9, 10, 19, 20, 99].map(|index| holder(&batch, index)),
            [
                (1, HoldingStatus::Held),
                (2, HoldingStatus::Held),
                (2, HoldingStatus::Held),
                (1, HoldingStatus::Held),
                (1, HoldingStatus::Held),
            ]
        );
        noop(receive(WHOLESALER, 0), Error::UnknownShipment);
    });
}

#[test]
fn cancel_returns_what_nobody_received() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..100]));
        noop(CustodyTransfer::cancel(signed(WHOLESALER), 0), Error::NotSender);
        assert_ok!(receive_some(WHOLESALER, 0, &batch, &[0..1]));
        assert_ok!(CustodyTransfer::cancel(signed(MAKER), 0));
        assert_eq!((holder(&batch, 0).0, holder(&batch, 1).0), (2, 1));
        noop(receive(WHOLESALER, 0), Error::UnknownShipment);
        assert_eq!(Holdings::<Test>::iter_prefix(&batch).count(), 2, "what belongs together is one holding again");
    });
}

#[test]
fn dispatch_of_more_than_held_fails() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..10]));
        assert_noop!(dispatch(MAKER, 2, &batch, &[5..15]), Error::<Test>::NotHeld);
        assert_noop!(dispatch(MAKER, 2, &batch, &[20..30, 9..10]), Error::<Test>::NotHeld);
        assert_noop!(dispatch(WHOLESALER, 3, &batch, &[0..10]), Error::<Test>::NotHeld);
        assert_ok!(receive(WHOLESALER, 0));
        assert_noop!(dispatch(WHOLESALER, 3, &batch, &[0..11]), Error::<Test>::NotHeld);
        assert_noop!(dispatch(MAKER, 2, &batch, &[990..1_001]), DrugBatchError::BadSelection);
    });
}

#[test]
fn dispatch_needs_licences_on_both_sides() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_noop!(dispatch(UNLICENSED, 2, &batch, &[0..10]), ParticipantsError::NoValidLicence);
        assert_noop!(dispatch(9, 2, &batch, &[0..10]), ParticipantsError::UnknownAccount);
        for unauthorised in [4, 99] {
            assert_noop!(dispatch(MAKER, unauthorised, &batch, &[0..10]), Error::<Test>::ReceiverNotAuthorised);
        }
        assert_noop!(dispatch(MAKER, 0, &batch, &[0..10]), Error::<Test>::WrongReceiver);
        assert_noop!(dispatch(MAKER, 1, &batch, &[0..10]), Error::<Test>::ToSelf);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..10]));
        assert_ok!(Participants::suspend(signed(REGULATOR), 2));
        assert_eq!(plain(receive(WHOLESALER, 0)), Err(ParticipantsError::Suspended.into()));
        assert_noop!(dispatch(MAKER, 2, &batch, &[10..20]), Error::<Test>::ReceiverNotAuthorised);
    });
}

#[test]
fn dispatch_of_untradable_packs_fails() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_noop!(dispatch(MAKER, 2, &super::mock::batch("B"), &[0..1]), DrugBatchError::UnknownBatch);
        let register =
            DrugBatch::register_batch(signed(MAKER), GTIN, super::mock::batch("B").lot, 20_280_600, 10, [1; 32]);
        assert_ok!(register);
        assert_noop!(dispatch(MAKER, 2, &super::mock::batch("B"), &[0..1]), DrugBatchError::NotReleased);

        assert_ok!(dispatch(MAKER, 3, &batch, &[0..10]));
        assert_ok!(receive(PHARMACY, 0));
        assert_ok!(DrugBatch::dispense(signed(PHARMACY), batch.clone(), PackSelection::One(4)));
        assert_noop!(dispatch(PHARMACY, 2, &batch, &[0..10]), DrugBatchError::PackNotActive);
        assert_ok!(dispatch(PHARMACY, 2, &batch, &[0..4, 5..10]));

        assert_ok!(DrugBatch::recall_batch(signed(REGULATOR), batch.clone(), RecallClass::I));
        assert_noop!(dispatch(MAKER, 2, &batch, &[10..20]), DrugBatchError::Recalled);
        // What is under way still arrives: somebody must answer for recalled packs.
        assert_ok!(receive(WHOLESALER, 1));

        let later = release("C", 10);
        set_time(START + 2 * YEAR);
        assert_noop!(dispatch(MAKER, 2, &later, &[0..1]), DrugBatchError::Expired);
    });
}

#[test]
fn dispatch_with_bad_lines_fails() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_noop!(dispatch(MAKER, 2, &batch, &[]), Error::<Test>::BadLines);
        assert_noop!(dispatch(MAKER, 2, &batch, &[5..5]), Error::<Test>::BadLines);
        #[expect(clippy::reversed_empty_ranges, reason = "what an attacker may send")]
        let reversed = 9..5;
        assert_noop!(dispatch(MAKER, 2, &batch, &[reversed]), Error::<Test>::BadLines);
        assert_noop!(dispatch(MAKER, 2, &batch, &[0..10, 9..20]), Error::<Test>::BadLines);
        let bad_sscc = CustodyTransfer::dispatch(signed(MAKER), 2, lines(&batch, &[0..1]), Some(12));
        noop(bad_sscc, Error::BadSscc);
        assert_ok!(dispatch(MAKER, 2, &batch, &[10..20, 0..10]));
    });
}

#[test]
fn only_the_receiver_settles_and_only_what_is_outstanding() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..10]));
        assert_ok!(dispatch(MAKER, 2, &batch, &[10..20]));
        noop(receive(PHARMACY, 0), Error::NotReceiver);
        noop(receive(MAKER, 0), Error::NotReceiver);
        noop(CustodyTransfer::reject(signed(PHARMACY), 0, None, RejectReason::Suspect), Error::NotReceiver);
        noop(receive(WHOLESALER, 7), Error::UnknownShipment);
        noop(receive_some(WHOLESALER, 0, &batch, &[0..11]), Error::NotInShipment);
        noop(receive_some(WHOLESALER, 0, &batch, &[10..11]), Error::NotInShipment);
        noop(receive_some(WHOLESALER, 0, &batch, &[0..4, 3..5]), Error::BadLines);
        assert_ok!(receive_some(WHOLESALER, 0, &batch, &[0..4]));
        noop(receive_some(WHOLESALER, 0, &batch, &[0..4]), Error::NotInShipment);
    });
}

#[test]
fn a_shipment_never_breaks_into_more_than_64_parts() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..200]));
        let every_third: Vec<_> = (0..MAX_LINES).map(|line| line * 3 + 1..line * 3 + 2).collect();
        let tried = frame_support::storage::with_storage_layer(|| {
            receive_some(WHOLESALER, 0, &batch, &every_third).map(|_| ()).map_err(|refused| refused.error)
        });
        assert_eq!(tried, Err(Error::<Test>::TooManyParts.into()));
        assert_eq!(holder(&batch, 1), (1, HoldingStatus::InTransit(0)), "a refused receipt changes nothing");
    });
}

#[test]
fn a_key_without_the_permission_moves_nothing() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let (packer, gate) = (30, 31);
        assert_ok!(Participants::add_operator(signed(MAKER), packer, Permissions::REGISTER));
        assert_ok!(Participants::add_operator(signed(WHOLESALER), gate, Permissions::RECEIVE));
        assert_noop!(dispatch(packer, 2, &batch, &[0..10]), ParticipantsError::NotPermitted);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..10]));
        let by_packer = CustodyTransfer::cancel(signed(packer), 0);
        assert_eq!(plain(by_packer), Err(ParticipantsError::NotPermitted.into()));
        assert_ok!(receive(gate, 0));
        assert_noop!(dispatch(gate, 3, &batch, &[0..10]), ParticipantsError::NotPermitted);
    });
}

#[test]
fn what_is_refused_early_or_looks_at_little_costs_little() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let unknown = CustodyTransfer::cancel(signed(MAKER), 9).unwrap_err();
        assert_eq!(unknown.post_info.actual_weight, Some(<() as crate::WeightInfo>::refused()));
        let lines = lines(&batch, &[0..PACKS]);
        let untouched = CustodyTransfer::dispatch(signed(MAKER), 2, lines, None).unwrap();
        assert_eq!(untouched.actual_weight, Some(<() as crate::WeightInfo>::dispatch(1, 0)));
    });
}
