//! A batch as its maker keeps it: `batch.json` with the secret, and `packs.csv` with the serials in packing order.
//!
//! Whoever has the folder can tell every pack's serial: it stays with the maker.

use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use gs1::{Date, Gtin, Lot, Serial};
use labels::{LabelError, Pack, PackLabel};
use pack_commitment::{Identity, MAX_PACKS, commit};
use scan::MakerFile;
use serde::{Deserialize, Serialize};

use crate::{BatchFolderError, Place, Step, serials::check};

/// Characters of serials: none that scanners or readers confuse (I, O, 0, 1; Y and Z, which trade places on keyboards).
const ALPHABET: &[u8; 30] = b"ABCDEFGHJKLMNPQRSTUVWX23456789";
/// Characters in a serial: 68 bits, so that nobody guesses one.
const SERIAL_LENGTH: usize = 14;

#[derive(Serialize, Deserialize)]
struct Record {
    gtin: String,
    lot: String,
    /// As printed, YYMMDD.
    expiry: String,
    packs: u32,
    root: String,
    secret: String,
}

#[derive(Serialize, Deserialize)]
struct Row {
    index: u32,
    serial: String,
}

/// A batch with its secret and serials.
#[derive(Debug)]
pub struct BatchFolder {
    /// The product.
    pub gtin: Gtin,
    /// The lot.
    pub lot: Lot,
    /// The expiry as printed.
    pub expiry: Date,
    /// Serials in packing order.
    pub serials: Vec<String>,
    secret: [u8; 32],
}

/// What is told of long work: the step, how many packs are done. It may stop the work.
pub type Progress<'a> = &'a mut dyn FnMut(Step, u32) -> ControlFlow<()>;

/// Packs between two tellings.
const TOLD_EVERY: u32 = 1_024;

fn damaged(path: &Path, why: impl std::fmt::Display) -> BatchFolderError {
    BatchFolderError::Damaged { path: path.to_owned(), why: why.to_string() }
}

fn unreadable(path: &Path, error: std::io::Error) -> BatchFolderError {
    BatchFolderError::File { path: path.to_owned(), error }
}

