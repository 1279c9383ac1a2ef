#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::index::{Kind, read::Happened};

const LOT: &str = "04012345678901/A";

/// A released batch of a thousand packs by participant 1, and a pharmacy, participant 3.
fn feed(released: bool) -> Feed {
    let mut feed = Feed::default();
    let participant = |kind: &str| json!({"kind": kind, "country": "DE", "licences": []});
    feed.learn(Kind::Participant, "1", Some(&participant("Manufacturer")), None);
    feed.learn(Kind::Participant, "3", Some(&participant("Dispenser")), None);
    let product = json!({"maker": 1, "data": {"markets": ["DE"], "storage": "Ambient"}});
    feed.learn(Kind::Product, "4012345678901", Some(&product), None);
    feed.learn(Kind::Batch, LOT, Some(&json!({"maker": 1, "packs": 1_000, "expiry": 20_290_600})), None);
    if released {
        let fields = json!({"batch": {"gtin": 4_012_345_678_901u64, "lot": "A"}, "by": 1});
        let (pallet, event) = ("DrugBatch".into(), "BatchReleased".into());
        feed.event(&Happened { block: 1, place: 0, time: 40, pallet, event, fields });
    }
    feed
}

fn incoming() -> Incoming {
    let key = MasterKey::new(&[1; 32]);
    Incoming {
        id: "3/till-1".into(),
        code: key.scan_code(LOT, "S17"),
        time: 1_800_000_123,
        received: 1_800_000_200,
        scanner: 3,
        area: Area::around(52.5163, 13.3777),
        detail: Detail {
            batch: LOT.into(),
            pack: Some(17),
            device: device(&key, 3, Some("till-1")),
            intent: "dispense".into(),
            verdict: "genuine".into(),
            ruling: Some("proven-active".into()),
            expiry: Some(20_290_630),
            number: last_digits("S17"),
        },
        text: [7; 32],
    }
}

#[test]
fn a_report_becomes_a_scan_with_the_exact_moment_and_the_rough_place() {
    let key = MasterKey::new(&[1; 32]);
    let scan = scan(&feed(true), &key, &incoming()).unwrap();
    assert_eq!((scan.time, scan.received, scan.intent), (1_800_000_123, 1_800_000_200, Intent::Dispense));
    assert_eq!(scan.place, Some(Position { latitude: 52_500_000, longitude: 13_400_000 }));
    assert_eq!((scan.code.pack, scan.code.number, scan.ruling), (Some(17), Some(17), Ruling::Genuine));
    assert_eq!(scan.code.expiry_later_days, None, "the end of the month is the end of the month");
    let detail = Detail { expiry: Some(20_300_630), ..incoming().detail };
    let later = super::scan(&feed(true), &key, &Incoming { detail, ..incoming() }).unwrap();
    assert_eq!(later.code.expiry_later_days, Some(365));
    // Of the log, the hour is known.
    let Incoming { id, code, scanner, area, detail, .. } = incoming();
    let logged = Incoming::from(Logged { id, code, hour: 500_000, scanner, area, detail });
    let warm = super::scan(&feed(true), &key, &logged).unwrap();
    assert_eq!((warm.time, warm.code, warm.device), (1_800_000_000, scan.code, scan.device));
}

#[test]
fn who_reports_is_known_even_if_the_scanner_was_not_told_whose_it_is() {
    let key = MasterKey::new(&[1; 32]);
    let feed = feed(true);
    let (here, elsewhere) = (feed.site(3).unwrap().id, feed.site(1).unwrap().id);
    let mut engine = anomaly::Engine::new(anomaly::Limits::default());
    let batch = feed.batch(LOT).unwrap().id;
    engine.add_batch(anomaly::fact::BatchFacts {
        product: anomaly::fact::ProductId(0),
        packs: 1_000,
        packs_per_case: None,
        expires: None,
        registered: None,
        released: None,
    });
    let ruling = |holder, change: &dyn Fn(&mut Incoming)| {
        let mut incoming = incoming();
        change(&mut incoming);
        let mut scan = scan(&feed, &key, &incoming).unwrap();
        let view = engine.pack(batch, 17).map(|view| PackView { holder, ..view });
        check_custody(&mut scan, view.as_ref());
        scan.ruling
    };
    assert_eq!(ruling(Some(here), &|_| ()), Ruling::Genuine);
    assert_eq!(ruling(None, &|_| ()), Ruling::Genuine, "the ledger never said");
    assert_eq!(ruling(Some(elsewhere), &|_| ()), Ruling::WrongCustodian);
    let offline = |scan: &mut Incoming| scan.received = scan.time + 3_600;
    assert_eq!(ruling(Some(elsewhere), &offline), Ruling::Genuine, "it may have gone on since");
}

