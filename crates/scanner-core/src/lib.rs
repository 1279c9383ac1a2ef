//! What the Medtrail scanner decides, for whatever draws it: no screen, no network, no files, no threads and no clock.
//!
//! Time comes in as numbers, data as bytes, and both go out again as values; every module is one job.

pub mod doctor;
pub mod history;
pub mod run;
mod sentences;
pub mod sound;
pub mod typed;
pub mod wedge;

pub use sentences::all as every_sentence;
