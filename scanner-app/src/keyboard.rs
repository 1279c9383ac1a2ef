//! The keyboard, at which people sit and handheld scanners type: every key goes to the detector that tells them apart.

use iced::keyboard::{self as iced_keyboard, key};
use ledger_client::time::now_millis;
use scanner_core::wedge::{Detector, Key, Wedge};

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
    pub fn of(event: &iced_keyboard::Event, used: bool) -> Option<Self> {
        let iced_keyboard::Event::KeyPressed { key, modified_key, modifiers, text, .. } = event else { return None };
        let name = match (key, modified_key) {
            (iced_keyboard::Key::Named(named), _) => format!("{named:?}"),
            (_, iced_keyboard::Key::Character(letter)) | (iced_keyboard::Key::Character(letter), _) => {
                letter.to_string()
            }
            _ => "Unidentified".into(),
        };
        // A space types one, whatever its name.
        let space = *key == iced_keyboard::Key::Named(key::Named::Space);
        let text = text.as_ref().map(ToString::to_string).or(space.then(|| " ".into()));
        let (control, alt, shift) = (modifiers.control(), modifiers.alt(), modifiers.shift());
        Some(Self { text, name, control, alt, shift, used, at: now_millis() })
    }

    /// Whether a person presses Enter with it.
    pub fn is_enter(&self) -> bool {
        self.name == "Enter" && !self.used
    }

    /// Has the detector look at it.
    pub fn show(&self, detector: &mut Detector) -> Wedge {
        let (text, name) = (self.text.as_deref(), self.name.as_str());
        detector.key(Key { text, name, control: self.control, alt: self.alt, at: self.at })
    }
}
