//! From tables to rows to learn from: which scans, and how much each counts.

use std::collections::BTreeMap;

use anomaly::spec::{FEATURES, Feature, MISSING};
use serde::Serialize;
use world::Class;

use crate::{
    boost::Rows,
    seeded::{Seeded, mix},
    table::{NONE, Table},
};

/// Which scans an ensemble judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Scans for which the rules find something, or whose code had to be repaired.
    Triage,
    /// All others.
    Risk,
}

/// Of which part a row is.
pub fn part(table: &Table, row: usize) -> Part {
    let of = |feature: Feature| table.columns.get(feature as usize).and_then(|column| column.get(row)).copied();
    // Both are 0 where there is nothing: `Ruling::Genuine`, `Repair::None`.
    if of(Feature::Ruling).unwrap_or(0) > 0 || of(Feature::Repair).unwrap_or(0) > 0 { Part::Triage } else { Part::Risk }
}

/// Whether a row belongs to an attack.
pub fn is_attack(table: &Table, row: usize) -> bool {
    class(table, row) == Some(Class::Attack)
}

/// A row's class.
pub fn class(table: &Table, row: usize) -> Option<Class> {
    Class::ALL.get(usize::from(*table.class.get(row)?)).copied()
}

/// How rows are chosen and weighed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Of so many benign scans that pass the rules one is kept, and counts for all.
    pub benign_one_in: u64,
    /// Weight of all attacks together, by that of all others.
    pub attacks_weigh: f64,
    /// Share of an incident's weight that goes to the scans which trees grown once already tell from others; 0 to grow once.
    pub focus: f64,
    /// The last so many hundredths of each world's time decide when to stop.
    pub later_percent: i64,
    /// A family whose scans are left out altogether.
    pub without: Option<String>,
    /// Labels are dealt out by lot, with this seed: what is then found is chance.
    pub shuffled: Option<u64>,
}

/// One row that was chosen.
struct Chosen {
    values: Vec<i32>,
    attack: bool,
    later: bool,
    /// What a benign row stands for; of an attack, 1.
    stands_for: f64,
    /// Of an attack: family and incident.
    act: Option<(u32, u64)>,
}

/// Gathers rows of many tables, one after another.
pub struct Gathered {
    choice: Choice,
    /// None for both.
    part: Option<Part>,
    rows: Vec<Chosen>,
    families: Vec<String>,
    tables: u64,
}

impl Gathered {
    /// Nothing yet.
    pub fn new(part: Option<Part>, choice: &Choice) -> Self {
        Self { choice: choice.clone(), part, rows: Vec::new(), families: Vec::new(), tables: 0 }
    }

    /// Adds the rows of a table.
    pub fn add(&mut self, table: &Table) {
        let (start, end) = table.about.time;
        let late = start + (end - start) / 100 * (100 - self.choice.later_percent);
        let families: Vec<u32> = table.about.families.iter().map(|name| self.family(name)).collect();
        let left_out =
            self.choice.without.as_ref().and_then(|name| self.families.iter().position(|known| known == name));
        let salt = mix(table.about.seed ^ mix(self.tables));
        for row in 0..table.rows() {
            let part = part(table, row);
            if self.part.is_some_and(|only| only != part) {
                continue;
            }
            let class = class(table, row);
            let attack = class == Some(Class::Attack);
            let of_table = |column: &[u32]| column.get(row).copied().filter(|place| *place != NONE);
            let act = if attack {
                let family = of_table(&table.family).and_then(|place| families.get(place as usize).copied());
                let incident = of_table(&table.incident).map_or(u64::from(NONE), u64::from);
                Some((family.unwrap_or(NONE), (self.tables << 32) | incident))
            } else {
                None
            };
            if act.is_some_and(|(family, _)| Some(family as usize) == left_out) {
                continue;
            }
            let thinned = part == Part::Risk && class == Some(Class::Benign);
            if thinned && !mix(salt ^ row as u64).is_multiple_of(self.choice.benign_one_in.max(1)) {
                continue;
            }
            self.rows.push(Chosen {
                values: table.features(row).collect(),
                attack,
                later: table.received.get(row).is_some_and(|received| *received >= late),
                stands_for: if thinned { self.choice.benign_one_in.max(1) as f64 } else { 1.0 },
                act,
            });
        }
        self.tables += 1;
    }

