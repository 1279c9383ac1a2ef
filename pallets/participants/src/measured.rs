//! Weights of pallet-participants, measured: made by `scripts/weigh`, not by hand.
//!
//! 10 steps, 8 repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.

use core::marker::PhantomData;

use frame_support::{traits::Get, weights::Weight};

/// The weights that were measured.
#[derive(Debug)]
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {
    fn register() -> Weight {
        Weight::from_parts(163809000, 9998).saturating_add(T::DbWeight::get().reads_writes(73, 10))
    }
    fn grant_licence() -> Weight {
        Weight::from_parts(13471000, 871).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn suspend() -> Weight {
        Weight::from_parts(17652000, 1337).saturating_add(T::DbWeight::get().reads_writes(3, 1))
    }
    fn reinstate() -> Weight {
        Weight::from_parts(12127000, 1063).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn add_operator() -> Weight {
        Weight::from_parts(32167000, 1069).saturating_add(T::DbWeight::get().reads_writes(5, 3))
    }
    fn remove_operator() -> Weight {
        Weight::from_parts(19934000, 893).saturating_add(T::DbWeight::get().reads_writes(5, 2))
    }
    fn revoke_licence() -> Weight {
        Weight::from_parts(13275000, 871).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn revoke() -> Weight {
        Weight::from_parts(126804000, 7363).saturating_add(T::DbWeight::get().reads_writes(67, 5))
    }
    fn recover() -> Weight {
        Weight::from_parts(160495000, 8793).saturating_add(T::DbWeight::get().reads_writes(68, 7))
    }
    fn set_delegate() -> Weight {
        Weight::from_parts(142693000, 8465).saturating_add(T::DbWeight::get().reads_writes(68, 3))
    }
    fn set_site() -> Weight {
        Weight::from_parts(25931000, 948).saturating_add(T::DbWeight::get().reads_writes(4, 2))
    }
    fn remove_site() -> Weight {
        Weight::from_parts(18217000, 1200).saturating_add(T::DbWeight::get().reads_writes(4, 2))
    }
}
