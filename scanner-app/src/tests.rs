//! The app as a user sees it: what is typed and clicked, and what then stands on the screen.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use iced_test::{Error, Simulator, simulator};
use scan::{CodeError, UnusableCode, read_code};
use verdict::{Case, Gap, Report, Role, Source, Verdict, Viewer, judge};
use words::{Language, Words};

use crate::{
    app::{App, Message},
    journal,
    screen::{
        scan::{Action, Message as ScanMessage, Scan, Stage},
        settings::Message as SettingsMessage,
    },
    settings::{Place, Settings},
};

mod cases;
mod counter;
mod deliveries;
mod dispatch;
mod evidence;
mod figures;
mod flows;
mod flows_cases;
mod flows_journey;
pub(crate) mod journey;
mod keyring;
mod keys;
mod maker;
mod modelled;
mod models;
mod oversight;
mod pictures;
mod pictures_cases;
mod pictures_dispatch;
mod pictures_journey;
mod pictures_maker;
mod pictures_platform;
mod pictures_regulator;
mod pictures_stock;
mod recalls;
mod refusals;
mod sandbox;
mod stock;
mod window;

/// A moment, in milliseconds since 1970-01-01 UTC.
const NOW: u64 = 1_764_154_782_000;
const CODE: &str = "(01)04012345678901(21)S1(17)271200(10)LOT-7";

/// The settings of the tests: in English, whatever this machine speaks.
fn english() -> Settings {
    Settings { language: Some("en".into()), ..Settings::default() }
}

fn app() -> App {
    App::new(english(), Place::Nowhere, journal::Place::Nowhere, None).0
}

fn screen(app: &App) -> Simulator<'_, Message> {
    simulator(app.view())
}

/// The app at a desk, with an open key.
fn app_at(settings: Settings, tab: crate::work::Tab, key: &str) -> App {
    let mut app = App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0;
    app.page = crate::page::Page::Work(tab);
    app.desk.key = crate::key::Place::Nowhere.keep(&key_store::Secret::new(key.into()), "correct horse").unwrap();
    app
}

/// Presses Enter in the field for codes, and takes in all that comes of it.
fn enter(app: &mut App) -> Result<(), Error> {
    let mut ui = screen(app);
    ui.click(iced_test::selector::id(crate::view::scan::CODE))?;
    ui.tap_key(iced::keyboard::key::Named::Enter);
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    Ok(())
}

/// A report without evidence, turned into one with another verdict.
fn report(verdict: Verdict, code: &'static str) -> Report {
    let scanned = read_code(CODE).unwrap().scanned;
    let gap = Gap { code, text: "No node answers. Check it.".into() };
    let viewer = Viewer { role: Role::Patient, participant: None };
    let report = judge(&Case {
        scanned: &scanned,
        record: Err(gap),
        source: Source::default(),
        viewer,
        signals: Default::default(),
        now: 0,
    });
    Report { verdict, headline: verdict.headline(), ..report }
}

fn judged(verdict: Verdict, code: &'static str) -> App {
    let mut app = app();
    app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report(verdict, code)));
    app
}

#[test]
fn a_code_is_typed_and_checked_with_the_keyboard_alone() -> Result<(), Error> {
    let mut app = app();
    let mut ui = screen(&app);
    ui.click("Or scan the code here, or type it")?;
    ui.typewrite(CODE);
    let typed: Vec<Message> = ui.into_messages().collect();
    assert!(!typed.is_empty());
    // Every key replaces the whole text; the simulator does not redraw in between.
    let _ = app.update(Message::Scan(ScanMessage::Typed(CODE.into())));
    let _ = app.update(Message::Scan(ScanMessage::CheckTyped));
    assert!(matches!(app.scan.stage, Stage::Checking(_)));
    assert_eq!(app.scan.typed, "", "the next scan begins in an empty field");
    screen(&app).find("Asking the ledger…")?;
    screen(&app).find("GTIN 04012345678901 · lot LOT-7 · serial S1")?;
    Ok(())
}

#[test]
fn every_verdict_shows_its_word_the_fields_and_what_to_do() -> Result<(), Error> {
    for verdict in Verdict::ALL {
        let app = judged(verdict, "some-reason");
        let mut ui = screen(&app);
        ui.find(verdict.headline())?;
        ui.find("What to do")?;
        ui.find("04012345678901")?;
        ui.find("2027-12-31")?;
        ui.click("Next pack")?;
        assert!(matches!(ui.into_messages().next(), Some(Message::Scan(ScanMessage::Clear))));
    }
    Ok(())
}

