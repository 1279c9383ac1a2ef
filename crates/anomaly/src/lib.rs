//! The anomaly model: what is measured of a scan, how it is scored, and why.
//!
//! Facts go into an [`engine::Engine`]; each scan comes out as [`spec::Features`], integers alone. A [`model::Model`]
//! scores them, [`policy::Policy`] decides with rules, scores and incident monitors, [`explain`] says why. All is integer
//! arithmetic without random state, so that every machine comes to the same result.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod decayed;
pub mod engine;
pub mod explain;
pub mod fact;
pub mod geo;
pub mod hash;
pub mod model;
pub mod monitor;
pub mod number;
pub mod policy;
pub mod spec;

pub use engine::{Engine, Limits, Measured, Subjects};
pub use model::Model;
pub use spec::{FEATURES, Features, MISSING};
