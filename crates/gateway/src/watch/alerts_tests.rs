#![allow(clippy::unwrap_used)]

use super::*;

fn raised(id: &str, hour: i64, subjects: &[&str], scanner: u32) -> Raised {
    let record = Record {
        id: id.to_owned(),
        hour,
        model: "ab".repeat(32),
        ensemble: "risk".into(),
        score: 1_500_000,
        threshold: 1_200_000,
        by: "score".into(),
        features: vec![1, -2, i32::MIN],
        reasons: vec![Reason { code: "custodian-km".into(), arguments: vec![412] }],
    };
    Raised {
        record,
        subjects: subjects.iter().map(|subject| (*subject).to_owned()).collect(),
        scanner,
        maker: Some(1),
        holder: None,
        about: About { batch: "04012345678901/A".into(), pack: Some(17), code: [7; 32] },
    }
}

async fn database() -> (tempfile::TempDir, Database, MasterKey) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path().join("db").to_str().unwrap()).await.unwrap();
    (folder, database, MasterKey::new(&[1; 32]))
}

#[tokio::test]
async fn an_alarm_is_kept_once_and_alarms_of_one_subject_are_one_incident() {
    let (_folder, database, key) = database().await;
    let keep = async |id: &str, hour: i64, subjects: &[&str]| {
        database.keep_alert(&key, &raised(id, hour, subjects, 3)).await.unwrap()
    };
    assert!(keep("a1", 1_000, &["pack-1", "site-1"]).await);
    assert!(!keep("a1", 1_000, &["pack-1", "site-1"]).await, "once");
    assert!(keep("b2", 1_100, &["pack-2", "site-1"]).await, "the same site");
    assert!(keep("c3", 1_100, &["pack-3", "site-3"]).await, "something else");
    assert!(keep("d4", 1_101 + TOGETHER, &["pack-1"]).await, "too long after");
    assert!(keep("e5", 1_100 + TOGETHER, &["pack-2"]).await, "and just not too long");
    let incidents = database.incidents(Viewer::Regulator, 100).await.unwrap();
    let found: Vec<_> = incidents.iter().map(|incident| (incident.id.as_str(), incident.alerts)).collect();
    assert_eq!(found, [("d4", 1), ("a1", 3), ("c3", 1)]);
    assert_eq!((incidents[1].first_hour, incidents[1].last_hour), (1_000, 1_100 + TOGETHER));
    assert!(incidents.iter().all(|incident| incident.case.is_none() && incident.state == "waiting"));
    let numbers: Vec<i64> =
        database.alerts(&key, Viewer::Regulator, 1, 100).await.unwrap().iter().map(|alert| alert.number).collect();
    assert_eq!(numbers, [2, 3, 4, 5]);
}

#[tokio::test]
async fn alerts_are_seen_by_regulators_and_those_concerned_alone() {
    let (_folder, database, key) = database().await;
    database.keep_alert(&key, &raised("a1", 1_000, &["x"], 3)).await.unwrap();
    for (viewer, sees) in [
        (Viewer::Regulator, true),
        (Viewer::Participant(3), true),
        (Viewer::Participant(1), true),
        (Viewer::Participant(2), false),
    ] {
        assert_eq!(database.alert(&key, viewer, "a1").await.unwrap().is_some(), sees, "{viewer:?}");
        assert_eq!(database.alerts(&key, viewer, 0, 10).await.unwrap().len(), usize::from(sees));
        assert_eq!(database.incidents(viewer, 10).await.unwrap().len(), usize::from(sees));
    }
    assert_eq!(database.alert(&key, Viewer::Regulator, "b2").await.unwrap(), None);
}

#[tokio::test]
async fn a_record_is_given_as_it_was_kept_and_its_digest_is_that_of_its_json() {
    let (_folder, database, key) = database().await;
    let kept = raised("a1", 1_000, &["x", "y"], 3);
    database.keep_alert(&key, &kept).await.unwrap();
    let alert = database.alert(&key, Viewer::Regulator, "a1").await.unwrap().unwrap();
    assert_eq!((&alert.record, &alert.subjects), (&kept.record, &kept.subjects));
    assert_eq!((alert.batch.as_deref(), alert.pack), (Some("04012345678901/A"), Some(17)));
    let (record, about) = database.first_alert(&key, "a1").await.unwrap();
    assert_eq!((record.digest(), about), (kept.record.digest(), kept.about));
    let text = serde_json::to_string(&alert).unwrap();
    let record = serde_json::to_string(&kept.record).unwrap();
    assert!(
        text.contains(record.trim_matches(['{', '}'])),
        "the record's fields stand in the answer as they are hashed"
    );
    assert_eq!(alert.evidence, hex::encode(digest(record.as_bytes())));
    // Without the key, nobody learns the pack from the database.
    let blind = database.alert(&MasterKey::new(&[2; 32]), Viewer::Regulator, "a1").await.unwrap().unwrap();
    assert_eq!((blind.batch, blind.pack), (None, None));
    assert!(database.first_alert(&MasterKey::new(&[2; 32]), "a1").await.is_err());
}
