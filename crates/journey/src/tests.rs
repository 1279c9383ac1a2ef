#![allow(clippy::unwrap_used, clippy::panic)]

use gateway_client::{Happened, History, MAX_EVENTS};
use ledger_types::{
    Batch, BatchKey, BatchStatus, Block, HeldPack, Holding, HoldingStatus, Kind, PackRecord, PackState, Participant,
    Position, RecallClass, Site, Status,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use verdict::Role;

use crate::{Doubt, Journey, Party, Step, Telling, What, world};

const MAKER: u32 = 1;
const WHOLESALER: u32 = 2;
const PHARMACY: u32 = 3;
const PACK: u32 = 7;
const BLOCK: u32 = 100;
const NOW: u64 = 1_764_154_782;

fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap()
}

fn participant(kind: Kind, name: &str, country: [u8; 2]) -> Participant {
    let name = name.as_bytes().to_vec().try_into().unwrap();
    Participant {
        kind,
        status: Status::Active,
        gln: 4_000_001_000_005,
        country,
        name,
        licences: Default::default(),
        epoch: 0,
    }
}

/// A pack that a pharmacy has, which got it from a wholesaler.
fn record() -> PackRecord {
    let made = Batch {
        maker: MAKER,
        expiry: 20_271_200,
        packs: 100,
        root: [7; 32],
        status: BatchStatus::Released,
        changed_chunks: 0,
        certificate: Some([1; 32]),
        recalls: Default::default(),
    };
    let holding =
        Holding { start: 0, holder: PHARMACY, status: HoldingStatus::Held, supplier: Some(WHOLESALER), breached: None };
    let held = HeldPack {
        index: PACK,
        state: Some(PackState::Active),
        holding,
        holder: participant(Kind::Dispenser, "Apotheke am Markt", *b"DE"),
        destination: None,
    };
    PackRecord {
        block: Block { number: BLOCK, hash: [9; 32] },
        time: NOW,
        product: None,
        batch: Some(made),
        maker: Some(participant(Kind::Manufacturer, "Nordmark Pharma", *b"SE")),
        pack: Some(held),
    }
}

fn happened(block: u32, pallet: &str, event: &str, fields: Value) -> Happened {
    let Value::Object(fields) = fields else { panic!("fields have names") };
    let time = NOW - 1_000 * u64::from(BLOCK.saturating_sub(block));
    Happened { block, place: 2, time, pallet: pallet.into(), event: event.into(), fields }
}

fn named() -> Value {
    json!({"gtin": 4_012_345_678_901u64, "lot": "LOT-7"})
}

fn lines() -> Value {
    json!([{"batch": named(), "start": 0, "end": 50}])
}

/// What an honest gateway tells of it.
fn honest() -> History {
    let (drugs, custody) = ("DrugBatch", "CustodyTransfer");
    let events = vec![
        happened(10, drugs, "BatchRegistered", json!({"batch": named(), "maker": MAKER, "packs": 100, "root": "0x07"})),
        happened(12, drugs, "BatchReleased", json!({"batch": named(), "certificate": "0x01", "by": MAKER})),
        happened(20, custody, "Packed", json!({"sscc": "12345", "by": MAKER, "lines": lines()})),
        happened(30, custody, "Dispatched", json!({"shipment": 5, "from": MAKER, "to": WHOLESALER, "lines": lines()})),
        happened(40, custody, "Received", json!({"shipment": 5, "by": WHOLESALER, "lines": lines()})),
        happened(
            50,
            custody,
            "Dispatched",
            json!({"shipment": 6, "from": WHOLESALER, "to": PHARMACY, "lines": lines()}),
        ),
        happened(60, custody, "Received", json!({"shipment": 6, "by": PHARMACY, "lines": lines()})),
    ];
    History { block: BLOCK, events }
}

fn compose(record: &PackRecord, history: History) -> Journey {
    Journey::compose(Role::Pharmacist, &batch(), record, Ok(history)).unwrap()
}

