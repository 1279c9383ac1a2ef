//! Weights of pallet-participants, measured: made by `scripts/weigh`, not by hand.
//!
//! 8 steps, 6 repeats; time in picoseconds, proof in bytes; storage as [`DbWeight`] has it.

use frame_support::weights::{Weight, constants::ParityDbWeight as DbWeight};

impl crate::WeightInfo for () {
    fn register() -> Weight {
        Weight::from_parts(600482000, 9998).saturating_add(DbWeight::get().reads_writes(73, 10))
    }
    fn grant_licence() -> Weight {
        Weight::from_parts(22934000, 871).saturating_add(DbWeight::get().reads_writes(2, 1))
    }
    fn suspend() -> Weight {
        Weight::from_parts(30896000, 1337).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
    fn reinstate() -> Weight {
        Weight::from_parts(19389000, 1063).saturating_add(DbWeight::get().reads_writes(1, 1))
    }
    fn add_operator() -> Weight {
        Weight::from_parts(51407000, 1069).saturating_add(DbWeight::get().reads_writes(6, 3))
    }
    fn remove_operator() -> Weight {
        Weight::from_parts(33490000, 893).saturating_add(DbWeight::get().reads_writes(6, 2))
    }
    fn revoke_licence() -> Weight {
        Weight::from_parts(20991000, 871).saturating_add(DbWeight::get().reads_writes(1, 1))
    }
    fn revoke() -> Weight {
        Weight::from_parts(503348000, 7363).saturating_add(DbWeight::get().reads_writes(67, 5))
    }
    fn recover() -> Weight {
        Weight::from_parts(566782000, 8793).saturating_add(DbWeight::get().reads_writes(68, 7))
    }
    fn set_delegate() -> Weight {
        Weight::from_parts(512702000, 8465).saturating_add(DbWeight::get().reads_writes(69, 3))
    }
    fn set_site() -> Weight {
        Weight::from_parts(35272000, 948).saturating_add(DbWeight::get().reads_writes(5, 2))
    }
    fn remove_site() -> Weight {
        Weight::from_parts(30135000, 1200).saturating_add(DbWeight::get().reads_writes(5, 2))
    }
    fn admit() -> Weight {
        Weight::from_parts(24397000, 986).saturating_add(DbWeight::get().reads_writes(4, 1))
    }
}
