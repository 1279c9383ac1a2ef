//! A full day in a pharmacy, at the keyboard alone: a pallet arrives, packs are dispensed, each kind of bad pack turns up, the network
//! fails and comes back.
//!
//! Five packs are dispensed; `MEDTRAIL_PACKS=50` makes a day of it. With `--nocapture` it tells its figures.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    env, fs,
    thread::sleep,
    time::{Duration, Instant},
};

use medtrail_tests::{Desktop, GTIN, Gateway, MAKER, Node, PHARMACY, World, medtrail, wait_until};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse";
/// The code on the pallet: its Serial Shipping Container Code.
const PALLET: &str = "340123450000000017";

/// The serial in a link.
fn serial(link: &str) -> String {
    link.split("/21/").nth(1).unwrap().split('?').next().unwrap().to_owned()
}

/// What a pharmacist's command line says of a pack.
fn on_ledger(link: &str, node: &str) -> String {
    let of = ["verify", link, "--node", node, "--role", "pharmacist", "--participant", PHARMACY.gln];
    medtrail(&of).verdict().to_owned()
}

/// Scans a pack and waits for its verdict; how long that took after the last key.
fn check(desktop: &Desktop, code: &str, serial: &str, expected: &str) -> Duration {
    let scanned = desktop.scan_now(code);
    let verdict = || desktop.history().get(serial).and_then(|record| Some(record["verdict"].as_str()?.to_owned()));
    let verdict = loop {
        match verdict() {
            Some(verdict) => break verdict,
            None => assert!(scanned.elapsed() < Duration::from_secs(60), "{serial} got no verdict"),
        }
        sleep(Duration::from_millis(2));
    };
    let time = scanned.elapsed();
    assert_eq!(verdict, expected, "{serial}: {}", desktop.history()[serial]);
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[test]
fn a_full_day_in_a_pharmacy_at_the_keyboard_alone() {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return;
    }
    let packs: u32 = env::var("MEDTRAIL_PACKS").ok().and_then(|packs| packs.parse().ok()).unwrap_or(5);
    let world = World::archived();
    world.release("A", 1_000);
    world.release("RECALLED", 100);
    world.deliver(MAKER, PHARMACY, "RECALLED", "0-9");
    let recall = ["batch", "recall", "--gtin", GTIN, "--lot", "RECALLED", "--class", "1"];
    world.done(MAKER, &recall);
    let ship = ["ship", "--to", PHARMACY.gln, "--gtin", GTIN, "--lot", "A", "--packs", "0-499", "--sscc", PALLET];
    world.done(MAKER, &ship);

    // Labels as they are on packs, and some that are not.
    let links: Vec<String> = (0..packs + 4).map(|index| world.link("A", index)).collect();
    let (elsewhere, recalled, destroyed) = (world.link("A", 700), world.link("RECALLED", 3), world.link("A", 490));
    let copied = world.link("A", 491);
    let invented = copied.replace(&serial(&copied), "ABCDEFGHJKLMNP");
    let relabelled = copied.replace("17=290600", "17=310600");

    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let mut desktop = Desktop::new(&folder);
    let database = world.folder.path().join("gateway.db");
    let node = world.node.url();
    let gateway = Gateway::start(database.to_str().unwrap(), &node, world.folder.path(), &["--snapshot-seconds", "1"]);
    let settings = json!({"node": node, "gateway": gateway.url(), "role": "pharmacist", "participant": PHARMACY.gln});
    fs::create_dir_all(desktop.settings().parent().unwrap()).unwrap();
    fs::write(desktop.settings(), settings.to_string()).unwrap();
    desktop.open(&[]);
    desktop.enter_key(PHARMACY.key, PASSWORD);

    // The pallet arrives: its code opens the shipment, which is taken over as a whole.
    desktop.press("ctrl+2");
    sleep(Duration::from_secs(2));
    desktop.scan(&format!("(00){PALLET}"));
    sleep(Duration::from_secs(1));
    desktop.picture("day-pallet");
    desktop.press("Tab");
    desktop.press("Tab");
    desktop.press("Return");
    wait_until("the pallet is taken over", || on_ledger(&links[0], &node) == "genuine");
    let open = medtrail(&["shipments", "--to", PHARMACY.gln, "--node", &node]).json;
    assert_eq!(open["shipments"].as_array().map(Vec::len), Some(0));
    // One of its packs is destroyed, and turns up again.
    let destroying = ["decommission", "--gtin", GTIN, "--lot", "A", "--packs", "490", "--state", "destroyed"];
    world.done(PHARMACY, &destroying);

    // Pack after pack: scanned, dispensed with one key, and nobody waits for the ledger in between.
    desktop.press("ctrl+1");
    let began = Instant::now();
    let times = (0..packs as usize).map(|index| {
        let time = check(&desktop, &links[index], &serial(&links[index]), "genuine");
        desktop.press("F2");
        time
    });
    let times: Vec<Duration> = times.collect();
    let scanned = began.elapsed();
    desktop.picture("day-dispensed");
    let dispensed = |index: usize| on_ledger(&links[index], &node) == "already-dispensed-here";
    for index in 0..packs as usize {
        wait_until("a pack is dispensed on the ledger", || dispensed(index));
    }
    println!("{packs} packs: verdict {:?} after the last key (median), all scanned in {scanned:?}", median(times));
    println!("all of them dispensed on the ledger after {:?}", began.elapsed());
    println!("memory then: {} MB", desktop.memory() / 1_000_000);

    // Every kind of bad pack stops the run, and is put aside with one key.
    for (code, serial, expected) in [
        (&elsewhere, serial(&elsewhere), "suspicious"),
        (&recalled, serial(&recalled), "do-not-use"),
        (&destroyed, serial(&destroyed), "do-not-use"),
        (&invented, "ABCDEFGHJKLMNP".to_owned(), "not-recognised"),
        (&relabelled, serial(&relabelled), "suspicious"),
    ] {
        check(&desktop, code, &serial, expected);
        desktop.press("F2");
        assert!(desktop.history()[&serial]["done"].is_null(), "a bad pack is not dispensed");
        desktop.press("F4");
        wait_until("it is put aside", || desktop.history()[&serial]["done"]["action"] == "quarantine");
    }
    check(&desktop, &format!("(01){GTIN}(21)NOPROOF(17)290630(10)A"), "NOPROOF", "could-not-check");
    desktop.press("F4");
    wait_until("it is put aside", || desktop.history()["NOPROOF"]["done"]["action"] == "quarantine");

    // The network fails; two packs are dispensed all the same, and used up at once.
    let height = world.node.finalised();
    let fetched = world.folder.path().join("fetched");
    gateway.wait_until("there is a snapshot of what happened", |gateway| {
        let got = medtrail(&["snapshot", "fetch", fetched.to_str().unwrap(), "--gateway", &gateway.url()]);
        got.json["block"].as_u64() >= Some(height)
    });
    desktop.kill();
    desktop.open(&[]);
    sleep(Duration::from_secs(3));
    desktop.press("ctrl+k");
    desktop.write(PASSWORD);
    desktop.press("Return");
    sleep(Duration::from_secs(2));
    desktop.press("Escape");
    let World { node, folder } = world;
    gateway.kill();
    node.stop();
    let offline = &links[packs as usize..packs as usize + 2];
    for link in offline {
        check(&desktop, link, &serial(link), "genuine");
        desktop.press("F2");
        sleep(Duration::from_secs(2));
    }
    let waiting = || fs::read_to_string(desktop.file("queue.jsonl")).unwrap_or_default();
    wait_until("both acts wait", || offline.iter().all(|link| waiting().contains(&serial(link))));
    desktop.picture("day-offline");

    // It is back: what waited happens.
    let node = Node::archive(folder.path());
    let url = node.url();
    desktop.kill();
    desktop.open(&["--node", &url]);
    desktop.press("ctrl+k");
    desktop.write(PASSWORD);
    desktop.press("Return");
    for link in offline {
        wait_until("what waited is on the ledger", || on_ledger(link, &url) == "already-dispensed-here");
    }
    let history: Vec<Value> = desktop.history().into_values().collect();
    assert_eq!(history.len(), packs as usize + 8, "nothing that was scanned is lost");
}
