//! Acts done while no node answers settle later: in order, each exactly once, and conflicts are told.

#![allow(clippy::unwrap_used)]

use std::{
    future::Future,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use ledger_client::{Ledger, Signer, Trust};
use ledger_types::{
    BatchKey, PackSelection, PackState,
    call::{Call, DrugBatchCall},
};
use medtrail_tests::{Answer, GTIN, MAKER, Node, PHARMACY, Party, REGULATOR, World, medtrail, program};
use outbox::{Act, Change, Made, QueueFile, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

const SECOND: Party = Party { gln: "4000005000001", key: "//Second" };
const TILL: Party = Party { gln: PHARMACY.gln, key: "//Till" };

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

fn queue(world: &World) -> PathBuf {
    world.folder.path().join("queue")
}

/// Runs a command of the pharmacy's, with its queue.
fn at_counter(world: &World, args: &[&str]) -> Answer {
    world.act(PHARMACY, &[args, &["--queue", queue(world).to_str().unwrap()]].concat())
}

/// The same, which must end up in the queue; the queue's length.
fn queued(world: &World, args: &[&str]) -> u64 {
    let answer = at_counter(world, args);
    assert_eq!((answer.code, answer.json["queued"].as_bool()), (0, Some(true)), "{args:?}: {}", answer.text);
    answer.json["waiting"].as_u64().unwrap()
}

fn dispense<'a>(lot: &'a str, packs: &'a str) -> [&'a str; 7] {
    ["dispense", "--gtin", GTIN, "--lot", lot, "--packs", packs]
}

/// States of acts by number, as `medtrail queue list` tells them.
fn states(world: &World) -> Vec<(u64, String)> {
    let list = at_counter(world, &["queue", "list"]);
    let acts = list.json["acts"].as_array().unwrap();
    let mut states: Vec<_> =
        acts.iter().map(|act| (act["id"].as_u64().unwrap(), act["state"].as_str().unwrap().to_owned())).collect();
    states.sort();
    states
}

async fn connect(world: &World) -> Ledger {
    Ledger::connect(&[world.node.url()], &Trust::development(None)).await.unwrap()
}

/// Stops the node once all that is final is on its disk.
fn stop(world: World) -> (String, TempDir) {
    let World { node, folder } = world;
    let url = node.url();
    sleep(Duration::from_secs(1));
    node.stop();
    (url, folder)
}

/// How many acts of a key are in final blocks.
fn acts_of(world: &World, party: Party) -> u32 {
    let signer: Signer = party.key.parse().unwrap();
    run(async { connect(world).await.finalized().await.unwrap().nonce(&signer.account()).await.unwrap() })
}

fn pack_state(world: &World, lot: &str, pack: u32) -> PackState {
    let key = BatchKey::new(GTIN.parse().unwrap(), lot.as_bytes()).unwrap();
    let record = run(async { connect(world).await.finalized().await.unwrap().pack(&key, Some(pack)).await.unwrap() });
    record.pack.unwrap().state.unwrap()
}

fn account(party: Party) -> String {
    medtrail(&["key", "show", party.key]).json["account"].as_str().unwrap().to_owned()
}

/// A second pharmacy, and a till of the first one.
fn enrol_others(world: &World) {
    let enrol = ["participant", "register", "--kind", "dispenser", "--gln", SECOND.gln, "--country", "DE"];
    world.done(REGULATOR, &[&enrol[..], &["--name", "Apotheke am Ring", "--account", &account(SECOND)]].concat());
    world.license(SECOND, "2026-01-01", "2030-12-31");
    world.done(PHARMACY, &["participant", "add-key", &account(TILL), "--may", "dispense"]);
}

fn conflict(settled: &Answer, id: u64) -> &Value {
    let conflicts = settled.json["conflicts"].as_array().unwrap();
    &conflicts.iter().find(|entry| entry["id"] == id).unwrap()["conflict"]
}

#[test]
fn acts_done_offline_settle_in_order_and_conflicts_are_told() {
    let world = World::new();
    world.release("A", 100);
    enrol_others(&world);
    world.deliver(MAKER, PHARMACY, "A", "0-19");
    world.deliver(MAKER, SECOND, "A", "30-39");
    let shipment = world.ship(MAKER, PHARMACY, "A", "20-29");
    let links: Vec<String> = [1, 5, 30].map(|pack| world.link("A", pack)).into();
    let serial = links[0].split("/21/").nth(1).unwrap().split('?').next().unwrap().to_owned();

    let (url, folder) = stop(world);
    let file = folder.path().join("queue");
    let offline = |args: &[&str]| {
        let who = ["--node", &url, "--key", PHARMACY.key, "--queue", file.to_str().unwrap()];
        medtrail(&[args, &who].concat())
    };
    let forged = links[0].replace(&serial, "ABCDEFGHJKLMNP");
    let acts: [&[&str]; 9] = [
        &["dispense", &links[0], "--participant", PHARMACY.gln],
        &dispense("A", "2"),
        &dispense("A", "3-4"),
        &["receive", &shipment],
        &dispense("A", "25"),
        &["dispense", &links[2]],
        &["dispense", &forged],
        &["receive", "999"],
        &dispense("A", "6,8-9"),
    ];
    for (already, act) in acts.iter().enumerate() {
        let answer = offline(act);
        assert_eq!(
            (answer.code, &answer.json["queued"], &answer.json["waiting"]),
            (0, &json!(true), &json!(already + 1)),
            "{act:?}: {}",
            answer.text
        );
    }
    // The same pack again, as its code and by its place, and a code from which nothing could be proven later.
    for again in [&["dispense", links[0].as_str()][..], &dispense("A", "1-3"), &["receive", &shipment]] {
        let answer = offline(again);
        assert_eq!((answer.code, answer.error()), (1, "already-queued"), "{}", answer.text);
    }
    let bare = links[1].split("&mt=").next().unwrap();
    assert_eq!(offline(&["dispense", bare]).error(), "no-proof");
    let list = offline(&["queue", "list"]);
    assert_eq!((list.code, &list.json["waiting"]), (0, &json!(9)), "{}", list.text);
    assert_eq!(offline(&["queue", "settle"]).error(), "unreachable");

    // Meanwhile, others act.
    let world = World { node: Node::instant(folder.path()), folder };
    world.done(TILL, &dispense("A", "2"));
    world.done(MAKER, &["batch", "recall", "--gtin", GTIN, "--lot", "A", "--class", "1", "--packs", "4"]);
    world.done(SECOND, &dispense("A", "30"));

    let before = acts_of(&world, PHARMACY);
    let settled = at_counter(&world, &["queue", "settle"]);
    assert_eq!((settled.code, &settled.json["waiting"]), (3, &json!(0)), "{}", settled.text);
    let done: Vec<u64> =
        settled.json["done"].as_array().unwrap().iter().map(|entry| entry["id"].as_u64().unwrap()).collect();
    assert_eq!(done, [1, 4, 5, 9], "{}", settled.text);
    for (id, code, words) in [
        (2, "AlreadyInState", "Your own organisation has dispensed a pack with this code already"),
        (3, "Recalled", "This pack was recalled (class I, danger to life or health)"),
        (6, "NotHeld", "Somebody else, Apotheke am Ring, dispensed a pack with this code"),
        (7, "unknown-serial", "does not prove that its pack is one of this batch"),
        (8, "UnknownShipment", "Shipment 999 is not open any more"),
    ] {
        let conflict = conflict(&settled, id);
        assert_eq!(conflict["code"], code, "{conflict}");
        assert!(conflict["text"].as_str().unwrap().contains(words), "{conflict}");
        assert!(conflict["next_step"].as_str().unwrap().len() > 20 && conflict["seen"]["block"].as_u64() > Some(0));
    }
    for (pack, state) in [(1, PackState::Dispensed), (3, PackState::Active), (25, PackState::Dispensed)] {
        assert_eq!(pack_state(&world, "A", pack), state, "pack {pack}");
    }
    // Of the nine, the forged label was not even signed.
    assert_eq!(acts_of(&world, PHARMACY), before + 8);

    // Settling again does nothing.
    let again = at_counter(&world, &["queue", "settle"]);
    assert_eq!((again.code, &again.json["done"], &again.json["conflicts"]), (0, &json!([]), &json!([])));
    assert_eq!(acts_of(&world, PHARMACY), before + 8);

    // Conflicts stay in the list until a person takes them out, and the reason stays for good.
    let list = at_counter(&world, &["queue", "list"]);
    assert_eq!((&list.json["conflicts"], &list.json["acts"][0]["state"]), (&json!(5), &json!("conflict")));
    let drop = ["queue", "drop", "2", "--reason", "entered twice"];
    assert_eq!(at_counter(&world, &drop).code, 0);
    assert_eq!(at_counter(&world, &drop).error(), "wrong-state");
    let done = ["queue", "drop", "1", "--reason", "no"];
    assert_eq!(at_counter(&world, &done).error(), "wrong-state");
    assert_eq!(at_counter(&world, &["queue", "clear-done"]).json["cleared"], 4);
    let list = at_counter(&world, &["queue", "list"]);
    let given_up = list.json["acts"].as_array().unwrap().iter().find(|entry| entry["id"] == 2).unwrap();
    assert_eq!(given_up["given_up"]["reason"], "entered twice");
    assert_eq!(given_up["given_up"]["conflict"]["code"], "AlreadyInState");
    assert_eq!(states(&world).len(), 5);
}

#[test]
fn with_a_node_a_queue_changes_nothing_but_the_order() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-19");
    let link = world.link("A", 1);

    let done = at_counter(&world, &["dispense", &link, "--participant", PHARMACY.gln]);
    assert_eq!((done.code, done.json["block"].as_u64() > Some(0)), (0, true), "{}", done.text);
    assert_eq!(done.json["queued"], Value::Null);
    // What the chain or the verdict refuses is refused, and not queued.
    let again = at_counter(&world, &["dispense", &link, "--participant", PHARMACY.gln]);
    assert_eq!((again.code, again.verdict(), again.error()), (3, "", "already-dispensed-here"), "{}", again.text);
    let again = at_counter(&world, &dispense("A", "1"));
    assert_eq!((again.code, again.error()), (1, "AlreadyInState"), "{}", again.text);
    world.done(REGULATOR, &["participant", "suspend", PHARMACY.gln]);
    let suspended = at_counter(&world, &dispense("A", "2"));
    assert_eq!((suspended.code, suspended.error()), (1, "Suspended"), "{}", suspended.text);
    let list = at_counter(&world, &["queue", "list"]);
    assert_eq!((&list.json["waiting"], &list.json["conflicts"]), (&json!(0), &json!(0)), "{}", list.text);

    // What was done offline while the organisation is suspended waits until that ends, and new acts stand behind it.
    let (url, folder) = stop(world);
    let file = folder.path().join("queue");
    let who = ["--node", &url, "--key", PHARMACY.key, "--queue", file.to_str().unwrap()];
    let offline = medtrail(&[&dispense("A", "3")[..], &who].concat());
    assert_eq!(offline.json["because"]["code"], "unreachable", "{}", offline.text);
    let world = World { node: Node::instant(folder.path()), folder };
    let settled = at_counter(&world, &["queue", "settle"]);
    assert_eq!((settled.code, &settled.json["stopped"]["code"]), (1, &json!("Suspended")), "{}", settled.text);
    assert_eq!(queued(&world, &dispense("A", "4")), 2);
    world.done(REGULATOR, &["participant", "reinstate", PHARMACY.gln]);
    let next = at_counter(&world, &dispense("A", "5"));
    assert_eq!((next.code, &next.json["waiting"]), (0, &json!(0)), "{}", next.text);
    for pack in [3, 4, 5] {
        assert_eq!(pack_state(&world, "A", pack), PackState::Dispensed, "pack {pack}");
    }

    // A mistyped path is no empty queue, and another key's acts are not signed with this one.
    let missing = world.act(PHARMACY, &["queue", "list", "--queue", "/nonexistent/queue"]);
    assert_eq!(missing.error(), "no-queue");
}

