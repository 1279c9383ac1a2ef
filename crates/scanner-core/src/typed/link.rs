//! GS1 Digital Links, up to where the text ends.

use gs1::{ErrorKind, ParseError};

use super::{Form, Found, Seen, Stand, bad_check_digit, seen, what};
use crate::sentences as say;

/// Most ends at which a link is tried.
const ENDS: usize = 32;

/// Looks at a text that may become a link; `None` if it cannot.
pub(super) fn look(text: &str) -> Option<Found> {
    let begins = |scheme: &str| {
        let shorter = text.len().min(scheme.len());
        text.get(..shorter).zip(scheme.get(..shorter)).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    if !begins("https://") && !begins("http://") {
        // An address as people say it.
        let host = text.split_once('/').map(|(host, _)| host);
        let named = host.is_some_and(|host| host.contains('.') && !host.contains(['(', ' ', ']']));
        return (named && text.contains("/01/")).then(|| Found {
            form: Form::DigitalLink,
            seen: Vec::new(),
            standing: Stand::Wrong { at: 0, what: say::TYPED_LINK_SCHEME.into() },
            hint: None,
        });
    }
    let standing = match gs1::parse(text) {
        // Of the scheme alone nothing can be said yet.
        _ if !text.contains("://") => Stand::Unfinished { more: 0 },
        Ok(_) => Stand::Unfinished { more: 0 },
        Err(error) if may_go_on(error, text) => Stand::Unfinished { more: more(error, text) },
        Err(error) => {
            let rest = text.get(error.at..).unwrap_or_default();
            let value = rest.split(['/', '?', '&', ';', '#']).next().unwrap_or_default();
            let digit = Some(value).filter(|_| error.kind == ErrorKind::BadCheckDigit);
            match digit.and_then(bad_check_digit) {
                Some(what) => Stand::Wrong { at: error.at + value.len().saturating_sub(1), what },
                None => Stand::Wrong { at: error.at, what: what(error) },
            }
        }
    };
    Some(Found { form: Form::DigitalLink, seen: so_far(text), standing, hint: None })
}

/// The elements of the longest beginning that is a link.
fn so_far(text: &str) -> Vec<Seen> {
    let ends = text.rmatch_indices(['/', '?', '&', ';']).map(|(at, _)| at);
    let message = std::iter::once(text.len()).chain(ends).take(ENDS).find_map(|end| gs1::parse(text.get(..end)?).ok());
    message.map(|message| seen(&message)).unwrap_or_default()
}

/// Whether the next key may make it right.
fn may_go_on(error: ParseError, text: &str) -> bool {
    let rest = text.get(error.at..).unwrap_or_default();
    let last = !rest.contains(['/', '?', '&', ';', '#']);
    match error.kind {
        ErrorKind::NoLinkKey | ErrorKind::MissingPartner => true,
        ErrorKind::MissingValue | ErrorKind::ValueTooShort | ErrorKind::UnknownAi => last,
        ErrorKind::BadEscape => rest.len() < 3 || text.rfind('%').is_some_and(|at| text.len() - at < 3),
        // Not even a host has been typed: `https:` or `https://`.
        ErrorKind::BadUri => text.len() <= "https://".len() && !text.contains(char::is_whitespace),
        _ => false,
    }
}

fn more(error: ParseError, text: &str) -> usize {
    let value = text.get(error.at..).unwrap_or_default();
    let before = text.get(..error.at.saturating_sub(1)).unwrap_or_default();
    let ai = before.rsplit(['/', '?', '&', ';']).next().unwrap_or_default();
    let fixed =
        gs1::longest_value(ai).filter(|_| error.kind == ErrorKind::ValueTooShort && gs1::value_is_fixed_length(ai));
    fixed.map_or(0, |length| length.saturating_sub(value.len()))
}
