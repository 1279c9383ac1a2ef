//! What a keyboard makes of the test code, and how far that is from what arrived.

use gs1::GS;
use verdict::repair::{Fault, meant};

/// A layout and a case that may have changed the code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hypothesis {
    layout: Option<Fault>,
    case: Option<Fault>,
    /// Whether Caps Lock holds for the row of digits, too, as with French keyboards on Windows.
    shift_lock: bool,
}

impl Hypothesis {
    /// All of them, those with the fewest faults first.
    pub fn all() -> impl Iterator<Item = Self> {
        let layouts = [None, Some(Fault::GermanLayout), Some(Fault::FrenchLayout)];
        let cases = [None, Some(Fault::CapsLock), Some(Fault::UpperCase), Some(Fault::LowerCase)];
        let mut all: Vec<Self> =
            layouts.into_iter().flat_map(|layout| cases.map(|case| Self { layout, case, shift_lock: false })).collect();
        all.push(Self { layout: Some(Fault::FrenchLayout), case: Some(Fault::CapsLock), shift_lock: true });
        all.sort_by_key(|hypothesis| hypothesis.faults().len());
        all.into_iter()
    }

    pub fn faults(&self) -> Vec<Fault> {
        self.layout.into_iter().chain(self.case).collect()
    }

    /// What arrives when this is sent.
    pub fn types(&self, sent: &[char]) -> Vec<char> {
        sent.iter().map(|letter| self.typed(*letter)).collect()
    }

    fn typed(&self, sent: char) -> char {
        if self.shift_lock && sent.is_ascii_digit() {
            return sent;
        }
        let key = self.layout.map_or(sent, |layout| on(layout, sent));
        match self.case {
            Some(Fault::CapsLock) if key.is_lowercase() => upper(key),
            Some(Fault::CapsLock | Fault::LowerCase) => lower(key),
            Some(Fault::UpperCase) => upper(key),
            _ => key,
        }
    }
}

/// What the key for a character types on another layout.
fn on(layout: Fault, sent: char) -> char {
    let typed = (' '..='~').chain("ß´üÜöÖäÄ§éèçàù£°".chars());
    typed.into_iter().find(|typed| *typed != sent && meant(layout, *typed) == sent).unwrap_or(sent)
}

fn upper(letter: char) -> char {
    lone(letter.to_uppercase(), letter)
}

fn lower(letter: char) -> char {
    lone(letter.to_lowercase(), letter)
}

/// The letter, unless it is several, as the capital of `ß`.
fn lone(mut letters: impl Iterator<Item = char>, otherwise: char) -> char {
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => otherwise,
    }
}

/// What a hypothesis leaves unexplained.
#[derive(Debug, Default)]
pub(super) struct Residue {
    /// How much it is.
    pub cost: usize,
    /// How many characters arrived as they should.
    pub same: usize,
    /// What came before the code.
    pub before: Vec<char>,
    /// How many characters came after it.
    pub after: usize,
    /// Separators that came as something else.
    pub other_separators: usize,
    /// Separators that did not come.
    pub lost_separators: usize,
    /// Characters that came as others: what was meant, and what came. Each once.
    pub others: Vec<(char, char)>,
    /// Characters that did not come.
    pub lost: usize,
    /// Characters that came without being in the code.
    pub extra: usize,
    /// Whether the end is missing.
    pub cut: bool,
}

#[derive(Clone, Copy)]
enum Edit {
    Same,
    Other,
    Lost,
    Extra,
}

