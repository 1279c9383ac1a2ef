//! How good scores are, as the world format judges them. All figures are of simulated packs unless the worlds were recorded.

mod judging;
mod table;

use std::collections::BTreeMap;

use serde::Serialize;

pub use judging::{Judging, names_fault};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// The quotient; none of none.
    pub share: Option<f64>,
}

impl Share {
    /// So many of so many.
    pub fn new(count: u64, of: u64) -> Self {
        Self { count, of, share: (of > 0).then(|| count as f64 / of as f64) }
    }
}

/// Alarms on scans that were no attacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FalseAlarms {
    /// Of all scans that were no attacks.
    pub all: Share,
    /// 95 % interval of the share, by resampling sites (and patients' installs); without false alarms from 0 to 3 / scans.
    pub interval: [f64; 2],
    /// By what the scans really were.
    pub by_class: BTreeMap<&'static str, Share>,
    /// By the strongest reason that was given.
    pub by_reason: BTreeMap<String, u64>,
    /// False alarms a week at the 95th percentile of pharmacies that scan; none without pharmacies.
    pub weekly_at_pharmacy: Option<f64>,
}

/// One family of attacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Family {
    /// Incidents with an alarm on one of their own scans.
    pub incidents: Share,
    /// Of those found: median scans of the incident until the first alarm, that scan included.
    pub scans_until: Option<f64>,
    /// Median packs dispensed in it before the first alarm.
    pub dispensed_until: Option<f64>,
    /// Median hours from its first scan to the first alarm.
    pub hours_until: Option<f64>,
}

/// Recall by score alone, at the threshold that keeps false alarms on these very worlds within a budget. It was chosen on
/// them, so it flatters: calibrated on this world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibrated {
    /// The budget: the greatest share of false alarms.
    pub budget: f64,
    /// The least score that is an alarm.
    pub threshold: i64,
    /// False alarms at it.
    pub false_alarms: Share,
    /// Incidents found, by family.
    pub families: BTreeMap<String, Share>,
    /// Plain mean of the families' recalls.
    pub mean_recall: Option<f64>,
    /// Always true: the threshold was chosen on the scans that it is judged on.
    pub calibrated_on_this_world: bool,
}

/// What became of scans with a scanner's or data's fault.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Triage {
    /// Technical scans whose verdict and reasons name the fault and accuse nobody.
    pub named: Share,
    /// Technical scans that raised an alarm, or whose verdict is suspicious or not-recognised.
    pub accused: Share,
}

/// How many alarms are right, at a prevalence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Precision {
    /// Share of scans that are attacks.
    pub prevalence: f64,
    /// Share of alarms that are right; none without alarms.
    pub precision: Option<f64>,
}

/// The judgement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// What the figures are of.
    pub about: &'static str,
    /// How many worlds.
    pub worlds: usize,
    /// Their scans.
    pub scans: u64,
    /// Alarms on what was no attack.
    pub false_alarms: FalseAlarms,
    /// By family.
    pub families: BTreeMap<String, Family>,
    /// Plain mean of the families' recalls.
    pub mean_recall: Option<f64>,
    /// By score alone, at 0.05 % and 0.01 %; empty where no model ran.
    pub calibrated: Vec<Calibrated>,
    /// Technical scans.
    pub triage: Triage,
    /// Attack scans with an alarm.
    pub scan_recall: Share,
    /// At the worlds' own prevalence of attack scans.
    pub precision: Precision,
    /// Translated to other prevalences, with the same scan recall and false-alarm rate.
    pub translated: Vec<Precision>,
}

impl Evaluation {
    /// As JSON, for programs.
    ///
    /// # Errors
    /// [`crate::Error::Json`].
    pub fn to_json(&self) -> Result<String, crate::Error> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}
