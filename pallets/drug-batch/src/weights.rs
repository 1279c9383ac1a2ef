//! Weights of this pallet's calls.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::{Weight, constants::ParityDbWeight};
use ledger_types::CHUNK_PACKS;

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register_product() -> Weight;
    fn register_batch() -> Weight;
    fn release_batch() -> Weight;
    fn recall_batch() -> Weight;
    /// `packs`: how many the selection names.
    fn dispense(packs: u32) -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

/// The weight of reading, checking and writing the chunks of `packs` packs. A list may touch a chunk for each of its
/// packs, but is bounded; a range touches one chunk per 512 packs.
fn chunks(packs: u32) -> Weight {
    let touched = u64::from(packs.min(ledger_types::pack::MAX_LIST).max(packs / CHUNK_PACKS + 2));
    let db = ParityDbWeight::get();
    Weight::from_parts(5_000_000, 512).saturating_mul(touched).saturating_add(db.reads_writes(2 * touched, touched))
}

impl WeightInfo for () {
    fn register_product() -> Weight {
        estimate(4, 1)
    }
    fn register_batch() -> Weight {
        estimate(5, 2)
    }
    fn release_batch() -> Weight {
        estimate(4, 1)
    }
    fn recall_batch() -> Weight {
        estimate(4, 1)
    }
    fn dispense(packs: u32) -> Weight {
        if packs == 1 { estimate(6, 2) } else { estimate(4, 1).saturating_add(chunks(packs)) }
    }
}