/// Compares what should arrive with what did. `sent` is what was meant by each character of `expected`.
pub(super) fn residue(expected: &[char], received: &[char], sent: &[char]) -> Residue {
    let edits = align(expected, received);
    let mut residue = Residue::default();
    // What comes before the first expected character, and after the last, is no part of the code.
    let first = edits.iter().position(|edit| !matches!(edit, Edit::Extra)).unwrap_or(edits.len());
    let last = edits.iter().rposition(|edit| !matches!(edit, Edit::Extra)).map_or(0, |at| at + 1);
    // A prefix has three characters; it is no fault, and costs nothing.
    residue.cost = edits.iter().filter(|edit| !matches!(edit, Edit::Same)).count() - first.min(3);
    let (mut from, mut to, mut trailing_lost) = (0, 0, 0);
    for (index, edit) in edits.iter().enumerate() {
        let meant = sent.get(from).copied();
        let came = received.get(to).copied();
        match edit {
            Edit::Same => residue.same += 1,
            Edit::Other if meant == Some(GS) => residue.other_separators += 1,
            Edit::Other => {
                let pair = meant.zip(came);
                residue.others.extend(pair.filter(|pair| !residue.others.contains(pair)));
            }
            Edit::Lost if meant == Some(GS) => residue.lost_separators += 1,
            Edit::Lost => residue.lost += 1,
            Edit::Extra if index < first => residue.before.extend(came),
            Edit::Extra if index >= last => residue.after += 1,
            // A separator by a longer name, such as `\x1d`.
            Edit::Extra if beside_separator(sent, from) => residue.other_separators += 1,
            Edit::Extra => residue.extra += 1,
        }
        trailing_lost = if matches!(edit, Edit::Lost) { trailing_lost + 1 } else { 0 };
        from += usize::from(!matches!(edit, Edit::Extra));
        to += usize::from(!matches!(edit, Edit::Lost));
    }
    // Two or more at the end are an end, not letters lost on the way.
    if trailing_lost > 1 {
        let separators = sent.iter().rev().take(trailing_lost).filter(|letter| **letter == GS).count();
        residue.lost -= trailing_lost - separators;
        residue.lost_separators -= separators;
        residue.cut = true;
    }
    residue
}

fn beside_separator(sent: &[char], from: usize) -> bool {
    let is = |at: Option<usize>| at.and_then(|at| sent.get(at)) == Some(&GS);
    is(Some(from)) || is(from.checked_sub(1))
}

/// The fewest changes that make one text of the other, in order.
fn align(expected: &[char], received: &[char]) -> Vec<Edit> {
    let width = received.len() + 1;
    let at = |from: usize, to: usize| from * width + to;
    let mut costs = vec![0usize; (expected.len() + 1) * width];
    let cost = |costs: &[usize], index: usize| costs.get(index).copied().unwrap_or(usize::MAX / 2);
    for from in (0..=expected.len()).rev() {
        for to in (0..=received.len()).rev() {
            let best = match (expected.get(from), received.get(to)) {
                (None, None) => 0,
                (Some(_), None) => expected.len() - from,
                (None, Some(_)) => received.len() - to,
                (Some(one), Some(other)) => {
                    let both = cost(&costs, at(from + 1, to + 1)) + usize::from(one != other);
                    let lost = cost(&costs, at(from + 1, to)) + 1;
                    let extra = cost(&costs, at(from, to + 1)) + 1;
                    both.min(lost).min(extra)
                }
            };
            if let Some(cell) = costs.get_mut(at(from, to)) {
                *cell = best;
            }
        }
    }
    let (mut from, mut to, mut edits) = (0, 0, Vec::new());
    while from < expected.len() || to < received.len() {
        let here = cost(&costs, at(from, to));
        let (one, other) = (expected.get(from), received.get(to));
        let both = one.is_some() && other.is_some();
        let edit = if both && one == other && cost(&costs, at(from + 1, to + 1)) == here {
            Edit::Same
        } else if other.is_some() && cost(&costs, at(from, to + 1)) + 1 == here {
            Edit::Extra
        } else if both && cost(&costs, at(from + 1, to + 1)) + 1 == here {
            Edit::Other
        } else {
            Edit::Lost
        };
        from += usize::from(!matches!(edit, Edit::Extra));
        to += usize::from(!matches!(edit, Edit::Lost));
        edits.push(edit);
    }
    edits
}
