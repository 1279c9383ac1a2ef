//! A regulator decides which anomaly model is used.

use ledger_types::{
    Kind,
    call::{Call, ModelRegistryCall},
    model::{Model, ModelCard, ModelRole, ModelStage, StageChange},
};
use office::{Doing, ModelFile, Models as Known, Registered};

use super::{
    cases::{AT, me, party, tall},
    oversight::regulator,
    *,
};
use crate::{
    screen::models::{Field, Message as Said, Slot, Wish},
    work::{Action as Wanted, Step, Tab},
};

fn registered(id: u8, stage: ModelStage) -> Registered {
    let card = ModelCard {
        usage: b"pack-scan".to_vec().try_into().unwrap(),
        intended_use: b"Scans of packs in pharmacies; not for recalls.".to_vec().try_into().unwrap(),
        feature_spec: [0x11; 32],
        training_manifest: [id.wrapping_add(1); 32],
        metrics: [id.wrapping_add(2); 32],
        suspicious_from: 1_200,
        alert_from: 2_400,
        parent: (id > 0xa0).then_some([0xa0; 32]),
    };
    let developer = party(7, "Modellbau Jena", Kind::Laboratory);
    Registered { id: [id; 32], model: Model { card, developer: 7, stage, changes: 3 }, developer }
}

/// One model in use, and one that is on trial.
pub fn list() -> Known {
    let list = vec![registered(0xa0, ModelStage::Active), registered(0xb0, ModelStage::Shadow)];
    Known { list, me: me(), block: 5_000 }
}

/// The model that is on trial, endorsed by its developer.
pub fn file() -> ModelFile {
    let change = |stage, days: u64, by: &str| {
        (StageChange { stage, by: 7, at: AT - days * 86_400 }, party(7, by, Kind::Laboratory))
    };
    let developer = party(7, "Modellbau Jena", Kind::Laboratory);
    ModelFile {
        registered: registered(0xb0, ModelStage::Shadow),
        changes: vec![
            change(ModelStage::Draft, 40, "Modellbau Jena"),
            change(ModelStage::Evaluated, 36, "Prüflabor Mainz"),
            change(ModelStage::Shadow, 30, "Bundesbehörde"),
        ],
        endorsements: vec![(ModelStage::Active, ModelRole::Developer, developer)],
        me: me(),
        block: 5_000,
    }
}

/// The regulator's app among models.
pub fn at(settings: Settings) -> App {
    let mut app = regulator(settings, Tab::Models);
    app.work.oversight.models.update(Said::Read(Box::new(Ok(list()))));
    app
}

/// The same, with a model open.
pub fn opened(settings: Settings, file: ModelFile) -> App {
    let mut app = at(settings);
    let models = &mut app.work.oversight.models;
    let id = file.registered.id;
    assert!(matches!(models.update(Said::Open(id)), Wish::Read(_)));
    models.update(Said::Opened(id, Box::new(Ok(Some(file)))));
    app
}

fn english_regulator() -> Settings {
    Settings { role: Role::Regulator, ..english() }
}

fn sure(app: &mut App) -> Call {
    match app.work.oversight.models.update(Said::Act(Step::Sure)) {
        Wish::Work(Wanted::Do { doing: Doing::Now(call), .. }) => call,
        other => panic!("nothing is done: {other:?}"),
    }
}

#[test]
fn a_regulator_endorses_as_approver_and_hears_that_it_comes_into_use_at_once() -> Result<(), Error> {
    let mut app = opened(english_regulator(), file());
    let mut ui = screen(&app);
    for text in [
        "Modellbau Jena is for it, as developer.",
        "It takes the place of model 0xa0a0a0a0a0a0…, which is retired then.",
        "Suspicious from 1200, case proposed from 2400",
        "On trial",
    ] {
        ui.find(text)?;
    }
    drop(ui);
    app.work.oversight.models.update(Said::Endorse(ModelStage::Active, ModelRole::Approver));
    screen(&app).find(
        "Endorse model 0xb0b0b0b0b0b0… as approver for the next stage, in use, which it enters at once: is that meant?",
    )?;
    let model = [0xb0; 32];
    let endorse = ModelRegistryCall::Endorse { model, stage: ModelStage::Active, role: ModelRole::Approver };
    assert_eq!(sure(&mut app), Call::ModelRegistry(endorse));
    Ok(())
}

#[test]
fn a_model_in_use_is_stopped_at_once_by_a_regulator_alone() -> Result<(), Error> {
    let mut active = file();
    active.registered = registered(0xa0, ModelStage::Active);
    let mut app = opened(english_regulator(), active.clone());
    let mut ui = tall(&app);
    ui.click("Stop at once")?;
    assert_eq!(ui.into_messages().count(), 1);
    app.work.oversight.models.update(Said::Suspend);
    assert_eq!(sure(&mut app), Call::ModelRegistry(ModelRegistryCall::SuspendModel { model: [0xa0; 32] }));
    active.me = None;
    let app = opened(english_regulator(), active);
    assert!(screen(&app).find("Stop at once").is_err());
    Ok(())
}

#[test]
fn a_file_is_compared_with_what_is_registered() -> Result<(), Error> {
    let mut app = at(english_regulator());
    let models = &mut app.work.oversight.models;
    assert!(matches!(models.update(Said::Choose(Slot::Compare)), Wish::Choose(Slot::Compare)));
    models.update(Said::Chosen(Slot::Compare, Some(Ok(("metrics.json".into(), [0xb2; 32])))));
    screen(&app).find("metrics.json holds the metrics of model 0xb0b0b0b0b0b0….")?;
    let models = &mut app.work.oversight.models;
    models.update(Said::Chosen(Slot::Compare, Some(Ok(("other.json".into(), [1; 32])))));
    let hash = "01".repeat(32);
    let said = format!("other.json belongs to no registered model. Its digest is 0x{hash}.");
    screen(&app).find(said.as_str())?;
    Ok(())
}

#[test]
fn a_model_is_registered_only_with_all_its_files_and_sensible_thresholds() {
    let mut app = at(english_regulator());
    let models = &mut app.work.oversight.models;
    models.update(Said::New);
    models.update(Said::Edit(Field::Intended, "Scans of packs".into()));
    models.update(Said::Edit(Field::Suspicious, "20".into()));
    for (slot, byte) in [(Slot::Model, 1), (Slot::Features, 2), (Slot::Training, 3)] {
        models.update(Said::Chosen(slot, Some(Ok((format!("{byte}"), [byte; 32])))));
    }
    models.update(Said::Edit(Field::Alert, "10".into()));
    models.update(Said::Chosen(Slot::Metrics, Some(Ok(("4".into(), [4; 32])))));
    models.update(Said::Propose);
    assert!(matches!(models.update(Said::Act(Step::Sure)), Wish::Work(Wanted::None)), "alerts before suspicions");
    models.update(Said::Edit(Field::Alert, "30".into()));
    models.update(Said::Propose);
    let Call::ModelRegistry(ModelRegistryCall::ProposeModel { model, card }) = sure(&mut app) else {
        panic!("it proposes no model")
    };
    assert_eq!((model, card.feature_spec, card.training_manifest, card.metrics), ([1; 32], [2; 32], [3; 32], [4; 32]));
    assert_eq!((card.usage.to_vec(), card.alert_from, card.parent), (b"pack-scan".to_vec(), 30, None));
}
