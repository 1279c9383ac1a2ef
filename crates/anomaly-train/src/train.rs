//! Training: from tables of features to a model with thresholds, its manifest and its figures.

use std::path::PathBuf;

use anomaly::{
    Model,
    model::{Ensemble, EnsembleKind},
    spec::FEATURES,
};
use serde::Serialize;

use crate::{
    Error,
    boost::{Growth, Rows, grow},
    calibrate::{Budget, Components, Scored, Share, silent},
    forest::{Planting, plant},
    grown,
    logistic::Regression,
    quantise::{order_changes, quantise, scores},
    sample::{Choice, Gathered, Part, add_benign, part},
    table::Table,
};

/// Everything that training depends on beside worlds and code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// The model's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Which rows, and their weights.
    pub choice: Choice,
    /// How trees of triage grow.
    pub triage: Growth,
    /// How trees of risk grow.
    pub risk: Growth,
    /// How the forest grows.
    pub novelty: Planting,
    /// One in so many benign scans is there for the forest to draw from.
    pub novelty_one_in: u64,
    /// False alarms of the model.
    pub budget: Budget,
    /// False alarms of the stricter one.
    pub strict: Budget,
}

impl Default for Settings {
    fn default() -> Self {
        let growth = Growth {
            trees: 250,
            rate: 0.1,
            depth: 5,
            leaves: 20,
            l2: 5.0,
            least_leaf: 3.0,
            bins: 1_000,
            columns: 0.6,
            patience: 25,
            seed: 1,
        };
        Self {
            name: "medtrail".into(),
            version: "1".into(),
            choice: Choice {
                benign_one_in: 20,
                attacks_weigh: 0.2,
                focus: 0.0,
                later_percent: 20,
                without: None,
                shuffled: None,
            },
            triage: Growth { trees: 200, ..growth.clone() },
            risk: Growth { seed: 2, ..growth },
            novelty: Planting { trees: 60, sample: 128, seed: 3 },
            novelty_one_in: 20,
            budget: Budget { total: 400, unit: 10, world_percent: 125, novelty_units: 2 },
            strict: Budget { total: 80, unit: 10, world_percent: 125, novelty_units: 1 },
        }
    }
}

/// What training gives.
pub struct Trained {
    /// The model with the thresholds for 0.05 %.
    pub model: Model,
    /// The same with those for 0.01 %.
    pub strict: Model,
    /// The regression, for comparison.
    pub regression: Option<Regression>,
    /// What is to be told of it.
    pub story: Story,
}

/// How training went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Story {
    /// Rows to learn from and rows to stop by, for triage and for risk.
    pub rows: Vec<(String, usize, usize)>,
    /// Trees that were grown, by ensemble.
    pub trees: Vec<(String, usize)>,
    /// Pairs of later scans that integers put in another order than the grown trees, by ensemble.
    pub order_changes: Vec<(String, f64)>,
    /// What each part of the model got of the budget.
    pub shares: Vec<Share>,
    /// Likewise of the stricter one.
    pub strict_shares: Vec<Share>,
    /// Bytes of the model file.
    pub bytes: usize,
}

/// Trains ensembles without thresholds.
///
/// # Errors
/// [`Error`] of tables, and [`Error::Trees`].
fn ensembles(
    settings: &Settings,
    tables: &[PathBuf],
    story: &mut Story,
    tell: &mut dyn FnMut(&str),
) -> Result<Vec<Ensemble>, Error> {
    let directions: Vec<i8> = FEATURES.iter().map(|spec| spec.monotone).collect();
    let mut all = Vec::new();
    for (of, kind, growth) in
        [(Part::Triage, EnsembleKind::Triage, &settings.triage), (Part::Risk, EnsembleKind::Risk, &settings.risk)]
    {
        let mut gathered = Gathered::new(Some(of), &settings.choice);
        for file in tables {
            gathered.add(&Table::read(file)?);
        }
        let (mut rows, mut later) = gathered.finish();
        tell(&format!("{}: growing on {} scans, {} later ones", kind.name(), rows.len(), later.len()));
        let mut grown = grow(kind.name(), growth, &directions, &rows, &later)?;
        if settings.choice.focus > 0.0 {
            for rows in [&mut rows, &mut later] {
                let scores = rows.scores(&grown, directions.len());
                rows.refocus(&scores, settings.choice.focus);
            }
            grown = grow(kind.name(), growth, &directions, &rows, &later)?;
        }
        let ensemble = quantise(kind, &grown);
        story.rows.push((kind.name().into(), rows.len(), later.len()));
        story.trees.push((kind.name().into(), grown.trees.len()));
        story.order_changes.push((kind.name().into(), changes(&grown, &ensemble, &later, directions.len())));
        all.push(ensemble);
    }
    let mut columns = vec![Vec::new(); FEATURES.len()];
    for (number, file) in tables.iter().enumerate() {
        add_benign(&Table::read(file)?, number as u64, settings.novelty_one_in, &mut columns);
    }
    let forest = plant(&settings.novelty, &columns);
    story.trees.push((EnsembleKind::Novelty.name().into(), forest.trees.len()));
    all.push(quantise(EnsembleKind::Novelty, &forest));
    Ok(all)
}

