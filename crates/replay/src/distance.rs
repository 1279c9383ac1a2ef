//! In how many characters two short texts differ.

/// Longest text that can be compared.
pub(crate) const LONGEST: usize = 64;

/// A text that others are compared with: characters may be other ones, missing, added, or two neighbours in the wrong order
/// (optimal string alignment, bit-parallel after H. Hyyrö, 2003).
pub(crate) struct Pattern {
    length: usize,
    /// For each byte the places at which the text has it.
    places: [u64; 256],
}

impl Pattern {
    /// None if the text is empty or too long.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let length = text.len();
        if length == 0 || length > LONGEST {
            return None;
        }
        let mut places = [0; 256];
        for (at, byte) in text.bytes().enumerate() {
            if let Some(places) = places.get_mut(usize::from(byte)) {
                *places |= 1 << at;
            }
        }
        Some(Self { length, places })
    }

    /// How many changes make one text of the other; more than `most` where it cannot be fewer.
    pub(crate) fn distance(&self, other: &[u8], most: usize) -> usize {
        let apart = self.length.abs_diff(other.len());
        if apart > most {
            return apart;
        }
        let last = 1u64 << (self.length - 1);
        let (mut plus, mut minus, mut diagonal, mut before) = (!0u64, 0u64, 0u64, 0u64);
        let mut distance = self.length;
        for &byte in other {
            let here = self.places.get(usize::from(byte)).copied().unwrap_or_default();
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & plus).wrapping_add(plus) ^ plus) | here | minus | swapped;
            let (up, down) = (minus | !(diagonal | plus), diagonal & plus);
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            let (up, down) = ((up << 1) | 1, down << 1);
            plus = down | !(diagonal | up);
            minus = up & diagonal;
            before = here;
        }
        distance
    }
}

/// How many changes make one text of the other, if at most `most`.
pub(crate) fn within(one: &str, other: &str, most: usize) -> Option<usize> {
    if one == other {
        return Some(0);
    }
    Some(Pattern::new(one)?.distance(other.as_bytes(), most)).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By the table of all beginnings.
    fn plain(one: &[u8], other: &[u8]) -> usize {
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let changed = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                    let mut best = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[one.len()][other.len()]
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_plain_table(one in "[abc1]{1,12}", other in "[abc1]{0,12}") {
            let found = Pattern::new(&one).unwrap().distance(other.as_bytes(), 64);
            prop_assert_eq!(found, plain(one.as_bytes(), other.as_bytes()));
        }
    }
}
