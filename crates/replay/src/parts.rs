//! What can be read of a code that is none as it stands: its elements as far as they go.

use gs1::{GS, Message};

/// What comes last in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Last {
    /// A serial.
    Serial,
    /// A lot.
    Lot,
    /// An element that has not all its characters.
    Piece,
    /// What is no element.
    Surplus,
    /// Anything else.
    #[default]
    Other,
}

/// The elements of a medicine's code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// 14 digits, whose check digit may be wrong.
    pub(crate) gtin: Option<String>,
    pub(crate) lot: Option<String>,
    pub(crate) serial: Option<String>,
    /// As printed, which may be no day.
    pub(crate) expiry: Option<String>,
    pub(crate) last: Last,
    /// Whether something that is no scanner's prefix stands before the code.
    pub(crate) preceded: bool,
    /// What follows the GTIN in an element string, separators left out.
    pub(crate) merged: String,
}

impl Parts {
    /// Of a code that can be read.
    pub(crate) fn of(message: &Message, text: &str) -> Self {
        let value = |ai| message.value(ai).map(str::to_owned);
        let mut parts = Self {
            gtin: value("01").map(|gtin| format!("{gtin:0>14}")),
            lot: value("10"),
            serial: value("21"),
            expiry: value("17"),
            ..Self::default()
        };
        parts.last = match message.elements().iter().max_by_key(|element| element.at) {
            Some(last) if text.ends_with(&last.value) && last.ai == "21" => Last::Serial,
            Some(last) if text.ends_with(&last.value) && last.ai == "10" => Last::Lot,
            _ => Last::Other,
        };
        parts.merged = element_string(text).map_or_else(String::new, |(_, rest)| merged(rest));
        parts
    }

    /// Of any text, as far as it goes.
    pub(crate) fn guess(text: &str) -> Self {
        if let Some((_, path)) = text.split_once("/01/") {
            return of_link(path);
        }
        if let Some((before, rest)) = text.split_once("(01)") {
            return Self { preceded: !before.is_empty(), ..of_brackets(rest) };
        }
        let Some((before, rest)) = element_string(text) else { return Self::default() };
        let prefix =
            before.is_empty() || (before.starts_with(']') && before.len() <= 4) || before.chars().all(|c| c == GS);
        Self { preceded: !prefix, ..of_elements(rest) }
    }
}

/// What stands before AI (01), and the GTIN with what follows.
fn element_string(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let found = text.match_indices("01").find(|(at, _)| text.get(*at..).is_some_and(|rest| digits(rest) >= 16))?;
    let (before, rest) = text.split_at_checked(found.0)?;
    Some((before, rest.get(2..)?))
}

fn merged(rest: &str) -> String {
    rest.get(14..).unwrap_or_default().chars().filter(|letter| *letter != GS).collect()
}

fn of_elements(text: &str) -> Parts {
    let mut parts = Parts { merged: merged(text), ..Parts::default() };
    let Some((gtin, mut rest)) = text.split_at_checked(14) else { return parts };
    parts.gtin = Some(gtin.to_owned());
    loop {
        rest = rest.trim_start_matches(GS);
        if rest.is_empty() {
            return parts;
        }
        let Some((ai, data)) = rest.split_at_checked(2) else {
            parts.last = Last::Piece;
            return parts;
        };
        let (value, after) = match ai {
            "10" | "21" => data.split_at(data.find(GS).unwrap_or(data.len())),
            "11" | "13" | "15" | "17" => match data.split_at_checked(6) {
                Some(split) => split,
                None => {
                    parts.last = Last::Piece;
                    return parts;
                }
            },
            _ => {
                parts.last = Last::Surplus;
                return parts;
            }
        };
        parts.last = Last::Other;
        match ai {
            "10" if parts.lot.is_none() => {
                parts.lot = Some(value.to_owned());
                parts.last = Last::Lot;
            }
            "21" if parts.serial.is_none() => {
                parts.serial = Some(value.to_owned());
                parts.last = Last::Serial;
            }
            "17" => parts.expiry = Some(value.to_owned()),
            _ => {}
        }
        if after.starts_with(GS) {
            parts.last = Last::Other;
        }
        rest = after;
    }
}

fn of_link(path: &str) -> Parts {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut segments = path.split('/');
    let mut parts = Parts { gtin: segments.next().map(|gtin| format!("{gtin:0>14}")), ..Parts::default() };
    while let (Some(ai), value) = (segments.next(), segments.next()) {
        let Some(value) = value else {
            parts.last = Last::Piece;
            break;
        };
        match ai {
            "10" => (parts.lot, parts.last) = (Some(value.to_owned()), Last::Lot),
            "21" => (parts.serial, parts.last) = (Some(value.to_owned()), Last::Serial),
            _ => {}
        }
    }
    if !query.is_empty() {
        parts.last = Last::Other;
        let expiry = query.split('&').find_map(|pair| pair.strip_prefix("17="));
        parts.expiry = expiry.map(str::to_owned);
    }
    parts
}

fn of_brackets(text: &str) -> Parts {
    let mut fields = text.split('(');
    let mut parts = Parts { gtin: fields.next().map(str::to_owned), ..Parts::default() };
    for field in fields {
        let Some((ai, value)) = field.split_once(')') else {
            parts.last = Last::Piece;
            break;
        };
        match ai {
            "10" => (parts.lot, parts.last) = (Some(value.to_owned()), Last::Lot),
            "21" => (parts.serial, parts.last) = (Some(value.to_owned()), Last::Serial),
            "17" => (parts.expiry, parts.last) = (Some(value.to_owned()), Last::Other),
            _ => parts.last = Last::Other,
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_forms_are_read_as_far_as_they_go() {
        let read = |text: &str| {
            let parts = Parts::guess(text);
            let or = |text: Option<String>| text.unwrap_or_default();
            (or(parts.gtin), or(parts.lot), or(parts.serial), or(parts.expiry), parts.last)
        };
        let all = |gtin: &str, lot: &str, serial: &str, expiry: &str, last| {
            (gtin.to_owned(), lot.to_owned(), serial.to_owned(), expiry.to_owned(), last)
        };
        let gtin = "04012345678901";
        for (text, wanted) in [
            ("]d2010401234567890121S1\u{1d}1727120010LOT", all(gtin, "LOT", "S1", "271200", Last::Lot)),
            ("]d2010401234567890121S1\u{1d}17271", all(gtin, "", "S1", "", Last::Piece)),
            ("010401234567890110LOT\u{1d}21S1", all(gtin, "LOT", "S1", "", Last::Serial)),
            ("010401234567890110LOT\u{1d}21S1\u{1d}99x", all(gtin, "LOT", "S1", "", Last::Surplus)),
            (
                "https://a.example/01/04012345678901/10/LOT/21/S1?17=271200",
                all(gtin, "LOT", "S1", "271200", Last::Other),
            ),
            ("https://a.example/01/04012345678901/10/LOT/21/S", all(gtin, "LOT", "S", "", Last::Serial)),
            ("(01)04012345678901(21)S1(10)L", all(gtin, "L", "S1", "", Last::Lot)),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert!(Parts::guess("x010401234567890121S1").preceded);
        assert_eq!(Parts::guess("hello"), Parts::default());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC{0,10}(01|/01/|\\(01\\)))?[0-9]{0,16}[()/?=12701é\u{1d}A]{0,30}") {
            let _ = Parts::guess(&text);
        }
    }
}
