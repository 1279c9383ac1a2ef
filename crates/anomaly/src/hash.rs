//! Maps whose hashing is the same everywhere, and bounded ones that forget the longest untouched half.

use alloc::vec::Vec;
use core::hash::{BuildHasher, Hash, Hasher};

use hashbrown::HashMap;

/// Makes [`Mix`]; it holds no random state.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fixed;

impl BuildHasher for Fixed {
    type Hasher = Mix;

    fn build_hasher(&self) -> Mix {
        Mix(0)
    }
}

/// A multiplicative hasher.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mix(u64);

impl Mix {
    fn add(&mut self, word: u64) {
        self.0 = mix(self.0 ^ word);
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.add(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.add(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_isize(&mut self, value: isize) {
        self.add(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// One round of mixing: every bit of the input moves about half of the output's.
pub const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 32)).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let word = (word ^ (word >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    word ^ (word >> 32)
}

/// A key of several words. `kind` keeps keys of different kinds apart.
pub const fn key(kind: u64, a: u64, b: u64) -> u64 {
    mix(mix(mix(kind) ^ a) ^ b)
}

/// A map without random state. Never iterate over it where the order would show.
pub type Map<K, V> = HashMap<K, V, Fixed>;

/// A map of at most so many entries. When it is full, the half that was not touched for longest goes.
#[derive(Clone, Debug)]
pub struct Bounded<K, V> {
    map: Map<K, (u64, V)>,
    most: usize,
    touches: u64,
}

impl<K: Copy + Eq + Hash, V: Default> Bounded<K, V> {
    /// An empty one for at most `most` entries (at least 2).
    pub fn new(most: usize) -> Self {
        Self { map: Map::default(), most: most.max(2), touches: 0 }
    }

    /// What stands there; this is no touch.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.map.get(key).map(|(_, value)| value)
    }

    /// What stands there, to change it; this is no touch.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.map.get_mut(key).map(|(_, value)| value)
    }

    /// What stands there, made if need be. This is a touch.
    pub fn touch(&mut self, key: K) -> &mut V {
        if self.map.len() >= self.most && !self.map.contains_key(&key) {
            self.forget_half();
        }
        self.touches += 1;
        let touch = self.touches;
        let (last, value) = self.map.entry(key).or_insert_with(|| (0, V::default()));
        *last = touch;
        value
    }

    /// Forgets one.
    pub fn remove(&mut self, key: &K) {
        self.map.remove(key);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    fn forget_half(&mut self) {
        let mut touches: Vec<u64> = self.map.values().map(|(touch, _)| *touch).collect();
        let middle = touches.len() / 2;
        if middle >= touches.len() {
            return;
        }
        let (_, median, _) = touches.select_nth_unstable(middle);
        let median = *median;
        self.map.retain(|_, (touch, _)| *touch >= median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_map_forgets_the_half_that_was_touched_first() {
        let mut map = Bounded::<u32, u32>::new(10);
        for key in 0..10 {
            *map.touch(key) = key;
        }
        map.touch(0);
        map.touch(10);
        assert!(map.len() <= 10);
        assert_eq!(map.get(&0), Some(&0), "touched again, so it stays");
        assert_eq!(map.get(&10), Some(&0));
        assert_eq!(map.get(&1), None);
        assert_eq!(map.get(&9), Some(&9));
    }

    #[test]
    fn keys_of_kinds_differ() {
        assert_ne!(key(1, 2, 3), key(2, 2, 3));
        assert_ne!(key(1, 2, 3), key(1, 3, 2));
    }
}