fn whats(journey: &Journey) -> Vec<What> {
    journey.steps.iter().map(|step| step.what).collect()
}

#[test]
fn what_is_proven_frames_what_is_told() {
    let journey = compose(&record(), honest());
    let expected = [
        What::Made,
        What::Released,
        What::Packed,
        What::Sent(5),
        What::Received(5),
        What::Sent(6),
        What::Received(6),
        What::Supplied,
        What::Held,
    ];
    assert_eq!(whats(&journey), expected);
    assert_eq!(journey.doubts, []);
    let proven: Vec<bool> = journey.steps.iter().map(|step| step.proven).collect();
    assert_eq!(proven, [true, true, false, false, false, false, false, true, true]);
    let made = journey.steps[0];
    assert_eq!((made.who, made.when.map(|when| when.proven)), (Some(MAKER), Some(false)), "the time is told only");
    assert_eq!(journey.named(), [MAKER, WHOLESALER, PHARMACY]);
    assert_eq!(journey.parties[&PHARMACY].name, "Apotheke am Markt");
}

#[test]
fn without_a_gateway_the_present_is_told_alone() {
    let journey = Journey::compose(Role::Pharmacist, &batch(), &record(), Err(Telling::NotAsked)).unwrap();
    assert_eq!(whats(&journey), [What::Made, What::Released, What::Supplied, What::Held]);
    assert!(journey.steps.iter().all(|step| step.proven));
    assert_eq!(
        Journey::compose(Role::Pharmacist, &batch(), &PackRecord { pack: None, ..record() }, Err(Telling::NotAsked)),
        None
    );
}

#[test]
fn patients_are_told_the_maker_and_never_who_has_it() {
    let journey = Journey::compose(Role::Patient, &batch(), &record(), Ok(honest())).unwrap();
    assert_eq!(whats(&journey), [What::Made, What::Released, What::WithPharmacy]);
    assert_eq!(journey.parties.keys().copied().collect::<Vec<_>>(), [MAKER]);
    assert_eq!(journey.named(), [MAKER]);
    assert_eq!(journey.telling, Telling::NotAsked);
    let mut elsewhere = record();
    elsewhere.pack.as_mut().unwrap().holder.kind = Kind::Wholesaler;
    let journey = Journey::compose(Role::Patient, &batch(), &elsewhere, Err(Telling::NotAsked)).unwrap();
    assert_eq!(whats(&journey).last(), Some(&What::NotWithPharmacy));
}

#[test]
fn what_contradicts_what_is_proven_is_said() {
    let spoil = |spoil: &dyn Fn(&mut History)| {
        let mut history = honest();
        spoil(&mut history);
        compose(&record(), history).doubts
    };
    let field = |at: usize, name: &'static str, value: Value| {
        move |history: &mut History| {
            history.events[at].fields.insert(name.into(), value.clone());
        }
    };
    assert!(spoil(&field(0, "maker", json!(9))).contains(&Doubt::Maker));
    assert_eq!(spoil(&field(6, "by", json!(9))), [Doubt::Holder]);
    assert_eq!(spoil(&|history| drop(history.events.pop())), [Doubt::Holder], "it would still be on its way");
    assert_eq!(spoil(&|history| history.events.swap(3, 4)), [Doubt::Order]);
    assert_eq!(spoil(&|history| history.events[3].time = NOW + 1), [Doubt::Order], "that is not over yet");
    assert_eq!(spoil(&|history| drop(history.events.remove(3))), [Doubt::Order], "it was received without being sent");
    assert_eq!(spoil(&|history| drop(history.events.remove(0))), [Doubt::Gap]);
    assert_eq!(spoil(&|history| history.events.clear()), [Doubt::Gap]);
    assert_eq!(spoil(&|history| history.block = BLOCK - 1), [Doubt::Behind(BLOCK - 1)]);
    let dispensed =
        happened(70, "DrugBatch", "PacksDispensed", json!({"batch": named(), "packs": {"One": PACK}, "by": PHARMACY}));
    assert_eq!(spoil(&|history| history.events.push(dispensed.clone())), [Doubt::State]);
    let mut unreleased = record();
    unreleased.batch.as_mut().unwrap().certificate = None;
    assert_eq!(compose(&unreleased, honest()).doubts, [Doubt::Release]);
}

