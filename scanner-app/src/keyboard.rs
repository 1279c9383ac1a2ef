//! The keyboard, at which people sit and handheld scanners type: every key goes to the detector that tells them apart.

use std::time::Duration;

use iced::{
    Task,
    keyboard::{self, key::Named},
};
use ledger_client::time::now_millis;
use scanner_core::{
    doctor,
    run::Choice,
    wedge::{self, Detector, Key, Wedge},
};

use crate::{
    app::{App, Message, focus_code, later},
    page::Page,
    screen::{many, scan},
};
#[cfg(not(target_arch = "wasm32"))]
use crate::{desk, screen::dispatch, work};

/// A key that went down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stroke {
    /// What it types, if it types something.
    pub text: Option<String>,
    /// Its name, as browsers spell it.
    pub name: String,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether something on the screen has used it.
    pub used: bool,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: u64,
}

impl Stroke {
    /// The key of an event, if it is one.
    pub fn of(event: &keyboard::Event, used: bool) -> Option<Self> {
        let keyboard::Event::KeyPressed { key, modified_key, modifiers, text, .. } = event else { return None };
        let name = match (key, modified_key) {
            (keyboard::Key::Named(named), _) => format!("{named:?}"),
            (_, keyboard::Key::Character(letter)) | (keyboard::Key::Character(letter), _) => letter.to_string(),
            _ => "Unidentified".into(),
        };
        // A space types one, whatever its name.
        let space = *key == keyboard::Key::Named(Named::Space);
        let text = text.as_ref().map(ToString::to_string).or(space.then(|| " ".into()));
        let (control, alt, shift) = (modifiers.control(), modifiers.alt(), modifiers.shift());
        Some(Self { text, name, control, alt, shift, used, at: now_millis() })
    }

    /// Whether a person presses Enter with it.
    pub fn is_enter(&self) -> bool {
        self.name == "Enter" && !self.used
    }

    /// How many letters it types into a field.
    fn letters(&self) -> usize {
        let text = self.text.as_deref().unwrap_or_default();
        // Alt and digits are a character's number. With Control as well, Alt is a kind of Shift.
        let is_number = self.alt && !self.control && text.chars().all(|letter| letter.is_ascii_digit());
        let types = (self.alt || !self.control) && !is_number;
        if types { text.chars().filter(|letter| !letter.is_control()).count() } else { 0 }
    }

    /// Has the detector look at it.
    pub fn show(&self, detector: &mut Detector) -> Wedge {
        let (text, name) = (self.text.as_deref(), self.name.as_str());
        detector.key(Key { text, name, control: self.control, alt: self.alt, at: self.at })
    }
}

/// What a key means on every screen but the settings.
pub fn key(event: &keyboard::Event, used: bool, page: &Page) -> Option<Message> {
    let keyboard::Event::KeyPressed { modifiers, .. } = event else { return None };
    let stroke = Stroke::of(event, used)?;
    // Keyboards that type letters with AltGr tell it as Control and Alt.
    let command = modifiers.command() && !modifiers.alt();
    match stroke.name.as_str() {
        // The code field has the focus after every scan: leaving it is not all that is meant.
        "Escape" => (!used || page.has_code_field()).then_some(Message::Escape),
        "o" if command => Some(Message::Scan(scan::Message::ChoosePicture)),
        "h" if command => Some(Message::OpenHistory),
        "," if command => Some(Message::OpenSettings),
        #[cfg(not(target_arch = "wasm32"))]
        "k" if command => Some(Message::Desk(desk::Message::OpenKey)),
        #[cfg(not(target_arch = "wasm32"))]
        digit if command && digit.parse::<usize>().is_ok() => digit.parse().ok().map(Message::OpenTab),
        _ => Some(Message::Key(stroke)),
    }
}

/// The focus goes on to the next thing, or back.
pub fn tab(event: &keyboard::Event) -> Option<Message> {
    let stroke = Stroke::of(event, false)?;
    (stroke.name == "Tab").then_some(Message::Tab { back: stroke.shift })
}

