//! A parsed code.

use alloc::{string::String, vec, vec::Vec};

use crate::{Date, Gtin, Lot, Serial, Sscc};

/// How the code was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// AIs and values run together, FNC1 between them.
    ElementString,
    /// `(01)…(21)…`, as printed beside a barcode.
    Bracketed,
    /// A GS1 Digital Link URI.
    DigitalLink,
    /// A GTIN without AI.
    Gtin,
}

impl Form {
    /// The stable name of the form.
    pub fn name(self) -> &'static str {
        match self {
            Self::ElementString => "element-string",
            Self::Bracketed => "bracketed",
            Self::DigitalLink => "digital-link",
            Self::Gtin => "gtin",
        }
    }
}

/// One AI with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The AI, two to four digits.
    pub ai: String,
    /// The value, checked against the AI's rules.
    pub value: String,
    /// Byte offset of the value in the input.
    pub at: usize,
}

/// A parsed and checked code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    form: Form,
    elements: Vec<Element>,
    extensions: Vec<(String, String)>,
}

impl Message {
    pub(crate) fn new(form: Form, elements: Vec<Element>, extensions: Vec<(String, String)>) -> Self {
        Self { form, elements, extensions }
    }

    pub(crate) fn gtin_alone(gtin: Gtin) -> Self {
        let element = Element { ai: "01".into(), value: alloc::format!("{gtin}"), at: 0 };
        Self::new(Form::Gtin, vec![element], Vec::new())
    }

    /// How the code was written.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The elements in the order of the code.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The value of an AI.
    pub fn value(&self, ai: &str) -> Option<&str> {
        self.elements.iter().find(|element| element.ai == ai).map(|element| element.value.as_str())
    }

    /// A non-GS1 query parameter of a Digital Link, such as the one that carries a pack's proof.
    pub fn extension(&self, name: &str) -> Option<&str> {
        self.extensions.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// AI (01).
    pub fn gtin(&self) -> Option<Gtin> {
        self.value("01")?.parse().ok()
    }

    /// AI (10).
    pub fn lot(&self) -> Option<Lot> {
        self.value("10")?.parse().ok()
    }

    /// AI (21).
    pub fn serial(&self) -> Option<Serial> {
        self.value("21")?.parse().ok()
    }

    /// AI (17).
    pub fn expiry(&self) -> Option<Date> {
        self.value("17")?.parse().ok()
    }

    /// AI (00).
    pub fn sscc(&self) -> Option<Sscc> {
        self.value("00")?.parse().ok()
    }
}