#[test]
fn a_program_killed_while_it_settles_does_nothing_twice() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-29");
    let (url, folder) = stop(world);
    let file = folder.path().join("queue");
    let who = ["--node", &url, "--key", PHARMACY.key, "--queue", file.to_str().unwrap()];
    for pack in 0..24 {
        let answer = medtrail(&[&dispense("A", &pack.to_string())[..], &who].concat());
        assert_eq!(answer.json["waiting"], pack + 1, "{}", answer.text);
    }
    let world = World { node: Node::instant(folder.path()), folder };
    let before = acts_of(&world, PHARMACY);
    let mut settled = 0;
    for round in 0..40u64 {
        let mut program = Command::new(program("medtrail"))
            .args(["queue", "settle", "--node", &world.node.url(), "--key", PHARMACY.key, "--queue"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(60 + round * 37 % 400));
        program.kill().unwrap();
        program.wait().unwrap();
        settled = states(&world).iter().filter(|(_, state)| state == "done").count();
        if settled >= 20 {
            break;
        }
    }
    assert!(settled > 3, "it got somewhere before it was killed: {settled}");
    let last = at_counter(&world, &["queue", "settle"]);
    assert_eq!((last.code, &last.json["waiting"]), (0, &json!(0)), "{}", last.text);
    assert!(states(&world).iter().all(|(_, state)| state == "done"), "{:?}", states(&world));
    assert_eq!(acts_of(&world, PHARMACY), before + 24, "as many acts as were queued");
    for pack in 0..30 {
        let expected = if pack < 24 { PackState::Dispensed } else { PackState::Active };
        assert_eq!(pack_state(&world, "A", pack), expected, "pack {pack}");
    }
}

