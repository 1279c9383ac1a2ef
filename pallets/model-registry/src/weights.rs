//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn propose_model() -> Weight;
    fn endorse() -> Weight;
    fn suspend_model() -> Weight;
    fn withdraw_endorsement() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn propose_model() -> Weight {
        estimate(5, 2)
    }
    fn endorse() -> Weight {
        estimate(7, 7)
    }
    fn suspend_model() -> Weight {
        estimate(5, 3)
    }
    fn withdraw_endorsement() -> Weight {
        estimate(4, 1)
    }
}
