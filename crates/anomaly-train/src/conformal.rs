//! Thresholds that keep a budget of false alarms, by the finite-sample rule of conformal prediction.

/// A share of all non-attack scans, in parts per million.
pub type Ppm = u64;

/// How many of `scans` may raise an alarm so that a further scan from the same source does so with a probability of at most
/// `budget`: n − ⌈(n+1)(1−α)⌉.
pub fn allowed(scans: usize, budget: Ppm) -> usize {
    let (scans, million) = (scans as u128, 1_000_000_u128);
    let kept = ((scans + 1) * million.saturating_sub(u128::from(budget))).div_ceil(million);
    usize::try_from(scans.saturating_sub(kept)).unwrap_or(0)
}

/// How many of `scans` of one world may raise an alarm before that world says that the budget does not hold there: what is
/// expected, and twice the deviation by which chance alone exceeds it.
pub fn bearable(scans: usize, budget: Ppm) -> usize {
    let expected = scans as f64 * budget as f64 / 1e6;
    // Both are small and not negative.
    libm::floor(expected + 2.0 * libm::sqrt(expected)) as usize
}

/// The least score that may raise an alarm: at most `allowed` of `scores` reach it. `scores` must fall; none below it counts.
/// With fewer scores than are allowed, the least one there is.
pub fn threshold(falling: &[i64], allowed: usize) -> i64 {
    match falling.get(allowed) {
        // The first that may not: whatever is above it may. Ties with it stay out, so that the budget is kept.
        Some(&first_kept) => first_kept.saturating_add(1),
        None => falling.last().copied().unwrap_or(i64::MAX),
    }
}

/// Greedy division of a budget: `gains(units)` says how good a division is, where `units[c]` is what component `c` gets.
/// Looks one to four units ahead, so that a component which needs several before it finds anything is not passed over.
pub fn divide(components: usize, units: usize, mut worth: impl FnMut(&[usize]) -> f64) -> Vec<usize> {
    let mut division = vec![0; components];
    let mut left = units;
    let mut now = worth(&division);
    while left > 0 {
        let mut best: Option<(f64, usize, usize, f64)> = None;
        for step in 1..=left.min(4) {
            for component in 0..components {
                let mut tried = division.clone();
                if let Some(part) = tried.get_mut(component) {
                    *part += step;
                }
                let then = worth(&tried);
                let rate = (then - now) / step as f64;
                if best.is_none_or(|(most, ..)| rate > most + 1e-12) {
                    best = Some((rate, component, step, then));
                }
            }
        }
        let Some((_, component, step, then)) = best.filter(|(rate, ..)| *rate > 0.0) else { break };
        if let Some(part) = division.get_mut(component) {
            *part += step;
        }
        left -= step;
        now = then;
    }
    division
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_scans_cannot_vouch_for_a_budget_below_one_in_a_thousand() {
        assert_eq!(allowed(1_000, 500), 0);
        assert_eq!(allowed(999, 1_000), 0);
        assert_eq!(allowed(1_000_000, 350), 349);
        assert_eq!(allowed(0, 350), 0);
    }

    #[test]
    fn one_world_may_exceed_a_budget_by_chance_alone() {
        assert_eq!((bearable(0, 500), bearable(2_000, 500), bearable(1_000_000, 500)), (0, 3, 544));
    }

    #[test]
    fn ties_at_the_threshold_never_break_the_budget() {
        let falling = [9, 7, 7, 7, 3, 1];
        for may in 0..falling.len() {
            let from = threshold(&falling, may);
            assert!(falling.iter().filter(|score| **score >= from).count() <= may, "{may} {from}");
        }
        assert_eq!(threshold(&falling, 1), 8);
        assert_eq!(threshold(&falling, 100), 1);
        assert_eq!(threshold(&[], 3), i64::MAX);
    }

    #[test]
    fn a_component_that_pays_late_gets_its_share() {
        // The first gives 1 at once and then nothing; the second gives 6, but only for three units.
        let worth = |units: &[usize]| f64::from(u8::from(units[0] >= 1)) + if units[1] >= 3 { 6.0 } else { 0.0 };
        assert_eq!(divide(2, 4, worth), [1, 3]);
    }
}
