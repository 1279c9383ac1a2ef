//! Keeping what a verdict was proven by, in a file that anybody can check later.

use std::{fs, path::Path};

use evidence_file::{Basis, Believed, EvidenceFile, file_name};
use evidence_pdf::Paper;
use ledger_client::CheckpointFile;
use verdict::Report;
use words::{Language, Words};

/// What happens.
#[derive(Clone, Debug)]
pub enum Message {
    /// The evidence of the verdict that is shown is to be saved.
    Save,
    /// The same for people, to be read and printed; the file is in it.
    SavePaper,
    /// That of this verdict was: under this name, or not at all because nobody chose a place.
    Saved(Box<Report>, Result<Option<String>, Why>),
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The bytes that proved the verdict are no longer kept.
    Gone,
    /// The verdict rests on more than these bytes.
    Impossible,
    /// It could not be written.
    Unwritten,
}

impl Why {
    /// The name of the sentence that tells it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Gone => "keep-evidence-gone",
            Self::Impossible => "keep-evidence-impossible",
            Self::Unwritten => "keep-evidence-unwritten",
        }
    }
}

/// How far saving has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The file is being made, or somebody chooses its place.
    Saving,
    /// It has this name.
    Saved(String),
    /// There is none.
    Failed(Why),
}

/// What became of the evidence of the verdict that was last to be saved.
#[derive(Clone, Debug, Default)]
pub struct Saving(Option<(Box<Report>, Standing)>);

impl Saving {
    /// What became of that of this verdict: nothing that is said of another pack stands beside it.
    pub fn of(&self, report: &Report) -> Option<&Standing> {
        self.0.as_ref().filter(|(of, _)| **of == *report).map(|(_, standing)| standing)
    }

    /// Begins, unless that of this verdict is being saved already; whether it did.
    pub fn begin(&mut self, report: &Report) -> bool {
        let begins = can_be_saved(report) && self.of(report) != Some(&Standing::Saving);
        if begins {
            self.0 = Some((Box::new(report.clone()), Standing::Saving));
        }
        begins
    }

    /// Hears what became of it.
    pub fn heard(&mut self, report: Box<Report>, saved: Result<Option<String>, Why>) {
        if self.of(&report).is_some() {
            let standing =
                saved.map(|name| name.map(Standing::Saved)).unwrap_or_else(|why| Some(Standing::Failed(why)));
            self.0 = standing.map(|standing| (report, standing));
        }
    }
}

/// Whether a node proved the verdict: what a snapshot says, or nobody, makes no file.
pub fn can_be_saved(report: &Report) -> bool {
    report.evidence.as_ref().is_some_and(|evidence| !evidence.offline)
}

/// Makes the file. `checkpoint`: the file of the checkpoint that is believed, if there is one.
///
/// # Errors
/// [`Why`].
pub fn make(basis: Option<Basis>, report: &Report, checkpoint: Option<&Path>) -> Result<Vec<u8>, Why> {
    let basis = basis.ok_or(Why::Gone)?;
    let text = checkpoint.and_then(|path| fs::read_to_string(path).ok());
    // The evidence holds without it, too; whoever checks it needs a checkpoint of their own then.
    let published = text.and_then(|text| CheckpointFile::from_json(&text).ok());
    let file = EvidenceFile::new(&basis, report, published.as_ref()).map_err(|_| Why::Impossible)?;
    Ok(file.to_json().into_bytes())
}

/// Makes a PDF with the file in it, in the words of a language and the letters of these fonts.
///
/// # Errors
/// [`Why`].
pub fn make_paper(
    basis: Option<Basis>,
    report: &Report,
    checkpoint: Option<&Path>,
    language: Language,
    fonts: &[&[u8]],
) -> Result<Vec<u8>, Why> {
    let bytes = make(basis, report, checkpoint)?;
    let file = EvidenceFile::from_json(&bytes).map_err(|_| Why::Impossible)?;
    // What is printed is what the file leads to, not what the screen says.
    let checked = file.check(&Believed::default()).map_err(|_| Why::Impossible)?;
    let name = file_name(report);
    let paper = Paper { checked: &checked, code: file.code(), name: &name, file: &bytes };
    Ok(paper.pdf(&Words::new(language), fonts))
}