/// Keys that do the same everywhere.
pub fn zoom_or_gallery(event: &keyboard::Event) -> Option<Message> {
    let keyboard::Event::KeyPressed { key: keyboard::Key::Character(key), modifiers, .. } = event else { return None };
    match key.as_str() {
        _ if !modifiers.command() => None,
        "+" | "=" => Some(Message::Zoom { larger: true }),
        "-" => Some(Message::Zoom { larger: false }),
        "g" | "G" if modifiers.shift() => Some(Message::Gallery),
        _ => None,
    }
}

impl App {
    /// A key: of a person, or of a handheld scanner.
    pub(crate) fn key(&mut self, stroke: &Stroke) -> Task<Message> {
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.desk.touch();
            // A password is no scan, nor what is written into a form, however fast it is typed.
            if !self.page.takes_scans() {
                let tab = stroke.name == "Tab";
                return if tab { self.update(Message::Tab { back: stroke.shift }) } else { Task::none() };
            }
        }
        let shown = stroke.show(&mut self.detector);
        if !matches!(shown, Wedge::Scan(_)) {
            self.scan.went_down(stroke.letters());
            if self.detector.deadline().is_none() {
                self.scan.calm_down();
            }
        }
        match shown {
            Wedge::Scan(scan) => self.scanned(scan),
            // What comes next goes into the field of a desk, and not into its forms.
            Wedge::Burst if self.page.has_code_field() && !matches!(self.page, Page::Scan) => {
                Task::batch([focus_code(), self.listen()])
            }
            Wedge::Burst => self.listen(),
            Wedge::Typing if stroke.is_enter() && matches!(self.page, Page::Scan) => {
                self.update(Message::Scan(scan::Message::CheckTyped))
            }
            #[cfg(not(target_arch = "wasm32"))]
            Wedge::Typing if stroke.is_enter() && matches!(self.page, Page::Work(_)) => self.entered_at_work(),
            // At a counter, hands stay where they are.
            #[cfg(not(target_arch = "wasm32"))]
            Wedge::Typing if stroke.name == "F2" && matches!(self.page, Page::Scan) => {
                self.update(Message::Desk(desk::Message::Dispense))
            }
            #[cfg(not(target_arch = "wasm32"))]
            Wedge::Typing if stroke.name == "F2" && matches!(self.page, Page::Work(work::Tab::Dispatch)) => {
                self.update(Message::Work(work::Message::Dispatch(dispatch::Message::Send)))
            }
            Wedge::Typing if stroke.name == "F4" && matches!(self.page, Page::Scan) => {
                self.update(Message::Scan(scan::Message::Many(many::Message::Act(Choice::Quarantine))))
            }
            Wedge::Typing if stroke.name == "Tab" => self.update(Message::Tab { back: stroke.shift }),
            Wedge::Typing => self.listen(),
        }
    }

    /// Waits for the end of a burst: some scanners send no Enter.
    pub(crate) fn listen(&mut self) -> Task<Message> {
        let Some(deadline) = self.detector.deadline().filter(|_| !self.listening) else { return Task::none() };
        self.listening = true;
        later(Duration::from_millis(deadline.saturating_sub(now_millis()) + 10), Message::Listened)
    }

    /// A handheld scanner typed something.
    pub(crate) fn scanned(&mut self, scan: wedge::Scan) -> Task<Message> {
        #[cfg(not(target_arch = "wasm32"))]
        if matches!(self.page, Page::Work(_)) && !doctor::is_test(&scan) {
            return self.scanned_at_work(scan);
        }
        match &mut self.page {
            Page::Doctor(arrived) => *arrived = Some(scan),
            _ if doctor::is_test(&scan) => {
                self.scan.take_away(&scan);
                self.page = Page::Doctor(Some(scan));
            }
            Page::Scan => return self.update(Message::Scan(scan::Message::Wedge(scan))),
            _ => {
                self.page = Page::Scan;
                let checking = self.update(Message::Scan(scan::Message::Wedge(scan)));
                return Task::batch([checking, focus_code()]);
            }
        }
        Task::none()
    }
}