/// Has the chain make so many blocks: acts that are refused in each of them.
fn blocks(world: &World, count: u32) {
    let maker: Signer = MAKER.key.parse().unwrap();
    let refused = Call::DrugBatch(DrugBatchCall::Dispense {
        batch: BatchKey::new(1, b"none").unwrap(),
        packs: PackSelection::One(0),
    });
    let (ledger, first) = run(async {
        let ledger = connect(world).await;
        let first = ledger.sign_next(&refused, &maker).await.unwrap();
        (ledger, first)
    });
    let target = world.node.finalised() + u64::from(count);
    let mut nonce = first.nonce;
    while world.node.finalised() < target {
        // None of them signed so long ago that it has run out.
        let birth = run(async { ledger.finalized().await.unwrap().block });
        for _ in 0..50 {
            let act = ledger.sign(&refused, &maker, nonce, birth);
            world.node.ask("author_submitExtrinsic", &json!([format!("0x{}", hex::encode(act))]).to_string());
            nonce += 1;
        }
    }
}

fn sent_and_forgotten(path: &Path, world: &World, pack: u32, send: bool) {
    let signer: Signer = PHARMACY.key.parse().unwrap();
    let act =
        Act::Dispense { batch: BatchKey::new(GTIN.parse().unwrap(), b"A").unwrap(), packs: PackSelection::One(pack) };
    let made = Made { act: act.clone(), told: "a pack".into(), made_at: 0, made_by: signer.account() };
    let mut queue = QueueFile::open(path).unwrap();
    queue.commit(|outbox| outbox.queue(made)).unwrap();
    let id = queue.outbox().next_to_settle().unwrap().id;
    run(async {
        let ledger = connect(world).await;
        let signed = ledger.sign_next(&act.call(), &signer).await.unwrap();
        queue.commit(|_| Ok(Change::Sent { id, signed: signed.clone().into() })).unwrap();
        if send {
            ledger.settle(&signed).await.unwrap();
        }
    });
}

