//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn propose_model() -> Weight;
    fn endorse() -> Weight;
    fn suspend_model() -> Weight;
    fn withdraw_endorsement() -> Weight;
}
