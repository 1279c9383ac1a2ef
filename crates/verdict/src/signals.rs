//! What else may speak against a pack that the ledger has nothing against: earlier scans of its code, and a trained model.
//!
//! Earlier scans are hearsay: whoever keeps them may be wrong, or lie. They never change a verdict, they are told with it. A
//! model's alarm does: the model is registered on chain, and its score can be computed again by anybody.

use ledger_types::Position;
use serde::{Serialize, Serializer};

use crate::{
    Message, Reason, Report, Role, Sentence, Value, Verdict,
    action::{Note, next_action},
    anomalies::{MAX_REASONS, weighed},
    judge::{Finding, OF_GENUINE, finding},
    sentences as say,
};

/// The code of a model's alarm.
const ANOMALY: &str = "anomaly";
/// Faster than this nobody travels, in kilometres an hour.
const FASTEST: f64 = 1_000.0;
/// Places are rounded to tenths of a degree: what is nearer than this may be the same place. In kilometres.
const NEAR: f64 = 50.0;
/// Times are rounded to hours. In seconds.
const HOUR: u64 = 3_600;
/// The Earth's mean radius in kilometres.
const RADIUS: f64 = 6_371.0;

/// An earlier scan of the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The hour in which it was, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// Roughly where.
    pub place: Option<Position>,
    /// Whether it was the same participant's.
    pub own: bool,
}

/// What a model says about a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// Which model: the digest under which it is registered on chain.
    #[serde(serialize_with = "hexadecimal")]
    pub model: [u8; 32],
    /// Since when it is active, in seconds since 1970-01-01 UTC, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_since: Option<u64>,
    /// The score.
    pub score: i64,
    /// The score from which on it is an alarm.
    pub threshold: i64,
    /// Whether it is an alarm whatever the score: as one of many scans of the same device, site, batch or case.
    pub alarm: bool,
    /// Whether it takes what the rules object to for something that was not recorded yet.
    pub excused: bool,
    /// What weighs most: at most [`MAX_REASONS`] are told.
    #[serde(serialize_with = "in_english")]
    pub reasons: Vec<Message>,
}

impl Assessment {
    /// Whether it is an alarm.
    pub fn is_alarm(&self) -> bool {
        self.alarm || self.score >= self.threshold
    }

    /// What weighs most, as a sentence; nothing of a scan that raises no doubt.
    pub fn why(&self) -> Option<Message> {
        (!self.reasons.is_empty()).then(|| say::ANOMALY_WHY.with("reasons", self.list()))
    }

    fn list(&self) -> Value {
        Value::List(self.told(), say::ANOMALY_AND)
    }

    /// What weighs most; of an alarm there is always something to tell.
    fn told(&self) -> Vec<Message> {
        if self.reasons.is_empty() {
            return vec![weighed("", None)];
        }
        self.reasons.iter().take(MAX_REASONS).cloned().collect()
    }
}

/// Why no model has a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulesAlone {
    /// None is active.
    NoneActive,
    /// It was stopped.
    Suspended,
    /// What it measures has changed too much since it was made.
    Drifted,
    /// Whoever was asked uses another one than the active one.
    OtherModel,
    /// Which one is active could not be proven.
    Unproven,
}

impl RulesAlone {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::NoneActive, Self::Suspended, Self::Drifted, Self::OtherModel, Self::Unproven];

    /// In words.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::NoneActive => say::NONE_ACTIVE,
            Self::Suspended => say::SUSPENDED,
            Self::Drifted => say::DRIFTED,
            Self::OtherModel => say::OTHER_MODEL,
            Self::Unproven => say::UNPROVEN_MODEL,
        }
    }
}

/// What became of asking a model about a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modelled {
    /// It said this.
    Assessed(Assessment),
    /// None has a say.
    RulesAlone(RulesAlone),
}

