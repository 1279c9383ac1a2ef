//! Counting.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use world::{Class, Folder, Intent, ScoreRow, SiteKind, Time};

use super::{Calibrated, Evaluation, FalseAlarms, Family, Precision, Share, Triage};
use crate::{Error, LATE_RECORD, LATE_REPORT, LATE_UPLOAD, MISCONFIGURED, MISREAD, key::key, repair_code};

/// Shares of false alarms at which the world format wants recalls.
const BUDGETS: [f64; 2] = [0.0005, 0.0001];
/// Prevalences to which precision is translated.
const PREVALENCES: [f64; 3] = [1e-6, 1e-4, 1e-2];
/// Resamplings of sites.
const RESAMPLINGS: usize = 1_000;
const WEEK: f64 = 7.0 * 86_400.0;

/// A scored scan.
struct Scored {
    class: Class,
    incident: Option<usize>,
    score: Option<i64>,
    alarm: bool,
}

/// A site, or a patient's install.
#[derive(Default)]
struct Place {
    pharmacy: bool,
    /// The world's length in weeks.
    weeks: f64,
    others: u64,
    false_alarms: u64,
}

struct Incident {
    family: String,
    first: Option<Time>,
    scans: u64,
    dispensed: u64,
    /// Seconds until the first alarm.
    found: Option<Time>,
}

/// What is known of a scan before its score comes.
struct Known {
    class: Class,
    incident: Option<usize>,
    at: Option<usize>,
    received: Time,
    dispense: bool,
    scored: bool,
}

/// Judges scores of one or several worlds together.
#[derive(Default)]
pub struct Judging {
    worlds: usize,
    scans: Vec<Scored>,
    places: Vec<Place>,
    incidents: Vec<Incident>,
    reasons: BTreeMap<String, u64>,
    named: u64,
    accused: u64,
}

/// Whether a verdict and its reasons name a scanner's or data's fault and accuse nobody.
pub fn names_fault(row: &ScoreRow) -> bool {
    use anomaly::fact::Repair::{Case, Layout, Separator, Surplus, Truncated, Typing};
    let repairs = [Case, Layout, Separator, Surplus, Truncated, Typing].map(repair_code);
    let fault = |reason: &String| {
        [MISCONFIGURED, MISREAD, LATE_RECORD, LATE_REPORT, LATE_UPLOAD].contains(&reason.as_str())
            || repairs.contains(&Some(reason.as_str()))
    };
    !accuses(row) && row.reasons.iter().any(fault)
}

fn accuses(row: &ScoreRow) -> bool {
    row.alarm || ["suspicious", "not-recognised"].contains(&row.verdict.as_str())
}

impl Judging {
    /// Nothing is judged yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a world and its scores, which come in order of `received`.
    ///
    /// # Errors
    /// [`Error`] for the world's files, for a scan without label or score, or with two; and whatever `scores` gives.
    pub fn add<E: From<Error>>(
        &mut self,
        folder: &Path,
        scores: impl IntoIterator<Item = Result<ScoreRow, E>>,
    ) -> Result<(), E> {
        let folder = Folder::open(folder).map_err(Error::from)?;
        let mut known = self.labels(&folder)?;
        self.sites(&folder, &mut known)?;
        for row in scores {
            self.score(row?, &mut known)?;
        }
        if known.values().any(|scan| !scan.scored) {
            let count = known.values().filter(|scan| !scan.scored).count();
            return Err(Error::Unscored { count }.into());
        }
        self.worlds += 1;
        Ok(())
    }

    fn labels(&mut self, folder: &Folder) -> Result<HashMap<u64, Known>, Error> {
        let mut known = HashMap::new();
        let mut incidents: HashMap<String, usize> = HashMap::new();
        for label in folder.labels()? {
            let label = label?;
            let family = label.family.filter(|_| label.class == Class::Attack);
            let incident = label.incident.zip(family).map(|(name, family)| {
                *incidents.entry(name).or_insert_with(|| {
                    self.incidents.push(Incident { family, first: None, scans: 0, dispensed: 0, found: None });
                    self.incidents.len() - 1
                })
            });
            let class = label.class;
            let scan = Known { class, incident, at: None, received: 0, dispense: false, scored: false };
            if known.insert(key(&[&label.scan]), scan).is_some() {
                return Err(Error::Scan { scan: label.scan, what: "it has two labels: keep one" });
            }
        }
        Ok(known)
    }

