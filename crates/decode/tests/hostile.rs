//! Pictures made to keep decoders busy for minutes. In a program of its own: what is given up goes on in the background,
//! and would slow other tests down.

#![allow(clippy::unwrap_used)]

use decode::{Picture, read_picture};
use image::{GrayImage, Luma};

/// Finder-like squares side by side keep decoders busy for minutes.
#[test]
fn a_picture_made_to_hurt_is_given_up_within_a_second() {
    let square = |x: u32, y: u32| {
        let ring = (x as i32 % 16 - 7).abs().max((y as i32 % 16 - 7).abs());
        Luma([if ring <= 3 || ring == 5 || ring == 6 { 0 } else { 255 }])
    };
    let corner = |x: u32, y: u32| {
        let (x, y) = (x % 24, y % 24);
        Luma([if x < 2 || y > 21 || (y < 2 && x % 4 < 2) || (x > 21 && y % 4 < 2) { 0 } else { 255 }])
    };
    for picture in [GrayImage::from_fn(1_000, 1_000, square), GrayImage::from_fn(2_000, 2_000, corner)] {
        let start = std::time::Instant::now();
        let _ = read_picture(&Picture::new(picture.width(), picture.height(), picture.into_raw()).unwrap());
        assert!(start.elapsed() < std::time::Duration::from_millis(1_500), "{:?}", start.elapsed());
    }
}
