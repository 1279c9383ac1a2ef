//! Proposing models and taking them from stage to stage.

use frame_support::{ensure, pallet_prelude::*};
use ledger_types::{
    Kind, ParticipantId, Permissions,
    model::{Model, ModelCard, ModelId, ModelRole, ModelStage, StageChange},
};
use pallet_participants::{Actor, Pallet as Participants};

use crate::{ActiveModel, Config, Endorsements, Error, Event, History, Models, Pallet};

/// Endorsements of one model: six stages, three roles.
const MOST_ENDORSEMENTS: u32 = 18;

impl<T: Config> Pallet<T> {
    /// What a key must be allowed to do to endorse in a role.
    pub(crate) fn permission(role: ModelRole) -> Permissions {
        match role {
            ModelRole::Developer => Permissions::MODEL_DEVELOP,
            ModelRole::Evaluator => Permissions::MODEL_EVALUATE,
            ModelRole::Approver => Permissions::MODEL_APPROVE,
        }
    }

    pub(crate) fn do_propose_model(developer: ParticipantId, id: ModelId, card: ModelCard) -> DispatchResult {
        ensure!(!Models::<T>::contains_key(id), Error::<T>::ModelExists);
        let readable = ledger_types::is_name(&card.usage) && ledger_types::is_name(&card.intended_use);
        ensure!(readable && card.suspicious_from <= card.alert_from, Error::<T>::BadCard);
        if let Some(parent) = card.parent {
            let known = Models::<T>::get(parent).is_some_and(|parent| parent.card.usage == card.usage);
            ensure!(known, Error::<T>::BadParent);
        }
        let usage = card.usage.clone();
        Self::deposit_event(Event::ModelProposed { model: id, developer, usage });
        let model = Model { card, developer, stage: ModelStage::Draft, changes: 0 };
        Self::enter(id, model, ModelStage::Draft, developer);
        Ok(())
    }

    pub(crate) fn do_endorse(actor: &Actor, id: ModelId, stage: ModelStage, role: ModelRole) -> DispatchResult {
        let model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
        ensure!(model.stage.may_become(stage), Error::<T>::BadStage);
        let entitled = match role {
            ModelRole::Developer => model.developer == actor.id,
            // Nobody checks its own work.
            ModelRole::Evaluator => model.developer != actor.id,
            ModelRole::Approver => actor.kind() == Kind::Regulator,
        };
        ensure!(entitled, Error::<T>::WrongRole);
        let by = |role| Endorsements::<T>::get(id, (stage, role));
        let roles = [ModelRole::Developer, ModelRole::Evaluator, ModelRole::Approver];
        let others = || roles.into_iter().filter(|other| *other != role).filter_map(by);
        ensure!(by(role).is_none() && others().all(|other| other != actor.id), Error::<T>::EndorsedAlready);

        Endorsements::<T>::insert(id, (stage, role), actor.id);
        Self::deposit_event(Event::Endorsed { model: id, stage, role, by: actor.id });
        let approved = role == ModelRole::Approver || by(ModelRole::Approver).is_some();
        if others().next().is_some() && (approved || stage != ModelStage::Active) {
            Self::enter(id, model, stage, actor.id);
        }
        Ok(())
    }

    /// Takes a model into a stage. Endorsements of this and any other step from the old stage lapse.
    pub(crate) fn enter(id: ModelId, mut model: Model, stage: ModelStage, by: ParticipantId) {
        let usage = &model.card.usage;
        if model.stage == ModelStage::Active {
            ActiveModel::<T>::remove(usage);
        }
        if stage == ModelStage::Active {
            let previous = ActiveModel::<T>::get(usage);
            ActiveModel::<T>::insert(usage, id);
            if let Some(previous) = previous
                && let Some(replaced) = Models::<T>::get(previous)
            {
                Self::write_stage(previous, replaced, ModelStage::Retired, by);
            }
        }
        model.stage = stage;
        Self::write_stage(id, model, stage, by);
    }

    fn write_stage(id: ModelId, mut model: Model, stage: ModelStage, by: ParticipantId) {
        let _ = Endorsements::<T>::clear_prefix(id, MOST_ENDORSEMENTS, None);
        let change = StageChange { stage, by, at: Participants::<T>::now() };
        History::<T>::insert(id, model.changes, change);
        model.stage = stage;
        model.changes = model.changes.saturating_add(1);
        Models::<T>::insert(id, model);
        Self::deposit_event(Event::StageEntered { model: id, stage, by });
    }
}
