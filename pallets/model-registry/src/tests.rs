#![allow(clippy::unwrap_used)]

use frame_support::{assert_noop, assert_ok};
use ledger_types::{
    Permissions,
    model::{ModelCard, ModelId, ModelRole, ModelStage},
};
use sp_runtime::DispatchResult;

use crate::{ActiveModel, Endorsements, Error, Event, History, Models, mock::*};

use ModelRole::{Approver, Developer, Evaluator};
use ModelStage::{Active, Draft, Evaluated, Retired, Shadow, Suspended};

const FIRST: ModelId = [1; 32];
const SECOND: ModelId = [2; 32];

fn card(parent: Option<ModelId>) -> ModelCard {
    ModelCard {
        usage: b"pack-scan".to_vec().try_into().unwrap(),
        intended_use: b"Scans in pharmacies".to_vec().try_into().unwrap(),
        feature_spec: [3; 32],
        training_manifest: [4; 32],
        metrics: [5; 32],
        suspicious_from: 10,
        alert_from: 20,
        parent,
    }
}

fn propose(model: ModelId) {
    assert_ok!(ModelRegistry::propose_model(signed(DEVELOPER), model, card(None)));
}

fn endorse(by: u64, model: ModelId, stage: ModelStage, role: ModelRole) -> DispatchResult {
    ModelRegistry::endorse(signed(by), model, stage, role)
}

fn stage(model: ModelId) -> ModelStage {
    Models::<Test>::get(model).unwrap().stage
}

/// Takes a model from draft to active.
fn activate(model: ModelId) {
    propose(model);
    assert_ok!(endorse(DEVELOPER, model, Evaluated, Developer));
    assert_ok!(endorse(LABORATORY, model, Evaluated, Evaluator));
    for next in [Shadow, Active] {
        assert_ok!(endorse(LABORATORY, model, next, Evaluator));
        assert_ok!(endorse(REGULATOR, model, next, Approver));
    }
}

#[test]
fn a_model_becomes_active_step_by_step_and_its_history_is_kept() {
    build_and_execute(|| {
        activate(FIRST);
        System::assert_last_event(Event::StageEntered { model: FIRST, stage: Active, by: 0 }.into());
        let stages = (0..4).map(|change| History::<Test>::get(FIRST, change).unwrap().stage).collect::<Vec<_>>();
        assert_eq!(stages, [Draft, Evaluated, Shadow, Active]);
        assert_eq!(ModelRegistry::active_model(card(None).usage).map(|(id, _)| id), Some(FIRST));
        assert_eq!(Endorsements::<Test>::iter().count(), 0);
    });
}

#[test]
fn one_role_alone_moves_nothing() {
    build_and_execute(|| {
        propose(FIRST);
        assert_ok!(endorse(DEVELOPER, FIRST, Evaluated, Developer));
        assert_noop!(endorse(DEVELOPER, FIRST, Evaluated, Developer), Error::<Test>::EndorsedAlready);
        assert_noop!(endorse(DEVELOPER, FIRST, Evaluated, Evaluator), Error::<Test>::WrongRole);
        assert_noop!(endorse(LABORATORY, FIRST, Evaluated, Developer), Error::<Test>::WrongRole);
        assert_noop!(endorse(LABORATORY, FIRST, Evaluated, Approver), Error::<Test>::WrongRole);
        assert_eq!(stage(FIRST), Draft);
        let withdraw = |by, role| ModelRegistry::withdraw_endorsement(signed(by), FIRST, Evaluated, role);
        assert_noop!(withdraw(LABORATORY, Evaluator), Error::<Test>::NotEndorsed);
        assert_ok!(withdraw(DEVELOPER, Developer));
        assert_ok!(endorse(LABORATORY, FIRST, Evaluated, Evaluator));
        assert_eq!(stage(FIRST), Draft);
        assert_ok!(endorse(REGULATOR, FIRST, Evaluated, Approver));
        assert_eq!(stage(FIRST), Evaluated);
    });
}

#[test]
fn two_roles_of_one_participant_count_once() {
    build_and_execute(|| {
        propose(FIRST);
        assert_ok!(endorse(REGULATOR, FIRST, Evaluated, Evaluator));
        assert_noop!(endorse(REGULATOR, FIRST, Evaluated, Approver), Error::<Test>::EndorsedAlready);
        assert_eq!(stage(FIRST), Draft);
    });
}

