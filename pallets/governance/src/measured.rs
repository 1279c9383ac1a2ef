//! Weights of pallet-governance, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn set_validators(v: u32) -> Weight {
        Weight::from_parts(58313499, 39)
            .saturating_add(DbWeight::get().reads_writes(2, 3))
            .saturating_add(Weight::from_parts(90040625, 0).saturating_mul(u64::from(v)))
    }
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(13220000, 39).saturating_add(DbWeight::get().reads_writes(0, 1))
    }
    fn enter_safe_mode() -> Weight {
        Weight::from_parts(26069000, 664).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn leave_safe_mode() -> Weight {
        Weight::from_parts(14752000, 151).saturating_add(DbWeight::get().reads_writes(2, 1))
    }
}
