//! Changes of packs' states by whoever holds them, and what is known of them beforehand. The chain decides again.

use std::ops::Range;

use ledger_types::{
    BatchKey, Kind, PackIndex, PackSelection, PackState,
    call::{Call, DrugBatchCall},
    pack::{MAX_LIST, Undo},
};

use crate::{
    HeldLot, Piece, ShelfLife, Standing,
    states::{Run, each_run},
};

/// Most neighbouring holdings that one range of an act may touch, as the chain has it.
const MAX_PIECES: u32 = 16;

/// A change of packs' states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Out of trade, into this state.
    Into(PackState),
    /// From this state back into trade.
    Back(PackState),
}

/// As many packs as one act can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The packs, as an act names them.
    pub selection: PackSelection,
    /// How many they are.
    pub packs: u32,
    /// How many there are in all: the others need further acts.
    pub of: u32,
}

impl Change {
    /// Those that take packs out of trade and that a participant of this kind may make, dispensing aside.
    pub fn open_to(kind: Kind) -> impl Iterator<Item = Self> {
        let states = [
            PackState::Locked,
            PackState::Destroyed,
            PackState::Sample,
            PackState::FreeSample,
            PackState::Exported,
            PackState::CheckedOut,
            PackState::Stolen,
        ];
        states.into_iter().filter(move |state| state.may_be_set_by(kind)).map(Self::Into)
    }

    /// The call that makes it.
    pub fn call(self, batch: BatchKey, packs: PackSelection) -> Call {
        Call::DrugBatch(match self {
            Self::Into(state) => DrugBatchCall::Decommission { batch, packs, state },
            Self::Back(from) => DrugBatchCall::Undo { batch, packs, from },
        })
    }

    /// Whether it is a kind of trade, which a lot that is called back, expired or not released is not open to.
    fn is_trade(self) -> bool {
        use PackState::{Destroyed, Locked, Sample, Stolen};
        !matches!(self, Self::Into(Destroyed | Stolen | Locked | Sample))
    }

    /// Whether it can be made of a pack in this state and place.
    fn fits(self, piece: &Piece, state: PackState) -> bool {
        match self {
            Self::Into(to) => {
                let lost = matches!(to, PackState::Stolen | PackState::Destroyed) && state.may_be_lost();
                let here = piece.shipment.is_none() || to == PackState::Stolen;
                let sound = !piece.breached || !self.is_trade();
                state != to && (state == PackState::Active || lost) && here && sound
            }
            Self::Back(from) => state == from && from.undo() != Undo::Never && piece.shipment.is_none(),
        }
    }
}

impl HeldLot {
    /// Whether a change can be made of each of these packs, as far as that is known (`now`: seconds since 1970-01-01 UTC).
    pub fn allows(&self, change: Change, packs: impl IntoIterator<Item = PackIndex>, now: u64) -> bool {
        let fits = |pack: PackIndex| {
            let (piece, state) = (self.piece_of(pack), self.state_of(pack));
            let fits = piece.zip(state).is_some_and(|(piece, state)| change.fits(piece, state));
            fits && self.spares(change, &(pack..pack.saturating_add(1)))
        };
        self.is_open_to(change, now) && packs.into_iter().all(fits)
    }

    /// The packs of which a change can be made all at once: those that are active, or in the state that ends. None if
    /// there are none.
    pub fn part(&self, change: Change, now: u64) -> Option<Part> {
        let from = match change {
            Change::Into(_) => PackState::Active,
            Change::Back(from) => from,
        };
        if !self.is_open_to(change, now) {
            return None;
        }
        let mut ranges: Vec<(Range<PackIndex>, u32)> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| change.fits(piece, from)) {
            each_run(&self.changed, piece.start..piece.end, |Run { packs, state }| {
                if *state != Some(from) || !self.spares(change, packs) {
                    return;
                }
                match ranges.last_mut() {
                    Some((last, pieces)) if last.end == packs.start && *pieces < MAX_PIECES => {
                        last.end = packs.end;
                        *pieces += 1;
                    }
                    _ => ranges.push((packs.clone(), 1)),
                }
            });
        }
        let ranges: Vec<_> = ranges.into_iter().map(|(range, _)| range).collect();
        first_part(&ranges)
    }

    /// Whether the lot as a whole stands in the way of no such change (`now`: seconds since 1970-01-01 UTC).
    pub fn is_open_to(&self, change: Change, now: u64) -> bool {
        let released = || matches!(self.standing(), Standing::Released | Standing::PartRecalled(_));
        !change.is_trade() || released() && self.shelf_life(now) != ShelfLife::Expired
    }

    /// Whether no recall of single packs stands in the way of such a change.
    fn spares(&self, change: Change, packs: &Range<PackIndex>) -> bool {
        !change.is_trade() || self.batch.range_recall(packs).is_none()
    }
}

