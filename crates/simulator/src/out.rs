//! What goes into the files: rows wait here until no earlier one can come.

use std::collections::BTreeMap;

use world::{Class, Label, Reading, Scan, Time, Writer};

use crate::{attack::Family, config::DAY};

/// No clock is farther behind than this, and no logged trip is longer.
const LAG: i64 = 8 * DAY;

/// The truth about a scan.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    /// Its class.
    pub class: Class,
    /// The incident, where it is an attack.
    pub incident: Option<(Family, u32)>,
}

/// How many scans of which class.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// In the order of [`Class::ALL`].
    pub classes: [u64; 5],
    /// Scans of each incident.
    pub incidents: BTreeMap<(Family, u32), u64>,
    /// Events.
    pub events: u64,
    /// Events that the ledger refused for good.
    pub refused: u64,
    /// Genuine packs.
    pub packs: u64,
}

/// The files and what waits for them.
pub struct Out {
    /// The files.
    pub writer: Writer,
    scans: BTreeMap<(Time, u64), (Scan, Truth)>,
    readings: BTreeMap<(Time, u64), Reading>,
    next: u64,
    scanned: u64,
    /// What was counted.
    pub counts: Counts,
}

impl Out {
    /// For a world's files.
    pub fn new(writer: Writer) -> Self {
        let (scans, readings) = (BTreeMap::new(), BTreeMap::new());
        Self { writer, scans, readings, next: 0, scanned: 0, counts: Counts::default() }
    }

    /// A scan, whose name is given when it is written.
    pub fn scan(&mut self, scan: Scan, truth: Truth) {
        self.next += 1;
        if let Some(place) = Class::ALL.iter().position(|class| *class == truth.class) {
            self.counts.classes[place] += 1;
        }
        if let Some(incident) = truth.incident {
            *self.counts.incidents.entry(incident).or_default() += 1;
        }
        self.scans.insert((scan.time, self.next), (scan, truth));
    }

    /// A reading.
    pub fn reading(&mut self, reading: Reading) {
        self.next += 1;
        self.readings.insert((reading.time, self.next), reading);
    }

    /// Writes what nothing can precede any more at time `now`.
    ///
    /// # Errors
    /// The writer's.
    pub fn settle(&mut self, now: Time) -> Result<(), world::Error> {
        while let Some(first) = self.scans.first_entry() {
            if first.key().0 > now - LAG {
                break;
            }
            let (mut scan, truth) = first.remove();
            self.scanned += 1;
            scan.scan = format!("c{:08}", self.scanned);
            self.writer.scan(&scan)?;
            let (family, incident) = match truth.incident {
                Some((family, number)) => (Some(family.name().to_owned()), Some(format!("{}-{number}", family.name()))),
                None => (None, None),
            };
            self.writer.label(&Label { scan: scan.scan, class: truth.class, family, incident })?;
        }
        while let Some(first) = self.readings.first_entry() {
            if first.key().0 > now - LAG {
                break;
            }
            self.writer.reading(&first.remove())?;
        }
        Ok(())
    }
}
