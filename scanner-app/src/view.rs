//! What the screens look like. Nothing is decided here.

pub mod icon;
pub mod scan;
pub mod settings;
pub mod style;
pub mod verdict_card;
