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

        use crate::{Containers, Holdings, NextShipment, Packed, Shipments, holdings::Keeper};

        let mut transit = BTreeMap::new();
        for (key, batch) in Batches::<T>::iter() {
            let mut next = 0;
            let mut previous = None;
            let ends: Vec<_> = Holdings::<T>::iter_prefix(&key).collect();
            for (end, holding) in ends {
                let end = u32::from_be_bytes(end);
                ensure!(holding.start == next && holding.start < end, "holdings leave a gap or overlap");
                ensure!(Participants::<T>::contains_key(holding.holder), "an unknown participant holds packs");
                let keeper = Some(Keeper::from(&holding));
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

        let mut direct = 0;
        for (sscc, container) in Containers::<T>::iter() {
            ensure!(!container.lines.is_empty() || !container.children.is_empty(), "an empty container");
            for line in &container.lines {
                let packed = Packed::<T>::get(&line.batch, line.end.to_be_bytes());
                ensure!(packed == Some((line.start, sscc)), "a container's packs are not noted as packed in it");
                direct += 1;
            }
            for child in &container.children {
                let parent = Containers::<T>::get(child).and_then(|inner| inner.parent);
                ensure!(parent == Some(sscc), "a container does not know the one that it is in");
            }
            if let Some(parent) = container.parent {
                let outer = Containers::<T>::get(parent).ok_or("a container is in one that does not exist")?;
                ensure!(outer.children.contains(&sscc), "a container is in one that does not contain it");
            }
        }
        ensure!(Packed::<T>::iter_keys().count() == direct, "packs are noted as packed in no container");
        Ok(())
    }
}
