//! Weights of this pallet's calls.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register() -> Weight;
    fn grant_licence() -> Weight;
    fn suspend() -> Weight;
    fn reinstate() -> Weight;
    fn add_operator() -> Weight;
    fn remove_operator() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn register() -> Weight {
        estimate(9, 6)
    }
    fn grant_licence() -> Weight {
        estimate(4, 1)
    }
    fn suspend() -> Weight {
        estimate(4, 1)
    }
    fn reinstate() -> Weight {
        estimate(4, 1)
    }
    fn add_operator() -> Weight {
        estimate(6, 3)
    }
    fn remove_operator() -> Weight {
        estimate(5, 2)
    }
}
