//! What stands on a label or page, before it becomes PDF or pixels. All lengths are millimetres, from the top left.

use crate::{
    font,
    rules::DOT,
    symbol::{Kind, Symbol},
};

/// A rectangle, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Whether another one lies inside, but for a thousandth of a millimetre.
    pub fn holds(&self, other: &Rect) -> bool {
        const SLACK: f64 = 1e-3;
        other.x >= self.x - SLACK
            && other.y >= self.y - SLACK
            && other.x + other.width <= self.x + self.width + SLACK
            && other.y + other.height <= self.y + self.height + SLACK
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        const SLACK: f64 = 1e-3;
        self.x + self.width > other.x + SLACK
            && other.x + other.width > self.x + SLACK
            && self.y + self.height > other.y + SLACK
            && other.y + other.height > self.y + SLACK
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }
}

/// A symbol at its place. Module and place are whole dots of [`DOT`] millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The modules.
    pub symbol: Symbol,
    /// Left edge of the first column, in dots.
    pub left: u32,
    /// Upper edge of the first row, in dots.
    pub top: u32,
    /// Width of a module (the X-dimension), in dots.
    pub module: u32,
    /// Height of a row, in dots: a module, or the height of a linear symbol's bars.
    pub row: u32,
}

impl Mark {
    /// A symbol whose first module begins at this place, moved to the nearest dot.
    pub(crate) fn new(symbol: Symbol, x: f64, y: f64, module: u32, row: u32) -> Self {
        Self { symbol, left: to_dots(x), top: to_dots(y), module, row }
    }

    /// Width of a module, in millimetres.
    pub fn x_dimension(&self) -> f64 {
        f64::from(self.module) * DOT
    }

    /// The modules' area, without quiet zone.
    pub fn area(&self) -> Rect {
        Rect {
            x: f64::from(self.left) * DOT,
            y: f64::from(self.top) * DOT,
            width: f64::from(self.symbol.columns() * self.module) * DOT,
            height: f64::from(self.symbol.rows() * self.row) * DOT,
        }
    }

    /// The area that must hold nothing but the symbol.
    pub fn area_with_quiet_zone(&self) -> Rect {
        let [beside, above] = self.symbol.kind().quiet().map(|modules| f64::from(modules) * self.x_dimension());
        let area = self.area();
        Rect {
            x: area.x - beside,
            y: area.y - above,
            width: area.width + 2.0 * beside,
            height: area.height + 2.0 * above,
        }
    }

    /// The dark rectangles.
    pub fn bars(&self) -> impl Iterator<Item = Rect> + '_ {
        self.symbol.runs().map(|run| Rect {
            x: f64::from(self.left + run.column * self.module) * DOT,
            y: f64::from(self.top + run.row * self.row) * DOT,
            width: f64::from(run.length * self.module) * DOT,
            height: f64::from(self.row) * DOT,
        })
    }
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Left end.
    pub x: f64,
    /// Baseline.
    pub baseline: f64,
    /// Type size.
    pub size: f64,
}

impl Text {
    /// The area that the letters may touch.
    pub fn area(&self) -> Rect {
        Rect {
            x: self.x,
            y: self.baseline - font::ASCENT * self.size,
            width: font::width(&self.text, self.size),
            height: (font::ASCENT + font::DESCENT) * self.size,
        }
    }
}

/// Everything on a label or a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Symbols.
    pub marks: Vec<Mark>,
    /// Text.
    pub texts: Vec<Text>,
    /// Thin lines between parts, as dark rectangles.
    pub lines: Vec<Rect>,
}

impl Drawing {
    /// Puts another drawing on this one, its top left at this place.
    pub fn put(&mut self, other: Drawing, x: f64, y: f64) {
        let (left, top) = (to_dots(x), to_dots(y));
        let (x, y) = (f64::from(left) * DOT, f64::from(top) * DOT);
        self.marks.extend(other.marks.into_iter().map(|mark| Mark {
            left: mark.left + left,
            top: mark.top + top,
            ..mark
        }));
        self.texts.extend(other.texts.into_iter().map(|text| Text {
            x: text.x + x,
            baseline: text.baseline + y,
            ..text
        }));
        self.lines.extend(other.lines.into_iter().map(|line| line.moved(x, y)));
    }

    /// The symbol of one kind, the first if there are several.
    pub fn mark(&self, kind: Kind) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.symbol.kind() == kind)
    }

    /// All that is dark but the text.
    pub fn bars(&self) -> impl Iterator<Item = Rect> + '_ {
        self.marks.iter().flat_map(Mark::bars).chain(self.lines.iter().copied())
    }

    /// Grey pixels of a part of it, one byte each, by rows: symbols and lines, no text. A pixel is dark if its middle is.
    pub fn picture(&self, part: &Rect, dots_per_inch: u32) -> Pixels {
        let per_mm = f64::from(dots_per_inch) / 25.4;
        let (width, height) = ((part.width * per_mm).round() as usize, (part.height * per_mm).round() as usize);
        let mut luma = vec![u8::MAX; width * height];
        let pixels = |from: f64, to: f64, most: usize| {
            let edge = |at: f64| ((at * per_mm - 0.5).ceil().max(0.0) as usize).min(most);
            edge(from)..edge(to)
        };
        for bar in self.bars() {
            let (x, y) = (bar.x - part.x, bar.y - part.y);
            let columns = pixels(x, x + bar.width, width);
            for row in pixels(y, y + bar.height, height) {
                if let Some(dark) = luma.get_mut(row * width + columns.start..row * width + columns.end) {
                    dark.fill(0);
                }
            }
        }
        Pixels { width: width as u32, height: height as u32, luma }
    }
}

/// A grey picture, one byte a pixel, by rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 0 black, 255 white.
    pub luma: Vec<u8>,
}

/// The nearest whole dot; places left of or above the paper become its edge.
pub(crate) fn to_dots(mm: f64) -> u32 {
    (mm / DOT).round().max(0.0) as u32
}
