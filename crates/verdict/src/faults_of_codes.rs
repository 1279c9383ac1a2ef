//! What can be wrong with a code, in sentences. The English words are those of crate `gs1`; a test compares them.

use gs1::ErrorKind;

use crate::Message;

crate::sentences! {
    EMPTY = "gs1-empty", "nothing was scanned: scan the code again";
    TOO_LONG = "gs1-too-long", "the text is longer than any GS1 code: scan a single code";
    UNKNOWN_AI = "gs1-unknown-ai",
        "no GS1 application identifier begins here: the code may not be GS1, or a separator was lost";
    MISSING_VALUE = "gs1-missing-value", "an application identifier has no value: the code may be cut off";
    VALUE_TOO_SHORT = "gs1-value-too-short",
        "a value is shorter than its application identifier demands: the code may be cut off";
    VALUE_TOO_LONG = "gs1-value-too-long",
        "a value is longer than its application identifier allows: a separator may be lost";
    BAD_CHARACTER = "gs1-bad-character", "a value holds a character that its application identifier does not allow";
    BAD_CHECK_DIGIT = "gs1-bad-check-digit", "the check digit is wrong: scan again, or compare with the printed number";
    BAD_COMPANY_PREFIX = "gs1-bad-company-prefix", "the key does not begin with a GS1 company prefix";
    BAD_DATE = "gs1-bad-date", "the date does not exist: dates are YYMMDD, day 00 meaning the end of the month";
    BAD_TIME = "gs1-bad-time", "the time of day does not exist";
    NOT_IN_LIST = "gs1-not-in-list", "the value is not in the list that its application identifier refers to";
    BAD_CONTENT = "gs1-bad-content", "the value breaks a content rule of its application identifier";
    REPEATED = "gs1-repeated-ai",
        "an application identifier stands twice with different values: two codes may have run together";
    MISSING_PARTNER = "gs1-missing-partner",
        "an application identifier stands without another that it needs, such as a serial without a GTIN";
    EXCLUDED_PARTNER = "gs1-excluded-partner", "two application identifiers stand together that exclude each other";
    BAD_BRACKETS = "gs1-bad-brackets", "brackets must enclose each application identifier, as in (01)09506000134352";
    BAD_URI = "gs1-bad-uri", "the address is not a well-formed http or https URI";
    NO_LINK_KEY = "gs1-no-link-key", "the address holds no GS1 key: it is not a GS1 Digital Link";
    BAD_LINK_PATH = "gs1-bad-link-path", "the key qualifiers of this Digital Link are unknown or out of order";
    BAD_LINK_ATTRIBUTE = "gs1-bad-link-attribute",
        "this application identifier may not stand in the query of a Digital Link";
    BAD_ESCAPE = "gs1-bad-escape", "a percent escape is broken";
}

/// The words for a kind of fault.
pub(crate) fn what(kind: ErrorKind) -> Message {
    let code = kind.code();
    // The list of kinds may grow: a new one is told in English until it has a sentence.
    let known = ALL.iter().find(|sentence| sentence.id.strip_prefix("gs1-") == Some(code));
    known.map_or_else(|| kind.to_string().into(), |sentence| (*sentence).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_code_has_a_sentence_with_its_words() {
        for kind in ErrorKind::ALL {
            let told = what(*kind);
            assert_eq!(told.id, format!("gs1-{}", kind.code()));
            assert_eq!(told.english(), crate::capitalised(&kind.to_string()));
        }
        assert_eq!(ALL.len(), ErrorKind::ALL.len());
    }
}
