//! What is done to a picture before decoders look at it.

use image::{
    GrayImage, ImageBuffer, Luma,
    imageops::{self, FilterType},
};

use crate::Picture;

/// A part of a picture, enlarged or not, and how to get back to the whole.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) picture: Picture,
    /// Pixels of the whole for one pixel here.
    pub(crate) scale: [f32; 2],
    /// Where this view's origin is in the whole.
    pub(crate) origin: [f32; 2],
}

impl View {
    pub(crate) fn whole(picture: Picture) -> Self {
        Self { picture, scale: [1.0, 1.0], origin: [0.0, 0.0] }
    }

    /// A point of this view in the whole picture.
    pub(crate) fn out(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x * self.scale[0] + self.origin[0], y * self.scale[1] + self.origin[1]]
    }

    /// The same place after `change`, which keeps the size.
    pub(crate) fn with(&self, change: impl Fn(&Picture) -> Picture) -> Self {
        Self { picture: change(&self.picture), ..*self }
    }
}

fn from_image(image: GrayImage) -> Option<Picture> {
    Picture::new(image.width(), image.height(), image.into_raw())
}

/// The picture, averaged down by a whole factor if a side is longer than `side`.
pub(crate) fn smaller(picture: &Picture, side: u32) -> View {
    let factor = picture.longest_side().div_ceil(side.max(1)).max(1);
    // What a line loses to the whole factor, at least one pixel of it must stay.
    let step = |length: u32| factor.min(length);
    let (across, down) = (step(picture.width()), step(picture.height()));
    if factor == 1 {
        return View::whole(picture.clone());
    }
    let (width, height) = (picture.width() / across, picture.height() / down);
    let mut luma = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0u32; width as usize];
    for y in 0..height {
        sums.fill(0);
        for row in y * down..(y + 1) * down {
            for (sum, pixels) in sums.iter_mut().zip(picture.row(row).chunks_exact(across as usize)) {
                *sum += pixels.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        luma.extend(sums.iter().map(|sum| (sum / (across * down)) as u8));
    }
    match Picture::new(width, height, luma) {
        Some(small) => View { picture: small, scale: [across as f32, down as f32], origin: [0.0, 0.0] },
        None => View::whole(picture.clone()),
    }
}

/// The part around `middle` that reaches `reach` pixels to each side.
pub(crate) fn cut(picture: &Picture, middle: [f32; 2], reach: f32) -> Option<View> {
    let start = |at: f32| (at - reach).max(0.0) as u32;
    let end = |at: f32, length: u32| ((at + reach).max(0.0) as u32).min(length);
    let (left, top) = (start(middle[0]), start(middle[1]));
    let width = end(middle[0], picture.width()).checked_sub(left).filter(|width| *width >= 8)?;
    let height = end(middle[1], picture.height()).checked_sub(top).filter(|height| *height >= 8)?;
    let luma = (top..top + height).flat_map(|y| picture.row(y).iter().skip(left as usize).take(width as usize));
    let part = Picture::new(width, height, luma.copied().collect())?;
    Some(View { picture: part, scale: [1.0, 1.0], origin: [left as f32, top as f32] })
}

/// The same part, `times` times as large.
pub(crate) fn enlarged(picture: &Picture, middle: [f32; 2], reach: f32, times: f32) -> Option<View> {
    let View { picture: part, origin, .. } = cut(picture, middle, reach)?;
    let size = |length: u32| ((length as f32 * times) as u32).max(1);
    let image = ImageBuffer::<Luma<u8>, &[u8]>::from_raw(part.width(), part.height(), part.luma())?;
    let large = imageops::resize(&image, size(part.width()), size(part.height()), FilterType::CatmullRom);
    let scale = [part.width() as f32 / large.width() as f32, part.height() as f32 / large.height() as f32];
    Some(View { picture: from_image(large)?, scale, origin })
}

/// Light and dark swapped.
pub(crate) fn inverted(picture: &Picture) -> Picture {
    picture.map(|value| 255 - value)
}

/// Averaged with the neighbours, weighted 1:2:1 in both directions.
pub(crate) fn smoothed(picture: &Picture) -> Picture {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut sums = vec![0u16; width * height];
    for (row, sums) in (0..).zip(sums.chunks_exact_mut(width)) {
        let above = picture.row(u32::saturating_sub(row, 1));
        let (here, below) = (picture.row(row), picture.row((row + 1).min(picture.height() - 1)));
        for (sum, ((above, here), below)) in sums.iter_mut().zip(above.iter().zip(here).zip(below)) {
            *sum = u16::from(*above) + 2 * u16::from(*here) + u16::from(*below);
        }
    }
    let mut luma = Vec::with_capacity(sums.len());
    for row in sums.chunks_exact(width) {
        let mut before = row.first().copied().unwrap_or_default();
        for (at, here) in row.iter().enumerate() {
            let after = row.get(at + 1).unwrap_or(here);
            luma.push(((before + 2 * here + after + 8) / 16) as u8);
            before = *here;
        }
    }
    picture.replaced(luma)
}

/// Edges made steeper again, by the difference to the surroundings within `radius`.
pub(crate) fn sharpened(picture: &Picture, radius: usize, strength: f32) -> Picture {
    let mut luma = Vec::with_capacity(picture.luma().len());
    windows(picture, radius, |value, sum, _, count| {
        let value = f32::from(value);
        luma.push((value + strength * (value - sum as f32 / count as f32)).clamp(0.0, 255.0) as u8);
    });
    picture.replaced(luma)
}

/// Light and contrast made the same everywhere, as seen within `radius`.
pub(crate) fn levelled(picture: &Picture, radius: usize) -> Picture {
    let mut luma = Vec::with_capacity(picture.luma().len());
    windows(picture, radius, |value, sum, squares, count| {
        let part = 1.0 / count as f32;
        let mean = sum as f32 * part;
        let deviation = (squares as f32 * part - mean * mean).max(36.0).sqrt();
        luma.push((128.0 + 55.0 * (f32::from(value) - mean) / deviation).clamp(0.0, 255.0) as u8);
    });
    picture.replaced(luma)
}

/// Largest radius whose sums of squares fit.
const MAX_RADIUS: usize = 120;

/// Calls `each` for every pixel by rows: its value, the sum and the sum of squares within `radius`, and of how many.
pub(crate) fn windows(picture: &Picture, radius: usize, mut each: impl FnMut(u8, u32, u32, u32)) {
    let radius = radius.min(MAX_RADIUS);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    // For every column the sums over the rows of the window, moved down row by row.
    let mut columns = vec![(0u32, 0u32); width];
    let square = |value: u8| u32::from(value) * u32::from(value);
    let mut rows = 0;
    let enter = |columns: &mut [(u32, u32)], row: usize| {
        for ((sum, squares), value) in columns.iter_mut().zip(picture.row(row as u32)) {
            *sum += u32::from(*value);
            *squares += square(*value);
        }
    };
    for row in 0..radius.min(height) {
        enter(&mut columns, row);
        rows += 1;
    }
    for y in 0..height {
        if y + radius < height {
            enter(&mut columns, y + radius);
            rows += 1;
        }
        if let Some(gone) = y.checked_sub(radius + 1) {
            for ((sum, squares), value) in columns.iter_mut().zip(picture.row(gone as u32)) {
                *sum -= u32::from(*value);
                *squares -= square(*value);
            }
            rows -= 1;
        }
        let (mut sum, mut squares, mut across) = (0u32, 0u32, 0u32);
        let mut add = |sum: &mut u32, squares: &mut u32, column: Option<&(u32, u32)>| {
            if let Some((more, more_squares)) = column {
                *sum += more;
                *squares += more_squares;
                across += 1;
            }
            across
        };
        for column in columns.iter().take(radius) {
            add(&mut sum, &mut squares, Some(column));
        }
        let mut left = 0;
        for (x, value) in picture.row(y as u32).iter().enumerate() {
            let entered = add(&mut sum, &mut squares, columns.get(x + radius));
            if let Some((less, less_squares)) = x.checked_sub(radius + 1).and_then(|gone| columns.get(gone)) {
                sum -= less;
                squares -= less_squares;
                left += 1;
            }
            each(*value, sum, squares, (entered - left) * rows);
        }
    }
}
