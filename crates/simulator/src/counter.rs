//! At the till and afterwards: dispensing, undoing, patients at home.

use world::{EventKind, Intent};

use crate::{
    config::{self, DAY, HOUR, UNDO_DAYS},
    dice::{Dice, mix},
    flow, geography,
    ledger::NONE,
    sim::{Act, By, Code, Hint, Job, Sim, Sold},
};

/// Packs that are remembered after they were sold.
const REMEMBERED: usize = 6_000;

/// A plain scan of a genuine pack.
pub fn look(pack: u32, by: By, intent: Intent) -> Job {
    Job { code: Code::Pack(pack), by, intent, incident: NONE, taints: false, hint: Hint::Plain, then: None }
}

/// Takes some pack of a product from a shelf.
pub fn from_shelf(sim: &mut Sim, dice: &mut Dice, site: u32, product: u32) -> Option<u32> {
    let packs = sim.shelf[site as usize].get_mut(&product)?;
    if packs.is_empty() {
        return None;
    }
    let place = dice.index(packs.len());
    Some(packs.swap_remove(place))
}

/// Somebody buys something at a site.
pub fn serve(sim: &mut Sim, site: u32) {
    let dice = &mut Dice::new(sim.seed, "serve", mix(u64::from(site), sim.now as u64));
    let country = sim.sites[site as usize].country;
    for _ in 0..5 {
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        let Some(pack) = from_shelf(sim, dice, site, product) else {
            // What is asked for and not there is ordered.
            if dice.chance(0.25) {
                *sim.wants[site as usize].entry(product).or_default() += 1;
            }
            continue;
        };
        *sim.wants[site as usize].entry(product).or_default() += 1;
        let batch = &sim.batches[sim.batch_of(pack) as usize];
        // Most of what must not be sold is seen before it is scanned.
        if (batch.stopped.is_some() || sim.now >= batch.expires) && dice.chance(0.9) {
            continue;
        }
        dispense(sim, dice, site, product, pack);
        return;
    }
}

/// A hospital takes many packs from its stock in an hour.
pub fn bulk(sim: &mut Sim, site: u32, count: u32) {
    let dice = &mut Dice::new(sim.seed, "bulk", mix(u64::from(site), sim.now as u64));
    let country = sim.sites[site as usize].country;
    let device = dice.index(sim.sites[site as usize].devices.len());
    let mut time = sim.now;
    let (mut done, mut tries) = (0, 0);
    // What came for one patient goes to that patient.
    let ordinary = |product: &u32| sim.menu[country].iter().any(|entry| entry.0 == *product);
    let special: Vec<u32> = sim.shelf[site as usize].keys().copied().filter(|product| !ordinary(product)).collect();
    for product in special {
        if let Some(pack) = from_shelf(sim, dice, site, product) {
            time += dice.whole(2, 60);
            let mut job = look(pack, By::Device(site, device), Intent::Dispense);
            job.then = Some(EventKind::Dispense);
            sim.plan(time, Act::Scan(Box::new(job)));
        }
    }
    while done < count && tries < count * 4 {
        tries += 1;
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        for _ in 0..dice.whole(1, 12) {
            let Some(pack) = from_shelf(sim, dice, site, product) else { break };
            *sim.wants[site as usize].entry(product).or_default() += 1;
            let batch = &sim.batches[sim.batch_of(pack) as usize];
            if (batch.stopped.is_some() || sim.now >= batch.expires) && dice.chance(0.9) {
                continue;
            }
            time += dice.whole(2, 8);
            let mut job = look(pack, By::Device(site, device), Intent::Dispense);
            job.then = Some(EventKind::Dispense);
            sim.plan(time, Act::Scan(Box::new(job)));
            done += 1;
        }
    }
}

