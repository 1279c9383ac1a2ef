//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use frame_support::ensure;

        let makers = pallet_aura::Authorities::<T>::get().len();
        // A change of finalisers takes effect at the end of the block.
        let finalisers = match pallet_grandpa::PendingChange::<T>::get() {
            Some(change) => change.next_authorities.len(),
            None => pallet_grandpa::Authorities::<T>::get().len(),
        };
        ensure!(makers == finalisers, "block makers and finalisers differ in number");
        let sets = pallet_grandpa::CurrentSetId::<T>::get();
        ensure!(crate::SetEnds::<T>::iter_keys().all(|set| set < sets), "a set has ended that has not begun");
        Ok(())
    }
}
