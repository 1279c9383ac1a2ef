//! A pharmacy without a network: a snapshot taken from a real node, brought up to date by differences, and the verdicts
//! on it.

#![allow(clippy::unwrap_used)]

use std::{fs, path::PathBuf};

use medtrail_tests::{Answer, GTIN, MAKER, PHARMACY, REGULATOR, WHOLESALER, World, medtrail, wait_until};

fn path(world: &World, name: &str) -> String {
    world.folder.path().join(name).to_str().unwrap().to_owned()
}

/// What the pharmacist's scanner says with nothing but a snapshot.
fn offline(code: &str, snapshot: &str, more: &[&str]) -> Answer {
    let who = ["verify", code, "--offline", snapshot, "--role", "pharmacist", "--participant", PHARMACY.gln];
    medtrail(&[&who[..], more].concat())
}

fn snapshot(args: &[&str]) -> Answer {
    let answer = medtrail(&[&["snapshot"], args].concat());
    assert_eq!(answer.code, 0, "{args:?}: {}", answer.text);
    answer
}

fn has(answer: &Answer, code: &str) -> bool {
    answer.json["reasons"].as_array().unwrap().iter().any(|reason| reason["code"] == code)
}

#[test]
fn a_pharmacy_without_a_network_knows_its_packs() {
    let world = World::with_consensus();
    world.release("A", 2_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    world.deliver(MAKER, WHOLESALER, "A", "100-199");
    world.release("R", 100);
    world.deliver(MAKER, PHARMACY, "R", "0-99");
    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "R", "--class", "1"]);
    let (good, used, next) = (world.link("A", 5), world.link("A", 6), world.link("A", 7));
    world.done(PHARMACY, &["dispense", &used, "--participant", PHARMACY.gln]);
    let (recalled, elsewhere) = (world.link("R", 5), world.link("A", 150));
    let serial = good.split("/21/").nth(1).unwrap().split('?').next().unwrap();
    let invented = good.replace(serial, "ABCDEFGHJKLMNP");
    let unknown_lot = good.replace("/10/A/", "/10/B/");

    // The snapshot is made with the checkpoint that the pharmacy has, and signed.
    let (checkpoint, first, key) = (path(&world, "chain.json"), path(&world, "first"), path(&world, "key"));
    let url = world.node.url();
    fs::write(&key, "//Publisher").unwrap();
    assert_eq!(medtrail(&["checkpoint", "--out", &checkpoint, "--node", &url]).code, 0);
    let (difference, kept, tampered) = (path(&world, "difference"), path(&world, "kept"), path(&world, "tampered"));
    let none = path(&world, "none");
    let taking = ["take", "--out", &first, "--publisher-key-file", &key, "--node", &url, "--checkpoint", &checkpoint];
    let taken = snapshot(&taking);
    assert_eq!(taken.json["packs"], 2_100, "{}", taken.text);
    assert_eq!((&taken.json["inactive_packs"], &taken.json["recalls"]), (&1.into(), &1.into()));
    assert!(taken.json["publisher"].as_str().unwrap().starts_with("0x"));
    let shown = snapshot(&["show", &first, "--checkpoint", &checkpoint]);
    assert_eq!((&shown.json["block"], &shown.json["false_positive_rate"]), (&taken.json["block"], &0.into()));

    // What happens next, the first snapshot does not know.
    world.done(PHARMACY, &["dispense", &next, "--participant", PHARMACY.gln]);
    world.deliver(WHOLESALER, PHARMACY, "A", "150-159");
    let second = path(&world, "second");
    wait_until("a later block", || {
        snapshot(&["take", "--out", &second, "--publisher-key-file", &key, "--node", &url, "--checkpoint", &checkpoint])
            .json["inactive_packs"]
            == 2
    });
    let online = world.verify(&next);
    assert_eq!(online.verdict(), "already-dispensed-here");
    let World { node, folder } = world;
    node.stop();

    // Nobody answers any more.
    let with = ["--checkpoint", &checkpoint];
    let said = |code: &str, file: &str| {
        let answer = offline(code, file, &with);
        assert!(has(&answer, "offline") && answer.json["evidence"]["offline"] == true, "{}", answer.text);
        (answer.verdict().to_owned(), answer.reason().to_owned(), answer.code)
    };
    let verdict = |verdict: &str, reason: &str, code| (verdict.to_owned(), reason.to_owned(), code);
    assert_eq!(said(&good, &first), verdict("genuine", "proven-active", 0));
    assert_eq!(said(&used, &first), verdict("already-dispensed-here", "already-dispensed", 3));
    assert_eq!(said(&recalled, &first), verdict("do-not-use", "recalled", 3));
    assert_eq!(said(&invented, &first), verdict("not-recognised", "unknown-serial", 3));
    assert_eq!(said(&unknown_lot, &first), verdict("not-recognised", "unknown-batch", 3));
    assert_eq!(said(&good.replace("17=290600", "17=310600"), &first), verdict("suspicious", "expiry-mismatch", 3));
    assert_eq!(said(&elsewhere, &first), verdict("suspicious", "wrong-custodian", 3));
    assert_eq!(said(&next, &first), verdict("genuine", "proven-active", 0), "as it was in that block");
    let words = offline(&good, &first, &with);
    let note = words.json["reasons"].as_array().unwrap().iter().find(|reason| reason["code"] == "offline").unwrap();
    assert!(note["text"].as_str().unwrap().starts_with("Checked without network against records that are "));

    // A node that is named and does not answer is said to be silent.
    let silent = offline(&good, &first, &[&with[..], &["--node", &url]].concat());
    assert_eq!(silent.verdict(), "genuine", "{}", silent.text);
    assert!(has(&silent, "unreachable"));

    // The same without a checkpoint, as on every development chain.
    let believed = offline(&good, &first, &[]);
    assert_eq!((believed.verdict(), has(&believed, "development-chain")), ("genuine", true), "{}", believed.text);

    // By difference to what is known now.
    fs::copy(&first, &kept).unwrap();
    let made = snapshot(&["difference", &first, &second, "--out", &difference, "--checkpoint", &checkpoint]);
    let bytes = |file: &str| fs::metadata(PathBuf::from(file)).unwrap().len();
    assert_eq!(made.json["bytes"], bytes(&difference));
    assert!(bytes(&difference) < bytes(&second), "{} {}", bytes(&difference), bytes(&second));
    let applied = snapshot(&["apply", &kept, &difference, "--checkpoint", &checkpoint]);
    assert_eq!(applied.json["inactive_packs"], 2);
    assert_eq!(fs::read(&kept).unwrap(), fs::read(&second).unwrap(), "byte by byte, with the signature");
    assert_eq!(said(&next, &kept), verdict("already-dispensed-here", "already-dispensed", 3));
    assert_eq!(said(&elsewhere, &kept), verdict("genuine", "proven-active", 0));
    let again = medtrail(&["snapshot", "apply", &kept, &difference, "--checkpoint", &checkpoint]);
    assert_eq!((again.error(), again.code), ("other-snapshot", 2), "{}", again.text);
    let back =
        medtrail(&["snapshot", "difference", &second, &first, "--out", &difference, "--checkpoint", &checkpoint]);
    assert_eq!((back.error(), back.code), ("older-snapshot", 2), "{}", back.text);

    // Too old for the policy: no pack is good, and what is never undone still holds.
    let strict = [&with[..], &["--max-age", "0"]].concat();
    let late = offline(&good, &first, &strict);
    assert_eq!((late.verdict(), late.reason(), late.code), ("could-not-check", "stale", 4), "{}", late.text);
    assert_eq!(offline(&used, &first, &strict).verdict(), "could-not-check");
    assert_eq!(offline(&recalled, &first, &strict).reason(), "recalled");

    // Files that were tampered with.
    let honest = fs::read(&first).unwrap();
    for at in [30, 80, 130, honest.len() / 2, honest.len() - 9] {
        let mut bytes = honest.clone();
        bytes[at] ^= 4;
        fs::write(&tampered, bytes).unwrap();
        let refused = offline(&good, &tampered, &with);
        assert!(["bad-signature", "no-snapshot"].contains(&refused.error()), "byte {at}: {}", refused.text);
        assert_eq!(refused.code, 2);
    }
    let missing = offline(&good, &none, &with);
    assert_eq!((missing.error(), missing.code), ("file", 2));
    drop(folder);
}

