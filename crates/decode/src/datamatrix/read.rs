//! From the L of a DataMatrix to its text: how many modules it has and where its fourth corner is.

use std::sync::LazyLock;

use super::Corner;
use crate::{
    Format, Mode, Picture, barcode,
    budget::Budget,
    find::Find,
    modules::Patch,
    shape::{Point, Shape, Template, add, length, sub, times},
};

/// Longest side of the part of the picture in which a symbol is fitted: more pixels tell no more.
const PATCH_SIDE: u32 = 320;
/// Not the smallest, 10 by 10: its error correction lets one picture in some hundred pass that is no symbol.
/// Columns, rows, and those of one region between solid lines.
const SIZES: [(usize, usize, usize, usize); 20] = [
    (12, 12, 12, 12),
    (14, 14, 14, 14),
    (16, 16, 16, 16),
    (18, 18, 18, 18),
    (20, 20, 20, 20),
    (22, 22, 22, 22),
    (24, 24, 24, 24),
    (26, 26, 26, 26),
    (32, 32, 16, 16),
    (36, 36, 18, 18),
    (40, 40, 20, 20),
    (44, 44, 22, 22),
    (48, 48, 24, 24),
    (52, 52, 26, 26),
    (18, 8, 18, 8),
    (32, 8, 16, 8),
    (26, 12, 26, 12),
    (36, 12, 18, 12),
    (36, 16, 18, 16),
    (48, 16, 24, 16),
];
/// Data modules that help to find the grid.
const FREE_MODULES: usize = 200;
/// A fit that no chance picture reaches.
const LEAST_FIT: f32 = 0.4;
/// The same for symbols with few modules and little error correction.
const LEAST_SMALL_FIT: f32 = 0.8;

/// Dotted sides that fit like this are dotted sides.
const GOOD_FIT: f32 = 0.55;
/// Sides that fit like this are not dotted, however they are bent.
const POOR_FIT: f32 = 0.4;
/// How the symbol may be bent.
const BENDS: [[f32; 4]; 5] =
    [[0.0; 4], [0.05, 0.0, 0.0, 0.0], [-0.05, 0.0, 0.0, 0.0], [0.0, 0.0, 0.05, 0.0], [0.0, 0.0, -0.05, 0.0]];

/// The fixed modules of one size of symbol.
struct Size {
    /// Only the dotted sides.
    dotted: Template,
    all: Template,
}

static TEMPLATES: LazyLock<Vec<Size>> = LazyLock::new(|| SIZES.map(size).into());

fn size((columns, rows, region_columns, region_rows): (usize, usize, usize, usize)) -> Size {
    let (mut all, mut dotted) = (Template::new(columns, rows), Template::new(columns, rows));
    let (width, height) = (columns as i32, rows as i32);
    let mut free = Vec::new();
    for (column, row) in (0..height).flat_map(|row| (0..width).map(move |column| (column, row))) {
        let (x, y) = (column % region_columns as i32, row % region_rows as i32);
        let fixed = if x == 0 || y == region_rows as i32 - 1 {
            Some(true)
        } else if y == 0 {
            Some(x % 2 == 0)
        } else if x == region_columns as i32 - 1 {
            Some(y % 2 == 1)
        } else {
            None
        };
        match fixed {
            Some(dark) => all.fix(column, row, dark, 1.0),
            None => free.push((column, row)),
        }
        if let Some(dark) = fixed.filter(|_| row == 0 || column == width - 1) {
            dotted.fix(column, row, dark, 1.0);
        }
    }
    // Around the symbol is paper, or ought to be.
    for column in -1..=width {
        all.fix(column, -1, false, 0.3);
        all.fix(column, height, false, 0.3);
        dotted.fix(column, -1, false, 0.3);
    }
    for row in 0..height {
        all.fix(-1, row, false, 0.3);
        all.fix(width, row, false, 0.3);
        dotted.fix(width, row, false, 0.3);
    }
    for (column, row) in free.iter().step_by(free.len().div_ceil(FREE_MODULES).max(1)) {
        all.leave(*column, *row);
    }
    Size { dotted, all }
}

