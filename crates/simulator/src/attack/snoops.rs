//! Those who collect codes: staff, and installs of the app.

use world::{Intent, SiteKind};

use super::{Incident, stage};
use crate::{
    code::Said,
    config::{DAY, HOUR},
    dice::Dice,
    flow, goods,
    sim::{By, Code, Job, Sim},
};

/// A look at a code, after which the code is nobody's but its pack's.
fn peek(incident: u32, code: Code, by: By) -> Job {
    Job { taints: false, ..stage::scan(incident, code, by, Intent::Verify) }
}

/// Staff verify packs to collect their codes.
pub fn insider(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let kind = if story.style == 0 || dice.chance(0.4) { SiteKind::Wholesaler } else { SiteKind::Pharmacy };
    let home = stage::country(sim, dice);
    let sites = stage::sites_of(sim, kind, home);
    if sites.is_empty() {
        return false;
    }
    let site = *dice.pick(&sites);
    let count = 40 + (story.strength * 420.0) as usize;
    let packs = if story.style == 2 { of_others(sim, dice, home, count) } else { own(sim, site, count) };
    if packs.len() < 12 {
        return false;
    }
    let device = dice.index(sim.sites[site as usize].devices.len());
    let (open, close) = sim.sites[site as usize].open;
    let day = sim.now.div_euclid(DAY) * DAY - sim.countries[home].zone;
    let days = match story.style {
        0 => 1,
        1 => dice.whole(6, 14),
        2 => dice.whole(1, 6),
        _ => dice.whole(3, 9),
    };
    for visit in 0..days {
        let odd = match story.style {
            0 => dice.chance(0.7),
            1 => dice.chance(0.25),
            _ => dice.chance(0.35),
        };
        let begin = if odd { close + dice.whole(0, 4 * HOUR) } else { open + dice.whole(0, (close - open) * 3 / 4) };
        let mut time = day + (visit + 1) * DAY + begin;
        let pause = dice.whole(3, if story.style == 0 { 12 } else { 90 });
        let each = packs.len().div_ceil(days as usize);
        for pack in packs.iter().skip(visit as usize * each).take(each) {
            time += dice.whole(2, pause);
            let by = if story.style == 3 { By::Site(site) } else { By::Device(site, device) };
            stage::at(sim, time, peek(incident, Code::Pack(*pack), by));
        }
    }
    true
}

/// Packs in a site's own stock.
fn own(sim: &Sim, site: u32, count: usize) -> Vec<u32> {
    let mut packs: Vec<u32> = sim.shelf[site as usize].values().flatten().copied().collect();
    for range in sim.depot[site as usize].values().flatten() {
        packs.extend(range.from..range.to.min(range.from + 60));
    }
    packs.retain(|pack| sim.ledger.expects(*pack, site) && stage::usable(sim, *pack));
    packs.truncate(count);
    packs
}

/// Packs that others hold, of which lists or pictures went round.
fn of_others(sim: &Sim, dice: &mut Dice, country: usize, count: usize) -> Vec<u32> {
    let mut packs = Vec::new();
    for _ in 0..20 {
        let Some((_, _, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 10) else { continue };
        packs.extend(range.from..range.to.min(range.from + 40));
        if packs.len() >= count / 2 {
            break;
        }
    }
    for site in stage::sites_of(sim, SiteKind::Pharmacy, country).into_iter().take(40) {
        packs.extend(sim.shelf[site as usize].values().flatten().copied().take(6));
    }
    packs.retain(|pack| stage::usable(sim, *pack));
    packs.truncate(count);
    packs
}

/// Installs try codes: guessed, or leaked.
pub fn crawler(sim: &mut Sim, dice: &mut Dice, incident: u32, story: &Incident) -> bool {
    let home = stage::country(sim, dice);
    let Some(product) = flow::wanted(sim, dice, home) else { return false };
    let Some((holder, _, range)) = stage::depot(sim, dice, SiteKind::Wholesaler, 20) else { return false };
    let _ = holder;
    let product =
        if story.style == 3 { sim.batches[sim.batch_of(range.from) as usize].product as u32 } else { product };
    let Some(sample) = sim.batches.iter().position(|batch| batch.product as u32 == product && batch.released < sim.now)
    else {
        return false;
    };
    let (genuine, print) = sim.said(sim.batches[sample].first);
    let count = 30 + (story.strength * 320.0) as usize;
    let installs: Vec<u64> = match story.style {
        2 => (0..dice.whole(4, 30)).map(|_| dice.bits()).collect(),
        3 => (0..dice.whole(2, 8)).map(|_| dice.bits()).collect(),
        _ => vec![dice.bits()],
    };
    let places: Vec<_> = installs.iter().map(|_| stage::somewhere(sim, dice, home)).collect();
    let pause = match story.style {
        0 => dice.between(2.0, 14.0),
        1 => dice.between(1_500.0, 7_000.0),
        2 => dice.between(60.0, 1_200.0),
        _ => dice.between(20.0, 900.0),
    };
    // Guesses start from codes that somebody has seen, and some of those seen are tried as they are.
    let ordered = dice.chance(0.4);
    let seen = dice.between(0.1, 0.6);
    // Some sit at a pharmacy's own device, or use its key.
    let shops = stage::sites_of(sim, SiteKind::Pharmacy, home);
    let shop = (!shops.is_empty() && dice.chance(0.25)).then(|| *dice.pick(&shops));
    let mut time = sim.now;
    let mut last = genuine.serial.clone();
    for step in 0..count {
        time += 1 + dice.waiting(pause) as i64;
        if time > sim.end {
            break;
        }
        let which = dice.index(installs.len());
        let by = shop.map_or(By::Patient(installs[which], places[which]), |shop| By::Device(shop, which));
        let code = if story.style == 3 || dice.chance(seen) {
            let pack = range.from + step as u32 % range.count();
            Code::Pack(pack)
        } else {
            last = if ordered { following(&last, print.shape.letters) } else { goods::invented(dice, print.shape) };
            Code::Printed(Said { serial: last.clone(), ..genuine.clone() }, print)
        };
        stage::at(sim, time, peek(incident, code, by));
    }
    true
}

/// The serial after one, as somebody counts who thinks that makers count.
fn following(serial: &str, letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let mut next: Vec<char> = serial.chars().collect();
    for letter in next.iter_mut().rev() {
        let place = letters.iter().position(|other| other == letter).unwrap_or(0) + 1;
        *letter = letters[place % letters.len()];
        if place < letters.len() {
            break;
        }
    }
    next.into_iter().collect()
}
