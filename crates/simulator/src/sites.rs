//! Sites, their devices, and when they are open.

use world::{Place, SiteKind, Time};

use crate::{
    config::{self, DAY, HOUR},
    dice::{Dice, mix},
    geography::{self, Country},
    habits::Habits,
    mess::faults::Fault,
};

/// How a device tells where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// Not at all.
    None,
    /// Rounded to tenths of a degree.
    Rounded,
    /// Within so many metres.
    Exact(u32),
}

/// What a device sends before the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The symbology's identifier, `]d2` or `]Q1`.
    Prefixed,
    /// A separator.
    Separator,
    /// Nothing.
    Bare,
}

/// A scanner or an install of the app.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    /// Its number, from which its name is made.
    pub id: u64,
    /// What its clock is ahead.
    pub clock: i64,
    /// Whether its clock misses summer time.
    pub winter: bool,
    /// Where it says it is.
    pub spot: Spot,
    /// What it sends.
    pub reader: Reader,
    /// The hours between which it is online, if not always: the interval of its uploads in seconds.
    pub uploads: Option<i64>,
    /// What is wrong with it, and how often.
    pub fault: Option<(Fault, f64)>,
    /// From when on it is in use.
    pub since: Time,
}

/// A time in which a site's link is down.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// From.
    pub from: Time,
    /// Until.
    pub until: Time,
    /// Whether scans wait, too, or only custody.
    pub scans: bool,
}

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name in the files.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// Where, as an index.
    pub country: usize,
    /// Where.
    pub place: Place,
    /// Where it has moved, and when.
    pub moved: Option<(Time, Place)>,
    /// Whose chain it belongs to; 0 for none.
    pub owner: u32,
    /// Licensed from.
    pub from: Time,
    /// Open from and to, in seconds of the local day.
    pub open: (i64, i64),
    /// Whether on Sundays.
    pub sundays: bool,
    /// Packs dispensed on an average day; for traders their part of the country's trade.
    pub rate: f64,
    /// Whether every pack is scanned on receipt.
    pub receives_all: bool,
    /// Where it buys: mostly, sometimes.
    pub suppliers: [usize; 2],
    /// Its devices.
    pub devices: Vec<Device>,
    /// When its link is down.
    pub outages: Vec<Outage>,
    /// How late it posts custody, always.
    pub stale: i64,
}

impl Site {
    /// Where it is at a time.
    pub fn at(&self, time: Time) -> Place {
        self.moved.filter(|(since, _)| time >= *since).map_or(self.place, |(_, place)| place)
    }

    /// Whether packs are dispensed here.
    pub fn retail(&self) -> bool {
        matches!(self.kind, SiteKind::Pharmacy | SiteKind::Hospital)
    }

    /// When something posted at `time` gets through.
    pub fn through(&self, time: Time, scan: bool) -> Time {
        let outage =
            self.outages.iter().find(|outage| time >= outage.from && time < outage.until && (outage.scans || !scan));
        let late = if scan { 0 } else { self.stale };
        outage.map_or(time, |outage| outage.until) + late
    }
}

/// The device of one of a site's scanners.
pub fn device(dice: &mut Dice, habits: &Habits, since: Time) -> Device {
    let [minutes, hours, days] = config::CLOCK_FAULTS;
    let sign = if dice.chance(0.5) { 1 } else { -1 };
    let clock = match dice.weighted(&[1.0 - minutes - hours - days, minutes, hours, days]) {
        0 => dice.whole(-4, 4),
        1 => sign * dice.whole(60, 1_500),
        2 => sign * dice.whole(1, 11) * HOUR,
        _ => sign * dice.whole(1, 5) * DAY,
    };
    let fault = dice.chance(config::FAULTY_DEVICES).then(|| {
        let (least, most) = config::FAULTY_DEVICE_RATE;
        (Fault::draw(dice), dice.between(least, most))
    });
    Device {
        id: dice.bits(),
        clock,
        winter: habits.summer_time && dice.chance(0.05),
        spot: spot(dice, habits.site_gps),
        reader: reader(dice, habits),
        uploads: dice.chance(habits.offline).then(|| dice.whole(2, 40) * HOUR),
        fault,
        since,
    }
}

/// The install of a patient, who is a number.
pub fn install(seed: u64, habits: &Habits, patient: u64) -> Device {
    let dice = &mut Dice::new(seed, "patient", patient);
    let clock = if dice.chance(0.04) { dice.whole(-900, 900) } else { dice.whole(-2, 2) };
    Device {
        id: mix(dice.bits(), patient),
        clock,
        winter: false,
        spot: spot(dice, habits.patient_gps),
        // Apps decode pictures themselves: the makers of apps differ as the makers of scanners do.
        reader: reader(dice, habits),
        uploads: dice.chance(habits.patient_offline).then(|| dice.whole(2, 40) * HOUR),
        fault: None,
        since: 0,
    }
}

fn reader(dice: &mut Dice, habits: &Habits) -> Reader {
    [Reader::Prefixed, Reader::Separator, Reader::Bare][dice.weighted(&habits.readers)]
}

fn spot(dice: &mut Dice, [exact, rounded]: [f64; 2]) -> Spot {
    match dice.weighted(&[exact, rounded, 1.0 - exact - rounded]) {
        0 => Spot::Exact(dice.whole(4, 90) as u32),
        1 => Spot::Rounded,
        _ => Spot::None,
    }
}

/// What the sites of a world are made of.
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// Retail sites, about.
    pub retail: f64,
    /// Packs dispensed a day by an average retail site.
    pub rate: f64,
    /// The first second with scans.
    pub start: Time,
    /// The end.
    pub end: Time,
    /// Whether the last country opens in the middle.
    pub another: bool,
}

