#![allow(clippy::unwrap_used)]

use alloc::{format, string::String, vec::Vec};

use proptest::prelude::*;

use crate::*;

fn elements(text: &str) -> Vec<(String, String)> {
    parse(text).unwrap().elements().iter().map(|element| (element.ai.clone(), element.value.clone())).collect()
}

fn error(text: &str) -> (&'static str, usize) {
    let error = parse(text).unwrap_err();
    (error.code(), error.at)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(ai, value)| ((*ai).into(), (*value).into())).collect()
}

const PACK: [(&str, &str); 4] = [("01", "04012345678901"), ("21", "A1b2C3"), ("17", "271200"), ("10", "LOT-7")];

#[test]
fn every_form_of_one_pack_reads_alike() {
    for text in [
        "]d2010401234567890121A1b2C3\u{1d}1727120010LOT-7",
        "010401234567890121A1b2C3\u{1d}1727120010LOT-7",
        "\u{1d}010401234567890121A1b2C3\u{1d}1727120010LOT-7\u{1d}",
        "^010401234567890121A1b2C3^1727120010LOT-7",
        "(01)04012345678901(21)A1b2C3(17)271200(10)LOT-7",
    ] {
        assert_eq!(elements(text), pairs(&PACK), "{text}");
    }
    let link = "https://id.example.org/shop/01/04012345678901/10/LOT-7/21/A1b2C3?17=271200&mt=x#top";
    let message = parse(link).unwrap();
    assert_eq!(message.gtin().unwrap().number(), 4_012_345_678_901);
    assert_eq!(message.lot().unwrap().as_str(), "LOT-7");
    assert_eq!(message.serial().unwrap().as_str(), "A1b2C3");
    assert_eq!(message.expiry().unwrap().last_day(), (2027, 12, 31));
    assert_eq!(message.extension("mt"), Some("x"));
}

#[test]
fn plain_gtins_are_padded_to_14_digits() {
    assert_eq!(elements("4012345678901"), pairs(&[("01", "04012345678901")]));
    assert_eq!(parse("40123455").unwrap().form(), Form::Gtin);
    assert_eq!(error("4012345678902"), ("bad-check-digit", 12));
}

#[test]
fn faults_are_named_with_their_place() {
    assert_eq!(error(""), ("empty", 0));
    assert_eq!(error("0104012345678902"), ("bad-check-digit", 2));
    assert_eq!(error("(01)04012345678901(17)271301"), ("bad-date", 22));
    assert_eq!(error("010401234567890121"), ("missing-value", 18));
    assert_eq!(error("010401234567890"), ("value-too-short", 2));
    assert_eq!(error("0104012345678901211234567890123456789012"), ("value-too-long", 38));
    assert_eq!(error("010401234567890121abc\u{e9}"), ("bad-character", 21));
    assert_eq!(error("21ABC"), ("missing-partner", 2));
    assert_eq!(error("0104012345678901\u{1d}0104012345678918"), ("repeated-ai", 19));
    assert_eq!(error("0104012345678901375"), ("excluded-partner", 2));
    assert_eq!(error("hello"), ("unknown-ai", 0));
    assert_eq!(error("(01)04012345678901 (21)A"), ("value-too-long", 18));
    assert_eq!(error(&"1".repeat(MAX_INPUT + 1)), ("too-long", MAX_INPUT));
}

#[test]
fn links_with_faults_are_refused() {
    assert_eq!(error("https://example.org/about").0, "no-link-key");
    assert_eq!(error("https://example.org/01/04012345678901/21/A/10/B").0, "bad-link-path");
    assert_eq!(error("https://example.org/01/04012345678901?21=A").0, "bad-link-attribute");
    assert_eq!(error("https://example.org/01/04012345678901/21/%4").0, "bad-escape");
    assert_eq!(error("https:///01/04012345678901").0, "bad-uri");
    assert_eq!(error("https://example.org/01/4012345678901").0, "value-too-short");
    assert_eq!(error("https://example.org/01/04012345678901?17=271200&17=271200").0, "repeated-ai");
}

