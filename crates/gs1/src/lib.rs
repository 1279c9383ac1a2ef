//! GS1 identifiers and messages as they stand on medicine packs, cases and pallets.
//!
//! One way in, [`parse`]: text from any scanner or keyboard becomes a [`Message`], a list of checked
//! [`Element`]s, or a [`ParseError`] that names the fault and where it is.
//!
//! | form | example |
//! |---|---|
//! | element string | `]d20109506000134352` + `21…` GS `17…`, AIM prefix optional, GS = U+001D |
//! | bracketed | `(01)09506000134352(21)12345` |
//! | Digital Link | `https://id.example.org/01/09506000134352/21/12345?17=271231` |
//! | GTIN alone | 8, 12, 13 or 14 digits, as typed from a linear barcode |
//!
//! Rules come from the GS1 General Specifications, the GS1 Barcode Syntax Dictionary (module `table`) and
//! GS1 Digital Link: URI Syntax. Everything is `no_std` with `alloc`, and works in time and memory linear
//! in its input, which is refused over [`MAX_INPUT`] bytes.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod ai;
mod association;
pub mod check_digit;
mod date;
mod digital_link;
mod element_string;
mod error;
mod keys;
mod lint;
mod message;
mod table;

pub use ai::{longest_value, title, value_is_fixed_length};
pub use date::Date;
pub use digital_link::to_digital_link;
pub use error::{ErrorKind, ParseError};
pub use keys::{Gln, Gtin, KeyError, Lot, Serial, Sscc};
pub use message::{Element, Form, Message};

/// Longest accepted input in bytes: above any GS1 symbol (a QR code holds at most 7,089 digits).
pub const MAX_INPUT: usize = 8_192;

/// The separator between a variable-length value and the next AI, as scanners transmit FNC1.
pub const GS: char = '\u{1d}';

/// Reads any supported form.
///
/// # Errors
/// [`ParseError`] with the first fault in reading order; pairing faults (an AI that needs or forbids another)
/// come last.
pub fn parse(text: &str) -> Result<Message, ParseError> {
    if text.len() > MAX_INPUT {
        return Err(ParseError::new(ErrorKind::TooLong, MAX_INPUT));
    }
    if text.is_empty() {
        return Err(ParseError::new(ErrorKind::Empty, 0));
    }
    let (aim, body) = split_aim(text);
    let offset = text.len() - body.len();
    if aim.is_some_and(|aim| !carries_elements(aim) && keys::looks_like_gtin(body)) {
        let bad = |_| ParseError::new(ErrorKind::BadCheckDigit, text.len() - 1);
        return Ok(Message::gtin_alone(body.parse().map_err(bad)?));
    }
    let message = if digital_link::looks_like_uri(body) {
        digital_link::parse(body, offset)?
    } else if body.starts_with('(') {
        element_string::parse_bracketed(body, offset)?
    } else if aim.is_none() && keys::looks_like_gtin(body) {
        let bad = |_| ParseError::new(ErrorKind::BadCheckDigit, text.len() - 1);
        Message::gtin_alone(body.parse().map_err(bad)?)
    } else {
        element_string::parse(body, offset)?
    };
    association::check(message.elements())?;
    Ok(message)
}

/// Splits an AIM symbology identifier (`]` letter modifier, ISO/IEC 15424) from the data.
fn split_aim(text: &str) -> (Option<&str>, &str) {
    match text.as_bytes() {
        [b']', letter, modifier, ..] if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() => {
            (Some(&text[..3]), &text[3..])
        }
        _ => (None, text),
    }
}

/// Whether a symbol with this AIM identifier holds element strings: GS1-128, GS1 DataMatrix, GS1 QR, GS1 DataBar and GS1
/// DotCode. Digits from any other, such as EAN-13 (`]E0`) or ITF (`]I1`), are a GTIN.
fn carries_elements(aim: &str) -> bool {
    ["]C1", "]d2", "]Q3", "]e0", "]J1"].contains(&aim)
}

#[cfg(test)]
mod tests;
