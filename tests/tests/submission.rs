//! Acts that are sent more than once, or through bad connections, happen once.

#![allow(clippy::unwrap_used)]

use std::{future::Future, time::Duration};

use ledger_client::{Ledger, Trust};
use ledger_types::{
    BatchKey, Line, Purpose, Terms,
    call::{Call, CustodyTransferCall},
};
use medtrail_tests::{GTIN, MAKER, PHARMACY, Replay, Said, World, key};
use serde_json::json;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}

fn shipping(to: u32, packs: std::ops::Range<u32>) -> Call {
    let batch = BatchKey::new(GTIN.parse().unwrap(), b"A").unwrap();
    let lines = vec![Line { batch, start: packs.start, end: packs.end }].try_into().unwrap();
    let terms = Terms { purpose: Purpose::Supply, sold_by: None, carrier: None, sscc: None, documents: None };
    Call::CustodyTransfer(CustodyTransferCall::Dispatch { to, lines, terms })
}

async fn connect(url: String) -> Ledger {
    Ledger::connect(&[url], &Trust::development(None)).await.unwrap()
}

/// A connection to a world's node, and the pharmacy's number.
async fn begin(world: &World) -> (Ledger, u32) {
    let ledger = connect(world.node.url()).await;
    let view = ledger.finalized().await.unwrap();
    let pharmacy = view.participant_by_gln(PHARMACY.gln.parse().unwrap()).await.unwrap().unwrap();
    (ledger, pharmacy)
}

#[test]
fn an_act_sent_twice_happens_once() {
    let world = World::new();
    world.release("A", 100);
    let maker = MAKER.key.parse().unwrap();
    run(async {
        let (ledger, pharmacy) = begin(&world).await;
        let act = ledger.sign_next(&shipping(pharmacy, 0..10), &maker).await.unwrap();
        // Twice at once, and once more later, through another connection, as after a crash.
        let other = connect(world.node.url()).await;
        let (one, two) = tokio::join!(ledger.settle(&act), other.settle(&act));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one, two);
        assert_eq!(connect(world.node.url()).await.settle(&act).await.unwrap(), one);
        assert_eq!(ledger.finalized().await.unwrap().shipments().await.unwrap().len(), 1);

        // Another act with the same number has not happened, and says so.
        let late = ledger.sign_next(&shipping(pharmacy, 10..20), &maker).await.unwrap();
        ledger.submit(&shipping(pharmacy, 20..30), &maker).await.unwrap();
        assert_eq!(ledger.settle(&late).await.unwrap_err().code(), "number-taken");
        assert_eq!(ledger.finalized().await.unwrap().shipments().await.unwrap().len(), 2);
    });
}

#[test]
fn acts_of_one_key_at_once_all_happen() {
    let world = World::new();
    world.release("A", 100);
    let maker = MAKER.key.parse().unwrap();
    run(async {
        let (ledger, pharmacy) = begin(&world).await;
        let calls: Vec<_> = (0..4).map(|at| shipping(pharmacy, at * 10..at * 10 + 10)).collect();
        let [a, b, c, d] = &calls[..] else { unreachable!() };
        let all = tokio::join!(
            ledger.submit(a, &maker),
            ledger.submit(b, &maker),
            ledger.submit(c, &maker),
            ledger.submit(d, &maker)
        );
        let shipments = [all.0, all.1, all.2, all.3].map(|receipt| receipt.unwrap().shipment.unwrap());
        let different: std::collections::BTreeSet<_> = shipments.into_iter().collect();
        assert_eq!(different.len(), 4, "{shipments:?}");
    });
}

#[test]
fn a_node_that_never_answers_leaves_the_act_unconfirmed_and_it_can_be_settled_later() {
    let world = World::new();
    world.release("A", 100);
    let maker = MAKER.key.parse().unwrap();
    run(async {
        let (ledger, pharmacy) = begin(&world).await;
        let act = ledger.sign_next(&shipping(pharmacy, 0..10), &maker).await.unwrap();

        // A node that takes the act and passes it on to nobody.
        let recorder = medtrail_tests::Recorder::new(world.node.port());
        connect(recorder.url()).await.finalized().await.unwrap();
        let mut script = recorder.script();
        let sent =
            json!({"method": "author_submitExtrinsic", "params": [format!("0x{}", hex::encode(&act.extrinsic))]});
        script.insert(key(&sent), Said::Result(json!("0x00")));
        let silent = connect(Replay::new(script).url()).await;
        let waiting = tokio::time::timeout(Duration::from_secs(3), silent.settle(&act)).await;
        assert!(waiting.is_err(), "it is never seen to be final: {waiting:?}");
        assert_eq!(ledger.finalized().await.unwrap().shipments().await.unwrap().len(), 0);
        ledger.settle(&act).await.unwrap();
        assert_eq!(ledger.finalized().await.unwrap().shipments().await.unwrap().len(), 1);
    });
}
