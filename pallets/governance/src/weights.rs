//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    /// A new set of `validators` validators, each with two proofs to check.
    fn set_validators(validators: u32) -> Weight;
    fn authorize_upgrade() -> Weight;
    fn enter_safe_mode() -> Weight;
    fn leave_safe_mode() -> Weight;
}
