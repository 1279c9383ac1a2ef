//! When packs changed their state, kept for as long as the change can be undone.

use alloc::vec::Vec;
use core::ops::Range;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, ensure, pallet_prelude::*, weights::WeightMeter};
use ledger_types::{BatchKey, CHUNK_PACKS, PackChunk, PackIndex, pack::UNDO_SECONDS};
use pallet_participants::Pallet as Participants;
use scale_info::TypeInfo;

use crate::{Config, Error, ForgottenUpTo, Pallet, RecentChanges, WeightInfo};

/// Neighbouring packs of one chunk that changed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Change {
    /// First slot.
    pub start: u16,
    /// One past the last slot.
    pub end: u16,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: u32,
}

/// The changes of a chunk; no slot is in two of them.
pub type Changes = BoundedVec<Change, ConstU32<CHUNK_PACKS>>;

/// The storage key of a chunk: prefix, hashed batch, number.
pub type Cursor = BoundedVec<u8, ConstU32<128>>;

/// Most chunks looked at in one block.
const STEPS: u32 = 16;

fn is_recent(change: &Change, now: u64) -> bool {
    now <= u64::from(change.at).saturating_add(UNDO_SECONDS)
}

impl<T: Config> Pallet<T> {
    /// Notes that packs change now.
    pub(crate) fn remember(key: &BatchKey, packs: Range<PackIndex>) {
        let now = Participants::<T>::now();
        let at = u32::try_from(now).unwrap_or(u32::MAX);
        for (chunk, slots) in PackChunk::split(packs) {
            RecentChanges::<T>::mutate(key, chunk, |changes| {
                let (start, end) = (slots.start as u16, slots.end as u16);
                match changes.last_mut() {
                    Some(last) if last.at == at && last.end == start => last.end = end,
                    _ => {
                        changes.retain(|change| is_recent(change, now) && (change.end <= start || end <= change.start));
                        // Disjoint, non-empty ranges of 512 slots are at most 512.
                        let _ = changes.try_push(Change { start, end, at });
                    }
                }
            });
        }
    }

    /// That all these packs changed within the last ten days; forgets it.
    ///
    /// # Errors
    /// [`Error::UndoTooLate`].
    pub(crate) fn take_recent(key: &BatchKey, packs: Range<PackIndex>) -> DispatchResult {
        let now = Participants::<T>::now();
        for (chunk, slots) in PackChunk::split(packs) {
            let (start, end) = (slots.start as u16, slots.end as u16);
            RecentChanges::<T>::try_mutate_exists(key, chunk, |stored| {
                let changes = stored.take().unwrap_or_default();
                let mut found = 0;
                let mut left = Vec::new();
                for change in changes.into_iter().filter(|change| is_recent(change, now)) {
                    let (from, to) = (change.start.max(start), change.end.min(end));
                    if from >= to {
                        left.push(change);
                        continue;
                    }
                    found += to - from;
                    let pieces = [Change { end: from, ..change }, Change { start: to, ..change }];
                    left.extend(pieces.into_iter().filter(|piece| piece.start < piece.end));
                }
                ensure!(found == end - start, Error::<T>::UndoTooLate);
                let left = Changes::try_from(left).map_err(|_| Error::<T>::UndoTooLate)?;
                *stored = (!left.is_empty()).then_some(left);
                Ok::<_, DispatchError>(())
            })?;
        }
        Ok(())
    }

    /// Looks at a few chunks, after those looked at in the last block, and forgets what can no longer be undone.
    pub(crate) fn forget_old_changes(meter: &mut WeightMeter) {
        let step = <T as Config>::WeightInfo::forget();
        let now = Participants::<T>::now();
        for _ in 0..STEPS {
            if meter.try_consume(step).is_err() {
                return;
            }
            let cursor = ForgottenUpTo::<T>::get();
            let mut chunks = if cursor.is_empty() {
                RecentChanges::<T>::iter()
            } else {
                RecentChanges::<T>::iter_from(cursor.into_inner())
            };
            let Some((key, chunk, mut changes)) = chunks.next() else {
                ForgottenUpTo::<T>::kill();
                return;
            };
            let before = changes.len();
            changes.retain(|change| is_recent(change, now));
            if changes.is_empty() {
                RecentChanges::<T>::remove(&key, chunk);
            } else if changes.len() < before {
                RecentChanges::<T>::insert(&key, chunk, changes);
            }
            ForgottenUpTo::<T>::put(Cursor::truncate_from(RecentChanges::<T>::hashed_key_for(&key, chunk)));
        }
    }
}
