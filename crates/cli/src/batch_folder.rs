//! A batch as its maker keeps it: `batch.json` with the secret, and `packs.csv` with the serials in packing order.
//!
//! Whoever has the folder can tell every pack's serial: it stays with the maker.

use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use gs1::{Date, Gtin, Lot, Serial};
use pack_commitment::{Identity, MAX_PACKS};
use scan::MakerFile;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

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

fn damaged(path: &Path, why: impl std::fmt::Display) -> Failure {
    let message = format!("{}: {why}", path.display());
    Failure::input("damaged-batch", message, "Use the folder as `medtrail batch prepare` wrote it.")
}

impl BatchFolder {
    /// A new batch with a fresh secret, with these serials or with random ones.
    pub fn new(gtin: Gtin, lot: Lot, expiry: Date, serials: Serials) -> Result<Self, Failure> {
        let no_randomness = |error| Failure::input("no-randomness", error, "The system gives no random numbers.");
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(no_randomness)?;
        if let Serials::Random(packs) = serials
            && !(1..=MAX_PACKS).contains(&packs)
        {
            return Err(bad_count(u64::from(packs)));
        }
        let serials = match serials {
            Serials::Given(serials) => serials,
            Serials::Random(packs) => random_serials(packs).map_err(no_randomness)?,
        };
        let folder = Self { gtin, lot, expiry, serials, secret };
        folder.check()?;
        Ok(folder)
    }

    /// Reads a folder and makes sure that it still has the root that it was written with.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let (record_path, rows_path) = paths(folder);
        let bytes = fs::read(&record_path).map_err(|error| Failure::file(&record_path, &error))?;
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
        if hex::encode(found.maker_file()?.root()) != record.root {
            return Err(damaged(&record_path, "the packs are not those it was made with: the root differs"));
        }
        Ok(found)
    }

    /// Writes the folder, which must not hold a batch yet.
    pub fn write(&self, folder: &Path) -> Result<[u8; 32], Failure> {
        let (record_path, rows_path) = paths(folder);
        let root = self.maker_file()?.root();
        let record = Record {
            gtin: self.gtin.to_string(),
            lot: self.lot.to_string(),
            expiry: String::from_utf8_lossy(&self.expiry.yymmdd()).into_owned(),
            packs: self.serials.len() as u32,
            root: hex::encode(root),
            secret: hex::encode(self.secret),
        };
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        let mut rows = csv::Writer::from_writer(private_file(&rows_path)?);
        for (index, serial) in (0..).zip(&self.serials) {
            rows.serialize(Row { index, serial: serial.clone() }).map_err(|error| damaged(&rows_path, error))?;
        }
        rows.flush().map_err(|error| Failure::file(&rows_path, &error))?;
        let text = serde_json::to_string_pretty(&record).map_err(|error| damaged(&record_path, error))?;
        writeln!(private_file(&record_path)?, "{text}").map_err(|error| Failure::file(&record_path, &error))?;
        Ok(root)
    }

    /// The secret from which the packs' salts follow.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The commitment over the packs.
    pub fn maker_file(&self) -> Result<MakerFile, Failure> {
        let lot = self.lot.to_string();
        let identity = Identity { gtin: self.gtin.number(), lot: &lot, expiry: self.expiry.number() };
        MakerFile::new(&identity, self.secret, self.serials.iter().cloned())
            .map_err(|error| Failure::input("bad-batch", error, "Check number and serials of the packs."))
    }

    fn check(&self) -> Result<(), Failure> {
        let refuse = |message: String| Failure::input("bad-serials", message, "Mend the list of serials.");
        if self.serials.is_empty() || self.serials.len() > MAX_PACKS as usize {
            return Err(bad_count(self.serials.len() as u64));
        }
        let printed = String::from_utf8_lossy(&self.expiry.yymmdd()).parse::<Date>();
        if printed != Ok(self.expiry) {
            let message = "two digits on the pack cannot stand for this year: they would be read as another century";
            return Err(Failure::input("bad-expiry", message, "Check the expiry."));
        }
        let mut seen = HashSet::with_capacity(self.serials.len());
        for (index, serial) in self.serials.iter().enumerate() {
            if serial.parse::<Serial>().is_err() {
                return Err(refuse(format!("pack {index}: `{serial}` is no GS1 serial number")));
            }
            if !seen.insert(serial) {
                return Err(refuse(format!("pack {index}: serial {serial} is there twice")));
            }
        }
        Ok(())
    }
}

fn bad_count(packs: u64) -> Failure {
    let message = format!("a batch has 1 to {MAX_PACKS} packs, not {packs}");
    Failure::input("bad-pack-count", message, "Split larger ones into lots.")
}

/// Where a new batch's serials come from.
pub enum Serials {
    /// As the packing line printed them.
    Given(Vec<String>),
    /// So many random ones.
    Random(u32),
}

fn paths(folder: &Path) -> (PathBuf, PathBuf) {
    (folder.join("batch.json"), folder.join("packs.csv"))
}

fn private_file(path: &Path) -> Result<fs::File, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| Failure::file(path, &error))
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