impl BatchFolder {
    /// A new batch with a fresh secret, with these serials or with random ones.
    ///
    /// # Errors
    /// [`BatchFolderError`].
    pub fn new(gtin: Gtin, lot: Lot, expiry: Date, serials: Serials) -> Result<Self, BatchFolderError> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        if let Serials::Random(packs) = serials
            && !(1..=MAX_PACKS).contains(&packs)
        {
            return Err(BatchFolderError::BadCount(u64::from(packs)));
        }
        let serials = match serials {
            Serials::Given(serials) => serials,
            Serials::Random(packs) => random_serials(packs)?,
        };
        let folder = Self { gtin, lot, expiry, serials, secret };
        folder.check()?;
        Ok(folder)
    }

    /// Reads a folder and makes sure that it still has the root that it was written with.
    ///
    /// # Errors
    /// [`BatchFolderError`].
    pub fn open(folder: &Path) -> Result<Self, BatchFolderError> {
        let (record_path, rows_path) = paths(folder);
        let bytes = fs::read(&record_path).map_err(|error| unreadable(&record_path, error))?;
        let record: Record = serde_json::from_slice(&bytes).map_err(|error| damaged(&record_path, error))?;
        let secret = hex::decode(&record.secret).ok().and_then(|bytes| bytes.try_into().ok());
        let mut serials = Vec::new();
        let mut rows = csv::Reader::from_path(&rows_path).map_err(|error| damaged(&rows_path, error))?;
        for row in rows.deserialize() {
            let row: Row = row.map_err(|error| damaged(&rows_path, error))?;
            if row.index as usize != serials.len() {
                return Err(damaged(&rows_path, format!("pack {} is missing or moved", serials.len())));
            }
            serials.push(row.serial);
        }
        let found = Self {
            gtin: record.gtin.parse().map_err(|error| damaged(&record_path, error))?,
            lot: record.lot.parse().map_err(|error| damaged(&record_path, error))?,
            expiry: record.expiry.parse().map_err(|_| damaged(&record_path, "the expiry is no date"))?,
            serials,
            secret: secret.ok_or_else(|| damaged(&record_path, "the secret is not 32 bytes"))?,
        };
        found.check()?;
        if hex::encode(found.root(&mut |_, _| ControlFlow::Continue(()))?) != record.root {
            return Err(damaged(&record_path, "the packs are not those it was made with: the root differs"));
        }
        Ok(found)
    }

    /// Writes the folder, which must not hold a batch yet, and gives the root.
    ///
    /// # Errors
    /// [`BatchFolderError`].
    pub fn write(&self, folder: &Path) -> Result<[u8; 32], BatchFolderError> {
        self.write_telling(folder, &mut |_, _| ControlFlow::Continue(()))
    }

    /// The same, telling how far it is. Whoever stops it finds no folder of a batch: what was written is removed.
    ///
    /// # Errors
    /// [`BatchFolderError`], [`BatchFolderError::Cancelled`] too.
    pub fn write_telling(&self, folder: &Path, progress: Progress<'_>) -> Result<[u8; 32], BatchFolderError> {
        let (record_path, rows_path) = paths(folder);
        let root = self.root(progress)?;
        let record = Record {
            gtin: self.gtin.to_string(),
            lot: self.lot.to_string(),
            expiry: String::from_utf8_lossy(&self.expiry.yymmdd()).into_owned(),
            packs: self.serials.len() as u32,
            root: hex::encode(root),
            secret: hex::encode(self.secret),
        };
        fs::create_dir_all(folder).map_err(|error| unreadable(folder, error))?;
        let file = private_file(&rows_path)?;
        if let Err(error) = self.write_rows(file, &rows_path, progress) {
            // It is of this call: nobody else's is opened.
            let _ = fs::remove_file(&rows_path);
            return Err(error);
        }
        let text = serde_json::to_string_pretty(&record).map_err(|error| damaged(&record_path, error))?;
        writeln!(private_file(&record_path)?, "{text}").map_err(|error| unreadable(&record_path, error))?;
        Ok(root)
    }

    fn write_rows(&self, file: fs::File, path: &Path, progress: Progress<'_>) -> Result<(), BatchFolderError> {
        let mut rows = csv::Writer::from_writer(file);
        for (index, serial) in (0..).zip(&self.serials) {
            tell(progress, Step::Writing, index)?;
            rows.serialize(Row { index, serial: serial.clone() }).map_err(|error| damaged(path, error))?;
        }
        rows.flush().map_err(|error| unreadable(path, error))
    }

    /// The root of the commitment over the packs, telling how far it is.
    ///
    /// # Errors
    /// [`BatchFolderError::Uncommitted`], [`BatchFolderError::Cancelled`].
    pub fn root(&self, progress: Progress<'_>) -> Result<[u8; 32], BatchFolderError> {
        let lot = self.lot.to_string();
        let identity = Identity { gtin: self.gtin.number(), lot: &lot, expiry: self.expiry.number() };
        let mut stopped = false;
        let serials = (0..).zip(&self.serials).map_while(|(index, serial)| {
            stopped = stopped || tell(progress, Step::Hashing, index).is_err();
            (!stopped).then_some(serial.as_str())
        });
        let tree = commit(&identity, &self.secret, serials);
        if stopped { Err(BatchFolderError::Cancelled) } else { Ok(tree?.root()) }
    }

    /// The secret from which the packs' salts follow.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The commitment over the packs, with which each can be proven.
    ///
    /// # Errors
    /// [`BatchFolderError::Uncommitted`].
    pub fn maker_file(&self) -> Result<MakerFile, BatchFolderError> {
        let lot = self.lot.to_string();
        let identity = Identity { gtin: self.gtin.number(), lot: &lot, expiry: self.expiry.number() };
        Ok(MakerFile::new(&identity, self.secret, self.serials.iter().cloned())?)
    }

    /// The label of a pack; with its proof if the commitment is given.
    ///
    /// # Errors
    /// [`LabelError`].
    pub fn label(&self, index: u32, resolver: &str, proofs: Option<&MakerFile>) -> Result<PackLabel, LabelError> {
        let serial = self.serials.get(index as usize).and_then(|serial| serial.parse::<Serial>().ok());
        let serial = serial.ok_or(LabelError::Nothing)?;
        let proof = proofs.and_then(|maker| maker.material(serial.as_str()));
        let Self { gtin, lot, expiry, .. } = self;
        PackLabel::new(&Pack { gtin: *gtin, lot, expiry: *expiry, serial: &serial }, resolver, proof.as_ref())
    }

    fn check(&self) -> Result<(), BatchFolderError> {
        if self.serials.is_empty() || self.serials.len() > MAX_PACKS as usize {
            return Err(BatchFolderError::BadCount(self.serials.len() as u64));
        }
        let printed = String::from_utf8_lossy(&self.expiry.yymmdd()).parse::<Date>();
        if printed != Ok(self.expiry) {
            return Err(BatchFolderError::BadExpiry);
        }
        let mut seen = HashSet::with_capacity(self.serials.len());
        for (index, serial) in (0..).zip(&self.serials) {
            let place = Place::Pack(index);
            check(serial, place)?;
            if !seen.insert(serial) {
                return Err(BatchFolderError::Twice { place, serial: serial.clone(), first: None });
            }
        }
        Ok(())
    }
}

/// The name of a batch's folder: GTIN and lot, with nothing that a file system takes for something else.
pub fn folder_name(gtin: Gtin, lot: &Lot) -> String {
    let safe = |letter: char| {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            letter.to_string()
        } else {
            format!("%{:02x}", letter as u32)
        }
    };
    format!("{gtin}-{}", lot.as_str().chars().map(safe).collect::<String>())
}

/// Tells how far work is, now and then.
fn tell(progress: Progress<'_>, step: Step, index: u32) -> Result<(), BatchFolderError> {
    if index.is_multiple_of(TOLD_EVERY) && progress(step, index).is_break() {
        return Err(BatchFolderError::Cancelled);
    }
    Ok(())
}

/// Where a new batch's serials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Serials {
    /// As the packing line printed them.
    Given(Vec<String>),
    /// So many random ones.
    Random(u32),
}

