//! What a misconfigured scanner makes of a good code, undone.
//!
//! Handheld scanners type. With Caps Lock on, another keyboard layout, or a separator that the keyboard has no key for, the
//! code of a good pack arrives as that of no pack. [`readings`] tells what may have been meant; only a proof that comes with
//! it shows that it was.

use gs1::GS;

use crate::{Code, Sentence, read_code, sentences as say};

/// Most other readings of one text.
pub const MAX_READINGS: usize = 12;
/// Longest text that is looked at: nobody types more.
const MAX_TEXT: usize = 2_048;

/// What the scanner, or its keyboard settings, did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Capitals came as small letters, and the other way round.
    CapsLock,
    /// All letters came as capitals.
    UpperCase,
    /// All letters came as small ones.
    LowerCase,
    /// The computer expects a German keyboard, the scanner plays an American one.
    GermanLayout,
    /// The computer expects a French keyboard, the scanner plays an American one.
    FrenchLayout,
    /// The separator came as another character.
    OtherSeparator,
    /// The separator did not come at all.
    LostSeparator,
    /// The scanner's name for the kind of code came in pieces.
    BrokenPrefix,
    /// Something follows the code.
    TrailingCharacters,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::CapsLock,
        Self::UpperCase,
        Self::LowerCase,
        Self::GermanLayout,
        Self::FrenchLayout,
        Self::OtherSeparator,
        Self::LostSeparator,
        Self::BrokenPrefix,
        Self::TrailingCharacters,
    ];

    /// What is wrong, and where to set it right.
    pub fn text(self) -> &'static str {
        self.sentence().english
    }

    /// The same, for any language.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::CapsLock => say::FAULT_CAPS_LOCK,
            Self::UpperCase => say::FAULT_UPPER_CASE,
            Self::LowerCase => say::FAULT_LOWER_CASE,
            Self::GermanLayout => say::FAULT_GERMAN_LAYOUT,
            Self::FrenchLayout => say::FAULT_FRENCH_LAYOUT,
            Self::OtherSeparator => say::FAULT_OTHER_SEPARATOR,
            Self::LostSeparator => say::FAULT_LOST_SEPARATOR,
            Self::BrokenPrefix => say::FAULT_BROKEN_PREFIX,
            Self::TrailingCharacters => say::FAULT_TRAILING,
        }
    }
}

/// The character that was meant when a computer that expects another keyboard than the scanner plays shows `typed`; the
/// same character under faults that are none of the layout.
pub fn meant(layout: Fault, typed: char) -> char {
    match layout {
        Fault::GermanLayout => american_of_german(typed),
        Fault::FrenchLayout => american_of_french(typed),
        _ => typed,
    }
}

/// What may have been meant.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The code.
    pub code: Code,
    /// What must have happened to it.
    pub faults: Vec<Fault>,
}

/// Other readings of a text, those with the fewest faults first.
pub fn readings(text: &str) -> Vec<Reading> {
    let text = text.trim_matches(['\r', '\n', '\t']);
    if text.len() > MAX_TEXT {
        return Vec::new();
    }
    let mut found: Vec<Reading> = Vec::new();
    let meant = read_code(text).ok();
    for (typed, faults) in keyboards(text) {
        for (typed, faults) in separators(&typed, &faults) {
            for (typed, faults) in ends(&typed, &faults) {
                let Ok(code) = read_code(&typed) else { continue };
                let same = |other: &Code| other.scanned == code.scanned && other.material == code.material;
                if !meant.as_ref().is_some_and(same) && !found.iter().any(|other| same(&other.code)) {
                    found.push(Reading { code, faults });
                }
            }
        }
    }
    found.sort_by_key(|reading| reading.faults.len());
    found.truncate(MAX_READINGS);
    found
}

/// What was meant by a typed character, under a fault or none.
type Key = (Option<Fault>, fn(char) -> char);

