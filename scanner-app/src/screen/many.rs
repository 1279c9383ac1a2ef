//! Pack after pack, as at a counter: the part of the scan screen for those who scan all day.

use std::sync::Arc;

use scan::Code;
use scanner_core::{
    history::Record,
    run::{Action as Done, Arrived, Became, Choice, Entry, Fate, Note, Run, State, Taken, Ticket, Undone, Why},
};
use verdict::{Report, Role};

/// Milliseconds in which a pack that is scanned again is not checked again: ten minutes.
const WINDOW: u64 = 600_000;

/// What happens in a run.
#[derive(Clone, Debug)]
pub enum Message {
    /// A verdict arrived.
    Judged(Ticket, Box<Report>),
    /// Somebody chose what to do about the pack that stops the run.
    Act(Choice),
    /// The reason to let it pass was edited.
    Why(String),
    /// It is to be checked once more.
    CheckAgain,
    /// What was done last is to be undone.
    Undo,
    /// A new run is to begin.
    StartOver,
}

/// What is to be written into the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A record, in place of the one with its number.
    Put(Box<Record>),
    /// The record with this number is to be taken back.
    TakenBack(u64),
}

/// What is to be verified.
pub type ToVerify = Vec<(Ticket, Arc<Code>)>;

/// A run and what belongs to it on the screen.
#[derive(Clone, Debug)]
pub struct Many {
    run: Run,
    /// Why the pack that stops the run may pass all the same.
    pub why: String,
    /// Something to know.
    pub note: Option<Note>,
    /// The pack that is shown large, by its number.
    shown: Option<u64>,
    written: Vec<Written>,
}

impl Many {
    /// A run for a role, whose packs are numbered from here on.
    pub fn new(role: Role, first: u64) -> Self {
        let run = Run::new(role, WINDOW).numbered_from(first);
        Self { run, why: String::new(), note: None, shown: None, written: Vec::new() }
    }

    /// Says whether the pack with this number was used up after its verdict.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers dispense nothing"))]
    pub fn use_up(&mut self, number: u64, used_up: bool) {
        self.run.use_up(number, used_up);
    }

    /// Says what became of the pack with this number.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers dispense nothing"))]
    pub fn befall(&mut self, number: u64, fate: Fate) {
        self.run.befall(number, fate);
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The entry that is shown large: the one that stops the run, or the one that was scanned last.
    pub fn shown(&self) -> Option<&Entry> {
        let last = || self.run.entries().rev().find(|entry| Some(entry.number()) == self.shown);
        self.run.stopped().or_else(last)
    }

    /// The verdict that is shown large, if there is one already.
    pub fn judged(&self) -> Option<&Report> {
        match self.shown()?.state() {
            State::Waiting { .. } => None,
            State::Judged(report) | State::Handled(report, _) => Some(report),
        }
    }

    /// Takes what is to be written into the history.
    pub fn take_written(&mut self) -> Vec<Written> {
        std::mem::take(&mut self.written)
    }

    /// Takes the codes of a scan or picture in.
    pub fn take(&mut self, codes: Vec<Arc<Code>>, now: u64) -> ToVerify {
        self.note = None;
        let mut checks = ToVerify::new();
        for taken in self.run.scan_picture(codes, now) {
            match taken {
                Taken::Check(ticket, code) => {
                    self.show(ticket);
                    self.write(ticket);
                    checks.push((ticket, code));
                }
                Taken::Again { ticket, first, .. } => {
                    self.show(ticket);
                    self.note = Some(Note::Again(first));
                }
                Taken::InView(_) => {}
                Taken::Stopped(_) => self.note = Some(Note::ChooseFirst),
                Taken::Full => self.note = Some(Note::Full),
            }
        }
        checks
    }

    /// Whether a scan would change nothing: cameras see the same packs many times a second.
    pub fn ignores(&self, code: &Code) -> bool {
        self.run.stopped().is_some() || self.shown().is_some_and(|entry| entry.code().scanned == code.scanned)
    }

    /// Goes on with packs that were not finished before a restart.
    pub fn restore<'a>(&mut self, records: impl Iterator<Item = &'a Record>) -> ToVerify {
        let mut checks = ToVerify::new();
        for record in records.filter(|record| !record.is_finished()) {
            let read = if record.typed { verdict::read_typed } else { verdict::read_code };
            let Ok(code) = read(&record.code) else { continue };
            let code = Arc::new(code);
            if let Some(ticket) = self.run.restore(record.number, Arc::clone(&code), record.at, record.verdict) {
                self.show(ticket);
                checks.push((ticket, code));
            }
        }
        checks
    }

    /// Takes a message and tells what is to be verified. `now`: milliseconds since 1970-01-01 UTC.
    pub fn update(&mut self, message: Message, now: u64) -> ToVerify {
        match message {
            Message::Judged(ticket, report) => {
                if self.run.judged(ticket, report) != Arrived::Late {
                    self.write(ticket);
                }
            }
            Message::Why(why) => {
                self.why = why;
                self.note = None;
            }
            Message::Act(choice) => self.act(choice, now),
            Message::CheckAgain => {
                let stopped = self.run.stopped().map(Entry::ticket);
                if let Some(Ok((ticket, code))) = stopped.map(|ticket| self.run.check_again(ticket)) {
                    self.note = None;
                    self.show(ticket);
                    return vec![(ticket, code)];
                }
            }
            Message::Undo => match self.run.undo() {
                Undone::Nothing => {}
                Undone::Removed(entry) => {
                    self.note = None;
                    self.written.push(Written::TakenBack(entry.number()));
                    self.shown = self.run.entries().next_back().map(Entry::number);
                }
                Undone::Reopened(ticket, _) => {
                    self.note = None;
                    self.write(ticket);
                }
                Undone::Stopped(_) => self.note = Some(Note::ChooseFirst),
            },
            // A pack that is not genuine does not vanish.
            Message::StartOver if self.run.entries().any(|entry| !entry.is_finished()) => {
                self.note = Some(Note::ChooseFirst);
            }
            Message::StartOver => {
                self.run.start_over(self.run.role(), WINDOW);
                self.note = None;
                self.shown = None;
            }
        }
        ToVerify::new()
    }

    fn act(&mut self, choice: Choice, now: u64) {
        let stopped = self.run.stopped().map(|entry| (entry.ticket(), entry.number()));
        let Some((ticket, number)) = stopped else { return };
        let action = match choice {
            Choice::Quarantine => Done::Quarantine,
            Choice::Report => Done::Report,
            Choice::KeepAndAsk => Done::KeepAndAsk,
            Choice::Override => match Why::new(&self.why) {
                Some(why) => Done::Override(why),
                None => {
                    self.note = Some(Note::WhyNeeded);
                    return;
                }
            },
        };
        if self.run.act(ticket, action).is_ok() {
            self.run.befall(number, Fate { became: Became::Handled, at: now });
            self.why.clear();
            self.note = None;
            self.show(ticket);
            self.write(ticket);
        }
    }

    fn show(&mut self, ticket: Ticket) {
        self.shown = self.run.entry(ticket).map(Entry::number).or(self.shown);
    }

    fn write(&mut self, ticket: Ticket) {
        self.written.extend(self.run.entry(ticket).map(|entry| Written::Put(Box::new(record(entry)))));
    }
}

fn record(entry: &Entry) -> Record {
    let scanned = Record::scanned(entry.number(), entry.code(), entry.at()).in_run().befallen(entry.fate());
    match entry.state() {
        State::Waiting { .. } => scanned,
        State::Judged(report) => scanned.judged(report),
        State::Handled(report, action) => scanned.judged(report).handled(action),
    }
}
