//! QR codes: rxing first, which reads GS1 symbols; rqrr for what it misses.

use rxing::{multi::MultipleBarcodeReader, qrcode::cpp_port::QrReader};

use crate::{Format, Picture, Symbol, barcode};

/// Longest side that rqrr gets: it is slow on large pictures.
const RQRR_SIDE: u32 = 1_200;

pub(crate) fn read_with_rxing(picture: &Picture) -> Vec<Symbol> {
    let Some(mut bitmap) = barcode::bitmap(picture) else { return Vec::new() };
    let hints = barcode::hints(rxing::BarcodeFormat::QR_CODE);
    let found = QrReader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    let symbol = |result: &rxing::RXingResult| {
        let gs1 = barcode::aim_id(result).is_some_and(|id| id == "]Q3");
        let text = barcode::gs1_text(result.getText(), gs1.then_some("]Q3"));
        // rxing lists the corners row by row.
        let [top_left, top_right, bottom_left, bottom_right] = barcode::points(result)?;
        Some(Symbol { format: Format::Qr, text, corners: [top_left, top_right, bottom_right, bottom_left] })
    };
    found.iter().filter_map(symbol).collect()
}

pub(crate) fn read_with_rqrr(picture: &Picture) -> Vec<Symbol> {
    let seen = picture.at_most(RQRR_SIDE);
    let scale = picture.longest_side() as f32 / seen.longest_side() as f32;
    let (width, height) = (seen.width() as usize, seen.height() as usize);
    let pixel = |x: usize, y: usize| seen.luma().get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let mut symbols = Vec::new();
    for grid in prepared.detect_grids() {
        let mut bytes = Vec::new();
        if grid.decode_to(&mut bytes).is_ok()
            && let Ok(text) = String::from_utf8(bytes)
        {
            let corners = grid.bounds.map(|point| [point.x as f32 * scale, point.y as f32 * scale]);
            symbols.push(Symbol { format: Format::Qr, text, corners });
        }
    }
    symbols
}
