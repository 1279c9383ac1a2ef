//! Judging as the world format says: false alarms by scan, recall by incident, the plain mean over families. Pooled over worlds.

use std::collections::BTreeMap;

use anomaly::spec::Feature;
use serde::{Deserialize, Serialize};
use world::Class;

use crate::{
    conformal::Ppm,
    sample::is_attack,
    table::{NONE, Table},
};

/// No score: this scan can raise no alarm.
pub const SILENT: i64 = i64::MIN;

/// What is known of scans of one or many worlds when alarms are judged.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    /// Families, in order of their names.
    pub families: Vec<String>,
    /// Each incident's family, as a place in `families`.
    pub family_of: Vec<u32>,
    /// Each incident's name, with the seed of its world.
    pub names: Vec<String>,
    /// Each scan's class, as a place in `world::Class::ALL`.
    pub class: Vec<u8>,
    /// Each scan's incident, [`NONE`] for none.
    pub incident: Vec<u32>,
    /// How many scans are no attacks.
    pub others: usize,
    /// Of each world: the row after its last, and how many of its scans are no attacks.
    pub worlds: Vec<(usize, usize)>,
}

/// How alarms did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// For each family, incidents found, and incidents.
    pub families: BTreeMap<String, (usize, usize)>,
    /// Plain mean of the families' recalls.
    pub mean: f64,
    /// Alarms on scans that are no attacks.
    pub false_alarms: usize,
    /// Scans that are no attacks.
    pub others: usize,
    /// False alarms by class.
    pub by_class: BTreeMap<String, usize>,
    /// Incidents that were not found, by family.
    #[serde(default)]
    pub missed: BTreeMap<String, Vec<String>>,
}

impl Outcome {
    /// Share of false alarms, in percent.
    pub fn false_percent(&self) -> f64 {
        100.0 * self.false_alarms as f64 / self.others.max(1) as f64
    }

    /// A family's recall, if it has incidents.
    pub fn recall(&self, family: &str) -> Option<f64> {
        let (found, all) = self.families.get(family)?;
        (*all > 0).then(|| *found as f64 / *all as f64)
    }
}

