#![allow(clippy::unwrap_used)]

use anomaly::{
    Model,
    model::{Ensemble, EnsembleKind},
};
use ledger_types::{Block, model::ModelStage};
use serde_json::{Value, json};

use super::*;
use crate::{
    index::{subjects::Subjects, words::Event, write::Deeds},
    scans::{Area, Scan},
    watch::{alerts::Viewer, log::Detail},
};

/// A lot in the index of [`database`].
pub(crate) const LOT: &str = "04012345678901/A";

/// A model that finds a fault with every scan.
pub(crate) fn strict() -> Loaded {
    let ensemble = |kind| Ensemble {
        kind,
        base: 10,
        suspicious_from: 5,
        alert_from: 5,
        calibration: Vec::new(),
        trees: Vec::new(),
    };
    let ensembles = vec![ensemble(EnsembleKind::Triage), ensemble(EnsembleKind::Risk)];
    let model =
        Model { name: "strict".into(), version: "1".into(), ensembles, monitors: Vec::new(), deciles: Vec::new() };
    Loaded::from_bytes(&model.to_bytes().unwrap()).unwrap()
}

fn participant(kind: &str) -> Value {
    json!({"kind": kind, "country": "DE", "licences": []})
}

/// A database whose index knows a regulator (0), a maker (1), a wholesaler (2), a pharmacy (3), and a released lot.
pub(crate) async fn database() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path().join("db").to_str().unwrap()).await.unwrap();
    let batch = json!({"gtin": 4_012_345_678_901u64, "lot": "A"});
    let events = [
        ("ProductRegistered", json!({"gtin": 4_012_345_678_901u64, "maker": 1})),
        ("BatchRegistered", json!({"batch": batch, "maker": 1, "packs": 1_000})),
        ("BatchReleased", json!({"batch": batch, "by": 1})),
    ];
    let event = |(place, (name, fields)): (usize, (&str, Value))| {
        let fields = fields.as_object().unwrap().clone();
        let subjects = Subjects::of(&fields);
        (place as u32, Event { pallet: "DrugBatch".into(), name: name.into(), fields }, subjects)
    };
    let product = json!({"maker": 1, "data": {"markets": ["DE"], "storage": "Ambient"}});
    let records = vec![
        (Kind::Participant, "0".into(), Some(participant("Regulator"))),
        (Kind::Participant, "1".into(), Some(participant("Manufacturer"))),
        (Kind::Participant, "2".into(), Some(participant("Wholesaler"))),
        (Kind::Participant, "3".into(), Some(participant("Dispenser"))),
        (Kind::Product, "4012345678901".into(), Some(product)),
        (Kind::Batch, LOT.into(), Some(json!({"maker": 1, "packs": 1_000, "expiry": 20_290_600}))),
    ];
    let block = Block { number: 1, hash: [1; 32] };
    let events = events.into_iter().enumerate().map(event).collect();
    database.store(None, &[Deeds { block, time: 1_000, events, records }], [0; 32]).await.unwrap();
    (folder, database)
}

/// A watch that knows the index. Where participants are, it is told without a chain.
pub(crate) async fn watch(loaded: Option<Loaded>, database: &Database) -> Watch {
    let metrics = Metrics::new().unwrap();
    metrics.followed(true);
    let watch = Watch::new(loaded, Arc::new(MasterKey::new(&[1; 32])), metrics);
    for (id, kind) in [("0", "Regulator"), ("1", "Manufacturer"), ("2", "Wholesaler"), ("3", "Dispenser")] {
        let mut inner = lock(&watch.inner);
        let told = inner.feed.learn(Kind::Participant, id, Some(&participant(kind)), None);
        inner.take(told);
    }
    let warm = Warm { after: Some((0, String::new())), page: VecDeque::new(), scans: 0 };
    let mut progress = Progress { log: Some(warm), ..Progress::default() };
    if loaded.is_some() {
        watch.catch_up(database, &[], &Trust::development(None), &mut progress).await.unwrap();
        assert!(watch.is_ready());
    }
    watch
}

fn stands(watch: &Watch, state: State) {
    watch.stands(Standing { state, since: Some(5), checked: now() });
}

fn incoming(watch: &Watch, id: &str) -> Incoming {
    let time = now() as i64;
    Incoming {
        id: id.into(),
        code: watch.key.scan_code(LOT, "S17"),
        time,
        received: time,
        scanner: 3,
        area: Area::around(52.5, 13.4),
        detail: Detail {
            batch: LOT.into(),
            pack: Some(17),
            device: 5,
            intent: "verify".into(),
            verdict: "genuine".into(),
            ruling: None,
            expiry: None,
            number: Some(17),
        },
        text: [7; 32],
    }
}

