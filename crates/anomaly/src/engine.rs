//! One pass over what happens: the ledger's entries, loggers' readings and scans in the order in which the system hears of
//! them. Each scan is measured against what is known just before it, and then counted.

mod cold;
mod count;
mod few;
mod measure;
mod mirror;
mod places;
mod ranges;
mod route;
mod tally;

use alloc::vec::Vec;

use cold::Shipments;
use mirror::{Batch, Hop, Mirror};
use places::Places;
use route::Routes;
use tally::{BatchTally, CaseTally, CodeTally, DeviceTally, Habit, LotTally, SiteTally};

pub use mirror::{PackState, PackView};

use crate::{
    decayed::{Decayed, short},
    fact::{
        Act, BatchFacts, BatchId, Entry, Key, ProductFacts, ProductId, Reading, Scan, SiteFacts, SiteId, SiteKind, Time,
    },
    hash::Bounded,
    spec::Features,
};

/// How much the engine remembers. What is beyond is forgotten, the longest untouched first; sites, products and batches
/// beyond are not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sites.
    pub sites: usize,
    /// Products.
    pub products: usize,
    /// Batches.
    pub batches: usize,
    /// Ranges of packs of one batch.
    pub ranges: usize,
    /// Codes that were scanned.
    pub codes: usize,
    /// Devices.
    pub devices: usize,
    /// Cases with something odd.
    pub cases: usize,
    /// Unknown lots.
    pub lots: usize,
    /// Pairs of trading partners.
    pub pairs: usize,
    /// Shipments and loggers.
    pub shipments: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sites: 200_000,
            products: 100_000,
            batches: 1_000_000,
            ranges: 200_000,
            codes: 2_000_000,
            devices: 400_000,
            cases: 200_000,
            lots: 50_000,
            pairs: 500_000,
            shipments: 300_000,
        }
    }
}

/// Of what an incident may be: by these scores are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// One code.
    Code,
    /// One device.
    Device,
    /// One site.
    Site,
    /// One batch.
    Batch,
    /// One case of a batch.
    Case,
    /// One shipment: the last by which the holder got the pack.
    Shipment,
    /// The one who has it by the ledger.
    Holder,
    /// A batch in the country where it is scanned.
    Lane,
}

impl SubjectKind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Code, Self::Device, Self::Site, Self::Batch, Self::Case, Self::Shipment, Self::Holder, Self::Lane];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Device => "device",
            Self::Site => "site",
            Self::Batch => "batch",
            Self::Case => "case",
            Self::Shipment => "shipment",
            Self::Holder => "holder",
            Self::Lane => "lane",
        }
    }
}

/// Of what a scan speaks; none where that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    keys: [Option<Key>; 8],
}

impl Subjects {
    /// The key of that kind.
    pub fn get(&self, kind: SubjectKind) -> Option<Key> {
        self.keys.get(kind as usize).copied().flatten()
    }

    /// Sets a key. The engine does; others may for tests.
    pub fn set(&mut self, kind: SubjectKind, key: Option<Key>) {
        if let Some(slot) = self.keys.get_mut(kind as usize) {
            *slot = key;
        }
    }
}

/// A scan, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What the model sees.
    pub features: Features,
    /// Of what the scan speaks.
    pub subjects: Subjects,
}

/// The streaming engine.
#[derive(Clone, Debug)]
pub struct Engine {
    limits: Limits,
    sites: Vec<SiteFacts>,
    products: Vec<ProductFacts>,
    mirror: Mirror,
    places: Places,
    routes: Routes,
    shipments: Shipments,
    site_tallies: Vec<SiteTally>,
    batch_tallies: Vec<BatchTally>,
    codes: Bounded<Key, CodeTally>,
    devices: Bounded<Key, DeviceTally>,
    cases: Bounded<(BatchId, u32), CaseTally>,
    lots: Bounded<Key, LotTally>,
    unknown: Bounded<ProductId, Decayed>,
    habits: [Habit; 6],
    /// Mean scans an hour of the devices of a role, in 1024ths of 1024ths, and of how many scans.
    role_rates: [(u64, u32); 6],
}

