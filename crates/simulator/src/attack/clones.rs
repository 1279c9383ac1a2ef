//! Copies of genuine codes.

use world::{EventKind, Intent, SiteKind};

use super::{Incident, stage};
use crate::{
    config::{DAY, HOUR},
    dice::Dice,
    geography,
    sim::{By, Code, Job, Sim},
};

/// Copies turn up where the packs are not.
pub fn elsewhere(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let count = 1 + (story.strength * 14.0) as usize;
    let (source, packs) = if story.style == 3 {
        // Codes leak from a line or a depot: the copies are there before the packs.
        let kind = if dice.chance(0.5) { SiteKind::Manufacturer } else { SiteKind::Wholesaler };
        let kind = if sim.now > sim.start { SiteKind::Wholesaler } else { kind };
        let Some((site, _, range)) = stage::depot(sim, dice, kind, 6) else { return false };
        let all: Vec<u32> = (range.from..range.to.min(range.from + 60)).collect();
        (site, dice.some(&all, count))
    } else {
        let mut packs = Vec::new();
        let Some((site, _, first)) = stage::stocked(sim, dice, 1) else { return false };
        packs.extend(dice.some(&first, count));
        (site, packs)
    };
    let place = sim.sites[source as usize].place;
    let (least, most, patients) = match story.style {
        0 => (60.0, 2_500.0, 0.15),
        1 => (1.0, 45.0, 0.15),
        2 => (20.0, 1_500.0, 1.0),
        _ => (1.0, 250.0, 0.3),
    };
    let mut shops = stage::pharmacies(sim, place, least, most);
    if shops.is_empty() {
        shops = stage::pharmacies(sim, place, 1.0, 3_000.0);
    }
    // One pack is often copied more than once.
    let mut codes: Vec<Code> = packs.iter().map(|pack| Code::Pack(*pack)).collect();
    while codes.len() < count {
        codes.push(Code::Pack(*dice.pick(&packs)));
    }
    let span = (sim.now + HOUR, sim.now + DAY * dice.whole(1, 9));
    stage::spread(sim, dice, incident, codes, &shops, patients, span)
}

/// One code on many packs.
pub fn multi(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, _, packs)) = stage::stocked(sim, dice, 1) else { return false };
    let pack = *dice.pick(&packs);
    let place = sim.sites[site as usize].place;
    let home = sim.sites[site as usize].country;
    let count = 3 + (story.strength * 60.0) as usize;
    let (shops, patients, count) = match story.style {
        0 => (stage::sites_of(sim, SiteKind::Pharmacy, home), 0.2, count),
        1 => (stage::pharmacies(sim, place, 5.0, 2_500.0), 1.0, count * 2),
        2 => {
            let abroad = dice.index(sim.countries.len());
            (stage::sites_of(sim, SiteKind::Pharmacy, abroad), 0.4, count)
        }
        _ => (stage::pharmacies(sim, place, 0.0, 60.0), 0.1, 3 + count / 8),
    };
    let codes = vec![Code::Pack(pack); count];
    let span = (sim.now + HOUR, sim.now + DAY * dice.whole(2, 14));
    stage::spread(sim, dice, incident, codes, &shops, patients, span)
}

