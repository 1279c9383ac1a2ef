//! Nodes that lie in every part of every answer. None leads to a wrong verdict of genuine, none to a false accusation.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::BTreeMap,
    slice::from_ref,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use chain_proof::{Header, Justification, Vote};
use codec::Encode;
use ledger_client::Trust;
use ledger_types::keys::set_end;
use medtrail_tests::{
    GTIN, MAKER, PHARMACY, REGULATOR, Recorder, Replay, Said, Script, WHOLESALER, World, alterations, key,
};
use scan::{Code, Scanner, read_code};
use serde_json::{Value, json};
use sp_core::{Pair, ed25519};
use verdict::{Report, Role, Verdict};

fn scanner(nodes: &[String], trust: &Trust) -> Scanner {
    let gln = PHARMACY.gln.parse().unwrap();
    Scanner::new(nodes.to_vec(), trust.clone(), Role::Pharmacist).for_participant(Some(gln))
}

fn verify(scanner: &Scanner, code: &Code) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(scanner.verify(code))
}

fn fresh(url: String, code: &Code) -> Report {
    verify(&scanner(&[url], &Trust::development(None)), code)
}

fn reason(report: &Report) -> &str {
    report.reasons[0].code
}

/// What an honest node says when it is asked about a pack.
fn record(world: &World, code: &Code) -> (Script, Report) {
    let recorder = Recorder::new(world.node.port());
    let report = fresh(recorder.url(), code);
    let mut script = recorder.script();
    // The long list of what the runtime offers interests no scanner.
    if let Some(Said::Result(version)) = script.get_mut("state_getRuntimeVersion []") {
        version["apis"] = json!([]);
    }
    (script, report)
}

/// In which block, and for which pack.
fn proven(report: &Report) -> Option<(&str, Option<u32>)> {
    report.evidence.as_ref().map(|evidence| (evidence.block_hash.as_str(), evidence.pack_index))
}

#[test]
fn no_altered_answer_leads_to_a_wrong_verdict() {
    let world = World::new();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    world.ship(MAKER, WHOLESALER, "A", "200-299");
    world.release("R", 100);
    world.deliver(MAKER, PHARMACY, "R", "0-99");
    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "R", "--class", "1"]);
    let used = world.link("A", 9);
    world.done(PHARMACY, &["dispense", &used, "--participant", PHARMACY.gln]);

    let good = world.link("A", 5);
    let serial = good.split("/21/").nth(1).unwrap().split('?').next().unwrap().to_owned();
    let packs = [
        (Verdict::Genuine, good.clone()),
        (Verdict::AlreadyDispensedHere, used),
        (Verdict::Suspicious, world.link("A", 250)),
        (Verdict::DoNotUse, world.link("R", 5)),
        (Verdict::NotRecognised, good.replace(&serial, "ABCDEFGHJKLMNP")),
        (Verdict::NotRecognised, good.replace("/10/A/", "/10/B/")),
    ];
    let start = Instant::now();
    let found: Mutex<BTreeMap<_, u32>> = Mutex::default();
    thread::scope(|scope| {
        for packs in packs.chunks(3) {
            scope.spawn(|| packs.iter().for_each(|(expected, link)| lie_about(&world, *expected, link, &found)));
        }
    });
    let found = found.into_inner().unwrap();
    let cases: u32 = found.values().sum();
    println!("{cases} altered answers in {:.0?}: {found:#?}", start.elapsed());
    assert!(cases > 10_000, "{cases}");
}

