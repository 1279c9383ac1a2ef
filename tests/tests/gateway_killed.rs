//! A gateway that is killed again and again loses nothing and doubles nothing, on both databases.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use medtrail_tests::{Gateway, Node, Postgres, control, program, wait_for};

/// How often the gateway is killed, on each database.
const KILLS: u64 = 50;

/// Somebody who keeps the chain busy.
fn load(node: &Node) -> Child {
    Command::new(program("medtrail-load"))
        .args([
            "--node",
            &node.url(),
            "dispenses",
            "--count",
            "24576",
            "--rate",
            "500",
            "--pharmacies",
            "4",
            "--keys",
            "4",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// How many of the last blocks hold more than a hundred transactions.
fn busy_blocks(node: &Node) -> usize {
    let last = node.finalised();
    let busy = |number: &u64| {
        let hash = node.ask("chain_getBlockHash", &format!("[{number}]")).to_string();
        let block = node.ask("chain_getBlock", &format!("[{hash}]"));
        block["block"]["extrinsics"].as_array().is_some_and(|all| all.len() > 100)
    };
    (last.saturating_sub(10)..=last).filter(busy).count()
}

/// Height, number of events and digest of an index, followed up to a block if one is given.
fn digest(database: &str, node: &Node, until: Option<u64>) -> (u64, u64, String) {
    let until = until.map(|until| until.to_string());
    let command = match &until {
        Some(until) => vec!["digest", "--until", until],
        None => vec!["digest"],
    };
    let output = control(database, &node.url(), &command);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let parts: Vec<&str> = text.trim().split(' ').collect();
    let [height, events, digest] = parts[..] else { panic!("{output:?}") };
    (height.parse().unwrap(), events.parse().unwrap(), digest.to_owned())
}

#[test]
fn an_index_that_was_killed_fifty_times_equals_one_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let node = Node::archive_with_consensus(folder.path());
    let postgres = Postgres::start();
    let sqlite = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let killed = [sqlite("killed.db"), postgres.database("killed")];
    let mut busy = load(&node);
    // The loader signs all of them first, which takes its time where other programs run.
    wait_for("packs are dispensed", Duration::from_secs(240), || {
        sleep(Duration::from_millis(500));
        busy_blocks(&node) > 3
    });

    // No two lives are equally long: it dies while it starts, while it catches up, and while it stores.
    let mut seed = 7u64;
    for round in 0..KILLS {
        for database in &killed {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
            let gateway = Gateway::spawn(database, &node.url(), folder.path(), &[]);
            sleep(Duration::from_millis(20 + (seed >> 33) % 600));
            gateway.kill();
        }
    }
    // Killed as they were, they have stored some of it by themselves.
    for database in &killed {
        let (height, events, _) = digest(database, &node, None);
        assert!(height > 5 && events > 100, "{database}: block {height}, {events} events");
    }
    let _ = busy.kill();
    let _ = busy.wait();

    // None of them has come further than this.
    let last = node.finalised() + 1;
    let made_anew = [sqlite("anew.db"), postgres.database("anew")];
    let digests: Vec<_> = killed.iter().chain(&made_anew).map(|database| digest(database, &node, Some(last))).collect();
    println!("{digests:?}");
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
    assert!(digests[0].0 == last && digests[0].1 > 1_000, "the chain was busy: {digests:?}");
}
