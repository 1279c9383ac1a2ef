//! Trains, quantises, calibrates and judges the anomaly model on worlds in format 1.
//!
//! A world becomes a table of integer features ([`table`]); trees are grown on it ([`boost`], [`forest`]) and become integers
//! ([`quantise`]); thresholds keep a budget of false alarms ([`conformal`]).

mod error;

pub mod boost;
pub mod calibrate;
pub mod card;
pub mod conformal;
pub mod evaluate;
pub mod export;
pub mod forest;
pub mod grown;
pub mod judge;
pub mod logistic;
pub mod measure;
pub mod monitors;
pub mod plot;
pub mod quantise;
pub mod sample;
pub mod seeded;
pub mod table;
pub mod train;

pub use error::Error;
