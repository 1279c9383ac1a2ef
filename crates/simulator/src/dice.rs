//! Seeded chance: one stream for each subject, so that a change in one part moves no other.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// A stream of chance.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

/// Mixes two numbers into one that looks like neither.
pub fn mix(one: u64, other: u64) -> u64 {
    let mut z = one ^ other.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The number of a name.
pub fn named(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| mix(hash, u64::from(byte)))
}

impl Dice {
    /// The stream of a `subject` and, where there are several of its kind, of its `number`.
    pub fn new(seed: u64, subject: &str, number: u64) -> Self {
        let key = mix(mix(seed, named(subject)), number);
        let mut bytes = [0; 32];
        for (place, chunk) in (1..).zip(bytes.chunks_mut(8)) {
            chunk.copy_from_slice(&mix(key, place).to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// From 0 to `count - 1`; 0 where there is nothing to choose from.
    pub fn below(&mut self, count: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(count)) >> 64) as u64
    }

    /// A place in a list of `count`.
    pub fn index(&mut self, count: usize) -> usize {
        self.below(count as u64) as usize
    }

    /// From `least` to `most`, both possible.
    pub fn whole(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1).max(1) as u64) as i64
    }

    /// From 0 up to but never 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with a probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly between two numbers.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.unit()
    }

    /// Normally distributed, mean 0, deviation 1.
    pub fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.unit(), self.unit());
        libm::sqrt(-2.0 * libm::log(one)) * libm::cos(core::f64::consts::TAU * other)
    }

    /// Exponentially distributed.
    pub fn waiting(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// How often something happens that happens `mean` times on average.
    pub fn times(&mut self, mean: f64) -> u32 {
        if mean <= 0.0 {
            return 0;
        }
        if mean > 40.0 {
            return (mean + libm::sqrt(mean) * self.normal()).max(0.0) as u32;
        }
        let (limit, mut product, mut count) = (libm::exp(-mean), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// One of several, by weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// One of several; the list must not be empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// Some of a list, each at most once, in any order.
    pub fn some<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut left = list.to_vec();
        let mut chosen = Vec::new();
        while chosen.len() < count && !left.is_empty() {
            chosen.push(left.swap_remove(self.index(left.len())));
        }
        chosen
    }
}
