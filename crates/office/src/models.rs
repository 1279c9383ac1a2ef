//! Anomaly models, and who lets them be used.

use ledger_client::{LedgerError, MODEL_ROLES, View};
use ledger_types::{
    AccountBytes, Permissions,
    call::{Call, ModelRegistryCall},
    model::{Model, ModelId, ModelRole, ModelStage, StageChange},
};

use crate::{Appointed, Parties, Party, appointed};

/// The models that are registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Models {
    /// Those in use first, then by stage.
    pub list: Vec<Registered>,
    /// For whom the key acts that is open.
    pub me: Option<Appointed>,
    /// The block that says so.
    pub block: u32,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// BLAKE2b-256 of its file.
    pub id: ModelId,
    /// What the chain says of it.
    pub model: Model,
    /// Who made it.
    pub developer: Party,
}

/// A model with what it went through, and what it may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// The model.
    pub registered: Registered,
    /// The stages that it went through, in order.
    pub changes: Vec<(StageChange, Party)>,
    /// Who wants it to enter which stage, in which role.
    pub endorsements: Vec<(ModelStage, ModelRole, Party)>,
    /// For whom the key acts that is open.
    pub me: Option<Appointed>,
    /// The block that says so.
    pub block: u32,
}

/// What registered files a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// The model itself.
    Model,
    /// Its feature specification.
    Features,
    /// Its training manifest.
    Training,
    /// Its metrics.
    Metrics,
}

const STAGES: [ModelStage; 6] = [
    ModelStage::Active,
    ModelStage::Suspended,
    ModelStage::Shadow,
    ModelStage::Evaluated,
    ModelStage::Draft,
    ModelStage::Retired,
];

/// The name of a stage, for programs and in the files of words.
pub fn stage_name(stage: ModelStage) -> &'static str {
    match stage {
        ModelStage::Draft => "draft",
        ModelStage::Evaluated => "evaluated",
        ModelStage::Shadow => "shadow",
        ModelStage::Active => "active",
        ModelStage::Suspended => "suspended",
        ModelStage::Retired => "retired",
    }
}

/// The name of a role, likewise.
pub fn role_name(role: ModelRole) -> &'static str {
    match role {
        ModelRole::Developer => "developer",
        ModelRole::Evaluator => "evaluator",
        ModelRole::Approver => "approver",
    }
}

impl Models {
    /// Whether the open key may propose models.
    pub fn may_propose(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.may(Permissions::MODEL_DEVELOP))
    }

    /// Which registered file has a digest, and of which model.
    pub fn find(&self, digest: &[u8; 32]) -> Option<(Document, &Registered)> {
        self.list.iter().find_map(|registered| {
            let card = &registered.model.card;
            let documents = [
                (Document::Model, &registered.id),
                (Document::Features, &card.feature_spec),
                (Document::Training, &card.training_manifest),
                (Document::Metrics, &card.metrics),
            ];
            documents.into_iter().find(|(_, known)| *known == digest).map(|(document, _)| (document, registered))
        })
    }

    /// The model that is in use in place of which this one would be.
    pub fn in_use_instead(&self, of: &Registered) -> Option<&Registered> {
        let same = |other: &&Registered| other.model.card.usage == of.model.card.usage && other.id != of.id;
        self.list.iter().filter(|other| other.model.stage == ModelStage::Active).find(same)
    }
}

impl ModelFile {
    /// The stages that it may enter by endorsements.
    pub fn next(&self) -> impl Iterator<Item = ModelStage> {
        let stage = self.registered.model.stage;
        STAGES.into_iter().filter(move |next| stage.may_become(*next))
    }

    /// Who wants it to enter a stage.
    pub fn wanted(&self, stage: ModelStage) -> impl Iterator<Item = (ModelRole, &Party)> {
        self.endorsements.iter().filter(move |(wanted, ..)| *wanted == stage).map(|(_, role, by)| (*role, by))
    }

