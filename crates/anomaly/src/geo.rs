//! Distances on the globe in integers.

use ledger_types::Position;

use crate::{fact::Time, number::root};

/// Steps of the quarter circle in the table.
const STEPS: usize = 1000;
/// Half microdegrees of one step.
const STEP: i64 = 180_000_000 / STEPS as i64;
/// 1 in the table.
const ONE: i64 = 1 << 31;
/// Half, in units of 2^−62.
const HALF: i64 = 1 << 61;
/// Sine of the quarter circle, in units of 2^−31, built by its series when this is compiled.
static SINE: [i64; STEPS + 1] = sines();

const fn sines() -> [i64; STEPS + 1] {
    // π/2 in units of 2^−60.
    const QUARTER: i128 = 1_811_004_864_519_280_710;
    let mut table = [0i64; STEPS + 1];
    let mut i = 0;
    while i <= STEPS {
        let x = QUARTER * i as i128 / STEPS as i128;
        let square = (x * x) >> 60;
        let (mut term, mut sum, mut n) = (x, x, 1);
        while n < 14 {
            term = -((term * square) >> 60) / ((2 * n) * (2 * n + 1));
            sum += term;
            n += 1;
        }
        table[i] = (sum >> 29) as i64;
        i += 1;
    }
    table[STEPS] = ONE;
    table
}

/// Sine of an angle in half microdegrees from 0 to a quarter circle.
fn sine(angle: i64) -> i64 {
    let angle = angle.clamp(0, 180_000_000);
    let (step, rest) = ((angle / STEP) as usize, angle % STEP);
    let low = SINE.get(step).copied().unwrap_or(ONE);
    let high = SINE.get(step + 1).copied().unwrap_or(ONE);
    low + (high - low) * rest / STEP
}

/// The angle in half microdegrees whose sine that is.
fn arc_sine(value: i64) -> i64 {
    let above = SINE.partition_point(|sine| *sine <= value);
    let step = above.saturating_sub(1);
    let low = SINE.get(step).copied().unwrap_or(ONE);
    let Some(high) = SINE.get(step + 1).copied() else { return 180_000_000 };
    step as i64 * STEP + (value - low) * STEP / (high - low).max(1)
}

/// Metres along the great circle of a globe of mean radius, to 0.01 %, and near the opposite side to
/// 10 km. Places that are none are as if at the nearest that is one.
pub fn distance_m(a: Position, b: Position) -> u32 {
    let latitude = |place: Position| i64::from(place.latitude).clamp(-90_000_000, 90_000_000);
    let longitude = |place: Position| i64::from(place.longitude).clamp(-180_000_000, 180_000_000);
    // Differences in microdegrees are halves in half microdegrees.
    let up = sine((latitude(a) - latitude(b)).abs());
    let apart = (longitude(a) - longitude(b)).abs();
    let along = sine(apart.min(360_000_000 - apart));
    let cosine = |place: Position| sine(180_000_000 - 2 * latitude(place).abs());
    let narrowing = (cosine(a) * cosine(b)) >> 31;
    let haversine = up * up + ((i128::from(along * along) * i128::from(narrowing)) >> 31) as i64;
    // Beyond a quarter of the globe the other side's angle is the exact one.
    let angle = if haversine <= HALF {
        arc_sine(root(haversine.max(0) as u64) as i64)
    } else {
        180_000_000 - arc_sine(root((2 * HALF - haversine).max(0) as u64) as i64)
    };
    // Twice the arc sine in half microdegrees is the angle in microdegrees; 111,195.0797 m to a degree.
    (i128::from(angle) * 1_111_950_797 / 10_000_000_000) as u32
}

/// Kilometres, rounded down.
pub fn distance_km(a: Position, b: Position) -> i64 {
    i64::from(distance_m(a, b) / 1000)
}

/// The hour by the sun at that place, 0 to 23.
pub fn solar_hour(time: Time, place: Option<Position>) -> usize {
    let east = place.map_or(0, |place| i64::from(place.longitude) * 24 / 100_000);
    (time.saturating_add(east).rem_euclid(86_400) / 3600) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(a: Position, b: Position) -> f64 {
        let radians = |micro: i32| f64::from(micro) / 1e6 * core::f64::consts::PI / 180.0;
        let (up, along) = (
            libm::sin((radians(a.latitude) - radians(b.latitude)) / 2.0),
            libm::sin((radians(a.longitude) - radians(b.longitude)) / 2.0),
        );
        let h = up * up + libm::cos(radians(a.latitude)) * libm::cos(radians(b.latitude)) * along * along;
        2.0 * 6_371_008.8 * libm::asin(libm::sqrt(h.min(1.0)))
    }

    fn place() -> impl Strategy<Value = Position> {
        (-90_000_000..=90_000_000, -180_000_000..=180_000_000)
            .prop_map(|(latitude, longitude)| Position { latitude, longitude })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn distance_is_right_anywhere(a in place(), b in place()) {
            let (exact, ours) = (exact(a, b), f64::from(distance_m(a, b)));
            prop_assert!((exact - ours).abs() <= 2.0 + exact * 0.001, "{exact} {ours}");
        }

        #[test]
        fn distance_is_right_nearby(a in place(), up in -3_000_000i32..3_000_000, along in -3_000_000i32..3_000_000) {
            let b = Position {
                latitude: (a.latitude + up).clamp(-90_000_000, 90_000_000),
                longitude: (a.longitude + along).clamp(-180_000_000, 180_000_000),
            };
            let (exact, ours) = (exact(a, b), f64::from(distance_m(a, b)));
            prop_assert!((exact - ours).abs() <= 2.0 + exact * 0.0001, "{exact} {ours}");
        }

        #[test]
        fn distance_is_the_same_both_ways(a in place(), b in place()) {
            prop_assert_eq!(distance_m(a, b), distance_m(b, a));
        }
    }

    #[test]
    fn the_table_holds_sines() {
        for (step, sine) in SINE.iter().enumerate() {
            let exact = libm::sin(core::f64::consts::FRAC_PI_2 * step as f64 / STEPS as f64);
            assert!((*sine as f64 / ONE as f64 - exact).abs() < 1e-9, "{step}");
        }
    }

    #[test]
    fn impossible_places_do_no_harm() {
        let nowhere = Position { latitude: i32::MIN, longitude: i32::MAX };
        assert!(distance_m(nowhere, Position { latitude: i32::MAX, longitude: i32::MIN }) <= 20_100_000);
        assert_eq!(distance_m(nowhere, nowhere), 0);
    }

    #[test]
    fn hour_follows_the_sun() {
        let at = |longitude| Some(Position { latitude: 0, longitude });
        assert_eq!(solar_hour(12 * 3600, None), 12);
        assert_eq!(solar_hour(12 * 3600, at(90_000_000)), 18);
        assert_eq!(solar_hour(0, at(-15_000_000)), 23);
    }
}
