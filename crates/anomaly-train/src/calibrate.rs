//! Thresholds: a budget of false alarms, divided over ensembles and monitors so that incidents of all families are found.

use anomaly::{
    Model,
    engine::SubjectKind,
    model::{Ensemble, EnsembleKind, Monitor},
};
use serde::{Deserialize, Serialize};

use crate::{
    conformal::{self, Ppm},
    judge::{Bench, SILENT},
    monitors::{Grouped, Heard, Level, Tuned, levels, tried},
    quantise,
    sample::{Part, part},
    table::Table,
};

/// What false alarms may be spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// In all, in parts per million of scans that are no attacks: below the promise of 500, as worlds differ.
    pub total: Ppm,
    /// It is divided in steps of this.
    pub unit: Ppm,
    /// No single calibration world may have more than so many hundredths of it, beyond chance.
    pub world_percent: u64,
    /// Units that novelty has in any case: what is new cannot be tried out on what is known.
    pub novelty_units: usize,
}

/// What a part of the model got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Which part.
    pub part: String,
    /// Its budget in parts per million.
    pub ppm: Ppm,
    /// Its threshold, if it has one.
    pub threshold: Option<i64>,
    /// Mean recall over families of what it finds by itself.
    pub alone: f64,
}

/// Scans of the calibration worlds, scored.
pub struct Scored {
    /// What they were.
    pub bench: Bench,
    /// Scores by ensemble, in the order of [`EnsembleKind::ALL`]; [`SILENT`] where it was not asked.
    pub scores: [Vec<i64>; 3],
    /// Of triage or risk, whichever was asked.
    pub asked: Vec<i64>,
    /// When the system heard of each.
    pub received: Vec<i64>,
}

impl Scored {
    /// Scores tables with a model's ensembles.
    pub fn new(model: &Model, tables: &[Table]) -> Self {
        let bench = crate::evaluate::bench(tables);
        let scores = EnsembleKind::ALL.map(|kind| {
            let mut scores = Vec::with_capacity(bench.rows());
            for table in tables {
                let wanted = |row: usize| (part(table, row) == Part::Triage) == (kind == EnsembleKind::Triage);
                match model.ensemble(kind) {
                    Some(ensemble) => quantise::scores(ensemble, table, wanted, &mut scores),
                    None => scores.extend(std::iter::repeat_n(SILENT, table.rows())),
                }
            }
            scores
        });
        let [triage, risk, _] = &scores;
        let asked = triage.iter().zip(risk).map(|(triage, risk)| *triage.max(risk)).collect();
        let received = tables.iter().flat_map(|table| table.received.iter().copied()).collect();
        Self { bench, scores, asked, received }
    }
}

/// The thresholds of an ensemble by budget units, and what it finds with each.
fn ensemble_levels(scored: &Scored, scores: &[i64], units: usize, unit: Ppm, world_percent: u64) -> Vec<Level> {
    let falling = scored.bench.others_falling(scores);
    let mut by_world = vec![Vec::new(); scored.bench.worlds.len()];
    for (row, score) in
        scores.iter().enumerate().filter(|(row, score)| **score != SILENT && !scored.bench.is_attack(*row))
    {
        by_world.get_mut(scored.bench.world(row)).into_iter().for_each(|scores| scores.push(*score));
    }
    by_world.iter_mut().for_each(|scores| scores.sort_unstable_by(|a, b| b.cmp(a)));
    let peaks = scored.bench.incident_peaks(scores);
    let level = |units: usize| {
        let allowed = conformal::allowed(scored.bench.others, units as u64 * unit);
        // Without a budget it stays silent, and so it does where there was nothing to set it by.
        let silent = units == 0 || allowed == 0 || falling.is_empty();
        let pooled = if silent { i64::MAX } else { conformal::threshold(&falling, allowed) };
        let of_worlds = scored.bench.worlds.iter().zip(&by_world).map(|((_, others), falling)| {
            let bearable = conformal::bearable(*others, units as u64 * unit * world_percent / 100);
            // Only worlds that exceed it have a say.
            falling.get(bearable).map_or(i64::MIN, |first_too_many| first_too_many.saturating_add(1))
        });
        let threshold = of_worlds.fold(pooled, i64::max);
        Level { threshold, found: peaks.iter().map(|peak| *peak != SILENT && *peak >= threshold).collect() }
    };
    (0..=units).map(level).collect()
}

