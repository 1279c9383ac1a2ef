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
}

impl Default for Settings {
    fn default() -> Self {
        Self { node: "http://127.0.0.1:9944".into(), role: Role::Patient, participant: None, checkpoint: None }
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

    /// Reads the settings; the defaults if there are none yet or they cannot be read.
    pub fn load(path: &Path) -> Self {
        let read = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        // A GLN that is none must not silently count as "no organisation": less would be checked then.
        let sound = |settings: &Self| settings.participant.as_ref().is_none_or(|gln| gln.parse::<Gln>().is_ok());
        read.filter(sound).unwrap_or_default()
    }

    /// Writes the settings.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, serde_json::to_vec_pretty(self)?)
    }

    /// A scanner with these settings.
    pub fn scanner(&self) -> Scanner {
        let participant: Option<Gln> = self.participant.as_ref().and_then(|gln| gln.parse().ok());
        Scanner::new(vec![self.node.clone()], self.trust(), self.role).for_participant(participant)
    }

    /// What is believed. A checkpoint that cannot be read must not silently count as none.
    fn trust(&self) -> Trust {
        let Some(path) = &self.checkpoint else { return Trust::development(None) };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let text = fs::read_to_string(path).map_err(|_| CheckpointError::Unreadable);
        let checkpoint = text.and_then(|text| CheckpointFile::from_json(&text)?.accept(None, now));
        checkpoint.map_or_else(Trust::refused, Trust::pinned)
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
