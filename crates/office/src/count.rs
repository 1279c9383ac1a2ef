//! A delivery, compared with what arrived.

use std::collections::{BTreeMap, BTreeSet};

use ledger_types::{BatchKey, Line, Lines, PackIndex, custody::MAX_LINES};

/// What arrived of a delivery, pack by pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    announced: Vec<Line>,
    arrived: Packs,
    excess: Packs,
    taken: Packs,
    reported: Vec<Line>,
}

/// Packs by batch.
type Packs = BTreeMap<BatchKey, BTreeSet<PackIndex>>;

/// Where a pack belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Into the delivery.
    Announced,
    /// It was counted before.
    Again,
    /// Nobody announced it.
    Excess,
}

/// A chain's act names so many ranges of packs at most; these are more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the packs are in {0} places of their batches, and one act names {MAX_LINES} at most")]
pub struct TooManyRanges(pub usize);

impl Count {
    /// Nothing has arrived yet of what is on the way.
    pub fn of(announced: Vec<Line>) -> Self {
        Self { announced, ..Self::default() }
    }

    /// Begins anew with what is on the way now. What nobody announced is still there, and what was taken over meanwhile
    /// is known.
    pub fn anew(&mut self, announced: Vec<Line>) {
        self.announced = announced;
        for (batch, packs) in std::mem::take(&mut self.arrived) {
            let gone = packs.into_iter().filter(|pack| !is_in(&self.announced, &batch, *pack)).collect::<Vec<_>>();
            self.taken.entry(batch).or_default().extend(gone);
        }
        // Its sender may have added some of it to the shipment.
        for (batch, packs) in std::mem::take(&mut self.excess) {
            packs.into_iter().for_each(|pack| {
                self.add(&batch, pack);
            });
        }
    }

    /// Takes a pack in, by its place in its batch.
    pub fn add(&mut self, batch: &BatchKey, pack: PackIndex) -> Counted {
        let announced = is_in(&self.announced, batch, pack);
        if !announced && self.taken.get(batch).is_some_and(|packs| packs.contains(&pack)) {
            return Counted::Again;
        }
        let counted = if announced { &mut self.arrived } else { &mut self.excess };
        let new = counted.entry(batch.clone()).or_default().insert(pack);
        match (new, announced) {
            (false, _) => Counted::Again,
            (true, true) => Counted::Announced,
            (true, false) => Counted::Excess,
        }
    }

    /// How many packs of the delivery have arrived.
    pub fn arrived(&self) -> u64 {
        self.arrived.values().map(|packs| packs.len() as u64).sum()
    }

    /// How many have not.
    pub fn missing(&self) -> u64 {
        let announced: u64 = self.announced.iter().map(|line| u64::from(line.end.saturating_sub(line.start))).sum();
        announced.saturating_sub(self.arrived())
    }

    /// How many arrived that nobody announced.
    pub fn excess(&self) -> u64 {
        self.excess.values().map(|packs| packs.len() as u64).sum()
    }

    /// Takes in that these were reported as not announced.
    pub fn report(&mut self, lines: &[Line]) {
        self.reported.extend_from_slice(lines);
    }

    /// How many arrived that nobody announced, and are not reported.
    pub fn unreported(&self) -> u64 {
        self.to_report().values().map(|packs| packs.len() as u64).sum()
    }

    /// What arrived of the delivery, as an act names it.
    ///
    /// # Errors
    /// [`TooManyRanges`].
    pub fn arrived_lines(&self) -> Result<Lines, TooManyRanges> {
        lines(ranges(&self.arrived))
    }

    /// What arrived, was not announced and is not reported.
    ///
    /// # Errors
    /// [`TooManyRanges`].
    pub fn excess_lines(&self) -> Result<Lines, TooManyRanges> {
        lines(ranges(&self.to_report()))
    }

    fn to_report(&self) -> Packs {
        let mut all = self.excess.clone();
        for (batch, packs) in &mut all {
            packs.retain(|pack| !is_in(&self.reported, batch, *pack));
        }
        all
    }

    /// What did not arrive.
    ///
    /// # Errors
    /// [`TooManyRanges`].
    pub fn missing_lines(&self) -> Result<Lines, TooManyRanges> {
        let mut missing = Vec::new();
        for line in &self.announced {
            let mut start = line.start;
            let there = self.arrived.get(&line.batch);
            for pack in there.into_iter().flat_map(|packs| packs.range(line.start..line.end.max(line.start))) {
                if start < *pack {
                    missing.push(Line { batch: line.batch.clone(), start, end: *pack });
                }
                start = pack + 1;
            }
            if start < line.end {
                missing.push(Line { batch: line.batch.clone(), start, end: line.end });
            }
        }
        lines(missing)
    }
}

fn is_in(lines: &[Line], batch: &BatchKey, pack: PackIndex) -> bool {
    lines.iter().any(|line| line.batch == *batch && (line.start..line.end).contains(&pack))
}

