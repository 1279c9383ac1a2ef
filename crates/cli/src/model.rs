//! `medtrail model`: the anomaly model at work on worlds and alerts, and its way through the registry on chain.

mod record;
mod registry;

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anomaly::{
    Model,
    model::{Ensemble, MAX_BYTES},
    spec::{spec_hash, spec_text},
};
use ledger_types::{digest, model::ModelId};
use replay::{Judging, score_world};
use serde_json::{Value, json};

use crate::{chain::ChainArgs, failure::Failure};

/// The anomaly model.
#[derive(Debug, clap::Subcommand)]
pub enum ModelCommand {
    /// Score every scan of a world: a CSV file with verdict, reasons, score and alarm.
    Score {
        #[command(flatten)]
        model: ModelArg,
        /// The world's folder.
        #[arg(long, value_name = "DIR")]
        world: PathBuf,
        /// The file to write.
        #[arg(long, value_name = "FILE.csv")]
        out: PathBuf,
    },
    /// Score worlds and hold that against their labels: false alarms, incidents found, time to detection.
    Evaluate {
        #[command(flatten)]
        model: ModelArg,
        /// The worlds' folders; several are judged together.
        #[arg(long, value_name = "DIR", required = true, num_args = 1..)]
        world: Vec<PathBuf>,
    },
    /// Compute an alert's score again from its record, and say whether the model comes to the same, bit for bit. Exit code 1 if not.
    Explain(record::Args),
    /// Show what a model's file holds.
    Show {
        /// The file.
        file: PathBuf,
    },
    /// Print the feature specification, whose hash stands in every model.
    Features,
    /// Show the models that are registered on chain.
    List,
    /// Register a model with what belongs to it; by its developer.
    Propose(registry::ProposeArgs),
    /// Endorse a model's next stage; it enters it once two participants in two roles do.
    Endorse(registry::EndorseArgs),
    /// Stop the active model at once; by a regulator.
    Suspend {
        /// The model: its file, or its hash (0x…).
        model: String,
    },
}

