//! Continuous scanning: pack after pack, each checked, none counted twice, and no bad one passed by.
//!
//! | an entry is | leaves it by |
//! |---|---|
//! | waiting for its verdict | [`Run::judged`] → passed if the pack is genuine, otherwise stopping |
//! | stopping the run | [`Run::act`] → handled; [`Run::check_again`] → waiting |
//! | passed | [`Run::undo`] → gone; folding |
//! | handled: somebody chose what to do | [`Run::undo`] → stopping; folding |
//!
//! While any entry stops the run, no pack is taken in; verdicts that are under way still arrive, in any order. Nothing here
//! knows the time: it comes with every scan, in milliseconds since 1970-01-01 UTC.

mod action;
mod fate;
mod note;

#[cfg(test)]
mod tests;

use std::{collections::VecDeque, sync::Arc};

use verdict::{Code, Report, Role, Verdict};

pub use action::{Action, Choice, Why, choices};
pub use fate::{Became, Fate};
pub use note::{Note, time_of_day};

/// Most entries with all that is known of them. Beyond, the oldest that need nothing any more are counted and forgotten.
pub const MOST: usize = 2_000;
/// Milliseconds in which a pack that is seen again was not scanned again: a camera sees it many times a second.
pub const IN_VIEW: u64 = 2_000;

/// Counts checks, so that the answer to an earlier one is not taken for the answer to a later one. No two checks of one
/// [`Run`] share a ticket, also after [`Run::start_over`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// A pack of the run.
#[derive(Clone, Debug)]
pub struct Entry {
    number: u64,
    ticket: Ticket,
    code: Arc<Code>,
    at: u64,
    last_seen: u64,
    again: Option<Again>,
    used_up: bool,
    fate: Option<Fate>,
    standing: Standing,
}

/// How often a pack was scanned after the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    /// How often.
    pub times: u64,
    /// When the last time was.
    pub last: u64,
}

/// How far the check of a pack has come.
#[derive(Clone, Debug)]
enum Standing {
    /// Its verdict is under way. `was`: what it was before a restart, or a new check.
    Waiting { was: Option<Verdict> },
    /// It is genuine.
    Passed(Box<Report>),
    /// It is not, and nobody has chosen what to do.
    Stopping(Box<Report>),
    /// It is not, and this is done about it.
    Handled(Box<Report>, Action),
}

/// How an entry is to be shown.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// Its verdict is under way.
    Waiting {
        /// What it was when it was checked before, if it was.
        was: Option<Verdict>,
    },
    /// It has its verdict.
    Judged(&'a Report),
    /// It was not genuine, and somebody chose what to do about it.
    Handled(&'a Report, &'a Action),
}

/// Packs by what they came to, with those that are forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    verdicts: [u64; Verdict::ALL.len()],
    /// How many wait for their verdict.
    pub waiting: u64,
    /// How often a pack was scanned that had been scanned already.
    pub again: u64,
    /// How many were put aside.
    pub quarantined: u64,
    /// How many were reported.
    pub reported: u64,
    /// How many were let pass all the same, with a reason.
    pub overridden: u64,
    /// How many patients kept, to ask.
    pub kept: u64,
}

/// What became of a scan.
#[derive(Clone, Debug)]
pub enum Taken {
    /// It is to be checked.
    Check(Ticket, Arc<Code>),
    /// The pack is part of the run already, and what was found then is shown again: no alert, only a note such as "scanned at
    /// 10:42, by you".
    Again {
        /// The entry.
        ticket: Ticket,
        /// When it was scanned first.
        first: u64,
        /// How often since, this time included.
        times: u64,
    },
    /// The pack is still in view.
    InView(Ticket),
    /// Not taken: first an action is to be chosen for this entry.
    Stopped(Ticket),
    /// Not taken: too many verdicts are still under way.
    Full,
}

/// What became of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// The pack is genuine.
    Passes,
    /// The run stops until an action is chosen for it.
    Stops,
    /// Nobody waits for it any more.
    Late,
}

/// Why an action cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no entry with the ticket that stops the run.
    NotStopped,
    /// The action is not allowed with this verdict and role.
    NotAllowed,
}

/// What was undone.
#[derive(Clone, Debug)]
pub enum Undone {
    /// There is nothing.
    Nothing,
    /// The last entry is gone.
    Removed(Box<Entry>),
    /// The last entry stops the run again; whatever the action had set going is to be called back.
    Reopened(Ticket, Action),
    /// A pack that is not genuine does not vanish: an action is to be chosen first.
    Stopped(Ticket),
}

/// A run of scans.
#[derive(Clone, Debug)]
pub struct Run {
    role: Role,
    window: u64,
    next: u64,
    entries: VecDeque<Entry>,
    folded: Counts,
}

impl Run {
    /// A run for a role. Within `window` milliseconds, a pack that is scanned again is not checked again.
    pub fn new(role: Role, window: u64) -> Self {
        Self { role, window, next: 0, entries: VecDeque::new(), folded: Counts::default() }
    }

