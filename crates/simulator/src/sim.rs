//! The world in motion: what is due when, what is scanned, and what the ledger is told.

mod scanning;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque},
};

use world::{Event, EventKind, Intent, Place, Time};

use crate::{
    attack::Incident,
    code::Said,
    config::{DAY, HOUR},
    dice::{Dice, mix},
    geography::{self, Country},
    goods::{self, Batch, Print, Product},
    habits::Habits,
    ledger::{Known, Ledger, NONE, Note, Refusal},
    out::Out,
    sites::Site,
};

/// What is scanned.
#[derive(Clone, Debug)]
pub enum Code {
    /// The code of a genuine pack, on it or on a copy.
    Pack(u32),
    /// Whatever was printed.
    Printed(Said, Print),
}

/// Who scans.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// Any device of a site.
    Site(u32),
    /// A certain device of a site.
    Device(u32, usize),
    /// A patient, at a place.
    Patient(u64, Place),
    /// An inspector of a regulator, at a place.
    Inspector(u32, Place),
}

/// What is known of a scan beyond what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    Plain,
    /// Somebody's slip.
    Slip,
    /// Somebody who may well look at packs of others.
    Visit,
}

/// A scan to be made.
#[derive(Clone, Debug)]
pub struct Job {
    /// Of what.
    pub code: Code,
    /// By whom.
    pub by: By,
    /// What for.
    pub intent: Intent,
    /// Part of which incident, or [`NONE`].
    pub incident: u32,
    /// Whether the code belongs to the incident from now on.
    pub taints: bool,
    /// What is known.
    pub hint: Hint,
    /// What the ledger is told when the scan arrives.
    pub then: Option<EventKind>,
}

/// Packs `from` to `to`, without the latter, all of one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub from: u32,
    /// The first after them.
    pub to: u32,
}

impl Range {
    /// How many.
    pub fn count(self) -> u32 {
        self.to - self.from
    }
}

/// Goods on their way.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// From whom.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// What for which product.
    pub lines: Vec<(u32, Range)>,
    /// When they left.
    pub left: Time,
    /// Whether a logger travels with them.
    pub logger: bool,
    /// Whether they go back.
    pub back: bool,
    /// Part of which incident, or [`NONE`].
    pub incident: u32,
}

/// What is due.
#[derive(Clone, Debug)]
pub enum Act {
    /// Somebody buys something.
    Serve(u32),
    /// A hospital gives out many packs.
    Bulk(u32, u32),
    /// A site orders.
    Order(u32),
    /// A shipment arrives.
    Arrive(u32),
    /// The ledger is told.
    Post(Note),
    /// A scan.
    Scan(Box<Job>),
    /// A pack that was taken back stands on the shelf again.
    Shelve(u32, u32, u32),
    /// An importer has repackaged.
    Repack(u32, u32, Range),
    /// Everyday mess.
    Mess(crate::mess::Kind, u32),
    /// An attack begins, or goes on.
    Attack(u32, u32),
}

struct Due(Time, u64, Act);

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.1 == other.1
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// A dispensed pack that somebody could still meet.
#[derive(Clone, Copy, Debug)]
pub struct Sold {
    /// Which.
    pub pack: u32,
    /// Where.
    pub site: u32,
    /// When.
    pub time: Time,
}

/// The world.
pub struct Sim {
    /// The seed.
    pub seed: u64,
    /// Its habits.
    pub habits: Habits,
    /// The first second with scans.
    pub start: Time,
    /// The end.
    pub end: Time,
    /// Where it is.
    pub countries: Vec<Country>,
    /// Who there is.
    pub sites: Vec<Site>,
    /// What there is.
    pub products: Vec<Product>,
    /// Products of a country, with the sum of the weights up to each.
    pub menu: Vec<Vec<(u32, f64)>>,
    /// Packs dispensed a day in each country.
    pub demand: Vec<f64>,
    /// What is made.
    pub batches: Vec<Batch>,
    /// What the ledger knows.
    pub ledger: Ledger,
    /// Packs on retail shelves, by site and product.
    pub shelf: Vec<BTreeMap<u32, Vec<u32>>>,
    /// Packs in traders' stock, by site and product.
    pub depot: Vec<BTreeMap<u32, VecDeque<Range>>>,
    /// What retail sites want, by site and product.
    pub wants: Vec<BTreeMap<u32, u32>>,
    /// Part of the country's demand that goes through a trader.
    pub trade: Vec<f64>,
    /// Goods on their way.
    pub shipments: BTreeMap<u32, Shipment>,
    /// The number of the next shipment.
    pub next_shipment: u32,
    /// The last packs that were sold.
    pub sold: VecDeque<Sold>,
    /// Codes that belong to an incident.
    pub taint: BTreeMap<u32, u32>,
    /// Packs that changed hands without papers.
    pub astray: BTreeSet<u32>,
    /// Sites without licence for now, and until when.
    pub closed: BTreeMap<u32, Time>,
    /// Attacks.
    pub incidents: Vec<Incident>,
    /// What the time is.
    pub now: Time,
    /// Factor on demand that keeps to the wanted number of scans.
    pub pace: f64,
    /// Everything written.
    pub out: Out,
    /// Chance of what happens to scans on their way.
    pub way: Dice,
    due: BinaryHeap<Reverse<Due>>,
    serial: u64,
}

