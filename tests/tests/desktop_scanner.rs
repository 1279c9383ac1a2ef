//! The scanner on a desktop, at the keyboard alone: a handheld scanner, a film in place of a camera, a bad pack, the key,
//! dispensing, and power cuts.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, path::Path};

use medtrail_tests::{Desktop, GTIN, MAKER, PHARMACY, World, film, medtrail, wait_until};

/// A pharmacy with a hundred packs, and its scanner; none where this machine has no screen for it.
fn scene() -> Option<(World, Desktop)> {
    if !Desktop::is_there() {
        eprintln!("left out: there is no Xvfb with xdotool");
        return None;
    }
    let world = World::new();
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
    let Some((world, mut desktop)) = scene() else { return };
    let node = world.node.url();
    let open = ["--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln];
    desktop.open(&open);

    // Pack after pack with a handheld scanner, a bad one among them.
    let packs: Vec<(String, String)> = (0..4).map(|index| link(&world.label("A", index))).collect();
    let [(first, first_serial), (second, second_serial), (third, third_serial), (fourth, fourth_serial)] =
        <[_; 4]>::try_from(packs).unwrap();
    desktop.scan(&first);
    assert_eq!(desktop.verdict(&first_serial), "genuine");
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

    // The pharmacy's key is entered: back to the key's button from the code's field.
    for _ in 0..4 {
        desktop.press("shift+Tab");
    }
    desktop.press("Return");
    desktop.press("Tab");
    desktop.press("Tab");
    desktop.press("Return");
    for text in [PHARMACY.key, "correct horse", "correct horse"] {
        desktop.write(text);
        desktop.press("Tab");
    }
    desktop.press("Return");
    wait_until("the key is kept", || desktop.file("key.json").exists());
    let kept = fs::read_to_string(desktop.file("key.json")).unwrap();
    assert!(!kept.contains(PHARMACY.key) && !kept.contains("horse"), "{kept}");
    desktop.press("Escape");

    // Dispensed: scanned, and one key to the button below the verdict.
    desktop.scan(&third);
    assert_eq!(desktop.verdict(&third_serial), "genuine");
    desktop.press("Tab");
    desktop.press("Return");
    let verdict = |link: &str| {
        let of = ["verify", link, "--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&of).verdict().to_owned()
    };
    wait_until("the third pack is dispensed on the ledger", || verdict(&third) == "already-dispensed-here");
    assert_eq!(verdict(&fourth), "genuine");

    // The same pack in other hands, after the power failed once more: it is used up.
    desktop.kill();
    desktop.open(&open);
    desktop.scan(&third);
    wait_until("the pack is known to be used up", || {
        desktop.history()[&third_serial]["verdict"] == "already-dispensed-here"
    });
    assert!(!desktop.history().contains_key(&fourth_serial));
}

#[test]
fn a_film_in_place_of_a_camera_gets_the_right_verdict() {
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
