//! Weights of pallet-custody-transfer, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn dispatch(l: u32, c: u32) -> Weight {
        Weight::from_parts(1614866000, 3867)
            .saturating_add(T::DbWeight::get().reads_writes(7, 2))
            .saturating_add(Weight::from_parts(17897321, 245).saturating_mul(u64::from(l)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(1192434, 4).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(1, 0).saturating_mul(u64::from(c)))
    }
    fn settle(l: u32) -> Weight {
        Weight::from_parts(28437389, 1669)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1))
            .saturating_add(Weight::from_parts(19382528, 182).saturating_mul(u64::from(l)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(l)))
    }
    fn pack(l: u32, c: u32) -> Weight {
        Weight::from_parts(1588376, 1362)
            .saturating_add(T::DbWeight::get().reads_writes(4, 1))
            .saturating_add(Weight::from_parts(15489721, 108).saturating_mul(u64::from(l)))
            .saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(25791269, 234).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn unpack() -> Weight {
        Weight::from_parts(732388000, 19716).saturating_add(T::DbWeight::get().reads_writes(68, 129))
    }
    fn contents() -> Weight {
        Weight::from_parts(232312000, 14993).saturating_add(T::DbWeight::get().reads_writes(64, 0))
    }
    fn refused() -> Weight {
        Weight::from_parts(23398000, 2299).saturating_add(T::DbWeight::get().reads_writes(5, 0))
    }
}