/// What a world is made from.
pub struct Parts {
    /// See [`Sim::seed`] and the like.
    pub seed: u64,
    /// Habits.
    pub habits: Habits,
    /// Start and end.
    pub span: (Time, Time),
    /// Countries.
    pub countries: Vec<Country>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Products.
    pub products: Vec<Product>,
    /// Where it is written.
    pub out: Out,
}

impl Sim {
    /// A world in which nothing has happened yet.
    pub fn new(parts: Parts) -> Self {
        let Parts { seed, habits, span: (start, end), countries, sites, products, out } = parts;
        let count = sites.len();
        Self {
            seed,
            habits,
            start,
            end,
            menu: vec![Vec::new(); countries.len()],
            demand: vec![0.0; countries.len()],
            countries,
            products,
            batches: Vec::new(),
            ledger: Ledger { packs: Vec::new(), suspended: vec![false; count] },
            shelf: vec![BTreeMap::new(); count],
            depot: vec![BTreeMap::new(); count],
            wants: vec![BTreeMap::new(); count],
            trade: vec![0.0; count],
            sites,
            shipments: BTreeMap::new(),
            next_shipment: 1,
            sold: VecDeque::new(),
            taint: BTreeMap::new(),
            astray: BTreeSet::new(),
            closed: BTreeMap::new(),
            incidents: Vec::new(),
            now: start,
            pace: 1.0,
            out,
            way: Dice::new(seed, "way", 0),
            due: BinaryHeap::new(),
            serial: 0,
        }
    }

    /// Something is due at a time.
    pub fn plan(&mut self, time: Time, act: Act) {
        self.serial += 1;
        self.due.push(Reverse(Due(time, self.serial, act)));
    }

    /// What is due next before a time.
    pub fn next(&mut self, until: Time) -> Option<Act> {
        if self.due.peek()?.0.0 >= until {
            return None;
        }
        let Reverse(Due(time, _, act)) = self.due.pop()?;
        self.now = time.max(self.now);
        Some(act)
    }

    /// The batch of a pack.
    pub fn batch_of(&self, pack: u32) -> u32 {
        self.batches.partition_point(|batch| batch.first <= pack) as u32 - 1
    }

    /// What stands on a pack.
    pub fn said(&self, pack: u32) -> (Said, Print) {
        let batch = &self.batches[self.batch_of(pack) as usize];
        let product = &self.products[batch.product];
        let serial = goods::serial(product, batch.serials + u64::from(pack - batch.first));
        let said = Said { gtin: product.gtin.clone(), lot: batch.lot.clone(), expiry: batch.expiry.clone(), serial };
        (said, product.print)
    }

    /// The local second of the day at a site.
    pub fn local(&self, site: u32, time: Time) -> i64 {
        (time + self.countries[self.sites[site as usize].country].zone).rem_euclid(DAY)
    }

    /// The weekday at a site, 0 for Monday.
    pub fn weekday(&self, site: u32, time: Time) -> usize {
        ((time + self.countries[self.sites[site as usize].country].zone).div_euclid(DAY) + 3).rem_euclid(7) as usize
    }

    /// The first time at or after `time` at which a site is open, and a little later.
    pub fn open(&self, site: u32, time: Time, dice: &mut Dice) -> Time {
        let (open, close) = self.sites[site as usize].open;
        let mut time = time;
        for _ in 0..9 {
            let local = self.local(site, time);
            let closed = self.weekday(site, time) == 6 && !self.sites[site as usize].sundays;
            if closed || local >= close {
                time += DAY - local;
            } else if local < open {
                time += open - local + dice.whole(0, (close - open) * 3 / 4);
            } else {
                return time;
            }
        }
        time
    }

    /// A time on a day at which somebody comes to a site: two peaks, in the morning and in the afternoon.
    pub fn moment(&self, dice: &mut Dice, site: u32, day: Time) -> Time {
        let (open, close) = self.sites[site as usize].open;
        let peak = if dice.chance(0.5) { 0.28 } else { 0.68 };
        let mut part = peak + 0.14 * dice.normal();
        if !(0.0..1.0).contains(&part) {
            part = dice.unit();
        }
        let zone = self.countries[self.sites[site as usize].country].zone;
        day - zone + open + (part * (close - open) as f64) as i64
    }

