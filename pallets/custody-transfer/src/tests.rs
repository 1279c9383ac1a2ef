#![allow(clippy::unwrap_used)]

use core::ops::Range;

use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use ledger_types::{
    BatchKey, Documents, HoldingStatus, Line, Lines, PackSelection, PackState, Permissions, Purpose, RecallClass,
    Terms,
    custody::{MAX_LINES, RejectReason},
};
use sp_runtime::DispatchResult;

use crate::{Containers, Error, Event, Holdings, Packed, Shipments, mock::*};

type DrugBatchError = pallet_drug_batch::Error<Test>;
type ParticipantsError = pallet_participants::Error<Test>;

fn lines(batch: &BatchKey, ranges: &[Range<u32>]) -> Lines {
    let line = |packs: &Range<u32>| Line { batch: batch.clone(), start: packs.start, end: packs.end };
    ranges.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

fn dispatch(from: u64, to: u32, batch: &BatchKey, ranges: &[Range<u32>]) -> DispatchResult {
    plain(CustodyTransfer::dispatch(signed(from), to, lines(batch, ranges), Terms::default()))
}

fn on_terms(from: u64, to: u32, batch: &BatchKey, ranges: &[Range<u32>], terms: Terms) -> DispatchResult {
    plain(CustodyTransfer::dispatch(signed(from), to, lines(batch, ranges), terms))
}

fn for_purpose(from: u64, to: u32, batch: &BatchKey, ranges: &[Range<u32>], purpose: Purpose) -> DispatchResult {
    on_terms(from, to, batch, ranges, Terms { purpose, ..Terms::default() })
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
        assert_noop!(dispatch(PHARMACY, 2, &batch, &[0..4]), ParticipantsError::OutsideScope);
        license_for_all(3);
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
        let bad_sscc = on_terms(MAKER, 2, &batch, &[0..1], Terms { sscc: Some(12), ..Terms::default() });
        assert_eq!(bad_sscc, Err(Error::<Test>::BadSscc.into()));
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
        assert_eq!(unknown.post_info.actual_weight, Some(<crate::Measured<Test> as crate::WeightInfo>::refused()));
        let lines = lines(&batch, &[0..PACKS]);
        let untouched = CustodyTransfer::dispatch(signed(MAKER), 2, lines, Terms::default()).unwrap();
        assert_eq!(untouched.actual_weight, Some(<crate::Measured<Test> as crate::WeightInfo>::dispatch(1, 0)));
    });
}

/// Sends packs from one to another, and has them received.
fn deliver(from: u64, to: u32, receiver: u64, batch: &BatchKey, range: Range<u32>) {
    let shipment = crate::NextShipment::<Test>::get();
    assert_ok!(dispatch(from, to, batch, &[range]));
    assert_ok!(receive(receiver, shipment));
}

fn supplier(batch: &BatchKey, index: u32) -> Option<u32> {
    CustodyTransfer::holding_of(batch, index).unwrap().1.supplier
}

#[test]
fn saleable_return_goes_only_to_whoever_supplied_these_packs() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        deliver(MAKER, 2, WHOLESALER, &batch, 0..100);
        deliver(MAKER, 6, SECOND_WHOLESALER, &batch, 100..200);
        deliver(WHOLESALER, 3, PHARMACY, &batch, 0..10);
        deliver(SECOND_WHOLESALER, 3, PHARMACY, &batch, 100..110);
        let give_back = |to, range| for_purpose(PHARMACY, to, &batch, &[range], Purpose::SaleableReturn);
        for (wholesaler, range) in [(6, 0..5), (2, 100..105), (1, 0..5)] {
            assert_noop!(give_back(wholesaler, range), Error::<Test>::NotSuppliedByReceiver);
        }
        let shipment = crate::NextShipment::<Test>::get();
        assert_ok!(give_back(2, 0..5));
        assert_eq!((supplier(&batch, 0), supplier(&batch, 5)), (Some(2), Some(2)), "until it is received");
        assert_ok!(receive(WHOLESALER, shipment));
        assert_eq!((holder(&batch, 0).0, supplier(&batch, 0)), (2, None));
        assert_ok!(dispatch(WHOLESALER, 3, &batch, &[0..5]));
    });
}

