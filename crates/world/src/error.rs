//! What can be wrong with a world.

use std::path::PathBuf;

/// Why a world cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be opened, read or written.
    #[error("{}: {cause}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A file's heading lacks a column.
    #[error("{}: the heading has no column `{column}`", file.display())]
    Column {
        /// In which file.
        file: PathBuf,
        /// Which column.
        column: &'static str,
    },
    /// A row is no such row.
    #[error("{}, line {line}: {what}", file.display())]
    Row {
        /// In which file.
        file: PathBuf,
        /// In which line, from 1, the heading being the first.
        line: u64,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// `world.json` is none.
    #[error("{}: {what}", file.display())]
    Manifest {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
}
