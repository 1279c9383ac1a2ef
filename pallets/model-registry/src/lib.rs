//! # Model registry
//!
//! Which anomaly models there are, what is known of them, and which one scanners use.
//!
//! ## Terminology
//!
//! - **Model**: the BLAKE2b-256 hash of its file. Its card gives the hashes of feature specification, training manifest and
//!   metrics, its thresholds, what it is for, and the model that it was made from.
//! - **Use**: what a model is used for, such as `pack-scan`. At most one model is active for each.
//! - **Stage**: draft → evaluated → shadow → active → suspended or retired. A shadow model scores, and nobody sees the
//!   scores.
//! - **Role**: developer (who proposed it), evaluator (anyone else who may evaluate), approver (a regulator).
//! - **Endorsement**: somebody in a role wants a model to enter a stage. With endorsements in two of the three roles, by
//!   different participants, it does; it becomes active only if an approver is among them.
//!
//! ## Scenario
//!
//! 1. A developer proposes a model ([`Call::propose_model`]), and endorses it as evaluated. A laboratory repeats the
//!    evaluation from the manifest and endorses that too ([`Call::endorse`]): the model is evaluated.
//! 2. Laboratory and regulator take it to shadow, and a month later make it active. The model that was active is retired.
//! 3. It accuses honest pharmacies. A regulator suspends it at once ([`Call::suspend_model`]); scanners fall back to the
//!    ledger's rules.
//!
//! ## Invariants (checked by `try_state`)
//!
//! - The active model of a use is a model for that use in stage active, and there is no other.
//! - Every model's history is complete, and ends with its stage.
//! - Endorsements belong to models and to stages that these can enter.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod weights;

mod measured;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

mod stages;
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use measured::Measured;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "expanded by FRAME's macros")]
pub mod pallet {
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use ledger_types::{
        ParticipantId, Permissions,
        model::{Model, ModelCard, ModelId, ModelRole, ModelStage, ModelUse, StageChange},
    };
    use pallet_participants::Pallet as Participants;

    use crate::WeightInfo;

    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_participants::Config {
        /// Weights of the calls.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Models by the hash of their file.
    #[pallet::storage]
    pub type Models<T: Config> = StorageMap<_, Blake2_128Concat, ModelId, Model>;

    /// The active model of each use. Part of the public proof contract.
    #[pallet::storage]
    pub type ActiveModel<T: Config> = StorageMap<_, Blake2_128Concat, ModelUse, ModelId>;

    /// The stages that a model went through, in order.
    #[pallet::storage]
    pub type History<T: Config> = StorageDoubleMap<_, Blake2_128Concat, ModelId, Twox64Concat, u32, StageChange>;

    /// Who wants a model to enter which stage: one endorsement for each role.
    #[pallet::storage]
    pub type Endorsements<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ModelId, Twox64Concat, (ModelStage, ModelRole), ParticipantId>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A model was proposed.
        ModelProposed { model: ModelId, developer: ParticipantId, usage: ModelUse },
        /// Somebody wants a model to enter a stage.
        Endorsed { model: ModelId, stage: ModelStage, role: ModelRole, by: ParticipantId },
        /// Somebody no longer wants a model to enter a stage.
        EndorsementWithdrawn { model: ModelId, stage: ModelStage, role: ModelRole, by: ParticipantId },
        /// A model entered a stage.
        StageEntered { model: ModelId, stage: ModelStage, by: ParticipantId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// No such model is registered.
        UnknownModel,
        /// This model is registered already.
        ModelExists,
        /// The use or the intended use is empty or not UTF-8.
        BadCard,
        /// The model that it was made from is not registered, or is for another use.
        BadParent,
        /// The model cannot enter this stage from the one that it is in.
        BadStage,
        // (5)
        /// The participant does not have this role for this model.
        WrongRole,
        /// Somebody has endorsed this in this role already, or the participant has in another role.
        EndorsedAlready,
        /// The participant has not endorsed this.
        NotEndorsed,
        /// The model is not active.
        NotActive,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Proposes a model, by the BLAKE2b-256 hash of its file. It is a draft.
        ///
        /// The origin must be an operator who may develop models.
        ///
        /// # Errors
        /// [`Error::ModelExists`], [`Error::BadCard`], [`Error::BadParent`].
        ///
        /// # Events
        /// [`Event::ModelProposed`], [`Event::StageEntered`].
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::propose_model())]
        pub fn propose_model(origin: OriginFor<T>, model: ModelId, card: ModelCard) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Permissions::MODEL_DEVELOP)?;
            Self::do_propose_model(actor.id, model, card)
        }

        /// Wants a model to enter a stage, in one role. With the second role of a different participant it enters; to
        /// become active it needs an approver among them. Who becomes active takes the place of the model that was.
        ///
        /// The origin must be an operator who may develop, evaluate or approve models, as the role demands.
        ///
        /// # Errors
        /// [`Error::UnknownModel`], [`Error::BadStage`], [`Error::WrongRole`], [`Error::EndorsedAlready`].
        ///
        /// # Events
        /// [`Event::Endorsed`], [`Event::StageEntered`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::endorse())]
        pub fn endorse(origin: OriginFor<T>, model: ModelId, stage: ModelStage, role: ModelRole) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Self::permission(role))?;
            Self::do_endorse(&actor, model, stage, role)
        }

        /// No longer wants a model to enter a stage.
        ///
        /// The origin must be an operator as for [`Call::endorse`], of the participant that endorsed it.
        ///
        /// # Errors
        /// [`Error::NotEndorsed`].
        ///
        /// # Events
        /// [`Event::EndorsementWithdrawn`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::withdraw_endorsement())]
        pub fn withdraw_endorsement(
            origin: OriginFor<T>,
            model: ModelId,
            stage: ModelStage,
            role: ModelRole,
        ) -> DispatchResult {
            let actor = Participants::<T>::ensure_operator(origin, Self::permission(role))?;
            let endorsed = Endorsements::<T>::get(model, (stage, role)) == Some(actor.id);
            ensure!(endorsed, Error::<T>::NotEndorsed);
            Endorsements::<T>::remove(model, (stage, role));
            Self::deposit_event(Event::EndorsementWithdrawn { model, stage, role, by: actor.id });
            Ok(())
        }

        /// Stops an active model at once.
        ///
        /// The origin must be a regulator's operator who may approve models.
        ///
        /// # Errors
        /// [`Error::UnknownModel`], [`Error::NotActive`].
        ///
        /// # Events
        /// [`Event::StageEntered`].
        #[pallet::call_index(3)]
        #[pallet::weight((<T as Config>::WeightInfo::suspend_model(), DispatchClass::Operational))]
        pub fn suspend_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
            let actor = Participants::<T>::ensure_regulator(origin, Permissions::MODEL_APPROVE)?;
            let record = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?;
            ensure!(record.stage == ModelStage::Active, Error::<T>::NotActive);
            Self::enter(model, record, ModelStage::Suspended, actor.id);
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The active model of a use.
        pub fn active_model(usage: ModelUse) -> Option<(ModelId, Model)> {
            let id = ActiveModel::<T>::get(usage)?;
            Models::<T>::get(id).map(|model| (id, model))
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