    /// Tells the ledger, as soon as the site and the batch allow.
    pub fn post(&mut self, note: Note, time: Time) {
        let custody = matches!(note.kind, EventKind::Dispatch | EventKind::Receive | EventKind::Reject);
        let mut time = if custody || note.kind == EventKind::Dispense {
            let site = &self.sites[note.site as usize];
            if custody { site.through(time, false) } else { site.through(time, true) }
        } else {
            time
        };
        if note.batch != NONE {
            let batch = &self.batches[note.batch as usize];
            let known = if note.kind == EventKind::Receive || note.kind == EventKind::Dispatch {
                batch.released
            } else {
                batch.registered
            };
            time = time.max(known.max(batch.registered) + 1);
        }
        self.plan(time, Act::Post(note));
    }

    /// Tells the ledger of a range of packs.
    pub fn tell(&mut self, kind: EventKind, range: Range, site: u32, to_site: u32, shipment: u32, time: Time) {
        let batch = self.batch_of(range.from);
        let first = self.batches[batch as usize].first;
        let note =
            Note { kind, batch, from: range.from - first, to: range.to - first, site, to_site, shipment, tries: 60 };
        self.post(note, time);
    }

    /// The ledger records a note, or it is tried again, or dropped.
    ///
    /// # Errors
    /// The writer's.
    pub fn record(&mut self, mut note: Note) -> Result<(), world::Error> {
        match self.ledger.record(&note, &self.sites, &mut self.batches, self.now) {
            Ok(()) => {
                self.out.counts.events += 1;
                let name = |site: u32| (site != NONE).then(|| self.sites[site as usize].name.clone());
                self.out.writer.event(&Event {
                    time: self.now,
                    event: note.kind,
                    batch: (note.batch != NONE).then(|| batch_name(note.batch)),
                    from_index: note.from,
                    to_index: note.to,
                    site: name(note.site).unwrap_or_default(),
                    to_site: name(note.to_site),
                    shipment: (note.shipment != NONE).then(|| shipment_name(note.shipment)),
                    reference: None,
                })
            }
            Err(Refusal::NotYet) if note.tries > 0 => {
                note.tries -= 1;
                self.plan(self.now + 4 * HOUR, Act::Post(note));
                Ok(())
            }
            Err(_) => {
                self.out.counts.refused += 1;
                Ok(())
            }
        }
    }

    /// Adds a batch, and its packs to the files.
    ///
    /// # Errors
    /// The writer's.
    pub fn add_batch(&mut self, product: u32, batch: Batch, holder: u32) -> Result<u32, world::Error> {
        let number = self.batches.len() as u32;
        let mut batch = batch;
        batch.product = product as usize;
        let about = &self.products[product as usize];
        self.out.writer.batch(&world::Batch {
            batch: batch_name(number),
            gtin: about.gtin.clone(),
            lot: batch.lot.clone(),
            expiry: batch.expiry.clone(),
            manufactured: Some(batch.made.clone()),
            packs: batch.packs,
            packs_per_case: Some(about.case),
            registered: Some(batch.registered),
            released: Some(batch.released),
        })?;
        for index in 0..batch.packs {
            let serial = goods::serial(about, batch.serials + u64::from(index));
            self.out.writer.pack(&world::Pack { batch: batch_name(number), index, serial })?;
        }
        self.out.counts.packs += u64::from(batch.packs);
        let known = Known { holder, to: NONE, shipment: NONE, state: 0, dispensed: 0 };
        self.ledger.packs.resize(self.ledger.packs.len() + batch.packs as usize, known);
        self.batches.push(batch);
        Ok(number)
    }

    /// A patient of a site: the same number is the same person.
    pub fn patient(&self, dice: &mut Dice, site: u32) -> u64 {
        let regulars = 6 + (self.sites[site as usize].rate * 8.0) as u64;
        if dice.chance(0.65) { mix(u64::from(site) + 1, dice.below(regulars)) } else { dice.bits() }
    }

    /// Where a patient of a site lives.
    pub fn home(&self, patient: u64, site: u32) -> Place {
        let dice = &mut Dice::new(self.seed, "home", patient);
        let far = if dice.chance(0.06) { dice.between(15.0, 160.0) } else { 9.0 };
        geography::within(dice, self.sites[site as usize].place, far, true)
    }
}

/// A batch's name in the files.
pub fn batch_name(batch: u32) -> String {
    format!("b{:05}", batch + 1)
}

/// A shipment's name in the files.
pub fn shipment_name(shipment: u32) -> String {
    format!("h{shipment:07}")
}
