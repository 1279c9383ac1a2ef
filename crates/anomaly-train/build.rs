//! Features are measured anew whenever the code that measures them has changed: its fingerprint goes into the program.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The crates whose code decides what is measured of a scan.
const MEASURING: [&str; 6] = ["anomaly", "gs1", "ledger-types", "replay", "verdict", "world"];

fn main() -> io::Result<()> {
    let mut state = blake2b_simd::Params::new().hash_length(16).to_state();
    for name in MEASURING {
        let folder = Path::new("..").join(name).join("src");
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        collect(&folder, &mut files)?;
        files.sort();
        for file in files {
            state.update(file.to_string_lossy().as_bytes()).update(&fs::read(&file)?);
        }
    }
    println!("cargo::rustc-env=MEASURING_CODE={}", state.finalize().to_hex());
    // Said in the manifest: which compiler, for which machine.
    let compiler = std::process::Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into()))
        .arg("--version")
        .output()?;
    println!("cargo::rustc-env=TRAINER_RUSTC={}", String::from_utf8_lossy(&compiler.stdout).trim());
    println!("cargo::rustc-env=TRAINER_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
