//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;

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