/// Reads the symbol that has its L here.
pub(crate) fn read_corner(
    picture: &Picture,
    corner: &Corner,
    inverted: bool,
    mode: Mode,
    budget: &Budget,
) -> Option<Find> {
    let far = add(corner.top, sub(corner.right, corner.corner));
    let rough = Shape::flat([corner.top, far, corner.right, corner.corner]);
    let patch = Patch::around(picture, &rough.corners, rough.size() / 6.0, PATCH_SIDE)?;
    let patch = if inverted { patch.inverted() } else { patch };
    let inside = patch.inside(&rough);
    let guessed = corner.far.map(|far| patch.inside(&Shape::flat([corner.top, far, corner.right, corner.corner])));
    let mut starts = Vec::new();
    // Where the hull says, then flat and seen from above, then bent.
    let shapes = guessed.into_iter().chain(BENDS.map(|bend| Shape { bend, ..inside }));
    for (at, shape) in shapes.enumerate() {
        for size in TEMPLATES.iter().filter(|size| likely(size, corner)) {
            if budget.spent() {
                return None;
            }
            if let Some((shape, fit)) = best_corner(&patch, &size.dotted, shape) {
                starts.push((&size.all, shape, fit));
            }
        }
        // Most are flat, and what does not fit at all is no symbol.
        let best = starts.iter().map(|(_, _, fit)| *fit).fold(0.0, f32::max);
        let is_hopeless = at >= usize::from(corner.far.is_some()) && (mode == Mode::Video || best < POOR_FIT);
        if best > GOOD_FIT || is_hopeless {
            break;
        }
    }
    starts.sort_by(|one, other| other.2.total_cmp(&one.2));
    let tries = if mode == Mode::Video { 1 } else { 3 };
    for (template, shape, _) in starts.iter().take(tries) {
        if budget.spent() {
            return None;
        }
        let least = if template.columns * template.rows < 200 { LEAST_SMALL_FIT } else { LEAST_FIT };
        let step = 0.45 * shape.size() / template.columns as f32;
        let (shape, _) = template.settle(&patch.level, *shape, step, 5);
        let fits = shape.plane().is_some_and(|plane| template.fixed_fit(&patch.level, &plane) >= least);
        if !fits {
            continue;
        }
        if let Some(text) = patch.read(&shape, template, barcode::datamatrix) {
            return Some(Find { format: Format::DataMatrix, text, corners: patch.outside(shape.corners) });
        }
    }
    None
}

/// Whether the legs are about as long as the symbol's sides, given that it may be seen at a slant.
fn likely(size: &Size, corner: &Corner) -> bool {
    let seen = length(sub(corner.right, corner.corner)) / length(sub(corner.top, corner.corner)).max(1.0);
    let is = size.all.columns as f32 / size.all.rows as f32;
    let pixels = length(sub(corner.right, corner.corner)) / size.all.columns as f32;
    (0.6..1.7).contains(&(seen / is)) && pixels > 1.4
}

/// The fourth corner is where the dotted sides fit best.
fn best_corner(patch: &Patch, template: &Template, start: Shape) -> Option<(Shape, f32)> {
    let [top, far, right, corner] = start.corners;
    let (along, up): (Point, Point) = (sub(right, corner), sub(top, corner));
    let mut best: Option<(Shape, f32)> = None;
    for (x, y) in (-6..=6).flat_map(|y| (-6..=6).map(move |x| (x, y))) {
        let far = add(far, add(times(along, x as f32 * 0.022), times(up, y as f32 * 0.022)));
        let shape = Shape { corners: [top, far, right, corner], ..start };
        let Some(plane) = shape.plane() else { continue };
        let fit = template.fixed_fit(&patch.level, &plane);
        if best.is_none_or(|(_, known)| fit > known) {
            best = Some((shape, fit));
        }
    }
    best
}
