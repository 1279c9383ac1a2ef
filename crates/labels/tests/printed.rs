//! PDF files as printers see them: many labels, and pages rendered by poppler where it is installed.

#![allow(clippy::expect_used, clippy::panic)]

use std::{
    fs,
    io::{self, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use decode::{Format, Picture};
use gs1::{Date, Lot, Serial};
use labels::{LogisticLabel, Pack, PackLabel, Rect, Sheet, write_pdf};
use pack_commitment::{LabelMaterial, Proof};

const DOTS_PER_INCH: u32 = 300;

/// Label of pack `index` of a batch with this many packs, with a proof of the right length.
fn label(index: u32, packs: u32, with_proof: bool) -> PackLabel {
    let (lot, serial): (Lot, Serial) =
        ("<LOT&\"7\">".parse().expect("a lot"), format!("K7NDQ4&<{index:06}").parse().expect("a serial"));
    let noise = |at: usize| (index as usize).wrapping_mul(2_654_435_761).wrapping_add(at * 40_503).to_le_bytes()[1];
    let path = (0..packs.next_power_of_two().ilog2() as usize)
        .map(|level| std::array::from_fn(|at| noise(level * 32 + at)))
        .collect();
    let material = LabelMaterial { salt: std::array::from_fn(noise), proof: Proof { index, path } };
    let expiry = Date::from_number(20_291_231).expect("a date");
    let pack = Pack { gtin: "04012345678901".parse().expect("a GTIN"), lot: &lot, expiry, serial: &serial };
    PackLabel::new(&pack, "https://id.medtrail.example", with_proof.then_some(&material)).expect("a label")
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Keeps nothing but the largest single write: what is held of the file at once.
#[derive(Default)]
struct Widest {
    bytes: u64,
    widest: usize,
}

impl Write for &mut Widest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        self.widest = self.widest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn ten_thousand_labels_are_written_sheet_by_sheet() {
    for (name, count, with_proof) in [("a4-3x8", 10_000, false), ("a4-2x4", 500, true)] {
        let sheet = Sheet::named(name).expect("a sheet");
        let mut out = Widest::default();
        let (start, mut heard) = (Instant::now(), 0);
        let labels = (0..count).map(|index| Ok(label(index, 10_000, with_proof)));
        let printed = write_pdf(&mut out, &sheet, labels, u64::from(count), |done, total| {
            assert_eq!((done, total), (heard + 1, u64::from(count)));
            heard = done;
            ControlFlow::Continue(())
        });
        let printed = printed.expect("a file");
        assert_eq!((printed.labels, heard, printed.bytes), (u64::from(count), u64::from(count), out.bytes));
        assert_eq!(printed.pages, u64::from(count).div_ceil(sheet.labels()));
        assert!(out.widest < 200_000, "one write of {} bytes", out.widest);
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {count} labels, {} pages, {} bytes in {seconds:.1} s", printed.pages, printed.bytes);
        assert!(seconds < 120.0, "{name}: {seconds:.1} s");
    }
}

/// The pages as poppler renders them, and the text that it finds; `None` if it is not installed.
fn render(pdf: &Path) -> Option<(Vec<image::GrayImage>, String)> {
    let run = |tool: &str, arguments: &[&str]| match Command::new(tool).args(arguments).output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        output => {
            let output = output.expect(tool);
            assert!(output.status.success() && output.stderr.is_empty(), "{tool}: {output:?}");
            Some(output.stdout)
        }
    };
    let (file, folder) = (pdf.to_str().expect("a path"), pdf.parent().expect("a folder"));
    let root = folder.join("page");
    let resolution = DOTS_PER_INCH.to_string();
    run("pdftoppm", &["-r", &resolution, "-gray", "-png", file, root.to_str().expect("a path")])?;
    let text = String::from_utf8(run("pdftotext", &["-layout", file, "-"])?).expect("text");
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    names.retain(|name| name.extension().is_some_and(|extension| extension == "png"));
    names.sort();
    let page = |name: &PathBuf| image::open(name).expect("a picture").into_luma8();
    Some((names.iter().map(page).collect(), text))
}

fn read(page: &image::GrayImage, place: &Rect) -> Vec<(Format, String)> {
    let pixels = |mm: f64| (mm * f64::from(DOTS_PER_INCH) / 25.4).round() as u32;
    let (width, height) = (pixels(place.width), pixels(place.height));
    let part = image::imageops::crop_imm(page, pixels(place.x), pixels(place.y), width, height).to_image();
    let (width, height) = part.dimensions();
    let picture = Picture::new(width, height, part.into_raw()).expect("pixels");
    decode::read_picture(&picture).into_iter().map(|symbol| (symbol.format, symbol.text)).collect()
}

/// Says it past the test harness, which keeps what passing tests print.
fn say_left_out() {
    let _ = writeln!(io::stderr(), "left out: poppler's pdftoppm and pdftotext are not installed");
}

#[test]
fn rendered_sheets_are_read_back() {
    for (name, with_proof) in [("a4-3x8", false), ("a4-2x4", true), ("letter-2x5", true), ("letter-3x10", false)] {
        let folder = tempfile::tempdir().expect("a folder");
        let pdf = folder.path().join("labels.pdf");
        let sheet = Sheet::named(name).expect("a sheet");
        let count = sheet.labels() as u32 + 1;
        let labels: Vec<PackLabel> = (0..count).map(|index| label(index, 10_000, with_proof)).collect();
        let file = fs::File::create(&pdf).expect("a file");
        write_pdf(file, &sheet, labels.iter().cloned().map(Ok), u64::from(count), go_on).expect("a PDF");
        let Some((pages, text)) = render(&pdf) else { return say_left_out() };
        assert_eq!(pages.len(), 2);
        for (number, label) in (0..).zip(&labels) {
            let page = &pages[(number / sheet.labels()) as usize];
            let found = read(page, &sheet.place(number % sheet.labels()).expect("a place"));
            let qr = (Format::Qr, label.link().to_owned());
            let matrix = (Format::DataMatrix, format!("]d2{}", label.element_string()));
            assert!(found.contains(&qr) && found.contains(&matrix), "{name}, label {number}: {found:?}");
            for line in label.interpretation() {
                assert!(text.contains(line.as_str()), "{name}: {line} is not in {text}");
            }
        }
    }
}

#[test]
fn rendered_labels_of_cases_are_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let pdf = folder.path().join("cases.pdf");
    let sheet = Sheet::named("a4-2x2").expect("a sheet");
    let label = LogisticLabel {
        sscc: "340123450000000017".parse().expect("an SSCC"),
        from: "Medtrail Pharma GmbH\nWerkstraße 1\n12345 Łódź".into(),
        to: "Großhandel <Süd> & Söhne\nΑθήνα / Київ".into(),
        product: "Amoxicillin 500 mg, 20 tablets".into(),
        lot: "LOT-7".parse().ok(),
        count: Some(480),
        expiry: Date::from_number(20_291_200),
    };
    let file = fs::File::create(&pdf).expect("a file");
    write_pdf(file, &sheet, [Ok(label.clone())], 1, go_on).expect("a PDF");
    let Some((pages, text)) = render(&pdf) else { return say_left_out() };
    let found = read(&pages[0], &sheet.place(0).expect("a place"));
    assert_eq!(found, [(Format::Code128, format!("]C100{}", label.sscc))]);
    for said in ["(00) 340123450000000017", "<Süd> &", "Αθήνα / Київ", "12345 Łódź", "LOT-7", "480", "2029-12"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}
