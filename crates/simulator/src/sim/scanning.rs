//! A scan: with which device, what comes out of it, when the system hears of it, and what it really was.

use world::{Class, Place, Role, Scan, SiteKind, Time};

use super::{By, Code, Hint, Job, Sim};
use crate::{
    attack::Incident,
    code,
    config::{DAY, HOUR},
    dice::Dice,
    geography,
    ledger::{LOCKED, NONE, Note, QUARANTINED, STOLEN},
    mess::faults,
    out::Truth,
    sites::{self, Device, Spot},
};

impl Sim {
    /// Makes a scan now.
    pub fn scan(&mut self, job: Job) {
        let Job { code, by, intent, incident, taints, hint, then } = job;
        if self.now < self.start || self.now >= self.end {
            return;
        }
        let (device, role, site, place) = self.scanner(by);
        let (said, print) = match &code {
            Code::Pack(pack) => self.said(*pack),
            Code::Printed(said, print) => (said.clone(), *print),
        };
        let plain = code::text(&said, print, device.reader);
        let (mut text, mut spoilt) = (plain.clone(), false);
        if let Some((fault, often)) = device.fault.filter(|(_, often)| self.way.chance(*often)) {
            let _ = often;
            text = fault.spoil(&mut self.way, &plain, &said.gtin);
            spoilt = text != plain;
        } else if self.way.chance(self.habits.typed) {
            text = code::typed(&said);
            if self.way.chance(0.12) {
                let right = text.clone();
                text = faults::mistyped(&mut self.way, &text);
                spoilt = text != right;
            }
        }
        let time = self.now + device.clock - if device.winter && self.now > self.start + 25 * DAY { HOUR } else { 0 };
        let mut received = self.now + self.way.whole(0, 3);
        if let Some(every) = device.uploads {
            received = (self.now / every + 1) * every + (device.id % 3_000) as i64 + self.way.whole(0, 40);
        }
        if let Some(site) = site {
            received = received.max(self.sites[site as usize].through(self.now, true) + self.way.whole(0, 3));
        }
        let (place, accuracy_m) = spot(&mut self.way, device.spot, place);
        let class = match code {
            Code::Pack(pack) => {
                if incident != NONE && taints {
                    self.taint.entry(pack).or_insert(incident);
                }
                self.class(pack, site.filter(|_| role != Role::Inspector), received, spoilt, hint)
            }
            Code::Printed(..) => {
                if spoilt {
                    Class::Technical
                } else {
                    Class::Benign
                }
            }
        };
        let tainted = if let Code::Pack(pack) = code { self.taint.get(&pack).copied() } else { None };
        let whose = if incident == NONE { tainted } else { Some(incident) };
        let truth = match whose {
            Some(incident) => {
                let Incident { family, number, .. } = self.incidents[incident as usize];
                Truth { class: Class::Attack, incident: Some((family, number)) }
            }
            None => Truth { class, incident: None },
        };
        let scan = Scan {
            scan: String::new(),
            time,
            received,
            device: format!("d{:08x}", device.id >> 32),
            role,
            site: site.map(|site| self.sites[site as usize].name.clone()),
            place,
            accuracy_m,
            intent,
            text,
        };
        self.out.scan(scan, truth);
        let (Some(kind), Code::Pack(pack), Some(site)) = (then, code, site) else { return };
        let batch = self.batch_of(pack);
        let index = pack - self.batches[batch as usize].first;
        // Who dispenses what the ledger does not yet expect here is asked to try again, unless it is spent.
        let known = self.ledger.packs[pack as usize];
        let awaited = self.ledger.expects(pack, site) || whose.is_none() && known.state == 0;
        let tries = if awaited && received < self.now + 60 { 40 } else { 6 };
        let tries = if whose.is_some() || spoilt && self.way.chance(0.3) { 0 } else { tries };
        let note = Note { kind, batch, from: index, to: index + 1, site, to_site: NONE, shipment: NONE, tries };
        let delay = self.way.whole(1, 5);
        self.post(note, received + delay);
    }

    fn scanner(&mut self, by: By) -> (Device, Role, Option<u32>, Place) {
        match by {
            By::Patient(patient, place) => {
                (sites::install(self.seed, &self.habits, patient), Role::Patient, None, place)
            }
            By::Inspector(site, place) => {
                let device = self.site_device(site);
                (device, Role::Inspector, Some(site), place)
            }
            By::Site(site) => {
                let device = self.site_device(site);
                (device, self.role(site), Some(site), self.sites[site as usize].at(self.now))
            }
            By::Device(site, device) => {
                let devices = &self.sites[site as usize].devices;
                let chosen = devices[device % devices.len()];
                let chosen = if chosen.since <= self.now { chosen } else { devices[0] };
                (chosen, self.role(site), Some(site), self.sites[site as usize].at(self.now))
            }
        }
    }

    fn site_device(&mut self, site: u32) -> Device {
        let devices = &self.sites[site as usize].devices;
        let chosen = devices[self.way.index(devices.len())];
        if chosen.since <= self.now { chosen } else { devices[0] }
    }

    /// The role of a site's staff.
    pub fn role(&self, site: u32) -> Role {
        match self.sites[site as usize].kind {
            SiteKind::Manufacturer => Role::Manufacturer,
            SiteKind::Wholesaler | SiteKind::ParallelImporter => Role::Wholesaler,
            SiteKind::Pharmacy => Role::Pharmacist,
            SiteKind::Hospital => Role::Hospital,
            SiteKind::Regulator => Role::Inspector,
        }
    }

    /// What a scan of a genuine pack is.
    fn class(&self, pack: u32, site: Option<u32>, received: Time, spoilt: bool, hint: Hint) -> Class {
        let batch = &self.batches[self.batch_of(pack) as usize];
        let known = self.ledger.packs[pack as usize];
        // Custody posted with the scans, or before them, does not mislead.
        let misled = site.is_some_and(|site| !self.ledger.expects(pack, site)) && received < self.now + HOUR;
        if spoilt || received < batch.registered {
            Class::Technical
        } else if batch.stopped.is_some()
            || known.state & (QUARANTINED | LOCKED | STOLEN) != 0
            || self.now >= batch.expires
        {
            Class::Blocked
        } else if hint == Hint::Slip || misled && self.astray.contains(&pack) {
            Class::Procedural
        } else if misled && hint != Hint::Visit {
            Class::Technical
        } else {
            Class::Benign
        }
    }
}

fn spot(dice: &mut Dice, spot: Spot, place: Place) -> (Option<Place>, Option<u32>) {
    match spot {
        Spot::None => (None, None),
        Spot::Rounded => {
            let tenth = |degrees: f64| libm::round(degrees * 10.0) / 10.0;
            (Some(Place { lat: tenth(place.lat), lon: tenth(place.lon) }), Some(11_000))
        }
        Spot::Exact(metres) => {
            let metres = f64::from(metres) * dice.between(0.6, 2.2);
            let off = metres / 1_500.0;
            let place = geography::beside(place, off * dice.normal(), off * dice.normal());
            (Some(place), Some(metres as u32 + 1))
        }
    }
}
