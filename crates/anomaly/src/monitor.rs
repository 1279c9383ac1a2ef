//! Incident monitors: for each subject the scores are summed over time, and a sum that is too high is an alarm.

use alloc::vec::Vec;

use crate::{
    decayed::short,
    engine::{SubjectKind, Subjects},
    fact::{Key, Time},
    hash::Bounded,
    model::{EnsembleKind, Monitor},
    number::{decay, steps},
};

/// A sum and when it was formed.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    value: i64,
    at: u32,
}

/// A subject whose sum is too high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Of what kind.
    pub kind: SubjectKind,
    /// Which.
    pub key: Key,
    /// How high the sum was.
    pub sum: i64,
}

/// Monitors at work.
#[derive(Clone, Debug)]
pub struct Monitors {
    all: Vec<(Monitor, Bounded<Key, Sum>)>,
}

impl Monitors {
    /// All sums are 0. At most `subjects` are remembered by each monitor. Monitors that cannot be used are left out.
    pub fn new(monitors: &[Monitor], subjects: usize) -> Self {
        let usable = monitors.iter().filter(|monitor| monitor.check().is_ok());
        Self { all: usable.map(|monitor| (*monitor, Bounded::new(subjects))).collect() }
    }

    /// Takes in a score of that ensemble; adds to `alarms` whose sums are now too high, and these start from 0 again.
    pub fn observe(
        &mut self,
        time: Time,
        ensemble: EnsembleKind,
        score: i64,
        subjects: &Subjects,
        alarms: &mut Vec<Alarm>,
    ) {
        for (monitor, sums) in &mut self.all {
            let listens = match monitor.ensemble {
                Some(kind) => kind == ensemble,
                None => ensemble != EnsembleKind::Novelty,
            };
            let Some(key) = subjects.get(monitor.kind).filter(|_| listens) else { continue };
            let step = score.saturating_sub(monitor.drift).clamp(-monitor.floor, monitor.cap);
            // A subject whose sum would be 0 needs no place.
            if step <= 0 && sums.get(&key).is_none() {
                continue;
            }
            let sum = sums.touch(key);
            let gone = steps(i64::from(short(time)) - i64::from(sum.at), monitor.half_life);
            let before = decay(sum.value.max(0) as u64, gone) as i64;
            sum.value = before.saturating_add(step).max(0);
            // Only whole steps of decay are spent: what is left over counts next time.
            sum.at = if sum.at == 0 || gone >= 64 << 8 {
                sum.at.max(short(time))
            } else {
                sum.at.saturating_add((gone * u64::from(monitor.half_life) / 256) as u32)
            };
            if sum.value >= monitor.threshold {
                alarms.push(Alarm { kind: monitor.kind, key, sum: sum.value });
                sum.value = 0;
            }
            if sum.value == 0 {
                sums.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monitor() -> Monitor {
        Monitor {
            kind: SubjectKind::Site,
            ensemble: None,
            drift: 100,
            cap: 1000,
            floor: 50,
            half_life: 3600,
            threshold: 2500,
        }
    }

    fn site(key: Key) -> Subjects {
        let mut subjects = Subjects::default();
        subjects.set(SubjectKind::Site, Some(key));
        subjects
    }

    fn run(events: &[(Time, i64, Key)]) -> Vec<(usize, Alarm)> {
        let mut monitors = Monitors::new(&[monitor()], 100);
        let mut all = Vec::new();
        for (place, (time, score, key)) in events.iter().enumerate() {
            let mut alarms = Vec::new();
            monitors.observe(*time, EnsembleKind::Risk, *score, &site(*key), &mut alarms);
            all.extend(alarms.into_iter().map(|alarm| (place, alarm)));
        }
        all
    }

    #[test]
    fn high_scores_of_one_subject_sum_up_and_it_starts_anew() {
        let events: Vec<_> = (0..6).map(|i| (1000 + i, 5000, 7)).collect();
        let alarms = run(&events);
        assert_eq!(alarms.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [2, 5], "capped at 1000 each");
        assert_eq!(alarms[0].1, Alarm { kind: SubjectKind::Site, key: 7, sum: 3000 });
    }

    #[test]
    fn subjects_are_apart_and_time_heals() {
        assert_eq!(run(&[(1000, 5000, 1), (1000, 5000, 2), (1000, 5000, 3), (1000, 5000, 4)]), []);
        assert_eq!(run(&[(1000, 5000, 1), (1000, 5000, 1), (1000 + 36_000, 5000, 1)]), []);
    }

    #[test]
    fn harmless_scans_take_away_no_more_than_the_floor() {
        let mut events = alloc::vec![(1000, 5000, 1), (1000, 5000, 1)];
        events.extend((0..5).map(|_| (1000, -1_000_000, 1)));
        events.push((1000, 5000, 1));
        assert_eq!(run(&events).len(), 1, "2000 - 5 * 50 + 1000");
    }

    #[test]
    fn novelty_does_not_reach_other_monitors() {
        let mut monitors = Monitors::new(&[Monitor { threshold: 1, ..monitor() }], 100);
        let mut alarms = Vec::new();
        monitors.observe(0, EnsembleKind::Novelty, 5000, &site(1), &mut alarms);
        assert_eq!(alarms, []);
    }
}
