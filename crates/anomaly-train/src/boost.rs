//! Gradient boosted trees, grown by forust.

use std::collections::BTreeMap;

use forust_ml::{
    GradientBooster, Matrix,
    constraints::{Constraint, ConstraintMap},
    metric::Metric,
    objective::ObjectiveType,
};
use serde::Serialize;

use crate::{
    Error,
    grown::{Ensemble, Grown, Tree, answer},
    table::NONE,
};

/// How trees are grown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Growth {
    /// At most so many.
    pub trees: usize,
    /// Share of each tree's answer that counts.
    pub rate: f32,
    /// Questions on the way to an answer, at most.
    pub depth: usize,
    /// Answers of a tree, at most.
    pub leaves: usize,
    /// L2 penalty on answers.
    pub l2: f32,
    /// Least sum of second derivatives in a leaf.
    pub least_leaf: f32,
    /// Values told apart in a feature.
    pub bins: u16,
    /// Share of the features that a tree may use.
    pub columns: f64,
    /// Trees without improvement on later scans after which growing stops.
    pub patience: usize,
    /// Of the choice of features.
    pub seed: u64,
}

/// Rows to learn from, column by column; NaN is not known.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// All columns, one after another.
    pub data: Vec<f64>,
    /// 1 for an attack, else 0.
    pub attack: Vec<f64>,
    /// How much each row counts.
    pub weight: Vec<f64>,
    /// The incident of each row, [`NONE`] of none; all of them may be left out.
    pub incident: Vec<u32>,
}

impl Rows {
    /// How many.
    pub fn len(&self) -> usize {
        self.attack.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.attack.is_empty()
    }

    /// Scores of all rows.
    pub fn scores(&self, ensemble: &Ensemble, columns: usize) -> Vec<f64> {
        let mut row = vec![0.0; columns];
        let mut score = |at: usize| {
            let values = self.data.iter().skip(at).step_by(self.len().max(1));
            row.iter_mut().zip(values).for_each(|(to, value)| *to = *value);
            ensemble.score(&row)
        };
        (0..self.len()).map(&mut score).collect()
    }

    /// Within each incident moves a share `focus` of its weight to the scans with high scores. An incident is found by one
    /// alarm, and many of its scans look like any other: to learn from these is to learn noise.
    pub fn refocus(&mut self, scores: &[f64], focus: f64) {
        // Of each incident: its weight, its scans, its highest score, and the sum of what they weigh by their scores.
        let mut incidents: BTreeMap<u32, (f64, f64, f64, f64)> = BTreeMap::new();
        let rows =
            || self.incident.iter().zip(scores).zip(&self.weight).filter(|((incident, _), _)| **incident != NONE);
        for ((incident, score), weight) in rows() {
            let (sum, scans, highest, _) = incidents.entry(*incident).or_insert((0.0, 0.0, f64::NEG_INFINITY, 0.0));
            (*sum, *scans, *highest) = (*sum + weight, *scans + 1.0, highest.max(*score));
        }
        for ((incident, score), _) in rows() {
            if let Some((.., highest, parts)) = incidents.get_mut(incident) {
                *parts += libm::exp(score - *highest);
            }
        }
        for ((incident, score), weight) in self.incident.iter().zip(scores).zip(&mut self.weight) {
            if let Some((sum, scans, highest, parts)) = incidents.get(incident) {
                *weight = sum * ((1.0 - focus) / scans + focus * libm::exp(score - highest) / parts);
            }
        }
    }

    /// The share of attacks by weight, if there are both.
    fn share(&self) -> Option<f64> {
        let all: f64 = self.weight.iter().sum();
        let attacks: f64 = self.weight.iter().zip(&self.attack).map(|(weight, attack)| weight * attack).sum();
        (attacks > 0.0 && attacks < all).then(|| attacks / all)
    }
}

/// Grows an ensemble: `directions` gives for each feature whether more of it may only raise (+1) or lower (−1) the score.
/// `later` scans decide when to stop; without attacks among them all trees are grown.
///
/// # Errors
/// [`Error::Trees`].
pub fn grow(
    name: &'static str,
    growth: &Growth,
    directions: &[i8],
    rows: &Rows,
    later: &Rows,
) -> Result<Ensemble, Error> {
    let failed = |cause: &dyn std::fmt::Display| Error::Trees { ensemble: name, cause: cause.to_string() };
    let share = rows.share().ok_or_else(|| failed(&"there are no attacks, or nothing else, to learn from"))?;
    let columns = directions.len();
    let constraints: ConstraintMap = (directions.iter().enumerate())
        .filter_map(|(feature, direction)| match direction {
            1 => Some((feature, Constraint::Positive)),
            -1 => Some((feature, Constraint::Negative)),
            _ => None,
        })
        .collect();
    let stops = later.share().is_some();
    let mut booster = GradientBooster::default();
    booster.objective_type = ObjectiveType::LogLoss;
    booster.iterations = growth.trees;
    booster.learning_rate = growth.rate;
    booster.max_depth = growth.depth;
    booster.max_leaves = growth.leaves;
    booster.l2 = growth.l2;
    booster.min_leaf_weight = growth.least_leaf;
    booster.base_score = libm::log(share / (1.0 - share));
    booster.initialize_base_score = false;
    booster.nbins = growth.bins;
    // One thread: the order of sums, and with it every bit, is the same everywhere.
    booster.parallel = false;
    booster.monotone_constraints = (!constraints.is_empty()).then_some(constraints);
    booster.colsample_bytree = growth.columns;
    booster.seed = growth.seed;
    booster.evaluation_metric = Some(Metric::LogLoss);
    booster.early_stopping_rounds = stops.then_some(growth.patience);
    let watched = Matrix::new(&later.data, later.len(), columns);
    let evaluation = stops.then(|| vec![(watched, later.attack.as_slice(), later.weight.as_slice())]);
    booster
        .fit(&Matrix::new(&rows.data, rows.len(), columns), &rows.attack, &rows.weight, evaluation)
        .map_err(|cause| failed(&cause))?;
    let used = booster.prediction_iteration.unwrap_or(booster.trees.len());
    let mut ensemble = Ensemble { base: booster.base_score, trees: Vec::with_capacity(used) };
    for tree in booster.trees.iter().take(used) {
        match converted(tree) {
            // A tree that asks nothing only moves the base.
            tree if tree.len() == 1 => ensemble.base += answer(&tree, &[]),
            tree => ensemble.trees.push(tree),
        }
    }
    Ok(ensemble)
}

