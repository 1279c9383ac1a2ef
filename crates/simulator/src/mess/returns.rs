//! Returns, refusals, wrong counts, and stock that changes hands between pharmacies.

use world::{EventKind, Intent, SiteKind};

use crate::{
    config::{self, DAY, HOUR},
    counter,
    dice::Dice,
    flow, geography,
    ledger::NONE,
    sim::{Act, By, Hint, Range, Shipment, Sim},
};

/// What of a shipment is accepted: its lines, and packs that came without being in it.
pub fn checked(sim: &mut Sim, dice: &mut Dice, number: u32, shipment: &Shipment) -> (Vec<(u32, Range)>, Vec<u32>) {
    let mut lines = shipment.lines.clone();
    let (from, to) = (shipment.from, shipment.to);
    if shipment.back || shipment.incident != NONE || lines.is_empty() {
        return (lines, Vec::new());
    }
    let place = dice.index(lines.len());
    let (product, range) = lines[place];
    if dice.chance(config::REJECTS * sim.habits.slips) {
        // Broken or not ordered: the whole line goes back.
        lines.remove(place);
        let device = dice.index(sim.sites[to as usize].devices.len());
        sim.plan(sim.now + 30, Act::Scan(Box::new(counter::look(range.from, By::Device(to, device), Intent::Receive))));
        sim.tell(EventKind::Reject, range, to, from, number, sim.now + dice.whole(600, 5 * HOUR));
        if sim.sites[from as usize].kind != SiteKind::Manufacturer {
            flow::put(sim, dice, from, product, range, sim.now + DAY);
        }
        return (lines, Vec::new());
    }
    if range.count() < 2 || !dice.chance(config::AGGREGATION * sim.habits.slips) {
        return (lines, Vec::new());
    }
    let missing = Range { from: range.to - 1, to: range.to };
    lines[place].1.to -= 1;
    sim.tell(EventKind::Reject, missing, to, from, number, sim.now + dice.whole(600, 5 * HOUR));
    flow::put(sim, dice, from, product, missing, sim.now + DAY);
    if dice.chance(0.5) {
        return (lines, Vec::new());
    }
    // Another pack of the sender's lay in its place; the sender puts the papers right some days later.
    let Some(other) = flow::take(sim, from, product, 1).pop() else { return (lines, Vec::new()) };
    let papers = sim.next_shipment;
    sim.next_shipment += 1;
    let later = sim.now + dice.whole(DAY, 3 * DAY);
    sim.tell(EventKind::Dispatch, other, from, to, papers, later);
    sim.tell(EventKind::Receive, other, to, NONE, papers, later + dice.whole(HOUR, 20 * HOUR));
    flow::put(sim, dice, to, product, other, sim.now + HOUR);
    (lines, vec![other.from])
}

/// Some packs of a site's shelf, with their products.
pub fn some_packs(sim: &mut Sim, dice: &mut Dice, site: u32, count: i64) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let country = sim.sites[site as usize].country;
    for _ in 0..count * 3 {
        if found.len() as i64 >= count {
            break;
        }
        let Some(product) = flow::wanted(sim, dice, country) else { break };
        if let Some(pack) = counter::from_shelf(sim, dice, site, product) {
            found.push((product, pack));
        }
    }
    found
}

fn lines(packs: &[(u32, u32)]) -> Vec<(u32, Range)> {
    packs.iter().map(|(product, pack)| (*product, Range { from: *pack, to: pack + 1 })).collect()
}

/// A retail site sends packs back to its wholesaler.
pub fn send_back(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let count = dice.whole(1, 8);
    let packs = some_packs(sim, dice, site, count);
    if packs.is_empty() {
        return;
    }
    let device = dice.index(sim.sites[site as usize].devices.len());
    for (step, (_, pack)) in packs.iter().enumerate() {
        let job = counter::look(*pack, By::Device(site, device), Intent::Verify);
        sim.plan(sim.now + 20 * step as i64, Act::Scan(Box::new(job)));
    }
    let supplier = sim.sites[site as usize].suppliers[0] as u32;
    flow::send(sim, dice, (site, supplier), lines(&packs), true, NONE);
}

/// Pharmacies of one owner balance their stock; some forget the papers.
pub fn balance(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let owner = sim.sites[site as usize].owner;
    let here = sim.sites[site as usize].place;
    let mut others: Vec<u32> = (0..sim.sites.len() as u32)
        .filter(|other| owner != 0 && *other != site && sim.sites[*other as usize].owner == owner)
        .filter(|other| sim.sites[*other as usize].from <= sim.now)
        .collect();
    others.sort_by(|one, other| {
        let way = |site: &u32| geography::distance(here, sim.sites[*site as usize].place);
        way(one).total_cmp(&way(other))
    });
    others.truncate(5);
    if others.is_empty() {
        return;
    }
    let to = *dice.pick(&others);
    let count = dice.whole(1, 6);
    let packs = some_packs(sim, dice, site, count);
    if packs.is_empty() {
        return;
    }
    if dice.chance(0.94) {
        flow::send(sim, dice, (site, to), lines(&packs), false, NONE);
        return;
    }
    for (product, pack) in packs {
        sim.astray.insert(pack);
        sim.shelf[to as usize].entry(product).or_default().push(pack);
        if dice.chance(0.4) {
            let mut job = counter::look(pack, By::Site(to), Intent::Verify);
            job.hint = Hint::Slip;
            let time = sim.open(to, sim.now + 3 * HOUR, dice);
            sim.plan(time, Act::Scan(Box::new(job)));
        }
    }
}

/// A sample for a laboratory, or broken packs.
pub fn loss(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let count = dice.whole(1, 2);
    let kind = if dice.chance(0.1) { EventKind::Sample } else { EventKind::Destroy };
    for (_, pack) in some_packs(sim, dice, site, count) {
        if dice.chance(0.5) {
            sim.scan(counter::look(pack, By::Site(site), Intent::Verify));
        }
        sim.tell(kind, Range { from: pack, to: pack + 1 }, site, NONE, NONE, sim.now + dice.whole(5, 600));
    }
}

/// Packs are stolen, and whoever has them keeps them.
pub fn burglary(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let count = dice.whole(2, 25);
    let report = sim.now + dice.whole(4 * HOUR, 6 * DAY);
    for (_, pack) in some_packs(sim, dice, site, count) {
        sim.tell(EventKind::Steal, Range { from: pack, to: pack + 1 }, site, NONE, NONE, report);
    }
}

/// A hospital orders a few packs abroad that are not to be had at home, for one patient: legal, and without an importer.
pub fn named_patient(sim: &mut Sim, dice: &mut Dice, seller: u32) {
    let home = sim.sites[seller as usize].country;
    let hospitals: Vec<u32> = (0..sim.sites.len() as u32)
        .filter(|site| {
            let site = &sim.sites[*site as usize];
            site.kind == SiteKind::Hospital && site.country != home && site.from <= sim.now
        })
        .collect();
    let Some(product) = flow::wanted(sim, dice, home).filter(|_| !hospitals.is_empty()) else { return };
    let hospital = *dice.pick(&hospitals);
    let count = dice.whole(1, 5) as u32;
    let lines: Vec<(u32, Range)> =
        flow::take(sim, seller, product, count).into_iter().map(|range| (product, range)).collect();
    if lines.is_empty() {
        return;
    }
    // It stays in stock under the name of what it is; wards take it from there.
    flow::send(sim, dice, (seller, hospital), lines, false, NONE);
}
