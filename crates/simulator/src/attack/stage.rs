//! What many stories need: where goods come from, where they turn up, and what becomes of them there.

use world::{EventKind, Intent, Place, SiteKind, Time};

use crate::{
    config::{DAY, HOUR},
    dice::Dice,
    flow, geography,
    ledger::{self, NONE},
    sim::{By, Code, Hint, Job, Range, Sim},
};

/// A scan of a code that belongs to an incident.
pub fn scan(incident: u32, code: Code, by: By, intent: Intent) -> Job {
    let then = (intent == Intent::Dispense).then_some(EventKind::Dispense);
    Job { code, by, intent, incident, taints: true, hint: Hint::Plain, then }
}

/// Plans a scan.
pub fn at(sim: &mut Sim, time: Time, job: Job) {
    sim.plan(time, crate::sim::Act::Scan(Box::new(job)));
}

/// Sites of a kind in a country that are open by now.
pub fn sites_of(sim: &Sim, kind: SiteKind, country: usize) -> Vec<u32> {
    let fits = |site: &u32| {
        let about = &sim.sites[*site as usize];
        about.kind == kind && about.country == country && about.from <= sim.now
    };
    (0..sim.sites.len() as u32).filter(fits).collect()
}

/// Pharmacies at a distance from a place, in km.
pub fn pharmacies(sim: &Sim, place: Place, least: f64, most: f64) -> Vec<u32> {
    let fits = |site: &u32| {
        let about = &sim.sites[*site as usize];
        let way = geography::distance(place, about.place);
        about.kind == SiteKind::Pharmacy && about.from <= sim.now && way >= least && way <= most
    };
    (0..sim.sites.len() as u32).filter(fits).collect()
}

/// Any country, by its people.
pub fn country(sim: &Sim, dice: &mut Dice) -> usize {
    let shares: Vec<f64> = sim.countries.iter().map(|country| country.share).collect();
    dice.weighted(&shares)
}

/// A country that a product is not meant for.
pub fn foreign(sim: &Sim, dice: &mut Dice, product: u32) -> Option<usize> {
    let markets = &sim.products[product as usize].markets;
    let others: Vec<usize> = (0..sim.countries.len()).filter(|country| !markets.contains(country)).collect();
    (!others.is_empty()).then(|| *dice.pick(&others))
}

/// A pharmacy of a country, with some packs of which the product is worth the trouble; its shelf's packs of that product.
pub fn stocked(sim: &Sim, dice: &mut Dice, least: usize) -> Option<(u32, u32, Vec<u32>)> {
    for _ in 0..60 {
        let site = dice.index(sim.sites.len()) as u32;
        let about = &sim.sites[site as usize];
        if about.kind != SiteKind::Pharmacy || about.from > sim.now {
            continue;
        }
        let Some(product) = flow::wanted(sim, dice, about.country) else { continue };
        let dear = 0.25 + 0.15 * f64::from(sim.products[product as usize].band);
        let Some(packs) = sim.shelf[site as usize].get(&product).filter(|packs| packs.len() >= least) else { continue };
        let known = packs.iter().copied().filter(|pack| sim.ledger.expects(*pack, site) && usable(sim, *pack));
        let packs: Vec<u32> = known.collect();
        if packs.len() >= least && dice.chance(dear) {
            return Some((site, product, packs));
        }
    }
    None
}

/// A trader of a kind with a range of a product, which is left where it is.
pub fn depot(sim: &Sim, dice: &mut Dice, kind: SiteKind, least: u32) -> Option<(u32, u32, Range)> {
    for _ in 0..80 {
        let site = dice.index(sim.sites.len()) as u32;
        if sim.sites[site as usize].kind != kind {
            continue;
        }
        let Some(product) = flow::wanted(sim, dice, sim.sites[site as usize].country) else { continue };
        let Some(queue) = sim.depot[site as usize].get(&product).filter(|queue| !queue.is_empty()) else { continue };
        let range = queue[dice.index(queue.len())];
        if range.count() >= least
            && sim.ledger.expects(range.from, site)
            && usable(sim, range.from)
            && !sim.taint.contains_key(&range.from)
        {
            return Some((site, product, range));
        }
    }
    None
}

/// Whether the ledger would let a pack be sold.
pub fn usable(sim: &Sim, pack: u32) -> bool {
    let batch = &sim.batches[sim.batch_of(pack) as usize];
    sim.ledger.packs[pack as usize].state == 0
        && batch.stopped.is_none()
        && batch.expires > sim.now + 30 * DAY
        && batch.released < sim.now
        && !sim.taint.contains_key(&pack)
}

/// Takes packs out of a trader's stock: the last of a range that lies there.
pub fn remove(sim: &mut Sim, site: u32, product: u32, range: Range, count: u32) -> Option<Range> {
    let queue = sim.depot[site as usize].get_mut(&product)?;
    let place = queue.iter().position(|other| *other == range)?;
    let count = count.min(range.count());
    let taken = Range { from: range.to - count, to: range.to };
    queue[place].to = taken.from;
    if queue[place].count() == 0 {
        queue.remove(place);
    }
    Some(taken)
}

