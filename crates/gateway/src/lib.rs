//! The gateway between the ledger and those who ask about packs.
//!
//! - [`index`]: what happened on the chain, in order and in words, rebuilt from the chain whenever that is wished;
//! - [`serials`]: makers' lists of serials, encrypted, and the proof of one pack for whoever presents its code;
//! - [`snapshots`]: all records that verdicts rest on, for scanners without a network;
//! - [`scans`], [`links`]: scans that are reported, and where a resolver leads;
//! - [`watch`]: what the anomaly model says of scans, and what comes of alarms;
//! - [`api`]: all of it over HTTP; [`metrics`]: figures;
//! - [`database`]: SQLite or PostgreSQL below all of it.
//!
//! Nobody has to believe a gateway. Scanners check its proofs against the chain, and a gateway that lies can withhold, but not
//! make a pack genuine.

pub mod api;
pub mod database;
pub mod index;
pub mod links;
pub mod metrics;
pub mod scans;
pub mod serials;
pub mod snapshots;
pub mod watch;
