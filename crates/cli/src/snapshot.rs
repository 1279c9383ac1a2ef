//! `medtrail snapshot`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chain_proof::SnapshotState;
use clap::Subcommand;
use ledger_client::{DifferenceFile, SnapshotError, SnapshotFile, time::now};
use scan::{FetchError, Fetched, fetch_snapshot};
use serde_json::{Value, json};

use crate::{chain::ChainArgs, failure::Failure};

/// Records for times without a network.
#[derive(Debug, Subcommand)]
pub enum SnapshotCommand {
    /// Take one from a node: every product, batch, pack state, holding, licence and recall of its last finalised block.
    Take {
        /// Where to write it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// A file with the secret phrase of whoever vouches for it.
        #[arg(long, value_name = "FILE")]
        publisher_key_file: Option<PathBuf>,
    },
    /// Get one from a gateway, or if there is one already, what is new since then. It is checked like any other.
    Fetch {
        /// The snapshot: brought up to date, or made.
        file: PathBuf,
        /// The gateway's address.
        #[arg(long, value_name = "URL", env = "MEDTRAIL_GATEWAY")]
        gateway: String,
    },
    /// Check one, and show what is in it.
    Show {
        /// The snapshot.
        file: PathBuf,
    },
    /// Bring one up to date from a node.
    Update {
        /// The snapshot.
        file: PathBuf,
        /// A file with the secret phrase of whoever vouches for it.
        #[arg(long, value_name = "FILE")]
        publisher_key_file: Option<PathBuf>,
    },
    /// Write down what a later snapshot has that an earlier one lacks.
    Difference {
        /// The earlier one.
        old: PathBuf,
        /// The later one.
        new: PathBuf,
        /// Where to write it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Bring one up to date by a difference.
    Apply {
        /// The snapshot.
        file: PathBuf,
        /// The difference.
        difference: PathBuf,
    },
}

/// Runs the command.
pub async fn run(command: &SnapshotCommand, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    match command {
        SnapshotCommand::Take { out, publisher_key_file } => {
            take(out, publisher_key_file.as_deref(), None, chain, json).await
        }
        SnapshotCommand::Update { file, publisher_key_file } => {
            let present = SnapshotFile::read(file)?.accept(&chain.trust()?)?;
            take(file, publisher_key_file.as_deref(), Some(&present), chain, json).await
        }
        SnapshotCommand::Fetch { file, gateway } => fetch(file, gateway, chain, json).await,
        SnapshotCommand::Show { file } => {
            let read = SnapshotFile::read(file)?;
            let state = read.accept(&chain.trust()?)?;
            let bytes = fs::metadata(file).map_err(|error| Failure::file(file, &error))?.len();
            report("checked", file, &state, &read, bytes, json);
            Ok(())
        }
        SnapshotCommand::Difference { old, new, out } => {
            let later = SnapshotFile::read(new)?;
            let earlier = SnapshotFile::read(old)?.accept(&chain.trust()?)?;
            let state = later.accept(&chain.trust()?)?;
            let bytes = DifferenceFile::between(&earlier, &state, &later)?.write(out)?;
            let (from, to) = (earlier.block().number, state.block().number);
            if json {
                say!("{}", json!({"ok": true, "file": out, "from": from, "to": to, "bytes": bytes}));
            } else {
                say!("✓ difference from block {from} to block {to}: {bytes} bytes, written to {}", out.display());
            }
            Ok(())
        }
        SnapshotCommand::Apply { file, difference } => {
            let trust = chain.trust()?;
            let present = SnapshotFile::read(file)?.accept(&trust)?;
            let (state, later) = DifferenceFile::read(difference)?.apply(&present, &trust)?;
            let bytes = later.write(file)?;
            report("brought up to date", file, &state, &later, bytes, json);
            Ok(())
        }
    }
}

async fn take(
    out: &Path,
    key: Option<&Path>,
    present: Option<&SnapshotState>,
    chain: &ChainArgs,
    json: bool,
) -> Result<(), Failure> {
    // Before the work is done.
    let secret = key.map(|path| fs::read_to_string(path).map_err(|error| Failure::file(path, &error))).transpose()?;
    let state = chain.connect().await?.snapshot().await?;
    if let Some(present) = present {
        // Refuses what is of another chain, or of an earlier block.
        present.difference(&state).map_err(SnapshotError::from)?;
    }
    let mut file = SnapshotFile::of(&state)?;
    if let Some(secret) = secret {
        file.sign(&secret)?;
    }
    let bytes = file.write(out)?;
    report("written to", out, &state, &file, bytes, json);
    Ok(())
}

async fn fetch(file: &Path, gateway: &str, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let trust = chain.trust()?;
    let present = file.exists().then(|| SnapshotFile::read(file)?.accept(&trust)).transpose()?;
    let Fetched { state, file: later, bytes: got } =
        fetch_snapshot(gateway, present.as_ref(), &trust).await.map_err(|error| match error {
            FetchError::Gateway(error) => Failure::input("gateway", error, "Check the address, or try again later."),
            FetchError::Snapshot(error) => error.into(),
        })?;
    let bytes = later.write(file)?;
    report(&format!("({got} bytes fetched) written to"), file, &state, &later, bytes, json);
    Ok(())
}

fn report(done: &str, path: &Path, state: &SnapshotState, file: &SnapshotFile, bytes: u64, json: bool) {
    let hex = |hash: [u8; 32]| format!("0x{}", hex::encode(hash));
    let (counts, block, publisher) = (state.counts(), state.block(), file.publisher().map(hex));
    let age = now().saturating_sub(state.time());
    if json {
        let told: Value = json!({
            "ok": true, "file": path, "bytes": bytes, "block": block.number, "block_hash": block.hash_text(),
            "genesis": hex(state.genesis()), "chain_time": state.time(), "age_seconds": age, "publisher": publisher,
            "handovers": state.handovers().len(), "products": counts.products, "batches": counts.batches,
            "packs": counts.packs, "inactive_packs": counts.inactive_packs, "false_positive_rate": 0,
            "recalls": counts.recalls, "holdings": counts.holdings, "shipments": counts.shipments,
            "participants": counts.participants,
        });
        say!("{told}");
        return;
    }
    say!("✓ snapshot of block {} {done} {}: {bytes} bytes", block.number, path.display());
    say!("  its records are {} old, complete, and proven", verdict::duration(age));
    say!(
        "  {} products, {} batches with {} packs, {} recalls",
        counts.products,
        counts.batches,
        counts.packs,
        counts.recalls
    );
    say!("  {} packs no longer active, listed exactly: false-positive rate 0", counts.inactive_packs);
    say!("  {} participants, {} holdings, {} open shipments", counts.participants, counts.holdings, counts.shipments);
    match publisher {
        Some(publisher) => say!("  vouched for by {publisher}"),
        None => say!("  not signed: that it is true is proven all the same"),
    }
}