/// Monitors of each kind that may be of use, the best first by what they add to `found`.
fn best_monitors(scored: &Scored, tables: &[Table], units: usize, budget: &Budget, found: &[bool]) -> Vec<Tuned> {
    // They are compared at a share of the budget that a monitor may get.
    let at = (units / 5).max(1);
    let mut best = Vec::new();
    for kind in SubjectKind::ALL {
        let grouped = Grouped::new(kind, tables);
        let [triage, risk, _] = &scored.scores;
        let heard = [
            (None, scored.asked.as_slice()),
            (Some(EnsembleKind::Triage), triage.as_slice()),
            (Some(EnsembleKind::Risk), risk.as_slice()),
        ];
        let mut of_kind: Option<(f64, Tuned)> = None;
        for (ensemble, scores) in heard {
            let heard = Heard { bench: &scored.bench, ensemble, scores, received: &scored.received };
            for tuned in tried(&grouped, &heard, units, budget.unit, budget.world_percent) {
                let Some(level) = tuned.levels.get(at) else { continue };
                let with = |incident: usize| {
                    [found, level.found.as_slice()].iter().any(|found| found.get(incident) == Some(&true))
                };
                let (_, mean) = scored.bench.recalls(with);
                if of_kind.as_ref().is_none_or(|(most, _)| mean > *most) {
                    of_kind = Some((mean, tuned));
                }
            }
        }
        best.extend(of_kind.map(|(_, tuned)| tuned));
    }
    best
}

/// Everything that can raise an alarm, with its thresholds by budget: it is divided once for each budget.
pub struct Components {
    unit: Ppm,
    ensembles: [Vec<Level>; 3],
    monitors: Vec<Tuned>,
}

impl Components {
    /// Finds thresholds for up to `most` parts per million, in the steps of a budget.
    pub fn new(scored: &Scored, tables: &[Table], most: Ppm, budget: &Budget) -> Self {
        let unit = budget.unit;
        let units = usize::try_from(most / unit.max(1)).unwrap_or(0);
        let ensembles = [0, 1, 2].map(|place: usize| {
            let scores = scored.scores.get(place).map(Vec::as_slice).unwrap_or_default();
            ensemble_levels(scored, scores, units, unit, budget.world_percent)
        });
        // What single scans find with most of the budget: monitors are to find the rest.
        let by_scans = conformal::divide(3, units * 3 / 4, |division| {
            scored.bench.recalls(|incident| found(&ensembles, division, incident)).1
        });
        let found: Vec<bool> =
            (0..scored.bench.family_of.len()).map(|incident| found(&ensembles, &by_scans, incident)).collect();
        let monitors = best_monitors(scored, tables, units, budget, &found);
        Self { unit, ensembles, monitors }
    }

    /// Divides a budget, and sets the thresholds of the model by it. Gives what each part got.
    pub fn set(&self, model: &mut Model, scored: &Scored, budget: &Budget) -> Vec<Share> {
        let units = usize::try_from(budget.total / self.unit.max(1)).unwrap_or(0);
        let reserved = budget.novelty_units.min(units);
        let levels: Vec<&[Level]> = (self.ensembles.iter().map(Vec::as_slice))
            .chain(self.monitors.iter().map(|tuned| tuned.levels.as_slice()))
            .collect();
        let with_reserve = |division: &[usize]| {
            let mut division = division.to_vec();
            if let Some(novelty) = division.get_mut(2) {
                *novelty += reserved;
            }
            division
        };
        let mut division = with_reserve(&conformal::divide(levels.len(), units - reserved, |division| {
            let division = with_reserve(division);
            scored.bench.recalls(|incident| any_finds(&levels, &division, incident)).1
        }));
        // What nothing here gains by goes to the two that judge single scans: other worlds may hold what these do not.
        let left = units.saturating_sub(division.iter().sum());
        for (place, more) in [(0, left / 2), (1, left - left / 2)] {
            if let Some(part) = division.get_mut(place) {
                *part += more;
            }
        }
        let mut shares = Vec::new();
        let names = EnsembleKind::ALL.iter().map(|kind| kind.name().to_owned());
        let names = names.chain(self.monitors.iter().map(|tuned| monitor_name(&tuned.monitor)));
        model.monitors.clear();
        for ((place, name), (levels, units)) in names.enumerate().zip(levels.iter().zip(&division)) {
            let Some(level) = levels.get(*units) else { continue };
            match place.checked_sub(3) {
                None => self.set_ensemble(model, scored, place, *units, level.threshold),
                Some(_) if level.threshold == i64::MAX => continue,
                Some(place) => model.monitors.extend(
                    self.monitors.get(place).map(|tuned| Monitor { threshold: level.threshold, ..tuned.monitor }),
                ),
            }
            let alone = scored.bench.recalls(|incident| level.found.get(incident) == Some(&true)).1;
            let threshold = (level.threshold < i64::MAX).then_some(level.threshold);
            shares.push(Share { part: name, ppm: *units as u64 * self.unit, threshold, alone });
        }
        shares
    }

