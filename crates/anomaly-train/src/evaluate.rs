//! What a model finds on worlds that it has not seen, beside what simpler means find there.

use std::collections::BTreeMap;

use anomaly::{
    Model,
    engine::{Measured, SubjectKind, Subjects},
    explain::explain,
    fact::{Code, Intent, Repair, Role, Ruling, Scan},
    model::EnsembleKind,
    policy::{By, Policy},
    spec::{FEATURE_COUNT, FEATURES, Feature, MISSING},
};
use serde::Serialize;

use crate::{
    calibrate::Scored,
    conformal::Ppm,
    judge::{Bench, Lone, Outcome, SILENT, lone_features, rules_alone},
    logistic::Regression,
    quantise,
    sample::known,
    seeded::mix,
    table::Table,
};

/// The two promises: 0.05 % and 0.01 % of scans that are no attacks.
pub const BUDGETS: [(Ppm, &str); 2] = [(500, "0.05 %"), (100, "0.01 %")];
/// Subjects that each monitor remembers.
const SUBJECTS: usize = 1 << 20;
/// Rulings in the order of their numbers.
const RULINGS: [Ruling; 14] = [
    Ruling::Genuine,
    Ruling::Unreadable,
    Ruling::DispensedHere,
    Ruling::Blocked,
    Ruling::Stolen,
    Ruling::DispensedElsewhere,
    Ruling::UsedElsewhere,
    Ruling::HolderNotAuthorised,
    Ruling::NotWithPharmacy,
    Ruling::WrongCustodian,
    Ruling::ExpiryMismatch,
    Ruling::UnknownSerial,
    Ruling::UnknownBatch,
    Ruling::UnknownProduct,
];
/// Intents likewise.
const INTENTS: [Intent; 4] = [Intent::Verify, Intent::Receive, Intent::Dispense, Intent::Return];
/// Repairs likewise.
const REPAIRS: [Repair; 7] =
    [Repair::None, Repair::Case, Repair::Layout, Repair::Separator, Repair::Truncated, Repair::Surplus, Repair::Typing];

/// A bench for all scans of tables.
pub fn bench(tables: &[Table]) -> Bench {
    let mut bench = Bench::new(tables.iter().flat_map(|table| &table.about.families));
    tables.iter().for_each(|table| bench.add(table));
    bench
}

/// What was said of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// By what it raised an alarm, if it did.
    pub by: Option<By>,
    /// The chance of an attack in parts per million, if there is one.
    pub chance: Option<u32>,
}

/// Has the policy itself decide on all scans, world by world.
pub fn decide(model: &Model, tables: &[Table]) -> Vec<Said> {
    let mut said = Vec::with_capacity(tables.iter().map(Table::rows).sum());
    for table in tables {
        let mut policy = Policy::new(Some(model), SUBJECTS);
        let mut block = vec![[MISSING; FEATURE_COUNT]; 1024];
        for from in (0..table.rows()).step_by(block.len()) {
            let until = (from + block.len()).min(table.rows());
            quantise::fill(table, from, until, &mut block);
            for (row, features) in (from..until).zip(&block) {
                let mut subjects = Subjects::default();
                for kind in SubjectKind::ALL {
                    let key = table.subjects.get(kind as usize).and_then(|column| column.get(row)).copied();
                    subjects.set(kind, key.filter(|key| *key != 0));
                }
                let measured = Measured { features: *features, subjects };
                let decision = policy.decide(&scan(table, row, &measured), &measured);
                let by = decision.by.filter(|_| decision.alarm);
                said.push(Said { by, chance: decision.chance_ppm });
            }
        }
    }
    said
}

/// As much of a scan as the policy asks for.
fn scan(table: &Table, row: usize, measured: &Measured) -> Scan {
    let of = |feature: Feature| {
        measured.features.get(feature as usize).and_then(|value| usize::try_from(*value).ok()).unwrap_or(0)
    };
    Scan {
        time: table.time.get(row).copied().unwrap_or_default(),
        received: table.received.get(row).copied().unwrap_or_default(),
        device: 0,
        role: Role::Patient,
        site: None,
        place: None,
        accuracy_m: None,
        intent: INTENTS.get(of(Feature::Intent)).copied().unwrap_or(Intent::Verify),
        code: Code { repair: REPAIRS.get(of(Feature::Repair)).copied().unwrap_or_default(), ..Code::default() },
        ruling: RULINGS.get(of(Feature::Ruling)).copied().unwrap_or_default(),
    }
}

