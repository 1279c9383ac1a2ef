//! Bytes and words as they stand in a queue.

use crate::OutboxError;

/// Most bytes of what a person reads about an act, and of why one was given up.
pub const MAX_TOLD: usize = 400;
/// Most bytes of a conflict's words.
pub const MAX_WORDS: usize = 1_000;

/// That a text can be shown: something to see, of bounded length, and nothing that controls a terminal.
pub(crate) fn ensure(text: &str, most: usize) -> Result<(), OutboxError> {
    if text.len() <= most && ledger_types::is_name(text.as_bytes()) { Ok(()) } else { Err(OutboxError::BadText) }
}

/// A text that can be shown, made of any.
pub(crate) fn showable(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        let letter =
            if ledger_types::is_name(letter.to_string().as_bytes()) || letter == ' ' { letter } else { '\u{fffd}' };
        if shown.len() + letter.len_utf8() > most {
            break;
        }
        shown.push(letter);
    }
    if shown.trim().is_empty() { "nothing readable".into() } else { shown }
}

/// Bytes as `0x` and hexadecimal digits.
pub(crate) mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: impl AsRef<[u8]>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("0x{}", ::hex::encode(bytes)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        let digits = text.strip_prefix("0x").ok_or_else(|| D::Error::custom("bytes begin with 0x"))?;
        let bytes = ::hex::decode(digits).map_err(D::Error::custom)?;
        T::try_from(bytes).map_err(|_| D::Error::custom("another number of bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_controls_a_terminal_is_neither_taken_nor_shown() {
        assert!(ensure("pack S1", 10).is_ok());
        for bad in ["", "  ", "\u{1b}[2J", "a\nb", "\u{202e}abc", "longer than ten"] {
            assert!(ensure(bad, 10).is_err(), "{bad:?}");
            assert!(ensure(&showable(bad, 20), 20).is_ok(), "{bad:?}");
        }
        assert_eq!(showable("Zürich", 3), "Zü");
    }
}
