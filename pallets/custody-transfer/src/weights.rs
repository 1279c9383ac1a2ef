//! Weights of this pallet's calls.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    /// Dispatch of `lines` lines, with `chunks` chunks of pack states looked at.
    fn dispatch(lines: u32, chunks: u32) -> Weight;
    /// Looking up what is in a container.
    fn contents() -> Weight;
    /// Receipt, rejection and cancellation of `lines` lines.
    fn settle(lines: u32) -> Weight;
    /// Packing of `lines` lines and `children` containers.
    fn pack(lines: u32, children: u32) -> Weight;
    /// Taking a full container apart.
    fn unpack() -> Weight;
    /// What any call costs at most that is refused before it looks at packs.
    fn refused() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

/// A range changing hands: batch and product, its holding, both neighbours, up to three ranges written.
fn hand_over() -> Weight {
    estimate(9, 5)
}

impl WeightInfo for () {
    fn dispatch(lines: u32, chunks: u32) -> Weight {
        let chunk = Weight::from_parts(3_000_000, 512).saturating_add(ParityDbWeight::get().reads(1));
        estimate(8, 2)
            .saturating_add(hand_over().saturating_mul(u64::from(lines)))
            .saturating_add(chunk.saturating_mul(u64::from(chunks)))
    }
    fn contents() -> Weight {
        estimate(65, 0)
    }
    fn settle(lines: u32) -> Weight {
        estimate(4, 1).saturating_add(hand_over().saturating_mul(u64::from(lines)))
    }
    fn pack(lines: u32, children: u32) -> Weight {
        estimate(5, 1)
            .saturating_add(estimate(4, 1).saturating_mul(u64::from(lines)))
            .saturating_add(estimate(12, 1).saturating_mul(u64::from(children)))
    }
    fn unpack() -> Weight {
        estimate(70, 130)
    }
    fn refused() -> Weight {
        estimate(8, 0)
    }
}
