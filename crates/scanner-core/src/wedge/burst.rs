//! How fast is too fast for a person, and where a scan begins in what was typed.

use gs1::GS;
use verdict::{read_code, read_typed};

use super::{Scan, Separator, Suffix};

/// Milliseconds a key: a pause longer than that parts what a person types from what a scanner types. Slow scanners take 30,
/// some Bluetooth ones up to 50; a person who types 12 keys a second takes 83, and the fastest in the world 55.
const PAUSE: u64 = 60;
/// Milliseconds a key, on average, of a short burst: people roll over a few keys at 30 or 40, but not over eight, and a held
/// key that repeats every 33 ms is always the same one.
const SHORT_PACE: u64 = 35;
/// Milliseconds a key, on average, of a long burst: nobody types twenty keys a second for a whole second.
const LONG_PACE: u64 = 50;
/// Letters of a short burst: a GTIN-8, the shortest that is worth scanning.
const SHORT: usize = 8;
/// Letters of a long one.
const LONG: usize = 20;
/// Letters of one without Enter or Tab, so that a few keys hit at once are none: codes that are shorter are of no pack.
const WITHOUT_SUFFIX: usize = 12;
/// Different letters of one: a key that is held has one, keys hit with a sleeve have two or three.
const DIFFERENT: usize = 4;
/// Most pauses within a scan that are looked at.
const PAUSES: usize = 8;
/// Letters that a person may have typed at the moment when a scan arrived.
const STRAY: usize = 2;
/// Names that scanners give the separator.
const NAMES: [&str; 6] = ["<GS>", "{GS}", "[GS]", "<FNC1>", "{FNC1}", "\u{241d}"];

/// A letter that was typed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub letter: char,
    /// When its last key went down.
    pub at: u64,
    /// How many keys it took.
    pub keys: u8,
    /// The form of a separator.
    pub separator: Option<Separator>,
    /// Whether it also went into a text field, if one had the focus.
    pub in_field: bool,
}

impl Stroke {
    pub fn letter(letter: char, at: u64) -> Self {
        let separator = (letter == GS).then_some(Separator::Character);
        Self { letter, at, keys: 1, separator, in_field: letter != GS }
    }
}

/// Whether what was typed last is faster than any person.
pub(super) fn is_one(strokes: &[Stroke]) -> bool {
    is_fast(strokes.get(start_of_tail(strokes)..).unwrap_or_default(), SHORT)
}

/// The scan at the end of what was typed, if there is one.
pub(super) fn find(strokes: &[Stroke], outgrown: bool, suffix: Option<Suffix>) -> Option<Scan> {
    let least = if suffix.is_some() { SHORT } else { WITHOUT_SUFFIX };
    let start = start(strokes, least)?;
    // Its beginning is lost.
    if outgrown && start == 0 {
        return None;
    }
    strokes.get(start..).map(|strokes| scan(strokes, suffix))
}

fn is_fast(strokes: &[Stroke], least: usize) -> bool {
    let (Some(first), Some(last)) = (strokes.first(), strokes.last()) else { return false };
    let keys: u64 = strokes.iter().skip(1).map(|stroke| u64::from(stroke.keys)).sum();
    let millis = last.at.saturating_sub(first.at);
    let short = strokes.len() >= least && millis <= keys * SHORT_PACE;
    let long = strokes.len() >= LONG.max(least) && millis <= keys * LONG_PACE;
    (short || long) && are_different(strokes)
}

fn are_different(strokes: &[Stroke]) -> bool {
    let mut seen = Vec::with_capacity(DIFFERENT);
    for stroke in strokes {
        if !seen.contains(&stroke.letter) {
            seen.push(stroke.letter);
        }
        if seen.len() >= DIFFERENT {
            return true;
        }
    }
    false
}

/// Where the strokes after the last pause begin.
fn start_of_tail(strokes: &[Stroke]) -> usize {
    let pause = |pair: &[Stroke]| match pair {
        [before, after] => after.at.saturating_sub(before.at) > PAUSE * u64::from(after.keys),
        _ => false,
    };
    strokes.windows(2).rposition(pause).map_or(0, |before| before + 1)
}

/// Where the scan at the end begins, if there is one. A scanner may have paused, a person may have typed just before: what
/// makes a code of a pack decides, and otherwise the pace.
fn start(strokes: &[Stroke], least: usize) -> Option<usize> {
    let mut starts = vec![start_of_tail(strokes)];
    while let Some(&earliest) = starts.last().filter(|earliest| **earliest > 0 && starts.len() <= PAUSES) {
        starts.push(start_of_tail(strokes.get(..earliest).unwrap_or_default()));
    }
    let from = |start: usize| strokes.get(start..).unwrap_or_default();
    let shortest = starts.iter().position(|start| is_fast(from(*start), least))?;
    let starts = starts.get(shortest..).unwrap_or_default();
    let mut by_pace = *starts.first()?;
    for pair in starts.windows(2) {
        if let [later, earlier] = *pair
            && by_pace == later
            && is_fast(strokes.get(earlier..later).unwrap_or_default(), DIFFERENT)
        {
            by_pace = earlier;
        }
    }
    let text = |start: usize| scan(from(start), None).text;
    let whole = starts.iter().rev().find(|start| is_fast(from(**start), least) && read_typed(&text(**start)).is_ok());
    let tail = starts.first().copied().unwrap_or_default();
    let without_strays = || (tail + 1..=tail + STRAY).find(|start| read_code(&text(*start)).is_ok());
    Some(whole.copied().or_else(without_strays).unwrap_or(by_pace))
}

fn scan(strokes: &[Stroke], suffix: Option<Suffix>) -> Scan {
    let mut text: String = strokes.iter().map(|stroke| stroke.letter).filter(|letter| is_kept(*letter)).collect();
    let mut separators = Vec::new();
    for form in strokes.iter().filter_map(|stroke| stroke.separator) {
        if !separators.contains(&form) {
            separators.push(form);
        }
    }
    if let Some(named) = without_names(&text) {
        text = named;
        separators.push(Separator::Name);
    }
    let ends = strokes.first().zip(strokes.last());
    Scan {
        text,
        suffix,
        separators,
        typed: strokes.iter().filter(|stroke| stroke.in_field).count(),
        millis: ends.map_or(0, |(first, last)| last.at.saturating_sub(first.at)),
    }
}

/// Whether a letter is part of the code: control characters are not, but for separators.
fn is_kept(letter: char) -> bool {
    !letter.is_control() || matches!(letter, GS | '\u{1e}' | '\u{4}')
}

/// The text with separators in place of their names, which Caps Lock may have made small.
fn without_names(text: &str) -> Option<String> {
    let mut found = false;
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let name = NAMES
            .iter()
            .find(|name| rest.get(..name.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(name)));
        let length = name.map_or(letter.len_utf8(), |name| name.len());
        found |= name.is_some();
        all.push(if name.is_some() { GS } else { letter });
        rest = rest.get(length..).unwrap_or_default();
    }
    found.then_some(all)
}
