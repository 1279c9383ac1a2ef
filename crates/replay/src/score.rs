//! Scores of a world: what the system would say of each scan, and whether it would accuse.

use std::path::Path;

use anomaly::{
    Model,
    fact::Ruling,
    policy::{By, Decision, Policy},
};
use verdict::Verdict;
use world::ScoreRow;

use crate::{Error, LATE_RECORD, LATE_UPLOAD, Replay, Seen};

/// Most subjects that each incident monitor remembers.
const SUBJECTS: usize = 200_000;
/// Most reasons of the model that are told.
const REASONS: usize = 3;

/// Scores, one a scan, in order of `received`.
pub struct Scores<'a> {
    replay: Replay,
    policy: Policy<'a>,
}

/// Scores a world with a model, or with the rules alone.
///
/// # Errors
/// [`Error`]: what is wrong with the world's files.
pub fn score_world<'a>(model: Option<&'a Model>, folder: &Path) -> Result<Scores<'a>, Error> {
    Ok(Scores { replay: Replay::open(folder)?, policy: Policy::new(model, SUBJECTS) })
}

impl Iterator for Scores<'_> {
    type Item = Result<ScoreRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let seen = match self.replay.next()? {
            Ok(seen) => seen,
            Err(error) => return Some(Err(error)),
        };
        let decision = self.policy.decide(&seen.facts, &seen.measured);
        let model = if decision.suspicious { self.reasons(&decision, &seen) } else { Vec::new() };
        Some(Ok(row(seen, &decision, model)))
    }
}

impl Scores<'_> {
    /// What the model has to say against a scan, the strongest first.
    fn reasons(&self, decision: &Decision, seen: &Seen) -> Vec<String> {
        let incident = match decision.by {
            Some(By::Monitor(kind)) => Some(format!("incident-{}", kind.name())),
            _ => None,
        };
        let explained = self.policy.explain(decision, &seen.measured);
        let reasons =
            explained.map(|explained| explained.reasons(&seen.measured.features, REASONS)).unwrap_or_default();
        incident.into_iter().chain(reasons.into_iter().map(|reason| reason.id.to_owned())).collect()
    }
}

/// Whether somebody is accused. Rules alone accuse nobody of what could not be checked, such as a lot that seems to be
/// uploaded late.
fn alarm(seen: &Seen, decision: &Decision) -> bool {
    decision.alarm && !(decision.by == Some(By::Rule) && seen.verdict == Verdict::CouldNotCheck)
}

/// The rules' verdict stands, unless they let the scan pass, or could not check it, and the model accuses; or the model takes
/// what they object to for something that was not recorded yet.
fn row(seen: Seen, decision: &Decision, model: Vec<String>) -> ScoreRow {
    let alarm = alarm(&seen, decision);
    let rules = seen.reasons.iter().map(|reason| (*reason).to_owned());
    let passed = seen.verdict == Verdict::Genuine;
    let accused = decision.ensemble.is_some()
        && ((passed && decision.suspicious) || (seen.verdict == Verdict::CouldNotCheck && alarm));
    let (verdict, reasons) = if accused {
        let kept = rules.filter(|_| !passed);
        (Verdict::Suspicious, ["anomaly".to_owned()].into_iter().chain(model).chain(kept).collect())
    } else if alarm {
        (seen.verdict, rules.chain(model).collect())
    } else if decision.excused {
        let late = if seen.ruling == Ruling::UnknownBatch { LATE_UPLOAD } else { LATE_RECORD };
        let others = rules.filter(|reason| reason != late);
        (Verdict::CouldNotCheck, [late.to_owned()].into_iter().chain(others).collect())
    } else {
        (seen.verdict, rules.collect())
    };
    ScoreRow { scan: seen.scan, verdict: verdict.code().to_owned(), reasons, score: decision.score, alarm }
}
