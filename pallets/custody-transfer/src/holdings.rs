//! The tiling of each batch into holdings.

use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{BatchKey, Holding, HoldingStatus, PackIndex, ParticipantId, ShipmentId};
use pallet_drug_batch::{MAX_PIECES, Need};

use crate::{Config, Error, Holdings, Pallet};

/// All that neighbouring packs must have in common to be one holding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keeper {
    pub holder: ParticipantId,
    pub status: HoldingStatus,
    pub supplier: Option<ParticipantId>,
    pub breached: Option<ShipmentId>,
}

impl From<&Holding> for Keeper {
    fn from(holding: &Holding) -> Self {
        let Holding { start: _, holder, status, supplier, breached } = *holding;
        Self { holder, status, supplier, breached }
    }
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

    /// The one holding that contains a non-empty range, if it has this holder and status.
    ///
    /// # Errors
    /// [`Error::NotHeld`]; [`Error::LineSpansHoldings`] if it reaches beyond, into another holding of the same holder.
    pub(crate) fn kept_by(
        batch: &BatchKey,
        packs: &Range<PackIndex>,
        holder: ParticipantId,
        status: HoldingStatus,
    ) -> Result<(PackIndex, Holding), Error<T>> {
        let theirs = |holding: &Holding| holding.holder == holder && holding.status == status;
        let (end, holding) = Self::holding_of(batch, packs.start).ok_or(Error::<T>::NotHeld)?;
        ensure!(theirs(&holding), Error::<T>::NotHeld);
        if packs.end > end {
            let next = Self::holding_of(batch, end).is_some_and(|(_, next)| theirs(&next));
            return Err(if next { Error::<T>::LineSpansHoldings } else { Error::<T>::NotHeld });
        }
        Ok((end, holding))
    }

    /// Moves a range within one holding of `holder` to the keeper that `to` makes of the present one: all of it, or
    /// nothing.
    ///
    /// # Errors
    /// As [`Self::kept_by`].
    pub(crate) fn hand_over(
        batch: &BatchKey,
        packs: Range<PackIndex>,
        holder: ParticipantId,
        status: HoldingStatus,
        to: impl FnOnce(Keeper) -> Keeper,
    ) -> Result<(), Error<T>> {
        ensure!(packs.start < packs.end, Error::<T>::BadLines);
        let (end, old) = Self::kept_by(batch, &packs, holder, status)?;
        let from = Keeper::from(&old);
        let to = to(from);
        if to == from {
            return Ok(());
        }

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
            && Keeper::from(&right) == to
        {
            Holdings::<T>::remove(batch, right_end.to_be_bytes());
            joined.end = right_end;
        }
        Self::put(batch, joined, to);
        Ok(())
    }

    /// The holding that ends at `end`, if it is this keeper's.
    fn neighbour(batch: &BatchKey, end: PackIndex, keeper: Keeper) -> Option<Holding> {
        Holdings::<T>::get(batch, end.to_be_bytes()).filter(|holding| Keeper::from(holding) == keeper)
    }

    fn put(batch: &BatchKey, packs: Range<PackIndex>, keeper: Keeper) {
        let Keeper { holder, status, supplier, breached } = keeper;
        let holding = Holding { start: packs.start, holder, status, supplier, breached };
        Holdings::<T>::insert(batch, packs.end.to_be_bytes(), holding);
    }
}

impl<T: Config> pallet_drug_batch::Custody for Pallet<T> {
    fn open(batch: &BatchKey, maker: ParticipantId, packs: u32) {
        let keeper = Keeper { holder: maker, status: HoldingStatus::Held, supplier: None, breached: None };
        Self::put(batch, 0..packs, keeper);
    }

    fn ensure_held(batch: &BatchKey, holder: ParticipantId, packs: Range<PackIndex>, need: Need) -> DispatchResult {
        // What one participant has may have come from several suppliers, and lie in several holdings.
        let mut next = packs.start;
        for _ in 0..MAX_PIECES {
            let (end, holding) = Self::holding_of(batch, next).ok_or(Error::<T>::NotHeld)?;
            ensure!(holding.holder == holder, Error::<T>::NotHeld);
            let at_rest = holding.status == HoldingStatus::Held;
            ensure!(at_rest || need == Need::Answering, Error::<T>::NotHeld);
            ensure!(holding.breached.is_none() || need != Need::Sound, Error::<T>::Breached);
            if packs.end <= end {
                return Ok(());
            }
            next = end;
        }
        Err(Error::<T>::TooManyParts.into())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn open_in_pieces(batch: &BatchKey, holder: ParticipantId, packs: u32, pieces: u32) {
        let mut start = 0;
        for piece in 1..=pieces {
            let end = if piece == pieces { packs } else { piece * 32 };
            let supplier = (piece % 2 == 0).then_some(holder);
            let keeper = Keeper { holder, status: HoldingStatus::Held, supplier, breached: None };
            Self::put(batch, start..end, keeper);
            start = end;
        }
    }
}