    fn family(&mut self, name: &str) -> u32 {
        let place = self.families.iter().position(|known| known == name).unwrap_or_else(|| {
            self.families.push(name.to_owned());
            self.families.len() - 1
        });
        u32::try_from(place).unwrap_or(NONE)
    }

    /// The rows to learn from, and the later ones that decide when to stop.
    pub fn finish(mut self) -> (Rows, Rows) {
        if let Some(seed) = self.choice.shuffled {
            let mut labels: Vec<_> = self.rows.iter().map(|row| (row.attack, row.act, row.stands_for)).collect();
            Seeded::new(seed).shuffle(&mut labels);
            for (row, (attack, act, stands_for)) in self.rows.iter_mut().zip(labels) {
                (row.attack, row.act, row.stands_for) = (attack, act, stands_for);
            }
        }
        let [learned, later] = [false, true].map(|later| {
            let rows: Vec<&Chosen> = self.rows.iter().filter(|row| row.later == later).collect();
            let weight = weights(&rows, self.choice.attacks_weigh);
            let attack = rows.iter().map(|row| f64::from(u8::from(row.attack))).collect();
            let data = (0..FEATURES.len())
                .flat_map(|column| rows.iter().map(move |row| known(row.values.get(column).copied())))
                .collect();
            Rows { data, attack, weight, incident: incidents(&rows) }
        });
        (learned, later)
    }
}

/// Numbers for incidents, in the order in which they first come.
fn incidents(rows: &[&Chosen]) -> Vec<u32> {
    let mut numbers: BTreeMap<(u32, u64), u32> = BTreeMap::new();
    let mut number = |row: &&Chosen| {
        let next = u32::try_from(numbers.len()).unwrap_or(NONE);
        row.act.map_or(NONE, |act| *numbers.entry(act).or_insert(next))
    };
    rows.iter().map(&mut number).collect()
}

/// A feature as the trees see it while they grow.
pub fn known(value: Option<i32>) -> f64 {
    value.filter(|value| *value != MISSING).map_or(f64::NAN, f64::from)
}

/// Every family counts the same, in it every incident, in it every scan. The mean weight is 1.
fn weights(rows: &[&Chosen], attacks_weigh: f64) -> Vec<f64> {
    let mut scans: BTreeMap<(u32, u64), f64> = BTreeMap::new();
    for act in rows.iter().filter_map(|row| row.act) {
        *scans.entry(act).or_default() += 1.0;
    }
    let mut incidents: BTreeMap<u32, f64> = BTreeMap::new();
    for (family, _) in scans.keys() {
        *incidents.entry(*family).or_default() += 1.0;
    }
    let others: f64 = rows.iter().filter(|row| !row.attack).map(|row| row.stands_for).sum();
    let of_attacks = others * attacks_weigh / incidents.len().max(1) as f64;
    let weight = |row: &&Chosen| match row.act {
        Some(act) => {
            let (of_family, of_incident) = (incidents.get(&act.0), scans.get(&act));
            of_attacks / of_family.copied().unwrap_or(1.0) / of_incident.copied().unwrap_or(1.0)
        }
        None => row.stands_for,
    };
    let raw: Vec<f64> = rows.iter().map(weight).collect();
    let mean = raw.iter().sum::<f64>() / raw.len().max(1) as f64;
    raw.into_iter().map(|weight| weight / mean.max(f64::MIN_POSITIVE)).collect()
}

/// Adds to `columns` one in so many of a table's benign scans, chosen by lot, for the forest.
pub fn add_benign(table: &Table, number: u64, one_in: u64, columns: &mut [Vec<f64>]) {
    let salt = mix(table.about.seed ^ mix(number ^ 0xf0_4e57));
    for row in 0..table.rows() {
        let chosen = mix(salt ^ row as u64).is_multiple_of(one_in.max(1));
        if chosen && class(table, row) == Some(Class::Benign) && part(table, row) == Part::Risk {
            for (to, value) in columns.iter_mut().zip(table.features(row)) {
                to.push(known(Some(value)));
            }
        }
    }
}
