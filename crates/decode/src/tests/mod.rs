#![allow(clippy::unwrap_used)]

mod damage;
mod hostile;
mod photo;

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use proptest::{collection::vec, prelude::*};

use crate::*;

/// Draws modules with a quiet zone.
fn draw(width: usize, dark: impl Fn(usize, usize) -> bool, height: usize, scale: u32, quiet: u32) -> GrayImage {
    let side = |modules: usize| (modules as u32 + 2 * quiet) * scale;
    GrayImage::from_fn(side(width), side(height), |x, y| {
        let module = |pixel: u32| (pixel / scale).checked_sub(quiet).map(|module| module as usize);
        let inside = module(x).zip(module(y)).filter(|(x, y)| *x < width && *y < height);
        Luma([if inside.is_some_and(|(x, y)| dark(x, y)) { 20 } else { 235 }])
    })
}

fn qr(text: &str) -> GrayImage {
    let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M).unwrap();
    let colors = code.to_colors();
    draw(code.width(), |x, y| colors[y * code.width() + x] == qrcode::Color::Dark, code.width(), 4, 4)
}

fn datamatrix(gs1: &str) -> GrayImage {
    let code = ::datamatrix::DataMatrixBuilder::new()
        .with_symbol_list(::datamatrix::SymbolList::default().enforce_square())
        .with_fnc1_start(true)
        .with_macros(false)
        .encode(gs1.as_bytes())
        .unwrap();
    let bitmap = code.bitmap();
    let dark: std::collections::HashSet<(usize, usize)> = bitmap.pixels().collect();
    draw(bitmap.width(), |x, y| dark.contains(&(x, y)), bitmap.height(), 6, 2)
}

fn code128(gs1: &str) -> GrayImage {
    use rxing::Writer;
    let matrix = rxing::oned::Code128Writer
        .encode(&format!("\u{f1}{}", gs1.replace('\u{1d}', "\u{f1}")), &rxing::BarcodeFormat::CODE_128, 0, 1)
        .unwrap();
    let width = matrix.getWidth() as usize;
    draw(width, |x, _| matrix.get(x as u32, 0), 40, 3, 10)
}

fn file(image: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn read(image: GrayImage) -> Vec<(Format, String)> {
    let symbols = read_file(&file(image, ImageFormat::Png)).unwrap();
    symbols.into_iter().map(|symbol| (symbol.format, symbol.text)).collect()
}

const GS1: &str = "010401234567890121S1\u{1d}1727120010LOT-7";

#[test]
fn every_kind_of_symbol_is_read() {
    let link = "https://id.example.com/01/04012345678901/10/LOT-7/21/S1?17=271200&mt=AAAAEQ";
    assert_eq!(read(qr(link)), [(Format::Qr, link.to_owned())]);
    assert_eq!(read(datamatrix(GS1)), [(Format::DataMatrix, format!("]d2{GS1}"))]);
    assert_eq!(read(code128("00340123450000000000")), [(Format::Code128, "]C100340123450000000000".to_owned())]);
    assert_eq!(read(code128("10LOT-7\u{1d}21S1")), [(Format::Code128, "]C110LOT-7\u{1d}21S1".to_owned())]);
}

#[test]
fn jpeg_is_read_and_corners_are_where_the_symbol_is() {
    let symbols = read_file(&file(qr("04012345678901"), ImageFormat::Jpeg)).unwrap();
    assert_eq!(symbols[0].text, "04012345678901");
    // 21 modules of 4 pixels after a quiet zone of 4 modules.
    let expected = [[16.0, 16.0], [100.0, 16.0], [100.0, 100.0], [16.0, 100.0]];
    for (found, expected) in symbols[0].corners.iter().flatten().zip(expected.iter().flatten()) {
        assert!((found - expected).abs() < 6.0, "{:?}", symbols[0].corners);
    }
}

#[test]
fn a_turned_and_tinted_symbol_on_a_large_photograph_is_read() {
    let symbol = image::imageops::rotate90(&qr("https://id.example.com/01/04012345678901/21/S1"));
    let mut photo = GrayImage::from_fn(3_000, 2_000, |x, y| Luma([140 + ((x / 7 + y / 11) % 40) as u8]));
    let larger = image::imageops::resize(&symbol, 600, 600, image::imageops::FilterType::Triangle);
    image::imageops::overlay(&mut photo, &larger, 1_400, 700);
    let symbols = read_file(&file(photo, ImageFormat::Jpeg)).unwrap();
    assert_eq!(symbols[0].text, "https://id.example.com/01/04012345678901/21/S1");
    let inside = |[x, y]: &[f32; 2]| (1_400.0..2_000.0).contains(x) && (700.0..1_300.0).contains(y);
    assert!(symbols[0].corners.iter().all(inside), "{:?}", symbols[0].corners);
}

#[test]
fn both_symbols_of_a_label_are_read() {
    let (left, right) = (qr("https://id.example.com/01/04012345678901"), datamatrix(GS1));
    let mut label = GrayImage::from_pixel(700, 400, Luma([235]));
    image::imageops::overlay(&mut label, &left, 20, 20);
    image::imageops::overlay(&mut label, &right, 400, 60);
    let formats: Vec<Format> = read(label).into_iter().map(|(format, _)| format).collect();
    assert_eq!(formats, [Format::Qr, Format::DataMatrix]);
}

#[test]
fn what_is_no_picture_is_refused_by_name() {
    assert_eq!(read_file(b"not a picture"), Err(PictureError::NotAPicture));
    assert_eq!(read_file(&[]), Err(PictureError::NotAPicture));
    let mut cut = file(qr("X"), ImageFormat::Png);
    cut.truncate(cut.len() / 2);
    assert_eq!(read_file(&cut), Err(PictureError::NotAPicture));
    assert_eq!(read_file(&vec![0; MAX_FILE + 1]), Err(PictureError::TooLarge));
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked() {
    let mut bomb = file(GrayImage::new(1, 1), ImageFormat::Png);
    // Width and height stand at bytes 16 to 23, the checksum of the header at 29.
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let checksum = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(read_file(&bomb), Err(PictureError::TooLarge));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn an_empty_picture_holds_nothing() {
    assert_eq!(read(GrayImage::from_pixel(1, 1, Luma([0]))), []);
    assert_eq!(read(GrayImage::from_pixel(640, 480, Luma([200]))), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn noise_is_survived(width in 1..120u32, height in 1..120u32, seed in vec(any::<u8>(), 64)) {
        let luma = (0..width * height).map(|at| seed[(at as usize * 7 + at as usize / 13) % 64]).collect();
        let _ = read_picture(&Picture::new(width, height, luma).unwrap());
    }

    #[test]
    fn damaged_files_are_survived(at in 0..2_000usize, byte: u8) {
        let mut bytes = file(qr("https://id.example.com/01/04012345678901"), ImageFormat::Png);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_file(&bytes);
    }
}
