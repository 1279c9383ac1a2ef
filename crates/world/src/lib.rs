//! World format 1: one supply chain over some time, in a folder of files. Who exists, what the ledger recorded, what scanners
//! saw, and, apart from these, what was really going on.
//!
//! [`Writer`] writes a world, [`Folder`] reads one. Whoever scores scans reads everything but the labels, and never looks
//! ahead of the scan that it scores.

mod error;
mod read;
mod row;
mod write;

pub use error::Error;
pub use read::{Folder, Rows};
pub use row::{
    Batch, Class, Event, EventKind, Intent, Label, Manifest, Pack, Place, Product, Reading, Role, Scan, ScoreRow, Site,
    SiteKind,
};
pub use write::{Writer, write_scores};

/// What `world.json` calls the format.
pub const FORMAT: &str = "medtrail-world/1";

/// The files of a world.
pub const FILES: [&str; 9] = [
    "world.json",
    "sites.csv",
    "products.csv",
    "batches.csv",
    "packs.csv",
    "ledger.csv",
    "scans.csv",
    "sensors.csv",
    "labels.csv",
];

/// Seconds since 1970-01-01 UTC.
pub type Time = i64;
