//! Weights of pallet-cold-chain, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn register_device() -> Weight {
        Weight::from_parts(29654000, 948).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn retire_device() -> Weight {
        Weight::from_parts(29043000, 1081).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn attach() -> Weight {
        Weight::from_parts(74300000, 4008).saturating_add(DbWeight::get().reads_writes(5, 1))
    }
    fn detach() -> Weight {
        Weight::from_parts(37105000, 1684).saturating_add(DbWeight::get().reads_writes(5, 1))
    }
    fn submit_segment(l: u32) -> Weight {
        Weight::from_parts(216208161, 2812)
            .saturating_add(DbWeight::get().reads_writes(5, 2))
            .saturating_add(Weight::from_parts(21492296, 37).saturating_mul(u64::from(l)))
    }
    fn authorize_submit_segment() -> Weight {
        Weight::from_parts(113709000, 5582).saturating_add(DbWeight::get().reads_writes(6, 0))
    }
}
