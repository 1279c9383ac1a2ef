//! Corners where two solid dark legs meet: what a DataMatrix shows on two of its sides, at any angle.
//!
//! Such an L is one connected dark area. Its convex hull has the corner and both ends as vertices, whatever other dark
//! modules touch it on the inside.

use rxing::common::BitMatrix;

use crate::shape::{Point, add, cross, length, sub, times};

/// Shortest leg in pixels.
const LEAST_LEG: f32 = 12.0;
/// Part of a leg that must be dark.
const LEAST_SOLID: f32 = 0.8;
/// Most connected areas that are looked at, the largest first.
const MOST_AREAS: usize = 400;

/// Two legs of an L, as in an upright symbol: left leg's top, the corner, bottom leg's right end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Corner {
    pub(crate) top: Point,
    pub(crate) corner: Point,
    pub(crate) right: Point,
    /// The fourth corner, if the other two sides of the hull meet.
    pub(crate) far: Option<Point>,
    /// How much of the legs is dark, and of what is beside them light: 2 for a perfect L.
    pub(crate) solid: f32,
}

/// Dark pixels of one row that touch one another.
#[derive(Clone, Copy)]
struct Run {
    row: u32,
    start: u32,
    end: u32,
}

/// All corners, the best first.
pub(crate) fn corners(bits: &BitMatrix) -> Vec<Corner> {
    let mut areas = areas(bits);
    areas.sort_by_key(|area| std::cmp::Reverse(extent(area)));
    areas.truncate(MOST_AREAS);
    let mut all: Vec<Corner> = areas.iter().flat_map(|area| corners_of(bits, area)).collect();
    all.sort_by(|one, other| other.solid.total_cmp(&one.solid));
    all
}

/// Longer side of an area.
fn extent(area: &[Run]) -> u32 {
    let left = area.iter().map(|run| run.start).min().unwrap_or_default();
    let right = area.iter().map(|run| run.end).max().unwrap_or_default();
    let top = area.first().map_or(0, |run| run.row);
    let bottom = area.last().map_or(0, |run| run.row);
    u32::max(right - left, bottom - top)
}

/// Connected dark areas that are large enough, as their runs from top to bottom, one for each row.
fn areas(bits: &BitMatrix) -> Vec<Vec<Run>> {
    let runs = runs(bits);
    let mut parents: Vec<usize> = (0..runs.len()).collect();
    let mut before = 0;
    for (at, run) in runs.iter().enumerate() {
        // The runs of the row above move along with this row's.
        while runs
            .get(before)
            .is_some_and(|above| above.row + 1 < run.row || above.row < run.row && above.end < run.start)
        {
            before += 1;
        }
        let above = runs.iter().enumerate().skip(before);
        for (other, _) in above.take_while(|(_, above)| above.row < run.row && above.start <= run.end) {
            let (one, other) = (root(&mut parents, at), root(&mut parents, other));
            if let Some(parent) = parents.get_mut(one.max(other)) {
                *parent = one.min(other);
            }
        }
    }
    let mut areas: Vec<Vec<Run>> = vec![Vec::new(); runs.len()];
    for (at, run) in runs.iter().enumerate() {
        let Some(area) = areas.get_mut(root(&mut parents, at)) else { continue };
        match area.last_mut().filter(|last| last.row == run.row) {
            Some(last) => last.end = last.end.max(run.end),
            None => area.push(*run),
        }
    }
    let wide = |area: &[Run]| {
        let left = area.iter().map(|run| run.start).min().unwrap_or_default();
        let right = area.iter().map(|run| run.end).max().unwrap_or_default();
        right - left >= LEAST_LEG as u32 * 2 / 3
    };
    areas.retain(|area| area.len() >= LEAST_LEG as usize * 2 / 3 && wide(area));
    areas
}

fn runs(bits: &BitMatrix) -> Vec<Run> {
    let mut runs = Vec::new();
    for row in 0..bits.getHeight() {
        let mut start = None;
        for x in 0..bits.getWidth() {
            match (bits.get(x, row), start) {
                (true, None) => start = Some(x),
                (false, Some(from)) => {
                    runs.push(Run { row, start: from, end: x });
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(start) = start {
            runs.push(Run { row, start, end: bits.getWidth() });
        }
    }
    runs
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|parent| *parent != at) {
        let grandparent = parents.get(parent).copied().unwrap_or(parent);
        if let Some(shorter) = parents.get_mut(at) {
            *shorter = grandparent;
        }
        at = grandparent;
    }
    at
}

fn hull(area: &[Run]) -> Vec<Point> {
    let edges = |run: &Run| [run.start as f32, run.end as f32];
    let mut points: Vec<Point> = area
        .iter()
        .flat_map(|run| [run.row as f32, run.row as f32 + 1.0].map(|y| edges(run).map(|x| [x, y])))
        .flatten()
        .collect();
    points.sort_by(|one, other| one[1].total_cmp(&other[1]).then(one[0].total_cmp(&other[0])));
    let mut hull = half_hull(points.iter());
    hull.extend(half_hull(points.iter().rev()));
    hull
}

/// One side of the hull of points in the order of their rows, without its end.
fn half_hull<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., before, last] = chain.as_slice()
            && cross(sub(*last, *before), sub(*point, *last)) <= 0.0
        {
            chain.pop();
        }
        chain.push(*point);
    }
    chain.pop();
    chain
}

