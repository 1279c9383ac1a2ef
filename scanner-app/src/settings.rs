//! What the scanner remembers between starts.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use gs1::Gln;
use ledger_client::{CheckpointError, CheckpointFile, Trust};
use scan::Scanner;
use serde::{Deserialize, Serialize};
use verdict::Role;

/// The scanner's settings, kept as a JSON file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The node's address.
    pub node: String,
    /// Who scans.
    #[serde(with = "role_name")]
    pub role: Role,
    /// The GLN of the participant that scans, if any.
    pub participant: Option<String>,
    /// The file with the checkpoint of the chain that is believed. Without one, development chains are.
    pub checkpoint: Option<PathBuf>,
    /// Whether there were settings that could not be read: a checkpoint may have been among them.
    #[serde(skip)]
    pub lost: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            node: "http://127.0.0.1:9944".into(),
            role: Role::Patient,
            participant: None,
            checkpoint: None,
            lost: false,
        }
    }
}

impl Settings {
    /// Where the settings are kept on this system, if it says where.
    pub fn default_path() -> Option<PathBuf> {
        let folder = match env::var_os("XDG_CONFIG_HOME") {
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ => env::home_dir()?.join(".config"),
        };
        Some(folder.join("medtrail").join("scanner.json"))
    }

    /// Reads the settings; the defaults if there are none yet. If they cannot be read, the defaults too, but nothing is
    /// believed until they are set anew.
    pub fn load(path: &Path) -> Self {
        let lost = || Self { lost: true, ..Self::default() };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::default(),
            Err(_) => return lost(),
        };
        // A GLN that is none must not silently count as "no organisation": less would be checked then.
        let sound = |settings: &Self| settings.participant.as_ref().is_none_or(|gln| gln.parse::<Gln>().is_ok());
        serde_json::from_slice::<Self>(&bytes).ok().filter(sound).unwrap_or_else(lost)
    }

    /// Writes the settings.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // As a whole or not at all, should the power fail.
        let fresh = path.with_extension("new");
        fs::write(&fresh, serde_json::to_vec_pretty(self)?)?;
        fs::rename(fresh, path)
    }

    /// A scanner with these settings.
    pub fn scanner(&self) -> Scanner {
        let participant: Option<Gln> = self.participant.as_ref().and_then(|gln| gln.parse().ok());
        Scanner::new(vec![self.node.clone()], self.trust(), self.role).for_participant(participant)
    }

    /// What is believed. A checkpoint that cannot be read must not silently count as none.
    fn trust(&self) -> Trust {
        if self.lost {
            return Trust::refused(CheckpointError::Unreadable);
        }
        let Some(path) = &self.checkpoint else { return Trust::development(None) };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let text = fs::read_to_string(path).map_err(|_| CheckpointError::Unreadable);
        text.and_then(|text| CheckpointFile::from_json(&text)?.accept(None, now)).unwrap_or_else(Trust::refused)
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
