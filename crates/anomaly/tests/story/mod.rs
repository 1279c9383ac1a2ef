//! A long story made of pseudo-random numbers, and what its features come to.

use anomaly::{
    Engine, Limits,
    fact::{
        Act, BatchFacts, BatchId, Code, Entry, Intent, ProductFacts, ProductId, Role, Ruling, Scan, SiteFacts, SiteId,
        SiteKind,
    },
    hash::key,
};
use ledger_types::Position;

const SITES: u32 = 5000;
/// How many batches.
pub const BATCHES: u32 = 500;
/// Packs of each.
pub const PACKS: u32 = 5000;

/// A number that looks random.
pub fn word(kind: u64, i: u64) -> u64 {
    key(kind, i, 0)
}

/// A number below the bound.
pub fn below(kind: u64, i: u64, bound: u32) -> u32 {
    (word(kind, i) % u64::from(bound)) as u32
}

/// Sites, products and batches.
pub fn engine() -> Engine {
    let mut engine = Engine::new(Limits::default());
    for i in 0..u64::from(SITES) {
        let place = Position {
            latitude: 45_000_000 + below(1, i, 10_000_000) as i32,
            longitude: below(2, i, 10_000_000) as i32,
        };
        let kind = match i {
            0..10 => SiteKind::Manufacturer,
            10..100 => SiteKind::Wholesaler,
            _ => SiteKind::Pharmacy,
        };
        let country = if place.longitude < 5_000_000 { *b"FR" } else { *b"DE" };
        engine.add_site(SiteFacts { kind, country, place: Some(place) });
    }
    for i in 0..100 {
        let markets = vec![*b"DE", *b"FR"];
        engine.add_product(ProductFacts {
            maker: Some(SiteId(i % 10)),
            markets,
            storage: Some(2000..8000),
            price_band: Some(3),
        });
    }
    for i in 0..BATCHES {
        engine.add_batch(BatchFacts {
            product: ProductId(i % 100),
            packs: PACKS,
            packs_per_case: Some(50),
            expires: Some(1_800_000_000),
            registered: Some(1_699_000_000),
            released: Some(1_699_000_000),
        });
    }
    engine
}

/// Every batch goes to a trader, and case by case to pharmacies: who has a case is the answer.
pub fn deliver(engine: &mut Engine) -> Vec<Vec<u32>> {
    let mut record = |time, act, batch, packs, site, to: Option<u32>, shipment| {
        let packs = Some((BatchId(batch), packs));
        engine.record(&Entry { time, act, packs, site: SiteId(site), to: to.map(SiteId), shipment: Some(shipment) });
    };
    let mut holders = Vec::new();
    for batch in 0..BATCHES {
        let (maker, trader, first) = (batch % 10, 10 + batch % 90, u64::from(batch) << 32);
        record(1_700_000_000, Act::Dispatch, batch, 0..PACKS, maker, Some(trader), first);
        record(1_700_050_000, Act::Receive, batch, 0..PACKS, trader, None, first);
        let mut of = Vec::new();
        for case in 0..PACKS / 50 {
            let (shop, shipment) = (100 + below(3, first + u64::from(case), SITES - 100), first + u64::from(case) + 1);
            record(1_700_100_000, Act::Dispatch, batch, case * 50..case * 50 + 50, trader, Some(shop), shipment);
            record(1_700_120_000, Act::Receive, batch, case * 50..case * 50 + 50, shop, None, shipment);
            of.push(shop);
        }
        holders.push(of);
    }
    holders
}

/// The scan of that number.
pub fn scan(i: u64, holders: &[Vec<u32>]) -> Scan {
    let (batch, pack) = (below(4, i, BATCHES), below(5, i, PACKS));
    let holder = holders.get(batch as usize).and_then(|of| of.get((pack / 50) as usize)).copied().unwrap_or(0);
    let astray = below(6, i, 1000) == 0;
    let site = if astray { below(7, i, SITES) } else { holder };
    let patient = below(8, i, 20) == 0;
    let time = 1_700_200_000 + (i as i64) * 3;
    Scan {
        time,
        received: time + if below(9, i, 50) == 0 { 7200 } else { 1 },
        device: if patient { word(10, i / 3) } else { u64::from(site) },
        role: if patient { Role::Patient } else { Role::Pharmacist },
        site: (!patient).then_some(SiteId(site)),
        place: patient.then_some(Position {
            latitude: 45_000_000 + below(11, i, 10_000_000) as i32,
            longitude: below(12, i, 10_000_000) as i32,
        }),
        accuracy_m: patient.then_some(50),
        intent: if below(13, i, 2) == 0 { Intent::Dispense } else { Intent::Verify },
        code: Code {
            product: Some(ProductId(batch % 100)),
            batch: Some(BatchId(batch)),
            pack: Some(pack),
            identity: word(14, u64::from(batch) << 32 | u64::from(pack)),
            number: Some(below(15, i, 1_000_000_000)),
            ..Code::default()
        },
        ruling: if astray { Ruling::WrongCustodian } else { Ruling::Genuine },
    }
}

/// Hash of the features of the first scans, each hashed onto those before.
pub fn features_hash(scans: u64) -> String {
    let mut engine = engine();
    let holders = deliver(&mut engine);
    let mut hash = Vec::new();
    for i in 0..scans {
        let measured = engine.scan(&scan(i, &holders));
        hash.extend(measured.features.iter().flat_map(|value| value.to_le_bytes()));
        hash = ledger_types::digest(&hash).to_vec();
    }
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many scans [`EXPECTED`] covers.
pub const SCANS: u64 = 20_000;
/// What [`features_hash`] comes to.
pub const EXPECTED: &str = "dac2a84e6fee2397b0713204d40eac30d5a2f8a03c3aec0224d41c35397ff805";
