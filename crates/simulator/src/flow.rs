//! Goods on their legal way: makers, wholesalers, parallel importers, pharmacies and hospitals.

use world::{EventKind, Intent, SiteKind, Time};

use crate::{
    attack::{Family, cold},
    config::{self, DAY, HOUR},
    dice::{Dice, mix},
    geography, goods,
    ledger::NONE,
    mess, sensors,
    sim::{Act, By, Code, Hint, Job, Range, Shipment, Sim},
};

/// Sets up who sells what and how much of it.
pub fn prepare(sim: &mut Sim, daily: f64) {
    for country in 0..sim.countries.len() {
        sim.demand[country] = daily * sim.countries[country].share;
        menu(sim, country);
    }
    let rates: f64 = sim.sites.iter().filter(|site| site.retail()).map(|site| site.rate).sum();
    for site in &mut sim.sites {
        site.rate *= if site.retail() { daily / rates.max(1e-9) } else { 1.0 };
    }
    for site in 0..sim.sites.len() {
        let buyer = sim.sites[site].clone();
        if buyer.retail() {
            sim.trade[buyer.suppliers[0]] += buyer.rate * 0.75;
            sim.trade[buyer.suppliers[1]] += buyer.rate * 0.25;
        }
    }
    for site in 0..sim.sites.len() {
        let source = sim.sites[site].suppliers[0];
        if sim.sites[site].kind == SiteKind::Wholesaler && source != site {
            sim.trade[source] += sim.trade[site];
        }
    }
}

/// The products of a country, by demand.
pub fn menu(sim: &mut Sim, country: usize) {
    let mut sum = 0.0;
    let mut menu = Vec::new();
    for (number, product) in sim.products.iter().enumerate() {
        let made_here = sim.sites[product.maker].kind == SiteKind::Manufacturer;
        if made_here && product.launched <= sim.now.max(sim.start) && product.markets.contains(&country) {
            sum += product.weight;
            menu.push((number as u32, sum));
        }
    }
    sim.menu[country] = menu;
}

/// Part of a country's demand that a product has.
pub fn part(sim: &Sim, country: usize, product: u32) -> f64 {
    let whole = sim.menu[country].last().map_or(1.0, |last| last.1);
    sim.products[product as usize].weight / whole
}

/// The product that somebody in a country wants.
pub fn wanted(sim: &Sim, dice: &mut Dice, country: usize) -> Option<u32> {
    let menu = &sim.menu[country];
    let at = dice.unit() * menu.last()?.1;
    menu.get(menu.partition_point(|entry| entry.1 <= at)).map(|entry| entry.0)
}

/// Fills all stocks before the first scan.
///
/// # Errors
/// The writer's.
pub fn stock_up(sim: &mut Sim) -> Result<(), world::Error> {
    let begin = sim.start - config::WARM_UP * DAY;
    let dice = &mut Dice::new(sim.seed, "stock", 0);
    for product in 0..sim.products.len() as u32 {
        let daily = product_demand(sim, product);
        let mut left = daily * (config::PACKS_PER_DISPENSE * config::DAYS as f64 - config::SHELF_DAYS);
        let each = (left / dice.whole(3, 9) as f64).clamp(config::BATCH_PACKS.0 as f64, config::BATCH_PACKS.1 as f64);
        while left > 0.0 && sim.ledger.packs.len() < config::MOST_PACKS {
            let packs = (each * dice.between(0.6, 1.4)) as u32;
            left -= f64::from(packs.max(1));
            make(sim, product, packs, begin + dice.whole(0, DAY), dice)?;
        }
    }
    for site in 0..sim.sites.len() as u32 {
        let kind = sim.sites[site as usize].kind;
        if sim.sites[site as usize].retail() {
            let time =
                sim.sites[site as usize].from.max(sim.start) - DAY * dice.whole(2, 17) + dice.whole(8, 17) * HOUR;
            initial_wants(sim, dice, site);
            if sim.sites[site as usize].from < sim.start {
                sim.plan(time, Act::Order(site));
            }
            sim.plan(sim.sites[site as usize].from.max(sim.start - DAY) + dice.whole(6, 20) * HOUR, Act::Order(site));
        } else if kind == SiteKind::Wholesaler && sim.sites[site as usize].from < sim.start {
            let second = sim.sites[site as usize].suppliers[0] != site as usize;
            let day = if second { 22 } else { 29 };
            for round in 0..3 {
                sim.plan(sim.start - DAY * (day - round * 4) + dice.whole(0, 20) * HOUR, Act::Order(site));
            }
        } else if kind == SiteKind::ParallelImporter && sim.sites[site as usize].from < sim.start {
            for round in 0..3 {
                sim.plan(sim.start - DAY * (24 - 7 * round) + dice.whole(0, 20) * HOUR, Act::Order(site));
            }
        }
    }
    Ok(())
}

