//! What the anomaly model says, on the card of a verdict and at a regulator's desk.

use iced::Size;
use scan::Watched;
use verdict::{Assessment, Modelled, RulesAlone, Signals, weighed};

use super::{
    cases::tall,
    counter::{code, keys, report_on_waiting},
    models,
    pictures::{Scene, told},
    *,
};
use crate::{
    screen::models::{Message as Said, Wish},
    settings::GatewayKey,
    work::{Action as Wanted, Message as Work, Tab},
};

fn assessment(score: i64) -> Assessment {
    Assessment {
        model: [0xab; 32],
        active_since: Some(1_764_000_000),
        score,
        threshold: 1_500_000,
        alarm: score >= 1_500_000,
        excused: false,
        reasons: vec![
            weighed("custodian-km", Some(412)),
            weighed("prior-sites", Some(5)),
            weighed("batch-alerts", Some(125)),
        ],
    }
}

/// A pack that the rules let pass, with what the model says.
fn genuine(role: Role, score: i64) -> Report {
    let assessment = assessment(score);
    Signals { model: Some(&assessment), ..Signals::default() }.heard(told(Verdict::Genuine, role), NOW / 1_000)
}

fn alone(why: RulesAlone) -> Report {
    Report { model: Some(Modelled::RulesAlone(why)), ..told(Verdict::Genuine, Role::Pharmacist) }
}

/// The app of whoever the report is for, with the report on the screen.
fn shown(settings: Settings, report: Report) -> App {
    let mut app = App::new(settings, Place::Nowhere, journal::Place::Nowhere, None).0;
    if report.role == Role::Patient {
        app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
        return app;
    }
    keys(&mut app, &code("8F3K2"), 5);
    let judged = report_on_waiting(&app, report);
    let _ = app.update(judged);
    app
}

fn of(role: Role) -> Settings {
    Settings { role, ..english() }
}

fn watched(state: &str) -> Watched {
    let drift = vec![("usual-hour".to_owned(), 312), ("device-hour".to_owned(), 41)];
    let model = Some([0xa0; 32]);
    Watched { model, state: state.into(), since: Some(1_764_000_000), scans: 48_211, alarms: 9, drift }
}

fn desk(settings: Settings, state: &str) -> App {
    let mut app = models::at(settings);
    app.work.oversight.models.update(Said::Watched(Box::new(Ok(watched(state)))));
    app
}

/// What is drawn of it.
pub fn scenes(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let (tall, phone) = (Size::new(760.0, 1_400.0), Size::new(400.0, 1_600.0));
    let at = |report: Report| shown(of(report.role), report);
    vec![
        ("modelled-alarm", at(genuine(Role::Pharmacist, 2_000_000)), tall),
        ("modelled-alarm-phone", at(genuine(Role::Pharmacist, 2_000_000)), phone),
        ("modelled-alarm-regulator", at(genuine(Role::Regulator, 2_000_000)), tall),
        ("modelled-alarm-patient", at(genuine(Role::Patient, 2_000_000)), tall),
        ("modelled-calm", at(genuine(Role::Pharmacist, -3_000_000)), tall),
        ("modelled-none-active", at(alone(RulesAlone::NoneActive)), tall),
        ("modelled-suspended", at(alone(RulesAlone::Suspended)), tall),
        ("models-watched", desk(of(Role::Regulator), "active"), Size::new(960.0, 1_000.0)),
        ("models-drifted", desk(of(Role::Regulator), "drifted"), Size::new(960.0, 1_000.0)),
    ]
}

#[test]
fn an_alarm_on_a_pack_that_the_rules_let_pass_is_told_with_its_score_and_reasons() -> Result<(), Error> {
    let app = shown(of(Role::Pharmacist), genuine(Role::Pharmacist, 2_000_000));
    let mut ui = tall(&app);
    for text in [
        "Suspicious",
        "Nothing in the ledger speaks against this pack, but its scans are unusual: scanned 412 km from where the ledger \
         has it; other places at which it was scanned before: 5; scans of its batch that raise a doubt: 12.5 %.",
        "This is an alarm.",
        "Score 2000000; alarm from 1500000",
        "Model abab…abab, active since 2025-11-24",
    ] {
        ui.find(text)?;
    }
    Ok(())
}