impl Engine {
    /// It knows nothing yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            sites: Vec::new(),
            products: Vec::new(),
            mirror: Mirror::default(),
            places: Places::default(),
            routes: Routes::new(limits.pairs),
            shipments: Shipments::new(limits.shipments),
            site_tallies: Vec::new(),
            batch_tallies: Vec::new(),
            codes: Bounded::new(limits.codes),
            devices: Bounded::new(limits.devices),
            cases: Bounded::new(limits.cases),
            lots: Bounded::new(limits.lots),
            unknown: Bounded::new(limits.products),
            habits: [Habit::default(); 6],
            role_rates: [(0, 0); 6],
            limits,
        }
    }

    /// Tells of a site. Beyond the limit the id is of none, and what is told of it is ignored.
    pub fn add_site(&mut self, facts: SiteFacts) -> SiteId {
        if self.sites.len() >= self.limits.sites {
            return SiteId(u32::MAX);
        }
        let id = SiteId(self.sites.len() as u32);
        let facts = SiteFacts { place: facts.place.filter(|place| place.is_valid()), ..facts };
        if let Some(place) = facts.place {
            self.places.add(id, place, facts.country);
        }
        self.sites.push(facts);
        self.site_tallies.push(SiteTally::default());
        id
    }

    /// Tells of a product. Beyond the limit the id is of none.
    pub fn add_product(&mut self, facts: ProductFacts) -> ProductId {
        if self.products.len() >= self.limits.products {
            return ProductId(u32::MAX);
        }
        let id = ProductId(self.products.len() as u32);
        self.products.push(facts);
        id
    }

    /// Tells of a batch: its packs are with the product's maker. Beyond the limit the id is of none.
    pub fn add_batch(&mut self, facts: BatchFacts) -> BatchId {
        if self.mirror.len() >= self.limits.batches {
            return BatchId(u32::MAX);
        }
        let id = BatchId(self.mirror.len() as u32);
        let maker =
            self.product(facts.product).and_then(|product| product.maker).filter(|maker| self.site(*maker).is_some());
        self.mirror.add(Batch::new(facts, maker));
        self.batch_tallies.push(BatchTally::default());
        id
    }

    /// What was told of a site.
    pub fn site(&self, id: SiteId) -> Option<&SiteFacts> {
        self.sites.get(id.0 as usize)
    }

    /// What was told of a product.
    pub fn product(&self, id: ProductId) -> Option<&ProductFacts> {
        self.products.get(id.0 as usize)
    }

    /// What was told of a batch.
    pub fn batch(&self, id: BatchId) -> Option<&BatchFacts> {
        self.mirror.get(id).map(|batch| &batch.facts)
    }

    /// Whether the licence of a site is suspended by the ledger.
    pub fn suspended(&self, id: SiteId) -> bool {
        self.site_tallies.get(id.0 as usize).is_some_and(|site| site.suspended)
    }

    /// What the ledger says of one pack; none if there is no such pack.
    pub fn pack(&self, batch: BatchId, index: u32) -> Option<PackView> {
        self.mirror.get(batch)?.view(index)
    }

    /// Whether that site had the pack, or awaited it, at some time in the window. The last five earlier holders are known.
    pub fn held_at(&self, batch: BatchId, index: u32, site: SiteId, from: Time, until: Time) -> bool {
        self.mirror
            .get(batch)
            .and_then(|batch| batch.holdings.get(index))
            .is_some_and(|holding| holding.held(site, short(from), short(until)))
    }

    /// Takes in an entry of the ledger. What is of unknown sites or batches is ignored; what the ledger should have refused
    /// is taken as it stands.
    pub fn record(&mut self, entry: &Entry) {
        if matches!(entry.act, Act::LicenceSuspend | Act::LicenceRestore) {
            if let Some(site) = self.site_tallies.get_mut(entry.site.0 as usize) {
                site.suspended = entry.act == Act::LicenceSuspend;
            }
            return;
        }
        let Some((id, packs)) = &entry.packs else { return };
        if self.site(entry.site).is_none() || entry.to.is_some_and(|to| self.site(to).is_none()) {
            return;
        }
        let Some(batch) = self.mirror.get(*id) else { return };
        let packs = packs.start..packs.end.min(batch.facts.packs);
        if packs.is_empty() {
            return;
        }
        if matches!(entry.act, Act::Dispatch | Act::Receive | Act::Reject) {
            self.moved(entry, *id, packs);
        } else if let Some(batch) = self.mirror.get_mut(*id) {
            batch.fated(entry, packs, self.limits.ranges);
        }
    }

    fn moved(&mut self, entry: &Entry, id: BatchId, packs: core::ops::Range<u32>) {
        let Some(batch) = self.mirror.get(id) else { return };
        let Some(before) = batch.holdings.get(packs.start).cloned() else { return };
        let product = batch.facts.product;
        let count = packs.end - packs.start;
        let now = short(entry.time);
        let mut hop = before.hop;
        let (mut foreign, mut importer) = (false, false);
        match entry.act {
            Act::Dispatch => {
                if let (Some(to), Some(from_facts)) = (entry.to, self.sites.get(entry.site.0 as usize))
                    && let Some(to_facts) = self.sites.get(to.0 as usize)
                {
                    let since = (before.holder == Some(entry.site)).then_some(before.since);
                    hop = self.routes.sent(entry.time, (entry.site, from_facts), (to, to_facts), since);
                }
                if let Some(shipment) = entry.shipment {
                    self.shipments.sent(shipment, entry.time, entry.site, entry.to, product, count);
                }
                self.business(entry.site, now);
            }
            Act::Receive => {
                let Some(receiver) = self.sites.get(entry.site.0 as usize) else { return };
                let from = before.holder.filter(|from| *from != entry.site);
                let from_facts = from.and_then(|from| self.sites.get(from.0 as usize));
                let awaited = before.to == Some(entry.site);
                if !awaited {
                    hop = match (from, from_facts) {
                        (Some(from), Some(facts)) => {
                            self.routes.sent(entry.time, (from, facts), (entry.site, receiver), Some(before.since))
                        }
                        _ => Hop::default(),
                    };
                }
                let travelled = awaited.then(|| now.saturating_sub(before.sent));
                self.routes.arrived(&mut hop, product, count, from_facts, (entry.site, receiver), travelled);
                foreign = from_facts.is_some_and(|from| from.country != receiver.country);
                importer = receiver.kind == SiteKind::ParallelImporter;
                if let Some(shipment) = entry.shipment.or(before.outgoing) {
                    self.shipments.got(shipment, entry.time, product, count);
                }
                self.business(entry.site, now);
            }
            _ => {
                if let Some(shipment) = entry.shipment.or(before.outgoing) {
                    self.shipments.got(shipment, entry.time, product, count);
                }
            }
        }
        if let Some(batch) = self.mirror.get_mut(id) {
            batch.moved(entry, packs, self.limits.ranges, hop, foreign, importer);
        }
    }

    fn business(&mut self, site: SiteId, now: u32) {
        if let Some(site) = self.site_tallies.get_mut(site.0 as usize)
            && site.first_business == 0
        {
            site.first_business = now.max(1);
        }
    }

    /// Takes in a reading of a logger.
    pub fn read(&mut self, reading: &Reading) {
        let products = &self.products;
        self.shipments.read(reading, |product| products.get(product.0 as usize)?.storage.clone());
    }

    /// Measures a scan against what is known before it, then counts it.
    pub fn scan(&mut self, scan: &Scan) -> Measured {
        let (measured, context) = self.measure(scan);
        self.count(scan, &context);
        measured
    }
}
