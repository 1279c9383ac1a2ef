//! How fast a world is replayed, and how the rules alone do on it: `cargo run --release -p replay --example measure -- WORLD
//! [SCORES]`, where SCORES is a file to write the scores to.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use replay::{Error, Judging, Replay, score_world};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("give the folder of a world");
        return ExitCode::FAILURE;
    };
    let scores = std::env::args_os().nth(2).map(PathBuf::from);
    match measure(&folder, scores.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &Path, scores: Option<&Path>) -> Result<(), Error> {
    let begun = Instant::now();
    let replay = Replay::open(folder)?;
    let opened = begun.elapsed();
    let begun = Instant::now();
    let mut scans = 0u32;
    for seen in replay {
        seen?;
        scans += 1;
    }
    let took = begun.elapsed();
    println!("opened in {opened:.1?}; {scans} scans in {took:.1?}, {:.1?} each", took / scans.max(1));
    let mut judging = Judging::new();
    judging.add(folder, score_world(None, folder)?)?;
    println!("{}", judging.finish());
    if let Some(file) = scores {
        world::write_scores(file, score_world(None, folder)?)?;
    }
    Ok(())
}
