//! From grown trees to the integers that the model file holds.

use anomaly::{
    model::{Child, Ensemble, EnsembleKind, Leaf, Node, Tree},
    spec::{FEATURE_COUNT, Features, MISSING},
};

use crate::{
    grown::{self, Grown},
    seeded::Seeded,
    table::Table,
};

/// Integer units in one of a grown tree's.
pub const UNIT: f64 = 1e6;
/// A tree's covers add up to about this.
const COVER: f64 = 60_000.0;

/// The integer ensemble, without thresholds: it never alarms.
pub fn quantise(kind: EnsembleKind, grown: &grown::Ensemble) -> Ensemble {
    // Novelty is a mean over trees, so that a threshold says something; boosted trees are a sum.
    let share = if kind == EnsembleKind::Novelty { grown.trees.len().max(1) as f64 } else { 1.0 };
    Ensemble {
        kind,
        base: micro(grown.base),
        suspicious_from: i64::MAX,
        alert_from: i64::MAX,
        calibration: Vec::new(),
        trees: grown.trees.iter().map(|tree| quantised(tree, share)).collect(),
    }
}

fn micro(value: f64) -> i32 {
    // `as` saturates.
    libm::round(value * UNIT) as i32
}

fn quantised(grown: &grown::Tree, share: f64) -> Tree {
    let mut tree = Tree::default();
    let all = match grown.first() {
        Some(Grown::Split { cover, .. } | Grown::Leaf { cover, .. }) => cover.max(f64::MIN_POSITIVE),
        None => 1.0,
    };
    place(grown, 0, share, all, &mut tree);
    tree
}

/// Adds the part of a tree below a node: itself first, then its left and its right part.
fn place(grown: &grown::Tree, at: usize, share: f64, all: f64, tree: &mut Tree) -> Child {
    match grown.get(at) {
        Some(&Grown::Split { feature, threshold, missing_right, left, right, .. }) => {
            let here = tree.nodes.len();
            let nowhere = Child::Leaf(u16::MAX);
            tree.nodes.push(Node {
                feature: u8::try_from(feature).unwrap_or(u8::MAX),
                missing_right,
                // Features are whole: below 2.5 is below 3.
                threshold: libm::ceil(threshold) as i32,
                left: nowhere,
                right: nowhere,
            });
            let left = place(grown, left, share, all, tree);
            let right = place(grown, right, share, all, tree);
            if let Some(node) = tree.nodes.get_mut(here) {
                (node.left, node.right) = (left, right);
            }
            Child::Node(u16::try_from(here).unwrap_or(u16::MAX))
        }
        other => {
            let (value, cover) = match other {
                Some(Grown::Leaf { value, cover }) => (*value, *cover),
                _ => (0.0, 0.0),
            };
            let cover = (libm::round(cover / all * COVER) as u16).max(1);
            tree.leaves.push(Leaf { value: micro(value / share), cover });
            Child::Leaf(u16::try_from(tree.leaves.len() - 1).unwrap_or(u16::MAX))
        }
    }
}

/// Rows at a time when scores are computed.
const BLOCK: usize = 1024;

/// Scores of a table's rows for which `wanted` is true, [`crate::judge::SILENT`] for the others; added to `scores`.
pub fn scores(ensemble: &Ensemble, table: &Table, wanted: impl Fn(usize) -> bool, scores: &mut Vec<i64>) {
    let mut block = vec![[MISSING; FEATURE_COUNT]; BLOCK];
    for from in (0..table.rows()).step_by(BLOCK) {
        let until = (from + BLOCK).min(table.rows());
        fill(table, from, until, &mut block);
        for (row, features) in (from..until).zip(&block) {
            scores.push(if wanted(row) { ensemble.score(features) } else { crate::judge::SILENT });
        }
    }
}

/// Turns columns into rows, from a row until another.
pub fn fill(table: &Table, from: usize, until: usize, block: &mut [Features]) {
    for (place, column) in table.columns.iter().enumerate() {
        let values = column.get(from..until).unwrap_or_default();
        for (features, value) in block.iter_mut().zip(values) {
            if let Some(slot) = features.get_mut(place) {
                *slot = *value;
            }
        }
    }
}

