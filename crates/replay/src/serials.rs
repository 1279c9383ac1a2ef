//! The serials of one batch, compactly: their own bytes and eight more each.

use std::ops::Range;

use crate::distance::Pattern;

/// Kinds of characters, as bits.
const DIGIT: u8 = 1;
const CAPITAL: u8 = 2;
const SMALL: u8 = 4;
const OTHER: u8 = 8;

/// What the serials of a batch look like.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    /// A bit for every length that occurs, the last for all above.
    lengths: u64,
    /// The kinds of characters that occur.
    kinds: u8,
}

impl Shape {
    fn of(serial: &[u8]) -> Self {
        let kind = |byte: &u8| match byte {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' => SMALL,
            _ => OTHER,
        };
        Self { lengths: 1 << serial.len().min(63), kinds: serial.iter().map(kind).fold(0, |all, kind| all | kind) }
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.lengths |= other.lengths;
        self.kinds |= other.kinds;
    }

    /// Whether a serial has another length or other kinds of characters; never if nothing is known.
    pub(crate) fn is_odd(&self, serial: &str) -> bool {
        let other = Self::of(serial.as_bytes());
        self.kinds != 0 && (other.lengths & !self.lengths != 0 || other.kinds & !self.kinds != 0)
    }
}

/// The serial of a batch that is nearest to another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nearest {
    pub(crate) distance: usize,
    /// The pack; none if several are as near.
    pub(crate) pack: Option<u32>,
}

/// Serials with the indices of their packs; in ascending order once [`Self::sort`] has been called.
#[derive(Debug, Default)]
pub(crate) struct Serials {
    text: Vec<u8>,
    /// Where each serial ends in `text`.
    ends: Vec<u32>,
    packs: Vec<u32>,
    shape: Shape,
}

impl Serials {
    /// Adds one; false if there is no more room (4 GiB).
    pub(crate) fn add(&mut self, serial: &str, pack: u32) -> bool {
        let Ok(end) = u32::try_from(self.text.len() + serial.len()) else { return false };
        self.text.extend_from_slice(serial.as_bytes());
        self.ends.push(end);
        self.packs.push(pack);
        self.shape.join(Shape::of(serial.as_bytes()));
        true
    }

    /// Puts them in order. Gives a serial that stands twice, if one does.
    pub(crate) fn sort(&mut self) -> Option<String> {
        let mut order: Vec<u32> = (0..).take(self.ends.len()).collect();
        order.sort_unstable_by_key(|at| self.at(*at as usize));
        let mut sorted = Self {
            text: Vec::with_capacity(self.text.len()),
            ends: Vec::with_capacity(self.ends.len()),
            packs: Vec::with_capacity(self.packs.len()),
            shape: self.shape,
        };
        for at in order {
            sorted.text.extend_from_slice(self.at(at as usize));
            sorted.ends.push(u32::try_from(sorted.text.len()).unwrap_or(u32::MAX));
            sorted.packs.push(self.packs.get(at as usize).copied().unwrap_or_default());
        }
        *self = sorted;
        let twice = (1..self.ends.len()).find(|at| self.at(*at) == self.at(at - 1))?;
        Some(String::from_utf8_lossy(self.at(twice)).into_owned())
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    fn at(&self, at: usize) -> &[u8] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let begin = at.checked_sub(1).map_or(0, end);
        self.text.get(begin..end(at)).unwrap_or_default()
    }

    /// The first place whose serial does not come before another, by `before`.
    fn first(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.at(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The pack with a serial.
    pub(crate) fn get(&self, serial: &str) -> Option<u32> {
        let at = self.first(|other| other < serial.as_bytes());
        if at < self.ends.len() && self.at(at) == serial.as_bytes() { self.packs.get(at).copied() } else { None }
    }

    /// The serial of a pack. It looks at all of them.
    pub(crate) fn serial_of(&self, pack: u32) -> Option<String> {
        let at = self.packs.iter().position(|other| *other == pack)?;
        String::from_utf8(self.at(at).to_vec()).ok()
    }

    /// Where the serials stand that begin with a text.
    fn beginning(&self, text: &str) -> Range<usize> {
        let start = self.first(|other| other < text.as_bytes());
        let end = self.first(|other| other < text.as_bytes() || other.starts_with(text.as_bytes()));
        start..end
    }

    /// How many serials begin with a text, and the pack if it is one.
    pub(crate) fn completed(&self, text: &str) -> (usize, Option<u32>) {
        let found = self.beginning(text);
        let only = if found.len() == 1 { self.packs.get(found.start).copied() } else { None };
        (found.len(), only)
    }

    /// The only pack whose serial is the same but for capitals and small letters.
    pub(crate) fn in_other_case(&self, serial: &str) -> Option<u32> {
        if !serial.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let same = |at: &usize| self.at(*at).eq_ignore_ascii_case(serial.as_bytes());
        let mut found = (0..self.ends.len()).filter(same);
        let only = found.next()?;
        if found.next().is_some() { None } else { self.packs.get(only).copied() }
    }

    /// The nearest serial that differs in at most `most` characters.
    pub(crate) fn nearest(&self, serial: &str, most: usize) -> Option<Nearest> {
        let pattern = Pattern::new(serial)?;
        let mut best: Option<Nearest> = None;
        for at in 0..self.ends.len() {
            let limit = best.map_or(most, |best| best.distance);
            let distance = pattern.distance(self.at(at), limit);
            if distance > limit {
                continue;
            }
            let alone = best.is_none_or(|best| distance < best.distance);
            let pack = if alone { self.packs.get(at).copied() } else { None };
            best = Some(Nearest { distance, pack });
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serials(list: &[&str]) -> Serials {
        let mut serials = Serials::default();
        for (serial, pack) in list.iter().zip(10..) {
            assert!(serials.add(serial, pack));
        }
        assert_eq!(serials.sort(), None);
        serials
    }

    #[test]
    fn every_serial_leads_to_its_pack_and_no_other_text_does() {
        let serials = serials(&["B2", "A1", "ab", "A", "Zz", "A12"]);
        for (serial, pack) in [("B2", 10), ("A1", 11), ("ab", 12), ("A", 13), ("Zz", 14), ("A12", 15)] {
            assert_eq!(serials.get(serial), Some(pack));
        }
        assert_eq!(["", "B", "A123", "zz", "ZZ"].map(|serial| serials.get(serial)), [None; 5]);
        assert_eq!(serials.completed("A1"), (2, None));
        assert_eq!(serials.completed("Z"), (1, Some(14)));
        assert_eq!(serials.in_other_case("zZ"), Some(14));
    }

    #[test]
    fn a_serial_that_stands_twice_is_named() {
        let mut serials = Serials::default();
        ["x", "y", "x"].iter().zip(0..).for_each(|(serial, pack)| assert!(serials.add(serial, pack)));
        assert_eq!(serials.sort().as_deref(), Some("x"));
    }

    #[test]
    fn the_nearest_serial_is_one_pack_or_none_if_two_are_as_near() {
        let serials = serials(&["12345678", "12345698", "99999999"]);
        assert_eq!(serials.nearest("12354678", 2), Some(Nearest { distance: 1, pack: Some(10) }), "two changed places");
        assert_eq!(serials.nearest("12345688", 2), Some(Nearest { distance: 1, pack: None }));
        assert_eq!(serials.nearest("00000000", 2), None);
        assert!(serials.shape().is_odd("1234567") && serials.shape().is_odd("1234567A"));
        assert!(!serials.shape().is_odd("55555555"));
    }
}
