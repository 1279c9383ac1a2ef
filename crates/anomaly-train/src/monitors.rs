//! Incident monitors: which sums of scores by subject find what single scans do not show, and from where they may alarm.

use anomaly::{
    decayed::short,
    engine::SubjectKind,
    model::{EnsembleKind, Monitor},
    number::{decay, steps},
};

use crate::{
    conformal::{self, Ppm},
    judge::{Bench, SILENT},
    seeded::mix,
    table::Table,
};

/// Half-lives that are tried, in seconds: a shift, some days, some weeks.
const HALF_LIVES: [u32; 3] = [6 * 3600, 3 * 86_400, 21 * 86_400];
/// Drifts that are tried: the score that so many of 10,000 scans that are no attacks exceed.
const DRIFTS: [usize; 3] = [1_000, 100, 15];
/// What harmless scans take away, that is tried: nothing, or this part of the cap.
const FLOORS: [i64; 2] = [0, 20];
/// Thresholds that are tried: from the cap on, each by a quarter higher than the one before.
const THRESHOLDS: usize = 28;

/// The scans of many worlds by one kind of subject: those of one subject after another, each in order of time.
pub struct Grouped {
    /// Of which kind.
    pub kind: SubjectKind,
    /// Rows, with a number that changes when the subject does.
    rows: Vec<(u64, u32)>,
}

impl Grouped {
    /// Groups scans.
    pub fn new(kind: SubjectKind, tables: &[Table]) -> Self {
        let mut rows = Vec::new();
        let mut before = 0_u32;
        for (number, table) in tables.iter().enumerate() {
            // Worlds know nothing of each other.
            let salt = mix(number as u64 + 1);
            for (row, key) in (before..).zip(table.subjects.get(kind as usize).into_iter().flatten()) {
                if *key != 0 {
                    rows.push((key ^ salt, row));
                }
            }
            before = before.saturating_add(u32::try_from(table.rows()).unwrap_or(u32::MAX));
        }
        rows.sort_unstable();
        Self { kind, rows }
    }
}

/// A monitor with its thresholds: for each number of budget units the one that keeps it, and the incidents it then finds.
#[derive(Clone, Debug)]
pub struct Tuned {
    /// Its drift, cap, floor and half-life.
    pub monitor: Monitor,
    /// By units of the budget, from 0.
    pub levels: Vec<Level>,
}

/// A threshold and what it finds.
#[derive(Clone, Debug)]
pub struct Level {
    /// The threshold, [`i64::MAX`] for none.
    pub threshold: i64,
    /// Which incidents it finds.
    pub found: Vec<bool>,
}

/// What a monitor hears.
pub struct Heard<'a> {
    /// The scans.
    pub bench: &'a Bench,
    /// Of which ensemble; none for either.
    pub ensemble: Option<EnsembleKind>,
    /// Their scores, [`SILENT`] where the ensemble was not asked.
    pub scores: &'a [i64],
    /// When the system heard of them.
    pub received: &'a [i64],
}

/// Tries monitors of a kind: for each set of drift, cap, floor and half-life the thresholds that keep 0 to `units` units of
/// `unit` parts per million, in each single world `world_percent` hundredths of that beyond chance.
pub fn tried(grouped: &Grouped, heard: &Heard, units: usize, unit: Ppm, world_percent: u64) -> Vec<Tuned> {
    let falling = heard.bench.others_falling(heard.scores);
    let at = |of_10_000: usize| falling.get(falling.len() * of_10_000 / 10_000).copied();
    let Some(&highest) = falling.get(falling.len() / 20_000) else { return Vec::new() };
    let mut all = Vec::new();
    for drift in DRIFTS.into_iter().filter_map(at) {
        // The cap keeps one scan from deciding alone: several must come together.
        let cap = ((highest - drift) / 2).max(10_000);
        for (half_life, part) in HALF_LIVES.into_iter().flat_map(|life| FLOORS.map(|part| (life, part))) {
            let floor = if part == 0 { 0 } else { cap / part };
            let monitor =
                Monitor { kind: grouped.kind, ensemble: heard.ensemble, drift, cap, floor, half_life, threshold: cap };
            let levels = levels(grouped, heard, &monitor, units, unit, world_percent);
            if levels.iter().any(|level| level.threshold < i64::MAX) {
                all.push(Tuned { monitor, levels });
            }
        }
    }
    all
}

