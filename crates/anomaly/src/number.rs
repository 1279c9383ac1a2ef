//! Logarithms, powers and roots in integers, the same on every machine.

/// 2^(−i/256) in units of 2^−32, built by square roots when this is compiled.
static HALVING: [u64; 257] = halving();

/// log2(1 + i/256) in units of 2^−16.
static LOG: [u32; 257] = logarithms();

const fn halving() -> [u64; 257] {
    // steps[k] = 2^(−1/2^k) in units of 2^−62.
    let mut steps = [0u128; 9];
    steps[0] = 1 << 61;
    let mut k = 1;
    while k < 9 {
        steps[k] = root128(steps[k - 1] << 62);
        k += 1;
    }
    let mut table = [0u64; 257];
    let mut i = 0;
    while i < 257 {
        let mut product: u128 = 1 << 62;
        let mut k = 0;
        while k < 9 {
            if (i >> (8 - k)) & 1 == 1 {
                product = (product * steps[k]) >> 62;
            }
            k += 1;
        }
        table[i] = (product >> 30) as u64;
        i += 1;
    }
    table
}

const fn logarithms() -> [u32; 257] {
    let mut table = [0u32; 257];
    let mut i = 0;
    while i < 257 {
        // Squaring doubles the logarithm: each carry past 2 is its next binary digit.
        let mut x: u128 = ((256 + i as u128) << 62) / 256;
        let mut digits: u32 = 0;
        if x >= 2 << 62 {
            digits = 1 << 16;
            x >>= 1;
        }
        let mut bit = 16;
        while bit > 0 {
            bit -= 1;
            x = ((x >> 16) * (x >> 16)) >> 30;
            if x >= 2 << 62 {
                digits |= 1 << bit;
                x >>= 1;
            }
        }
        table[i] = digits;
        i += 1;
    }
    table
}

const fn root128(square: u128) -> u128 {
    if square < 2 {
        return square;
    }
    let mut guess: u128 = 1 << ((128 - square.leading_zeros()).div_ceil(2));
    loop {
        let next = (guess + square / guess) / 2;
        if next >= guess {
            return guess;
        }
        guess = next;
    }
}

/// The largest integer whose square is not more.
pub const fn root(square: u64) -> u64 {
    square.isqrt()
}

/// log2 in thousandths, rounded down; of 0 as of 1.
pub fn log2_milli(x: u64) -> i64 {
    if x == 0 {
        return 0;
    }
    let whole = x.ilog2();
    // The 24 bits after the leading one.
    let rest = if whole >= 24 { (x >> (whole - 24)) & 0xff_ffff } else { (x << (24 - whole)) & 0xff_ffff };
    let (step, part) = ((rest >> 16) as usize, rest & 0xffff);
    let low = u64::from(LOG.get(step).copied().unwrap_or(0));
    let high = u64::from(LOG.get(step + 1).copied().unwrap_or(1 << 16));
    let fraction = low + (((high - low) * part) >> 16);
    i64::from(whole) * 1000 + ((fraction * 1000) >> 16) as i64
}

/// How many 256ths of a half-life have passed.
pub fn steps(seconds: i64, half_life: u32) -> u64 {
    if seconds <= 0 || half_life == 0 {
        return 0;
    }
    // A millennium is for ever.
    (seconds.min(1 << 35) as u64) * 256 / u64::from(half_life)
}

/// `value` after so many 256ths of a half-life.
pub fn decay(value: u64, steps: u64) -> u64 {
    let whole = steps >> 8;
    if whole >= 64 {
        return 0;
    }
    let factor = HALVING.get((steps & 255) as usize).copied().unwrap_or(0);
    ((u128::from(value) * u128::from(factor)) >> 32) as u64 >> whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn logarithm_is_right_to_two_thousandths(x in 1u64..) {
            let exact = libm::log2(x as f64) * 1000.0;
            let ours = log2_milli(x) as f64;
            prop_assert!((exact - ours).abs() < 2.0, "{exact} {ours}");
        }

        #[test]
        fn decay_is_right(value in 0u64..1 << 40, seconds in 0i64..100_000, half_life in 1u32..100_000) {
            let steps = steps(seconds, half_life);
            let exact = value as f64 * libm::exp2(-(steps as f64) / 256.0);
            prop_assert!((exact - decay(value, steps) as f64).abs() <= 1.0 + exact * 1e-6);
        }
    }

    #[test]
    fn whole_half_lives_halve() {
        assert_eq!(decay(1000, steps(3600, 3600)), 500);
        assert_eq!(decay(1000, steps(7200, 3600)), 250);
        assert_eq!(decay(1000, steps(i64::MAX, 1)), 0);
        assert_eq!(log2_milli(1024), 10_000);
    }
}
