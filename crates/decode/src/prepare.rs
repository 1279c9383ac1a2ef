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

/// The picture, averaged down if a side is longer than `side`.
pub(crate) fn smaller(picture: &Picture, side: u32) -> View {
    let longest = picture.longest_side();
    if longest <= side {
        return View::whole(picture.clone());
    }
    let short = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longest)).max(1) as u32;
    let (width, height) = (short(picture.width()), short(picture.height()));
    let image = ImageBuffer::<Luma<u8>, &[u8]>::from_raw(picture.width(), picture.height(), picture.luma());
    match image.and_then(|image| from_image(imageops::thumbnail(&image, width, height))) {
        Some(small) => {
            let scale = [picture.width() as f32 / width as f32, picture.height() as f32 / height as f32];
            View { picture: small, scale, origin: [0.0, 0.0] }
        }
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
    picture.map(|_, value| 255 - value)
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
pub(crate) fn sharpened(picture: &Picture, radius: u32, strength: f32) -> Picture {
    let sums = Sums::new(picture);
    picture.map_at(|x, y, value| {
        let value = f32::from(value);
        (value + strength * (value - sums.mean(x, y, radius))).clamp(0.0, 255.0) as u8
    })
}

/// Light and contrast made the same everywhere, as seen within `radius`.
pub(crate) fn levelled(picture: &Picture, radius: u32) -> Picture {
    let sums = Sums::with_squares(picture);
    picture.map_at(|x, y, value| {
        let (mean, deviation) = sums.mean_and_deviation(x, y, radius);
        (128.0 + 55.0 * (f32::from(value) - mean) / deviation.max(6.0)).clamp(0.0, 255.0) as u8
    })
}

/// Sums of all pixels above and to the left, so that the mean of any rectangle costs four look-ups.
pub(crate) struct Sums {
    width: usize,
    height: usize,
    values: Vec<u32>,
    squares: Vec<u64>,
}

impl Sums {
    pub(crate) fn new(picture: &Picture) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let mut values = vec![0u32; (width + 1) * (height + 1)];
        let mut start = width + 1;
        for row in picture.luma().chunks_exact(width) {
            let (above, here) = values.split_at_mut(start);
            let above = above.get(start - width - 1..).unwrap_or_default();
            let mut sum = 0;
            for ((value, target), above) in row.iter().zip(here.iter_mut().skip(1)).zip(above.iter().skip(1)) {
                sum += u32::from(*value);
                *target = above.wrapping_add(sum);
            }
            start += width + 1;
        }
        Self { width, height, values, squares: Vec::new() }
    }

    fn with_squares(picture: &Picture) -> Self {
        let mut sums = Self::new(picture);
        sums.squares = vec![0; sums.values.len()];
        let stride = sums.width + 1;
        for (y, row) in picture.luma().chunks_exact(sums.width).enumerate() {
            let mut sum = 0;
            for (x, value) in row.iter().enumerate() {
                sum += u64::from(*value) * u64::from(*value);
                let above = sums.squares.get(y * stride + x + 1).copied().unwrap_or_default();
                if let Some(target) = sums.squares.get_mut((y + 1) * stride + x + 1) {
                    *target = above + sum;
                }
            }
        }
        sums
    }

    fn window(&self, x: usize, y: usize, radius: u32) -> ([usize; 4], f32) {
        let radius = radius as usize;
        let (left, top) = (x.saturating_sub(radius), y.saturating_sub(radius));
        let (right, bottom) = ((x + radius + 1).min(self.width), (y + radius + 1).min(self.height));
        let (above, below) = (top * (self.width + 1), bottom * (self.width + 1));
        ([above + left, above + right, below + left, below + right], ((right - left) * (bottom - top)) as f32)
    }

    pub(crate) fn mean(&self, x: usize, y: usize, radius: u32) -> f32 {
        let (corners, count) = self.window(x, y, radius);
        let [a, b, c, d] = corners.map(|at| self.values.get(at).copied().unwrap_or_default());
        d.wrapping_sub(b).wrapping_sub(c).wrapping_add(a) as f32 / count
    }

    fn mean_and_deviation(&self, x: usize, y: usize, radius: u32) -> (f32, f32) {
        let (corners, count) = self.window(x, y, radius);
        let [a, b, c, d] = corners.map(|at| self.squares.get(at).copied().unwrap_or_default());
        let mean = self.mean(x, y, radius);
        let variance = (d + a - b - c) as f32 / count - mean * mean;
        (mean, variance.max(0.0).sqrt())
    }
}
