//! A scanner that was away while the chain changed its finalisers and its runtime.

#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, env, fs};

use codec::Encode;
use ledger_client::{CheckpointFile, Ledger, Trust};
use medtrail_tests::{
    GTIN, MAKER, Node, PHARMACY, REGULATOR, Recorder, Replay, Said, World, alterations, medtrail, next_runtime,
    wait_until,
};
use scan::{Scanner, read_code};
use serde_json::json;
use verdict::{Report, Role, Scanning, Source, Verdict};

/// Has these nodes make new keys, and the council name them as the validators.
fn hand_over(world: &World, nodes: &[&Node]) {
    let account = medtrail(&["key", "show", REGULATOR.key]).json["account"].as_str().unwrap().to_owned();
    let keys: Vec<_> = nodes
        .iter()
        .enumerate()
        .map(|(number, node)| {
            let file = world.folder.path().join(format!("validator-{number}.txt")).to_str().unwrap().to_owned();
            let answer = medtrail(&["council", "validator-keys", &account, "--out", &file, "--node", &node.url()]);
            assert_eq!(answer.code, 0, "{}", answer.text);
            file
        })
        .collect();
    let files: Vec<&str> = keys.iter().map(String::as_str).collect();
    world.done(REGULATOR, &[&["council", "set-validators"][..], &files].concat());
    let changed = world.node.finalised();
    wait_until("the new finalisers go on", || world.node.finalised() > changed + 1);
}

fn verify(scanner: &Scanner, link: &str) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(scanner.verify(&read_code(link).unwrap()))
}

/// Evidence about several packs from a checkpoint on, with what a scanner makes of it: the cases by which other builds of
/// the verifier are compared with this one.
fn vectors(world: &World, file: &CheckpointFile, link: &str, used: &str) -> String {
    let serial = link.split("/21/").nth(1).unwrap().split('?').next().unwrap();
    let codes = [
        ("a pack in its pharmacy", link.to_owned()),
        ("a pack that was dispensed", used.to_owned()),
        ("another expiry on the label", link.replace("17=290600", "17=310600")),
        ("an invented serial", link.replace(serial, "ABCDEFGHJKLMNP")),
        ("an invented lot", link.replace("/10/A/", "/10/B/")),
        ("a code without a proof", format!("(01){GTIN}(21){serial}(10)A(17)290600")),
    ];
    let scanning = Scanning {
        role: Role::Pharmacist,
        participant: PHARMACY.gln.parse().ok(),
        maker: None,
        signals: Default::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let vector = |(name, text): &(&str, String)| {
        let code = read_code(text).unwrap();
        let question = scanning.question(&code).unwrap();
        let trust = Trust::pinned(file.checkpoint.clone());
        let proven = runtime.block_on(async {
            let ledger = Ledger::connect(&[world.node.url()], &trust).await.unwrap();
            ledger.about(&question).await.unwrap()
        });
        let now = proven.answer.record.time + 3;
        json!({
            "name": name, "code": text, "participant": PHARMACY.gln, "now": now,
            "checkpoint": hex::encode(file.checkpoint.encode()), "evidence": hex::encode(proven.evidence.encode()),
            "report": scanning.verdict(&code, Ok(&proven.answer), Source::default(), now),
        })
    };
    serde_json::to_string_pretty(&json!({"vectors": codes.iter().map(vector).collect::<Vec<_>>(), "altered": ""}))
        .unwrap()
}

#[test]
fn a_scanner_that_slept_through_changes_of_finalisers_and_runtime_still_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let mut nodes = Node::four_validators(folder.path());
    let first = nodes.remove(0);
    let world = World::with(first, folder);
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let (link, used) = (world.link("A", 5), world.link("A", 6));

    // Before it falls asleep, it is given a checkpoint.
    let checkpoint = world.folder.path().join("checkpoint.json");
    let path = checkpoint.to_str().unwrap();
    let made = medtrail(&["checkpoint", "--out", path, "--node", &world.node.url()]);
    assert_eq!((made.code, made.json["set"].as_u64()), (0, Some(0)), "{}", made.text);
    let file = CheckpointFile::from_json(&fs::read_to_string(path).unwrap()).unwrap();

    hand_over(&world, &[&world.node, &nodes[0], &nodes[1]]);
    let runtime = next_runtime();
    let version = |node: &Node| medtrail(&["status", "--node", &node.url()]).json["spec_version"].as_u64().unwrap();
    let before = version(&world.node);
    world.done(REGULATOR, &["council", "approve-runtime", runtime.to_str().unwrap()]);
    world.done(MAKER, &["council", "hand-in-runtime", runtime.to_str().unwrap()]);
    wait_until("the new runtime", || version(&world.node) == before + 1);
    hand_over(&world, &[&world.node, &nodes[1]]);
    world.done(PHARMACY, &["dispense", &used, "--participant", PHARMACY.gln]);

    // It wakes up, and asks a node that is no validator any more.
    let bystander = &nodes[2];
    wait_until("all nodes have caught up", || bystander.finalised() + 2 >= world.node.finalised());
    let verify_at = |link: &str, node: &str, expected: (&str, &str)| {
        let answer = medtrail(&["verify", link, "--node", node, "--checkpoint", path, "--role", "pharmacist"]);
        assert_eq!((answer.verdict(), answer.reason()), expected, "{}", answer.text);
    };
    for node in [&world.node, bystander] {
        verify_at(&link, &node.url(), ("genuine", "proven-active"));
        verify_at(&used, &node.url(), ("already-used-elsewhere", "already-dispensed"));
    }

    if let Some(path) = env::var_os("MEDTRAIL_RECORD_VECTORS") {
        fs::write(path, vectors(&world, &file, &link, &used)).unwrap();
    }

    // A node that hides or alters what happened meanwhile shows nothing.
    let scanner = |url: String| {
        Scanner::new(vec![url], Trust::pinned(file.checkpoint.clone()), Role::Pharmacist).for_participant(None)
    };
    let recorder = Recorder::new(world.node.port());
    let report = verify(&scanner(recorder.url()), &link);
    assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
    let script = recorder.script();
    let changes: Vec<_> = script
        .keys()
        .filter(|question| !question.starts_with("state_getRe") && !question.starts_with("state_getRu"))
        .collect();
    assert!(changes.len() > 10, "the way over two changes is in the script: {changes:?}");
    let liar = Replay::new(script.clone());
    let honest = verify(&scanner(liar.url()), &link).evidence.unwrap().block_hash;
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for question in changes {
        let Said::Result(result) = &script[question] else { continue };
        // Every third byte: what each of them does to one header or vote is seen in other tests.
        for altered in alterations(result).into_iter().step_by(3) {
            let mut lies = script.clone();
            lies.insert(question.clone(), altered.clone());
            liar.say(lies);
            let report = verify(&scanner(liar.url()), &link);
            let unchanged = report.evidence.as_ref().is_some_and(|evidence| evidence.block_hash == honest);
            let good = report.verdict == Verdict::Genuine && unchanged || report.verdict == Verdict::CouldNotCheck;
            assert!(good, "{question} altered to {:.200}: {report:?}", format!("{altered:?}"));
            *found.entry(report.reasons[0].code.to_owned()).or_default() += 1;
        }
    }
    println!("{found:?}");
}
