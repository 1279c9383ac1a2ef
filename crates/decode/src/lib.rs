//! Finds and reads QR, DataMatrix and Code 128 symbols in a picture.
//!
//! [`read_file`] takes the bytes of a PNG or JPEG file, [`read_picture`] grey pixels, [`read`] grey pixels and how
//! much effort they are worth. All are bounded in memory and time, and panic on nothing: the decoders below are called
//! as if they were hostile.

mod barcode;
mod binary;
mod budget;
mod datamatrix;
mod engine;
mod equalise;
mod find;
mod ladder;
mod modules;
mod picture;
mod prepare;
mod qr;
mod shape;
mod steps;
mod worker;

#[cfg(test)]
mod tests;

pub use engine::{Engine, Reader, Rung};
pub use picture::{MAX_FILE, Picture};

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

/// How much effort a picture is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// One frame of many: what is not read at once will be in the next one.
    Video,
    /// The only picture there is.
    Still,
}

impl Mode {
    /// What is not found after this long is given up.
    fn deadline(self) -> Duration {
        match self {
            Self::Video => Duration::from_millis(19),
            Self::Still => Duration::from_millis(700),
        }
    }

    /// What a decoder that does not look at the clock may take longer.
    #[cfg(not(target_arch = "wasm32"))]
    fn grace(self) -> Duration {
        match self {
            Self::Video => Duration::from_millis(2),
            Self::Still => Duration::from_millis(150),
        }
    }
}

/// What kind of symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// QR code.
    Qr,
    /// DataMatrix ECC 200.
    DataMatrix,
    /// Code 128, GS1-128 included.
    Code128,
}

impl Format {
    /// The name that programs rely on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::DataMatrix => "datamatrix",
            Self::Code128 => "code128",
        }
    }
}

/// A symbol that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// What kind.
    pub format: Format,
    /// What it says: FNC1 separators as U+001D, and a GS1 symbol begins with its AIM identifier (`]d2`, `]Q3`, `]C1`).
    pub text: String,
    /// Where it is, in pixels of the picture: top left, top right, bottom right, bottom left as seen from the symbol.
    /// A Code 128 has no height here: the left end stands twice and so does the right one. All zero if unknown.
    pub corners: [[f32; 2]; 4],
    /// Who read it, and on which rung of the ladder.
    pub engine: Engine,
}

/// What one look at a picture gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was read, in the order in which it was.
    pub symbols: Vec<Symbol>,
    /// How long that took.
    pub time: Duration,
}

/// Why a file cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes or pixels than any camera makes.
    #[error("the picture is too large: at most 64 MB and 100 megapixels")]
    TooLarge,
    /// Neither PNG nor JPEG, or damaged.
    #[error("this is no PNG or JPEG picture, or it is damaged")]
    NotAPicture,
}

/// Reads the symbols in a PNG or JPEG file, in still mode. None found is no error.
///
/// # Errors
/// [`PictureError`].
pub fn read_file(bytes: &[u8]) -> Result<Vec<Symbol>, PictureError> {
    let picture = catch_unwind(AssertUnwindSafe(|| Picture::from_file(bytes)));
    Ok(read_picture(&picture.unwrap_or(Err(PictureError::NotAPicture))?))
}

/// Reads the symbols in a picture, in still mode.
pub fn read_picture(picture: &Picture) -> Vec<Symbol> {
    read(picture, Mode::Still).symbols
}

/// Reads the symbols in a picture.
pub fn read(picture: &Picture, mode: Mode) -> Reading {
    worker::read(picture, mode)
}
