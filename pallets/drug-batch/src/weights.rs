//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;
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
    /// A change of one pack, in a chunk that has others that are not active.
    fn change_one() -> Weight;
    /// A change of one pack, the first of its chunk.
    fn change_first() -> Weight;
    /// A change of `packs` packs that lie apart, each in a chunk of its own and near full.
    fn change_list(packs: u32) -> Weight;
    /// A change of a range over `chunks` chunks.
    fn change_range(chunks: u32) -> Weight;
    /// Undoing a change of `packs` packs that lie apart.
    fn undo_list(packs: u32) -> Weight;
    /// Undoing a change of a range over `chunks` chunks.
    fn undo_range(chunks: u32) -> Weight;
    /// What any call costs at most that is refused before it looks at packs.
    fn refused() -> Weight;
    /// Looking at one chunk for changes that are too old.
    fn forget() -> Weight;
}

/// How many chunks a range touches at most. What reaches past the largest batch is refused before packs are looked at.
fn chunks(start: u32, end: u32) -> u32 {
    end.saturating_sub(start).min(MAX_PACKS) / CHUNK_PACKS + 2
}

/// The weight of changing the packs of a selection.
pub(crate) fn for_change<W: WeightInfo>(packs: &PackSelection) -> Weight {
    match packs {
        PackSelection::One(_) => W::change_one().max(W::change_first()),
        PackSelection::List(list) => W::change_list(list.len() as u32),
        PackSelection::Range { start, end } => W::change_range(chunks(*start, *end)),
    }
}

/// What a change turned out to cost, if less than thought: `first` tells whether it was the first of a chunk.
pub(crate) fn of_change<W: WeightInfo>(packs: &PackSelection, first: bool) -> Option<Weight> {
    (matches!(packs, PackSelection::One(_)) && !first).then(W::change_one)
}

/// The weight of undoing a change of the packs of a selection.
pub(crate) fn for_undo<W: WeightInfo>(packs: &PackSelection) -> Weight {
    match packs {
        PackSelection::One(_) => W::undo_list(1),
        PackSelection::List(list) => W::undo_list(list.len() as u32),
        PackSelection::Range { start, end } => W::undo_range(chunks(*start, *end)),
    }
}