/// A column of the table of results.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// What was judged, and at which budget.
    pub name: String,
    /// Whether its threshold was set on these very scans, which is kind to it.
    pub set_here: bool,
    /// How it did.
    pub outcome: Outcome,
    /// Anything more to say.
    pub note: String,
}

/// All that is found on worlds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Results {
    /// How many scans, how many of them attacks, and incidents.
    pub scans: usize,
    /// Scans of attacks.
    pub attacks: usize,
    /// Incidents.
    pub incidents: usize,
    /// The table, column by column.
    pub columns: Vec<Column>,
    /// False alarms in percent by world, for the model at 0.05 %.
    pub by_world: BTreeMap<String, f64>,
    /// What raised the model's alarms: false ones, and incidents to which it alone pointed or pointed too.
    pub by_part: BTreeMap<String, (usize, usize)>,
    /// False alarms by ruling.
    pub by_ruling: BTreeMap<String, usize>,
    /// Recall of the trees by family at false-alarm rates, thresholds set here: for the plot.
    pub curves: BTreeMap<String, Vec<(f64, f64)>>,
    /// Stated chance, chance that was seen, and how many scans.
    pub reliability: Vec<(f64, f64, usize)>,
    /// Features by their mean part in the scores of scans, in logits.
    pub importance: Vec<(String, f64)>,
    /// Features that separate a family best by themselves.
    pub lone: Vec<Lone>,
}

impl Results {
    /// Features that leak: more than 0.99 by themselves.
    pub fn leaks(&self) -> impl Iterator<Item = &Lone> {
        self.lone.iter().filter(|lone| lone.area > 0.99)
    }
}

/// Judges a model, and the stricter one with the smaller budget; with `baselines` also what simpler means can do.
pub fn evaluate(
    model: &Model,
    strict: Option<&Model>,
    regression: Option<&Regression>,
    tables: &[Table],
    baselines: bool,
) -> Results {
    let scored = Scored::new(model, tables);
    let bench = &scored.bench;
    let attacks = (0..bench.rows()).filter(|row| bench.is_attack(*row)).count();
    let mut results = Results {
        scans: bench.rows(),
        attacks,
        incidents: bench.family_of.len(),
        reliability: Vec::new(),
        importance: importance(model, tables),
        lone: lone_features(tables, 3),
        ..Results::default()
    };
    let said = decide(model, tables);
    let alarm = |said: &[Said], row: usize| said.get(row).is_some_and(|said| said.by.is_some());
    let mut column = |name: String, set_here: bool, mut outcome: Outcome, note: String| {
        if set_here {
            // Which ones simpler means miss is of no interest.
            outcome.missed.clear();
        }
        results.columns.push(Column { name, set_here, outcome, note });
    };
    column("model @0.05 %".into(), false, bench.judge(|row| alarm(&said, row)), String::new());
    if let Some(strict) = strict {
        let said = decide(strict, tables);
        column("model @0.01 %".into(), false, bench.judge(|row| alarm(&said, row)), String::new());
    }
    let trees = ranked(&scored);
    for (budget, name) in BUDGETS {
        let note = "triage and risk alone, no monitors".into();
        column(format!("trees @{name}"), true, bench.at_budget(&trees, budget), note);
    }
    if baselines {
        let mut forest = Vec::with_capacity(bench.rows());
        if let Some(novelty) = model.ensemble(EnsembleKind::Novelty) {
            tables.iter().for_each(|table| quantise::scores(novelty, table, |_| true, &mut forest));
        }
        let line = regression.map(|regression| line(regression, tables));
        for (budget, name) in BUDGETS {
            for speed in [false, true] {
                let (rules, outcome) = rules_alone(bench, tables, speed, budget);
                let title = if speed { "rules + speed" } else { "rules" };
                let names: Vec<String> = rules.iter().map(|rule| rule_name(*rule)).collect();
                column(format!("{title} @{name}"), true, outcome, names.join(", "));
            }
            if !forest.is_empty() {
                column(format!("forest @{name}"), true, bench.at_budget(&forest, budget), String::new());
            }
            if let Some(line) = &line {
                column(format!("regression @{name}"), true, bench.at_budget(line, budget), String::new());
            }
        }
    }
    results.curves = curves(bench, &trees);
    results.reliability = reliability(bench, &said);
    (results.by_world, results.by_part, results.by_ruling) = by_world_part_and_ruling(bench, tables, &said);
    results
}

