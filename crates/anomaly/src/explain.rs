//! Why a score is what it is: exact path-dependent Shapley values, in integers.
//!
//! For a leaf, each feature on the way to it has a share of training weight that its questions let through (z) and whether
//! this scan passes them (o, 0 or 1). The leaf adds to feature i its value times (o − z) times the mean, over all orders of
//! the other features, of the product of o for those before i and z for those after: the coefficients of the product of
//! (z + o t), each divided by its number of orders.

use alloc::{string::String, vec, vec::Vec};

use crate::{
    model::{Child, Ensemble, Tree},
    spec::{FEATURE_COUNT, FEATURES, Features, Group},
};

/// Shares are in units of 2^−SHARE.
const SHARE: u32 = 40;

/// What each feature adds to a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The mean score in training.
    pub expected: i64,
    /// The score.
    pub score: i64,
    /// What each feature adds: together exactly the score less the mean.
    pub added: [i64; FEATURE_COUNT],
}

/// One reason, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The feature's place in the table.
    pub feature: usize,
    /// Its id.
    pub id: &'static str,
    /// What its group adds to the score.
    pub added: i64,
    /// The feature's value.
    pub value: i32,
    /// The sentence in English.
    pub sentence: String,
}

/// A feature on the way to a leaf.
#[derive(Clone, Copy)]
struct Step {
    feature: u8,
    share: i128,
    passes: bool,
}

/// Explains an ensemble's score.
pub fn explain(ensemble: &Ensemble, features: &Features) -> Explanation {
    let mut added = [0i128; FEATURE_COUNT];
    let mut mean: i128 = i128::from(ensemble.base) << SHARE;
    for tree in &ensemble.trees {
        mean += explain_tree(tree, features, &mut added);
    }
    let half = 1i128 << (SHARE - 1);
    let round = |value: i128| ((value + half) >> SHARE) as i64;
    let expected = round(mean);
    let score = ensemble.score(features);
    let mut rounded = added.map(round);
    let rest = score - expected - rounded.iter().sum::<i64>();
    // What rounding left goes where it shows least.
    let largest = rounded.iter().enumerate().max_by_key(|(place, value)| (value.unsigned_abs(), usize::MAX - place));
    if let Some((place, _)) = largest
        && let Some(value) = rounded.get_mut(place)
    {
        *value += rest;
    }
    Explanation { expected, score, added: rounded }
}

/// Adds a tree's share; the tree's mean is the answer. Both in units of 2^−SHARE.
fn explain_tree(tree: &Tree, features: &Features, added: &mut [i128; FEATURE_COUNT]) -> i128 {
    let covers = covers(tree);
    let cover = |child: Child| -> i128 {
        let cover = match child {
            Child::Node(node) => covers.get(usize::from(node)).copied().unwrap_or(1),
            Child::Leaf(leaf) => tree.leaves.get(usize::from(leaf)).map_or(1, |leaf| leaf.cover.into()),
        };
        i128::from(cover.max(1))
    };
    let mut mean = 0;
    let mut open: Vec<(Child, Vec<Step>)> = vec![(tree.root(), Vec::new())];
    // A tree that was not checked cannot hold this up.
    let mut left = 2 * tree.nodes.len() + 1;
    while let Some((child, path)) = open.pop() {
        if left == 0 {
            break;
        }
        left -= 1;
        match child {
            Child::Leaf(leaf) => {
                let value = tree.leaves.get(usize::from(leaf)).map_or(0, |leaf| i128::from(leaf.value));
                let share = path.iter().fold(1 << SHARE, |share, step| (share * step.share) >> SHARE);
                mean += share * value;
                add_leaf(&path, value, added);
            }
            Child::Node(place) => {
                let Some(node) = tree.nodes.get(usize::from(place)) else { continue };
                let right = node.goes_right(features);
                for (next, passes) in [(node.right, right), (node.left, !right)] {
                    let share = (cover(next) << SHARE) / cover(child);
                    let mut path = path.clone();
                    match path.iter_mut().find(|step| step.feature == node.feature) {
                        Some(step) => {
                            step.share = (step.share * share) >> SHARE;
                            step.passes &= passes;
                        }
                        None => path.push(Step { feature: node.feature, share, passes }),
                    }
                    open.push((next, path));
                }
            }
        }
    }
    mean
}

