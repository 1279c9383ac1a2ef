//! Serials from a file of the packing line.

use std::{collections::HashMap, fs, path::Path};

use gs1::Serial;
use pack_commitment::MAX_PACKS;

use crate::{BatchFolderError, Place};

/// Most bytes of a file of serials: sixty a pack.
const MAX_FILE: u64 = 60 * MAX_PACKS as u64;
/// What the column of serials may be called.
const COLUMN: &str = "serial";

/// Serials in packing order: one a line, or from a CSV file (by its name, `.csv`) the column `serial`, or else the first.
///
/// A CSV file may part its columns by commas, semicolons or tabs. Empty lines are left out.
///
/// # Errors
/// [`BatchFolderError`], with the line.
pub fn read_serials(path: &Path) -> Result<Vec<String>, BatchFolderError> {
    let file_error = |error| BatchFolderError::File { path: path.to_owned(), error };
    let bytes = fs::metadata(path).map_err(file_error)?.len();
    if bytes > MAX_FILE {
        return Err(BatchFolderError::TooLarge { path: path.to_owned(), bytes });
    }
    let no_text = |why: String| BatchFolderError::NoText { path: path.to_owned(), why };
    let text = String::from_utf8(fs::read(path).map_err(file_error)?).map_err(|error| no_text(error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let mut list = List::default();
    if is_csv {
        read_csv(text, &mut list, no_text)?;
    } else {
        for (line, serial) in (1..).zip(text.lines().map(str::trim)) {
            let is_head = list.serials.is_empty() && serial.eq_ignore_ascii_case(COLUMN);
            if !serial.is_empty() && !is_head {
                list.add(line, serial)?;
            }
        }
    }
    if list.serials.is_empty() { Err(BatchFolderError::BadCount(0)) } else { Ok(list.serials) }
}

fn read_csv(text: &str, list: &mut List, bad: impl Fn(String) -> BatchFolderError) -> Result<(), BatchFolderError> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let between = [b';', b'\t'].into_iter().find(|sign| first.as_bytes().contains(sign)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(between).has_headers(false).flexible(true).trim(csv::Trim::All);
    let (mut column, mut is_first) = (0, true);
    for row in reader.from_reader(text.as_bytes()).records() {
        let row = row.map_err(|error| bad(error.to_string()))?;
        if is_first {
            is_first = false;
            if let Some(named) = row.iter().position(|cell| cell.eq_ignore_ascii_case(COLUMN)) {
                column = named;
                continue;
            }
        }
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = row.position().map_or(0, csv::Position::line);
        list.add(line, row.get(column).unwrap_or_default())?;
    }
    Ok(())
}

/// Serials that were read, each with its line.
#[derive(Default)]
struct List {
    serials: Vec<String>,
    lines: HashMap<String, u64>,
}

impl List {
    fn add(&mut self, line: u64, serial: &str) -> Result<(), BatchFolderError> {
        let place = Place::Line(line);
        check(serial, place)?;
        if let Some(first) = self.lines.insert(serial.to_owned(), line) {
            return Err(BatchFolderError::Twice { place, serial: serial.to_owned(), first: Some(first) });
        }
        if self.serials.len() >= MAX_PACKS as usize {
            return Err(BatchFolderError::BadCount(u64::from(MAX_PACKS) + 1));
        }
        self.serials.push(serial.to_owned());
        Ok(())
    }
}

/// Makes sure that a text is a serial.
pub(crate) fn check(serial: &str, place: Place) -> Result<(), BatchFolderError> {
    if serial.parse::<Serial>().is_ok() {
        return Ok(());
    }
    let length = serial.chars().count();
    let is_bad = |letter: &char| letter.to_string().parse::<Serial>().is_err();
    let shown: String = serial.chars().take(40).collect();
    Err(match serial.chars().find(is_bad) {
        _ if length == 0 => BatchFolderError::NoSerial { place },
        Some(character) => BatchFolderError::BadCharacter { place, serial: shown, character },
        None => BatchFolderError::TooLong { place, serial: shown, length },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(name: &str, text: &str) -> Result<Vec<String>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        read_serials(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn serials_stand_in_lines_or_in_a_column() {
        let two = Ok(vec!["A1".to_owned(), "B2".to_owned()]);
        for text in ["A1\nB2\n", "\u{feff}A1\r\n\r\n B2 ", "Serial\nA1\nB2"] {
            assert_eq!(read("serials.txt", text), two, "{text:?}");
        }
        for text in [
            "A1\nB2\n",
            "serial\nA1\nB2\n",
            "index,serial\n0,A1\n1,B2\n",
            "SERIAL;case\n\"A1\";7\nB2;7\n",
            "case\tserial\n7\tA1\n\n7\tB2\n",
            "A1,7\nB2\n",
        ] {
            assert_eq!(read("serials.csv", text), two, "{text:?}");
        }
        assert_eq!(read("serials.txt", "A,1"), Ok(vec!["A,1".into()]), "a comma may stand in a serial");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |name, text| read(name, text).unwrap_err();
        assert_eq!(wrong("a.txt", "A\nB\n\nA"), "line 4: serial A is there twice, first in line 1");
        assert!(wrong("a.csv", "serial\nA\nä1").starts_with("line 3: `ä1` is no GS1 serial number: 'ä'"));
        let long = wrong("a.csv", "n,serial\n0,123456789012345678901");
        assert!(long.starts_with("line 2:") && long.contains("21 characters"), "{long}");
        assert_eq!(wrong("a.csv", "n,serial\n0,A\n1,"), "line 3: there is no serial");
        assert!(wrong("a.txt", "\n").contains("not 0"));
    }
}
