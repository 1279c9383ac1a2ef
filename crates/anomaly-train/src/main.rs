//! `medtrail-train`: trains, judges and exports for the anomaly model.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anomaly::Model;
use anomaly_train::{
    Error,
    calibrate::{Budget, Share, recalibrate},
    card::{Manifest, card, plots, results_table, write_json},
    evaluate::{Results, evaluate},
    export::export,
    logistic::Regression,
    measure::measure,
    table::{About, Table},
    train::{Settings, areas, train, untuned},
};
use clap::{Args, Parser, Subcommand};

/// Trains the anomaly model on worlds in format 1, and judges it.
#[derive(Parser)]
#[command(name = "medtrail-train", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains a model: model.mtam, model-strict.mtam, manifest.json, metrics.json, card.md and plots.
    Train {
        #[command(flatten)]
        learn: Learn,
        /// Where to write; tables of features are kept in its folder `tables`.
        #[arg(long)]
        out: PathBuf,
        /// A family whose scans are left out of training and of setting thresholds.
        #[arg(long)]
        holdout_family: Option<String>,
        /// The model's version.
        #[arg(long, default_value = "1")]
        model_version: String,
    },
    /// Judges a model on worlds that it has not seen.
    Evaluate {
        /// The model; model-strict.mtam and regression.json are taken from the same folder, if they are there.
        #[arg(long)]
        model: PathBuf,
        /// Worlds to judge on.
        #[arg(long, required = true, num_args = 1..)]
        worlds: Vec<PathBuf>,
        /// Also what rules, rules with speed, a forest and a regression can do.
        #[arg(long)]
        baselines: bool,
        /// Where tables of features are kept, and metrics.json, results.md and plots are written.
        #[arg(long)]
        out: PathBuf,
        /// Replays the worlds once more through the product's own scoring, for time to detection, triage and intervals.
        #[arg(long)]
        full: bool,
    },
    /// Trains without each family in turn, and says how many of its incidents are found all the same.
    LeaveOut {
        #[command(flatten)]
        learn: Learn,
        /// Worlds to judge on.
        #[arg(long, required = true, num_args = 1..)]
        test: Vec<PathBuf>,
        /// Only these families; all, if none is named.
        #[arg(long, num_args = 1..)]
        families: Vec<String>,
        /// Where tables of features are kept, and leave-out.json is written.
        #[arg(long)]
        out: PathBuf,
    },
    /// Trains on labels dealt out by lot, many times: if attacks score higher on the mean, that is a fault of the method.
    Shuffle {
        #[command(flatten)]
        learn: Learn,
        /// Worlds to judge on.
        #[arg(long, required = true, num_args = 1..)]
        test: Vec<PathBuf>,
        /// How often labels are dealt out. Attacks come in clusters and few trees grow on noise, so that single runs are
        /// far from 0.5 in either direction: only their mean says something.
        #[arg(long, default_value_t = 10)]
        times: u64,
        /// Where tables of features are kept, and shuffle.json is written.
        #[arg(long)]
        out: PathBuf,
    },
    /// Sets the thresholds of a model anew on worlds without attacks, as for a field that has changed. The trees stay.
    Recalibrate {
        /// The model; its shares of the budget are taken from manifest.json in the same folder.
        #[arg(long)]
        model: PathBuf,
        /// Worlds with scans of which none is an attack.
        #[arg(long, required = true, num_args = 1..)]
        worlds: Vec<PathBuf>,
        /// Where tables of features are kept, and model.mtam is written.
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes tables of features as NPY and CSV.
    Export {
        /// Worlds to write.
        #[arg(long, required = true, num_args = 1..)]
        worlds: Vec<PathBuf>,
        /// Where to write.
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Args)]
struct Learn {
    /// Worlds to learn from.
    #[arg(long, required = true, num_args = 1..)]
    worlds: Vec<PathBuf>,
    /// Worlds to set thresholds by, apart from those.
    #[arg(long, required = true, num_args = 1..)]
    calibrate: Vec<PathBuf>,
    /// Trees of triage and of risk, at most.
    #[arg(long, num_args = 2)]
    trees: Option<Vec<usize>>,
    /// Weight of all attacks together, by that of all other scans.
    #[arg(long)]
    attacks_weigh: Option<f64>,
    /// False alarms that thresholds aim at, in parts per million of scans that are no attacks: below the promise of 500, as
    /// worlds differ. The stricter model gets a fifth. In tens.
    #[arg(long)]
    budget: Option<u64>,
    /// Share of an incident's weight that goes to its telling scans, found by growing twice.
    #[arg(long)]
    focus: Option<f64>,
}

