//! Weights of pallet-compliance, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn open_case(l: u32, c: u32) -> Weight {
        Weight::from_parts(1700575065, 1306)
            .saturating_add(DbWeight::get().reads_writes(3, 1))
            .saturating_add(Weight::from_parts(17062963, 230).saturating_mul(u64::from(l)))
            .saturating_add(DbWeight::get().reads_writes(3, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(11156861, 0).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn advance_case() -> Weight {
        Weight::from_parts(66689000, 3754).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn find_illegitimate() -> Weight {
        Weight::from_parts(108531000, 3754).saturating_add(DbWeight::get().reads_writes(5, 6))
    }
    fn notify() -> Weight {
        Weight::from_parts(98116000, 5278).saturating_add(DbWeight::get().reads_writes(9, 4))
    }
    fn acknowledge() -> Weight {
        Weight::from_parts(29844000, 1626).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn close_case(l: u32, c: u32) -> Weight {
        Weight::from_parts(1205231000, 2845)
            .saturating_add(DbWeight::get().reads_writes(3, 0))
            .saturating_add(Weight::from_parts(13799297, 305).saturating_mul(u64::from(l)))
            .saturating_add(DbWeight::get().reads_writes(2, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(13008498, 0).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn ask() -> Weight {
        Weight::from_parts(52608000, 1621).saturating_add(DbWeight::get().reads_writes(6, 3))
    }
    fn answer() -> Weight {
        Weight::from_parts(37205000, 1404).saturating_add(DbWeight::get().reads_writes(5, 2))
    }
    fn purge_case(n: u32) -> Weight {
        Weight::from_parts(41380811, 243)
            .saturating_add(DbWeight::get().reads_writes(0, 2))
            .saturating_add(Weight::from_parts(857399, 0).saturating_mul(u64::from(n)))
            .saturating_add(DbWeight::get().reads_writes(0, 1).saturating_mul(u64::from(n)))
    }
    fn purge_duty() -> Weight {
        Weight::from_parts(24997000, 1057).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
}
