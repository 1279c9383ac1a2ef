//! Snapshots and differences as files: compressed, and signed by whoever vouches for them.
//!
//! What is in a snapshot is true because it is proven; the signature only says who made it. It is over the snapshot
//! itself, so that a difference carries the one of the snapshot that it leads to.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use chain_proof::{MAX_SNAPSHOT_BYTES, ProofError, Snapshot, SnapshotDifference, SnapshotState};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sp_core::{Pair, ed25519};
use sp_crypto_hashing::blake2_256;

use crate::{Hash, LedgerError, Trust};

/// Most bytes of a file.
pub const MAX_SNAPSHOT_FILE: u64 = 256 * 1024 * 1024;
/// What a publisher's signature is for.
const PURPOSE: &[u8] = b"medtrail/snapshot/1";
/// What files begin with.
const SNAPSHOT: &[u8] = b"medtrail snapshot 1\n";
const DIFFERENCE: &[u8] = b"medtrail difference 1\n";

type Signature = Option<(Hash, [u8; 64])>;

/// A snapshot, and who vouches for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotFile {
    /// The snapshot, unchecked.
    pub snapshot: Snapshot,
    signature: Signature,
}

/// What leads from one snapshot to a later one, and who vouches for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceFile {
    /// The difference, unchecked.
    pub difference: SnapshotDifference,
    signature: Signature,
}

/// Why a snapshot is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// It is no snapshot, or no difference, of this version, or damaged.
    #[error("this is no {0} that this program can read, or it is damaged")]
    Unreadable(&'static str),
    /// It is larger than any that this program reads.
    #[error("the file holds more than any snapshot")]
    TooLarge,
    /// It is signed, but the signature is wrong.
    #[error("the signature on the snapshot is wrong")]
    BadSignature,
    /// The key is no secret phrase.
    #[error("the publisher's key is no secret phrase")]
    BadKey,
    /// It tells of an earlier block than the snapshot at hand, or than the checkpoint.
    #[error("the snapshot is older than the one at hand, or than the checkpoint")]
    Older,
    /// The difference begins at another snapshot.
    #[error("the difference begins at another snapshot than the one at hand")]
    OtherBase,
    /// What it holds is not proven.
    #[error("what is in it is not proven: {0}")]
    Unproven(LedgerError),
}

impl SnapshotError {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "file",
            Self::Unreadable(_) => "no-snapshot",
            Self::TooLarge => "snapshot-too-large",
            Self::BadSignature => "bad-signature",
            Self::BadKey => "bad-key",
            Self::Older => "older-snapshot",
            Self::OtherBase => "other-snapshot",
            Self::Unproven(LedgerError::Unproven(ProofError::Incomplete)) => "incomplete-snapshot",
            Self::Unproven(LedgerError::Unproven(ProofError::OtherChain)) => "wrong-chain",
            Self::Unproven(cause) => cause.code(),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::File { .. } => "Check the path and its permissions.",
            Self::Unreadable(_) => "Give a file that `medtrail snapshot` made, or get it again.",
            Self::TooLarge => "Do not use it. Get the snapshot again from whoever publishes it for this chain.",
            Self::BadKey => "Give a file with a secret phrase.",
            Self::Older => "Keep the newer one, or get a snapshot of today.",
            Self::OtherBase => "Get the difference from your snapshot's block on, or a whole snapshot.",
            Self::Unproven(LedgerError::Unproven(ProofError::NotBySet | ProofError::OtherChain)) => {
                "Make sure that snapshot and checkpoint are of the same chain, and the checkpoint is not newer. If they are, \
                 do not use the snapshot."
            }
            Self::Unproven(LedgerError::Unproven(ProofError::UnknownChange | ProofError::Undecodable)) => {
                "Update this program."
            }
            Self::Unproven(LedgerError::Unproven(ProofError::Fork)) => {
                "Rely on nothing of this chain until its regulators say what happened."
            }
            Self::Unproven(LedgerError::BadCheckpoint(cause)) => cause.next_step(),
            Self::BadSignature | Self::Unproven(_) => {
                "Do not use it. Get the snapshot again, from somebody else if it lasts."
            }
        }
    }
}

