//! The way of a pack: for whom it is told, what is proven of it and what is not, and the key that it is told for.

use ::journey::{Doubt, Journey, Moment, Party, Step, Telling, What, Whereabouts};
use ledger_types::{Kind, PackState, Position};
use scan::GatewayError;

use super::{
    counter::{judge_waiting, keys, pharmacy},
    *,
};
use crate::{
    screen::journey::{Message as Said, Standing},
    settings::GatewayKey,
};

const MINUTE: u64 = 60;

fn step(what: What, who: u32, at: Option<u64>, proven: bool) -> Step {
    let when = at.map(|seconds| Moment { seconds, proven });
    Step { what, who: Some(who), to: None, when, proven }
}

fn party(id: u32, kind: Kind, name: &str, country: &str, place: [i32; 2], site: Option<&str>) -> (u32, Party) {
    let [latitude, longitude] = place.map(|hundredths| hundredths * 10_000);
    let position = Position { latitude, longitude };
    let place = Some(Whereabouts { position, site: site.map(str::to_owned) });
    let gln = 4_000_001_000_005 + u64::from(id) * 1_000_007;
    (id, Party { id, kind, gln, name: name.into(), place, country: country.into() })
}

/// A pack that went from Sweden by way of Germany to a pharmacy in Austria.
pub fn way() -> Journey {
    let start = NOW / 1_000 - 40_000 * MINUTE;
    let day = 1_440 * MINUTE;
    let told = |what, who, days: u64| step(what, who, Some(start + days * day), false);
    let sent = |number, who, to, days| Step { to: Some(to), ..told(What::Sent(number), who, days) };
    let made = Step { when: Some(Moment { seconds: start, proven: false }), ..step(What::Made, 1, None, true) };
    Journey {
        steps: vec![
            made,
            Step { who: None, ..step(What::Released, 1, None, true) },
            told(What::Packed, 1, 2),
            sent(4711, 1, 2, 3),
            told(What::Received(4711), 2, 6),
            sent(4712, 2, 3, 9),
            told(What::Received(4712), 3, 10),
            Step { to: Some(3), ..step(What::Supplied, 2, None, true) },
            step(What::Held, 3, None, true),
        ],
        doubts: Vec::new(),
        telling: Telling::Told { block: 1_234 },
        parties: [
            party(1, Kind::Manufacturer, "Nordmark Pharma", "SE", [5_930, 1_800], Some("Werk Södertälje")),
            party(2, Kind::Wholesaler, "Elbe Großhandel", "DE", [5_100, 1_000], None),
            party(3, Kind::Dispenser, "Apotheke am Markt", "AT", [4_800, 1_400], None),
        ]
        .into_iter()
        .collect(),
        block: 1_234,
        time: NOW / 1_000,
    }
}

/// The same by way of half the world, as a gateway tells it that contradicts what is proven.
pub fn doubted() -> Journey {
    let mut journey = way();
    journey.parties.extend([
        party(1, Kind::Manufacturer, "Bharat Remedies", "IN", [1_910, 7_290], Some("Plant 2, Mumbai")),
        party(2, Kind::Wholesaler, "Pacific Trade", "SG", [130, 10_380], None),
        party(3, Kind::Dispenser, "Farmácia Central", "BR", [-1_100, -5_300], None),
    ]);
    journey.steps[6].who = Some(9);
    journey.steps.push(Step { who: None, ..step(What::Is(Some(PackState::Dispensed)), 3, None, true) });
    journey.doubts = vec![Doubt::Holder, Doubt::Foreign(3), Doubt::More];
    journey
}

/// The app as it is when the way of what is shown was found, or was not.
pub fn unfolded(app: &mut App, found: Option<Journey>) {
    let report = app.scan.shown().unwrap().clone();
    assert!(app.journey.begin(&report));
    let _ = app.update(Message::Journey(Said::Read(Box::new(report), found.map(Box::new))));
}

fn patient(report: Report) -> App {
    let mut app = app();
    app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(report));
    app
}

fn proven() -> Report {
    super::pictures::told(Verdict::Genuine, Role::Patient)
}

#[test]
fn the_way_is_told_of_packs_that_are_proven_and_of_no_others() -> Result<(), Error> {
    let app = patient(proven());
    let mut ui = screen(&app);
    ui.click("Journey")?;
    assert!(matches!(ui.into_messages().next(), Some(Message::Journey(Said::Unfold))));
    let evidence = |change: fn(&mut verdict::Evidence)| {
        let mut evidence = proven().evidence.unwrap();
        change(&mut evidence);
        Report { evidence: Some(evidence), ..proven() }
    };
    let offline = evidence(|evidence| evidence.offline = true);
    let no_pack = evidence(|evidence| evidence.pack_index = None);
    for without in [offline, no_pack, report(Verdict::CouldNotCheck, "unreachable")] {
        assert!(screen(&patient(without)).find("Journey").is_err());
    }
    Ok(())
}

#[test]
fn what_is_proven_and_what_is_told_are_told_apart_in_words() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    unfolded(&mut app, Some(way()));
    let tall = iced::Size::new(1_024.0, 2_500.0);
    let mut ui = Simulator::with_size(iced::Settings::default(), tall, app.view());
    for said in [
        "Journey of this pack",
        "Made and registered",
        "proven",
        "Dispatched in shipment 4711",
        "told, not proven",
        "Nordmark Pharma (Werk Södertälje, SE)",
        "GLN 4000002000012",
        "to Elbe Großhandel (DE)",
        "GLN 4000003000019",
        "Now here",
        "Steps marked “told” come from the gateway. They are not proven, and change no verdict.",
    ] {
        ui.find(said)?;
    }
    ui.click("Hide journey")?;
    assert!(matches!(ui.into_messages().next(), Some(Message::Journey(Said::Fold))));
    let _ = app.update(Message::Journey(Said::Fold));
    assert!(screen(&app).find("Journey of this pack").is_err());
    Ok(())
}

