#![allow(clippy::unwrap_used)]

use core::ops::Range;

use frame_support::{
    assert_noop, assert_ok,
    pallet_prelude::{InvalidTransaction, TransactionSource, TransactionValidityError},
    traits::Authorize,
};
use ledger_types::{
    BatchKey, Line, Lines, PackSelection, Permissions, Terms,
    cold_chain::{Breach, BreachKind, DeviceId, Segment},
    refusal::admission,
};
use sp_core::{Pair, ed25519};
use sp_runtime::DispatchResult;

use crate::{Call, Devices, Error, Event, Logs, mock::*};

const HOUR: u64 = 3_600;

fn lines(batch: &BatchKey, ranges: &[Range<u32>]) -> Lines {
    let line = |packs: &Range<u32>| Line { batch: batch.clone(), start: packs.start, end: packs.end };
    ranges.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

fn key() -> ed25519::Pair {
    ed25519::Pair::from_seed(&[7; 32])
}

fn device() -> DeviceId {
    key().public().0
}

/// A segment of the logger, hours after the start, at one temperature.
fn segment(number: u32, hours: Range<u64>, temperature: i16) -> Segment {
    let (from, until) = (START + hours.start * HOUR, START + hours.end * HOUR);
    let (min, max, mean, kinetic) = (temperature, temperature, temperature, temperature);
    let (device, shipment, readings, deviation, digest) = (device(), 0, 60, 0, [6; 32]);
    Segment { device, number, shipment, from, until, readings, min, max, mean, deviation, kinetic, digest }
}

fn genesis() -> [u8; 32] {
    System::block_hash(0).0
}

fn signature(segment: &Segment) -> [u8; 64] {
    key().sign(&segment.message(&genesis())).0
}

/// Sends a segment as a block would take it: authorised first, then dispatched.
fn submit(segment: Segment) -> Result<DispatchResult, TransactionValidityError> {
    submit_with(segment, signature(&segment))
}

fn submit_with(segment: Segment, signature: [u8; 64]) -> Result<DispatchResult, TransactionValidityError> {
    let call = Call::<Test>::submit_segment { segment, signature };
    call.authorize(TransactionSource::InBlock).unwrap()?;
    let origin = frame_system::RawOrigin::Authorized.into();
    let done = ColdChain::submit_segment(origin, segment, signature);
    Ok(done.map(|_| ()).map_err(|refused| refused.error))
}

fn refused(result: Result<DispatchResult, TransactionValidityError>) -> u8 {
    match result {
        Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code))) => code,
        other => panic!("{other:?}"),
    }
}

/// The carrier's logger travels with packs 0 to 9 from the maker to the pharmacy, as shipment 0.
fn travelling() -> BatchKey {
    let batch = release("A", PACKS);
    let terms = Terms { carrier: Some(5), ..Terms::default() };
    assert_ok!(CustodyTransfer::dispatch(signed(MAKER), 3, lines(&batch, &[0..10]), terms));
    assert_ok!(ColdChain::register_device(signed(CARRIER), device(), START + YEAR));
    assert_ok!(ColdChain::attach(signed(CARRIER), device(), 0));
    set_time(START + 100 * HOUR);
    batch
}

#[test]
fn a_cold_journey_leaves_the_packs_as_they_were() {
    build_and_execute(|| {
        let batch = travelling();
        for hour in 0..30 {
            assert_eq!(submit(segment(hour as u32, hour..hour + 1, 510)), Ok(Ok(())));
        }
        let log = Logs::<Test>::get(0, device()).unwrap();
        assert_eq!((log.segments, log.breach), (30, None));
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 0, None));
        assert_ok!(DrugBatch::dispense(signed(PHARMACY), batch, PackSelection::One(5)));
    });
}

