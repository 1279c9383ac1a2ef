//! Which model may speak: the one that is proven to be active on chain, and no other.

use std::time::Duration;

use ledger_client::{Ledger, LedgerError, Trust, View};
use ledger_types::{
    keys,
    model::{Model, ModelId, ModelStage, ModelUse, StageChange},
};

/// What the model is used for, as the chain has it.
pub const USAGE: &str = "pack-scan";
/// How often the chain is asked for the model's stage, if nothing happens to it.
pub const RECHECK: Duration = Duration::from_secs(180);
/// How long an answer of the chain is good for, in seconds: a stopped model must not go on because no node is reached.
pub const GOOD_FOR: u64 = 900;

/// Whether a model speaks, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The gateway was started without one.
    None,
    /// The chain could not be asked, or not for too long.
    Unchecked,
    /// No model of this name is on chain.
    NotRegistered,
    /// It is on chain, and neither in use nor on trial.
    NotActive(ModelStage),
    /// It is on trial: scores are kept, and nobody sees them.
    Shadow,
    /// It was stopped.
    Suspended,
    /// Another one is in use.
    Foreign(ModelId),
    /// It is in use, and the scans are no longer like those that it was made for.
    Drifted,
    /// It speaks.
    Active,
}

impl State {
    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "no-model",
            Self::Unchecked => "unchecked",
            Self::NotRegistered => "not-registered",
            Self::NotActive(_) => "not-active",
            Self::Shadow => "shadow",
            Self::Suspended => "suspended",
            Self::Foreign(_) => "foreign",
            Self::Drifted => "drifted",
            Self::Active => "active",
        }
    }

    /// All of them by name, for figures.
    pub const CODES: [&str; 9] = [
        "no-model",
        "unchecked",
        "not-registered",
        "not-active",
        "shadow",
        "suspended",
        "foreign",
        "drifted",
        "active",
    ];

    /// Why the answers carry no assessment; nothing if they do.
    pub fn why_not(self) -> Option<&'static str> {
        Some(match self {
            Self::None => "none: this gateway has no model",
            Self::Unchecked => "none: the chain could not be asked which model is active",
            Self::NotRegistered => "none: this gateway's model is not registered",
            Self::NotActive(_) => "none: this gateway's model is not active",
            Self::Shadow => "none: this gateway's model is on trial",
            Self::Suspended => "none: this gateway's model is suspended",
            Self::Foreign(_) => "none: another model is active",
            Self::Drifted => "none: scans are no longer like those that the model was made for",
            Self::Active => return None,
        })
    }
}

/// What the chain says of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state, but for drift.
    pub state: State,
    /// Since when it is in its stage, in seconds since 1970-01-01 UTC.
    pub since: Option<u64>,
    /// When the chain was asked, in seconds since 1970-01-01 UTC.
    pub checked: u64,
}

impl Standing {
    /// Nothing is known yet.
    pub fn unchecked() -> Self {
        Self { state: State::Unchecked, since: None, checked: 0 }
    }

    /// The state at a time: what the chain said too long ago counts no more, and drift silences a model.
    pub fn state_at(&self, now: u64, drifted: bool) -> State {
        match self.state {
            State::None => State::None,
            _ if now.saturating_sub(self.checked) > GOOD_FOR => State::Unchecked,
            State::Active if drifted => State::Drifted,
            state => state,
        }
    }
}

/// The state of a model by what the chain keeps of it, and by the name of the one that is active.
pub fn state_of(own: &ModelId, registered: Option<&Model>, active: Option<ModelId>) -> State {
    let Some(model) = registered else { return State::NotRegistered };
    match (model.stage, active) {
        (ModelStage::Active, Some(active)) if active == *own && model.card.usage == usage() => State::Active,
        (ModelStage::Shadow, _) => State::Shadow,
        (ModelStage::Suspended, _) => State::Suspended,
        (_, Some(active)) if active != *own => State::Foreign(active),
        (stage, _) => State::NotActive(stage),
    }
}

