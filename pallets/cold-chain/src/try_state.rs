//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use frame_support::ensure;
        use pallet_participants::Participants;

        use crate::{Devices, Logs};

        for device in Devices::<T>::iter_values() {
            ensure!(Participants::<T>::contains_key(device.owner), "a device belongs to nobody");
        }
        for (_, device, log) in Logs::<T>::iter() {
            ensure!(Devices::<T>::contains_key(device), "a log of an unknown device");
            ensure!(log.segments > 0 && log.min <= log.max, "a log's extremes are the wrong way round");
            let forward = log.spans.iter().all(|span| span.from < span.until && span.seen <= span.until - span.from);
            let in_order = log.spans.windows(2).all(|pair| pair[0].until <= pair[1].from);
            ensure!(forward && in_order, "a log's spans overlap");
        }
        Ok(())
    }
}