/// Takes one pack from a shelf.
pub fn lift(sim: &mut Sim, site: u32, product: u32, pack: u32) -> bool {
    let Some(packs) = sim.shelf[site as usize].get_mut(&product) else { return false };
    let Some(place) = packs.iter().position(|other| *other == pack) else { return false };
    packs.swap_remove(place);
    true
}

/// A pack lives at a pharmacy as others do there: perhaps scanned when it comes, perhaps checked, sold some days later, and
/// looked at by who bought it.
pub fn live(sim: &mut Sim, incident: u32, code: Code, site: u32, from: Time, dice: &mut Dice) -> Time {
    let begin = sim.open(site, from, dice);
    if sim.sites[site as usize].receives_all {
        let job = scan(incident, code.clone(), By::Site(site), Intent::Receive);
        at(sim, begin, job);
    }
    if dice.chance(sim.habits.shelf_checks * 0.25) {
        let time = sim.open(site, begin + dice.waiting(3.0 * DAY as f64) as i64, dice);
        at(sim, time, scan(incident, code.clone(), By::Site(site), Intent::Verify));
    }
    let day = (begin + HOUR + dice.waiting(5.0 * DAY as f64) as i64).div_euclid(DAY) * DAY;
    let sold = sim.moment(dice, site, day).max(begin + 1_200);
    let sold = sim.open(site, sold, dice);
    at(sim, sold, scan(incident, code.clone(), By::Site(site), Intent::Dispense));
    if dice.chance(sim.habits.patients) {
        let patient = sim.patient(dice, site);
        let place = sim.home(patient, site);
        let later = sold + 600 + dice.waiting(14.0 * HOUR as f64) as i64;
        at(sim, later, scan(incident, code, By::Patient(patient, place), Intent::Verify));
    }
    sold
}

/// A patient bought a pack from who knows whom, and scans it at home.
pub fn bought(sim: &mut Sim, incident: u32, code: Code, place: Place, from: Time, dice: &mut Dice) {
    let patient = dice.bits();
    let mut time = from + dice.waiting(2.0 * DAY as f64) as i64;
    // People are awake by day.
    let hour = (time.rem_euclid(DAY)) / HOUR;
    if hour < 5 {
        time += 6 * HOUR;
    }
    at(sim, time, scan(incident, code.clone(), By::Patient(patient, place), Intent::Verify));
    if dice.chance(sim.habits.patients_again) {
        let again = time + dice.whole(5, 7_200);
        at(sim, again, scan(incident, code, By::Patient(patient, place), Intent::Verify));
    }
}

/// Somewhere in a town of a country.
pub fn somewhere(sim: &Sim, dice: &mut Dice, country: usize) -> Place {
    let towns = &sim.countries[country].towns;
    let weights: Vec<f64> = towns.iter().map(|town| town.weight).collect();
    let town = towns[dice.weighted(&weights)];
    geography::within(dice, town.place, town.radius, true)
}

/// Packs from a place turn up, one by one, at pharmacies and with patients that are so far away; at `patients` of them
/// with patients. At least one is seen.
pub fn spread(
    sim: &mut Sim,
    dice: &mut Dice,
    incident: u32,
    codes: Vec<Code>,
    shops: &[u32],
    patients: f64,
    span: (Time, Time),
) -> bool {
    if shops.is_empty() || codes.is_empty() {
        return false;
    }
    // A seller has few buyers.
    let buyers = dice.some(shops, (codes.len() / 3 + 1).min(9));
    for (place, code) in codes.into_iter().enumerate() {
        let site = *dice.pick(&buyers);
        let time = dice.whole(span.0, span.1);
        if dice.chance(patients) {
            let home = geography::within(dice, sim.sites[site as usize].place, 12.0, true);
            // Few patients scan what they buy.
            if place == 0 || dice.chance(0.35) {
                bought(sim, incident, code, home, time, dice);
            }
        } else {
            live(sim, incident, code, site, time, dice);
        }
    }
    true
}

/// Marks packs as part of an incident from now on.
pub fn taint(sim: &mut Sim, incident: u32, packs: impl IntoIterator<Item = u32>) {
    for pack in packs {
        sim.taint.entry(pack).or_insert(incident);
    }
}

/// The theft is reported.
pub fn reported(sim: &mut Sim, site: u32, range: Range, time: Time) {
    sim.tell(EventKind::Steal, range, site, NONE, NONE, time);
}

/// Whether the ledger still calls a pack dispensed.
pub fn dispensed(sim: &Sim, pack: u32) -> bool {
    sim.ledger.packs[pack as usize].state == ledger::DISPENSED
}
