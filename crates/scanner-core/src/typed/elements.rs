//! Application identifiers and values, run together or in brackets, up to where the text ends.

use gs1::{ErrorKind, ParseError};
use verdict::Message;

use super::{Form, Found, GS, Seen, Stand, bad_check_digit, may_become_ai, what};

/// An element as it stands in the text.
struct Group<'a> {
    ai: &'a str,
    value: &'a str,
    /// Byte at which the value begins.
    at: usize,
    /// Whether the next key may add to it.
    open: bool,
}

/// How the elements of a text end.
enum End {
    /// With the text.
    Whole,
    /// Within an application identifier.
    Open,
    /// With something that is none, at this byte.
    Wrong(ErrorKind, usize),
}

/// Looks at a text that may become a list of elements; `None` if it cannot.
pub(super) fn look(text: &str) -> Option<Found> {
    let (form, groups, end) = if text.starts_with('(') {
        let (groups, end) = bracketed(text);
        (Form::Bracketed, groups, end)
    } else if text.starts_with([']', '^', GS]) || text.starts_with(|letter: char| letter.is_ascii_digit()) {
        let (groups, end) = run_together(text);
        (Form::ElementString, groups, end)
    } else {
        return None;
    };
    let mut seen = Vec::new();
    let standing = stand(text, form, &groups, end, &mut seen);
    Some(Found { form, seen, standing, hint: None })
}

fn stand(text: &str, form: Form, groups: &[Group<'_>], end: End, seen: &mut Vec<Seen>) -> Stand {
    for group in groups {
        match check(form, group) {
            Ok(element) => seen.extend(element),
            Err(error) if group.open && may_go_on(error.kind, group.value) => {
                let typed = group.value.chars().count();
                let fixed = gs1::longest_value(group.ai).filter(|_| gs1::value_is_fixed_length(group.ai));
                return Stand::Unfinished { more: fixed.map_or(0, |length| length.saturating_sub(typed)) };
            }
            Err(error) => return Stand::Wrong { at: position(&error, group), what: words(error, group) },
        }
    }
    match end {
        End::Open => Stand::Unfinished { more: 0 },
        End::Wrong(kind, at) => Stand::Wrong { at, what: what(ParseError { kind, at }) },
        End::Whole => match gs1::parse(text) {
            // What it needs may still come.
            Ok(_) => Stand::Unfinished { more: 0 },
            Err(error) if matches!(error.kind, ErrorKind::MissingPartner | ErrorKind::Empty) => {
                Stand::Unfinished { more: 0 }
            }
            Err(error) => Stand::Wrong { at: error.at, what: what(error) },
        },
    }
}

/// Whether the next key may make a value right.
fn may_go_on(kind: ErrorKind, value: &str) -> bool {
    match kind {
        ErrorKind::MissingValue | ErrorKind::ValueTooShort => true,
        // The first half of a bracket in a value.
        ErrorKind::BadCharacter => value.ends_with('\\'),
        // Half of an escape.
        ErrorKind::BadEscape => value.rfind('%').is_some_and(|at| value.len() - at < 3),
        _ => false,
    }
}

/// The element, if its value is right. Which others it needs is not asked.
fn check(form: Form, group: &Group<'_>) -> Result<Option<Seen>, ParseError> {
    let Group { ai, value, .. } = group;
    // A symbology identifier keeps short ones from being taken for a GTIN.
    let (alone, before) = match form {
        Form::Bracketed => (format!("({ai}){value}"), ai.len() + 2),
        _ => (format!("]d2{ai}{value}"), ai.len() + 3),
    };
    let seen = |value: String| Ok(Some(Seen { ai: (*ai).to_owned(), value }));
    match gs1::parse(&alone) {
        Ok(message) => seen(message.value(ai).unwrap_or(value).to_owned()),
        Err(error) if matches!(error.kind, ErrorKind::MissingPartner | ErrorKind::ExcludedPartner) => {
            seen(if form == Form::Bracketed { value.replace("\\(", "(") } else { (*value).to_owned() })
        }
        Err(error) => Err(ParseError { at: error.at.saturating_sub(before), ..error }),
    }
}

/// The byte of the text at which the fault is.
fn position(error: &ParseError, group: &Group<'_>) -> usize {
    match error.kind {
        ErrorKind::BadCheckDigit => group.at + group.value.len().saturating_sub(1),
        _ => group.at + error.at,
    }
}

fn words(error: ParseError, group: &Group<'_>) -> Message {
    let digits = Some(group.value).filter(|_| error.kind == ErrorKind::BadCheckDigit);
    digits.and_then(bad_check_digit).unwrap_or_else(|| what(error))
}

fn run_together(text: &str) -> (Vec<Group<'_>>, End) {
    let aim = text.starts_with(']');
    let Some(body) = (if aim { text.get(3..) } else { Some(text) }) else { return (Vec::new(), End::Open) };
    let separator = if body.starts_with('^') { '^' } else { GS };
    let mut groups = Vec::new();
    let mut rest = body.strip_prefix(separator).unwrap_or(body);
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let known = (2..=4).filter_map(|length| rest.get(..length)).find(|ai| gs1::title(ai).is_some());
        let Some(ai) = known else {
            let end = if may_become_ai(rest) { End::Open } else { End::Wrong(ErrorKind::UnknownAi, at) };
            return (groups, end);
        };
        let data = &rest[ai.len()..];
        let until = data.find(separator).unwrap_or(data.len());
        let longest = gs1::longest_value(ai).unwrap_or(data.len());
        let most = data.char_indices().nth(longest).map_or(data.len(), |(byte, _)| byte);
        let fixed = gs1::value_is_fixed_length(ai);
        let end = if fixed { until.min(most) } else { until };
        let open = end == data.len() && (!fixed || end < longest);
        groups.push(Group { ai, value: &data[..end], at: at + ai.len(), open });
        rest = &data[end..];
        rest = rest.strip_prefix(separator).unwrap_or(rest);
    }
    (groups, End::Whole)
}

fn bracketed(text: &str) -> (Vec<Group<'_>>, End) {
    let mut groups = Vec::new();
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix('(') {
        let at = text.len() - inner.len();
        let Some(close) = inner.find(')') else {
            let may = inner.is_empty() || may_become_ai(inner);
            return (groups, if may { End::Open } else { End::Wrong(ErrorKind::UnknownAi, at) });
        };
        let (ai, data) = (&inner[..close], &inner[close + 1..]);
        if gs1::title(ai).is_none() {
            return (groups, End::Wrong(ErrorKind::UnknownAi, at));
        }
        let bytes = data.as_bytes();
        let next = (0..bytes.len()).find(|&i| bytes[i] == b'(' && (i == 0 || bytes[i - 1] != b'\\'));
        let end = next.unwrap_or(data.len());
        groups.push(Group { ai, value: &data[..end], at: at + close + 1, open: next.is_none() });
        rest = &data[end..];
    }
    (groups, End::Whole)
}
