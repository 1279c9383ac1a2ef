//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;

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
