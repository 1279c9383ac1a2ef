//! The history on this device: written down line by line, so that a crash loses nothing.

use std::{io, path::PathBuf};

use scanner_core::history::{History, taken_back};

use crate::screen::many::Written;

/// Where the history is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a file.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "browsers have none"))]
    File(PathBuf),
    /// In the browser.
    #[cfg(target_arch = "wasm32")]
    Browser,
    /// Nowhere: it ends with the program.
    Nowhere,
}

impl Default for Place {
    /// Where the history is kept on this device.
    fn default() -> Self {
        #[cfg(target_arch = "wasm32")]
        return Self::Browser;
        #[cfg(not(target_arch = "wasm32"))]
        crate::platform::data_folder().map_or(Self::Nowhere, |folder| Self::File(folder.join("history.jsonl")))
    }
}

/// Most bytes of a file that are read.
#[cfg(not(target_arch = "wasm32"))]
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The history and where it is kept.
#[derive(Clone, Debug)]
pub struct Journal {
    /// What was scanned.
    pub history: History,
    /// Whether the last change could not be kept.
    pub failed: bool,
    place: Place,
}

impl Journal {
    /// Opens what was kept.
    pub fn open(place: Place) -> Self {
        let read = place.read();
        let failed = read.is_err();
        let bytes = read.unwrap_or_default();
        let history = History::read(&bytes);
        let mut journal = Self { history, failed, place };
        let fresh = journal.history.text();
        // Without the lines of the past, but never where something was damaged: somebody may want to mend it.
        if !failed && journal.history.damaged() == 0 && bytes.len() > fresh.len() * 2 {
            journal.failed = journal.place.write(&fresh).is_err();
        } else if bytes.last().is_some_and(|last| *last != b'\n') {
            // What comes next begins on a line of its own, whatever the last one became.
            journal.failed |= journal.place.add("\n", &journal.history).is_err();
        }
        journal
    }

    /// Writes changes down, before anything else is done with them.
    pub fn keep(&mut self, written: Vec<Written>) {
        if written.is_empty() {
            return;
        }
        let mut lines = String::new();
        for change in written {
            match change {
                Written::Put(record) => {
                    lines.push_str(&record.line());
                    self.history.put(*record);
                }
                Written::TakenBack(number) => {
                    lines.push_str(&taken_back(number));
                    self.history.take_back(number);
                }
            }
        }
        self.failed = self.place.add(&lines, &self.history).is_err();
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.history.clear();
        self.failed = self.place.write("").is_err();
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Place {
    fn read(&self) -> io::Result<Vec<u8>> {
        use io::Read;
        let Self::File(path) = self else { return Ok(Vec::new()) };
        match std::fs::File::open(path) {
            Ok(file) => {
                let mut bytes = Vec::new();
                file.take(MOST_BYTES).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn add(&self, lines: &str, _: &History) -> io::Result<()> {
        use io::Write;
        let Self::File(path) = self else { return Ok(()) };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = std::fs::OpenOptions::new();
        // What somebody took is nobody else's business.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.create(true).append(true).open(path)?;
        file.write_all(lines.as_bytes())?;
        file.sync_data()
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let Self::File(path) = self else { return Ok(()) };
        crate::platform::write_secret(path, text.as_bytes())
    }
}

#[cfg(target_arch = "wasm32")]
impl Place {
    /// Most packs that a browser keeps: it has a few megabytes for everything.
    const MOST: usize = 500;

    fn read(&self) -> io::Result<Vec<u8>> {
        Ok(match self {
            Self::Browser => crate::web::page::stored_history().unwrap_or_default().into_bytes(),
            _ => Vec::new(),
        })
    }

    fn add(&self, _: &str, history: &History) -> io::Result<()> {
        let skipped = history.records().len().saturating_sub(Self::MOST);
        let text: String = history.records().skip(skipped).map(scanner_core::history::Record::line).collect();
        self.write(&text)
    }

    fn write(&self, text: &str) -> io::Result<()> {
        match self {
            Self::Browser if crate::web::page::store_history(text) => Ok(()),
            Self::Browser => Err(io::Error::other("the browser keeps nothing")),
            _ => Ok(()),
        }
    }
}
