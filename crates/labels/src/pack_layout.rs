//! Where symbols and text of a pack's label stand, by the room that it has.
//!
//! The QR code is on the left, as large as the rest leaves room for. Beside it the DataMatrix, and its interpretation below
//! it, or on flat labels to its right.

use crate::{
    Drawing, LabelError, Mark, PackLabel, Symbol, Text, font,
    rules::{self, DOT},
};

/// What stays free along the edges of a label, for cutters and feeders that are not exact.
const EDGE: f64 = 1.5;
/// What stays free between parts.
const GAP: f64 = 2.0;
/// Distance of baselines, as a part of the type size.
const LEADING: f64 = 1.25;
/// Largest type: 9 points.
const LARGEST_TYPE: f64 = 3.2;
/// How many sizes are tried between the largest and the smallest.
const TYPE_STEPS: u32 = 6;

/// Sizes to try: module of the DataMatrix, type.
#[derive(Clone, Copy)]
struct Sizes {
    matrix: u32,
    text: f64,
}

#[derive(Clone, Copy)]
enum Arrangement {
    /// The text below the DataMatrix.
    Below,
    /// The text right of the DataMatrix.
    Beside,
}

/// What has to be placed.
struct Parts<'a> {
    qr: Symbol,
    matrix: Symbol,
    lines: &'a [String],
}

/// Sides of the parts at some sizes, in millimetres.
struct Plan {
    /// Free to the left of the QR code, above and below it: its quiet zone may be the label's edge.
    qr_edge: f64,
    qr: f64,
    qr_gap: f64,
    matrix: f64,
    matrix_gap: f64,
    text: [f64; 2],
    needed: [f64; 2],
}

impl Parts<'_> {
    fn plan(&self, arrangement: Arrangement, sizes: Sizes, qr_module: u32) -> Plan {
        let (qr_module, matrix_module) = (f64::from(qr_module) * DOT, f64::from(sizes.matrix) * DOT);
        let qr = f64::from(self.qr.columns()) * qr_module;
        let matrix = f64::from(self.matrix.columns()) * matrix_module;
        let qr_quiet = f64::from(rules::QR_QUIET) * qr_module;
        let matrix_quiet = f64::from(rules::DATAMATRIX_QUIET) * matrix_module;
        let widest = self.lines.iter().map(|line| font::width(line, sizes.text)).fold(0.0, f64::max);
        let baselines = self.lines.len().saturating_sub(1) as f64 * LEADING;
        let text = [widest, (font::ASCENT + baselines + font::DESCENT) * sizes.text];
        let (qr_edge, qr_gap, edge) = (qr_quiet.max(EDGE), (qr_quiet + matrix_quiet).max(GAP), matrix_quiet.max(EDGE));
        let matrix_gap = match arrangement {
            Arrangement::Below => matrix_quiet.max(GAP / 2.0),
            Arrangement::Beside => matrix_quiet.max(GAP),
        };
        let rest = match arrangement {
            Arrangement::Below => [matrix.max(text[0]), matrix + matrix_gap + text[1]],
            Arrangement::Beside => [matrix + matrix_gap + text[0], matrix.max(text[1])],
        };
        let needed = [qr_edge + qr + qr_gap + rest[0] + edge, (qr + 2.0 * qr_edge).max(rest[1] + 2.0 * edge)];
        Plan { qr_edge, qr, qr_gap, matrix, matrix_gap, text, needed }
    }
}

/// From the most legible to the least that the rules allow, type and DataMatrix by turns.
fn sizes() -> impl Iterator<Item = Sizes> {
    let (target, least) = (rules::DATAMATRIX.target_dots(), rules::DATAMATRIX.min_dots());
    let matrix_steps = target - least;
    (0..=TYPE_STEPS + matrix_steps).flat_map(move |worse| {
        (0..=worse.min(TYPE_STEPS)).rev().filter_map(move |type_step| {
            let matrix = target.checked_sub(worse - type_step).filter(|dots| *dots >= least)?;
            let step = (LARGEST_TYPE - rules::SMALLEST_TYPE) / f64::from(TYPE_STEPS);
            Some(Sizes { matrix, text: LARGEST_TYPE - f64::from(type_step) * step })
        })
    })
}

/// Draws a label into room of this width and height, in millimetres.
pub(crate) fn draw(label: &PackLabel, room: [f64; 2]) -> Result<Drawing, LabelError> {
    let [qr, matrix] = label.symbols()?;
    let parts = Parts { qr, matrix, lines: label.interpretation() };
    let least = rules::QR.min_dots();
    let fits = |plan: &Plan| plan.needed[0] <= room[0] && plan.needed[1] <= room[1];
    let arrangements = [Arrangement::Below, Arrangement::Beside];
    let mut ways = sizes().flat_map(|sizes| arrangements.map(|arrangement| (arrangement, sizes)));
    let Some((arrangement, sizes)) = ways.find(|(arrangement, sizes)| fits(&parts.plan(*arrangement, *sizes, least)))
    else {
        let smallest = Sizes { matrix: rules::DATAMATRIX.min_dots(), text: rules::SMALLEST_TYPE };
        let needed = parts.plan(Arrangement::Below, smallest, least).needed;
        return Err(LabelError::NoRoom { needed, room });
    };
    let larger = (least..=rules::QR.max_dots()).rev().find(|dots| fits(&parts.plan(arrangement, sizes, *dots)));
    let qr_module = larger.unwrap_or(least);
    let plan = parts.plan(arrangement, sizes, qr_module);
    Ok(place(parts, arrangement, sizes, qr_module, &plan, room))
}

fn place(
    parts: Parts<'_>,
    arrangement: Arrangement,
    sizes: Sizes,
    qr_module: u32,
    plan: &Plan,
    room: [f64; 2],
) -> Drawing {
    let middle = |height: f64| (room[1] - height) / 2.0;
    // What is not needed goes half to the left, half to the right.
    let qr_left = plan.qr_edge + (room[0] - plan.needed[0]) / 2.0;
    let rest_left = qr_left + plan.qr + plan.qr_gap;
    let (matrix_top, text_left, text_top) = match arrangement {
        Arrangement::Below => {
            let top = middle(plan.matrix + plan.matrix_gap + plan.text[1]);
            (top, rest_left, top + plan.matrix + plan.matrix_gap)
        }
        Arrangement::Beside => (middle(plan.matrix), rest_left + plan.matrix + plan.matrix_gap, middle(plan.text[1])),
    };
    let texts = parts.lines.iter().zip(0..).map(|(line, number)| Text {
        text: line.clone(),
        x: text_left,
        baseline: text_top + (font::ASCENT + f64::from(number) * LEADING) * sizes.text,
        size: sizes.text,
    });
    Drawing {
        texts: texts.collect(),
        marks: vec![
            Mark::new(parts.qr, qr_left, middle(plan.qr), qr_module, qr_module),
            Mark::new(parts.matrix, rest_left, matrix_top, sizes.matrix, sizes.matrix),
        ],
        lines: Vec::new(),
    }
}