/// Alters every part of every answer about a pack, and counts what the scanner says to it.
fn lie_about(world: &World, expected: Verdict, link: &str, found: &Mutex<BTreeMap<(Verdict, String), u32>>) {
    let code = read_code(link).unwrap();
    let (script, honest) = record(world, &code);
    assert_eq!(honest.verdict, expected, "{honest:?}");
    let liar = Replay::new(script.clone());
    assert_eq!(fresh(liar.url(), &code).verdict, expected, "the script is complete");
    for (question, said) in &script {
        let Said::Result(result) = said else { continue };
        // All of them for two packs, every fifth for the others.
        let step = if matches!(expected, Verdict::Genuine | Verdict::AlreadyDispensedHere) { 1 } else { 5 };
        for altered in alterations(result).into_iter().step_by(step) {
            let mut lies = script.clone();
            lies.insert(question.clone(), altered.clone());
            liar.say(lies);
            let report = fresh(liar.url(), &code);
            let unchanged = report.verdict == expected && proven(&report) == proven(&honest);
            let told = || format!("{question} altered to {:.300}: {report:?}", format!("{altered:?}"));
            assert!(unchanged || report.verdict == Verdict::CouldNotCheck, "{}", told());
            *found.lock().unwrap().entry((report.verdict, reason(&report).to_owned())).or_default() += 1;
        }
    }
}

/// Takes a header that a node gave, and gives it another state.
fn forged_header(script: &Script) -> (Header, Value) {
    let (_, said) = script.iter().find(|(question, _)| question.starts_with("chain_getHeader")).unwrap();
    let Said::Result(mut json) = said.clone() else { panic!("{said:?}") };
    let hash = |name: &str| hex::decode(&json[name].as_str().unwrap()[2..]).unwrap().try_into().unwrap();
    let logs = json["digest"]["logs"].as_array().unwrap();
    let header = Header {
        parent: hash("parentHash"),
        number: u32::from_str_radix(&json["number"].as_str().unwrap()[2..], 16).unwrap(),
        state_root: [0x66; 32],
        extrinsics_root: hash("extrinsicsRoot"),
        digest: logs.iter().map(|log| hex::decode(&log.as_str().unwrap()[2..]).unwrap()).collect(),
    };
    json["stateRoot"] = json!(format!("0x{}", hex::encode(header.state_root)));
    (header, json)
}

/// A chain's story with another last block, signed with this key for this set.
fn forge(script: &Script, secret: &str, set: u64) -> Script {
    let (header, json) = forged_header(script);
    let pair = ed25519::Pair::from_string(secret, None).unwrap();
    let (hash, number) = (header.hash(), header.number);
    let vote = Vote {
        hash,
        number,
        signature: pair.sign(&Vote::message(&hash, number, 7, set)).0,
        authority: pair.public().0,
    };
    let justification = Justification { round: 7, hash, number, votes: vec![vote], ancestry: Vec::new() };
    let proof = (hash, justification.encode(), Vec::<Header>::new()).encode();
    let text = |bytes: &[u8]| json!(format!("0x{}", hex::encode(bytes)));
    let mut forged = script.clone();
    let mut say = |method: &str, params: Value, result: Value| {
        forged.insert(key(&json!({"method": method, "params": params})), Said::Result(result));
    };
    say("chain_getFinalizedHead", json!([]), text(&hash));
    say("chain_getHeader", json!([text(&hash)]), json);
    say("grandpa_proveFinality", json!([number]), text(&proof));
    say("state_getStorage", json!([text(&set_end(0)), text(&hash)]), Value::Null);
    forged
}

