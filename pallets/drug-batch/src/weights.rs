//! Weights of this pallet's calls.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::{Weight, constants::ParityDbWeight};
use ledger_types::{CHUNK_PACKS, PackSelection, batch::MAX_PACKS};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register_product() -> Weight;
    fn register_batch() -> Weight;
    fn release_batch() -> Weight;
    fn recall_batch() -> Weight;
    fn dispense(packs: &PackSelection) -> Weight;
    /// What any call costs at most that is refused before it looks at packs.
    fn refused() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

/// The weight of reading, checking and writing the chunks of `packs` packs. A list may touch a chunk for each of its
/// packs, but is bounded; a range touches one chunk per 512 packs.
/// Work on `groups` groups of packs, each with so many reads and one write.
fn groups(groups: u64, reads: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(5_000_000, 512).saturating_mul(groups).saturating_add(db.reads_writes(reads * groups, groups))
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
    fn dispense(packs: &PackSelection) -> Weight {
        match packs {
            PackSelection::One(_) => estimate(8, 2),
            // A pack that lies alone costs its chunk twice, and its holding with the way to it.
            PackSelection::List(list) => estimate(4, 1).saturating_add(groups(list.len() as u64, 5)),
            // What reaches past the largest batch is refused before packs are looked at.
            PackSelection::Range { start, end } => {
                let packs = end.saturating_sub(*start).min(MAX_PACKS);
                estimate(7, 1).saturating_add(groups(u64::from(packs / CHUNK_PACKS) + 2, 2))
            }
        }
    }
    fn refused() -> Weight {
        estimate(4, 0)
    }
}
