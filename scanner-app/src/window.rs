//! The app's window, the same on a desktop and in a browser.

use iced::{Program, Settings, window};

use crate::{app::App, camera::Source, design::font, journal, settings};

/// The app in a window.
pub fn window(
    settings: settings::Settings,
    place: settings::Place,
    camera: Source,
    code: Option<String>,
    window: window::Settings,
) -> iced::Application<impl Program<State = App>> {
    let boot = move || {
        let (app, start) = App::new(settings.clone(), place.clone(), journal::Place::default(), code.clone());
        #[cfg(not(target_arch = "wasm32"))]
        let app = app.with_desk(crate::desk::Desk::new(
            crate::key::Place::default_file(),
            crate::platform::data_folder().map(|folder| folder.join("queue.jsonl")),
        ));
        (app.with_camera(camera.clone()), start)
    };
    let fonts = font::FILES.iter().map(|file| (*file).into()).collect();
    iced::application(boot, App::update, App::view)
        .title("Medtrail Scanner")
        .settings(Settings { fonts, default_font: font::TEXT, ..Settings::default() })
        .theme(App::theme)
        .scale_factor(App::scale)
        .subscription(App::subscription)
        .window(window)
}
