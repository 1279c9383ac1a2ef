//! What was scanned, as a file that survives crashes: one line for every change of a pack's record, the last one counts.
//!
//! A line is a JSON object. What a crash cut off, and what cannot be read for another reason, is left out and counted; the
//! file is only ever added to, until [`History::text`] makes a fresh one.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use gs1::Date;
use serde::{Deserialize, Serialize};
use verdict::{Code, Report, Verdict};

use crate::run::{Action, Choice, Fate, Why};

/// Most packs that are remembered; the oldest are forgotten.
pub const MOST: usize = 5_000;
/// Most bytes of a line.
const MOST_LINE: usize = 32 * 1024;

/// A pack that was scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number: it stays the same, and no two packs share one.
    pub number: u64,
    /// When it was scanned, in milliseconds since 1970-01-01 UTC.
    pub at: u64,
    /// The code as it came.
    pub code: String,
    /// Whether it was typed, by a person or a handheld scanner.
    pub typed: bool,
    /// GTIN-14.
    pub gtin: String,
    /// Lot.
    pub lot: String,
    /// Serial.
    pub serial: String,
    /// Whether it is part of a run, in which somebody has to choose what to do with a bad pack.
    #[serde(default)]
    pub in_run: bool,
    /// The verdict; none if none came.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// Why, as names.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The finalised block against which it was checked.
    #[serde(default)]
    pub block: Option<u32>,
    /// What was done about it.
    #[serde(default)]
    pub done: Option<Done>,
    /// What became of it last.
    #[serde(default)]
    pub fate: Option<Fate>,
}

/// What was done about a pack that is not genuine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The kind of action.
    pub action: Choice,
    /// Why it passed all the same.
    #[serde(default)]
    pub why: Option<String>,
}

impl Record {
    /// A pack that was just scanned.
    pub fn scanned(number: u64, code: &Code, at: u64) -> Self {
        let pack = &code.scanned;
        Self {
            number,
            at,
            code: code.text.clone(),
            typed: code.typed,
            gtin: pack.gtin.to_string(),
            lot: pack.lot.as_str().to_owned(),
            serial: pack.serial.as_str().to_owned(),
            in_run: false,
            verdict: None,
            reasons: Vec::new(),
            block: None,
            done: None,
            fate: None,
        }
    }

    /// The same with its verdict.
    #[must_use]
    pub fn judged(self, report: &Report) -> Self {
        let reasons = report.reasons.iter().map(|reason| reason.code.to_owned()).collect();
        // What was meant, where a misconfigured scanner changed it.
        let pack = &report.pack;
        let (gtin, lot, serial) = (pack.gtin.clone(), pack.lot.clone(), pack.serial.clone());
        let block = report.evidence.as_ref().map(|evidence| evidence.block);
        Self { verdict: Some(report.verdict), gtin, lot, serial, reasons, block, ..self }
    }

    /// The same with what was done about it.
    #[must_use]
    pub fn handled(self, action: &Action) -> Self {
        let why = if let Action::Override(why) = action { Some(why.as_str().to_owned()) } else { None };
        Self { done: Some(Done { action: action.choice(), why }), ..self }
    }

    /// The same with what became of it last.
    #[must_use]
    pub fn befallen(self, fate: Option<Fate>) -> Self {
        Self { fate, ..self }
    }

    /// The same as part of a run.
    #[must_use]
    pub fn in_run(self) -> Self {
        Self { in_run: true, ..self }
    }

    /// Whether nothing is left to do with it: it is of no run, it is genuine, or somebody chose what to do.
    pub fn is_finished(&self) -> bool {
        !self.in_run || self.verdict == Some(Verdict::Genuine) || self.done.is_some()
    }

    /// As a line of the file.
    pub fn line(&self) -> String {
        format!("{}\n", serde_json::to_string(self).unwrap_or_default())
    }
}