fn rule_name(rule: usize) -> String {
    RULINGS.get(rule).map_or_else(|| "speed".into(), |ruling| format!("{ruling:?}"))
}

/// One score for triage and risk together: of each, how many other scans score as high, fewer being worse.
pub fn ranked(scored: &Scored) -> Vec<i64> {
    let mut ranked = vec![SILENT; scored.bench.rows()];
    for scores in scored.scores.iter().take(2) {
        let falling = scored.bench.others_falling(scores);
        for (to, score) in ranked.iter_mut().zip(scores).filter(|(_, score)| **score != SILENT) {
            *to = -(falling.partition_point(|other| other >= score) as i64);
        }
    }
    ranked
}

/// What the regression says of all scans.
pub fn line(regression: &Regression, tables: &[Table]) -> Vec<i64> {
    let mut scores = Vec::new();
    let mut row = Vec::new();
    for table in tables {
        for at in 0..table.rows() {
            scores.push(regression.score(table.features(at).map(|value| known(Some(value))), &mut row));
        }
    }
    scores
}

/// False-alarm rates of the plot, in parts per million.
const RATES: [Ppm; 13] = [5, 10, 20, 50, 100, 200, 350, 500, 1_000, 2_000, 5_000, 10_000, 50_000];

fn curves(bench: &Bench, scores: &[i64]) -> BTreeMap<String, Vec<(f64, f64)>> {
    let mut curves: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    let (falling, peaks) = (bench.others_falling(scores), bench.incident_peaks(scores));
    for rate in RATES {
        let allowed = usize::try_from(bench.others as u64 * rate / 1_000_000).unwrap_or(0);
        let from = crate::conformal::threshold(&falling, allowed);
        let (families, _) =
            bench.recalls(|incident| peaks.get(incident).is_some_and(|peak| *peak != SILENT && *peak >= from));
        for (family, (found, all)) in families {
            let point = (rate as f64 / 1e4, found as f64 / all.max(1) as f64);
            curves.entry(family).or_default().push(point);
        }
    }
    curves
}

/// Bounds of the stated chances, in parts per million.
const CHANCES: [u32; 11] = [0, 1_000, 10_000, 50_000, 100_000, 200_000, 400_000, 600_000, 800_000, 950_000, 1_000_001];

fn reliability(bench: &Bench, said: &[Said]) -> Vec<(f64, f64, usize)> {
    let mut bins = [(0.0, 0_usize, 0_usize); CHANCES.len()];
    for (row, chance) in said.iter().enumerate().filter_map(|(row, said)| Some((row, said.chance?))) {
        let place = CHANCES.partition_point(|from| *from <= chance).saturating_sub(1);
        if let Some((stated, attacks, all)) = bins.get_mut(place) {
            *stated += f64::from(chance) / 1e6;
            *attacks += usize::from(bench.is_attack(row));
            *all += 1;
        }
    }
    bins.into_iter()
        .filter(|(.., all)| *all > 0)
        .map(|(stated, attacks, all)| (stated / all as f64, attacks as f64 / all as f64, all))
        .collect()
}

type Breakdown = (BTreeMap<String, f64>, BTreeMap<String, (usize, usize)>, BTreeMap<String, usize>);