#[test]
fn a_line_from_two_suppliers_is_told_apart_but_dispensed_together() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        deliver(MAKER, 2, WHOLESALER, &batch, 0..10);
        deliver(MAKER, 6, SECOND_WHOLESALER, &batch, 10..20);
        deliver(WHOLESALER, 3, PHARMACY, &batch, 0..10);
        deliver(SECOND_WHOLESALER, 3, PHARMACY, &batch, 10..20);
        license_for_all(3);
        assert_noop!(dispatch(PHARMACY, 2, &batch, &[5..15]), Error::<Test>::LineSpansHoldings);
        let range = PackSelection::Range { start: 5, end: 15 };
        assert_ok!(DrugBatch::dispense(signed(PHARMACY), batch.clone(), range));
        let beyond = PackSelection::Range { start: 15, end: 25 };
        noop(DrugBatch::dispense(signed(PHARMACY), batch.clone(), beyond), Error::NotHeld);
    });
}

#[test]
fn disposal_is_for_goods_that_are_off_the_market() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        deliver(MAKER, 2, WHOLESALER, &batch, 0..100);
        deliver(WHOLESALER, 3, PHARMACY, &batch, 0..20);
        let dispose = |range| for_purpose(PHARMACY, 1, &batch, &[range], Purpose::Disposal);
        assert_noop!(dispose(0..10), Error::<Test>::NotForDisposal);
        assert_ok!(DrugBatch::recall_packs(signed(MAKER), batch.clone(), 0, 5, RecallClass::II));
        for not_all_recalled in [5..10, 0..6] {
            assert_noop!(dispose(not_all_recalled), Error::<Test>::NotForDisposal);
        }
        assert_noop!(dispatch(WHOLESALER, 3, &batch, &[3..30]), DrugBatchError::Recalled);
        assert_ok!(dispose(0..5));
        assert_ok!(receive(MAKER, 2));
        assert_noop!(dispatch(MAKER, 2, &batch, &[0..5]), DrugBatchError::Recalled);
        assert_ok!(DrugBatch::decommission(
            signed(MAKER),
            batch.clone(),
            PackSelection::Range { start: 0, end: 5 },
            PackState::Destroyed
        ));
        assert_ok!(DrugBatch::withdraw_product(signed(REGULATOR), GTIN));
        assert_ok!(dispose(5..10));
    });
}

#[test]
fn a_drop_shipment_names_who_sold_it() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let drop_ship = |sold_by| Terms { sold_by: Some(sold_by), ..Terms::default() };
        for seller in [1, 3, 4, 5, 99] {
            let sent = on_terms(MAKER, 3, &batch, &[0..10], drop_ship(seller));
            assert_eq!(sent, Err(Error::<Test>::BadSeller.into()), "seller {seller}");
        }
        assert_ok!(on_terms(MAKER, 3, &batch, &[0..10], drop_ship(2)));
        assert_ok!(receive(PHARMACY, 0));
        assert_eq!((holder(&batch, 0).0, supplier(&batch, 0)), (3, Some(2)));
        assert_ok!(for_purpose(PHARMACY, 2, &batch, &[0..10], Purpose::SaleableReturn));
    });
}

#[test]
fn only_a_licensed_carrier_is_named_as_one() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let carried = |carrier| Terms { carrier: Some(carrier), ..Terms::default() };
        for carrier in [2, 4, 99] {
            assert_noop!(on_terms(MAKER, 3, &batch, &[0..10], carried(carrier)), Error::<Test>::BadCarrier);
        }
        assert_noop!(dispatch(MAKER, 5, &batch, &[0..10]), Error::<Test>::WrongReceiver);
        assert_ok!(on_terms(MAKER, 3, &batch, &[0..10], carried(5)));
        assert_eq!(Shipments::<Test>::get(0).unwrap().carrier, Some(5));
    });
}