fn initial_wants(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let about = &sim.sites[site as usize];
    let (country, rate) = (about.country, about.rate);
    for product in sim.menu[country].iter().map(|entry| entry.0).collect::<Vec<_>>() {
        let mean = rate * part(sim, country, product) * config::SHELF_DAYS;
        let count = dice.times(mean) + u32::from(dice.chance(mean * 3.0));
        if count > 0 {
            sim.wants[site as usize].insert(product, count);
        }
    }
}

/// Packs of a product that are dispensed a day.
pub fn product_demand(sim: &Sim, product: u32) -> f64 {
    let markets = &sim.products[product as usize].markets;
    let sold = |country: &usize| {
        let there = sim.menu[*country].iter().any(|entry| entry.0 == product);
        if there { sim.demand[*country] * part(sim, *country, product) } else { 0.0 }
    };
    markets.iter().map(sold).sum()
}

/// A maker makes a batch.
///
/// # Errors
/// The writer's.
pub fn make(sim: &mut Sim, product: u32, packs: u32, when: Time, dice: &mut Dice) -> Result<u32, world::Error> {
    let first = sim.ledger.packs.len() as u32;
    let packs = packs.clamp(config::BATCH_PACKS.0 as u32, config::BATCH_PACKS.1 as u32);
    let mut batch = goods::batch(dice, &mut sim.products[product as usize], first, packs, when);
    let late = when > sim.start - 3 * DAY && dice.chance(config::LATE_UPLOAD * sim.habits.slips * 6.0);
    if late {
        batch.registered += dice.whole(3 * DAY, 9 * DAY);
        batch.released = batch.registered + dice.whole(60, 3 * HOUR);
    }
    let holder = sim.products[product as usize].maker as u32;
    let number = sim.add_batch(product, batch, holder)?;
    let queue = sim.depot[holder as usize].entry(product).or_default();
    let range = Range { from: first, to: first + packs };
    if late {
        queue.push_front(range)
    } else {
        queue.push_back(range)
    }
    if late && when >= sim.start {
        hurry(sim, dice, product, packs / 6);
    }
    Ok(number)
}

/// Goods that were waited for go to some wholesalers at once.
fn hurry(sim: &mut Sim, dice: &mut Dice, product: u32, packs: u32) {
    let markets = sim.products[product as usize].markets.clone();
    let fits = |site: &u32| {
        let site = &sim.sites[*site as usize];
        site.kind == SiteKind::Wholesaler && markets.contains(&site.country) && site.from <= sim.now
    };
    let buyers: Vec<u32> = (0..sim.sites.len() as u32).filter(fits).collect();
    let maker = sim.products[product as usize].maker as u32;
    for buyer in dice.some(&buyers, 3) {
        let lines: Vec<(u32, Range)> =
            take(sim, maker, product, packs).into_iter().map(|range| (product, range)).collect();
        if !lines.is_empty() {
            send(sim, dice, (maker, buyer), lines, false, NONE);
        }
    }
}

