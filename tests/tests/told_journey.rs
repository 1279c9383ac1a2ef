//! The way of a pack: a gateway's history on a real ledger, read by the scanner's own client, and held against what is proven.

#![allow(clippy::unwrap_used, clippy::panic)]

use journey::{Asking, Door, Doubt, Journey, Telling, What, read};
use ledger_client::Trust;
use medtrail_tests::{FalseGateway, GTIN, Gateway, MAKER, PHARMACY, WHOLESALER, World, http};
use scan::{Scanner, read_code};
use serde_json::Value;
use verdict::{Report, Role, Verdict};

/// A verdict of the scanner's, and what is asked about its pack.
async fn judged(world: &World, link: &str, role: Role) -> (Report, Asking) {
    let trust = Trust::development(None);
    let scanner = Scanner::new(vec![world.node.url()], trust.clone(), role);
    let scanner = scanner.for_participant((role == Role::Pharmacist).then(|| PHARMACY.gln.parse().unwrap()));
    let report = scanner.verify(&read_code(link).unwrap()).await;
    let basis = scanner.basis(&report).unwrap();
    (report, Asking { basis, nodes: vec![world.node.url()], trust, door: None })
}

async fn told_by(asking: &Asking, gateway: &str, key: &str) -> Journey {
    let door = Some(Door::new(gateway, key.to_owned()).unwrap());
    read(Asking { door, ..asking.clone() }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_honest_gateway_tells_fits_and_a_liar_is_contradicted() {
    let world = World::archived();
    let site = ["participant", "set-site", "4012345000016", "--name", "Werk Nord"];
    world.done(MAKER, &[&site[..], &["--latitude", "59.2", "--longitude", "17.6"]].concat());
    world.release("A", 100);
    world.deliver(MAKER, WHOLESALER, "A", "0-99");
    world.deliver(WHOLESALER, PHARMACY, "A", "0-49");
    let database = world.folder.path().join("gateway.db");
    let gateway = Gateway::start(database.to_str().unwrap(), &world.node.url(), world.folder.path(), &["--rate", "0"]);
    let key = gateway.key(PHARMACY, "history");
    let (report, asking) = judged(&world, &world.link("A", 5), Role::Pharmacist).await;
    assert_eq!(report.verdict, Verdict::Genuine);
    gateway.wait_for_block(report.evidence.as_ref().unwrap().block.into());

    let journey = told_by(&asking, &gateway.url(), &key).await;
    let whats: Vec<What> = journey.steps.iter().map(|step| step.what).collect();
    let shipments: Vec<u64> =
        whats.iter().filter_map(|what| if let What::Sent(shipment) = what { Some(*shipment) } else { None }).collect();
    let [first, second] = shipments[..] else { panic!("{whats:?}") };
    let expected = [
        What::Made,
        What::Released,
        What::Sent(first),
        What::Received(first),
        What::Sent(second),
        What::Received(second),
        What::Supplied,
        What::Held,
    ];
    assert_eq!(whats, expected);
    assert_eq!(journey.doubts, [], "{journey:?}");
    assert!(journey.steps.iter().filter(|step| !step.proven).all(|step| step.when.is_some()));
    let places: Vec<_> = journey.parties.values().map(|party| party.place.as_ref().unwrap().site.as_deref()).collect();
    assert_eq!(places, [Some("Werk Nord"), None, None], "{:?}", journey.parties);
    let names: Vec<&str> = journey.parties.values().map(|party| party.name.as_str()).collect();
    assert_eq!(names, ["Nordmark Pharma", "Rhein Grosshandel", "Apotheke am Markt"]);

    // Without a key for it, nothing is told, and what is proven stays.
    let refused = told_by(&asking, &gateway.url(), &gateway.key(PHARMACY, "scan")).await;
    assert!(matches!(refused.telling, Telling::Failed(_)) && refused.steps.iter().all(|step| step.proven));

    // A liar leaves out the last delivery, and tells of another pack.
    let path = format!("/v1/batches/{GTIN}/A/packs/5/history?limit=200");
    let mut said = gateway.get_as(&key, &path).json();
    let events = said["events"].as_array_mut().unwrap();
    let last = events.pop().unwrap();
    let mut foreign = last.clone();
    foreign["fields"]["lines"][0]["start"] = Value::from(60);
    foreign["fields"]["lines"][0]["end"] = Value::from(70);
    events.push(foreign);
    let liar = FalseGateway::new(move |_, _| http(200, "", said.to_string().as_bytes()));
    let journey = told_by(&asking, &liar.url(), "mtk_any").await;
    assert_eq!(journey.doubts, [Doubt::Holder, Doubt::Foreign(1)]);

    // What a patient has is no gateway's business.
    let (_, asking) = judged(&world, &world.link("A", 5), Role::Patient).await;
    let asked = liar.asked();
    let journey = told_by(&asking, &liar.url(), "mtk_any").await;
    assert_eq!(journey.steps.last().map(|step| step.what), Some(What::WithPharmacy));
    assert_eq!((liar.asked(), journey.parties.len()), (asked, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn dispensed_and_taken_back_is_told_in_the_words_of_the_ledger() {
    let world = World::archived();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-49");
    let link = world.link("A", 5);
    let dispense = ["dispense", &link, "--participant", PHARMACY.gln];
    world.done(PHARMACY, &dispense);
    world.done(PHARMACY, &["undo", "--gtin", GTIN, "--lot", "A", "--packs", "5", "--state", "dispensed"]);
    world.done(PHARMACY, &dispense);
    world.done(MAKER, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "2"]);
    let database = world.folder.path().join("gateway.db");
    let gateway = Gateway::start(database.to_str().unwrap(), &world.node.url(), world.folder.path(), &["--rate", "0"]);
    let key = gateway.key(PHARMACY, "history");
    let (report, asking) = judged(&world, &world.link("A", 5), Role::Pharmacist).await;
    gateway.wait_for_block(report.evidence.as_ref().unwrap().block.into());
    let journey = told_by(&asking, &gateway.url(), &key).await;
    assert_eq!(journey.doubts, [], "{journey:?}");
    let count = |wanted: fn(&What) -> bool| journey.steps.iter().filter(|step| wanted(&step.what)).count();
    assert_eq!(count(|what| matches!(what, What::Became(ledger_types::PackState::Dispensed))), 2);
    assert_eq!(count(|what| matches!(what, What::Undone(_))), 1);
    assert_eq!(count(|what| matches!(what, What::Recalled(_))), 1, "it is proven, and not told once more");
    assert_eq!(count(|what| matches!(what, What::Is(_))), 1);
}
