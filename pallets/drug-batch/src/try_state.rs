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
        use ledger_types::{CHUNK_PACKS, PackState};

        use crate::{Batches, MAX_PACKS, PackStates, Products, RecentChanges};

        let mut changed = BTreeMap::new();
        for (key, chunk, states) in PackStates::<T>::iter() {
            let batch = Batches::<T>::get(&key).ok_or("pack states of an unknown batch")?;
            for slot in 0..CHUNK_PACKS {
                let state = states.get(slot).ok_or("an unknown pack state")?;
                let index = chunk.saturating_mul(CHUNK_PACKS).saturating_add(slot);
                ensure!(state == PackState::Active || index < batch.packs, "a state past the end of a batch");
            }
            ensure!(states.inactive() > 0, "a chunk of active packs only is stored");
            *changed.entry(key).or_insert(0u32) += 1;
        }
        for (key, batch) in Batches::<T>::iter() {
            let product = Products::<T>::get(key.gtin).ok_or("a batch of an unknown product")?;
            ensure!(product.maker == batch.maker, "a batch's maker is not its product's");
            ensure!((1..=MAX_PACKS).contains(&batch.packs), "a batch's pack count is out of bounds");
            ensure!(changed.get(&key).copied().unwrap_or(0) == batch.changed_chunks, "changed chunks are miscounted");
        }
        for (key, chunk, changes) in RecentChanges::<T>::iter() {
            let batch = Batches::<T>::get(&key).ok_or("changes of an unknown batch")?;
            let mut seen = [false; CHUNK_PACKS as usize];
            ensure!(!changes.is_empty(), "an empty list of changes is stored");
            for change in changes {
                let slots = seen.get_mut(usize::from(change.start)..usize::from(change.end));
                let slots = slots.filter(|slots| !slots.is_empty()).ok_or("a change of no slot")?;
                ensure!(slots.iter().all(|slot| !slot), "a slot is in two changes");
                slots.fill(true);
                let last = chunk.saturating_mul(CHUNK_PACKS).saturating_add(u32::from(change.end));
                ensure!(last <= batch.packs, "a change past the end of a batch");
            }
        }
        Ok(())
    }
}
