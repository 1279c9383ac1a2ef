//! The key of whoever scans: locked in a file, open in memory, or not there.
//!
//! Whatever signs is a [`Signer`], and comes from [`Place::keep`], [`Place::keep_by_keyring`] and [`open`] alone: a card or another
//! device that signs by itself would be one more way there, and nothing else in the app would change.

use std::{io, path::PathBuf};

use key_store::{KeyStoreError, Keyring, KeyringError, Sealed, Secret, seal, seal_for_keyring};
use ledger_client::{Signer, SignerError, account_to_text};

/// The key.
#[derive(Clone, Debug, Default)]
pub enum Key {
    /// There is none.
    #[default]
    None,
    /// Its file cannot be read.
    Damaged,
    /// It is locked.
    Locked(Sealed),
    /// It signs.
    Open(Sealed, Box<Signer>),
}

/// Where a key is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In a file.
    File(PathBuf),
    /// Nowhere: there is no key.
    #[default]
    Nowhere,
}

/// Why a key cannot be kept or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The words are none.
    #[error(transparent)]
    Words(#[from] SignerError),
    /// Sealing or opening failed.
    #[error(transparent)]
    Store(#[from] KeyStoreError),
    /// The system's keyring gives or keeps nothing.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl KeyError {
    /// The sentence that says it.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Words(_) => "key-bad-words",
            Self::Store(KeyStoreError::ShortPassword) => "key-short-password",
            Self::Store(KeyStoreError::Closed | KeyStoreError::Unreadable) => "key-wrong-password",
            Self::Store(KeyStoreError::TooLong) => "key-bad-words",
            Self::Store(KeyStoreError::NoRandomness) | Self::File(_) => "key-not-kept",
            Self::Keyring(KeyringError::Missing) => "keyring-missing",
            Self::Keyring(KeyringError::Silent) => "keyring-silent",
            Self::Keyring(KeyringError::Refused) => "keyring-refused",
            Self::Keyring(KeyringError::Lost) => "keyring-lost",
        }
    }
}

impl Key {
    /// The signer, while the key is open.
    pub fn signer(&self) -> Option<&Signer> {
        if let Self::Open(_, signer) = self { Some(signer) } else { None }
    }

    /// The account, as far as it is known.
    pub fn account(&self) -> Option<String> {
        match self {
            Self::None | Self::Damaged => None,
            Self::Locked(sealed) => Some(sealed.account().to_owned()),
            Self::Open(_, signer) => Some(account_to_text(&signer.account())),
        }
    }

    /// The entry of the system's keyring that opens it, if none but that does.
    pub fn keyring_entry(&self) -> Option<&str> {
        match self {
            Self::Locked(sealed) | Self::Open(sealed, _) => sealed.keyring_entry(),
            Self::None | Self::Damaged => None,
        }
    }

    /// The same, locked.
    #[must_use]
    pub fn locked(self) -> Self {
        if let Self::Open(sealed, _) = self { Self::Locked(sealed) } else { self }
    }
}

impl Place {
    /// Where the key is kept on this system, if it says where.
    pub fn default_file() -> Self {
        crate::platform::data_folder().map_or(Self::Nowhere, |folder| Self::File(folder.join("key.json")))
    }

    /// The key, locked.
    pub fn load(&self) -> Key {
        let Self::File(path) = self else { return Key::None };
        match std::fs::read(path) {
            Ok(bytes) => Sealed::read(&bytes).map_or(Key::Damaged, Key::Locked),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Key::None,
            Err(_) => Key::Damaged,
        }
    }

    /// Keeps a key, and opens it. Another one that was kept is gone then.
    ///
    /// # Errors
    /// [`KeyError`]; then nothing has changed.
    pub fn keep(&self, words: &Secret, password: &str) -> Result<Key, KeyError> {
        let signer: Signer = words.parse()?;
        let sealed = seal(words, &account_to_text(&signer.account()), password)?;
        self.write(&sealed)?;
        Ok(Key::Open(sealed, Box::new(signer)))
    }

    /// The same, with a password that nobody knows but the system's keyring.
    ///
    /// # Errors
    /// [`KeyError`]; then nothing has changed.
    pub fn keep_by_keyring(&self, words: &Secret, keyring: &Keyring) -> Result<Key, KeyError> {
        let signer: Signer = words.parse()?;
        let (sealed, password) = seal_for_keyring(words, &account_to_text(&signer.account()))?;
        let entry = sealed.keyring_entry().unwrap_or_default();
        keyring.keep(entry, &password)?;
        if let Err(error) = self.write(&sealed) {
            // Of no use without the file.
            let _ = keyring.forget(entry);
            return Err(error.into());
        }
        Ok(Key::Open(sealed, Box::new(signer)))
    }

    fn write(&self, sealed: &Sealed) -> io::Result<()> {
        match self {
            Self::File(path) => crate::platform::write_secret(path, sealed.to_json().as_bytes()),
            Self::Nowhere => Ok(()),
        }
    }

    /// Removes the key from this device.
    ///
    /// # Errors
    /// What the system said.
    pub fn forget(&self) -> io::Result<()> {
        match self {
            Self::File(path) => match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
            Self::Nowhere => Ok(()),
        }
    }
}

/// Opens a locked key: with what the system's keyring holds, or with a password.
///
/// # Errors
/// [`KeyError`].
pub fn open(sealed: Sealed, password: &str, keyring: &Keyring) -> Result<Key, KeyError> {
    let words = match sealed.keyring_entry() {
        // What it holds opens nothing: it is another entry by the same name.
        Some(entry) => sealed.open(&keyring.read(entry)?).map_err(|_| KeyringError::Lost)?,
        None => sealed.open(password)?,
    };
    let signer: Signer = words.parse()?;
    Ok(Key::Open(sealed, Box::new(signer)))
}

/// The secret words of a fresh key.
///
/// # Errors
/// [`KeyError`].
pub fn fresh_words() -> Result<Secret, KeyError> {
    Ok(Secret::new(Signer::phrase(*key_store::random()?)?))
}
