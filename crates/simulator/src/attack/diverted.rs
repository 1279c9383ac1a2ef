//! Goods in a market that they are not meant for, without an importer.

use world::{EventKind, SiteKind};

use super::{Incident, stage};
use crate::{
    config::{DAY, HOUR},
    dice::Dice,
    flow, geography,
    ledger::NONE,
    sim::{Code, Range, Sim},
};

/// Part of a lot for one market is sold in another.
pub fn lot(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let count = 6 + (story.strength * 90.0) as u32;
    let Some((site, product, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, count.min(12)) else {
        return false;
    };
    let true_product = sim.batches[sim.batch_of(range.from) as usize].product as u32;
    let Some(abroad) = stage::foreign(sim, dice, true_product) else { return false };
    let near = sim.sites[site as usize].place;
    let mut shops = stage::sites_of(sim, SiteKind::Pharmacy, abroad);
    let traders = stage::sites_of(sim, SiteKind::Wholesaler, abroad);
    if shops.is_empty() || traders.is_empty() {
        return false;
    }
    let Some(range) = stage::remove(sim, site, product, range, count) else { return false };
    let twin = same_medicine(sim, true_product, abroad);
    stage::taint(sim, incident, range.from..range.to);
    match (story.style, twin) {
        // With clean papers: a trader over there buys, and sells on to those who buy from it.
        (0, Some(twin)) => {
            let trader = *dice.pick(&traders);
            flow::send(sim, dice, (site, trader), vec![(twin, range)], false, incident);
            true
        }
        (2, _) => {
            // Across the border only, and slowly.
            shops.sort_by(|one, other| {
                let way = |site: &u32| geography::distance(near, sim.sites[*site as usize].place);
                way(one).total_cmp(&way(other))
            });
            shops.truncate(12);
            let span = (sim.now + DAY, sim.end - 2 * DAY);
            stage::spread(sim, dice, incident, codes(range), &shops, 0.1, span)
        }
        (3, _) => {
            // Exported on paper, and back again.
            sim.tell(EventKind::Export, range, site, NONE, NONE, sim.now + HOUR);
            let home = sim.sites[site as usize].country;
            if dice.chance(0.5) {
                shops = stage::sites_of(sim, SiteKind::Pharmacy, home);
            }
            let span = (sim.now + 3 * DAY, sim.now + 14 * DAY);
            stage::spread(sim, dice, incident, codes(range), &shops, 0.2, span)
        }
        _ => {
            let span = (sim.now + DAY, sim.now + DAY * dice.whole(4, 14));
            let patients = *dice.pick(&[0.1, 0.5]);
            stage::spread(sim, dice, incident, codes(range), &shops, patients, span)
        }
    }
}

fn codes(range: Range) -> Vec<Code> {
    (range.from..range.to).map(Code::Pack).collect()
}

/// What a medicine is called in another country.
fn same_medicine(sim: &Sim, product: u32, country: usize) -> Option<u32> {
    let medicine = sim.products[product as usize].medicine;
    sim.menu[country].iter().map(|entry| entry.0).find(|other| sim.products[*other as usize].medicine == medicine)
}

/// Small lots of several medicines come over without an importer, often by traders who also trade legally.
pub fn grey(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, _, _)) = stage::depot(sim, dice, SiteKind::Wholesaler, 8) else { return false };
    let home = sim.sites[site as usize].country;
    if sim.countries.len() < 2 {
        return false;
    }
    let abroad = (home + 1 + dice.index(sim.countries.len() - 1)) % sim.countries.len();
    let mut lines: Vec<(u32, Range)> = Vec::new();
    for _ in 0..30 {
        if lines.len() > (story.strength * 6.0) as usize {
            break;
        }
        let Some(product) = flow::wanted(sim, dice, home) else { return false };
        let Some(twin) = same_medicine(sim, product, abroad).filter(|twin| *twin != product) else { continue };
        let Some(range) = sim.depot[site as usize].get(&product).and_then(|queue| queue.back().copied()) else {
            continue;
        };
        if range.count() < 4 || !stage::usable(sim, range.from) || !sim.ledger.expects(range.from, site) {
            continue;
        }
        let count = dice.whole(3, 14) as u32;
        if let Some(range) = stage::remove(sim, site, product, range, count) {
            lines.push((twin, range));
        }
    }
    let shops = stage::sites_of(sim, SiteKind::Pharmacy, abroad);
    let traders = stage::sites_of(sim, SiteKind::Wholesaler, abroad);
    if lines.is_empty() || shops.is_empty() || traders.is_empty() {
        return false;
    }
    for (_, range) in &lines {
        stage::taint(sim, incident, range.from..range.to);
    }
    let buyer = match story.style {
        0 => Some(*dice.pick(&shops)),
        1 => Some(*dice.pick(&traders)),
        _ => None,
    };
    if let Some(buyer) = buyer {
        flow::send(sim, dice, (site, buyer), lines, false, incident);
        return true;
    }
    // Without papers, sold by a trader's van to few shops; or step by step through small ones.
    let span = (sim.now + DAY, sim.now + DAY * if story.style == 3 { 30 } else { dice.whole(3, 10) });
    let codes = lines.iter().flat_map(|(_, range)| codes(*range)).collect();
    stage::spread(sim, dice, incident, codes, &shops, 0.1, span)
}