/// Asks the chain for a model's state, with proof.
///
/// # Errors
/// [`LedgerError`].
pub async fn ask(nodes: &[String], trust: &Trust, own: &ModelId, now: u64) -> Result<Standing, LedgerError> {
    let ledger = Ledger::connect(nodes, trust).await?;
    let view = ledger.finalized().await?;
    let asked = [keys::model(own), keys::active_model(&usage())];
    let proof = view.prove(&asked).await?;
    let [model, active] = &asked;
    let registered: Option<Model> = proof.read(model)?;
    let state = state_of(own, registered.as_ref(), proof.read(active)?);
    Ok(Standing { state, since: since(&view, own, registered.as_ref()).await?, checked: now })
}

async fn since(view: &View<'_>, id: &ModelId, model: Option<&Model>) -> Result<Option<u64>, LedgerError> {
    let Some(last) = model.and_then(|model| model.changes.checked_sub(1)) else { return Ok(None) };
    let change: Option<StageChange> = view.read(keys::model_change(id, last)).await?;
    Ok(change.map(|change| change.at))
}

fn usage() -> ModelUse {
    ModelUse::try_from(USAGE.as_bytes().to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ledger_types::model::ModelCard;

    use super::*;

    fn model(stage: ModelStage, usage: &str) -> Model {
        let text = |text: &str| text.as_bytes().to_vec();
        let card = ModelCard {
            usage: text(usage).try_into().unwrap_or_default(),
            intended_use: text("Scans of packs").try_into().unwrap_or_default(),
            feature_spec: [1; 32],
            training_manifest: [2; 32],
            metrics: [3; 32],
            suspicious_from: 0,
            alert_from: 5,
            parent: None,
        };
        Model { card, developer: 7, stage, changes: 1 }
    }

    #[test]
    fn only_the_model_that_is_active_for_scans_speaks() {
        let (own, other) = ([1; 32], [2; 32]);
        let state = |stage, active| state_of(&own, Some(&model(stage, USAGE)), active);
        assert_eq!(state(ModelStage::Active, Some(own)), State::Active);
        assert_eq!(state(ModelStage::Shadow, Some(other)), State::Shadow);
        assert_eq!(state(ModelStage::Suspended, None), State::Suspended);
        assert_eq!(state(ModelStage::Suspended, Some(other)), State::Suspended);
        assert_eq!(state(ModelStage::Retired, Some(other)), State::Foreign(other));
        assert_eq!(state(ModelStage::Draft, Some(other)), State::Foreign(other));
        assert_eq!(state(ModelStage::Evaluated, None), State::NotActive(ModelStage::Evaluated));
        assert_eq!(state_of(&own, None, Some(other)), State::NotRegistered);
        assert_eq!(state_of(&own, None, Some(own)), State::NotRegistered);
        // Active for something else, or by one record and not by the other.
        let elsewhere = model(ModelStage::Active, "invoices");
        assert_eq!(state_of(&own, Some(&elsewhere), Some(own)), State::NotActive(ModelStage::Active));
        assert_eq!(state(ModelStage::Active, None), State::NotActive(ModelStage::Active));
    }

    #[test]
    fn every_state_but_active_says_why_there_is_no_assessment() {
        let all = [
            State::None,
            State::Unchecked,
            State::NotRegistered,
            State::NotActive(ModelStage::Draft),
            State::Shadow,
            State::Suspended,
            State::Foreign([0; 32]),
            State::Drifted,
            State::Active,
        ];
        for (state, code) in all.into_iter().zip(State::CODES) {
            assert_eq!(state.code(), code);
            assert_eq!(state.why_not().is_none(), state == State::Active);
            assert!(state.why_not().is_none_or(|why| why.starts_with("none: ")));
        }
    }

    #[test]
    fn what_the_chain_said_long_ago_counts_no_more() {
        let active = Standing { state: State::Active, since: Some(1), checked: 1_000 };
        assert_eq!(active.state_at(1_000 + GOOD_FOR, false), State::Active);
        assert_eq!(active.state_at(1_001 + GOOD_FOR, false), State::Unchecked);
        assert_eq!(active.state_at(1_000, true), State::Drifted);
        assert_eq!(Standing { state: State::Shadow, ..active }.state_at(1_000, true), State::Shadow);
        assert_eq!(Standing { state: State::None, ..active }.state_at(1 << 40, false), State::None);
        assert_eq!(Standing::unchecked().state_at(1 << 40, false), State::Unchecked);
    }
}
