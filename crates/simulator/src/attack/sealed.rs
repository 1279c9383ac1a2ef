//! Families that nobody trains on.

use world::{EventKind, Intent, SiteKind};

use super::{Incident, stage};
use crate::{
    config::{DAY, HOUR},
    counter,
    dice::Dice,
    flow,
    ledger::NONE,
    sim::{By, Code, Job, Range, Sim},
};

/// Copies of packs that a pharmacy has sold, or that it keeps, go back to its wholesaler as returns and into trade again.
pub fn returns(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, packs)) = stage::stocked(sim, dice, 3) else { return false };
    let packs = dice.some(&packs, 3 + (story.strength * 10.0) as usize);
    let supplier = sim.sites[site as usize].suppliers[0] as u32;
    let mut lines = Vec::new();
    for pack in packs {
        if stage::lift(sim, site, product, pack) {
            // The genuine one is sold without a scan; its copy goes back.
            lines.push((product, Range { from: pack, to: pack + 1 }));
            let place = sim.home(dice.bits(), site);
            if dice.chance(0.4) {
                stage::bought(sim, incident, Code::Pack(pack), place, sim.now, dice);
            }
        }
    }
    if lines.is_empty() {
        return false;
    }
    flow::send(sim, dice, (site, supplier), lines, true, incident);
    true
}

/// A pharmacy bills packs that no patient gets: sold in series at odd times, and sold under the counter elsewhere.
pub fn ghost(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, packs)) = stage::stocked(sim, dice, 3) else { return false };
    let packs = dice.some(&packs, 3 + (story.strength * 12.0) as usize);
    let mut time = sim.open(site, sim.now + dice.whole(HOUR, DAY), dice);
    for pack in packs {
        if !stage::lift(sim, site, product, pack) {
            continue;
        }
        time += dice.whole(20, 1_800);
        stage::at(sim, time, stage::scan(incident, Code::Pack(pack), By::Site(site), Intent::Dispense));
        if dice.chance(0.3) {
            let far = stage::somewhere(sim, dice, sim.sites[site as usize].country);
            stage::bought(sim, incident, Code::Pack(pack), far, time + DAY, dice);
        }
    }
    true
}

/// Two traders hand over, on paper, what neither has; the packs are sold elsewhere.
pub fn handover(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 10) else { return false };
    let others = stage::sites_of(sim, SiteKind::Wholesaler, sim.sites[site as usize].country);
    let others: Vec<u32> = others.into_iter().filter(|other| *other != site).collect();
    if others.is_empty() {
        return false;
    }
    let (other, count) = (*dice.pick(&others), 6 + (story.strength * 40.0) as u32);
    let Some(range) = stage::remove(sim, site, product, range, count) else { return false };
    stage::taint(sim, incident, range.from..range.to);
    let number = sim.next_shipment;
    sim.next_shipment += 1;
    sim.tell(EventKind::Dispatch, range, site, other, number, sim.now);
    let received = sim.open(other, sim.now + dice.whole(8 * HOUR, 30 * HOUR), dice);
    sim.tell(EventKind::Receive, range, other, NONE, number, received);
    let shops = stage::pharmacies(sim, sim.sites[site as usize].place, 10.0, 700.0);
    let codes = (range.from..range.to).map(Code::Pack).collect();
    stage::spread(sim, dice, incident, codes, &shops, 0.3, (sim.now + DAY, sim.now + 12 * DAY))
}

/// Copies of sold packs are scanned by a device whose clock was set back to before the sale.
pub fn clock(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let now = sim.now;
    let old: Vec<_> =
        sim.sold.iter().filter(|sold| sold.time < now - 6 * HOUR && sold.time > now - 3 * DAY).copied().collect();
    if old.is_empty() {
        return false;
    }
    let first = *dice.pick(&old);
    let place = sim.sites[first.site as usize].place;
    let shops = stage::pharmacies(sim, place, 3.0, 300.0);
    if shops.is_empty() {
        return false;
    }
    let site = *dice.pick(&shops);
    let device = dice.index(sim.sites[site as usize].devices.len());
    let clock = &mut sim.sites[site as usize].devices[device].clock;
    *clock = (*clock - dice.whole(DAY, 4 * DAY)).max(-5 * DAY);
    let found: Vec<u32> = old.iter().filter(|sold| sold.site == first.site).map(|sold| sold.pack).collect();
    for pack in dice.some(&found, 1 + (story.strength * 8.0) as usize) {
        let time = sim.open(site, now + dice.whole(600, DAY), dice);
        stage::at(sim, time, stage::scan(incident, Code::Pack(pack), By::Device(site, device), Intent::Dispense));
    }
    true
}

/// Two or three packs a week leave a wholesaler's stock, and the count is put right as breakage.
pub fn salami(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 12) else { return false };
    let count = 4 + (story.strength * 16.0) as u32;
    let Some(range) = stage::remove(sim, site, product, range, count) else { return false };
    stage::taint(sim, incident, range.from..range.to);
    let shops = stage::pharmacies(sim, sim.sites[site as usize].place, 5.0, 200.0);
    if shops.is_empty() {
        return false;
    }
    let mut time = sim.now;
    for pack in range.from..range.to {
        time += dice.whole(DAY, 3 * DAY);
        let shop = *dice.pick(&shops);
        let sold = stage::live(sim, incident, Code::Pack(pack), shop, time, dice);
        if dice.chance(0.6) {
            let one = Range { from: pack, to: pack + 1 };
            sim.tell(EventKind::Destroy, one, site, NONE, NONE, sold + dice.whole(DAY, 5 * DAY));
        }
    }
    let look: Job = counter::look(range.from, By::Site(site), Intent::Verify);
    stage::at(sim, sim.now, look);
    true
}
