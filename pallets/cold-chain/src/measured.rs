//! Weights of pallet-cold-chain, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn register_device() -> Weight {
        Weight::from_parts(17969000, 948).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn retire_device() -> Weight {
        Weight::from_parts(17881000, 1081).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn attach() -> Weight {
        Weight::from_parts(50530000, 4008).saturating_add(T::DbWeight::get().reads_writes(4, 1))
    }
    fn detach() -> Weight {
        Weight::from_parts(21321000, 1684).saturating_add(T::DbWeight::get().reads_writes(4, 1))
    }
    fn submit_segment(l: u32) -> Weight {
        Weight::from_parts(181877167, 2812)
            .saturating_add(T::DbWeight::get().reads_writes(4, 2))
            .saturating_add(Weight::from_parts(15626514, 37).saturating_mul(u64::from(l)))
    }
    fn authorize_submit_segment() -> Weight {
        Weight::from_parts(88073000, 5582).saturating_add(T::DbWeight::get().reads_writes(5, 0))
    }
}