/// The text as other keyboards would have typed it.
fn keyboards(text: &str) -> Vec<(String, Vec<Fault>)> {
    let layouts: [Key; 3] = [
        (None, |typed| typed),
        (Some(Fault::GermanLayout), american_of_german),
        (Some(Fault::FrenchLayout), american_of_french),
    ];
    let cases: [Key; 4] = [
        (None, |typed| typed),
        (Some(Fault::CapsLock), |typed| {
            if typed.is_ascii_lowercase() { typed.to_ascii_uppercase() } else { typed.to_ascii_lowercase() }
        }),
        (Some(Fault::LowerCase), |typed| typed.to_ascii_uppercase()),
        (Some(Fault::UpperCase), |typed| typed.to_ascii_lowercase()),
    ];
    let mut all = Vec::new();
    for (layout, key) in layouts {
        for (case, letter) in cases {
            let typed = text.chars().map(key).map(letter).collect();
            all.push((typed, layout.into_iter().chain(case).collect()));
        }
    }
    all
}

/// The key of an American keyboard that types this on a German one.
fn american_of_german(typed: char) -> char {
    const PAIRS: [(char, char); 24] = [
        ('z', 'y'),
        ('y', 'z'),
        ('Z', 'Y'),
        ('Y', 'Z'),
        ('ß', '-'),
        ('?', '_'),
        ('´', '='),
        ('`', '+'),
        ('ü', '['),
        ('Ü', '{'),
        ('+', ']'),
        ('*', '}'),
        ('ö', ';'),
        ('Ö', ':'),
        ('ä', '\''),
        ('Ä', '"'),
        ('#', '\\'),
        ('\'', '|'),
        ('-', '/'),
        ('_', '?'),
        (';', '<'),
        (':', '>'),
        (')', '('),
        ('=', ')'),
    ];
    pair(&PAIRS, typed)
}

/// The key of an American keyboard that types this on a French one.
fn american_of_french(typed: char) -> char {
    const PAIRS: [(char, char); 32] = [
        ('&', '1'),
        ('é', '2'),
        ('"', '3'),
        ('\'', '4'),
        ('(', '5'),
        ('-', '6'),
        ('è', '7'),
        ('_', '8'),
        ('ç', '9'),
        ('à', '0'),
        (')', '-'),
        ('a', 'q'),
        ('q', 'a'),
        ('A', 'Q'),
        ('Q', 'A'),
        ('z', 'w'),
        ('w', 'z'),
        ('Z', 'W'),
        ('W', 'Z'),
        (',', 'm'),
        ('?', 'M'),
        ('m', ';'),
        ('M', ':'),
        (';', ','),
        (':', '.'),
        ('!', '/'),
        ('§', '?'),
        ('$', ']'),
        ('£', '}'),
        ('^', '['),
        ('ù', '\''),
        ('%', '"'),
    ];
    pair(&PAIRS, typed)
}

fn pair(pairs: &[(char, char)], typed: char) -> char {
    pairs.iter().find(|(from, _)| *from == typed).map_or(typed, |(_, to)| *to)
}

