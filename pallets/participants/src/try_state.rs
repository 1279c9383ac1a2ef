//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use alloc::collections::{BTreeMap, BTreeSet};

        use frame_support::ensure;
        use ledger_types::{Kind, Permissions, Status};

        use crate::{ByGln, Delegates, NextId, OperatorCounts, Operators, Participants, SiteCounts, Sites};

        let (mut found, mut seats) = (0, 0);
        for (id, participant) in Participants::<T>::iter() {
            ensure!(id < NextId::<T>::get(), "a participant has a number not yet given out");
            ensure!(ByGln::<T>::get(participant.gln) == Some(id), "a participant is not found by its GLN");
            let numbers: BTreeSet<_> = participant.licences.iter().map(|licence| &licence.number).collect();
            ensure!(numbers.len() == participant.licences.len(), "two licences have one number");
            let seated = participant.kind == Kind::Regulator && participant.status != Status::Revoked;
            ensure!(Delegates::<T>::contains_key(id) == seated, "a regulator has no delegate, or another has one");
            found += 1;
            seats += u32::from(seated);
        }
        ensure!(ByGln::<T>::iter().count() == found, "a GLN points at no participant");
        ensure!(seats > 0 || found == 0, "there is no regulator");
        ensure!(Delegates::<T>::count() == seats, "delegates are miscounted");
        for (id, delegate) in Delegates::<T>::iter() {
            let operator = Operators::<T>::get(&delegate).filter(|operator| {
                let epoch = Participants::<T>::get(id).map(|participant| participant.epoch);
                operator.participant == id && Some(operator.epoch) == epoch
            });
            ensure!(operator.is_some(), "a delegate is not the regulator's operator");
        }

        let mut counted = BTreeMap::<_, (u32, u32)>::new();
        for (_, operator) in Operators::<T>::iter() {
            let participant = Participants::<T>::get(operator.participant).ok_or("an operator acts for nobody")?;
            ensure!(operator.epoch <= participant.epoch, "an operator was appointed in the future");
            if operator.epoch < participant.epoch {
                continue;
            }
            let counts = counted.entry(operator.participant).or_default();
            counts.0 += 1;
            counts.1 += u32::from(operator.permissions.contains(Permissions::ALL));
        }
        ensure!(counted.len() == found, "a participant has no operator");
        for (id, counts) in counted {
            ensure!(OperatorCounts::<T>::get(id) == counts, "a participant's operators are miscounted");
            ensure!(counts.1 > 0, "a participant has nobody with all permissions");
        }

        let mut sites = BTreeMap::<_, u32>::new();
        for (id, _) in Sites::<T>::iter_keys() {
            ensure!(Participants::<T>::contains_key(id), "a site belongs to nobody");
            *sites.entry(id).or_default() += 1;
        }
        for (id, count) in SiteCounts::<T>::iter() {
            ensure!(sites.get(&id).copied().unwrap_or(0) == count, "a participant's sites are miscounted");
        }
        Ok(())
    }
}
