//! Logistic regression, as a baseline: what a straight line through the same features can do.

use serde::{Deserialize, Serialize};

use crate::boost::Rows;

/// Ridge penalty, so that features that go together do not run away.
const RIDGE: f64 = 1.0;
/// Newton steps; it settles long before.
const STEPS: usize = 25;

/// A fitted regression.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// Mean of each feature, after [`squeezed`].
    mean: Vec<f64>,
    /// Its deviation.
    deviation: Vec<f64>,
    /// What each counts; the last one stands for itself.
    factor: Vec<f64>,
}

/// Long tails made short, so that one far-off value does not decide all.
fn squeezed(value: f64) -> f64 {
    libm::copysign(libm::log1p(value.abs()), value)
}

impl Regression {
    /// Fits on rows with `columns` columns.
    pub fn fit(rows: &Rows, columns: usize) -> Self {
        let count = rows.len();
        let total: f64 = rows.weight.iter().sum();
        let mut fitted = Self { factor: vec![0.0; columns + 1], ..Self::default() };
        for column in rows.data.chunks(count.max(1)).take(columns) {
            let known = || column.iter().zip(&rows.weight).filter(|(value, _)| !value.is_nan());
            let weight: f64 = known().map(|(_, weight)| weight).sum::<f64>().max(f64::MIN_POSITIVE);
            let mean = known().map(|(value, weight)| squeezed(*value) * weight).sum::<f64>() / weight;
            let square = |value: f64| (squeezed(value) - mean) * (squeezed(value) - mean);
            let variance = known().map(|(value, weight)| square(*value) * weight).sum::<f64>() / weight;
            fitted.mean.push(mean);
            fitted.deviation.push(libm::sqrt(variance).max(1e-9));
        }
        let mut row = vec![0.0; columns + 1];
        for _ in 0..STEPS {
            let size = columns + 1;
            let (mut gradient, mut curvature) = (vec![0.0; size], vec![0.0; size * size]);
            for at in 0..count {
                let (Some(&attack), Some(&weight)) = (rows.attack.get(at), rows.weight.get(at)) else { continue };
                fitted.standardise(rows.data.iter().skip(at).step_by(count.max(1)).copied(), &mut row);
                let chance = 1.0 / (1.0 + libm::exp(-dot(&fitted.factor, &row)));
                let (slope, bend) = (weight * (attack - chance), weight * chance * (1.0 - chance));
                for ((first, to), line) in row.iter().zip(&mut gradient).zip(curvature.chunks_mut(size)) {
                    *to += slope * first;
                    let bent = bend * first;
                    line.iter_mut().zip(&row).for_each(|(to, second)| *to += bent * second);
                }
            }
            for ((to, factor), at) in gradient.iter_mut().zip(&fitted.factor).zip(0..columns) {
                *to -= RIDGE * factor;
                if let Some(corner) = curvature.get_mut(at * size + at) {
                    *corner += RIDGE;
                }
            }
            // The constant is not penalised, but must not make the equations singular.
            if let Some(corner) = curvature.last_mut() {
                *corner += 1e-6 * total.max(1.0);
            }
            let Some(step) = solve(curvature, gradient) else { break };
            let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
            // A damped step where the data are separable: Newton would run off.
            let share = if longest > 2.0 { 2.0 / longest } else { 1.0 };
            fitted.factor.iter_mut().zip(&step).for_each(|(factor, step)| *factor += share * step);
            if longest < 1e-6 {
                break;
            }
        }
        fitted
    }

    fn standardise(&self, values: impl Iterator<Item = f64>, row: &mut Vec<f64>) {
        row.clear();
        row.extend(values.zip(&self.mean).zip(&self.deviation).map(|((value, mean), deviation)| {
            if value.is_nan() { 0.0 } else { ((squeezed(value) - mean) / deviation).clamp(-8.0, 8.0) }
        }));
        row.push(1.0);
    }

    /// Log-odds of an attack, in millionths.
    pub fn score(&self, values: impl Iterator<Item = f64>, row: &mut Vec<f64>) -> i64 {
        self.standardise(values, row);
        libm::round(dot(&self.factor, row) * 1e6) as i64
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves `matrix · x = right` for a symmetric positive matrix (Cholesky); none if it is not.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for column in 0..size {
        for line in column..size {
            let (upper, lower) = (matrix.get(column * size..column * size + column)?, line * size);
            let sum = matrix.get(lower + column)? - dot(matrix.get(lower..lower + column)?, upper);
            let value = if line == column {
                if sum <= 0.0 {
                    return None;
                }
                libm::sqrt(sum)
            } else {
                sum / matrix.get(column * size + column)?
            };
            *matrix.get_mut(lower + column)? = value;
        }
    }
    for line in 0..size {
        let known = dot(matrix.get(line * size..line * size + line)?, right.get(..line)?);
        *right.get_mut(line)? = (right.get(line)? - known) / matrix.get(line * size + line)?;
    }
    for line in (0..size).rev() {
        let mut value = *right.get(line)?;
        for later in line + 1..size {
            value -= matrix.get(later * size + line)? * right.get(later)?;
        }
        *right.get_mut(line)? = value / matrix.get(line * size + line)?;
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeded::Seeded;

    #[test]
    fn finds_a_line_between_two_kinds() {
        let (mut chance, count) = (Seeded::new(1), 2_000);
        let first: Vec<f64> = (0..count).map(|_| chance.below(100) as f64).collect();
        let second: Vec<f64> = (0..count).map(|_| if chance.below(4) == 0 { f64::NAN } else { 5.0 }).collect();
        let attack: Vec<f64> = first.iter().map(|value| f64::from(u8::from(*value > 70.0))).collect();
        let data = [first.clone(), second].concat();
        let rows = Rows { data, attack, weight: vec![1.0; count], incident: Vec::new() };
        let fitted = Regression::fit(&rows, 2);
        let mut row = Vec::new();
        let right =
            first.iter().filter(|value| (fitted.score([**value, 5.0].into_iter(), &mut row) > 0) == (**value > 70.0));
        assert!(right.count() > count * 95 / 100);
    }

    #[test]
    fn equations_are_solved() {
        let solved = solve(vec![4.0, 2.0, 2.0, 3.0], vec![2.0, 5.0]).expect("positive");
        assert!((solved[0] + 0.5).abs() < 1e-12 && (solved[1] - 2.0).abs() < 1e-12, "{solved:?}");
        assert_eq!(solve(vec![0.0, 1.0, 1.0, 0.0], vec![1.0, 1.0]), None);
    }
}
