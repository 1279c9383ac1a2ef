//! Benchmarks of the calls, each at its most expensive.

use alloc::vec::Vec;

use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use ledger_types::{
    BatchKey, CHUNK_PACKS, Documents, Kind, Line, Lines, ParticipantId, Purpose, Terms,
    custody::{MAX_CHILDREN, MAX_LINES},
};
use pallet_drug_batch::{
    MAX_PACKS,
    benchmarking::{batch, fill},
};
use pallet_participants::benchmarking::enrol;

use crate::{Call, Children, Config, Containers, Pallet, Shipments};

/// An SSCC with a right check digit.
fn sscc(number: u32) -> u64 {
    let base = 34_012_345_000_000_000 + u64::from(number);
    (0..10).map(|digit| base * 10 + digit).find(|number| gs1::Sscc::from_number(*number).is_ok()).unwrap_or_default()
}

/// Lines from the middle of as many batches, so that every hand-over splits a holding in three.
fn lines(count: u32) -> Lines {
    let line = |number| Line { batch: pallet_drug_batch::benchmarking::key(number), start: 1_000, end: 2_000 };
    (0..count).map(line).collect::<Vec<_>>().try_into().unwrap_or_default()
}

fn batches<T: Config>(count: u32, maker: ParticipantId, holder: ParticipantId) {
    (0..count).for_each(|number| {
        batch::<T>(number, maker, holder, MAX_PACKS, 1);
    });
}

fn terms(seller: ParticipantId, carrier: ParticipantId) -> Terms {
    Terms {
        purpose: Purpose::Supply,
        sold_by: Some(seller),
        carrier: Some(carrier),
        sscc: None,
        documents: Some(Documents { information: [1; 32], statement: [2; 32] }),
    }
}

/// A shipment of so many lines from a maker to a dispenser, whose operator is told.
fn shipped<T: Config>(count: u32) -> Result<T::AccountId, BenchmarkError> {
    let (maker, operator) = enrol::<T>(Kind::Manufacturer);
    let (to, receiver) = enrol::<T>(Kind::Dispenser);
    let (seller, _) = enrol::<T>(Kind::Wholesaler);
    let (carrier, _) = enrol::<T>(Kind::Carrier);
    batches::<T>(count, maker, maker);
    let origin = RawOrigin::Signed(operator).into();
    Pallet::<T>::dispatch(origin, to, lines(count), terms(seller, carrier)).map_err(|error| error.error)?;
    Ok(receiver)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn dispatch(l: Linear<1, { MAX_LINES }>, c: Linear<0, 512>) {
        let (maker, operator) = enrol::<T>(Kind::Manufacturer);
        let (to, _) = enrol::<T>(Kind::Dispenser);
        let (seller, _) = enrol::<T>(Kind::Wholesaler);
        let (carrier, _) = enrol::<T>(Kind::Carrier);
        batches::<T>(l, maker, maker);
        // The first line reaches over as many chunks, each with a state of another pack to look past.
        let mut lines = lines(l).into_inner();
        if let Some(first) = lines.first_mut() {
            (first.start, first.end) = (8_192, 8_192 + c.max(1) * CHUNK_PACKS);
            for chunk in 0..c {
                let key: &BatchKey = &first.batch;
                let mut states = ledger_types::PackChunk::default();
                states.set(0, ledger_types::PackState::Active);
                pallet_drug_batch::PackStates::<T>::insert(key, 16 + chunk, states);
            }
            fill::<T>(&first.batch, 0, 0);
        }
        let lines = Lines::truncate_from(lines);
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), to, lines, terms(seller, carrier));
        assert_eq!(Shipments::<T>::iter().count(), 1);
    }

    #[benchmark]
    fn settle(l: Linear<1, { MAX_LINES }>) -> Result<(), BenchmarkError> {
        let receiver = shipped::<T>(l)?;
        // The first half of every line: each holding breaks in two.
        let mut halves = lines(l).into_inner();
        halves.iter_mut().for_each(|line| line.end = 1_500);
        #[extrinsic_call]
        receive(RawOrigin::Signed(receiver), 0, Some(Lines::truncate_from(halves)));
        assert_eq!(Shipments::<T>::iter().count(), 1);
        Ok(())
    }

    #[benchmark]
    fn pack(l: Linear<1, { MAX_LINES }>, c: Linear<0, { MAX_CHILDREN }>) -> Result<(), BenchmarkError> {
        let (maker, operator) = enrol::<T>(Kind::Manufacturer);
        batches::<T>(l, maker, maker);
        let key = batch::<T>(MAX_LINES, maker, maker, MAX_PACKS, 1);
        // Cases of three separate ranges each: together no more than a pallet may hold.
        for child in 0..c {
            let line =
                |at: u32| Line { batch: key.clone(), start: child * 100 + at * 10, end: child * 100 + at * 10 + 5 };
            let inner = Lines::truncate_from((0..3).map(line).collect());
            let origin = RawOrigin::Signed(operator.clone()).into();
            Pallet::<T>::pack(origin, sscc(child), inner, Children::default())?;
        }
        let children = Children::truncate_from((0..c).map(sscc).collect());
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), sscc(MAX_CHILDREN), lines(l), children);
        Ok(())
    }

    #[benchmark]
    fn unpack() -> Result<(), BenchmarkError> {
        let (maker, operator) = enrol::<T>(Kind::Manufacturer);
        pallet::<T>(maker, &operator)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), sscc(MAX_CHILDREN));
        assert!(Containers::<T>::get(sscc(MAX_CHILDREN)).is_none());
        Ok(())
    }

    #[benchmark]
    fn contents() -> Result<(), BenchmarkError> {
        let (maker, operator) = enrol::<T>(Kind::Manufacturer);
        pallet::<T>(maker, &operator)?;
        let container = Containers::<T>::get(sscc(MAX_CHILDREN)).ok_or(BenchmarkError::Weightless)?;
        #[block]
        {
            assert!(!Pallet::<T>::contents(&container).is_empty());
        }
        Ok(())
    }

    #[benchmark]
    fn refused() {
        let (maker, operator) = enrol::<T>(Kind::Manufacturer);
        let (to, _) = enrol::<T>(Kind::Dispenser);
        let (seller, _) = enrol::<T>(Kind::Wholesaler);
        batches::<T>(1, maker, maker);
        #[block]
        {
            let origin = RawOrigin::Signed(operator).into();
            // The carrier is looked up last, and is none.
            let result = Pallet::<T>::dispatch(origin, to, lines(1), terms(seller, maker + 99));
            assert!(result.is_err());
        }
    }

    /// A full pallet: 64 lines of its own, 64 cases of three lines.
    fn pallet<T: Config>(maker: ParticipantId, operator: &T::AccountId) -> Result<(), BenchmarkError> {
        batches::<T>(MAX_LINES, maker, maker);
        let key = batch::<T>(MAX_LINES, maker, maker, MAX_PACKS, 1);
        for child in 0..MAX_CHILDREN {
            let line =
                |at: u32| Line { batch: key.clone(), start: child * 100 + at * 10, end: child * 100 + at * 10 + 5 };
            let inner = Lines::truncate_from((0..3).map(line).collect());
            let origin = RawOrigin::Signed(operator.clone()).into();
            Pallet::<T>::pack(origin, sscc(child), inner, Children::default())?;
        }
        let children = Children::truncate_from((0..MAX_CHILDREN).map(sscc).collect());
        let origin = RawOrigin::Signed(operator.clone()).into();
        Pallet::<T>::pack(origin, sscc(MAX_CHILDREN), lines(MAX_LINES), children)?;
        Ok(())
    }
}
