//! What the calls cost. The figures, in `measured.rs`, are made by `scripts/weigh`.

use frame_support::weights::Weight;

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register() -> Weight;
    fn grant_licence() -> Weight;
    fn suspend() -> Weight;
    fn reinstate() -> Weight;
    fn add_operator() -> Weight;
    fn remove_operator() -> Weight;
    fn revoke_licence() -> Weight;
    fn revoke() -> Weight;
    fn recover() -> Weight;
    fn set_delegate() -> Weight;
    fn set_site() -> Weight;
    fn remove_site() -> Weight;
}
