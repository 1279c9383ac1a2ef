//! `medtrail label`: a shell around the crate `labels`.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use batch_folder::{BatchFolder, private_file};
use gs1::{Date, Lot, Sscc};
use labels::{LabelError, LogisticLabel, PRESETS, PackLabel, Printed, Sheet};
use serde_json::json;

use crate::{failure::Failure, input, input::Packs};

/// Drawing labels.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<LabelCommand>,
    #[command(flatten)]
    packs: Option<PackArgs>,
}

#[derive(Debug, clap::Subcommand)]
enum LabelCommand {
    /// Print labels for cases and pallets: SSCCs as GS1-128, with what is inside. A folder of this name is ./sscc.
    Sscc(SsccArgs),
}

/// Labels of packs.
#[derive(Debug, clap::Args)]
struct PackArgs {
    /// The batch's folder.
    folder: PathBuf,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9; all if not given.
    #[arg(long)]
    packs: Option<Packs>,
    /// Where to put pictures: PNG and SVG, named by the pack's index.
    #[arg(long, required_unless_present = "pdf")]
    out: Option<PathBuf>,
    /// A PDF file with all labels on sheets. Print it in its own size, not fitted to the page.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// How the labels lie on paper, in the PDF file.
    #[arg(long, value_name = "NAME", default_value = "a4-2x4", value_parser = sheet, requires = "pdf", long_help = sheets_help())]
    sheet: Sheet,
    /// Leave the pack's proof out of the QR code, for small labels: scanners then need a gateway to prove the pack.
    #[arg(long)]
    without_proof: bool,
    /// The address with which the QR code's link begins.
    #[arg(long, default_value = batch_folder::RESOLVER)]
    resolver: String,
}

/// Labels of cases and pallets.
#[derive(Debug, clap::Args)]
struct SsccArgs {
    /// The SSCCs, 18 digits each: a label for each of them.
    #[arg(required = true, value_name = "SSCC")]
    sscc: Vec<Sscc>,
    /// The PDF file. Print it in its own size, not fitted to the page.
    #[arg(long, value_name = "FILE")]
    pdf: PathBuf,
    /// How the labels lie on paper.
    #[arg(long, value_name = "NAME", default_value = "a6", value_parser = sheet, long_help = sheets_help())]
    sheet: Sheet,
    /// Who sends it: name and address. Line breaks are kept.
    #[arg(long, default_value = "", hide_default_value = true)]
    from: String,
    /// Who is to get it.
    #[arg(long, default_value = "", hide_default_value = true)]
    to: String,
    /// What is inside.
    #[arg(long, default_value = "", hide_default_value = true)]
    product: String,
    /// The lot of all packs inside.
    #[arg(long)]
    lot: Option<Lot>,
    /// How many packs are inside.
    #[arg(long)]
    count: Option<u32>,
    /// The expiry of all packs inside: 2027-12-31, 2027-12, or 271231 as on packs.
    #[arg(long, value_parser = input::expiry)]
    expiry: Option<Date>,
}

fn sheet(name: &str) -> Result<Sheet, String> {
    let names = || PRESETS.map(|preset| preset.name).join(", ");
    Sheet::named(name).ok_or_else(|| format!("there is no sheet `{name}`: choose from {}", names()))
}

fn sheets_help() -> String {
    let lines = PRESETS.map(|preset| format!("{:<12} {}", preset.name, preset.about));
    format!("How the labels lie on paper:\n{}", lines.join("\n"))
}

/// Writes the labels.
pub fn run(args: &Args, json: bool) -> Result<(), Failure> {
    match (&args.command, &args.packs) {
        (Some(LabelCommand::Sscc(args)), _) => run_sscc(args, json),
        (None, Some(args)) => run_packs(args, json),
        (None, None) => Err(Failure::input("usage", "which labels?", "See `medtrail label --help`.")),
    }
}

