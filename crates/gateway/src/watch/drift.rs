//! Whether scans are still like those that the model was made for: each week's features are held against the deciles of its
//! reference, and the share of alarms against its budget.

use anomaly::spec::{FEATURE_COUNT, Features, MISSING};
use serde::{Deserialize, Serialize};

use super::judge::{Loaded, feature_name};

/// A week, in seconds.
const WEEK: i64 = 7 * 86_400;
/// From this population stability index on, a feature's values are others than they were.
const LIMIT: f64 = 0.25;
/// The share of scans that may raise an alarm, in millionths.
const BUDGET: u64 = 500;
/// So many times the budget is too much.
const EXCESS: u64 = 3;
/// With fewer scans than this, a week says nothing.
const FEWEST: u64 = 2_000;
/// With fewer alarms than this, their share says nothing.
const FEWEST_ALARMS: u64 = 10;
/// A share below this is taken for this, so that an empty class does not weigh without end.
const LEAST: f64 = 0.000_1;

/// What a week was like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The week, counted from 1970-01-01 UTC.
    pub week: i64,
    /// How many scans it had.
    pub scans: u64,
    /// How many alarms.
    pub alarms: u64,
    /// The features whose population stability index is highest, each with it in thousandths, the highest first.
    pub highest: Vec<(String, u64)>,
    /// Whether the model should be silent; and because of what.
    pub drifted: Option<String>,
}

/// The counts of the week that goes on, and what the last one was like.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    week: i64,
    scans: u64,
    alarms: u64,
    /// For each feature, how many scans are in each class between the reference's deciles.
    counts: Vec<Vec<u64>>,
    last: Option<Finding>,
}

impl Drift {
    /// Counts a scan, received at `now` (seconds since 1970-01-01 UTC). When a week ends, it is judged.
    pub fn count(&mut self, loaded: &Loaded, now: i64, features: &Features, alarm: bool) {
        self.turn(loaded, now);
        self.scans += 1;
        self.alarms += u64::from(alarm);
        self.counts.resize(FEATURE_COUNT, Vec::new());
        for (place, (value, counts)) in features.iter().zip(&mut self.counts).enumerate() {
            let cuts = cuts(reference(loaded, place));
            if cuts.is_empty() || *value == MISSING && !knows_missing(&cuts) {
                continue;
            }
            counts.resize(cuts.len() + 1, 0);
            let class = cuts.iter().position(|(cut, ..)| value <= cut).unwrap_or(cuts.len());
            if let Some(count) = counts.get_mut(class) {
                *count += 1;
            }
        }
    }

    /// Judges the week if it is over.
    pub fn turn(&mut self, loaded: &Loaded, now: i64) {
        let week = now.div_euclid(WEEK);
        if week <= self.week {
            return;
        }
        if self.scans > 0 {
            self.last = Some(self.judged(loaded));
        }
        *self = Self { week, last: self.last.take(), ..Self::default() };
    }

    /// What the last week with scans was like.
    pub fn last(&self) -> Option<&Finding> {
        self.last.as_ref()
    }

    /// Whether the model should be silent.
    pub fn is_drifted(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.drifted.is_some())
    }

    /// The population stability index of each feature in the week so far.
    pub fn indices(&self, loaded: &Loaded) -> Vec<(usize, f64)> {
        let of =
            |(place, counts): (usize, &Vec<u64>)| Some((place, stability(&cuts(reference(loaded, place)), counts)?));
        self.counts.iter().enumerate().filter_map(of).collect()
    }

    fn judged(&self, loaded: &Loaded) -> Finding {
        let mut indices = self.indices(loaded);
        indices.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let thousandths = |index: f64| (index * 1_000.0).round() as u64;
        let highest = indices
            .iter()
            .take(5)
            .map(|(place, index)| (feature_name(*place).to_owned(), thousandths(*index)))
            .collect();
        let enough = self.scans >= FEWEST;
        let changed = indices.iter().find(|(place, index)| *index > LIMIT && loaded.weighs(*place));
        let too_many = self.alarms >= FEWEST_ALARMS && self.alarms * 1_000_000 > EXCESS * BUDGET * self.scans;
        let drifted = match changed {
            Some((place, _)) if enough => Some(feature_name(*place).to_owned()),
            _ if enough && too_many => Some("alarms".to_owned()),
            _ => None,
        };
        Finding { week: self.week, scans: self.scans, alarms: self.alarms, highest, drifted }
    }
}

