//! Labels of cases and pallets: who sends what to whom, and the SSCC as GS1-128 (General Specifications, section 6.6).
//!
//! From the top: sender and receiver, content with GS1's data titles, then at the bottom the bars and their interpretation.

use gs1::{Date, Lot, Sscc};

use crate::{
    Drawing, LabelError, Mark, Rect, Symbol, Text, font,
    page::to_dots,
    rules::{self, DOT},
};

/// What stays free along the edges.
const EDGE: f64 = 3.0;
/// Height of the bars: a little over what the rules ask for.
const BARS: f64 = 32.0;
/// Between bars and their interpretation.
const HRI_GAP: f64 = 1.5;
/// Between the text and the bars.
const BARS_GAP: f64 = 3.0;
/// Type of the fields' contents, in tenths of a millimetre: smallest and largest.
const TYPE: [u32; 2] = [23, 50];
/// Type of the fields' titles, as a part of their contents', and at least.
const TITLE: [f64; 2] = [0.55, 1.8];
/// Distance of baselines, as a part of the type size.
const LEADING: f64 = 1.25;
/// Between fields of a row.
const COLUMN_GAP: f64 = 4.0;
/// Between rows: at least, and at most.
const ROW_GAP: [f64; 2] = [1.2, 6.0];
/// Thickness of the lines between rows.
const LINE: f64 = 6.0 * DOT;

/// A case or pallet as its label names it. Texts may have several lines; what is empty or `None` is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogisticLabel {
    /// The unit's number; its check digit is right, or it would not be one.
    pub sscc: Sscc,
    /// Who sends it.
    pub from: String,
    /// Who is to get it.
    pub to: String,
    /// What is in it.
    pub product: String,
    /// The lot of all packs in it.
    pub lot: Option<Lot>,
    /// How many packs are in it.
    pub count: Option<u32>,
    /// The expiry of all packs in it.
    pub expiry: Option<Date>,
}

/// A title with what stands below it.
struct Field {
    title: &'static str,
    text: String,
    /// Never broken into lines.
    whole: bool,
}

/// A field at its place in a row.
struct Cell<'a> {
    title: &'static str,
    left: f64,
    lines: Vec<&'a str>,
}

impl LogisticLabel {
    /// The interpretation below the bars.
    pub fn interpretation(&self) -> String {
        format!("(00) {}", self.sscc)
    }

    /// The fields by rows. On flat labels the content stands beside sender and receiver, and the SSCC below the bars only.
    fn rows(&self, flat: bool) -> Vec<Vec<Field>> {
        let text = |title, text: &str| Field { title, text: text.trim().to_owned(), whole: false };
        let whole = |title, text: Option<String>| Field { title, text: text.unwrap_or_default(), whole: true };
        let title = |ai| gs1::title(ai).unwrap_or_default();
        let parties = vec![text("FROM", &self.from), text("TO", &self.to)];
        let content = vec![text("CONTENT", &self.product)];
        let numbers = vec![
            whole(title("10"), self.lot.as_ref().map(Lot::to_string)),
            whole(title("37"), self.count.map(|count| count.to_string())),
            whole(title("17"), self.expiry.map(|expiry| expiry.to_string())),
        ];
        let rows = if flat {
            vec![parties.into_iter().chain(content).collect(), numbers]
        } else {
            vec![parties, content, numbers, vec![whole(title("00"), Some(self.sscc.to_string()))]]
        };
        let filled = |row: Vec<Field>| row.into_iter().filter(|field| !field.text.is_empty()).collect::<Vec<_>>();
        rows.into_iter().map(filled).filter(|row| !row.is_empty()).collect()
    }
}

/// Draws a label into room of this width and height, in millimetres.
pub(crate) fn draw(label: &LogisticLabel, room: [f64; 2]) -> Result<Drawing, LabelError> {
    let rows = label.rows(false);
    for field in rows.iter().flatten() {
        if let Some(character) = field.text.lines().find_map(font::unprintable) {
            return Err(LabelError::NoGlyph { field: field.title, character });
        }
    }
    let symbol = Symbol::sscc(label.sscc);
    let width = |module: u32| f64::from((symbol.columns() + 2 * rules::CODE128_QUIET) * module) * DOT;
    let hri_size = rules::LOGISTIC_HRI_CAPITALS / font::CAPITALS;
    let below_text = BARS_GAP + BARS + HRI_GAP + (font::ASCENT + font::DESCENT) * hri_size + EDGE;
    let (least, most) = (rules::GS1_128.min_dots(), rules::GS1_128.max_dots());
    let module = (least..=most).rev().find(|module| width(*module) <= room[0]);
    let text_room = [room[0] - 2.0 * EDGE, room[1] - EDGE - below_text];
    let (Some(module), true) = (module, text_room[1] >= 0.0) else {
        return Err(LabelError::NoRoom { needed: [width(least), EDGE + below_text], room });
    };
    let block = text_block(&rows, text_room);
    let mut drawing = block.or_else(|error| text_block(&label.rows(true), text_room).map_err(|_| error))?;
    let bars = f64::from(symbol.columns() * module) * DOT;
    let bars_top = room[1] - below_text + BARS_GAP;
    drawing.marks.push(Mark::new(symbol, (room[0] - bars) / 2.0, bars_top, module, to_dots(BARS)));
    let text = label.interpretation();
    drawing.texts.push(Text {
        x: (room[0] - font::width(&text, hri_size)) / 2.0,
        baseline: bars_top + BARS + HRI_GAP + font::ASCENT * hri_size,
        size: hri_size,
        text,
    });
    Ok(drawing)
}