fn converted(tree: &forust_ml::tree::Tree) -> Tree {
    let nodes = tree.nodes.iter().map(|node| {
        let cover = f64::from(node.hessian_sum);
        if node.is_leaf {
            return Grown::Leaf { value: f64::from(node.weight_value), cover };
        }
        Grown::Split {
            feature: node.split_feature,
            threshold: node.split_value,
            missing_right: node.missing_node == node.right_child,
            left: node.left_child,
            right: node.right_child,
            cover,
        }
    });
    nodes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeded::Seeded;

    /// How the tests grow trees.
    fn growth() -> Growth {
        Growth {
            trees: 30,
            rate: 0.2,
            depth: 4,
            leaves: 12,
            l2: 1.0,
            least_leaf: 1.0,
            bins: 256,
            columns: 0.7,
            patience: 10,
            seed: 7,
        }
    }

    /// An attack is where the first column is large or the second unknown; the third is noise, the fourth all unknown, the
    /// fifth always the same.
    fn rows(seed: u64) -> Rows {
        let (mut chance, count) = (Seeded::new(seed), 4_000);
        let first: Vec<f64> = (0..count).map(|_| chance.below(1_000) as f64).collect();
        let second: Vec<f64> =
            (0..count).map(|_| if chance.below(10) == 0 { f64::NAN } else { chance.below(9) as f64 }).collect();
        let third: Vec<f64> = (0..count).map(|_| chance.below(1_000_000) as f64).collect();
        let attack = first.iter().zip(&second).map(|(a, b)| f64::from(u8::from(*a > 900.0 || b.is_nan()))).collect();
        let data = [first, second, third, vec![f64::NAN; count], vec![3.0; count]].concat();
        Rows { data, attack, weight: vec![1.0; count], incident: Vec::new() }
    }

    fn row(rows: &Rows, at: usize) -> Vec<f64> {
        rows.data.iter().skip(at).step_by(rows.len()).copied().collect()
    }

    #[test]
    fn finds_what_makes_an_attack_and_keeps_directions() {
        let (learned, later) = (rows(1), rows(2));
        let ensemble = grow("test", &growth(), &[1, 0, -1, 0, 0], &learned, &later).expect("grows");
        let mut wrong = 0;
        for at in 0..later.len() {
            let row = row(&later, at);
            wrong += usize::from((ensemble.score(&row) > 0.0) != (later.attack[at] > 0.5));
            let more = [&[row[0] + 50.0], &row[1..]].concat();
            assert!(ensemble.score(&more) >= ensemble.score(&row), "more of a rising feature lowered the score");
            let more = [&row[..2], &[row[2] + 1e5], &row[3..]].concat();
            assert!(ensemble.score(&more) <= ensemble.score(&row), "more of a falling feature raised the score");
        }
        assert!(wrong < later.len() / 100, "{wrong}");
    }

    #[test]
    fn grows_the_same_trees_twice() {
        let (learned, later) = (rows(1), rows(2));
        let grow = || grow("test", &growth(), &[1, 0, 0, 0, 0], &learned, &later).expect("grows");
        assert_eq!(grow(), grow());
    }

    #[test]
    fn the_weight_of_an_incident_stays_while_its_telling_scan_gains() {
        let mut rows = Rows {
            attack: vec![1.0, 1.0, 1.0, 0.0],
            weight: vec![2.0, 2.0, 5.0, 1.0],
            incident: vec![7, 7, 8, NONE],
            ..Rows::default()
        };
        rows.refocus(&[-3.0, 4.0, 0.0, 9.0], 0.5);
        assert!((rows.weight[0] + rows.weight[1] - 4.0).abs() < 1e-9 && rows.weight[1] > 2.9, "{:?}", rows.weight);
        assert_eq!((rows.weight[2], rows.weight[3]), (5.0, 1.0));
    }

    #[test]
    fn nothing_to_learn_is_told() {
        let mut none = rows(1);
        none.attack.fill(0.0);
        assert!(matches!(grow("test", &growth(), &[0; 5], &none, &Rows::default()), Err(Error::Trees { .. })));
    }
}
