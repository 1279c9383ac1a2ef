//! Makes a world from its settings.

use std::path::PathBuf;

use world::{Manifest, SiteKind, Time, Writer};

use crate::{
    attack::{self, Family, Style},
    config::{self, DAY, HOUR, Size},
    counter,
    dice::{Dice, mix},
    flow, geography, goods,
    habits::Habits,
    mess,
    out::{Counts, Out},
    sim::{Act, Parts, Sim},
    sites::{self, Plan},
};

/// How big a world is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Preset {
    /// About a million scans.
    National,
    /// For development.
    Small,
    /// For tests.
    Tiny,
}

impl Preset {
    /// What that means.
    pub fn size(self) -> Size {
        match self {
            Self::National => config::NATIONAL,
            Self::Small => config::SMALL,
            Self::Tiny => config::TINY,
        }
    }
}

/// What changes in the middle of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shift {
    /// Nothing.
    None,
    /// Twice as much is sold.
    Volume,
    /// Another country joins.
    Country,
    /// From the start, some sites post custody days late.
    Stale,
    /// New medicines are launched, and sell well.
    Product,
}

/// What to make.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Into which folder.
    pub out: PathBuf,
    /// From which seed.
    pub seed: u64,
    /// How big.
    pub preset: Preset,
    /// About how many scans that are no attacks, if not as the preset says.
    pub scans: Option<u64>,
    /// What changes.
    pub shift: Shift,
    /// Which attack families.
    pub families: Vec<Family>,
    /// Which of their styles.
    pub style: Style,
}

/// Makes a world, and tells what is in it.
///
/// # Errors
/// Whatever the file system refuses.
pub fn simulate(settings: &Settings) -> Result<Counts, world::Error> {
    let seed = settings.seed;
    let habits = Habits::draw(seed, settings.preset == Preset::Tiny);
    let mut size = settings.preset.size();
    size.scans = settings.scans.unwrap_or(size.scans);
    let start = DAY * (19_700 + Dice::new(seed, "calendar", 0).whole(0, 700));
    let end = start + config::DAYS * DAY;
    let manifest = Manifest {
        format: world::FORMAT.to_owned(),
        name: format!("{:?} {seed}", settings.preset).to_lowercase(),
        generator: concat!("medtrail-simulate ", env!("CARGO_PKG_VERSION")).to_owned(),
        seed,
        start,
        end,
    };
    let writer = Writer::create(&settings.out, &manifest)?;
    let retail = (size.scans as f64 / config::SCANS_PER_SITE * habits.density).max(24.0);
    let another = settings.shift == Shift::Country;
    let countries = geography::countries(seed, &habits, retail, another);
    let daily = size.scans as f64 / scans_per_dispense(&habits) / config::DAYS as f64;
    let plan = Plan { seed, retail, rate: daily / retail / 1.13, start, end, another };
    let sites = sites::sites(&plan, &habits, &countries);
    let mut products = goods::products(seed, &habits, &sites, countries.len(), size.medicines);
    if settings.shift == Shift::Product {
        launch(&mut products, (start + end) / 2);
    }
    let parts = Parts { seed, habits, span: (start, end), countries, sites, products, out: Out::new(writer) };
    let mut sim = Sim::new(parts);
    mess::links::plan(&mut sim, settings.shift == Shift::Stale);
    flow::prepare(&mut sim, daily);
    sim.now = start - config::WARM_UP * DAY;
    flow::stock_up(&mut sim)?;
    attack::schedule(&mut sim, &settings.families, settings.style, size.incidents);
    for day in -config::WARM_UP..config::DAYS {
        let today = start + day * DAY;
        shifted(&mut sim, settings.shift, day)?;
        if day >= 0 {
            if day > 4 {
                pace(&mut sim, size.scans, day, settings.shift);
            }
            open_day(&mut sim, day, settings.shift);
            mess::plan(&mut sim, today);
        }
        while let Some(act) = sim.next(today + DAY) {
            perform(&mut sim, act)?;
        }
        sim.out.settle(today)?;
    }
    for product in &sim.products {
        let markets = product.markets.iter().map(|country| sim.countries[*country].code.to_owned()).collect();
        let (least, most) = if product.cold { (2.0, 8.0) } else { (2.0, 25.0) };
        sim.out.writer.product(&world::Product {
            gtin: product.gtin.clone(),
            name: product.name.clone(),
            maker_site: sim.sites[product.maker].name.clone(),
            markets,
            storage_min_c: Some(least),
            storage_max_c: Some(most),
            price_band: Some(product.band),
        })?;
    }
    for site in &sim.sites {
        sim.out.writer.site(&world::Site {
            site: site.name.clone(),
            kind: site.kind,
            country: sim.countries[site.country].code.to_owned(),
            place: Some(site.place),
            licence_from: Some(site.from),
            licence_until: Some(end + DAY * (300 + (mix(seed, site.from as u64) % 1_500) as i64)),
        })?;
    }
    sim.out.settle(Time::MAX)?;
    let Out { writer, counts, .. } = sim.out;
    writer.finish()?;
    Ok(counts)
}

/// About how many scans there are for one dispensed pack; what is wrong here is put right on the way.
fn scans_per_dispense(habits: &Habits) -> f64 {
    let receive = habits.receive_all + (1.0 - habits.receive_all) * 0.25;
    let wholesale = habits.wholesale_all * 1.4 + 0.05;
    1.04 + receive + wholesale + habits.shelf_checks * 1.1 + habits.patients * 1.7
}

