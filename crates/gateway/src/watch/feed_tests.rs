#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

const GTIN: u64 = 4_012_345_678_901;
const LOT: &str = "04012345678901/A";

/// Participants 0 (regulator, from the first block on), 1 (maker), 2 (wholesaler), 3 (pharmacy).
fn record(kind: Kind, id: &str) -> Option<Value> {
    let participant =
        |kind: &str, country: &str| json!({"kind": kind, "status": "Active", "country": country, "licences": []});
    Some(match (kind, id) {
        (Kind::Participant, "0") => participant("Regulator", "DE"),
        (Kind::Participant, "1") => participant("Manufacturer", "DE"),
        (Kind::Participant, "2") => participant("Wholesaler", "FR"),
        (Kind::Participant, "3") => participant("Dispenser", "FR"),
        (Kind::Product, _) => json!({
            "maker": 1, "status": "Marketed",
            "data": {"name": "Insulin", "markets": ["DE", "FR"], "storage": "Refrigerated", "authorisation": "1"},
        }),
        (Kind::Batch, _) => json!({"maker": 1, "expiry": 20_290_600, "packs": 1_000, "status": "Released"}),
        (Kind::Case, "9") => json!({"trigger": "Suspicion", "subject": {"Packs": [
            {"batch": {"gtin": GTIN, "lot": "A"}, "start": 5, "end": 7},
        ]}}),
        (Kind::Case, _) => json!({"trigger": "Suspicion", "subject": {"Code": "0x00"}}),
        _ => return None,
    })
}

fn happened(time: u64, pallet: &str, event: &str, fields: Value) -> Happened {
    Happened { block: time as u32, place: 0, time, pallet: pallet.into(), event: event.into(), fields }
}

/// Learns what an event needs, and puts it into the engine's words.
fn tell(feed: &mut Feed, pallet: &str, event: &str, time: u64, fields: Value) -> Vec<Told> {
    let event = happened(time, pallet, event, fields);
    let mut told = Vec::new();
    for (kind, id) in feed.needs(&event) {
        let place = (kind == Kind::Participant).then_some(Position { latitude: 52_000_000, longitude: 13_000_000 });
        told.extend(feed.learn(kind, &id, record(kind, &id).as_ref(), place));
    }
    told.extend(feed.event(&event));
    told
}

fn batch() -> Value {
    json!({"gtin": GTIN, "lot": "A"})
}

fn lines(start: u32, end: u32) -> Value {
    json!([{"batch": batch(), "start": start, "end": end}])
}

/// A released batch.
fn feed() -> Feed {
    let mut feed = Feed::default();
    for id in 1..=3 {
        tell(&mut feed, "Participants", "ParticipantRegistered", 10, json!({"participant": id, "kind": "x", "gln": 1}));
    }
    tell(&mut feed, "DrugBatch", "ProductRegistered", 20, json!({"gtin": GTIN, "maker": 1}));
    tell(&mut feed, "DrugBatch", "BatchRegistered", 30, json!({"batch": batch(), "maker": 1, "packs": 1_000}));
    tell(&mut feed, "DrugBatch", "BatchReleased", 40, json!({"batch": batch(), "certificate": "0x", "by": 1}));
    feed
}

fn entries(told: Vec<Told>) -> Vec<Entry> {
    let entry = |told| if let Told::Entry(entry) = told { Some(entry) } else { None };
    told.into_iter().filter_map(entry).collect()
}

#[test]
fn a_batch_is_told_once_it_is_released_and_whoever_acts_is_told_first() {
    let mut feed = Feed::default();
    let told =
        tell(&mut feed, "Participants", "ParticipantRegistered", 10, json!({"participant": 1, "kind": "x", "gln": 1}));
    let [Told::Site(site)] = &told[..] else { unreachable!("{told:?}") };
    assert_eq!((site.kind, site.country, site.place.is_some()), (SiteKind::Manufacturer, *b"DE", true));
    let told = tell(&mut feed, "DrugBatch", "ProductRegistered", 20, json!({"gtin": GTIN, "maker": 1}));
    let [Told::Product(product)] = &told[..] else { unreachable!("{told:?}") };
    assert_eq!((product.maker, product.storage.clone()), (Some(SiteId(0)), Some(2_000..8_000)));
    assert_eq!(product.markets, [*b"DE", *b"FR"]);
    let registered = json!({"batch": batch(), "maker": 1, "packs": 1_000, "root": "0x00"});
    assert_eq!(tell(&mut feed, "DrugBatch", "BatchRegistered", 30, registered), []);
    assert!(feed.is_waiting(LOT) && feed.batch(LOT).is_none());
    let told = tell(&mut feed, "DrugBatch", "BatchReleased", 40, json!({"batch": batch(), "by": 1}));
    let [Told::Batch(facts)] = &told[..] else { unreachable!("{told:?}") };
    assert_eq!((facts.registered, facts.released, facts.packs), (Some(30), Some(40), 1_000));
    // To the end of June 2029.
    assert_eq!(facts.expires, Some(1_877_558_400));
    assert_eq!(feed.batch(LOT).unwrap().maker, Some(1));
    assert_eq!(feed.skipped(), 0);
}

