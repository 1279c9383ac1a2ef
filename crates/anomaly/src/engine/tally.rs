//! What is counted of scans: of a code, a device, a site, a batch, a case, an unknown lot.

use ledger_types::Position;

use super::few::{Few, Many};
use crate::{
    decayed::{DAY, Decayed, FORTNIGHT, HOUR, MONTH, WEEK, short},
    fact::{BatchId, Key, ProductId, SiteId, Time},
};

/// Brought to be dispensed at one site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter {
    /// Where.
    pub site: u32,
    /// How often.
    pub count: u8,
    /// When first.
    pub first: u32,
}

/// The scans of one code.
#[derive(Clone, Debug, Default)]
pub struct CodeTally {
    /// How many.
    pub total: u32,
    /// Lately.
    pub week: Decayed,
    /// When last, by the device's clock.
    pub last: u32,
    /// Where last.
    pub place: Option<Position>,
    /// When it was there.
    pub placed: u32,
    /// How exactly that was known.
    pub accuracy_m: u32,
    /// At which sites.
    pub sites: Few<8>,
    /// With which devices.
    pub devices: Few<8>,
    /// Scans elsewhere since its holder last changed.
    pub foreign: u16,
    /// When its holder last changed, as far as scans noticed.
    pub custody: u32,
    /// Brought to be dispensed, by site.
    pub counters: [Counter; 4],
    /// Brought to be dispensed at all.
    pub dispenses: u16,
}

impl CodeTally {
    /// What stands of that site.
    pub fn counter(&self, site: SiteId) -> Option<&Counter> {
        self.counters.iter().find(|counter| counter.count > 0 && counter.site == site.0)
    }

    /// Brought to be dispensed at that site.
    pub fn brought(&mut self, site: SiteId, now: Time) {
        self.dispenses = self.dispenses.saturating_add(1);
        let free = self.counters.iter().position(|counter| counter.count > 0 && counter.site == site.0);
        let free = free.or_else(|| self.counters.iter().position(|counter| counter.count == 0));
        if let Some(counter) = free.and_then(|free| self.counters.get_mut(free)) {
            if counter.count == 0 {
                (counter.site, counter.first) = (site.0, short(now));
            }
            counter.count = counter.count.saturating_add(1);
        }
    }
}

/// Scans by hour of the day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Habit([u16; 24]);

impl Habit {
    /// One more at that hour.
    pub fn count(&mut self, hour: usize) {
        if let Some(count) = self.0.get_mut(hour % 24) {
            *count += 1;
            // New habits replace old ones.
            if *count >= 4096 {
                self.0.iter_mut().for_each(|count| *count /= 2);
            }
        }
    }

    /// All, and those within an hour of that hour.
    pub fn around(&self, hour: usize) -> (u32, u32) {
        let at = |hour: usize| u32::from(self.0.get(hour % 24).copied().unwrap_or(0));
        (self.0.iter().map(|count| u32::from(*count)).sum(), at(hour + 23) + at(hour) + at(hour + 1))
    }
}

/// One device.
#[derive(Clone, Debug, Default)]
pub struct DeviceTally {
    /// When first.
    pub first: u32,
    /// Where last.
    pub place: Option<Position>,
    /// When it was there.
    pub placed: u32,
    /// Scans in an hour.
    pub hour: Decayed,
    /// In a day.
    pub day: Decayed,
    /// In two weeks.
    pub base: Decayed,
    /// In thirty days.
    pub month: Decayed,
    /// Of unknown codes, in a day.
    pub unknown: Decayed,
    /// To know only, in a day.
    pub verify: Decayed,
    /// Of packs that its site does not have, in a day.
    pub not_held: Decayed,
    /// At unusual hours, in a day.
    pub odd_hours: Decayed,
    /// Misread, in thirty days.
    pub faults: Decayed,
    /// By hour.
    pub habit: Habit,
    /// Neighbours in a row.
    pub run: u32,
    /// The last pack.
    pub last_pack: Option<(BatchId, u32)>,
    /// The last serial's number, with its product.
    pub last_number: Option<(Option<ProductId>, u32)>,
    /// The last code.
    pub last_code: Key,
    /// Products of today.
    pub products: Many,
    /// And of the day before.
    pub products_before: Many,
    /// When today began.
    pub day_began: u32,
}

