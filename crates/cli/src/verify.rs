//! `medtrail verify`.

use std::{path::PathBuf, process::ExitCode};

use gs1::Gln;
use verdict::{Report, Role, Verdict};

use crate::{
    chain::{ChainArgs, OfflineArgs},
    failure::Failure,
    input, offline,
    queue::QueueArg,
};

/// Exit code of every verdict but genuine and could-not-check.
const NOT_GENUINE: u8 = 3;
const COULD_NOT_CHECK: u8 = 4;

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
    #[command(flatten)]
    offline: OfflineArgs,
    #[command(flatten)]
    queue: QueueArg,
}

/// Prints the verdict and gives its exit code.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    let code = input::code(&args.code)?;
    let scanner = chain.scanner_with(&args.offline, args.role, args.participant, args.packs.as_deref())?;
    let scanner = scanner
        .with_gateways(&args.gateway)
        .map_err(|error| Failure::input("bad-address", error, "Give an address such as https://id.example.com."))?;
    if let Some(queue) = args.queue.path().filter(|path| path.exists()) {
        scanner.wait_for(offline::pending(queue)?);
    }
    let report = scanner.verify(&code).await;
    if json {
        say!("{}", serde_json::to_string(&report).map_err(|error| Failure::input("json", error, "Report this."))?);
    } else {
        print_report(&report);
    }
    Ok(ExitCode::from(exit_code(report.verdict)))
}

/// The exit code that stands for a verdict.
pub fn exit_code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Genuine => 0,
        Verdict::CouldNotCheck => COULD_NOT_CHECK,
        _ => NOT_GENUINE,
    }
}

fn print_report(report: &Report) {
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
    let pack = &report.pack;
    let product = pack.product.as_ref().map(|product| format!("{product} · ")).unwrap_or_default();
    say!("  {product}GTIN {} · lot {} · serial {}", pack.gtin, pack.lot, pack.serial);
    if let Some(expiry) = &pack.maker_expiry {
        say!("  expiry as the maker registered it: {expiry}");
    }
    if let Some(evidence) = &report.evidence {
        let source = if evidence.offline { "in a snapshot, " } else { "" };
        say!(
            "  checked {source}at block {} ({}…), {} s old, every value proven",
            evidence.block,
            evidence.block_hash.get(..10).unwrap_or_default(),
            evidence.age_seconds
        );
    }
}