impl From<LedgerError> for SnapshotError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Unproven(cause) => cause.into(),
            other => Self::Unproven(other),
        }
    }
}

impl From<ProofError> for SnapshotError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::TooLarge => Self::TooLarge,
            ProofError::Older => Self::Older,
            ProofError::OtherBase => Self::OtherBase,
            other => Self::Unproven(other.into()),
        }
    }
}

impl SnapshotFile {
    /// A checked snapshot, not signed.
    ///
    /// # Errors
    /// [`SnapshotError::TooLarge`].
    pub fn of(state: &SnapshotState) -> Result<Self, SnapshotError> {
        Ok(Self { snapshot: state.snapshot()?, signature: None })
    }

    /// Signs it with the ed25519 key of a secret phrase. Publishers do not work in browsers.
    ///
    /// # Errors
    /// [`SnapshotError::BadKey`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn sign(&mut self, secret: &str) -> Result<(), SnapshotError> {
        let pair = ed25519::Pair::from_string(secret.trim(), None).map_err(|_| SnapshotError::BadKey)?;
        self.signature = Some((pair.public().0, pair.sign(&message(&self.snapshot.to_bytes())).0));
        Ok(())
    }

    /// Whose signature it bears.
    pub fn publisher(&self) -> Option<Hash> {
        self.signature.map(|(publisher, _)| publisher)
    }

    /// As the bytes of a file.
    ///
    /// # Errors
    /// [`SnapshotError::TooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, SnapshotError> {
        pack(SNAPSHOT, self.signature, &self.snapshot.to_bytes())
    }

    /// Reads a file's bytes, and checks the signature if it has one. That what it says is true, [`Self::accept`] shows.
    ///
    /// # Errors
    /// [`SnapshotError::Unreadable`], [`SnapshotError::TooLarge`], [`SnapshotError::BadSignature`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (signature, whole) = unpack(SNAPSHOT, "snapshot", bytes)?;
        check_signature(signature, &whole)?;
        let snapshot = Snapshot::from_bytes(&whole).map_err(|error| unreadable("snapshot", error))?;
        Ok(Self { snapshot, signature })
    }

    /// Proves all of it from what is believed.
    ///
    /// # Errors
    /// [`SnapshotError::Older`], [`SnapshotError::Unproven`].
    pub fn accept(&self, trust: &Trust) -> Result<SnapshotState, SnapshotError> {
        Ok(trust.believe(&self.snapshot)?)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Self::from_bytes`]; [`SnapshotError::File`].
    pub fn read(path: &Path) -> Result<Self, SnapshotError> {
        Self::from_bytes(&read(path)?)
    }

    /// Writes a file, whole or not at all; its length in bytes.
    ///
    /// # Errors
    /// [`SnapshotError::File`], [`SnapshotError::TooLarge`].
    pub fn write(&self, path: &Path) -> Result<u64, SnapshotError> {
        write(path, &self.to_bytes()?)
    }
}

impl DifferenceFile {
    /// What leads from a checked snapshot to another, with the signature of the later one.
    ///
    /// # Errors
    /// [`SnapshotError::Older`] if it is earlier, [`SnapshotError::Unproven`] if it is of another chain.
    pub fn between(earlier: &SnapshotState, later: &SnapshotState, file: &SnapshotFile) -> Result<Self, SnapshotError> {
        Ok(Self { difference: earlier.difference(later)?, signature: file.signature })
    }

    /// As the bytes of a file.
    ///
    /// # Errors
    /// [`SnapshotError::TooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, SnapshotError> {
        pack(DIFFERENCE, self.signature, &self.difference.to_bytes())
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// [`SnapshotError::Unreadable`], [`SnapshotError::TooLarge`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (signature, difference) = unpack(DIFFERENCE, "difference", bytes)?;
        let difference =
            SnapshotDifference::from_bytes(&difference).map_err(|error| unreadable("difference", error))?;
        Ok(Self { difference, signature })
    }

    /// The later snapshot, proven from what is believed, and as a file.
    ///
    /// # Errors
    /// [`SnapshotError`]; nothing changes then.
    pub fn apply(&self, to: &SnapshotState, trust: &Trust) -> Result<(SnapshotState, SnapshotFile), SnapshotError> {
        let state = trust.check_from_any(|checkpoint| to.apply(&self.difference, checkpoint))?;
        let file = SnapshotFile { signature: self.signature, ..SnapshotFile::of(&state)? };
        check_signature(file.signature, &file.snapshot.to_bytes())?;
        Ok((state, file))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Self::from_bytes`]; [`SnapshotError::File`].
    pub fn read(path: &Path) -> Result<Self, SnapshotError> {
        Self::from_bytes(&read(path)?)
    }

    /// Writes a file, whole or not at all; its length in bytes.
    ///
    /// # Errors
    /// [`SnapshotError::File`], [`SnapshotError::TooLarge`].
    pub fn write(&self, path: &Path) -> Result<u64, SnapshotError> {
        write(path, &self.to_bytes()?)
    }
}

fn message(whole: &[u8]) -> Vec<u8> {
    [PURPOSE, &blake2_256(whole)].concat()
}

fn check_signature(signature: Signature, whole: &[u8]) -> Result<(), SnapshotError> {
    let Some((publisher, signature)) = signature else { return Ok(()) };
    let (key, signature) = (ed25519::Public::from_raw(publisher), ed25519::Signature::from_raw(signature));
    if ed25519::Pair::verify(&signature, message(whole), &key) { Ok(()) } else { Err(SnapshotError::BadSignature) }
}

/// Damage reads as such, whatever part of it does not decode.
fn unreadable(what: &'static str, error: ProofError) -> SnapshotError {
    match error {
        ProofError::TooLarge => SnapshotError::TooLarge,
        _ => SnapshotError::Unreadable(what),
    }
}

fn pack(magic: &[u8], signature: Signature, whole: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    if whole.len() > MAX_SNAPSHOT_BYTES {
        return Err(SnapshotError::TooLarge);
    }
    let mut bytes = magic.to_vec();
    match signature {
        Some((publisher, signature)) => {
            bytes.push(1);
            bytes.extend(publisher);
            bytes.extend(signature);
        }
        None => bytes.push(0),
    }
    let mut encoder = ZlibEncoder::new(bytes, Compression::default());
    // Memory takes everything.
    encoder.write_all(whole).and_then(|()| encoder.finish()).map_err(|_| SnapshotError::TooLarge)
}

fn unpack(magic: &[u8], what: &'static str, bytes: &[u8]) -> Result<(Signature, Vec<u8>), SnapshotError> {
    let damaged = || SnapshotError::Unreadable(what);
    let (signed, rest) = bytes.strip_prefix(magic).and_then(<[u8]>::split_first).ok_or_else(damaged)?;
    let (signature, compressed) = match signed {
        0 => (None, rest),
        1 => {
            let (publisher, rest) = rest.split_first_chunk::<32>().ok_or_else(damaged)?;
            let (signature, rest) = rest.split_first_chunk::<64>().ok_or_else(damaged)?;
            (Some((*publisher, *signature)), rest)
        }
        _ => return Err(damaged()),
    };
    let (mut whole, most) = (Vec::new(), MAX_SNAPSHOT_BYTES as u64 + 1);
    let mut decoder = ZlibDecoder::new(compressed).take(most);
    decoder.read_to_end(&mut whole).map_err(|_| damaged())?;
    if whole.len() as u64 == most { Err(SnapshotError::TooLarge) } else { Ok((signature, whole)) }
}

fn read(path: &Path) -> Result<Vec<u8>, SnapshotError> {
    let failed = |error: io::Error| file_error(path, &error);
    // A pipe or device might never end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no regular file")));
    }
    let (mut bytes, most) = (Vec::new(), MAX_SNAPSHOT_FILE + 1);
    fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 == most { Err(SnapshotError::TooLarge) } else { Ok(bytes) }
}

/// Writes beside the file first: whoever reads it finds the old one or the new one, also after a power failure.
fn write(path: &Path, bytes: &[u8]) -> Result<u64, SnapshotError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside: PathBuf = path.with_file_name(name);
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        file_error(path, &error)
    })?;
    Ok(bytes.len() as u64)
}

fn file_error(path: &Path, error: &io::Error) -> SnapshotError {
    SnapshotError::File { path: path.display().to_string(), cause: error.to_string() }
}