#[test]
fn what_cannot_be_measured_says_why() {
    let key = MasterKey::new(&[1; 32]);
    let with = |change: &dyn Fn(&mut Incoming)| {
        let mut incoming = incoming();
        change(&mut incoming);
        scan(&feed(true), &key, &incoming).map(|scan| scan.code.pack)
    };
    assert!(with(&|scan| scan.scanner = 99).unwrap_err().contains("who scans"));
    assert!(with(&|scan| scan.detail.pack = None).unwrap_err().contains("which pack"));
    assert!(with(&|scan| scan.detail.pack = Some(1_000)).is_err(), "there is no such pack");
    let unknown = |scan: &mut Incoming| {
        scan.detail.pack = None;
        (scan.detail.verdict, scan.detail.ruling) = ("not-recognised".into(), Some("unknown-serial".into()));
    };
    assert_eq!(with(&unknown), Ok(None), "an unknown serial is of no pack");
    assert!(scan(&feed(false), &key, &incoming()).unwrap_err().contains("not released"));
}

#[test]
fn the_leading_reason_tells_what_the_rules_found() {
    for (verdict, reason, expected) in [
        ("genuine", Some("proven-active"), Ruling::Genuine),
        ("suspicious", Some("wrong-custodian"), Ruling::WrongCustodian),
        ("suspicious", Some("seen-far-away"), Ruling::Genuine),
        ("suspicious", None, Ruling::WrongCustodian),
        ("already-dispensed-here", Some("already-dispensed"), Ruling::DispensedHere),
        ("already-used-elsewhere", Some("already-dispensed"), Ruling::DispensedElsewhere),
        ("do-not-use", Some("recalled"), Ruling::Blocked),
        ("do-not-use", Some("stolen"), Ruling::Stolen),
        ("not-recognised", Some("unknown-batch"), Ruling::UnknownBatch),
        ("could-not-check", Some("no-proof"), Ruling::Unreadable),
    ] {
        assert_eq!(ruling(verdict, reason), expected, "{verdict} {reason:?}");
    }
}

#[test]
fn serials_end_in_numbers_or_do_not() {
    for (serial, number) in
        [("AB12", Some(12)), ("00000000012345678901", Some(345_678_901)), ("12A", None), ("", None), ("é7", Some(7))]
    {
        assert_eq!(last_digits(serial), number, "{serial}");
    }
}

#[test]
fn devices_of_two_participants_are_two_whatever_they_are_called() {
    let key = MasterKey::new(&[1; 32]);
    assert_eq!(device(&key, 3, Some("till")), device(&key, 3, Some("till")));
    assert_ne!(device(&key, 3, Some("till")), device(&key, 4, Some("till")));
    assert_ne!(device(&key, 3, Some("till")), device(&MasterKey::new(&[2; 32]), 3, Some("till")));
    assert_eq!(device(&key, 3, None), device(&key, 3, Some("")));
}

#[test]
fn what_a_model_on_trial_says_is_told_to_nobody() {
    let said = Assessment {
        model: "ab".into(),
        score: 9,
        threshold: 1,
        alarm: true,
        excused: false,
        reasons: vec![],
        alert: None,
    };
    let why_not = Some("none: on trial".to_owned());
    let trial = Outcome { state: "shadow".into(), assessment: Some(said.clone()), why_not: why_not.clone() };
    assert_eq!(trial.told(), (None, why_not));
    let active = Outcome { state: "active".into(), assessment: Some(said.clone()), why_not: None };
    assert_eq!(active.told(), (Some(said), None));
}
