//! Weights of this pallet's calls.

use frame_support::weights::{Weight, constants::ParityDbWeight};

/// Weights of the calls of [`crate::Pallet`].
#[allow(missing_docs, reason = "one function a call, of the same name")]
pub trait WeightInfo {
    fn register() -> Weight;
    fn grant_licence() -> Weight;
    fn suspend() -> Weight;
    fn reinstate() -> Weight;
    fn add_operator() -> Weight;
    fn remove_operator() -> Weight;
    fn revoke_licence() -> Weight;
    fn revoke() -> Weight;
    fn recover() -> Weight;
    fn set_delegate() -> Weight;
    fn set_site() -> Weight;
    fn remove_site() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
    let db = ParityDbWeight::get();
    Weight::from_parts(20_000_000, 512 * reads).saturating_add(db.reads_writes(reads, writes))
}

impl WeightInfo for () {
    fn register() -> Weight {
        estimate(9, 7)
    }
    fn grant_licence() -> Weight {
        estimate(2, 1)
    }
    fn suspend() -> Weight {
        estimate(4, 1)
    }
    fn reinstate() -> Weight {
        estimate(2, 1)
    }
    fn add_operator() -> Weight {
        estimate(6, 3)
    }
    fn remove_operator() -> Weight {
        estimate(6, 2)
    }
    fn revoke_licence() -> Weight {
        estimate(2, 1)
    }
    fn revoke() -> Weight {
        estimate(4, 3)
    }
    fn recover() -> Weight {
        estimate(8, 5)
    }
    fn set_delegate() -> Weight {
        estimate(8, 3)
    }
    fn set_site() -> Weight {
        estimate(6, 2)
    }
    fn remove_site() -> Weight {
        estimate(6, 2)
    }
}
