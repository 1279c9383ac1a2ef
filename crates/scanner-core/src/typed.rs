//! Help while a code is typed: what has been recognised so far, what is missing, and what is wrong and where.
//!
//! Nobody is told of a mistake that the next key may still make right: the beginning of a good code is never
//! [`Standing::Wrong`]. And nothing is called [`Standing::Whole`] but what [`verdict::read_code`] accepts.

mod elements;
mod link;
mod number;

#[cfg(test)]
mod tests;

use gs1::{ErrorKind, GS, ParseError};
use verdict::{Code, CodeError, Message, Sentence, read_code, repair::Fault, repair::readings};

use crate::sentences as say;

/// Longest text that is looked into, in bytes; nobody types more.
pub const MOST: usize = 2_048;

/// What was recognised in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What it seems to become.
    pub form: Form,
    /// The elements of it that are there and right, in their order.
    pub seen: Vec<Seen>,
    /// How far it has come.
    pub standing: Standing,
    /// What else helps, as a sentence.
    pub hint: Option<Message>,
    /// What a misconfigured scanner must have done to it, if it makes sense only so.
    pub faults: Vec<Fault>,
}

/// What a text seems to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing was typed.
    Nothing,
    /// A product's number: a GTIN, or a national one.
    Number,
    /// Application identifiers and values run together.
    ElementString,
    /// `(01)…(21)…`, as printed beside a code.
    Bracketed,
    /// A GS1 Digital Link.
    DigitalLink,
    /// Nothing that is known.
    Unknown,
}

/// An element of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The application identifier, such as `21`.
    pub ai: String,
    /// Its value.
    pub value: String,
}

/// How far a text has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was typed.
    Empty,
    /// It may become a code.
    Unfinished {
        /// What a code of a pack must have, and this one has not yet.
        missing: Vec<Part>,
        /// How many characters the last value still lacks, where that is known; else 0.
        more: usize,
    },
    /// It is the code of a pack.
    Whole,
    /// It cannot become one.
    Wrong(Problem),
}

/// What a code of a pack must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The product's number, (01).
    Gtin,
    /// The serial number, (21).
    Serial,
    /// The lot, (10).
    Lot,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Gtin, Self::Serial, Self::Lot];

    /// Its application identifier.
    pub fn ai(self) -> &'static str {
        match self {
            Self::Gtin => "01",
            Self::Serial => "21",
            Self::Lot => "10",
        }
    }

    /// What it is called.
    pub fn name(self) -> Sentence {
        match self {
            Self::Gtin => say::TYPED_PART_GTIN,
            Self::Serial => say::TYPED_PART_SERIAL,
            Self::Lot => say::TYPED_PART_LOT,
        }
    }
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The character at which it begins, from 0; the number of characters if something is missing at the end.
    pub at: usize,
    /// What it is.
    pub what: Message,
}

/// What one of the forms came to, positions in bytes.
struct Found {
    form: Form,
    seen: Vec<Seen>,
    standing: Stand,
    hint: Option<Message>,
}

enum Stand {
    Unfinished { more: usize },
    Wrong { at: usize, what: Message },
}

/// Looks at a text as it is typed.
pub fn recognise(text: &str) -> Typed {
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    let before = text.find(trimmed).unwrap_or(0);
    if trimmed.is_empty() {
        return Typed {
            form: Form::Nothing,
            seen: Vec::new(),
            standing: Standing::Empty,
            hint: None,
            faults: Vec::new(),
        };
    }
    if let Ok(code) = read_code(trimmed) {
        return whole(&code);
    }
    let found = if trimmed.len() > MOST { too_long() } else { look(trimmed) };
    let wrong = matches!(found.standing, Stand::Wrong { .. });
    let faults = if wrong { faults(trimmed) } else { Vec::new() };
    let standing = match found.standing {
        Stand::Unfinished { more } => Standing::Unfinished { missing: missing(&found.seen), more },
        Stand::Wrong { at, what } => Standing::Wrong(Problem { at: character(text, before + at), what }),
    };
    let hint = faults.first().map(|fault| say::TYPED_FAULT.with("fault", fault.sentence())).or(found.hint);
    Typed { form: found.form, seen: found.seen, standing, hint, faults }
}

fn whole(code: &Code) -> Typed {
    let form = match code.message.form() {
        gs1::Form::ElementString => Form::ElementString,
        gs1::Form::Bracketed => Form::Bracketed,
        gs1::Form::DigitalLink => Form::DigitalLink,
        gs1::Form::Gtin => Form::Number,
    };
    Typed { form, seen: seen(&code.message), standing: Standing::Whole, hint: None, faults: Vec::new() }
}

fn look(text: &str) -> Found {
    number::look(text).or_else(|| link::look(text)).or_else(|| elements::look(text)).unwrap_or_else(|| Found {
        form: Form::Unknown,
        seen: Vec::new(),
        standing: Stand::Wrong { at: 0, what: say::TYPED_UNKNOWN.into() },
        hint: None,
    })
}

fn too_long() -> Found {
    let what = what(ParseError { kind: ErrorKind::TooLong, at: MOST });
    Found { form: Form::Unknown, seen: Vec::new(), standing: Stand::Wrong { at: MOST, what }, hint: None }
}

/// What must have happened to a text that makes sense only so.
fn faults(text: &str) -> Vec<Fault> {
    readings(text).into_iter().next().map(|reading| reading.faults).unwrap_or_default()
}

fn missing(seen: &[Seen]) -> Vec<Part> {
    Part::ALL.into_iter().filter(|part| !seen.iter().any(|seen| seen.ai == part.ai())).collect()
}

fn seen(message: &gs1::Message) -> Vec<Seen> {
    let elements = message.elements().iter();
    elements.map(|element| Seen { ai: element.ai.clone(), value: element.value.clone() }).collect()
}

/// What is wrong, in the words that verdicts have for it.
fn what(error: ParseError) -> Message {
    let said = CodeError::NotGs1(error).message();
    // Where it is, stands beside it.
    let why = said.arguments.iter().find(|(name, _)| *name == "why").map(|(_, value)| value.clone());
    match why {
        Some(verdict::Value::Message(why)) => *why,
        _ => said,
    }
}

/// What is wrong with a value whose last digit checks the others.
fn bad_check_digit(digits: &str) -> Option<Message> {
    let (_, body) = digits.as_bytes().split_last()?;
    let should = gs1::check_digit::mod10(body)?;
    Some(say::TYPED_CHECK_DIGIT.with("digit", char::from(should).to_string()))
}

/// The number of the character at a byte of a text.
fn character(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count()
}

/// Whether an application identifier begins with these digits.
fn may_become_ai(digits: &str) -> bool {
    if digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    (digits.len().max(2)..=4).any(|length| {
        let open = length - digits.len();
        (0..10usize.pow(open as u32)).any(|rest| {
            let rest = if open == 0 { String::new() } else { format!("{rest:0open$}") };
            gs1::title(&format!("{digits}{rest}")).is_some()
        })
    })
}