#[test]
fn a_gateway_that_contradicts_what_is_proven_is_contradicted_and_the_verdict_stays() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut app = pharmacy(folder.path());
    keys(&mut app, CODE, 5);
    judge_waiting(&mut app, Verdict::Genuine);
    unfolded(&mut app, Some(doubted()));
    let mut ui = screen(&app);
    ui.find(
        "After what the gateway tells, the pack would be elsewhere than is proven. What it tells is wrong or not all.",
    )?;
    ui.find("The gateway told of other packs, too. Entries left out: 3")?;
    ui.find("participant number 9")?;
    ui.find("Genuine")?;
    assert_eq!(app.scan.shown().unwrap().verdict, Verdict::Genuine);
    Ok(())
}

#[test]
fn a_gateway_that_tells_nothing_leaves_what_is_proven() -> Result<(), Error> {
    let refused = GatewayError::Refused { address: "https://id.example.com".into(), said: "no such key".into() };
    let open = GatewayError::NotPrivate("http://id.example.com".into());
    for (error, said) in [
        (
            refused,
            "The gateway tells nothing of what lies between. The gateway at https://id.example.com refused: no such key.",
        ),
        (
            open,
            "The gateway tells nothing of what lies between. It is not reached over https, so the key is not sent. Give its https address in the settings.",
        ),
    ] {
        let mut app = patient(super::pictures::told(Verdict::Genuine, Role::Pharmacist));
        unfolded(&mut app, Some(Journey { telling: Telling::Failed(error), ..way() }));
        let mut ui = screen(&app);
        ui.find(said)?;
        ui.find("Made and registered")?;
    }
    Ok(())
}

#[test]
fn no_way_stands_beside_another_pack_and_a_late_one_is_not_heard() -> Result<(), Error> {
    let mut app = patient(proven());
    unfolded(&mut app, None);
    screen(&app).find("What proved this verdict is no longer kept. Check the pack again, then ask for its journey.")?;
    unfolded(&mut app, Some(way()));
    screen(&app).find("Journey of this pack")?;
    let other = Report { pack: verdict::PackLine { serial: "S2".into(), ..proven().pack }, ..proven() };
    app.scan.stage = Stage::Judged(Arc::new(read_code(CODE).unwrap()), Box::new(other.clone()));
    assert!(screen(&app).find("Journey of this pack").is_err());
    let late = Said::Read(Box::new(other.clone()), Some(Box::new(way())));
    let _ = app.update(Message::Journey(late));
    assert_eq!(app.journey.of(&other), None, "nobody asked for it");
    assert!(app.journey.begin(&other) && !app.journey.begin(&other), "it is asked for once");
    assert_eq!(app.journey.of(&other), Some(&Standing::Asking));
    Ok(())
}

/// The settings' form of a wholesaler with a gateway, and what is kept where.
fn with_gateway(folder: &std::path::Path) -> (App, Place) {
    let place = Place::File(folder.join("scanner.json"));
    let gateway = Some("https://id.example.com".into());
    let settings = Settings { gateway, role: Role::Wholesaler, ..english() };
    let mut app = App::new(settings, place.clone(), journal::Place::Nowhere, None).0;
    let _ = app.update(Message::OpenSettings);
    (app, place)
}

fn said(app: &mut App, message: SettingsMessage) {
    let _ = app.update(Message::Settings(message));
}

#[test]
fn the_gateways_key_is_kept_where_nobody_else_reads_it_and_is_shown_nowhere() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let (mut app, place) = with_gateway(folder.path());
    screen(&app).find("Gateway key")?;
    let key = SettingsMessage::GatewayKey(GatewayKey::new(" mtk_secret\n".into()));
    assert!(!format!("{key:?}").contains("secret"));
    said(&mut app, key);
    said(&mut app, SettingsMessage::Save);
    assert!(app.form.is_none());
    let file = folder.path().join("gateway-key");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mtk_secret");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(!std::fs::read_to_string(folder.path().join("scanner.json")).unwrap().contains("secret"));
    let loaded = place.load();
    assert_eq!(loaded.gateway_key, Some(GatewayKey::new("mtk_secret".into())));
    assert!(!format!("{loaded:?} {:?} {app:?}", loaded.door()).contains("secret"));
    assert!(loaded.door().is_some());
    // Removed again.
    let _ = app.update(Message::OpenSettings);
    said(&mut app, SettingsMessage::GatewayKey(GatewayKey::default()));
    said(&mut app, SettingsMessage::Save);
    assert!(!file.exists());
    assert!(place.load().door().is_none());
    Ok(())
}

#[test]
fn the_key_of_one_gateway_is_not_sent_to_another() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let (mut app, place) = with_gateway(folder.path());
    said(&mut app, SettingsMessage::GatewayKey(GatewayKey::new("mtk secret".into())));
    said(&mut app, SettingsMessage::Save);
    screen(&app).find("This is no gateway key. Copy it again from where it was printed, without spaces.")?;
    said(&mut app, SettingsMessage::GatewayKey(GatewayKey::new("mtk_secret".into())));
    said(&mut app, SettingsMessage::Gateway("https://id.example.com ".into()));
    assert_eq!(app.form.as_ref().unwrap().gateway_key.expose(), "mtk_secret", "it is the same one");
    said(&mut app, SettingsMessage::Gateway("https://id.example.org".into()));
    said(&mut app, SettingsMessage::Save);
    assert_eq!(place.load().gateway_key, None);
    Ok(())
}
