//! The one font of all labels: DejaVu Sans Mono, a subset (see `font/README.md`).

use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId};

/// The font's file.
pub(crate) const FILE: &[u8] = include_bytes!("../font/DejaVuSansMono-subset.ttf");
/// Its name in PDF files; six letters and a plus mark a subset.
pub(crate) const NAME: &[u8] = b"MDTRLA+DejaVuSansMono";
/// Every character is so wide, as a part of the type size.
pub(crate) const ADVANCE: f64 = 1233.0 / 2048.0;
/// Height of capitals and digits above the baseline, as a part of the type size.
pub(crate) const CAPITALS: f64 = 1493.0 / 2048.0;
/// Depth of descenders and brackets below the baseline, as a part of the type size.
pub(crate) const DESCENT: f64 = 0.24;
/// Height of the tallest letters above the baseline, as a part of the type size: capitals with accents included.
pub(crate) const ASCENT: f64 = 0.93;

static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(FILE, 0).ok());

/// The number of a character's glyph; `None` if the font does not have it.
pub(crate) fn glyph(character: char) -> Option<u16> {
    FACE.as_ref()?.glyph_index(character).map(|GlyphId(number)| number)
}

/// Every character of the font with its glyph's number.
pub(crate) fn glyphs() -> Vec<(u16, char)> {
    let mut glyphs: Vec<(u16, char)> =
        ('\u{20}'..='\u{2200}').filter_map(|character| Some((glyph(character)?, character))).collect();
    glyphs.sort_unstable();
    glyphs.dedup_by_key(|(number, _)| *number);
    glyphs
}

/// The first character of a text that the font cannot print.
pub(crate) fn unprintable(text: &str) -> Option<char> {
    text.chars().find(|character| glyph(*character).is_none())
}

/// Width of a text in the unit of the type size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * ADVANCE * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_what_the_constants_say() {
        let face = Face::parse(FILE, 0).expect("a font");
        assert_eq!(face.units_per_em(), 2048);
        for character in ('!'..='~').chain("äßçŁőΩйЖ—„“€№".chars()) {
            let id = GlyphId(glyph(character).unwrap_or_else(|| panic!("no {character:?}")));
            assert_eq!(face.glyph_hor_advance(id), Some(1233), "{character:?}");
        }
        let tallest = |character: char| {
            let shape = face.glyph_bounding_box(GlyphId(glyph(character).expect("a glyph"))).expect("a shape");
            (f64::from(shape.y_max) / 2048.0, f64::from(-shape.y_min) / 2048.0)
        };
        assert_eq!(tallest('H').0, CAPITALS);
        for character in ('!'..='~').chain("ÄÅŐÇж".chars()) {
            let (above, below) = tallest(character);
            assert!(above <= ASCENT && below <= DESCENT, "{character:?} {above} {below}");
        }
        assert_eq!(unprintable("A日B"), Some('日'));
        assert!(glyphs().len() > 500);
    }
}
