//! Benchmarks of the calls, each at its most expensive.

use alloc::vec::Vec;

use frame_benchmarking::v2::*;
use frame_support::traits::Authorize;
use frame_system::RawOrigin;
use ledger_types::{
    Kind, Line, Lines, Terms,
    cold_chain::{DeviceId, Log, MAX_SPANS, Segment, Span},
    custody::MAX_LINES,
};
use pallet_custody_transfer::Pallet as Custody;
use pallet_drug_batch::{MAX_PACKS, benchmarking::batch};
use pallet_participants::benchmarking::enrol;
use sp_core::crypto::KeyTypeId;
use sp_runtime::transaction_validity::TransactionSource;

use crate::{Call, Config, Devices, Logs, Pallet};

const KEYS: KeyTypeId = KeyTypeId(*b"devi");
const DEVICE: DeviceId = [3; 32];

/// A shipment of refrigerated goods in so many lines, with a device that has a full log; the device's owner.
fn travelling<T: Config>(count: u32, device: DeviceId) -> Result<T::AccountId, BenchmarkError> {
    let (maker, operator) = enrol::<T>(Kind::Manufacturer);
    let (to, _) = enrol::<T>(Kind::Dispenser);
    let line = |number| {
        let key = batch::<T>(number, maker, maker, MAX_PACKS, 1);
        Line { batch: key, start: 1_000, end: 2_000 }
    };
    let lines: Lines = (0..count).map(line).collect::<Vec<_>>().try_into().unwrap_or_default();
    let origin = || RawOrigin::Signed(operator.clone());
    Custody::<T>::dispatch(origin().into(), to, lines, Terms::default()).map_err(|error| error.error)?;
    Pallet::<T>::register_device(origin().into(), device, u64::MAX)?;
    Pallet::<T>::attach(origin().into(), device, 0)?;
    let span = |at: u64| Span { from: at, until: at + 1, seen: 1, kinetic: 500 };
    let spans: Vec<Span> = (0..u64::from(MAX_SPANS)).map(span).collect();
    let spans = spans.try_into().unwrap_or_default();
    let log = Log { segments: MAX_SPANS, min: 500, max: 500, unobserved: 0, spans, breach: None };
    Logs::<T>::insert(0, device, log);
    Ok(operator)
}

/// The device's next segment, far too warm.
fn segment(device: DeviceId) -> Segment {
    let (from, until) = (u64::from(MAX_SPANS), u64::from(MAX_SPANS) + 100);
    let (min, max, mean, kinetic) = (1_400, 1_500, 1_450, 1_460);
    let (number, shipment, readings, deviation, digest) = (0, 0, 60, 40, [6; 32]);
    Segment { device, number, shipment, from, until, readings, min, max, mean, deviation, kinetic, digest }
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_device() {
        let (_, operator) = enrol::<T>(Kind::Carrier);
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), DEVICE, u64::MAX);
        assert!(Devices::<T>::contains_key(DEVICE));
    }

    #[benchmark]
    fn retire_device() -> Result<(), BenchmarkError> {
        let (_, operator) = enrol::<T>(Kind::Carrier);
        Pallet::<T>::register_device(RawOrigin::Signed(operator.clone()).into(), DEVICE, u64::MAX)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), DEVICE);
        Ok(())
    }

    #[benchmark]
    fn attach() -> Result<(), BenchmarkError> {
        let operator = travelling::<T>(MAX_LINES, DEVICE)?;
        Pallet::<T>::detach(RawOrigin::Signed(operator.clone()).into(), DEVICE)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), DEVICE, 0);
        Ok(())
    }

    #[benchmark]
    fn detach() -> Result<(), BenchmarkError> {
        let operator = travelling::<T>(1, DEVICE)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(operator), DEVICE);
        Ok(())
    }

    #[benchmark]
    fn submit_segment(l: Linear<1, { MAX_LINES }>) -> Result<(), BenchmarkError> {
        travelling::<T>(l, DEVICE)?;
        #[block]
        {
            Pallet::<T>::do_submit_segment(segment(DEVICE))?;
        }
        Ok(())
    }

    #[benchmark]
    fn authorize_submit_segment() -> Result<(), BenchmarkError> {
        let key = sp_io::crypto::ed25519_generate(KEYS, None);
        travelling::<T>(MAX_LINES, key.0)?;
        let segment = segment(key.0);
        let genesis: [u8; 32] =
            frame_system::BlockHash::<T>::get(frame_system::pallet_prelude::BlockNumberFor::<T>::from(0u32))
                .as_ref()
                .try_into()
                .unwrap_or_default();
        let signature = sp_io::crypto::ed25519_sign(KEYS, &key, &segment.message(&genesis));
        let signature = signature.ok_or(BenchmarkError::Weightless)?.0;
        let call = Call::<T>::submit_segment { segment, signature };
        #[block]
        {
            let authorised = call.authorize(TransactionSource::InBlock);
            assert!(matches!(authorised, Some(Ok(_))));
        }
        Ok(())
    }
}
