//! A counter at which pack after pack is scanned, with a handheld scanner and the keyboard alone.

use scanner_core::run::{Became, Choice, State, time_of_day};
use verdict::PackLine;

use super::*;
use crate::{keyboard::Stroke, page::Page, screen::many};

/// An app of a pharmacist whose history is kept in a folder.
pub fn pharmacy(folder: &std::path::Path) -> App {
    let settings = Settings { role: Role::Pharmacist, ..english() };
    App::new(settings, Place::Nowhere, journal::Place::File(folder.join("history.jsonl")), None).0
}

pub fn code(serial: &str) -> String {
    CODE.replace("S1", serial)
}

/// Keys, one every so many milliseconds, and Enter.
pub fn keys(app: &mut App, text: &str, pace: u64) {
    let mut at = NOW;
    for letter in text.chars() {
        at += pace;
        if !letter.is_control() {
            // What the text field makes of it, before the key is heard.
            let typed = format!("{}{letter}", app.scan.typed);
            let _ = app.update(Message::Scan(ScanMessage::Typed(typed)));
        }
        press(app, letter, at);
    }
    let _ = app.update(Message::Key(Stroke { name: "Enter".into(), at: at + pace, ..Stroke::default() }));
}

/// A key, as it is heard.
fn press(app: &mut App, letter: char, at: u64) {
    let text = Some(letter.to_string());
    let _ = app.update(Message::Key(Stroke { name: letter.to_string(), text, at, ..Stroke::default() }));
}

/// The verdict on the pack that waits for one arrives.
pub fn judge_waiting(app: &mut App, verdict: Verdict) {
    let verdict = verdict_of_waiting(app, verdict);
    let _ = app.update(verdict);
}

/// The verdict on the pack that waits for one.
pub fn verdict_of_waiting(app: &App, verdict: Verdict) -> Message {
    report_on_waiting(app, super::pictures::told(verdict, Role::Pharmacist))
}

/// A report on the pack that waits for one.
pub fn report_on_waiting(app: &App, report: Report) -> Message {
    let many = app.scan.many.as_ref().unwrap();
    let waiting = many.run().entries().find(|entry| matches!(entry.state(), State::Waiting { .. }));
    let waiting = waiting.expect("a pack waits for its verdict");
    let (ticket, serial) = (waiting.ticket(), waiting.code().scanned.serial.to_string());
    let report = Report { pack: PackLine { serial, ..report.pack.clone() }, ..report };
    Message::Scan(ScanMessage::Many(many::Message::Judged(ticket, Box::new(report))))
}

pub fn act(app: &mut App, message: many::Message) {
    let _ = app.update(Message::Scan(ScanMessage::Many(message)));
}

#[test]
fn a_handheld_scanner_checks_pack_after_pack_and_leaves_nothing_in_the_field() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    screen(&app).find("No pack scanned yet")?;
    for serial in ["S1", "S2", "S3"] {
        // As GS1 DataMatrix symbols are sent, separators included.
        keys(&mut app, &format!("]d2010401234567890121{serial}\u{1d}1727120010LOT-7"), 5);
        assert_eq!(app.scan.typed, "", "{serial}");
        judge_waiting(&mut app, Verdict::Genuine);
        let last = app.scan.many.as_ref().unwrap().run().entries().next_back().unwrap();
        assert_eq!(last.code().scanned.serial.as_str(), serial);
    }
    let mut ui = screen(&app);
    ui.find("Packs: 3")?;
    ui.find("Genuine: 3")?;
    Ok(())
}

#[test]
fn what_a_person_types_is_checked_with_enter() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 120);
    assert_eq!(app.scan.many.as_ref().unwrap().run().counts().waiting, 1);
    assert_eq!(app.scan.typed, "", "the next scan begins in an empty field");
}

#[test]
fn a_bad_pack_stops_the_run_until_somebody_chooses_and_lets_nothing_pass_without_a_reason() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, &code("BAD"), 5);
    judge_waiting(&mut app, Verdict::Suspicious);
    keys(&mut app, &code("NEXT"), 5);
    let mut ui = screen(&app);
    ui.find("Choose what to do with this pack first.")?;
    ui.find("Scanning stands still until you choose what to do with this pack.")?;
    ui.click("Let pass, with a reason")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    screen(&app).find("Say why this pack passes all the same.")?;
    assert!(app.scan.many.as_ref().unwrap().run().stopped().is_some(), "without a reason it does not pass");
    act(&mut app, many::Message::Why("The maker confirmed it by telephone".into()));
    act(&mut app, many::Message::Act(Choice::Override));
    assert!(app.scan.many.as_ref().unwrap().run().stopped().is_none());
    screen(&app).find("Let pass: The maker confirmed it by telephone")?;
    keys(&mut app, &code("NEXT"), 5);
    judge_waiting(&mut app, Verdict::Genuine);
    screen(&app).find("Packs: 2")?;
    Ok(())
}

