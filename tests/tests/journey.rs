//! A pack's journey on a chain with real consensus, from the factory to the patient, and every verdict on the way.

#![allow(clippy::unwrap_used)]

use medtrail_tests::{GTIN, MAKER, PHARMACY, REGULATOR, WHOLESALER, World};

/// A label as a phone sees it: larger, darker, grainy, in a JPEG.
fn photograph(label: &std::path::Path) -> std::path::PathBuf {
    let label_picture = image::open(label).unwrap().into_luma8();
    let (width, height) = (label_picture.width() * 3 / 2, label_picture.height() * 3 / 2);
    let larger = image::imageops::resize(&label_picture, width, height, image::imageops::FilterType::CatmullRom);
    let mut photo =
        image::GrayImage::from_fn(width + 300, height + 300, |x, y| image::Luma([(x * 31 + y * 17) as u8 / 4 + 60]));
    image::imageops::overlay(&mut photo, &larger, 140, 170);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let grain = ((x * 7 + y * 13) % 23) as u16;
        pixel.0[0] = ((u16::from(pixel.0[0]) * 3 / 4) + grain).min(255) as u8;
    }
    let path = label.with_extension("jpg");
    image::imageops::rotate90(&photo).save(&path).unwrap();
    path
}

#[test]
fn a_pack_travels_from_factory_to_patient() {
    let world = World::with_consensus();
    world.release("LOT-7", 10_000);
    let label = world.label("LOT-7", 117);
    let photo = photograph(&label);
    let photo = photo.to_str().unwrap();
    let link = world.link("LOT-7", 117);

    // Before the pack reaches a pharmacy, a patient should not have it.
    let early = world.verify_as_patient(photo);
    assert_eq!((early.verdict(), early.reason(), early.code), ("suspicious", "not-with-pharmacy", 3));

    world.deliver(MAKER, WHOLESALER, "LOT-7", "0-499");
    let shipment = world.ship(WHOLESALER, PHARMACY, "LOT-7", "100-149");
    let arriving = world.verify(photo);
    assert_eq!(
        (arriving.verdict(), arriving.json["reasons"][1]["code"].as_str()),
        ("genuine", Some("not-yet-received"))
    );
    world.done(PHARMACY, &["receive", &shipment]);

    let found = world.verify(photo);
    assert_eq!((found.verdict(), found.reason(), found.code), ("genuine", "proven-active", 0), "{}", found.text);
    let evidence = &found.json["evidence"];
    assert!(evidence["block"].as_u64().unwrap() > 0 && evidence["state_proven"] == true);
    assert_eq!(evidence["pack_index"], 117);
    assert_eq!(found.json["pack"]["product"], "Amoxicillin 500 mg");
    assert_eq!(world.verify_as_patient(photo).code, 0);

    world.done(PHARMACY, &["dispense", photo, "--participant", PHARMACY.gln]);
    let again = world.verify(photo);
    assert_eq!((again.verdict(), again.code), ("already-dispensed-here", 3));
    assert_eq!(world.verify_as_patient(&link).verdict(), "already-used-elsewhere");

    let serial = found.json["pack"]["serial"].as_str().unwrap();
    let invented = world.verify(&link.replace(serial, "ABCDEFGHJKLMNP"));
    assert_eq!((invented.verdict(), invented.reason(), invented.code), ("not-recognised", "unknown-serial", 3));
    assert_eq!(invented.json["reasons"][0]["emvs"], "A3");

    let other = world.link("LOT-7", 118);
    assert!(other.contains("17=290600"));
    let altered = world.verify(&other.replace("17=290600", "17=310600"));
    assert_eq!((altered.verdict(), altered.reason(), altered.code), ("suspicious", "expiry-mismatch", 3));

    let unknown_lot = world.verify(&other.replace("/10/LOT-7", "/10/LOT-8"));
    assert_eq!((unknown_lot.verdict(), unknown_lot.reason()), ("not-recognised", "unknown-batch"));
    let unknown_product = world.verify(&other.replace(GTIN, "00012345678905"));
    assert_eq!((unknown_product.verdict(), unknown_product.reason()), ("not-recognised", "unknown-product"));

    // A code without proof says nothing against the pack; the maker's own list settles it.
    let plain = format!("(01){GTIN}(21){serial}(17)290600(10)LOT-7");
    let unproven = world.verify(&plain);
    assert_eq!((unproven.verdict(), unproven.reason(), unproven.code), ("could-not-check", "no-proof", 4));
    let list = world.folder.path().join("LOT-7");
    let args = ["verify", &plain, "--packs", list.to_str().unwrap(), "--role", "regulator"];
    assert_eq!(world.act(REGULATOR, &args).verdict(), "already-used-elsewhere");

    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "LOT-7", "--class", "1"]);
    let recalled = world.verify(&other);
    assert_eq!((recalled.verdict(), recalled.reason(), recalled.code), ("do-not-use", "recalled", 3));
    assert_eq!(world.verify(&plain).verdict(), "do-not-use", "a recall needs no proof of the serial");

    let custody = world.custody("LOT-7");
    for (first, last, holder) in
        [(0, 99, "Rhein"), (100, 149, "Apotheke"), (150, 499, "Rhein"), (500, 9_999, "Nordmark")]
    {
        let row = format!("\"first\":{first},\"holder\":\"{holder}");
        assert!(custody.contains(&row) && custody.contains(&format!("\"last\":{last}")), "{custody}");
    }

    let World { node, folder } = world;
    let url = node.url();
    node.stop();
    let dark = medtrail_tests::medtrail(&["verify", photo, "--node", &url]);
    assert_eq!((dark.verdict(), dark.reason(), dark.code), ("could-not-check", "unreachable", 4));
    drop(folder);
}