/// The text with its separators, and without the pieces of a prefix.
fn separators(typed: &str, faults: &[Fault]) -> Vec<(String, Vec<Fault>)> {
    let with = |fault: Fault| faults.iter().copied().chain([fault]).collect::<Vec<_>>();
    let mut all = vec![(typed.to_owned(), faults.to_vec())];
    let (body, faults) = match broken_prefix(typed) {
        Some(body) => (body, with(Fault::BrokenPrefix)),
        None => (typed, faults.to_vec()),
    };
    if body.len() < typed.len() {
        all.push((body.to_owned(), faults.clone()));
    }
    let Some(start) = body.find("01").filter(|start| *start <= 3) else { return all };
    let (prefix, elements) = body.split_at(start);
    let mut separated = elements.to_owned();
    // What drivers write for a character that no key types.
    for name in
        ["<GS>", "{GS}", "[GS]", "(GS)", "<FNC1>", "{FNC1}", "\\x1d", "\\x1D", "\\u001d", "\\u001D", "^]", "\u{241d}"]
    {
        separated = separated.replace(name, &GS.to_string());
    }
    // GS1 codes hold none of these: they can only stand for the separator.
    separated = separated.replace(|letter: char| !is_gs1(letter) && letter != GS, &GS.to_string());
    if separated != elements {
        let separated = format!("{prefix}{separated}");
        all.push((separated, faults.iter().copied().chain([Fault::OtherSeparator]).collect()));
    }
    let lost: Vec<Fault> = faults.iter().copied().chain([Fault::LostSeparator]).collect();
    let merged: String = elements.chars().filter(|letter| *letter != GS).collect();
    all.extend(run_together(&merged).into_iter().map(|elements| (format!("{prefix}{elements}"), lost.clone())));
    all
}

/// What follows the remains of an AIM symbology identifier, such as `]D2` or `d2`.
fn broken_prefix(typed: &str) -> Option<&str> {
    let rest = typed.strip_prefix(']').unwrap_or(typed);
    let mut letters = rest.chars();
    let (kind, modifier) = (letters.next()?, letters.next()?);
    let known = "dDqQcC".contains(kind) && modifier.is_ascii_digit();
    let whole = typed.starts_with("]d2") || typed.starts_with("]Q3") || typed.starts_with("]C1");
    Some(letters.as_str()).filter(|body| known && !whole && body.starts_with("01"))
}

/// The characters of GS1 codes (General Specifications, table 7.11-1).
fn is_gs1(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(letter)
}

/// The ways in which a product's GTIN, serial, expiry and lot without separators can be told apart.
fn run_together(elements: &str) -> Vec<String> {
    if !elements.is_ascii() || elements.len() > 80 {
        return Vec::new();
    }
    let Some((gtin, rest)) = elements.split_at_checked(16) else { return Vec::new() };
    let mut found = Vec::new();
    split_fields(rest, &mut vec![gtin.to_owned()], &mut found);
    found
}

fn split_fields(rest: &str, before: &mut Vec<String>, found: &mut Vec<String>) {
    const ENOUGH: usize = 2 * MAX_READINGS;
    let has = |ai: &str, before: &[String]| before.iter().skip(1).any(|field| field.starts_with(ai));
    if found.len() >= ENOUGH {
        return;
    }
    if rest.is_empty() {
        if has("21", before) && has("10", before) {
            let (gtin, fields) =
                before.split_first().map_or((String::new(), &[][..]), |(gtin, rest)| (gtin.clone(), rest));
            let separated = fields.iter().map(|field| format!("{field}{GS}")).collect::<String>();
            found.push(format!("{gtin}{}", separated.trim_end_matches(GS)));
        }
        return;
    }
    for ai in ["17", "11", "21", "10"] {
        if has(ai, before) || !rest.starts_with(ai) {
            continue;
        }
        let dated = ai == "17" || ai == "11";
        let lengths = if dated { 6..=6 } else { 1..=20 };
        for length in lengths.filter(|length| 2 + length <= rest.len()) {
            let (field, rest) = rest.split_at(2 + length);
            let date = field.get(2..).is_some_and(|date| date.bytes().all(|digit| digit.is_ascii_digit()));
            let next = rest.is_empty() || ["17", "11", "21", "10"].iter().any(|ai| rest.starts_with(ai));
            if next && (!dated || date) {
                before.push(field.to_owned());
                split_fields(rest, before, found);
                before.pop();
            }
        }
    }
}