/// Copies lie in the stock of who holds the originals, beside or instead of them.
pub fn in_stock(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, packs)) = stage::stocked(sim, dice, 2) else { return false };
    let packs = dice.some(&packs, 2 + (story.strength * 8.0) as usize);
    for pack in packs {
        let code = Code::Pack(pack);
        match story.style {
            1 => {
                // The original was sold under the counter; the copy stands in its place.
                if !stage::lift(sim, site, product, pack) {
                    continue;
                }
                stage::live(sim, incident, code.clone(), site, sim.now + dice.whole(HOUR, 2 * DAY), dice);
                let place = sim.sites[site as usize].place;
                let far = *dice.pick(&[8.0, 40.0, 400.0]);
                let home = geography::within(dice, place, far, true);
                stage::bought(sim, incident, code, home, sim.now + dice.whole(HOUR, 6 * DAY), dice);
            }
            2 => {
                // Both are counted when stock is taken, and both are sold.
                for _ in 0..2 {
                    let time = sim.open(site, sim.now + dice.whole(60, 3 * HOUR), dice);
                    stage::at(sim, time, stage::scan(incident, code.clone(), By::Site(site), Intent::Verify));
                }
                let time = sim.open(site, sim.now + dice.whole(6 * HOUR, 9 * DAY), dice);
                stage::at(sim, time, stage::scan(incident, code, By::Site(site), Intent::Dispense));
            }
            3 => {
                // Two shelves of a chain: copy and original change places by balancing.
                let time = sim.open(site, sim.now + dice.whole(HOUR, 3 * DAY), dice);
                stage::at(sim, time, stage::scan(incident, code.clone(), By::Site(site), Intent::Verify));
                let later = sim.open(site, time + dice.whole(DAY, 8 * DAY), dice);
                stage::at(sim, later, stage::scan(incident, code.clone(), By::Site(site), Intent::Dispense));
                let back = sim.open(site, later + dice.whole(DAY, 5 * DAY), dice);
                let undo = Job {
                    then: Some(EventKind::UndoDispense),
                    ..stage::scan(incident, code, By::Site(site), Intent::Return)
                };
                stage::at(sim, back, undo);
            }
            _ => {
                stage::live(sim, incident, code, site, sim.now + dice.whole(HOUR, 2 * DAY), dice);
            }
        }
    }
    true
}

/// Codes of dispensed packs are used again.
pub fn replay(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let now = sim.now;
    let old: Vec<_> = sim.sold.iter().filter(|sold| sold.time < now - 3 * HOUR).copied().collect();
    if old.is_empty() {
        return false;
    }
    let first = *dice.pick(&old);
    let count = 1 + (story.strength * 12.0) as usize;
    // Boxes come out of one pharmacy's waste, or one town's.
    let place = sim.sites[first.site as usize].place;
    let near = |site: u32| {
        geography::distance(place, sim.sites[site as usize].place) < if story.style == 3 { 25.0 } else { 0.5 }
    };
    let found: Vec<u32> = old.iter().filter(|sold| near(sold.site)).map(|sold| sold.pack).collect();
    let found: Vec<u32> =
        found.into_iter().filter(|pack| stage::dispensed(sim, *pack) && !sim.taint.contains_key(pack)).collect();
    let packs = dice.some(&found, count);
    if packs.is_empty() {
        return false;
    }
    if story.style == 2 {
        // The pharmacy itself bills them again: takes back, sells again, or simply tries.
        for pack in packs {
            let time = sim.open(first.site, now + dice.whole(HOUR, 5 * DAY), dice);
            let code = Code::Pack(pack);
            if dice.chance(0.4) {
                let undo = Job {
                    then: Some(EventKind::UndoDispense),
                    ..stage::scan(incident, code.clone(), By::Site(first.site), Intent::Return)
                };
                stage::at(sim, time, undo);
            }
            let again = sim.open(first.site, time + dice.whole(300, 2 * DAY), dice);
            stage::at(sim, again, stage::scan(incident, code, By::Site(first.site), Intent::Dispense));
        }
        return true;
    }
    let (least, most, patients) = match story.style {
        0 => (2.0, 800.0, 0.2),
        1 => (5.0, 2_000.0, 1.0),
        _ => (1.0, 120.0, 0.1),
    };
    let mut shops = stage::pharmacies(sim, place, least, most);
    shops.retain(|site| *site != first.site);
    let codes = packs.into_iter().map(Code::Pack).collect();
    let span = (now + HOUR, now + DAY * dice.whole(1, 10));
    stage::spread(sim, dice, incident, codes, &shops, patients, span)
}