#[test]
fn without_an_approver_nothing_becomes_active() {
    build_and_execute(|| {
        propose(FIRST);
        for next in [Evaluated, Shadow] {
            assert_ok!(endorse(DEVELOPER, FIRST, next, Developer));
            assert_ok!(endorse(LABORATORY, FIRST, next, Evaluator));
        }
        assert_ok!(endorse(DEVELOPER, FIRST, Active, Developer));
        assert_ok!(endorse(LABORATORY, FIRST, Active, Evaluator));
        assert_eq!(stage(FIRST), Shadow);
        assert_ok!(endorse(REGULATOR, FIRST, Active, Approver));
        assert_eq!(stage(FIRST), Active);
    });
}

#[test]
fn a_new_active_model_retires_the_old_one() {
    build_and_execute(|| {
        activate(FIRST);
        activate(SECOND);
        assert_eq!((stage(FIRST), stage(SECOND)), (Retired, Active));
        assert_eq!(ActiveModel::<Test>::iter().count(), 1);
        assert_noop!(endorse(REGULATOR, FIRST, Active, Approver), Error::<Test>::BadStage);
    });
}

#[test]
fn a_regulator_suspends_at_once_and_two_roles_bring_it_back() {
    build_and_execute(|| {
        activate(FIRST);
        let suspend = |by| ModelRegistry::suspend_model(signed(by), FIRST);
        assert_noop!(suspend(LABORATORY), pallet_participants::Error::<Test>::NotRegulator);
        assert_ok!(suspend(REGULATOR));
        assert_noop!(suspend(REGULATOR), Error::<Test>::NotActive);
        assert_eq!((stage(FIRST), ActiveModel::<Test>::iter().count()), (Suspended, 0));
        assert_ok!(endorse(REGULATOR, FIRST, Active, Approver));
        assert_eq!(stage(FIRST), Suspended);
        assert_ok!(endorse(DEVELOPER, FIRST, Active, Developer));
        assert_eq!(stage(FIRST), Active);
    });
}

#[test]
fn stages_are_not_skipped_and_retired_is_the_end() {
    build_and_execute(|| {
        propose(FIRST);
        for skipped in [Draft, Shadow, Active, Suspended] {
            assert_noop!(endorse(REGULATOR, FIRST, skipped, Approver), Error::<Test>::BadStage);
        }
        assert_ok!(endorse(REGULATOR, FIRST, Retired, Approver));
        assert_ok!(endorse(DEVELOPER, FIRST, Retired, Developer));
        for stage in [Draft, Evaluated, Shadow, Active, Suspended, Retired] {
            assert_noop!(endorse(REGULATOR, FIRST, stage, Approver), Error::<Test>::BadStage);
        }
    });
}

#[test]
fn propose_model_with_bad_data_fails() {
    build_and_execute(|| {
        let propose = |model, card| ModelRegistry::propose_model(signed(DEVELOPER), model, card);
        assert_noop!(propose(FIRST, ModelCard { usage: Default::default(), ..card(None) }), Error::<Test>::BadCard);
        assert_noop!(propose(FIRST, ModelCard { alert_from: 9, ..card(None) }), Error::<Test>::BadCard);
        assert_noop!(propose(FIRST, card(Some(SECOND))), Error::<Test>::BadParent);
        assert_ok!(propose(FIRST, card(None)));
        assert_noop!(propose(FIRST, card(None)), Error::<Test>::ModelExists);
        let other_use = b"warehouse".to_vec().try_into().unwrap();
        assert_noop!(propose(SECOND, ModelCard { usage: other_use, ..card(Some(FIRST)) }), Error::<Test>::BadParent);
        assert_ok!(propose(SECOND, card(Some(FIRST))));
        assert_noop!(endorse(DEVELOPER, [9; 32], Evaluated, Developer), Error::<Test>::UnknownModel);
    });
}

#[test]
fn a_key_without_the_permission_endorses_nothing() {
    build_and_execute(|| {
        propose(FIRST);
        assert_ok!(Participants::add_operator(signed(LABORATORY), 30, Permissions::MODEL_DEVELOP));
        let endorsed = endorse(30, FIRST, Evaluated, Evaluator);
        assert_eq!(endorsed, Err(pallet_participants::Error::<Test>::NotPermitted.into()));
        let unlicensed = ModelRegistry::propose_model(signed(WHOLESALER), SECOND, card(None));
        assert_eq!(unlicensed, Err(pallet_participants::Error::<Test>::NoValidLicence.into()));
    });
}
