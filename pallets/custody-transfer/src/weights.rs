//! Weights of this pallet's calls.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::{Weight, constants::ParityDbWeight};
use ledger_types::{CHUNK_PACKS, Lines};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn dispatch(lines: &Lines) -> Weight;
    /// Receipt, rejection and cancellation of `lines` lines.
    fn settle(lines: u32) -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

/// A range changing hands: its holding, both neighbours, up to three ranges written.
fn hand_over() -> Weight {
    estimate(6, 5)
}

impl WeightInfo for () {
    fn dispatch(lines: &Lines) -> Weight {
        let chunks: u64 =
            lines.iter().map(|line| u64::from(line.end.saturating_sub(line.start) / CHUNK_PACKS + 2)).sum();
        // Only packs that exist are looked at: no more than the largest batch has, in each line.
        let most = lines.len() as u64 * u64::from(ledger_types::batch::MAX_PACKS / CHUNK_PACKS + 2);
        let chunk = Weight::from_parts(3_000_000, 512).saturating_add(ParityDbWeight::get().reads(1));
        estimate(6, 2)
            .saturating_add(hand_over().saturating_mul(lines.len() as u64))
            .saturating_add(chunk.saturating_mul(chunks.min(most)))
    }
    fn settle(lines: u32) -> Weight {
        estimate(4, 1).saturating_add(hand_over().saturating_mul(u64::from(lines)))
    }
}