fn paths(folder: &Path) -> (PathBuf, PathBuf) {
    (folder.join("batch.json"), folder.join("packs.csv"))
}

fn private_file(path: &Path) -> Result<fs::File, BatchFolderError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| unreadable(path, error))
}

fn random_serials(packs: u32) -> Result<Vec<String>, getrandom::Error> {
    let packs = packs as usize;
    let mut seen = HashSet::with_capacity(packs);
    let mut serials = Vec::with_capacity(packs);
    let mut letters = Vec::with_capacity(SERIAL_LENGTH);
    let mut pool = [0; 4_096];
    while serials.len() < packs {
        getrandom::fill(&mut pool)?;
        for byte in pool {
            // Bytes beyond the last full multiple would make the first letters likelier.
            if usize::from(byte) >= ALPHABET.len() * (256 / ALPHABET.len()) {
                continue;
            }
            letters.extend(ALPHABET.get(usize::from(byte) % ALPHABET.len()));
            if letters.len() == SERIAL_LENGTH {
                let serial = String::from_utf8_lossy(&letters).into_owned();
                letters.clear();
                if serials.len() < packs && seen.insert(serial.clone()) {
                    serials.push(serial);
                }
            }
        }
    }
    Ok(serials)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn folder(packs: u32) -> BatchFolder {
        let (gtin, lot) = ("04012345678901".parse().unwrap(), "LOT-7".parse().unwrap());
        BatchFolder::new(gtin, lot, Date::from_number(20_271_200).unwrap(), Serials::Random(packs)).unwrap()
    }

    #[test]
    fn a_folder_is_read_as_it_was_written_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let written = folder(100);
        let root = written.write(dir.path()).unwrap();
        let read = BatchFolder::open(dir.path()).unwrap();
        assert_eq!((&read.serials, read.maker_file().unwrap().root()), (&written.serials, root));
        assert!(folder(3).write(dir.path()).is_err());
    }

    #[test]
    fn a_changed_list_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        folder(10).write(dir.path()).unwrap();
        let path = dir.path().join("packs.csv");
        let text = fs::read_to_string(&path).unwrap();
        let other = folder(1).serials.remove(0);
        let first = text.lines().nth(1).unwrap().split_once(',').unwrap().1.to_owned();
        fs::write(&path, text.replace(&first, &other)).unwrap();
        assert!(BatchFolder::open(dir.path()).is_err());
        let without_last: Vec<&str> = text.lines().take(10).collect();
        fs::write(&path, without_last.join("\n")).unwrap();
        assert!(BatchFolder::open(dir.path()).is_err());
    }

    #[test]
    fn whoever_stops_it_finds_nothing_and_can_begin_again() {
        let dir = tempfile::tempdir().unwrap();
        let batch = folder(5_000);
        for (stop_at, packs) in [(Step::Hashing, 0), (Step::Hashing, 2_048), (Step::Writing, 1_024)] {
            let stopped = batch.write_telling(dir.path(), &mut |step, done| {
                if (step, done) == (stop_at, packs) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(matches!(stopped, Err(BatchFolderError::Cancelled)));
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        }
        batch.write(dir.path()).unwrap();
    }

    #[test]
    fn names_of_folders_are_names_and_tell_lots_apart() {
        let gtin = "04012345678901".parse().unwrap();
        let name = |lot: &str| folder_name(gtin, &lot.parse().unwrap());
        assert_eq!(name("LOT-7"), "04012345678901-LOT-7");
        assert_eq!(name("../A"), "04012345678901-%2e%2e%2fA");
        assert_ne!(name("A/B"), name("A_B"));
    }

    #[test]
    fn bad_counts_and_expiries_are_refused_before_anything_is_written() {
        let (gtin, lot): (Gtin, Lot) = ("04012345678901".parse().unwrap(), "LOT-7".parse().unwrap());
        for (packs, expiry) in [(0, 20_271_200), (MAX_PACKS + 1, 20_271_200), (1, 20_991_231)] {
            let expiry = Date::from_number(expiry).unwrap();
            assert!(BatchFolder::new(gtin, lot.clone(), expiry, Serials::Random(packs)).is_err(), "{packs}");
        }
    }

    #[test]
    fn bad_serials_are_refused() {
        let (gtin, lot): (Gtin, Lot) = ("04012345678901".parse().unwrap(), "LOT-7".parse().unwrap());
        for serials in [vec![], vec!["A", "B", "A"], vec!["not ok"], vec!["123456789012345678901"]] {
            let given = Serials::Given(serials.into_iter().map(str::to_owned).collect());
            let expiry = Date::from_number(20_271_200).unwrap();
            assert!(BatchFolder::new(gtin, lot.clone(), expiry, given).is_err());
        }
    }

    #[test]
    fn random_serials_are_all_different_and_readable() {
        let serials = folder(5_000).serials;
        assert_eq!(serials.iter().collect::<HashSet<_>>().len(), 5_000);
        assert!(serials.iter().all(|serial| serial.len() == 14 && !serial.contains(['I', 'O', '0', '1', 'Y', 'Z'])));
    }
}