#[test]
fn a_snapshot_is_brought_up_to_date_from_a_node_and_never_back() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let (file, old, link) = (path(&world, "snapshot"), path(&world, "old"), world.link("A", 5));
    let url = world.node.url();
    snapshot(&["take", "--out", &file, "--node", &url]);
    fs::copy(&file, &old).unwrap();
    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    let updated = snapshot(&["update", &file, "--node", &url]);
    assert_eq!(updated.json["inactive_packs"], 1, "{}", updated.text);
    assert_eq!(offline(&link, &file, &[]).verdict(), "already-dispensed-here");

    // What a node proves counts before any snapshot.
    assert_eq!(offline(&link, &old, &[]).verdict(), "genuine");
    let both = offline(&link, &old, &["--node", &url]);
    assert_eq!((both.verdict(), has(&both, "offline")), ("already-dispensed-here", false), "{}", both.text);

    // A checkpoint of later makes it too old.
    let checkpoint = path(&world, "chain.json");
    assert_eq!(medtrail(&["checkpoint", "--out", &checkpoint, "--node", &url]).code, 0);
    let late = offline(&link, &old, &["--checkpoint", &checkpoint]);
    assert_eq!((late.error(), late.code), ("older-snapshot", 2), "{}", late.text);
    assert_eq!(offline(&link, &file, &["--max-age", "1", "--checkpoint", &checkpoint]).code, 3);
    let alone = medtrail(&["verify", &link, "--max-age", "1"]);
    assert_eq!((alone.error(), alone.code), ("usage", 2), "{}", alone.text);
}
