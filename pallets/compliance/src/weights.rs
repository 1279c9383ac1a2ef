//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    /// Opening a case over `lines` lines, with `chunks` chunks of pack states to put into quarantine.
    fn open_case(lines: u32, chunks: u32) -> Weight;
    fn advance_case() -> Weight;
    fn find_illegitimate() -> Weight;
    fn notify() -> Weight;
    fn acknowledge() -> Weight;
    /// Closing a case over `lines` lines, with `chunks` chunks of pack states in quarantine.
    fn close_case(lines: u32, chunks: u32) -> Weight;
    fn ask() -> Weight;
    fn answer() -> Weight;
    /// Removing a case with `notices` notices.
    fn purge_case(notices: u32) -> Weight;
    fn purge_duty() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn open_case(lines: u32, chunks: u32) -> Weight {
        estimate(5, 3)
            .saturating_add(estimate(6, 2).saturating_mul(u64::from(lines)))
            .saturating_add(estimate(1, 1).saturating_mul(u64::from(chunks)))
    }
    fn advance_case() -> Weight {
        estimate(4, 1)
    }
    fn find_illegitimate() -> Weight {
        estimate(5, 4)
    }
    fn notify() -> Weight {
        estimate(7, 4)
    }
    fn acknowledge() -> Weight {
        estimate(4, 1)
    }
    fn close_case(lines: u32, chunks: u32) -> Weight {
        Self::open_case(lines, chunks)
    }
    fn ask() -> Weight {
        estimate(6, 2)
    }
    fn answer() -> Weight {
        estimate(4, 1)
    }
    fn purge_case(notices: u32) -> Weight {
        estimate(5, 2).saturating_add(estimate(1, 1).saturating_mul(u64::from(notices)))
    }
    fn purge_duty() -> Weight {
        estimate(4, 1)
    }
}
