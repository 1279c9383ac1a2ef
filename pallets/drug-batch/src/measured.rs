//! Weights of pallet-drug-batch, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn register_product() -> Weight {
        Weight::from_parts(23627000, 948).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn register_batch() -> Weight {
        Weight::from_parts(27560000, 1306).saturating_add(T::DbWeight::get().reads_writes(4, 2))
    }
    fn release_batch() -> Weight {
        Weight::from_parts(19291000, 1412).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn recall_batch() -> Weight {
        Weight::from_parts(18732000, 1412).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn recall_packs() -> Weight {
        Weight::from_parts(19636000, 1412).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn recall_product() -> Weight {
        Weight::from_parts(19040000, 1408).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn change_one() -> Weight {
        Weight::from_parts(48930000, 6563).saturating_add(T::DbWeight::get().reads_writes(7, 2))
    }
    fn change_first() -> Weight {
        Weight::from_parts(43044000, 1953).saturating_add(T::DbWeight::get().reads_writes(7, 3))
    }
    fn change_list(p: u32) -> Weight {
        Weight::from_parts(42831000, 7337)
            .saturating_add(T::DbWeight::get().reads_writes(5, 1))
            .saturating_add(Weight::from_parts(22499268, 7).saturating_mul(u64::from(p)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(p)))
    }
    fn change_range(c: u32) -> Weight {
        Weight::from_parts(147752000, 2323)
            .saturating_add(T::DbWeight::get().reads_writes(20, 1))
            .saturating_add(Weight::from_parts(9122975, 0).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
    }
    fn undo_list(p: u32) -> Weight {
        Weight::from_parts(59857000, 8255)
            .saturating_add(T::DbWeight::get().reads_writes(5, 1))
            .saturating_add(Weight::from_parts(32827875, 4).saturating_mul(u64::from(p)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(p)))
    }
    fn undo_range(c: u32) -> Weight {
        Weight::from_parts(154098000, 5150)
            .saturating_add(T::DbWeight::get().reads_writes(20, 1))
            .saturating_add(Weight::from_parts(13020577, 1).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
    }
    fn refused() -> Weight {
        Weight::from_parts(18620000, 1783).saturating_add(T::DbWeight::get().reads_writes(4, 0))
    }
    fn forget() -> Weight {
        Weight::from_parts(11112000, 4475).saturating_add(T::DbWeight::get().reads_writes(2, 1))
    }
}
