//! Counting a scan once it is measured.

use super::{
    Engine,
    measure::{Context, whereabouts},
};
use crate::{
    decayed::{DAY, HOUR, MONTH, WEEK, short},
    fact::{Intent, Repair, Scan},
};

impl Engine {
    pub(super) fn count(&mut self, scan: &Scan, context: &Context) {
        let at = context.at;
        let site = scan.site.filter(|id| self.site(*id).is_some());
        self.count_code(scan, context);
        self.count_device(scan, context);
        if let Some(habit) = self.habits.get_mut(scan.role as usize) {
            habit.count(context.hour);
        }
        if let Some(tally) = site.and_then(|id| self.site_tallies.get_mut(id.0 as usize)) {
            tally.count(at);
            tally.habit.count(context.hour);
            if scan.intent == Intent::Verify {
                tally.verify.count(at, WEEK);
            }
            if context.fault {
                tally.faults.count(at, MONTH);
            }
            if context.alert {
                tally.alerts.count(at, MONTH);
            }
        }
        if let Some(tally) = scan.code.batch.and_then(|id| self.batch_tallies.get_mut(id.0 as usize)) {
            tally.scans.count(at, WEEK);
            if context.alert {
                tally.alerts.count(at, WEEK);
            }
            if context.astray {
                tally.foreign.count(at, WEEK);
                tally.sites.insert(whereabouts(scan, site));
                if let Some((_, case)) = context.case {
                    tally.cases.insert(case.into());
                }
            }
        }
        if let (Some(case), Some((_, index))) = (context.case, context.pack)
            && (context.alert || context.far || context.astray)
        {
            let tally = self.cases.touch(case);
            if context.alert {
                tally.alerts.insert(index.into());
            }
            if context.far {
                tally.far.insert(index.into());
            }
            if let Some(holder) = context.holder.filter(|_| context.astray) {
                tally.stray(index, holder);
            }
        }
        if context.astray {
            if let Some(tally) = context.holder.and_then(|id| self.site_tallies.get_mut(id.0 as usize)) {
                tally.lost.count(at, WEEK);
            }
            if let Some(shipment) = context.shipment {
                self.shipments.lost(shipment, at, WEEK);
            }
        }
        if let Some(lot) = context.lot {
            let tally = self.lots.touch(lot);
            if tally.first == 0 {
                tally.first = short(at).max(1);
            }
            tally.scans = tally.scans.saturating_add(1);
            tally.places.insert(whereabouts(scan, site));
            tally.codes.insert(context.code);
        }
        if context.unknown
            && let Some(product) = scan.code.product
        {
            self.unknown.touch(product).count(at, DAY);
        }
    }

    fn count_code(&mut self, scan: &Scan, context: &Context) {
        let at = context.at;
        let tally = self.codes.touch(context.code);
        if tally.custody != context.custody_since {
            (tally.custody, tally.foreign) = (context.custody_since, 0);
        }
        tally.foreign = tally.foreign.saturating_add(context.astray.into());
        tally.total = tally.total.saturating_add(1);
        tally.week.count(at, WEEK);
        tally.last = tally.last.max(short(at));
        if context.place.is_some() {
            (tally.place, tally.placed) = (context.place, short(at));
            tally.accuracy_m = scan.accuracy_m.unwrap_or(0).min(500_000);
        }
        tally.devices.insert(scan.device);
        if let Some(id) = scan.site {
            tally.sites.insert(id.0.into());
            if scan.intent == Intent::Dispense && scan.code.repair == Repair::None {
                tally.brought(id, at);
            }
        }
    }

    fn count_device(&mut self, scan: &Scan, context: &Context) {
        let at = context.at;
        let device = self.devices.touch(scan.device);
        let number = scan.code.number.map(|number| (scan.code.product, number));
        device.run = device.run_with(context.code, context.pack, number);
        device.last_code = context.code;
        device.last_pack = context.pack.or(device.last_pack);
        device.last_number = number.or(device.last_number);
        device.count(at);
        device.habit.count(context.hour);
        if let Some(product) = scan.code.product {
            device.products.insert(product.0.into());
        }
        if context.place.is_some() {
            (device.place, device.placed) = (context.place, short(at));
        }
        if context.unknown {
            device.unknown.count(at, DAY);
        }
        if scan.intent == Intent::Verify {
            device.verify.count(at, DAY);
        }
        if context.not_held {
            device.not_held.count(at, DAY);
        }
        if context.odd_hour {
            device.odd_hours.count(at, DAY);
        }
        if context.fault {
            device.faults.count(at, MONTH);
        }
        let rate = device.hour.at(at, HOUR);
        if let Some((mean, count)) = self.role_rates.get_mut(scan.role as usize) {
            *count = count.saturating_add(1);
            // A plain mean at first, then one over about the last thousand scans.
            let weight = u64::from((*count).min(1024));
            *mean = (*mean * (weight - 1) + u64::from(rate) * 1024) / weight;
        }
    }
}
