//! Labels into a file.

use std::{
    fs,
    io::{self, BufWriter},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use labels::{Label, LabelError, Printed, Sheet};

/// Writes labels as a PDF file: under another name first, so that a file with this name is a whole one.
///
/// `progress` is told how many of `total` are drawn, and may stop it.
///
/// # Errors
/// [`LabelError`]; then an earlier file of this name is as it was.
pub fn write_pdf<L: Label>(
    path: &Path,
    sheet: &Sheet,
    labels: impl Iterator<Item = Result<L, LabelError>>,
    total: u64,
    progress: impl FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Printed, LabelError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let file = private_file(&unfinished)?;
    let written = labels::write_pdf(BufWriter::new(file), sheet, labels, total, progress);
    let moved = written.and_then(|printed| {
        fs::rename(&unfinished, path)?;
        Ok(printed)
    });
    if moved.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    moved
}

/// A file that only its owner may read: a label is what it takes to copy a pack that is still in the warehouse.
///
/// # Errors
/// What the system said.
pub fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