    fn sites(&mut self, folder: &Folder, known: &mut HashMap<u64, Known>) -> Result<(), Error> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut first, mut last) = (Time::MAX, Time::MIN);
        let before = self.places.len();
        for scan in folder.scans()? {
            let scan = scan?;
            let Some(entry) = known.get_mut(&key(&[&scan.scan])) else {
                return Err(Error::Scan {
                    scan: scan.scan,
                    what: "it has no label in labels.csv: give every scan one",
                });
            };
            if entry.at.is_some() {
                return Err(Error::Scan {
                    scan: scan.scan,
                    what: "it stands twice in scans.csv: give each its own name",
                });
            }
            (first, last) = (first.min(scan.received), last.max(scan.received));
            let place = match &scan.site {
                Some(site) => format!("site {site}"),
                None => format!("device {}", scan.device),
            };
            let kind = scan.site.as_deref().and_then(|site| folder.sites.get(folder.site_place(site)?));
            let pharmacy = kind.is_some_and(|site| site.kind == SiteKind::Pharmacy);
            entry.at = Some(*places.entry(place).or_insert_with(|| {
                self.places.push(Place { pharmacy, ..Place::default() });
                self.places.len() - 1
            }));
            entry.received = scan.received;
            entry.dispense = scan.intent == Intent::Dispense;
        }
        if let Some(entry) = known.values().find(|scan| scan.at.is_none()) {
            let scan = entry.class.name().to_owned();
            return Err(Error::Scan { scan, what: "a label of this class is of no scan in scans.csv: take it out" });
        }
        // A world of less than a week counts as one, so that a single alarm does not become many a week.
        let weeks = (last.saturating_sub(first) as f64 / WEEK).max(1.0);
        self.places.iter_mut().skip(before).for_each(|place| place.weeks = weeks);
        Ok(())
    }

    fn score(&mut self, row: ScoreRow, known: &mut HashMap<u64, Known>) -> Result<(), Error> {
        let Some((scan, at)) = known.get_mut(&key(&[&row.scan])).and_then(|scan| scan.at.map(|at| (scan, at))) else {
            return Err(Error::Scan {
                scan: row.scan,
                what: "a score is of no scan in scans.csv: score this very world",
            });
        };
        if scan.scored {
            return Err(Error::Scan { scan: row.scan, what: "it has two scores: keep one" });
        }
        scan.scored = true;
        let (class, incident) = (scan.class, scan.incident);
        if class != Class::Attack {
            if let Some(place) = self.places.get_mut(at) {
                place.others += 1;
                place.false_alarms += u64::from(row.alarm);
            }
            if row.alarm {
                *self.reasons.entry(row.reasons.first().cloned().unwrap_or_default()).or_default() += 1;
            }
        }
        if class == Class::Technical {
            self.named += u64::from(names_fault(&row));
            self.accused += u64::from(accuses(&row));
        }
        if let Some(incident) = incident.and_then(|incident| self.incidents.get_mut(incident)) {
            incident.count(scan, row.alarm);
        }
        self.scans.push(Scored { class, incident, score: row.score, alarm: row.alarm });
        Ok(())
    }

    /// The judgement on all that was added.
    pub fn finish(&self) -> Evaluation {
        let count = |keep: &dyn Fn(&Scored) -> bool| self.scans.iter().filter(|scan| keep(scan)).count() as u64;
        let attacks = count(&|scan| scan.class == Class::Attack);
        let others = self.scans.len() as u64 - attacks;
        let technical = count(&|scan| scan.class == Class::Technical);
        let scan_recall = Share::new(count(&|scan| scan.class == Class::Attack && scan.alarm), attacks);
        let all = Share::new(count(&|scan| scan.class != Class::Attack && scan.alarm), others);
        let by_class = Class::ALL.iter().filter(|class| **class != Class::Attack).map(|class| {
            let alarms = count(&|scan| scan.class == *class && scan.alarm);
            (class.name(), Share::new(alarms, count(&|scan| scan.class == *class)))
        });
        let families = self.families();
        let recalls = families.values().map(|family| family.incidents);
        let prevalence = attacks as f64 / self.scans.len().max(1) as f64;
        let precision = |prevalence: f64| Precision {
            prevalence,
            precision: translated(scan_recall.share.unwrap_or(0.0), all.share.unwrap_or(0.0), prevalence),
        };
        Evaluation {
            about: "simulated packs, unless the worlds were recorded; no claim about the field",
            worlds: self.worlds,
            scans: self.scans.len() as u64,
            mean_recall: mean(recalls),
            families,
            calibrated: BUDGETS.iter().filter_map(|budget| self.calibrated(*budget, others)).collect(),
            triage: Triage { named: Share::new(self.named, technical), accused: Share::new(self.accused, technical) },
            scan_recall,
            precision: precision(prevalence),
            translated: PREVALENCES.map(precision).to_vec(),
            false_alarms: FalseAlarms {
                all,
                interval: self.interval(all),
                by_class: by_class.collect(),
                by_reason: self.reasons.clone(),
                weekly_at_pharmacy: self.weekly_at_pharmacy(),
            },
        }
    }

    fn families(&self) -> BTreeMap<String, Family> {
        let mut by_family: BTreeMap<&str, Vec<&Incident>> = BTreeMap::new();
        for incident in &self.incidents {
            by_family.entry(&incident.family).or_default().push(incident);
        }
        let judged = by_family.into_iter().map(|(name, incidents)| {
            let found: Vec<_> = incidents.iter().filter(|incident| incident.found.is_some()).collect();
            let median = |of: fn(&Incident) -> f64| median(found.iter().map(|incident| of(incident)).collect());
            let family = Family {
                incidents: Share::new(found.len() as u64, incidents.len() as u64),
                scans_until: median(|incident| incident.scans as f64),
                dispensed_until: median(|incident| incident.dispensed as f64),
                hours_until: median(|incident| incident.found.unwrap_or(0) as f64 / 3_600.0),
            };
            (name.to_owned(), family)
        });
        judged.collect()
    }

    /// Recall at the least threshold that keeps false alarms within the budget.
    fn calibrated(&self, budget: f64, others: u64) -> Option<Calibrated> {
        let scores = |attack: bool| {
            self.scans.iter().filter(move |scan| (scan.class == Class::Attack) == attack).filter_map(|scan| scan.score)
        };
        let mut false_scores: Vec<i64> = scores(false).collect();
        if false_scores.is_empty() && scores(true).next().is_none() {
            return None;
        }
        false_scores.sort_unstable_by(|one, other| other.cmp(one));
        let allowed = (budget * others as f64).floor() as usize;
        // The highest score that would be one alarm too many, and a bit more.
        let threshold = false_scores.get(allowed).map_or(i64::MIN, |score| score.saturating_add(1));
        let alarms = false_scores.iter().filter(|score| **score >= threshold).count() as u64;
        let over = |scan: &&Scored| scan.score.is_some_and(|score| score >= threshold);
        let found: BTreeSet<usize> = self.scans.iter().filter(over).filter_map(|scan| scan.incident).collect();
        let mut families: BTreeMap<String, Share> = BTreeMap::new();
        for (at, incident) in self.incidents.iter().enumerate() {
            let share = families.entry(incident.family.clone()).or_default();
            *share = Share::new(share.count + u64::from(found.contains(&at)), share.of + 1);
        }
        Some(Calibrated {
            budget,
            threshold,
            false_alarms: Share::new(alarms, others),
            mean_recall: mean(families.values().copied()),
            families,
            calibrated_on_this_world: true,
        })
    }

    /// Scans of one site are alike, so sites are drawn, not scans.
    fn interval(&self, all: Share) -> [f64; 2] {
        let places: Vec<&Place> = self.places.iter().filter(|place| place.others > 0).collect();
        if all.count == 0 || places.is_empty() {
            return [0.0, if all.of == 0 { 1.0 } else { (3.0 / all.of as f64).min(1.0) }];
        }
        let mut random = SplitMix(1);
        let mut shares: Vec<f64> = (0..RESAMPLINGS)
            .map(|_| {
                let (mut alarms, mut others) = (0, 0);
                for _ in 0..places.len() {
                    if let Some(place) = places.get(random.below(places.len())) {
                        alarms += place.false_alarms;
                        others += place.others;
                    }
                }
                alarms as f64 / others.max(1) as f64
            })
            .collect();
        shares.sort_unstable_by(f64::total_cmp);
        [quantile(&shares, 0.025), quantile(&shares, 0.975)]
    }

    fn weekly_at_pharmacy(&self) -> Option<f64> {
        let pharmacies = self.places.iter().filter(|place| place.pharmacy && place.weeks > 0.0);
        let mut weekly: Vec<f64> = pharmacies.map(|place| place.false_alarms as f64 / place.weeks).collect();
        weekly.sort_unstable_by(f64::total_cmp);
        (!weekly.is_empty()).then(|| quantile(&weekly, 0.95))
    }
}

