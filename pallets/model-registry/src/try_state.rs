//! What must always hold, see the crate's documentation.

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: crate::Config> crate::Pallet<T> {
    /// Checks every invariant of this pallet.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
        use frame_support::ensure;
        use ledger_types::model::ModelStage;

        use crate::{ActiveModel, Endorsements, History, Models};

        let mut active = 0;
        for (id, model) in Models::<T>::iter() {
            ensure!(History::<T>::iter_key_prefix(id).count() as u32 == model.changes, "a history has gaps");
            let last = History::<T>::get(id, model.changes.saturating_sub(1));
            ensure!(last.is_some_and(|last| last.stage == model.stage), "a history does not end with the stage");
            if model.stage == ModelStage::Active {
                ensure!(ActiveModel::<T>::get(&model.card.usage) == Some(id), "an active model is not used");
                active += 1;
            }
        }
        ensure!(ActiveModel::<T>::iter().count() == active, "a model is used that is not active");
        for (id, (stage, _)) in Endorsements::<T>::iter_keys() {
            let model = Models::<T>::get(id).ok_or("an endorsement of no model")?;
            ensure!(model.stage.may_become(stage), "an endorsement of a step that cannot be");
        }
        Ok(())
    }
}
