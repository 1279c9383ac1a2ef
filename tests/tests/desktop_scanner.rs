//! The scanner on a desktop, at the keyboard alone: a handheld scanner, a film in place of a camera, a bad pack, the key,
//! dispensing, power cuts, and times without a network.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
    thread::sleep,
    time::Duration,
};

use medtrail_tests::{Desktop, GTIN, Gateway, MAKER, Node, PHARMACY, World, film, medtrail, square_code, wait_until};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse";
/// One counter at a time: two windows that draw, beside two nodes, keep a small machine from hearing the keys in time.
static COUNTER: Mutex<()> = Mutex::new(());

/// A pharmacy with a hundred packs, and its scanner; none where this machine has no screen for it.
fn scene() -> Option<(World, Desktop)> {
    scene_on(World::new())
}

fn scene_on(world: World) -> Option<(World, Desktop)> {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return None;
    }
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let desktop = Desktop::new(&folder);
    Some((world, desktop))
}

/// The link in a label's QR code, and the serial in it.
fn link(label: &Path) -> (String, String) {
    let decoded = medtrail(&["decode", label.to_str().unwrap()]);
    let symbols = decoded.json["symbols"].as_array().unwrap().clone();
    let link =
        symbols.iter().filter_map(|symbol| symbol["text"].as_str()).find(|text| text.starts_with("http")).unwrap();
    let serial = link.split("/21/").nth(1).unwrap().split('?').next().unwrap();
    (link.to_owned(), serial.to_owned())
}

