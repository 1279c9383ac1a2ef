//! The screen on which the scanner is set up.

use std::path::PathBuf;

use gs1::Gln;
use scan::gateway_address;
use verdict::Role;
use words::Language;

use crate::settings::{Appearance, GatewayKey, Settings, ZOOMS};

/// What happens on the screen.
#[derive(Clone, Debug)]
pub enum Message {
    /// The node's address was edited.
    Node(String),
    /// The gateway's address was edited.
    Gateway(String),
    /// The key that the gateway gave was edited.
    GatewayKey(GatewayKey),
    /// The role was chosen.
    Role(Role),
    /// The participant's GLN was edited.
    Participant(String),
    /// The language was chosen.
    Language(Language),
    /// Light or dark was chosen.
    Appearance(Appearance),
    /// Everything is to be drawn larger or smaller.
    Zoom { larger: bool },
    /// Whether what is scanned is remembered was chosen.
    History(bool),
    /// Whether verdicts are heard was chosen.
    Sound(bool),
    /// The settings are to be kept.
    Save,
    /// They are to be left as they were.
    Cancel,
}

/// What the app is to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Use and keep these settings.
    Save(Settings),
    /// Go back.
    Close,
}

/// The screen's state.
#[derive(Clone, Debug)]
pub struct Form {
    /// The node's address.
    pub node: String,
    /// The gateway's address; empty for none.
    pub gateway: String,
    /// The key that it gave; empty for none.
    pub gateway_key: GatewayKey,
    /// Who scans.
    pub role: Role,
    /// The participant's GLN; empty for none.
    pub participant: String,
    /// The language.
    pub language: Language,
    /// Light or dark.
    pub appearance: Appearance,
    /// How large everything is drawn, in percent.
    pub zoom: u16,
    /// Whether what is scanned is remembered.
    pub history: bool,
    /// Whether verdicts are heard.
    pub sound: bool,
    /// Where the checkpoint is, unchanged by this form.
    checkpoint: Option<PathBuf>,
    /// Whether it is the first thing that somebody sees of the scanner.
    pub welcome: bool,
    /// The sentence that says what is wrong with the input.
    pub problem: Option<&'static str>,
}

impl Form {
    /// A form that shows these settings.
    pub fn new(settings: &Settings) -> Self {
        let participant = settings.participant.clone().unwrap_or_default();
        Self {
            node: settings.node.clone(),
            gateway: settings.gateway.clone().unwrap_or_default(),
            gateway_key: settings.gateway_key.clone().unwrap_or_default(),
            role: settings.role,
            participant,
            language: settings.language(),
            appearance: settings.appearance,
            zoom: settings.zoom,
            history: settings.history,
            sound: settings.sound,
            checkpoint: settings.checkpoint.clone(),
            welcome: false,
            problem: None,
        }
    }

    /// The same for somebody who opens the scanner for the first time.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "who opens a link on a phone wants to scan at once"))]
    pub fn welcome(settings: &Settings) -> Self {
        Self { welcome: true, ..Self::new(settings) }
    }

    /// Takes a message and tells what is to be done.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Node(node) => self.node = node,
            Message::Gateway(gateway) => {
                // What one gateway gave is not shown to another one.
                if gateway.trim() != self.gateway.trim() {
                    self.gateway_key = GatewayKey::default();
                }
                self.gateway = gateway;
            }
            Message::GatewayKey(key) => self.gateway_key = key,
            Message::Role(role) => self.role = role,
            Message::Participant(gln) => self.participant = gln,
            Message::Language(language) => self.language = language,
            Message::Appearance(appearance) => self.appearance = appearance,
            Message::Zoom { larger } => self.zoom = next_zoom(self.zoom, larger),
            Message::History(history) => self.history = history,
            Message::Sound(sound) => self.sound = sound,
            Message::Cancel => return Action::Close,
            Message::Save => match self.settings() {
                Ok(settings) => return Action::Save(settings),
                Err(problem) => self.problem = Some(problem),
            },
        }
        Action::None
    }

    fn settings(&self) -> Result<Settings, &'static str> {
        let node = self.node.trim();
        if node.is_empty() || node.contains(char::is_whitespace) {
            return Err("settings-bad-node");
        }
        let gateway = self.gateway.trim();
        if !gateway.is_empty() && gateway_address(gateway).is_err() {
            return Err("settings-bad-gateway");
        }
        let gateway_key = self.gateway_key.entered().filter(|_| !gateway.is_empty());
        if gateway_key.as_ref().is_some_and(|key| !key.is_sound()) {
            return Err("settings-bad-gateway-key");
        }
        let gln = self.participant.trim();
        if !gln.is_empty() && gln.parse::<Gln>().is_err() {
            return Err("settings-bad-gln");
        }
        let participant = (!gln.is_empty()).then(|| gln.to_owned());
        Ok(Settings {
            node: node.to_owned(),
            gateway: (!gateway.is_empty()).then(|| gateway.to_owned()),
            gateway_key,
            role: self.role,
            participant,
            language: Some(self.language.tag().to_owned()),
            appearance: self.appearance,
            zoom: self.zoom,
            history: self.history,
            sound: self.sound,
            checkpoint: self.checkpoint.clone(),
            lost: false,
        })
    }
}

/// The next size in which everything can be drawn.
pub fn next_zoom(zoom: u16, larger: bool) -> u16 {
    let next = if larger {
        ZOOMS.into_iter().find(|next| *next > zoom)
    } else {
        ZOOMS.into_iter().rev().find(|next| *next < zoom)
    };
    next.unwrap_or(zoom)
}