#[test]
fn goods_move_and_come_back_to_whom_they_belong() {
    let mut feed = feed();
    let dispatched = json!({"shipment": 7, "from": 1, "to": 2, "lines": lines(0, 100), "terms": {}});
    let sent = entries(tell(&mut feed, "CustodyTransfer", "Dispatched", 50, dispatched));
    let expected = Entry {
        time: 50,
        act: Act::Dispatch,
        packs: Some((BatchId(0), 0..100)),
        site: SiteId(0),
        to: Some(SiteId(1)),
        shipment: Some(7),
    };
    assert_eq!(sent, std::slice::from_ref(&expected));
    let got = entries(tell(
        &mut feed,
        "CustodyTransfer",
        "Received",
        60,
        json!({"shipment": 7, "by": 2, "lines": lines(0, 40)}),
    ));
    let act = Entry { time: 60, act: Act::Receive, site: SiteId(1), to: None, ..expected.clone() };
    assert_eq!(got, [Entry { packs: Some((BatchId(0), 0..40)), ..act }]);
    let rejected = json!({"shipment": 7, "by": 2, "lines": lines(40, 60), "reason": "Damaged"});
    let back = entries(tell(&mut feed, "CustodyTransfer", "Rejected", 70, rejected));
    assert_eq!((back[0].act, back[0].site, back[0].to), (Act::Reject, SiteId(1), Some(SiteId(0))));
    let cancelled = json!({"shipment": 7, "by": 1, "lines": lines(60, 100)});
    let back = entries(tell(&mut feed, "CustodyTransfer", "Cancelled", 80, cancelled.clone()));
    assert_eq!((back[0].act, back[0].site, back[0].to), (Act::Reject, SiteId(1), Some(SiteId(0))));
    // Nothing of it is on the way any more: it is forgotten.
    assert_eq!(tell(&mut feed, "CustodyTransfer", "Cancelled", 90, cancelled), []);
    assert_eq!(feed.skipped(), 1);
    assert_eq!(tell(&mut feed, "CustodyTransfer", "Packed", 95, json!({"sscc": 1, "by": 1, "lines": lines(0, 9)})), []);
    assert_eq!(feed.skipped(), 1);
}

