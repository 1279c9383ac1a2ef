//! What the council does to a running chain: a new runtime, other validators, safe mode.

#![allow(clippy::unwrap_used)]

use std::{thread::sleep, time::Duration};

use medtrail_tests::{GTIN, MAKER, Node, PHARMACY, REGULATOR, WHOLESALER, World, medtrail, next_runtime, wait_until};

fn version(node: &Node) -> u64 {
    medtrail(&["status", "--node", &node.url()]).json["spec_version"].as_u64().unwrap()
}

#[test]
fn the_council_upgrades_the_runtime_of_a_running_chain() {
    let world = World::with_consensus();
    world.release("LOT-1", 1_000);
    world.deliver(MAKER, PHARMACY, "LOT-1", "0-99");
    let link = world.link("LOT-1", 7);
    let (runtime, before) = (next_runtime(), version(&world.node));
    let runtime = runtime.to_str().unwrap();

    // Nobody hands in what the council did not approve.
    let early = world.act(MAKER, &["council", "hand-in-runtime", runtime]);
    assert_ne!(early.code, 0, "{}", early.text);
    world.refused(MAKER, &["council", "approve-runtime", runtime], "NotRegulator", "LOT-1");
    world.done(REGULATOR, &["council", "approve-runtime", runtime]);
    let other = world.certificate();
    assert_ne!(world.act(MAKER, &["council", "hand-in-runtime", &other]).code, 0);
    assert_eq!(version(&world.node), before);

    world.done(MAKER, &["council", "hand-in-runtime", runtime]);
    wait_until("the new runtime", || version(&world.node) == before + 1);

    // What was true is true, and trade goes on.
    assert_eq!(world.verify(&link).verdict(), "genuine");
    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    assert_eq!(world.verify(&link).verdict(), "already-dispensed-here");
    world.deliver(MAKER, WHOLESALER, "LOT-1", "100-199");
}

#[test]
fn the_council_changes_who_makes_and_finalises_blocks() {
    let world = World::with_consensus();
    let second = Node::following(&world.node, world.folder.path());
    wait_until("the second node follows", || second.finalised() + 2 >= world.node.finalised());

    let alice = medtrail(&["key", "show", REGULATOR.key]).json["account"].as_str().unwrap().to_owned();
    let keys: Vec<_> = [&world.node, &second]
        .iter()
        .enumerate()
        .map(|(number, node)| {
            let file = world.folder.path().join(format!("validator-{number}.txt"));
            let file = file.to_str().unwrap().to_owned();
            let args = ["council", "validator-keys", &alice, "--out", &file, "--node", &node.url()];
            assert_eq!(medtrail(&args).code, 0);
            file
        })
        .collect();
    world.done(REGULATOR, &["council", "set-validators", &keys[0], &keys[1]]);

    // Both make blocks, and together they finalise.
    let changed = world.node.finalised();
    wait_until("blocks of the new validators are final", || second.finalised() > changed + 4);
    let aura = |number: u64| {
        let hash = second.ask("chain_getBlockHash", &format!("[{number}]"));
        let header = second.ask("chain_getHeader", &format!("[{hash}]"));
        let digest = header["digest"]["logs"][0].as_str().unwrap().to_owned();
        // An Aura digest ends with the slot, eight bytes with the lowest first.
        u8::from_str_radix(&digest[digest.len() - 16..digest.len() - 14], 16).unwrap() % 2
    };
    let turns: Vec<u8> = (changed + 2..=changed + 4).map(aura).collect();
    assert!(turns.contains(&0) && turns.contains(&1), "only one of them makes blocks: {turns:?}");

    // One of two cannot finalise alone.
    second.stop();
    sleep(Duration::from_secs(6));
    let alone = world.node.finalised();
    sleep(Duration::from_secs(8));
    assert_eq!(world.node.finalised(), alone, "one of two validators finalised a block");
}

#[test]
fn in_safe_mode_goods_are_received_and_recalled_but_not_traded() {
    let world = World::new();
    world.release("LOT-1", 1_000);
    world.deliver(MAKER, PHARMACY, "LOT-1", "0-99");
    let shipment = world.ship(MAKER, WHOLESALER, "LOT-1", "100-199");
    let link = world.link("LOT-1", 7);
    world.done(REGULATOR, &["council", "enter-safe-mode"]);

    let ship = ["ship", "--to", PHARMACY.gln, "--gtin", GTIN, "--lot", "LOT-1", "--packs", "300-310"];
    world.refused(MAKER, &ship, "SafeMode", "LOT-1");
    world.refused(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln], "SafeMode", "LOT-1");
    world.done(WHOLESALER, &["receive", &shipment]);
    world.done(MAKER, &["batch", "recall", "--gtin", GTIN, "--lot", "LOT-1", "--class", "1", "--packs", "500-599"]);

    world.done(REGULATOR, &["council", "leave-safe-mode"]);
    world.done(MAKER, &ship);
    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
}