#[test]
fn a_day_at_the_counter_by_keyboard_alone_survives_power_cuts() {
    let _turn = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((world, mut desktop)) = scene() else { return };
    let node = world.node.url();
    let open = ["--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln];
    desktop.open(&open);

    // Pack after pack with a handheld scanner, a bad one among them.
    let packs: Vec<(String, String)> = (0..4).map(|index| link(&world.label("A", index))).collect();
    let [(first, first_serial), (second, second_serial), (third, third_serial), (fourth, fourth_serial)] =
        <[_; 4]>::try_from(packs).unwrap();
    desktop.scan(&first);
    assert_eq!(desktop.verdict(&first_serial), "genuine", "{}", desktop.history()[&first_serial]);
    wait_until("the verdict is heard", || desktop.heard() > 0);
    desktop.scan(&format!("(01){GTIN}(21)FAKE(17)290630(10)A"));
    assert_eq!(desktop.verdict("FAKE"), "could-not-check", "no gateway has a proof of it");
    desktop.scan(&second);
    assert!(!desktop.history().contains_key(&second_serial), "nothing is scanned while a bad pack waits");

    // The power fails, and comes back: the bad pack still waits.
    desktop.kill();
    desktop.open(&open);
    desktop.scan(&second);
    assert!(!desktop.history().contains_key(&second_serial), "after a power cut the bad pack still stops the run");
    // From the code's field to the reason, to the first button: put aside.
    desktop.press("Tab");
    desktop.press("Tab");
    desktop.press("Return");
    wait_until("the bad pack is put aside", || desktop.history()["FAKE"]["done"]["action"] == "quarantine");
    desktop.scan(&second);
    assert_eq!(desktop.verdict(&second_serial), "genuine");

    desktop.enter_key(PHARMACY.key, PASSWORD);
    let kept = fs::read_to_string(desktop.file("key.json")).unwrap();
    assert!(!kept.contains(PHARMACY.key) && !kept.contains("horse"), "{kept}");

    // Dispensed: scanned, and one key to the button below the verdict.
    desktop.scan(&third);
    assert_eq!(desktop.verdict(&third_serial), "genuine", "{}", desktop.history()[&third_serial]);
    desktop.press("Tab");
    desktop.press("Return");
    let verdict = |link: &str| {
        let of = ["verify", link, "--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&of).verdict().to_owned()
    };
    wait_until("the third pack is dispensed on the ledger", || verdict(&third) == "already-dispensed-here");
    assert_eq!(verdict(&fourth), "genuine");

    // A mistake: taken back, from the button that took the place of the first, and dispensed again.
    let seen = || sleep(Duration::from_secs(2));
    seen();
    desktop.press("Tab");
    desktop.press("Return");
    wait_until("the third pack is active again", || verdict(&third) == "genuine");
    seen();
    desktop.press("Tab");
    desktop.press("Return");
    wait_until("it is dispensed once more", || verdict(&third) == "already-dispensed-here");

    // The same pack in other hands, after the power failed once more: it is used up.
    desktop.kill();
    desktop.open(&open);
    desktop.scan(&third);
    wait_until("the pack is known to be used up", || {
        desktop.history()[&third_serial]["verdict"] == "already-dispensed-here"
    });
    assert!(!desktop.history().contains_key(&fourth_serial));
}

/// Opens the key's screen.
fn open_key(desktop: &Desktop) {
    desktop.press("ctrl+k");
}

#[test]
fn a_pack_dispensed_without_a_network_is_used_up_at_once_and_on_the_ledger_later() {
    let _turn = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((world, mut desktop)) = scene_on(World::archived()) else { return };
    let database = world.folder.path().join("gateway.db");
    let (node, folder) = (world.node.url(), world.folder.path());
    let gateway = Gateway::start(database.to_str().unwrap(), &node, folder, &["--snapshot-seconds", "1"]);
    let fetched = folder.join("fetched");
    let height = world.node.finalised();
    gateway.wait_until("there is a snapshot of what happened", |gateway| {
        let got = medtrail(&["snapshot", "fetch", fetched.to_str().unwrap(), "--gateway", &gateway.url()]);
        got.json["block"].as_u64() >= Some(height)
    });
    let settings = json!({"node": node, "gateway": gateway.url(), "role": "pharmacist", "participant": PHARMACY.gln});
    fs::create_dir_all(desktop.settings().parent().unwrap()).unwrap();
    fs::write(desktop.settings(), settings.to_string()).unwrap();
    desktop.open(&[]);
    wait_until("the scanner has fetched data for bad times", || desktop.file("offline.snapshot").exists());
    desktop.enter_key(PHARMACY.key, PASSWORD);

    // The line is cut, the gateway with it.
    let (pack, serial) = link(&world.label("A", 7));
    let World { node, folder } = world;
    gateway.kill();
    sleep(Duration::from_secs(1));
    node.stop();
    desktop.scan(&pack);
    assert_eq!(desktop.verdict(&serial), "genuine", "from the data for bad times");
    desktop.press("Tab");
    desktop.press("Return");
    let queue = || fs::read_to_string(desktop.file("queue.jsonl")).unwrap_or_default();
    wait_until("the act waits", || queue().contains(&serial));

    // The scanner dies and comes back, still without a network: the pack is used up.
    desktop.kill();
    desktop.open(&[]);
    desktop.scan(&pack);
    wait_until("the pack is known to be used up", || desktop.history()[&serial]["verdict"] == "already-dispensed-here");

    // The network is back.
    desktop.kill();
    let node = Node::archive(folder.path());
    let url = node.url();
    let verdict = || {
        let of = ["verify", &pack, "--node", &url, "--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&of).verdict().to_owned()
    };
    assert_eq!(verdict(), "genuine", "nothing was sent yet");
    desktop.open(&["--node", &url]);
    open_key(&desktop);
    desktop.write(PASSWORD);
    desktop.press("Return");
    wait_until("the act is on the ledger", || verdict() == "already-dispensed-here");
}

#[test]
fn a_film_in_place_of_a_camera_gets_the_right_verdict() {
    let _turn = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((world, mut desktop)) = scene() else { return };
    let label = world.label("A", 5);
    let (_, serial) = link(&label);
    let film = film(&label, 520, &world.folder.path().join("film.y4m"));
    let node = world.node.url();
    let open = ["--node", node.as_str(), "--role", "pharmacist", "--participant", PHARMACY.gln];
    desktop.open(&[&open[..], &["--film", film.to_str().unwrap()]].concat());
    desktop.press("shift+Tab");
    desktop.press("shift+Tab");
    desktop.press("Return");
    assert_eq!(desktop.verdict(&serial), "genuine");
}

#[test]
fn a_film_of_a_square_code_is_proven_by_the_makers_gateway() {
    let _turn = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((world, mut desktop)) = scene_on(World::archived()) else { return };
    let database = world.folder.path().join("gateway.db");
    let gateway = Gateway::start(database.to_str().unwrap(), &world.node.url(), world.folder.path(), &[]);
    gateway.load(&world, "A");
    let label = world.label("A", 5);
    let (_, serial) = link(&label);
    let square = square_code(&label, &world.folder.path().join("square.png"));
    let film = film(&square, 520, &world.folder.path().join("film.y4m"));
    let (node, asked) = (world.node.url(), gateway.url());
    let open = ["--node", &node, "--gateway", &asked, "--role", "pharmacist", "--participant", PHARMACY.gln];
    desktop.open(&[&open[..], &["--film", film.to_str().unwrap()]].concat());
    desktop.press("shift+Tab");
    desktop.press("shift+Tab");
    desktop.press("Return");
    assert_eq!(desktop.verdict(&serial), "genuine");
}

#[test]
fn a_delivery_is_counted_with_a_handheld_scanner_and_taken_over_with_its_differences() {
    let _turn = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((world, mut desktop)) = scene() else { return };
    let shipment = world.ship(MAKER, PHARMACY, "A", "200-204");
    let node = world.node.url();
    desktop.open(&["--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln]);
    desktop.enter_key(PHARMACY.key, PASSWORD);

    // The second tab; its list is read; from the field to the first shipment, which is opened.
    desktop.press("ctrl+2");
    sleep(Duration::from_secs(3));
    desktop.picture("deliveries");
    desktop.press("Tab");
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    // Three of five packs arrive, one of them was scanned twice, and one that is with the pharmacy already.
    for index in [200, 202, 203, 203, 7] {
        desktop.scan(&link(&world.label("A", index)).0);
        sleep(Duration::from_secs(1));
    }
    // What a person types counts too, and once.
    desktop.write(&link(&world.label("A", 204)).0);
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    // From the field over the way back to the list to the first act: what was counted is taken over.
    desktop.picture("delivery-counted");
    desktop.press("Tab");
    desktop.press("Tab");
    desktop.press("Return");
    let held = || {
        let trace = medtrail(&["trace", "--gtin", GTIN, "--lot", "A", "--node", &node]).json;
        let is_here =
            |held: &&Value| held["holder"].as_str().unwrap().contains("Apotheke") && held["shipment"].is_null();
        let mine = trace["holdings"].as_array().unwrap().iter().filter(is_here);
        let packs = mine.map(|held| held["last"].as_u64().unwrap() - held["first"].as_u64().unwrap() + 1);
        packs.sum::<u64>()
    };
    wait_until("what was counted is with the pharmacy", || held() == 104);
    let open = medtrail(&["shipments", "--to", PHARMACY.gln, "--node", &node]).json;
    let lines: Vec<_> = open["shipments"][0]["outstanding"].as_array().unwrap().clone();
    assert_eq!(open["shipments"][0]["shipment"].to_string(), shipment);
    let lines: Vec<_> = lines.iter().map(|line| (line["first"].as_u64(), line["last"].as_u64())).collect();
    assert_eq!(lines, [(Some(201), Some(201))], "the rest is still on its way");
}
