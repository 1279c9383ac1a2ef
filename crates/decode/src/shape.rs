//! Where a symbol lies in a picture, and the search for the place where its fixed modules fit best.

use crate::Picture;

pub(crate) type Point = [f32; 2];

pub(crate) fn add([ax, ay]: Point, [bx, by]: Point) -> Point {
    [ax + bx, ay + by]
}

pub(crate) fn sub([ax, ay]: Point, [bx, by]: Point) -> Point {
    [ax - bx, ay - by]
}

pub(crate) fn times([x, y]: Point, factor: f32) -> Point {
    [x * factor, y * factor]
}

pub(crate) fn length([x, y]: Point) -> f32 {
    x.hypot(y)
}

pub(crate) fn cross([ax, ay]: Point, [bx, by]: Point) -> f32 {
    ax * by - ay * bx
}

/// A square seen from anywhere, and bent around a bottle or two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Top left, top right, bottom right, bottom left of the symbol.
    pub(crate) corners: [Point; 4],
    /// Parts of the side: bow and stretch along the one axis, then along the other.
    pub(crate) bend: [f32; 4],
}

impl Shape {
    pub(crate) fn flat(corners: [Point; 4]) -> Self {
        Self { corners, bend: [0.0; 4] }
    }

    /// What takes points of the unit square to the picture; `None` for corners of no convex square.
    pub(crate) fn plane(&self) -> Option<Plane> {
        let [a, b, c, d] = self.corners;
        let turns = [[a, b, c], [b, c, d], [c, d, a], [d, a, b]].map(|[p, q, r]| cross(sub(q, p), sub(r, q)));
        if turns.iter().any(|turn| *turn * turns[0] <= 0.0) {
            return None;
        }
        let (one, two, three) = (sub(b, c), sub(d, c), add(sub(a, b), sub(c, d)));
        let det = cross(one, two);
        let (g, h) = (cross(three, two) / det, cross(one, three) / det);
        let column = |axis: usize| [b[axis] - a[axis] + g * b[axis], d[axis] - a[axis] + h * d[axis], a[axis]];
        Some(Plane { x: column(0), y: column(1), w: [g, h, 1.0], bend: self.bend })
    }

    /// The longest side.
    pub(crate) fn size(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        [[a, b], [b, c], [c, d], [d, a]].iter().map(|[from, to]| length(sub(*to, *from))).fold(0.0, f32::max)
    }
}

/// A prepared [`Shape`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    x: [f32; 3],
    y: [f32; 3],
    w: [f32; 3],
    bend: [f32; 4],
}

impl Plane {
    /// From the unit square to the picture.
    pub(crate) fn at(&self, [u, v]: Point) -> Point {
        let (s, t) = (2.0 * u - 1.0, 2.0 * v - 1.0);
        let (over_s, over_t) = (1.0 - s * s, 1.0 - t * t);
        let [bow_v, stretch_u, bow_u, stretch_v] = self.bend;
        let (u, v) = (u + stretch_u * s * over_s + bow_u * over_t, v + stretch_v * t * over_t + bow_v * over_s);
        let row = |[a, b, c]: [f32; 3]| a * u + b * v + c;
        let w = row(self.w);
        [row(self.x) / w, row(self.y) / w]
    }
}

/// Points of the unit square and what must be there: 1 is dark, -1 light, 0 either but clearly one of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    fixed: Vec<(Point, f32)>,
    free: Vec<Point>,
}

impl Template {
    pub(crate) fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    fn centre(&self, column: i32, row: i32) -> Point {
        [(column as f32 + 0.5) / self.columns as f32, (row as f32 + 0.5) / self.rows as f32]
    }

    /// A module known to be dark or light, or beside the symbol; `weight` is 1 for one that counts fully.
    pub(crate) fn fix(&mut self, column: i32, row: i32, dark: bool, weight: f32) {
        let sign = if dark { weight } else { -weight };
        self.fixed.push((self.centre(column, row), sign));
    }

    /// A module that holds data.
    pub(crate) fn leave(&mut self, column: i32, row: i32) {
        self.free.push(self.centre(column, row));
    }

    /// The modules whose colour is certain, and whether that is dark.
    pub(crate) fn known(&self) -> impl Iterator<Item = (Point, bool)> {
        self.fixed.iter().filter(|(_, sign)| sign.abs() > 0.9).map(|(point, sign)| (*point, *sign > 0.0))
    }

    /// How well the fixed modules fit a levelled picture: about 1 if all do, 0 for any picture.
    pub(crate) fn fixed_fit(&self, level: &Picture, plane: &Plane) -> f32 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (point, sign) in &self.fixed {
            sum += sign * darkness(level, plane.at(*point));
            weight += sign.abs();
        }
        sum / f32::max(weight, 1.0)
    }

    /// The fit, and how far the data modules are from grey: they are furthest where they are met in their middles.
    pub(crate) fn fit(&self, level: &Picture, plane: &Plane) -> f32 {
        let clear: f32 = self.free.iter().map(|point| darkness(level, plane.at(*point)).abs()).sum();
        self.fixed_fit(level, plane) + 0.7 * clear / self.free.len().max(1) as f32
    }

    /// Moves the shape to where it fits best, in steps of `step` pixels and then smaller ones.
    pub(crate) fn settle(&self, level: &Picture, start: Shape, step: f32, rounds: usize) -> (Shape, f32) {
        let score = |shape: &Shape| shape.plane().map_or(-1.0, |plane| self.fit(level, &plane));
        let (mut best, mut fit) = (start, score(&start));
        let size = start.size().max(1.0);
        for round in 0..rounds {
            let step = step * 0.6_f32.powi(round as i32);
            for knob in 0..KNOBS {
                for direction in [1.0, -1.0] {
                    // Goes on in a direction that helps.
                    for _ in 0..3 {
                        let mut moved = best;
                        turn(&mut moved, knob, direction * step, size);
                        let found = score(&moved);
                        if found <= fit {
                            break;
                        }
                        (best, fit) = (moved, found);
                    }
                }
            }
        }
        (best, fit)
    }
}

/// Eight for the corners, four for the bends, four for whole sides.
const KNOBS: usize = 16;

fn turn(shape: &mut Shape, knob: usize, step: f32, size: f32) {
    match knob {
        0..4 => {
            // A side: both its corners, across it.
            let (from, to) = (shape.corners[knob], shape.corners[(knob + 1) % 4]);
            let along = sub(to, from);
            let across = times([-along[1], along[0]], step / length(along).max(1.0));
            shape.corners[knob] = add(from, across);
            shape.corners[(knob + 1) % 4] = add(to, across);
        }
        4..12 => {
            if let Some(value) = shape.corners.as_flattened_mut().get_mut(knob - 4) {
                *value += step;
            }
        }
        _ => {
            if let Some(value) = shape.bend.get_mut(knob - 12) {
                *value = (*value + step / size).clamp(-0.2, 0.2);
            }
        }
    }
}

/// -1 for light to 1 for dark in a levelled picture.
fn darkness(level: &Picture, point: Point) -> f32 {
    ((128.0 - level.sample(point)) / 55.0).clamp(-1.2, 1.2)
}
