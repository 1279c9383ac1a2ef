//! A batch's packs in ranges of one value each: together they are the batch, no pack twice.

use alloc::{collections::BTreeMap, vec::Vec};
use core::ops::Range;

/// Ranges that tile `0..len`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges<V> {
    len: u32,
    /// By the end of the range; it begins where the one before ends.
    parts: BTreeMap<u32, V>,
}

impl<V: Clone + PartialEq> Ranges<V> {
    /// One range of that value; none at all if `len` is 0.
    pub fn new(len: u32, value: V) -> Self {
        let mut parts = BTreeMap::new();
        if len > 0 {
            parts.insert(len, value);
        }
        Self { len, parts }
    }

    /// The value of one pack.
    pub fn get(&self, index: u32) -> Option<&V> {
        self.parts.range(index.checked_add(1)?..).next().map(|(_, value)| value)
    }

    /// How many ranges there are.
    #[cfg(test)]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The ranges in order.
    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = (Range<u32>, &V)> {
        let mut start = 0;
        self.parts.iter().map(move |(end, value)| {
            let range = start..*end;
            start = *end;
            (range, value)
        })
    }

    /// Changes what lies in `range`, as far as there are such packs. `change` is told how many packs have a value. Nothing
    /// happens, and the answer is false, if more than `most` ranges could be the result.
    pub fn update(&mut self, range: Range<u32>, most: usize, mut change: impl FnMut(u32, &V) -> V) -> bool {
        let range = range.start..range.end.min(self.len);
        if range.is_empty() {
            return true;
        }
        if self.parts.len() + 2 > most {
            return false;
        }
        self.split(range.start);
        self.split(range.end);
        let mut start = range.start;
        for (end, value) in self.parts.range_mut(range.start + 1..=range.end) {
            *value = change(end - start, value);
            start = *end;
        }
        self.merge(range);
        true
    }

    fn split(&mut self, at: u32) {
        if at == 0 || at >= self.len || self.parts.contains_key(&at) {
            return;
        }
        if let Some(value) = self.get(at).cloned() {
            self.parts.insert(at, value);
        }
    }

    fn merge(&mut self, range: Range<u32>) {
        let mut same = Vec::new();
        let mut before: Option<(u32, &V)> = None;
        // One range beyond either side may now be equal.
        let last = self.parts.range(range.end.saturating_add(1)..).next().map_or(range.end, |(end, _)| *end);
        for (end, value) in self.parts.range(range.start..=last) {
            if let Some((end, previous)) = before
                && previous == value
            {
                same.push(end);
            }
            before = Some((*end, value));
        }
        for end in same {
            self.parts.remove(&end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_tile_and_agree_with_a_plain_list(
            len in 0u32..60,
            changes in proptest::collection::vec((0u32..70, 0u32..70, 0u8..4), 0..40),
        ) {
            let mut ranges = Ranges::new(len, 0u8);
            let mut plain = alloc::vec![0u8; len as usize];
            for (start, end, value) in changes {
                let mut told = 0;
                ranges.update(start..end, 1000, |packs, _| { told += packs; value });
                let inside = (start.min(len)..end.min(len)).len();
                prop_assert_eq!(told as usize, inside);
                for i in start.min(len)..end.min(len) {
                    plain[i as usize] = value;
                }
                let mut next = 0;
                let mut before = None;
                for (range, value) in ranges.iter() {
                    prop_assert_eq!(range.start, next);
                    prop_assert!(range.start < range.end);
                    prop_assert_ne!(before, Some(*value), "equal neighbours are one");
                    next = range.end;
                    before = Some(*value);
                }
                prop_assert_eq!(next, len);
                for i in 0..len + 5 {
                    prop_assert_eq!(ranges.get(i), plain.get(i as usize));
                }
            }
        }
    }

    #[test]
    fn the_bound_holds() {
        let mut ranges = Ranges::new(100, 0);
        for i in 0..100 {
            ranges.update(i..i + 1, 10, |_, _| i);
        }
        assert!(ranges.parts() <= 10);
        assert_eq!(ranges.get(u32::MAX), None);
    }
}
