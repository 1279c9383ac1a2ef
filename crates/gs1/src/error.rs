//! What can be wrong with a code, where, and what to do about it.

/// A fault in a scanned or typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} (at character {at})")]
pub struct ParseError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Byte offset in the input where the faulty part begins.
    pub at: usize,
}

impl ParseError {
    pub(crate) fn new(kind: ErrorKind, at: usize) -> Self {
        Self { kind, at }
    }

    /// A stable name for programs, such as `bad-check-digit`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// The kinds of fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[$doc])* #[error($text)] $name,)*
        }

        impl ErrorKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// A stable name for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

kinds! {
    /// No text at all.
    Empty = "empty", "nothing was scanned: scan the code again";
    /// Longer than any GS1 symbol.
    TooLong = "too-long", "the text is longer than any GS1 code: scan a single code";
    /// No Application Identifier begins here.
    UnknownAi = "unknown-ai", "no GS1 application identifier begins here: the code may not be GS1, or a separator was lost";
    /// An AI without data.
    MissingValue = "missing-value", "an application identifier has no value: the code may be cut off";
    /// Too few characters for this AI.
    ValueTooShort = "value-too-short", "a value is shorter than its application identifier demands: the code may be cut off";
    /// Too many characters for this AI.
    ValueTooLong = "value-too-long", "a value is longer than its application identifier allows: a separator may be lost";
    /// A character this AI does not allow.
    BadCharacter = "bad-character", "a value holds a character that its application identifier does not allow";
    /// GS1 mod-10 or mod-1021,32 check fails.
    BadCheckDigit = "bad-check-digit", "the check digit is wrong: scan again, or compare with the printed number";
    /// Key does not begin with a GS1 company prefix.
    BadCompanyPrefix = "bad-company-prefix", "the key does not begin with a GS1 company prefix";
    /// Not a calendar date, or not in the AI's date form.
    BadDate = "bad-date", "the date does not exist: dates are YYMMDD, day 00 meaning the end of the month";
    /// Hours, minutes or seconds out of range.
    BadTime = "bad-time", "the time of day does not exist";
    /// Not in the ISO list that the AI names (countries, currencies, sexes).
    NotInList = "not-in-list", "the value is not in the list that its application identifier refers to";
    /// Content rule of this AI broken.
    BadContent = "bad-content", "the value breaks a content rule of its application identifier";
    /// The same AI stands twice with different values.
    Repeated = "repeated-ai", "an application identifier stands twice with different values: two codes may have run together";
    /// An AI stands without one that it needs.
    MissingPartner = "missing-partner", "an application identifier stands without another that it needs, such as a serial without a GTIN";
    /// Two AIs that exclude each other.
    ExcludedPartner = "excluded-partner", "two application identifiers stand together that exclude each other";
    /// Bracketed form is malformed.
    BadBrackets = "bad-brackets", "brackets must enclose each application identifier, as in (01)09506000134352";
    /// Not an absolute http(s) URI.
    BadUri = "bad-uri", "the address is not a well-formed http or https URI";
    /// No GS1 key in the URI's path.
    NoLinkKey = "no-link-key", "the address holds no GS1 key: it is not a GS1 Digital Link";
    /// Key qualifiers unknown for this key or out of order.
    BadLinkPath = "bad-link-path", "the key qualifiers of this Digital Link are unknown or out of order";
    /// This AI may not stand in the query of a Digital Link.
    BadLinkAttribute = "bad-link-attribute", "this application identifier may not stand in the query of a Digital Link";
    /// Broken percent escape.
    BadEscape = "bad-escape", "a percent escape is broken";
}
