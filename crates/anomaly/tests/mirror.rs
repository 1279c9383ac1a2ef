//! The mirror against a plain list of packs, and the engine against nonsense.

use anomaly::{
    Engine, FEATURES, Limits, MISSING,
    engine::{PackState, SubjectKind},
    fact::{
        Act, BatchFacts, BatchId, Code, Entry, Intent, ProductFacts, ProductId, Reading, Repair, Role, Ruling, Scan,
        SiteFacts, SiteId, SiteKind,
    },
};
use ledger_types::Position;
use proptest::prelude::*;

const PACKS: u32 = 40;
const SITES: u32 = 5;
const ACTS: [Act; 17] = [
    Act::Dispatch,
    Act::Receive,
    Act::Reject,
    Act::Dispense,
    Act::UndoDispense,
    Act::Export,
    Act::Destroy,
    Act::Sample,
    Act::Steal,
    Act::Lock,
    Act::Unlock,
    Act::Recall,
    Act::Withdraw,
    Act::Quarantine,
    Act::Clear,
    Act::LicenceSuspend,
    Act::LicenceRestore,
];

fn engine(limits: Limits) -> Engine {
    let mut engine = Engine::new(limits);
    for i in 0..SITES {
        engine.add_site(SiteFacts {
            kind: if i == 0 { SiteKind::Manufacturer } else { SiteKind::Wholesaler },
            country: *b"DE",
            place: Some(Position { latitude: i as i32 * 1_000_000, longitude: 0 }),
        });
    }
    engine.add_product(ProductFacts {
        maker: Some(SiteId(0)),
        markets: vec![],
        storage: Some(2000..8000),
        price_band: None,
    });
    engine.add_batch(BatchFacts {
        product: ProductId(0),
        packs: PACKS,
        packs_per_case: Some(10),
        expires: None,
        registered: None,
        released: None,
    });
    engine
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (0..ACTS.len(), 0..PACKS + 4, 0..PACKS + 4, 0..SITES + 1, 0..SITES + 2, 0u64..4);
    proptest::collection::vec(one, 0..60).prop_map(|all| {
        let entry = |(time, (act, start, end, site, to, shipment)): (usize, (usize, u32, u32, u32, u32, u64))| Entry {
            time: 1_000_000 + time as i64 * 1000,
            act: ACTS[act],
            packs: Some((BatchId(0), start..end)),
            site: SiteId(site),
            to: (to < SITES + 1).then_some(SiteId(to)),
            shipment: (shipment > 0).then_some(shipment),
        };
        all.into_iter().enumerate().map(entry).collect()
    })
}

#[derive(Clone, Copy)]
struct Pack {
    holder: u32,
    to: Option<u32>,
    end: PackState,
    recalled: bool,
    undos: u8,
}

