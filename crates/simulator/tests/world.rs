//! What anybody who reads a world relies on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use common::{classes, number, rows, world};
use simulator::{Preset, Shift, attack, config};

fn file(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn one_seed_makes_one_world() {
    let (one, same, other) =
        (world(|_| (), 5, Preset::Tiny), world(|_| (), 5, Preset::Tiny), world(|_| (), 6, Preset::Tiny));
    for name in world::FILES {
        assert_eq!(file(one.path(), name), file(same.path(), name), "{name}");
        assert_ne!(file(one.path(), name), file(other.path(), name), "{name}");
    }
}

#[test]
fn rows_are_in_order_and_labelled() {
    let world = world(|_| (), 7, Preset::Tiny);
    for name in ["ledger.csv", "scans.csv", "sensors.csv"] {
        let times: Vec<i64> = rows(world.path(), name).iter().map(|row| number(row, "time")).collect();
        assert!(times.is_sorted(), "{name}");
        assert!(!times.is_empty(), "{name}");
    }
    let (scans, labels) = (rows(world.path(), "scans.csv"), rows(world.path(), "labels.csv"));
    let names = |rows: &[common::Row]| rows.iter().map(|row| row["scan"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&scans), names(&labels));
    for label in labels {
        assert_eq!(
            label["class"] == "attack",
            !label["family"].is_empty() && !label["incident"].is_empty(),
            "{label:?}"
        );
    }
    for scan in scans {
        assert_eq!(scan["role"] == "patient", scan["site"].is_empty(), "{scan:?}");
    }
}

/// What the checker knows of a pack: its holder, where it is bound for by which shipment, and when it was dispensed.
#[derive(Clone)]
struct Pack {
    holder: String,
    bound: Option<(String, String)>,
    dispensed: Option<i64>,
    gone: bool,
    held_back: bool,
}

#[test]
fn every_event_keeps_the_ledgers_rules() {
    for seed in [11, 12] {
        let world = world(|_| (), seed, Preset::Tiny);
        check_ledger(world.path());
    }
    let sealed = world(|settings| settings.families = attack::families("sealed").unwrap(), 13, Preset::Tiny);
    check_ledger(sealed.path());
}

fn check_ledger(folder: &Path) {
    let products: BTreeMap<String, common::Row> =
        rows(folder, "products.csv").into_iter().map(|row| (row["gtin"].clone(), row)).collect();
    let kinds: BTreeMap<String, String> =
        rows(folder, "sites.csv").into_iter().map(|row| (row["site"].clone(), row["kind"].clone())).collect();
    let mut packs: BTreeMap<String, Vec<Pack>> = BTreeMap::new();
    let mut times = BTreeMap::new();
    for batch in rows(folder, "batches.csv") {
        let maker = products[&batch["gtin"]]["maker_site"].clone();
        let pack = Pack { holder: maker, bound: None, dispensed: None, gone: false, held_back: false };
        packs.insert(batch["batch"].clone(), vec![pack; number(&batch, "packs") as usize]);
        times.insert(batch["batch"].clone(), (number(&batch, "registered"), number(&batch, "released")));
    }
    let (mut stopped, mut suspended) = (BTreeSet::new(), BTreeSet::new());
    let mut seen = BTreeSet::new();
    for event in rows(folder, "ledger.csv") {
        let (time, kind, site) = (number(&event, "time"), event["event"].as_str(), &event["site"]);
        seen.insert(kind.to_owned());
        match kind {
            "licence-suspend" => assert!(suspended.insert(site.clone())),
            "licence-restore" => assert!(suspended.remove(site)),
            _ => {}
        }
        if kind.starts_with("licence") {
            continue;
        }
        let (registered, released) = times[&event["batch"]];
        assert!(time >= registered, "before its batch is known: {event:?}");
        let all = packs.get_mut(&event["batch"]).unwrap();
        let range = number(&event, "from_index") as usize..number(&event, "to_index") as usize;
        assert!(range.start < range.end && range.end <= all.len(), "{event:?}");
        if kind == "recall" || kind == "withdraw" {
            stopped.insert(event["batch"].clone());
            continue;
        }
        for pack in &mut all[range] {
            let rest = pack.bound.is_none() && pack.holder == *site;
            let live = pack.dispensed.is_none() && !pack.gone;
            match kind {
                "dispatch" => {
                    assert!(rest && live && time >= released && !suspended.contains(site), "{event:?}");
                    pack.bound = Some((event["to_site"].clone(), event["shipment"].clone()));
                }
                "receive" => {
                    assert_eq!(pack.bound, Some((site.clone(), event["shipment"].clone())), "{event:?}");
                    (pack.holder, pack.bound) = (site.clone(), None);
                }
                "reject" => {
                    assert_eq!(pack.bound, Some((site.clone(), event["shipment"].clone())), "{event:?}");
                    assert_eq!(pack.holder, event["to_site"], "{event:?}");
                    pack.bound = None;
                }
                "dispense" => {
                    assert!(rest && live && !pack.held_back, "{event:?}");
                    assert!(!stopped.contains(&event["batch"]) && !suspended.contains(site), "{event:?}");
                    assert!(["pharmacy", "hospital"].contains(&kinds[site].as_str()), "{event:?}");
                    pack.dispensed = Some(time);
                }
                "undo-dispense" => {
                    let since = pack.dispensed.take().expect("only what was dispensed");
                    assert!(rest && time - since <= config::UNDO_DAYS * config::DAY, "{event:?}");
                }
                "steal" => {
                    assert!(live && pack.holder == *site, "{event:?}");
                    (pack.gone, pack.bound) = (true, None);
                }
                "quarantine" | "lock" => pack.held_back = true,
                "clear" | "unlock" => pack.held_back = false,
                _ => {
                    assert!(rest && live, "{event:?}");
                    pack.gone = true;
                }
            }
        }
    }
    for kind in ["dispatch", "receive", "dispense", "undo-dispense", "destroy"] {
        assert!(seen.contains(kind), "{kind} never happens");
    }
}

#[test]
fn serials_are_unique_and_benign_scans_name_real_packs() {
    let world = world(|_| (), 17, Preset::Tiny);
    let batches: BTreeMap<String, String> =
        rows(world.path(), "batches.csv").into_iter().map(|row| (row["batch"].clone(), row["gtin"].clone())).collect();
    let mut serials = BTreeSet::new();
    for pack in rows(world.path(), "packs.csv") {
        let key = (batches[&pack["batch"]].clone(), pack["serial"].clone());
        assert!(pack["serial"].len() <= 20);
        assert!(serials.insert(key), "twice: {pack:?}");
    }
    let scans = rows(world.path(), "scans.csv");
    for (scan, label) in scans.iter().zip(rows(world.path(), "labels.csv")) {
        if label["class"] == "benign" {
            let text = &scan["text"];
            let at = text.find("01").unwrap();
            let at = if text.contains("id.gs1.org") { text.find("/01/").unwrap() + 4 } else { at + 2 };
            let at = if text.starts_with("(01)") { 4 } else { at };
            let gtin = &text[at..at + 14];
            let from = serials.range((gtin.to_owned(), String::new())..).take_while(|(other, _)| other == gtin);
            let named = from.filter(|(_, serial)| text.contains(serial.as_str())).count();
            assert!(named > 0, "no pack for {text:?}");
        }
    }
}

#[test]
fn the_mess_is_as_it_was_measured() {
    let world = world(|settings| settings.families.clear(), 21, Preset::Small);
    let classes = classes(world.path());
    let whole: u64 = classes.values().sum();
    let share = |class: &str| *classes.get(class).unwrap_or(&0) as f64 / whole as f64;
    assert!((100_000..145_000).contains(&whole), "{whole}");
    assert!(!classes.contains_key("attack"));
    let (least, most) = config::TECHNICAL_BOUNDS;
    assert!(share("technical") > least && share("technical") < most, "{classes:?}");
    let alerts = share("technical") + share("procedural") + share("blocked");
    assert!(alerts > 0.0018 && alerts < 0.006, "{classes:?}");
    assert!(share("technical") > share("procedural") && share("procedural") > share("blocked"), "{classes:?}");
    let imported = imported(world.path());
    assert!(imported > 0.03 && imported < 0.2, "{imported}");
}

/// The share of dispensed packs that came through parallel importers, repackaged or as they are.
fn imported(folder: &Path) -> f64 {
    let by = |name: &str, key: &str| -> BTreeMap<String, common::Row> {
        rows(folder, name).into_iter().map(|row| (row[key].clone(), row)).collect()
    };
    let (sites, products, batches) = (by("sites.csv", "site"), by("products.csv", "gtin"), by("batches.csv", "batch"));
    let (mut imported, mut whole) = (0.0, 0.0);
    for event in rows(folder, "ledger.csv").iter().filter(|event| event["event"] == "dispense") {
        let product = &products[&batches[&event["batch"]]["gtin"]];
        let repackaged = sites[&product["maker_site"]]["kind"] == "parallel-importer";
        let foreign = !product["markets"].split(';').any(|market| market == sites[&event["site"]]["country"]);
        imported += f64::from(u8::from(repackaged || foreign));
        whole += 1.0;
    }
    imported / whole
}

#[test]
fn every_family_has_its_incidents() {
    let check = |families: &str, seed| {
        let world = world(|settings| settings.families = attack::families(families).unwrap(), seed, Preset::Small);
        let mut incidents: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for label in rows(world.path(), "labels.csv") {
            if label["class"] == "attack" {
                *incidents.entry(label["family"].clone()).or_default().entry(label["incident"].clone()).or_default() +=
                    1;
            }
        }
        for family in attack::families(families).unwrap() {
            let count = incidents.get(family.name()).map_or(0, BTreeMap::len);
            assert!(count >= 22, "{}: {count}", family.name());
        }
    };
    check("all", 31);
    check("sealed", 32);
}

#[test]
fn shifts_change_what_they_say() {
    let half = |folder: &Path| {
        let times: Vec<i64> = rows(folder, "scans.csv").iter().map(|scan| number(scan, "received")).collect();
        let middle = times.iter().min().unwrap() + config::DAYS / 2 * config::DAY;
        let late = times.iter().filter(|time| **time >= middle).count();
        late as f64 / (times.len() - late) as f64
    };
    let sized =
        |shift: Shift, preset| world(|settings| (settings.shift, settings.families) = (shift, Vec::new()), 41, preset);
    let (none, volume) = (sized(Shift::None, Preset::Small), sized(Shift::Volume, Preset::Small));
    assert!(half(volume.path()) > half(none.path()) * 1.5, "{} {}", half(none.path()), half(volume.path()));
    let technical = |folder: &Path| *classes(folder).get("technical").unwrap_or(&0);
    let stale = sized(Shift::Stale, Preset::Small);
    assert!(technical(stale.path()) > technical(none.path()) * 2);
    let made = |shift| sized(shift, Preset::Tiny);
    let none = made(Shift::None);
    let countries = |folder: &Path| {
        rows(folder, "sites.csv").iter().map(|site| site["country"].clone()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!(countries(made(Shift::Country).path()), countries(none.path()) + 1);
    let product = made(Shift::Product);
    let start = rows(product.path(), "scans.csv").iter().map(|scan| number(scan, "received")).min().unwrap();
    let batches = rows(product.path(), "batches.csv");
    let mut first: BTreeMap<String, i64> = BTreeMap::new();
    for batch in &batches {
        let entry = first.entry(batch["gtin"].clone()).or_insert(i64::MAX);
        *entry = (*entry).min(number(batch, "registered"));
    }
    assert!(first.values().any(|time| *time > start + 20 * config::DAY), "nothing new is launched");
}