impl Learn {
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        if let Some([triage, risk]) = self.trees.as_deref() {
            (settings.triage.trees, settings.risk.trees) = (*triage, *risk);
        }
        if let Some(weigh) = self.attacks_weigh {
            settings.choice.attacks_weigh = weigh;
        }
        if let Some(budget) = self.budget {
            (settings.budget.total, settings.strict.total) = (budget, budget / 5);
            // A single world may have what is promised.
            settings.budget.world_percent = 50_000 / budget.max(1);
        }
        if let Some(focus) = self.focus {
            settings.choice.focus = focus;
        }
        settings
    }

    /// Measures both kinds of worlds; those for thresholds are read.
    fn tables(&self, out: &Path) -> Result<(Vec<PathBuf>, Vec<Table>), Error> {
        let both = self.worlds.iter().find(|world| self.calibrate.contains(world));
        if let Some(world) = both {
            return Err(Error::Data {
                what: format!("{} is to be learned from and to set thresholds by", world.display()),
                advice: "Thresholds need worlds of their own",
            });
        }
        let kept = out.join("tables");
        let learned = measure(&self.worlds, &kept, &mut tell)?;
        let calibration = read(&measure(&self.calibrate, &kept, &mut tell)?)?;
        Ok((learned, calibration))
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(line: &str) {
    eprintln!("{line}");
}

fn read(files: &[PathBuf]) -> Result<Vec<Table>, Error> {
    files.iter().map(|file| Table::read(file)).collect()
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Train { learn, out, holdout_family, model_version } => {
            let mut settings = learn.settings();
            settings.choice.without = holdout_family;
            settings.version = model_version;
            run_train(&learn, &settings, &out)
        }
        Command::Evaluate { model, worlds, baselines, out, full } => {
            run_evaluate(&model, &worlds, baselines, &out, full)
        }
        Command::LeaveOut { learn, test, families, out } => run_leave_out(&learn, &test, families, &out),
        Command::Shuffle { learn, test, times, out } => run_shuffle(&learn, &test, times, &out),
        Command::Recalibrate { model, worlds, out } => run_recalibrate(&model, &worlds, &out),
        Command::Export { worlds, out } => {
            for (number, file) in measure(&worlds, &out.join("tables"), &mut tell)?.iter().enumerate() {
                let table = Table::read(file)?;
                export(&table, &out, &format!("{:02}-seed-{}", number + 1, table.about.seed))?;
            }
            Ok(())
        }
    }
}

fn run_train(learn: &Learn, settings: &Settings, out: &Path) -> Result<(), Error> {
    let (learned, mut calibration) = learn.tables(out)?;
    if let Some(family) = &settings.choice.without {
        calibration = calibration.into_iter().map(|table| table.without(family)).collect();
    }
    let trained = train(settings, &learned, &calibration, true, &mut tell)?;
    let about: Vec<About> = learned.iter().map(|file| Table::about(file)).collect::<Result<_, _>>()?;
    let calibrated = calibration.iter().map(|table| table.about.clone()).collect();
    let manifest = Manifest::new([&trained.model, &trained.strict], settings, &trained.story, about, calibrated)?;
    tell("judging on the worlds that set the thresholds");
    let results = evaluate(&trained.model, Some(&trained.strict), trained.regression.as_ref(), &calibration, true);
    write_model(&out.join("model.mtam"), &trained.model)?;
    write_model(&out.join("model-strict.mtam"), &trained.strict)?;
    write_json(&out.join("manifest.json"), &manifest)?;
    write_json(&out.join("metrics.json"), &results)?;
    write_json(&out.join("regression.json"), &trained.regression)?;
    let text = card(&manifest, &results, "the worlds that set the thresholds, so recall here is a little too good");
    let file = out.join("card.md");
    fs::write(&file, text).map_err(Error::file(&file))?;
    plots(&results, out)?;
    shout(&results);
    println!("{}", results_table(&results.columns));
    println!("model {} ({} bytes)", manifest.model, trained.story.bytes);
    Ok(())
}

fn write_model(file: &Path, model: &Model) -> Result<(), Error> {
    let bytes = model.to_bytes().map_err(|cause| Error::Model { cause: cause.to_string() })?;
    fs::write(file, bytes).map_err(Error::file(file))
}

fn read_model(file: &Path) -> Result<Model, Error> {
    let bytes = fs::read(file).map_err(Error::file(file))?;
    Model::from_bytes(&bytes)
        .map_err(|cause| Error::file(file)(std::io::Error::new(std::io::ErrorKind::InvalidData, cause.to_string())))
}

/// Leaks must not be overlooked.
fn shout(results: &Results) {
    for leak in results.leaks() {
        eprintln!("LEAK? {} alone tells {} from all that is no attack: {:.4}", leak.feature, leak.family, leak.area);
    }
}

