//! Cases over time.

use ledger_types::compliance::Trigger;

use crate::{
    CaseDesk,
    days::{month_of, week_of},
};

/// How long the periods are that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Weeks, from Monday on (UTC).
    #[default]
    Week,
    /// Months (UTC).
    Month,
}

/// Why cases are opened, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A scan.
    Alert,
    /// The anomaly model.
    Anomaly,
    /// Somebody's doubts.
    Suspicion,
    /// A regulator's emergency.
    Emergency,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Alert, Self::Anomaly, Self::Suspicion, Self::Emergency];

    /// Why a case was opened.
    pub fn of(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Alert(_) => Self::Alert,
            Trigger::Anomaly => Self::Anomaly,
            Trigger::Suspicion => Self::Suspicion,
            Trigger::Emergency => Self::Emergency,
        }
    }
}

/// What happened in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// When it began, in seconds since 1970-01-01 UTC.
    pub from: u64,
    /// When it ended, or the time of the block, if it has not.
    pub until: u64,
    /// How many cases were opened, in order of [`Cause::ALL`].
    pub opened: [u32; 4],
    /// How many were closed.
    pub closed: u32,
    /// How many were open at its end.
    pub open: u32,
    /// How many duties were overdue at its end.
    pub late: u32,
}

impl Period {
    /// How many cases were opened.
    pub fn all_opened(&self) -> u32 {
        self.opened.iter().sum()
    }
}

/// The last periods up to the desk's block, the earliest first.
pub fn trend(desk: &CaseDesk, unit: Unit, count: usize) -> Vec<Period> {
    let start = |at| match unit {
        Unit::Week => week_of(at),
        Unit::Month => month_of(at),
    };
    let mut periods = Vec::new();
    let (mut from, mut until) = (start(desk.now), desk.now);
    for _ in 0..count {
        periods.push(Period { from, until, ..Period::default() });
        if from == 0 {
            break;
        }
        (from, until) = (start(from - 1), from);
    }
    periods.reverse();
    for period in &mut periods {
        count_in(desk, period, period.until == desk.now);
    }
    periods
}

/// `last`: whether the period goes on, so that what happens at its end is in it.
fn count_in(desk: &CaseDesk, period: &mut Period, last: bool) {
    let before_end = |at: u64| at < period.until || last && at == period.until;
    let within = |at: u64| at >= period.from && before_end(at);
    for known in &desk.cases {
        let closed = known.closed_at();
        if within(known.case.opened_at)
            && let Some(count) = period.opened.get_mut(Cause::of(known.case.trigger) as usize)
        {
            *count += 1;
        }
        period.closed += u32::from(closed.is_some_and(within));
        period.open += u32::from(before_end(known.case.opened_at) && !closed.is_some_and(before_end));
    }
    let late = |owed: &&crate::Owed| {
        let due = owed.duty.due;
        due < period.until && !owed.duty.done.is_some_and(|(at, _)| before_end(at))
    };
    period.late = desk.duties.iter().filter(late).count() as u32;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::compliance::{CaseStage, Closing};
    use proptest::{collection::vec, option, prelude::*};

    use super::*;
    use crate::cases::tests::{NOW, duty, known};

    const DAY: u64 = 86_400;

    fn closed(at: u64) -> CaseStage {
        CaseStage::Closed { result: Closing::Cleared, by: 0, at }
    }

    #[test]
    fn weeks_count_what_was_opened_closed_open_and_overdue() {
        // Now is a Friday: this week began four days and eight hours ago.
        let mut emergency = known(3, NOW, CaseStage::New);
        emergency.case.trigger = Trigger::Emergency;
        let desk = CaseDesk {
            cases: vec![emergency, known(2, NOW - 8 * DAY, CaseStage::New), known(1, NOW - 9 * DAY, closed(NOW - DAY))],
            duties: vec![duty(1, Some(1), NOW - 6 * DAY, Some(NOW - DAY)), duty(2, Some(2), NOW - DAY, None)],
            now: NOW,
            ..CaseDesk::default()
        };
        let [before, last, this] = trend(&desk, Unit::Week, 3).try_into().unwrap();
        assert_eq!((before.all_opened(), before.open, before.late), (0, 0, 0));
        assert_eq!((last.opened, last.closed, last.open, last.late), ([2, 0, 0, 0], 0, 2, 1));
        assert_eq!((this.opened, this.closed, this.open, this.late), ([0, 0, 0, 1], 1, 2, 1));
        assert_eq!((last.until, this.until), (this.from, NOW));
    }

    #[test]
    fn months_are_as_long_as_they_are() {
        let desk = CaseDesk { now: NOW, ..CaseDesk::default() };
        let days = trend(&desk, Unit::Month, 12).into_iter().map(|period| (period.until - period.from) / DAY);
        assert_eq!(days.collect::<Vec<_>>(), [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 14]);
        assert_eq!(trend(&CaseDesk { now: 5, ..CaseDesk::default() }, Unit::Month, 12).len(), 1, "time began then");
    }

    proptest! {
        /// Whatever happened: every period begins where the one before ended, and open cases are those opened less those closed.
        #[test]
        fn nothing_is_counted_twice(
            cases in vec((0..400 * DAY, option::of(0..40 * DAY)), 0..30),
            unit in prop_oneof![Just(Unit::Week), Just(Unit::Month)],
        ) {
            let cases = cases.into_iter().map(|(ago, lasted)| {
                let opened = NOW - ago;
                known(1, opened, lasted.map_or(CaseStage::New, |lasted| closed((opened + lasted).min(NOW))))
            });
            let desk = CaseDesk { cases: cases.collect(), now: NOW, ..CaseDesk::default() };
            let periods = trend(&desk, unit, 80);
            for pair in periods.windows(2) {
                prop_assert_eq!(pair[0].until, pair[1].from);
                prop_assert_eq!(pair[0].open + pair[1].all_opened(), pair[1].open + pair[1].closed);
            }
            let opened: u32 = periods.iter().map(Period::all_opened).sum();
            prop_assert_eq!(opened as usize, desk.cases.len(), "80 periods go back further than the oldest case");
            prop_assert_eq!(periods.last().map(|last| last.open as usize), Some(desk.open().len()));
        }
    }
}
