//! Packs whose temperature was outside the product's limits.

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{HoldingStatus, Line, Lines, ParticipantId, Shipment, ShipmentId};
use pallet_drug_batch::Batches;

use crate::{Config, Error, Event, Pallet, Shipments, holdings::Keeper};

impl<T: Config> Pallet<T> {
    /// An open shipment. By pallet cold-chain.
    pub fn shipment(id: ShipmentId) -> Option<Shipment> {
        Shipments::<T>::get(id)
    }

    /// Marks an outstanding line of an open shipment: from now on its packs are neither sold nor dispensed. By pallet
    /// cold-chain.
    ///
    /// # Errors
    /// [`Error::NotInShipment`].
    pub fn do_mark_breached(id: ShipmentId, from: ParticipantId, line: &Line) -> DispatchResult {
        let breached = |transit: Keeper| Keeper { breached: Some(transit.breached.unwrap_or(id)), ..transit };
        Self::hand_over(&line.batch, line.start..line.end, from, HoldingStatus::InTransit(id), breached)
            .map_err(|_| Error::<T>::NotInShipment.into())
    }

    /// Lets packs back into trade after the maker has assessed what happened to them.
    pub(crate) fn do_accept_breach(maker: ParticipantId, lines: Lines, assessment: [u8; 32]) -> DispatchResult {
        Self::ensure_disjoint(&lines)?;
        for line in &lines {
            let batch = Batches::<T>::get(&line.batch).ok_or(pallet_drug_batch::Error::<T>::UnknownBatch)?;
            ensure!(batch.maker == maker, pallet_drug_batch::Error::<T>::NotMaker);
            let (_, holding) = Self::holding_of(&line.batch, line.start).ok_or(Error::<T>::NotBreached)?;
            // What is on the way stays one line of its shipment; it can be accepted once it is received.
            ensure!(holding.breached.is_some(), Error::<T>::NotBreached);
            ensure!(holding.status == HoldingStatus::Held, Error::<T>::NotHeld);
            let sound = |keeper: Keeper| Keeper { breached: None, ..keeper };
            let packs = line.start..line.end;
            Self::hand_over(&line.batch, packs, holding.holder, holding.status, sound)?;
        }
        Self::deposit_event(Event::BreachAccepted { by: maker, lines, assessment });
        Ok(())
    }
}
