//! DataMatrix and Code 128 by rxing, and what the other readers share with them.

use std::{collections::HashSet, sync::LazyLock};

use rxing::{
    BarcodeFormat, DecodeHints, RXingResult, RXingResultMetadataType, RXingResultMetadataValue, Reader,
    common::{BitMatrix, DecoderRXingResult, DetectorRXingResult},
    datamatrix::{
        decoder::Decoder,
        detector::{Detector, zxing_cpp_detector},
    },
    multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader},
    oned::Code128Reader,
};

use crate::{
    Format, Picture,
    binary::{Bitmap, bitmap},
    find::Find,
    shape::Point,
};

/// First codeword of a DataMatrix that holds GS1 data.
const DATAMATRIX_FNC1: u8 = 232;
/// The value of FNC1 in Code 128.
const CODE128_FNC1: u8 = 102;

static DECODER: LazyLock<Decoder> = LazyLock::new(Decoder::new);

/// The text of a DataMatrix's modules, if Reed-Solomon agrees.
pub(crate) fn datamatrix(modules: &BitMatrix) -> Option<String> {
    let decoded: DecoderRXingResult = DECODER.decode(modules).ok()?;
    let gs1 = decoded.getRawBytes().first() == Some(&DATAMATRIX_FNC1);
    let text = gs1_text(decoded.getText(), gs1.then_some("]d2"));
    (!text.is_empty()).then_some(text)
}

/// Every DataMatrix that rxing's detectors find; with `harder` not only those in the middle, and with its older one.
pub(crate) fn read_datamatrix(bits: &BitMatrix, harder: bool) -> Vec<Find> {
    let mut finds: Vec<Find> = Vec::new();
    let mut add = |modules: &BitMatrix, corners: Option<[Point; 4]>| {
        if let Some(text) = datamatrix(modules)
            && finds.iter().all(|find| find.text != text)
        {
            finds.push(Find { format: Format::DataMatrix, text, corners: corners.unwrap_or_default() });
        }
    };
    for symbol in zxing_cpp_detector::detect(bits, harder, true).unwrap_or_default() {
        add(symbol.getBits(), corners(symbol.getPoints()));
    }
    if harder && let Ok(symbol) = Detector::new(bits).and_then(|detector| detector.detect()) {
        // This one lists top left, bottom left, bottom right, top right.
        let [top_left, bottom_left, bottom_right, top_right] = corners(symbol.getPoints()).unwrap_or_default();
        add(symbol.getBits(), Some([top_left, top_right, bottom_right, bottom_left]));
    }
    finds
}

/// Every Code 128 that is read twice: its checksum alone lets one in a hundred wrong readings pass.
pub(crate) fn read_code128(picture: &Picture) -> Vec<Find> {
    let Some(mut bitmap) = bitmap(picture) else { return Vec::new() };
    let mut hints = DecodeHints { TryHarder: Some(true), AssumeGs1: Some(true), ..DecodeHints::default() };
    hints.PossibleFormats = Some(HashSet::from([BarcodeFormat::CODE_128]));
    let mut reader = GenericMultipleBarcodeReader::new(Code128Reader);
    let found = reader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    found.iter().filter(|result| is_read_again(&mut bitmap, result, &hints)).map(code128).collect()
}

/// Whether the rest of the picture on one side of the line that was read says the same.
fn is_read_again(bitmap: &mut Bitmap, result: &RXingResult, hints: &DecodeHints) -> bool {
    let [from, .., to] = result.getPoints() else { return false };
    let (width, height) = (bitmap.get_width(), bitmap.get_height());
    let (x, y) = (((from.x + to.x) / 2.0) as usize, ((from.y + to.y) / 2.0) as usize);
    let parts = if (from.x - to.x).abs() > (from.y - to.y).abs() {
        [(0, 0, width, y.saturating_sub(1)), (0, y + 2, width, height.saturating_sub(y + 2))]
    } else {
        [(0, 0, x.saturating_sub(1), height), (x + 2, 0, width.saturating_sub(x + 2), height)]
    };
    parts.into_iter().filter(|(_, _, width, height)| *width > 0 && *height > 0).any(|(left, top, width, height)| {
        let again = Code128Reader.decode_with_hints(&mut bitmap.crop(left, top, width, height), hints);
        again.is_ok_and(|again| again.getText() == result.getText())
    })
}

fn code128(result: &RXingResult) -> Find {
    let raw = result.getRawBytes();
    let gs1 = raw.get(1) == Some(&CODE128_FNC1);
    let mut text = result.getText();
    if gs1 {
        text = text.strip_prefix("]C1").unwrap_or(text);
        // Before the stop pattern stand the checksum and, in some symbols, a separator that separates nothing.
        if raw.len().checked_sub(2).and_then(|at| raw.get(at)) == Some(&CODE128_FNC1) {
            text = text.strip_suffix('\u{1d}').unwrap_or(text);
        }
    }
    let corners = match result.getPoints() {
        [left, .., right] => {
            let (left, right) = ([left.x, left.y], [right.x, right.y]);
            [left, right, right, left]
        }
        _ => Default::default(),
    };
    Find { format: Format::Code128, text: gs1_text(text, gs1.then_some("]C1")), corners }
}

/// Puts the AIM identifier before a GS1 symbol's data, in place of a leading separator.
pub(crate) fn gs1_text(text: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("{id}{}", text.trim_start_matches('\u{1d}')),
        None => text.to_owned(),
    }
}

pub(crate) fn aim_id(result: &RXingResult) -> Option<&str> {
    match result.getRXingResultMetadata().get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER) {
        Some(RXingResultMetadataValue::SymbologyIdentifier(id)) => Some(id),
        _ => None,
    }
}

/// Four corners, in rxing's order.
pub(crate) fn corners(points: &[rxing::Point]) -> Option<[Point; 4]> {
    let points: Vec<Point> = points.iter().map(|point| [point.x, point.y]).collect();
    points.get(..4)?.try_into().ok()
}
