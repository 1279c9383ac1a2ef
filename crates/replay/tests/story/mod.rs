//! A small world by hand: a maker, a wholesaler, two pharmacies, two lots.

#![allow(clippy::unwrap_used, dead_code)]

use std::path::Path;

use tempfile::TempDir;
use world::{
    Batch, Class, Event, EventKind, Intent, Label, Manifest, Pack, Place, Product, Role, Scan, Site, SiteKind, Time,
    Writer,
};

/// When it begins: 1 September 2026.
pub const START: Time = 1_788_220_800;
pub const GTIN: &str = "04012345678901";
/// The second lot becomes known then.
pub const UPLOADED: Time = START + 50_000;

pub fn serial(pack: u32) -> String {
    format!("aK{:06}yZ", (u64::from(pack) + 7) * 7_919 % 1_000_000)
}

/// The code of a pack as a good scanner delivers it.
pub fn code(pack: u32) -> String {
    code_of(&serial(pack), "280600", "LOT-7m")
}

pub fn code_of(serial: &str, expiry: &str, lot: &str) -> String {
    format!("]d201{GTIN}21{serial}\u{1d}17{expiry}10{lot}")
}

pub struct Story {
    folder: TempDir,
    pub events: Vec<Event>,
    pub scans: Vec<(Scan, Label)>,
}

impl Story {
    /// Packs 0 to 99 of the first lot: with the maker, sent to the wholesaler at 100, to pharmacy P at 2,000 and there at 3,000.
    pub fn new() -> Self {
        let mut story = Self { folder: tempfile::tempdir().unwrap(), events: Vec::new(), scans: Vec::new() };
        story.moved(100, EventKind::Dispatch, "M", Some("W"), "s1");
        story.moved(1_000, EventKind::Receive, "W", None, "s1");
        story.moved(2_000, EventKind::Dispatch, "W", Some("P"), "s2");
        story.moved(3_000, EventKind::Receive, "P", None, "s2");
        story
    }

    fn moved(&mut self, at: Time, event: EventKind, site: &str, to: Option<&str>, shipment: &str) {
        self.events.push(Event {
            time: START + at,
            event,
            batch: Some("B".into()),
            from_index: 0,
            to_index: 100,
            site: site.into(),
            to_site: to.map(Into::into),
            shipment: Some(shipment.into()),
            reference: None,
        });
    }

    /// Something becomes of one pack.
    pub fn happens(&mut self, at: Time, event: EventKind, pack: u32, site: &str) {
        self.events.push(Event {
            time: START + at,
            event,
            batch: Some("B".into()),
            from_index: pack,
            to_index: pack + 1,
            site: site.into(),
            to_site: None,
            shipment: None,
            reference: None,
        });
    }

    /// A pharmacist, or a patient where there is no site, scans a text; the system hears of it `delay` seconds later.
    pub fn scanned(&mut self, at: Time, delay: Time, site: Option<&str>, text: &str) -> &mut (Scan, Label) {
        let scan = format!("s{}", self.scans.len());
        let role = match site {
            Some("W") => Role::Wholesaler,
            Some(_) => Role::Pharmacist,
            None => Role::Patient,
        };
        let row = Scan {
            scan: scan.clone(),
            time: START + at,
            received: START + at + delay,
            device: format!("d-{}", site.unwrap_or(&scan)),
            role,
            site: site.map(Into::into),
            place: Some(Place { lat: 52.5, lon: 13.4 }),
            accuracy_m: Some(20),
            intent: Intent::Verify,
            text: text.into(),
        };
        self.scans.push((row, Label { scan, class: Class::Benign, family: None, incident: None }));
        self.scans.last_mut().unwrap()
    }

    /// Writes it all.
    pub fn write(&mut self) -> &Path {
        let folder = self.folder.path();
        let manifest = Manifest {
            format: world::FORMAT.into(),
            name: "story".into(),
            generator: "by hand".into(),
            seed: 0,
            start: START,
            end: START + 9_000_000,
        };
        let mut to = Writer::create(folder, &manifest).unwrap();
        let kinds = [
            ("M", SiteKind::Manufacturer),
            ("W", SiteKind::Wholesaler),
            ("P", SiteKind::Pharmacy),
            ("Q", SiteKind::Pharmacy),
            ("H", SiteKind::Hospital),
        ];
        for (site, kind) in kinds {
            let place = Some(Place { lat: 52.5, lon: 13.4 });
            let (site, country) = (site.into(), "DE".into());
            to.site(&Site { site, kind, country, place, licence_from: None, licence_until: None }).unwrap();
        }
        to.product(&Product {
            gtin: GTIN.into(),
            name: "Amoxicillin 500 mg".into(),
            maker_site: "M".into(),
            markets: vec!["DE".into()],
            storage_min_c: None,
            storage_max_c: None,
            price_band: Some(2),
        })
        .unwrap();
        for (batch, lot, known) in [("B", "LOT-7m", START), ("C", "LOT-8k", UPLOADED)] {
            to.batch(&Batch {
                batch: batch.into(),
                gtin: GTIN.into(),
                lot: lot.into(),
                expiry: "280600".into(),
                manufactured: None,
                packs: 200,
                packs_per_case: Some(10),
                registered: Some(known),
                released: Some(known),
            })
            .unwrap();
        }
        for pack in 0..100 {
            to.pack(&Pack { batch: "B".into(), index: pack, serial: serial(pack) }).unwrap();
            to.pack(&Pack { batch: "C".into(), index: pack, serial: serial(pack + 100) }).unwrap();
        }
        self.events.sort_by_key(|event| event.time);
        self.events.iter().for_each(|event| to.event(event).unwrap());
        self.scans.sort_by_key(|(scan, _)| scan.time);
        for (scan, label) in &self.scans {
            to.scan(scan).unwrap();
            to.label(label).unwrap();
        }
        to.finish().unwrap();
        folder
    }
}
