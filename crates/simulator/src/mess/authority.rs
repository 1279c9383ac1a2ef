//! What makers and regulators stop, and what must be set aside.

use world::{EventKind, Intent, SiteKind};

use crate::{
    config::{DAY, HOUR},
    counter,
    dice::Dice,
    flow,
    ledger::{NONE, Note},
    mess::returns,
    sim::{Act, By, Range, Sim},
};

/// A regulator, or the maker, recalls or withdraws a batch that is in trade.
pub fn stop(sim: &mut Sim, dice: &mut Dice, regulator: u32, kind: EventKind) {
    let now = sim.now;
    let known: Vec<u32> = (0..sim.batches.len() as u32)
        .filter(|batch| {
            let batch = &sim.batches[*batch as usize];
            batch.stopped.is_none() && batch.registered < now - 10 * DAY
        })
        .collect();
    if known.is_empty() {
        return;
    }
    let batch = *dice.pick(&known);
    let (first, packs) = (sim.batches[batch as usize].first, sim.batches[batch as usize].packs);
    let maker = sim.products[sim.batches[batch as usize].product].maker as u32;
    let site = if dice.chance(0.5) { maker } else { regulator };
    let note = Note { kind, batch, from: 0, to: packs, site, to_site: NONE, shipment: NONE, tries: 0 };
    sim.post(note, now + 60);
    // Pharmacies look through their shelves; a few scan what they find, and traders destroy theirs.
    let range = first..first + packs;
    for site in 0..sim.sites.len() as u32 {
        let mut found = Vec::new();
        for packs in sim.shelf[site as usize].values_mut() {
            found.extend(packs.iter().copied().filter(|pack| range.contains(pack)));
            packs.retain(|pack| !range.contains(pack));
        }
        for pack in found {
            let time = sim.open(site, now + dice.whole(HOUR, 4 * DAY), dice);
            if dice.chance(0.05) {
                sim.plan(time, Act::Scan(Box::new(counter::look(pack, By::Site(site), Intent::Verify))));
            }
            sim.tell(
                EventKind::Destroy,
                Range { from: pack, to: pack + 1 },
                site,
                NONE,
                NONE,
                time + dice.whole(HOUR, 6 * DAY),
            );
        }
    }
}

/// A regulator locks packs of a site while a complaint is looked into; they are scanned again before it is settled.
pub fn lock(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let regulator = (0..sim.sites.len())
        .find(|other| sim.sites[*other].kind == SiteKind::Regulator && sim.sites[*other].country == country);
    let (Some(regulator), count) = (regulator, dice.whole(1, 3)) else { return };
    for (product, pack) in returns::some_packs(sim, dice, site, count) {
        let range = Range { from: pack, to: pack + 1 };
        sim.tell(EventKind::Lock, range, regulator as u32, NONE, NONE, sim.now);
        if dice.chance(0.7) {
            let time = sim.open(site, sim.now + dice.whole(HOUR, 2 * DAY), dice);
            let intent = if dice.chance(0.5) { Intent::Dispense } else { Intent::Verify };
            sim.plan(time, Act::Scan(Box::new(counter::look(pack, By::Site(site), intent))));
        }
        let settled = sim.now + dice.whole(3 * DAY, 12 * DAY);
        sim.tell(EventKind::Unlock, range, regulator as u32, NONE, NONE, settled);
        sim.plan(settled + HOUR, Act::Shelve(site, product, pack));
    }
}

/// A pharmacist sorts out what is expired or nearly so.
pub fn sort_out(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let soon = sim.now + 10 * DAY;
    let mut found = Vec::new();
    for packs in sim.shelf[site as usize].values_mut() {
        let old =
            |pack: &u32| sim.batches[sim.batches.partition_point(|batch| batch.first <= *pack) - 1].expires < soon;
        found.extend(packs.iter().copied().filter(old));
        packs.retain(|pack| !old(pack));
    }
    for pack in found {
        if dice.chance(0.3) {
            sim.scan(counter::look(pack, By::Site(site), Intent::Verify));
        }
        sim.tell(
            EventKind::Destroy,
            Range { from: pack, to: pack + 1 },
            site,
            NONE,
            NONE,
            sim.now + dice.whole(HOUR, DAY),
        );
    }
}

/// A cold delivery came too warm: it is set aside, and cleared or destroyed.
pub fn warm(sim: &mut Sim, dice: &mut Dice, site: u32, lines: &[(u32, Range)], time: i64) {
    for (product, range) in lines {
        if !sim.products[*product as usize].cold {
            flow::put(sim, dice, site, *product, *range, time);
            continue;
        }
        sim.tell(EventKind::Quarantine, *range, site, NONE, NONE, time);
        for pack in (range.from..range.to).take(4) {
            if dice.chance(0.2) {
                let seen = sim.open(site, time + dice.whole(HOUR, 2 * DAY), dice);
                sim.plan(seen, Act::Scan(Box::new(counter::look(pack, By::Site(site), Intent::Verify))));
            }
        }
        let settled = time + dice.whole(3 * DAY, 9 * DAY);
        if dice.chance(0.4) {
            sim.tell(EventKind::Clear, *range, site, NONE, NONE, settled);
            for pack in range.from..range.to {
                if sim.sites[site as usize].retail() {
                    sim.plan(settled + HOUR, Act::Shelve(site, *product, pack));
                }
            }
        } else {
            sim.tell(EventKind::Destroy, *range, site, NONE, NONE, settled);
        }
    }
}

/// A pharmacy's licence is suspended for some days; its stock goes nowhere meanwhile.
pub fn suspend(sim: &mut Sim, dice: &mut Dice, site: u32) {
    if sim.closed.get(&site).is_some_and(|until| *until > sim.now) {
        return;
    }
    let note = |kind| Note { kind, batch: NONE, from: 0, to: 0, site, to_site: NONE, shipment: NONE, tries: 0 };
    let until = sim.now + dice.whole(2 * DAY, 8 * DAY);
    sim.post(note(EventKind::LicenceSuspend), sim.now);
    sim.post(note(EventKind::LicenceRestore), until);
    sim.closed.insert(site, until);
}