/// A model, or none.
#[derive(Clone, Debug, clap::Args)]
pub struct ModelArg {
    /// The model's file. Without one, the rules alone decide.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

impl ModelArg {
    fn load(&self) -> Result<Option<(Model, ModelId)>, Failure> {
        self.model.as_deref().map(|file| load(file).map(|(model, id, _)| (model, id))).transpose()
    }
}

/// Runs the command.
pub async fn run(command: &ModelCommand, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    match command {
        ModelCommand::Score { model, world, out } => score(model, world, out, json)?,
        ModelCommand::Evaluate { model, world } => evaluate(model, world, json)?,
        ModelCommand::Explain(args) => return record::explain(args, json),
        ModelCommand::Show { file } => show(file, json)?,
        ModelCommand::Features => match json {
            true => say!("{}", json!({"ok": true, "hash": hash_text(&spec_hash()), "text": spec_text()})),
            // As it stands, so that its hash is the one that is registered.
            false => say!("{}", spec_text().trim_end_matches('\n')),
        },
        ModelCommand::List => registry::list(chain, json).await?,
        ModelCommand::Propose(args) => registry::propose(args, chain, json).await?,
        ModelCommand::Endorse(args) => registry::endorse(args, chain, json).await?,
        ModelCommand::Suspend { model } => registry::suspend(model, chain, json).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn score(model: &ModelArg, world: &Path, out: &Path, json: bool) -> Result<(), Failure> {
    let loaded = model.load()?;
    let scores = score_world(loaded.as_ref().map(|(model, _)| model), world).map_err(of_world)?;
    let (mut scans, mut alarms) = (0_u64, 0_u64);
    let counted = scores.inspect(|row| {
        scans += 1;
        alarms += u64::from(row.as_ref().is_ok_and(|row| row.alarm));
    });
    world::write_scores(out, counted).map_err(of_world)?;
    match json {
        true => say!("{}", json!({"ok": true, "file": out, "scans": scans, "alarms": alarms, "model": name(&loaded)})),
        false => say!("✓ {scans} scans scored, {alarms} alarms: {}", out.display()),
    }
    Ok(())
}

fn evaluate(model: &ModelArg, worlds: &[PathBuf], json: bool) -> Result<(), Failure> {
    let loaded = model.load()?;
    let mut judging = Judging::new();
    for world in worlds {
        let scores = score_world(loaded.as_ref().map(|(model, _)| model), world).map_err(of_world)?;
        judging.add(world, scores).map_err(of_world)?;
    }
    let judged = judging.finish();
    if !json {
        say!("{judged}");
        return Ok(());
    }
    let bad = |error| Failure::input("json", error, "Report this.");
    let mut metrics = serde_json::to_value(&judged).map_err(bad)?;
    if let Value::Object(metrics) = &mut metrics {
        metrics.insert("ok".to_owned(), true.into());
        metrics.insert("model".to_owned(), name(&loaded));
    }
    say!("{metrics}");
    Ok(())
}

fn show(file: &Path, json: bool) -> Result<(), Failure> {
    let (model, id, bytes) = load(file)?;
    if json {
        let ensembles: Vec<Value> = model
            .ensembles
            .iter()
            .map(|ensemble| {
                json!({"kind": ensemble.kind.name(), "trees": ensemble.trees.len(), "nodes": nodes(ensemble),
                       "suspicious_from": ensemble.suspicious_from, "alert_from": ensemble.alert_from})
            })
            .collect();
        let monitors: Vec<Value> = model
            .monitors
            .iter()
            .map(|monitor| {
                json!({"kind": monitor.kind.name(), "threshold": monitor.threshold, "drift": monitor.drift,
                       "cap": monitor.cap, "half_life": monitor.half_life})
            })
            .collect();
        say!(
            "{}",
            json!({"ok": true, "id": hash_text(&id), "name": model.name, "version": model.version, "bytes": bytes,
                   "feature_spec": hash_text(&spec_hash()), "ensembles": ensembles, "monitors": monitors})
        );
        return Ok(());
    }
    say!("{} {}", plain(&model.name), plain(&model.version));
    say!("  id                     {}", hash_text(&id));
    say!("  feature specification  {}", hash_text(&spec_hash()));
    say!("  size                   {bytes} bytes");
    for ensemble in &model.ensembles {
        say!(
            "  {:<22} {} trees, {} questions; suspicious from {}, alarm from {}",
            ensemble.kind.name(),
            ensemble.trees.len(),
            nodes(ensemble),
            ensemble.suspicious_from,
            ensemble.alert_from
        );
    }
    for monitor in &model.monitors {
        let hours = f64::from(monitor.half_life) / 3_600.0;
        say!("  sum over {:<13} alarm from {}, halves in {hours:.1} hours", monitor.kind.name(), monitor.threshold);
    }
    Ok(())
}

fn nodes(ensemble: &Ensemble) -> usize {
    ensemble.trees.iter().map(|tree| tree.nodes.len()).sum()
}

/// Reads a model: itself, its hash, and how many bytes it has.
fn load(file: &Path) -> Result<(Model, ModelId, usize), Failure> {
    let bytes = read(file, MAX_BYTES)?;
    let model = Model::from_bytes(&bytes).map_err(|error| {
        let message = format!("{}: {error}", file.display());
        Failure::input("bad-model", message, "`medtrail-train` writes such files; fetch it again from whoever gave it.")
    })?;
    Ok((model, digest(&bytes), bytes.len()))
}

/// Reads a file that is not larger than it may be.
fn read(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::file(file, &error);
    let mut bytes = Vec::new();
    fs::File::open(file).map_err(failed)?.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > most {
        let message = format!("{} has more than {most} bytes", file.display());
        return Err(Failure::input("too-large", message, "Choose the right file."));
    }
    Ok(bytes)
}

/// What is wrong with a world's files: the message names file and line.
fn of_world(error: replay::Error) -> Failure {
    Failure::input("bad-world", error, "Mend the world's files; world format 1 says what stands in them.")
}

fn name(loaded: &Option<(Model, ModelId)>) -> Value {
    loaded.as_ref().map_or(Value::Null, |(_, id)| hash_text(id).into())
}

fn hash_text(hash: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(hash))
}

/// A text of a file as a terminal may show it.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
