//! Scanners as they are set in the field.

use proptest::prelude::*;

use super::*;
use crate::wedge::Suffix;

fn good() -> Scan {
    Scan {
        text: format!("]d2{}", test_code()),
        suffix: Some(Suffix::Enter),
        separators: vec![Separator::Character],
        ..Scan::default()
    }
}

fn with(text: impl Into<String>) -> Scan {
    Scan { text: text.into(), ..good() }
}

fn codes(scan: &Scan) -> Vec<String> {
    diagnose(scan).iter().map(|finding| finding.code().to_owned()).collect()
}

fn swap(text: &str) -> String {
    text.chars().map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect()
}

/// What a computer with a German keyboard shows of what an American one types, by hand.
fn german(text: &str) -> String {
    let pairs = [('y', 'z'), ('z', 'y'), ('Y', 'Z'), ('Z', 'Y'), ('-', 'ß'), ('/', '-'), ('\'', 'ä'), (']', '+')];
    text.chars().map(|c| pairs.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)).collect()
}

/// The same with a French one.
fn french(text: &str) -> String {
    let from = "1234567890-aqAQzwZWmM./']";
    let to: Vec<char> = "&é\"'(-è_çà)qaQAwzWZ,?:!ù$".chars().collect();
    text.chars().map(|c| from.chars().position(|f| f == c).map_or(c, |at| to[at])).collect()
}

#[test]
fn a_good_scanner_is_told_so_whatever_way_its_separator_takes() {
    for form in [Separator::Character, Separator::Control, Separator::Number] {
        for suffix in [Suffix::Enter, Suffix::Tab] {
            assert_eq!(diagnose(&Scan { separators: vec![form], suffix: Some(suffix), ..good() }), []);
        }
    }
    assert_eq!(codes(&with(good().text.replace("]d2", "]Q3"))), Vec::<&str>::new());
    assert!(is_test(&good()));
}

#[test]
fn the_test_code_names_no_pack_and_is_valid() {
    let code = format!("]d2{}", test_code());
    assert_eq!(gs1::parse(&code).unwrap().elements().len(), 3);
    assert!(matches!(verdict::read_code(&code), Err(verdict::CodeError::Incomplete(_))));
}

#[test]
fn each_fault_is_named_and_no_other() {
    let text = good().text;
    let cases = [
        (swap(&text), vec!["doctor-caps-lock"]),
        (text.to_uppercase(), vec!["doctor-upper-case"]),
        (text.to_lowercase(), vec!["doctor-lower-case"]),
        (german(&text), vec!["doctor-german-layout"]),
        (french(&text), vec!["doctor-french-layout"]),
        (swap(&german(&text)).replace('ä', "Ä"), vec!["doctor-german-layout", "doctor-caps-lock"]),
        (text.replace(GS, ""), vec!["doctor-lost-separator"]),
        (text.replace(GS, "|"), vec!["doctor-other-separator"]),
        (text.replace(GS, "\\x1d"), vec!["doctor-other-separator"]),
        (text.replacen("]d2", "", 1), vec!["doctor-prefix-lost"]),
        (text.replacen("]d2", "d2", 1), vec!["doctor-broken-prefix"]),
        (text.replacen("]d2", "]D2", 1), vec!["doctor-broken-prefix"]),
        (text.replacen("]d2", "XYZW", 1), vec!["doctor-leading"]),
        (format!("{text};;"), vec!["doctor-trailing"]),
        (text.replacen("456", "46", 1), vec!["doctor-lost-characters"]),
        (text.replacen("456", "4556", 1), vec!["doctor-extra-characters"]),
        (text.replace("il.END", ""), vec!["doctor-cut-off"]),
        (text.replace('-', "?").replace('/', "_"), vec!["doctor-other-characters"]),
    ];
    for (received, expected) in cases {
        assert_eq!(codes(&with(received.clone())), expected, "{received:?}");
        assert!(is_test(&with(received)));
    }
    assert_eq!(codes(&Scan { suffix: None, ..good() }), ["doctor-no-suffix"]);
    for form in [Separator::F8, Separator::Name] {
        assert_eq!(codes(&Scan { separators: vec![form], ..good() }), ["doctor-other-separator"]);
    }
}

#[test]
fn a_french_caps_lock_that_holds_for_digits_is_understood() {
    // Digits come right; the other keys are swapped.
    let typed: String = french(&good().text.replace(|c: char| c.is_ascii_digit(), "\u{1}")).chars().collect();
    let mut digits = good().text.chars().filter(char::is_ascii_digit).collect::<Vec<_>>().into_iter();
    let typed: String = swap(&typed).chars().map(|c| if c == '\u{1}' { digits.next().unwrap() } else { c }).collect();
    let typed = typed.replace('ù', "Ù");
    assert_eq!(codes(&with(typed)), ["doctor-french-layout", "doctor-caps-lock"]);
}

#[test]
fn several_faults_are_all_told_the_gravest_first() {
    let scan = Scan { suffix: None, ..with(swap(&test_code().replace(GS, ""))) };
    assert_eq!(codes(&scan), ["doctor-caps-lock", "doctor-lost-separator", "doctor-prefix-lost", "doctor-no-suffix"]);
}

#[test]
fn another_code_or_nothing_is_no_diagnosis() {
    for (text, code) in [
        ("", "doctor-nothing"),
        (" \r\n", "doctor-nothing"),
        ("]d2010401234567890121S1\u{1d}10LOT-7", "doctor-other-code"),
        ("4012345678901", "doctor-other-code"),
    ] {
        assert_eq!(codes(&with(text)), [code], "{text:?}");
        assert!(!is_test(&with(text)));
    }
}

#[test]
fn a_finding_says_what_to_do() {
    let findings = diagnose(&with(german(&good().text)));
    assert_eq!(findings[0].weight, Weight::Fails);
    assert!(findings[0].remedy.english.contains("German"));
    let other = diagnose(&with(good().text.replace('/', "?")));
    assert!(other[0].what.english().contains("/ → ?"), "{}", other[0].what.english());
}

proptest! {
    #[test]
    fn all_is_well_only_if_everything_is(text in "\\PC{0,80}", at in 0usize..60, with_code in any::<bool>()) {
        let mut received: Vec<char> = good().text.chars().collect();
        if with_code {
            received.splice(at.min(received.len())..(at + 1).min(received.len()), text.chars());
        } else {
            received = text.chars().collect();
        }
        let scan = with(received.iter().collect::<String>());
        let well = [good().text, good().text.replace("]d2", "]Q3")].contains(&scan.text);
        prop_assert_eq!(diagnose(&scan).is_empty(), well);
    }
}

#[test]
fn the_code_of_a_pack_is_never_taken_for_the_test_code() {
    let proof =
        "AAAAAARaW1BTmixGcgcjxz7VnA1NxliZFtyku_60y8al_WdaQ8tWJQ6dXme_pSqlnvqHGScaU9F9J5oyWxriFvzkDmIx3nqQR_8hFpuz8BD";
    for proofs in 0..6 {
        let material = proof.repeat(proofs);
        let link =
            format!("https://id.example.com/01/04012345678901/10/N24-117/21/S2WQH6E5J3MS6B?17=290630&mt={material}");
        assert!(!is_test(&with(link.clone())), "{proofs}");
        assert!(!is_test(&with(swap(&link))), "{proofs}");
    }
    assert!(!is_test(&with(proof.repeat(3))), "in a long text any code can be found");
    assert!(!is_test(&with("]d2010401234567890121S1\u{1d}1727120010LOT-7")));
    let swapped = with(swap(&good().text));
    assert!(is_test(&swapped));
}
