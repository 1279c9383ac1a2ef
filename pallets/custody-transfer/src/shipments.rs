//! Dispatching shipments and settling what is outstanding in them.

use alloc::vec::Vec;
use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{
    Batch, CHUNK_PACKS, HoldingStatus, Kind, Line, Lines, PackIndex, Participant, ParticipantId, Permissions, Purpose,
    Scope, Shipment, ShipmentId, Terms,
};
use pallet_drug_batch::{Batches, Custody as _, Need, Pallet as DrugBatch};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{Config, Error, Event, NextShipment, Pallet, Shipments, holdings::Keeper};

/// Where transaction information and statement have to go with the goods.
const NEEDS_DOCUMENTS: [u8; 2] = *b"US";

/// Who has the packs of a settled line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The receiver.
    Received,
    /// The sender, as before the dispatch.
    Returned,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn open_shipment(id: ShipmentId) -> Result<Shipment, DispatchError> {
        Shipments::<T>::get(id).ok_or(Error::<T>::UnknownShipment.into())
    }

    /// The receiver that an operator acts for, and the shipment that is for it.
    pub(crate) fn ensure_receiver(
        origin: OriginFor<T>,
        id: ShipmentId,
    ) -> Result<(ParticipantId, Shipment), DispatchError> {
        let receiver = Participants::<T>::ensure_operator(origin, Permissions::RECEIVE)?;
        let open = Self::open_shipment(id)?;
        ensure!(open.to == receiver.id, Error::<T>::NotReceiver);
        Ok((receiver.id, open))
    }

    /// The sender that an operator acts for, and the shipment that is from it.
    pub(crate) fn ensure_sender(origin: OriginFor<T>, id: ShipmentId) -> Result<(Actor, Shipment), DispatchError> {
        let sender = Participants::<T>::ensure_operator(origin, Permissions::SHIP)?;
        let open = Self::open_shipment(id)?;
        ensure!(open.from == sender.id, Error::<T>::NotSender);
        Ok((sender, open))
    }

    /// All that must hold for a dispatch, single packs and their custody aside. Returns the receiver's record.
    pub(crate) fn ensure_dispatchable(
        sender: &Actor,
        to: ParticipantId,
        lines: &Lines,
        terms: &Terms,
    ) -> Result<Participant, DispatchError> {
        ensure!(sender.id != to, Error::<T>::ToSelf);
        let receiver = Participants::<T>::ensure_may_trade(to).map_err(|_| Error::<T>::ReceiverNotAuthorised)?;
        ensure!(receiver.kind.may_hold(), Error::<T>::WrongReceiver);
        ensure!(terms.sscc.is_none_or(|sscc| gs1::Sscc::from_number(sscc).is_ok()), Error::<T>::BadSscc);
        Self::ensure_disjoint(lines)?;

        let now = Participants::<T>::now();
        if terms.purpose == Purpose::Supply {
            // A maker sells its own without a licence to distribute.
            let own = |line: &Line| Batches::<T>::get(&line.batch).is_some_and(|batch| batch.maker == sender.id);
            let may_sell = sender.record.may(Scope::DISTRIBUTE, now)
                || sender.kind().makes_packs() && sender.record.may(Scope::MAKE, now) && lines.iter().all(own);
            ensure!(may_sell, pallet_participants::Error::<T>::OutsideScope);
            let supplied = receiver.may(Scope::to_be_supplied(receiver.kind), now);
            ensure!(supplied, Error::<T>::ReceiverNotAuthorised);
            let american = [sender.record.country, receiver.country].contains(&NEEDS_DOCUMENTS);
            ensure!(!american || terms.documents.is_some(), Error::<T>::DocumentsMissing);
        }
        if let Some(seller) = terms.sold_by {
            let apart = seller != sender.id && seller != to && terms.purpose == Purpose::Supply;
            ensure!(apart && Self::may(seller, Scope::DISTRIBUTE), Error::<T>::BadSeller);
        }
        if let Some(carrier) = terms.carrier {
            ensure!(Self::may(carrier, Scope::TRANSPORT), Error::<T>::BadCarrier);
        }
        Ok(receiver)
    }

    fn may(id: ParticipantId, scope: Scope) -> bool {
        pallet_participants::Participants::<T>::get(id)
            .is_some_and(|participant| participant.may(scope, Participants::<T>::now()))
    }

    /// Puts packs on their way, all of them or none, in shipment `id`. Tells how many chunks of pack states it looked at.
    pub(crate) fn send(
        id: ShipmentId,
        from: ParticipantId,
        to: (ParticipantId, &Participant),
        lines: &Lines,
        purpose: Purpose,
    ) -> Result<u32, DispatchError> {
        let mut looked_at = 0;
        for line in lines {
            let batch = Self::ensure_line(line, from, to, purpose)?;
            if batch.changed_chunks > 0 {
                looked_at += (line.end - line.start) / CHUNK_PACKS + 2;
            }
            // Calls are transactional: a line that is not held undoes the lines before it.
            let on_the_way = |held: Keeper| Keeper { status: HoldingStatus::InTransit(id), ..held };
            Self::hand_over(&line.batch, line.start..line.end, from, HoldingStatus::Held, on_the_way)?;
        }
        Ok(looked_at)
    }

    /// That the packs of a line may go to the receiver for this purpose.
    fn ensure_line(
        line: &Line,
        from: ParticipantId,
        (to, receiver): (ParticipantId, &Participant),
        purpose: Purpose,
    ) -> Result<Batch, DispatchError> {
        let packs = line.start..line.end;
        let batch = if purpose == Purpose::Disposal {
            let (batch, off_market) = DrugBatch::<T>::is_off_market(&line.batch, &packs)?;
            let breached =
                || Self::holding_of(&line.batch, line.start).is_some_and(|(_, held)| held.breached.is_some());
            ensure!(off_market || breached(), Error::<T>::NotForDisposal);
            DrugBatch::<T>::ensure_active(&line.batch, &batch, packs.clone())?;
            batch
        } else {
            let dispenser = receiver.kind == Kind::Dispenser && purpose == Purpose::Supply;
            let country = dispenser.then_some(receiver.country);
            let batch = DrugBatch::<T>::ensure_tradable_in(&line.batch, country)?;
            DrugBatch::<T>::ensure_active(&line.batch, &batch, packs.clone())?;
            DrugBatch::<T>::ensure_unrecalled(&batch, &packs)?;
            Self::ensure_held(&line.batch, from, packs.clone(), Need::Sound)?;
            batch
        };
        if purpose == Purpose::SaleableReturn {
            let (_, held) = Self::kept_by(&line.batch, &packs, from, HoldingStatus::Held)?;
            ensure!(held.supplier == Some(to), Error::<T>::NotSuppliedByReceiver);
        }
        Ok(batch)
    }

    pub(crate) fn do_dispatch(
        from: ParticipantId,
        to: ParticipantId,
        receiver: &Participant,
        lines: Lines,
        terms: Terms,
    ) -> Result<u32, DispatchError> {
        if let Some(sscc) = terms.sscc {
            Self::ensure_contents(from, sscc, &lines)?;
        }
        let shipment = NextShipment::<T>::get();
        let looked_at = Self::send(shipment, from, (to, receiver), &lines, terms.purpose)?;
        NextShipment::<T>::put(shipment.saturating_add(1));
        let Terms { purpose, sold_by, carrier, sscc, documents } = terms.clone();
        let (dispatched_at, outstanding) = (Participants::<T>::now(), lines.clone());
        let open = Shipment {
            from,
            to,
            dispatched_at,
            purpose,
            sold_by,
            carrier,
            sscc,
            documents,
            extended: false,
            outstanding,
        };
        Shipments::<T>::insert(shipment, open);
        Self::deposit_event(Event::Dispatched { shipment, from, to, lines, terms });
        Ok(looked_at)
    }

    /// Adds packs to an open shipment. Tells how many chunks of pack states it looked at.
    pub(crate) fn do_extend(
        id: ShipmentId,
        sender: &Actor,
        mut shipment: Shipment,
        lines: Lines,
    ) -> Result<u32, DispatchError> {
        let Shipment { purpose, sold_by, carrier, documents, .. } = shipment;
        // The documents that travel with the shipment do not name these packs.
        ensure!(documents.is_none(), Error::<T>::DocumentsMissing);
        let terms = Terms { purpose, sold_by, carrier, sscc: None, documents };
        let receiver = Self::ensure_dispatchable(sender, shipment.to, &lines, &terms)?;
        let looked_at = Self::send(id, sender.id, (shipment.to, &receiver), &lines, purpose)?;
        shipment.extended = true;
        for line in &lines {
            shipment.outstanding.try_push(line.clone()).map_err(|_| Error::<T>::TooManyParts)?;
        }
        Shipments::<T>::insert(id, shipment);
        Self::deposit_event(Event::Extended { shipment: id, by: sender.id, lines });
        Ok(looked_at)
    }

    /// Ends the transit of the lines named, or of all that is outstanding. Returns the lines.
    pub(crate) fn do_settle(
        id: ShipmentId,
        mut shipment: Shipment,
        lines: Option<Lines>,
        settled: Settled,
    ) -> Result<Lines, DispatchError> {
        let Shipment { from, to, purpose, sold_by, .. } = shipment;
        // Who takes goods back, or takes them off the market, does not return them to be sold again.
        let supplier = (purpose == Purpose::Supply).then_some(sold_by.unwrap_or(from));
        let keeper = |transit: Keeper| match settled {
            Settled::Received => Keeper { holder: to, status: HoldingStatus::Held, supplier, ..transit },
            Settled::Returned => Keeper { status: HoldingStatus::Held, ..transit },
        };
        let done = lines.unwrap_or_else(|| shipment.outstanding.clone());
        Self::ensure_disjoint(&done)?;
        for line in &done {
            let packs = line.start..line.end;
            Self::hand_over(&line.batch, packs, from, HoldingStatus::InTransit(id), keeper)
                .map_err(|error| if matches!(error, Error::NotHeld) { Error::<T>::NotInShipment } else { error })?;
        }
        shipment.outstanding = Self::without(&shipment.outstanding, &done)?;
        if shipment.outstanding.is_empty() {
            Shipments::<T>::remove(id);
        } else {
            Shipments::<T>::insert(id, shipment);
        }
        Ok(done)
    }

    pub(crate) fn ensure_disjoint(lines: &Lines) -> DispatchResult {
        ensure!(!lines.is_empty(), Error::<T>::BadLines);
        let mut sorted: Vec<&Line> = lines.iter().collect();
        sorted.sort_unstable_by_key(|line| (&line.batch, line.start));
        ensure!(sorted.iter().all(|line| line.start < line.end), Error::<T>::BadLines);
        let apart = |pair: &[&Line]| match pair {
            [left, right] => left.batch != right.batch || left.end <= right.start,
            _ => true,
        };
        ensure!(sorted.windows(2).all(apart), Error::<T>::BadLines);
        Ok(())
    }

    /// What is left of `lines` without `settled`.
    fn without(lines: &Lines, settled: &Lines) -> Result<Lines, DispatchError> {
        let mut left: Vec<Line> = Vec::new();
        for line in lines {
            let mut pieces = Vec::from([line.start..line.end]);
            for gone in settled.iter().filter(|gone| gone.batch == line.batch) {
                pieces = pieces.into_iter().flat_map(|piece| cut(piece, gone.start..gone.end)).collect();
            }
            left.extend(pieces.into_iter().map(|piece| Line {
                batch: line.batch.clone(),
                start: piece.start,
                end: piece.end,
            }));
        }
        Lines::try_from(left).map_err(|_| Error::<T>::TooManyParts.into())
    }
}

/// The parts of `piece` outside `gone`.
fn cut(piece: Range<PackIndex>, gone: Range<PackIndex>) -> impl Iterator<Item = Range<PackIndex>> {
    let before = piece.start..piece.end.min(gone.start);
    let after = piece.start.max(gone.end)..piece.end;
    [before, after].into_iter().filter(|part| part.start < part.end)
}
