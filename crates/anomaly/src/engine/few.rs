//! A few distinct things.

use crate::hash::mix;

/// Up to `N` distinct keys, by 32 bits of their hash; more are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Few<const N: usize> {
    items: [u32; N],
    len: u8,
}

impl<const N: usize> Default for Few<N> {
    fn default() -> Self {
        Self { items: [0; N], len: 0 }
    }
}

fn short(key: u64) -> u32 {
    (mix(key) >> 32) as u32
}

impl<const N: usize> Few<N> {
    /// Adds one if it is new and there is room.
    pub fn insert(&mut self, key: u64) {
        let item = short(key);
        if !self.iter().any(|known| known == item)
            && let Some(slot) = self.items.get_mut(usize::from(self.len))
        {
            *slot = item;
            self.len += 1;
        }
    }

    /// How many there are beside that one.
    pub fn others(&self, key: u64) -> i64 {
        let item = short(key);
        self.iter().filter(|known| *known != item).count() as i64
    }

    /// How many there are.
    pub fn len(&self) -> i64 {
        self.len.into()
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        self.items.iter().take(usize::from(self.len)).copied()
    }
}

/// About how many distinct keys there were: a set of 128 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Many(u128);

impl Many {
    /// Adds one.
    pub fn insert(&mut self, key: u64) {
        self.0 |= 1 << (mix(key) >> 57);
    }

    /// How many bits are set beside that key's: at most as many as there were keys.
    pub fn others(&self, key: u64) -> i64 {
        (self.0 & !(1 << (mix(key) >> 57))).count_ones().into()
    }

    /// How many bits are set in either.
    pub fn both(&self, other: Self) -> i64 {
        (self.0 | other.0).count_ones().into()
    }
}
