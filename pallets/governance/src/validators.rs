//! Changing who makes and finalises blocks.

use alloc::{collections::BTreeSet, vec::Vec};

use frame_support::{BoundedVec, ensure, pallet_prelude::*};
use ledger_types::{ValidatorKeys, validator::MAX_VALIDATORS};
use pallet_grandpa::AuthorityId as GrandpaId;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{ed25519, sr25519};
use sp_runtime::RuntimeAppPublic;

use crate::{Config, Error, Event, Pallet, SetEnds};

fn aura(keys: &ValidatorKeys) -> AuraId {
    sr25519::Public::from_raw(keys.aura).into()
}

fn grandpa(keys: &ValidatorKeys) -> GrandpaId {
    ed25519::Public::from_raw(keys.grandpa).into()
}

/// Whether the owner has both keys.
fn are_proven(keys: &ValidatorKeys) -> bool {
    let (of_aura, of_grandpa) = keys.proof;
    let of_aura = sr25519::Signature::from_raw(of_aura).into();
    let of_grandpa = ed25519::Signature::from_raw(of_grandpa).into();
    RuntimeAppPublic::verify_proof_of_possession(&aura(keys), &keys.owner, &of_aura)
        && RuntimeAppPublic::verify_proof_of_possession(&grandpa(keys), &keys.owner, &of_grandpa)
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_validators(validators: &[ValidatorKeys]) -> DispatchResult {
        ensure!((1..=MAX_VALIDATORS as usize).contains(&validators.len()), Error::<T>::BadCount);
        let makers: BTreeSet<_> = validators.iter().map(|keys| keys.aura).collect();
        let finalisers: BTreeSet<_> = validators.iter().map(|keys| keys.grandpa).collect();
        let apart = makers.len() == validators.len() && finalisers.len() == validators.len();
        ensure!(apart, Error::<T>::KeyTwice);
        ensure!(validators.iter().all(are_proven), Error::<T>::BadProof);

        let finalisers = validators.iter().map(|keys| (grandpa(keys), 1)).collect::<Vec<_>>();
        pallet_grandpa::Pallet::<T>::schedule_change(finalisers, 0u32.into(), None)
            .map_err(|_| Error::<T>::ChangePending)?;
        // Without pallet-session nobody else counts the sets. Votes are cast, and scanners check them, over this number.
        let set_id = pallet_grandpa::CurrentSetId::<T>::mutate(|id| {
            // With no delay, the present block is the last one of the old set.
            SetEnds::<T>::insert(*id, frame_system::Pallet::<T>::block_number());
            *id = id.saturating_add(1);
            *id
        });
        let makers = validators.iter().map(aura).collect::<Vec<_>>();
        pallet_aura::Pallet::<T>::change_authorities(BoundedVec::truncate_from(makers));
        Self::deposit_event(Event::ValidatorsSet { validators: validators.len() as u32, set_id });
        Ok(())
    }
}