    /// The same with numbers from `first` on, so that none stands for two packs of one history.
    #[must_use]
    pub fn numbered_from(self, first: u64) -> Self {
        Self { next: self.next.max(first), ..self }
    }

    /// The number that the next pack gets.
    pub fn next_number(&self) -> u64 {
        self.next
    }

    /// Ends the run and begins another. Verdicts of the earlier one that are still under way are late.
    pub fn start_over(&mut self, role: Role, window: u64) {
        *self = Self { next: self.next, ..Self::new(role, window) };
    }

    /// For whom it is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The entries, the earliest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The entry that stops the run, the earliest if there are several.
    pub fn stopped(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| matches!(entry.standing, Standing::Stopping(_)))
    }

    /// What all packs came to.
    pub fn counts(&self) -> Counts {
        let mut counts = self.folded;
        self.entries.iter().for_each(|entry| counts.add(entry));
        counts
    }

    /// Takes a scan in, at a time.
    pub fn scan(&mut self, code: Arc<Code>, now: u64) -> Taken {
        if let Some(stopped) = self.stopped() {
            return Taken::Stopped(stopped.ticket);
        }
        self.take(code, now)
    }

    /// Takes all codes of one picture in. Two symbols of one pack are one scan; the one that carries a proof is checked.
    pub fn scan_picture(&mut self, codes: Vec<Arc<Code>>, now: u64) -> Vec<Taken> {
        if let Some(stopped) = self.stopped() {
            return vec![Taken::Stopped(stopped.ticket)];
        }
        let mut packs: Vec<Arc<Code>> = Vec::new();
        for code in codes {
            match packs.iter_mut().find(|other| other.scanned == code.scanned) {
                Some(other) if other.material.is_none() => *other = code,
                Some(_) => {}
                None => packs.push(code),
            }
        }
        packs.into_iter().map(|code| self.take(code, now)).collect()
    }

    fn take(&mut self, code: Arc<Code>, now: u64) -> Taken {
        let window = self.window;
        // A label that says anything else, be it of the same serial, is another pack until it is proven to be the same.
        let known = self.entries.iter_mut().rev().find(|entry| entry.code.scanned == code.scanned);
        // The window begins with the check: a pack that is scanned over and over is still checked anew some day.
        // What was used up since is no longer what it was found to be: whoever shows its code again may hold a copy.
        let is_known = |entry: &&mut Entry| !entry.used_up && now.saturating_sub(entry.at) < window;
        if let Some(entry) = known.filter(|entry| is_known(entry) || entry.is_in_view(now)) {
            return entry.see_again(now);
        }
        if !self.make_room() {
            return Taken::Full;
        }
        let ticket = self.ticket();
        let standing = Standing::Waiting { was: None };
        let number = ticket.0;
        let entry = Entry {
            number,
            ticket,
            code: Arc::clone(&code),
            at: now,
            last_seen: now,
            again: None,
            used_up: false,
            fate: None,
            standing,
        };
        self.entries.push_back(entry);
        Taken::Check(ticket, code)
    }

    /// Takes a verdict in.
    pub fn judged(&mut self, ticket: Ticket, report: Box<Report>) -> Arrived {
        let Some(entry) = self.find(ticket) else { return Arrived::Late };
        if !matches!(entry.standing, Standing::Waiting { .. }) {
            return Arrived::Late;
        }
        let (standing, arrived) = match report.verdict {
            Verdict::Genuine => (Standing::Passed(report), Arrived::Passes),
            _ => (Standing::Stopping(report), Arrived::Stops),
        };
        entry.standing = standing;
        arrived
    }

    /// Chooses what to do about the entry that stops the run; without another one the run goes on.
    ///
    /// # Errors
    /// [`Refused`]; then nothing has changed.
    pub fn act(&mut self, ticket: Ticket, action: Action) -> Result<(), Refused> {
        let role = self.role;
        let entry = self.find(ticket).ok_or(Refused::NotStopped)?;
        let Standing::Stopping(report) = &entry.standing else { return Err(Refused::NotStopped) };
        if !choices(report.verdict, role).contains(&action.choice()) {
            return Err(Refused::NotAllowed);
        }
        entry.standing = Standing::Handled(report.clone(), action);
        Ok(())
    }

    /// Checks the entry that stops the run once more, under a new ticket.
    ///
    /// # Errors
    /// [`Refused::NotStopped`].
    pub fn check_again(&mut self, ticket: Ticket) -> Result<(Ticket, Arc<Code>), Refused> {
        let fresh = Ticket(self.next);
        let entry = self.find(ticket).ok_or(Refused::NotStopped)?;
        let Standing::Stopping(report) = &entry.standing else { return Err(Refused::NotStopped) };
        entry.standing = Standing::Waiting { was: Some(report.verdict) };
        entry.ticket = fresh;
        let code = Arc::clone(&entry.code);
        self.next += 1;
        Ok((fresh, code))
    }

    /// Says whether the pack with this number was used up after its verdict, as by dispensing it.
    pub fn use_up(&mut self, number: u64, used_up: bool) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == number) {
            entry.used_up = used_up;
        }
    }

    /// Says what became of the pack with this number.
    pub fn befall(&mut self, number: u64, fate: Fate) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == number) {
            entry.fate = Some(fate);
        }
    }

    /// Undoes what was done last to the last entry.
    pub fn undo(&mut self) -> Undone {
        let Some(entry) = self.entries.back_mut() else { return Undone::Nothing };
        match &entry.standing {
            Standing::Stopping(_) | Standing::Waiting { was: Some(_) } => Undone::Stopped(entry.ticket),
            Standing::Handled(report, action) => {
                let (report, action) = (report.clone(), action.clone());
                entry.standing = Standing::Stopping(report);
                entry.fate = None;
                Undone::Reopened(entry.ticket, action)
            }
            Standing::Waiting { was: None } | Standing::Passed(_) => {
                self.entries.pop_back().map_or(Undone::Nothing, |entry| Undone::Removed(Box::new(entry)))
            }
        }
    }

    /// Takes an entry in that was not finished before a restart, under the number that it had. It is checked anew, and what
    /// it `was` does not vanish until it has its verdict. `None` if there is no room.
    pub fn restore(&mut self, number: u64, code: Arc<Code>, at: u64, was: Option<Verdict>) -> Option<Ticket> {
        if !self.make_room() {
            return None;
        }
        self.next = self.next.max(number.saturating_add(1));
        let ticket = self.ticket();
        let standing = Standing::Waiting { was };
        self.entries.push_back(Entry {
            number,
            ticket,
            code,
            at,
            last_seen: at,
            again: None,
            used_up: false,
            fate: None,
            standing,
        });
        Some(ticket)
    }

    fn ticket(&mut self) -> Ticket {
        let ticket = Ticket(self.next);
        self.next += 1;
        ticket
    }

    /// The entry with a ticket.
    pub fn entry(&self, ticket: Ticket) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.ticket == ticket)
    }

    fn find(&mut self, ticket: Ticket) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.ticket == ticket)
    }

    /// Folds the oldest entry that needs nothing any more if there are too many; whether there is room for one more.
    fn make_room(&mut self) -> bool {
        if self.entries.len() < MOST {
            return true;
        }
        let Some(oldest) = self.entries.iter().position(Entry::is_finished) else { return false };
        if let Some(entry) = self.entries.remove(oldest) {
            self.folded.add(&entry);
        }
        true
    }
}

