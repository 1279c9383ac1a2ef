//! Every screen in every state, by day and by night, from the left and from the right: drawn without a window.
//!
//! `scripts/pictures FOLDER` keeps the pictures, to be looked at.

use std::path::{Path, PathBuf};

use iced::Size;
use key_store::Secret;
use scanner_core::run::{Became, Choice, Fate};
use verdict::{Evidence, PackLine, Reason};

use super::{
    counter::{act, code, judge_waiting, keys},
    *,
};
use crate::{
    acts::{Dispensed, Trouble},
    design::font,
    key,
    page::Page,
    screen::{deliveries::Message as Said, many},
    settings::Appearance,
    work::{Loaded, Tab},
};

/// Size of the window in which people see them first.
const WINDOW: Size = Size::new(760.0, 860.0);
/// That of a phone.
const PHONE: Size = Size::new(400.0, 800.0);

/// A screen: its name, the app that shows it, and the window's size.
pub type Scene = (&'static str, App, Size);

/// A report as a chain would have it made, but for the evidence, which is made up.
pub fn told(verdict: Verdict, role: Role) -> Report {
    let sentence = |id: &str| verdict::every_sentence().find(|sentence| sentence.id == id).unwrap();
    let patient = role == Role::Patient;
    let (reason, next) = match verdict {
        Verdict::Genuine if patient => ("proven-active", "next-genuine-patient"),
        Verdict::Genuine => ("proven-active", "next-genuine-pharmacist"),
        Verdict::AlreadyDispensedHere => ("already-dispensed-here", "next-already-dispensed-here"),
        Verdict::AlreadyUsedElsewhere if patient => {
            ("already-dispensed-elsewhere", "next-already-used-elsewhere-patient")
        }
        Verdict::AlreadyUsedElsewhere => ("already-dispensed-elsewhere", "next-already-used-elsewhere-pharmacist"),
        Verdict::DoNotUse if patient => ("stolen", "next-do-not-use-patient"),
        Verdict::DoNotUse => ("stolen", "next-do-not-use-trade"),
        Verdict::NotRecognised if patient => ("unknown-serial", "next-not-recognised-patient"),
        Verdict::NotRecognised => ("unknown-serial", "next-not-recognised-trade"),
        Verdict::Suspicious if patient => ("already-used-exported", "next-suspicious-patient"),
        Verdict::Suspicious => ("already-used-exported", "next-suspicious-trade"),
        Verdict::CouldNotCheck if patient => ("no-proof", "next-could-not-check-patient"),
        Verdict::CouldNotCheck => ("no-proof", "next-could-not-check-others"),
    };
    let report = report(verdict, "some-reason");
    let message = sentence(reason).with("serial", report.pack.serial.as_str());
    let pack = PackLine {
        product: Some("Amoxicillin 500 mg, 20 tablets".into()),
        maker: Some("Nordmark Pharma".into()),
        holder: (!patient).then(|| "Apotheke am Markt".into()),
        ..report.pack.clone()
    };
    let evidence = Evidence {
        block: 1_234,
        block_hash: format!("0x{}", "5e".repeat(32)),
        chain_time: NOW / 1_000,
        age_seconds: 3,
        state_proven: true,
        finality_proven: true,
        development_chain: false,
        offline: false,
        pack_index: Some(7),
    };
    let next = sentence(next);
    let evidence = Some(evidence);
    Report {
        reasons: vec![Reason::new(reason, None, message)],
        next,
        next_action: next.english,
        role,
        pack,
        evidence,
        ..report
    }
}

fn settings(language: Language, appearance: Appearance, role: Role) -> Settings {
    Settings { language: Some(language.tag().into()), appearance, role, ..Settings::default() }
}

fn patients(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let app = || App::new(of(Role::Patient), Place::Nowhere, journal::Place::Nowhere, None).0;
    let mut scenes = vec![("scan", app(), WINDOW), ("phone", app(), PHONE)];
    for verdict in Verdict::ALL {
        let mut judged = app();
        let report = told(verdict, Role::Patient);
        judged.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
        let size = if verdict == Verdict::Suspicious { PHONE } else { WINDOW };
        scenes.push((verdict.code(), judged, size));
    }
    let mut kept = app();
    let genuine = told(Verdict::Genuine, Role::Patient);
    let name = evidence_file::file_name(&genuine);
    kept.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(genuine));
    super::evidence::saved(&mut kept, Ok(Some(name)));
    scenes.push(("evidence-saved", kept, WINDOW));
    let mut unusable = app();
    unusable.scan.stage = Stage::Unusable(UnusableCode::NoSymbol);
    scenes.push(("unusable", unusable, WINDOW));
    let mut offline = app();
    let report = report(Verdict::CouldNotCheck, "unreachable");
    offline.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
    scenes.push(("no-node", offline, WINDOW));
    let mut typed = app();
    typed.scan.typed = "(01)04012345678901(21)S1".into();
    scenes.push(("typed", typed, WINDOW));
    let mut settings = app();
    let _ = settings.update(Message::OpenSettings);
    scenes.push(("settings", settings, Size::new(760.0, 1_250.0)));
    let mut welcome = app().welcoming();
    let _ = welcome.update(Message::Settings(SettingsMessage::Role(Role::Pharmacist)));
    scenes.push(("welcome", welcome, WINDOW));
    let mut gallery = app();
    let _ = gallery.update(Message::Gallery);
    scenes.push(("gallery", gallery, Size::new(760.0, 1_480.0)));
    scenes
}