fn run_evaluate(file: &Path, worlds: &[PathBuf], baselines: bool, out: &Path, full: bool) -> Result<(), Error> {
    let model = read_model(file)?;
    let strict = file.with_file_name("model-strict.mtam");
    let strict = strict.exists().then(|| read_model(&strict)).transpose()?;
    let regression: Option<Regression> =
        (fs::read(file.with_file_name("regression.json")).ok()).and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let tables = read(&measure(worlds, &out.join("tables"), &mut tell)?)?;
    let results = evaluate(&model, strict.as_ref(), regression.as_ref(), &tables, baselines);
    write_json(&out.join("metrics.json"), &results)?;
    plots(&results, out)?;
    let mut text = results_table(&results.columns);
    text.push_str("\n\\* thresholds set on these very scans\n");
    let file = out.join("results.md");
    fs::write(&file, &text).map_err(Error::file(&file))?;
    shout(&results);
    println!("{text}");
    if full {
        let mut judging = replay::Judging::new();
        for world in worlds {
            judging.add(world, replay::score_world(Some(&model), world)?)?;
        }
        let evaluation = judging.finish();
        write_json(&out.join("judged.json"), &evaluation)?;
    }
    Ok(())
}

fn run_recalibrate(file: &Path, worlds: &[PathBuf], out: &Path) -> Result<(), Error> {
    let mut model = read_model(file)?;
    let manifest = file.with_file_name("manifest.json");
    let Recorded { settings, story } = fs::read(&manifest)
        .and_then(|bytes| serde_json::from_slice(&bytes).map_err(std::io::Error::from))
        .map_err(Error::file(&manifest))?;
    let tables = read(&measure(worlds, &out.join("tables"), &mut tell)?)?;
    recalibrate(&mut model, &story.shares, &tables, &settings.budget);
    let file = out.join("model.mtam");
    write_model(&file, &model)?;
    let id = model.id().map_err(|cause| Error::Model { cause: cause.to_string() })?;
    println!(
        "model {}: thresholds set anew on {} scans",
        hex::encode(id),
        tables.iter().map(Table::rows).sum::<usize>()
    );
    Ok(())
}

/// What recalibration takes from a manifest.
#[derive(serde::Deserialize)]
struct Recorded {
    settings: RecordedSettings,
    story: RecordedStory,
}

#[derive(serde::Deserialize)]
struct RecordedSettings {
    budget: Budget,
}

#[derive(serde::Deserialize)]
struct RecordedStory {
    shares: Vec<Share>,
}

fn run_leave_out(learn: &Learn, test: &[PathBuf], families: Vec<String>, out: &Path) -> Result<(), Error> {
    let (learned, calibration) = learn.tables(out)?;
    let tables = read(&measure(test, &out.join("tables"), &mut tell)?)?;
    let mut all: Vec<String> = tables.iter().flat_map(|table| table.about.families.iter().cloned()).collect();
    all.sort();
    all.dedup();
    let chosen = if families.is_empty() { all } else { families };
    let mut found = BTreeMap::new();
    for family in chosen {
        let mut settings = learn.settings();
        settings.choice.without = Some(family.clone());
        let calibration: Vec<Table> = calibration.iter().map(|table| table.clone().without(&family)).collect();
        let trained = train(&settings, &learned, &calibration, false, &mut tell)?;
        let results = evaluate(&trained.model, Some(&trained.strict), None, &tables, false);
        let of = |column: usize| {
            let column = results.columns.get(column)?;
            Some((column.outcome.recall(&family)?, column.outcome.false_percent()))
        };
        if let (Some((recall, percent)), Some((strict, strict_percent))) = (of(0), of(1)) {
            println!(
                "{family}, never seen: {recall:.3} found at {percent:.4} % false alarms, {strict:.3} at {strict_percent:.4} %"
            );
            found.insert(family, [recall, percent, strict, strict_percent]);
        }
        write_json(&out.join("leave-out.json"), &found)?;
    }
    let mean =
        |place: usize| found.values().filter_map(|values| values.get(place)).sum::<f64>() / found.len().max(1) as f64;
    println!("mean: {:.3} at {:.4} %, {:.3} at {:.4} %", mean(0), mean(1), mean(2), mean(3));
    Ok(())
}

fn run_shuffle(learn: &Learn, test: &[PathBuf], times: u64, out: &Path) -> Result<(), Error> {
    let (learned, _) = learn.tables(out)?;
    let tables = read(&measure(test, &out.join("tables"), &mut tell)?)?;
    let mut settings = learn.settings();
    // Enough to show what is wrong, if anything is.
    (settings.triage.trees, settings.risk.trees) = (settings.triage.trees.min(40), settings.risk.trees.min(40));
    let mut areas_of: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for seed in 0..times {
        settings.choice.shuffled = Some(seed);
        for (part, area) in areas(&untuned(&settings, &learned, &mut tell)?, &tables) {
            areas_of.entry(part).or_default().push(area);
        }
    }
    write_json(&out.join("shuffle.json"), &areas_of)?;
    for (part, areas) in areas_of {
        let count = areas.len().max(1) as f64;
        let mean = areas.iter().sum::<f64>() / count;
        let spread = areas.iter().map(|area| (area - mean) * (area - mean)).sum::<f64>() / (count - 1.0).max(1.0);
        let error = spread.sqrt() / count.sqrt();
        println!("{part}, labels dealt out by lot {times} times: area {mean:.3} ± {error:.3} (chance is 0.5)");
    }
    Ok(())
}
