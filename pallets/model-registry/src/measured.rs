//! Weights of pallet-model-registry, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn propose_model() -> Weight {
        Weight::from_parts(51086000, 1838).saturating_add(DbWeight::get().reads_writes(5, 2))
    }
    fn endorse() -> Weight {
        Weight::from_parts(91977000, 2241).saturating_add(DbWeight::get().reads_writes(9, 7))
    }
    fn suspend_model() -> Weight {
        Weight::from_parts(41131000, 1463).saturating_add(DbWeight::get().reads_writes(4, 3))
    }
    fn withdraw_endorsement() -> Weight {
        Weight::from_parts(30416000, 1441).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
}