/// The thresholds of one monitor by units of the budget, from 0, and what it finds with each.
pub fn levels(
    grouped: &Grouped,
    heard: &Heard,
    monitor: &Monitor,
    units: usize,
    unit: Ppm,
    world_percent: u64,
) -> Vec<Level> {
    let mut thresholds = vec![monitor.cap];
    while thresholds.len() < THRESHOLDS {
        let last = thresholds.last().copied().unwrap_or(1);
        thresholds.push(last + (last / 4).max(1));
    }
    let results = run(grouped, heard, monitor, &thresholds);
    let none = || Level { threshold: i64::MAX, found: vec![false; heard.bench.family_of.len()] };
    (0..=units)
        .map(|units| {
            let allowed = conformal::allowed(heard.bench.others, units as u64 * unit);
            // With no budget it has no threshold: that none of these scans alarmed promises nothing.
            let bearable = |others: usize| conformal::bearable(others, units as u64 * unit * world_percent / 100);
            let kept = |(_, run): &(&i64, &Run)| {
                let mut worlds = run.false_alarms.iter().zip(&heard.bench.worlds);
                let bears = worlds.all(|(alarms, (_, others))| *alarms <= bearable(*others));
                units > 0 && run.false_alarms.iter().sum::<usize>() <= allowed && bears
            };
            // Rising thresholds may not alarm strictly less often: the lowest above which all keep the budget.
            let kept_from = thresholds.iter().zip(&results).rev().take_while(kept).last();
            kept_from.map_or_else(none, |(&threshold, run)| Level { threshold, found: run.found.clone() })
        })
        .collect()
}

/// What a threshold did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Alarms on scans that are no attacks, by world.
    pub false_alarms: Vec<usize>,
    /// Which incidents it found.
    pub found: Vec<bool>,
}

/// A sum, and when it was formed: as in `anomaly::monitor`.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: i64,
    at: u32,
}

impl Sum {
    fn take(&mut self, now: u32, step: i64, half_life: u32) {
        if step <= 0 && self.value == 0 {
            return;
        }
        let gone = steps(i64::from(now) - i64::from(self.at), half_life);
        self.value = (decay(self.value.max(0) as u64, gone) as i64).saturating_add(step).max(0);
        self.at = if self.at == 0 || gone >= 64 << 8 {
            self.at.max(now)
        } else {
            self.at.saturating_add((gone * u64::from(half_life) / 256) as u32)
        };
        if self.value == 0 {
            self.at = 0;
        }
    }
}

