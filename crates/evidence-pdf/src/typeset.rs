//! Paragraphs on pages: which glyph of which font stands where.

use std::collections::BTreeMap;

use cosmic_text::{
    Align, Attrs, Buffer, Family, FontSystem, LayoutGlyph, LayoutRun, Metrics, Shaping, Weight,
    fontdb::{Database, ID},
};

/// Width and height of a page (A4), in points.
pub(crate) const PAGE: [f32; 2] = [595.0, 842.0];
/// What stays empty around it.
pub(crate) const MARGIN: f32 = 56.0;
/// Most pages; no verdict fills as many.
const MOST_PAGES: usize = 20;

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    /// Size of type, in points.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is secondary.
    pub faint: bool,
}

/// Glyphs that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The number of its font.
    pub font: usize,
    /// Size of type, in points.
    pub size: f32,
    /// Left end of the baseline, in points from the left and from below.
    pub at: [f32; 2],
    /// Their numbers.
    pub glyphs: Vec<u16>,
    /// Whether it is secondary.
    pub faint: bool,
}

/// A frame: left, lower edge, width and height, in points.
pub(crate) type Frame = [f32; 4];

/// One page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// What is written on it.
    pub pieces: Vec<Piece>,
    /// What is framed.
    pub frames: Vec<Frame>,
}

/// A font with those of its glyphs that are needed.
#[derive(Debug)]
pub(crate) struct Font {
    id: ID,
    /// Its file.
    pub file: Vec<u8>,
    /// Each glyph with the letters that it stands for.
    pub glyphs: BTreeMap<u16, String>,
}

/// Pages that are being written.
pub(crate) struct Typeset {
    system: FontSystem,
    right_to_left: bool,
    /// How far the page is filled, in points from above.
    filled: f32,
    /// The page that is being written.
    page: Page,
    /// Those before it.
    done: Vec<Page>,
    /// The fonts that are needed.
    pub fonts: Vec<Font>,
}

impl Typeset {
    /// The first page, empty. Lines begin on the right if that is how the language is written.
    pub fn new(fonts: &[&[u8]], right_to_left: bool) -> Self {
        let mut known = Database::new();
        for font in fonts {
            known.load_font_data(font.to_vec());
        }
        let system = FontSystem::new_with_locale_and_db("en".into(), known);
        Self { system, right_to_left, filled: MARGIN, page: Page::default(), done: Vec::new(), fonts: Vec::new() }
    }

    /// Leaves room.
    pub fn space(&mut self, points: f32) {
        self.filled += points;
    }

    /// Writes a paragraph across the page.
    pub fn paragraph(&mut self, text: &str, style: Style) {
        self.column(text, style, MARGIN, PAGE[0] - 2.0 * MARGIN);
    }

    /// Writes a paragraph in a frame.
    pub fn framed(&mut self, text: &str, style: Style) {
        const INSIDE: f32 = 12.0;
        let lines = self.lines(text, style, PAGE[0] - 2.0 * (MARGIN + INSIDE)).len() as f32;
        let height = lines * leading(style) + 2.0 * INSIDE;
        self.make_room(height);
        let frame = [MARGIN, PAGE[1] - self.filled - height, PAGE[0] - 2.0 * MARGIN, height];
        self.page.frames.push(frame);
        self.filled += INSIDE;
        self.column(text, style, MARGIN + INSIDE, PAGE[0] - 2.0 * (MARGIN + INSIDE));
        self.filled += INSIDE;
    }

    /// Writes a name, and beside it a value.
    pub fn pair(&mut self, name: &str, value: &str, style: Style) {
        /// Width of the names, and what stays empty beside them.
        const NAMES: f32 = 150.0;
        const GAP: f32 = 10.0;
        let values = PAGE[0] - 2.0 * MARGIN - NAMES;
        let (name_at, value_at) =
            if self.right_to_left { (MARGIN + values + GAP, MARGIN) } else { (MARGIN, MARGIN + NAMES) };
        self.make_room(leading(style));
        let (page, top) = (self.done.len(), self.filled);
        self.column(name, Style { faint: true, ..style }, name_at, NAMES - GAP);
        let below = self.filled;
        // Beside the name, unless that has gone on to another page.
        if self.done.len() == page {
            self.filled = top;
        }
        self.column(value, style, value_at, values);
        if self.done.len() == page {
            self.filled = self.filled.max(below);
        }
        self.filled += 2.0;
    }

    /// The pages, numbered, and the fonts that they need.
    pub fn finish(mut self) -> (Vec<Page>, Vec<Font>) {
        let style = Style { size: 8.0, bold: false, faint: true };
        let mut pages = std::mem::take(&mut self.done);
        pages.push(std::mem::take(&mut self.page));
        let count = pages.len();
        for (page, number) in pages.iter_mut().zip(1..) {
            let lines = self.lines(&format!("{number} / {count}"), style, PAGE[0] - 2.0 * MARGIN);
            page.pieces.extend(lines.into_iter().flatten().map(|piece| moved(piece, MARGIN, MARGIN / 2.0)));
        }
        (pages, self.fonts)
    }

