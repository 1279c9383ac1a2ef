//! `medtrail-weigh`: measures what the runtime's calls, blocks, transactions and storage cost. See `scripts/weigh`.

mod overhead;
mod run;
mod state;
mod storage;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

/// Measures weights.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the runtime's benchmarks in its wasm.
    Pallets {
        /// The runtime's wasm, built with the feature `runtime-benchmarks`.
        runtime: PathBuf,
        /// Write `FOLDER/<pallet>/src/measured.rs`, instead of only running every benchmark.
        #[arg(long, value_name = "FOLDER")]
        write: Option<PathBuf>,
        /// Through how many values every component goes.
        #[arg(long, default_value_t = 10)]
        steps: u32,
        /// How often each is measured.
        #[arg(long, default_value_t = 8)]
        repeats: u32,
        /// Only these pallets.
        #[arg(long, value_delimiter = ',')]
        pallets: Vec<String>,
    },
    /// Measure what every block, every transaction and every key of state costs.
    Basics {
        /// The runtime's wasm, built with the feature `runtime-benchmarks`.
        runtime: PathBuf,
        /// Write this file of Rust.
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
        /// Keys in the database.
        #[arg(long, default_value_t = 2_000_000)]
        keys: u32,
        /// Keys that each block changes, and transactions that it holds.
        #[arg(long, default_value_t = 2_000)]
        each: u32,
        /// Blocks.
        #[arg(long, default_value_t = 50)]
        blocks: u32,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Pallets { runtime, write, steps, repeats, pallets } => {
            weigh_pallets(&read(&runtime)?, write.as_deref(), steps, repeats, &pallets)
        }
        Command::Basics { runtime, write, keys, each, blocks } => {
            let overhead = overhead::measure(&read(&runtime)?, each, blocks)?;
            println!("a block {:?}, a transaction {:?}", overhead.block, overhead.transaction);
            let cost = storage::measure(keys, each, blocks)?;
            println!("of {keys} keys, blocks of {each}: to read one {:?}, to write one {:?}", cost.read, cost.write);
            match write {
                Some(path) => fs::write(&path, write::basics(&overhead, &cost, keys, each, blocks))
                    .with_context(|| path.display().to_string()),
                None => Ok(()),
            }
        }
    }
}

fn read(path: &Path) -> Result<run::Runtime> {
    Ok(run::Runtime::new(fs::read(path).with_context(|| path.display().to_string())?))
}

fn weigh_pallets(
    runtime: &run::Runtime,
    write: Option<&Path>,
    steps: u32,
    repeats: u32,
    pallets: &[String],
) -> Result<()> {
    for list in runtime.benchmarks()? {
        let pallet = String::from_utf8_lossy(&list.pallet).replace('_', "-");
        if !pallets.is_empty() && !pallets.contains(&pallet) {
            continue;
        }
        println!("{pallet}");
        let mut fits = Vec::new();
        for benchmark in &list.benchmarks {
            let name = String::from_utf8_lossy(&benchmark.name).into_owned();
            let results = runtime.run(&list, benchmark, steps, repeats).with_context(|| format!("{pallet}: {name}"))?;
            let components = benchmark.components.iter().map(|(name, ..)| name.to_string()).collect();
            let fit = write::fit(&name, components, &results).with_context(|| format!("{pallet}: {name}"))?;
            let highest: Vec<u32> = benchmark.components.iter().map(|(_, _, high)| *high).collect();
            println!("  {}", write::line(&fit, &highest));
            fits.push(fit);
        }
        if let Some(folder) = write {
            let folder = folder.join(pallet.trim_start_matches("pallet-")).join("src");
            let path = folder.join("measured.rs");
            fs::write(&path, write::file(&pallet, &fits, steps, repeats))
                .with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
