#![allow(clippy::unwrap_used)]

use frame_support::{BoundedVec, assert_noop, assert_ok, traits::Hooks};
use sp_core::{Pair, ed25519, sr25519};
use sp_runtime::DispatchError;

use ledger_types::{ValidatorKeys, validator::MAX_VALIDATORS};

use crate::{Error, Event, SetEnds, mock::*};

fn council() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// A validator with keys of its own, and the proof that it has them.
fn validator(seed: u8) -> ValidatorKeys {
    let (owner, aura, grandpa) =
        ([seed; 32], sr25519::Pair::from_seed(&[seed; 32]), ed25519::Pair::from_seed(&[seed; 32]));
    let statement = [b"POP_", &owner[..]].concat();
    let proof = (aura.sign(&statement).0, grandpa.sign(&statement).0);
    ValidatorKeys { owner, aura: aura.public().0, grandpa: grandpa.public().0, proof }
}

fn set(validators: &[ValidatorKeys]) -> sp_runtime::DispatchResult {
    Governance::set_validators(council(), BoundedVec::truncate_from(validators.to_vec()))
}

#[test]
fn set_validators_changes_makers_at_once_and_finalisers_at_the_end_of_the_block() {
    build_and_execute(|| {
        assert_ok!(set(&[validator(1), validator(2)]));
        System::assert_last_event(Event::ValidatorsSet { validators: 2, set_id: 1 }.into());
        assert_eq!(pallet_aura::Authorities::<Test>::get().len(), 2);
        assert_eq!(Grandpa::grandpa_authorities().len(), 0);
        Grandpa::on_finalize(1);
        let finalisers = Grandpa::grandpa_authorities();
        assert_eq!(finalisers.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), [1, 1]);
        System::set_block_number(2);
        assert_ok!(set(&[validator(3)]));
        assert_eq!(pallet_grandpa::CurrentSetId::<Test>::get(), 2);
        assert_eq!([0, 1, 2].map(SetEnds::<Test>::get), [Some(1), Some(2), None]);
        Grandpa::on_finalize(2);
    });
}

#[test]
fn set_validators_twice_in_a_block_fails() {
    build_and_execute(|| {
        assert_ok!(set(&[validator(1)]));
        assert_noop!(set(&[validator(2)]), Error::<Test>::ChangePending);
    });
}

#[test]
fn set_validators_without_proof_of_possession_fails() {
    build_and_execute(|| {
        let good = validator(1);
        let (aura, grandpa) = good.proof;
        let others = validator(2);
        for bad in [
            ValidatorKeys { owner: [9; 32], ..good.clone() },
            ValidatorKeys { aura: others.aura, ..good.clone() },
            ValidatorKeys { grandpa: others.grandpa, ..good.clone() },
            ValidatorKeys { proof: (aura, others.proof.1), ..good.clone() },
            ValidatorKeys { proof: ([0; 64], grandpa), ..good.clone() },
        ] {
            assert_noop!(set(&[bad]), Error::<Test>::BadProof);
        }
        assert_ok!(set(&[good]));
        Grandpa::on_finalize(1);
    });
}

#[test]
fn set_validators_of_none_or_of_one_twice_fails() {
    build_and_execute(|| {
        assert_noop!(set(&[]), Error::<Test>::BadCount);
        assert_noop!(set(&[validator(1), validator(1)]), Error::<Test>::KeyTwice);
        let many: Vec<_> = (0..MAX_VALIDATORS as u8).map(validator).collect();
        assert_ok!(set(&many));
        Grandpa::on_finalize(1);
    });
}

#[test]
fn what_only_the_council_changes_is_refused_to_a_regulator() {
    build_and_execute(|| {
        let alone = || signed(REGULATOR);
        assert_noop!(
            Governance::set_validators(alone(), BoundedVec::truncate_from(vec![validator(1)])),
            DispatchError::BadOrigin
        );
        assert_noop!(Governance::authorize_upgrade(alone(), Default::default()), DispatchError::BadOrigin);
        assert_noop!(Governance::leave_safe_mode(alone()), DispatchError::BadOrigin);
        assert_ok!(Governance::authorize_upgrade(council(), Default::default()));
        assert!(System::authorized_upgrade().is_some());
    });
}