fn pharmacists(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let app = || App::new(of(Role::Pharmacist), Place::Nowhere, journal::Place::Nowhere, None).0;
    let run = |last: Verdict| {
        let mut app = app();
        for (serial, verdict) in [("8F3K2", Verdict::Genuine), ("9QX71", Verdict::NotRecognised), ("LAST1", last)] {
            keys(&mut app, &code(serial), 5);
            judge_waiting(&mut app, verdict);
            if verdict == Verdict::NotRecognised {
                act(&mut app, many::Message::Act(Choice::Quarantine));
            }
        }
        app
    };
    let tall = Size::new(760.0, 1_150.0);
    let mut scenes = vec![("run-empty", app(), WINDOW), ("run-stopped", run(Verdict::AlreadyUsedElsewhere), tall)];
    let mut dispensed = run(Verdict::Genuine);
    let number = dispensed.scan.many.as_ref().unwrap().shown().unwrap().number();
    dispensed.desk.acts.dispensed.insert(number, Dispensed::Final(1_234));
    let fate = Fate { became: Became::Dispensed, at: NOW };
    dispensed.scan.many.as_mut().unwrap().befall(number, fate);
    scenes.push(("run-dispensed", dispensed, tall));
    let mut unsent = run(Verdict::Suspicious);
    act(&mut unsent, many::Message::Act(Choice::Report));
    let mut reported = run(Verdict::Suspicious);
    act(&mut reported, many::Message::Act(Choice::Report));
    let number = reported.scan.many.as_ref().unwrap().shown().unwrap().number();
    reported.desk.acts.reported.insert(number, crate::reporting::Reported::Final(1_234));
    scenes.extend([("run-report-unsent", unsent, tall), ("run-reported", reported, tall)]);
    let mut conflict = run(Verdict::Genuine);
    conflict.desk.acts.waiting = 3;
    conflict.desk.acts.conflicts.push(Trouble {
        id: 7,
        told: "Dispense pack 8F3K2 of lot LOT-7, product 04012345678901".into(),
        why: super::refusals::dispensed_elsewhere().message(),
    });
    scenes.push(("run-conflict", conflict, tall));
    let mut history = run(Verdict::Genuine);
    let _ = history.update(Message::OpenHistory);
    scenes.push(("history", history, WINDOW));
    let mut doctor = app();
    let test: String = scanner_core::doctor::test_code().to_uppercase();
    keys(&mut doctor, &format!("]d2{test}"), 5);
    scenes.push(("doctor", doctor, WINDOW));
    let mut none = app();
    none.page = Page::Key;
    let mut new = app();
    new.page = Page::Key;
    new.desk.form.fresh =
        Some(Secret::new("legal winner thank year wave sausage worth useful legal winner thank yellow".into()));
    scenes.push(("key-none", none, WINDOW));
    scenes.push(("key-new", new, WINDOW));
    let mut open = app();
    open.page = Page::Key;
    open.desk.key = key::Place::Nowhere.keep(&Secret::new("//Alice".into()), "correct horse").unwrap();
    let mut locked = app();
    locked.page = Page::Key;
    locked.desk.key = open.desk.key.clone().locked();
    scenes.push(("key-open", open, WINDOW));
    scenes.push(("key-locked", locked, WINDOW));
    scenes
}

