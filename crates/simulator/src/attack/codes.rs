//! Codes that say what is not so.

use world::SiteKind;

use super::{Incident, stage};
use crate::{
    code::Said,
    config::{DAY, HOUR},
    dice::Dice,
    goods,
    sim::{Code, Sim},
};

/// A serial near a genuine one: some characters are others.
fn near(dice: &mut Dice, serial: &str, letters: &str) -> String {
    let mut near: Vec<char> = serial.chars().collect();
    for _ in 0..dice.whole(1, 4) {
        let place = dice.index(near.len());
        near[place] = char::from(*dice.pick(letters.as_bytes()));
    }
    near.into_iter().collect()
}

/// Serials that nobody gave.
pub fn invented(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let Some((site, product, packs)) = stage::stocked(sim, dice, 1) else { return false };
    let (genuine, print) = sim.said(*dice.pick(&packs));
    let count = 2 + (story.strength * 40.0) as usize;
    let other = dice.pick(&sim.products).print.shape;
    let lot = goods::lot(dice, print.lot, sim.now - 90 * DAY);
    let expiry = goods::printed(sim.now + DAY * dice.whole(200, 900), print.month_only);
    let mut codes = Vec::new();
    for _ in 0..count {
        let serial = match story.style {
            0 | 2 => goods::invented(dice, print.shape),
            1 => near(dice, &genuine.serial, print.shape.letters),
            _ => goods::invented(dice, other),
        };
        let said = if story.style == 2 {
            Said { gtin: genuine.gtin.clone(), lot: lot.clone(), expiry: expiry.clone(), serial }
        } else {
            Said { serial, ..genuine.clone() }
        };
        codes.push(Code::Printed(said, print));
    }
    let place = sim.sites[site as usize].place;
    let abroad = stage::foreign(sim, dice, product).filter(|_| dice.chance(0.15));
    let shops = match abroad {
        Some(country) => stage::sites_of(sim, SiteKind::Pharmacy, country),
        None => stage::pharmacies(sim, place, 0.0, 300.0),
    };
    let patients = *dice.pick(&[0.1, 0.3, 0.9]);
    let span = (sim.now + HOUR, sim.now + DAY * dice.whole(1, 12));
    stage::spread(sim, dice, incident, codes, &shops, patients, span)
}

/// Expired packs, or those that soon will be, get a later date.
pub fn expired(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let count = 2 + (story.strength * 30.0) as usize;
    // The oldest goods that some pharmacy or trader has: they go out of the stock and come back with a new date.
    let mut best: Option<(i64, u32, u32, Vec<u32>)> = None;
    for _ in 0..400 {
        let site = dice.index(sim.sites.len()) as u32;
        let Some((product, _)) = sim.menu[sim.sites[site as usize].country].get(dice.index(40)).copied() else {
            continue;
        };
        let mut packs: Vec<u32> = match (sim.shelf[site as usize].get(&product), sim.depot[site as usize].get(&product))
        {
            (Some(packs), _) => packs.clone(),
            (_, Some(queue)) => queue.iter().flat_map(|range| range.from..range.to.min(range.from + 80)).collect(),
            _ => continue,
        };
        packs.retain(|pack| sim.ledger.packs[*pack as usize].state == 0 && !sim.taint.contains_key(pack));
        let ends = |pack: &u32| sim.batches[sim.batch_of(*pack) as usize].expires;
        let Some(first) = packs.iter().map(ends).min() else { continue };
        packs.retain(|pack| ends(pack) == first);
        let sooner = best.as_ref().is_none_or(|(time, ..)| first < *time);
        if sooner && (first < sim.now + 30 * DAY || story.waited > 4) {
            best = Some((first, site, product, packs));
        }
    }
    let Some((expires, site, product, packs)) = best else { return false };
    let packs = dice.some(&packs, count);
    let fresh =
        sim.batches.iter().rev().find(|batch| batch.product == sim.batches[sim.batch_of(packs[0]) as usize].product);
    let fresh = fresh.map(|batch| (batch.lot.clone(), batch.expiry.clone()));
    let mut codes = Vec::new();
    let months = dice.whole(6, 30);
    for pack in &packs {
        let (mut said, print) = sim.said(*pack);
        let later = |months: i64| goods::printed(expires.max(sim.now) + months * 30 * DAY, print.month_only);
        match (story.style, &fresh) {
            (1, Some((lot, expiry))) if *lot != said.lot => (said.lot, said.expiry) = (lot.clone(), expiry.clone()),
            (2, _) => said.expiry = later(dice.whole(3, 9)),
            (3, _) => {
                // One digit of the year is enough.
                let year = said.expiry.get(0..2).and_then(|year| year.parse::<u32>().ok()).unwrap_or(28);
                let rest = said.expiry.get(2..).unwrap_or_default().to_owned();
                said.expiry = format!("{:02}{rest}", year + dice.whole(1, 3) as u32);
            }
            _ => said.expiry = later(months),
        }
        codes.push(Code::Printed(said, print));
        if !stage::lift(sim, site, product, *pack) {
            let range = sim.depot[site as usize]
                .get(&product)
                .and_then(|queue| queue.iter().find(|range| range.from <= *pack && *pack < range.to).copied());
            if let Some(range) = range {
                stage::remove(sim, site, product, range, 1);
            }
        }
    }
    stage::taint(sim, incident, packs);
    let own = sim.sites[site as usize].kind == SiteKind::Pharmacy && dice.chance(0.4);
    let shops = if own { vec![site] } else { stage::pharmacies(sim, sim.sites[site as usize].place, 0.0, 250.0) };
    let span = (sim.now + DAY, sim.now + DAY * dice.whole(3, 12));
    stage::spread(sim, dice, incident, codes, &shops, 0.1, span)
}
