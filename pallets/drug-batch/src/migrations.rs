//! Bringing older storage into the present shape.
//!
//! Each change of a stored type takes the next [`StorageVersion`](frame_support::traits::StorageVersion), a module here
//! that is named after it, and a place in the runtime's list of migrations, and the runtime takes the next
//! `spec_version`. A migration runs once, in the first block of the new runtime, before anything else.

/// To version 1: a batch counts its changed chunks, no longer its inactive packs.
///
/// Counting packs wrote the batch's record with every pack that was dispensed; counting chunks does so once in 512.
pub mod v1 {
    use alloc::collections::BTreeMap;

    use frame_support::{
        migrations::VersionedMigration,
        traits::{Get, UncheckedOnRuntimeUpgrade},
        weights::Weight,
    };
    use ledger_types::{Batch, BatchKey};

    use crate::{Batches, Config, PackStates, Pallet};

    /// The migration; does nothing unless the storage has version 0.
    pub type Migrate<T> = VersionedMigration<0, 1, Recount<T>, Pallet<T>, <T as frame_system::Config>::DbWeight>;

    /// Puts the number of chunks where the number of packs was: both are four bytes, so the records' shape stays.
    ///
    /// It goes through all batches and all chunks in one block, as suits a chain with some ten thousand of them; a larger
    /// one would need `pallet-migrations`.
    #[derive(Debug)]
    pub struct Recount<T>(core::marker::PhantomData<T>);

    fn changed_chunks<T: Config>() -> (BTreeMap<BatchKey, u32>, u64) {
        let (mut counts, mut chunks) = (BTreeMap::new(), 0);
        for (batch, _) in PackStates::<T>::iter_keys() {
            *counts.entry(batch).or_insert(0) += 1;
            chunks += 1;
        }
        (counts, chunks)
    }

    impl<T: Config> UncheckedOnRuntimeUpgrade for Recount<T> {
        fn on_runtime_upgrade() -> Weight {
            let (counts, chunks) = changed_chunks::<T>();
            let mut batches = 0;
            Batches::<T>::translate(|key: BatchKey, batch: Batch| {
                batches += 1;
                Some(Batch { changed_chunks: counts.get(&key).copied().unwrap_or_default(), ..batch })
            });
            T::DbWeight::get().reads_writes(chunks + batches, batches)
        }

        #[cfg(feature = "try-runtime")]
        fn pre_upgrade() -> Result<alloc::vec::Vec<u8>, sp_runtime::TryRuntimeError> {
            Ok(codec::Encode::encode(&(Batches::<T>::iter().count() as u64)))
        }

        #[cfg(feature = "try-runtime")]
        fn post_upgrade(before: alloc::vec::Vec<u8>) -> Result<(), sp_runtime::TryRuntimeError> {
            let batches: u64 = codec::Decode::decode(&mut before.as_slice()).map_err(|_| "no count of batches")?;
            frame_support::ensure!(batches == Batches::<T>::iter().count() as u64, "a batch is lost");
            Pallet::<T>::do_try_state()
        }
    }
}
