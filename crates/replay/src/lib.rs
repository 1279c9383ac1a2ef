//! A world, replayed as a system would have lived through it: scans in the order in which it heard of them, each against
//! what the ledger and the loggers had told until then. [`Replay`] gives what rules and anomaly engine make of each scan,
//! [`score_world`] the scores, and [`Judging`] says how good they are.

mod catalogue;
mod distance;
mod error;
mod evaluate;
mod key;
mod late;
mod order;
mod parts;
mod repair;
mod resolve;
mod ruling;
mod score;
mod serials;

use std::{collections::HashMap, iter::Peekable, path::Path};

use anomaly::{
    Engine, Limits, Measured,
    fact::{
        Act, BatchFacts, BatchId, Code, Entry, Intent, Key, ProductFacts, ProductId, Reading, Role, Ruling, Scan,
        SiteFacts, SiteId, SiteKind, Time,
    },
};
use catalogue::{Batch, Catalogue};
use gs1::{Date, Gtin};
use key::key;
use late::{Sight, UnknownLots};
use ledger_types::Position;
use order::ByReceived;
use resolve::resolve;
use ruling::{Judged, Rules, Scanner, Validity};
use verdict::Verdict;
use world::{Event, Folder, Place, Rows};

pub use error::Error;
pub use evaluate::{Calibrated, Evaluation, FalseAlarms, Family, Judging, Precision, Share, Triage, names_fault};
pub use resolve::repair_code;
pub use ruling::{LATE, LATE_RECORD, LATE_REPORT, LATE_UPLOAD, MISCONFIGURED, MISREAD};
pub use score::{Scores, score_world};

/// What rules and engine make of one scan.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The scan's name.
    pub scan: String,
    /// When it was, by the device's clock.
    pub time: Time,
    /// When the system heard of it.
    pub received: Time,
    /// The rules' verdict.
    pub verdict: Verdict,
    /// Its reasons, the strongest first.
    pub reasons: Vec<&'static str>,
    /// What was scanned.
    pub code: Code,
    /// The rules' finding.
    pub ruling: Ruling,
    /// What the model sees.
    pub measured: Measured,
    /// Who scanned.
    pub role: Role,
    /// What for.
    pub intent: Intent,
    /// All that the engine was told of it.
    pub facts: Scan,
}

/// A world that is being replayed.
pub struct Replay {
    folder: Folder,
    engine: Engine,
    catalogue: Catalogue,
    rules: Rules,
    lots: UnknownLots,
    batches: HashMap<String, BatchId>,
    events: Peekable<Rows<Event>>,
    readings: Peekable<Rows<world::Reading>>,
    scans: ByReceived,
    failed: bool,
}