fn run_packs(args: &PackArgs, json: bool) -> Result<(), Failure> {
    let batch = Batch::open(args)?;
    let packs = args.packs.clone().unwrap_or_else(|| Packs::all(batch.folder.serials.len() as u32));
    if let Some(missing) = packs.indices().find(|index| batch.folder.serials.get(*index as usize).is_none()) {
        let message = format!("the batch has {} packs: there is no pack {missing}", batch.folder.serials.len());
        return Err(Failure::input("no-such-pack", message, "Packs are counted from 0."));
    }
    let mut answer = json!({"ok": true, "labels": packs.count()});
    if let Some(out) = &args.out {
        write_pictures(&batch, &packs, out)?;
        answer["folder"] = out.display().to_string().into();
        if !json {
            say!("✓ labels, PNG and SVG: {}, in {}", packs.count(), out.display());
        }
    }
    if let Some(path) = &args.pdf {
        let labels = packs.indices().map(|index| batch.label(index));
        let printed = write_pdf(path, &args.sheet, labels, packs.count(), json)?;
        answer["pdf"] = path.display().to_string().into();
        answer["pages"] = printed.pages.into();
    }
    if json {
        say!("{answer}");
    }
    Ok(())
}

fn run_sscc(args: &SsccArgs, json: bool) -> Result<(), Failure> {
    let labels = args.sscc.iter().map(|sscc| {
        Ok(LogisticLabel {
            sscc: *sscc,
            from: args.from.clone(),
            to: args.to.clone(),
            product: args.product.clone(),
            lot: args.lot.clone(),
            count: args.count,
            expiry: args.expiry,
        })
    });
    let printed = write_pdf(&args.pdf, &args.sheet, labels, args.sscc.len() as u64, json)?;
    if json {
        let pdf = args.pdf.display().to_string();
        say!("{}", json!({"ok": true, "labels": printed.labels, "pages": printed.pages, "pdf": pdf}));
    }
    Ok(())
}

/// A batch with all that its labels say.
struct Batch<'a> {
    folder: BatchFolder,
    /// What proves the packs, if that is to be printed.
    maker: Option<scan::MakerFile>,
    resolver: &'a str,
}

impl<'a> Batch<'a> {
    fn open(args: &'a PackArgs) -> Result<Self, Failure> {
        let folder = BatchFolder::open(&args.folder)?;
        let maker = if args.without_proof { None } else { Some(folder.maker_file()?) };
        Ok(Self { folder, maker, resolver: &args.resolver })
    }

    fn label(&self, index: u32) -> Result<PackLabel, LabelError> {
        self.folder.label(index, self.resolver, self.maker.as_ref())
    }
}

fn write_pictures(batch: &Batch<'_>, packs: &Packs, out: &Path) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(|error| Failure::file(out, &error))?;
    for index in packs.indices() {
        let label = batch.label(index)?;
        for (extension, bytes) in [("png", label.png()?), ("svg", label.svg()?.into_bytes())] {
            let path = out.join(format!("pack-{index:07}.{extension}"));
            let write = |path: &Path| private_file(path)?.write_all(&bytes);
            write(&path).map_err(|error| Failure::file(&path, &error))?;
        }
    }
    Ok(())
}

