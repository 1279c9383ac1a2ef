//! A verdict on paper: a PDF that people read, with the file that programs check inside it.
//!
//! [`Paper`] says what the evidence leads to: the verdict, why, of which pack, when, and from which block, in any language of
//! Medtrail. Lines are shaped and ordered as each script needs it, Arabic and Devanagari too. The evidence file is attached, so
//! that paper and proof do not get lost of each other; the paper alone proves nothing, and says so.
//!
//! No file is opened here, and it works in WebAssembly. Fonts come from the caller, who shows the same ones on the screen.

mod paper;
mod pdf;
mod typeset;

pub use paper::{Paper, file_name};

#[cfg(test)]
mod tests;