/// What to say of a pack that is elsewhere on record, or of an unknown lot, where that may come from a record that is late.
/// Patients have no act to record, and are told what the ledger says.
fn not_recorded_yet(report: &Report) -> Option<Reason> {
    let leading = report.reasons.first().map(|reason| reason.code);
    match (report.verdict, leading, report.role) {
        (_, _, Role::Patient) => None,
        (Verdict::Suspicious, Some("wrong-custodian"), _) => Some(Reason::new("late-record", None, say::LATE_RECORD)),
        (Verdict::NotRecognised, Some("unknown-batch"), _) => Some(Reason::new("late-upload", None, say::LATE_UPLOAD)),
        _ => None,
    }
}

fn hexadecimal<S: Serializer>(hash: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    serializer.serialize_str(&format!("0x{digits}"))
}

fn in_english<S: Serializer>(reasons: &[Message], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(reasons.iter().map(Message::english))
}

/// All such signals about one scan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signals<'a> {
    /// Earlier scans.
    pub earlier: &'a [Sighting],
    /// Where this scan is.
    pub here: Option<Position>,
    /// What the active model says; nothing without an active model.
    pub model: Option<&'a Assessment>,
}

impl Signals<'_> {
    /// The model's alarm, if it gives one: for a pack that the ledger has nothing against.
    pub(crate) fn alarm(&self, role: Role) -> Option<Finding> {
        let alarm = self.model.filter(|model| model.is_alarm())?;
        let said = match role {
            Role::Patient => say::ANOMALY_PATIENT.into(),
            _ => say::ANOMALY.with("reasons", alarm.list()),
        };
        Some(finding(Verdict::Suspicious, ANOMALY, None, said))
    }

    /// Adds to a report what was heard after it was made. An alarm of the model makes a genuine pack suspicious; beside any other
    /// verdict it is a further reason. What may only not have been recorded yet, and is so in the model's view,
    /// was not checked. Of earlier scans it tells if the pack is genuine as far as is proven: the verdict stays,
    /// what to do next changes. `now` is in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn heard(&self, report: Report, now: u64) -> Report {
        let mut report = self.assessed(report);
        if let Some(reason) = self.hearsay(now).filter(|_| report.verdict == Verdict::Genuine) {
            let not_received = report.reasons.iter().any(|reason| reason.code == "not-yet-received");
            if !not_received {
                let next = next_action(report.verdict, report.role, Some(Note::SeenFarAway));
                report = report.with_next(next);
            }
            report.reasons.push(reason);
        }
        report
    }

    fn assessed(&self, mut report: Report) -> Report {
        let Some(model) = self.model else { return report };
        if report.role != Role::Patient {
            report.model = Some(Modelled::Assessed(model.clone()));
        }
        if let Some(late) = not_recorded_yet(&report).filter(|_| model.excused && !model.is_alarm()) {
            report.reasons.insert(0, late);
            let verdict = Verdict::CouldNotCheck;
            let next = next_action(verdict, report.role, None);
            return Report { verdict, headline: verdict.headline(), ..report }.with_next(next);
        }
        let told = report.reasons.iter().any(|reason| reason.code == ANOMALY);
        let Some((verdict, reason)) = self.alarm(report.role).filter(|_| !told) else { return report };
        if report.verdict != Verdict::Genuine {
            if report.role != Role::Patient {
                let said = say::ANOMALY_TOO.with("reasons", model.list());
                report.reasons.push(Reason::new(ANOMALY, None, said));
            }
            return report;
        }
        report.reasons.retain(|reason| !OF_GENUINE.contains(&reason.code));
        report.reasons.insert(0, reason);
        let next = next_action(verdict, report.role, None);
        Report { verdict, headline: verdict.headline(), ..report }.with_next(next)
    }

    /// What to say about the farthest of the earlier scans that cannot be of the same pack.
    fn hearsay(&self, now: u64) -> Option<Reason> {
        let here = self.here?;
        let impossible = |sighting: &Sighting| {
            // From the future, nobody can have seen it.
            if sighting.time > now + HOUR {
                return None;
            }
            let (kilometres, since) = (distance(here, sighting.place?), now.saturating_sub(sighting.time));
            // Both ends of the journey may lie an hour and some kilometres off.
            let hours = (since + HOUR) as f64 / HOUR as f64;
            (kilometres > NEAR && (kilometres - NEAR) / hours > FASTEST).then_some((kilometres, since / HOUR))
        };
        let (kilometres, hours) =
            self.earlier.iter().filter_map(impossible).max_by(|one, other| one.0.total_cmp(&other.0))?;
        let said = say::SEEN_FAR_AWAY.with("kilometres", kilometres.round_ties_even() as u64).with("hours", hours);
        Some(Reason::new("seen-far-away", None, said))
    }
}