impl Replay {
    /// Opens a world. Labels are never read.
    ///
    /// # Errors
    /// [`Error`]: what is wrong with the files.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let folder = Folder::open(folder)?;
        let mut engine = Engine::new(limits(&folder));
        let mut rules = Rules::default();
        for site in &folder.sites {
            let (kind, country) = (kind(site.kind), country(&site.country));
            engine.add_site(SiteFacts { kind, country, place: site.place.map(position) });
            rules.add(kind, country, Validity { from: site.licence_from, until: site.licence_until });
        }
        let mut catalogue = Catalogue::default();
        for product in &folder.products {
            let gtin: Gtin = product.gtin.parse().map_err(|cause| Error::Gtin { gtin: product.gtin.clone(), cause })?;
            let id = engine.add_product(ProductFacts {
                maker: site_id(&folder, &product.maker_site),
                markets: product.markets.iter().map(|market| country(market)).collect(),
                storage: product
                    .storage_min_c
                    .zip(product.storage_max_c)
                    .map(|(least, most)| milli(least)..milli(most)),
                price_band: product.price_band,
            });
            catalogue.add_product(gtin, id);
        }
        let batches = add_batches(&folder, &mut engine, &mut catalogue)?;
        for pack in folder.packs()? {
            let pack = pack?;
            let batch = batches.get(&pack.batch).copied();
            if !batch.is_some_and(|batch| catalogue.add_pack(batch, &pack.serial, pack.index)) {
                return Err(Error::TooMany { batch: pack.batch });
            }
        }
        if let Some((lot, serial)) = catalogue.sort() {
            return Err(Error::SerialTwice { lot, serial });
        }
        let events = folder.events()?.peekable();
        let readings = folder.readings()?.peekable();
        let scans = ByReceived::open(&folder)?;
        let lots = UnknownLots::default();
        Ok(Self { folder, engine, catalogue, rules, lots, batches, events, readings, scans, failed: false })
    }

    /// The world that is replayed.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Tells the engine all that the ledger recorded and loggers reported before a time.
    fn tell_until(&mut self, time: Time) -> Result<(), Error> {
        loop {
            let event = self.events.peek().map(|event| event.as_ref().map_or(Time::MIN, |event| event.time));
            let reading =
                self.readings.peek().map(|reading| reading.as_ref().map_or(Time::MIN, |reading| reading.time));
            let (event, reading) = (event.unwrap_or(Time::MAX), reading.unwrap_or(Time::MAX));
            if event.min(reading) >= time {
                return Ok(());
            }
            if event <= reading {
                if let Some(event) = self.events.next() {
                    self.record(&event?);
                }
            } else if let Some(reading) = self.readings.next() {
                let reading = reading?;
                self.engine.read(&Reading {
                    time: reading.time,
                    shipment: key(&[&reading.shipment]),
                    logger: key(&[&reading.logger]),
                    millicelsius: milli(reading.celsius),
                });
            }
        }
    }

    fn record(&mut self, event: &Event) {
        let Some(site) = site_id(&self.folder, &event.site) else { return };
        let batch = event.batch.as_ref().and_then(|batch| self.batches.get(batch).copied());
        self.engine.record(&Entry {
            time: event.time,
            act: act(event.event),
            packs: batch.map(|batch| (batch, event.from_index..event.to_index)),
            site,
            to: event.to_site.as_ref().and_then(|to| site_id(&self.folder, to)),
            shipment: event.shipment.as_ref().map(|shipment| key(&[shipment])),
        });
    }

    fn see(&mut self, scan: world::Scan) -> Result<Seen, Error> {
        self.tell_until(scan.received)?;
        let resolved = resolve(&self.catalogue, &scan.text, scan.received);
        let (role, intent) = (role(scan.role), intent(scan.intent));
        let site = scan.site.as_ref().and_then(|site| site_id(&self.folder, site));
        let device = key(&[&scan.device]);
        let by = Scanner { role, site, time: scan.time, received: scan.received };
        let mut judged = self.rules.judge(&self.engine, &self.catalogue, &resolved, by);
        if judged.ruling == Ruling::UnknownBatch && self.is_late_upload(&resolved.code, by, device) {
            judged = ruling::late_upload(judged);
        }
        let Judged { verdict, reasons, ruling } = judged;
        let code = resolved.code;
        let facts = Scan {
            time: scan.time,
            received: scan.received,
            device,
            role,
            site,
            place: scan.place.map(position),
            accuracy_m: scan.accuracy_m,
            intent,
            code,
            ruling,
        };
        let measured = self.engine.scan(&facts);
        let (time, received) = (scan.time, scan.received);
        Ok(Seen { scan: scan.scan, time, received, verdict, reasons, code, ruling, measured, role, intent, facts })
    }

    fn is_late_upload(&mut self, code: &Code, by: Scanner, device: Key) -> bool {
        let (Some(product), Some(lot)) = (code.product, code.lot) else { return false };
        let maker = self.engine.product(product).and_then(|product| product.maker);
        let sight = Sight {
            received: by.received,
            device,
            site: by.site.filter(|_| by.role != Role::Patient),
            maker: by.site.is_some() && by.site == maker && by.role == Role::Manufacturer,
            identity: code.identity,
            odd: code.odd_serial,
        };
        self.lots.is_late_upload(lot, sight)
    }
}

impl Iterator for Replay {
    type Item = Result<Seen, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let scan = self.scans.next()?;
        let seen = scan.map_err(Error::from).and_then(|scan| self.see(scan));
        self.failed = seen.is_err();
        Some(seen)
    }
}

