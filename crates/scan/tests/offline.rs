//! A scanner with a snapshot: without nodes, with nodes that are silent, and with what it has seen meanwhile.

#![allow(clippy::unwrap_used)]

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use chain_proof::{ProofError, SnapshotState};
use ledger_client::{SnapshotFile, Trust};
use ledger_types::{Batch, BatchStatus, PackState, RecallClass, keys};
use pack_commitment::Identity;
use scan::{Code, MakerFile, Scanner, read_code};
use synthetic::{Chain, GTIN, PHARMACY, World};
use verdict::{Report, Role, Verdict};

const HOUR: u64 = 3_600;

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn maker() -> MakerFile {
    let printed = Identity { gtin: GTIN, lot: "A", expiry: 20_290_600 };
    MakerFile::new(&printed, [5; 32], (0..1_000).map(|index| format!("S{index}"))).unwrap()
}

fn batch() -> Batch {
    World::batch(1_000, maker().root())
}

/// A thousand packs with two pharmacies; number 7 is dispensed.
fn world() -> World {
    let mut world = World::new(2);
    world.deliver("A", &batch(), 2);
    world.set("A", 7, PackState::Dispensed);
    world
}

fn code(serial: &str) -> Code {
    read_code(&format!("(01)0{GTIN}(21){serial}(10)A(17)290600")).unwrap()
}

fn pinned() -> Trust {
    Trust::pinned(Chain::checkpoint())
}

fn scanner(nodes: &[String], trust: &Trust, snapshot: &SnapshotState) -> Scanner {
    let snapshot = SnapshotFile::of(snapshot).unwrap().accept(trust).unwrap();
    let gln = format!("{:013}", World::gln(PHARMACY)).parse().unwrap();
    Scanner::new(nodes.to_vec(), trust.clone(), Role::Pharmacist)
        .for_participant(Some(gln))
        .with_maker_file(Some(maker()))
        .with_snapshot(Some(Arc::new(snapshot)))
}

fn codes(report: &Report) -> (Verdict, Vec<&str>) {
    (report.verdict, report.reasons.iter().map(|reason| reason.code).collect())
}

#[tokio::test]
async fn without_nodes_a_snapshot_answers_everything_in_no_time() {
    let snapshot = world().chain.snapshot(now() - 2 * HOUR);
    let scanner = scanner(&[], &pinned(), &snapshot);
    let genuine = scanner.verify(&code("S5")).await;
    assert_eq!(codes(&genuine), (Verdict::Genuine, vec!["proven-active", "development-chain", "offline"]));
    assert!(genuine.reasons[2].text.contains("2 hours old"), "{}", genuine.reasons[2].text);
    let evidence = genuine.evidence.unwrap();
    assert!(evidence.offline && evidence.finality_proven && evidence.pack_index == Some(5));
    let dispensed = scanner.verify(&code("S7")).await;
    assert_eq!(codes(&dispensed), (Verdict::AlreadyDispensedHere, vec!["already-dispensed", "offline"]));
    let elsewhere = scanner.verify(&code("S700")).await;
    assert_eq!(codes(&elsewhere), (Verdict::CouldNotCheck, vec!["wrong-custodian", "offline"]));
    let invented = scanner.verify(&code("INVENTED")).await;
    assert_eq!(codes(&invented), (Verdict::NotRecognised, vec!["unknown-serial", "offline"]));

    let start = Instant::now();
    for _ in 0..100 {
        scanner.verify(&code("S5")).await;
    }
    let each = start.elapsed() / 100;
    assert!(each < Duration::from_millis(5), "{each:?}");
}

#[tokio::test]
async fn an_old_snapshot_clears_no_pack() {
    let snapshot = world().chain.snapshot(now() - 30 * HOUR);
    let strict = scanner(&[], &pinned(), &snapshot);
    assert_eq!(codes(&strict.verify(&code("S5")).await), (Verdict::CouldNotCheck, vec!["stale"]));
    let lax = scanner(&[], &pinned(), &snapshot).with_max_age(48 * HOUR);
    assert_eq!(lax.verify(&code("S5")).await.verdict, Verdict::Genuine);
}

#[tokio::test]
async fn silent_nodes_are_waited_for_once_and_the_verdict_says_why() {
    let snapshot = world().chain.snapshot(now() - 60);
    // Nobody listens there.
    let refused = scanner(&["http://127.0.0.1:1".to_owned()], &pinned(), &snapshot);
    let report = refused.verify(&code("S5")).await;
    assert_eq!(
        codes(&report),
        (Verdict::Genuine, vec!["proven-active", "development-chain", "offline", "unreachable"])
    );
    // Somebody listens, and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let silent = scanner(&[address], &pinned(), &snapshot);
    let time = async || {
        let start = Instant::now();
        let report = silent.verify(&code("S5")).await;
        assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
        assert_eq!(report.reasons.last().unwrap().code, "timeout");
        start.elapsed()
    };
    let first = time().await;
    assert!(first > Duration::from_secs(1) && first < Duration::from_secs(3), "{first:?}");
    let next = time().await;
    assert!(next < Duration::from_millis(50), "{next:?}");
}

#[tokio::test]
async fn a_split_chain_is_believed_in_nothing() {
    let mut world = world();
    let sealed = world.chain.seal(now());
    let trust = pinned();
    let scanner = scanner(&[], &trust, &sealed.snapshot());
    let mut other = crate::world();
    other.set("A", 5, PackState::Stolen);
    let fork = SnapshotFile::of(&other.chain.snapshot(now())).unwrap();
    assert_eq!(fork.accept(&trust).unwrap_err().code(), "fork");
    assert_eq!(codes(&scanner.verify(&code("S5")).await), (Verdict::CouldNotCheck, vec!["fork"]));
}

#[tokio::test]
async fn a_snapshot_from_before_what_was_proven_last_is_believed_but_replaces_none() {
    let mut world = world();
    let early = world.chain.snapshot(now() - HOUR);
    world.set("A", 5, PackState::Stolen);
    let late = world.chain.snapshot(now());
    let trust = pinned();
    let scanner = scanner(&[], &trust, &late);
    let early = Arc::new(SnapshotFile::of(&early).unwrap().accept(&trust).unwrap());
    assert_eq!(scanner.renew_snapshot(early), Err(ProofError::Older));
    assert_eq!(scanner.verify(&code("S5")).await.verdict, Verdict::DoNotUse);
    let recalled = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: now() };
    world.chain.put(keys::batch(&World::key("A")), Batch { status: recalled, ..batch() });
    let latest = SnapshotFile::of(&world.chain.snapshot(now() + 6)).unwrap().accept(&trust).unwrap();
    scanner.renew_snapshot(Arc::new(latest)).unwrap();
    assert_eq!(scanner.verify(&code("S6")).await.reasons[0].code, "recalled");
}
