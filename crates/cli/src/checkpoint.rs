//! `medtrail checkpoint`.

use std::{fs, path::PathBuf};

use ledger_client::{CheckpointFile, Ledger, Trust};
use serde_json::json;

use crate::{chain::ChainArgs, failure::Failure};

/// Making a checkpoint: what scanners and the other commands believe to begin with.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write it.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Believe the node in who finalises the chain's blocks: for the first checkpoint of a chain, from a node of your own.
    #[arg(long, conflicts_with_all = ["checkpoint", "genesis"])]
    believe_node: bool,
}

/// Writes a checkpoint of the chain's last finalised block, signed if a key is given.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let mut file = if args.believe_node {
        // Whatever the node says is believed here, so it does not matter what else is.
        Ledger::connect(&chain.nodes(), &Trust::development(None)).await?.claimed_checkpoint().await?
    } else {
        chain.connect().await?.checkpoint().await?
    };
    if let Some(secret) = chain.secret()? {
        file.sign(&secret)?;
    }
    fs::write(&args.out, file.to_json()).map_err(|error| Failure::file(&args.out, &error))?;
    report(&file, args, json);
    Ok(())
}

fn report(file: &CheckpointFile, args: &Args, json: bool) {
    let hex = |hash: &[u8; 32]| format!("0x{}", hex::encode(hash));
    let checkpoint = &file.checkpoint;
    let (genesis, set) = (checkpoint.genesis.as_ref().map(hex), &checkpoint.set);
    let publisher = file.signature.as_ref().map(|(publisher, _)| hex(publisher));
    if json {
        say!(
            "{}",
            json!({"ok": true, "file": args.out, "genesis": genesis, "block": checkpoint.number, "set": set.id(),
                   "finalisers": set.authorities().len(), "publisher": publisher, "believed": args.believe_node,
                   "development": file.development})
        );
        return;
    }
    say!("✓ checkpoint at block {} written to {}", checkpoint.number, args.out.display());
    say!("  the chain begins with {}", genesis.unwrap_or_default());
    say!("  set {} finalises it: {} validators", set.id(), set.authorities().len());
    if file.development {
        say!("  a development chain: verdicts that rest on it will say so");
    }
    if args.believe_node {
        say!("  the node was believed in all of this: compare the finalisers in the file with those of the consortium");
    }
    match publisher {
        Some(publisher) => say!("  signed by {publisher}: scanners check that with --publisher"),
        None => say!("  not signed: hand it over in a way that nobody can change it, or give --key-file"),
    }
}
