//! QR codes: rxing's detector and decoder, rqrr for what it misses, and our own search for the grid.

mod refit;
mod rqrr;

pub(crate) use refit::refit;
pub(crate) use rqrr::read_with_rqrr;

use rxing::{
    BarcodeFormat, RXingResult,
    common::{BitMatrix, DetectorRXingResult, cpp_essentials::ConcentricPattern},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR},
    },
};

use crate::{
    Format, barcode,
    budget::Budget,
    find::Find,
    shape::{Point, add, length, sub, times},
};

/// More finders than this are no symbols but a pattern: the likeliest are kept.
const MOST_FINDERS: usize = 400;

/// One of the three squares in the corners of a QR code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Finder {
    pub(crate) at: Point,
    /// About seven modules, in pixels.
    pub(crate) size: f32,
}

/// Three finders that may belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Triple {
    pub(crate) top_left: Finder,
    pub(crate) top_right: Finder,
    pub(crate) bottom_left: Finder,
}

impl Triple {
    pub(crate) fn finders(&self) -> [Finder; 3] {
        [self.top_left, self.top_right, self.bottom_left]
    }

    /// How far these are from three equal squares at the corners of a larger one: 0 is nothing.
    pub(crate) fn oddness(&self) -> f32 {
        let (right, down) = (sub(self.top_right.at, self.top_left.at), sub(self.bottom_left.at, self.top_left.at));
        let (across, along) = (length(right).max(1e-3), length(down).max(1e-3));
        let cosine = (right[0] * down[0] + right[1] * down[1]) / (across * along);
        let sizes = self.finders().map(|finder| finder.size.max(1.0));
        let largest = sizes.iter().copied().fold(0.0, f32::max);
        let smallest = sizes.iter().copied().fold(f32::MAX, f32::min);
        cosine.abs() + (across / along).ln().abs() + (largest / smallest).ln()
    }
}

/// The triples that two finders may be part of, if the third is hidden: beside them on either side, or across.
pub(crate) fn completed(one: Finder, other: Finder) -> Vec<Triple> {
    let (size, across) = ((one.size + other.size) / 2.0, sub(other.at, one.at));
    let modules = 7.0 * length(across) / size.max(1.0);
    let alike = f32::max(one.size, other.size) < 1.5 * f32::min(one.size, other.size);
    if !alike || !(10.0..110.0).contains(&modules) {
        return Vec::new();
    }
    let aside = [-across[1], across[0]];
    let at = |from: Finder, x: f32, y: f32| Finder { at: add(from.at, add(times(across, x), times(aside, y))), size };
    let triple = |top_left, top_right, bottom_left| Triple { top_left, top_right, bottom_left };
    // With y pointing down, a quarter turn from the top right corner to the bottom left one goes along `aside`.
    let mut triples = vec![
        triple(one, other, at(one, 0.0, 1.0)),
        triple(other, at(other, 0.0, 1.0), one),
        triple(other, one, at(other, 0.0, -1.0)),
        triple(one, at(one, 0.0, -1.0), other),
    ];
    if modules > 14.0 * 1.41 {
        triples.push(triple(at(one, 0.5, -0.5), other, one));
        triples.push(triple(at(one, 0.5, 0.5), one, other));
    }
    triples
}

/// What one look at a black and white picture found.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) finds: Vec<Find>,
    /// Triples of finders that were not read, the likeliest first.
    pub(crate) unread: Vec<Triple>,
    /// All finders, the largest first.
    pub(crate) finders: Vec<Finder>,
}

/// Reads every QR code, at most `most` guesses at which finders belong together.
pub(crate) fn read_bits(bits: &BitMatrix, most: usize, budget: &Budget) -> Seen {
    let mut finders = FindFinderPatterns(bits, true, 0);
    finders.sort_by_key(|finder| std::cmp::Reverse(finder.size));
    finders.truncate(MOST_FINDERS);
    let mut seen = Seen { finders: finders.iter().copied().map(finder).collect(), ..Seen::default() };
    let mut used: Vec<ConcentricPattern> = Vec::new();
    for set in GenerateFinderPatternSets(&mut finders).into_iter().take(most) {
        let known = [set.tl, set.tr, set.bl].iter().any(|finder| used.contains(finder));
        if known {
            continue;
        }
        match (!budget.spent()).then(|| read_set(bits, &set)).flatten() {
            Some(find) => {
                used.extend([set.tl, set.tr, set.bl]);
                seen.finds.push(find);
            }
            None => seen.unread.push(triple(&set)),
        }
    }
    let is_used = |finder: &Finder| used.iter().any(|used| [used.p.x, used.p.y] == finder.at);
    seen.unread.retain(|triple| !triple.finders().iter().any(is_used));
    seen
}

fn finder(pattern: ConcentricPattern) -> Finder {
    Finder { at: [pattern.p.x, pattern.p.y], size: pattern.size as f32 }
}

fn triple(set: &FinderPatternSet) -> Triple {
    Triple { top_left: finder(set.tl), top_right: finder(set.tr), bottom_left: finder(set.bl) }
}

fn read_set(bits: &BitMatrix, set: &FinderPatternSet) -> Option<Find> {
    let sampled = SampleQR(bits, set).ok()?;
    // rxing lists the corners row by row.
    let [top_left, top_right, bottom_left, bottom_right] = barcode::corners(sampled.getPoints())?;
    let text = decoded(sampled.getBits())?;
    Some(Find { format: Format::Qr, text, corners: [top_left, top_right, bottom_right, bottom_left] })
}

/// The text of a symbol's modules, if Reed-Solomon agrees.
fn decoded(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok().filter(|decoded| decoded.isValid())?;
    let result = RXingResult::with_decoder_result(decoded, &[], BarcodeFormat::QR_CODE);
    let gs1 = barcode::aim_id(&result).is_some_and(|id| id == "]Q3");
    let text = barcode::gs1_text(result.getText(), gs1.then_some("]Q3"));
    (!text.is_empty()).then_some(text)
}