#[test]
fn what_comes_after_the_verdict_or_by_a_quarantine_contradicts_nothing() {
    let mut history = honest();
    let later = json!({"batch": named(), "packs": {"Range": {"start": 0, "end": 50}}, "by": PHARMACY});
    let mut dispensed = happened(BLOCK + 5, "DrugBatch", "PacksDispensed", later);
    dispensed.time = NOW + 30;
    history.events.push(dispensed);
    history.block = BLOCK + 9;
    let journey = compose(&record(), history);
    assert_eq!(journey.doubts, []);
    assert!(whats(&journey).contains(&What::Became(PackState::Dispensed)));
    for state in [PackState::Quarantined, PackState::Destroyed] {
        let mut held_back = record();
        held_back.pack.as_mut().unwrap().state = Some(state);
        let journey = compose(&held_back, honest());
        assert_eq!(journey.doubts, [], "cases put packs there without an event of theirs");
        assert_eq!(whats(&journey).last(), Some(&What::Is(Some(state))));
    }
}

#[test]
fn what_happens_twice_is_told_twice() {
    let mut history = honest();
    let dispensed = json!({"batch": named(), "packs": {"One": PACK}, "by": PHARMACY});
    let undone = json!({"batch": named(), "packs": {"One": PACK}, "by": PHARMACY, "from": "Dispensed"});
    for (block, event, fields) in [
        (70, "PacksDispensed", &dispensed),
        (71, "ChangeUndone", &undone),
        (72, "PacksDispensed", &dispensed),
        (73, "ChangeUndone", &undone),
    ] {
        history.events.push(happened(block, "DrugBatch", event, fields.clone()));
    }
    let journey = compose(&record(), history);
    let count = |wanted| whats(&journey).into_iter().filter(|what| *what == wanted).count();
    assert_eq!(count(What::Became(PackState::Dispensed)), 2);
    assert_eq!(count(What::Undone(PackState::Dispensed)), 2);
    assert_eq!(journey.doubts, []);
}

#[test]
fn other_packs_are_left_out_and_counted() {
    let mut history = honest();
    let other_lot = json!({"gtin": 4_012_345_678_901u64, "lot": "LOT-8"});
    for fields in [
        json!({"batch": other_lot, "packs": {"One": PACK}, "by": PHARMACY}),
        json!({"batch": named(), "packs": {"One": PACK + 1}, "by": PHARMACY}),
        json!({"batch": named(), "packs": {"List": [1, 2, 3]}, "by": PHARMACY}),
        json!({"batch": named(), "packs": {"Range": {"start": PACK + 1, "end": 50}}, "by": PHARMACY}),
        json!({"batch": named(), "packs": {}, "by": PHARMACY}),
        json!({"packs": {"One": PACK}, "by": PHARMACY}),
    ] {
        history.events.push(happened(70, "DrugBatch", "PacksDispensed", fields));
    }
    let journey = compose(&record(), history);
    assert_eq!(journey.doubts, [Doubt::Foreign(6)]);
    assert!(!whats(&journey).contains(&What::Became(PackState::Dispensed)));
}

#[test]
fn a_recall_that_is_proven_stands_once_and_at_its_proven_time() {
    let mut recalled = record();
    let status = BatchStatus::Recalled { class: RecallClass::I, by: MAKER, at: NOW - 500 };
    recalled.batch.as_mut().unwrap().status = status;
    let mut history = honest();
    history.events.push(happened(
        99,
        "DrugBatch",
        "BatchRecalled",
        json!({"batch": named(), "class": "I", "by": MAKER}),
    ));
    let journey = compose(&recalled, history);
    let recalls: Vec<&Step> = journey.steps.iter().filter(|step| matches!(step.what, What::Recalled(_))).collect();
    assert!(
        matches!(recalls[..], [Step { proven: true, when: Some(when), .. }] if when.seconds == NOW - 500 && when.proven)
    );
}

