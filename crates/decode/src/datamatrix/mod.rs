//! DataMatrix: our own locator, and rxing's decoder for the modules that it samples.

mod locate;
mod read;

pub(crate) use locate::{Corner, corners};
pub(crate) use read::read_corner;
