//! DataMatrix and Code 128 by rxing, and what its QR reader shares with them.

use std::collections::HashSet;

use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult, RXingResultMetadataType,
    RXingResultMetadataValue,
    common::HybridBinarizer,
    datamatrix::DataMatrixReader,
    multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader},
    oned::Code128Reader,
};

use crate::{Format, Picture, Symbol};

/// First codeword of a DataMatrix that holds GS1 data.
const DATAMATRIX_FNC1: u8 = 232;
/// The value of FNC1 in Code 128.
const CODE128_FNC1: u8 = 102;

pub(crate) type Bitmap = BinaryBitmap<HybridBinarizer<Luma8LuminanceSource>>;

pub(crate) fn bitmap(picture: &Picture) -> Option<Bitmap> {
    let source = Luma8LuminanceSource::new(picture.luma().to_vec(), picture.width(), picture.height()).ok()?;
    Some(BinaryBitmap::new(HybridBinarizer::new(source)))
}

pub(crate) fn hints(format: BarcodeFormat) -> DecodeHints {
    DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([format])),
        AssumeGs1: Some(true),
        ..Default::default()
    }
}

pub(crate) fn read_datamatrix(picture: &Picture) -> Vec<Symbol> {
    let symbol = |result: &RXingResult| {
        let gs1 = result.getRawBytes().first() == Some(&DATAMATRIX_FNC1);
        let text = gs1_text(result.getText(), gs1.then_some("]d2"));
        Some(Symbol { format: Format::DataMatrix, text, corners: points(result).unwrap_or_default() })
    };
    read(picture, GenericMultipleBarcodeReader::new(DataMatrixReader), BarcodeFormat::DATA_MATRIX, symbol)
}

pub(crate) fn read_code128(picture: &Picture) -> Vec<Symbol> {
    let symbol = |result: &RXingResult| {
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
        Some(Symbol { format: Format::Code128, text: gs1_text(text, gs1.then_some("]C1")), corners })
    };
    read(picture, GenericMultipleBarcodeReader::new(Code128Reader), BarcodeFormat::CODE_128, symbol)
}

fn read<R: MultipleBarcodeReader>(
    picture: &Picture,
    mut reader: R,
    format: BarcodeFormat,
    symbol: impl Fn(&RXingResult) -> Option<Symbol>,
) -> Vec<Symbol> {
    let Some(mut bitmap) = bitmap(picture) else { return Vec::new() };
    let found = reader.decode_multiple_with_hints(&mut bitmap, &hints(format)).unwrap_or_default();
    found.iter().filter_map(symbol).collect()
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

/// The four corners, in rxing's order.
pub(crate) fn points(result: &RXingResult) -> Option<[[f32; 2]; 4]> {
    let points: Vec<[f32; 2]> = result.getPoints().iter().map(|point| [point.x, point.y]).collect();
    points.get(..4)?.try_into().ok()
}
