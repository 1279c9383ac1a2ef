//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};
use ledger_types::{CHUNK_PACKS, PackSelection, batch::MAX_PACKS};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register_product() -> Weight;
    fn register_batch() -> Weight;
    fn release_batch() -> Weight;
    fn recall_batch() -> Weight;
    fn recall_packs() -> Weight;
    fn recall_product() -> Weight;
    /// A change of one pack.
    fn change_one() -> Weight;
    /// A change of `packs` packs that lie apart, each in a chunk of its own and near full.
    fn change_list(packs: u32) -> Weight;
    /// A change of a range over `chunks` chunks.
    fn change_range(chunks: u32) -> Weight;
    /// What any call costs at most that is refused before it looks at packs.
    fn refused() -> Weight;
    /// Looking at one chunk for changes that are too old.
    fn forget() -> Weight;
}

/// The weight of changing the packs of a selection.
pub(crate) fn for_selection<W: WeightInfo>(packs: &PackSelection) -> Weight {
    match packs {
        PackSelection::One(_) => W::change_one(),
        PackSelection::List(list) => W::change_list(list.len() as u32),
        // What reaches past the largest batch is refused before packs are looked at.
        PackSelection::Range { start, end } => {
            W::change_range(end.saturating_sub(*start).min(MAX_PACKS) / CHUNK_PACKS + 2)
        }
    }
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

fn groups(groups: u32, reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(8_000_000, 512).saturating_add(db.reads_writes(reads, writes)).saturating_mul(u64::from(groups))
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
    fn recall_packs() -> Weight {
        estimate(4, 1)
    }
    fn recall_product() -> Weight {
        estimate(4, 1)
    }
    fn change_one() -> Weight {
        estimate(9, 3)
    }
    fn change_list(packs: u32) -> Weight {
        estimate(5, 1).saturating_add(groups(packs, 4, 2))
    }
    fn change_range(chunks: u32) -> Weight {
        estimate(7, 1).saturating_add(groups(chunks, 2, 2))
    }
    fn refused() -> Weight {
        estimate(5, 0)
    }
    fn forget() -> Weight {
        estimate(4, 2)
    }
}
