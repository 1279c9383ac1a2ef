//! The states of single packs.

use alloc::vec::Vec;
use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{Batch, BatchKey, BatchStatus, PackChunk, PackIndex, PackState, ParticipantId};

use crate::{Batches, Config, Error, PackStates, Pallet};

/// What this pallet needs to know of custody. Implemented by pallet custody-transfer.
pub trait Custody {
    /// Gives all packs of a new batch to its maker.
    fn open(batch: &BatchKey, maker: ParticipantId, packs: u32);

    /// That a participant holds all these packs, at rest.
    ///
    /// # Errors
    /// `NotHeld`.
    fn ensure_held(batch: &BatchKey, holder: ParticipantId, packs: Range<PackIndex>) -> DispatchResult;
}

impl<T: Config> Pallet<T> {
    /// Whether an expiry, such as 20271200, has passed or is no date at all.
    pub fn expired(expiry: u32) -> bool {
        let now = pallet_participants::Pallet::<T>::now();
        gs1::Date::from_number(expiry).is_none_or(|date| date.ends_at() <= i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// A batch that may be traded: released, neither recalled nor expired.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`], [`Error::NotReleased`], [`Error::Recalled`], [`Error::Expired`].
    pub fn ensure_tradable(key: &BatchKey) -> Result<Batch, DispatchError> {
        let batch = Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?;
        match batch.status {
            BatchStatus::Released => {}
            BatchStatus::Registered => return Err(Error::<T>::NotReleased.into()),
            BatchStatus::Recalled { .. } => return Err(Error::<T>::Recalled.into()),
        }
        ensure!(!Self::expired(batch.expiry), Error::<T>::Expired);
        Ok(batch)
    }

    /// That every pack of a range exists and is active.
    ///
    /// # Errors
    /// [`Error::BadSelection`], [`Error::PackNotActive`].
    pub fn ensure_active(key: &BatchKey, batch: &Batch, packs: Range<PackIndex>) -> DispatchResult {
        ensure!(packs.start < packs.end && packs.end <= batch.packs, Error::<T>::BadSelection);
        if batch.inactive == 0 {
            return Ok(());
        }
        for (chunk, mut slots) in PackChunk::split(packs) {
            // Absent chunks, the common case, need no decoding of 512 states.
            let Ok(states) = PackStates::<T>::try_get(key, chunk) else { continue };
            ensure!(slots.all(|slot| states.get(slot) == Some(PackState::Active)), Error::<T>::PackNotActive);
        }
        Ok(())
    }

    pub(crate) fn do_dispense(
        key: &BatchKey,
        mut batch: Batch,
        ranges: Vec<Range<PackIndex>>,
        holder: ParticipantId,
    ) -> DispatchResult {
        for packs in &ranges {
            Self::ensure_active(key, &batch, packs.clone())?;
            T::Custody::ensure_held(key, holder, packs.clone())?;
        }
        for packs in ranges {
            batch.inactive = batch.inactive.saturating_add(packs.end - packs.start);
            Self::set_states(key, packs, PackState::Dispensed);
        }
        Batches::<T>::insert(key, batch);
        Ok(())
    }

    fn set_states(key: &BatchKey, packs: Range<PackIndex>, state: PackState) {
        for (chunk, slots) in PackChunk::split(packs) {
            PackStates::<T>::mutate(key, chunk, |states| slots.for_each(|slot| states.set(slot, state)));
        }
    }
}
