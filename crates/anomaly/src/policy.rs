//! The one place that decides: what the rules say, what the model says, and what the monitors say.

use alloc::vec::Vec;

use crate::{
    engine::{Measured, SubjectKind},
    explain::{Explanation, explain},
    fact::{Intent, Repair, Ruling, Scan},
    model::{EnsembleKind, Model},
    monitor::{Alarm, Monitors},
    spec::{Feature, MISSING},
};

/// What raised an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A rule; only where there is no model for such scans.
    Rule,
    /// The score of the scan.
    Score,
    /// That nothing like it was seen before.
    Novelty,
    /// The sum over a subject.
    Monitor(SubjectKind),
}

/// What is decided of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which ensemble was asked; none without a model.
    pub ensemble: Option<EnsembleKind>,
    /// Its score: higher is worse.
    pub score: Option<i64>,
    /// The chance of an attack in parts per million, where the model is calibrated.
    pub chance_ppm: Option<u32>,
    /// The score of novelty, of scans that the rules let pass.
    pub novelty: Option<i64>,
    /// Whether somebody should be accused.
    pub alarm: bool,
    /// By what.
    pub by: Option<By>,
    /// Whether the scan should be shown as suspicious.
    pub suspicious: bool,
    /// What the rules object to is taken for something that was not recorded yet: a hand-over, or a lot. Such a scan was not
    /// checked, rather than suspicious; it is never genuine.
    pub excused: bool,
    /// Incidents whose sums were too high with this scan.
    pub incidents: Vec<Alarm>,
}

/// Which ensemble a scan is for.
pub fn ensemble_for(ruling: Ruling, repair: Repair) -> EnsembleKind {
    if ruling == Ruling::Genuine && repair == Repair::None { EnsembleKind::Risk } else { EnsembleKind::Triage }
}

/// Whether the rules alone would accuse: where there is no model.
pub fn rules_accuse(ruling: Ruling, repair: Repair) -> bool {
    repair == Repair::None && ruling >= Ruling::Stolen && ruling != Ruling::HolderNotAuthorised
}

/// Whether what the rules object to may only be missing from the ledger so far.
fn may_come_late(ruling: Ruling, repair: Repair) -> bool {
    repair == Repair::None && matches!(ruling, Ruling::WrongCustodian | Ruling::UnknownBatch)
}

/// Consignments after which a supplier is a usual one.
const USUAL: i32 = 3;

/// Whether goods are being received from the one that has them on record and supplies the receiver regularly, in a market for which
/// they are meant: a hand-over that its sender records late, days late at some. A score accuses nobody of that; sums over
/// the sender's packs still can.
fn comes_from_a_usual_supplier(scan: &Scan, measured: &Measured) -> bool {
    let of = |feature: Feature| measured.features.get(feature as usize).copied().unwrap_or(MISSING);
    let elsewhere = scan.ruling == Ruling::WrongCustodian && scan.code.repair == Repair::None;
    elsewhere && scan.intent == Intent::Receive && of(Feature::Partner) >= USUAL && of(Feature::OutsideMarkets) != 1
}

/// A model and its monitors, at work.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    model: Option<&'a Model>,
    monitors: Monitors,
}

impl<'a> Policy<'a> {
    /// With a model, or with rules alone. Each monitor remembers at most `subjects`.
    pub fn new(model: Option<&'a Model>, subjects: usize) -> Self {
        Self { model, monitors: Monitors::new(model.map_or(&[], |model| &model.monitors), subjects) }
    }

    /// Decides on a scan. Scans come in the order in which the system hears of them.
    pub fn decide(&mut self, scan: &Scan, measured: &Measured) -> Decision {
        let kind = ensemble_for(scan.ruling, scan.code.repair);
        let accused = rules_accuse(scan.ruling, scan.code.repair);
        let mut decision = Decision {
            ensemble: None,
            score: None,
            chance_ppm: None,
            novelty: None,
            alarm: false,
            by: None,
            suspicious: false,
            excused: false,
            incidents: Vec::new(),
        };
        let Some((model, ensemble)) = self.model.and_then(|model| Some((model, model.ensemble(kind)?))) else {
            decision.alarm = accused;
            decision.suspicious = accused;
            decision.by = accused.then_some(By::Rule);
            return decision;
        };
        let score = ensemble.score(&measured.features);
        decision.ensemble = Some(kind);
        decision.score = Some(score);
        decision.chance_ppm = ensemble.chance(score);
        decision.suspicious = score >= ensemble.suspicious_from;
        let usual = comes_from_a_usual_supplier(scan, measured);
        decision.suspicious &= !usual;
        if score >= ensemble.alert_from && !usual {
            decision.by = Some(By::Score);
        }
        self.monitors.observe(scan.received, kind, score, &measured.subjects, &mut decision.incidents);
        if kind == EnsembleKind::Risk
            && let Some(novelty) = model.ensemble(EnsembleKind::Novelty)
        {
            let score = novelty.score(&measured.features);
            decision.novelty = Some(score);
            decision.suspicious |= score >= novelty.suspicious_from;
            if score >= novelty.alert_from {
                decision.by = decision.by.or(Some(By::Novelty));
            }
            let incidents = &mut decision.incidents;
            self.monitors.observe(scan.received, EnsembleKind::Novelty, score, &measured.subjects, incidents);
        }
        if let Some(alarm) = decision.incidents.first() {
            decision.by = decision.by.or(Some(By::Monitor(alarm.kind)));
        }
        decision.alarm = decision.by.is_some();
        decision.suspicious |= decision.alarm;
        decision.excused = may_come_late(scan.ruling, scan.code.repair) && !decision.suspicious;
        decision
    }

    /// Why, for people: of the score, or of novelty where that decided. None without a model.
    pub fn explain(&self, decision: &Decision, measured: &Measured) -> Option<Explanation> {
        let kind = if decision.by == Some(By::Novelty) { EnsembleKind::Novelty } else { decision.ensemble? };
        Some(explain(self.model?.ensemble(kind)?, &measured.features))
    }
}
