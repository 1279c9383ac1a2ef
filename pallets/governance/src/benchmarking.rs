//! Benchmarks of the calls, each at its most expensive.

use alloc::vec::Vec;

use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use ledger_types::Kind;
use pallet_grandpa::AuthorityId as GrandpaId;
use pallet_participants::benchmarking::{council, enrol};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::RuntimeAppPublic;

use ledger_types::{ValidatorKeys, validator::MAX_VALIDATORS};

use crate::{Call, Config, Pallet, SafeModeUntil};

/// A validator with keys in the keystore, and the proof that it has them.
fn validator() -> Option<ValidatorKeys> {
    let owner = [7; 32];
    let (mut aura, mut grandpa) = (AuraId::generate_pair(None), GrandpaId::generate_pair(None));
    let bytes = |proof: &[u8]| <[u8; 64]>::try_from(proof).ok();
    let (aura_proof, grandpa_proof) =
        (aura.generate_proof_of_possession(&owner)?, grandpa.generate_proof_of_possession(&owner)?);
    let proof = (bytes(aura_proof.as_ref())?, bytes(grandpa_proof.as_ref())?);
    let key = |key: &[u8]| <[u8; 32]>::try_from(key).ok();
    let (aura, grandpa) = (key(aura.as_ref())?, key(grandpa.as_ref())?);
    Some(ValidatorKeys { owner, aura, grandpa, proof })
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_validators(v: Linear<1, { MAX_VALIDATORS }>) -> Result<(), BenchmarkError> {
        let validators: Vec<ValidatorKeys> = (0..v).filter_map(|_| validator()).collect();
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, validators.try_into().unwrap_or_default());
        assert_eq!(pallet_grandpa::CurrentSetId::<T>::get(), 1);
        Ok(())
    }

    #[benchmark]
    fn authorize_upgrade() -> Result<(), BenchmarkError> {
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, T::Hash::default());
        Ok(())
    }

    #[benchmark]
    fn enter_safe_mode() {
        let (_, regulator) = enrol::<T>(Kind::Regulator);
        #[extrinsic_call]
        _(RawOrigin::Signed(regulator));
        assert!(Pallet::<T>::in_safe_mode());
    }

    #[benchmark]
    fn leave_safe_mode() -> Result<(), BenchmarkError> {
        SafeModeUntil::<T>::put(u64::MAX);
        let origin = council::<T>()?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin);
        Ok(())
    }
}
