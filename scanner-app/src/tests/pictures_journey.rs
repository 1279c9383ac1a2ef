//! Ways of packs, to be drawn.

use ::journey::{Journey, Telling, What};
use iced::Size;
use scan::GatewayError;

use super::{
    journey::{doubted, unfolded, way},
    pictures::{Scene, told},
    *,
};

/// Their scenes.
pub fn ways(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let shown = |role: Role, found: Option<Journey>| {
        let mut app = App::new(of(role), Place::Nowhere, journal::Place::Nowhere, None).0;
        app.scan.many = None;
        app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(told(Verdict::Genuine, role)));
        unfolded(&mut app, found);
        app
    };
    let tall = Size::new(760.0, 2_260.0);
    let mut plain = way();
    plain.steps.truncate(2);
    plain.steps.iter_mut().for_each(|step| step.when = None);
    plain.steps.push(::journey::Step { what: What::WithPharmacy, who: None, to: None, when: None, proven: true });
    plain.telling = Telling::NotAsked;
    let failed = GatewayError::Refused { address: "https://id.example.com".into(), said: "no such key".into() };
    let mut alone = way();
    alone.steps.retain(|step| step.proven);
    alone.steps.iter_mut().for_each(|step| step.when = None);
    alone.telling = Telling::Failed(failed);
    let mut asking = shown(Role::Pharmacist, None);
    let report = asking.scan.shown().unwrap().clone();
    asking.journey.begin(&report);
    let mut settings = shown(Role::Wholesaler, None);
    settings.settings.gateway = Some("https://id.example.com".into());
    let _ = settings.update(Message::OpenSettings);
    vec![
        ("journey", shown(Role::Pharmacist, Some(way())), tall),
        ("journey-doubted", shown(Role::Regulator, Some(doubted())), Size::new(760.0, 2_500.0)),
        ("journey-phone", shown(Role::Pharmacist, Some(way())), Size::new(400.0, 2_900.0)),
        ("journey-patient", shown(Role::Patient, Some(plain)), Size::new(760.0, 1_150.0)),
        ("journey-not-told", shown(Role::Pharmacist, Some(alone)), Size::new(760.0, 1_750.0)),
        ("journey-gone", shown(Role::Pharmacist, None), Size::new(760.0, 860.0)),
        ("journey-asking", asking, Size::new(760.0, 860.0)),
        ("settings-gateway-key", settings, Size::new(760.0, 1_350.0)),
    ]
}