#[tokio::test]
async fn only_a_model_that_is_active_speaks_and_raises_alerts() {
    let (_folder, database) = database().await;
    let watch = watch(Some(strict()), &database).await;
    let mut scans = 0;
    for state in [
        State::Unchecked,
        State::NotRegistered,
        State::NotActive(ModelStage::Evaluated),
        State::Suspended,
        State::Foreign([9; 32]),
        State::Shadow,
    ] {
        stands(&watch, state);
        scans += 1;
        let (assessment, why) = watch.report(&database, &incoming(&watch, &format!("3/{scans}"))).await.told();
        assert_eq!((assessment, why.as_deref()), (None, state.why_not()));
    }
    let seen = database.alerts(&watch.key, Viewer::Regulator, 0, 10).await.unwrap();
    assert_eq!(seen, [], "of what is not in use, nobody sees alerts");
    let trial: Outcome = serde_json::from_value(database.assessment("3/6").await.unwrap().unwrap()).unwrap();
    assert_eq!(trial.assessment.map(|said| (said.score, said.alarm)), Some((10, true)), "of a trial, scores are kept");

    stands(&watch, State::Active);
    let (assessment, why) = watch.report(&database, &incoming(&watch, "3/7")).await.told();
    let assessment = assessment.unwrap();
    assert_eq!((assessment.score, assessment.threshold, assessment.alarm, why), (10, 5, true, None));
    assert_eq!(assessment.model, hex::encode(strict().id));
    let alert = database.alert(&watch.key, Viewer::Participant(3), assessment.alert.as_deref().unwrap()).await.unwrap();
    let alert = alert.unwrap();
    // The scanner did not know whose it is, and the maker has the pack on record: so the rules object in hindsight.
    assert_eq!((alert.record.score, alert.record.ensemble.as_str(), alert.pack), (10, "triage", Some(17)));
    assert_eq!(alert.subjects.len(), 5);
    // The record suffices to compute the score again.
    let features = alert.record.features.clone().try_into().unwrap();
    assert_eq!(strict().model.ensemble(EnsembleKind::Triage).unwrap().score(&features), alert.record.score);
    // Sent again, it is neither scored nor counted again.
    let again = watch.reported_before(&database, "3/7").await.unwrap().told();
    assert_eq!(again, (Some(assessment), None));
    assert_eq!(watch.reported_before(&database, "3/99").await.unwrap().told().0, None);
    assert_eq!(watch.metrics.scored_so_far(), (7, 7));
}

#[tokio::test]
async fn without_a_model_or_before_the_index_is_read_nothing_is_scored() {
    let (_folder, database) = database().await;
    let none = watch(None, &database).await;
    assert_eq!(none.report(&database, &incoming(&none, "3/1")).await, Outcome::none("no-model", NO_MODEL));
    assert_eq!(database.assessment("3/1").await.unwrap(), None, "and nothing is kept of scans");
    let early = Watch::new(Some(strict()), Arc::new(MasterKey::new(&[1; 32])), Metrics::new().unwrap());
    stands(&early, State::Active);
    assert_eq!(early.report(&database, &incoming(&early, "3/2")).await.told().1.as_deref(), Some(NOT_READY));
    assert_eq!(early.state(), State::Active);
}

#[tokio::test]
async fn after_a_restart_the_engine_knows_the_scans_of_the_log() {
    let (_folder, database) = database().await;
    let first = watch(Some(strict()), &database).await;
    stands(&first, State::Active);
    for number in 0..3 {
        let incoming = incoming(&first, &format!("3/{number}"));
        let Incoming { id, code, scanner, area, .. } = incoming.clone();
        let scan = Scan { id, code, hour: incoming.time / 3_600, scanner, area, verdict: "genuine".into() };
        assert!(database.keep_scan(&scan).await.unwrap());
        first.report(&database, &incoming).await;
    }
    let prior = |watch: &Watch| {
        let weighed = watch.weigh(&incoming(watch, "3/next")).unwrap();
        weighed.measured.features[anomaly::spec::Feature::PriorScans as usize]
    };
    assert_eq!(prior(&first), 3);
    let second = watch(Some(strict()), &database).await;
    assert_eq!(prior(&second), 3);
    assert_eq!(second.metrics.scored_so_far(), (0, 0), "old scans are not counted again");
}

#[tokio::test]
async fn the_index_is_told_once_and_in_order() {
    let (_folder, database) = database().await;
    let watch = watch(Some(strict()), &database).await;
    assert_eq!(watch.skipped(), 0);
    let inner = lock(&watch.inner);
    let batch = inner.feed.batch(LOT).unwrap();
    let pack = inner.engine.pack(batch.id, 17).unwrap();
    assert_eq!(pack.holder.and_then(|holder| inner.feed.participant(holder)), Some(1));
    assert_eq!(inner.engine.batch(batch.id).unwrap().released, Some(1_000));
}
