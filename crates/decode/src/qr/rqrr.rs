//! QR codes by rqrr.

use crate::{Format, Picture, find::Find};

/// Every QR code that rqrr reads. It is slow where it sees many finders, and cannot be told to stop.
pub(crate) fn read_with_rqrr(picture: &Picture) -> Vec<Find> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| picture.luma().get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let mut finds = Vec::new();
    for grid in prepared.detect_grids() {
        let mut bytes = Vec::new();
        if grid.decode_to(&mut bytes).is_ok()
            && let Ok(text) = String::from_utf8(bytes)
            && !text.is_empty()
        {
            let corners = grid.bounds.map(|point| [point.x as f32, point.y as f32]);
            finds.push(Find { format: Format::Qr, text, corners });
        }
    }
    finds
}
