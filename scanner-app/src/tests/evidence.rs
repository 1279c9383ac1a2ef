//! Keeping the evidence of a verdict: for whom there is a button, what it says, and that the file is good.

use chain_proof::{Checkpoint, Evidence};
use codec::DecodeAll;
use evidence_file::{Anchor, Basis, Believed, EvidenceFile};
use serde_json::Value;
use verdict::{Scanning, Signals};

use super::{
    counter::{judge_waiting, keys, pharmacy},
    *,
};
use crate::{
    design::font,
    screen::evidence::{self, Message as Said, Saving, Why, make, make_paper},
};

/// The app as it is when what is shown was saved, or was not.
pub fn saved(app: &mut App, how: Result<Option<String>, Why>) {
    let report = app.scan.shown().unwrap().clone();
    assert!(app.saving.begin(&report));
    let _ = app.update(Message::Evidence(Said::Saved(Box::new(report), how)));
}

fn patient(report: Report) -> App {
    let mut app = app();
    app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
    app
}

fn proven() -> Report {
    super::pictures::told(Verdict::Genuine, Role::Patient)
}

fn from_a_snapshot() -> Report {
    let evidence = proven().evidence.map(|evidence| verdict::Evidence { offline: true, ..evidence });
    Report { evidence, ..proven() }
}

#[test]
fn a_proven_verdict_can_be_saved_and_one_without_evidence_cannot() -> Result<(), Error> {
    let app = patient(proven());
    let mut ui = screen(&app);
    ui.click("Save evidence…")?;
    ui.click("Save as PDF…")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    assert!(matches!(messages[..], [Message::Evidence(Said::Save), Message::Evidence(Said::SavePaper)]));
    for unproven in [from_a_snapshot(), report(Verdict::CouldNotCheck, "unreachable")] {
        assert!(screen(&patient(unproven.clone())).find("Save evidence…").is_err());
        assert!(screen(&patient(unproven)).find("Save as PDF…").is_err());
    }
    Ok(())
}

#[test]
fn the_pack_shown_large_in_a_run_can_be_saved_once_it_is_judged() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    assert!(screen(&app).find("Save evidence…").is_err(), "there is no verdict yet");
    judge_waiting(&mut app, Verdict::NotRecognised);
    screen(&app).find("Save evidence…")?;
    saved(&mut app, Ok(Some("pack.json".into())));
    screen(&app).find("Evidence saved: pack.json")?;
    Ok(())
}

#[test]
fn it_is_told_what_became_of_it_and_never_beside_another_verdict() -> Result<(), Error> {
    for (how, said) in [
        (Ok(Some("pack.json".into())), "Evidence saved: pack.json"),
        (Err(Why::Unwritten), "The evidence could not be written. Choose another folder."),
        (Err(Why::Gone), "What proved this verdict is no longer kept. Check the pack again, then save it."),
    ] {
        let mut app = patient(proven());
        saved(&mut app, how);
        screen(&app).find(said)?;
        let other = Report { pack: verdict::PackLine { serial: "S2".into(), ..proven().pack }, ..proven() };
        app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(other));
        assert!(screen(&app).find(said).is_err());
    }
    Ok(())
}

#[test]
fn it_is_saved_once_at_a_time_and_again_if_nobody_chose_a_place() {
    let (mut saving, report) = (Saving::default(), proven());
    assert!(saving.begin(&report));
    assert!(!saving.begin(&report), "it is being saved");
    saving.heard(Box::new(report.clone()), Ok(None));
    assert_eq!(saving.of(&report), None);
    assert!(saving.begin(&report));
    assert!(!saving.begin(&from_a_snapshot()));
}

/// A verdict of the recorded ones, with what it was proven from.
fn recorded(vector: &Value) -> (Basis, Report) {
    let text = |name: &str| vector[name].as_str().unwrap();
    let bytes = |name: &str| hex::decode(text(name)).unwrap();
    let checkpoint = Checkpoint::decode_all(&mut bytes("checkpoint").as_slice()).unwrap();
    let evidence = Evidence::from_bytes(&bytes("evidence")).unwrap();
    let (role, participant) = (Role::Pharmacist, text("participant").parse().ok());
    let (code, now) = (read_code(text("code")).unwrap(), vector["now"].as_u64().unwrap());
    let scanning = Scanning { role, participant, maker: None, signals: Signals::default() };
    let answer = evidence.check(&mut checkpoint.clone(), &scanning.question(&code).unwrap()).unwrap();
    let report = scanning.verdict(&code, Ok(&answer), Source { development: true, ..Source::default() }, now);
    let checkpoints = vec![checkpoint];
    (Basis { code, role, participant, now, evidence, checkpoints, development: true }, report)
}

#[test]
fn a_saved_file_checks_out_and_what_cannot_be_proven_makes_none() {
    let text = include_str!("../../../crates/verdict/vectors/vectors.json");
    let vectors: Value = serde_json::from_str(text).unwrap();
    let (basis, report) = recorded(&vectors["vectors"][0]);
    assert!(evidence::can_be_saved(&report));
    let bytes = make(Some(basis.clone()), &report, None).unwrap();
    let believed = Believed { checkpoints: basis.checkpoints.clone(), ..Believed::default() };
    let checked = EvidenceFile::from_json(&bytes).unwrap().check(&believed).unwrap();
    assert_eq!((checked.anchor, &checked.report), (Anchor::Checkpoint, &report));
    for language in Language::ALL {
        let paper = make_paper(Some(basis.clone()), &report, None, language, &font::FILES).unwrap();
        assert!(paper.starts_with(b"%PDF-"));
    }
    let other = Report { verdict: Verdict::Suspicious, ..report.clone() };
    let paper = make_paper(Some(basis.clone()), &other, None, Language::English, &font::FILES);
    assert_eq!(paper, Err(Why::Impossible), "what is printed is what was proven");
    assert_eq!(make(Some(basis), &other, None), Err(Why::Impossible));
    assert_eq!(make(None, &report, None), Err(Why::Gone));
}