/// Runs a monitor with many rising thresholds at once: as `anomaly::monitor` does, but subject by subject.
pub fn run(grouped: &Grouped, heard: &Heard, monitor: &Monitor, thresholds: &[i64]) -> Vec<Run> {
    let incidents = heard.bench.family_of.len();
    let none = Run { false_alarms: vec![0; heard.bench.worlds.len()], found: vec![false; incidents] };
    let mut runs = vec![none; thresholds.len()];
    // Until a threshold first alarms, its sum is that of one that never does.
    let (mut never, mut sums) = (Sum::default(), Vec::with_capacity(thresholds.len()));
    let mut subject = None;
    for (key, row) in &grouped.rows {
        let row = *row as usize;
        if subject != Some(*key) {
            subject = Some(*key);
            never = Sum::default();
            sums.clear();
        }
        let Some(&score) = heard.scores.get(row).filter(|score| **score != SILENT) else { continue };
        let step = score.saturating_sub(monitor.drift).clamp(-monitor.floor, monitor.cap);
        let now = short(heard.received.get(row).copied().unwrap_or_default());
        never.take(now, step, monitor.half_life);
        sums.iter_mut().for_each(|sum: &mut Sum| sum.take(now, step, monitor.half_life));
        while thresholds.get(sums.len()).is_some_and(|threshold| never.value >= *threshold) {
            sums.push(never);
        }
        for ((sum, threshold), run) in sums.iter_mut().zip(thresholds).zip(&mut runs) {
            if sum.value < *threshold {
                continue;
            }
            *sum = Sum::default();
            if !heard.bench.is_attack(row) {
                let of_world = run.false_alarms.get_mut(heard.bench.world(row));
                of_world.into_iter().for_each(|alarms| *alarms += 1);
            } else if let Some(found) =
                heard.bench.incident.get(row).and_then(|place| run.found.get_mut(*place as usize))
            {
                *found = true;
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{seeded::Seeded, table::About};
    use anomaly::{engine::Subjects, monitor::Monitors};
    use world::Class;

    /// Scans of a few sites; every seventh is an attack of an incident by its site.
    fn world(rows: usize) -> (Table, Bench, Vec<i64>) {
        let mut chance = Seeded::new(4);
        let site: Vec<u64> = (0..rows).map(|_| chance.below(12)).collect();
        let attack = |row: usize| row.is_multiple_of(7);
        let place = |class| Class::ALL.iter().position(|known| *known == class).expect("a class") as u8;
        let class = (0..rows).map(|row| place(if attack(row) { Class::Attack } else { Class::Benign })).collect();
        let received = (0..rows as i64).map(|row| 1_700_000_000 + row * 977).collect();
        let table = Table {
            about: About { families: vec!["f".into()], rows, ..About::default() },
            subjects: SubjectKind::ALL
                .map(|kind| if kind == SubjectKind::Site { site.clone() } else { vec![0; rows] })
                .to_vec(),
            received,
            class,
            family: vec![0; rows],
            incident: site.iter().map(|site| *site as u32).collect(),
            ..Table::default()
        };
        let mut bench = Bench::new(&table.about.families);
        bench.add(&table);
        let scores = (0..rows).map(|row| if row % 5 == 1 { SILENT } else { chance.below(3_000) as i64 - 2_000 });
        (table, bench, scores.collect())
    }

    #[test]
    fn runs_as_the_monitors_of_the_model_do() {
        let (table, bench, scores) = world(3_000);
        let monitor = Monitor {
            kind: SubjectKind::Site,
            ensemble: Some(EnsembleKind::Risk),
            drift: 300,
            cap: 400,
            floor: 30,
            half_life: 40_000,
            threshold: 700,
        };
        let grouped = Grouped::new(SubjectKind::Site, std::slice::from_ref(&table));
        let heard = Heard { bench: &bench, ensemble: monitor.ensemble, scores: &scores, received: &table.received };
        let fast = run(&grouped, &heard, &monitor, &[500, 700, 1_000]);

        let (mut real, mut false_alarms) = (Monitors::new(&[monitor], 1_000), 0);
        let mut found = vec![false; bench.family_of.len()];
        for (row, score) in scores.iter().enumerate().filter(|(_, score)| **score != SILENT) {
            let (mut subjects, mut alarms) = (Subjects::default(), Vec::new());
            let key = table.subjects[SubjectKind::Site as usize][row];
            subjects.set(SubjectKind::Site, (key != 0).then_some(key));
            real.observe(table.received[row], EnsembleKind::Risk, *score, &subjects, &mut alarms);
            match (alarms.is_empty(), bench.is_attack(row)) {
                (true, _) => {}
                (false, true) => found[bench.incident[row] as usize] = true,
                (false, false) => false_alarms += 1,
            }
        }
        assert!(false_alarms > 5 && found.contains(&true), "the test must test something");
        assert_eq!(fast[1], Run { false_alarms: vec![false_alarms], found });
    }

    #[test]
    fn no_budget_gives_no_threshold_and_more_budget_never_a_higher_one() {
        let (table, bench, scores) = world(3_000);
        let grouped = Grouped::new(SubjectKind::Site, std::slice::from_ref(&table));
        let heard = Heard { bench: &bench, ensemble: None, scores: &scores, received: &table.received };
        for tuned in tried(&grouped, &heard, 6, 1_000, 143) {
            assert_eq!(tuned.levels[0].threshold, i64::MAX);
            assert!(tuned.levels.is_sorted_by(|a, b| a.threshold >= b.threshold));
        }
    }
}