    /// Goes to the next page, if so much does not fit on this one.
    pub fn make_room(&mut self, height: f32) {
        if self.filled + height > PAGE[1] - MARGIN && self.done.len() + 1 < MOST_PAGES {
            self.done.push(std::mem::take(&mut self.page));
            self.filled = MARGIN;
        }
    }

    /// Writes lines from here on downwards, in a column.
    fn column(&mut self, text: &str, style: Style, left: f32, width: f32) {
        for line in self.lines(text, style, width) {
            self.make_room(leading(style));
            self.filled += leading(style);
            let baseline = PAGE[1] - self.filled + 0.3 * style.size;
            self.page.pieces.extend(line.into_iter().map(|piece| moved(piece, left, baseline)));
        }
    }

    /// The lines of a paragraph, each as if its baseline began at the origin.
    fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Vec<Piece>> {
        let mut buffer = Buffer::new(&mut self.system, Metrics::new(style.size, leading(style)));
        buffer.set_size(&mut self.system, Some(width), None);
        let weight = if style.bold { Weight::BOLD } else { Weight::NORMAL };
        let attributes = Attrs::new().family(Family::Name("Noto Sans")).weight(weight);
        let side = if self.right_to_left { Align::Right } else { Align::Left };
        buffer.set_text(&mut self.system, text, &attributes, Shaping::Advanced, Some(side));
        buffer.shape_until_scroll(&mut self.system, false);
        buffer.layout_runs().map(|run| self.pieces(&run, style)).collect()
    }

    /// The glyphs of a line, as few pieces as they can be.
    fn pieces(&mut self, run: &LayoutRun<'_>, style: Style) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        // Where the next glyph stands if nothing moves it.
        let mut next = f32::NAN;
        let mut cluster = None;
        for glyph in run.glyphs {
            // Of several glyphs that stand for the same letters, the first does.
            let first = cluster.replace(glyph.start) != Some(glyph.start);
            let letters = run.text.get(glyph.start..glyph.end).filter(|_| first).unwrap_or_default();
            // Marks that only order letters are not seen.
            if glyph.glyph_id == 0 && letters.chars().all(|letter| is_mark(letter) || letter.is_control()) {
                continue;
            }
            let Some(font) = self.font(glyph, letters) else { continue };
            let at = [glyph.x + glyph.font_size * glyph.x_offset, glyph.font_size * glyph.y_offset - glyph.y];
            match pieces.last_mut() {
                Some(last) if last.font == font && last.at[1] == at[1] && (at[0] - next).abs() < 0.005 => {
                    last.glyphs.push(glyph.glyph_id);
                }
                _ => {
                    let glyphs = vec![glyph.glyph_id];
                    pieces.push(Piece { font, size: glyph.font_size, at, glyphs, faint: style.faint });
                }
            }
            next = at[0] + self.advance(font, glyph);
        }
        pieces
    }

    /// The number of a glyph's font, which is kept with what the glyph stands for.
    fn font(&mut self, glyph: &LayoutGlyph, letters: &str) -> Option<usize> {
        let number = match self.fonts.iter().position(|font| font.id == glyph.font_id) {
            Some(known) => known,
            None => {
                let file = self.system.get_font(glyph.font_id, glyph.font_weight)?.data().to_vec();
                self.fonts.push(Font { id: glyph.font_id, file, glyphs: BTreeMap::new() });
                self.fonts.len() - 1
            }
        };
        let known = self.fonts.get_mut(number)?.glyphs.entry(glyph.glyph_id).or_default();
        if known.is_empty() {
            letters.clone_into(known);
        }
        Some(number)
    }

    /// How far a glyph goes by its font alone, in points.
    fn advance(&self, font: usize, glyph: &LayoutGlyph) -> f32 {
        let face = self.fonts.get(font).and_then(|font| ttf_parser::Face::parse(&font.file, 0).ok());
        let advance = face.and_then(|face| {
            let units = f32::from(face.glyph_hor_advance(ttf_parser::GlyphId(glyph.glyph_id))?);
            Some(units / f32::from(face.units_per_em()) * glyph.font_size)
        });
        advance.unwrap_or(f32::NAN)
    }
}

fn leading(style: Style) -> f32 {
    style.size * 1.45
}

fn moved(piece: Piece, x: f32, y: f32) -> Piece {
    Piece { at: [piece.at[0] + x, piece.at[1] + y], ..piece }
}

/// Whether a letter only says in which direction others go.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
