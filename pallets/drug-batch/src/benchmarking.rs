//! Benchmarks of the calls, each at its most expensive, and batches for the benchmarks of other pallets.

use alloc::{vec, vec::Vec};

use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use ledger_types::{
    Batch, BatchKey, BatchStatus, CHUNK_PACKS, Kind, LotNumber, Markets, PackChunk, PackSelection, PackState,
    ParticipantId, Product, ProductData, ProductStatus, RangeRecall, RecallClass, Storage,
    batch::{MAX_MARKETS, MAX_RANGE_RECALLS},
    pack::MAX_LIST,
};
use pallet_participants::benchmarking::{enrol, long_text};

use crate::{
    Batches, Call, Config, Custody, MAX_PACKS, PackStates, Pallet, Products, RecentChanges,
    recent::{Change, Changes},
};

/// A GTIN with a right check digit.
pub const GTIN: u64 = 4_012_345_678_901;
const EXPIRY: u32 = 20_991_231;

fn data() -> ProductData {
    let countries: Vec<[u8; 2]> = (0..MAX_MARKETS).map(|n| [b'A' + (n / 26) as u8, b'A' + (n % 26) as u8]).collect();
    // "DE" comes last of those that count.
    let mut markets: Vec<[u8; 2]> = countries.into_iter().take(MAX_MARKETS as usize - 1).collect();
    markets.push(*b"DE");
    ProductData {
        name: long_text(),
        markets: Markets::truncate_from(markets),
        storage: Storage::Refrigerated,
        authorisation: long_text(),
    }
}