#[test]
fn an_unreachable_node_is_said_plainly_and_can_be_tried_again_or_changed() -> Result<(), Error> {
    let mut app = judged(Verdict::CouldNotCheck, "unreachable");
    let mut ui = screen(&app);
    ui.find("Could not check")?;
    ui.find("Asked: http://127.0.0.1:9944")?;
    ui.click("Try again")?;
    ui.click("Change address")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    let mut scan = app.scan.clone();
    assert!(matches!(scan.update(ScanMessage::TryAgain, NOW), Action::Verify(..)));
    for message in messages {
        let _ = app.update(message);
    }
    assert!(app.form.is_some());
    Ok(())
}

#[test]
fn unusable_input_says_why_what_to_do_and_accuses_nobody() -> Result<(), Error> {
    let mut app = app();
    app.scan.stage = Stage::Unusable(UnusableCode::NoSymbol);
    let mut ui = screen(&app);
    ui.find("No code was found in the picture.")?;
    ui.find("This says nothing about the pack.")?;
    drop(ui);
    let _ = app.update(Message::Scan(ScanMessage::Typed("(01)04012345678902".into())));
    let _ = app.update(Message::Scan(ScanMessage::CheckTyped));
    assert!(matches!(&app.scan.stage, Stage::Unusable(UnusableCode::Code(CodeError::NotGs1(_)))));
    Ok(())
}

#[test]
fn a_late_answer_never_stands_beside_another_pack() {
    let mut scan = Scan::default();
    scan.typed = CODE.into();
    let Action::Verify(first, _) = scan.update(ScanMessage::CheckTyped, NOW) else { panic!("a good code is checked") };
    scan.typed = CODE.replace("S1", "S2");
    let Action::Verify(second, _) = scan.update(ScanMessage::CheckTyped, NOW) else { panic!("a good code is checked") };
    scan.update(ScanMessage::Judged(first, Box::new(report(Verdict::Genuine, "x"))), NOW);
    assert!(matches!(scan.stage, Stage::Checking(_)), "the answer for the first pack is dropped");
    scan.update(ScanMessage::Judged(second, Box::new(report(Verdict::Suspicious, "x"))), NOW);
    assert!(matches!(&scan.stage, Stage::Judged(code, _) if code.scanned.serial.as_str() == "S2"));
    scan.update(ScanMessage::Typed("(01)0401".into()), NOW);
    assert!(matches!(scan.stage, Stage::Empty), "a verdict never stands beside the code of another pack");
    scan.update(ScanMessage::Judged(second, Box::new(report(Verdict::Genuine, "x"))), NOW);
    assert!(matches!(scan.stage, Stage::Empty));
}

#[test]
fn a_dropped_picture_is_read_and_a_closed_dialog_changes_nothing() {
    let mut scan = Scan::default();
    scan.update(ScanMessage::Hovered, NOW);
    assert!(scan.hovered);
    assert!(matches!(scan.update(ScanMessage::Dropped("a.jpg".into()), NOW), Action::Read(..)));
    assert!(!scan.hovered && matches!(scan.stage, Stage::Reading));
    let mut scan = Scan::default();
    assert!(matches!(scan.update(ScanMessage::Chosen(None), NOW), Action::None));
    assert!(matches!(scan.stage, Stage::Empty));
}

#[test]
fn settings_are_checked_kept_and_used() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("medtrail").join("scanner.json");
    let mut app = App::new(english(), Place::File(path.clone()), journal::Place::Nowhere, None).0;
    app.scan.stage = judged(Verdict::Genuine, "x").scan.stage;
    let mut ui = screen(&app);
    ui.click("Settings")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    for message in messages {
        let _ = app.update(message);
    }
    for message in [
        SettingsMessage::Node("http://node.example:9944".into()),
        SettingsMessage::Role(Role::Pharmacist),
        SettingsMessage::Participant("4000002000005".into()),
        SettingsMessage::Save,
    ] {
        let _ = app.update(Message::Settings(message));
    }
    screen(&app).find("A GLN has 13 digits, the last of which checks the others. Compare it with your documents.")?;
    assert!(!path.exists());
    let _ = app.update(Message::Settings(SettingsMessage::Participant("4000002000004".into())));
    let _ = app.update(Message::Settings(SettingsMessage::Save));
    screen(&app).find("for pharmacists")?;
    assert!(matches!(app.scan.stage, Stage::Empty), "what was judged for another role holds no longer");
    let kept = Place::File(path.clone()).load();
    assert_eq!((kept.node.as_str(), kept.role), ("http://node.example:9944", Role::Pharmacist));
    assert_eq!(kept.participant.as_deref(), Some("4000002000004"));
    Ok(())
}

