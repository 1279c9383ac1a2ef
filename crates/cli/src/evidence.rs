//! `medtrail evidence`, and the file that `medtrail verify --save-evidence` writes.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use evidence_file::{Anchor, Checked, EvidenceFile, Fault, MAX_FILE, file_name};
use evidence_pdf::Paper;
use ledger_client::time::now;
use scan::Scanner;
use scanner_core::history::moment;
use serde_json::json;
use verdict::{Report, duration};
use words::{Language, Words};

use crate::{
    chain::ChainArgs,
    failure::Failure,
    verify::{COULD_NOT_CHECK, exit_code, print_report},
};

/// Files of evidence.
#[derive(Debug, clap::Subcommand)]
pub enum EvidenceCommand {
    /// Check a saved verdict without a network. It has to be proven from the checkpoint that is given with --checkpoint, or from
    /// one that the key of --publisher signed. Exit code: as of `verify`; 4 if only the file's own checkpoint speaks for it.
    Check {
        /// The file that `medtrail verify --save-evidence` or the app saved.
        file: PathBuf,
    },
    /// Check a saved verdict as `check` does, and write it as a PDF for people, in English, with the file inside it.
    Pdf {
        /// The file that `medtrail verify --save-evidence` or the app saved.
        file: PathBuf,
        /// Where the PDF goes.
        #[arg(short, long, value_name = "FILE.pdf")]
        output: PathBuf,
    },
}

/// The fonts of the app that have the letters of English words, and of most names.
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../scanner-app/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSans-Bold.ttf"),
];

/// Saves the evidence of a verdict.
pub fn save(path: &Path, scanner: &Scanner, report: &Report, chain: &ChainArgs) -> Result<(), Failure> {
    let basis = scanner.basis(report).ok_or(Fault::NotDerivable)?;
    let published = chain.checkpoint_file()?;
    let file = EvidenceFile::new(&basis, report, published.as_ref())?;
    fs::write(path, file.to_json()).map_err(|error| Failure::file(path, &error))
}

/// Checks a file.
pub fn run(command: &EvidenceCommand, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    let (EvidenceCommand::Check { file: path } | EvidenceCommand::Pdf { file: path, .. }) = command;
    let read = |path: &Path| {
        let mut text = Vec::new();
        fs::File::open(path)?.take(MAX_FILE as u64 + 1).read_to_end(&mut text)?;
        Ok(text)
    };
    let text = read(path).map_err(|error: std::io::Error| Failure::file(path, &error))?;
    let file = EvidenceFile::from_json(&text)?;
    let checked = file.check(&chain.believed()?)?;
    let digest = format!("0x{}", hex::encode(ledger_types::digest(&text)));
    if let EvidenceCommand::Pdf { output, .. } = command {
        let name = file_name(&checked.report);
        let paper = Paper { checked: &checked, code: file.code(), name: &name, file: &text };
        let pdf = paper.pdf(&Words::new(Language::English), &FONTS);
        fs::write(output, pdf).map_err(|error| Failure::file(output, &error))?;
    }
    if json {
        print_json(&checked, &digest)?;
    } else {
        print_checked(&checked, &digest);
    }
    Ok(ExitCode::from(if checked.anchor.holds() { exit_code(checked.report.verdict) } else { COULD_NOT_CHECK }))
}

fn print_json(checked: &Checked, digest: &str) -> Result<(), Failure> {
    let report =
        serde_json::to_value(&checked.report).map_err(|error| Failure::input("json", error, "Report this."))?;
    say!(
        "{}",
        json!({"ok": true, "anchor": checked.anchor.code(), "anchored": checked.anchor.holds(),
               "development": checked.development, "scanned_at": checked.scanned_at,
               "participant": checked.participant.map(|gln| gln.to_string()),
               "genesis": format!("0x{}", hex::encode(checked.genesis)), "digest": digest,
               "beside": checked.beside, "report": report})
    );
    Ok(())
}

fn print_checked(checked: &Checked, digest: &str) {
    print_report(&checked.report);
    let ago = duration(now().saturating_sub(checked.scanned_at));
    say!("  scanned at {} UTC, {ago} ago, by the clock of the device that scanned", at(checked.scanned_at));
    if let Some(evidence) = &checked.report.evidence {
        let (time, age) = (at(evidence.chain_time), duration(evidence.age_seconds));
        say!("  the block's own time, which is proven: {time} UTC; it was {age} old then");
    }
    for told in &checked.beside {
        say!("  told at the time, and not proven: {}", told.text);
    }
    match checked.anchor {
        Anchor::Checkpoint => say!("✓ the file is whole, and proven from the chain that you believe"),
        Anchor::Publisher => say!("✓ the file is whole, and proven from a checkpoint that the publisher signed"),
        Anchor::OwnCheckpoint => {
            say!(
                "? the file is whole, but proven only relative to its own checkpoint: whoever made the file may have made"
            );
            say!("  that up. Give --checkpoint FILE or --publisher KEY of somebody whom you believe.");
        }
    }
    if checked.development {
        say!("  a development chain: anybody can make its blocks, so this shows nothing about real packs");
    }
    say!("  the file's digest (BLAKE2b-256): {digest}");
}

/// A moment in seconds since 1970-01-01 UTC, as `2026-11-26 12:14:39`.
fn at(seconds: u64) -> String {
    moment(seconds.saturating_mul(1_000))
}