impl Incident {
    fn count(&mut self, scan: &Known, alarm: bool) {
        let first = *self.first.get_or_insert(scan.received);
        if self.found.is_some() {
            return;
        }
        self.scans += 1;
        if alarm {
            self.found = Some(scan.received - first);
        } else {
            self.dispensed += u64::from(scan.dispense);
        }
    }
}

/// The share of alarms that are right at another prevalence.
fn translated(recall: f64, false_alarms: f64, prevalence: f64) -> Option<f64> {
    let (right, wrong) = (recall * prevalence, false_alarms * (1.0 - prevalence));
    (right + wrong > 0.0).then(|| right / (right + wrong))
}

fn mean(shares: impl Iterator<Item = Share>) -> Option<f64> {
    let shares: Vec<f64> = shares.filter_map(|share| share.share).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    (!values.is_empty()).then(|| quantile(&values, 0.5))
}

/// A quantile of sorted values, between neighbours on a straight line; 0 of none.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * sorted.len().saturating_sub(1) as f64;
    let value = |at: f64| sorted.get(at as usize).copied().unwrap_or(0.0);
    value(at.floor()) + (value(at.ceil()) - value(at.floor())) * (at - at.floor())
}

/// Numbers that are always the same (S. Vigna, SplitMix64).
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^= word >> 31;
        ((u128::from(word) * most as u128) >> 64) as usize
    }
}
