//! How labels lie on paper.

use crate::{LabelError, Rect};

/// Paper, upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 105 × 148 mm: one logistic label.
    A6,
    /// 8.5 × 11 inches.
    Letter,
    /// Any other: width and height in millimetres, at most 5,000.
    Other([f64; 2]),
}

impl Paper {
    /// Width and height, in millimetres.
    pub fn size(self) -> [f64; 2] {
        match self {
            Self::A4 => [210.0, 297.0],
            Self::A6 => [105.0, 148.0],
            Self::Letter => [215.9, 279.4],
            Self::Other(size) => size,
        }
    }
}

/// A sheet of labels of one size in columns and rows. All lengths in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// The paper.
    pub paper: Paper,
    /// Distance of the first label from the left and upper edges of the paper.
    pub margin: [f64; 2],
    /// Labels beside each other.
    pub columns: u32,
    /// Labels above each other.
    pub rows: u32,
    /// Width and height of a label.
    pub label: [f64; 2],
    /// Distance between neighbours, across and down.
    pub gap: [f64; 2],
}

/// A sheet that has a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Its name, such as `a4-3x8`: paper, columns, rows.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The sheet.
    pub sheet: Sheet,
}

const fn preset(
    name: &'static str,
    about: &'static str,
    paper: Paper,
    margin: [f64; 2],
    [columns, rows]: [u32; 2],
    label: [f64; 2],
    gap: [f64; 2],
) -> Preset {
    Preset { name, about, sheet: Sheet { paper, margin, columns, rows, label, gap } }
}

/// The named sheets, of sizes that are sold die-cut.
pub const PRESETS: [Preset; 10] = {
    use Paper::{A4, A6, Letter};
    [
        preset("a4-2x4", "99.1 × 67.7 mm, with proofs", A4, [4.65, 13.1], [2, 4], [99.1, 67.7], [2.5, 0.0]),
        preset("a4-2x5", "99.1 × 57 mm, with proofs", A4, [4.65, 6.0], [2, 5], [99.1, 57.0], [2.5, 0.0]),
        preset("a4-2x7", "99.1 × 38.1 mm, without proofs", A4, [4.65, 15.15], [2, 7], [99.1, 38.1], [2.5, 0.0]),
        preset("a4-3x7", "63.5 × 38.1 mm, without proofs", A4, [7.25, 15.15], [3, 7], [63.5, 38.1], [2.5, 0.0]),
        preset("a4-3x8", "63.5 × 33.9 mm, without proofs", A4, [7.25, 12.9], [3, 8], [63.5, 33.9], [2.5, 0.0]),
        preset("a4-2x2", "105 × 148.5 mm, logistic", A4, [0.0, 0.0], [2, 2], [105.0, 148.5], [0.0, 0.0]),
        preset("a6", "105 × 148 mm, logistic, one a page", A6, [0.0, 0.0], [1, 1], [105.0, 148.0], [0.0, 0.0]),
        preset(
            "letter-2x3",
            "4 × 3⅓ inches, with proofs",
            Letter,
            [3.96875, 12.7],
            [2, 3],
            [101.6, 84.666],
            [4.7625, 0.0],
        ),
        preset(
            "letter-2x5",
            "4 × 2 inches, with proofs",
            Letter,
            [3.96875, 12.7],
            [2, 5],
            [101.6, 50.8],
            [4.7625, 0.0],
        ),
        preset(
            "letter-3x10",
            "2⅝ × 1 inches, without proofs",
            Letter,
            [4.7625, 12.7],
            [3, 10],
            [66.675, 25.4],
            [3.175, 0.0],
        ),
    ]
};

/// Largest side of paper, in millimetres: what PDF readers show without tricks (14,400 points).
const LARGEST_PAPER: f64 = 5_000.0;
/// Most labels on one sheet, so that a page's memory is bounded.
const MOST_LABELS: u64 = 10_000;

impl Sheet {
    /// A preset by its name.
    pub fn named(name: &str) -> Option<Self> {
        PRESETS.iter().find(|preset| preset.name == name).map(|preset| preset.sheet)
    }

    /// Labels on a sheet.
    pub fn labels(&self) -> u64 {
        u64::from(self.columns) * u64::from(self.rows)
    }

    /// Where a label lies, counted from 0 along the rows; `None` beyond the last.
    pub fn place(&self, number: u64) -> Option<Rect> {
        if number >= self.labels() {
            return None;
        }
        let (column, row) = (number % u64::from(self.columns), number / u64::from(self.columns));
        let [width, height] = self.label;
        Some(Rect {
            x: self.margin[0] + column as f64 * (width + self.gap[0]),
            y: self.margin[1] + row as f64 * (height + self.gap[1]),
            width,
            height,
        })
    }

    /// Makes sure that all labels lie on the paper.
    ///
    /// # Errors
    /// [`LabelError::BadSheet`].
    pub fn check(&self) -> Result<(), LabelError> {
        let [paper_width, paper_height] = self.paper.size();
        let lengths = [self.margin, self.gap, self.label, [paper_width, paper_height]];
        if !lengths.as_flattened().iter().all(|length| (0.0..=LARGEST_PAPER).contains(length)) {
            return Err(LabelError::BadSheet("lengths are from 0 to 5,000 mm"));
        }
        if !(1..=MOST_LABELS).contains(&self.labels()) {
            return Err(LabelError::BadSheet("a sheet has 1 to 10,000 labels"));
        }
        let paper = Rect { x: 0.0, y: 0.0, width: paper_width, height: paper_height };
        match self.place(self.labels() - 1) {
            Some(last) if paper.holds(&last) => Ok(()),
            _ => Err(LabelError::BadSheet("the labels do not all lie on the paper")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_preset_lie_on_the_paper_and_apart() {
        for Preset { name, sheet, .. } in PRESETS {
            sheet.check().unwrap_or_else(|error| panic!("{name}: {error}"));
            let [width, height] = sheet.paper.size();
            let paper = Rect { x: 0.0, y: 0.0, width, height };
            let places: Vec<Rect> = (0..).map_while(|number| sheet.place(number)).collect();
            assert_eq!(places.len() as u64, sheet.labels());
            for (number, place) in places.iter().enumerate() {
                assert!(paper.holds(place), "{name} {number}");
                assert!(places.iter().skip(number + 1).all(|other| !place.overlaps(other)), "{name} {number}");
            }
            // Die-cut sheets are symmetric: what is left of the labels is right of them, too.
            let last = places.last().expect("a label");
            assert!((width - last.x - last.width - sheet.margin[0]).abs() < 0.2, "{name}");
            assert!((height - last.y - last.height - sheet.margin[1]).abs() < 0.2, "{name}");
            assert_eq!(Sheet::named(name), Some(sheet));
        }
    }

    #[test]
    fn sheets_that_cannot_be_are_refused() {
        let good = PRESETS[0].sheet;
        let bad = [
            Sheet { rows: 5, ..good },
            Sheet { columns: 0, ..good },
            Sheet { columns: u32::MAX, rows: u32::MAX, ..good },
            Sheet { margin: [f64::NAN, 0.0], ..good },
            Sheet { margin: [-1.0, 0.0], ..good },
            Sheet { gap: [f64::INFINITY, 0.0], ..good },
            Sheet { paper: Paper::Other([1e9, 1e9]), ..good },
        ];
        for sheet in bad {
            assert_eq!(sheet.check().expect_err("no sheet").code(), "bad-sheet", "{sheet:?}");
        }
        assert_eq!(Sheet::named("a5"), None);
    }
}