/// New medicines: some that are known become those.
fn launch(products: &mut [goods::Product], time: Time) {
    let medicines = products.iter().map(|product| product.medicine).max().unwrap_or(0);
    let whole: f64 = products.iter().map(|product| product.weight).sum();
    let new = |product: &&mut goods::Product| product.medicine + 4 > medicines;
    let count = products.iter_mut().filter(new).count().max(1) as f64;
    for product in products.iter_mut().filter(new) {
        product.launched = time;
        product.weight = whole * 0.25 / count;
    }
}

/// What a shift changes on a day.
fn shifted(sim: &mut Sim, shift: Shift, day: i64) -> Result<(), world::Error> {
    if shift != Shift::Product || day != config::DAYS / 2 - 6 && day != config::DAYS / 2 {
        return Ok(());
    }
    if day == config::DAYS / 2 {
        for country in 0..sim.countries.len() {
            flow::menu(sim, country);
        }
        return Ok(());
    }
    let dice = &mut Dice::new(sim.seed, "launch", 0);
    for product in 0..sim.products.len() as u32 {
        if sim.products[product as usize].launched > sim.start {
            for _ in 0..3 {
                let daily: f64 = sim.demand.iter().sum::<f64>() * 0.02;
                flow::make(sim, product, (daily * 20.0) as u32, sim.now, dice)?;
            }
        }
    }
    Ok(())
}

/// Keeps to the wanted number of scans.
fn pace(sim: &mut Sim, scans: u64, day: i64, shift: Shift) {
    let [benign, technical, procedural, blocked, _] = sim.out.counts.classes;
    let done = benign + technical + procedural + blocked;
    let target = scans as f64 * day as f64 / config::DAYS as f64;
    let drift = target / (done as f64).max(1.0);
    // Doubled volume is meant to stay.
    if shift != Shift::Volume || day < config::DAYS / 2 {
        let wanted = 1.0 + (drift - 1.0) * config::DAYS as f64 * 0.12;
        sim.pace = sim.pace * 0.7 + 0.3 * wanted.clamp(0.6, 1.7);
    }
}

/// Plans what every site does on a day.
fn open_day(sim: &mut Sim, day: i64, shift: Shift) {
    let today = sim.start + day * DAY;
    let season = 1.0 + sim.habits.season * (day as f64 / config::DAYS as f64 - 0.5);
    let twice = if shift == Shift::Volume && day >= config::DAYS / 2 { 2.0 } else { 1.0 };
    for site in 0..sim.sites.len() as u32 {
        let about = &sim.sites[site as usize];
        let (kind, rate, from, sundays) = (about.kind, about.rate, about.from, about.sundays);
        let dice = &mut Dice::new(sim.seed, "day", mix(u64::from(site), day as u64));
        let weekday = sim.weekday(site, today + 12 * HOUR);
        if from > today || sim.closed.get(&site).is_some_and(|until| *until > today) {
            continue;
        }
        let factor = sim.habits.weekdays[weekday] * season * twice * sim.pace;
        match kind {
            SiteKind::Pharmacy => {
                let open = weekday < 6 || sundays;
                let sold = if open { dice.times(rate * factor) } else { 0 };
                for _ in 0..sold {
                    let time = sim.moment(dice, site, today);
                    sim.plan(time.max(today), Act::Serve(site));
                }
                if weekday < 6 && dice.chance(0.55) {
                    let time = sim.moment(dice, site, today);
                    sim.plan(time.max(today), Act::Order(site));
                }
            }
            SiteKind::Hospital => {
                // Once a week a lot, on other days a little.
                let heavy = weekday == (site % 5) as usize;
                let count = dice.times(rate * factor * if heavy { 5.2 } else { 0.3 });
                let time = sim.moment(dice, site, today);
                if count > 0 {
                    sim.plan(time.max(today), Act::Bulk(site, count));
                }
                if weekday < 6 {
                    let time = sim.moment(dice, site, today);
                    sim.plan(time.max(today), Act::Order(site));
                }
            }
            SiteKind::Wholesaler if (day + i64::from(site)) % 4 == 0 => {
                sim.plan(today + dice.whole(6, 17) * HOUR, Act::Order(site));
            }
            SiteKind::Manufacturer if dice.chance(0.25) && weekday < 5 => {
                sim.plan(today + dice.whole(6, 17) * HOUR, Act::Order(site));
            }
            SiteKind::ParallelImporter if dice.chance(0.15) && weekday < 5 => {
                sim.plan(today + dice.whole(6, 17) * HOUR, Act::Order(site));
            }
            _ => {}
        }
    }
}

fn perform(sim: &mut Sim, act: Act) -> Result<(), world::Error> {
    match act {
        Act::Serve(site) => counter::serve(sim, site),
        Act::Bulk(site, count) => counter::bulk(sim, site, count),
        Act::Order(site) => flow::order(sim, site)?,
        Act::Arrive(shipment) => flow::arrive(sim, shipment),
        Act::Post(note) => sim.record(note)?,
        Act::Scan(job) => sim.scan(*job),
        Act::Shelve(site, product, pack) => sim.shelf[site as usize].entry(product).or_default().push(pack),
        Act::Repack(site, product, range) => flow::repack(sim, site, product, range)?,
        Act::Mess(kind, site) => mess::happen(sim, kind, site),
        Act::Attack(incident, step) => attack::step(sim, incident, step),
    }
    Ok(())
}
