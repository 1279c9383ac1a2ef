//! Keeps the secret words of a key in a file that only a password opens.
//!
//! [`seal`] makes the file's text, [`Sealed::read`] and [`Sealed::open`] give the words back. The password is stretched with
//! Argon2id (RFC 9106) and the words are encrypted with XChaCha20-Poly1305, which notices any change: a wrong password and a
//! damaged file cannot be told apart, and neither gives anything.
//!
//! Nobody need remember a password: [`seal_for_keyring`] makes a random one, which the system's [`Keyring`] keeps. Neither
//! the file nor the keyring's entry is of any use without the other.
//!
//! Where the words come from and go to is the caller's business. A hardware key has no words that leave it: it would stand
//! beside this crate, where a `ledger_client::Signer` is made of what it opens.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

mod keyring;

pub use keyring::{Keyring, KeyringError};

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 8;
/// Most bytes of a file that is read, and of a secret that is sealed.
pub const MOST_BYTES: usize = 16 * 1024;
/// What the encrypted words are bound to, so that they open in no other program's file.
const PURPOSE: &[u8] = b"medtrail key 1";
/// What new files use: RFC 9106's second choice, 64 MiB and three passes.
const STRENGTH: Strength = Strength { memory: 64 * 1024, passes: 3 };
/// The most that a file may ask for: a hostile one must not take a device's memory.
const MOST: Strength = Strength { memory: 256 * 1024, passes: 10 };

/// Secret words in memory, which are wiped when they are dropped.
pub type Secret = Zeroizing<String>;

/// Why a key is not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// The password is too short.
    #[error("the password has fewer than {SHORTEST_PASSWORD} characters")]
    ShortPassword,
    /// The secret is longer than any key's.
    #[error("the secret is too long")]
    TooLong,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// The file is none of this program's, or of a later version.
    #[error("the file holds no key that this program can read")]
    Unreadable,
    /// The password is wrong, or the file was changed.
    #[error("the password is wrong, or the file is damaged")]
    Closed,
}

/// How hard a password is to guess: KiB of memory, and passes over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Strength {
    memory: u32,
    passes: u32,
}

/// A key's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    version: u8,
    /// The account that the key signs for: what is shown while it is locked. Nothing is believed because of it.
    account: String,
    /// The name of the keyring's entry that holds the password; none if a person knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyring: Option<String>,
    argon2id: Strength,
    salt: String,
    nonce: String,
    sealed: String,
}

/// Seals a key's secret words. `account`: the account that it signs for.
///
/// # Errors
/// [`KeyStoreError`].
pub fn seal(secret: &Secret, account: &str, password: &str) -> Result<Sealed, KeyStoreError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(KeyStoreError::ShortPassword);
    }
    if secret.len() > MOST_BYTES / 4 {
        return Err(KeyStoreError::TooLong);
    }
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    getrandom::fill(&mut salt).map_err(|_| KeyStoreError::NoRandomness)?;
    getrandom::fill(&mut nonce).map_err(|_| KeyStoreError::NoRandomness)?;
    let cipher = cipher(password, &salt, STRENGTH)?;
    let payload = Payload { msg: secret.as_bytes(), aad: PURPOSE };
    let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyStoreError::TooLong)?;
    Ok(Sealed {
        version: 1,
        account: account.to_owned(),
        keyring: None,
        argon2id: STRENGTH,
        salt: hex::encode(salt),
        nonce: hex::encode(nonce),
        sealed: hex::encode(sealed),
    })
}

/// Seals a key's secret words with a random password that the system's keyring is to keep, by the name that
/// [`Sealed::keyring_entry`] tells. `account`: the account that the key signs for.
///
/// # Errors
/// [`KeyStoreError`].
pub fn seal_for_keyring(secret: &Secret, account: &str) -> Result<(Sealed, Secret), KeyStoreError> {
    let password = Zeroizing::new(hex::encode(random()?.as_slice()));
    let sealed = seal(secret, account, &password)?;
    Ok((Sealed { keyring: Some(hex::encode(random()?.as_slice())), ..sealed }, password))
}

/// 128 random bits, of which the words of a new key can be made. They are wiped when they are dropped.
///
/// # Errors
/// [`KeyStoreError::NoRandomness`].
pub fn random() -> Result<Zeroizing<[u8; 16]>, KeyStoreError> {
    let mut bits = Zeroizing::new([0; 16]);
    getrandom::fill(bits.as_mut()).map_err(|_| KeyStoreError::NoRandomness)?;
    Ok(bits)
}

