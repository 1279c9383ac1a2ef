//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.
//!
//! Estimates, not measurements: storage accesses counted by hand, plus a fixed time for the work between them that is
//! far above what such code takes. To be replaced by benchmark results.

use frame_support::weights::Weight;

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
