//! Stolen goods that are sold before anybody reports the theft.

use world::{EventKind, SiteKind};

use super::{Incident, stage};
use crate::{
    config::{DAY, HOUR},
    dice::Dice,
    sim::{Code, Range, Sim},
};

/// A theft.
pub fn theft(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let count = 5 + (story.strength * 70.0) as u32;
    let report = sim.now + DAY * dice.whole(3, 14);
    let span = (sim.now + 4 * HOUR, report);
    let (source, packs) = match story.style {
        0 | 1 => {
            let Some((site, product, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 8) else { return false };
            let home = sim.sites[site as usize].country;
            let Some(range) = stage::remove(sim, site, product, range, count) else { return false };
            if story.style == 0 {
                // From the lorry: sent, and never received.
                let shops = stage::sites_of(sim, SiteKind::Pharmacy, home);
                if shops.is_empty() {
                    return false;
                }
                let to = *dice.pick(&shops);
                let number = sim.next_shipment;
                sim.next_shipment += 1;
                sim.tell(EventKind::Dispatch, range, site, to, number, sim.now);
            }
            stage::reported(sim, site, range, report);
            (site, (range.from..range.to).collect::<Vec<u32>>())
        }
        2 => {
            let Some((site, product, packs)) = stage::stocked(sim, dice, 3) else { return false };
            let mut taken = burgled(sim, site, product, &packs, report);
            // Burglars do not stop at one product.
            let others: Vec<u32> = sim.shelf[site as usize].keys().copied().collect();
            for other in dice.some(&others, count as usize / 3) {
                let found = sim.shelf[site as usize].get(&other).cloned().unwrap_or_default();
                let found: Vec<u32> = found.into_iter().filter(|pack| stage::usable(sim, *pack)).collect();
                taken.extend(burgled(sim, site, other, &found, report));
            }
            (site, taken)
        }
        _ => {
            // A few packs at a time from hospitals.
            let mut taken = Vec::new();
            let mut source = None;
            for site in 0..sim.sites.len() as u32 {
                if sim.sites[site as usize].kind != SiteKind::Hospital || taken.len() as u32 > count {
                    continue;
                }
                let products: Vec<u32> = sim.shelf[site as usize].keys().copied().collect();
                for product in dice.some(&products, 6) {
                    let found = sim.shelf[site as usize].get(&product).cloned().unwrap_or_default();
                    let found: Vec<u32> = found.into_iter().filter(|pack| stage::usable(sim, *pack)).take(4).collect();
                    taken.extend(burgled(sim, site, product, &found, report + DAY));
                }
                source = source.or(Some(site));
            }
            let Some(source) = source.filter(|_| !taken.is_empty()) else { return false };
            (source, taken)
        }
    };
    stage::taint(sim, incident, packs.iter().copied());
    let place = sim.sites[source as usize].place;
    let mut shops = stage::pharmacies(sim, place, 15.0, *dice.pick(&[120.0, 600.0, 2_000.0]));
    if shops.is_empty() {
        shops = stage::pharmacies(sim, place, 0.5, 3_000.0);
    }
    shops.retain(|site| *site != source);
    let patients = *dice.pick(&[0.1, 0.3, 0.8]);
    let codes = packs.into_iter().map(Code::Pack).collect();
    stage::spread(sim, dice, incident, codes, &shops, patients, span)
}

fn burgled(sim: &mut Sim, site: u32, product: u32, packs: &[u32], report: i64) -> Vec<u32> {
    let mut taken = Vec::new();
    for pack in packs {
        if stage::lift(sim, site, product, *pack) {
            stage::reported(sim, site, Range { from: *pack, to: pack + 1 }, report);
            taken.push(*pack);
        }
    }
    taken
}