    fn set_ensemble(&self, model: &mut Model, scored: &Scored, place: usize, units: usize, threshold: i64) {
        let kind = EnsembleKind::ALL.get(place).copied();
        let scores = scored.scores.get(place).map(Vec::as_slice).unwrap_or_default();
        let Some(ensemble) = model.ensembles.iter_mut().find(|ensemble| Some(ensemble.kind) == kind) else { return };
        ensemble.alert_from = threshold;
        // A scan is shown as suspicious from where four times as many would be: to be looked at, not to accuse anybody.
        let watched = conformal::allowed(scored.bench.others, 4 * units.max(1) as u64 * self.unit);
        let falling = scored.bench.others_falling(scores);
        let suspicious = if falling.is_empty() { i64::MAX } else { conformal::threshold(&falling, watched) };
        ensemble.suspicious_from = suspicious.min(threshold);
        if kind != Some(EnsembleKind::Novelty) {
            ensemble.calibration = chances(&scored.bench, scores);
        }
    }
}

/// Sets a model's thresholds anew, so that each part keeps its share of the budget on other scans: those of a field in which
/// nothing is known of attacks. The trees stay as they are.
pub fn recalibrate(model: &mut Model, shares: &[Share], tables: &[Table], budget: &Budget) {
    let scored = Scored::new(model, tables);
    let units = |name: &str| {
        let share = shares.iter().find(|share| share.part == name).map_or(0, |share| share.ppm);
        usize::try_from(share / budget.unit.max(1)).unwrap_or(0)
    };
    for (kind, scores) in EnsembleKind::ALL.into_iter().zip(&scored.scores) {
        let (units, unit) = (units(kind.name()), budget.unit);
        let levels = ensemble_levels(&scored, scores, units, unit, budget.world_percent);
        let Some((ensemble, level)) =
            model.ensembles.iter_mut().find(|ensemble| ensemble.kind == kind).zip(levels.last())
        else {
            continue;
        };
        let moved = level.threshold.saturating_sub(ensemble.alert_from);
        ensemble.alert_from = level.threshold;
        ensemble.suspicious_from = ensemble.suspicious_from.saturating_add(moved).min(level.threshold);
    }
    let [triage, risk, novelty] = &scored.scores;
    for monitor in &mut model.monitors {
        let scores = match monitor.ensemble {
            None => &scored.asked,
            Some(EnsembleKind::Triage) => triage,
            Some(EnsembleKind::Risk) => risk,
            Some(EnsembleKind::Novelty) => novelty,
        };
        let grouped = Grouped::new(monitor.kind, tables);
        let heard = Heard { bench: &scored.bench, ensemble: monitor.ensemble, scores, received: &scored.received };
        let levels =
            levels(&grouped, &heard, monitor, units(&monitor_name(monitor)), budget.unit, budget.world_percent);
        if let Some(level) = levels.last() {
            monitor.threshold = level.threshold;
        }
    }
    // What has no threshold that keeps its share has nothing to say.
    model.monitors.retain(|monitor| monitor.threshold < i64::MAX);
}

fn found(ensembles: &[Vec<Level>; 3], division: &[usize], incident: usize) -> bool {
    let levels: Vec<&[Level]> = ensembles.iter().map(Vec::as_slice).collect();
    any_finds(&levels, division, incident)
}

fn any_finds(levels: &[&[Level]], division: &[usize], incident: usize) -> bool {
    levels
        .iter()
        .zip(division)
        .any(|(levels, units)| levels.get(*units).is_some_and(|level| level.found.get(incident) == Some(&true)))
}