/// Takes packs of a product from a trader's stock.
pub fn take(sim: &mut Sim, site: u32, product: u32, count: u32) -> Vec<Range> {
    let mut left = count;
    let mut taken = Vec::new();
    let Some(queue) = sim.depot[site as usize].get_mut(&product) else { return taken };
    while left > 0 {
        let Some(first) = queue.front_mut() else { break };
        let part = Range { from: first.from, to: first.to.min(first.from + left) };
        left -= part.count();
        first.from = part.to;
        if first.count() == 0 {
            queue.pop_front();
        }
        taken.push(part);
    }
    // Nobody ships what must not be sold.
    taken.retain(|range| {
        let batch = &sim.batches[sim.batches.partition_point(|batch| batch.first <= range.from) - 1];
        batch.stopped.is_none() && batch.expires > sim.now + 20 * DAY
    });
    taken
}

/// How much of a product a trader has.
pub fn has(sim: &Sim, site: u32, product: u32) -> u32 {
    sim.depot[site as usize].get(&product).map_or(0, |queue| queue.iter().map(|range| range.count()).sum())
}

/// Goods leave a site; the ledger is told unless `silent`. Gives the shipment's number.
pub fn send(
    sim: &mut Sim,
    dice: &mut Dice,
    ends: (u32, u32),
    lines: Vec<(u32, Range)>,
    back: bool,
    incident: u32,
) -> u32 {
    let (from, to) = ends;
    let number = sim.next_shipment;
    sim.next_shipment += 1;
    // What goes back is looked at first.
    let packing = if back { 300 } else { 0 };
    for (_, range) in &lines {
        sim.tell(EventKind::Dispatch, *range, from, to, number, sim.now + packing + dice.whole(0, 20));
    }
    let (one, other) = (sim.sites[from as usize].place, sim.sites[to as usize].place);
    let delayed = dice.chance(config::DELAYED);
    let delay = if delayed { dice.between(48.0, 220.0) } else { dice.waiting(7.0).min(30.0) };
    let hours = 3.0 + geography::distance(one, other) / 45.0 + delay;
    let cold = lines.iter().any(|(product, _)| sim.products[*product as usize].cold);
    let retail = sim.sites[to as usize].retail();
    let logger = cold && !back && !delayed && (!retail || dice.chance(sim.habits.loggers));
    let arrival = sim.open(to, sim.now + (hours * 3_600.0) as i64, dice);
    let shipment = Shipment { from, to, lines, left: sim.now, logger, back, incident };
    sim.shipments.insert(number, shipment);
    sim.plan(arrival, Act::Arrive(number));
    number
}

/// A site orders from those who supply it.
///
/// # Errors
/// The writer's.
pub fn order(sim: &mut Sim, site: u32) -> Result<(), world::Error> {
    let dice = &mut Dice::new(sim.seed, "order", mix(u64::from(site), sim.now as u64));
    match sim.sites[site as usize].kind {
        SiteKind::Pharmacy | SiteKind::Hospital => retail_order(sim, dice, site),
        SiteKind::Wholesaler => trade_order(sim, dice, site),
        SiteKind::ParallelImporter => import(sim, dice, site),
        SiteKind::Manufacturer => return produce(sim, dice, site),
        SiteKind::Regulator => {}
    }
    Ok(())
}

fn retail_order(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let [main, second] = sim.sites[site as usize].suppliers;
    let turn = if dice.chance(0.8) { [main, second] } else { [second, main] };
    for (round, supplier) in turn.into_iter().enumerate() {
        if round == 1 && (main == second || dice.chance(0.5)) {
            break;
        }
        let mut lines = Vec::new();
        let wants: Vec<(u32, u32)> =
            sim.wants[site as usize].iter().map(|(product, count)| (*product, *count)).collect();
        for (product, count) in wants {
            let ranges = take(sim, supplier as u32, product, count);
            let got: u32 = ranges.iter().map(|range| range.count()).sum();
            lines.extend(ranges.into_iter().map(|range| (product, range)));
            if got >= count {
                sim.wants[site as usize].remove(&product);
            } else if got > 0 {
                sim.wants[site as usize].insert(product, count - got);
            }
        }
        // Deliveries of many lines come in several boxes, each with its papers.
        for lines in lines.chunks(40) {
            send(sim, dice, (supplier as u32, site), lines.to_vec(), false, NONE);
        }
    }
}

