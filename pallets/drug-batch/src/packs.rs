//! The states of single packs.

use alloc::vec::Vec;
use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{
    Batch, BatchKey, BatchStatus, Kind, PackChunk, PackIndex, PackSelection, PackState, ParticipantId, Permissions,
    Scope, pack::Undo,
};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{Batches, Config, Error, PackStates, Pallet, Products};

/// Most neighbouring holdings of one participant that one act on its packs may touch.
pub const MAX_PIECES: u32 = 16;

/// What an act needs of the custody of packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The actor has them at rest, and their temperature was never outside the product's limits.
    Sound,
    /// The actor has them at rest.
    AtRest,
    /// The actor answers for them, at rest or on the way.
    Answering,
}

/// What this pallet needs to know of custody. Implemented by pallet custody-transfer.
pub trait Custody {
    /// Gives all packs of a new batch to its maker.
    fn open(batch: &BatchKey, maker: ParticipantId, packs: u32);

    /// That a participant holds all these packs, as needed.
    ///
    /// # Errors
    /// `NotHeld`, `Breached`.
    fn ensure_held(batch: &BatchKey, holder: ParticipantId, packs: Range<PackIndex>, need: Need) -> DispatchResult;

    /// Gives all packs of a new batch to one participant, in so many holdings, all but the last of 32 packs.
    #[cfg(feature = "runtime-benchmarks")]
    fn open_in_pieces(batch: &BatchKey, holder: ParticipantId, packs: u32, pieces: u32);
}

/// What this pallet needs to know of quarantines. Implemented by pallet compliance.
pub trait Quarantine {
    /// Whether any of these packs lies in the quarantine of an open case, whatever its state.
    fn covers(batch: &BatchKey, packs: &Range<PackIndex>) -> bool;
}

/// No quarantines.
impl Quarantine for () {
    fn covers(_: &BatchKey, _: &Range<PackIndex>) -> bool {
        false
    }
}