#[test]
fn a_recalled_pack_cannot_be_let_pass() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::DoNotUse);
    assert!(screen(&app).find("Let pass, with a reason").is_err());
    act(&mut app, many::Message::Why("But it looks good".into()));
    act(&mut app, many::Message::Act(Choice::Override));
    assert!(app.scan.many.as_ref().unwrap().run().stopped().is_some());
}

#[test]
fn a_pack_that_is_scanned_again_is_no_second_pack_and_no_alarm() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut scan = Scan::new(Role::Pharmacist, 0);
    let mut app = pharmacy(folder.path());
    for at in [NOW, NOW + 60_000] {
        scan.update(ScanMessage::Typed(CODE.into()), at);
        let _ = scan.update(ScanMessage::CheckTyped, at);
    }
    app.scan = scan;
    judge_waiting(&mut app, Verdict::Genuine);
    let mut ui = screen(&app);
    ui.find("Scanned at 10:59:42 UTC already, by you.")?;
    ui.find("Packs: 1")?;
    Ok(())
}

#[test]
fn nothing_that_was_scanned_or_decided_is_lost_when_the_program_dies() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    for (serial, verdict) in [("GOOD", Some(Verdict::Genuine)), ("BAD", Some(Verdict::Suspicious)), ("OPEN", None)] {
        keys(&mut app, &code(serial), 5);
        if let Some(verdict) = verdict {
            judge_waiting(&mut app, verdict);
        }
        if verdict == Some(Verdict::Suspicious) {
            act(&mut app, many::Message::Act(Choice::Quarantine));
        }
    }
    // No chance to say goodbye: as kill -9 leaves it, with a line that was not finished.
    std::mem::forget(app);
    let file = folder.path().join("history.jsonl");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend_from_slice(b"{\"number\":3,\"at\":17641");
    std::fs::write(&file, bytes).unwrap();

    let mut app = pharmacy(folder.path());
    let waiting: Vec<_> = app.scan.many.as_ref().unwrap().run().entries().map(|entry| entry.number()).collect();
    assert_eq!(waiting, [2], "what had no verdict is checked again");
    judge_waiting(&mut app, Verdict::Genuine);
    keys(&mut app, &code("LATER"), 5);
    judge_waiting(&mut app, Verdict::Genuine);
    let _ = app.update(Message::OpenHistory);
    let mut ui = screen(&app);
    for said in ["LOT-7 · GOOD", "LOT-7 · BAD", "LOT-7 · OPEN", "LOT-7 · LATER", "Put aside"] {
        ui.find(said)?;
    }
    ui.find("Lines of the history that could not be read: 1")?;
    let table = app.journal.history.to_csv();
    assert_eq!(table.lines().filter(|row| row.contains(",genuine,")).count(), 3, "{table}");
    assert!(table.contains(",suspicious,04012345678901,LOT-7,BAD,") && table.contains(",quarantine,"), "{table}");
    Ok(())
}

#[test]
fn a_bad_pack_that_nobody_decided_about_does_not_vanish_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::DoNotUse);
    std::mem::forget(app);
    let mut app = pharmacy(folder.path());
    act(&mut app, many::Message::Undo);
    act(&mut app, many::Message::StartOver);
    assert_eq!(app.scan.many.as_ref().unwrap().run().counts().waiting, 1);
}

#[test]
fn a_history_that_is_switched_off_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = journal::Place::File(folder.path().join("history.jsonl"));
    let settings = Settings { history: false, role: Role::Pharmacist, ..english() };
    let mut app = App::new(settings, Place::Nowhere, place, None).0;
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn deleting_the_history_is_asked_for_twice() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    let _ = app.update(Message::OpenHistory);
    let mut ui = screen(&app);
    ui.click("Delete all")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    assert_eq!(app.journal.history.records().len(), 1);
    screen(&app).find("Delete the whole history? It cannot be brought back.")?;
    let _ = app.update(Message::History(crate::screen::history::Message::DeleteForGood));
    assert_eq!(std::fs::read(folder.path().join("history.jsonl")).unwrap(), b"");
    screen(&app).find("Nothing scanned yet")?;
    Ok(())
}

