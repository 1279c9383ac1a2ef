//! Segments of logs: who may send them, and what follows from them.

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{
    Shipment, Storage,
    cold_chain::{Device, Log, Segment},
    refusal::admission,
};
use pallet_custody_transfer::Pallet as Custody;
use pallet_drug_batch::Products;
use pallet_participants::Pallet as Participants;

use crate::{Config, Devices, Error, Event, Logs, Pallet, rules};

/// How many segments ahead of the next one may wait in the pool.
const AHEAD: u32 = 16;
/// For how many blocks a segment may wait.
const LONGEVITY: u64 = 64;
/// How far a device's clock may be ahead of the chain's, in seconds.
const CLOCK_SKEW: u64 = 300;
/// The longest segment, in seconds: within it only the mean is known.
const LONGEST_SEGMENT: u64 = 86_400;

fn refused<T>(code: u8) -> Result<T, TransactionValidityError> {
    Err(InvalidTransaction::Custom(code).into())
}

impl<T: Config> Pallet<T> {
    /// Whether a segment is signed by a known device, and is its next one: the pool's check, repeated when a block is made.
    pub(crate) fn authorize_segment(
        source: TransactionSource,
        segment: &Segment,
        signature: &[u8; 64],
    ) -> Result<(ValidTransaction, Weight), TransactionValidityError> {
        let Some(device) = Devices::<T>::get(segment.device) else { return refused(admission::UNKNOWN_DEVICE) };
        if segment.number < device.next {
            return Err(InvalidTransaction::Stale.into());
        }
        // A block takes no segment before its turn; the pool lets a few wait.
        let ahead = if source == TransactionSource::InBlock { 0 } else { AHEAD };
        if segment.number - device.next > ahead {
            return Err(InvalidTransaction::Future.into());
        }
        if Participants::<T>::ensure_may_trade(device.owner).is_err() {
            return refused(admission::NO_VALID_LICENCE);
        }
        // All that could make the call fail is checked here: a segment that is taken into a block and fails would not use
        // up its number, and anybody could send it again and again.
        if Self::ensure_acceptable(&device, segment).is_err() {
            return refused(admission::SEGMENT_REFUSED);
        }
        let genesis = frame_system::BlockHash::<T>::get(frame_system::pallet_prelude::BlockNumberFor::<T>::from(0u32));
        let genesis: [u8; 32] = genesis.as_ref().try_into().unwrap_or_default();
        let signed = sp_io::crypto::ed25519_verify(
            &sp_core::ed25519::Signature::from_raw(*signature),
            &segment.message(&genesis),
            &sp_core::ed25519::Public::from_raw(segment.device),
        );
        if !signed {
            return Err(InvalidTransaction::BadProof.into());
        }
        let tag = |number: u32| ("medtrail-segment", segment.device, number);
        let mut valid =
            ValidTransaction::with_tag_prefix("medtrail").and_provides(tag(segment.number)).longevity(LONGEVITY);
        if segment.number > device.next {
            valid = valid.and_requires(tag(segment.number.saturating_sub(1)));
        }
        Ok((valid.propagate(true).build()?, Weight::zero()))
    }

    /// Adds a segment, whose signature is checked, to its log. Tells how many lines it looked at.
    pub(crate) fn do_submit_segment(segment: Segment) -> Result<u32, DispatchError> {
        let mut device = Devices::<T>::get(segment.device).ok_or(Error::<T>::UnknownDevice)?;
        ensure!(segment.number == device.next, Error::<T>::SegmentOutOfOrder);
        let (shipment, mut log) = Self::ensure_acceptable(&device, &segment)?;

        rules::append(&mut log, &segment);
        for line in &shipment.outstanding {
            let storage = Products::<T>::get(line.batch.gtin).map_or(Storage::Ambient, |product| product.data.storage);
            if let Some(breach) = rules::breach(storage, &log, &segment) {
                // It cannot fail while outstanding lines are single holdings; if it did, the log must go on all the same.
                let _ = Custody::<T>::do_mark_breached(segment.shipment, shipment.from, line);
                if log.breach.is_none() {
                    log.breach = Some(breach);
                    Self::deposit_event(Event::Breached { shipment: segment.shipment, device: segment.device, breach });
                }
            }
        }
        Logs::<T>::insert(segment.shipment, segment.device, log);
        device.next = device.next.saturating_add(1);
        Devices::<T>::insert(segment.device, device);
        Self::deposit_event(Event::SegmentTaken { segment });
        Ok(shipment.outstanding.len() as u32)
    }

    /// The open shipment and the log to which a segment can be added, its number and signature aside.
    fn ensure_acceptable(device: &Device, segment: &Segment) -> Result<(Shipment, Log), Error<T>> {
        let now = Participants::<T>::now();
        ensure!(segment.is_plausible(), Error::<T>::Implausible);
        ensure!(device.attached == Some(segment.shipment), Error::<T>::NotAttached);
        ensure!(segment.until <= device.calibrated_until, Error::<T>::NotCalibrated);
        ensure!(segment.until <= now.saturating_add(CLOCK_SKEW), Error::<T>::InTheFuture);
        ensure!(segment.until.saturating_sub(segment.from) <= LONGEST_SEGMENT, Error::<T>::SegmentTooLong);
        let shipment = Custody::<T>::shipment(segment.shipment).ok_or(Error::<T>::UnknownShipment)?;
        ensure!(segment.from.saturating_add(CLOCK_SKEW) >= shipment.dispatched_at, Error::<T>::BeforeDispatch);
        let log = Logs::<T>::get(segment.shipment, segment.device).unwrap_or_default();
        let in_order = log.spans.last().is_none_or(|last| last.until <= segment.from);
        ensure!(in_order, Error::<T>::SegmentOutOfOrder);
        Ok((shipment, log))
    }
}
