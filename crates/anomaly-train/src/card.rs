//! What is written beside a model: the manifest, the figures, and a card for people.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use anomaly::{Model, spec::spec_hash};
use serde::Serialize;

use crate::{
    Error,
    evaluate::{Column, Results},
    plot::{Axis, Line, bars, lines},
    table::About,
    train::{Settings, Story},
};

/// What a model was made from, so that it can be made again.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// BLAKE2b-256 of the model file: its id on the chain.
    pub model: String,
    /// Likewise of the stricter one.
    pub strict: String,
    /// BLAKE2b-256 of the feature table.
    pub features: String,
    /// Fingerprint of the code that measured.
    pub measuring_code: &'static str,
    /// The compiler.
    pub compiler: &'static str,
    /// For which machine it compiled.
    pub target: &'static str,
    /// The crate that grew the trees.
    pub grower: &'static str,
    /// Everything that was set.
    pub settings: &'a Settings,
    /// Worlds to learn from.
    pub worlds: Vec<WorldRecord>,
    /// Worlds to set thresholds by.
    pub calibration: Vec<WorldRecord>,
    /// How it went.
    pub story: &'a Story,
}

/// A world that was used.
#[derive(Debug, Serialize)]
pub struct WorldRecord {
    name: String,
    generator: String,
    seed: u64,
    scans: usize,
    /// BLAKE2b-256 of each file.
    files: Vec<(String, String)>,
}

impl From<About> for WorldRecord {
    fn from(about: About) -> Self {
        let About { name, generator, seed, files, rows, .. } = about;
        Self { name, generator, seed, scans: rows, files }
    }
}

impl<'a> Manifest<'a> {
    /// The manifest of a model.
    ///
    /// # Errors
    /// [`Error::Model`].
    pub fn new(
        models: [&Model; 2],
        settings: &'a Settings,
        story: &'a Story,
        worlds: Vec<About>,
        calibration: Vec<About>,
    ) -> Result<Self, Error> {
        let id = |model: &Model| model.id().map(hex::encode).map_err(|cause| Error::Model { cause: cause.to_string() });
        let [model, strict] = models;
        Ok(Self {
            model: id(model)?,
            strict: id(strict)?,
            features: hex::encode(spec_hash()),
            measuring_code: env!("MEASURING_CODE"),
            compiler: env!("TRAINER_RUSTC"),
            target: env!("TRAINER_TARGET"),
            grower: "forust-ml 0.8, logistic loss, one thread",
            settings,
            worlds: worlds.into_iter().map(Into::into).collect(),
            calibration: calibration.into_iter().map(Into::into).collect(),
            story,
        })
    }
}

/// Writes something as JSON.
///
/// # Errors
/// [`Error::File`].
pub fn write_json(file: &Path, what: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(what).map_err(|cause| Error::file(file)(cause.into()))?;
    fs::write(file, text + "\n").map_err(Error::file(file))
}

/// The results as a table in Markdown: families down, columns across.
pub fn results_table(columns: &[Column]) -> String {
    let families: BTreeSet<&String> = columns.iter().flat_map(|column| column.outcome.families.keys()).collect();
    let mut text = String::from("| incident recall |");
    columns.iter().for_each(|column| {
        let _ = write!(text, " {}{} |", column.name, if column.set_here { "*" } else { "" });
    });
    text.push_str("\n|---|");
    text.push_str(&"---:|".repeat(columns.len()));
    for family in families {
        let all = columns.iter().find_map(|column| column.outcome.families.get(family)).map_or(0, |(_, all)| *all);
        let _ = write!(text, "\n| {family} ({all}) |");
        columns.iter().for_each(|column| {
            let recall = column.outcome.recall(family).map_or("–".into(), |recall| format!("{recall:.3}"));
            let _ = write!(text, " {recall} |");
        });
    }
    text.push_str("\n| **mean** |");
    columns.iter().for_each(|column| {
        let _ = write!(text, " **{:.3}** |", column.outcome.mean);
    });
    text.push_str("\n| false alarms, % |");
    columns.iter().for_each(|column| {
        let _ = write!(text, " {:.4} |", column.outcome.false_percent());
    });
    text + "\n"
}