/// The desk for deliveries, as it is read and while one is counted.
fn deliveries(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let opened = || {
        let mut app = super::deliveries::open_app();
        let (settings, key) = (of(Role::Pharmacist), app.desk.key.clone());
        let participant = app.settings.participant.clone();
        let work = std::mem::take(&mut app.work);
        app = App::new(Settings { participant, ..settings }, Place::Nowhere, journal::Place::Nowhere, None).0;
        (app.desk.key, app.work, app.page) = (key, work, Page::Work(Tab::Deliveries));
        app
    };
    let mut list = opened();
    list.work.deliveries.list = Loaded::Here(super::deliveries::list(ledger_client::time::now()), 0);
    list.work.deliveries.update(Said::Close);
    let mut counted = opened();
    for (place, verdict) in
        [(0, Verdict::Genuine), (1, Verdict::Genuine), (1, Verdict::Genuine), (2, Verdict::AlreadyUsedElsewhere)]
    {
        super::deliveries::scan(&mut counted.work.deliveries, place, verdict);
    }
    let mut asked = opened();
    asked.work.deliveries.update(Said::Refuse(ledger_types::custody::RejectReason::Missing));
    let mut failed = opened();
    failed.work.deliveries.update(Said::Close);
    failed.work.deliveries.update(Said::Read(Err(office::Trouble::no_participant())));
    failed.desk.key = key::Key::None;
    let tall = Size::new(960.0, 1_000.0);
    vec![
        ("deliveries", list, tall),
        ("delivery-counted", counted, tall),
        ("delivery-refuse", asked, tall),
        ("deliveries-failed", failed, WINDOW),
    ]
}

/// Draws a screen into a file, and tells how many colours it has.
fn draw(app: &mut App, size: Size, to: &Path) -> usize {
    let _ = app.update(Message::Resized(size.width));
    let fonts = font::FILES.iter().map(|file| (*file).into()).collect();
    let settings = iced::Settings { fonts, default_font: font::TEXT, ..iced::Settings::default() };
    let snapshot = Simulator::with_size(settings, size, app.view()).snapshot(&app.theme()).unwrap();
    let _ = std::fs::remove_file(to);
    snapshot.matches_image(to).unwrap();
    // The renderer's name is part of the file's.
    let written = std::fs::read_dir(to.parent().unwrap()).unwrap().filter_map(Result::ok).map(|entry| entry.path());
    let stem = to.file_stem().unwrap().to_string_lossy().into_owned();
    let written =
        written.into_iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(&format!("{stem}-")));
    let file: PathBuf = written.unwrap();
    std::fs::rename(&file, to).unwrap();
    let picture = image::open(to).unwrap().to_rgb8();
    let colors: std::collections::BTreeSet<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
    colors.len()
}

#[test]
fn every_screen_is_drawn_by_day_and_by_night_and_from_both_sides() {
    let kept = std::env::var_os("MEDTRAIL_PICTURES").map(PathBuf::from);
    let folder = tempfile::tempdir().unwrap();
    let to = kept.unwrap_or_else(|| folder.path().to_owned());
    for language in [Language::English, Language::Arabic] {
        for appearance in [Appearance::Light, Appearance::Dark] {
            let of = |role| settings(language, appearance, role);
            let look = if appearance == Appearance::Dark { "dark" } else { "light" };
            let folder = to.join(format!("{}-{look}", language.tag()));
            std::fs::create_dir_all(&folder).unwrap();
            let packs = patients(of).into_iter().chain(pharmacists(of)).chain(pictures_journey::ways(of));
            let packs = packs.chain(pictures_platform::platforms(of)).chain(modelled::scenes(of));
            let traded =
                deliveries(of).into_iter().chain(refusals::scenes(of)).chain(pictures_dispatch::dispatchers(of));
            let watched = pictures_regulator::regulators(of).into_iter().chain(pictures_cases::watchers(of));
            let desks = traded.chain(pictures_stock::scenes(of)).chain(pictures_maker::makers(of)).chain(watched);
            for (name, mut app, size) in packs.chain(desks) {
                let colors = draw(&mut app, size, &folder.join(format!("{name}.png")));
                assert!(colors > 20, "{name} in {} {look} has {colors} colours", language.tag());
            }
        }
    }
}
