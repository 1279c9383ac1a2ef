//! Anomaly models, their stages, and who wants them to enter which.

use ledger_types::{
    ParticipantId, keys,
    model::{Model, ModelId, ModelRole, ModelStage, ModelUse, StageChange},
};

use crate::{LedgerError, View};

/// All stages of a model.
pub const MODEL_STAGES: [ModelStage; 6] = [
    ModelStage::Draft,
    ModelStage::Evaluated,
    ModelStage::Shadow,
    ModelStage::Active,
    ModelStage::Suspended,
    ModelStage::Retired,
];
/// All roles in which somebody endorses one.
pub const MODEL_ROLES: [ModelRole; 3] = [ModelRole::Developer, ModelRole::Evaluator, ModelRole::Approver];
/// Most changes of one model that are read, the latest.
const MAX_CHANGES: u32 = 100;

/// What models of scans of packs are for.
pub const PACK_SCAN: &[u8] = b"pack-scan";

/// The model that is active for a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveModel {
    /// BLAKE2b-256 of its file.
    pub id: ModelId,
    /// Since when it is active, in seconds since 1970-01-01 UTC; none if the chain does not say.
    pub since: Option<u64>,
}

impl View<'_> {
    /// The model that is active for scans of packs, if one is.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn active_scan_model(&self) -> Result<Option<ActiveModel>, LedgerError> {
        let Ok(usage) = ModelUse::try_from(PACK_SCAN.to_vec()) else { return Ok(None) };
        let Some(id) = self.read::<ModelId>(keys::active_model(&usage)).await? else { return Ok(None) };
        let Some(model) = self.read::<Model>(keys::model(&id)).await? else { return Ok(None) };
        if model.stage != ModelStage::Active {
            return Ok(None);
        }
        let last = model.changes.checked_sub(1);
        let change = match last {
            Some(number) => self.read::<StageChange>(keys::model_change(&id, number)).await?,
            None => None,
        };
        Ok(Some(ActiveModel { id, since: change.map(|change| change.at) }))
    }

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
        let all: Vec<_> = MODEL_STAGES.into_iter().flat_map(|stage| MODEL_ROLES.map(|role| (stage, role))).collect();
        let asked: Vec<_> = all.iter().map(|(stage, role)| keys::endorsement(id, *stage, *role)).collect();
        let proof = self.prove(&asked).await?;
        let mut found = Vec::new();
        for ((stage, role), key) in all.into_iter().zip(&asked) {
            found.extend(proof.read(key)?.map(|by| (stage, role, by)));
        }
        Ok(found)
    }
}
