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
        use ledger_types::Permissions;

        use crate::{ByGln, NextId, OperatorCounts, Operators, Participants};

        let mut found = 0;
        for (id, participant) in Participants::<T>::iter() {
            ensure!(id < NextId::<T>::get(), "a participant has a number not yet given out");
            ensure!(ByGln::<T>::get(participant.gln) == Some(id), "a participant is not found by its GLN");
            found += 1;
        }
        ensure!(ByGln::<T>::iter().count() == found, "a GLN points at no participant");

        let mut counted = BTreeMap::<_, (u32, u32)>::new();
        for (_, operator) in Operators::<T>::iter() {
            ensure!(Participants::<T>::contains_key(operator.participant), "an operator acts for nobody");
            let counts = counted.entry(operator.participant).or_default();
            counts.0 += 1;
            counts.1 += u32::from(operator.permissions.contains(Permissions::ALL));
        }
        ensure!(counted.len() == found, "a participant has no operator");
        for (id, counts) in counted {
            ensure!(OperatorCounts::<T>::get(id) == counts, "a participant's operators are miscounted");
            ensure!(counts.1 > 0, "a participant has nobody with all permissions");
        }
        Ok(())
    }
}