/// What a monitor watches, in words.
pub fn monitor_name(monitor: &Monitor) -> String {
    let heard = monitor.ensemble.map_or("either", EnsembleKind::name);
    format!("monitor {} ({heard}, half-life {} h)", monitor.kind.name(), monitor.half_life / 3600)
}

/// Points of a calibration, at most.
const POINTS: usize = 100;

/// Score and chance of an attack as it was among these scans, both rising (pooled where they did not).
pub fn chances(bench: &Bench, scores: &[i64]) -> Vec<(i64, u32)> {
    let mut scored: Vec<(i64, bool)> = (scores.iter().enumerate())
        .filter(|(_, score)| **score != SILENT)
        .map(|(row, score)| (*score, bench.is_attack(row)))
        .collect();
    scored.sort_unstable();
    // Fine where scores are high: each block is the lowest tenth of what is left.
    let mut blocks: Vec<(i64, usize, usize)> = Vec::new();
    let mut rest = scored.as_slice();
    while !rest.is_empty() && blocks.len() < POINTS {
        let size = if blocks.len() + 1 == POINTS { rest.len() } else { (rest.len() / 10).max(50).min(rest.len()) };
        let (mut block, mut after) = rest.split_at(size);
        // Equal scores stay together.
        while let (Some(last), Some(next)) = (block.last(), after.first()) {
            if last.0 != next.0 {
                break;
            }
            (block, after) = rest.split_at(block.len() + 1);
        }
        let middle = block.get(block.len() / 2).map_or(0, |(score, _)| *score);
        blocks.push((middle, block.iter().filter(|(_, attack)| *attack).count(), block.len()));
        rest = after;
    }
    // Neighbours that fall become one.
    let mut rising: Vec<(i64, usize, usize, usize)> = Vec::new();
    for (score, attacks, all) in blocks {
        rising.push((score, attacks, all, 1));
        while let [.., before, last] = rising.as_slice() {
            if before.1 * last.2 < last.1 * before.2 {
                break;
            }
            // The middle of both, by how many scans they have.
            let weight = (before.2 + last.2) as i128;
            let middle = (i128::from(before.0) * before.2 as i128 + i128::from(last.0) * last.2 as i128) / weight;
            let pooled =
                (i64::try_from(middle).unwrap_or(last.0), before.1 + last.1, before.2 + last.2, before.3 + last.3);
            rising.truncate(rising.len() - 2);
            rising.push(pooled);
        }
    }
    let chance = |attacks: usize, all: usize| (attacks as u64 * 1_000_000 / all.max(1) as u64) as u32;
    let mut points: Vec<(i64, u32)> =
        rising.into_iter().map(|(score, attacks, all, _)| (score, chance(attacks, all))).collect();
    points.dedup_by(|b, a| a.0 >= b.0);
    points
}

/// The ensembles of a model without any threshold.
pub fn silent(name: &str, version: &str, ensembles: Vec<Ensemble>) -> Model {
    Model { name: name.into(), version: version.into(), ensembles, monitors: Vec::new(), deciles: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeded::Seeded;
    use world::Class;

    /// A bench of scans whose chance of being an attack rises with their score.
    fn rising(rows: usize) -> (Bench, Vec<i64>) {
        let mut chance = Seeded::new(8);
        let scores: Vec<i64> = (0..rows).map(|_| chance.below(1_000) as i64).collect();
        let place = |class| Class::ALL.iter().position(|known| *known == class).expect("a class") as u8;
        let class =
            |score: &i64| place(if (chance.below(1_000) as i64) < *score { Class::Attack } else { Class::Benign });
        let mut bench = Bench { class: scores.iter().map(class).collect(), ..Bench::default() };
        bench.incident = vec![crate::table::NONE; rows];
        bench.others = (0..rows).filter(|row| !bench.is_attack(*row)).count();
        (bench, scores)
    }

    #[test]
    fn chances_are_those_that_were_seen() {
        let (bench, scores) = rising(50_000);
        let points = chances(&bench, &scores);
        assert!(points.len() > 10 && points.len() <= POINTS);
        assert!(points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{points:?}");
        for (score, chance) in points {
            assert!((i64::from(chance) - score * 1_000).abs() < 90_000, "{score} {chance}");
        }
    }
}
