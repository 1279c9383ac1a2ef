//! Keeps serials unreadable for whoever gets hold of the database without the gateway's key.

use std::{
    fs::OpenOptions,
    io::{self, Read, Write},
    path::Path,
};

use blake2b_simd::Params;
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

/// Bytes of a lookup.
pub const LOOKUP: usize = 16;
const NONCE: usize = 24;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key's file cannot be read or written.
    #[error("the key file cannot be used: {0}")]
    File(#[from] io::Error),
    /// The file holds something else.
    #[error("the key file does not hold 64 hexadecimal digits")]
    NotAKey,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
}

/// The key under which the gateway keeps what makers entrust to it. It never leaves the program.
pub struct MasterKey {
    seal: XChaCha20Poly1305,
    lookup: [u8; 32],
    scans: [u8; 32],
    private: [u8; 32],
    watch: [u8; 32],
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// The keys that follow from 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        let derive = |purpose: &[u8]| {
            let mut key = [0; 32];
            key.copy_from_slice(Params::new().hash_length(32).key(secret).hash(purpose).as_bytes());
            key
        };
        Self {
            seal: XChaCha20Poly1305::new(Key::from_slice(&derive(b"medtrail/gateway/seal/1"))),
            lookup: derive(b"medtrail/gateway/lookup/1"),
            scans: derive(b"medtrail/gateway/scans/1"),
            private: derive(b"medtrail/gateway/private/1"),
            watch: derive(b"medtrail/gateway/watch/1"),
        }
    }

    /// Reads the key's file, or makes one that only its owner can read.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let mut text = String::new();
        match OpenOptions::new().read(true).open(path) {
            Ok(file) => {
                file.take(256).read_to_string(&mut text)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                text = hex::encode(random::<32>()?);
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path)?;
                writeln!(file, "{text}")?;
                file.sync_all()?;
            }
            Err(error) => return Err(error.into()),
        }
        let mut secret = [0; 32];
        hex::decode_to_slice(text.trim(), &mut secret).map_err(|_| KeyError::NotAKey)?;
        Ok(Self::new(&secret))
    }

    /// What tells this key from others, without telling anything about it.
    pub fn check(&self) -> String {
        hex::encode(keyed(&self.lookup, "medtrail/gateway/check/1", ""))
    }

    /// Encrypts, bound to a `place` where alone it can be read again.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let nonce = random::<NONCE>()?;
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.seal.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyError::NoRandomness)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts; `None` if the bytes were sealed with another key or for another place, or are damaged.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.seal.decrypt(XNonce::from_slice(nonce), payload).ok()
    }

    /// Under which a pack is found: whoever knows its whole code can compute it here, nobody can turn it back.
    pub fn lookup(&self, batch: &str, serial: &str) -> [u8; LOOKUP] {
        keyed(&self.lookup, batch, serial)
    }

    /// The secret for private lookups.
    pub fn private(&self) -> &[u8; 32] {
        &self.private
    }

    /// Under which scans of a code are kept: another one than [`Self::lookup`], so that the two tables cannot be joined.
    pub fn scan_code(&self, batch: &str, serial: &str) -> [u8; LOOKUP] {
        keyed(&self.scans, batch, serial)
    }

    /// What devices, lots and whatever else alerts are about are kept as: the same name gives the same hash, and no other key does.
    pub fn watched(&self, kind: &str, name: &str) -> [u8; LOOKUP] {
        keyed(&self.watch, kind, name)
    }
}

fn keyed(key: &[u8; 32], batch: &str, serial: &str) -> [u8; LOOKUP] {
    let mut state = Params::new().hash_length(LOOKUP).key(key).to_state();
    // The lot is of varying length: its length keeps lot and serial apart.
    state.update(&(batch.len() as u64).to_le_bytes()).update(batch.as_bytes()).update(serial.as_bytes());
    let mut lookup = [0; LOOKUP];
    lookup.copy_from_slice(state.finalize().as_bytes());
    lookup
}

/// Random bytes.
///
/// # Errors
/// [`KeyError::NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| KeyError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_sealed_is_read_in_its_place_with_its_key_only() {
        let key = MasterKey::new(&[1; 32]);
        let sealed = key.seal("batch/7", b"SERIAL").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"SERIAL"));
        assert_eq!(key.open("batch/7", &sealed).as_deref(), Some(b"SERIAL".as_slice()));
        assert_eq!(key.open("batch/8", &sealed), None);
        assert_eq!(MasterKey::new(&[2; 32]).open("batch/7", &sealed), None);
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(key.open("batch/7", &altered), None);
        }
        assert_eq!(key.open("batch/7", &sealed[..10]), None);
    }

    #[test]
    fn lookups_keep_lot_and_serial_apart() {
        let key = MasterKey::new(&[1; 32]);
        assert_ne!(key.lookup("04012345678901/AB", "C"), key.lookup("04012345678901/A", "BC"));
        assert_ne!(key.lookup("b", "s"), key.scan_code("b", "s"));
    }

    #[test]
    fn the_key_file_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let sealed = MasterKey::from_file(&path).unwrap().seal("x", b"y").unwrap();
        assert!(MasterKey::from_file(&path).unwrap().open("x", &sealed).is_some());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, "no key").unwrap();
        assert!(matches!(MasterKey::from_file(&path), Err(KeyError::NotAKey)));
    }
}
