//! GS1 keys as types: a value of one of these has passed its checks.

use alloc::string::String;
use core::{fmt, str::FromStr};

use crate::check_digit;

/// Why a text is not the key that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Wrong number of characters.
    #[error(
        "wrong length: a GTIN has 8, 12, 13 or 14 digits, a GLN 13, an SSCC 18, a lot or serial 1 to 20 characters"
    )]
    Length,
    /// A character that the key may not hold.
    #[error("a character is not allowed: GTIN, GLN and SSCC are digits, lots and serials are GS1 character set 82")]
    Character,
    /// The check digit does not fit.
    #[error("the check digit is wrong: compare with the printed number")]
    CheckDigit,
}

fn numeric_key(text: &str, lengths: &[usize]) -> Result<u64, KeyError> {
    if !lengths.contains(&text.len()) {
        return Err(KeyError::Length);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(KeyError::Character);
    }
    if !check_digit::mod10_holds(text.as_bytes()) {
        return Err(KeyError::CheckDigit);
    }
    // At most 18 digits: always fits.
    text.parse().map_err(|_| KeyError::Length)
}

macro_rules! numeric_key {
    ($(#[$doc:meta])* $name:ident, $digits:literal, $lengths:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The key as a number, leading zeros dropped: the form it has on the ledger.
            pub fn number(self) -> u64 {
                self.0
            }

            /// From the ledger's number.
            ///
            /// # Errors
            /// [`KeyError`] if it has too many digits or its check digit is wrong.
            pub fn from_number(number: u64) -> Result<Self, KeyError> {
                if number >= 10u64.pow($digits) {
                    return Err(KeyError::Length);
                }
                let (mut rest, mut sum, mut weight) = (number / 10, 0, 3);
                while rest > 0 {
                    sum += rest % 10 * weight;
                    rest /= 10;
                    weight = 4 - weight;
                }
                if (10 - sum % 10) % 10 == number % 10 { Ok(Self(number)) } else { Err(KeyError::CheckDigit) }
            }
        }

        impl FromStr for $name {
            type Err = KeyError;
            fn from_str(text: &str) -> Result<Self, KeyError> {
                numeric_key(text, $lengths).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:0width$}", self.0, width = $digits)
            }
        }
    };
}

numeric_key!(
    /// Global Trade Item Number: which product. Shorter forms are padded to 14 digits.
    Gtin, 14, &[8, 12, 13, 14]
);
numeric_key!(
    /// Global Location Number: which site or party.
    Gln, 13, &[13]
);
numeric_key!(
    /// Serial Shipping Container Code: which case or pallet.
    Sscc, 18, &[18]
);

/// Whether a text can only be a GTIN typed or scanned alone, without an AI.
pub(crate) fn looks_like_gtin(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14) && text.bytes().all(|byte| byte.is_ascii_digit())
}

macro_rules! text_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The ASCII bytes.
            pub fn as_bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        impl FromStr for $name {
            type Err = KeyError;
            fn from_str(text: &str) -> Result<Self, KeyError> {
                if text.is_empty() || text.len() > 20 {
                    return Err(KeyError::Length);
                }
                if !text.bytes().all(|byte| check_digit::SET_82.contains(&byte)) {
                    return Err(KeyError::Character);
                }
                Ok(Self(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_key!(
    /// Batch or lot number, AI (10): 1 to 20 characters of GS1 set 82.
    Lot
);
text_key!(
    /// Serial number of one pack, AI (21): 1 to 20 characters of GS1 set 82.
    Serial
);
