//! The key that a gateway gave for telling histories: a secret, and kept like one.

use std::{fmt, io, path::Path};

use crate::platform;

/// The name of its file, beside the settings.
const FILE: &str = "gateway-key";
/// Most characters of a key.
const LONGEST: usize = 200;

/// A key of a gateway. No screen, log or export shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GatewayKey(String);

impl fmt::Debug for GatewayKey {
    /// Says nothing of the key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GatewayKey(…)")
    }
}

impl GatewayKey {
    /// What somebody entered.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for the field that hides it and for the gateway alone.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The key without what was pasted around it; none if nothing is entered.
    pub fn entered(&self) -> Option<Self> {
        let key = self.0.trim();
        (!key.is_empty()).then(|| Self(key.to_owned()))
    }

    /// Whether it may be one: it is sent in a header.
    pub fn is_sound(&self) -> bool {
        self.0.len() <= LONGEST && self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// The one that is kept beside these settings.
    pub fn load(settings: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(settings.with_file_name(FILE)).ok()?;
        Self(text).entered().filter(Self::is_sound)
    }

    /// Keeps one beside these settings, where nobody else may read it; or removes the one that is there.
    ///
    /// # Errors
    /// What the system said.
    pub fn keep(key: Option<&Self>, settings: &Path) -> io::Result<()> {
        let path = settings.with_file_name(FILE);
        match key {
            Some(key) => platform::write_secret(&path, key.0.as_bytes()),
            None => match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }
}