/// All sites of the countries.
pub fn sites(plan: &Plan, habits: &Habits, countries: &[Country]) -> Vec<Site> {
    let mut sites = Vec::new();
    for (number, country) in countries.iter().enumerate() {
        let dice = &mut Dice::new(plan.seed, "sites", number as u64);
        let from = if plan.another && number + 1 == countries.len() { (plan.start + plan.end) / 2 } else { 0 };
        let count = |each: f64, least: f64| (plan.retail * country.share / each).max(least) as usize;
        let mut kinds = vec![SiteKind::Regulator];
        kinds.extend(vec![SiteKind::Manufacturer; dice.whole(2, 5) as usize]);
        kinds.extend(vec![SiteKind::Wholesaler; count(config::RETAIL_PER_WHOLESALER, 3.0)]);
        kinds.extend(vec![SiteKind::ParallelImporter; 1 + count(400.0, 0.0)]);
        kinds.extend(vec![SiteKind::Hospital; count(config::RETAIL_PER_HOSPITAL, 1.0)]);
        kinds.extend(vec![SiteKind::Pharmacy; count(1.0, 8.0)]);
        let mut rank = 0;
        for kind in kinds {
            rank = if kind == SiteKind::Wholesaler { rank + 1 } else { rank };
            sites.push(site(dice, plan, habits, (number, country), kind, (rank, from)));
        }
    }
    for (number, site) in sites.iter_mut().enumerate() {
        site.name = format!("s{:05}", number + 1);
    }
    connect(plan.seed, habits, &mut sites);
    sites
}

fn site(
    dice: &mut Dice,
    plan: &Plan,
    habits: &Habits,
    (number, country): (usize, &Country),
    kind: SiteKind,
    (rank, opens): (u32, Time),
) -> Site {
    let weights: Vec<f64> = country.towns.iter().map(|town| town.weight).collect();
    let town = country.towns[dice.weighted(&weights)];
    let place = geography::within(dice, town.place, town.radius, true);
    let retail = matches!(kind, SiteKind::Pharmacy);
    let spread = libm::exp(0.55 * dice.normal() - 0.15);
    let rate = match kind {
        SiteKind::Pharmacy => plan.rate * spread,
        SiteKind::Hospital => plan.rate * config::HOSPITAL_RATE * spread,
        SiteKind::Wholesaler => 1.0 / libm::pow(f64::from(rank), config::WHOLESALER_ZIPF),
        _ => 1.0,
    };
    let scanners = match kind {
        SiteKind::Pharmacy => dice.whole(1, 3),
        SiteKind::Hospital => dice.whole(3, 6),
        SiteKind::Wholesaler | SiteKind::ParallelImporter => dice.whole(2, 7),
        _ => dice.whole(1, 4),
    };
    let all = if retail { habits.receive_all } else { habits.wholesale_all };
    let middle = plan.start + DAY * dice.whole(3, config::DAYS - 5);
    let opening = dice.whole(14, 19) * HOUR / 2;
    let newly = retail && dice.chance(0.015);
    let mut devices: Vec<Device> = (0..scanners).map(|_| device(dice, habits, 0)).collect();
    if dice.chance(0.12) {
        devices.push(device(dice, habits, middle));
    }
    let moved = (retail && dice.chance(0.008)).then(|| (middle, geography::within(dice, place, 4.0, false)));
    Site {
        name: String::new(),
        kind,
        country: number,
        place,
        moved,
        owner: if retail && dice.chance(habits.chains) { 1 + (number as u32) * 100 + dice.below(9) as u32 } else { 0 },
        // Makers sold abroad before their own country joined.
        from: if opens > 0 && kind != SiteKind::Manufacturer {
            opens
        } else if newly {
            middle
        } else {
            plan.start - DAY * dice.whole(300, 6_000)
        },
        open: match kind {
            SiteKind::Hospital => (6 * HOUR, 22 * HOUR),
            SiteKind::Pharmacy if dice.chance(0.06) => (7 * HOUR, 23 * HOUR),
            _ => (opening, opening + dice.whole(17, 24) * HOUR / 2),
        },
        sundays: kind == SiteKind::Hospital || retail && dice.chance(habits.sundays),
        rate,
        receives_all: dice.chance(all),
        suppliers: [0, 0],
        devices,
        outages: Vec::new(),
        stale: 0,
    }
}

/// Chooses who buys from whom.
fn connect(seed: u64, habits: &Habits, sites: &mut [Site]) {
    let dice = &mut Dice::new(seed, "suppliers", 0);
    for site in 0..sites.len() {
        let (kind, country, place, rate) = (sites[site].kind, sites[site].country, sites[site].place, sites[site].rate);
        let traders: Vec<usize> = (0..sites.len())
            .filter(|other| sites[*other].kind == SiteKind::Wholesaler && sites[*other].country == country)
            .collect();
        if sites[site].retail() {
            let near = |other: &usize| {
                let way = geography::distance(place, sites[*other].place);
                sites[*other].rate / (1.0 + way / 120.0)
            };
            let weights: Vec<f64> = traders.iter().map(near).collect();
            sites[site].suppliers = [traders[dice.weighted(&weights)], traders[dice.weighted(&weights)]];
        } else if kind == SiteKind::Wholesaler {
            let bigger: Vec<usize> = traders.into_iter().filter(|other| sites[*other].rate > rate * 1.5).collect();
            // Its own number stands for the makers.
            let source = if !bigger.is_empty() && dice.chance(habits.second_tier) { *dice.pick(&bigger) } else { site };
            sites[site].suppliers = [source, source];
        }
    }
}