#[test]
fn what_was_signed_long_ago_is_signed_anew_only_if_it_never_happened() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-19");
    let path = queue(&world);

    // Signed, written down, killed before it was sent.
    sent_and_forgotten(&path, &world, 1, false);
    let before = acts_of(&world, PHARMACY);
    blocks(&world, 260);
    let settled = at_counter(&world, &["queue", "settle"]);
    assert_eq!((settled.code, &settled.json["waiting"]), (0, &json!(0)), "{}", settled.text);
    assert_eq!(acts_of(&world, PHARMACY), before + 1);
    assert_eq!(pack_state(&world, "A", 1), PackState::Dispensed);

    // Killed after it was sent: so long ago that its time is over and its block's state is forgotten.
    sent_and_forgotten(&path, &world, 2, true);
    let before = acts_of(&world, PHARMACY);
    let there = world.node.ask("chain_getFinalizedHead", "[]");
    let known = || !world.node.ask("state_getRuntimeVersion", &json!([there]).to_string()).is_null();
    assert!(known());
    blocks(&world, 300);
    assert!(!known(), "the node has forgotten the state of that block");
    let settled = at_counter(&world, &["queue", "settle"]);
    assert_eq!((settled.code, &settled.json["waiting"]), (0, &json!(0)), "{}", settled.text);
    assert_eq!(acts_of(&world, PHARMACY), before, "nothing was sent");
    assert_eq!(states(&world), [(1, "done".into()), (2, "done".into())]);
}