#[test]
fn a_sale_to_the_united_states_needs_its_documents() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let name = b"Importer".to_vec().try_into().unwrap();
        let (kind, gln) = (ledger_types::Kind::Wholesaler, 4_000_007_000_009);
        assert_ok!(Participants::register(signed(REGULATOR), kind, gln, *b"US", name, 40));
        license(7);
        assert_noop!(dispatch(MAKER, 7, &batch, &[0..10]), Error::<Test>::DocumentsMissing);
        let documents = Some(Documents { information: [1; 32], statement: [2; 32] });
        assert_ok!(on_terms(MAKER, 7, &batch, &[0..10], Terms { documents, ..Terms::default() }));
        assert_eq!(Shipments::<Test>::get(0).unwrap().documents, documents);
        let extended = plain(CustodyTransfer::extend(signed(MAKER), 0, lines(&batch, &[10..20])));
        assert_eq!(extended, Err(Error::<Test>::DocumentsMissing.into()), "the documents do not name these packs");
    });
}

#[test]
fn a_receiver_is_supplied_only_with_the_licence_for_its_trade() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let (number, scope) = (b"T".to_vec().try_into().unwrap(), ledger_types::Scope::TEST);
        assert_ok!(Participants::grant_licence(RuntimeOrigin::root(), 4, number, scope, START, START + YEAR));
        assert_noop!(dispatch(MAKER, 4, &batch, &[0..10]), Error::<Test>::ReceiverNotAuthorised);
        license(4);
        assert_ok!(dispatch(MAKER, 4, &batch, &[0..10]));
    });
}

#[test]
fn packs_are_supplied_to_dispensers_only_where_the_product_is_authorised() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let name = b"Pharmacie".to_vec().try_into().unwrap();
        let (kind, gln) = (ledger_types::Kind::Dispenser, 4_000_007_000_009);
        assert_ok!(Participants::register(signed(REGULATOR), kind, gln, *b"FR", name, 40));
        license(7);
        assert_noop!(dispatch(MAKER, 7, &batch, &[0..10]), DrugBatchError::NotAuthorisedHere);
    });
}

#[test]
fn excess_is_reported_and_added_by_the_sender() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 2, &batch, &[0..10]));
        let report = |by, range: Range<u32>| CustodyTransfer::report_excess(signed(by), 0, lines(&batch, &[range]));
        assert_noop!(report(PHARMACY, 10..12), Error::<Test>::NotReceiver);
        assert_noop!(report(WHOLESALER, 9..12), Error::<Test>::NoExcess);
        assert_ok!(report(WHOLESALER, 10..12));
        let extend = |by, range: Range<u32>| plain(CustodyTransfer::extend(signed(by), 0, lines(&batch, &[range])));
        assert_noop!(extend(WHOLESALER, 10..12), Error::<Test>::NotSender);
        assert_noop!(extend(MAKER, 9..12), Error::<Test>::NotHeld);
        assert_ok!(extend(MAKER, 10..12));
        noop(receive(WHOLESALER, 0), Error::NameTheLines);
        assert_ok!(receive_some(WHOLESALER, 0, &batch, &[0..12]));
        assert_eq!((holder(&batch, 11).0, holder(&batch, 12).0), (2, 1));
    });
}

const CASE: u64 = 340_123_450_000_000_000;
const SECOND_CASE: u64 = 340_123_450_000_000_017;
const PALLET: u64 = 340_123_450_000_000_024;

fn pack(by: u64, sscc: u64, batch: &BatchKey, ranges: &[Range<u32>], children: &[u64]) -> DispatchResult {
    CustodyTransfer::pack(signed(by), sscc, lines(batch, ranges), children.to_vec().try_into().unwrap())
}

#[test]
fn a_pallet_of_cases_is_shipped_by_its_number() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(pack(MAKER, CASE, &batch, &[0..100], &[]));
        assert_ok!(pack(MAKER, SECOND_CASE, &batch, &[100..200], &[]));
        assert_ok!(pack(MAKER, PALLET, &batch, &[], &[CASE, SECOND_CASE]));
        let by_sscc = |sscc, range: Range<u32>| {
            on_terms(MAKER, 2, &batch, &[range], Terms { sscc: Some(sscc), ..Terms::default() })
        };
        assert_noop!(by_sscc(PALLET, 0..100), Error::<Test>::WrongContents);
        assert_noop!(by_sscc(CASE, 0..100), Error::<Test>::PackedAlready);
        assert_ok!(by_sscc(PALLET, 0..200));
        let unpack = |by, sscc| CustodyTransfer::unpack(signed(by), sscc);
        assert_noop!(unpack(MAKER, PALLET), Error::<Test>::NotHeld);
        assert_ok!(receive(WHOLESALER, 0));
        assert_noop!(unpack(MAKER, PALLET), Error::<Test>::NotHeld);
        assert_noop!(unpack(WHOLESALER, CASE), Error::<Test>::PackedAlready);
        assert_ok!(unpack(WHOLESALER, PALLET));
        assert_eq!(CustodyTransfer::packed_in(CASE).unwrap(), lines(&batch, &[0..100]).to_vec());
        assert_ok!(unpack(WHOLESALER, CASE));
        assert_ok!(unpack(WHOLESALER, SECOND_CASE));
        assert_eq!((Containers::<Test>::iter().count(), Packed::<Test>::iter().count()), (0, 0));
    });
}

