//! Fitting results, and writing them as Rust.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use frame_benchmarking::{Analysis, BenchmarkResult, BenchmarkSelector};

use crate::{overhead::Overhead, storage::Cost};

/// What a benchmark cost, as a sum of a base and one slope for each component.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The benchmark's name, which is the function's.
    pub name: String,
    /// The components' names.
    pub components: Vec<String>,
    /// Picoseconds: base, then slopes.
    time: Vec<u128>,
    /// Keys read.
    reads: Vec<u128>,
    /// Keys written.
    writes: Vec<u128>,
    /// Bytes of proof.
    proof: Vec<u128>,
}

fn fit_one(results: &Vec<BenchmarkResult>, selector: BenchmarkSelector) -> Result<Vec<u128>> {
    let found = Analysis::min_squares_iqr(results, selector).map_err(|error| anyhow!("no fit: {error}"))?;
    Ok([&[found.base][..], &found.slopes].concat())
}

/// Fits the results of one benchmark.
pub fn fit(name: &str, components: Vec<String>, results: &Vec<BenchmarkResult>) -> Result<Fit> {
    Ok(Fit {
        name: name.to_owned(),
        components,
        time: fit_one(results, BenchmarkSelector::ExtrinsicTime)?,
        reads: fit_one(results, BenchmarkSelector::Reads)?,
        writes: fit_one(results, BenchmarkSelector::Writes)?,
        proof: fit_one(results, BenchmarkSelector::ProofSize)?,
    })
}

/// The file of a pallet's measured weights.
pub fn file(pallet: &str, fits: &[Fit], steps: u32, repeats: u32) -> String {
    let mut text = format!(
        "//! Weights of {pallet}, measured: made by `scripts/weigh`, not by hand.\n//!\n\
         //! {steps} steps, {repeats} repeats; time in picoseconds, proof in bytes; storage as the runtime's `DbWeight` has it.\n\n\
         use core::marker::PhantomData;\n\n\
         use frame_support::{{traits::Get, weights::Weight}};\n\n\
         /// The weights that were measured.\n\
         #[derive(Debug)]\n\
         pub struct Measured<T>(PhantomData<T>);\n\n\
         impl<T: frame_system::Config> crate::WeightInfo for Measured<T> {{\n"
    );
    for fit in fits {
        let arguments: Vec<String> = fit.components.iter().map(|name| format!("{name}: u32")).collect();
        let at = |values: &[u128], index: usize| values.get(index).copied().unwrap_or_default();
        let _ = writeln!(text, "    fn {}({}) -> Weight {{", fit.name, arguments.join(", "));
        let _ = writeln!(text, "        Weight::from_parts({}, {})", at(&fit.time, 0), at(&fit.proof, 0));
        let (reads, writes) = (at(&fit.reads, 0), at(&fit.writes, 0));
        if reads + writes > 0 {
            let _ = writeln!(text, "            .saturating_add(T::DbWeight::get().reads_writes({reads}, {writes}))");
        }
        for (index, name) in fit.components.iter().enumerate().map(|(index, name)| (index + 1, name)) {
            let (time, proof) = (at(&fit.time, index), at(&fit.proof, index));
            if time + proof > 0 {
                let _ = writeln!(
                    text,
                    "            .saturating_add(Weight::from_parts({time}, {proof}).saturating_mul(u64::from({name})))"
                );
            }
            let (reads, writes) = (at(&fit.reads, index), at(&fit.writes, index));
            if reads + writes > 0 {
                let _ = writeln!(
                    text,
                    "            .saturating_add(T::DbWeight::get().reads_writes({reads}, {writes}).saturating_mul(u64::from({name})))"
                );
            }
        }
        text.push_str("    }\n");
    }
    text.push_str("}\n");
    text
}

/// The file of what every block, transaction and key costs.
pub fn basics(overhead: &Overhead, cost: &Cost, keys: u32, each: u32, blocks: u32) -> String {
    let constants = [
        ("To begin and end a block.", "BLOCK", overhead.block),
        (
            "To decode a transaction, check its signature and all its extensions, and note what became of it.",
            "TRANSACTION",
            overhead.transaction,
        ),
        ("To read a key of state.", "READ", cost.read),
        ("To write a key of state.", "WRITE", cost.write),
    ];
    let mut text = format!(
        "//! What every block, transaction and key of state costs, in picoseconds, measured: made by `scripts/weigh`, not\n\
         //! by hand.\n//!\n\
         //! Blocks and transactions: medians of {blocks} blocks of {each} acts that are refused, in memory. Keys: on a ParityDB of\n\
         //! {keys} keys without a cache of the trie, in {blocks} blocks of {each} keys each.\n"
    );
    for (meaning, name, time) in constants {
        let _ = writeln!(text, "\n/// {meaning}\npub const {name}: u64 = {};", time.as_nanos() * 1_000);
    }
    text
}

/// One line for people: what a call costs with all components at their highest.
pub fn line(fit: &Fit, highest: &[u32]) -> String {
    let total = |values: &[u128]| {
        let slopes = values.iter().skip(1).zip(highest).map(|(slope, value)| slope * u128::from(*value));
        values.first().copied().unwrap_or_default() + slopes.sum::<u128>()
    };
    format!(
        "{:<28} {:>10.1} µs {:>6} reads {:>6} writes {:>9} bytes of proof",
        fit.name,
        total(&fit.time) as f64 / 1_000_000.0,
        total(&fit.reads),
        total(&fit.writes),
        total(&fit.proof)
    )
}
