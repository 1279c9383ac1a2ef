//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    /// A new set of `validators` validators, each with two proofs to check.
    fn set_validators(validators: u32) -> Weight;
    fn authorize_upgrade() -> Weight;
    fn enter_safe_mode() -> Weight;
    fn leave_safe_mode() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn set_validators(validators: u32) -> Weight {
        estimate(4, 6).saturating_add(Weight::from_parts(150_000_000, 0).saturating_mul(u64::from(validators)))
    }
    fn authorize_upgrade() -> Weight {
        estimate(1, 1)
    }
    fn enter_safe_mode() -> Weight {
        estimate(5, 1)
    }
    fn leave_safe_mode() -> Weight {
        estimate(1, 1)
    }
}
