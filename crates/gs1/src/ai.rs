//! Looking up Application Identifiers and checking their values.

use crate::{
    check_digit::SET_82,
    error::{ErrorKind, ParseError},
    lint::Lint,
    table::TABLE,
};

/// Characters that a component may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Digits,
    Set82,
    Set39,
    Set64,
}

impl Charset {
    fn holds(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Set82 => SET_82.contains(&byte),
            Self::Set39 => byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'#' | b'-' | b'/'),
            Self::Set64 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
        }
    }
}

/// One component of a value.
#[derive(Debug)]
pub(crate) struct Part {
    optional: bool,
    charset: Charset,
    min: usize,
    max: usize,
    lints: &'static [Lint],
}

pub(crate) const fn part(charset: Charset, min: usize, max: usize, lints: &'static [Lint]) -> Part {
    Part { optional: false, charset, min, max, lints }
}

pub(crate) const fn opt(charset: Charset, min: usize, max: usize, lints: &'static [Lint]) -> Part {
    Part { optional: true, charset, min, max, lints }
}

/// What the dictionary says of one AI, or of a range such as 3100 to 3105.
#[derive(Debug)]
pub(crate) struct AiSpec {
    pub first: &'static str,
    pub last: &'static str,
    /// Pre-defined length: no separator needs to follow.
    pub fixed: bool,
    /// May stand in the query of a Digital Link.
    pub attribute: bool,
    pub parts: &'static [Part],
    pub requires: &'static [&'static str],
    pub excludes: &'static str,
    /// Primary key of a Digital Link, with its ordered qualifiers.
    pub link_key: Option<&'static str>,
    pub title: &'static str,
}

impl AiSpec {
    /// Most characters a value can have.
    pub fn max_len(&self) -> usize {
        self.parts.iter().map(|part| part.max).sum()
    }

    /// Checks a value that stands at byte `at` of the input.
    pub fn check(&self, value: &str, at: usize) -> Result<(), ParseError> {
        if value.is_empty() {
            return Err(ParseError::new(ErrorKind::MissingValue, at));
        }
        let bytes = value.as_bytes();
        let mut start = 0;
        for part in self.parts {
            let rest = &bytes[start..];
            if rest.is_empty() && part.optional {
                break;
            }
            let len = rest.len().min(part.max);
            let piece = &rest[..len];
            if let Some(bad) = piece.iter().position(|byte| !part.charset.holds(*byte)) {
                return Err(ParseError::new(ErrorKind::BadCharacter, at + start + bad));
            }
            if len < part.min {
                return Err(ParseError::new(ErrorKind::ValueTooShort, at + start));
            }
            for lint in part.lints {
                lint.check(piece).map_err(|kind| ParseError::new(kind, at + start))?;
            }
            start += len;
        }
        if start < bytes.len() {
            return Err(ParseError::new(ErrorKind::ValueTooLong, at + start));
        }
        Ok(())
    }
}

/// The entry of exactly this AI.
pub(crate) fn find(ai: &str) -> Option<&'static AiSpec> {
    let after = TABLE.partition_point(|spec| spec.first <= ai);
    let spec = TABLE.get(after.checked_sub(1)?)?;
    (spec.first.len() == ai.len() && ai <= spec.last && ai.bytes().all(|byte| byte.is_ascii_digit())).then_some(spec)
}

/// The AI that begins `text`; no AI is the beginning of another.
pub(crate) fn find_prefix(text: &str) -> Option<(&str, &'static AiSpec)> {
    (2..=4).find_map(|len| {
        let ai = text.get(..len)?;
        find(ai).map(|spec| (ai, spec))
    })
}

/// The short title of an AI, such as `BATCH/LOT` for 10.
pub fn title(ai: &str) -> Option<&'static str> {
    find(ai).map(|spec| spec.title)
}

/// Whether values of this AI have a pre-defined length, so that no separator needs to follow them.
pub fn value_is_fixed_length(ai: &str) -> bool {
    find(ai).is_some_and(|spec| spec.fixed)
}

/// The most characters that a value of this AI can have.
pub fn longest_value(ai: &str) -> Option<usize> {
    find(ai).map(AiSpec::max_len)
}
