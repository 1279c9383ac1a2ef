//! Mean kinetic temperature in integers.
//!
//! Warmth spoils medicines faster than its share of the time: by Arrhenius' law the rate grows as exp(−ΔH / R T). The
//! mean kinetic temperature (Haynes 1971; USP ⟨1079.2⟩, with ΔH = 83.144 kJ/mol and so ΔH / R = 10,000 K) is the constant
//! temperature that would have done the same harm.
//!
//! The chain, the gateway and the sensors must agree to the last digit, so all is done in integers: rates are 32.32
//! fixed-point numbers relative to the rate at 0 °C, temperatures hundredths of a degree Celsius.
//!
//! ```
//! use mean_kinetic::{Stretch, mean};
//!
//! // 18 hours at 5 °C and 6 hours at 14 °C harm as much as 24 hours at 8.29 °C.
//! let day = [Stretch { seconds: 18 * 3_600, temperature: 500 }, Stretch { seconds: 6 * 3_600, temperature: 1_400 }];
//! assert_eq!(mean(day), Some(829));
//! ```

#![cfg_attr(not(test), no_std)]

/// A time at one temperature, or at a mean kinetic temperature: means of means are exact but for rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How long.
    pub seconds: u64,
    /// In hundredths of a degree Celsius.
    pub temperature: i16,
}

/// The coldest temperature for which rates are told apart, −50 °C; what is colder counts as that.
pub const COLDEST: i16 = -5_000;
/// The warmest, 100 °C; what is warmer counts as that.
pub const WARMEST: i16 = 10_000;

/// ΔH / R, in hundredths of a kelvin.
const ACTIVATION: i128 = 1_000_000;
/// 0 °C, in hundredths of a kelvin.
const ZERO: i128 = 27_315;
/// One, in fixed point.
const ONE: i128 = 1 << 32;
/// The natural logarithm of two, in fixed point.
const LN_2: i128 = 2_977_044_472;

/// How much faster than at 0 °C goods spoil at a temperature, times 2³².
pub fn rate(temperature: i16) -> u64 {
    let kelvin = ZERO + i128::from(temperature.clamp(COLDEST, WARMEST));
    // exp(ΔH/R · (1/T₀ − 1/T))
    let exponent = ACTIVATION * ONE * (kelvin - ZERO) / (ZERO * kelvin);
    exp(exponent)
}

/// exp(x) for a fixed-point x, as a fixed-point number.
fn exp(x: i128) -> u64 {
    // x = whole · ln 2 + rest, with the rest at most ln 2 / 2 either way.
    let whole = (x + LN_2 / 2).div_euclid(LN_2);
    let rest = x - whole * LN_2;
    let (mut sum, mut term) = (ONE, ONE);
    for n in 1..=16 {
        term = term * rest / (ONE * n);
        sum += term;
    }
    let scaled = if whole >= 0 { sum << whole.min(31) } else { sum >> (-whole).min(63) };
    scaled.clamp(0, i128::from(u64::MAX)) as u64
}

/// The mean kinetic temperature of some stretches of time, rounded to the nearest hundredth of a degree; `None` if they
/// last no time at all.
pub fn mean(stretches: impl IntoIterator<Item = Stretch>) -> Option<i16> {
    let (mut seconds, mut harm) = (0u128, 0u128);
    for stretch in stretches {
        seconds = seconds.saturating_add(u128::from(stretch.seconds));
        harm = harm.saturating_add(u128::from(stretch.seconds).saturating_mul(u128::from(rate(stretch.temperature))));
    }
    let mean_rate = harm.checked_div(seconds)?;
    Some(temperature_of(mean_rate.min(u128::from(u64::MAX)) as u64))
}

/// The temperature whose rate comes nearest. Rates grow with temperature, so halving finds it.
fn temperature_of(target: u64) -> i16 {
    let (mut low, mut high) = (COLDEST, WARMEST);
    while low < high {
        let middle = low + (high - low) / 2;
        if rate(middle) < target { low = middle + 1 } else { high = middle }
    }
    let above = rate(low).saturating_sub(target);
    let below = target.saturating_sub(rate(low.saturating_sub(1)));
    if low > COLDEST && below < above { low - 1 } else { low }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(parts: &[(u64, i16)]) -> Option<i16> {
        mean(parts.iter().map(|&(hours, temperature)| Stretch { seconds: hours * 3_600, temperature }))
    }

    /// The definition, in floating point.
    fn by_definition(parts: &[(u64, i16)]) -> f64 {
        let kelvin = |centi: i16| f64::from(centi) / 100.0 + 273.15;
        let harm: f64 = parts.iter().map(|&(time, centi)| time as f64 * (-10_000.0 / kelvin(centi)).exp()).sum();
        let time: f64 = parts.iter().map(|&(time, _)| time as f64).sum();
        (-10_000.0 / (harm / time).ln() - 273.15) * 100.0
    }

    #[test]
    fn excursions_of_a_refrigerated_day_are_weighed_as_published() {
        assert_eq!(hours(&[(18, 500), (6, 1_400)]), Some(829));
        assert_eq!(hours(&[(20, 500), (4, 1_500)]), Some(770));
        assert_eq!(hours(&[(19, 500), (5, 1_500)]), Some(826));
    }

    #[test]
    fn a_constant_temperature_is_its_own_mean() {
        for temperature in COLDEST..=WARMEST {
            assert_eq!(hours(&[(1, temperature)]), Some(temperature));
        }
        assert_eq!(hours(&[]), None);
        assert_eq!(hours(&[(0, 500)]), None);
        assert_eq!((hours(&[(1, i16::MIN)]), hours(&[(1, i16::MAX)])), (Some(COLDEST), Some(WARMEST)));
    }

    proptest! {
        #[test]
        fn means_agree_with_the_definition(parts in prop::collection::vec((1u64..100_000, -3_000i16..6_000), 1..12)) {
            let found = mean(parts.iter().map(|&(seconds, temperature)| Stretch { seconds, temperature }));
            let expected = by_definition(&parts);
            let distance = (f64::from(found.expect("some time")) - expected).abs();
            prop_assert!(distance <= 0.51, "{found:?} against {expected}");
        }

        #[test]
        fn a_mean_of_means_is_the_mean(
            first in prop::collection::vec((1u64..90_000, 0i16..3_000), 1..6),
            second in prop::collection::vec((1u64..90_000, 0i16..3_000), 1..6),
        ) {
            let stretches = |parts: &[(u64, i16)]| {
                parts.iter().map(|&(seconds, temperature)| Stretch { seconds, temperature }).collect::<Vec<_>>()
            };
            let one = |parts: &[(u64, i16)]| Stretch {
                seconds: parts.iter().map(|part| part.0).sum(),
                temperature: mean(stretches(parts)).expect("some time"),
            };
            let whole = mean(stretches(&[first.clone(), second.clone()].concat())).expect("some time");
            let of_means = mean([one(&first), one(&second)]).expect("some time");
            prop_assert!((whole - of_means).abs() <= 1, "{whole} and {of_means}");
        }
    }
}
