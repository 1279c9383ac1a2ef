//! Scanners' faults: what becomes of a genuine code on the way.

use crate::{code::GS, config, dice::Dice};

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Caps Lock: upper and lower case change places.
    Case,
    /// A German keyboard: Y and Z change places.
    Keys,
    /// Separators get lost.
    NoSeparator,
    /// Separators become another character.
    OtherSeparator(char),
    /// The end is missing.
    Cut,
    /// The linear code stands glued to it.
    Glued,
    /// One or two characters are wrong.
    Typed,
}

impl Fault {
    /// Any of them, by weight.
    pub fn draw(dice: &mut Dice) -> Self {
        match dice.weighted(&config::FAULT_WEIGHTS) {
            0 => Self::Case,
            1 => Self::Keys,
            2 => Self::NoSeparator,
            3 => Self::OtherSeparator(*dice.pick(&['|', ' ', '~', '#', '^'])),
            4 => Self::Cut,
            5 => Self::Glued,
            _ => Self::Typed,
        }
    }

    /// What becomes of a text.
    pub fn spoil(self, dice: &mut Dice, text: &str, gtin: &str) -> String {
        match self {
            Self::Case => text.chars().map(swapped).collect(),
            Self::Keys => text
                .chars()
                .map(|letter| match letter {
                    'Y' => 'Z',
                    'Z' => 'Y',
                    'y' => 'z',
                    'z' => 'y',
                    other => other,
                })
                .collect(),
            Self::NoSeparator => text.chars().filter(|letter| *letter != GS).collect(),
            Self::OtherSeparator(other) => text.replace(GS, &other.to_string()),
            Self::Cut => {
                let most = text.chars().count();
                let cut = dice.whole(1, 12).min(most as i64 - 20).max(1) as usize;
                text.chars().take(most - cut).collect()
            }
            Self::Glued => format!("{text}{}", gtin.get(1..).unwrap_or_default()),
            Self::Typed => mistyped(dice, text),
        }
    }
}

fn swapped(letter: char) -> char {
    if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
}

/// Characters that people take for each other.
const ALIKE: [(char, char); 10] = [
    ('0', 'O'),
    ('1', 'I'),
    ('5', 'S'),
    ('8', 'B'),
    ('2', 'Z'),
    ('6', 'G'),
    ('1', '7'),
    ('3', '8'),
    ('U', 'V'),
    ('M', 'N'),
];

/// A text in which one or two characters are wrong: taken for another, swapped with the next, left out or twice.
pub fn mistyped(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    // The GTIN at the front is checked by its own digit: what survives to be sent is mostly wrong behind it.
    let front = 18.min(letters.len() / 2);
    for _ in 0..dice.whole(1, 2) {
        let place = front + dice.index(letters.len() - front);
        let letter = letters[place];
        if !letter.is_ascii_alphanumeric() {
            continue;
        }
        match dice.below(5) {
            0 if place + 1 < letters.len() && letters[place + 1].is_ascii_alphanumeric() => {
                letters.swap(place, place + 1)
            }
            1 => letters.insert(place, letter),
            2 if letters.len() > front + 4 => {
                letters.remove(place);
            }
            _ => {
                let alike = ALIKE.iter().find_map(|(one, other)| match letter {
                    _ if letter == *one => Some(*other),
                    _ if letter == *other => Some(*one),
                    _ => None,
                });
                letters[place] = match alike {
                    Some(other) => other,
                    None if letter.is_ascii_digit() => char::from(b'0' + dice.below(10) as u8),
                    None => char::from(b'A' + dice.below(26) as u8),
                };
            }
        }
    }
    letters.into_iter().collect()
}
