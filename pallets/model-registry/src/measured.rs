//! Weights of pallet-model-registry, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn propose_model() -> Weight {
        Weight::from_parts(36085000, 1838).saturating_add(T::DbWeight::get().reads_writes(4, 2))
    }
    fn endorse() -> Weight {
        Weight::from_parts(63578000, 2241).saturating_add(T::DbWeight::get().reads_writes(8, 7))
    }
    fn suspend_model() -> Weight {
        Weight::from_parts(27531000, 1463).saturating_add(T::DbWeight::get().reads_writes(3, 3))
    }
    fn withdraw_endorsement() -> Weight {
        Weight::from_parts(19174000, 1441).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
}
