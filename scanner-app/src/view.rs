//! What the screens look like. Nothing is decided here.

pub mod gallery;
pub mod scan;
pub mod settings;
pub mod verdict_card;