/// The hull with as few vertices as its shape needs.
fn simplified(mut hull: Vec<Point>) -> Vec<Point> {
    let around: f32 = (0..hull.len()).map(|at| length(sub(vertex(&hull, at + 1), vertex(&hull, at)))).sum();
    let tolerance = (0.008 * around).max(1.3);
    while hull.len() > 3 {
        let off = |at: usize| {
            let (before, here) = (vertex(&hull, at + hull.len() - 1), vertex(&hull, at));
            let along = sub(vertex(&hull, at + 1), before);
            cross(along, sub(here, before)).abs() / length(along).max(1e-3)
        };
        let least = (0..hull.len()).map(|at| (at, off(at))).min_by(|one, other| one.1.total_cmp(&other.1));
        match least {
            Some((at, distance)) if distance < tolerance || hull.len() > 12 => hull.remove(at),
            _ => break,
        };
    }
    hull
}

fn vertex(hull: &[Point], at: usize) -> Point {
    hull.get(at % hull.len().max(1)).copied().unwrap_or_default()
}

fn corners_of(bits: &BitMatrix, area: &[Run]) -> Vec<Corner> {
    let hull = simplified(hull(area));
    let count = hull.len();
    if count < 3 {
        return Vec::new();
    }
    // Two vertices before a corner and two after it: the ends of the legs, and where the sides beyond them lead.
    let around = |at: usize| [count - 2, count - 1, 0, 1, 2].map(|offset| vertex(&hull, at + offset));
    (0..count).filter_map(|at| corner(bits, around(at))).collect()
}

/// Where two lines meet.
fn crossing([a, b]: [Point; 2], [c, d]: [Point; 2]) -> Option<Point> {
    let (one, other) = (sub(b, a), sub(d, c));
    let sine = cross(one, other) / (length(one) * length(other)).max(1e-3);
    (sine.abs() > 0.3).then(|| add(a, times(one, cross(sub(c, a), other) / cross(one, other))))
}

fn corner(bits: &BitMatrix, [beyond_one, one, corner, other, beyond_other]: [Point; 5]) -> Option<Corner> {
    let (mut top, mut right) = (one, other);
    if cross(sub(top, corner), sub(right, corner)) < 0.0 {
        (top, right) = (right, top);
    }
    let far = crossing([one, beyond_one], [other, beyond_other]).filter(|far| {
        let reach = length(sub(*far, corner)) / length(sub(one, other)).max(1.0);
        (0.5..2.0).contains(&reach)
    });
    let (up, along) = (sub(top, corner), sub(right, corner));
    let (short, long) = (f32::min(length(up), length(along)), f32::max(length(up), length(along)));
    let sine = cross(up, along) / (length(up) * length(along)).max(1.0);
    if short < LEAST_LEG || long > 6.0 * short || sine < 0.6 {
        return None;
    }
    let inside = |from: Point, leg: Point, inward: Point| {
        let inset = (0.02 * length(leg)).max(1.0) / length(inward);
        share(bits, add(from, times(inward, inset)), leg)
    };
    let outside = |from: Point, leg: Point, inward: Point| {
        let offset = -(0.02 * length(leg)).max(1.5) / length(inward);
        1.0 - share(bits, add(from, times(inward, offset)), leg)
    };
    let dark = f32::min(inside(corner, up, along), inside(corner, along, up));
    let light = f32::min(outside(corner, up, along), outside(corner, along, up));
    (dark >= LEAST_SOLID).then_some(Corner { top, corner, right, far, solid: dark + light })
}

/// How much of a line is dark, its ends left out.
fn share(bits: &BitMatrix, from: Point, leg: Point) -> f32 {
    let steps = length(leg).ceil().max(1.0) as usize;
    let points = (0..=steps).map(|step| add(from, times(leg, 0.04 + 0.92 * step as f32 / steps as f32)));
    let is_dark = |[x, y]: Point| x >= 0.0 && y >= 0.0 && bits.try_get(x as u32, y as u32) == Some(true);
    points.filter(|point| is_dark(*point)).count() as f32 / (steps + 1) as f32
}
