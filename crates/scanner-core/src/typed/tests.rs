//! Codes as people type them, key by key.

use proptest::prelude::*;

use super::*;

const BRACKETED: &str = "(01)04012345678901(21)S1(17)271231(10)LOT-7";
const RAW: &str = "]d2010401234567890121S1\u{1d}1727123110LOT-7";
const LINK: &str = "https://id.example.com/01/04012345678901/10/LOT-7/21/S1%2F2?17=271231";

fn problem(text: &str) -> Problem {
    match recognise(text).standing {
        Standing::Wrong(problem) => problem,
        other => panic!("{text}: {other:?}"),
    }
}

fn ais(text: &str) -> Vec<String> {
    recognise(text).seen.into_iter().map(|seen| seen.ai).collect()
}

fn missing(text: &str) -> Vec<Part> {
    match recognise(text).standing {
        Standing::Unfinished { missing, .. } => missing,
        other => panic!("{text}: {other:?}"),
    }
}

fn hint(text: &str) -> String {
    recognise(text).hint.map(|hint| hint.english()).unwrap_or_default()
}

#[test]
fn nobody_is_scolded_while_a_good_code_is_typed() {
    for (code, form) in [
        (BRACKETED, Form::Bracketed),
        (RAW, Form::ElementString),
        (&RAW[3..], Form::ElementString),
        (LINK, Form::DigitalLink),
        ("HTTP://x.org/01/04012345678901/10/L/21/S", Form::DigitalLink),
        ("^010401234567890121S1^10L", Form::ElementString),
        ("(01)04012345678901(21)a\\(b(10)L", Form::Bracketed),
    ] {
        for (end, _) in code.char_indices().skip(1) {
            let typed = recognise(&code[..end]);
            assert!(!matches!(typed.standing, Standing::Wrong(_)), "{:?}: {typed:?}", &code[..end]);
        }
        let typed = recognise(code);
        assert_eq!((typed.form, typed.standing), (form, Standing::Whole), "{code}");
    }
}

