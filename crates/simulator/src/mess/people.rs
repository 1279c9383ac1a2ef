//! People who scan for reasons of their own.

use world::{Intent, SiteKind};

use crate::{
    config::{DAY, HOUR},
    counter,
    dice::Dice,
    flow, geography,
    sim::{Act, By, Hint, Sim},
};

/// A wholesaler verifies its own stock.
pub fn audit(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let device = dice.index(sim.sites[site as usize].devices.len());
    let products: Vec<u32> = sim.depot[site as usize].keys().copied().collect();
    if products.is_empty() {
        return;
    }
    // Nights are quiet: some audits are done then.
    let mut time = if dice.chance(0.25) { sim.now + 9 * HOUR } else { sim.now };
    let pause = dice.whole(3, 40);
    for _ in 0..dice.whole(1, 12) {
        let product = *dice.pick(&products);
        let Some(range) = sim.depot[site as usize].get(&product).and_then(|queue| queue.back().copied()) else {
            continue;
        };
        let step = dice.whole(1, 4) as u32;
        for pack in (range.from..range.to).step_by(step as usize).take(dice.whole(5, 40) as usize) {
            time += dice.whole(2, pause);
            sim.plan(time, Act::Scan(Box::new(counter::look(pack, By::Device(site, device), Intent::Verify))));
        }
    }
}

/// An inspector checks packs at a site.
pub fn inspection(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let regulator = (0..sim.sites.len())
        .find(|other| sim.sites[*other].kind == SiteKind::Regulator && sim.sites[*other].country == country);
    let Some(regulator) = regulator else { return };
    let place = sim.sites[site as usize].at(sim.now);
    let by = By::Inspector(regulator as u32, place);
    let mut time = sim.now;
    for _ in 0..dice.whole(4, 30) {
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        let Some(packs) = sim.shelf[site as usize].get(&product).filter(|packs| !packs.is_empty()) else { continue };
        let pack = *dice.pick(packs);
        time += dice.whole(10, 120);
        sim.plan(time, Act::Scan(Box::new(counter::look(pack, by, Intent::Verify))));
    }
}

/// A technician tries a scanner with one code, or with a few.
pub fn trial(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let device = dice.index(sim.sites[site as usize].devices.len());
    let mut time = sim.now;
    for _ in 0..dice.whole(1, 3) {
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        let Some(packs) = sim.shelf[site as usize].get(&product).filter(|packs| !packs.is_empty()) else { continue };
        let pack = *dice.pick(packs);
        for _ in 0..dice.whole(4, 45) {
            time += dice.whole(2, 90);
            sim.plan(time, Act::Scan(Box::new(counter::look(pack, By::Device(site, device), Intent::Verify))));
        }
    }
}

/// A pharmacist checks a pack that another pharmacy holds or has sold.
pub fn neighbour(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let here = sim.sites[site as usize].place;
    let near: Vec<u32> = (0..sim.sites.len() as u32)
        .filter(|other| *other != site && sim.sites[*other as usize].kind == SiteKind::Pharmacy)
        .filter(|other| geography::distance(here, sim.sites[*other as usize].place) < 30.0)
        .collect();
    if near.is_empty() {
        return;
    }
    let other = *dice.pick(&near);
    let country = sim.sites[other as usize].country;
    if dice.chance(0.3) {
        // Somebody brings what was bought over there.
        if let Some(sold) = sim.sold.iter().rev().find(|sold| sold.site == other && sold.time < sim.now - HOUR).copied()
        {
            let mut job = counter::look(sold.pack, By::Site(site), Intent::Verify);
            job.hint = Hint::Slip;
            sim.scan(job);
        }
        return;
    }
    for _ in 0..dice.whole(1, 4) {
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        let Some(packs) = sim.shelf[other as usize].get(&product).filter(|packs| !packs.is_empty()) else { continue };
        let mut job = counter::look(*dice.pick(packs), By::Site(site), Intent::Verify);
        job.hint = Hint::Visit;
        sim.plan(sim.now + dice.whole(5, 400), Act::Scan(Box::new(job)));
    }
}

/// Somebody has just installed the app and scans what is in the house.
pub fn installed(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let (patient, bought) = (dice.bits(), dice.whole(2, 9) as usize);
    let place = sim.home(patient, site);
    let packs: Vec<u32> = sim
        .sold
        .iter()
        .rev()
        .filter(|sold| sold.site == site && sold.time < sim.now - 900)
        .take(bought)
        .map(|sold| sold.pack)
        .collect();
    let mut time = sim.now + dice.whole(0, 3 * HOUR);
    let rounds = if dice.chance(0.1) { dice.whole(2, 8) } else { 1 };
    for _ in 0..rounds {
        for pack in &packs {
            time += dice.whole(4, 60);
            sim.plan(time, Act::Scan(Box::new(counter::look(*pack, By::Patient(patient, place), Intent::Verify))));
        }
    }
}

/// A picture of a code goes round: many installs scan it, in many places.
pub fn picture(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let Some(sold) = sim.sold.iter().rev().find(|sold| sold.site == site && sold.time < sim.now - HOUR).copied() else {
        return;
    };
    let here = sim.sites[site as usize].place;
    for _ in 0..dice.whole(3, 14) {
        let patient = dice.bits();
        let far = *dice.pick(&[5.0, 60.0, 300.0, 700.0]);
        let place = geography::within(dice, here, far, true);
        let time = sim.now + dice.waiting(1.5 * DAY as f64) as i64;
        sim.plan(time, Act::Scan(Box::new(counter::look(sold.pack, By::Patient(patient, place), Intent::Verify))));
    }
}

/// Stock is taken: everything on the shelves, or a part, often after closing time.
pub fn stocktake(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let mut packs: Vec<u32> = sim.shelf[site as usize].values().flatten().copied().collect();
    let device = dice.index(sim.sites[site as usize].devices.len());
    let (_, close) = sim.sites[site as usize].open;
    let late = if dice.chance(0.4) { (close - sim.local(site, sim.now)).max(0) } else { 0 };
    let mut time = sim.now + late;
    packs.truncate(dice.whole(15, 160) as usize);
    for pack in packs {
        time += dice.whole(3, 25);
        sim.plan(time, Act::Scan(Box::new(counter::look(pack, By::Device(site, device), Intent::Verify))));
    }
}