impl Bench {
    /// A bench for tables with these families.
    pub fn new<'a>(families: impl IntoIterator<Item = &'a String>) -> Self {
        let mut families: Vec<String> = families.into_iter().cloned().collect();
        families.sort();
        families.dedup();
        Self { families, ..Self::default() }
    }

    /// Adds a table's scans. Attacks without an incident are one incident each family and world.
    pub fn add(&mut self, table: &Table) {
        let mut places: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let before = self.others;
        for row in 0..table.rows() {
            let mut incident = NONE;
            if is_attack(table, row) {
                let family = table.family.get(row).copied().unwrap_or(NONE);
                let name = table.about.families.get(family as usize);
                let known = name.and_then(|name| self.families.iter().position(|known| known == name));
                let key = (family, table.incident.get(row).copied().unwrap_or(NONE));
                incident = *places.entry(key).or_insert_with(|| {
                    let name = table.about.incidents.get(key.1 as usize).map_or("?", String::as_str);
                    self.names.push(format!("{}/{name}", table.about.seed));
                    self.family_of.push(known.and_then(|place| u32::try_from(place).ok()).unwrap_or(NONE));
                    u32::try_from(self.family_of.len() - 1).unwrap_or(NONE)
                });
            } else {
                self.others += 1;
            }
            self.class.push(table.class.get(row).copied().unwrap_or_default());
            self.incident.push(incident);
        }
        self.worlds.push((self.rows(), self.others - before));
    }

    /// The world of a scan.
    pub fn world(&self, row: usize) -> usize {
        self.worlds.partition_point(|(end, _)| *end <= row)
    }

    /// How many scans.
    pub fn rows(&self) -> usize {
        self.class.len()
    }

    /// Whether a scan belongs to an attack.
    pub fn is_attack(&self, row: usize) -> bool {
        self.class.get(row).and_then(|place| Class::ALL.get(usize::from(*place))) == Some(&Class::Attack)
    }

    /// Judges alarms.
    pub fn judge(&self, alarm: impl Fn(usize) -> bool) -> Outcome {
        let mut found = vec![false; self.family_of.len()];
        let mut outcome = Outcome { others: self.others, ..Outcome::default() };
        for row in (0..self.rows()).filter(|row| alarm(*row)) {
            if self.is_attack(row) {
                let incident = self.incident.get(row).and_then(|place| found.get_mut(*place as usize));
                incident.into_iter().for_each(|found| *found = true);
            } else {
                outcome.false_alarms += 1;
                let class = self.class.get(row).and_then(|place| Class::ALL.get(usize::from(*place)));
                *outcome.by_class.entry(class.map_or("", |class| class.name()).into()).or_default() += 1;
            }
        }
        (outcome.families, outcome.mean) = self.recalls(|incident| found.get(incident).copied().unwrap_or(false));
        for ((family, name), _) in self.family_of.iter().zip(&self.names).zip(&found).filter(|(_, found)| !**found) {
            let family = self.families.get(*family as usize).cloned().unwrap_or_default();
            outcome.missed.entry(family).or_default().push(name.clone());
        }
        outcome
    }

    /// Recalls by family and their plain mean, where `found` says which incidents were found.
    pub fn recalls(&self, found: impl Fn(usize) -> bool) -> (BTreeMap<String, (usize, usize)>, f64) {
        let mut families: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (incident, family) in self.family_of.iter().enumerate() {
            let Some(name) = self.families.get(*family as usize) else { continue };
            let (hits, all) = families.entry(name.clone()).or_default();
            *hits += usize::from(found(incident));
            *all += 1;
        }
        let mean = families.values().map(|(hits, all)| *hits as f64 / *all as f64).sum::<f64>();
        // The sum of nothing is −0, which looks odd in a table.
        let mean = (mean + 0.0) / families.len().max(1) as f64;
        (families, mean)
    }

    /// Scores of scans that are no attacks, falling; without the silent ones.
    pub fn others_falling(&self, scores: &[i64]) -> Vec<i64> {
        let mut falling: Vec<i64> = (scores.iter().enumerate())
            .filter(|(row, score)| **score != SILENT && !self.is_attack(*row))
            .map(|(_, score)| *score)
            .collect();
        falling.sort_unstable_by(|a, b| b.cmp(a));
        falling
    }

    /// The highest score of each incident, [`SILENT`] for none.
    pub fn incident_peaks(&self, scores: &[i64]) -> Vec<i64> {
        let mut peaks = vec![SILENT; self.family_of.len()];
        for (score, incident) in scores.iter().zip(&self.incident) {
            if let Some(peak) = peaks.get_mut(*incident as usize) {
                *peak = (*peak).max(*score);
            }
        }
        peaks
    }

    /// The outcome of scores with the threshold that just keeps a budget on these very scans: kind to what is judged.
    pub fn at_budget(&self, scores: &[i64], budget: Ppm) -> Outcome {
        let allowed = usize::try_from(self.others as u64 * budget / 1_000_000).unwrap_or(0);
        let from = crate::conformal::threshold(&self.others_falling(scores), allowed);
        self.judge(|row| scores.get(row).is_some_and(|score| *score != SILENT && *score >= from))
    }
}

/// Area under the curve of scores: the chance that an attack's is above another's, ties halved.
pub fn area(attacks: &[i64], others_rising: &[i64]) -> f64 {
    if attacks.is_empty() || others_rising.is_empty() {
        return 0.5;
    }
    let below = |score: &i64| {
        let less = others_rising.partition_point(|other| other < score);
        let no_more = others_rising.partition_point(|other| other <= score);
        (less + no_more) as f64 / 2.0
    };
    attacks.iter().map(below).sum::<f64>() / attacks.len() as f64 / others_rising.len() as f64
}

/// A feature that by itself tells a family from all that is no attack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lone {
    /// The family.
    pub family: String,
    /// The feature.
    pub feature: String,
    /// The greater of its area under the curve and what is left to 1.
    pub area: f64,
}

