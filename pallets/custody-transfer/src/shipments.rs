//! Dispatching shipments and settling what is outstanding in them.

use alloc::vec::Vec;
use core::ops::Range;

use frame_support::{ensure, pallet_prelude::*};
use frame_system::pallet_prelude::OriginFor;
use ledger_types::{
    CHUNK_PACKS, HoldingStatus, Kind, Line, Lines, PackIndex, ParticipantId, Permissions, Shipment, ShipmentId,
};
use pallet_drug_batch::Pallet as DrugBatch;
use pallet_participants::Pallet as Participants;

use crate::{Config, Error, Event, NextShipment, Pallet, Shipments, holdings::Keeper};

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
    pub(crate) fn ensure_sender(
        origin: OriginFor<T>,
        id: ShipmentId,
    ) -> Result<(ParticipantId, Shipment), DispatchError> {
        let sender = Participants::<T>::ensure_operator(origin, Permissions::SHIP)?;
        let open = Self::open_shipment(id)?;
        ensure!(open.from == sender.id, Error::<T>::NotSender);
        Ok((sender.id, open))
    }

    /// All that must hold for a dispatch, single packs and their custody aside.
    pub(crate) fn ensure_dispatchable(
        from: ParticipantId,
        to: ParticipantId,
        lines: &Lines,
        sscc: Option<u64>,
    ) -> DispatchResult {
        ensure!(from != to, Error::<T>::ToSelf);
        let receiver = Participants::<T>::ensure_may_trade(to).map_err(|_| Error::<T>::ReceiverNotAuthorised)?;
        ensure!(receiver.kind != Kind::Regulator, Error::<T>::WrongReceiver);
        ensure!(sscc.is_none_or(|sscc| gs1::Sscc::from_number(sscc).is_ok()), Error::<T>::BadSscc);
        Self::ensure_disjoint(lines)
    }

    /// Puts packs on their way, all of them or none. Tells how many chunks of pack states it looked at.
    pub(crate) fn do_dispatch(
        from: ParticipantId,
        to: ParticipantId,
        lines: Lines,
        sscc: Option<u64>,
    ) -> Result<u32, DispatchError> {
        let mut looked_at = 0;
        for line in &lines {
            let batch = DrugBatch::<T>::ensure_tradable(&line.batch)?;
            DrugBatch::<T>::ensure_active(&line.batch, &batch, line.start..line.end)?;
            if batch.inactive > 0 {
                looked_at += (line.end - line.start) / CHUNK_PACKS + 2;
            }
        }

        let shipment = NextShipment::<T>::get();
        let transit = Keeper { holder: from, status: HoldingStatus::InTransit(shipment) };
        for line in &lines {
            // Calls are transactional: a line that is not held undoes the lines before it.
            let held = Keeper { holder: from, status: HoldingStatus::Held };
            Self::hand_over(&line.batch, line.start..line.end, held, transit)?;
        }
        NextShipment::<T>::put(shipment.saturating_add(1));
        let dispatched_at = Participants::<T>::now();
        Shipments::<T>::insert(shipment, Shipment { from, to, dispatched_at, sscc, outstanding: lines.clone() });
        Self::deposit_event(Event::Dispatched { shipment, from, to, lines, sscc });
        Ok(looked_at)
    }

    /// Ends the transit of the lines named, or of all that is outstanding: `holder` has them then. Returns the lines.
    pub(crate) fn do_settle(
        id: ShipmentId,
        mut shipment: Shipment,
        lines: Option<Lines>,
        holder: ParticipantId,
    ) -> Result<Lines, DispatchError> {
        let settled = lines.unwrap_or_else(|| shipment.outstanding.clone());
        Self::ensure_disjoint(&settled)?;
        let transit = Keeper { holder: shipment.from, status: HoldingStatus::InTransit(id) };
        for line in &settled {
            Self::hand_over(&line.batch, line.start..line.end, transit, Keeper { holder, status: HoldingStatus::Held })
                .map_err(|_| Error::<T>::NotInShipment)?;
        }
        shipment.outstanding = Self::without(&shipment.outstanding, &settled)?;
        if shipment.outstanding.is_empty() {
            Shipments::<T>::remove(id);
        } else {
            Shipments::<T>::insert(id, shipment);
        }
        Ok(settled)
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