fn trade_order(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let (trade, source) = (sim.trade[site as usize], sim.sites[site as usize].suppliers[0] as u32);
    let mut orders: std::collections::BTreeMap<u32, Vec<(u32, Range)>> = Default::default();
    for (product, _) in sim.menu[country].clone() {
        let daily = trade * part(sim, country, product);
        let stock = f64::from(has(sim, site, product));
        let full = daily * config::WHOLESALER_DAYS + if sim.now < sim.start { daily * config::SHELF_DAYS } else { 0.0 };
        if stock > full * 0.6 || daily <= 0.0 {
            continue;
        }
        let about = &sim.products[product as usize];
        let case = if source == site { about.case } else { 1 };
        let count = (((full - stock) / f64::from(case)) as u32 + 1) * case;
        // What is meant for several countries is bought in all of them.
        let abroad = if dice.chance(config::ACROSS) { across(sim, dice, site, product) } else { None };
        let about = &sim.products[product as usize];
        let usual = if source == site || dice.chance(0.1) { about.maker as u32 } else { source };
        let from = abroad.unwrap_or(usual);
        let ranges = take(sim, from, product, count);
        orders.entry(from).or_default().extend(ranges.into_iter().map(|range| (product, range)));
    }
    for (from, lines) in orders {
        for lines in lines.chunks(25) {
            send(sim, dice, (from, site), lines.to_vec(), false, NONE);
        }
    }
}

/// A wholesaler of another country for which a product is meant, too, and which has it.
fn across(sim: &Sim, dice: &mut Dice, site: u32, product: u32) -> Option<u32> {
    let home = sim.sites[site as usize].country;
    let markets = &sim.products[product as usize].markets;
    let fits = |other: &u32| {
        let other = &sim.sites[*other as usize];
        other.kind == SiteKind::Wholesaler && other.country != home && markets.contains(&other.country)
    };
    let sellers: Vec<u32> = (0..sim.sites.len() as u32).filter(fits).collect();
    let seller = (!sellers.is_empty()).then(|| *dice.pick(&sellers))?;
    (has(sim, seller, product) > 60).then_some(seller)
}

/// A maker makes more of what runs low.
fn produce(sim: &mut Sim, dice: &mut Dice, site: u32) -> Result<(), world::Error> {
    for product in 0..sim.products.len() as u32 {
        if sim.products[product as usize].maker as u32 != site || sim.ledger.packs.len() > config::MOST_PACKS {
            continue;
        }
        let daily = product_demand(sim, product);
        let stock = f64::from(has(sim, site, product));
        // Batches are also made ahead of need, as lines run.
        if stock < daily * 25.0 || dice.chance(0.05) {
            make(sim, product, (daily * dice.between(20.0, 45.0)) as u32, sim.now, dice)?;
        }
    }
    Ok(())
}

