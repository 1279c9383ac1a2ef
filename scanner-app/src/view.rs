//! What the screens look like. Nothing is decided here.

#[cfg(not(target_arch = "wasm32"))]
pub mod batches;
#[cfg(not(target_arch = "wasm32"))]
mod case_form;
#[cfg(not(target_arch = "wasm32"))]
mod case_one;
#[cfg(not(target_arch = "wasm32"))]
pub mod cases;
#[cfg(not(target_arch = "wasm32"))]
pub mod council;
#[cfg(not(target_arch = "wasm32"))]
pub mod deliveries;
#[cfg(not(target_arch = "wasm32"))]
pub mod desk;
#[cfg(not(target_arch = "wasm32"))]
pub mod dispatch;
pub mod doctor;
#[cfg(not(target_arch = "wasm32"))]
pub mod duties;
mod evidence;
pub mod gallery;
pub mod history;
mod journey;
#[cfg(not(target_arch = "wasm32"))]
pub mod key;
pub mod many;
mod map;
#[cfg(not(target_arch = "wasm32"))]
pub mod models;
mod packs;
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
mod stock_lot;
#[cfg(not(target_arch = "wasm32"))]
pub mod trace;
pub mod verdict_card;
#[cfg(not(target_arch = "wasm32"))]
pub mod work;

use iced::{Element, Event, Theme};
use ledger_client::time::now;

#[cfg(not(target_arch = "wasm32"))]
use crate::desk as at_desk;
use crate::{
    app::{App, Message},
    design::{self, Colors, Look, Ui, listen::listen},
    keyboard,
    page::Page,
    settings::Appearance,
};

impl App {
    /// Draws the app.
    pub fn view(&self) -> Element<'_, Message> {
        let in_settings = self.form.is_some();
        listen(self.page(), move |event, used| match event {
            Event::Keyboard(event) if in_settings => keyboard::zoom_or_gallery(event).or_else(|| keyboard::tab(event)),
            Event::Keyboard(event) => {
                keyboard::zoom_or_gallery(event).or_else(|| keyboard::key(event, used, &self.page))
            }
            _ => None,
        })
    }

    fn page(&self) -> Element<'_, Message> {
        if self.gallery {
            return gallery::view(self.ui().look).map(|()| Message::Played);
        }
        match (&self.form, &self.page) {
            (Some(form), _) => settings::view(self.ui(), form).map(Message::Settings),
            (None, Page::Scan) => {
                let (settings, status, forgets) = (&self.settings, &self.status, self.journal.failed);
                let beside = scan::Beside { saving: &self.saving, journey: &self.journey };
                let around = scan::Around { settings, status, forgets, beside, now: now() };
                scan::view(self.ui(), &self.scan, around, self.counter())
            }
            (None, Page::History(past)) => {
                history::view(self.ui(), past, &self.journal, self.settings.history).map(Message::History)
            }
            (None, Page::Doctor(arrived)) => doctor::view(self.ui(), arrived.as_ref()),
            #[cfg(not(target_arch = "wasm32"))]
            (None, Page::Work(tab)) => work::view(self, *tab),
            #[cfg(not(target_arch = "wasm32"))]
            (None, Page::Key) => key::view(self.ui(), &self.desk.form, &self.desk.key, self.desk.keyring.is_known())
                .map(|message| Message::Desk(at_desk::Message::Key(message))),
        }
    }

    /// How large everything is drawn; 1 is as the system wants it.
    pub fn scale(&self) -> f32 {
        let zoom = self.form.as_ref().map_or(self.settings.zoom, |form| form.zoom);
        f32::from(zoom.clamp(80, 200)) / 100.0
    }

    /// The colours of everything that has none of its own.
    pub fn theme(&self) -> Theme {
        design::theme(self.ui().look.colors, self.page.number())
    }

    #[cfg(target_arch = "wasm32")]
    fn counter(&self) -> scan::Counter<'_> {
        scan::Counter::default()
    }

    pub(crate) fn ui(&self) -> Ui<'_> {
        let (appearance, zoom) = match &self.form {
            // Shown before it is kept.
            Some(form) => (form.appearance, form.zoom),
            None => (self.settings.appearance, self.settings.zoom),
        };
        let colors = match appearance {
            Appearance::Light => &Colors::LIGHT,
            Appearance::Dark => &Colors::DARK,
        };
        let look = Look {
            colors,
            right_to_left: self.words.language().is_right_to_left(),
            narrow: self.width < design::NARROW * f32::from(zoom) / 100.0,
        };
        Ui { look, words: &self.words }
    }
}
