//! What can go wrong.

use std::path::PathBuf;

/// Why a model cannot be trained or judged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{}: {cause}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A kept table of features is damaged.
    #[error("{}: {what}. Remove it: it will be made again from its world", file.display())]
    Table {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A world cannot be read.
    #[error(transparent)]
    World(#[from] world::Error),
    /// A world cannot be replayed.
    #[error(transparent)]
    Replay(#[from] replay::Error),
    /// What was given does not suffice.
    #[error("{what}. {advice}")]
    Data {
        /// What is lacking.
        what: String,
        /// What helps.
        advice: &'static str,
    },
    /// The trees could not be grown.
    #[error("trees cannot be grown for `{ensemble}`: {cause}. Give worlds that hold attacks and others")]
    Trees {
        /// For which ensemble.
        ensemble: &'static str,
        /// Why.
        cause: String,
    },
    /// The model does not fit its format.
    #[error("the model does not fit its file: {cause}. Train with fewer trees or leaves")]
    Model {
        /// Why.
        cause: String,
    },
}

impl Error {
    /// A fault of a file.
    pub fn file(file: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let file = file.into();
        move |cause| Self::File { file, cause }
    }
}
