//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use alloc::{collections::BTreeMap, vec::Vec};

        use frame_support::ensure;
        use ledger_types::HoldingStatus;
        use pallet_drug_batch::Batches;
        use pallet_participants::Participants;

        use crate::{Holdings, NextShipment, Shipments};

        let mut transit = BTreeMap::new();
        for (key, batch) in Batches::<T>::iter() {
            let mut next = 0;
            let mut previous = None;
            let ends: Vec<_> = Holdings::<T>::iter_prefix(&key).collect();
            for (end, holding) in ends {
                let end = u32::from_be_bytes(end);
                ensure!(holding.start == next && holding.start < end, "holdings leave a gap or overlap");
                ensure!(Participants::<T>::contains_key(holding.holder), "an unknown participant holds packs");
                let keeper = Some((holding.holder, holding.status));
                ensure!(previous != keeper, "two neighbouring holdings should be one");
                if let HoldingStatus::InTransit(shipment) = holding.status {
                    let packs = transit.entry((shipment, key.clone(), holding.holder)).or_insert(0u64);
                    *packs += u64::from(end - holding.start);
                }
                previous = keeper;
                next = end;
            }
            ensure!(next == batch.packs, "holdings do not reach the end of a batch");
        }

        for (key, _) in Holdings::<T>::iter_keys() {
            ensure!(Batches::<T>::contains_key(&key), "holdings of an unknown batch");
        }

        let mut outstanding = BTreeMap::new();
        for (id, shipment) in Shipments::<T>::iter() {
            ensure!(id < NextShipment::<T>::get(), "a shipment has a number not yet given out");
            Self::ensure_disjoint(&shipment.outstanding).map_err(|_| "outstanding lines are missing or overlap")?;
            for line in &shipment.outstanding {
                let (end, holding) =
                    Self::holding_of(&line.batch, line.start).ok_or("an outstanding pack has no holding")?;
                let covered = line.end <= end && holding.status == HoldingStatus::InTransit(id);
                ensure!(covered, "an outstanding line is not in transit");
                let packs = outstanding.entry((id, line.batch.clone(), shipment.from)).or_insert(0u64);
                *packs += u64::from(line.end - line.start);
            }
        }
        ensure!(transit == outstanding, "packs in transit and outstanding lines differ");
        Ok(())
    }
}