/// The distance between two places on a sphere, in kilometres.
fn distance(one: Position, other: Position) -> f64 {
    let radians = |millionths: i32| (f64::from(millionths) / 1e6).to_radians();
    let (latitude, other_latitude) = (radians(one.latitude), radians(other.latitude));
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let turn = half(radians(one.longitude), radians(other.longitude));
    let square = half(latitude, other_latitude) + latitude.cos() * other_latitude.cos() * turn;
    2.0 * RADIUS * square.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Position = Position { latitude: 52_500_000, longitude: 13_400_000 };
    const MUNICH: Position = Position { latitude: 48_100_000, longitude: 11_600_000 };
    const SYDNEY: Position = Position { latitude: -33_900_000, longitude: 151_200_000 };
    const NOW: u64 = 1_800_000_000;

    fn hearsay(place: Option<Position>, hours: u64) -> Option<String> {
        let earlier = [Sighting { time: NOW - hours * HOUR, place, own: false }];
        let signals = Signals { earlier: &earlier, here: Some(BERLIN), model: None };
        signals.hearsay(NOW).map(|reason| reason.text)
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((distance(BERLIN, MUNICH) - 506.0).abs() < 5.0, "{}", distance(BERLIN, MUNICH));
        assert!((distance(BERLIN, SYDNEY) - 16_090.0).abs() < 50.0, "{}", distance(BERLIN, SYDNEY));
    }

    #[test]
    fn only_a_journey_that_nobody_can_make_is_told() {
        assert!(hearsay(Some(SYDNEY), 3).is_some_and(|text| text.contains("km away about 3 hours ago")));
        assert_eq!(hearsay(Some(SYDNEY), 30), None, "a flight");
        assert_eq!(hearsay(Some(MUNICH), 0), None, "clocks are rounded to hours");
        assert_eq!(hearsay(Some(BERLIN), 0), None);
        assert_eq!(hearsay(None, 0), None);
    }

    #[test]
    fn a_model_gives_an_alarm_from_its_threshold_on() {
        let model = |score| Assessment {
            model: [1; 32],
            active_since: None,
            score,
            threshold: 100,
            alarm: false,
            excused: false,
            reasons: vec!["far from its route".into()],
        };
        let alarm =
            |assessment: &Assessment| Signals { model: Some(assessment), ..Signals::default() }.alarm(Role::Pharmacist);
        assert!(alarm(&model(99)).is_none());
        assert!(alarm(&model(100)).is_some_and(|(verdict, _)| verdict == Verdict::Suspicious));
        let of_many = Assessment { alarm: true, ..model(99) };
        assert!(alarm(&of_many).is_some(), "what many scans add up to is an alarm, too");
    }

    #[test]
    fn reasons_are_few_and_never_none() {
        let mut model = Assessment {
            model: [1; 32],
            active_since: None,
            score: 1,
            threshold: 0,
            alarm: true,
            excused: false,
            reasons: Vec::new(),
        };
        assert_eq!((model.told().len(), model.why()), (1, None));
        model.reasons = vec!["one".into(); 20];
        assert_eq!(model.told().len(), MAX_REASONS);
    }
}
