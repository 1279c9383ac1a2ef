//! What the ledger knows, and what it refuses.

use world::{EventKind, SiteKind, Time};

use crate::{
    config::{DAY, UNDO_DAYS},
    goods::Batch,
    sites::Site,
};

/// No site, shipment or incident.
pub const NONE: u32 = u32::MAX;

/// What somebody wants recorded.
#[derive(Clone, Debug)]
pub struct Note {
    /// What.
    pub kind: EventKind,
    /// Of which batch; [`NONE`] for what concerns a site alone.
    pub batch: u32,
    /// The first pack within the batch.
    pub from: u32,
    /// And the first after them.
    pub to: u32,
    /// Whose act.
    pub site: u32,
    /// To whom.
    pub to_site: u32,
    /// By which shipment.
    pub shipment: u32,
    /// How often it may still be tried again.
    pub tries: u8,
}

/// Why the ledger refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not know of something that may yet be posted.
    NotYet,
    /// It never will.
    Never,
}

/// Given to a patient.
pub const DISPENSED: u8 = 1;
/// Destroyed, taken as a sample, exported or stolen.
pub const GONE: u8 = 2;
/// Locked.
pub const LOCKED: u8 = 4;
/// Quarantined.
pub const QUARANTINED: u8 = 8;
/// Reported stolen.
pub const STOLEN: u8 = 16;

/// What the ledger knows of a pack.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Who holds it.
    pub holder: u32,
    /// To whom it is on its way.
    pub to: u32,
    /// By which shipment.
    pub shipment: u32,
    /// What it is.
    pub state: u8,
    /// When it was dispensed.
    pub dispensed: Time,
}

/// The ledger's state.
#[derive(Default)]
pub struct Ledger {
    /// By pack.
    pub packs: Vec<Known>,
    /// Sites whose licence is suspended.
    pub suspended: Vec<bool>,
}

impl Ledger {
    /// Records something, or refuses.
    pub fn record(&mut self, note: &Note, sites: &[Site], batches: &mut [Batch], now: Time) -> Result<(), Refusal> {
        let site = note.site as usize;
        match note.kind {
            EventKind::LicenceSuspend => self.suspended[site] = true,
            EventKind::LicenceRestore => self.suspended[site] = false,
            _ => {}
        }
        if note.batch == NONE {
            return Ok(());
        }
        let batch = &mut batches[note.batch as usize];
        if now < batch.registered {
            return Err(Refusal::NotYet);
        }
        let range = (batch.first + note.from) as usize..(batch.first + note.to) as usize;
        match note.kind {
            EventKind::Recall | EventKind::Withdraw => {
                batch.stopped = Some(now);
                return Ok(());
            }
            EventKind::Lock | EventKind::Unlock => {
                for pack in &mut self.packs[range] {
                    pack.state = if note.kind == EventKind::Lock { pack.state | LOCKED } else { pack.state & !LOCKED };
                }
                return Ok(());
            }
            _ => {}
        }
        let (stopped, licensed) = (batch.stopped.is_some(), !self.suspended[site] && now >= sites[site].from);
        let (fresh, released) = (now < batch.expires, now >= batch.released);
        for pack in &self.packs[range.clone()] {
            let rest = pack.to == NONE && pack.holder == note.site;
            let free = pack.state & (DISPENSED | GONE | LOCKED | QUARANTINED) == 0;
            let fine = match note.kind {
                EventKind::Dispatch => rest && pack.state & (DISPENSED | GONE | LOCKED) == 0 && licensed && released,
                EventKind::Receive => pack.to == note.site && pack.shipment == note.shipment && licensed,
                EventKind::Reject => {
                    pack.to == note.site && pack.shipment == note.shipment && pack.holder == note.to_site
                }
                EventKind::Dispense => {
                    rest && free && licensed && released && fresh && !stopped && sites[site].retail()
                }
                EventKind::UndoDispense => {
                    let soon = now - pack.dispensed <= UNDO_DAYS * DAY;
                    rest && pack.state & DISPENSED != 0 && soon && fresh && !stopped && licensed
                }
                EventKind::Steal => pack.holder == note.site && pack.state & (DISPENSED | GONE) == 0,
                EventKind::Quarantine => rest && pack.state & (DISPENSED | GONE | QUARANTINED) == 0,
                EventKind::Clear => rest && pack.state & QUARANTINED != 0,
                _ => rest && pack.state & (DISPENSED | GONE) == 0,
            };
            if !fine {
                let spent = pack.state & (DISPENSED | GONE) != 0 || stopped || !fresh;
                return Err(if spent { Refusal::Never } else { Refusal::NotYet });
            }
        }
        for pack in &mut self.packs[range] {
            match note.kind {
                EventKind::Dispatch => (pack.to, pack.shipment) = (note.to_site, note.shipment),
                EventKind::Receive => (pack.holder, pack.to, pack.shipment) = (note.site, NONE, NONE),
                EventKind::Reject => (pack.to, pack.shipment) = (NONE, NONE),
                EventKind::Dispense => {
                    pack.state |= DISPENSED;
                    pack.dispensed = now;
                }
                EventKind::UndoDispense => pack.state &= !DISPENSED,
                EventKind::Quarantine => pack.state |= QUARANTINED,
                EventKind::Clear => pack.state &= !QUARANTINED,
                EventKind::Steal => {
                    pack.state |= STOLEN | GONE;
                    (pack.to, pack.shipment) = (NONE, NONE);
                }
                _ => pack.state |= GONE,
            }
        }
        Ok(())
    }

    /// Whether a pack may be at a site as far as the ledger knows.
    pub fn expects(&self, pack: u32, site: u32) -> bool {
        let known = self.packs[pack as usize];
        known.holder == site && known.to == NONE || known.to == site
    }
}

/// Whether a site trades with others.
pub fn trades(kind: SiteKind) -> bool {
    matches!(kind, SiteKind::Manufacturer | SiteKind::Wholesaler | SiteKind::ParallelImporter)
}
