//! `medtrail-weigh`: runs the runtime's benchmarks and writes the pallets' weights. See `scripts/weigh`.

mod run;
mod state;
mod write;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Parser;

/// Runs the runtime's benchmarks in its wasm.
#[derive(Debug, Parser)]
struct Cli {
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
}

fn main() -> Result<()> {
    let Cli { runtime, write, steps, repeats, pallets } = Cli::parse();
    let code = fs::read(&runtime).with_context(|| runtime.display().to_string())?;
    let runtime = run::Runtime::new(code);
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
        if let Some(folder) = &write {
            let folder = folder.join(pallet.trim_start_matches("pallet-")).join("src");
            let path = folder.join("measured.rs");
            fs::write(&path, write::file(&pallet, &fits, steps, repeats))
                .with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
