//! The Medtrail scanner: shows a pack's code to the ledger and says in one word what it found.
//!
//! One way through: [`app`] gets a message and hands it to the [`screen`] it belongs to; the screen changes its state
//! and answers with an action; `app` turns the action into work; [`view`] draws the state. Screens know nothing of files
//! and networks, views decide nothing.

// No console behind the window that people are given.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod app;
mod camera;
mod design;
mod journal;
mod keeping;
mod keyboard;
mod page;
mod platform;
mod settings;
mod status;
mod view;
mod window;

#[cfg(not(target_arch = "wasm32"))]
mod acts;
#[cfg(not(target_arch = "wasm32"))]
mod desk;
#[cfg(not(target_arch = "wasm32"))]
mod desktop;
#[cfg(not(target_arch = "wasm32"))]
mod key;
#[cfg(not(target_arch = "wasm32"))]
mod offline;
#[cfg(not(target_arch = "wasm32"))]
mod reporting;
// Tests make no noise.
#[cfg(not(any(target_arch = "wasm32", test)))]
mod sound;
#[cfg(target_arch = "wasm32")]
mod web;
#[cfg(not(target_arch = "wasm32"))]
mod work;

mod screen {
    #[cfg(not(target_arch = "wasm32"))]
    pub mod batches;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod case_form;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod cases;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod council;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod deliveries;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod dispatch;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod duties;
    pub mod evidence;
    pub mod history;
    pub mod journey;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod key;
    pub mod many;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod models;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod products;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod recalls;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod register;
    pub mod scan;
    pub mod settings;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod stock;
    #[cfg(not(target_arch = "wasm32"))]
    pub mod trace;
}

#[cfg(test)]
mod tests;

fn main() -> iced::Result {
    #[cfg(not(target_arch = "wasm32"))]
    return desktop::run();
    #[cfg(target_arch = "wasm32")]
    web::run()
}