/// The fields in the largest type that fits, with a line below each row.
fn text_block(rows: &[Vec<Field>], room: [f64; 2]) -> Result<Drawing, LabelError> {
    let [smallest, largest] = TYPE;
    let mut too_long = None;
    for size in (smallest..=largest).rev().map(|tenths| f64::from(tenths) / 10.0) {
        let laid: Result<Vec<_>, _> = rows.iter().map(|row| cells(row, room[0], size)).collect();
        match laid {
            Ok(laid) if height(&laid, size) <= room[1] => return Ok(place(&laid, room, size)),
            Ok(_) => {}
            Err(field) => too_long = Some(field),
        }
    }
    let longest = rows.iter().flatten().max_by_key(|field| field.text.chars().count());
    match too_long.or(longest.map(|field| field.title)) {
        Some(field) => Err(LabelError::TextTooLong { field }),
        None => Ok(Drawing::default()),
    }
}

fn title_size(size: f64) -> f64 {
    (TITLE[0] * size).max(TITLE[1])
}

/// The fields of a row with their lines; an error names one that does not fit its width.
fn cells(row: &[Field], room: f64, size: f64) -> Result<Vec<Cell<'_>>, &'static str> {
    let gaps = COLUMN_GAP * row.len().saturating_sub(1) as f64;
    let natural = |field: &Field| font::width(&field.text, size).max(font::width(field.title, title_size(size)));
    let share = |field: &Field| if field.whole { natural(field) } else { (room - gaps) / row.len() as f64 };
    let spare = room - gaps - row.iter().map(share).sum::<f64>();
    if spare < -1e-6 {
        let widest = row.iter().max_by(|one, other| natural(one).total_cmp(&natural(other)));
        return Err(widest.map_or("", |field| field.title));
    }
    let mut left = 0.0;
    row.iter()
        .map(|field| {
            let width = share(field) + spare / row.len() as f64;
            let cell = Cell { title: field.title, left, lines: wrap(&field.text, width, size) };
            left += width + COLUMN_GAP;
            Ok(cell)
        })
        .collect()
}

/// Breaks a text at spaces, and words that are longer than a line anywhere.
fn wrap(text: &str, width: f64, size: f64) -> Vec<&str> {
    let most = ((width / (font::ADVANCE * size)) + 1e-6).floor().max(1.0) as usize;
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim();
        while let Some((beyond, _)) = rest.char_indices().nth(most) {
            let head = rest.get(..beyond).unwrap_or(rest);
            // A space just after the last character that fits is a good place, too.
            let end = if rest[beyond..].starts_with(' ') { beyond } else { head.rfind(' ').unwrap_or(beyond) };
            let (head, tail) = rest.split_at(end);
            lines.push(head.trim_end());
            rest = tail.trim_start();
        }
        lines.push(rest);
    }
    lines
}

fn row_height(cells: &[Cell<'_>], size: f64) -> f64 {
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let title = (font::ASCENT + font::DESCENT) * title_size(size);
    title + (font::ASCENT + font::DESCENT + LEADING * lines.saturating_sub(1) as f64) * size
}

fn height(rows: &[Vec<Cell<'_>>], size: f64) -> f64 {
    rows.iter().map(|row| row_height(row, size) + ROW_GAP[0]).sum()
}

fn place(rows: &[Vec<Cell<'_>>], room: [f64; 2], size: f64) -> Drawing {
    let spare = (room[1] - height(rows, size)) / rows.len().max(1) as f64;
    let gap = (ROW_GAP[0] + spare).min(ROW_GAP[1]);
    let mut drawing = Drawing::default();
    let mut top = EDGE;
    for row in rows {
        let title = title_size(size);
        let title_height = (font::ASCENT + font::DESCENT) * title;
        for cell in row {
            let x = EDGE + cell.left;
            let text = |text: &str, top: f64, size: f64| Text {
                text: text.to_owned(),
                x,
                baseline: top + font::ASCENT * size,
                size,
            };
            drawing.texts.push(text(cell.title, top, title));
            for (line, number) in cell.lines.iter().zip(0..) {
                drawing.texts.push(text(line, top + title_height + f64::from(number) * LEADING * size, size));
            }
        }
        top += row_height(row, size) + gap;
        let y = top - gap / 2.0 - LINE / 2.0;
        drawing.lines.push(Rect { x: EDGE, y, width: room[0], height: LINE });
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_or_anywhere() {
        let width = |characters: f64| characters * font::ADVANCE;
        assert_eq!(wrap("one two three", width(7.0), 1.0), ["one two", "three"]);
        assert_eq!(wrap("one two three", width(8.0), 1.0), ["one two", "three"]);
        assert_eq!(wrap("one\n\ntwo", width(8.0), 1.0), ["one", "", "two"]);
        assert_eq!(wrap("Ärzteüberweisung", width(5.0), 1.0), ["Ärzte", "überw", "eisun", "g"]);
        assert_eq!(wrap("", width(5.0), 1.0), Vec::<&str>::new());
        assert_eq!(wrap("ab", 0.0, 1.0), ["a", "b"]);
    }
}
