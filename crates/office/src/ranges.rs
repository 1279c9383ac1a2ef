//! Packs by their places in their batches: many of them in little room.

use std::{collections::BTreeMap, ops::Range};

use ledger_types::{BatchKey, Line, PackIndex};

/// Places in one batch, as ranges: in order, apart from each other, none empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Range<PackIndex>>);

impl Ranges {
    /// Takes packs in; what is in already stays.
    pub fn add(&mut self, packs: Range<PackIndex>) {
        if packs.is_empty() {
            return;
        }
        // Those that end before it, and those that begin up to its end: neighbours are joined.
        let first = self.0.partition_point(|range| range.end < packs.start);
        let end = self.0.partition_point(|range| range.start <= packs.end);
        let met = self.0.get(first..end).unwrap_or_default();
        let start = met.first().map_or(packs.start, |met| met.start.min(packs.start));
        let last = met.last().map_or(packs.end, |met| met.end.max(packs.end));
        self.0.splice(first..end, [start..last]);
    }

    /// Whether all of these packs are in.
    pub fn covers(&self, packs: &Range<PackIndex>) -> bool {
        packs.is_empty() || self.0.iter().any(|range| range.start <= packs.start && packs.end <= range.end)
    }

    /// Whether any of these packs is in.
    pub fn touches(&self, packs: &Range<PackIndex>) -> bool {
        self.0.iter().any(|range| range.start < packs.end && packs.start < range.end)
    }

    /// How many packs are in.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|range| u64::from(range.end - range.start)).sum()
    }

    /// Its ranges, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Range<PackIndex>> {
        self.0.iter()
    }

    /// What of a range is not in, in order.
    pub fn gaps(&self, within: &Range<PackIndex>) -> Vec<Range<PackIndex>> {
        let mut gaps = Vec::new();
        let mut next = within.start;
        for range in self.0.iter().filter(|range| range.start < within.end && within.start < range.end) {
            if next < range.start {
                gaps.push(next..range.start);
            }
            next = range.end;
        }
        if next < within.end {
            gaps.push(next..within.end);
        }
        gaps
    }
}

/// Packs of any batches, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consignment(BTreeMap<BatchKey, Ranges>);

impl Consignment {
    /// Takes packs in, and tells how many of them are new.
    pub fn add(&mut self, line: &Line) -> u64 {
        if line.start >= line.end {
            return 0;
        }
        let ranges = self.0.entry(line.batch.clone()).or_default();
        let before = ranges.count();
        ranges.add(line.start..line.end);
        ranges.count() - before
    }

    /// How many packs are in.
    pub fn packs(&self) -> u64 {
        self.0.values().map(Ranges::count).sum()
    }

    /// Whether nothing is in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in, by batch.
    pub fn batches(&self) -> impl Iterator<Item = (&BatchKey, &Ranges)> {
        self.0.iter()
    }

    /// What is in, neighbours joined.
    pub fn lines(&self) -> Vec<Line> {
        let line = |batch: &BatchKey, packs: &Range<PackIndex>| Line {
            batch: batch.clone(),
            start: packs.start,
            end: packs.end,
        };
        self.0.iter().flat_map(|(batch, ranges)| ranges.iter().map(move |packs| line(batch, packs))).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_become_one_range_and_nothing_is_counted_twice() {
        let batch = BatchKey::new(8, b"A").unwrap();
        let line = |start, end| Line { batch: batch.clone(), start, end };
        let mut packs = Consignment::default();
        let new = [(4, 5), (2, 3), (3, 4), (3, 4), (0, 10), (7, 7)].map(|(start, end)| packs.add(&line(start, end)));
        assert_eq!(new, [1, 1, 1, 0, 7, 0]);
        assert_eq!((packs.packs(), packs.lines()), (10, vec![line(0, 10)]));
        assert_eq!(packs.add(&line(u32::MAX - 1, u32::MAX)), 1, "the last place there is");
    }

    proptest! {
        #[test]
        fn ranges_are_the_packs_that_were_taken_in(added in prop::collection::vec((0u32..60, 0u32..12), 0..20)) {
            let mut ranges = Ranges::default();
            let mut each = BTreeSet::new();
            for (start, packs) in added {
                ranges.add(start..start + packs);
                each.extend(start..start + packs);
            }
            prop_assert!(ranges.iter().all(|range| range.start < range.end));
            let apart = |pair: &[Range<u32>]| pair[0].end < pair[1].start;
            prop_assert!(ranges.0.windows(2).all(apart));
            prop_assert_eq!(ranges.count(), each.len() as u64);
            for pack in 0..80 {
                let is_in = each.contains(&pack);
                prop_assert_eq!(ranges.covers(&(pack..pack + 1)), is_in);
                prop_assert_eq!(ranges.touches(&(pack..pack + 1)), is_in);
            }
            let missing: Vec<u32> = ranges.gaps(&(5..70)).into_iter().flatten().collect();
            let expected: Vec<u32> = (5..70).filter(|pack| !each.contains(pack)).collect();
            prop_assert_eq!(missing, expected);
        }
    }
}