impl DeviceTally {
    /// How long the row of neighbours is with this one.
    pub fn run_with(&self, code: Key, pack: Option<(BatchId, u32)>, number: Option<(Option<ProductId>, u32)>) -> u32 {
        if self.last_code == code {
            return self.run;
        }
        let packs = matches!((self.last_pack, pack), (Some((a, i)), Some((b, j))) if a == b && i.abs_diff(j) <= 3);
        let numbers =
            matches!((self.last_number, number), (Some((a, i)), Some((b, j))) if a == b && i.abs_diff(j) <= 20);
        if packs || numbers { self.run.saturating_add(1) } else { 0 }
    }

    /// One scan more at that time.
    pub fn count(&mut self, now: Time) {
        if self.first == 0 {
            self.first = short(now);
            self.day_began = short(now);
        }
        self.hour.count(now, HOUR);
        self.day.count(now, DAY);
        self.base.count(now, FORTNIGHT);
        self.month.count(now, MONTH);
        let passed = short(now).saturating_sub(self.day_began);
        if passed >= 86_400 {
            self.products_before = if passed < 172_800 { self.products } else { Many::default() };
            self.products = Many::default();
            self.day_began = short(now);
        }
    }
}

/// One site.
#[derive(Clone, Debug, Default)]
pub struct SiteTally {
    /// First entry of the ledger by which it got or sent goods; 0 if none.
    pub first_business: u32,
    /// Scans by hour of the day.
    pub habit: Habit,
    /// Scans in an hour.
    pub hour: Decayed,
    /// In two weeks.
    pub base: Decayed,
    /// In thirty days.
    pub month: Decayed,
    /// In a week.
    pub week: Decayed,
    /// To know only, in a week.
    pub verify: Decayed,
    /// Misread, in thirty days.
    pub faults: Decayed,
    /// Raising a doubt, in thirty days.
    pub alerts: Decayed,
    /// Packs on its record that turned up elsewhere, in a week.
    pub lost: Decayed,
    /// Whether its licence is suspended.
    pub suspended: bool,
}

impl SiteTally {
    /// One scan more at that time.
    pub fn count(&mut self, now: Time) {
        self.hour.count(now, HOUR);
        self.base.count(now, FORTNIGHT);
        self.month.count(now, MONTH);
        self.week.count(now, WEEK);
    }
}

/// One batch.
#[derive(Clone, Debug, Default)]
pub struct BatchTally {
    /// Scans in a week.
    pub scans: Decayed,
    /// Raising a doubt.
    pub alerts: Decayed,
    /// Away from their holders.
    pub foreign: Decayed,
    /// Sites that scanned packs which they do not have.
    pub sites: Few<8>,
    /// Cases of such packs.
    pub cases: Few<8>,
}

/// One case.
#[derive(Clone, Debug, Default)]
pub struct CaseTally {
    /// Packs that raised a doubt.
    pub alerts: Few<8>,
    /// Packs that turned up far away.
    pub far: Few<8>,
    /// Packs that turned up elsewhere, and their holders.
    pub astray: [Option<(u32, SiteId)>; 8],
}

impl CaseTally {
    /// Other packs that turned up elsewhere while that site had them.
    pub fn astray_of(&self, index: u32, holder: SiteId) -> i64 {
        self.astray.iter().flatten().filter(|(pack, had)| *pack != index && *had == holder).count() as i64
    }

    /// One more; the oldest goes.
    pub fn stray(&mut self, index: u32, holder: SiteId) {
        if self.astray.iter().flatten().any(|(pack, _)| *pack == index) {
            return;
        }
        self.astray.rotate_right(1);
        if let Some(slot) = self.astray.first_mut() {
            *slot = Some((index, holder));
        }
    }
}

/// An unknown lot, or the unknown serials of a known one.
#[derive(Clone, Debug, Default)]
pub struct LotTally {
    /// When first seen; 0 if never.
    pub first: u32,
    /// How often.
    pub scans: u32,
    /// At which sites, or by which patients' devices.
    pub places: Few<8>,
    /// Which codes.
    pub codes: Many,
}
