//! The model: ensembles of trees over integer features, thresholds, calibration and monitors; how they score.

mod file;

use alloc::{string::String, vec, vec::Vec};
use core::fmt;

use ledger_types::model::ModelId;

use crate::{
    engine::SubjectKind,
    spec::{FEATURE_COUNT, Features, MISSING},
};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 250 * 1024;
/// The deepest tree: nodes on the way to a leaf.
pub const MAX_DEPTH: usize = 24;
/// Most trees in an ensemble.
pub const MAX_TREES: usize = 4096;
/// Most points of a calibration.
pub const MAX_POINTS: usize = 256;
/// Most monitors.
pub const MAX_MONITORS: usize = 32;
/// Most boundaries between the scans on which a model was calibrated.
pub const MAX_DECILES: usize = 9;
/// Longest name, in bytes.
pub const MAX_NAME: usize = 64;

/// Which scans an ensemble is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnsembleKind {
    /// Scans about which the rules say something, or which were misread: is it an attack or an everyday fault?
    Triage,
    /// Scans that the rules let pass: is it an attack all the same?
    Risk,
    /// The same scans: is it like anything seen before?
    Novelty,
}

impl EnsembleKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Triage, Self::Risk, Self::Novelty];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Risk => "risk",
            Self::Novelty => "novelty",
        }
    }
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Child {
    /// To a node of the same tree.
    Node(u16),
    /// To a leaf of the same tree.
    Leaf(u16),
}

/// A question: is the feature below the threshold?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which feature.
    pub feature: u8,
    /// Where a scan goes that has no such value.
    pub missing_right: bool,
    /// Values below go left, others right.
    pub threshold: i32,
    /// Below.
    pub left: Child,
    /// Not below.
    pub right: Child,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// In micro-logits (of novelty: in any unit).
    pub value: i32,
    /// How much of the training weight came here, at least 1: for explanations.
    pub cover: u16,
}

/// One tree. Without nodes its only leaf is the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The first is the root.
    pub nodes: Vec<Node>,
    /// What branches end in.
    pub leaves: Vec<Leaf>,
}

/// Trees whose answers are summed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ensemble {
    /// For which scans.
    pub kind: EnsembleKind,
    /// The sum starts with this, in micro-logits.
    pub base: i32,
    /// From this score a scan is shown as suspicious.
    pub suspicious_from: i64,
    /// From this score a case is proposed.
    pub alert_from: i64,
    /// Score and chance of an attack in parts per million, both rising; between points it is a straight line. May be empty.
    pub calibration: Vec<(i64, u32)>,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// Sums the scores of one kind of subject over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monitor {
    /// Of what.
    pub kind: SubjectKind,
    /// Scores of which ensemble; none for triage and risk, whichever a scan is for.
    pub ensemble: Option<EnsembleKind>,
    /// What is taken from each score.
    pub drift: i64,
    /// The most that a scan can add; at least 1.
    pub cap: i64,
    /// The most that a scan can take away; at least 0.
    pub floor: i64,
    /// Seconds in which the sum halves; at least 1.
    pub half_life: u32,
    /// From this sum it alarms; at least 1.
    pub threshold: i64,
}

/// The model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// What it is called.
    pub name: String,
    /// Which version.
    pub version: String,
    /// At most one of a kind, in the order of the kinds.
    pub ensembles: Vec<Ensemble>,
    /// Monitors.
    pub monitors: Vec<Monitor>,
    /// Of each feature, in the table's order, what parts the scans on which the model was calibrated: nine deciles, rising;
    /// empty where that is not known. May be empty as a whole.
    pub deciles: Vec<Vec<i32>>,
}

/// Why a model is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// It is larger than [`MAX_BYTES`].
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// It does not begin as a model does.
    NotAModel,
    /// It has a format of another version.
    OtherVersion {
        /// Which.
        version: u16,
    },
    /// Its checksum does not fit.
    Damaged,
    /// It was trained for another feature table.
    OtherFeatures,
    /// It ends too early.
    CutOff,
    /// Something follows its end.
    Surplus,
    /// Something in it cannot be.
    Wrong {
        /// What.
        what: &'static str,
    },
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => {
                write!(f, "the model has {bytes} bytes, more than {MAX_BYTES}: train fewer or smaller trees")
            }
            Self::NotAModel => write!(f, "this is no model file: choose a file that the trainer wrote"),
            Self::OtherVersion { version } => {
                write!(f, "the model file has format {version}, and only 1 is known: update this software")
            }
            Self::Damaged => write!(f, "the model file is damaged, its checksum does not fit: fetch it again"),
            Self::OtherFeatures => {
                write!(
                    f,
                    "the model was trained for another feature table: use the software it was made with, or train anew"
                )
            }
            Self::CutOff => write!(f, "the model file ends too early: fetch it again"),
            Self::Surplus => write!(f, "something follows the end of the model: fetch it again"),
            Self::Wrong { what } => write!(f, "the model cannot be used, {what}: train it anew"),
        }
    }
}

impl core::error::Error for ModelError {}

fn wrong(what: &'static str) -> Result<(), ModelError> {
    Err(ModelError::Wrong { what })
}

impl Node {
    /// Whether that scan goes right.
    pub fn goes_right(&self, features: &Features) -> bool {
        match features.get(usize::from(self.feature)) {
            Some(&MISSING) | None => self.missing_right,
            Some(value) => *value >= self.threshold,
        }
    }
}