/// Room for everything in the world, so that nothing of it is left out.
fn limits(folder: &Folder) -> Limits {
    let usual = Limits::default();
    Limits {
        sites: usual.sites.max(folder.sites.len()),
        products: usual.products.max(folder.products.len()),
        batches: usual.batches.max(folder.batches.len()),
        ..usual
    }
}

fn add_batches(
    folder: &Folder,
    engine: &mut Engine,
    catalogue: &mut Catalogue,
) -> Result<HashMap<String, BatchId>, Error> {
    let products: HashMap<&str, u32> = folder.products.iter().map(|product| product.gtin.as_str()).zip(0..).collect();
    let mut batches = HashMap::with_capacity(folder.batches.len());
    for batch in &folder.batches {
        let bad = || Error::Expiry { batch: batch.batch.clone(), expiry: batch.expiry.clone() };
        let expiry: Date = batch.expiry.parse().map_err(|_| bad())?;
        let product = ProductId(products.get(batch.gtin.as_str()).copied().unwrap_or(u32::MAX));
        let id = engine.add_batch(BatchFacts {
            product,
            packs: batch.packs,
            packs_per_case: batch.packs_per_case,
            expires: Some(expiry.ends_at()),
            registered: batch.registered,
            released: batch.released,
        });
        let entry = Batch {
            product,
            lot: batch.lot.clone(),
            expiry: Some(expiry),
            registered: batch.registered,
            serials: Default::default(),
        };
        catalogue.add_batch(entry, id);
        batches.insert(batch.batch.clone(), id);
    }
    Ok(batches)
}

fn site_id(folder: &Folder, site: &str) -> Option<SiteId> {
    u32::try_from(folder.site_place(site)?).ok().map(SiteId)
}

fn position(place: Place) -> Position {
    // Both are in range, as the reader made sure.
    let micro = |degrees: f64| (degrees * 1e6).round() as i32;
    Position { latitude: micro(place.lat), longitude: micro(place.lon) }
}

fn milli(celsius: f64) -> i32 {
    (celsius * 1e3).round() as i32
}

fn country(code: &str) -> [u8; 2] {
    code.as_bytes().try_into().unwrap_or(*b"??")
}

fn kind(kind: world::SiteKind) -> SiteKind {
    match kind {
        world::SiteKind::Manufacturer => SiteKind::Manufacturer,
        world::SiteKind::Wholesaler => SiteKind::Wholesaler,
        world::SiteKind::ParallelImporter => SiteKind::ParallelImporter,
        world::SiteKind::Pharmacy => SiteKind::Pharmacy,
        world::SiteKind::Hospital => SiteKind::Hospital,
        world::SiteKind::Regulator => SiteKind::Regulator,
    }
}

fn role(role: world::Role) -> Role {
    match role {
        world::Role::Manufacturer => Role::Manufacturer,
        world::Role::Wholesaler => Role::Wholesaler,
        world::Role::Pharmacist => Role::Pharmacist,
        world::Role::Hospital => Role::Hospital,
        world::Role::Patient => Role::Patient,
        world::Role::Inspector => Role::Inspector,
    }
}

fn intent(intent: world::Intent) -> Intent {
    match intent {
        world::Intent::Verify => Intent::Verify,
        world::Intent::Receive => Intent::Receive,
        world::Intent::Dispense => Intent::Dispense,
        world::Intent::Return => Intent::Return,
    }
}

fn act(event: world::EventKind) -> Act {
    use world::EventKind as Of;
    match event {
        Of::Dispatch => Act::Dispatch,
        Of::Receive => Act::Receive,
        Of::Reject => Act::Reject,
        Of::Dispense => Act::Dispense,
        Of::UndoDispense => Act::UndoDispense,
        Of::Export => Act::Export,
        Of::Destroy => Act::Destroy,
        Of::Sample => Act::Sample,
        Of::Steal => Act::Steal,
        Of::Lock => Act::Lock,
        Of::Unlock => Act::Unlock,
        Of::Recall => Act::Recall,
        Of::Withdraw => Act::Withdraw,
        Of::Quarantine => Act::Quarantine,
        Of::Clear => Act::Clear,
        Of::LicenceSuspend => Act::LicenceSuspend,
        Of::LicenceRestore => Act::LicenceRestore,
    }
}
