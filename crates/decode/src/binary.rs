//! From grey to black and white, in the ways that suit different light.

use rxing::{
    BinaryBitmap, Luma8LuminanceSource,
    common::{BitMatrix, HybridBinarizer},
};

use crate::{Picture, prepare};

/// A way to tell dark from light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Binarizer {
    /// Darker than the mean of the surroundings in blocks of eight pixels, as rxing has it.
    Hybrid,
    /// Darker than the mean within so many pixels.
    Mean(usize),
    /// Darker than the one level that parts the whole picture best.
    Otsu,
}

pub(crate) type Bitmap = BinaryBitmap<HybridBinarizer<Luma8LuminanceSource>>;

pub(crate) fn bitmap(picture: &Picture) -> Option<Bitmap> {
    let source = Luma8LuminanceSource::new(picture.luma().to_vec(), picture.width(), picture.height()).ok()?;
    Some(BinaryBitmap::new(HybridBinarizer::new(source)))
}

/// The dark pixels.
pub(crate) fn dark(picture: &Picture, binarizer: Binarizer) -> Option<BitMatrix> {
    match binarizer {
        Binarizer::Hybrid => Some(bitmap(picture)?.get_black_matrix().clone()),
        Binarizer::Mean(radius) => {
            let mut bits = BitMatrix::new(picture.width(), picture.height()).ok()?;
            let (mut x, mut y) = (0, 0);
            prepare::windows(picture, radius, |value, sum, _, count| {
                // A little below the mean, or plain paper turns to pepper.
                if (u32::from(value) + 3) * count < sum {
                    bits.set(x, y);
                }
                x += 1;
                if x == picture.width() {
                    (x, y) = (0, y + 1);
                }
            });
            Some(bits)
        }
        Binarizer::Otsu => {
            let level = otsu(picture.luma());
            let mut bits = BitMatrix::new(picture.width(), picture.height()).ok()?;
            for (y, row) in (0..).zip(picture.luma().chunks_exact(picture.width() as usize)) {
                for (x, _) in (0..).zip(row).filter(|(_, value)| **value <= level) {
                    bits.set(x, y);
                }
            }
            Some(bits)
        }
    }
}

/// The level that parts values into two groups which differ most (Otsu).
pub(crate) fn otsu(values: &[u8]) -> u8 {
    let mut histogram = [0u64; 256];
    for value in values {
        histogram[usize::from(*value)] += 1;
    }
    let total: u64 = histogram.iter().sum();
    let all: u64 = (0..).zip(&histogram).map(|(level, count): (u64, &u64)| level * count).sum();
    let (mut below, mut weight) = (0u64, 0u64);
    let (mut best, mut level) = (-1.0, 127);
    for (value, count) in (0u8..=255).zip(&histogram) {
        weight += count;
        below += u64::from(value) * count;
        if weight == 0 || weight == total {
            continue;
        }
        let difference = below as f64 / weight as f64 - (all - below) as f64 / (total - weight) as f64;
        let between = weight as f64 * (total - weight) as f64 * difference * difference;
        if between > best {
            (best, level) = (between, value);
        }
    }
    level
}