impl Sealed {
    /// Reads a file.
    ///
    /// # Errors
    /// [`KeyStoreError::Unreadable`].
    pub fn read(bytes: &[u8]) -> Result<Self, KeyStoreError> {
        let read = Some(bytes).filter(|bytes| bytes.len() <= MOST_BYTES);
        let read = read.and_then(|bytes| serde_json::from_slice::<Self>(bytes).ok());
        let is_name = |name: &String| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        read.filter(|read| read.version == 1 && read.keyring.as_ref().is_none_or(is_name))
            .ok_or(KeyStoreError::Unreadable)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The account that the key signs for, as the file says.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The name of the entry in the system's keyring that holds the password, if no person is asked for it.
    pub fn keyring_entry(&self) -> Option<&str> {
        self.keyring.as_deref()
    }

    /// Opens it. This takes a tenth of a second or more, so that passwords cannot be tried by the million.
    ///
    /// # Errors
    /// [`KeyStoreError::Closed`], [`KeyStoreError::Unreadable`].
    pub fn open(&self, password: &str) -> Result<Secret, KeyStoreError> {
        let salt = hex::decode(&self.salt).map_err(|_| KeyStoreError::Unreadable)?;
        let nonce: [u8; 24] =
            hex::decode(&self.nonce).ok().and_then(|nonce| nonce.try_into().ok()).ok_or(KeyStoreError::Unreadable)?;
        let sealed = hex::decode(&self.sealed).map_err(|_| KeyStoreError::Unreadable)?;
        let Strength { memory, passes } = self.argon2id;
        if memory > MOST.memory || passes > MOST.passes {
            return Err(KeyStoreError::Unreadable);
        }
        let payload = Payload { msg: &sealed, aad: PURPOSE };
        let cipher = cipher(password, &salt, self.argon2id)?;
        let opened =
            Zeroizing::new(cipher.decrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyStoreError::Closed)?);
        let text = std::str::from_utf8(&opened).map_err(|_| KeyStoreError::Closed)?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

fn cipher(password: &str, salt: &[u8], strength: Strength) -> Result<XChaCha20Poly1305, KeyStoreError> {
    let params = Params::new(strength.memory, strength.passes, 1, Some(32)).map_err(|_| KeyStoreError::Unreadable)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, key.as_mut())
        .map_err(|_| KeyStoreError::Unreadable)?;
    Ok(XChaCha20Poly1305::new(key.as_ref().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn sealed() -> Sealed {
        seal(&Zeroizing::new(WORDS.into()), "5Account", "correct horse").unwrap()
    }

    #[test]
    fn only_the_password_opens_a_key_and_its_file_tells_nothing() {
        let file = sealed().to_json();
        assert!(!file.contains("legal") && !file.contains("horse"), "{file}");
        let read = Sealed::read(file.as_bytes()).unwrap();
        assert_eq!(read.account(), "5Account");
        assert_eq!(read.open("correct horse").as_deref().map(String::as_str), Ok(WORDS));
        for wrong in ["", "correct hors", "Correct horse", "correct horse "] {
            assert_eq!(read.open(wrong), Err(KeyStoreError::Closed));
        }
        assert_ne!(sealed().to_json(), file, "salt and nonce are never used twice");
    }

    #[test]
    fn a_changed_file_gives_nothing_and_takes_no_memory() {
        let good = sealed();
        let flipped = |text: &str| {
            let last = if text.ends_with('0') { "1" } else { "0" };
            format!("{}{last}", text.get(..text.len() - 1).unwrap())
        };
        for changed in [
            Sealed { salt: flipped(&good.salt), ..good.clone() },
            Sealed { nonce: flipped(&good.nonce), ..good.clone() },
            Sealed { sealed: flipped(&good.sealed), ..good.clone() },
            Sealed { argon2id: Strength { passes: 2, ..good.argon2id }, ..good.clone() },
        ] {
            assert_eq!(changed.open("correct horse"), Err(KeyStoreError::Closed), "{changed:?}");
        }
        for unreadable in [
            Sealed { argon2id: Strength { memory: u32::MAX, passes: 3 }, ..good.clone() },
            Sealed { argon2id: Strength { memory: 65_536, passes: u32::MAX }, ..good.clone() },
            Sealed { argon2id: Strength { memory: 0, passes: 0 }, ..good.clone() },
            Sealed { nonce: "00".into(), ..good.clone() },
            Sealed { sealed: "xyz".into(), ..good.clone() },
            Sealed { salt: String::new(), ..good.clone() },
        ] {
            assert_eq!(unreadable.open("correct horse"), Err(KeyStoreError::Unreadable), "{unreadable:?}");
        }
        let later = Sealed { version: 2, ..good };
        for file in [later.to_json(), "{}".into(), String::new(), "x".repeat(MOST_BYTES + 1)] {
            assert_eq!(Sealed::read(file.as_bytes()), Err(KeyStoreError::Unreadable));
        }
    }

    #[test]
    fn what_the_keyring_holds_opens_a_key_and_is_not_in_its_file() {
        let words = Zeroizing::new(WORDS.into());
        let (sealed, password) = seal_for_keyring(&words, "5Account").unwrap();
        let file = sealed.to_json();
        assert!(!file.contains(password.as_str()), "{file}");
        let read = Sealed::read(file.as_bytes()).unwrap();
        assert_eq!(read.keyring_entry(), sealed.keyring_entry());
        assert_eq!(read.open(&password), Ok(words.clone()));
        assert_eq!(read.open(read.keyring_entry().unwrap()), Err(KeyStoreError::Closed), "its name opens nothing");
        let (other, other_password) = seal_for_keyring(&words, "5Account").unwrap();
        assert!(other.keyring_entry() != sealed.keyring_entry() && other_password != password);
        let elsewhere = Sealed { keyring: Some("../another program's entry".into()), ..sealed };
        assert_eq!(Sealed::read(elsewhere.to_json().as_bytes()), Err(KeyStoreError::Unreadable));
    }

    #[test]
    fn short_passwords_and_endless_secrets_are_refused() {
        assert_eq!(seal(&Zeroizing::new(WORDS.into()), "5Account", "1234567"), Err(KeyStoreError::ShortPassword));
        let endless = Zeroizing::new("x".repeat(MOST_BYTES));
        assert_eq!(seal(&endless, "5Account", "correct horse"), Err(KeyStoreError::TooLong));
    }
}
