//! Reads worlds as any reader would: from their files, with nothing of the simulator.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "each test uses a part of it")]

use std::{collections::BTreeMap, path::Path};

use simulator::{
    Preset, Settings, Shift,
    attack::{self, Style},
    simulate,
};

/// A row by column.
pub type Row = BTreeMap<String, String>;

/// Settings of a small world.
pub fn settings(folder: &Path, seed: u64, preset: Preset) -> Settings {
    Settings {
        out: folder.to_owned(),
        seed,
        preset,
        scans: None,
        shift: Shift::None,
        families: attack::families("all").unwrap(),
        style: Style::All,
    }
}

/// Makes a world in a new folder.
pub fn world(change: impl FnOnce(&mut Settings), seed: u64, preset: Preset) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path(), seed, preset);
    change(&mut settings);
    simulate(&settings).unwrap();
    folder
}

/// The rows of a file.
pub fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let heading = reader.headers().unwrap().clone();
    let row =
        |record: csv::StringRecord| heading.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// A column as a number.
pub fn number(row: &Row, column: &str) -> i64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// How often each class occurs.
pub fn classes(folder: &Path) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for label in rows(folder, "labels.csv") {
        *counts.entry(label["class"].clone()).or_default() += 1;
    }
    counts
}