/// A parallel importer buys abroad, where a medicine has another GTIN.
fn import(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let importers =
        sim.sites.iter().filter(|other| other.kind == SiteKind::ParallelImporter && other.country == country);
    let importers = importers.count().max(1) as f64;
    let mut lines: std::collections::BTreeMap<u32, Vec<(u32, Range)>> = Default::default();
    for (product, _) in sim.menu[country].clone() {
        // Dear medicines pay; each importer keeps to some of them.
        let about = &sim.products[product as usize];
        let keen = mix(u64::from(site), about.medicine as u64) % 100;
        if keen > 12 + 9 * u64::from(about.band) {
            continue;
        }
        let twins: Vec<u32> = (0..sim.products.len() as u32)
            .filter(|other| {
                let other = &sim.products[*other as usize];
                other.medicine == about.medicine
                    && !other.markets.contains(&country)
                    && other.launched <= sim.now
                    && sim.sites[other.maker].kind == SiteKind::Manufacturer
            })
            .collect();
        if twins.is_empty() {
            continue;
        }
        let twin = *dice.pick(&twins);
        let abroad = *dice.pick(&sim.products[twin as usize].markets);
        let sellers: Vec<u32> = (0..sim.sites.len() as u32)
            .filter(|other| {
                sim.sites[*other as usize].kind == SiteKind::Wholesaler && sim.sites[*other as usize].country == abroad
            })
            .collect();
        // Importers ask around, and buy where there is most.
        let asked = dice.some(&sellers, 5);
        let Some(seller) = asked.into_iter().max_by_key(|seller| has(sim, *seller, twin)) else { continue };
        let weekly = sim.demand[country] * part(sim, country, product) * 7.0;
        let count =
            (weekly * sim.habits.parallel * config::IMPORT_EAGERNESS / importers * dice.between(0.5, 1.5)) as u32;
        let count = count.min(has(sim, seller, twin) * 3 / 4);
        let ranges = take(sim, seller, twin, count);
        lines.entry(seller).or_default().extend(ranges.into_iter().map(|range| (product, range)));
    }
    for (seller, lines) in lines {
        for lines in lines.chunks(25) {
            send(sim, dice, (seller, site), lines.to_vec(), false, NONE);
        }
    }
    sell_imports(sim, dice, site);
}

/// Sells on what a parallel importer has in stock.
fn sell_imports(sim: &mut Sim, dice: &mut Dice, site: u32) {
    let country = sim.sites[site as usize].country;
    let buyers: Vec<u32> = (0..sim.sites.len() as u32)
        .filter(|other| {
            sim.sites[*other as usize].kind == SiteKind::Wholesaler && sim.sites[*other as usize].country == country
        })
        .collect();
    if buyers.is_empty() {
        return;
    }
    let weights: Vec<f64> = buyers.iter().map(|buyer| sim.trade[*buyer as usize]).collect();
    for _ in 0..3 {
        let buyer = buyers[dice.weighted(&weights)];
        let mut lines = Vec::new();
        for product in sim.depot[site as usize].keys().copied().collect::<Vec<_>>() {
            let count = has(sim, site, product).div_ceil(2);
            let ranges = take(sim, site, product, count);
            lines.extend(ranges.into_iter().map(|range| (product, range)));
        }
        for lines in lines.chunks(25) {
            send(sim, dice, (site, buyer), lines.to_vec(), false, NONE);
        }
    }
}

/// A shipment arrives.
pub fn arrive(sim: &mut Sim, number: u32) {
    let Some(shipment) = sim.shipments.remove(&number) else { return };
    let dice = &mut Dice::new(sim.seed, "arrive", u64::from(number));
    let tampered = sim
        .incidents
        .get(shipment.incident as usize)
        .filter(|incident| incident.family == Family::TamperedTemperatureLog);
    let style = tampered.map(|incident| incident.style);
    if let Some(style) = style {
        cold::log(sim, dice, number, &shipment, style);
    }
    let warm = shipment.logger && style.is_none() && sensors::benign(sim, dice, number, &shipment);
    let (lines, extra) = mess::returns::checked(sim, dice, number, &shipment);
    let to = shipment.to;
    let site = sim.sites[to as usize].clone();
    let device = dice.index(site.devices.len());
    let intent = if shipment.back { Intent::Return } else { Intent::Receive };
    let mut time = sim.now + dice.whole(60, 900);
    for (product, range) in &lines {
        let case = sim.products[*product as usize].case;
        let every = match (site.receives_all, site.retail()) {
            (true, _) => 1,
            (false, true) if shipment.incident != NONE || dice.chance(0.3) => range.count().max(1),
            (false, true) => u32::MAX,
            (false, false) => case,
        };
        let mut pack = range.from;
        while pack < range.to && every < u32::MAX {
            time += dice.whole(2, 9);
            sim.plan(time, receive_scan(pack, to, device, intent, shipment.incident));
            pack = pack.saturating_add(every);
        }
        sim.tell(EventKind::Receive, *range, to, NONE, number, time + dice.whole(2, 40));
    }
    for pack in extra {
        time += dice.whole(2, 9);
        sim.plan(time, receive_scan(pack, to, device, intent, shipment.incident));
    }
    if shipment.incident != NONE {
        for (_, range) in &lines {
            for pack in range.from..range.to {
                sim.taint.entry(pack).or_insert(shipment.incident);
            }
        }
    }
    if warm {
        mess::authority::warm(sim, dice, to, &lines, time + 3 * HOUR);
        return;
    }
    for (product, range) in lines {
        put(sim, dice, to, product, range, time + HOUR);
    }
}

