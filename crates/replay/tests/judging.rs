//! Scores by the rules alone, and figures that can be checked by hand.

#![allow(clippy::unwrap_used)]

mod story;

use replay::{Error, Judging, Share, score_world};
use story::{Story, code, code_of};
use world::{Class, Intent, ScoreRow};

fn attack(story: &mut Story, at: i64, site: &str, text: &str, family: &str, incident: &str) {
    let (scan, label) = story.scanned(at, 0, Some(site), text);
    scan.intent = Intent::Dispense;
    (label.class, label.family, label.incident) = (Class::Attack, Some(family.into()), Some(incident.into()));
}

/// Two incidents of one family, of which one is found on its third scan; one of another that is found at once; a false alarm.
fn story() -> Story {
    let mut story = Story::new();
    attack(&mut story, 10_000, "P", &code(1), "diverted-lot", "a");
    attack(&mut story, 11_000, "P", &code(2), "diverted-lot", "a");
    attack(&mut story, 17_200, "Q", &code(3), "diverted-lot", "a");
    attack(&mut story, 12_000, "P", &code(4), "diverted-lot", "b");
    attack(&mut story, 13_000, "P", &code_of("aK555555yZ", "280600", "LOT-7m"), "invented-serial", "c");
    story.scanned(14_000, 0, Some("Q"), &code(6)).1.class = Class::Procedural;
    story.scanned(15_000, 0, Some("P"), &code(7).replace('\u{1d}', "")).1.class = Class::Technical;
    story.scanned(15_001, 0, Some("H"), &code(7)).1.class = Class::Technical;
    for pack in 20..36 {
        story.scanned(16_000, 0, Some("P"), &code(pack));
    }
    story
}

#[test]
fn the_rules_alone_are_judged_as_by_hand() {
    let mut story = story();
    let folder = story.write();
    let mut judging = Judging::new();
    judging.add(folder, score_world(None, folder).unwrap()).unwrap();
    let found = judging.finish();
    assert_eq!((found.scans, found.worlds), (24, 1));
    assert_eq!(found.false_alarms.all, Share::new(2, 19));
    assert_eq!(found.false_alarms.by_class["procedural"], Share::new(1, 1));
    assert_eq!(found.false_alarms.by_class["technical"], Share::new(1, 2));
    assert_eq!(found.false_alarms.by_reason["wrong-custodian"], 2);
    let diverted = &found.families["diverted-lot"];
    assert_eq!(diverted.incidents, Share::new(1, 2));
    assert_eq!(
        (diverted.scans_until, diverted.dispensed_until, diverted.hours_until),
        (Some(3.0), Some(2.0), Some(2.0))
    );
    assert_eq!(found.families["invented-serial"].incidents, Share::new(1, 1));
    assert_eq!(found.mean_recall, Some(0.75));
    assert_eq!((found.triage.named, found.triage.accused), (Share::new(1, 2), Share::new(1, 2)));
    assert_eq!(found.scan_recall, Share::new(2, 5));
    assert_eq!(found.precision.precision.map(|share| (share * 1e9).round() / 1e9), Some(0.5));
    let [low, high] = found.false_alarms.interval;
    assert!(low < 2.0 / 19.0 && 2.0 / 19.0 < high && high <= 1.0, "{low} {high}");
    assert!(found.calibrated.is_empty(), "without a model there are no scores");
    assert!(found.to_string().contains("diverted-lot") && found.to_json().unwrap().contains("\"mean_recall\": 0.75"));
}

#[test]
fn thresholds_within_a_budget_are_the_least_that_are() {
    let mut story = Story::new();
    for at in 0..10_000 {
        story.scanned(10_000 + at, 0, Some("P"), &code(1));
    }
    attack(&mut story, 30_000, "P", &code(1), "x", "one");
    attack(&mut story, 30_001, "P", &code(1), "x", "two");
    let folder = story.write();
    // Scores 0 to 9,999 of others: 5 alarms of 10,000 are 0.05 %, so the threshold lies above the sixth highest, 9,994.
    let score = |at: usize| match at {
        10_000 => 9_995,
        10_001 => 9_994,
        at => at as i64,
    };
    let rows = (0..10_002).map(|at| {
        Ok::<_, Error>(ScoreRow {
            scan: format!("s{at}"),
            verdict: "genuine".into(),
            reasons: Vec::new(),
            score: Some(score(at)),
            alarm: false,
        })
    });
    let mut judging = Judging::new();
    judging.add(folder, rows).unwrap();
    let found = judging.finish();
    let at = &found.calibrated[0];
    assert_eq!((at.threshold, at.false_alarms.count, at.families["x"]), (9_995, 5, Share::new(1, 2)));
    assert_eq!((found.calibrated[1].threshold, found.calibrated[1].false_alarms.count), (9_999, 1));
    assert_eq!(found.false_alarms.interval, [0.0, 3.0 / 10_000.0], "no false alarm is no proof of none");
}

#[test]
fn scans_without_label_or_score_are_told() {
    let mut story = story();
    let folder = story.write();
    let mut scores: Vec<_> = score_world(None, folder).unwrap().collect();
    scores.pop();
    assert!(Judging::new().add(folder, scores).unwrap_err().to_string().contains("1 scans have no score"));
    let labels = std::fs::read_to_string(folder.join("labels.csv")).unwrap();
    std::fs::write(folder.join("labels.csv"), labels.replace("s3,", "elsewhere,")).unwrap();
    let scores = score_world(None, folder).unwrap();
    assert!(Judging::new().add(folder, scores).unwrap_err().to_string().contains("no label"));
}

#[test]
fn nobody_is_accused_of_a_lot_that_is_uploaded_late() {
    let mut story = Story::new();
    for (at, site) in [(1, "P"), (2, "Q"), (3, "H")] {
        story.scanned(10_000 + at, 0, Some(site), &code_of(&story::serial(100 + at as u32), "280600", "LOT-8k"));
    }
    let rows: Vec<ScoreRow> = score_world(None, story.write()).unwrap().map(Result::unwrap).collect();
    let last = rows.last().unwrap();
    assert_eq!(
        (last.verdict.as_str(), last.reasons[0].as_str(), last.alarm),
        ("could-not-check", "late-upload", false)
    );
    assert!(rows[0].alarm, "of the first nobody can know");
}
