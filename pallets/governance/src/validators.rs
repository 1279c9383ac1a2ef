//! Changing who makes and finalises blocks.

use alloc::{collections::BTreeSet, vec::Vec};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, ensure, pallet_prelude::*};
use pallet_grandpa::AuthorityId as GrandpaId;
use scale_info::TypeInfo;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{ed25519, sr25519};
use sp_runtime::RuntimeAppPublic;

use crate::{Config, Error, Event, MAX_VALIDATORS, Pallet};

/// The keys of one validator, with the proof that its owner has them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ValidatorKeys {
    /// Whose validator it is: what `author_rotateKeysWithOwner` was called with, usually an account.
    pub owner: [u8; 32],
    /// Makes blocks: sr25519.
    pub aura: [u8; 32],
    /// Finalises them: ed25519.
    pub grandpa: [u8; 32],
    /// Proofs of possession of both keys, in this order.
    pub proof: ([u8; 64], [u8; 64]),
}

impl ValidatorKeys {
    fn aura(&self) -> AuraId {
        sr25519::Public::from_raw(self.aura).into()
    }

    fn grandpa(&self) -> GrandpaId {
        ed25519::Public::from_raw(self.grandpa).into()
    }

    /// Whether the owner has both keys.
    fn are_proven(&self) -> bool {
        let (aura, grandpa) = self.proof;
        let aura = sr25519::Signature::from_raw(aura).into();
        let grandpa = ed25519::Signature::from_raw(grandpa).into();
        RuntimeAppPublic::verify_proof_of_possession(&self.aura(), &self.owner, &aura)
            && RuntimeAppPublic::verify_proof_of_possession(&self.grandpa(), &self.owner, &grandpa)
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_validators(validators: &[ValidatorKeys]) -> DispatchResult {
        ensure!((1..=MAX_VALIDATORS as usize).contains(&validators.len()), Error::<T>::BadCount);
        let makers: BTreeSet<_> = validators.iter().map(|keys| keys.aura).collect();
        let finalisers: BTreeSet<_> = validators.iter().map(|keys| keys.grandpa).collect();
        let apart = makers.len() == validators.len() && finalisers.len() == validators.len();
        ensure!(apart, Error::<T>::KeyTwice);
        ensure!(validators.iter().all(ValidatorKeys::are_proven), Error::<T>::BadProof);

        let grandpa = validators.iter().map(|keys| (keys.grandpa(), 1)).collect::<Vec<_>>();
        pallet_grandpa::Pallet::<T>::schedule_change(grandpa, 0u32.into(), None)
            .map_err(|_| Error::<T>::ChangePending)?;
        // Without pallet-session nobody else counts the sets. Votes are cast, and scanners check them, over this number.
        let set_id = pallet_grandpa::CurrentSetId::<T>::mutate(|id| {
            *id = id.saturating_add(1);
            *id
        });
        let aura = validators.iter().map(ValidatorKeys::aura).collect::<Vec<_>>();
        pallet_aura::Pallet::<T>::change_authorities(BoundedVec::truncate_from(aura));
        Self::deposit_event(Event::ValidatorsSet { validators: validators.len() as u32, set_id });
        Ok(())
    }
}
