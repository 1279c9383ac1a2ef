//! `medtrail verify`.

use std::{path::PathBuf, process::ExitCode};

use gs1::Gln;
use ledger_types::Position;
use scan::{Intent, Reporting};
use verdict::{Modelled, Report, Role, Verdict};

use crate::{
    chain::{ChainArgs, OfflineArgs},
    evidence,
    failure::Failure,
    input, offline,
    queue::QueueArg,
};

/// Exit code of every verdict but genuine and could-not-check.
const NOT_GENUINE: u8 = 3;
/// Exit code of could-not-check.
pub const COULD_NOT_CHECK: u8 = 4;

/// Checking a pack.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A picture of the pack's code (PNG or JPEG), or the text of the code.
    #[arg(value_name = "FILE|TEXT")]
    code: String,
    /// Who looks at it: patient, pharmacist, wholesaler, manufacturer or regulator.
    #[arg(long, default_value = "patient")]
    role: Role,
    /// The GLN of the participant that scans; tells `already dispensed here` from `already used elsewhere`.
    #[arg(long, value_name = "GLN")]
    participant: Option<Gln>,
    /// A batch folder of the maker, for labels that carry no proof.
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
    /// A gateway to ask for the proof of a label that carries none; several, separated by commas or given again. It need not be
    /// believed. For a patient it does not learn which pack is checked.
    #[arg(long, value_name = "URL", value_delimiter = ',', env = "MEDTRAIL_GATEWAY")]
    gateway: Vec<String>,
    /// Report the scan to this gateway, which then tells of earlier ones of the same code. A patient's is not reported.
    #[arg(long, value_name = "URL", env = "MEDTRAIL_REPORT_TO", requires = "gateway_key")]
    report_to: Option<String>,
    /// The key that this gateway gave. No other one gets it.
    #[arg(long, value_name = "KEY", env = "MEDTRAIL_GATEWAY_KEY", hide_env_values = true)]
    gateway_key: Option<String>,
    /// Where the scan is, in degrees north and east, such as 52.5,13.4. Gateways keep it to a tenth of a degree.
    #[arg(long, value_name = "LATITUDE,LONGITUDE", value_parser = position, allow_hyphen_values = true, requires = "report_to")]
    position: Option<Position>,
    /// What the scan is for, as it is reported: verify, receive, dispense or return.
    #[arg(long, default_value = "verify", requires = "report_to")]
    intent: Intent,
    /// What tells this device from others, as it is reported: up to 64 characters that name nobody.
    #[arg(long, value_name = "TEXT", env = "MEDTRAIL_DEVICE")]
    device: Option<String>,
    /// Save the verdict with all that proves it, to be checked later with `medtrail evidence check`.
    #[arg(long, value_name = "FILE")]
    save_evidence: Option<PathBuf>,
    #[command(flatten)]
    offline: OfflineArgs,
    #[command(flatten)]
    queue: QueueArg,
}

/// Prints the verdict and gives its exit code.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    let code = input::code(&args.code)?;
    let scanner = chain.scanner_with(&args.offline, args.role, args.participant, args.packs.as_deref())?;
    let bad = |error| Failure::input("bad-address", error, "Give an address such as https://id.example.com.");
    let scanner = scanner.with_gateways(&args.gateway).map_err(bad)?;
    let reporting = match (&args.report_to, &args.gateway_key) {
        (Some(gateway), Some(key)) => {
            let reporting = Reporting::new(gateway, key.clone(), args.position).map_err(bad)?;
            Some(reporting.on_device(args.device.clone()))
        }
        _ => None,
    };
    let scanner = scanner.reporting(reporting);
    if let Some(queue) = args.queue.path().filter(|path| path.exists()) {
        scanner.wait_for(offline::pending(queue)?);
    }
    let report = scanner.verify_for(&code, args.intent).await;
    let saved = args.save_evidence.as_deref().map(|path| evidence::save(path, &scanner, &report, chain)).transpose();
    if json {
        say!("{}", serde_json::to_string(&report).map_err(|error| Failure::input("json", error, "Report this."))?);
    } else {
        print_report(&report);
    }
    // The verdict first: it counts more than the file.
    if let Err(failure) = saved {
        failure.complain();
    }
    Ok(ExitCode::from(exit_code(report.verdict)))
}

fn position(text: &str) -> Result<Position, String> {
    let degrees = |text: &str| text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= 180.0);
    let (latitude, longitude) = text.split_once(',').unwrap_or((text, ""));
    let place = degrees(latitude).zip(degrees(longitude)).map(|(latitude, longitude)| Position {
        latitude: (latitude * 1e6) as i32,
        longitude: (longitude * 1e6) as i32,
    });
    place
        .filter(|place| place.is_valid())
        .ok_or_else(|| "a position is two numbers of degrees, such as 52.5,13.4".into())
}

/// The exit code that stands for a verdict.
pub fn exit_code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Genuine => 0,
        Verdict::CouldNotCheck => COULD_NOT_CHECK,
        _ => NOT_GENUINE,
    }
}

/// Prints a verdict for people.
pub fn print_report(report: &Report) {
    let mark = match report.verdict {
        Verdict::Genuine => "✓",
        Verdict::AlreadyDispensedHere => "↺",
        Verdict::AlreadyUsedElsewhere => "⇄",
        Verdict::DoNotUse => "⛔",
        Verdict::NotRecognised => "✗",
        Verdict::Suspicious => "⚠",
        Verdict::CouldNotCheck => "?",
    };
    say!("{mark} {}", report.headline.to_uppercase());
    for reason in &report.reasons {
        say!("  {}", reason.text);
    }
    say!("  → {}", report.next_action);
    match &report.model {
        Some(Modelled::Assessed(model)) => {
            let digits = hex::encode(model.model);
            let short = digits.get(..12).unwrap_or(&digits);
            say!("  model 0x{short}…: score {}, alarm from {}", model.score, model.threshold);
            if let Some(why) = model.why() {
                say!("  {}", why.english());
            }
        }
        Some(Modelled::RulesAlone(why)) => say!("  {}", why.sentence().english),
        None => {}
    }
    let pack = &report.pack;
    let product = pack.product.as_ref().map(|product| format!("{product} · ")).unwrap_or_default();
    say!("  {product}GTIN {} · lot {} · serial {}", pack.gtin, pack.lot, pack.serial);
    if let Some(expiry) = &pack.maker_expiry {
        say!("  expiry as the maker registered it: {expiry}");
    }
    if let Some(evidence) = &report.evidence {
        let source = if evidence.offline { "in a snapshot, " } else { "" };
        say!(
            "  checked {source}at block {} ({}…), {} old, every value proven",
            evidence.block,
            evidence.block_hash.get(..10).unwrap_or_default(),
            verdict::duration(evidence.age_seconds)
        );
    }
}