/// The text as it is, and without a last character that may not belong to it.
fn ends(typed: &str, faults: &[Fault]) -> Vec<(String, Vec<Fault>)> {
    let mut all = vec![(typed.to_owned(), faults.to_vec())];
    let mut shorter = typed.chars();
    if shorter.next_back().is_some_and(|last| !last.is_ascii_alphanumeric()) {
        let faults = faults.iter().copied().chain([Fault::TrailingCharacters]).collect();
        all.push((shorter.as_str().to_owned(), faults));
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    /// A code as a good scanner types it: GTIN, serial, expiry, lot.
    const CODE: &str = "]d2010401234567890121Sy7-aZ9Kq\u{1d}1727063010LOT-m4";

    /// What an American key types on a keyboard with another layout.
    fn retype(key: fn(char) -> char, code: &str) -> String {
        let all = || (32u8..127).map(char::from).chain("ß´üÜöÖäÄ§éèçàù£".chars());
        let other = |meant: char| all().find(|typed| *typed != meant && key(*typed) == meant);
        code.chars().map(|meant| other(meant).unwrap_or(meant)).collect()
    }

    fn swap_case(code: &str) -> String {
        code.chars()
            .map(
                |letter| {
                    if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
                },
            )
            .collect()
    }

    fn understood(typed: &str) -> Option<Vec<Fault>> {
        let meant = read_code(CODE).unwrap();
        readings(typed).into_iter().find(|reading| reading.code.scanned == meant.scanned).map(|reading| reading.faults)
    }

    #[test]
    fn a_good_code_among_the_readings_of_each_fault() {
        let german = retype(american_of_german, CODE);
        let french = retype(american_of_french, CODE);
        assert!(german.contains("Sz7ßaY9"), "{german}");
        assert!(french.starts_with("$dé"), "{french}");
        let cases = [
            (swap_case(CODE), vec![Fault::CapsLock]),
            (german.clone(), vec![Fault::GermanLayout]),
            (french, vec![Fault::FrenchLayout]),
            (swap_case(&german), vec![Fault::GermanLayout, Fault::CapsLock]),
            (CODE.replace('\u{1d}', "|"), vec![Fault::OtherSeparator]),
            (CODE.replace('\u{1d}', " "), vec![Fault::OtherSeparator]),
            (CODE.replace('\u{1d}', "<GS>"), vec![Fault::OtherSeparator]),
            (CODE.replace('\u{1d}', "\\x1d"), vec![Fault::OtherSeparator]),
            (CODE.replace('\u{1d}', ""), vec![Fault::LostSeparator]),
            (CODE.replacen("]d2", "d2", 1), vec![Fault::BrokenPrefix]),
            (CODE.replacen("]d2", "D2", 1), vec![Fault::BrokenPrefix]),
            (swap_case(&CODE.replace('\u{1d}', "")), vec![Fault::CapsLock, Fault::LostSeparator]),
            (format!("{CODE};"), vec![Fault::TrailingCharacters]),
            (format!("{CODE}~"), vec![Fault::TrailingCharacters]),
        ];
        for (typed, faults) in cases {
            let found = understood(&typed);
            assert!(found.is_some(), "{typed:?}: {:?}", readings(&typed));
            assert_eq!(found.unwrap(), faults, "{typed:?}");
        }
    }

    #[test]
    fn letters_of_one_case_only_may_have_been_of_the_other() {
        let meant = read_code("]d2010401234567890121AB12\u{1d}10LOT7").unwrap();
        let found = readings("]d2010401234567890121ab12\u{1d}10lot7");
        assert!(found.iter().any(|reading| reading.code.scanned == meant.scanned));
    }

    #[test]
    fn a_text_that_is_nothing_of_the_kind_has_no_readings() {
        for text in ["", "hello", "04012345678901", &"0".repeat(5_000), "https://example.com/01/04012345678901"] {
            assert!(readings(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_find_too_much(text in "\\\\PC{0,120}") {
            prop_assert!(readings(&text).len() <= MAX_READINGS);
            let with_gtin = format!("0104012345678901{text}");
            prop_assert!(readings(&with_gtin).len() <= MAX_READINGS);
        }
    }
}
