//! Which anomaly model is active, as nodes prove it; and what of a gateway's model is believed then.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ledger_client::{
    ActiveModel, Ledger, LedgerError, Trust,
    time::{Instant, timeout},
};
use verdict::{Assessment, Modelled, RulesAlone};

/// How long what was proven is gone by.
const KEPT: Duration = Duration::from_secs(5 * 60);
/// How long nodes are left alone after that could not be proven, and the least time between two readings.
const REST: Duration = Duration::from_secs(10);
/// How long nodes may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a gateway says of its model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It said this of a scan.
    Assessed(Assessment),
    /// It has none that has a say.
    Without(RulesAlone),
}

impl Claim {
    /// Why a gateway has no model, from its own words.
    pub fn without(said: &str) -> Self {
        let said = said.to_ascii_lowercase();
        let why = [
            ("suspended", RulesAlone::Suspended),
            ("drift", RulesAlone::Drifted),
            ("no longer like", RulesAlone::Drifted),
            ("could not be asked", RulesAlone::Unproven),
        ];
        let found = why.into_iter().find(|(word, _)| said.contains(word)).map(|(_, why)| why);
        Self::Without(found.unwrap_or(RulesAlone::NoneActive))
    }
}

/// What is proven of the active model: nothing, that there is none, or which it is.
pub(crate) type Proven = Option<Option<ActiveModel>>;

/// What of a claim is believed. A score counts only if it is of the model that is proven to be active.
pub(crate) fn believe(claim: Claim, proven: Proven) -> Modelled {
    let why = match (claim, proven) {
        (Claim::Assessed(assessment), Some(Some(active))) if assessment.model == active.id => {
            return Modelled::Assessed(Assessment { active_since: active.since, ..assessment });
        }
        (Claim::Without(RulesAlone::Suspended), Some(None)) => RulesAlone::Suspended,
        (_, Some(None)) => RulesAlone::NoneActive,
        (Claim::Without(why @ (RulesAlone::Drifted | RulesAlone::Unproven)), Some(Some(_))) => why,
        (_, Some(Some(_))) => RulesAlone::OtherModel,
        (Claim::Assessed(_), None) => RulesAlone::Unproven,
        (Claim::Without(why), None) => why,
    };
    Modelled::RulesAlone(why)
}

/// The active model, remembered for a while.
#[derive(Debug, Default)]
pub(crate) struct Active(Mutex<Option<(Instant, Proven)>>);

impl Active {
    /// The active model. If another one is claimed than is known, it is read anew: it may just have changed.
    pub async fn read(&self, nodes: &[String], trust: &Trust, claim: &Claim) -> Proven {
        if let Some((at, proven)) = self.known() {
            let fits = match (claim, &proven) {
                (Claim::Assessed(assessment), Some(active)) => {
                    active.is_some_and(|active| active.id == assessment.model)
                }
                (Claim::Without(_), Some(active)) => active.is_none(),
                (_, None) => false,
            };
            if at.elapsed() < if fits { KEPT } else { REST } {
                return proven;
            }
        }
        let proven = timeout(PATIENCE, active(nodes, trust)).await.ok().and_then(Result::ok);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), proven));
        proven
    }

    fn known(&self) -> Option<(Instant, Proven)> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn active(nodes: &[String], trust: &Trust) -> Result<Option<ActiveModel>, LedgerError> {
    Ledger::connect(nodes, trust).await?.finalized().await?.active_scan_model().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(model: u8) -> Claim {
        Claim::Assessed(Assessment {
            model: [model; 32],
            active_since: None,
            score: 9,
            threshold: 5,
            alarm: true,
            excused: false,
            reasons: Vec::new(),
        })
    }

    fn active(model: u8) -> Proven {
        Some(Some(ActiveModel { id: [model; 32], since: Some(1_800_000_000) }))
    }

    #[test]
    fn only_the_model_that_is_proven_to_be_active_has_a_say() {
        let Modelled::Assessed(assessment) = believe(claim(1), active(1)) else { panic!("it is active") };
        assert_eq!((assessment.score, assessment.active_since), (9, Some(1_800_000_000)));
        let alone = |claim, proven| match believe(claim, proven) {
            Modelled::RulesAlone(why) => Some(why),
            Modelled::Assessed(_) => None,
        };
        assert_eq!(alone(claim(2), active(1)), Some(RulesAlone::OtherModel));
        assert_eq!(alone(claim(2), Some(None)), Some(RulesAlone::NoneActive), "it is not registered");
        assert_eq!(alone(claim(2), None), Some(RulesAlone::Unproven));
    }

    #[test]
    fn why_a_gateway_has_no_model_is_told_as_far_as_the_chain_agrees() {
        let why = |said, proven| believe(Claim::without(said), proven);
        assert_eq!(why("none: Suspended", Some(None)), Modelled::RulesAlone(RulesAlone::Suspended));
        assert_eq!(why("none: suspended", active(1)), Modelled::RulesAlone(RulesAlone::OtherModel));
        assert_eq!(why("none: drifted", active(1)), Modelled::RulesAlone(RulesAlone::Drifted));
        assert_eq!(why("none: drifted", Some(None)), Modelled::RulesAlone(RulesAlone::NoneActive));
        assert_eq!(why("none", Some(None)), Modelled::RulesAlone(RulesAlone::NoneActive));
        assert_eq!(why("none", active(1)), Modelled::RulesAlone(RulesAlone::OtherModel));
    }
}