#[test]
fn forged_votes_old_heads_and_split_chains_are_told_apart() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let link = world.link("A", 5);
    let code = read_code(&link).unwrap();
    let (script, honest) = record(&world, &code);
    assert_eq!(honest.verdict, Verdict::Genuine);
    let node = world.node.url();

    // Votes of somebody else, and votes for another set.
    for (secret, set) in [("//Mallory", 0), ("//Bob", 0), ("//Alice", 1)] {
        let liar = Replay::new(forge(&script, secret, set));
        let report = fresh(liar.url(), &code);
        assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "unproven"), "{secret}, set {set}");
        // An honest node beside it settles the matter, and the liar is named.
        let scanner = scanner(&[liar.url(), node.clone()], &Trust::development(None));
        let report = verify(&scanner, &code);
        assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
        let named = report.reasons.iter().find(|reason| reason.code == "node-dropped").unwrap();
        assert!(named.text.contains(&liar.url()), "{named:?}");
    }

    // What was true once: the pack was dispensed since, and one node still tells the old story.
    let mut old = script.clone();
    let yesterday = Replay::new(old.clone());
    let trust = Trust::development(None);
    assert_eq!(verify(&scanner(from_ref(&node), &trust), &code).verdict, Verdict::Genuine);
    world.done(PHARMACY, &["dispense", &link, "--participant", PHARMACY.gln]);
    for nodes in [[yesterday.url(), node.clone()], [node.clone(), yesterday.url()]] {
        let report = verify(&scanner(&nodes, &Trust::development(None)), &code);
        assert_eq!(report.verdict, Verdict::AlreadyDispensedHere, "the freshest wins: {report:?}");
    }
    assert_eq!(verify(&scanner(from_ref(&node), &trust), &code).verdict, Verdict::AlreadyDispensedHere);
    let report = verify(&scanner(&[yesterday.url()], &trust), &code);
    assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "behind"), "{report:?}");

    // Another last block without votes is no split of the chain, but a lie.
    let (now, _) = record(&world, &code);
    let mut invented = forge(&now, "//Mallory", 0);
    let trust = Trust::development(None);
    assert_eq!(verify(&scanner(from_ref(&node), &trust), &code).verdict, Verdict::AlreadyDispensedHere);
    let report = verify(&scanner(&[Replay::new(invented.clone()).url()], &trust), &code);
    assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "unproven"), "{report:?}");
    let proof = invented.keys().find(|question| question.starts_with("grandpa")).unwrap().clone();
    invented.insert(proof, Said::Result(Value::Null));
    let report = verify(&scanner(&[Replay::new(invented).url(), node.clone()], &trust), &code);
    assert_eq!(report.verdict, Verdict::AlreadyDispensedHere, "the chain is believed as before: {report:?}");

    // Two last blocks with valid votes: whoever has seen both believes this chain no more.
    let (now, honest) = record(&world, &code);
    assert_eq!(honest.verdict, Verdict::AlreadyDispensedHere);
    let other = Replay::new(forge(&now, "//Alice", 0));
    let trust = Trust::development(None);
    assert_eq!(verify(&scanner(from_ref(&node), &trust), &code).verdict, Verdict::AlreadyDispensedHere);
    let report = verify(&scanner(&[other.url()], &trust), &code);
    assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "fork"), "{report:?}");
    let report = verify(&scanner(from_ref(&node), &trust), &code);
    assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "fork"), "{report:?}");

    // The chain of a checkpoint is another one, though the same finalisers sign it.
    let trust = Trust::development(Some([7; 32]));
    let genesis = key(&json!({"method": "chain_getBlockHash", "params": [0]}));
    old = now;
    old.insert(genesis, Said::Result(json!(format!("0x{}", "07".repeat(32)))));
    let pretender = Replay::new(old);
    let report = verify(&scanner(&[pretender.url()], &trust), &code);
    assert_eq!(report.verdict, Verdict::CouldNotCheck, "{report:?}");
}

#[test]
fn slow_nodes_and_floods_cost_little_time() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let code = read_code(&world.link("A", 5)).unwrap();
    let (script, honest) = record(&world, &code);
    assert_eq!(honest.verdict, Verdict::Genuine);

    for method in ["chain_getFinalizedHead", "grandpa_proveFinality", "state_getReadProof"] {
        let mut slow = script.clone();
        let question = slow.keys().find(|question| question.starts_with(method)).unwrap().clone();
        slow.insert(question, Said::Silence(Duration::from_secs(30)));
        let slow = Replay::new(slow);
        let both = scanner(&[slow.url(), world.node.url()], &Trust::development(None));
        let start = Instant::now();
        assert_eq!(verify(&both, &code).verdict, Verdict::Genuine, "{method}");
        assert!(start.elapsed() < Duration::from_secs(1), "{method}: {:?}", start.elapsed());
    }

    let mut silent = script.clone();
    let question = silent.keys().find(|question| question.starts_with("state_getReadProof")).unwrap().clone();
    silent.insert(question, Said::Silence(Duration::from_secs(30)));
    let start = Instant::now();
    let report = fresh(Replay::new(silent).url(), &code);
    assert_eq!((report.verdict, reason(&report)), (Verdict::CouldNotCheck, "timeout"));
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}
