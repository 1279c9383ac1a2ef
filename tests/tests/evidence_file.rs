//! A verdict that is saved, and checked later without any node.

#![allow(clippy::unwrap_used)]

use std::fs;

use medtrail_tests::{MAKER, PHARMACY, World, medtrail};

#[test]
fn a_saved_verdict_is_checked_without_a_node_and_an_altered_one_is_named() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let path = |name: &str| world.folder.path().join(name).to_str().unwrap().to_owned();
    let (file, checkpoint) = (path("a.medtrail-evidence.json"), path("checkpoint.json"));
    let link = world.link("A", 5);
    let who = ["--role", "pharmacist", "--participant", PHARMACY.gln, "--save-evidence", &file];
    let told = medtrail(&[&["verify", &link, "--node", &world.node.url()], &who[..]].concat());
    assert_eq!((told.code, told.verdict()), (0, "genuine"), "{}", told.text);
    let signed = ["checkpoint", "--out", &checkpoint, "--node", &world.node.url(), "--key", "//Publisher"];
    let made = medtrail(&signed);
    assert_eq!(made.code, 0, "{}", made.text);
    drop(world.node);

    let checked = medtrail(&["evidence", "check", &file]);
    assert_eq!((checked.code, checked.json["anchored"].as_bool()), (0, Some(true)), "{}", checked.text);
    assert_eq!(checked.json["development"].as_bool(), Some(true));
    assert_eq!(checked.json["report"]["evidence"], told.json["evidence"]);
    // A checkpoint that was made later, of the same finalisers.
    let checked = medtrail(&["evidence", "check", &file, "--checkpoint", &checkpoint]);
    assert_eq!(checked.json["anchor"].as_str(), Some("believed-checkpoint"), "{}", checked.text);
    // Somebody who believes another publisher.
    let other = format!("0x{}", "11".repeat(32));
    let checked = medtrail(&["evidence", "check", &file, "--publisher", &other]);
    assert_eq!((checked.code, checked.json["anchored"].as_bool()), (4, Some(false)), "{}", checked.text);

    // On paper, with the file inside.
    let paper = path("a.pdf");
    let printed = medtrail(&["evidence", "pdf", &file, "--output", &paper, "--checkpoint", &checkpoint]);
    assert_eq!((printed.code, printed.json["anchored"].as_bool()), (0, Some(true)), "{}", printed.text);
    assert!(fs::read(&paper).unwrap().starts_with(b"%PDF-"));
    fs::remove_file(&paper).unwrap();

    let altered = fs::read_to_string(&file).unwrap().replace("\"genuine\"", "\"suspicious\"");
    fs::write(&file, altered).unwrap();
    let checked = medtrail(&["evidence", "check", &file]);
    assert_eq!((checked.code, checked.error()), (2, "evidence-other-verdict"), "{}", checked.text);
    let printed = medtrail(&["evidence", "pdf", &file, "--output", &paper]);
    assert_eq!((printed.code, printed.error()), (2, "evidence-other-verdict"), "{}", printed.text);
    assert!(!fs::exists(&paper).unwrap(), "what is no evidence is not printed");
}