fn by_world_part_and_ruling(bench: &Bench, tables: &[Table], said: &[Said]) -> Breakdown {
    let (mut by_world, mut by_part, mut by_ruling) = Breakdown::default();
    let mut incidents: BTreeMap<String, std::collections::BTreeSet<u32>> = BTreeMap::new();
    let mut before = 0;
    for (number, table) in tables.iter().enumerate() {
        let (mut others, mut false_alarms) = (0_usize, 0_usize);
        for row in 0..table.rows() {
            let place = before + row;
            let by = said.get(place).and_then(|said| said.by);
            let attack = bench.is_attack(place);
            others += usize::from(!attack);
            let Some(by) = by else { continue };
            let part = match by {
                By::Monitor(kind) => format!("monitor {}", kind.name()),
                other => format!("{other:?}").to_lowercase(),
            };
            let (wrong, found) = by_part.entry(part.clone()).or_default();
            if attack {
                let incident = bench.incident.get(place).copied().unwrap_or_default();
                *found += usize::from(incidents.entry(part).or_default().insert(incident));
            } else {
                *wrong += 1;
                false_alarms += 1;
                let ruling = table.columns.get(Feature::Ruling as usize).and_then(|column| column.get(row)).copied();
                let ruling = usize::try_from(ruling.unwrap_or(0)).unwrap_or(0);
                *by_ruling.entry(rule_name(ruling)).or_default() += 1;
            }
        }
        before += table.rows();
        let name = format!("{} ({}, seed {})", table.about.name, number + 1, table.about.seed);
        by_world.insert(name, 100.0 * false_alarms as f64 / others.max(1) as f64);
    }
    (by_world, by_part, by_ruling)
}

/// Mean size of each feature's part in the scores of some thousand scans, as many of attacks as of others: in logits.
fn importance(model: &Model, tables: &[Table]) -> Vec<(String, f64)> {
    const EACH: usize = 1_000;
    let mut sums = [0.0; FEATURE_COUNT];
    let mut taken = 0_usize;
    let total: usize = tables.iter().map(Table::rows).sum();
    for attack in [true, false] {
        let rows: usize = tables
            .iter()
            .map(|table| (0..table.rows()).filter(|row| crate::sample::is_attack(table, *row) == attack).count())
            .sum();
        let one_in = (rows / EACH).max(1) as u64;
        for (number, table) in tables.iter().enumerate() {
            for row in (0..table.rows()).filter(|row| crate::sample::is_attack(table, *row) == attack) {
                if !mix((row as u64) ^ mix(number as u64 + total as u64)).is_multiple_of(one_in) {
                    continue;
                }
                let kind = match crate::sample::part(table, row) {
                    crate::sample::Part::Triage => EnsembleKind::Triage,
                    crate::sample::Part::Risk => EnsembleKind::Risk,
                };
                let Some(ensemble) = model.ensemble(kind) else { continue };
                let mut features = [MISSING; FEATURE_COUNT];
                features.iter_mut().zip(table.features(row)).for_each(|(to, value)| *to = value);
                let explanation = explain(ensemble, &features);
                sums.iter_mut().zip(explanation.added).for_each(|(sum, added)| *sum += (added as f64 / 1e6).abs());
                taken += 1;
            }
        }
    }
    let mut importance: Vec<(String, f64)> =
        (FEATURES.iter().zip(sums)).map(|(spec, sum)| (spec.name.to_owned(), sum / taken.max(1) as f64)).collect();
    importance.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    importance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_rulings_and_repairs_are_theirs() {
        for (number, ruling) in RULINGS.into_iter().enumerate() {
            assert_eq!(ruling as usize, number);
        }
        for (number, intent) in INTENTS.into_iter().enumerate() {
            assert_eq!(intent as usize, number);
        }
        for (number, repair) in REPAIRS.into_iter().enumerate() {
            assert_eq!(repair as usize, number);
        }
        assert_eq!(FEATURES[Feature::Ruling as usize].max as usize, RULINGS.len() - 1);
        assert_eq!(FEATURES[Feature::Repair as usize].max as usize, REPAIRS.len() - 1);
    }
}