#[test]
fn links_written_are_links_read() {
    let link = to_digital_link(
        "https://id.example.org/",
        &[("01", "04012345678901"), ("17", "271200"), ("21", "a/b%"), ("10", "L+1")],
    );
    assert_eq!(link, "https://id.example.org/01/04012345678901/10/L%2B1/21/a%2Fb%25?17=271200");
    let message = parse(&link).unwrap();
    assert_eq!((message.serial().unwrap().as_str(), message.lot().unwrap().as_str()), ("a/b%", "L+1"));
}

#[test]
fn dates_end_with_their_last_day() {
    let end = |text: &str| text.parse::<Date>().unwrap().ends_at();
    assert_eq!(Date::new(1970, 1, 1).unwrap().ends_at(), 86_400);
    assert_eq!(end("271231"), 1_830_297_600);
    assert_eq!(end("280200"), end("280229"));
    assert!("270229".parse::<Date>().is_err());
    assert_eq!("271200".parse::<Date>().unwrap().number(), 20_271_200);
    assert_eq!(Date::from_number(20_271_231).unwrap().yymmdd(), *b"271231");
    assert_eq!(Date::from_number(u32::MAX), None);
}

#[test]
fn keys_survive_the_ledgers_number_form() {
    assert_eq!(Gtin::from_number(4_012_345_678_901).unwrap().to_string(), "04012345678901");
    assert_eq!(Gtin::from_number(4_012_345_678_902), Err(KeyError::CheckDigit));
    assert_eq!(Gtin::from_number(u64::MAX), Err(KeyError::Length));
    assert_eq!("4012345000009".parse::<Gln>().unwrap().number(), 4_012_345_000_009);
    assert_eq!("340123450000000011".parse::<Sscc>(), Err(KeyError::CheckDigit));
}

fn serial() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(check_digit::SET_82.to_vec()), 1..=20)
        .prop_map(|bytes| String::from_utf8(bytes).unwrap())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in ".*", tail in any::<Vec<u8>>()) {
        let _ = parse(&text);
        let _ = parse(&format!("01040123456789012{}", String::from_utf8_lossy(&tail)));
        let _ = parse(&format!("https://x/01/04012345678901{text}"));
    }

    #[test]
    fn any_serial_survives_every_form(serial in serial(), lot in serial()) {
        let element_string = format!("]d2010401234567890121{serial}\u{1d}10{lot}");
        let link = to_digital_link("https://x", &[("01", "04012345678901"), ("21", &serial), ("10", &lot)]);
        for text in [element_string, link] {
            let message = parse(&text).unwrap();
            prop_assert_eq!(message.value("21"), Some(serial.as_str()));
            prop_assert_eq!(message.value("10"), Some(lot.as_str()));
        }
    }

    #[test]
    fn one_wrong_digit_never_passes(digits in proptest::collection::vec(0u8..10, 13), at in 0usize..14, add in 1u8..10) {
        let mut gtin: Vec<u8> = digits.iter().map(|digit| digit + b'0').collect();
        gtin.push(check_digit::mod10(&gtin).unwrap());
        gtin[at] = b'0' + (gtin[at] - b'0' + add) % 10;
        prop_assert_eq!(String::from_utf8(gtin).unwrap().parse::<Gtin>(), Err(KeyError::CheckDigit));
    }
}

#[test]
fn digits_of_a_product_bar_code_are_a_gtin_whatever_the_scanner_puts_before_them() {
    for text in ["]E04012345678901", "4012345678901", "]I104012345678901"] {
        let message = parse(text).unwrap();
        assert_eq!((message.form(), message.value("01")), (Form::Gtin, Some("04012345678901")), "{text}");
    }
    assert_eq!(parse("]E04012345678902").unwrap_err().code(), "bad-check-digit");
}

#[test]
fn an_ai_in_disguise_is_refused() {
    assert!(parse("https://id.example.com/01/04012345678901/21/S1?%31%37=310101").is_err());
}

#[test]
fn the_day_of_a_moment_ends_after_it() {
    for moment in (0..5_680_281_600).step_by(43_199) {
        let day = Date::on(moment).unwrap();
        let (moment, end) = (moment as i64, day.ends_at());
        assert!(moment < end && moment >= end - 86_400, "{moment}: {day}");
    }
    assert_eq!(Date::on(5_680_281_600), None, "2150");
}
