//! `medtrail decode`.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use serde_json::{Value, json};

use crate::failure::{Failure, UNUSABLE};

/// Finding the codes in pictures.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// PNG or JPEG files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Prints a JSON object for each file. Exit code 2 if any could not be read as a picture.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut exit = ExitCode::SUCCESS;
    for path in &args.files {
        let file = path.display().to_string();
        let start = Instant::now();
        let found = scan::read_bytes(path).and_then(|bytes| Ok(decode::read_file(&bytes)?));
        let ms = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
        match found {
            Ok(symbols) => {
                let symbols: Vec<Value> = symbols
                    .iter()
                    .map(|symbol| {
                        json!({
                            "format": symbol.format.name(),
                            "text": symbol.text,
                            "corners": symbol.corners,
                            "engine": symbol.engine.to_string(),
                        })
                    })
                    .collect();
                say!("{}", json!({"file": file, "symbols": symbols, "ms": ms}));
            }
            Err(error) => {
                exit = ExitCode::from(UNUSABLE);
                let error = json!({"code": error.code(), "message": error.to_string()});
                say!("{}", json!({"file": file, "symbols": [], "ms": ms, "error": error}));
            }
        }
    }
    Ok(exit)
}
