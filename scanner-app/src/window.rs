//! The app's window, the same on a desktop and in a browser.

use iced::{Program, Settings, window};

use crate::{app::App, camera::Source, design::font, journal, settings};

/// How the app begins.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its settings.
    pub settings: settings::Settings,
    /// Where they are kept.
    pub place: settings::Place,
    /// Where the camera's pictures come from.
    pub camera: Source,
    /// A picture or code to check at once.
    pub code: Option<String>,
    /// Whether somebody opens it for the first time, and said nothing.
    #[cfg(not(target_arch = "wasm32"))]
    pub welcome: bool,
}

/// The app in a window.
pub fn window(opening: Opening, window: window::Settings) -> iced::Application<impl Program<State = App>> {
    let boot = move || {
        let Opening { settings, place, code, camera, .. } = opening.clone();
        let (app, start) = App::new(settings, place, journal::Place::default(), code);
        #[cfg(not(target_arch = "wasm32"))]
        let app = app.with_desk(crate::desk::Desk::new(
            crate::key::Place::default_file(),
            crate::platform::data_folder().map(|folder| folder.join("queue.jsonl")),
        ));
        #[cfg(not(target_arch = "wasm32"))]
        let app = if opening.welcome { app.welcoming() } else { app };
        (app.with_camera(camera), start)
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