fn receive_scan(pack: u32, to: u32, device: usize, intent: Intent, incident: u32) -> Act {
    let by = By::Device(to, device);
    Act::Scan(Box::new(Job {
        code: Code::Pack(pack),
        by,
        intent,
        incident,
        taints: incident != NONE,
        hint: Hint::Plain,
        then: None,
    }))
}

/// Goods go into a site's stock.
pub fn put(sim: &mut Sim, dice: &mut Dice, site: u32, product: u32, range: Range, time: Time) {
    let about = &sim.sites[site as usize];
    if about.retail() {
        sim.shelf[site as usize].entry(product).or_default().extend(range.from..range.to);
        return;
    }
    let foreign = sim.batches[sim.batch_of(range.from) as usize].product as u32 != product;
    if about.kind == SiteKind::ParallelImporter && foreign {
        let habit = Dice::new(sim.seed, "repackages", u64::from(site)).chance(sim.habits.repackage);
        if habit {
            sim.plan(time + dice.whole(DAY, 4 * DAY), Act::Repack(site, product, range));
            return;
        }
    }
    // What is shipped before its upload was waited for.
    let eager = sim.batches[sim.batch_of(range.from) as usize].registered > sim.now;
    let queue = sim.depot[site as usize].entry(product).or_default();
    if eager || foreign && dice.chance(0.85) { queue.push_front(range) } else { queue.push_back(range) }
}

/// An importer destroys foreign packs and registers its own for them.
///
/// # Errors
/// The writer's.
pub fn repack(sim: &mut Sim, site: u32, product: u32, range: Range) -> Result<(), world::Error> {
    let dice = &mut Dice::new(sim.seed, "repack", u64::from(range.from));
    let country = sim.sites[site as usize].country;
    let medicine = sim.products[product as usize].medicine;
    let own = sim.products.iter().position(|other| other.maker as u32 == site && other.medicine == medicine);
    let own = own.unwrap_or_else(|| {
        let mut own = sim.products[product as usize].clone();
        own.gtin = goods::gtin_of(sim.seed, site as usize, sim.products.len());
        own.maker = site as usize;
        own.markets = vec![country];
        own.print = goods::print(&mut Dice::new(sim.seed, "importer print", u64::from(site)), &sim.habits);
        (own.key, own.serials, own.launched) = (dice.bits(), 0, sim.now);
        sim.products.push(own);
        sim.products.len() - 1
    });
    sim.tell(EventKind::Destroy, range, site, NONE, NONE, sim.now);
    let first = sim.ledger.packs.len() as u32;
    let mut batch = goods::batch(dice, &mut sim.products[own], first, range.count(), sim.now);
    let old = &sim.batches[sim.batch_of(range.from) as usize];
    (batch.expiry, batch.expires) = (old.expiry.clone(), old.expires);
    if sim.now > sim.start - DAY && dice.chance(config::LATE_UPLOAD * sim.habits.slips * 4.0) {
        batch.registered += dice.whole(DAY, 5 * DAY);
    }
    batch.released = batch.registered + dice.whole(HOUR, 20 * HOUR);
    sim.add_batch(own as u32, batch, site)?;
    let new = Range { from: first, to: first + range.count() };
    sim.depot[site as usize].entry(product).or_default().push_back(new);
    Ok(())
}
