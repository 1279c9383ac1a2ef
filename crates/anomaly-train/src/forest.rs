//! Isolation forest: how few random questions set a scan apart from ordinary ones. Odd scans are set apart soon.

use serde::Serialize;

use crate::{
    grown::{Ensemble, Grown, Tree},
    seeded::Seeded,
};

/// How the forest is grown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planting {
    /// How many trees.
    pub trees: usize,
    /// From how many scans each is grown.
    pub sample: usize,
    /// Of the choice of scans, features and thresholds.
    pub seed: u64,
}

/// What is on its way to become a node: the rows that come there, its place and depth.
struct Bud {
    rows: Vec<usize>,
    at: usize,
    depth: usize,
}

/// Grows a forest on `columns` of benign scans; NaN is not known. A score is the sum over trees of how much sooner than usual
/// the scan is set apart, in questions: higher is odder.
pub fn plant(planting: &Planting, columns: &[Vec<f64>]) -> Ensemble {
    let rows = columns.first().map_or(0, Vec::len);
    let sample = planting.sample.min(rows);
    let mut chance = Seeded::new(planting.seed);
    let deepest = usize::BITS.saturating_sub(sample.saturating_sub(1).leading_zeros()) as usize;
    let mut ensemble = Ensemble::default();
    if sample < 2 {
        return ensemble;
    }
    for _ in 0..planting.trees {
        let chosen = (0..sample).map(|_| usize::try_from(chance.below(rows as u64)).unwrap_or(0)).collect();
        ensemble.trees.push(tree(columns, chosen, deepest, &mut chance));
    }
    ensemble
}

fn tree(columns: &[Vec<f64>], rows: Vec<usize>, deepest: usize, chance: &mut Seeded) -> Tree {
    let usual = further_questions(rows.len());
    let mut tree = vec![Grown::Leaf { value: 0.0, cover: 0.0 }];
    let mut buds = vec![Bud { rows, at: 0, depth: 0 }];
    while let Some(Bud { rows, at, depth }) = buds.pop() {
        let cover = rows.len() as f64;
        let split = if rows.len() > 1 && depth < deepest { question(columns, &rows, chance) } else { None };
        let node = match split {
            Some((feature, threshold, missing_right)) => {
                let (left, right) = (tree.len(), tree.len() + 1);
                tree.extend([Grown::Leaf { value: 0.0, cover: 0.0 }; 2]);
                let goes_right = |row: &usize| match known(columns, feature, *row) {
                    Some(value) => value >= threshold,
                    None => missing_right,
                };
                let (to_right, to_left): (Vec<_>, Vec<_>) = rows.into_iter().partition(goes_right);
                buds.push(Bud { rows: to_right, at: right, depth: depth + 1 });
                buds.push(Bud { rows: to_left, at: left, depth: depth + 1 });
                Grown::Split { feature, threshold, missing_right, left, right, cover }
            }
            None => Grown::Leaf { value: usual - depth as f64 - further_questions(rows.len()), cover },
        };
        if let Some(place) = tree.get_mut(at) {
            *place = node;
        }
    }
    tree
}

/// A feature in which the rows differ, a threshold between its least and its greatest value, and where the unknown goes.
fn question(columns: &[Vec<f64>], rows: &[usize], chance: &mut Seeded) -> Option<(usize, f64, bool)> {
    let mut features: Vec<usize> = (0..columns.len()).collect();
    chance.shuffle(&mut features);
    for feature in features {
        let values = rows.iter().map(|row| known(columns, feature, *row));
        let unknown = values.clone().any(|value| value.is_none());
        let least = values.clone().flatten().fold(f64::INFINITY, f64::min);
        let most = values.flatten().fold(f64::NEG_INFINITY, f64::max);
        // Whole numbers: from the first above the least to the greatest itself, as what is less goes left.
        if most > least {
            let steps = chance.below((most - least) as u64);
            return Some((feature, least + 1.0 + steps as f64, chance.below(2) == 1));
        }
        if unknown && most >= least {
            return Some((feature, most + 1.0, true));
        }
    }
    None
}

fn known(columns: &[Vec<f64>], feature: usize, row: usize) -> Option<f64> {
    columns.get(feature)?.get(row).copied().filter(|value| !value.is_nan())
}

/// How many more questions it usually takes to tell so many rows apart: the mean depth of an unsuccessful search in a binary
/// search tree.
fn further_questions(rows: usize) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    match rows {
        0 | 1 => 0.0,
        2 => 1.0,
        _ => {
            let before = (rows - 1) as f64;
            2.0 * (libm::log(before) + EULER) - 2.0 * before / rows as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordinary(count: usize) -> Vec<Vec<f64>> {
        let mut chance = Seeded::new(3);
        let mut column = |spread: u64, unknown: u64| -> Vec<f64> {
            let value = |_| if chance.below(100) < unknown { f64::NAN } else { chance.below(spread) as f64 };
            (0..count).map(value).collect()
        };
        vec![column(100, 0), column(20, 5), column(1, 0), column(1_000, 50)]
    }

    #[test]
    fn what_lies_far_out_is_odder_than_nearly_all_else() {
        let columns = ordinary(3_000);
        let forest = plant(&Planting { trees: 60, sample: 128, seed: 5 }, &columns);
        let odd = forest.score(&[450.0, 90.0, 0.0, 2_000.0]);
        let row = |at: usize| columns.iter().map(|column| column[at]).collect::<Vec<_>>();
        let below = (0..3_000).filter(|at| forest.score(&row(*at)) < odd).count();
        assert!(below > 2_970, "{below}");
    }

    #[test]
    fn a_feature_that_never_varied_is_never_asked_about() {
        // A column that never varied is never asked about: the model says nothing of what it never saw.
        let columns = ordinary(500);
        let forest = plant(&Planting { trees: 40, sample: 64, seed: 5 }, &columns);
        let asked = forest.trees.iter().flatten().any(|node| matches!(node, Grown::Split { feature: 2, .. }));
        assert!(!asked);
    }

    #[test]
    fn every_row_of_the_sample_ends_in_one_leaf_and_trees_are_the_same_for_a_seed() {
        let columns = ordinary(500);
        let planting = Planting { trees: 20, sample: 64, seed: 9 };
        let forest = plant(&planting, &columns);
        for tree in &forest.trees {
            let leaves = tree.iter().map(|node| if let Grown::Leaf { cover, .. } = node { *cover } else { 0.0 });
            assert_eq!(leaves.sum::<f64>(), 64.0);
        }
        assert_eq!(forest, plant(&planting, &columns));
        assert_ne!(forest, plant(&Planting { seed: 10, ..planting }, &columns));
    }
}