/// Writes the plots into a folder.
///
/// # Errors
/// [`Error::File`].
pub fn plots(results: &Results, folder: &Path) -> Result<(), Error> {
    let shares = || (0..=5).map(|fifth| (f64::from(fifth) / 5.0, format!("{:.1}", f64::from(fifth) / 5.0))).collect();
    let rates = Axis {
        name: "false alarms, % of scans that are no attacks",
        range: (0.0005, 5.0),
        logarithmic: true,
        ticks: [0.001, 0.01, 0.05, 0.1, 1.0].map(|rate| (rate, format!("{rate}"))).to_vec(),
    };
    let recalls = Axis { name: "incident recall", range: (0.0, 1.0), logarithmic: false, ticks: shares() };
    let curves: Vec<Line> =
        (results.curves.iter()).map(|(family, points)| Line { name: family.clone(), points: points.clone() }).collect();
    let stated = Axis { name: "stated chance of an attack", range: (0.0, 1.0), logarithmic: false, ticks: shares() };
    let seen = Axis { name: "share of attacks", range: (0.0, 1.0), logarithmic: false, ticks: shares() };
    let points = results.reliability.iter().map(|(stated, seen, _)| (*stated, *seen)).collect();
    let reliability = [
        Line { name: "as stated".into(), points: vec![(0.0, 0.0), (1.0, 1.0)] },
        Line { name: "as seen".into(), points },
    ];
    let most: Vec<(String, f64)> = results.importance.iter().take(25).cloned().collect();
    for (name, svg) in [
        ("recall.svg", lines("Trees alone: recall by family", &rates, &recalls, &curves)),
        ("calibration.svg", lines("Calibration", &stated, &seen, &reliability)),
        ("importance.svg", bars("Mean size of a feature's part in the score, in logits", &most)),
    ] {
        let file = folder.join(name);
        fs::write(&file, svg).map_err(Error::file(&file))?;
    }
    Ok(())
}

