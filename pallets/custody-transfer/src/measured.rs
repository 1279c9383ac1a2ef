//! Weights of pallet-custody-transfer, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn dispatch(l: u32, c: u32) -> Weight {
        Weight::from_parts(80039291, 3747)
            .saturating_add(DbWeight::get().reads_writes(9, 2))
            .saturating_add(Weight::from_parts(53350489, 246).saturating_mul(u64::from(l)))
            .saturating_add(DbWeight::get().reads_writes(2, 3).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(5435025, 4).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(1, 0).saturating_mul(u64::from(c)))
    }
    fn settle(l: u32) -> Weight {
        Weight::from_parts(28483146, 1668)
            .saturating_add(DbWeight::get().reads_writes(4, 1))
            .saturating_add(Weight::from_parts(34174749, 182).saturating_mul(u64::from(l)))
            .saturating_add(DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(l)))
    }
    fn pack(l: u32, c: u32) -> Weight {
        Weight::from_parts(1786074000, 1321)
            .saturating_add(DbWeight::get().reads_writes(5, 1))
            .saturating_add(Weight::from_parts(14106624, 108).saturating_mul(u64::from(l)))
            .saturating_add(DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(l)))
            .saturating_add(Weight::from_parts(34663857, 235).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(1, 1).saturating_mul(u64::from(c)))
    }
    fn unpack() -> Weight {
        Weight::from_parts(1099334000, 19716).saturating_add(DbWeight::get().reads_writes(69, 129))
    }
    fn contents() -> Weight {
        Weight::from_parts(390620000, 14993).saturating_add(DbWeight::get().reads_writes(64, 0))
    }
    fn refused() -> Weight {
        Weight::from_parts(36244000, 2299).saturating_add(DbWeight::get().reads_writes(6, 0))
    }
}
