//! Weights of pallet-governance, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn set_validators(v: u32) -> Weight {
        Weight::from_parts(1564552954, 39)
            .saturating_add(T::DbWeight::get().reads_writes(2, 4))
            .saturating_add(Weight::from_parts(161759836, 0).saturating_mul(u64::from(v)))
    }
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(11875000, 39).saturating_add(T::DbWeight::get().reads_writes(0, 1))
    }
    fn enter_safe_mode() -> Weight {
        Weight::from_parts(23184000, 664).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn leave_safe_mode() -> Weight {
        Weight::from_parts(11330000, 151).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
}
