//! The model at work: what it decides of a measured scan, and why.

use anomaly::{
    Measured, Model,
    explain::explain,
    model::{EnsembleKind, ModelError},
    policy::{By, Decision, Policy},
    spec::{FEATURES, Features},
};
use ledger_types::{digest, model::ModelId};

/// Subjects that each monitor remembers.
const SUBJECTS: usize = 200_000;
/// Reasons told at most.
const REASONS: usize = 3;

/// A model, for as long as the program runs.
#[derive(Clone, Copy, Debug)]
pub struct Loaded {
    /// The model.
    pub model: &'static Model,
    /// BLAKE2b-256 of its file: what it is called on chain.
    pub id: ModelId,
}

/// What speaks for an alarm: a feature of the specification, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The feature's name.
    pub code: &'static str,
    /// Its value.
    pub value: i32,
}

/// What is told of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The ensemble whose score it is.
    pub ensemble: EnsembleKind,
    /// The score.
    pub score: i64,
    /// From which score on it is an alarm.
    pub threshold: i64,
    /// Whether it is an alarm.
    pub alarm: bool,
    /// Whether what the rules object to is taken for something that was not recorded yet.
    pub excused: bool,
    /// What raised it: `score`, `novelty`, or `monitor-` and the kind of subject.
    pub by: Option<String>,
    /// What weighs most.
    pub reasons: Vec<Why>,
}

impl Loaded {
    /// Reads a model's file. It stays in memory until the program ends.
    ///
    /// # Errors
    /// [`ModelError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::from_bytes(bytes)?;
        // There is one in the life of a program, and the policy borrows it.
        Ok(Self { model: Box::leak(Box::new(model)), id: digest(bytes) })
    }

    /// The policy with this model, before the first scan.
    pub fn policy(&self) -> Policy<'static> {
        Policy::new(Some(self.model), SUBJECTS)
    }

    /// What is told of a decision; nothing if the model has no ensemble for such scans.
    pub fn told(&self, decision: &Decision, measured: &Measured) -> Option<Judged> {
        let by_novelty = decision.by == Some(By::Novelty);
        let kind = if by_novelty { EnsembleKind::Novelty } else { decision.ensemble? };
        let ensemble = self.model.ensemble(kind)?;
        let score = if by_novelty { decision.novelty? } else { decision.score? };
        // Most scans raise no doubt: for them, nobody asks why.
        let reasons = if decision.suspicious { self.reasons(kind, &measured.features) } else { Vec::new() };
        let (threshold, alarm) = (ensemble.alert_from, decision.alarm);
        let (by, excused) = (decision.by.map(named), decision.excused);
        Some(Judged { ensemble: kind, score, threshold, alarm, excused, by, reasons })
    }

    /// What weighs most in an ensemble's score.
    fn reasons(&self, kind: EnsembleKind, features: &Features) -> Vec<Why> {
        let Some(ensemble) = self.model.ensemble(kind) else { return Vec::new() };
        let reasons = explain(ensemble, features).reasons(features, REASONS);
        reasons.into_iter().map(|reason| Why { code: reason.id, value: reason.value }).collect()
    }

    /// Whether a feature weighs: at least one in fifty of the questions is about it.
    pub fn weighs(&self, place: usize) -> bool {
        let accusing = self.model.ensembles.iter().filter(|ensemble| ensemble.kind != EnsembleKind::Novelty);
        let nodes = || accusing.clone().flat_map(|ensemble| &ensemble.trees).flat_map(|tree| &tree.nodes);
        let about = nodes().filter(|node| usize::from(node.feature) == place).count();
        about > 0 && about * 50 >= nodes().count()
    }
}

/// The name of a feature by its place.
pub fn feature_name(place: usize) -> &'static str {
    FEATURES.get(place).map_or("unknown", |spec| spec.name)
}

fn named(by: By) -> String {
    match by {
        By::Rule => "rule".to_owned(),
        By::Score => "score".to_owned(),
        By::Novelty => "novelty".to_owned(),
        By::Monitor(kind) => format!("monitor-{}", kind.name()),
    }
}