/// Of pairs of rows, chosen by lot, the share that the integers put in the other order than the grown trees.
pub fn order_changes(grown: &[f64], integer: &[i64], seed: u64) -> f64 {
    const PAIRS: usize = 200_000;
    let rows = grown.len().min(integer.len());
    if rows < 2 {
        return 0.0;
    }
    let mut chance = Seeded::new(seed);
    let mut changed = 0;
    for _ in 0..PAIRS {
        let [a, b] = [0; 2].map(|_: usize| usize::try_from(chance.below(rows as u64)).unwrap_or(0));
        let (Some(x), Some(y), Some(i), Some(j)) = (grown.get(a), grown.get(b), integer.get(a), integer.get(b)) else {
            continue;
        };
        changed += usize::from((x < y && i > j) || (x > y && i < j));
    }
    changed as f64 / PAIRS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forest::{Planting, plant};
    use anomaly::Model;
    use proptest::prelude::*;

    /// A forest over three features, some of them unknown, as an ensemble with two ways to score it.
    fn forest(seed: u64) -> (grown::Ensemble, Ensemble) {
        let mut chance = Seeded::new(seed);
        let mut column = |spread: u64| -> Vec<f64> {
            let value = |_| if chance.below(9) == 0 { f64::NAN } else { chance.below(spread) as f64 - 40.0 };
            (0..400).map(value).collect()
        };
        let grown = plant(&Planting { trees: 25, sample: 64, seed }, &[column(100), column(70_000), column(3)]);
        let integer = quantise(EnsembleKind::Novelty, &grown);
        (grown, integer)
    }

    proptest! {
        #[test]
        fn integers_score_as_the_grown_trees_do(seed in 0..20_u64, a in -50..70, b in -50..80_000, c in -41..4, unknown in 0..8) {
            let (grown, integer) = forest(seed);
            let values = [a, b, c];
            let mut features = [MISSING; FEATURE_COUNT];
            let mut row = [f64::NAN; 3];
            for (place, value) in values.into_iter().enumerate() {
                if unknown >> place & 1 == 0 {
                    features[place] = value;
                    row[place] = f64::from(value);
                }
            }
            let expected = grown.score(&row) / grown.trees.len() as f64 * UNIT;
            prop_assert!((expected - integer.score(&features) as f64).abs() <= grown.trees.len() as f64 / 2.0 + 1.0);
        }
    }

    #[test]
    fn half_thresholds_round_up() {
        let leaf = |value| Grown::Leaf { value, cover: 1.0 };
        let split = Grown::Split { feature: 0, threshold: 2.5, missing_right: true, left: 1, right: 2, cover: 2.0 };
        let grown = grown::Ensemble { base: 0.0, trees: vec![vec![split, leaf(-1.0), leaf(1.0)]] };
        let integer = quantise(EnsembleKind::Risk, &grown);
        let score = |value| {
            let mut features = [MISSING; FEATURE_COUNT];
            features[0] = value;
            integer.score(&features)
        };
        assert_eq!([2, 3, MISSING].map(score), [-1_000_000, 1_000_000, 1_000_000]);
    }

    #[test]
    fn what_is_quantised_can_be_written_and_read_back_unchanged() {
        let model = Model {
            name: "t".into(),
            version: "1".into(),
            ensembles: vec![forest(3).1],
            monitors: vec![],
            deciles: vec![],
        };
        let bytes = model.to_bytes().expect("fits");
        assert_eq!(Model::from_bytes(&bytes).expect("reads"), model);
    }

    #[test]
    fn changed_order_is_counted() {
        assert_eq!(order_changes(&[1.0, 2.0, 3.0], &[10, 20, 30], 1), 0.0);
        let all = order_changes(&[1.0, 2.0, 3.0], &[30, 20, 10], 1);
        assert!((0.6..0.74).contains(&all), "two of three pairs are of different rows: {all}");
    }
}
