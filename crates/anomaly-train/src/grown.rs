//! Trees as they are grown, in floating point, before they become integers.

/// A node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grown {
    /// Asks for a feature.
    Split {
        /// Which.
        feature: usize,
        /// What is less goes left.
        threshold: f64,
        /// Whether a feature that is not known goes right.
        missing_right: bool,
        /// The left child's place.
        left: usize,
        /// The right child's place.
        right: usize,
        /// How much of the training data came here.
        cover: f64,
    },
    /// Answers.
    Leaf {
        /// What is added to the score.
        value: f64,
        /// How much of the training data came here.
        cover: f64,
    },
}

/// A tree: its root is the first node, and children stand after their parents.
pub type Tree = Vec<Grown>;

/// Trees whose answers are added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    /// The score before any tree.
    pub base: f64,
    /// The trees.
    pub trees: Vec<Tree>,
}

impl Ensemble {
    /// The score of a row. NaN is not known.
    pub fn score(&self, row: &[f64]) -> f64 {
        self.base + self.trees.iter().map(|tree| answer(tree, row)).sum::<f64>()
    }
}

/// The answer of one tree.
pub fn answer(tree: &Tree, row: &[f64]) -> f64 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(&Grown::Leaf { value, .. }) => return value,
            Some(&Grown::Split { feature, threshold, missing_right, left, right, .. }) => {
                let value = row.get(feature).copied().unwrap_or(f64::NAN);
                let goes_right = if value.is_nan() { missing_right } else { value >= threshold };
                // Children stand after their parents, so this ends.
                at = if goes_right { right } else { left };
            }
            None => return 0.0,
        }
    }
}
