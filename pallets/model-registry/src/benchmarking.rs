//! Benchmarks of the calls, each at its most expensive.

use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use ledger_types::{
    Kind,
    model::{ModelCard, ModelId, ModelRole, ModelStage},
};
use pallet_participants::benchmarking::{enrol, long_text};

use crate::{ActiveModel, Call, Config, Models, Pallet};

fn card(parent: Option<ModelId>) -> ModelCard {
    ModelCard {
        usage: long_text(),
        intended_use: long_text(),
        feature_spec: [1; 32],
        training_manifest: [2; 32],
        metrics: [3; 32],
        suspicious_from: 1,
        alert_from: 2,
        parent,
    }
}

/// A developer's and a regulator's keys.
fn people<T: Config>() -> (T::AccountId, T::AccountId) {
    (enrol::<T>(Kind::Manufacturer).1, enrol::<T>(Kind::Regulator).1)
}

/// Takes a model from draft to a stage.
fn take<T: Config>(
    developer: &T::AccountId,
    regulator: &T::AccountId,
    model: ModelId,
    to: ModelStage,
) -> Result<(), BenchmarkError> {
    Pallet::<T>::propose_model(RawOrigin::Signed(developer.clone()).into(), model, card(None))?;
    for stage in [ModelStage::Evaluated, ModelStage::Shadow, ModelStage::Active] {
        Pallet::<T>::endorse(RawOrigin::Signed(developer.clone()).into(), model, stage, ModelRole::Developer)?;
        Pallet::<T>::endorse(RawOrigin::Signed(regulator.clone()).into(), model, stage, ModelRole::Approver)?;
        if stage == to {
            break;
        }
    }
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn propose_model() -> Result<(), BenchmarkError> {
        let (developer, _) = people::<T>();
        Pallet::<T>::propose_model(RawOrigin::Signed(developer.clone()).into(), [1; 32], card(None))?;
        #[extrinsic_call]
        _(RawOrigin::Signed(developer), [2; 32], card(Some([1; 32])));
        Ok(())
    }

    #[benchmark]
    fn endorse() -> Result<(), BenchmarkError> {
        let (developer, regulator) = people::<T>();
        take::<T>(&developer, &regulator, [1; 32], ModelStage::Active)?;
        take::<T>(&developer, &regulator, [2; 32], ModelStage::Shadow)?;
        let origin = RawOrigin::Signed(developer).into();
        Pallet::<T>::endorse(origin, [2; 32], ModelStage::Active, ModelRole::Developer)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(regulator), [2; 32], ModelStage::Active, ModelRole::Approver);
        assert_eq!(ActiveModel::<T>::get(card(None).usage), Some([2; 32]));
        Ok(())
    }

    #[benchmark]
    fn suspend_model() -> Result<(), BenchmarkError> {
        let (developer, regulator) = people::<T>();
        take::<T>(&developer, &regulator, [1; 32], ModelStage::Active)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(regulator), [1; 32]);
        assert_eq!(Models::<T>::get([1; 32]).map(|model| model.stage), Some(ModelStage::Suspended));
        Ok(())
    }

    #[benchmark]
    fn withdraw_endorsement() -> Result<(), BenchmarkError> {
        let (developer, _) = people::<T>();
        Pallet::<T>::propose_model(RawOrigin::Signed(developer.clone()).into(), [1; 32], card(None))?;
        let origin = RawOrigin::Signed(developer.clone()).into();
        Pallet::<T>::endorse(origin, [1; 32], ModelStage::Evaluated, ModelRole::Developer)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(developer), [1; 32], ModelStage::Evaluated, ModelRole::Developer);
        Ok(())
    }
}