fn write_pdf<L: labels::Label>(
    path: &Path,
    sheet: &Sheet,
    labels: impl Iterator<Item = Result<L, LabelError>>,
    total: u64,
    json: bool,
) -> Result<Printed, Failure> {
    let shows_progress = !json && io::stderr().is_terminal();
    let progress = |done, total| {
        if shows_progress && (done == total || done % 500 == 0) {
            let end = if done == total { "\n" } else { "" };
            let _ = write!(io::stderr(), "\r  {done} of {total} labels{end}");
        }
        ControlFlow::Continue(())
    };
    let printed = batch_folder::write_pdf(path, sheet, labels, total, progress)?;
    if !json {
        say!("✓ labels: {}, pages: {}, in {}", printed.labels, printed.pages, path.display());
    }
    Ok(printed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use batch_folder::Serials;
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Shell {
        #[command(flatten)]
        args: Args,
    }

    fn run(arguments: &[&str]) -> Result<(), String> {
        let shell = Shell::try_parse_from([&["label"], arguments].concat()).map_err(|error| error.to_string())?;
        super::run(&shell.args, true).map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn packs_are_drawn_as_pictures_and_on_sheets() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let (batch, out, pdf) = (path("batch"), path("out"), path("labels.pdf"));
        let (gtin, lot) = ("04012345678901".parse().unwrap(), "LOT-7".parse().unwrap());
        let expiry = Date::from_number(20_271_200).unwrap();
        BatchFolder::new(gtin, lot, expiry, Serials::Random(1_000)).unwrap().write(Path::new(&batch)).unwrap();

        run(&[&batch, "--packs", "7", "--out", &out]).unwrap();
        let symbols = decode::read_file(&fs::read(Path::new(&out).join("pack-0000007.png")).unwrap()).unwrap();
        assert!(symbols[0].text.starts_with("https://id.medtrail.example/01/04012345678901/10/LOT-7/21/"));
        assert!(symbols[0].text.contains("&mt=") && symbols[1].text.starts_with("]d201"));
        assert!(!Path::new(&pdf).exists());

        run(&[&batch, "--packs", "0-9", "--pdf", &pdf]).unwrap();
        let bytes = fs::read(&pdf).unwrap();
        assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF\n"));
        let refused = run(&[&batch, "--packs", "0-9", "--pdf", &pdf, "--sheet", "a4-3x8"]).unwrap_err();
        assert!(refused.contains("label-too-small"), "{refused}");
        assert_eq!(fs::read(&pdf).unwrap(), bytes, "what cannot be printed leaves the earlier file alone");
        assert!(!Path::new(&(pdf.clone() + ".part")).exists());
        run(&[&batch, "--packs", "0-9", "--pdf", &pdf, "--sheet", "a4-3x8", "--without-proof"]).unwrap();
        assert_ne!(fs::read(&pdf).unwrap(), bytes);

        assert!(run(&[&batch, "--packs", "7"]).unwrap_err().contains("--out"));
        assert!(run(&[&batch, "--out", &out, "--sheet", "a4-3x8"]).unwrap_err().contains("--pdf"));
        assert!(run(&[&batch, "--pdf", &pdf, "--sheet", "a5"]).unwrap_err().contains("a4-3x8"));
        assert!(run(&[&batch, "--packs", "1000", "--pdf", &pdf]).unwrap_err().contains("no-such-pack"));
        assert!(run(&[&batch, "--out", &out, "--resolver", "id.example.com"]).unwrap_err().contains("bad-resolver"));
        assert!(run(&[]).is_err());
    }

    #[test]
    fn cases_get_a_label_for_each_sscc_that_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let pdf = dir.path().join("cases.pdf").to_str().unwrap().to_owned();
        let text =
            ["--from", "Maker", "--to", "Müller & Søn", "--lot", "LOT-7", "--count", "480", "--expiry", "2027-12"];
        run(&[&["sscc", "340123450000000000", "340123450000000017", "--pdf", &pdf], &text[..]].concat()).unwrap();
        assert!(fs::read(&pdf).unwrap().ends_with(b"%%EOF\n"));
        let wrong = run(&["sscc", "340123450000000001", "--pdf", &pdf]).unwrap_err();
        assert!(wrong.contains("check digit"), "{wrong}");
        let japanese = run(&["sscc", "340123450000000000", "--pdf", &pdf, "--to", "日本"]).unwrap_err();
        assert!(japanese.contains("unprintable-text"), "{japanese}");
        assert!(run(&["sscc", "--pdf", &pdf]).is_err() && run(&["sscc", "340123450000000000"]).is_err());
    }
}
