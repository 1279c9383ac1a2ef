//! What the scanner remembers between starts.

use std::{fs, io, path::PathBuf};

use gs1::Gln;
use journey::Door;
use ledger_client::{CheckpointError, CheckpointFile, Trust, time::now};
use scan::{Reporting, Scanner};
use serde::{Deserialize, Serialize};
use verdict::Role;
use words::Language;

use crate::platform;

#[cfg(not(target_arch = "wasm32"))]
mod device;
mod gateway_key;

pub use gateway_key::GatewayKey;

/// The scanner's settings, kept as a JSON file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The node's address.
    pub node: String,
    /// The address of a gateway that finds proofs for codes that carry none, if there is one.
    pub gateway: Option<String>,
    /// The key with which it tells histories, if it gave one. It is kept in a file of its own.
    #[serde(skip)]
    pub gateway_key: Option<GatewayKey>,
    /// Who scans.
    #[serde(with = "role_name")]
    pub role: Role,
    /// The GLN of the participant that scans, if any.
    pub participant: Option<String>,
    /// The tag of the language; the system's if there is none.
    pub language: Option<String>,
    /// Light or dark.
    pub appearance: Appearance,
    /// How large everything is drawn, in percent: 80 to 200.
    pub zoom: u16,
    /// Whether what is scanned is remembered on this device.
    pub history: bool,
    /// Whether verdicts are heard.
    pub sound: bool,
    /// The file with the checkpoint of the chain that is believed. Without one, development chains are.
    pub checkpoint: Option<PathBuf>,
    /// Whether there were settings that could not be read: a checkpoint may have been among them.
    #[serde(skip)]
    pub lost: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Appearance {
    /// By day.
    #[default]
    Light,
    /// By night.
    Dark,
}

/// The sizes in which everything can be drawn, in percent.
pub const ZOOMS: [u16; 7] = [80, 90, 100, 125, 150, 175, 200];

impl Default for Settings {
    fn default() -> Self {
        Self {
            node: default_node(),
            gateway: default_gateway(),
            gateway_key: None,
            role: Role::Patient,
            participant: None,
            language: None,
            appearance: Appearance::Light,
            zoom: 100,
            history: true,
            sound: true,
            checkpoint: None,
            lost: false,
        }
    }
}

/// A computer asks a node of its own; a phone the gateway that gave it this app, which passes questions on.
fn default_node() -> String {
    #[cfg(target_arch = "wasm32")]
    return format!("{}/v1/node", crate::web::page::origin());
    #[cfg(not(target_arch = "wasm32"))]
    "http://127.0.0.1:9944".into()
}

/// The gateway that gave a phone the app knows makers' lists, too.
fn default_gateway() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return Some(crate::web::page::origin());
    #[cfg(not(target_arch = "wasm32"))]
    None
}

/// Where settings are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a file.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers have none"))]
    File(PathBuf),
    /// In the browser.
    #[cfg(target_arch = "wasm32")]
    Browser,
    /// Nowhere.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers always keep them"))]
    Nowhere,
}