/// The deciles of a feature on which the model was calibrated.
fn reference(loaded: &Loaded, place: usize) -> &[i32] {
    loaded.model.reference(place)
}

/// A boundary, and between which shares of the reference the share of values up to it lies: deciles that are equal tell no more.
type Cut = (i32, f64, f64);

fn cuts(deciles: &[i32]) -> Vec<Cut> {
    let parts = deciles.len() as f64 + 1.0;
    let mut cuts: Vec<Cut> = Vec::new();
    for (place, decile) in deciles.iter().enumerate() {
        let share = (place as f64 + 1.0) / parts;
        match cuts.last_mut() {
            // One value has so many scans that its own share is not known exactly.
            Some((cut, low, high)) if *cut == *decile => (*low, *high) = (share, share + 1.0 / parts),
            _ => cuts.push((*decile, share, share)),
        }
    }
    cuts
}

fn knows_missing(cuts: &[Cut]) -> bool {
    cuts.first().is_some_and(|(cut, ..)| *cut == MISSING)
}

/// The population stability index of counts by class: the sum of (actual − expected) · ln(actual / expected), with the expectation
/// that fits best among those that the reference allows. Nothing without counts.
fn stability(cuts: &[Cut], counts: &[u64]) -> Option<f64> {
    let total = counts.iter().sum::<u64>() as f64;
    if cuts.is_empty() || total < 1.0 {
        return None;
    }
    let (mut index, mut actual_before, mut expected_before) = (0.0, 0.0, 0.0);
    let last = (i32::MAX, 1.0, 1.0);
    for (count, (_, low, high)) in counts.iter().zip(cuts.iter().chain([&last])) {
        let actual = actual_before + *count as f64 / total;
        let expected = actual.clamp(*low, high.max(*low)).max(expected_before);
        let share = |after: f64, before: f64| (after - before).max(LEAST);
        let (is, was) = (share(actual, actual_before), share(expected, expected_before));
        index += (is - was) * (is / was).ln();
        (actual_before, expected_before) = (actual, expected);
    }
    Some(index)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn index(deciles: &[i32], values: &[(i32, u64)]) -> f64 {
        let cuts = cuts(deciles);
        let mut counts = vec![0; cuts.len() + 1];
        for (value, count) in values {
            let class = cuts.iter().position(|(cut, ..)| value <= cut).unwrap_or(cuts.len());
            counts[class] += count;
        }
        stability(&cuts, &counts).unwrap()
    }

    const DECILES: [i32; 9] = [10, 20, 30, 40, 50, 60, 70, 80, 90];

    #[test]
    fn the_same_distribution_has_no_index_and_another_one_has() {
        let even: Vec<_> = (0..10).map(|class| (class * 10 + 5, 100)).collect();
        assert!(index(&DECILES, &even) < 0.001);
        let shifted: Vec<_> = (0..10).map(|class| (class * 10 + 55, 100)).collect();
        assert!(index(&DECILES, &shifted) > LIMIT);
        // By hand: half of the values in each of the two middle classes of a reference with four equal ones.
        let quartiles = index(&[1, 2, 3], &[(2, 50), (3, 50)]);
        let expected = 2.0 * (0.25 * 2.0f64.ln()) + 2.0 * ((LEAST - 0.25) * (LEAST / 0.25).ln());
        assert!((quartiles - expected).abs() < 1e-9, "{quartiles} {expected}");
    }

    #[test]
    fn a_value_that_nearly_all_have_is_no_drift_whatever_its_exact_share() {
        for share in [905, 950, 999, 1_000] {
            let found = index(&[0; 9], &[(0, share), (7, 1_000 - share)]);
            assert!(found < 0.01, "{share}: {found}");
        }
        assert!(index(&[0; 9], &[(0, 300), (7, 700)]) > LIMIT, "and if it is rare now, it is");
    }

    #[test]
    fn nothing_is_said_of_no_scans() {
        assert_eq!(stability(&cuts(&DECILES), &[0; 10]), None);
        assert_eq!(stability(&[], &[5]), None);
    }

    #[test]
    fn counts_survive_being_kept() {
        let drift = Drift { week: 2_900, scans: 5, alarms: 1, counts: vec![vec![1, 2], vec![]], last: None };
        let text = serde_json::to_string(&drift).unwrap();
        assert_eq!(serde_json::from_str::<Drift>(&text).unwrap(), drift);
    }
}
