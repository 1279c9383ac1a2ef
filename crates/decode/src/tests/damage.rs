//! Drawn photographs, each hurt in one way: how many are read, and that none is misread.

use super::photo::{DAMAGES, Damage, Kind, Photo, photo};
use crate::*;

const SIZE: (u32, u32) = (640, 480);
const PHOTOS: u64 = 4;

fn photos(kind: Kind, damage: Damage) -> impl Iterator<Item = (Photo, Picture)> {
    (0..PHOTOS).map(move |seed| {
        let photo = photo(kind, damage, seed, SIZE);
        let picture = Picture::new(SIZE.0, SIZE.1, photo.image.clone().into_raw()).unwrap();
        (photo, picture)
    })
}

/// Farthest that a corner is from where it was drawn, in parts of the symbol's side.
fn misplaced(symbol: &Symbol, photo: &Photo) -> f32 {
    let apart = |[ax, ay]: [f32; 2], [bx, by]: [f32; 2]| (ax - bx).hypot(ay - by);
    let side = apart(photo.corners[0], photo.corners[1]).max(apart(photo.corners[1], photo.corners[2]));
    symbol.corners.iter().zip(photo.corners).map(|(found, drawn)| apart(*found, drawn) / side).fold(0.0, f32::max)
}

/// How many of the photographs must be read.
fn least(damage: Damage) -> usize {
    use Damage::{Curved, Defocus, Everything, Glare, LowResolution, Noise, Partial};
    match damage {
        Curved | Defocus | Partial => 1,
        Everything | Glare | LowResolution | Noise => 2,
        _ => 3,
    }
}

fn all_damages_are_read(kind: Kind) {
    let mut short = Vec::new();
    for damage in DAMAGES {
        let mut read = 0;
        for (photo, picture) in photos(kind, damage) {
            for symbol in read_picture(&picture) {
                assert_eq!(symbol.text, photo.text, "{kind:?}, {damage:?}: misread by {}", symbol.engine);
                let off = misplaced(&symbol, &photo);
                assert!(off < 0.12, "{kind:?}, {damage:?}: a corner is {off} sides off, says {}", symbol.engine);
                read += 1;
            }
        }
        if read < least(damage) {
            short.push((damage, read));
        }
    }
    assert_eq!(short, [], "{kind:?}: too few of {PHOTOS} were read");
}

#[test]
fn qr_codes_are_read_whatever_happened_to_them() {
    all_damages_are_read(Kind::Qr);
}

#[test]
fn datamatrix_are_read_whatever_happened_to_them() {
    all_damages_are_read(Kind::DataMatrix);
}