/// The key of benchmark batch number `n`.
pub fn key(number: u32) -> BatchKey {
    let mut lot = vec![b'L'; 20];
    let mut rest = number;
    for letter in lot.iter_mut().take(5) {
        *letter = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    BatchKey { gtin: GTIN, lot: LotNumber::truncate_from(lot) }
}

/// A released batch with as large a record as there may be, all of whose packs `holder` has, in `pieces` holdings.
pub fn batch<T: Config>(number: u32, maker: ParticipantId, holder: ParticipantId, packs: u32, pieces: u32) -> BatchKey {
    Products::<T>::insert(GTIN, Product { maker, data: data(), status: ProductStatus::Marketed });
    let recall = |n| RangeRecall { start: packs - 1 - n, end: packs - n, class: RecallClass::III };
    let recalls: Vec<RangeRecall> =
        if packs > 2 * MAX_RANGE_RECALLS { (0..MAX_RANGE_RECALLS - 1).map(recall).collect() } else { Vec::new() };
    let record = Batch {
        maker,
        expiry: EXPIRY,
        packs,
        root: [7; 32],
        status: BatchStatus::Released,
        changed_chunks: 0,
        certificate: Some([8; 32]),
        recalls: recalls.try_into().unwrap_or_default(),
    };
    let key = key(number);
    Batches::<T>::insert(&key, record);
    T::Custody::open_in_pieces(&key, holder, packs, pieces);
    key
}

/// Makes the chunk of a pack as full as it may be, that pack aside: every second pack destroyed, and every pack's change
/// remembered by itself.
pub fn fill<T: Config>(key: &BatchKey, chunk: u32, but: u32) {
    let mut states = PackChunk::default();
    (0..CHUNK_PACKS).filter(|slot| *slot != but).for_each(|slot| states.set(slot, PackState::Dispensed));
    PackStates::<T>::insert(key, chunk, states);
    let change = |slot: u32| Change { start: slot as u16, end: slot as u16 + 1, at: slot % 2 };
    let changes: Vec<Change> = (0..CHUNK_PACKS).filter(|slot| *slot != but).map(change).collect();
    RecentChanges::<T>::insert(key, chunk, Changes::truncate_from(changes));
    Batches::<T>::mutate(key, |batch| {
        if let Some(batch) = batch {
            batch.changed_chunks = batch.changed_chunks.saturating_add(1);
        }
    });
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_product() {
        let (_, maker) = enrol::<T>(Kind::Manufacturer);
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), GTIN, data());
        assert!(Products::<T>::contains_key(GTIN));
    }

    #[benchmark]
    fn register_batch() -> Result<(), BenchmarkError> {
        let (_, maker) = enrol::<T>(Kind::Manufacturer);
        Pallet::<T>::register_product(RawOrigin::Signed(maker.clone()).into(), GTIN, data())?;
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), GTIN, key(0).lot, EXPIRY, MAX_PACKS, [7; 32]);
        Ok(())
    }

    #[benchmark]
    fn release_batch() {
        let (id, maker) = enrol::<T>(Kind::Manufacturer);
        let key = batch::<T>(0, id, id, MAX_PACKS, 1);
        Batches::<T>::mutate(&key, |batch| {
            if let Some(batch) = batch {
                batch.status = BatchStatus::Registered;
            }
        });
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), key, [8; 32]);
    }

    #[benchmark]
    fn recall_batch() {
        let (id, maker) = enrol::<T>(Kind::Manufacturer);
        let key = batch::<T>(0, id, id, MAX_PACKS, 1);
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), key, RecallClass::I);
    }

    #[benchmark]
    fn recall_packs() {
        let (id, maker) = enrol::<T>(Kind::Manufacturer);
        let key = batch::<T>(0, id, id, MAX_PACKS, 1);
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), key, 0, 1, RecallClass::I);
    }

    #[benchmark]
    fn recall_product() {
        let (id, maker) = enrol::<T>(Kind::Manufacturer);
        batch::<T>(0, id, id, MAX_PACKS, 1);
        #[extrinsic_call]
        _(RawOrigin::Signed(maker), GTIN, RecallClass::I);
    }

    #[benchmark]
    fn change_one() {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, 1);
        fill::<T>(&key, 0, 511);
        #[extrinsic_call]
        dispense(RawOrigin::Signed(operator), key.clone(), PackSelection::One(511));
        assert_eq!(PackStates::<T>::get(key, 0).inactive(), CHUNK_PACKS);
    }

    #[benchmark]
    fn change_first() {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, 1);
        #[extrinsic_call]
        dispense(RawOrigin::Signed(operator), key.clone(), PackSelection::One(511));
        assert_eq!(PackStates::<T>::get(key, 0).inactive(), 1);
    }

    #[benchmark]
    fn change_list(p: Linear<1, { MAX_LIST }>) {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, 1);
        // All but the first chunk, which makes the batch's record change, too.
        (1..p).for_each(|chunk| fill::<T>(&key, chunk, 511));
        let packs: Vec<u32> = (0..p).map(|chunk| chunk * CHUNK_PACKS + 511).collect();
        let packs = PackSelection::List(packs.try_into().unwrap_or_default());
        #[extrinsic_call]
        dispense(RawOrigin::Signed(operator), key, packs);
    }

    #[benchmark]
    fn change_range(c: Linear<1, 2_048>) {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, crate::MAX_PIECES);
        let packs = PackSelection::Range { start: 0, end: c * CHUNK_PACKS };
        #[extrinsic_call]
        dispense(RawOrigin::Signed(operator), key, packs);
    }

    #[benchmark]
    fn undo_list(p: Linear<1, { MAX_LIST }>) {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, 1);
        (0..p).for_each(|chunk| fill::<T>(&key, chunk, 511));
        let packs: Vec<u32> = (0..p).map(|chunk| chunk * CHUNK_PACKS + 255).collect();
        let packs = PackSelection::List(packs.try_into().unwrap_or_default());
        #[extrinsic_call]
        undo(RawOrigin::Signed(operator), key, packs, PackState::Dispensed);
    }

    #[benchmark]
    fn undo_range(c: Linear<1, 2_048>) -> Result<(), BenchmarkError> {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, crate::MAX_PIECES);
        let packs = PackSelection::Range { start: 0, end: c * CHUNK_PACKS };
        let origin = RawOrigin::Signed(operator.clone());
        Pallet::<T>::dispense(origin.into(), key.clone(), packs.clone()).map_err(|error| error.error)?;
        #[extrinsic_call]
        undo(RawOrigin::Signed(operator), key, packs, PackState::Dispensed);
        Ok(())
    }

    #[benchmark]
    fn refused() {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let (holder, operator) = enrol::<T>(Kind::Dispenser);
        let key = batch::<T>(0, maker, holder, MAX_PACKS, 1);
        #[block]
        {
            let origin = RawOrigin::Signed(operator).into();
            let result = Pallet::<T>::dispense(origin, key, PackSelection::One(MAX_PACKS));
            assert!(result.is_err());
        }
    }

    #[benchmark]
    fn forget() {
        let (maker, _) = enrol::<T>(Kind::Manufacturer);
        let key = batch::<T>(0, maker, maker, MAX_PACKS, 1);
        fill::<T>(&key, 3, 511);
        #[block]
        {
            let mut meter = frame_support::weights::WeightMeter::with_limit(
                <<T as Config>::WeightInfo as crate::WeightInfo>::forget(),
            );
            Pallet::<T>::forget_old_changes(&mut meter);
        }
    }
}