impl Entry {
    /// Its number, which stays the same.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The ticket of its check.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Its code.
    pub fn code(&self) -> &Arc<Code> {
        &self.code
    }

    /// When it was scanned first.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// How often it was scanned again, if it was.
    pub fn again(&self) -> Option<Again> {
        self.again
    }

    /// What became of it after its verdict, if anything did.
    pub fn fate(&self) -> Option<Fate> {
        self.fate
    }

    /// How far its check has come.
    pub fn state(&self) -> State<'_> {
        match &self.standing {
            Standing::Waiting { was } => State::Waiting { was: *was },
            Standing::Passed(report) | Standing::Stopping(report) => State::Judged(report),
            Standing::Handled(report, action) => State::Handled(report, action),
        }
    }

    /// Whether nothing is left to do with it: it is genuine, or somebody chose what to do.
    pub fn is_finished(&self) -> bool {
        matches!(self.standing, Standing::Passed(_) | Standing::Handled(..))
    }

    fn is_in_view(&self, now: u64) -> bool {
        now.saturating_sub(self.last_seen) < IN_VIEW
    }

    fn see_again(&mut self, now: u64) -> Taken {
        let in_view = self.is_in_view(now);
        self.last_seen = self.last_seen.max(now);
        if in_view {
            return Taken::InView(self.ticket);
        }
        let times = self.again.map_or(0, |again| again.times) + 1;
        self.again = Some(Again { times, last: now });
        Taken::Again { ticket: self.ticket, first: self.at, times }
    }
}

impl Counts {
    /// How many came to a verdict.
    pub fn of(&self, verdict: Verdict) -> u64 {
        let known = Verdict::ALL.iter().zip(&self.verdicts).find(|(other, _)| **other == verdict);
        known.map_or(0, |(_, count)| *count)
    }

    /// How many packs there are, each counted once.
    pub fn packs(&self) -> u64 {
        self.waiting + self.verdicts.iter().sum::<u64>()
    }

    fn add(&mut self, entry: &Entry) {
        self.again += entry.again.map_or(0, |again| again.times);
        let report = match &entry.standing {
            Standing::Waiting { .. } => {
                self.waiting += 1;
                return;
            }
            Standing::Passed(report) | Standing::Stopping(report) => report,
            Standing::Handled(report, action) => {
                match action {
                    Action::Quarantine => self.quarantined += 1,
                    Action::Report => self.reported += 1,
                    Action::Override(_) => self.overridden += 1,
                    Action::KeepAndAsk => self.kept += 1,
                }
                report
            }
        };
        for (verdict, count) in Verdict::ALL.iter().zip(&mut self.verdicts) {
            *count += u64::from(*verdict == report.verdict);
        }
    }
}
