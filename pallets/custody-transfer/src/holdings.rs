//! The tiling of each batch into holdings.

use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{BatchKey, Holding, HoldingStatus, PackIndex, ParticipantId};

use crate::{Config, Error, Holdings, Pallet};

/// Who has a range of packs, and whether at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keeper {
    pub holder: ParticipantId,
    pub status: HoldingStatus,
}

impl<T: Config> Pallet<T> {
    /// The holding of pack `index`, with its end.
    pub fn holding_of(batch: &BatchKey, index: PackIndex) -> Option<(PackIndex, Holding)> {
        let from = Holdings::<T>::hashed_key_for(batch, index.to_be_bytes());
        // Keys are ends, exclusive: the first one above `index` ends the holding that contains it.
        let end = Holdings::<T>::iter_key_prefix_from(batch, from).next()?;
        let holding = Holdings::<T>::get(batch, end)?;
        (holding.start <= index).then_some((PackIndex::from_be_bytes(end), holding))
    }

    /// That one keeper has all of a non-empty range. Neighbouring holdings of one keeper are always one, so this is a
    /// single lookup.
    pub(crate) fn kept_by(batch: &BatchKey, packs: &Range<PackIndex>, keeper: Keeper) -> Option<(PackIndex, Holding)> {
        Self::holding_of(batch, packs.start).filter(|(end, holding)| {
            packs.end <= *end && holding.holder == keeper.holder && holding.status == keeper.status
        })
    }

    /// Moves a range from one keeper to another: all of it, or nothing.
    ///
    /// # Errors
    /// [`Error::NotHeld`] unless `from` has every pack.
    pub(crate) fn hand_over(batch: &BatchKey, packs: Range<PackIndex>, from: Keeper, to: Keeper) -> DispatchResult {
        ensure!(packs.start < packs.end, Error::<T>::BadLines);
        let (end, old) = Self::kept_by(batch, &packs, from).ok_or(Error::<T>::NotHeld)?;

        Holdings::<T>::remove(batch, end.to_be_bytes());
        let mut joined = packs.clone();
        if old.start < packs.start {
            Self::put(batch, old.start..packs.start, from);
        } else if let Some(left) = Self::neighbour(batch, packs.start, to) {
            Holdings::<T>::remove(batch, packs.start.to_be_bytes());
            joined.start = left.start;
        }
        if packs.end < end {
            Self::put(batch, packs.end..end, from);
        } else if let Some((right_end, right)) = Self::holding_of(batch, packs.end)
            && (right.holder, right.status) == (to.holder, to.status)
        {
            Holdings::<T>::remove(batch, right_end.to_be_bytes());
            joined.end = right_end;
        }
        Self::put(batch, joined, to);
        Ok(())
    }

    /// The holding that ends at `end`, if it is this keeper's.
    fn neighbour(batch: &BatchKey, end: PackIndex, keeper: Keeper) -> Option<Holding> {
        Holdings::<T>::get(batch, end.to_be_bytes())
            .filter(|holding| (holding.holder, holding.status) == (keeper.holder, keeper.status))
    }

    fn put(batch: &BatchKey, packs: Range<PackIndex>, keeper: Keeper) {
        let holding = Holding { start: packs.start, holder: keeper.holder, status: keeper.status };
        Holdings::<T>::insert(batch, packs.end.to_be_bytes(), holding);
    }
}

impl<T: Config> pallet_drug_batch::Custody for Pallet<T> {
    fn open(batch: &BatchKey, maker: ParticipantId, packs: u32) {
        Self::put(batch, 0..packs, Keeper { holder: maker, status: HoldingStatus::Held });
    }

    fn ensure_held(batch: &BatchKey, holder: ParticipantId, packs: Range<PackIndex>) -> DispatchResult {
        let keeper = Keeper { holder, status: HoldingStatus::Held };
        ensure!(Self::kept_by(batch, &packs, keeper).is_some(), Error::<T>::NotHeld);
        Ok(())
    }
}