impl Done {
    /// The action.
    pub fn to_action(&self) -> Option<Action> {
        Some(match self.action {
            Choice::Quarantine => Action::Quarantine,
            Choice::Report => Action::Report,
            Choice::KeepAndAsk => Action::KeepAndAsk,
            Choice::Override => Action::Override(Why::new(self.why.as_deref()?)?),
        })
    }
}

/// The line that takes a record back, as when a scan is undone.
pub fn taken_back(number: u64) -> String {
    format!("{{\"number\":{number},\"taken_back\":true}}\n")
}

/// What was scanned, the earliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    records: VecDeque<Record>,
    next: u64,
    damaged: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    TakenBack { number: u64, taken_back: bool },
    Record(Box<Record>),
}

impl History {
    /// Reads a file, or what is left of one.
    pub fn read(bytes: &[u8]) -> Self {
        let mut history = Self::default();
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let read = Some(line).filter(|line| line.len() <= MOST_LINE);
            match read.and_then(|line| serde_json::from_slice(line).ok()) {
                Some(Line::TakenBack { number, taken_back: true }) => history.take_back(number),
                Some(Line::Record(record)) => history.put(*record),
                _ => history.damaged += 1,
            }
        }
        history
    }

    /// A fresh file of what is remembered.
    pub fn text(&self) -> String {
        self.records.iter().map(Record::line).collect()
    }

    /// The records, the earliest first.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record> + ExactSizeIterator {
        self.records.iter()
    }

    /// The record with a number.
    pub fn get(&self, number: u64) -> Option<&Record> {
        // Most often it is one of the last.
        self.records.iter().rev().find(|record| record.number == number)
    }

    /// The number that the next pack gets.
    pub fn next_number(&self) -> u64 {
        self.next
    }

    /// How many lines could not be read.
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    /// Takes a record in, in place of the one with its number if there is one.
    pub fn put(&mut self, record: Record) {
        self.next = self.next.max(record.number.saturating_add(1));
        match self.records.iter_mut().rev().find(|known| known.number == record.number) {
            Some(known) => *known = record,
            None => self.records.push_back(record),
        }
        if self.records.len() > MOST {
            self.records.pop_front();
        }
    }

    /// Forgets a record.
    pub fn take_back(&mut self, number: u64) {
        self.next = self.next.max(number.saturating_add(1));
        self.records.retain(|record| record.number != number);
    }

    /// Forgets all, but never a number that was given.
    pub fn clear(&mut self) {
        *self = Self { next: self.next, ..Self::default() };
    }

    /// As a table (CSV, RFC 4180). What a spreadsheet would take for a formula is marked as text.
    pub fn to_csv(&self) -> String {
        let mut table = "time (UTC),verdict,GTIN,lot,serial,reasons,block,done,why,became,done at (UTC)\r\n".to_owned();
        for record in &self.records {
            let (done, why) = match &record.done {
                Some(done) => (done.action.code(), done.why.as_deref().unwrap_or_default()),
                None => ("", ""),
            };
            let cells = [
                moment(record.at),
                record.verdict.map(|verdict| verdict.code().to_owned()).unwrap_or_default(),
                record.gtin.clone(),
                record.lot.clone(),
                record.serial.clone(),
                record.reasons.join(" "),
                record.block.map(|block| block.to_string()).unwrap_or_default(),
                done.to_owned(),
                why.to_owned(),
                record.fate.map(|fate| fate.became.code().to_owned()).unwrap_or_default(),
                record.fate.map(|fate| moment(fate.at)).unwrap_or_default(),
            ];
            table.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
            table.push_str("\r\n");
        }
        table
    }
}

fn csv_cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A moment in milliseconds since 1970-01-01 UTC, as `2026-11-26 12:14:39`; a question mark for the day after 2149.
pub fn moment(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    let day = Date::on(seconds).map_or_else(|| "?".to_owned(), |day| day.to_string());
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{day} {hour:02}:{minute:02}:{second:02}")
}