#[test]
fn nothing_is_packed_twice() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        let refused = |result: DispatchResult, error: Error<Test>| assert_eq!(result, Err(error.into()));
        let tried = |result: &dyn Fn() -> DispatchResult| frame_support::storage::with_storage_layer(result);
        refused(pack(MAKER, CASE + 1, &batch, &[0..5], &[]), Error::BadSscc);
        refused(pack(MAKER, CASE, &batch, &[], &[]), Error::BadLines);
        refused(pack(MAKER, CASE, &batch, &[], &[SECOND_CASE]), Error::UnknownContainer);
        refused(pack(WHOLESALER, CASE, &batch, &[0..5], &[]), Error::NotHeld);
        refused(tried(&|| pack(MAKER, CASE, &batch, &[0..5, 4..8], &[])), Error::PackedAlready);
        assert_ok!(pack(MAKER, CASE, &batch, &[0..5], &[]));
        refused(pack(MAKER, CASE, &batch, &[5..9], &[]), Error::SsccTaken);
        refused(tried(&|| pack(MAKER, SECOND_CASE, &batch, &[4..9], &[])), Error::PackedAlready);
        assert_ok!(pack(MAKER, SECOND_CASE, &batch, &[5..9], &[]));
        refused(tried(&|| pack(MAKER, PALLET, &batch, &[], &[CASE, CASE])), Error::PackedAlready);
        assert_ok!(pack(MAKER, PALLET, &batch, &[20..30], &[CASE]));
        refused(pack(MAKER, 340_123_450_000_000_031, &batch, &[], &[PALLET]), Error::PackedAlready);
    });
}

/// Marks what is outstanding in a shipment as breached.
fn breach(shipment: u64) {
    let open = Shipments::<Test>::get(shipment).unwrap();
    for line in &open.outstanding {
        assert_ok!(CustodyTransfer::do_mark_breached(shipment, open.from, line));
    }
}

#[test]
fn breached_packs_are_received_but_not_traded_until_the_maker_accepts_it() {
    build_and_execute(|| {
        let batch = release("A", PACKS);
        assert_ok!(dispatch(MAKER, 3, &batch, &[0..10, 20..30]));
        breach(0);
        breach(0);
        let on_the_way = CustodyTransfer::accept_breach(signed(MAKER), lines(&batch, &[0..5]), [9; 32]);
        assert_eq!(on_the_way, Err(Error::<Test>::NotHeld.into()), "a line stays one line until it is received");
        assert_ok!(receive(PHARMACY, 0));
        let dispense = |index| plain(DrugBatch::dispense(signed(PHARMACY), batch.clone(), PackSelection::One(index)));
        assert_noop!(dispense(5), Error::<Test>::Breached);
        let give_back = for_purpose(PHARMACY, 1, &batch, &[0..10], Purpose::SaleableReturn);
        assert_eq!(give_back, Err(Error::<Test>::Breached.into()));
        let accept =
            |by, range: Range<u32>| CustodyTransfer::accept_breach(signed(by), lines(&batch, &[range]), [9; 32]);
        assert_noop!(accept(PHARMACY, 0..5), ParticipantsError::OutsideScope);
        assert_noop!(accept(MAKER, 10..15), Error::<Test>::NotBreached);
        assert_ok!(accept(MAKER, 0..6));
        assert_ok!(dispense(5));
        assert_noop!(dispense(6), Error::<Test>::Breached);
        assert_ok!(for_purpose(PHARMACY, 1, &batch, &[20..30], Purpose::Disposal));
    });
}