proptest! {
    #[test]
    fn the_mirror_says_what_a_plain_list_says(entries in entries()) {
        let mut engine = engine(Limits::default());
        let mut plain = [Pack { holder: 0, to: None, end: PackState::Active, recalled: false, undos: 0 }; PACKS as usize];
        // Who had or awaited a pack, ever.
        let mut ever = vec![vec![0]; PACKS as usize];
        for entry in &entries {
            engine.record(entry);
            let Some((_, range)) = entry.packs.clone() else { continue };
            if entry.site.0 >= SITES || entry.to.is_some_and(|to| to.0 >= SITES) {
                continue;
            }
            for i in range.start..range.end.min(PACKS) {
                let pack = &mut plain[i as usize];
                match entry.act {
                    Act::Dispatch => (pack.holder, pack.to) = (entry.site.0, entry.to.map(|to| to.0)),
                    Act::Receive => (pack.holder, pack.to) = (entry.site.0, None),
                    Act::Reject => (pack.holder, pack.to) = (entry.to.map_or(pack.holder, |to| to.0), None),
                    Act::Dispense => pack.end = PackState::Dispensed,
                    Act::UndoDispense if pack.end == PackState::Dispensed => {
                        (pack.end, pack.undos) = (PackState::Active, pack.undos.saturating_add(1));
                    }
                    Act::Export => pack.end = PackState::Exported,
                    Act::Destroy => pack.end = PackState::Destroyed,
                    Act::Sample => pack.end = PackState::Sample,
                    Act::Recall => pack.recalled = true,
                    _ => {}
                }
                ever[i as usize].push(pack.holder);
                ever[i as usize].extend(pack.to);
            }
            for (i, pack) in plain.iter().enumerate() {
                let view = engine.pack(BatchId(0), i as u32).unwrap();
                prop_assert_eq!(view.holder, Some(SiteId(pack.holder)));
                prop_assert_eq!(view.to, pack.to.map(SiteId));
                prop_assert_eq!(view.undos, pack.undos);
                prop_assert_eq!(view.recalled, pack.recalled);
                if pack.end != PackState::Active {
                    prop_assert_eq!(view.state, pack.end);
                }
                prop_assert_eq!(view.dispensed.is_some(), pack.end == PackState::Dispensed);
                // Holder and destination hold it now; nobody is said to have held it who never did.
                let held = |site| engine.held_at(BatchId(0), i as u32, SiteId(site), entry.time, entry.time);
                prop_assert!(held(pack.holder));
                prop_assert!(pack.to.is_none_or(held));
                for site in 0..SITES {
                    let sometime = engine.held_at(BatchId(0), i as u32, SiteId(site), 0, i64::MAX);
                    prop_assert!(!sometime || ever[i].contains(&site));
                }
            }
            prop_assert_eq!(engine.pack(BatchId(0), PACKS), None);
        }
    }

    #[test]
    fn nonsense_does_no_harm_and_features_keep_their_ranges(
        entries in entries(),
        scans in proptest::collection::vec(
            ((any::<i64>(), any::<i64>(), 0u64..5, 0u32..8), (any::<i32>(), any::<i32>(), any::<u32>()),
             (0u32..3, 0u32..60, any::<u32>(), any::<u64>()), 0usize..14),
            1..60,
        ),
        tight in any::<bool>(),
    ) {
        let small = Limits {
            sites: 6, products: 1, batches: 1, ranges: 8, codes: 4, devices: 2, cases: 2, lots: 2, pairs: 3, shipments: 2,
        };
        let mut engine = engine(if tight { small } else { Limits::default() });
        for (place, ((time, received, device, site), (latitude, longitude, word), (batch, pack, number, identity), ruling))
            in scans.into_iter().enumerate()
        {
            if let Some(entry) = entries.get(place) {
                engine.record(entry);
                engine.record(&Entry { time, packs: Some((BatchId(batch), number..word)), ..entry.clone() });
            }
            engine.read(&Reading { time, shipment: device, logger: device, millicelsius: latitude });
            let near = word.is_multiple_of(2);
            let scan = Scan {
                time: if near { 1_000_000 + time % 1_000_000 } else { time },
                received: if near { 1_000_000 + received % 1_000_000 } else { received },
                device,
                role: [Role::Manufacturer, Role::Wholesaler, Role::Pharmacist, Role::Hospital, Role::Patient, Role::Inspector]
                    [word as usize % 6],
                site: (site < 7).then_some(SiteId(site)),
                place: (site.is_multiple_of(2)).then_some(Position { latitude, longitude }),
                accuracy_m: (site.is_multiple_of(3)).then_some(word),
                intent: [Intent::Verify, Intent::Receive, Intent::Dispense, Intent::Return][word as usize % 4],
                code: Code {
                    product: (batch < 2).then_some(ProductId(batch)),
                    batch: (pack < 50).then_some(BatchId(batch)),
                    pack: (pack % 3 > 0).then_some(pack),
                    repair: if word.is_multiple_of(5) { Repair::Typing } else { Repair::None },
                    serial_distance: Some(word as u8),
                    odd_serial: near,
                    expiry_later_days: Some(latitude),
                    identity,
                    lot: (pack.is_multiple_of(2)).then_some(identity % 3),
                    number: Some(number),
                },
                ruling: RULINGS[ruling],
            };
            let measured = engine.scan(&scan);
            for (spec, value) in FEATURES.iter().zip(measured.features) {
                prop_assert!(value == MISSING || (spec.min..=spec.max).contains(&value), "{} {}", spec.name, value);
            }
            prop_assert!(measured.subjects.get(SubjectKind::Code).is_some());
        }
    }
}

const RULINGS: [Ruling; 14] = [
    Ruling::Genuine,
    Ruling::Unreadable,
    Ruling::DispensedHere,
    Ruling::Blocked,
    Ruling::Stolen,
    Ruling::DispensedElsewhere,
    Ruling::UsedElsewhere,
    Ruling::HolderNotAuthorised,
    Ruling::NotWithPharmacy,
    Ruling::WrongCustodian,
    Ruling::ExpiryMismatch,
    Ruling::UnknownSerial,
    Ruling::UnknownBatch,
    Ruling::UnknownProduct,
];

#[test]
fn held_at_knows_earlier_holders_by_their_time() {
    let mut engine = engine(Limits::default());
    let entry = |time, act, site, to: Option<u32>| Entry {
        time,
        act,
        packs: Some((BatchId(0), 0..10)),
        site: SiteId(site),
        to: to.map(SiteId),
        shipment: Some(9),
    };
    engine.record(&entry(1000, Act::Dispatch, 0, Some(1)));
    engine.record(&entry(2000, Act::Receive, 1, None));
    engine.record(&entry(3000, Act::Dispatch, 1, Some(2)));
    engine.record(&entry(4000, Act::Reject, 2, Some(1)));
    engine.record(&entry(5000, Act::Dispatch, 1, Some(3)));
    engine.record(&entry(6000, Act::Receive, 3, None));
    let held = |site, from, until| engine.held_at(BatchId(0), 5, SiteId(site), from, until);
    assert!(held(1, 1500, 1600), "awaited");
    assert!(held(1, 5500, 5600), "sent, and not yet taken over");
    assert!(!held(1, 6001, 7000));
    assert!(held(2, 3500, 3600), "awaited, and refused");
    assert!(!held(2, 4001, 7000));
    assert!(held(3, 5500, 7000));
    assert!(!held(3, 1000, 4999));
    assert!(!held(4, 0, 7000));
    assert!(!engine.held_at(BatchId(0), 15, SiteId(1), 0, 7000), "another pack");
    let view = engine.pack(BatchId(0), 5).unwrap();
    assert_eq!((view.holder, view.since, view.shipment), (Some(SiteId(3)), 6000, Some(9)));
}

#[test]
fn licences_are_suspended_and_restored() {
    let mut engine = engine(Limits::default());
    let entry = |act| Entry { time: 5, act, packs: None, site: SiteId(1), to: None, shipment: None };
    engine.record(&entry(Act::LicenceSuspend));
    assert!(engine.suspended(SiteId(1)) && !engine.suspended(SiteId(2)));
    engine.record(&entry(Act::LicenceRestore));
    assert!(!engine.suspended(SiteId(1)) && !engine.suspended(SiteId(99)));
}
