//! Grey pictures.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, Limits};

use crate::PictureError;

/// Most bytes in a file.
pub const MAX_FILE: usize = 64 * 1024 * 1024;
/// Most pixels along one side, so that none of the decoders overflows.
const MAX_FILE_SIDE: u32 = 16_384;
const MAX_PIXELS: u64 = 100_000_000;
/// Most memory while a file is unpacked.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// A grey picture, one byte a pixel, by rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    luma: Vec<u8>,
}

impl Picture {
    /// A picture from its pixels; `None` if their number is not width × height or is zero.
    pub fn new(width: u32, height: u32, luma: Vec<u8>) -> Option<Self> {
        let fits = u64::from(width) * u64::from(height) == luma.len() as u64 && !luma.is_empty();
        fits.then_some(Self { width, height, luma })
    }

    /// Unpacks a PNG or JPEG file. Transparent parts become white: labels are often exported without background.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn from_file(bytes: &[u8]) -> Result<Self, PictureError> {
        if bytes.len() > MAX_FILE {
            return Err(PictureError::TooLarge);
        }
        let reader =
            || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::NotAPicture);
        let (width, height) = reader()?.into_dimensions().map_err(|_| PictureError::NotAPicture)?;
        if width.max(height) > MAX_FILE_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(PictureError::TooLarge);
        }
        let mut reader = reader()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_MEMORY);
        reader.limits(limits);
        let image = reader.decode().map_err(|error| match error {
            image::ImageError::Limits(_) => PictureError::TooLarge,
            _ => PictureError::NotAPicture,
        })?;
        Self::new(width, height, grey(image)).ok_or(PictureError::NotAPicture)
    }

    /// Pixels along a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels.
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }

    /// The longer of width and height.
    pub fn longest_side(&self) -> u32 {
        self.width.max(self.height)
    }

    /// One row of pixels; none beyond the last.
    pub(crate) fn row(&self, y: u32) -> &[u8] {
        let start = y as usize * self.width as usize;
        self.luma.get(start..start + self.width as usize).unwrap_or_default()
    }

    /// The grey at a point, between the middles of the pixels around it; beyond the border as at the border.
    pub(crate) fn sample(&self, [x, y]: [f32; 2]) -> f32 {
        let inside = |at: f32, length: u32| (at - 0.5).clamp(0.0, length as f32 - 1.0);
        let (x, y) = (inside(x, self.width), inside(y, self.height));
        let (column, row) = (x as usize, y as usize);
        let (right, below) = (x - column as f32, y - row as f32);
        let width = self.width as usize;
        let at = |column: usize, row: usize| {
            let (column, row) = (column.min(width - 1), row.min(self.height as usize - 1));
            self.luma.get(row * width + column).map_or(0.0, |value| f32::from(*value))
        };
        let top = at(column, row) * (1.0 - right) + at(column + 1, row) * right;
        let bottom = at(column, row + 1) * (1.0 - right) + at(column + 1, row + 1) * right;
        top * (1.0 - below) + bottom * below
    }

    /// The same size with other pixels.
    pub(crate) fn replaced(&self, luma: Vec<u8>) -> Self {
        debug_assert_eq!(luma.len(), self.luma.len());
        Self { luma, ..*self }
    }

    /// Every pixel changed by its own value.
    pub(crate) fn map(&self, change: impl Fn(u8) -> u8) -> Self {
        self.replaced(self.luma.iter().map(|value| change(*value)).collect())
    }
}

fn grey(image: DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.into_luma8().into_raw();
    }
    let over_white = |[luma, alpha]: [u8; 2]| {
        let (luma, alpha) = (u16::from(luma), u16::from(alpha));
        ((luma * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    image.into_luma_alpha8().pixels().map(|pixel| over_white(pixel.0)).collect()
}
