//! Undoes a blur that nobody measured: what a module's surroundings say about it is learnt from the modules that are
//! the same in every symbol, and then asked of all the others.

use crate::{
    Picture,
    shape::{Plane, Template},
};

/// Three by three samples, and a constant.
const TAPS: usize = 10;
/// Keeps the weights small where few modules are known.
const CAUTION: f64 = 0.6;

/// How dark every module is, by rows: above zero is dark. `None` if too few modules are known.
pub(crate) fn equalised(level: &Picture, plane: &Plane, template: &Template) -> Option<Vec<f32>> {
    let (columns, rows) = (template.columns as f32, template.rows as f32);
    let taps = |[u, v]: [f32; 2]| -> [f64; TAPS] {
        std::array::from_fn(|tap| match tap {
            9 => 1.0,
            _ => {
                let (dx, dy) = ((tap % 3) as f32 - 1.0, (tap / 3) as f32 - 1.0);
                f64::from(128.0 - level.sample(plane.at([u + dx / columns, v + dy / rows]))) / 55.0
            }
        })
    };
    let known: Vec<_> = template.known().collect();
    if known.len() < 4 * TAPS {
        return None;
    }
    let mut system = [[0.0; TAPS + 1]; TAPS];
    for (point, dark) in &known {
        let values = taps(*point);
        for (row, one) in system.iter_mut().zip(values) {
            for (cell, other) in row.iter_mut().zip(values) {
                *cell += one * other;
            }
            row[TAPS] += if *dark { one } else { -one };
        }
    }
    let caution = CAUTION * known.len() as f64 / 20.0;
    for (at, row) in system.iter_mut().enumerate() {
        row[at] += caution;
        // Without better knowledge a module is what its middle says.
        if at == 4 {
            row[TAPS] += caution;
        }
    }
    let weights = solved(system)?;
    let value = |point: [f32; 2]| taps(point).iter().zip(weights).map(|(tap, weight)| tap * weight).sum::<f64>() as f32;
    let places = (0..template.rows).flat_map(|row| (0..template.columns).map(move |column| (column, row)));
    Some(places.map(|(column, row)| value([(column as f32 + 0.5) / columns, (row as f32 + 0.5) / rows])).collect())
}

/// Gauss, on a matrix that is positive definite.
fn solved(mut system: [[f64; TAPS + 1]; TAPS]) -> Option<[f64; TAPS]> {
    for at in 0..TAPS {
        let pivot = system[at];
        if pivot[at].abs() < 1e-9 {
            return None;
        }
        for (other, row) in system.iter_mut().enumerate() {
            let factor = if other == at { 0.0 } else { row[at] / pivot[at] };
            for (cell, above) in row.iter_mut().zip(pivot) {
                *cell -= factor * above;
            }
        }
    }
    Some(std::array::from_fn(|at| system[at][TAPS] / system[at][at]))
}
