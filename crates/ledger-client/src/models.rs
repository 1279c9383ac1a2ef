//! Anomaly models, their stages, and who wants them to enter which.

use ledger_types::{
    ParticipantId, keys,
    model::{Model, ModelId, ModelRole, ModelStage, StageChange},
};

use crate::{LedgerError, View};

/// All stages.
const STAGES: [ModelStage; 6] = [
    ModelStage::Draft,
    ModelStage::Evaluated,
    ModelStage::Shadow,
    ModelStage::Active,
    ModelStage::Suspended,
    ModelStage::Retired,
];
/// All roles.
const ROLES: [ModelRole; 3] = [ModelRole::Developer, ModelRole::Evaluator, ModelRole::Approver];
/// Most changes of one model that are read, the latest.
const MAX_CHANGES: u32 = 100;

impl View<'_> {
    /// All models, by the hash of their file. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn models(&self) -> Result<Vec<(ModelId, Model)>, LedgerError> {
        let stored = self.keys_below(&keys::models()).await?;
        let models = self.read_all::<Model>(&stored).await?.into_iter();
        models
            .map(|(key, model)| {
                let id = key.last_chunk::<32>().ok_or(LedgerError::BadAnswer("a key is of another map"))?;
                Ok((*id, model))
            })
            .collect()
    }

    /// The stages that a model went through, in order; of more than 100 the latest. None is left out.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn model_changes(&self, id: &ModelId, model: &Model) -> Result<Vec<StageChange>, LedgerError> {
        let numbers = model.changes.saturating_sub(MAX_CHANGES)..model.changes;
        let changes = self.numbered(numbers, |number| keys::model_change(id, number)).await?;
        Ok(changes.into_iter().map(|(_, change)| change).collect())
    }

    /// Who wants a model to enter which stage, in which role. None is left out.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn endorsements(&self, id: &ModelId) -> Result<Vec<(ModelStage, ModelRole, ParticipantId)>, LedgerError> {
        let all: Vec<_> = STAGES.into_iter().flat_map(|stage| ROLES.map(|role| (stage, role))).collect();
        let asked: Vec<_> = all.iter().map(|(stage, role)| keys::endorsement(id, *stage, *role)).collect();
        let proof = self.prove(&asked).await?;
        let mut found = Vec::new();
        for ((stage, role), key) in all.into_iter().zip(&asked) {
            found.extend(proof.read(key)?.map(|by| (stage, role, by)));
        }
        Ok(found)
    }
}