/// For each family the features that separate it best by themselves, the best first. Above 0.99 something leaks.
pub fn lone_features(tables: &[Table], best: usize) -> Vec<Lone> {
    let mut families: Vec<&String> = tables.iter().flat_map(|table| &table.about.families).collect();
    families.sort();
    families.dedup();
    let mut all = Vec::new();
    let features = tables.first().map_or(0, |table| table.columns.len());
    for feature in 0..features {
        let mut others = Vec::new();
        let mut attacks: BTreeMap<&String, Vec<i64>> = BTreeMap::new();
        for table in tables {
            let Some(column) = table.columns.get(feature) else { continue };
            for (row, value) in column.iter().enumerate() {
                if !is_attack(table, row) {
                    others.push(i64::from(*value));
                } else if let Some(name) =
                    table.family.get(row).and_then(|place| table.about.families.get(*place as usize))
                {
                    attacks.entry(name).or_default().push(i64::from(*value));
                }
            }
        }
        others.sort_unstable();
        let name = anomaly::spec::FEATURES.get(feature).map_or("?", |spec| spec.name);
        for (family, values) in attacks {
            let area = area(&values, &others);
            all.push(Lone { family: family.clone(), feature: name.into(), area: area.max(1.0 - area) });
        }
    }
    all.sort_by(|a, b| a.family.cmp(&b.family).then(b.area.total_cmp(&a.area)).then(a.feature.cmp(&b.feature)));
    let mut kept = 0;
    let mut last = None;
    all.retain(|lone| {
        kept = if last.as_ref() == Some(&lone.family) { kept + 1 } else { 1 };
        last = Some(lone.family.clone());
        kept <= best
    });
    all
}

/// What the rules alone can do: the set of rulings, and with `speed` also of impossible journeys, that finds most within a
/// budget. All sets are tried. Repaired codes raise no alarm, as the rules know them for what they are.
pub fn rules_alone(bench: &Bench, tables: &[Table], speed: bool, budget: Ppm) -> (Vec<usize>, Outcome) {
    let signs = rule_signs(tables, speed);
    let mut false_alarms: BTreeMap<u32, usize> = BTreeMap::new();
    let mut seen: Vec<Vec<u32>> = vec![Vec::new(); bench.family_of.len()];
    for (row, signs) in signs.iter().enumerate().filter(|(_, signs)| **signs != 0) {
        if !bench.is_attack(row) {
            *false_alarms.entry(*signs).or_default() += 1;
        } else if let Some(of) = bench.incident.get(row).and_then(|place| seen.get_mut(*place as usize))
            && !of.contains(signs)
        {
            of.push(*signs);
        }
    }
    let used = signs.iter().fold(0, |used, signs| used | signs);
    let places: Vec<u32> = (0..32).filter(|place| used >> place & 1 == 1).collect();
    let allowed = usize::try_from(bench.others as u64 * budget / 1_000_000).unwrap_or(0);
    let mut best = (0.0, 0);
    for chosen in 0_u32..1 << places.len().min(20) {
        let set = places.iter().enumerate().fold(0, |set, (bit, place)| set | (chosen >> bit & 1) << place);
        let cost: usize = false_alarms.iter().filter(|(signs, _)| *signs & set != 0).map(|(_, count)| count).sum();
        if cost > allowed {
            continue;
        }
        let (_, mean) = bench
            .recalls(|incident| seen.get(incident).is_some_and(|signs| signs.iter().any(|signs| signs & set != 0)));
        if mean > best.0 {
            best = (mean, set);
        }
    }
    let outcome = bench.judge(|row| signs.get(row).is_some_and(|signs| signs & best.1 != 0));
    ((0..32).filter(|place| best.1 >> place & 1 == 1).collect(), outcome)
}

/// The place of an impossible journey among the signs; those below are rulings.
pub const SPEED_SIGN: u32 = 31;

