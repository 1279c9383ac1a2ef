//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register_device() -> Weight;
    fn retire_device() -> Weight;
    fn attach() -> Weight;
    fn detach() -> Weight;
    /// A segment of a shipment with `lines` lines, all of which it shows to be breached.
    fn submit_segment(lines: u32) -> Weight;
    /// Checking who sent a segment.
    fn authorize_submit_segment() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn register_device() -> Weight {
        estimate(5, 1)
    }
    fn retire_device() -> Weight {
        estimate(5, 1)
    }
    fn attach() -> Weight {
        estimate(6, 1)
    }
    fn detach() -> Weight {
        estimate(6, 2)
    }
    fn submit_segment(lines: u32) -> Weight {
        estimate(5, 3).saturating_add(estimate(8, 5).saturating_mul(u64::from(lines)))
    }
    fn authorize_submit_segment() -> Weight {
        estimate(3, 0).saturating_add(Weight::from_parts(80_000_000, 0))
    }
}