#[test]
fn a_breach_marks_what_is_on_the_way() {
    build_and_execute(|| {
        let batch = travelling();
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 0, Some(lines(&batch, &[0..2]))));
        assert_eq!(submit(segment(0, 0..19, 500)), Ok(Ok(())));
        assert_eq!(submit(segment(1, 19..24, 1_500)), Ok(Ok(())));
        let breach = Breach {
            storage: ledger_types::Storage::Refrigerated,
            kind: BreachKind::Mean,
            value: 826,
            at: START + 24 * HOUR,
        };
        assert_eq!(Logs::<Test>::get(0, device()).unwrap().breach, Some(breach));
        assert!(
            System::events()
                .iter()
                .any(|record| { record.event == Event::Breached { shipment: 0, device: device(), breach }.into() })
        );
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 0, None));
        let breached = |pack| CustodyTransfer::holding(batch.clone(), pack).unwrap().1.breached;
        assert_eq!((breached(1), breached(2), breached(9), breached(10)), (None, Some(0), Some(0), None));
        assert_ok!(DrugBatch::dispense(signed(PHARMACY), batch.clone(), PackSelection::One(1)));
        let dispensed = DrugBatch::dispense(signed(PHARMACY), batch, PackSelection::One(2));
        assert_eq!(dispensed.unwrap_err().error, pallet_custody_transfer::Error::<Test>::Breached.into());
    });
}

#[test]
fn a_segment_is_taken_once_and_in_turn() {
    build_and_execute(|| {
        travelling();
        let first = segment(0, 0..1, 500);
        assert_eq!(submit(segment(1, 1..2, 500)), Err(InvalidTransaction::Future.into()));
        assert_eq!(submit(first), Ok(Ok(())));
        assert_eq!(submit(first), Err(InvalidTransaction::Stale.into()));
        assert_eq!(refused(submit(segment(1, 0..1, 500))), admission::SEGMENT_REFUSED, "the same hour again");
        assert_eq!(submit(segment(1, 1..2, 500)), Ok(Ok(())));
        assert_eq!(Devices::<Test>::get(device()).unwrap().next, 2);
    });
}

#[test]
fn the_pool_lets_a_few_segments_wait_in_order() {
    build_and_execute(|| {
        travelling();
        let pooled = |number: u32| {
            let segment = segment(number, 0..1, 500);
            let call = Call::<Test>::submit_segment { segment, signature: signature(&segment) };
            call.authorize(TransactionSource::External).unwrap().map(|(valid, _)| valid)
        };
        let (first, second) = (pooled(0).unwrap(), pooled(1).unwrap());
        assert!(first.requires.is_empty());
        assert_eq!(second.requires, first.provides);
        assert!(pooled(16).is_ok());
        assert_eq!(pooled(17), Err(InvalidTransaction::Future.into()));
    });
}

#[test]
fn a_segment_with_another_signature_is_refused() {
    build_and_execute(|| {
        travelling();
        let bad = Err(InvalidTransaction::BadProof.into());
        let mut signature_of_another = signature(&segment(0, 0..1, 500));
        assert_eq!(submit_with(segment(0, 0..1, 400), signature_of_another), bad);
        signature_of_another[9] ^= 1;
        assert_eq!(submit_with(segment(0, 0..1, 500), signature_of_another), bad);
        let on_another_chain = key().sign(&segment(0, 0..1, 500).message(&[9; 32])).0;
        assert_eq!(submit_with(segment(0, 0..1, 500), on_another_chain), bad);
        let nobodys = Segment { device: [9; 32], ..segment(0, 0..1, 500) };
        assert_eq!(refused(submit(nobodys)), admission::UNKNOWN_DEVICE);
    });
}

#[test]
fn a_segment_that_cannot_be_is_refused_before_it_reaches_a_block() {
    build_and_execute(|| {
        travelling();
        let good = segment(0, 0..1, 500);
        let wrong = [
            Segment { from: good.until, ..good },
            Segment { readings: 0, ..good },
            Segment { min: 501, ..good },
            Segment { max: 499, ..good },
            Segment { mean: 499, ..good },
            Segment { kinetic: 498, ..good },
            Segment { deviation: 2, ..good },
            Segment { min: -30_000, ..good },
            Segment { shipment: 1, ..good },
            segment(0, 101..102, 500),
            segment(0, 0..25, 500),
        ];
        for segment in wrong {
            assert_eq!(refused(submit(segment)), admission::SEGMENT_REFUSED, "{segment:?}");
        }
        let before = Segment { from: START - 301, ..good };
        assert_eq!(refused(submit(before)), admission::SEGMENT_REFUSED);
        assert_eq!(submit(good), Ok(Ok(())));
    });
}

