//! Labels of packs and of logistic units, as pictures and as sheets to print.
//!
//! [`PackLabel`]: a QR code for people (GS1 Digital Link, with the pack's proof), the regulated GS1 DataMatrix and its
//! human-readable interpretation; [`PackLabel::png`], [`PackLabel::svg`]. [`LogisticLabel`]: an SSCC as GS1-128 with what is
//! in the case. [`write_pdf`] puts either on a [`Sheet`], vector modules of exact size and an embedded font, page by page.
//!
//! What is drawn is a [`Drawing`] first, in millimetres, from which both PDF and pixels are made. Sizes and quiet zones come
//! from the GS1 General Specifications: see [`rules`]. No file is opened here; everything works in WebAssembly too.

mod code128;
mod error;
mod font;
mod logistic;
mod pack;
mod pack_layout;
mod page;
mod pdf;
mod picture;
mod print;
pub mod rules;
mod sentences;
mod sheet;
mod symbol;

#[cfg(test)]
mod tests;

pub use error::LabelError;
pub use logistic::LogisticLabel;
pub use pack::{Pack, PackLabel};
pub use page::{Drawing, Mark, Pixels, Rect, Text};
pub use print::{Label, Printed, pages, write_pdf};
pub use sentences::every_sentence;
pub use sheet::{PRESETS, Paper, Preset, Sheet};
pub use symbol::{Kind, Run, Symbol};