/// Single packs, as ranges.
fn ranges(packs: &Packs) -> Vec<Line> {
    let mut ranges: Vec<Line> = Vec::new();
    for (batch, packs) in packs {
        for pack in packs {
            match ranges.last_mut() {
                Some(last) if last.batch == *batch && last.end == *pack => last.end += 1,
                _ => ranges.push(Line { batch: batch.clone(), start: *pack, end: pack.saturating_add(1) }),
            }
        }
    }
    ranges
}

/// Ranges of packs, as an act names them.
///
/// # Errors
/// [`TooManyRanges`].
pub fn lines(ranges: Vec<Line>) -> Result<Lines, TooManyRanges> {
    let count = ranges.len();
    Lines::try_from(ranges).map_err(|_| TooManyRanges(count))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn batch(lot: &str) -> BatchKey {
        BatchKey::new(4_012_345_678_901, lot.as_bytes()).unwrap()
    }

    fn line(lot: &str, start: u32, end: u32) -> Line {
        Line { batch: batch(lot), start, end }
    }

    #[test]
    fn what_is_missing_and_what_is_too_much_is_told_apart() {
        let mut count = Count::of(vec![line("A", 0, 10), line("B", 5, 6)]);
        for pack in [3, 4, 9] {
            assert_eq!(count.add(&batch("A"), pack), Counted::Announced);
        }
        assert_eq!(count.add(&batch("A"), 4), Counted::Again);
        assert_eq!(count.add(&batch("A"), 10), Counted::Excess);
        assert_eq!(count.add(&batch("C"), 5), Counted::Excess);
        assert_eq!((count.arrived(), count.missing(), count.excess()), (3, 8, 2));
        assert_eq!(count.arrived_lines().unwrap().into_inner(), [line("A", 3, 5), line("A", 9, 10)]);
        let missing = [line("A", 0, 3), line("A", 5, 9), line("B", 5, 6)];
        assert_eq!(count.missing_lines().unwrap().into_inner(), missing);
        assert_eq!(count.excess_lines().unwrap().into_inner(), [line("A", 10, 11), line("C", 5, 6)]);
    }

    #[test]
    fn what_nobody_announced_stays_in_a_new_count_until_it_is_reported() {
        let mut count = Count::of(vec![line("A", 0, 10)]);
        [3, 4, 30, 31].into_iter().for_each(|pack| {
            count.add(&batch("A"), pack);
        });
        count.anew(vec![line("A", 0, 3), line("A", 5, 10)]);
        assert_eq!((count.arrived(), count.missing(), count.excess(), count.unreported()), (0, 8, 2, 2));
        assert_eq!(count.add(&batch("A"), 4), Counted::Again, "it was taken over: its sender announced it");
        count.report(&[line("A", 30, 31)]);
        assert_eq!(count.excess_lines().unwrap().into_inner(), [line("A", 31, 32)]);
        count.report(&[line("A", 31, 32)]);
        assert_eq!((count.excess(), count.unreported()), (2, 0));
        assert_eq!(count.add(&batch("A"), 30), Counted::Again);
        // The sender adds one of them to the shipment.
        count.anew(vec![line("A", 0, 3), line("A", 31, 32)]);
        assert_eq!((count.arrived(), count.missing(), count.excess()), (1, 3, 1));
    }

    #[test]
    fn more_gaps_than_an_act_can_name_are_an_error_and_no_cut() {
        let mut count = Count::of(vec![line("A", 0, 1_000)]);
        (0..200).for_each(|pack| {
            count.add(&batch("A"), pack * 2);
        });
        assert_eq!(count.arrived_lines(), Err(TooManyRanges(200)));
        assert_eq!(count.missing_lines(), Err(TooManyRanges(200)));
    }

    proptest! {
        #[test]
        fn arrived_and_missing_are_the_delivery_and_share_no_pack(
            packs in prop::collection::vec(0u32..60, 0..40),
            ends in (0u32..25, 25u32..30, 30u32..50),
        ) {
            let announced = [line("A", ends.0, ends.1), line("A", ends.1, ends.2)];
            let mut count = Count::of(announced.to_vec());
            packs.iter().for_each(|pack| { count.add(&batch("A"), *pack); });
            let each = |lines: Lines| lines.into_iter().flat_map(|line| line.start..line.end).collect::<Vec<_>>();
            let (arrived, missing) = (each(count.arrived_lines().unwrap()), each(count.missing_lines().unwrap()));
            prop_assert_eq!((arrived.len() as u64, missing.len() as u64), (count.arrived(), count.missing()));
            let mut all = [arrived.clone(), missing].concat();
            all.sort_unstable();
            prop_assert_eq!(all, (ends.0..ends.2).collect::<Vec<_>>());
            prop_assert!(arrived.iter().all(|pack| packs.contains(pack)));
        }
    }
}