/// The model card, in Markdown. `where_from` says on which scans the results were found.
pub fn card(manifest: &Manifest, results: &Results, where_from: &str) -> String {
    let (settings, story) = (manifest.settings, manifest.story);
    let mut text = String::new();
    let _ = write!(
        text,
        "# Model card: {} {}\n\n\
         **Results are on simulated packs; no claim about the field is made.**\n\n\
         | | |\n|---|---|\n| model id (BLAKE2b-256) | `{}` |\n| stricter model | `{}` |\n| feature table | `{}` |\n\
         | file | {} bytes |\n| compiler | {}, {} |\n\n",
        settings.name,
        settings.version,
        manifest.model,
        manifest.strict,
        manifest.features,
        story.bytes,
        manifest.compiler,
        manifest.target,
    );
    text.push_str(
        "## Intended use\n\n\
         To sort scans of serialised medicine packs: which alerts of the rules are everyday faults (triage), which scans that \
         pass the rules deserve a look (risk, novelty), and which codes, devices, sites, batches, cases, shipments, holders or \
         trade lanes add up to an incident (monitors). A person decides on every case. The model does not decide whether a \
         pack is falsified, does not lift a rule's block, and is frozen: it does not learn in use.\n\n\
         ## Data and splits\n\n",
    );
    for (what, worlds) in [("learned from", &manifest.worlds), ("thresholds set on", &manifest.calibration)] {
        for world in worlds {
            let _ = writeln!(
                text,
                "- {what}: {}, seed {}, {} scans, by {}",
                world.name, world.seed, world.scans, world.generator
            );
        }
    }
    let choice = &settings.choice;
    let _ = write!(
        text,
        "\nOf each world to learn from, the last {} % of its time only decide when to stop adding trees. All technical, \
         procedural and blocked scans are kept, and of the benign ones that pass the rules one in {}, with its weight. Every \
         family counts the same, in it every incident, in it every scan; all attacks together weigh {} times as much as all \
         other scans.\n\n",
        choice.later_percent, choice.benign_one_in, choice.attacks_weigh,
    );
    if let Some(family) = &choice.without {
        let _ = writeln!(text, "**Trained without the family `{family}`.**\n");
    }
    for ((part, learned, later), (_, trees)) in story.rows.iter().zip(&story.trees) {
        let _ = writeln!(text, "- {part}: {learned} scans to learn from, {later} to stop by, {trees} trees");
    }
    for (part, share) in &story.order_changes {
        let _ = writeln!(text, "- {part}: {:.4} % of pairs of scans change their order by quantising", 100.0 * share);
    }
    text.push_str(
        "\nTraining is deterministic: one thread, fixed seeds, rows in a fixed order. The logistic loss of the tree grower \
         calls the exponential function of the platform, so that it is bit-identical with the same toolchain and C library, \
         not across all. Scoring is in integers and the same everywhere.\n\n## Thresholds\n\n\
         Set on scans that are no attacks, by the finite-sample rule n − ⌈(n+1)(1−α)⌉, and so that no single calibration \
         world exceeds the promise beyond chance; the budget is divided by greedy search \
         for the highest mean recall over families on the same worlds, which makes recall there a little too good, not the \
         false-alarm rate.\n\n| part | budget, ppm | threshold | finds alone | budget of the stricter model, ppm |\n\
         |---|---:|---:|---:|---:|\n",
    );
    let names: Vec<&String> = story.shares.iter().map(|share| &share.part).collect();
    let only_strict = story.strict_shares.iter().filter(|share| !names.contains(&&share.part));
    for share in story.shares.iter().chain(only_strict) {
        let strict = story.strict_shares.iter().find(|strict| strict.part == share.part).map_or(0, |strict| strict.ppm);
        let ppm = if names.contains(&&share.part) { share.ppm } else { 0 };
        let threshold = share.threshold.map_or("–".into(), |threshold| threshold.to_string());
        let _ = writeln!(text, "| {} | {ppm} | {threshold} | {:.3} | {strict} |", share.part, share.alone);
    }
    let _ = write!(
        text,
        "\n## Results\n\nOn {where_from}: {} scans, {} of them of attacks, {} incidents. An incident is found by one alarm on \
         its own scans. Columns with * have their thresholds set on these very scans, which is kind to them.\n\n{}\n",
        results.scans,
        results.attacks,
        results.incidents,
        results_table(&results.columns),
    );
    for column in results.columns.iter().filter(|column| !column.note.is_empty()) {
        let _ = writeln!(text, "- {}: {}", column.name, column.note);
    }
    text.push_str("\nFalse alarms of the model by class, by ruling, and by what raised them:\n\n");
    if let Some(model) = results.columns.first() {
        model.outcome.by_class.iter().for_each(|(class, count)| {
            let _ = writeln!(text, "- class {class}: {count}");
        });
    }
    results.by_ruling.iter().for_each(|(ruling, count)| {
        let _ = writeln!(text, "- ruling {ruling}: {count}");
    });
    results.by_part.iter().for_each(|(part, (wrong, found))| {
        let _ = writeln!(text, "- by {part}: {wrong} false alarms; alarms in {found} incidents");
    });
    text.push_str("\nFalse alarms by world, in percent:\n\n");
    results.by_world.iter().for_each(|(world, percent)| {
        let _ = writeln!(text, "- {world}: {percent:.4}");
    });
    text.push_str("\n![Recall](recall.svg)\n\n## Calibration\n\n| stated | seen | scans |\n|---:|---:|---:|\n");
    results.reliability.iter().for_each(|(stated, seen, count)| {
        let _ = writeln!(text, "| {stated:.4} | {seen:.4} | {count} |");
    });
    text.push_str(
        "\nChances hold at the prevalence of the calibration worlds, where attacks are far more frequent than in the field.\n\n\
         ![Calibration](calibration.svg)\n\n## Importance\n\n![Importance](importance.svg)\n\n",
    );
    text.push_str(
        "## Features that separate a family by themselves\n\nAbove 0.99 the simulator gives something away.\n\n",
    );
    for lone in &results.lone {
        let mark = if lone.area > 0.99 { " **LEAK?**" } else { "" };
        let _ = writeln!(text, "- {}: {} {:.3}{mark}", lone.family, lone.feature, lone.area);
    }
    text.push_str("\n## Known misses\n\n");
    let mut misses = 0;
    if let Some(model) = results.columns.first() {
        for (family, (found, all)) in &model.outcome.families {
            if found < all {
                misses += 1;
                let _ = writeln!(text, "- {family}: {} of {all} incidents are not found", all - found);
            }
        }
    }
    if misses == 0 {
        text.push_str("- None on these scans. That is more likely a sign of easy worlds than of a perfect model.\n");
    }
    text.push_str(
        "- The first scan of a copy inside its custodian's own stock looks like the original's.\n\
         - A perfect replay of a genuine temperature log looks genuine.\n\
         - Attacks that the simulator does not know are found only as far as they look odd or like others.\n",
    );
    text
}
