//! `medtrail-simulate`: writes a simulated world.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use simulator::{
    Preset, Settings, Shift,
    attack::{self, Style},
    out::Counts,
    simulate,
};
use world::Class;

/// Writes a simulated medicine supply chain in world format 1.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The folder to write into; it is made if it is not there
    #[arg(long)]
    out: PathBuf,
    /// What the world is made from; the same seed makes the same world
    #[arg(long)]
    seed: u64,
    /// How big it is
    #[arg(long, value_enum, default_value = "national")]
    preset: Preset,
    /// About how many scans that are no attacks, instead of the preset's
    #[arg(long)]
    scans: Option<u64>,
    /// What changes within the world
    #[arg(long, value_enum, default_value = "none")]
    shift: Shift,
    /// Attack families, joined by commas; or `all`, `none`, or `sealed` for those that nobody trains on
    #[arg(long, default_value = "all")]
    families: String,
    /// Which styles of them
    #[arg(long, value_enum, default_value = "all")]
    style: Style,
}

fn main() -> ExitCode {
    let Options { out, seed, preset, scans, shift, families, style } = Options::parse();
    let families = match attack::families(&families) {
        Ok(families) => families,
        Err(unknown) => {
            eprintln!("there is no attack family `{unknown}`; --families takes some of: {}", attack::names());
            return ExitCode::FAILURE;
        }
    };
    let settings = Settings { out, seed, preset, scans, shift, families, style };
    match simulate(&settings) {
        Ok(counts) => {
            // Whoever closes the pipe has read enough.
            let _ = io::stdout().write_all(summary(&counts).as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What is in a world, a line for each class and family.
fn summary(counts: &Counts) -> String {
    let mut text = String::new();
    for (class, count) in Class::ALL.iter().zip(counts.classes) {
        text += &format!("{count:>10} scans  {}\n", class.name());
    }
    text += &format!("{:>10} events, {} not accepted; {} packs\n", counts.events, counts.refused, counts.packs);
    for family in &attack::Family::ALL {
        let of = counts.incidents.iter().filter(|((which, _), _)| which == family);
        let (incidents, scans) = of.fold((0, 0), |(incidents, all), (_, scans)| (incidents + 1, all + scans));
        if incidents > 0 {
            text += &format!("{incidents:>10} incidents of {} with {scans} scans\n", family.name());
        }
    }
    text
}