#[test]
fn the_self_test_says_what_is_wrong_with_a_scanner() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    let test = scanner_core::doctor::test_code();
    // Wherever it is scanned.
    keys(&mut app, &format!("]d2{test}"), 5);
    assert!(matches!(app.page, Page::Doctor(Some(_))));
    screen(&app).find("All is well: the scanner sends every character as it should.")?;
    let swapped: String = test
        .chars()
        .map(|letter| if letter.is_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() })
        .collect();
    keys(&mut app, &format!("]D2{swapped}"), 5);
    screen(&app).find("Capital and small letters arrive swapped. Switch Caps Lock off.")?;
    assert_eq!(app.journal.history.records().len(), 0, "a test code is no pack");
    Ok(())
}

#[test]
fn while_a_code_is_typed_its_parts_are_named_and_mistakes_told() -> Result<(), Error> {
    let mut app = app();
    let _ = app.update(Message::Scan(ScanMessage::Typed("(01)04012345678901(21)S1".into())));
    let mut ui = screen(&app);
    ui.find("(01) 04012345678901")?;
    ui.find("Still missing: the lot, (10)")?;
    drop(ui);
    let _ = app.update(Message::Scan(ScanMessage::Typed("(01)04012345678902(".into())));
    screen(&app).find("The last digit should be 1: compare all of them with the pack")?;
    Ok(())
}

#[test]
fn what_a_patient_scanned_stops_no_run_later() {
    let folder = tempfile::tempdir().unwrap();
    let place = journal::Place::File(folder.path().join("history.jsonl"));
    let mut app = App::new(english(), Place::Nowhere, place, None).0;
    keys(&mut app, CODE, 5);
    assert_eq!(app.journal.history.records().len(), 1);
    let app = pharmacy(folder.path());
    assert_eq!(app.journal.history.records().len(), 1);
    assert_eq!(app.scan.many.as_ref().unwrap().run().entries().len(), 0);
}

#[test]
fn what_cannot_be_read_hides_no_pack_that_waits_for_a_choice() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Suspicious);
    keys(&mut app, "]d20104012345678902", 5);
    let mut ui = screen(&app);
    ui.find("This says nothing about the pack.")?;
    ui.find("Scanning stands still until you choose what to do with this pack.")?;
    Ok(())
}

#[test]
fn a_key_that_nobody_uses_is_locked_and_background_work_does_not_count_as_use() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    app.desk.key = crate::key::Place::Nowhere.keep(&"//Alice".to_owned().into(), "correct horse").unwrap();
    app.desk.touch();
    let now = ledger_client::time::now_millis();
    let _ = app.update(Message::Desk(crate::desk::Message::Settled(Ok(Default::default()))));
    app.desk.lock_if_left(now + 599_000);
    assert!(app.desk.key.signer().is_some());
    app.desk.lock_if_left(now + 700_000);
    assert!(app.desk.key.signer().is_none());
    assert!(!crate::desk::Message::Settled(Ok(Default::default())).is_somebodys());
}

#[test]
fn a_dispensed_pack_does_not_leave_the_list() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    let number = app.scan.many.as_ref().unwrap().shown().unwrap().number();
    app.desk.acts.dispensed.insert(number, crate::acts::Dispensed::Final(7));
    act(&mut app, many::Message::Undo);
    let mut ui = screen(&app);
    ui.find("This pack was dispensed and stays in the list. Take that back first.")?;
    ui.find("Dispensed, final in block 7")?;
    assert_eq!(app.journal.history.records().len(), 1);
    drop(ui);
    app.desk.acts.dispensed.insert(number, crate::acts::Dispensed::TakenBack(9));
    act(&mut app, many::Message::Undo);
    assert_eq!(app.journal.history.records().len(), 0);
    Ok(())
}

#[test]
fn a_scan_leaves_the_field_as_it_was_wherever_its_letters_went() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    let begun = "(01)0401)";
    for (serial, taken) in [("S1", 0), ("S2", 8), ("S3", 60)] {
        let _ = app.update(Message::Scan(ScanMessage::Typed(begun.into())));
        press(&mut app, '\u{8}', NOW);
        let scan = format!("]d2010401234567890121{serial}\u{1d}1727120010LOT-7");
        let letters = scan.chars().count();
        for (number, letter) in scan.chars().enumerate() {
            // Of some scans the field took all, of some the end, of some nothing.
            if !letter.is_control() && number + taken >= letters {
                let (before, after) = app.scan.typed.split_at(4);
                let typed = format!("{before}{letter}{after}");
                let _ = app.update(Message::Scan(ScanMessage::Typed(typed)));
            }
            press(&mut app, letter, NOW + 1_000 + 5 * number as u64);
        }
        let at = NOW + 1_000 + 5 * letters as u64;
        let _ = app.update(Message::Key(Stroke { name: "Enter".into(), at, ..Stroke::default() }));
        judge_waiting(&mut app, Verdict::Genuine);
        assert_eq!(app.scan.typed, begun, "{serial}");
        let last = app.scan.many.as_ref().unwrap().run().entries().next_back().unwrap();
        assert_eq!(last.code().scanned.serial.as_str(), serial);
    }
}

