//! Counters that forget exponentially.

use crate::{
    fact::Time,
    number::{decay, steps},
};

/// One event, in a counter's units.
pub const ONE: u32 = 1024;

/// Half-lives in seconds. Each is ln 2 times its window, so that a steady stream reads as the number in such a window.
pub const HOUR: u32 = 2495;
/// Of a day.
pub const DAY: u32 = 59_887;
/// Of a week.
pub const WEEK: u32 = 419_210;
/// Of two weeks.
pub const FORTNIGHT: u32 = 838_420;
/// Of thirty days.
pub const MONTH: u32 = 1_796_614;

/// A time in four bytes: from 1970 to 2106, others as the nearest of these.
pub fn short(time: Time) -> u32 {
    u32::try_from(time.max(0)).unwrap_or(u32::MAX)
}

/// A count that halves every half-life. The half-life is the caller's, always the same for one counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decayed {
    value: u32,
    at: u32,
}

impl Decayed {
    /// The count at that time in 1024ths. Time does not run backwards: an earlier one reads as the last.
    pub fn at(self, now: Time, half_life: u32) -> u32 {
        let passed = i64::from(short(now)) - i64::from(self.at);
        decay(self.value.into(), steps(passed, half_life)) as u32
    }

    /// The count in hundredths.
    pub fn hundredths(self, now: Time, half_life: u32) -> i64 {
        i64::from(self.at(now, half_life)) * 100 / i64::from(ONE)
    }

    /// Adds to it, in 1024ths.
    pub fn add(&mut self, now: Time, half_life: u32, amount: u32) {
        let passed = i64::from(short(now)) - i64::from(self.at);
        let gone = steps(passed, half_life);
        self.value = (decay(self.value.into(), gone) as u32).saturating_add(amount);
        // Only whole steps are spent: what is left over counts next time.
        self.at = if gone >= 64 << 8 || self.at == 0 {
            self.at.max(short(now))
        } else {
            self.at.saturating_add(((gone * u64::from(half_life) + 128) / 256) as u32)
        };
    }

    /// One more.
    pub fn count(&mut self, now: Time, half_life: u32) {
        self.add(now, half_life, ONE);
    }
}

/// `part` of `whole` per mille, drawn towards `usual` per mille as if by `weight` events more.
pub fn share(part: u32, whole: u32, usual: u32, weight: u32) -> i64 {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let weight = u64::from(weight) * u64::from(ONE);
    let below = whole + weight;
    if below == 0 {
        return i64::from(usual);
    }
    ((part * 1000 + weight * u64::from(usual)) / below).min(1000) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_counts_do_decay() {
        let mut counter = Decayed::default();
        for i in 0..10_000 {
            counter.count(1_700_000_000 + i * 5, HOUR);
        }
        // 720 an hour.
        let now = counter.hundredths(1_700_000_000 + 50_000, HOUR);
        assert!((70_000..75_000).contains(&now), "{now}");
        assert_eq!(counter.at(1_700_000_000 + 50_000 + 86_400 * 30, HOUR), 0);
    }

    #[test]
    fn a_steady_stream_reads_as_its_rate() {
        let mut counter = Decayed::default();
        for i in 0..2000 {
            counter.count(1_700_000_000 + i * 8640, DAY);
        }
        let now = counter.hundredths(1_700_000_000 + 2000 * 8640, DAY);
        assert!((940..1060).contains(&now), "{now}");
    }

    #[test]
    fn share_of_nothing_is_the_usual() {
        assert_eq!(share(0, 0, 20, 5), 20);
        assert_eq!(share(10 * ONE, 10 * ONE, 0, 0), 1000);
    }
}