#[test]
fn a_calm_score_says_so_and_an_alarm_of_many_scans_is_no_riddle() -> Result<(), Error> {
    let app = shown(of(Role::Pharmacist), genuine(Role::Pharmacist, -3_000_000));
    let mut ui = tall(&app);
    ui.find("Genuine")?;
    ui.find("No alarm.")?;
    ui.find("Score -3000000; alarm from 1500000")?;
    drop(ui);
    let together = Assessment { alarm: true, ..assessment(0) };
    let report = told(Verdict::Genuine, Role::Pharmacist);
    let report = Signals { model: Some(&together), ..Signals::default() }.heard(report, NOW / 1_000);
    let app = shown(of(Role::Pharmacist), report);
    tall(&app).find("The score by itself is no alarm; together with other scans it is one.")?;
    Ok(())
}

#[test]
fn without_an_active_model_the_card_says_that_rules_decide_alone() -> Result<(), Error> {
    for why in RulesAlone::ALL {
        let app = shown(of(Role::Pharmacist), alone(why));
        let mut ui = tall(&app);
        ui.find("Genuine")?;
        ui.find(why.sentence().english)?;
        assert!(ui.find("What the anomaly model says").is_err());
    }
    Ok(())
}

#[test]
fn a_patient_hears_plain_words_and_no_score() -> Result<(), Error> {
    let app = shown(of(Role::Patient), genuine(Role::Patient, 2_000_000));
    let mut ui = tall(&app);
    ui.find("Suspicious")?;
    ui.find("The way in which this code was scanned is unusual for a genuine pack.")?;
    for text in ["What the anomaly model says", "Score 2000000; alarm from 1500000", "This is an alarm."] {
        assert!(ui.find(text).is_err(), "{text}");
    }
    drop(ui);
    let told = Report { role: Role::Patient, ..alone(RulesAlone::NoneActive) };
    let app = shown(of(Role::Patient), told);
    assert!(tall(&app).find("No model is active: rules alone.").is_err());
    Ok(())
}

#[test]
fn the_card_leads_a_regulator_to_the_models() -> Result<(), Error> {
    let app = shown(of(Role::Regulator), genuine(Role::Regulator, 2_000_000));
    let mut ui = tall(&app);
    ui.click("Model abab…abab, active since 2025-11-24")?;
    let messages: Vec<Message> = ui.into_messages().collect();
    assert!(messages.iter().any(|message| matches!(message, Message::Work(Work::Open(Tab::Models)))), "{messages:?}");
    Ok(())
}

#[test]
fn a_regulator_sees_what_the_gateway_says_of_alarms_and_drift() -> Result<(), Error> {
    let app = desk(of(Role::Regulator), "drifted");
    let mut ui = tall(&app);
    for text in [
        "What the gateway says",
        "Scans have changed too much for the model: rules alone.",
        "Scans scored: 48211; alarms: 9",
        "Largest drift: usual-hour 0.312, device-hour 0.041",
    ] {
        ui.find(text)?;
    }
    drop(ui);
    let mut app = desk(of(Role::Regulator), "active");
    let file = models::file();
    let shown = &mut app.work.oversight.models;
    assert!(matches!(shown.update(Said::Open(file.registered.id)), Wish::Read(_)));
    assert!(matches!(
        shown.update(Said::Opened(file.registered.id, Box::new(Ok(Some(file))))),
        Wish::Work(Wanted::None)
    ));
    tall(&app).find("The gateway does not use this model.")?;
    Ok(())
}

#[test]
fn an_install_has_a_name_of_its_own_only_while_it_reports_and_is_no_patients() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("scanner.json"));
    let file = folder.path().join("device-id");
    let reporting = Settings {
        gateway: Some("https://id.example.com".into()),
        gateway_key: Some(GatewayKey::new("mtk_secret".into())),
        ..of(Role::Pharmacist)
    };
    assert_eq!(place.device(&Settings { gateway_key: None, ..reporting.clone() }), None);
    assert!(!file.exists());
    let name = place.device(&reporting).unwrap();
    assert_eq!(name.len(), 32);
    assert_eq!(place.device(&reporting), Some(name.clone()), "it stays the same");
    assert_eq!(place.device(&Settings { role: Role::Patient, ..reporting.clone() }), None);
    assert!(!file.exists(), "a patient's device has none");
    assert_ne!(place.device(&reporting), Some(name));
    assert_eq!(Place::Nowhere.device(&reporting), None);
}