impl Tree {
    /// Where the tree begins.
    pub fn root(&self) -> Child {
        if self.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) }
    }

    /// The answer for a scan; 0 of a tree that did not pass [`Tree::check`].
    pub fn score(&self, features: &Features) -> i32 {
        let mut at = self.root();
        for _ in 0..=self.nodes.len() {
            match at {
                Child::Leaf(leaf) => return self.leaves.get(usize::from(leaf)).map_or(0, |leaf| leaf.value),
                Child::Node(node) => match self.nodes.get(usize::from(node)) {
                    Some(node) => at = if node.goes_right(features) { node.right } else { node.left },
                    None => return 0,
                },
            }
        }
        0
    }

    /// Whether it is a tree: every node and leaf is reached, and once; nothing is out of range.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.leaves.len() != self.nodes.len() + 1 {
            return wrong("a tree has not one leaf more than nodes");
        }
        let (mut nodes, mut leaves) = (vec![false; self.nodes.len()], vec![false; self.leaves.len()]);
        let mut open = vec![(self.root(), 0)];
        while let Some((child, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return wrong("a tree is too deep");
            }
            let (seen, place) = match child {
                Child::Node(place) => (&mut nodes, place),
                Child::Leaf(place) => (&mut leaves, place),
            };
            match seen.get_mut(usize::from(place)) {
                None => return wrong("a branch leads nowhere"),
                Some(true) => return wrong("two branches lead to one place"),
                Some(seen) => *seen = true,
            }
            if let Child::Node(place) = child
                && let Some(node) = self.nodes.get(usize::from(place))
            {
                if usize::from(node.feature) >= FEATURE_COUNT {
                    return wrong("a node asks for a feature that there is not");
                }
                open.push((node.right, depth + 1));
                open.push((node.left, depth + 1));
            }
        }
        if nodes.iter().chain(&leaves).any(|seen| !seen) {
            return wrong("a part of a tree is not reached");
        }
        if self.leaves.iter().any(|leaf| leaf.cover == 0) {
            return wrong("a leaf has no cover");
        }
        Ok(())
    }
}

impl Ensemble {
    /// The score of a scan: the higher, the worse.
    pub fn score(&self, features: &Features) -> i64 {
        self.trees.iter().fold(i64::from(self.base), |sum, tree| sum + i64::from(tree.score(features)))
    }

    /// The chance of an attack in parts per million; none without calibration.
    pub fn chance(&self, score: i64) -> Option<u32> {
        let above = self.calibration.partition_point(|(at, _)| *at <= score);
        let high = self.calibration.get(above);
        let low = above.checked_sub(1).and_then(|below| self.calibration.get(below));
        match (low, high) {
            (Some((x, low)), Some((next, high))) => {
                let part = i128::from(high - low) * (i128::from(score) - i128::from(*x));
                Some(low + (part / (i128::from(*next) - i128::from(*x)).max(1)) as u32)
            }
            (Some((_, only)), None) | (None, Some((_, only))) => Some(*only),
            (None, None) => None,
        }
    }

    /// Whether it can be used.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.trees.len() > MAX_TREES {
            return wrong("an ensemble has too many trees");
        }
        if self.suspicious_from > self.alert_from {
            return wrong("a case would be proposed before a scan is suspicious");
        }
        if self.calibration.len() > MAX_POINTS {
            return wrong("a calibration has too many points");
        }
        if self.calibration.iter().any(|(_, chance)| *chance > 1_000_000) {
            return wrong("a chance is above one");
        }
        if !self.calibration.is_sorted_by(|(a, low), (b, high)| a < b && low <= high) {
            return wrong("a calibration does not rise");
        }
        self.trees.iter().try_for_each(Tree::check)
    }
}

impl Monitor {
    /// Whether it can be used.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.cap < 1 || self.threshold < 1 || self.half_life < 1 || self.floor < 0 {
            return wrong("a monitor's cap, threshold or half-life is below 1");
        }
        // So far that no sum overflows.
        if [self.drift.unsigned_abs(), self.cap as u64, self.threshold as u64].iter().any(|value| *value > 1 << 50) {
            return wrong("a monitor's number is too large");
        }
        Ok(())
    }
}

impl Model {
    /// The ensemble of a kind.
    pub fn ensemble(&self, kind: EnsembleKind) -> Option<&Ensemble> {
        self.ensembles.iter().find(|ensemble| ensemble.kind == kind)
    }

    /// Whether it can be used and written.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.name.len() > MAX_NAME || self.version.len() > MAX_NAME {
            return wrong("its name or version is too long");
        }
        if !self.ensembles.is_sorted_by(|a, b| a.kind < b.kind) {
            return wrong("its ensembles are not in order, each kind once");
        }
        if self.monitors.len() > MAX_MONITORS {
            return wrong("it has too many monitors");
        }
        if ![0, FEATURE_COUNT].contains(&self.deciles.len()) {
            return wrong("its deciles are not of every feature");
        }
        if self.deciles.iter().any(|deciles| deciles.len() > MAX_DECILES || !deciles.is_sorted()) {
            return wrong("a feature's deciles are too many, or do not rise");
        }
        self.ensembles.iter().try_for_each(Ensemble::check)?;
        self.monitors.iter().try_for_each(Monitor::check)
    }

    /// The deciles of a feature among the scans on which the model was calibrated; empty where they are not known.
    pub fn reference(&self, place: usize) -> &[i32] {
        self.deciles.get(place).map_or(&[], Vec::as_slice)
    }

    /// Its id: BLAKE2b-256 of its file. An error where it cannot be written.
    pub fn id(&self) -> Result<ModelId, ModelError> {
        Ok(ledger_types::digest(&self.to_bytes()?))
    }
}
