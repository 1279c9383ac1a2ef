//! The Medtrail scanner: shows a pack's code to the ledger and says in one word what it found.
//!
//! One way through: [`app`] gets a message and hands it to the [`screen`] it belongs to; the screen changes its state
//! and answers with an action; `app` turns the action into work; [`view`] draws the state. Screens know nothing of files
//! and networks, views decide nothing.

mod app;
mod camera;
mod design;
mod platform;
mod settings;
mod view;
mod window;

#[cfg(not(target_arch = "wasm32"))]
mod desktop;
#[cfg(target_arch = "wasm32")]
mod web;

mod screen {
    pub mod scan;
    pub mod settings;
}

#[cfg(test)]
mod tests;

fn main() -> iced::Result {
    #[cfg(not(target_arch = "wasm32"))]
    return desktop::run();
    #[cfg(target_arch = "wasm32")]
    web::run()
}
