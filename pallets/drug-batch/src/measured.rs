//! Weights of pallet-drug-batch, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn register_product() -> Weight {
        Weight::from_parts(33019000, 948).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn register_batch() -> Weight {
        Weight::from_parts(39789000, 1306).saturating_add(DbWeight::get().reads_writes(5, 2))
    }
    fn release_batch() -> Weight {
        Weight::from_parts(31957000, 1412).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn recall_batch() -> Weight {
        Weight::from_parts(30685000, 1412).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn recall_packs() -> Weight {
        Weight::from_parts(29854000, 1412).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn recall_product() -> Weight {
        Weight::from_parts(30105000, 1408).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn change_one() -> Weight {
        Weight::from_parts(77605000, 6563).saturating_add(DbWeight::get().reads_writes(8, 3))
    }
    fn change_list(p: u32) -> Weight {
        Weight::from_parts(77465000, 8506)
            .saturating_add(DbWeight::get().reads_writes(6, 1))
            .saturating_add(Weight::from_parts(35317821, 4).saturating_mul(u64::from(p)))
            .saturating_add(DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(p)))
    }
    fn change_range(c: u32) -> Weight {
        Weight::from_parts(81986524, 2323)
            .saturating_add(DbWeight::get().reads_writes(21, 1))
            .saturating_add(Weight::from_parts(12318616, 0).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
    }
    fn undo_list(p: u32) -> Weight {
        Weight::from_parts(92047000, 8506)
            .saturating_add(DbWeight::get().reads_writes(6, 1))
            .saturating_add(Weight::from_parts(50874580, 4).saturating_mul(u64::from(p)))
            .saturating_add(DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(p)))
    }
    fn undo_range(c: u32) -> Weight {
        Weight::from_parts(271744000, 5568)
            .saturating_add(DbWeight::get().reads_writes(21, 1))
            .saturating_add(Weight::from_parts(21545111, 1).saturating_mul(u64::from(c)))
            .saturating_add(DbWeight::get().reads_writes(2, 2).saturating_mul(u64::from(c)))
    }
    fn refused() -> Weight {
        Weight::from_parts(30315000, 1783).saturating_add(DbWeight::get().reads_writes(5, 0))
    }
    fn forget() -> Weight {
        Weight::from_parts(20971000, 4475).saturating_add(DbWeight::get().reads_writes(3, 1))
    }
}
