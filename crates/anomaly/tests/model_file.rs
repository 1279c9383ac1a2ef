//! Model files: what was written is read again, and nothing else is read at all.

use anomaly::{
    Model,
    engine::SubjectKind,
    model::{Child, Ensemble, EnsembleKind, Leaf, MAX_BYTES, ModelError, Monitor, Node, Tree},
    spec::FEATURE_COUNT,
};
use proptest::prelude::*;

/// A tree of any shape, from a list of numbers.
fn grow(numbers: &[u32]) -> Tree {
    let mut tree = Tree::default();
    let count = numbers.len().min(40);
    let leaf = |tree: &mut Tree, word: u32| {
        tree.leaves.push(Leaf { value: word as i32, cover: (word % 999 + 1) as u16 });
        Child::Leaf((tree.leaves.len() - 1) as u16)
    };
    if count == 0 {
        leaf(&mut tree, 17);
        return tree;
    }
    // Each further node takes the place of a leaf: children come after their parents, the depth stays small.
    for (place, word) in numbers.iter().take(count).enumerate() {
        let node = |child: usize| {
            if child < count { Child::Node(child as u16) } else { Child::Leaf(u16::MAX) }
        };
        tree.nodes.push(Node {
            feature: (*word as usize % FEATURE_COUNT) as u8,
            missing_right: word.is_multiple_of(2),
            threshold: if word.is_multiple_of(3) { *word as i32 } else { (*word % 5000) as i32 },
            left: node(2 * place + 1),
            right: node(2 * place + 2),
        });
    }
    for (place, word) in numbers.iter().enumerate().take(count) {
        for right in [false, true] {
            let child = if right { tree.nodes[place].right } else { tree.nodes[place].left };
            if child == Child::Leaf(u16::MAX) {
                let new = leaf(&mut tree, word.wrapping_mul(31).wrapping_add(right.into()));
                if right { tree.nodes[place].right = new } else { tree.nodes[place].left = new }
            }
        }
    }
    tree
}

fn model(trees: &[Vec<u32>]) -> Model {
    let ensemble = |kind, trees: &[Vec<u32>]| Ensemble {
        kind,
        base: -4_000_000,
        suspicious_from: 10,
        alert_from: 20,
        calibration: vec![(-100, 5), (100, 1000), (5000, 900_000)],
        trees: trees.iter().map(|numbers| grow(numbers)).collect(),
    };
    let half = trees.len() / 2;
    Model {
        name: "pack-scan".into(),
        version: "1.0".into(),
        ensembles: vec![ensemble(EnsembleKind::Triage, &trees[..half]), ensemble(EnsembleKind::Risk, &trees[half..])],
        monitors: vec![Monitor {
            kind: SubjectKind::Lane,
            ensemble: Some(EnsembleKind::Risk),
            drift: -5,
            cap: 7,
            floor: 0,
            half_life: 86_400,
            threshold: 100,
        }],
        deciles: (0..FEATURE_COUNT as i32).map(|place| (0..place % 10).map(|cut| cut * place).collect()).collect(),
    }
}

fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let checksum = ledger_types::digest(&body);
    body.extend_from_slice(&checksum);
    body
}

fn forest() -> impl Strategy<Value = Vec<Vec<u32>>> {
    proptest::collection::vec(proptest::collection::vec(any::<u32>(), 0..30), 0..8)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(trees in forest(), values in proptest::collection::vec(any::<i32>(), FEATURE_COUNT)) {
        let before = model(&trees);
        let bytes = before.to_bytes().unwrap();
        let after = Model::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&after.to_bytes().unwrap(), &bytes);
        prop_assert_eq!(after.id().unwrap(), ledger_types::digest(&bytes));
        let features: [i32; FEATURE_COUNT] = values.try_into().unwrap();
        for (a, b) in before.ensembles.iter().zip(&after.ensembles) {
            prop_assert_eq!(a.score(&features), b.score(&features));
        }
    }

    #[test]
    fn a_flipped_bit_is_damage(trees in forest(), place in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut bytes = model(&trees).to_bytes().unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(Model::from_bytes(&bytes).is_err());
    }

    #[test]
    fn random_bytes_are_no_model(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Model::from_bytes(&bytes).is_err());
        let mut dressed = b"MTAM\x01\x00".to_vec();
        dressed.extend_from_slice(&anomaly::spec::spec_hash());
        dressed.extend_from_slice(&bytes);
        // Whatever it is: no panic, and what is read is written as the very same bytes.
        if let Ok(model) = Model::from_bytes(&sealed(dressed.clone())) {
            prop_assert_eq!(model.to_bytes().unwrap(), sealed(dressed));
        }
    }

    #[test]
    fn forged_files_with_a_right_checksum_do_no_harm(
        trees in forest(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        values in proptest::collection::vec(any::<i32>(), FEATURE_COUNT),
    ) {
        let bytes = model(&trees).to_bytes().unwrap();
        let mut body = bytes[..bytes.len() - 32].to_vec();
        for (place, byte) in changes {
            // Past magic, version and hash of the table.
            let place = 38 + place.index(body.len() - 38);
            body[place] = byte;
        }
        let forged = sealed(body);
        if let Ok(model) = Model::from_bytes(&forged) {
            prop_assert!(model.check().is_ok());
            prop_assert_eq!(model.to_bytes().unwrap(), forged);
            let features: [i32; FEATURE_COUNT] = values.try_into().unwrap();
            for ensemble in &model.ensembles {
                let why = anomaly::explain::explain(ensemble, &features);
                prop_assert_eq!(why.expected + why.added.iter().sum::<i64>(), ensemble.score(&features));
            }
        }
    }

    #[test]
    fn cut_files_are_refused(trees in forest(), end in any::<prop::sample::Index>()) {
        let bytes = model(&trees).to_bytes().unwrap();
        prop_assert!(Model::from_bytes(&bytes[..end.index(bytes.len())]).is_err());
    }
}

