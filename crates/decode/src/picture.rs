//! Grey pictures.

use std::{borrow::Cow, io::Cursor};

use image::{DynamicImage, ImageReader, Limits, imageops::FilterType};

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

    /// The picture, scaled down if a side is longer than `side`.
    pub(crate) fn at_most(&self, side: u32) -> Cow<'_, Self> {
        if self.longest_side() <= side {
            return Cow::Borrowed(self);
        }
        let shorter =
            |length: u32| (u64::from(length) * u64::from(side) / u64::from(self.longest_side())).max(1) as u32;
        let (width, height) = (shorter(self.width), shorter(self.height));
        let Some(image) = image::GrayImage::from_raw(self.width, self.height, self.luma.clone()) else {
            return Cow::Borrowed(self);
        };
        let luma = image::imageops::resize(&image, width, height, FilterType::Triangle).into_raw();
        Self::new(width, height, luma).map_or(Cow::Borrowed(self), Cow::Owned)
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