/// The first of these ranges that one act can name: a long one alone, or as many packs of short ones as a list may have.
fn first_part(ranges: &[Range<PackIndex>]) -> Option<Part> {
    let len = |range: &Range<PackIndex>| range.end.saturating_sub(range.start);
    let (first, of) = (ranges.first()?, ranges.iter().map(len).sum());
    let (mut list, mut end): (Vec<PackIndex>, _) = (Vec::new(), None);
    for range in ranges {
        // Ranges touch only where one act may not reach across.
        if len(range) > MAX_LIST.saturating_sub(list.len() as u32) || end == Some(range.start) {
            break;
        }
        list.extend(range.clone());
        end = Some(range.end);
    }
    let packs = list.len() as u32;
    if packs > len(first) {
        return Some(Part { selection: PackSelection::List(list.try_into().ok()?), packs, of });
    }
    Some(Part { selection: PackSelection::Range { start: first.start, end: first.end }, packs: len(first), of })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{Batch, BatchStatus, PackChunk, RecallClass, batch::RangeRecall};
    use proptest::prelude::*;

    use super::*;
    use crate::AsOf;

    /// A moment long before the lot expires.
    const NOW: u64 = 1_790_000_000;

    fn piece(start: u32, end: u32) -> Piece {
        Piece { start, end, shipment: None, breached: false }
    }

    fn lot(pieces: Vec<Piece>, states: &[(PackIndex, PackState)]) -> HeldLot {
        let batch = Batch {
            maker: 1,
            expiry: 20_290_600,
            packs: 100_000,
            root: [0; 32],
            status: BatchStatus::Released,
            changed_chunks: 1,
            certificate: None,
            recalls: Vec::new().try_into().unwrap(),
        };
        let mut chunk = PackChunk::default();
        states.iter().for_each(|(pack, state)| chunk.set(*pack, *state));
        let key = BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap();
        HeldLot::new(key, batch, None, pieces, vec![(0, chunk)], AsOf::default())
    }

    #[test]
    fn each_kind_may_do_what_the_chain_lets_it() {
        let of = |kind| Change::open_to(kind).collect::<Vec<_>>();
        assert_eq!(of(Kind::Dispenser), [Change::Into(PackState::Destroyed), Change::Into(PackState::Sample)]);
        assert_eq!(of(Kind::Wholesaler).len(), 7);
        assert_eq!(of(Kind::Regulator), []);
    }

    #[test]
    fn a_change_fits_the_state_of_a_pack() {
        use PackState::{Destroyed, Dispensed, Exported, Locked, Quarantined, Stolen};
        let lot = lot(vec![piece(0, 10)], &[(1, Locked), (2, Dispensed), (3, Quarantined), (4, Destroyed)]);
        let allowed = |change| (0..11).filter(|pack| lot.allows(change, [*pack], NOW)).collect::<Vec<_>>();
        assert_eq!(allowed(Change::Into(Locked)), [0, 5, 6, 7, 8, 9]);
        assert_eq!(allowed(Change::Into(Destroyed)), [0, 1, 5, 6, 7, 8, 9], "what is held back can be destroyed");
        assert_eq!(allowed(Change::Into(Exported)), [0, 5, 6, 7, 8, 9]);
        assert_eq!(allowed(Change::Back(Locked)), [1]);
        assert_eq!(allowed(Change::Back(Dispensed)), [2]);
        assert!(allowed(Change::Back(Quarantined)).is_empty(), "a quarantine ends with its case");
        assert!(allowed(Change::Back(Stolen)).is_empty());
    }

    #[test]
    fn expired_and_recalled_packs_can_be_destroyed_and_not_come_back() {
        let held = || lot(vec![piece(0, 10)], &[(1, PackState::Locked)]);
        let mut recalled = held();
        recalled.batch.status = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: 0 };
        for (lot, now) in [(held(), 1_893_456_000), (recalled, NOW)] {
            assert!(lot.allows(Change::Into(PackState::Destroyed), [1], now));
            assert!(lot.allows(Change::Into(PackState::Locked), [2], now));
            assert!(!lot.allows(Change::Back(PackState::Locked), [1], now));
            assert!(!lot.allows(Change::Into(PackState::Exported), [2], now));
            assert_eq!(lot.part(Change::Back(PackState::Locked), now), None);
        }
        let mut part = held();
        part.batch.recalls = vec![RangeRecall { start: 5, end: 6, class: RecallClass::II }].try_into().unwrap();
        assert!(!part.allows(Change::Into(PackState::Exported), [5], NOW));
        assert!(part.allows(Change::Into(PackState::Exported), [6], NOW));
        assert!(part.allows(Change::Back(PackState::Locked), [1], NOW));
    }

    #[test]
    fn what_is_on_the_way_or_was_too_warm_stays_out_of_trade() {
        let on_way = Piece { shipment: Some(7), ..piece(0, 5) };
        let warm = Piece { breached: true, ..piece(5, 10) };
        let lot = lot(vec![on_way, warm], &[]);
        let allowed = |change| (0..10).filter(|pack| lot.allows(change, [*pack], NOW)).collect::<Vec<_>>();
        assert_eq!(allowed(Change::Into(PackState::Stolen)), (0..10).collect::<Vec<_>>(), "also what is on the way");
        assert_eq!(allowed(Change::Into(PackState::Destroyed)), [5, 6, 7, 8, 9]);
        assert!(allowed(Change::Into(PackState::Exported)).is_empty());
        assert_eq!(lot.part(Change::Into(PackState::Destroyed), NOW).unwrap().packs, 5);
    }

    #[test]
    fn a_whole_lot_is_named_by_one_act_or_by_several() {
        let destroy = Change::Into(PackState::Destroyed);
        let whole = lot(vec![piece(0, 40), piece(40, 90_000)], &[]).part(destroy, NOW).unwrap();
        assert_eq!(whole.selection, PackSelection::Range { start: 0, end: 90_000 });
        assert_eq!((whole.packs, whole.of), (90_000, 90_000));
        let gaps = lot(vec![piece(0, 10)], &[(2, PackState::Dispensed), (5, PackState::Locked)]).part(destroy, NOW);
        let list = PackSelection::List(vec![0, 1, 3, 4, 6, 7, 8, 9].try_into().unwrap());
        assert_eq!(gaps, Some(Part { selection: list, packs: 8, of: 8 }));
        let long = lot(vec![piece(0, 5_000)], &[(2, PackState::Dispensed)]).part(destroy, NOW).unwrap();
        assert_eq!(long.selection, PackSelection::Range { start: 0, end: 2 });
        assert_eq!((long.packs, long.of), (2, 4_999));
        let pieces: Vec<Piece> = (0..20).map(|n| piece(n * 10, n * 10 + 10)).collect();
        let many = lot(pieces, &[]).part(destroy, NOW).unwrap();
        assert_eq!(many.selection, PackSelection::Range { start: 0, end: 160 }, "an act reaches over 16 holdings");
        assert_eq!((many.packs, many.of), (160, 200));
        assert_eq!(lot(vec![piece(0, 2)], &[(0, PackState::Stolen), (1, PackState::Sample)]).part(destroy, NOW), None);
    }

    proptest! {
        #[test]
        fn a_part_names_only_packs_of_which_the_change_can_be_made(
            states in prop::collection::vec((0u32..300, 0usize..4), 0..200),
            borders in prop::collection::btree_set(1u32..300, 0..30),
            bulk in 0usize..3,
        ) {
            let kinds = [PackState::Active, PackState::Dispensed, PackState::Locked, PackState::Destroyed];
            let states: Vec<_> = states.into_iter().map(|(pack, kind)| (pack, kinds[kind])).collect();
            let starts = std::iter::once(0).chain(borders.iter().copied());
            let ends = borders.iter().copied().chain(std::iter::once(300));
            let lot = lot(starts.zip(ends).map(|(start, end)| piece(start, end)).collect(), &states);
            let change = [
                Change::Into(PackState::Destroyed),
                Change::Into(PackState::Locked),
                Change::Back(PackState::Locked),
            ][bulk];
            let from = if let Change::Back(from) = change { from } else { PackState::Active };
            let of = (0..300).filter(|pack| lot.state_of(*pack) == Some(from)).count();
            match lot.part(change, NOW) {
                None => prop_assert_eq!(of, 0),
                Some(part) => {
                    let packs: Vec<_> = part.selection.ranges().unwrap().into_iter().flatten().collect();
                    prop_assert_eq!((packs.len(), of), (part.packs as usize, part.of as usize));
                    prop_assert!(packs.iter().all(|pack| lot.allows(change, [*pack], NOW)));
                    prop_assert!(packs.iter().all(|pack| lot.state_of(*pack) == Some(from)));
                }
            }
        }
    }
}
