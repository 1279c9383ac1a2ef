//! The system's keyring, which keeps passwords that no person need remember.
//!
//! On Linux it is the Secret Service (the keyrings of GNOME and KDE, KeePassXC), on macOS the Keychain, on Windows the
//! Credential Manager. Many systems have none, or one that does not run, or one that waits for somebody to unlock it. Each
//! question is therefore asked in a thread of its own and waited for no longer than [`PATIENCE`].

use std::{
    fmt,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, sync_channel},
    },
    thread,
    time::Duration,
};

use keyring_core::{CredentialStore, Entry, Error, Result as Answer};
use zeroize::Zeroizing;

use crate::Secret;

/// Longest wait for a keyring: it may ask somebody for a password of its own first.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the entries of this program are filed under.
const SERVICE: &str = "medtrail-scanner";

/// Why a keyring gives or keeps nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// There is none.
    #[error("this system has no keyring, or none that runs")]
    Missing,
    /// It did not answer in time.
    #[error("the system's keyring does not answer")]
    Silent,
    /// It stayed locked, or did not want to.
    #[error("the system's keyring stayed locked, or refused")]
    Refused,
    /// It does not hold the entry.
    #[error("the system's keyring does not hold the entry")]
    Lost,
}

/// A keyring. It is looked for when it is asked something, and not before: no start waits for it.
#[derive(Clone)]
pub struct Keyring {
    /// Another one than the system's.
    store: Option<Arc<CredentialStore>>,
    patience: Duration,
}

impl Default for Keyring {
    /// The system's.
    fn default() -> Self {
        Self { store: None, patience: PATIENCE }
    }
}

impl fmt::Debug for Keyring {
    /// Says nothing of what is in it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keyring(…)")
    }
}

impl Keyring {
    /// Another keyring than the system's, and how long it is waited for.
    pub fn of(store: Arc<CredentialStore>, patience: Duration) -> Self {
        Self { store: Some(store), patience }
    }

    /// Whether this program knows how to ask for a keyring here at all.
    pub fn is_known(&self) -> bool {
        self.store.is_some() || cfg!(all(feature = "keyring", any(target_os = "linux", target_os = "macos", windows)))
    }

    /// Keeps a secret by a name, and makes sure that it is there.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn keep(&self, name: &str, secret: &Secret) -> Result<(), KeyringError> {
        let kept = secret.clone();
        self.ask(name, move |entry| entry.set_secret(kept.as_bytes()))?;
        // Some keyrings forget at once, and say nothing.
        if self.read(name)? == *secret { Ok(()) } else { Err(KeyringError::Refused) }
    }

    /// The secret of a name.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn read(&self, name: &str) -> Result<Secret, KeyringError> {
        let read = self.ask(name, |entry| entry.get_secret().map(Zeroizing::new))?;
        let text = std::str::from_utf8(&read).map_err(|_| KeyringError::Lost)?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// Forgets the secret of a name, if there is one.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn forget(&self, name: &str) -> Result<(), KeyringError> {
        match self.ask(name, |entry| entry.delete_credential()) {
            Err(KeyringError::Lost) => Ok(()),
            forgotten => forgotten,
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&Entry) -> Answer<T> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let (answer, answers) = sync_channel(1);
        let (store, name) = (self.store.clone(), name.to_owned());
        let asking = move || {
            let entry = store.map_or_else(system, Ok).and_then(|store| store.build(SERVICE, &name, None));
            let answered = entry.map_err(|_| KeyringError::Missing).and_then(|entry| question(&entry).map_err(why));
            // Nobody waits any more.
            let _ = answer.send(answered);
        };
        // What never answers keeps its thread, and nobody else.
        thread::Builder::new().name("keyring".into()).spawn(asking).map_err(|_| KeyringError::Missing)?;
        answers.recv_timeout(self.patience).map_err(|error| match error {
            RecvTimeoutError::Timeout => KeyringError::Silent,
            RecvTimeoutError::Disconnected => KeyringError::Refused,
        })?
    }
}

fn why(error: Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::Lost,
        _ => KeyringError::Refused,
    }
}

/// The keyring of this system.
fn system() -> Answer<Arc<CredentialStore>> {
    #[cfg(all(feature = "keyring", target_os = "linux"))]
    return Ok(zbus_secret_service_keyring_store::Store::new()?);
    #[cfg(all(feature = "keyring", target_os = "macos"))]
    return Ok(apple_native_keyring_store::keychain::Store::new()?);
    #[cfg(all(feature = "keyring", windows))]
    return Ok(windows_native_keyring_store::Store::new()?);
    #[cfg(not(all(feature = "keyring", any(target_os = "linux", target_os = "macos", windows))))]
    Err(Error::NoDefaultStore)
}