impl Place {
    /// Where the settings are kept on this system, if it says where.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn default_file() -> Self {
        let folder = platform::folder("XDG_CONFIG_HOME", ".config");
        folder.map_or(Self::Nowhere, |folder| Self::File(folder.join("scanner.json")))
    }

    /// Whether nothing was ever kept here.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn is_new(&self) -> bool {
        matches!(self, Self::File(path) if !path.exists())
    }

    /// Reads the settings; the defaults if there are none yet. If they cannot be read, the defaults too, but nothing is
    /// believed until they are set anew.
    pub fn load(&self) -> Settings {
        let gateway_key = match self {
            Self::File(path) => GatewayKey::load(path),
            // A browser keeps no secret from what else its page runs.
            #[cfg(target_arch = "wasm32")]
            Self::Browser => None,
            Self::Nowhere => None,
        };
        Settings { gateway_key, ..self.load_open() }
    }

    fn load_open(&self) -> Settings {
        let bytes = match self {
            Self::File(path) => fs::read(path),
            #[cfg(target_arch = "wasm32")]
            Self::Browser => crate::web::page::stored_settings()
                .map(String::into_bytes)
                .ok_or(io::Error::from(io::ErrorKind::NotFound)),
            Self::Nowhere => return Settings::default(),
        };
        match bytes {
            Ok(bytes) => Settings::from_bytes(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Settings::default(),
            Err(_) => Settings { lost: true, ..Settings::default() },
        }
    }

    /// What tells this install from others in reports of scans; nothing for patients, and where no scan is reported.
    pub fn device(&self, settings: &Settings) -> Option<String> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Self::File(path) = self {
            if settings.role == Role::Patient {
                // What cannot be removed is still told to nobody.
                let _ = device::forget(path);
            }
            return settings.reports().then(|| device::name(path)).flatten();
        }
        // Browsers keep no key, and report nothing.
        let _ = settings;
        None
    }

    /// Writes the settings.
    pub fn save(&self, settings: &Settings) -> io::Result<()> {
        let text = serde_json::to_string_pretty(settings)?;
        match self {
            Self::File(path) => {
                platform::write_whole(path, text.as_bytes())?;
                GatewayKey::keep(settings.gateway_key.as_ref(), path)
            }
            #[cfg(target_arch = "wasm32")]
            Self::Browser if crate::web::page::store_settings(&text) => Ok(()),
            #[cfg(target_arch = "wasm32")]
            Self::Browser => Err(io::Error::other("the browser keeps nothing")),
            Self::Nowhere => Ok(()),
        }
    }
}

impl Settings {
    fn from_bytes(bytes: &[u8]) -> Self {
        // A GLN that is none must not silently count as "no organisation": less would be checked then.
        let sound = |settings: &Self| settings.participant.as_ref().is_none_or(|gln| gln.parse::<Gln>().is_ok());
        let lost = || Self { lost: true, ..Self::default() };
        serde_json::from_slice::<Self>(bytes).ok().filter(sound).unwrap_or_else(lost)
    }

    /// The language that the scanner speaks.
    pub fn language(&self) -> Language {
        self.language.as_deref().map_or_else(|| Language::from_tag(&platform::language()), Language::from_tag)
    }

    /// A scanner with these settings. `device`: what tells this install from others in reports.
    pub fn scanner(&self, device: Option<String>) -> Scanner {
        let participant: Option<Gln> = self.participant.as_ref().and_then(|gln| gln.parse().ok());
        let alone = || Scanner::new(vec![self.node.clone()], self.trust(), self.role).for_participant(participant);
        // An address that is none finds no proofs; verdicts stay right without.
        let scanner = alone().with_gateways(self.gateway.as_slice()).unwrap_or_else(|_| alone());
        scanner.reporting(self.reporting(device))
    }

    /// Whether scans are reported: to a gateway that gave a key, and never a patient's.
    fn reports(&self) -> bool {
        self.role != Role::Patient && self.gateway.is_some() && self.gateway_key.is_some()
    }

    fn reporting(&self, device: Option<String>) -> Option<Reporting> {
        let (address, key) = (self.gateway.as_deref()?, self.gateway_key.as_ref().filter(|_| self.reports())?);
        let reporting = Reporting::new(address, key.expose().to_owned(), None).ok()?;
        Some(reporting.on_device(device))
    }

    /// Whom to ask for histories, if anybody.
    pub fn door(&self) -> Option<Door> {
        let (address, key) = (self.gateway.as_deref()?, self.gateway_key.as_ref()?);
        Door::new(address, key.expose().to_owned()).ok()
    }

    /// What is believed. A checkpoint that cannot be read must not silently count as none.
    fn trust(&self) -> Trust {
        if self.lost {
            return Trust::refused(CheckpointError::Unreadable);
        }
        let Some(path) = &self.checkpoint else { return Trust::development(None) };
        let text = fs::read_to_string(path).map_err(|_| CheckpointError::Unreadable);
        text.and_then(|text| CheckpointFile::from_json(&text)?.accept(None, now())).unwrap_or_else(Trust::refused)
    }
}

mod role_name {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use verdict::Role;

    pub fn serialize<S: Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.code())
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Role, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