impl<T: Config> Pallet<T> {
    /// Whether an expiry, such as 20271200, has passed or is no date at all.
    pub fn expired(expiry: u32) -> bool {
        let now = Participants::<T>::now();
        gs1::Date::from_number(expiry).is_none_or(|date| date.ends_at() <= i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// A batch that may be traded: released, and neither it nor its product recalled, withdrawn or expired. Recalls of
    /// some of its packs are looked at with the packs.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`], [`Error::UnknownProduct`], [`Error::NotReleased`], [`Error::Recalled`],
    /// [`Error::Withdrawn`], [`Error::Expired`].
    pub fn ensure_tradable(key: &BatchKey) -> Result<Batch, DispatchError> {
        Self::ensure_tradable_in(key, None)
    }

    /// As [`Self::ensure_tradable`], and authorised in this country.
    ///
    /// # Errors
    /// As there, and [`Error::NotAuthorisedHere`].
    pub fn ensure_tradable_in(key: &BatchKey, country: Option<[u8; 2]>) -> Result<Batch, DispatchError> {
        let batch = Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?;
        match batch.status {
            BatchStatus::Released => {}
            BatchStatus::Registered => return Err(Error::<T>::NotReleased.into()),
            BatchStatus::Recalled { .. } => return Err(Error::<T>::Recalled.into()),
            BatchStatus::Withdrawn { .. } => return Err(Error::<T>::Withdrawn.into()),
        }
        let product = Products::<T>::get(key.gtin).ok_or(Error::<T>::UnknownProduct)?;
        Self::ensure_marketed(&product)?;
        ensure!(!Self::expired(batch.expiry), Error::<T>::Expired);
        let authorised = country.is_none_or(|country| product.data.markets.contains(&country));
        ensure!(authorised, Error::<T>::NotAuthorisedHere);
        Ok(batch)
    }

    /// Whether packs of a batch are to leave the market: it, its product or all of these packs are recalled, withdrawn or
    /// expired.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`].
    pub fn is_off_market(key: &BatchKey, packs: &Range<PackIndex>) -> Result<(Batch, bool), DispatchError> {
        let batch = Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?;
        let called_back = matches!(batch.status, BatchStatus::Recalled { .. } | BatchStatus::Withdrawn { .. });
        let off_market = called_back
            || batch.recalls.iter().any(|recall| recall.start <= packs.start && packs.end <= recall.end)
            || Self::expired(batch.expiry)
            || Products::<T>::get(key.gtin).is_some_and(|product| Self::ensure_marketed(&product).is_err());
        Ok((batch, off_market))
    }

    /// That every pack of a range exists and is active.
    ///
    /// # Errors
    /// [`Error::BadSelection`], [`Error::PackNotActive`].
    pub fn ensure_active(key: &BatchKey, batch: &Batch, packs: Range<PackIndex>) -> DispatchResult {
        ensure!(packs.start < packs.end && packs.end <= batch.packs, Error::<T>::BadSelection);
        if batch.changed_chunks == 0 {
            return Ok(());
        }
        for (chunk, mut slots) in PackChunk::split(packs) {
            // Absent chunks, the common case, need no decoding of 512 states.
            let Ok(states) = PackStates::<T>::try_get(key, chunk) else { continue };
            ensure!(slots.all(|slot| states.get(slot) == Some(PackState::Active)), Error::<T>::PackNotActive);
        }
        Ok(())
    }

    /// The dispenser that an operator acts for, and a batch of which it may dispense.
    pub(crate) fn ensure_dispenser(
        origin: OriginFor<T>,
        key: &BatchKey,
    ) -> Result<(ParticipantId, Batch), DispatchError> {
        let actor = Participants::<T>::ensure_operator(origin, Permissions::DISPENSE)?;
        let may = PackState::Dispensed.may_be_set_by(actor.kind());
        ensure!(may, pallet_participants::Error::<T>::WrongKind);
        let licensed = actor.record.may(Scope::DISPENSE, Participants::<T>::now());
        ensure!(licensed, pallet_participants::Error::<T>::OutsideScope);
        let batch = Self::ensure_tradable_in(key, Some(actor.record.country))?;
        Ok((actor.id, batch))
    }

    /// A batch whose packs this participant may put into this state, their custody aside.
    pub(crate) fn ensure_may_set(actor: &Actor, key: &BatchKey, state: PackState) -> Result<Batch, DispatchError> {
        // Dispensing has a call of its own, with a permission of its own.
        let may = state != PackState::Dispensed && state.may_be_set_by(actor.kind()) && actor.kind() != Kind::Regulator;
        ensure!(may, Error::<T>::StateNotAllowed);
        if takes_out_of_trade_only(state) {
            Ok(Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?)
        } else {
            Self::ensure_tradable(key)
        }
    }

    /// The ranges of a selection, all within the batch.
    pub(crate) fn select(batch: &Batch, packs: &PackSelection) -> Result<Vec<Range<PackIndex>>, DispatchError> {
        let ranges = packs.ranges().filter(|ranges| ranges.iter().all(|range| range.end <= batch.packs));
        ranges.ok_or(Error::<T>::BadSelection.into())
    }

    /// That all packs of a range exist.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`], [`Error::BadSelection`].
    pub fn ensure_exist(key: &BatchKey, packs: &Range<PackIndex>) -> DispatchResult {
        let batch = Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?;
        ensure!(packs.start < packs.end && packs.end <= batch.packs, Error::<T>::BadSelection);
        Ok(())
    }

    /// That no pack of a range is recalled by range.
    ///
    /// # Errors
    /// [`Error::Recalled`].
    pub fn ensure_unrecalled(batch: &Batch, packs: &Range<PackIndex>) -> DispatchResult {
        ensure!(batch.range_recall(packs).is_none(), Error::<T>::Recalled);
        Ok(())
    }

    /// Puts packs into another state: all of them or none. Tells whether some are the first of their chunk.
    pub(crate) fn do_change(
        key: &BatchKey,
        mut batch: Batch,
        ranges: Vec<Range<PackIndex>>,
        actor: ParticipantId,
        state: PackState,
    ) -> Result<bool, DispatchError> {
        let chunks_before = batch.changed_chunks;
        let need = match state {
            PackState::Stolen => Need::Answering,
            _ if takes_out_of_trade_only(state) => Need::AtRest,
            _ => Need::Sound,
        };
        for packs in ranges {
            T::Custody::ensure_held(key, actor, packs.clone(), need)?;
            if !takes_out_of_trade_only(state) {
                Self::ensure_unrecalled(&batch, &packs)?;
            }
            let lost = matches!(state, PackState::Stolen | PackState::Destroyed);
            let from = |present: PackState| present == PackState::Active || lost && present.may_be_lost();
            Self::set_states(key, &mut batch, packs.clone(), state, from)?;
            if state.undo() == Undo::TenDays {
                Self::remember(key, packs);
            }
        }
        // Calls are transactional: a pack that cannot change undoes the packs before it.
        let first = batch.changed_chunks != chunks_before;
        if first {
            Batches::<T>::insert(key, batch);
        }
        Ok(first)
    }

    pub(crate) fn do_undo(
        key: &BatchKey,
        mut batch: Batch,
        ranges: Vec<Range<PackIndex>>,
        actor: ParticipantId,
        from: PackState,
    ) -> DispatchResult {
        ensure!(from.undo() != Undo::Never, Error::<T>::NeverUndone);
        for packs in ranges {
            Self::ensure_unrecalled(&batch, &packs)?;
            // A quarantine leaves locked and dispensed packs as they are; they must not come back to life in it.
            ensure!(!T::Quarantine::covers(key, &packs), Error::<T>::InQuarantine);
            for (chunk, mut slots) in PackChunk::split(packs.clone()) {
                let states = PackStates::<T>::get(key, chunk);
                ensure!(slots.all(|slot| states.get(slot) == Some(from)), Error::<T>::UndoMismatch);
            }
            T::Custody::ensure_held(key, actor, packs.clone(), Need::AtRest).map_err(|_| Error::<T>::UndoByAnother)?;
            if from.undo() == Undo::TenDays {
                Self::take_recent(key, packs.clone())?;
            }
            Self::set_states(key, &mut batch, packs, PackState::Active, |state| state == from)?;
        }
        Batches::<T>::insert(key, batch);
        Ok(())
    }

    /// Puts every active pack of a range into quarantine; the others stay as they are. Tells how many it were. By pallet
    /// compliance.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`], [`Error::BadSelection`].
    pub fn do_quarantine(key: &BatchKey, packs: Range<PackIndex>) -> Result<u32, DispatchError> {
        Self::replace_states(key, packs, PackState::Active, PackState::Quarantined)
    }

    /// Ends the quarantine of every quarantined pack of a range: active again, or destroyed. Tells how many it were. By
    /// pallet compliance.
    ///
    /// # Errors
    /// [`Error::UnknownBatch`], [`Error::BadSelection`].
    pub fn do_end_quarantine(key: &BatchKey, packs: Range<PackIndex>, destroyed: bool) -> Result<u32, DispatchError> {
        let state = if destroyed { PackState::Destroyed } else { PackState::Active };
        Self::replace_states(key, packs, PackState::Quarantined, state)
    }

    /// Puts those packs of a range that are in one state into another; tells how many it were.
    fn replace_states(
        key: &BatchKey,
        packs: Range<PackIndex>,
        from: PackState,
        to: PackState,
    ) -> Result<u32, DispatchError> {
        let mut batch = Batches::<T>::get(key).ok_or(Error::<T>::UnknownBatch)?;
        ensure!(packs.start < packs.end && packs.end <= batch.packs, Error::<T>::BadSelection);
        let mut changed = 0;
        for (chunk, slots) in PackChunk::split(packs) {
            let before = changed;
            let stored = PackStates::<T>::try_get(key, chunk).ok();
            let (existed, mut states) = (stored.is_some(), stored.unwrap_or_default());
            for slot in slots.filter(|slot| states.get(*slot) == Some(from)).collect::<Vec<_>>() {
                states.set(slot, to);
                changed += 1;
            }
            if changed > before {
                Self::put_chunk(key, &mut batch, chunk, states, existed);
            }
        }
        Batches::<T>::insert(key, batch);
        Ok(changed)
    }

    /// Puts every pack of a range into a state, if `from` allows the state that it is in.
    fn set_states(
        key: &BatchKey,
        batch: &mut Batch,
        packs: Range<PackIndex>,
        state: PackState,
        from: impl Fn(PackState) -> bool,
    ) -> DispatchResult {
        for (chunk, slots) in PackChunk::split(packs) {
            let stored = PackStates::<T>::try_get(key, chunk).ok();
            let existed = stored.is_some();
            let mut states = match stored {
                Some(states) => {
                    for slot in slots.clone() {
                        match states.get(slot) {
                            Some(present) if present == state => return Err(Error::<T>::AlreadyInState.into()),
                            Some(present) if from(present) => {}
                            _ => return Err(Error::<T>::PackNotActive.into()),
                        }
                    }
                    states
                }
                None if from(PackState::Active) => PackChunk::default(),
                None => return Err(Error::<T>::PackNotActive.into()),
            };
            states.fill(slots, state);
            Self::put_chunk(key, batch, chunk, states, existed);
        }
        Ok(())
    }

    /// Stores a chunk, unless all its packs are active, and counts it.
    fn put_chunk(key: &BatchKey, batch: &mut Batch, chunk: u32, states: PackChunk, existed: bool) {
        if states.inactive() == 0 {
            PackStates::<T>::remove(key, chunk);
            batch.changed_chunks = batch.changed_chunks.saturating_sub(existed.into());
        } else {
            PackStates::<T>::insert(key, chunk, states);
            batch.changed_chunks = batch.changed_chunks.saturating_add((!existed).into());
        }
    }
}

/// Whether putting packs into this state is no trade: it must be possible for packs that may not be traded any more.
fn takes_out_of_trade_only(state: PackState) -> bool {
    matches!(state, PackState::Destroyed | PackState::Stolen | PackState::Locked | PackState::Sample)
}