fn add_leaf(path: &[Step], value: i128, added: &mut [i128; FEATURE_COUNT]) {
    let count = path.len() as i128;
    for (place, step) in path.iter().enumerate() {
        // The product of (z + o t) over the others; the power of t is how many come before.
        let mut product: Vec<i128> = vec![1 << SHARE];
        for (other, step) in path.iter().enumerate() {
            if other == place {
                continue;
            }
            let mut next: Vec<i128> = product.iter().map(|part| (part * step.share) >> SHARE).collect();
            next.push(0);
            if step.passes {
                for (slot, part) in next.iter_mut().skip(1).zip(&product) {
                    *slot += part;
                }
            }
            product = next;
        }
        let (mut sum, mut orders) = (0, 1i128);
        for (before, part) in product.iter().enumerate() {
            let before = before as i128;
            // `orders` is the number of ways to choose who comes before.
            sum += part / (count * orders);
            orders = orders * (count - 1 - before) / (before + 1);
            if orders == 0 {
                break;
            }
        }
        let own = if step.passes { (1 << SHARE) - step.share } else { -step.share };
        if let Some(slot) = added.get_mut(usize::from(step.feature)) {
            *slot += ((sum * own) >> SHARE) * value;
        }
    }
}

/// The training weight that came to each node: that of its leaves.
fn covers(tree: &Tree) -> Vec<u64> {
    let mut covers = vec![0; tree.nodes.len()];
    let mut open: Vec<(Child, Vec<usize>)> = vec![(tree.root(), Vec::new())];
    let mut left = 2 * tree.nodes.len() + 1;
    while let Some((child, above)) = open.pop() {
        if left == 0 {
            break;
        }
        left -= 1;
        match child {
            Child::Leaf(leaf) => {
                let cover = tree.leaves.get(usize::from(leaf)).map_or(0, |leaf| u64::from(leaf.cover));
                for node in above {
                    if let Some(slot) = covers.get_mut(node) {
                        *slot += cover;
                    }
                }
            }
            Child::Node(place) => {
                let Some(node) = tree.nodes.get(usize::from(place)) else { continue };
                let mut above = above;
                above.push(usize::from(place));
                open.push((node.right, above.clone()));
                open.push((node.left, above));
            }
        }
    }
    covers
}

impl Explanation {
    /// The strongest reasons for a high score, at most `most`, at most one of a group: the group is weighed as a whole, its
    /// strongest feature speaks.
    pub fn reasons(&self, features: &Features, most: usize) -> Vec<Reason> {
        let mut groups: Vec<(Group, i64, usize, i64)> = Vec::new();
        for (place, (spec, added)) in FEATURES.iter().zip(&self.added).enumerate() {
            match groups.iter_mut().find(|(group, ..)| *group == spec.group) {
                Some((_, sum, best, most)) => {
                    *sum += added;
                    if *added > *most {
                        (*best, *most) = (place, *added);
                    }
                }
                None => groups.push((spec.group, *added, place, *added)),
            }
        }
        groups.retain(|(_, sum, _, most)| *sum > 0 && *most > 0);
        groups.sort_by_key(|(group, sum, ..)| (-sum, *group));
        let reason = |(_, added, feature, _): &(Group, i64, usize, i64)| {
            let (spec, value) = (FEATURES.get(*feature)?, *features.get(*feature)?);
            Some(Reason { feature: *feature, id: spec.name, added: *added, value, sentence: spec.say(value) })
        };
        groups.iter().filter_map(reason).take(most).collect()
    }
}