    /// The roles in which the open key may endorse a stage now: nobody in two, and each role once.
    pub fn roles(&self, stage: ModelStage) -> Vec<ModelRole> {
        let Some(me) = &self.me else { return Vec::new() };
        if self.wanted(stage).any(|(_, by)| by.id == me.party.id) {
            return Vec::new();
        }
        let mine = |role: &ModelRole| match role {
            ModelRole::Developer => me.may(Permissions::MODEL_DEVELOP) && self.registered.developer.id == me.party.id,
            ModelRole::Evaluator => me.may(Permissions::MODEL_EVALUATE) && self.registered.developer.id != me.party.id,
            ModelRole::Approver => me.may(Permissions::MODEL_APPROVE) && me.is_regulator(),
        };
        let free = |role: &ModelRole| !self.wanted(stage).any(|(taken, _)| taken == *role);
        MODEL_ROLES.into_iter().filter(|role| mine(role) && free(role)).collect()
    }

    /// The role in which the open key has endorsed a stage.
    pub fn mine(&self, stage: ModelStage) -> Option<ModelRole> {
        let me = self.me.as_ref()?;
        self.wanted(stage).find(|(_, by)| by.id == me.party.id).map(|(role, _)| role)
    }

    /// Whether it enters a stage at once if this role endorses it, too.
    pub fn enters_with(&self, stage: ModelStage, role: ModelRole) -> bool {
        let others = || self.wanted(stage).filter(|(other, _)| *other != role);
        let approved = role == ModelRole::Approver || others().any(|(other, _)| other == ModelRole::Approver);
        others().next().is_some() && (approved || stage != ModelStage::Active)
    }

    /// Whether the open key may stop it at once.
    pub fn may_be_stopped(&self) -> bool {
        let may = |me: &Appointed| me.is_regulator() && me.may(Permissions::MODEL_APPROVE);
        self.registered.model.stage == ModelStage::Active && self.me.as_ref().is_some_and(may)
    }

    /// The call that endorses a stage in a role.
    pub fn endorse(&self, stage: ModelStage, role: ModelRole) -> Call {
        Call::ModelRegistry(ModelRegistryCall::Endorse { model: self.registered.id, stage, role })
    }

    /// The call that takes such an endorsement back.
    pub fn withdraw(&self, stage: ModelStage, role: ModelRole) -> Call {
        Call::ModelRegistry(ModelRegistryCall::WithdrawEndorsement { model: self.registered.id, stage, role })
    }

    /// The call that stops it at once.
    pub fn suspend(&self) -> Call {
        Call::ModelRegistry(ModelRegistryCall::SuspendModel { model: self.registered.id })
    }
}

/// The models that are registered. `account`: the key that is open.
///
/// # Errors
/// As [`View::models`].
pub async fn models(view: &View<'_>, account: Option<&AccountBytes>) -> Result<Models, LedgerError> {
    let mut parties = Parties::of(view);
    let mut list = Vec::new();
    for (id, model) in view.models().await? {
        let developer = parties.get(model.developer).await?;
        list.push(Registered { id, model, developer });
    }
    let rank = |stage| STAGES.iter().position(|known| *known == stage);
    list.sort_by_key(|registered| (rank(registered.model.stage), registered.model.card.usage.clone(), registered.id));
    Ok(Models { list, me: of_key(view, account).await?, block: view.block.number })
}

/// A model with what it went through; nothing if none has this hash. `account`: the key that is open.
///
/// # Errors
/// As [`View::prove`].
pub async fn model_file(
    view: &View<'_>,
    id: &ModelId,
    account: Option<&AccountBytes>,
) -> Result<Option<ModelFile>, LedgerError> {
    let Some(model) = view.read::<Model>(ledger_types::keys::model(id)).await? else { return Ok(None) };
    let mut parties = Parties::of(view);
    let mut changes = Vec::new();
    for change in view.model_changes(id, &model).await? {
        changes.push((change, parties.get(change.by).await?));
    }
    let mut endorsements = Vec::new();
    for (stage, role, by) in view.endorsements(id).await? {
        endorsements.push((stage, role, parties.get(by).await?));
    }
    let developer = parties.get(model.developer).await?;
    let registered = Registered { id: *id, model, developer };
    let me = of_key(view, account).await?;
    Ok(Some(ModelFile { registered, changes, endorsements, me, block: view.block.number }))
}

