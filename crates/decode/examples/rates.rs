//! How many drawn photographs each way of decoding reads, and how long it takes.
//!
//! `cargo run --release -p decode --example rates [PHOTOS-A-DAMAGE] [DAMAGE|all] [qr|datamatrix|both] [WAYS|all] [FIRST-SEED]`

#![allow(clippy::unwrap_used)]

#[allow(dead_code, missing_docs)]
#[path = "../src/tests/photo.rs"]
mod photo;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use decode::{Mode, Picture};
use photo::{DAMAGES, Kind, photo};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource,
    common::HybridBinarizer,
    datamatrix::DataMatrixReader,
    multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader},
    oned::Code128Reader,
    qrcode::cpp_port::QrReader,
};

type Way = fn(&Picture) -> Vec<String>;

const WAYS: [(&str, Way); 5] =
    [("rxing", rxing), ("rqrr", rqrr), ("before", before), ("video", video), ("still", still)];
/// One megapixel.
const SIZE: (u32, u32) = (1_152, 864);

fn video(picture: &Picture) -> Vec<String> {
    decode::read(picture, Mode::Video).symbols.into_iter().map(|symbol| symbol.text).collect()
}

fn still(picture: &Picture) -> Vec<String> {
    decode::read(picture, Mode::Still).symbols.into_iter().map(|symbol| symbol.text).collect()
}

/// rxing's readers for all three formats, as they come.
fn rxing(picture: &Picture) -> Vec<String> {
    let source = Luma8LuminanceSource::new(picture.luma().to_vec(), picture.width(), picture.height()).unwrap();
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = |format| DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([format])),
        AssumeGs1: Some(true),
        ..Default::default()
    };
    let mut found =
        QrReader.decode_multiple_with_hints(&mut bitmap, &hints(BarcodeFormat::QR_CODE)).unwrap_or_default();
    let mut datamatrix = GenericMultipleBarcodeReader::new(DataMatrixReader);
    found.extend(
        datamatrix.decode_multiple_with_hints(&mut bitmap, &hints(BarcodeFormat::DATA_MATRIX)).unwrap_or_default(),
    );
    let mut code128 = GenericMultipleBarcodeReader::new(Code128Reader);
    found.extend(code128.decode_multiple_with_hints(&mut bitmap, &hints(BarcodeFormat::CODE_128)).unwrap_or_default());
    let text = |result: &rxing::RXingResult| match result.getBarcodeFormat() {
        BarcodeFormat::DATA_MATRIX => format!("]d2{}", result.getText().trim_start_matches('\u{1d}')),
        _ => result.getText().to_owned(),
    };
    found.iter().map(text).collect()
}

fn rqrr(picture: &Picture) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| picture.luma()[y * width + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// Two scales of both, until something is found: this crate before it had a ladder.
fn before(picture: &Picture) -> Vec<String> {
    let image = image::GrayImage::from_raw(picture.width(), picture.height(), picture.luma().to_vec()).unwrap();
    for side in [1_000, 2_000] {
        let longest = picture.longest_side();
        if side == 1_000 && longest <= side {
            continue;
        }
        let scale = (side as f32 / longest as f32).min(1.0);
        let (width, height) = ((picture.width() as f32 * scale) as u32, (picture.height() as f32 * scale) as u32);
        let small = image::imageops::resize(&image, width, height, image::imageops::FilterType::Triangle);
        let small = Picture::new(width, height, small.into_raw()).unwrap();
        let mut found = rxing(&small);
        found.extend(rqrr(&small));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn share(part: usize, whole: usize) -> String {
    format!("{:3.0} %", 100.0 * part as f64 / whole.max(1) as f64)
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let photos: u64 = arguments.next().map_or(8, |count| count.parse().unwrap());
    let only = arguments.next().filter(|damage| damage != "all");
    let kind = arguments.next().filter(|kind| kind != "both");
    let ways = arguments.next().filter(|ways| ways != "all");
    let first: u64 = arguments.next().map_or(1_000, |seed| seed.parse().unwrap());
    let chosen = |name: &str| ways.as_ref().is_none_or(|ways| ways.split(',').any(|way| way == name));
    std::panic::set_hook(Box::new(|_| {}));
    for (name, of) in [("qr", Kind::Qr), ("datamatrix", Kind::DataMatrix)] {
        if kind.as_ref().is_some_and(|kind| kind != name) {
            continue;
        }
        println!("\n{name}, {photos} photographs of 1 MP for each damage");
        print!("{:14}", "");
        WAYS.iter().filter(|(name, _)| chosen(name)).for_each(|(name, _)| print!("{name:>8}"));
        println!();
        let mut times = vec![Vec::new(); WAYS.len()];
        let (mut read, mut wrong, mut all) = ([0; WAYS.len()], [0; WAYS.len()], 0);
        for damage in DAMAGES {
            if only.as_ref().is_some_and(|only| *only != format!("{damage:?}").to_lowercase()) {
                continue;
            }
            let mut here = [0; WAYS.len()];
            for seed in first..first + photos {
                let photo = photo(of, damage, seed, SIZE);
                let picture = Picture::new(SIZE.0, SIZE.1, photo.image.clone().into_raw()).unwrap();
                for (way, (_, decode)) in WAYS.iter().enumerate().filter(|(_, (name, _))| chosen(name)) {
                    let start = Instant::now();
                    let texts = catch_unwind(AssertUnwindSafe(|| decode(&picture))).unwrap_or_default();
                    times[way].push(start.elapsed().as_secs_f64() * 1e3);
                    here[way] += usize::from(texts.contains(&photo.text));
                    wrong[way] += usize::from(texts.iter().any(|text| *text != photo.text));
                    if let Some(text) = texts.iter().find(|text| **text != photo.text) {
                        eprintln!("{name} {damage:?} {seed}: {} is misread as {text:?}", photo.text);
                    }
                    if std::env::var_os("MISSES").is_some() && way == WAYS.len() - 1 && !texts.contains(&photo.text) {
                        let path = format!("/tmp/misses-{name}-{damage:?}-{seed}.png");
                        photo.image.save(&path).unwrap();
                        eprintln!("{path}");
                    }
                }
            }
            all += photos as usize;
            print!("{:14}", format!("{damage:?}"));
            for way in (0..WAYS.len()).filter(|way| chosen(WAYS[*way].0)) {
                print!("{:>8}", share(here[way], photos as usize));
                read[way] += here[way];
            }
            println!();
        }
        for (label, value) in [
            ("all", &(|way: usize| share(read[way], all)) as &dyn Fn(usize) -> String),
            ("wrong texts", &|way| wrong[way].to_string()),
        ] {
            print!("{label:14}");
            (0..WAYS.len()).filter(|way| chosen(WAYS[*way].0)).for_each(|way| print!("{:>8}", value(way)));
            println!();
        }
        times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
        for (label, part) in [("median ms", 0.5), ("95 % ms", 0.95), ("most ms", 1.0)] {
            print!("{label:14}");
            for times in times.iter().enumerate().filter(|(way, _)| chosen(WAYS[*way].0)).map(|(_, times)| times) {
                print!("{:8.1}", times[((times.len() - 1) as f64 * part) as usize]);
            }
            println!();
        }
    }
}
