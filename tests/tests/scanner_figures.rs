//! Figures of the scanner's window on this machine: `scripts/bench scanner` tells them.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    thread::sleep,
    time::{Duration, Instant},
};

use gs1::Gln;
use ledger_client::Trust;
use medtrail_tests::{Desktop, MAKER, PHARMACY, World};
use scan::{Scanner, read_path};
use verdict::{Role, Verdict};

/// How often the window is opened.
const STARTS: usize = 7;
/// How many pictures are checked.
const PICTURES: u32 = 60;

/// The middle one and the one that 95 of 100 do not exceed, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied().unwrap_or_default();
    format!("median {:.1} ms, 95 % within {:.1} ms", at(50).as_secs_f64() * 1e3, at(95).as_secs_f64() * 1e3)
}

#[test]
#[ignore = "measures, and tests nothing: see scripts/bench"]
fn figures_of_the_scanner() {
    if !Desktop::is_there() {
        println!("left out: there is no Xvfb with xdotool");
        return;
    }
    let world = World::new();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    let pictures: Vec<_> = (0..PICTURES).map(|index| world.label("A", index)).collect();
    let node = world.node.url();
    let open = ["--node", &node, "--role", "pharmacist", "--participant", PHARMACY.gln];

    let folder = world.folder.path().join("desktop");
    fs::create_dir_all(&folder).unwrap();
    let mut starts = Vec::new();
    let mut verdicts = Vec::new();
    for picture in pictures.iter().take(STARTS) {
        // A screen of its own each time: nothing is left on it of the one before.
        let mut desktop = Desktop::new(&folder);
        starts.push(desktop.start(&open));
        desktop.kill();
        let _ = fs::remove_file(desktop.file("history.jsonl"));
        drop(desktop);
        let mut desktop = Desktop::new(&folder);
        let started = Instant::now();
        desktop.start(&[&open[..], &[picture.to_str().unwrap()]].concat());
        while !desktop.history().values().any(|record| record["verdict"] == "genuine") {
            assert!(started.elapsed() < Duration::from_secs(60), "{:?}", desktop.history());
            sleep(Duration::from_millis(1));
        }
        verdicts.push(started.elapsed());
    }
    println!("scanner, from its start to its first picture, {STARTS} starts: {}", spread(starts));
    println!("scanner, from its start with a picture to the verdict on it: {}", spread(verdicts));

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let participant: Option<Gln> = PHARMACY.gln.parse().ok();
    let scanner = Scanner::new(vec![node], Trust::development(None), Role::Pharmacist).for_participant(participant);
    let mut times = Vec::new();
    for picture in &pictures {
        let began = Instant::now();
        let code = read_path(picture).unwrap();
        let report = runtime.block_on(scanner.verify(&code));
        times.push(began.elapsed());
        assert_eq!(report.verdict, Verdict::Genuine, "{:?}", report.reasons);
    }
    println!("from a picture's file to its verdict, {PICTURES} pictures: {}", spread(times));
}