#[test]
fn a_dispensed_pack_is_to_be_handed_out_and_not_to_be_dispensed_again() -> Result<(), Error> {
    use crate::{acts::Dispensed, desk::Message as Desk};
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    let next = "Check the pack's seal, then dispense it.";
    screen(&app).find(next)?;
    let number = app.scan.many.as_ref().unwrap().shown().unwrap().number();
    let fate = |app: &App| app.scan.many.as_ref().unwrap().shown().unwrap().fate();
    let _ = app.update(Message::Desk(Desk::Dispensed(number, Dispensed::Refused(refusal()), Ok(Default::default()))));
    assert_eq!(fate(&app), None);
    let _ = app.update(Message::Desk(Desk::Dispensed(number, Dispensed::Final(7), Ok(Default::default()))));
    let dispensed = fate(&app).unwrap();
    let at = format!("{} UTC", time_of_day(dispensed.at));
    let mut ui = screen(&app);
    ui.find(format!("Dispensed here at {at}. Hand it out.").as_str())?;
    ui.find("Dispensed, final in block 7")?;
    ui.find("Dispensed")?;
    ui.find(at.as_str())?;
    assert!(ui.find(next).is_err());
    drop(ui);
    let _ = app.update(Message::Desk(Desk::TakenBack(number, Dispensed::TakenBack(9))));
    let mut ui = screen(&app);
    ui.find(next)?;
    ui.find("Dispensing taken back")?;
    Ok(())
}

fn refusal() -> verdict::Message {
    super::refusals::dispensed_elsewhere().message()
}

#[test]
fn what_was_done_with_a_pack_is_in_the_history_with_its_time_after_a_restart() -> Result<(), Error> {
    use crate::{acts::Dispensed, desk::Message as Desk, reporting::Reported};
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, &code("GOOD"), 5);
    judge_waiting(&mut app, Verdict::Genuine);
    let number = app.scan.many.as_ref().unwrap().shown().unwrap().number();
    // Another run has begun when the answer arrives.
    act(&mut app, many::Message::StartOver);
    let _ = app.update(Message::Desk(Desk::Dispensed(number, Dispensed::Waits, Ok(Default::default()))));
    keys(&mut app, &code("ASIDE"), 5);
    judge_waiting(&mut app, Verdict::Suspicious);
    act(&mut app, many::Message::Act(Choice::Quarantine));
    keys(&mut app, &code("BAD"), 5);
    judge_waiting(&mut app, Verdict::Suspicious);
    act(&mut app, many::Message::Act(Choice::Report));
    let number = app.scan.many.as_ref().unwrap().shown().unwrap().number();
    screen(&app).find("Put aside, to be reported")?;
    let _ = app.update(Message::Desk(Desk::Reported(number, Reported::Final(8), None)));
    screen(&app).find("Put aside and reported")?;
    drop(app);
    let mut app = pharmacy(folder.path());
    let became: Vec<_> = app.journal.history.records().map(|record| record.fate.map(|fate| fate.became)).collect();
    assert_eq!(became, [Some(Became::Dispensed), Some(Became::Handled), Some(Became::Reported)]);
    let _ = app.update(Message::OpenHistory);
    let mut ui = screen(&app);
    for said in ["Dispensed", "Put aside", "Put aside and reported"] {
        ui.find(said)?;
    }
    let table = app.journal.history.to_csv();
    assert!(table.contains(",dispensed,20") && table.contains(",reported,20"), "{table}");
    Ok(())
}

#[test]
fn a_button_that_cannot_be_pressed_says_why() -> Result<(), Error> {
    let mut app = app();
    let hint = "Scan or type a code first to check it.";
    screen(&app).find(hint)?;
    let _ = app.update(Message::Scan(ScanMessage::Typed("(01)".into())));
    assert!(screen(&app).find(hint).is_err());
    Ok(())
}