#[test]
fn a_very_long_history_is_cut_and_that_is_said() {
    let mut history = honest();
    let again = history.events.last().unwrap().clone();
    while history.events.len() < 5 * MAX_EVENTS {
        history.events.push(again.clone());
    }
    let journey = compose(&record(), history);
    assert!(journey.steps.len() <= MAX_EVENTS + 8);
    assert!(journey.doubts.contains(&Doubt::More));
    assert!(journey.named().len() <= 32);
}

#[test]
fn every_country_that_makes_or_takes_medicines_is_on_the_map() {
    for code in ["DE", "FR", "GB", "US", "IN", "CN", "BR", "ZA", "AE", "AU", "CH", "SG", "MT", "TV"] {
        let place = world::country(code.as_bytes().try_into().unwrap()).unwrap();
        assert!(place.is_valid());
        let [east, north] = world::point(place);
        assert!((-170.0..=190.0).contains(&east) && (-90.0..=90.0).contains(&north), "{code}");
    }
    for nowhere in [*b"XX", *b"\n\n", [0, 255], *b"de"] {
        assert_eq!(world::country(nowhere), None);
    }
    assert!(world::lands().len() > 30 && world::lands().iter().all(|land| land.len() >= 3));
    let germany = Party::new(1, &participant(Kind::Wholesaler, "Großhandel", *b"DE"), None);
    assert_eq!(germany.place.unwrap().site, None);
    let site = Site { name: b"Halle 4".to_vec().try_into().unwrap(), position: Position { latitude: 1, longitude: 2 } };
    let known = Party::new(1, &participant(Kind::Wholesaler, "Großhandel", *b"DE"), Some(&site));
    assert_eq!(known.place.unwrap().site.as_deref(), Some("Halle 4"));
}

/// Values as a hostile gateway may send them.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "[A-Za-z0-9]{0,12}".prop_map(Value::from),
        Just(named()),
        Just(lines()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("One|List|Range|start|end|gtin|lot", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_a_gateway_tells_what_is_proven_stays(
        told in prop::collection::vec(
            (any::<u32>(), any::<u32>(), any::<u64>(), 0..9usize,
             prop::collection::hash_map("batch|packs|lines|by|from|to|maker|shipment|state|class|start|end", anything(), 0..8)),
            0..40),
        block in any::<u32>(),
    ) {
        const KINDS: [(&str, &str); 9] = [
            ("DrugBatch", "BatchRegistered"), ("DrugBatch", "BatchReleased"), ("DrugBatch", "BatchRecalled"),
            ("DrugBatch", "PacksDispensed"), ("DrugBatch", "PacksDecommissioned"), ("DrugBatch", "ChangeUndone"),
            ("CustodyTransfer", "Dispatched"), ("CustodyTransfer", "Received"), ("Other", "Thing"),
        ];
        let events = told.into_iter().map(|(block, place, time, kind, fields)| {
            let (pallet, event) = KINDS[kind];
            let fields = fields.into_iter().collect();
            Happened { block, place, time, pallet: pallet.into(), event: event.into(), fields }
        });
        let journey = compose(&record(), History { block, events: events.collect() });
        let proven = |journey: &Journey| -> Vec<(What, Option<u32>)> {
            journey.steps.iter().filter(|step| step.proven).map(|step| (step.what, step.who)).collect()
        };
        let alone = Journey::compose(Role::Pharmacist, &batch(), &record(), Err(Telling::NotAsked)).unwrap();
        prop_assert_eq!(proven(&journey), proven(&alone));
        prop_assert!(journey.steps.iter().all(|step| step.proven || step.when.is_some_and(|when| !when.proven)));
    }
}
