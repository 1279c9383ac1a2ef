//! From a shape to the modules of a symbol, dark or light.

use rxing::common::BitMatrix;

use crate::{
    Picture,
    binary::otsu,
    equalise::equalised,
    prepare::{self, View},
    shape::{Plane, Point, Shape, Template, length, sub},
};

/// The surroundings of one symbol, small enough to try many things on.
pub(crate) struct Patch {
    view: View,
    /// The same with light and contrast made even.
    pub(crate) level: Picture,
}

impl Patch {
    /// Cuts out what lies within the corners and some margin around, made smaller if longer than `side`.
    pub(crate) fn around(picture: &Picture, corners: &[Point; 4], level_radius: f32, side: u32) -> Option<Self> {
        let range = |axis: usize| {
            let values = corners.map(|corner| corner[axis]);
            (values.iter().copied().fold(f32::MAX, f32::min), values.iter().copied().fold(f32::MIN, f32::max))
        };
        let ((left, right), (top, bottom)) = (range(0), range(1));
        let reach = 0.65 * f32::max(right - left, bottom - top) + 4.0;
        if !(4.0..8_000.0).contains(&reach) {
            return None;
        }
        let cut = prepare::cut(picture, [(left + right) / 2.0, (top + bottom) / 2.0], reach)?;
        let small = prepare::smaller(&cut.picture, side);
        let view = View { origin: cut.origin, ..small };
        let radius = (level_radius / view.scale[0]).clamp(3.0, 120.0) as usize;
        let level = prepare::levelled(&view.picture, radius);
        Some(Self { view, level })
    }

    /// Light and dark swapped.
    pub(crate) fn inverted(mut self) -> Self {
        self.view.picture = prepare::inverted(&self.view.picture);
        self.level = prepare::inverted(&self.level);
        self
    }

    /// From the whole picture into the patch.
    pub(crate) fn inside(&self, shape: &Shape) -> Shape {
        let View { scale, origin, .. } = self.view;
        let corners = shape.corners.map(|[x, y]| [(x - origin[0]) / scale[0], (y - origin[1]) / scale[1]]);
        Shape { corners, ..*shape }
    }

    /// Back to the whole picture.
    pub(crate) fn outside(&self, corners: [Point; 4]) -> [Point; 4] {
        corners.map(|corner| self.view.out(corner))
    }

    /// The modules, read in several ways until one of them makes sense to `decode`.
    pub(crate) fn read<T>(
        &self,
        shape: &Shape,
        template: &Template,
        mut decode: impl FnMut(&BitMatrix) -> Option<T>,
    ) -> Option<T> {
        let plane = shape.plane()?;
        let (columns, rows) = (template.columns, template.rows);
        let level = sampled(&self.level, &plane, columns, rows);
        let mut attempt = |values: &[f32], sharpness: f32, threshold: Threshold| {
            let values = sharpened(values, columns, rows, sharpness);
            decode(&bits(&values, columns, rows, threshold)?)
        };
        let raw = || sampled(&self.view.picture, &plane, columns, rows);
        let equalised = || {
            let dark = equalised(&self.level, &plane, template)?;
            Some(dark.into_iter().map(|dark| -dark).collect::<Vec<f32>>())
        };
        // Half of the difference to the neighbours undoes much of a blur.
        attempt(&level, 0.0, Threshold::Level(128.0))
            .or_else(|| attempt(&equalised()?, 0.0, Threshold::Level(0.0)))
            .or_else(|| attempt(&level, 0.5, Threshold::Level(128.0)))
            .or_else(|| attempt(&raw(), 0.3, Threshold::Around(4)))
            .or_else(|| attempt(&raw(), 0.0, Threshold::Otsu))
            .or_else(|| attempt(&level, 1.2, Threshold::Level(128.0)))
            .or_else(|| attempt(&raw(), 0.8, Threshold::Otsu))
            .or_else(|| attempt(&raw(), 0.8, Threshold::Around(3)))
    }
}

#[derive(Clone, Copy)]
enum Threshold {
    Level(f32),
    Otsu,
    /// The mean within so many modules.
    Around(usize),
}

/// The grey of every module, averaged around its middle.
fn sampled(picture: &Picture, plane: &Plane, columns: usize, rows: usize) -> Vec<f32> {
    let (width, height) = (columns as f32, rows as f32);
    let module = length(sub(plane.at([0.5 + 1.0 / width, 0.5]), plane.at([0.5, 0.5])));
    // Modules of few pixels are blurred enough by themselves.
    let spread = if module < 3.0 { 0.12 } else { 0.22 };
    let taps =
        [([0.0, 0.0], 2.0), ([spread, 0.0], 1.0), ([-spread, 0.0], 1.0), ([0.0, spread], 1.0), ([0.0, -spread], 1.0)];
    let mut values = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let grey = |[dx, dy]: Point| {
                picture.sample(plane.at([(column as f32 + 0.5 + dx) / width, (row as f32 + 0.5 + dy) / height]))
            };
            values.push(taps.iter().map(|(offset, weight)| weight * grey(*offset)).sum::<f32>() / 6.0);
        }
    }
    values
}

fn sharpened(values: &[f32], columns: usize, rows: usize, strength: f32) -> Vec<f32> {
    let at = |column: usize, row: usize| values.get(row * columns + column).copied().unwrap_or_default();
    let sharp = |column: usize, row: usize| {
        let here = at(column, row);
        let neighbours = at(column.saturating_sub(1), row)
            + at((column + 1).min(columns - 1), row)
            + at(column, row.saturating_sub(1))
            + at(column, (row + 1).min(rows - 1));
        here + strength * (here - neighbours / 4.0)
    };
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (column, row)))
        .map(|(column, row)| sharp(column, row))
        .collect()
}

fn bits(values: &[f32], columns: usize, rows: usize, threshold: Threshold) -> Option<BitMatrix> {
    let mut bits = BitMatrix::new(columns as u32, rows as u32).ok()?;
    let global = match threshold {
        Threshold::Level(level) => level,
        Threshold::Otsu | Threshold::Around(_) => {
            let bytes: Vec<u8> = values.iter().map(|value| value.clamp(0.0, 255.0) as u8).collect();
            f32::from(otsu(&bytes)) + 0.5
        }
    };
    let around = |column: usize, row: usize, reach: usize| {
        let rows = row.saturating_sub(reach)..(row + reach + 1).min(rows);
        let columns_near = column.saturating_sub(reach)..(column + reach + 1).min(columns);
        let count = (rows.len() * columns_near.len()) as f32;
        let near =
            rows.flat_map(|row| values.get(row * columns + columns_near.start..row * columns + columns_near.end));
        near.flatten().sum::<f32>() / count
    };
    for (at, value) in values.iter().enumerate() {
        let (column, row) = (at % columns, at / columns);
        let level = match threshold {
            Threshold::Around(reach) => 0.75 * around(column, row, reach) + 0.25 * global,
            Threshold::Level(_) | Threshold::Otsu => global,
        };
        bits.set_bool(column as u32, row as u32, *value < level);
    }
    Some(bits)
}