#[test]
fn a_chosen_language_is_spoken_at_once_and_no_more_once_it_is_not_kept() -> Result<(), Error> {
    let german = Words::new(Language::German);
    let choose = || Message::Settings(SettingsMessage::Language(Language::German));
    let mut app = app();
    let _ = app.update(Message::OpenSettings);
    let _ = app.update(choose());
    screen(&app).find(german.say("settings-save").as_str())?;
    let _ = app.update(Message::Settings(SettingsMessage::Cancel));
    screen(&app).find("Nothing scanned yet")?;
    let _ = app.update(Message::OpenSettings);
    let _ = app.update(choose());
    let _ = app.update(Message::Settings(SettingsMessage::Save));
    screen(&app).find(german.say("scan-nothing-yet").as_str())?;
    let mut first = self::app().welcoming();
    let _ = first.update(choose());
    screen(&first).find(german.say("welcome").as_str())?;
    Ok(())
}

#[test]
fn settings_that_cannot_be_read_are_the_defaults_and_nothing_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner.json");
    assert_eq!(Place::File(path.clone()).load(), Settings::default());
    for damaged in ["{\"role\": \"wizard\"}", "{\"role\": \"pharmacist\", \"participant\": \"123\"}", "{"] {
        std::fs::write(&path, damaged).unwrap();
        assert_eq!(Place::File(path.clone()).load(), Settings { lost: true, ..Settings::default() }, "{damaged}");
    }
}

#[test]
fn every_language_says_every_verdict_in_its_own_words() -> Result<(), Error> {
    for language in Language::ALL {
        let settings = Settings { language: Some(language.tag().into()), ..Settings::default() };
        let words = Words::new(language);
        for verdict in Verdict::ALL {
            let mut app = App::new(settings.clone(), Place::Nowhere, journal::Place::Nowhere, None).0;
            let report = report(verdict, "some-reason");
            let said = words.next_action(&report);
            app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
            let mut ui = screen(&app);
            ui.find(words.headline(verdict).as_str())?;
            ui.find(words.say("verdict-what-to-do").as_str())?;
            ui.find(said.as_str())?;
        }
    }
    Ok(())
}

#[test]
fn arabic_begins_on_the_right() -> Result<(), Error> {
    let place = |tag: &str, id: &str| -> Result<f32, Error> {
        let settings = Settings { language: Some(tag.into()), ..Settings::default() };
        let app = App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0;
        let found = screen(&app).find(Words::new(Language::from_tag(tag)).say(id).as_str())?;
        Ok(iced_test::selector::Bounded::bounds(&found).x)
    };
    for tag in ["en", "hi"] {
        assert!(place(tag, "app-name")? < place(tag, "settings")?);
    }
    assert!(place("ar", "app-name")? > place("ar", "settings")?);
    Ok(())
}

#[test]
fn another_size_does_not_make_settings_sound_that_could_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner.json");
    std::fs::write(&path, "{").unwrap();
    let place = Place::File(path);
    let mut app = App::new(place.load(), place.clone(), journal::Place::Nowhere, None).0;
    let before = app.scale();
    let _ = app.update(Message::Zoom { larger: true });
    assert!(app.scale() > before);
    assert!(place.load().lost, "nothing is believed until the settings are set anew");
}

#[test]
fn that_no_node_answers_is_known_with_the_verdict() -> Result<(), Error> {
    let mut app = app();
    app.scan.typed = CODE.into();
    let _ = app.update(Message::Scan(ScanMessage::CheckTyped));
    screen(&app).find("Asking the node…")?;
    let silent = Box::new(report(Verdict::CouldNotCheck, "unreachable"));
    let _ = app.update(Message::Scan(ScanMessage::Judged(1, silent)));
    screen(&app).find("No node answers")?;
    let _ = app.update(Message::Scan(ScanMessage::TryAgain));
    let answered = Box::new(pictures::told(Verdict::Genuine, Role::Patient));
    let _ = app.update(Message::Scan(ScanMessage::Judged(2, answered)));
    assert!(screen(&app).find("No node answers").is_err());
    Ok(())
}

#[test]
fn whoever_opens_it_first_says_who_they_are_and_is_led_to_their_key() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("scanner.json"));
    assert!(place.is_new());
    let first = || App::new(english(), place.clone(), journal::Place::Nowhere, None).0.welcoming();
    let mut app = first();
    let mut ui = screen(&app);
    ui.find("Welcome to Medtrail")?;
    assert!(ui.find("GLN of your organisation").is_err(), "patients belong to none");
    drop(ui);
    let _ = app.update(Message::Settings(SettingsMessage::Save));
    screen(&app).find("Nothing scanned yet")?;
    assert!(!place.is_new());
    let mut app = first();
    let _ = app.update(Message::Settings(SettingsMessage::Role(Role::Pharmacist)));
    screen(&app).find("GLN of your organisation")?;
    let _ = app.update(Message::Settings(SettingsMessage::Participant("4000003000003".into())));
    let _ = app.update(Message::Settings(SettingsMessage::Save));
    screen(&app).find("Key")?;
    assert!(matches!(app.page, crate::page::Page::Key));
    Ok(())
}
