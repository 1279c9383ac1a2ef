//! Explanations against Shapley's formula, over all subsets of the features.

use anomaly::{
    MISSING,
    explain::explain,
    model::{Child, Ensemble, EnsembleKind, Leaf, Node, Tree},
    spec::{FEATURE_COUNT, Features},
};
use proptest::prelude::*;

/// Few features, so that all subsets can be tried.
const USED: usize = 4;

/// Any tree of a given depth at most: each word is a node or, if its top bit is set, a leaf.
fn grow(words: &mut impl Iterator<Item = u32>, depth: u32, tree: &mut Tree) -> Child {
    let word = words.next().unwrap_or(u32::MAX);
    if depth == 0 || word >> 31 == 1 {
        tree.leaves.push(Leaf { value: (word % 4_000_001) as i32 - 2_000_000, cover: (word % 500 + 1) as u16 });
        return Child::Leaf((tree.leaves.len() - 1) as u16);
    }
    let place = tree.nodes.len();
    tree.nodes.push(Node {
        feature: (word % USED as u32) as u8,
        missing_right: word & 16 != 0,
        threshold: (word >> 8) as i32 % 10,
        left: Child::Leaf(0),
        right: Child::Leaf(0),
    });
    let left = grow(words, depth - 1, tree);
    let right = grow(words, depth - 1, tree);
    (tree.nodes[place].left, tree.nodes[place].right) = (left, right);
    Child::Node(place as u16)
}

fn cover(tree: &Tree, child: Child) -> f64 {
    match child {
        Child::Leaf(leaf) => tree.leaves[leaf as usize].cover.into(),
        Child::Node(node) => {
            let node = tree.nodes[node as usize];
            cover(tree, node.left) + cover(tree, node.right)
        }
    }
}

/// The mean answer when only the features of a subset are known.
fn known(tree: &Tree, child: Child, features: &Features, subset: usize) -> f64 {
    match child {
        Child::Leaf(leaf) => tree.leaves[leaf as usize].value.into(),
        Child::Node(place) => {
            let node = tree.nodes[place as usize];
            if subset >> node.feature & 1 == 1 {
                return known(tree, if node.goes_right(features) { node.right } else { node.left }, features, subset);
            }
            let (left, right) = (cover(tree, node.left), cover(tree, node.right));
            (left * known(tree, node.left, features, subset) + right * known(tree, node.right, features, subset))
                / (left + right)
        }
    }
}

fn shapley(trees: &[Tree], features: &Features, feature: usize) -> f64 {
    let value = |subset| trees.iter().map(|tree| known(tree, tree.root(), features, subset)).sum::<f64>();
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    (0..1usize << USED)
        .filter(|subset| subset >> feature & 1 == 0)
        .map(|subset| {
            let size = subset.count_ones();
            let weight = factorial(size) * factorial(USED as u32 - 1 - size) / factorial(USED as u32);
            weight * (value(subset | 1 << feature) - value(subset))
        })
        .sum()
}

proptest! {
    #[test]
    fn explanations_are_shapley_values(
        words in proptest::collection::vec(proptest::collection::vec(any::<u32>(), 1..40), 1..5),
        values in proptest::array::uniform4(prop_oneof![4 => 0i32..10, 1 => Just(MISSING)]),
    ) {
        let trees: Vec<Tree> = words
            .into_iter()
            .map(|words| {
                let mut tree = Tree::default();
                grow(&mut words.into_iter(), 5, &mut tree);
                tree
            })
            .collect();
        let mut features = [MISSING; FEATURE_COUNT];
        features[..USED].copy_from_slice(&values);
        let ensemble = Ensemble {
            kind: EnsembleKind::Risk,
            base: -1234,
            suspicious_from: 0,
            alert_from: 0,
            calibration: Vec::new(),
            trees,
        };
        prop_assert!(ensemble.check().is_ok());
        let why = explain(&ensemble, &features);
        prop_assert_eq!(why.score, ensemble.score(&features));
        prop_assert_eq!(why.expected + why.added.iter().sum::<i64>(), why.score, "exactly");
        let mean: f64 = ensemble.trees.iter().map(|tree| known(tree, tree.root(), &features, 0)).sum();
        prop_assert!((mean - 1234.0 - why.expected as f64).abs() < 1.5);
        for feature in 0..FEATURE_COUNT {
            let exact = if feature < USED { shapley(&ensemble.trees, &features, feature) } else { 0.0 };
            // Rounding each, and the rest given to the largest.
            prop_assert!((exact - why.added[feature] as f64).abs() < 4.0, "{} {} {}", feature, exact, why.added[feature]);
        }
    }
}

#[test]
fn reasons_are_of_different_groups_and_the_strongest_first() {
    use anomaly::spec::Feature;
    let stump = |feature: Feature, value| Tree {
        nodes: vec![Node {
            feature: feature as u8,
            missing_right: false,
            threshold: 100,
            left: Child::Leaf(0),
            right: Child::Leaf(1),
        }],
        leaves: vec![Leaf { value: 0, cover: 99 }, Leaf { value, cover: 1 }],
    };
    let ensemble = Ensemble {
        kind: EnsembleKind::Risk,
        base: 0,
        suspicious_from: 0,
        alert_from: 0,
        calibration: Vec::new(),
        trees: vec![
            stump(Feature::CustodianKm, 2_000_000),
            stump(Feature::Speed, 1_500_000),
            stump(Feature::BatchAlerts, 3_000_000),
            stump(Feature::DeviceRun, -1_000_000),
        ],
    };
    let mut features = [MISSING; FEATURE_COUNT];
    for feature in [Feature::CustodianKm, Feature::Speed, Feature::BatchAlerts, Feature::DeviceRun] {
        features[feature as usize] = 412;
    }
    let reasons = explain(&ensemble, &features).reasons(&features, 3);
    let told: Vec<(&str, &str)> = reasons.iter().map(|reason| (reason.id, reason.sentence.as_str())).collect();
    assert_eq!(
        told,
        [
            ("custodian-km", "Scanned 412 km from where the ledger has it"),
            ("batch-alerts", "41.2 % of the scans of its batch raise a doubt"),
        ],
        "distance and speed together outweigh the batch, and speak once"
    );
}
