//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use alloc::collections::BTreeMap;

        use frame_support::ensure;
        use ledger_types::{
            CHUNK_PACKS, PackChunk, PackState,
            compliance::{CaseStage, Subject},
        };
        use pallet_drug_batch::PackStates;

        use crate::{CaseDuties, Cases, Duties, NextCase, NoticeCounts, Notices, Quarantines};

        let mut noted = BTreeMap::<_, Vec<_>>::new();
        for (batch, end, (start, case)) in Quarantines::<T>::iter() {
            noted.entry(batch).or_default().push((start, u32::from_be_bytes(end), case));
        }
        let mut expected = BTreeMap::<_, Vec<_>>::new();
        for (id, case) in Cases::<T>::iter() {
            ensure!(id < NextCase::<T>::get(), "a case has a number not yet given out");
            let closed = matches!(case.stage, CaseStage::Closed { .. });
            ensure!(!closed || !case.quarantined, "a closed case has a quarantine");
            if let (true, Subject::Packs(lines)) = (case.quarantined, &case.subject) {
                for line in lines {
                    expected.entry(line.batch.clone()).or_default().push((line.start, line.end, id));
                }
            }
        }
        for ranges in noted.values_mut().chain(expected.values_mut()) {
            ranges.sort_unstable();
            ensure!(ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0), "a pack is in two quarantines");
        }
        ensure!(noted == expected, "quarantines and cases differ");
        for (batch, chunk, states) in PackStates::<T>::iter() {
            for slot in (0..CHUNK_PACKS).filter(|slot| states.get(*slot) == Some(PackState::Quarantined)) {
                let index = chunk * CHUNK_PACKS + slot;
                let held = |ranges: &Vec<(u32, u32, u32)>| {
                    ranges.iter().any(|(start, end, _)| (*start..*end).contains(&index))
                };
                ensure!(noted.get(&batch).is_some_and(held), "a quarantined pack is in no case");
            }
        }
        for (batch, ranges) in &noted {
            for (start, end, _) in ranges {
                for (chunk, slots) in PackChunk::split(*start..*end) {
                    let states = PackStates::<T>::get(batch, chunk);
                    let active = slots.into_iter().any(|slot| states.get(slot) == Some(PackState::Active));
                    ensure!(!active, "an active pack lies in a quarantine");
                }
            }
        }
        for (case, _) in Notices::<T>::iter_keys() {
            ensure!(Cases::<T>::contains_key(case), "a notice of no case");
            let count = Notices::<T>::iter_key_prefix(case).count() as u32;
            ensure!(NoticeCounts::<T>::get(case) == count, "notices are miscounted");
        }
        for (case, _, (owner, duty)) in CaseDuties::<T>::iter() {
            ensure!(Cases::<T>::contains_key(case), "a clock of no case");
            let open = Duties::<T>::get(owner, duty).is_some_and(|duty| duty.done.is_none());
            ensure!(open, "a clock that runs is stopped");
        }
        Ok(())
    }
}