#[test]
fn refusals_name_their_cause() {
    let good = model(&[vec![1, 2, 3], vec![4, 5]]).to_bytes().unwrap();
    let body = good[..good.len() - 32].to_vec();
    assert_eq!(Model::from_bytes(b""), Err(ModelError::NotAModel));
    assert_eq!(Model::from_bytes(b"MTAM"), Err(ModelError::CutOff));
    assert_eq!(Model::from_bytes(&vec![0; MAX_BYTES + 1]), Err(ModelError::TooLarge { bytes: MAX_BYTES + 1 }));
    let mut other = body.clone();
    other[4] = 9;
    assert_eq!(Model::from_bytes(&sealed(other)), Err(ModelError::OtherVersion { version: 9 }));
    let mut other = body.clone();
    other[10] ^= 1;
    assert_eq!(Model::from_bytes(&sealed(other)), Err(ModelError::OtherFeatures));
    let mut other = good.clone();
    other[60] ^= 1;
    assert_eq!(Model::from_bytes(&other), Err(ModelError::Damaged));
    let mut other = body.clone();
    other.push(0);
    assert_eq!(Model::from_bytes(&sealed(other)), Err(ModelError::Surplus));
    let mut other = body;
    other.pop();
    assert_eq!(Model::from_bytes(&sealed(other)), Err(ModelError::CutOff));
}

fn refused(change: impl Fn(&mut Model)) -> bool {
    let mut model = model(&[vec![1, 2, 3], vec![4, 5, 6, 7]]);
    assert!(model.check().is_ok());
    change(&mut model);
    model.to_bytes().is_err()
}

#[test]
fn models_that_are_no_trees_are_refused() {
    let tree = |model: &mut Model, change: fn(&mut Tree)| change(&mut model.ensembles[1].trees[0]);
    assert!(refused(|model| tree(model, |tree| tree.nodes[1].left = Child::Node(0))), "a loop");
    assert!(refused(|model| tree(model, |tree| tree.nodes[0].left = tree.nodes[0].right)), "a place reached twice");
    assert!(refused(|model| tree(model, |tree| tree.nodes[0].left = Child::Node(99))), "a place that is not");
    assert!(refused(|model| tree(model, |tree| tree.nodes[0].feature = FEATURE_COUNT as u8)), "a feature that is not");
    assert!(refused(|model| tree(model, |tree| tree.leaves[0].cover = 0)), "a leaf without cover");
    assert!(refused(|model| tree(model, |tree| tree.leaves.clear())), "no leaf");
    assert!(refused(|model| model.ensembles.swap(0, 1)), "kinds out of order");
    assert!(refused(|model| model.ensembles[0].suspicious_from = 1000), "alarm before suspicion");
    assert!(refused(|model| model.ensembles[0].calibration = vec![(5, 5), (4, 6)]), "a calibration that falls");
    assert!(refused(|model| model.ensembles[0].calibration = vec![(5, 1_000_001)]), "more than certain");
    assert!(refused(|model| model.monitors[0].half_life = 0), "no half-life");
    assert!(refused(|model| model.monitors[0].threshold = 0), "always an alarm");
    assert!(refused(|model| model.monitors[0].drift = i64::MIN), "a sum that overflows");
    assert!(refused(|model| model.name = "x".repeat(65)), "a long name");
}

#[test]
fn deep_and_large_models_are_refused() {
    let chain = |depth: u16| {
        let node = |place: u16| Node {
            feature: 0,
            missing_right: false,
            threshold: place.into(),
            left: Child::Leaf(place),
            right: if place + 1 < depth { Child::Node(place + 1) } else { Child::Leaf(depth) },
        };
        Tree {
            nodes: (0..depth).map(node).collect(),
            leaves: (0..=depth).map(|value| Leaf { value: value.into(), cover: 1 }).collect(),
        }
    };
    assert!(chain(24).check().is_ok());
    assert!(chain(25).check().is_err());
    let mut large = model(&[]);
    large.ensembles[0].trees = vec![chain(20); 1200];
    assert!(matches!(large.to_bytes(), Err(ModelError::TooLarge { .. })));
}

#[test]
fn chances_lie_on_straight_lines() {
    let ensemble = &model(&[]).ensembles[0];
    assert_eq!(ensemble.chance(-1000), Some(5));
    assert_eq!(ensemble.chance(-100), Some(5));
    assert_eq!(ensemble.chance(0), Some(502));
    assert_eq!(ensemble.chance(100), Some(1000));
    assert_eq!(ensemble.chance(i64::MAX), Some(900_000));
    assert_eq!(Ensemble { calibration: Vec::new(), ..ensemble.clone() }.chance(0), None);
}

#[test]
fn what_is_below_the_threshold_goes_left_and_what_is_missing_where_it_should() {
    let tree = |missing_right| Tree {
        nodes: vec![Node { feature: 3, missing_right, threshold: 10, left: Child::Leaf(0), right: Child::Leaf(1) }],
        leaves: vec![Leaf { value: -1, cover: 1 }, Leaf { value: 1, cover: 1 }],
    };
    let mut features = [0; FEATURE_COUNT];
    for (value, expected) in [(9, -1), (10, 1), (i32::MAX, 1), (i32::MIN + 1, -1)] {
        features[3] = value;
        assert_eq!(tree(true).score(&features), expected);
        assert_eq!(tree(false).score(&features), expected);
    }
    features[3] = anomaly::MISSING;
    assert_eq!(tree(true).score(&features), 1);
    assert_eq!(tree(false).score(&features), -1);
}