/// For each scan the rules' signs as bits: its ruling unless the code was repaired, and a journey above 1000 km/h. (The
/// feature itself keeps to journeys of some distance.)
fn rule_signs(tables: &[Table], speed: bool) -> Vec<u32> {
    let mut signs = Vec::new();
    for table in tables {
        let of = |feature: Feature, row: usize| {
            table.columns.get(feature as usize).and_then(|column| column.get(row)).copied().unwrap_or(0)
        };
        signs.extend((0..table.rows()).map(|row| {
            let ruling = of(Feature::Ruling, row);
            let found = ruling > 0 && of(Feature::Repair, row) == 0;
            let ruled = if found { 1 << (ruling as u32).min(SPEED_SIGN - 1) } else { 0 };
            let fast = speed && of(Feature::Speed, row) > 1_000 && of(Feature::ScanKm, row) >= 50;
            ruled | u32::from(fast) << SPEED_SIGN
        }));
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::About;

    /// Two families; incident 0 of `a` has rows 0 and 1, incident 1 of `b` row 2; the rest is benign.
    fn table(ruling: Vec<i32>) -> Table {
        let rows = ruling.len();
        let mut columns = vec![vec![0; rows]; anomaly::spec::FEATURE_COUNT];
        columns[Feature::Ruling as usize] = ruling;
        let benign = Class::ALL.iter().position(|class| *class == Class::Benign).expect("benign") as u8;
        let attack = Class::ALL.iter().position(|class| *class == Class::Attack).expect("attack") as u8;
        let of = |attacks: [u32; 3]| attacks.into_iter().chain(std::iter::repeat(NONE)).take(rows).collect();
        Table {
            about: About {
                families: vec!["b".into(), "a".into()],
                incidents: vec!["1".into(), "2".into()],
                rows,
                ..About::default()
            },
            columns,
            class: (0..rows).map(|row| if row < 3 { attack } else { benign }).collect(),
            family: of([1, 1, 0]),
            incident: of([0, 0, 1]),
            ..Table::default()
        }
    }

    fn bench(table: &Table) -> Bench {
        let mut bench = Bench::new(&table.about.families);
        bench.add(table);
        bench
    }

    #[test]
    fn an_incident_is_found_by_one_alarm_on_its_own_scans() {
        let table = table(vec![0; 100]);
        let outcome = bench(&table).judge(|row| row == 1 || row == 50);
        assert_eq!(outcome.recall("a"), Some(1.0));
        assert_eq!(outcome.recall("b"), Some(0.0));
        assert_eq!((outcome.mean, outcome.false_alarms, outcome.others), (0.5, 1, 97));
    }

    #[test]
    fn scores_above_the_budget_stay_silent() {
        let table = table(vec![0; 1_003]);
        let scores: Vec<i64> = (0..1_003).map(|row| if row == 2 { 999 } else { row }).collect();
        let outcome = bench(&table).at_budget(&scores, 10_000);
        assert_eq!((outcome.false_alarms, outcome.recall("b"), outcome.recall("a")), (10, Some(1.0), Some(0.0)));
    }

    #[test]
    fn the_best_rules_are_those_that_fit_the_budget() {
        // Ruling 9 finds both families but also 60 others; ruling 11 finds one at no cost.
        let ruling = (0..1_003).map(|row| match row {
            1 => 11,
            0 | 2 => 9,
            _ if row < 63 => 9,
            _ => 0,
        });
        let table = table(ruling.collect());
        let (rules, outcome) = rules_alone(&bench(&table), std::slice::from_ref(&table), false, 1_000);
        assert_eq!((rules, outcome.mean, outcome.false_alarms), (vec![11], 0.5, 0));
        let (rules, outcome) = rules_alone(&bench(&table), std::slice::from_ref(&table), false, 100_000);
        assert_eq!((rules.contains(&9), outcome.mean), (true, 1.0));
    }

    #[test]
    fn a_leaking_feature_is_named_first() {
        let mut leaking = table(vec![0; 200]);
        leaking.columns[40] = (0..200).map(|row| if row == 2 { -5 } else { row }).collect();
        let found = lone_features(&[leaking], 1);
        let of_b = found.iter().find(|lone| lone.family == "b").expect("b");
        assert_eq!(of_b.feature, anomaly::spec::FEATURES[40].name);
        assert!(of_b.area > 0.99, "{}", of_b.area);
    }

    #[test]
    fn equal_scores_are_chance() {
        assert_eq!(area(&[5, 5], &[5, 5, 5]), 0.5);
        assert_eq!(area(&[9], &[1, 2, 3]), 1.0);
    }
}
