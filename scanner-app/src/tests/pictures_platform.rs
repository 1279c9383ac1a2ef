//! Pictures of what the system gives: its keyring and its camera.

use std::time::Duration;

use key_store::{Keyring, Secret};
use keyring_core::mock;

use super::{pictures::Scene, *};
use crate::{
    camera::{Closed, Event},
    desk::Message as Desk,
    key,
    page::Page,
    screen::key::{Form, Message as KeyMessage},
};

const WINDOW: iced::Size = iced::Size::new(760.0, 860.0);
const TALL: iced::Size = iced::Size::new(760.0, 1_000.0);

/// The screens, for a pharmacist's settings.
pub fn platforms(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let app = || {
        let mut app = App::new(of(Role::Pharmacist), Place::Nowhere, journal::Place::Nowhere, None).0;
        app.desk.keyring = Keyring::of(mock::Store::new().unwrap(), Duration::from_secs(1));
        app.page = Page::Key;
        app
    };
    let words = || Secret::new("legal winner thank year wave sausage worth useful legal winner thank yellow".into());
    let chosen = || {
        let mut app = app();
        app.desk.form = Form { fresh: Some(words()), by_keyring: true, ..Form::default() };
        app
    };
    let mut asked = chosen();
    let _ = asked.desk.form.update(KeyMessage::Done);
    let mut missing = chosen();
    let _ = missing.update(Message::Desk(Desk::Opened(Err("keyring-missing"))));
    let mut locked = app();
    locked.desk.key = key::Place::Nowhere.keep_by_keyring(&words(), &locked.desk.keyring).unwrap().locked();
    let mut lost = app();
    lost.desk.key = locked.desk.key.clone();
    let _ = lost.update(Message::Desk(Desk::Opened(Err("keyring-lost"))));

    let camera = |event| {
        let mut app = App::new(of(Role::Patient), Place::Nowhere, journal::Place::Nowhere, None).0;
        (app.scan.has_camera, app.scan.watching) = (true, true);
        let names = ["HD Webcam".to_owned(), "Document camera".to_owned()];
        let _ = app.update(Message::Scan(ScanMessage::Camera(Event::Several(names.into()))));
        let _ = app.update(Message::Scan(ScanMessage::Camera(event)));
        app
    };
    let label = labelled();
    vec![
        ("key-by-keyring", chosen(), WINDOW),
        ("key-keyring-asked", asked, WINDOW),
        ("key-keyring-missing", missing, TALL),
        ("key-keyring-locked", locked, WINDOW),
        ("key-keyring-lost", lost, WINDOW),
        ("camera-open", camera(Event::Shows(label)), WINDOW),
        ("camera-none", camera(Event::Closed(Closed::Missing)), WINDOW),
        ("camera-forbidden", camera(Event::Closed(Closed::Refused)), WINDOW),
    ]
}

/// What a camera may see: something with dark and bright squares.
fn labelled() -> iced::widget::image::Handle {
    let (width, height) = (320_u32, 240_u32);
    let grey = |at: u32| {
        let (x, y) = (at % width, at / width);
        let is_code = (110..210).contains(&x) && (70..170).contains(&y);
        if is_code && (x / 10 * 7 + y / 10 * 3) % 5 < 2 { 30 } else { 150 + (x / 4) as u8 }
    };
    let pixels: Vec<u8> = (0..width * height).map(grey).flat_map(|grey| [grey, grey, grey, u8::MAX]).collect();
    iced::widget::image::Handle::from_rgba(width, height, pixels)
}
