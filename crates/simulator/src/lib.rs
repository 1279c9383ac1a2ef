//! Simulates a national medicine supply chain and writes it in world format 1.
//!
//! Packs move physically; the ledger learns of it by events, late or wrongly at times; scanners see packs. Makers,
//! wholesalers, parallel importers, pharmacies, hospitals and patients go about their business with everyday mess, and some
//! of them do wrong. The truth about each scan stands in the labels.
//!
//! Everything follows from one seed. Each subject has its own stream of chance, and each seed its own habits.

pub mod attack;
pub mod code;
pub mod config;
pub mod counter;
pub mod dice;
pub mod flow;
pub mod geography;
pub mod goods;
pub mod habits;
pub mod ledger;
pub mod mess;
pub mod out;
pub mod run;
pub mod sensors;
pub mod sim;
pub mod sites;

pub use run::{Preset, Settings, Shift, simulate};
