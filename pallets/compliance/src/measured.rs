//! Weights of pallet-compliance, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn open_case(l: u32, c: u32) -> Weight {
        Weight::from_parts(1645761000, 1318)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1))
            .saturating_add(Weight::from_parts(17698771, 230).saturating_mul(u64::from(l)))
            .saturating_add(T::DbWeight::get().reads_writes(3, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(7758836, 0).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn advance_case() -> Weight {
        Weight::from_parts(54390000, 3754).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn find_illegitimate() -> Weight {
        Weight::from_parts(83522000, 3754).saturating_add(T::DbWeight::get().reads_writes(4, 6))
    }
    fn notify() -> Weight {
        Weight::from_parts(74718000, 5278).saturating_add(T::DbWeight::get().reads_writes(8, 4))
    }
    fn acknowledge() -> Weight {
        Weight::from_parts(18539000, 1626).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn close_case(l: u32, c: u32) -> Weight {
        Weight::from_parts(900083000, 2647)
            .saturating_add(T::DbWeight::get().reads_writes(2, 0))
            .saturating_add(Weight::from_parts(6382492, 305).saturating_mul(u64::from(l)))
            .saturating_add(T::DbWeight::get().reads_writes(2, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(8598968, 0).saturating_mul(u64::from(c)))
            .saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn ask() -> Weight {
        Weight::from_parts(40975000, 1621).saturating_add(T::DbWeight::get().reads_writes(5, 3))
    }
    fn answer() -> Weight {
        Weight::from_parts(23196000, 1404).saturating_add(T::DbWeight::get().reads_writes(4, 2))
    }
    fn purge_case(n: u32) -> Weight {
        Weight::from_parts(30198474, 243)
            .saturating_add(T::DbWeight::get().reads_writes(0, 2))
            .saturating_add(Weight::from_parts(831942, 0).saturating_mul(u64::from(n)))
            .saturating_add(T::DbWeight::get().reads_writes(0, 1).saturating_mul(u64::from(n)))
    }
    fn purge_duty() -> Weight {
        Weight::from_parts(18131000, 1057).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
}