/// Compares integers with the trees that they came from, on the later rows.
fn changes(grown: &grown::Ensemble, integer: &Ensemble, rows: &Rows, columns: usize) -> f64 {
    let floats = rows.scores(grown, columns);
    let mut integers = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        let values = rows.data.iter().skip(at).step_by(rows.len().max(1));
        let mut features = [anomaly::MISSING; anomaly::spec::FEATURE_COUNT];
        features
            .iter_mut()
            .zip(values)
            .filter(|(_, value)| !value.is_nan())
            .for_each(|(to, value)| *to = *value as i32);
        integers.push(integer.score(&features));
    }
    order_changes(&floats, &integers, 1)
}

/// Trains a model on tables, and sets its thresholds on others.
///
/// # Errors
/// [`Error`].
pub fn train(
    settings: &Settings,
    tables: &[PathBuf],
    calibration: &[Table],
    with_regression: bool,
    tell: &mut dyn FnMut(&str),
) -> Result<Trained, Error> {
    let mut story = Story::default();
    let mut model = silent(&settings.name, &settings.version, ensembles(settings, tables, &mut story, tell)?);
    tell("setting thresholds");
    let scored = Scored::new(&model, calibration);
    let most = settings.budget.total.max(settings.strict.total);
    let components = Components::new(&scored, calibration, most, &settings.budget);
    let mut strict = model.clone();
    story.shares = components.set(&mut model, &scored, &settings.budget);
    story.strict_shares = components.set(&mut strict, &scored, &settings.strict);
    story.bytes = model.to_bytes().map_err(|cause| Error::Model { cause: cause.to_string() })?.len();
    let regression = if with_regression {
        tell("fitting the regression");
        let mut gathered = Gathered::new(None, &settings.choice);
        for file in tables {
            gathered.add(&Table::read(file)?);
        }
        Some(Regression::fit(&gathered.finish().0, FEATURES.len()))
    } else {
        None
    };
    Ok(Trained { model, strict, regression, story })
}

/// A model without thresholds.
///
/// # Errors
/// [`Error`].
pub fn untuned(settings: &Settings, tables: &[PathBuf], tell: &mut dyn FnMut(&str)) -> Result<Model, Error> {
    let ensembles = ensembles(settings, tables, &mut Story::default(), tell)?;
    Ok(silent(&settings.name, &settings.version, ensembles))
}

/// The area under the curve of triage and risk over scans, each part by itself: with shuffled labels it must be near 0.5 on
/// the mean over many.
pub fn areas(model: &Model, tables: &[Table]) -> Vec<(String, f64)> {
    let scan_areas = |(of, kind): (Part, EnsembleKind)| {
        let ensemble = model.ensemble(kind)?;
        let (mut attacks, mut others) = (Vec::new(), Vec::new());
        for table in tables {
            let mut scored = Vec::with_capacity(table.rows());
            scores(ensemble, table, |row| part(table, row) == of, &mut scored);
            for (row, score) in scored.into_iter().enumerate().filter(|(_, score)| *score != crate::judge::SILENT) {
                if crate::sample::is_attack(table, row) { attacks.push(score) } else { others.push(score) }
            }
        }
        others.sort_unstable();
        Some((kind.name().to_owned(), crate::judge::area(&attacks, &others)))
    };
    [(Part::Triage, EnsembleKind::Triage), (Part::Risk, EnsembleKind::Risk)]
        .into_iter()
        .filter_map(scan_areas)
        .collect()
}