#[test]
fn what_is_missing_is_told() {
    use Part::{Gtin, Lot, Serial};
    assert_eq!(missing("("), [Gtin, Serial, Lot]);
    assert_eq!(missing("(01)0401"), [Gtin, Serial, Lot]);
    assert_eq!(missing("(01)04012345678901(2"), [Serial, Lot]);
    assert_eq!(missing("(01)04012345678901(21)S1"), [Lot]);
    assert_eq!(missing("(21)S1(10)L"), [Gtin], "in any order");
    assert_eq!(missing("]d2010401234567890110L\u{1d}"), [Serial]);
    assert_eq!(missing("https://x.org/01/04012345678901/10/L/2"), [Serial]);
    assert_eq!(missing("https://x.org/01/04012345678901/"), [Serial, Lot]);
    let more = |text: &str| match recognise(text).standing {
        Standing::Unfinished { more, .. } => more,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(more("(01)040123"), 8);
    assert_eq!(more("(01)04012345678901(21)S(10)L(17)27"), 4);
    assert_eq!(more("0104012345678901172"), 5);
    assert_eq!(more("https://x.org/01/04012345"), 6);
    assert_eq!(more("(01)04012345678901(21)"), 0, "a serial has any length");
}

#[test]
fn what_was_understood_is_shown() {
    assert_eq!(ais("(01)04012345678901(17)271231(21)S"), ["01", "17", "21"]);
    assert_eq!(ais("(01)04012345678901(17)2712"), ["01"]);
    assert_eq!(ais("https://x.org/01/04012345678901/21/S1?17=27"), ["01", "21"]);
    let typed = recognise(BRACKETED);
    assert_eq!(typed.seen[3], Seen { ai: "10".into(), value: "LOT-7".into() });
}

#[test]
fn mistakes_are_told_with_their_place() {
    let cases = [
        ("(01)04012345678902", 17, "The last digit should be 1"),
        ("  (01)04012345678902", 19, "The last digit should be 1"),
        ("]d20104012345678902", 18, "The last digit should be 1"),
        ("https://x.org/01/04012345678902", 30, "The last digit should be 1"),
        ("(01)0401234567890X", 17, "A value holds a character"),
        ("(01)04012345678901(17)271331", 22, "The date does not exist"),
        ("(05)1", 1, "No GS1 application identifier begins here"),
        ("(01)04012345678901(21)ä", 22, "A value holds a character"),
        ("(01)04012345678901(21)123456789012345678901", 42, "A value is longer"),
        ("(01)04012345678901(01)00012345678905", 22, "An application identifier stands twice"),
        ("(01)040(21)S", 4, "A value is shorter"),
        ("hello", 0, "No code begins like this"),
        ("id.example.com/01/04012345678901", 0, "An address begins with https://"),
    ];
    for (text, at, what) in cases {
        let problem = problem(text);
        assert!(problem.what.english().starts_with(what), "{text}: {}", problem.what.english());
        assert_eq!(problem.at, at, "{text}");
    }
}

#[test]
fn product_numbers_are_helped_along() {
    for number in ["96385074", "614141000036", "4012345678901", "04012345678901", "4 012345 678901"] {
        let typed = recognise(number);
        assert_eq!(typed.form, Form::Number, "{number}");
        assert_eq!(missing(number), [Part::Serial, Part::Lot], "{number}");
        assert!(hint(number).starts_with("This number names the product"), "{number}");
    }
    assert_eq!(
        hint("4012345678902"),
        "If that is the whole number, the last digit should be 1: compare all of them with the pack."
    );
    assert_eq!(hint("401234567"), "");
    assert_eq!(problem("94012345678901").at, 13, "more digits than 14 it cannot have");
    assert_eq!(hint("0104012345678"), "", "the beginning of an element string");
    assert_eq!(recognise("").standing, Standing::Empty);
}

#[test]
fn a_national_number_is_known_for_what_it_is() {
    for pzn in ["PZN 01234562", "pzn-01234562", "-01234562", "PZN: 1234562", "01234562"] {
        assert!(hint(pzn).contains("GTIN 04150012345623"), "{pzn}: {}", hint(pzn));
        assert_eq!(missing(pzn), [Part::Serial, Part::Lot]);
    }
    for beginning in ["P", "PZ", "PZN", "PZN ", "PZN 0123", "-"] {
        assert_eq!(recognise(beginning).form, Form::Number, "{beginning}");
    }
    assert_eq!(hint("PZN 01234563"), "");
}

#[test]
fn a_scan_that_was_changed_on_its_way_is_noticed() {
    // What an American scanner types on a French keyboard.
    let french: String = "]d2010401234567890121S1\u{1d}10LOT7"
        .chars()
        .map(|meant| match meant {
            ']' => '$',
            digit if digit.is_ascii_digit() => "à&é\"'(-è_ç".chars().nth(digit as usize - '0' as usize).unwrap(),
            other => other,
        })
        .collect();
    assert_eq!(recognise(&french).faults, [Fault::FrenchLayout]);
    assert!(hint(&french).contains("French layout"), "{}", hint(&french));
    assert_eq!(recognise("hello").faults, []);
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,60}") {
        let typed = recognise(&text);
        prop_assert_eq!(typed.standing == Standing::Whole, read_code(&text).is_ok());
        if let Standing::Wrong(problem) = typed.standing {
            prop_assert!(problem.at <= text.chars().count());
        }
    }

    #[test]
    fn anything_like_a_code_is_looked_at(text in "(\\]d2|\\^|\\(|https?://x/)?([0-9()/\\\\?&=%\u{1d}ä^A-C]|01|04012345678901|21|17|/10/){0,30}") {
        let typed = recognise(&text);
        prop_assert_eq!(typed.standing == Standing::Whole, read_code(&text).is_ok());
        if let Standing::Wrong(problem) = typed.standing {
            prop_assert!(problem.at <= text.chars().count());
        }
    }

    #[test]
    fn the_beginning_of_a_good_code_is_never_wrong(
        serial in "[!\"%&'*+,\\-./0-9:;<=>?A-Z_a-z]{1,20}", lot in "[A-Za-z0-9-]{1,20}", form in 0usize..3, keys in 1usize..120,
    ) {
        let code = match form {
            0 => format!("(01)04012345678901(21){serial}(10){lot}(17)271231"),
            1 => format!("010401234567890121{serial}\u{1d}10{lot}\u{1d}17271231"),
            _ => gs1::to_digital_link(
                "https://id.example.com", &[("01", "04012345678901"), ("10", &lot), ("21", &serial), ("17", "271231")],
            ),
        };
        prop_assert_eq!(recognise(&code).standing, Standing::Whole);
        let beginning = code.get(..keys.min(code.len())).unwrap_or_default();
        let typed = recognise(beginning);
        prop_assert!(!matches!(typed.standing, Standing::Wrong(_)), "{:?}: {:?}", beginning, typed);
    }

    #[test]
    fn a_wrong_last_digit_is_told_with_the_right_one(body in "[0-9]{13}", wrong in 1u8..10) {
        let right = gs1::check_digit::mod10(body.as_bytes()).unwrap() - b'0';
        let typed = (right + wrong) % 10;
        let what = problem(&format!("(01){body}{typed}")).what.english();
        prop_assert!(what.contains(&format!("should be {right}")), "{}", what);
    }
}
