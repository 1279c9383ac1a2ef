//! From simulated worlds to a model, twice: the same bytes, and a model that the product reads and that finds something.

#![allow(clippy::expect_used)] // Also what tests share may fail them.

use std::path::{Path, PathBuf};

use anomaly::Model;
use anomaly_train::{
    boost::Growth,
    card::{Manifest, card, plots},
    evaluate::evaluate,
    measure::measure,
    table::Table,
    train::{Settings, Trained, train},
};
use simulator::{
    Preset, Shift,
    attack::{self, Style},
    simulate,
};

fn world(folder: &Path, seed: u64) -> PathBuf {
    let out = folder.join(format!("world-{seed}"));
    let families = attack::families("all").expect("families");
    simulate(&simulator::Settings {
        out: out.clone(),
        seed,
        preset: Preset::Tiny,
        scans: None,
        shift: Shift::None,
        families,
        style: Style::All,
    })
    .expect("a world");
    out
}

/// BLAKE2b-256 of the model of these small worlds. Whoever changes features, simulator or trainer on purpose writes down the new one;
/// anybody else has found that training is not what it was.
const RETRAINED: &str = "dcdcf36e7179c1785cc99d14e3f8daf2de57d5446eaf3fdb4517c1ff4c7de8f5";

/// Fewer trees, so that the test is quick; a budget that some thousand scans can vouch for.
fn settings() -> Settings {
    let mut settings = Settings::default();
    let few = |growth: &Growth| Growth { trees: 30, ..growth.clone() };
    (settings.triage, settings.risk) = (few(&settings.triage), few(&settings.risk));
    settings.choice.benign_one_in = 2;
    settings.novelty_one_in = 1;
    (settings.budget.total, settings.budget.unit) = (5_000, 250);
    (settings.strict.total, settings.strict.unit) = (1_000, 250);
    settings
}

fn trained(learned: &[PathBuf], calibration: &[Table]) -> Trained {
    train(&settings(), learned, calibration, true, &mut |_| {}).expect("trains")
}

#[test]
fn the_same_worlds_give_the_same_model_and_it_finds_incidents() {
    let folder = tempfile::tempdir().expect("folder");
    let worlds: Vec<PathBuf> = (1..=4).map(|seed| world(folder.path(), seed)).collect();
    let (learn, rest) = worlds.split_at(2);
    let tables = |kept: &str, worlds: &[PathBuf]| {
        measure(worlds, &folder.path().join(kept), &mut |_: &str| {}).expect("measured")
    };
    // Measured twice, too: into two folders.
    let models = ["first", "second"].map(|kept| {
        let learned = tables(kept, learn);
        let others: Vec<Table> = tables(kept, rest).iter().map(|file| Table::read(file).expect("reads")).collect();
        let trained = trained(&learned, &others[..1]);
        (trained.model.to_bytes().expect("fits"), trained.strict.to_bytes().expect("fits"), trained, learned, others)
    });
    let [(first, first_strict, trained, learned, others), (second, second_strict, ..)] = &models;
    assert_eq!(first, second);
    assert_eq!(first_strict, second_strict);
    assert_eq!(trained.model.id().map(hex::encode).as_deref(), Ok(RETRAINED));
    assert!(first.len() <= anomaly::model::MAX_BYTES);
    assert_eq!(Model::from_bytes(first).expect("reads"), trained.model);
    for (part, share) in &trained.story.order_changes {
        assert!(*share <= 0.001, "{part}: {share} of pairs change their order");
    }

    // On the world that set the thresholds the budget is kept; on another one something is found.
    let calibrated = evaluate(&trained.model, Some(&trained.strict), trained.regression.as_ref(), &others[..1], true);
    let model = &calibrated.columns[0].outcome;
    assert!(model.false_alarms as f64 <= 0.005 * model.others as f64, "{} of {}", model.false_alarms, model.others);
    let unseen = evaluate(&trained.model, None, None, &others[1..], false);
    assert!(unseen.columns[0].outcome.mean > 0.2, "{}", unseen.columns[0].outcome.mean);

    let about = learned.iter().map(|file| Table::about(file).expect("reads")).collect();
    let settings = settings();
    let manifest = Manifest::new(
        [&trained.model, &trained.strict],
        &settings,
        &trained.story,
        about,
        vec![others[0].about.clone()],
    )
    .expect("manifest");
    let card = card(&manifest, &calibrated, "a test");
    assert!(card.contains("no claim about the field") && card.contains(&manifest.model));
    plots(&calibrated, folder.path()).expect("plots");
}
