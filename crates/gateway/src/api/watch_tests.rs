#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{Request, StatusCode},
};
use ledger_client::{Trust, time::now};
use tokio::sync::Semaphore;

use super::*;
use crate::{
    api::{
        App, Limits,
        access::Perhaps,
        body::Body,
        node::Relay,
        scans::{Reported, Seen, report},
    },
    metrics::Metrics,
    serials::{MasterKey, Proofs},
    watch::{
        judge::Loaded,
        model::{Standing, State as Stage},
        tests::{database, strict, watch},
    },
};

/// A gateway whose index knows a regulator (0), a maker (1), a wholesaler (2), a pharmacy (3), and lot A of a thousand packs.
async fn gateway(loaded: Option<Loaded>) -> (tempfile::TempDir, Shared) {
    let (folder, database) = database().await;
    let key = Arc::new(MasterKey::new(&[1; 32]));
    let watch = Arc::new(watch(loaded, &database).await);
    let app = App {
        proofs: Proofs::new(database.clone(), key.clone()),
        keeper: private_lookup::Keeper::new(key.private()).unwrap(),
        key,
        nodes: Vec::new(),
        trust: Trust::development(None),
        snapshots: Arc::default(),
        metrics: Metrics::new().unwrap(),
        watch,
        limits: Limits::new(0, false),
        base: String::new(),
        loading: Arc::new(Semaphore::new(1)),
        sealing: Semaphore::new(1),
        relay: Relay::new(&[]).unwrap(),
        scanner: None,
        database,
    };
    (folder, Arc::new(app))
}

async fn operator(app: &Shared, participant: u32, scopes: &[Scope]) -> Operator {
    let name = format!("{participant} {scopes:?}");
    let key = app.database.new_operator(&name, participant, scopes).await.unwrap();
    let request = Request::builder().header("authorization", format!("Bearer {key}")).body(()).unwrap();
    Operator::from_request_parts(&mut request.into_parts().0, app).await.unwrap()
}

fn reported(id: &str) -> Reported {
    Reported {
        id: Some(id.into()),
        code: Some("(01)04012345678901(21)S17(10)A".into()),
        bucket: None,
        verdict: "genuine".into(),
        time: None,
        position: Some([52.5, 13.4]),
        intent: Some("dispense".into()),
        device: Some("till-3".into()),
        ruling: Some("proven-active".into()),
        pack: Some(17),
    }
}

async fn send(app: &Shared, operator: &Operator, reported: Reported) -> Result<Seen, Problem> {
    report(Perhaps(Some(operator.clone())), State(app.clone()), Body(reported)).await.map(|Json(seen)| seen)
}

fn part() -> Query<Part> {
    Query(Part { after: 0, limit: 100 })
}

#[tokio::test]
async fn a_report_is_scored_and_its_alert_is_shown_to_those_concerned() {
    let (_folder, app) = gateway(Some(strict())).await;
    app.watch.stands(Standing { state: Stage::Active, since: Some(5), checked: now() });
    let pharmacy = operator(&app, 3, &[Scope::Scan, Scope::History]).await;
    let seen = send(&app, &pharmacy, reported("1")).await.unwrap();
    let assessment = seen.assessment.unwrap();
    assert_eq!((assessment.alarm, seen.model), (true, None));
    let again = send(&app, &pharmacy, reported("1")).await.unwrap();
    assert_eq!(again.assessment, Some(assessment.clone()), "sent again, the same answer");
    assert!(again.earlier.is_empty());

    let id = assessment.alert.unwrap();
    for (participant, sees) in [(0, true), (1, true), (2, false), (3, true)] {
        let asker = operator(&app, participant, &[Scope::History]).await;
        let listed = alerts(asker.clone(), State(app.clone()), part()).await.unwrap();
        assert_eq!(listed.0.alerts.len(), usize::from(sees), "{participant}");
        let shown = alert(asker.clone(), State(app.clone()), Path(id.clone())).await;
        assert_eq!(shown.map(|Json(alert)| alert.record.id).ok(), sees.then(|| id.clone()));
        let found = incidents(asker, State(app.clone()), Query(Most { limit: 100 })).await.unwrap();
        assert_eq!(found.0.incidents.len(), usize::from(sees));
    }
    let blind = operator(&app, 0, &[Scope::Scan]).await;
    let refused = alerts(blind, State(app.clone()), part()).await.map(|_| ()).unwrap_err();
    assert_eq!(refused.status, StatusCode::FORBIDDEN.as_u16());
}

#[tokio::test]
async fn without_an_active_model_the_answer_says_why() {
    let (_folder, app) = gateway(None).await;
    let pharmacy = operator(&app, 3, &[Scope::Scan]).await;
    let seen = send(&app, &pharmacy, reported("1")).await.unwrap();
    assert_eq!((seen.assessment, seen.model.as_deref()), (None, Stage::None.why_not()));
    let status = model(pharmacy, State(app)).await.0;
    assert_eq!((status.state, status.id, status.thresholds.len()), ("no-model", None, 0));

    let (_folder, app) = gateway(Some(strict())).await;
    app.watch.stands(Standing { state: Stage::Suspended, since: Some(5), checked: now() });
    let pharmacy = operator(&app, 3, &[Scope::Scan]).await;
    let seen = send(&app, &pharmacy, reported("1")).await.unwrap();
    assert_eq!((seen.assessment, seen.model.as_deref()), (None, Stage::Suspended.why_not()));
    let status = model(pharmacy, State(app)).await.0;
    assert_eq!((status.state, status.since, status.thresholds.len()), ("suspended", Some(5), 2));
    assert_eq!(status.id, Some(hex::encode(strict().id)));
}

#[tokio::test]
async fn reports_are_bounded_and_patients_send_none_of_it() {
    let (_folder, app) = gateway(Some(strict())).await;
    let pharmacy = operator(&app, 3, &[Scope::Scan]).await;
    let refused = async |change: fn(&mut Reported)| {
        let mut report = reported("1");
        change(&mut report);
        send(&app, &pharmacy, report).await.map(|_| ()).unwrap_err().code
    };
    assert_eq!(refused(|report| report.intent = Some("steal".into())).await, "bad-intent");
    assert_eq!(refused(|report| report.device = Some("x".repeat(65))).await, "bad-name");
    assert_eq!(refused(|report| report.ruling = Some("x".repeat(65))).await, "bad-name");
    assert!(send(&app, &pharmacy, Reported { device: Some("é".repeat(64)), ..reported("2") }).await.is_ok());
    let patient = |device: Option<&str>, pack: Option<u32>| Reported {
        id: None,
        code: None,
        bucket: Some(7),
        position: None,
        intent: None,
        device: device.map(str::to_owned),
        ruling: None,
        pack,
        ..reported("")
    };
    for (report, allowed) in
        [(patient(None, None), true), (patient(Some("x"), None), false), (patient(None, Some(1)), false)]
    {
        let answer = super::super::scans::report(Perhaps(None), State(app.clone()), Body(report)).await;
        assert_eq!(answer.is_ok(), allowed);
    }
}
