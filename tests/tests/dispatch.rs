//! Packs are sent on a real ledger, at the keyboard and with a handheld scanner.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, thread::sleep, time::Duration};

use medtrail_tests::{Desktop, MAKER, PHARMACY, WHOLESALER, World, medtrail, wait_until};
use serde_json::json;

#[test]
fn a_wholesaler_sends_packs_at_the_keyboard_alone() {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return;
    }
    let world = World::new();
    world.release("SEND-1", 20);
    world.deliver(MAKER, WHOLESALER, "SEND-1", "0-9");
    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let mut desktop = Desktop::new(&folder);
    let node = world.node.url();
    desktop.open(&["--node", &node, "--role", "wholesaler", "--participant", WHOLESALER.gln]);
    desktop.enter_key(WHOLESALER.key, "correct horse");
    desktop.press("ctrl+4");
    sleep(Duration::from_secs(3));
    // The second one is scanned twice, and the last one never left its maker.
    for pack in [4, 5, 5, 12] {
        desktop.scan(&world.link("SEND-1", pack));
        sleep(Duration::from_secs(2));
    }
    desktop.write(PHARMACY.gln);
    desktop.press("Return");
    sleep(Duration::from_secs(1));
    desktop.picture("dispatch-ready");
    desktop.press("F2");
    sleep(Duration::from_secs(1));
    desktop.picture("dispatch-asked");
    desktop.press("shift+Tab");
    desktop.press("Return");
    let shipments = ["shipments", "--to", PHARMACY.gln, "--node", &node];
    let found = || medtrail(&shipments).json["shipments"].as_array().cloned().unwrap_or_default();
    wait_until("the packs are on their way", || !found().is_empty());
    let [shipment] = found().try_into().unwrap();
    let gtin = medtrail_tests::GTIN;
    assert_eq!(shipment["outstanding"], json!([{"gtin": gtin, "lot": "SEND-1", "first": 4, "last": 5}]));
    sleep(Duration::from_secs(2));
    desktop.picture("dispatch-done");
}