async fn of_key(view: &View<'_>, account: Option<&AccountBytes>) -> Result<Option<Appointed>, LedgerError> {
    match account {
        Some(account) => appointed(view, account).await,
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{Kind, model::ModelCard};

    use super::*;
    use crate::cases::tests::party;

    fn registered(id: u8, stage: ModelStage) -> Registered {
        let card = ModelCard {
            usage: b"pack-scan".to_vec().try_into().unwrap(),
            intended_use: b"Scans of packs".to_vec().try_into().unwrap(),
            feature_spec: [id + 1; 32],
            training_manifest: [id + 2; 32],
            metrics: [id + 3; 32],
            suspicious_from: 0,
            alert_from: 5,
            parent: None,
        };
        let model = Model { card, developer: 7, stage, changes: 1 };
        Registered { id: [id; 32], model, developer: party(7, "Modellbau", Kind::Laboratory) }
    }

    fn file(stage: ModelStage, endorsements: &[(ModelStage, ModelRole, u32)], me: u32, kind: Kind) -> ModelFile {
        let by = |(stage, role, by): &(_, _, u32)| (*stage, *role, party(*by, "", Kind::Laboratory));
        ModelFile {
            registered: registered(10, stage),
            changes: Vec::new(),
            endorsements: endorsements.iter().map(by).collect(),
            me: Some(Appointed { party: party(me, "", kind), permissions: Permissions::ALL }),
            block: 1,
        }
    }

    #[test]
    fn a_regulator_approves_once_and_never_in_two_roles() {
        use ModelRole::{Approver, Developer, Evaluator};
        use ModelStage::{Active, Retired, Shadow};
        let of = |endorsements: &[_]| file(Shadow, endorsements, 0, Kind::Regulator);
        assert_eq!(of(&[]).next().collect::<Vec<_>>(), [Active, Retired]);
        assert_eq!(of(&[]).roles(Active), [Evaluator, Approver]);
        assert!(!of(&[]).enters_with(Active, Approver), "one is not enough");
        let half = of(&[(Active, Developer, 7), (Active, Evaluator, 8)]);
        assert_eq!(half.roles(Active), [Approver]);
        assert!(half.enters_with(Active, Approver) && !half.enters_with(Active, Evaluator));
        let mine = of(&[(Active, Approver, 0)]);
        assert_eq!((mine.roles(Active), mine.mine(Active)), (Vec::new(), Some(Approver)));
        assert!(mine.enters_with(Active, Evaluator));
        assert_eq!(mine.roles(Retired), [Evaluator, Approver], "each step by itself");
        let developer = file(Shadow, &[], 7, Kind::Laboratory);
        assert_eq!(developer.roles(Active), [Developer], "nobody checks its own work");
        assert!(!file(Active, &[], 7, Kind::Laboratory).may_be_stopped());
        assert!(file(Active, &[], 0, Kind::Regulator).may_be_stopped() && !of(&[]).may_be_stopped());
    }

    #[test]
    fn a_file_is_known_by_its_digest_and_the_model_in_use_by_its_use() {
        let list = vec![registered(10, ModelStage::Active), registered(20, ModelStage::Shadow)];
        let models = Models { list, me: None, block: 1 };
        assert_eq!(models.find(&[23; 32]).map(|(document, of)| (document, of.id)), Some((Document::Metrics, [20; 32])));
        assert_eq!(models.find(&[10; 32]).map(|(document, _)| document), Some(Document::Model));
        assert_eq!(models.find(&[99; 32]), None);
        let replaced = models.in_use_instead(&models.list[1]).map(|model| model.id);
        assert_eq!((replaced, models.in_use_instead(&models.list[0])), (Some([10; 32]), None));
        assert!(!models.may_propose());
    }
}
