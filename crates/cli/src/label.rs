//! `medtrail label`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use pack_commitment::PARAMETER;
use serde_json::json;

use crate::{batch_folder::BatchFolder, draw, failure::Failure, input::Packs};

/// Drawing labels.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The batch's folder.
    folder: PathBuf,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9; all if not given.
    #[arg(long)]
    packs: Option<Packs>,
    /// Where to put the files: PNG and SVG, named by the pack's index.
    #[arg(long)]
    out: PathBuf,
    /// The address with which the QR code's link begins.
    #[arg(long, default_value = "https://id.medtrail.example")]
    resolver: String,
}

/// What stands on one pack's label.
pub struct Label {
    /// The QR code: a GS1 Digital Link that carries the pack's proof.
    pub link: String,
    /// The GS1 DataMatrix: AIs (01), (21), (17), (10), without the leading FNC1.
    pub element_string: String,
    /// The same for people's eyes, line by line.
    pub lines: Vec<String>,
}

/// Writes the labels.
pub fn run(args: &Args, json: bool) -> Result<(), Failure> {
    let folder = BatchFolder::open(&args.folder)?;
    let packs = args.packs.clone().unwrap_or_else(|| Packs::all(folder.serials.len() as u32));
    fs::create_dir_all(&args.out).map_err(|error| Failure::file(&args.out, &error))?;
    let maker = folder.maker_file()?;
    let has = |index: &u32| folder.serials.get(*index as usize).is_some();
    if let Some(missing) = packs.indices().find(|index| !has(index)) {
        let message = format!("the batch has {} packs: there is no pack {missing}", folder.serials.len());
        return Err(Failure::input("no-such-pack", message, "Packs are counted from 0."));
    }
    let mut written = 0;
    for index in packs.indices() {
        let Some(serial) = folder.serials.get(index as usize) else { continue };
        let label = label(&folder, &maker, serial, &args.resolver);
        ensure_readable(&label, serial)?;
        let drawn = draw::Drawn::new(&label)?;
        for (extension, bytes) in [("png", drawn.png()?), ("svg", drawn.svg().into_bytes())] {
            let path = args.out.join(format!("pack-{index:07}.{extension}"));
            write_private(&path, &bytes).map_err(|error| Failure::file(&path, &error))?;
        }
        written += 1;
    }
    if json {
        say!("{}", json!({"ok": true, "labels": written, "folder": args.out.display().to_string()}));
    } else {
        say!("✓ labels, PNG and SVG: {written}, in {}", args.out.display());
    }
    Ok(())
}

/// A label is what it takes to copy a pack that is still in the warehouse: only its owner may read the file.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// Reads the link back as a scanner will.
fn ensure_readable(label: &Label, serial: &str) -> Result<(), Failure> {
    let read = scan::read_code(&label.link).ok();
    if read.is_some_and(|code| code.scanned.serial.as_str() == serial && code.material.is_some()) {
        return Ok(());
    }
    let next_step = "Give a resolver such as https://id.example.com, without a query.";
    Err(Failure::input("bad-resolver", "no scanner could read a link that begins like this", next_step))
}

fn label(folder: &BatchFolder, maker: &scan::MakerFile, serial: &str, resolver: &str) -> Label {
    let (gtin, lot) = (folder.gtin.to_string(), folder.lot.to_string());
    let expiry = String::from_utf8_lossy(&folder.expiry.yymmdd()).into_owned();
    let elements = [("01", gtin.as_str()), ("10", &lot), ("21", serial), ("17", &expiry)];
    let mut link = gs1::to_digital_link(resolver, &elements);
    if let Some(material) = maker.material(serial) {
        link.push_str(&format!("&{PARAMETER}={}", material.to_text()));
    }
    Label {
        link,
        element_string: format!("01{gtin}21{serial}{}17{expiry}10{lot}", gs1::GS),
        lines: vec![format!("(01) {gtin}"), format!("(21) {serial}"), format!("(17) {expiry}"), format!("(10) {lot}")],
    }
}
