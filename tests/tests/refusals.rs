//! Everything that the chain and the command line refuse: by name, with a next step, and without any change.

#![allow(clippy::unwrap_used)]

use std::fs;

use medtrail_tests::{GTIN, MAKER, PHARMACY, Party, REGULATOR, UNLICENSED, WHOLESALER, World, medtrail};

fn ship<'a>(to: &'a str, lot: &'a str, packs: &'a str) -> [&'a str; 9] {
    ["ship", "--to", to, "--gtin", GTIN, "--lot", lot, "--packs", packs]
}

#[test]
fn what_must_not_happen_is_refused_by_name() {
    let world = World::new();
    world.release("A", 1_000);
    world.register("B", 10);

    // Licences.
    world.refused(UNLICENSED, &ship(WHOLESALER.gln, "A", "0-9"), "NoValidLicence", "A");
    world.refused(MAKER, &ship(UNLICENSED.gln, "A", "0-9"), "ReceiverNotAuthorised", "A");
    let stranger = medtrail_tests::MAKER;
    let stranger =
        medtrail(&[&ship(stranger.gln, "A", "0-9")[..], &["--node", &world.node.url(), "--key", "//Nobody"]].concat());
    assert_eq!(stranger.error(), "UnknownAccount");

    // Permissions: a till's key dispenses and does nothing else.
    let till = medtrail(&["key", "show", "//Till"]).json["account"].as_str().unwrap().to_owned();
    world.done(PHARMACY, &["participant", "add-key", &till, "--may", "dispense"]);
    let till = Party { gln: PHARMACY.gln, key: "//Till" };
    world.refused(till, &ship(WHOLESALER.gln, "A", "0-9"), "NotPermitted", "A");

    // Custody.
    world.refused(MAKER, &ship(WHOLESALER.gln, "A", "990-1000"), "BadSelection", "A");
    world.refused(WHOLESALER, &ship(PHARMACY.gln, "A", "0-9"), "NotHeld", "A");
    world.refused(MAKER, &ship(MAKER.gln, "A", "0-9"), "ToSelf", "A");
    world.refused(MAKER, &ship(WHOLESALER.gln, "A", "0-9,5-12"), "BadLines", "A");
    let shipment = world.ship(MAKER, WHOLESALER, "A", "0-99");
    let open = world.done(WHOLESALER, &["shipments", "--to", WHOLESALER.gln]);
    assert_eq!(open.json["shipments"][0]["outstanding"][0]["last"], 99);
    assert_eq!(world.done(PHARMACY, &["shipments", "--to", PHARMACY.gln]).json["shipments"], serde_json::json!([]));
    world.refused(MAKER, &ship(WHOLESALER.gln, "A", "50-149"), "NotHeld", "A");
    world.refused(PHARMACY, &["receive", &shipment], "NotReceiver", "A");
    world.refused(WHOLESALER, &["cancel", &shipment], "NotSender", "A");
    world.refused(WHOLESALER, &["receive", "999"], "UnknownShipment", "A");
    let part = ["--gtin", GTIN, "--lot", "A", "--packs"];
    world.refused(WHOLESALER, &[&["receive", &shipment], &part[..], &["90-110"]].concat(), "NotInShipment", "A");

    // A short delivery: some received, the rest rejected, and the numbers still add up.
    world.done(WHOLESALER, &[&["receive", &shipment], &part[..], &["0-89"]].concat());
    world.done(WHOLESALER, &["reject", &shipment, "--reason", "missing"]);
    world.refused(WHOLESALER, &["receive", &shipment], "UnknownShipment", "A");
    world.refused(WHOLESALER, &ship(PHARMACY.gln, "A", "80-95"), "NotHeld", "A");

    // Batches.
    world.refused(MAKER, &ship(WHOLESALER.gln, "B", "0-9"), "NotReleased", "B");
    let certificate = world.certificate();
    let release = ["batch", "release", "--gtin", GTIN, "--lot", "B", "--certificate", &certificate];
    world.refused(WHOLESALER, &release, "OutsideScope", "B");
    let folder = world.folder.path().join("A");
    world.refused(MAKER, &["batch", "register", folder.to_str().unwrap()], "BatchExists", "A");
    let product =
        |gtin| ["product", "register", "--gtin", gtin, "--name", "X", "--authorisation", "1", "--markets", "DE"];
    world.refused(MAKER, &product(GTIN), "ProductExists", "A");
    let bad_gtin = product("04012345678902");
    let answer = world.act(MAKER, &bad_gtin);
    assert_eq!((answer.code, answer.error()), (2, "usage"), "{}", answer.text);
    assert!(answer.text.contains("check digit"), "{}", answer.text);

    // Dispensing.
    world.deliver(WHOLESALER, PHARMACY, "A", "10-19");
    let dispense = |packs: &'static str| ["dispense", "--gtin", GTIN, "--lot", "A", "--packs", packs];
    world.refused(WHOLESALER, &dispense("30"), "OutsideScope", "A");
    world.refused(MAKER, &dispense("30"), "WrongKind", "A");
    world.refused(PHARMACY, &dispense("30"), "NotHeld", "A");
    world.done(PHARMACY, &dispense("12"));
    world.refused(PHARMACY, &dispense("12"), "AlreadyInState", "A");
    world.refused(PHARMACY, &dispense("11-13"), "AlreadyInState", "A");
    let link = world.link("A", 12);
    world.refused(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln], "already-dispensed-here", "A");

    // Recall.
    world.refused(WHOLESALER, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "1"], "NotMaker", "A");
    world.done(MAKER, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "2"]);
    world.refused(MAKER, &ship(WHOLESALER.gln, "A", "500-509"), "Recalled", "A");
    world.refused(PHARMACY, &dispense("14"), "Recalled", "A");

    // Suspension takes effect at once, and ends.
    world.done(REGULATOR, &["participant", "suspend", WHOLESALER.gln]);
    world.refused(WHOLESALER, &ship(PHARMACY.gln, "A", "0-9"), "Suspended", "A");
    world.done(REGULATOR, &["participant", "reinstate", WHOLESALER.gln]);
    world.refused(WHOLESALER, &ship(PHARMACY.gln, "A", "0-9"), "Recalled", "A");
    world.refused(MAKER, &["participant", "suspend", WHOLESALER.gln], "NotRegulator", "A");
}

#[test]
fn unusable_input_is_named_and_ends_with_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let garbage = path("garbage.png", b"\x89PNG\r\n\x1a\nthis is not a picture");
    let empty = path("empty.jpg", b"");
    let white = folder.path().join("white.png");
    image::GrayImage::from_pixel(300, 300, image::Luma([255])).save(&white).unwrap();
    let node = ["--node", "http://127.0.0.1:1"];
    for (code, error) in [
        (garbage.as_str(), "not-a-picture"),
        (&empty, "not-a-picture"),
        (white.to_str().unwrap(), "no-symbol"),
        ("missing.png", "no-such-file"),
        ("(01)04012345678902(21)S1(10)A", "bad-check-digit"),
        ("04012345678901", "incomplete-code"),
        ("hello", "unknown-ai"),
    ] {
        let answer = medtrail(&[&["verify", code], &node[..]].concat());
        assert_eq!(answer.error(), error, "{code}: {}", answer.text);
        assert_eq!((answer.code, answer.json["ok"].as_bool()), (2, Some(false)), "{code}: {}", answer.text);
    }
}