#[test]
fn what_becomes_of_packs_is_told_pack_by_pack_and_range_by_range() {
    let mut feed = feed();
    let mut acts = |event: &str, fields: Value| {
        let entries = entries(tell(&mut feed, "DrugBatch", event, 50, fields));
        entries.into_iter().map(|entry| (entry.act, entry.packs.unwrap().1)).collect::<Vec<_>>()
    };
    let of = |packs: Value, more: Value| {
        let mut fields = json!({"batch": batch(), "packs": packs, "by": 1});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    assert_eq!(acts("PacksDispensed", of(json!({"One": 3}), json!({}))), [(Act::Dispense, 3..4)]);
    let list = acts("PacksDispensed", of(json!({"List": [5, 9]}), json!({})));
    assert_eq!(list, [(Act::Dispense, 5..6), (Act::Dispense, 9..10)]);
    let range = json!({"Range": {"start": 10, "end": 20}});
    for (state, act) in
        [("Exported", Act::Export), ("FreeSample", Act::Sample), ("Stolen", Act::Steal), ("Locked", Act::Lock)]
    {
        assert_eq!(acts("PacksDecommissioned", of(range.clone(), json!({"state": state}))), [(act, 10..20)]);
    }
    assert_eq!(acts("ChangeUndone", of(json!({"One": 3}), json!({"from": "Dispensed"}))), [(Act::UndoDispense, 3..4)]);
    assert_eq!(acts("ChangeUndone", of(json!({"One": 3}), json!({"from": "Locked"}))), [(Act::Unlock, 3..4)]);
    let recalled = json!({"batch": batch(), "class": "I", "by": 0});
    assert_eq!(acts("BatchRecalled", recalled.clone()), [(Act::Recall, 0..1_000)]);
    let part = json!({"batch": batch(), "start": 4, "end": 6, "class": "I", "by": 0});
    assert_eq!(acts("PacksRecalled", part), [(Act::Recall, 4..6)]);
    assert_eq!(acts("ProductWithdrawn", json!({"gtin": GTIN, "by": 1})), [(Act::Withdraw, 0..1_000)]);
    assert_eq!(feed.skipped(), 0);
}

#[test]
fn a_quarantine_ends_with_its_case() {
    let mut feed = feed();
    let opened =
        |case: u32, quarantine: bool| json!({"case": case, "trigger": "Suspicion", "by": 3, "quarantine": quarantine});
    assert_eq!(entries(tell(&mut feed, "Compliance", "CaseOpened", 50, opened(8, false))), []);
    let held = entries(tell(&mut feed, "Compliance", "CaseOpened", 51, opened(9, true)));
    assert_eq!((held[0].act, held[0].packs.clone()), (Act::Quarantine, Some((BatchId(0), 5..7))));
    let closed = |case: u32| json!({"case": case, "result": "Cleared", "by": 3});
    assert_eq!(entries(tell(&mut feed, "Compliance", "CaseClosed", 52, closed(8))), []);
    let cleared = entries(tell(&mut feed, "Compliance", "CaseClosed", 53, closed(9)));
    assert_eq!((cleared[0].act, cleared[0].packs.clone()), (Act::Clear, Some((BatchId(0), 5..7))));
    assert_eq!(entries(tell(&mut feed, "Compliance", "CaseClosed", 54, closed(9))), []);
}

#[test]
fn a_participant_may_trade_until_its_last_licence_goes() {
    let mut feed = feed();
    let mut acts = |event: &str, number: &str| {
        let fields = json!({"participant": 2, "number": number});
        entries(tell(&mut feed, "Participants", event, 50, fields)).iter().map(|entry| entry.act).collect::<Vec<_>>()
    };
    assert_eq!(acts("LicenceGranted", "W-1"), [Act::LicenceRestore]);
    assert_eq!(acts("LicenceGranted", "W-2"), []);
    assert_eq!(acts("LicenceRevoked", "W-1"), []);
    assert_eq!(acts("LicenceRevoked", "W-2"), [Act::LicenceSuspend]);
    assert_eq!(acts("ParticipantSuspended", ""), [Act::LicenceSuspend]);
    assert_eq!(acts("ParticipantReinstated", ""), [Act::LicenceRestore]);
}

#[test]
fn what_is_not_understood_is_skipped_and_counted() {
    let mut feed = feed();
    for (pallet, event, fields) in [
        ("Weather", "Rain", json!({})),
        ("DrugBatch", "BatchMelted", json!({"batch": batch(), "by": 1})),
        ("DrugBatch", "PacksDispensed", json!({"packs": {"One": 1}, "by": 1})),
        ("DrugBatch", "PacksDecommissioned", json!({"batch": batch(), "packs": {"One": 1}, "state": "Lost", "by": 1})),
        ("CustodyTransfer", "Received", json!({"shipment": 99, "by": 2, "lines": lines(0, 1)})),
        ("Participants", "ParticipantSuspended", json!({"participant": "two"})),
        ("CustodyTransfer", "Dispatched", json!([])),
    ] {
        let before = feed.skipped();
        assert_eq!(tell(&mut feed, pallet, event, 60, fields), [], "{event}");
        assert_eq!(feed.skipped(), before + 1, "{event}");
    }
    // A record that is missing or of another shape.
    for record in [None, Some(json!({"kind": "Wizard", "country": "DE"})), Some(json!({"kind": "Wholesaler"}))] {
        let before = feed.skipped();
        assert_eq!(feed.learn(Kind::Participant, "50", record.as_ref(), None), None);
        assert_eq!(feed.skipped(), before + 1);
    }
    assert_eq!(tell(&mut feed, "ModelRegistry", "StageEntered", 60, json!({"model": "0x00"})), []);
}

#[test]
fn participants_of_the_first_block_are_known_by_what_they_do() {
    let mut feed = feed();
    assert_eq!(feed.site(0), None);
    let told = tell(&mut feed, "DrugBatch", "BatchRecalled", 50, json!({"batch": batch(), "class": "I", "by": 0}));
    let [Told::Site(site), Told::Entry(entry)] = &told[..] else { unreachable!("{told:?}") };
    assert_eq!((site.kind, entry.site), (SiteKind::Regulator, SiteId(3)));
    assert_eq!(feed.site(0).unwrap().role, Role::Inspector);
    assert_eq!(feed.participant(SiteId(3)), Some(0));
}
