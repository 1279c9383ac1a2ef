//! The app in a browser: starts it in the page, and tells the page what a canvas cannot.

pub mod page;

use iced::window;

use crate::{camera::Source, settings::Place, window::Opening};

/// Runs the app in the page's `#app`.
pub fn run() -> iced::Result {
    std::panic::set_hook(Box::new(|panic| page::failed(&panic.to_string())));
    let settings = Place::Browser.load();
    let code = page::code_in_address();
    let mut platform_specific = window::settings::PlatformSpecific::default();
    platform_specific.target = Some("app".into());
    let window = window::Settings { platform_specific, ..window::Settings::default() };
    crate::window::window(Opening { settings, place: Place::Browser, camera: Source::Browser, code }, window).run()
}
