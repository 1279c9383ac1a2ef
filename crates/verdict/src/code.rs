//! What a code says about a pack.

use gs1::{Date, ParseError};
use pack_commitment::{LabelMaterial, PARAMETER};

use crate::{Message, Scanned, Sentence, faults_of_codes, repair::readings, sentences as say};

/// A code that names a single pack.
#[derive(Clone, Debug)]
pub struct Code {
    /// As read or typed.
    pub text: String,
    /// Whether a person or a handheld scanner typed it: then it may have been mistyped, see [`crate::repair`].
    pub typed: bool,
    /// What is printed.
    pub scanned: Scanned,
    /// Another expiry in a second symbol on the same label, if they differ.
    pub other_expiry: Option<Date>,
    /// All elements of the code.
    pub message: gs1::Message,
    /// The proof on the label, if it carries one that can be read.
    pub material: Option<LabelMaterial>,
}

/// Why a text is no code of a pack. It says nothing about the pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text is no GS1 code.
    #[error("this is no valid GS1 code: {0}")]
    NotGs1(ParseError),
    /// The code names a product or batch, but no single pack.
    #[error("the code has no {0}, so it does not name a single pack")]
    Incomplete(&'static str),
}

impl CodeError {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotGs1(error) => error.code(),
            Self::Incomplete(_) => "incomplete-code",
        }
    }

    /// What is wrong, as a sentence for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::NotGs1(error) => {
                say::NOT_GS1.with("why", faults_of_codes::what(error.kind)).with("at", error.at as u64)
            }
            Self::Incomplete(missing) => {
                let elements = [say::ELEMENT_GTIN, say::ELEMENT_SERIAL, say::ELEMENT_LOT];
                let element = elements.into_iter().find(|element| element.english == *missing);
                say::INCOMPLETE.with("missing", element.map_or_else(|| (*missing).into(), Message::from))
            }
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        self.next().english
    }

    /// What to do next, as a sentence for any language.
    pub fn next(&self) -> Sentence {
        match self {
            Self::NotGs1(_) => say::COMPARE_CODE,
            Self::Incomplete(_) => say::SCAN_THE_SQUARE,
        }
    }
}

/// Reads a code as typed or as a scanner sends it: element string, bracketed, or GS1 Digital Link.
///
/// # Errors
/// [`CodeError::NotGs1`], [`CodeError::Incomplete`].
pub fn read_code(text: &str) -> Result<Code, CodeError> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let message = gs1::parse(text).map_err(CodeError::NotGs1)?;
    let scanned = Scanned {
        gtin: message.gtin().ok_or(CodeError::Incomplete(say::ELEMENT_GTIN.english))?,
        serial: message.serial().ok_or(CodeError::Incomplete(say::ELEMENT_SERIAL.english))?,
        lot: message.lot().ok_or(CodeError::Incomplete(say::ELEMENT_LOT.english))?,
        expiry: message.expiry(),
    };
    let material = message.extension(PARAMETER).and_then(|text| LabelMaterial::from_text(text).ok());
    Ok(Code { text: text.to_owned(), typed: true, scanned, other_expiry: None, message, material })
}

/// Reads a code as typed, or if it is none as it stands, what a misconfigured scanner most likely made it of.
///
/// # Errors
/// As [`read_code`], for the text as it stands.
pub fn read_typed(text: &str) -> Result<Code, CodeError> {
    read_code(text).or_else(|error| {
        let likeliest = readings(text).into_iter().next().ok_or(error)?;
        Ok(Code { text: text.to_owned(), ..likeliest.code })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str =
        "https://id.example.com/01/04012345678901/10/LOT-7/21/S1?17=271200&mt=AAAAEQcHBwcHBwcHBwcHBwcHBwc";

    #[test]
    fn all_forms_of_a_code_name_the_same_pack() {
        let link = read_code(LINK).expect("a code");
        let string = read_code("]d2010401234567890121S1\u{1d}1727120010LOT-7").expect("a code");
        assert_eq!(link.scanned, string.scanned);
        assert_eq!(link.material.map(|material| material.proof.index), Some(17));
        assert_eq!(string.material, None);
        let typed = read_code(" (01)04012345678901(21)S1(17)271200(10)LOT-7\n").expect("a code");
        assert_eq!(typed.scanned, string.scanned);
    }

    #[test]
    fn unusable_codes_say_why() {
        let code = |text: &str| read_code(text).err().map(|error| error.code());
        assert_eq!(code("04012345678901"), Some("incomplete-code"));
        assert_eq!(code("(01)04012345678902(21)S1(10)A"), Some("bad-check-digit"));
        assert!(read_code("").is_err());
    }

    #[test]
    fn what_is_said_of_a_code_is_what_the_error_says() {
        for text in ["04012345678901", "(01)04012345678902(21)S1(10)A", "(21)S1", "(01)04012345678901(21)S1", "", "x"] {
            let Err(error) = read_code(text) else { panic!("{text}") };
            assert_eq!(error.message().english(), format!("{}.", crate::capitalised(&error.to_string())));
        }
    }

    #[test]
    fn a_proof_that_cannot_be_read_is_no_proof() {
        let code = read_code(&LINK.replace("mt=AAAAEQ", "mt=AA")).expect("a code");
        assert_eq!(code.material, None);
    }
}