fn dispense(sim: &mut Sim, dice: &mut Dice, site: u32, product: u32, pack: u32) {
    let slips = sim.habits.slips;
    let device = dice.index(sim.sites[site as usize].devices.len());
    let by = By::Device(site, device);
    if dice.chance(0.03) {
        sim.scan(look(pack, by, Intent::Verify));
    }
    let mut job = look(pack, by, Intent::Dispense);
    job.then = Some(EventKind::Dispense);
    sim.plan(sim.now + dice.whole(3, 40), Act::Scan(Box::new(job.clone())));
    let batch = sim.batch_of(pack) as usize;
    if sim.batches[batch].stopped.is_some() || sim.now >= sim.batches[batch].expires {
        return;
    }
    let now = sim.now;
    let slip = |intent| Job { hint: Hint::Slip, then: None, intent, ..job.clone() };
    if dice.chance(config::DOUBLE_DISPENSE * slips) {
        // At once, or when the bag is handed over, or when the day is counted.
        let later = match dice.below(10) {
            0..6 => dice.whole(41, 400),
            6..9 => dice.whole(400, 9 * HOUR),
            _ => dice.whole(DAY, 4 * DAY),
        };
        let mut again = slip(Intent::Dispense);
        again.by = if dice.chance(0.7) { by } else { By::Site(site) };
        let time = sim.open(site, now + later, dice);
        sim.plan(time, Act::Scan(Box::new(again)));
    }
    if dice.chance(config::VERIFY_AFTER * slips) {
        sim.plan(now + dice.whole(60, 3 * HOUR), Act::Scan(Box::new(slip(Intent::Verify))));
    }
    if dice.chance(config::LATE_UNDO * slips) {
        let days = UNDO_DAYS + 1 + dice.waiting(8.0) as i64;
        let time = sim.open(site, now + days * DAY, dice);
        sim.plan(time, Act::Scan(Box::new(slip(Intent::Return))));
    } else if dice.chance(config::UNDO) {
        let wait = if dice.chance(0.6) { dice.whole(120, 4 * HOUR) } else { dice.whole(DAY, 9 * DAY) };
        let time = sim.open(site, now + wait, dice);
        let undo = Job { intent: Intent::Return, then: Some(EventKind::UndoDispense), ..job };
        sim.plan(time, Act::Scan(Box::new(undo)));
        sim.plan(time + HOUR, Act::Shelve(site, product, pack));
        return;
    }
    if sim.sold.len() >= REMEMBERED {
        sim.sold.pop_front();
    }
    sim.sold.push_back(Sold { pack, site, time: now });
    if dice.chance(sim.habits.patients) {
        at_home(sim, dice, site, pack);
    }
}

/// A patient looks at a pack after it was bought.
fn at_home(sim: &mut Sim, dice: &mut Dice, site: u32, pack: u32) {
    let patient = sim.patient(dice, site);
    let mut place = sim.home(patient, site);
    let mut time = sim.now + 600 + dice.waiting(14.0 * 3_600.0) as i64;
    if dice.chance(0.2) {
        // Still in front of the pharmacy.
        (place, time) = (sim.sites[site as usize].at(sim.now), sim.now + dice.whole(60, 900));
    } else if dice.chance(0.03) {
        // On a journey with the pack, often abroad.
        let country = dice.index(sim.countries.len());
        place = dice.pick(&sim.countries[country].towns).place;
        time += dice.whole(DAY, 12 * DAY);
    }
    let scan = |time: i64, patient: u64, place| {
        (time, Act::Scan(Box::new(look(pack, By::Patient(patient, place), Intent::Verify))))
    };
    let mut due = vec![scan(time, patient, place)];
    if dice.chance(sim.habits.patients_again) {
        for _ in 0..dice.whole(1, 9) {
            time += if dice.chance(0.5) { dice.whole(4, 200) } else { dice.waiting(2.0 * 86_400.0) as i64 };
            due.push(scan(time, patient, place));
        }
    }
    if dice.chance(0.012) {
        // The household, or somebody far away who was sent a picture.
        let shared = dice.whole(1, 4);
        for _ in 0..shared {
            let far = if dice.chance(0.6) { 3.0 } else { 300.0 };
            let there = geography::within(dice, place, far, true);
            due.push(scan(time + dice.waiting(20.0 * 3_600.0) as i64, dice.bits(), there));
        }
    }
    for (time, act) in due {
        sim.plan(time, act);
    }
}

/// Somebody checks packs on a site's shelf.
pub fn check_shelf(sim: &mut Sim, dice: &mut Dice, site: u32, most: i64) {
    let country = sim.sites[site as usize].country;
    let device = dice.index(sim.sites[site as usize].devices.len());
    let mut time = sim.now;
    for _ in 0..dice.whole(1, most) {
        let Some(product) = flow::wanted(sim, dice, country) else { return };
        let Some(packs) = sim.shelf[site as usize].get(&product).filter(|packs| !packs.is_empty()) else { continue };
        let pack = *dice.pick(packs);
        time += dice.whole(5, 60);
        sim.plan(time, Act::Scan(Box::new(look(pack, By::Device(site, device), Intent::Verify))));
    }
}