#[test]
fn a_suspended_owners_sensors_are_silent() {
    build_and_execute(|| {
        travelling();
        assert_ok!(Participants::suspend(signed(REGULATOR), 5));
        assert_eq!(refused(submit(segment(0, 0..1, 500))), admission::NO_VALID_LICENCE);
    });
}

#[test]
fn nobody_but_an_authorised_origin_submits() {
    build_and_execute(|| {
        travelling();
        let segment = segment(0, 0..1, 500);
        for origin in [signed(CARRIER), RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let done = ColdChain::submit_segment(origin, segment, signature(&segment));
            assert_eq!(done.unwrap_err().error, sp_runtime::DispatchError::BadOrigin);
        }
    });
}

#[test]
fn devices_belong_to_one_participant_and_travel_with_one_shipment() {
    build_and_execute(|| {
        let batch = travelling();
        let register = |by| ColdChain::register_device(signed(by), device(), START + YEAR);
        assert_noop!(register(PHARMACY), Error::<Test>::DeviceTaken);
        assert_ok!(register(CARRIER));
        assert_eq!(Devices::<Test>::get(device()).unwrap().attached, Some(0), "a renewal changes nothing else");
        assert_ok!(CustodyTransfer::dispatch(signed(MAKER), 2, lines(&batch, &[20..30]), Terms::default()));
        let attach = |by, device, shipment| ColdChain::attach(signed(by), device, shipment);
        assert_noop!(attach(CARRIER, device(), 1), Error::<Test>::Attached);
        assert_noop!(attach(PHARMACY, device(), 0), Error::<Test>::NotOwner);
        assert_noop!(attach(CARRIER, [9; 32], 0), Error::<Test>::UnknownDevice);
        assert_noop!(ColdChain::retire_device(signed(CARRIER), device()), Error::<Test>::Attached);
        assert_ok!(ColdChain::detach(signed(CARRIER), device()));
        assert_noop!(ColdChain::detach(signed(CARRIER), device()), Error::<Test>::NotAttached);
        assert_noop!(attach(CARRIER, device(), 1), Error::<Test>::NotParty);
        assert_noop!(attach(CARRIER, device(), 9), Error::<Test>::UnknownShipment);
        assert_ok!(ColdChain::retire_device(signed(CARRIER), device()));
        assert_noop!(attach(CARRIER, device(), 0), Error::<Test>::NotCalibrated);
        assert_noop!(register(PHARMACY), Error::<Test>::DeviceTaken);
        let gone = ColdChain::register_device(signed(CARRIER), [8; 32], START);
        assert_eq!(gone, Err(Error::<Test>::NotCalibrated.into()));
    });
}

#[test]
fn a_log_keeps_what_matters_after_the_journey() {
    build_and_execute(|| {
        travelling();
        assert_eq!(submit(segment(0, 0..1, -1)), Ok(Ok(())));
        assert_ok!(ColdChain::detach(signed(CARRIER), device()));
        assert_eq!(Logs::<Test>::get(0, device()).unwrap().spans.len(), 1, "it may come back");
        assert_ok!(ColdChain::attach(signed(CARRIER), device(), 0));
        assert_ok!(CustodyTransfer::receive(signed(PHARMACY), 0, None));
        assert_eq!(refused(submit(segment(1, 1..2, 500))), admission::SEGMENT_REFUSED, "it comes too late");
        assert_ok!(ColdChain::detach(signed(CARRIER), device()));
        let log = Logs::<Test>::get(0, device()).unwrap();
        assert_eq!((log.segments, log.min, log.spans.len()), (1, -1, 0));
        assert_eq!(log.breach.map(|breach| breach.kind), Some(BreachKind::TooCold));
    });
}

#[test]
fn a_key_without_the_permission_senses_nothing() {
    build_and_execute(|| {
        assert_ok!(Participants::add_operator(signed(CARRIER), 30, Permissions::SHIP));
        let register = ColdChain::register_device(signed(30), device(), START + YEAR);
        assert_eq!(register, Err(pallet_participants::Error::<Test>::NotPermitted.into()));
    });
}
