//! Element strings: AIs and values run together, or bracketed as printed for people.

use alloc::{string::String, vec::Vec};

use crate::{
    GS, ai,
    error::{ErrorKind, ParseError},
    message::{Element, Form, Message},
};

/// Reads `AI value [FNC1] AI value …`. A leading FNC1 (GS or `^`) and a needless one after a value of pre-defined
/// length are accepted, as many printers add them.
pub(crate) fn parse(body: &str, offset: usize) -> Result<Message, ParseError> {
    // `^` is not in any GS1 character set, so as a first character it can only mean FNC1.
    let separator = if body.starts_with('^') { '^' } else { GS };
    let mut rest = body.strip_prefix(separator).unwrap_or(body);
    if rest.is_empty() {
        return Err(ParseError::new(ErrorKind::Empty, offset));
    }
    let mut elements = Vec::new();
    while !rest.is_empty() {
        let at = offset + body.len() - rest.len();
        let (ai, spec) = ai::find_prefix(rest).ok_or(ParseError::new(ErrorKind::UnknownAi, at))?;
        let data = &rest[ai.len()..];
        let at = at + ai.len();
        let until_separator = data.find(separator).unwrap_or(data.len());
        let end = if spec.fixed { until_separator.min(floor_boundary(data, spec.max_len())) } else { until_separator };
        let value = &data[..end];
        spec.check(value, at)?;
        elements.push(Element { ai: ai.into(), value: value.into(), at });
        rest = &data[end..];
        rest = rest.strip_prefix(separator).unwrap_or(rest);
    }
    Ok(Message::new(Form::ElementString, elements, Vec::new()))
}

/// The largest character boundary of `text` not above `index`.
fn floor_boundary(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Reads `(AI)value(AI)value…`; a bracket inside a value is written `\(`.
pub(crate) fn parse_bracketed(body: &str, offset: usize) -> Result<Message, ParseError> {
    let mut elements = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let at = offset + body.len() - rest.len();
        let inner = rest.strip_prefix('(').ok_or(ParseError::new(ErrorKind::BadBrackets, at))?;
        let close = inner.find(')').ok_or(ParseError::new(ErrorKind::BadBrackets, at))?;
        let ai = &inner[..close];
        let spec = ai::find(ai).ok_or(ParseError::new(ErrorKind::UnknownAi, at + 1))?;
        let data = &inner[close + 1..];
        let at = at + close + 2;
        let end = unescaped_bracket(data);
        let value: String = data[..end].replace("\\(", "(");
        spec.check(&value, at)?;
        elements.push(Element { ai: ai.into(), value, at });
        rest = &data[end..];
    }
    Ok(Message::new(Form::Bracketed, elements, Vec::new()))
}

fn unescaped_bracket(data: &str) -> usize {
    let bytes = data.as_bytes();
    (0..bytes.len()).find(|&i| bytes[i] == b'(' && (i == 0 || bytes[i - 1] != b'\\')).unwrap_or(bytes.len())
}
