//! Our own search for the grid of a QR code whose three finders are known: where a bent, blurred or spoilt symbol
//! misleads a detector that trusts single edges, all modules that are the same in every symbol are asked together.

use std::sync::LazyLock;

use rxing::qrcode::common::Version;

use super::{Triple, decoded};
use crate::{
    Format, Picture,
    budget::Budget,
    find::Find,
    modules::Patch,
    shape::{Point, Shape, Template, add, length, sub, times},
};

/// Highest version that is looked for: a photograph shows no more modules.
const MAX_VERSION: u32 = 20;
/// Longest side of the part of the picture in which a symbol is fitted: more pixels tell no more.
const PATCH_SIDE: u32 = 420;
/// Data modules that help to find the grid.
const FREE_MODULES: usize = 220;
/// A fit that leaves no doubt where the fourth corner is.
const GOOD_FIT: f32 = 0.8;
/// A fit that no chance picture reaches.
const LEAST_FIT: f32 = 0.33;

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| (1..=MAX_VERSION).map(template).collect());

fn dimension(version: u32) -> usize {
    17 + 4 * version as usize
}

fn template(version: u32) -> Template {
    let side = dimension(version) as i32;
    let mut template = Template::new(side as usize, side as usize);
    let mut taken = vec![false; (side * side) as usize];
    let mut fix = |column: i32, row: i32, dark: bool| {
        if let Some(taken) = taken.get_mut((row * side + column) as usize)
            && !*taken
        {
            *taken = true;
            template.fix(column, row, dark, 1.0);
        }
    };
    for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
        for (column, row) in (-1..8).flat_map(|row| (-1..8).map(move |column| (column, row))) {
            let inside = |at: i32| (0..side).contains(&at);
            if inside(left + column) && inside(top + row) {
                let ring = i32::max((column - 3).abs(), (row - 3).abs());
                fix(left + column, top + row, ring != 2 && ring != 4);
            }
        }
    }
    let centres = Version::getVersionForNumber(version).map(|version| version.getAlignmentPatternCenters().to_vec());
    let centres = centres.unwrap_or_default();
    let last = centres.last().copied().unwrap_or_default();
    for (x, y) in centres.iter().flat_map(|y| centres.iter().map(move |x| (*x, *y))) {
        if [(6, 6), (last, 6), (6, last)].contains(&(x, y)) {
            continue;
        }
        for (column, row) in (-2..3i32).flat_map(|row| (-2..3i32).map(move |column| (column, row))) {
            let ring = i32::max(column.abs(), row.abs());
            fix(x as i32 + column, y as i32 + row, ring != 1);
        }
    }
    for at in 8..side - 8 {
        fix(at, 6, at % 2 == 0);
        fix(6, at, at % 2 == 0);
    }
    let free: Vec<i32> = (0..side * side).filter(|at| taken.get(*at as usize) == Some(&false)).collect();
    for at in free.iter().step_by(free.len().div_ceil(FREE_MODULES).max(1)) {
        template.leave(at % side, at / side);
    }
    template
}

/// Reads the symbol of these finders.
pub(crate) fn refit(picture: &Picture, triple: &Triple, inverted: bool, budget: &Budget) -> Option<Find> {
    let [top_left, top_right, bottom_left] = triple.finders().map(|finder| finder.at);
    let (right, down) = (sub(top_right, top_left), sub(bottom_left, top_left));
    let module = triple.finders().iter().map(|finder| finder.size / 7.0).sum::<f32>() / 3.0;
    let modules = (length(right) + length(down)) / 2.0 / module.max(0.5) + 7.0;
    let rough = corners(top_left, right, down, modules);
    let patch = Patch::around(picture, &rough, 3.5 * module, PATCH_SIDE)?;
    let patch = if inverted { patch.inverted() } else { patch };
    let mut starts = Vec::new();
    for template in TEMPLATES.iter() {
        let side = template.columns as f32;
        // The size of a turned finder is overestimated.
        if !(modules * 0.78..=modules * 1.35).contains(&side) {
            continue;
        }
        if let Some(start) = best_corner(&patch, template, top_left, right, down, budget) {
            starts.push((template, start.0, start.1));
        }
    }
    starts.sort_by(|one, other| other.2.total_cmp(&one.2));
    for (template, shape, _) in starts.iter().take(2) {
        if budget.spent() {
            return None;
        }
        let step = 0.5 * shape.size() / template.columns as f32;
        let (shape, _) = template.settle(&patch.level, *shape, step, 5);
        let fits = shape.plane().is_some_and(|plane| template.fixed_fit(&patch.level, &plane) >= LEAST_FIT);
        if !fits {
            continue;
        }
        if let Some(text) = patch.read(&shape, template, decoded) {
            return Some(Find { format: Format::Qr, text, corners: patch.outside(shape.corners) });
        }
    }
    None
}

/// The corners of a symbol seen from straight above, whose finders' middles are so far apart.
fn corners(top_left: Point, right: Point, down: Point, modules: f32) -> [Point; 4] {
    let (right, down) = (times(right, 1.0 / (modules - 7.0)), times(down, 1.0 / (modules - 7.0)));
    let origin = sub(top_left, times(add(right, down), 3.5));
    let (right, down) = (times(right, modules), times(down, modules));
    [origin, add(origin, right), add(origin, add(right, down)), add(origin, down)]
}

/// The fourth corner is where the fit is best, unless it is bad everywhere.
fn best_corner(
    patch: &Patch,
    template: &Template,
    top_left: Point,
    right: Point,
    down: Point,
    budget: &Budget,
) -> Option<(Shape, f32)> {
    let flat = patch.inside(&Shape::flat(corners(top_left, right, down, template.columns as f32)));
    let [a, b, c, d] = flat.corners;
    let (right, down) = (sub(b, a), sub(d, a));
    let mut best: Option<(Shape, f32)> = None;
    // From the middle outwards: most symbols are seen from nearly above.
    let mut offsets: Vec<(i32, i32)> = (-7..=7).flat_map(|y| (-7..=7).map(move |x| (x, y))).collect();
    offsets.sort_by_key(|(x, y)| i32::max(x.abs(), y.abs()));
    for (x, y) in offsets {
        if i32::max(x.abs(), y.abs()) > 4 && best.is_some_and(|(_, fit)| fit > GOOD_FIT) {
            break;
        }
        let far = add(c, add(times(right, x as f32 * 0.04), times(down, y as f32 * 0.04)));
        // Finders stay where they are: near corners move with the far one.
        let shape = Shape::flat([a, b, far, d]);
        let Some(plane) = shape.plane() else { continue };
        let fit = template.fit(&patch.level, &plane);
        if best.is_none_or(|(_, known)| fit > known) {
            best = Some((shape, fit));
        }
        if budget.spent() {
            return None;
        }
    }
    best
}
