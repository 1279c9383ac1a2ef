//! Scans in the order in which the system hears of them; the file has them in order of the devices' clocks.

use std::{cmp::Reverse, collections::BinaryHeap};

use world::{Error, Folder, Rows, Scan, Time};

/// Waits for its turn.
struct Waiting {
    received: Time,
    row: u64,
    scan: Scan,
}

impl Waiting {
    fn turn(&self) -> (Time, u64) {
        (self.received, self.row)
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.turn() == other.turn()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.turn().cmp(&other.turn())
    }
}

/// Scans in order of `received`, ties in file order. It holds those that wait for an earlier one further down the file.
pub(crate) struct ByReceived {
    rows: Rows<Scan>,
    row: u64,
    waiting: BinaryHeap<Reverse<Waiting>>,
    /// From a row on, the earliest `received` of that and all later rows, the first row first.
    earliest: Vec<(u64, Time)>,
    /// Where in `earliest` the next row is.
    at: usize,
}

impl ByReceived {
    /// Reads the file once to learn how long scans must wait, and begins again.
    pub(crate) fn open(folder: &Folder) -> Result<Self, Error> {
        let mut earliest: Vec<(u64, Time)> = Vec::new();
        for (row, scan) in (0..).zip(folder.scans()?) {
            let received = scan?.received;
            // Rows before this one need not wait for what is later than it.
            let mut from = row;
            while let Some((first, other)) = earliest.last()
                && *other >= received
            {
                from = *first;
                earliest.pop();
            }
            earliest.push((from, received));
        }
        Ok(Self { rows: folder.scans()?, row: 0, waiting: BinaryHeap::new(), earliest, at: 0 })
    }

    /// The earliest `received` among rows that were not read yet.
    fn earliest_to_come(&mut self) -> Option<Time> {
        while self.earliest.get(self.at + 1).is_some_and(|(from, _)| *from <= self.row) {
            self.at += 1;
        }
        self.earliest.get(self.at).map(|(_, received)| *received)
    }
}

impl Iterator for ByReceived {
    type Item = Result<Scan, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let to_come = self.earliest_to_come();
            let due = |waiting: &Reverse<Waiting>| to_come.is_none_or(|to_come| waiting.0.received <= to_come);
            if self.waiting.peek().is_some_and(due) {
                return self.waiting.pop().map(|waiting| Ok(waiting.0.scan));
            }
            match self.rows.next() {
                Some(Ok(scan)) => {
                    self.waiting.push(Reverse(Waiting { received: scan.received, row: self.row, scan }));
                    self.row += 1;
                }
                Some(Err(error)) => return Some(Err(error)),
                None => {
                    self.earliest.clear();
                    return self.waiting.pop().map(|waiting| Ok(waiting.0.scan));
                }
            }
        }
    }
}
