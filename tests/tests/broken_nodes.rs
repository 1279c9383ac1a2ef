//! Nodes that stop, are of another chain, or lie. None of them ever leads to a verdict of genuine.

#![allow(clippy::unwrap_used)]

use std::{thread, time::Duration};

use medtrail_tests::{GTIN, MAKER, Middleman, Node, PHARMACY, WHOLESALER, World, medtrail};
use serde_json::{Value, json};

/// Changes the answer to a method.
type Lie = fn(&str, Value) -> Value;

fn verify(link: &str, url: &str) -> medtrail_tests::Answer {
    medtrail(&["verify", link, "--node", url, "--role", "pharmacist"])
}

#[test]
fn a_lying_node_is_found_out() {
    let world = World::new();
    world.release("A", 100);
    world.deliver(MAKER, PHARMACY, "A", "0-9");
    let link = world.link("A", 5);
    assert_eq!(verify(&link, &world.node.url()).verdict(), "genuine");

    let port = Some(world.node.port());
    let honest = Middleman::new(port, |_, answer| answer);
    assert_eq!(verify(&link, &honest.url()).verdict(), "genuine", "the middleman itself changes nothing");

    let lies: [(&str, Lie); 7] = [
        ("leaves out a part of the proof", |method, mut answer| {
            if method == "state_getReadProof" {
                answer["result"]["proof"].as_array_mut().unwrap().pop();
            }
            answer
        }),
        ("changes a byte of the proof", |method, mut answer| {
            if method == "state_getReadProof" {
                let nodes = answer["result"]["proof"].as_array_mut().unwrap();
                for node in nodes {
                    let mut text = node.as_str().unwrap().to_owned();
                    let last = if text.pop() == Some('0') { '1' } else { '0' };
                    text.push(last);
                    *node = text.into();
                }
            }
            answer
        }),
        ("gives a header with another state", |method, mut answer| {
            if method == "chain_getHeader" {
                answer["result"]["stateRoot"] = format!("0x{}", "11".repeat(32)).into();
            }
            answer
        }),
        ("says that the pack is nowhere", |method, mut answer| {
            if method == "state_call" {
                answer["result"] = json!("0x00");
            }
            answer
        }),
        ("has no votes for its block", |method, mut answer| {
            if method == "grandpa_proveFinality" {
                answer["result"] = Value::Null;
            }
            answer
        }),
        ("changes a vote for its block", |method, mut answer| {
            if method == "grandpa_proveFinality" {
                let proof = answer["result"].as_str().unwrap();
                let (votes, headers) = proof.split_at(proof.len() - 80);
                answer["result"] = format!("{votes}{}", headers.replacen('1', "2", 1)).into();
            }
            answer
        }),
        ("answers with something else", |method, mut answer| {
            if method == "state_getReadProof" {
                answer["result"] = json!("trust me");
            }
            answer
        }),
    ];
    for (what, lie) in lies {
        let liar = Middleman::new(port, lie);
        let answer = verify(&link, &liar.url());
        assert_eq!((answer.verdict(), answer.code), ("could-not-check", 4), "a node that {what}: {}", answer.text);
        assert!(["unproven", "bad-answer"].contains(&answer.reason()), "{what}: {}", answer.text);
        let with_another = format!("{},http://127.0.0.1:1,{}", liar.url(), world.node.url());
        assert_eq!(verify(&link, &with_another).verdict(), "genuine", "an honest node follows: {what}");
    }
}

#[test]
fn another_chain_and_no_chain_at_all_are_told_apart() {
    let other = Middleman::new(None, |_, _| {
        json!({"jsonrpc": "2.0", "id": 1, "result": {
            "specName": "westend", "specVersion": 1, "transactionVersion": 1,
        }})
    });
    let link = format!("(01){GTIN}(21)S1(10)A");
    let answer = verify(&link, &other.url());
    assert_eq!((answer.verdict(), answer.reason(), answer.code), ("could-not-check", "wrong-chain", 4));
    let ship = ["ship", "--to", PHARMACY.gln, "--gtin", GTIN, "--lot", "A", "--packs", "0", "--key", "//Maker"];
    assert_eq!(medtrail(&[&ship[..], &["--node", &other.url()]].concat()).error(), "wrong-chain");

    // The right kind of chain, but not the one that was meant.
    let world = World::new();
    let url = world.node.url();
    let genesis = medtrail(&["status", "--node", &url]).json["genesis"].as_str().unwrap().to_owned();
    let reason = |genesis: &str| medtrail(&["verify", &link, "--node", &url, "--genesis", genesis]).reason().to_owned();
    assert_eq!(reason(&genesis), "unknown-batch");
    assert_eq!(reason(&format!("0x{}", "7".repeat(64))), "wrong-chain");

    let no_chain = Middleman::new(None, |_, _| json!("hello"));
    assert_eq!(verify(&link, &no_chain.url()).reason(), "wrong-chain");
    let nobody = "http://127.0.0.1:1";
    assert_eq!(verify(&link, nobody).reason(), "unreachable");
    assert_eq!(medtrail(&[&ship[..], &["--node", nobody]].concat()).error(), "unreachable");
    assert_eq!(medtrail(&[&ship[..], &["--node", "ftp://x"]].concat()).error(), "bad-address");
}

#[test]
fn an_act_whose_node_stops_half_way_is_unconfirmed_and_leaves_nothing_half_done() {
    let world = World::new();
    world.release("A", 100);
    let before = world.custody("A");
    let World { node, folder } = world;
    node.stop();

    let asleep = Node::asleep(folder.path());
    let url = asleep.url();
    let acting = thread::spawn(move || {
        let ship = ["ship", "--to", WHOLESALER.gln, "--gtin", GTIN, "--lot", "A", "--packs", "0-9"];
        medtrail(&[&ship[..], &["--node", &url, "--key", MAKER.key]].concat())
    });
    thread::sleep(Duration::from_secs(3));
    asleep.stop();
    let answer = acting.join().unwrap();
    assert_eq!((answer.error(), answer.code), ("unconfirmed", 1), "{}", answer.text);

    let world = World { node: Node::instant(folder.path()), folder };
    assert_eq!(world.custody("A"), before);
    world.deliver(MAKER, WHOLESALER, "A", "0-9");
}
