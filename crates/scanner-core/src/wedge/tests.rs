//! Keyboards as scanners and people use them.

use proptest::prelude::*;
use verdict::{read_typed, repair::readings};

use super::*;

/// What a good scanner sends: GTIN, serial, expiry, lot.
const CODE: &str = "]d2010401234567890121Sy7-aZ9Kq\u{1d}1727063010LOT-m4";

/// A keyboard, its clock, and the scans that were found.
#[derive(Default)]
struct Keyboard {
    detector: Detector,
    now: u64,
    scans: Vec<Scan>,
}

impl Keyboard {
    fn key(&mut self, key: Key<'_>) -> Wedge {
        let event = self.detector.key(Key { at: self.now, ..key });
        if let Wedge::Scan(scan) = &event {
            self.scans.push(scan.clone());
        }
        event
    }

    fn letter(&mut self, letter: char) -> Wedge {
        let mut buffer = [0; 4];
        let text: &str = letter.encode_utf8(&mut buffer);
        self.key(Key { text: Some(text), name: text, ..Key::default() })
    }

    fn named(&mut self, name: &str) -> Wedge {
        self.key(Key { name, ..Key::default() })
    }

    fn control(&mut self, name: &str) -> Wedge {
        self.key(Key { name, control: true, ..Key::default() })
    }

    /// A character by its number, one key each `pace` milliseconds.
    fn number(&mut self, digits: &str, pace: u64) {
        self.key(Key { name: "Alt", alt: true, ..Key::default() });
        for digit in digits.split("").filter(|digit| !digit.is_empty()) {
            self.now += pace;
            self.key(Key { name: digit, alt: true, ..Key::default() });
        }
    }

    /// Types a text, one letter each `pace` milliseconds.
    fn types(&mut self, text: &str, pace: u64) -> &mut Self {
        for letter in text.chars() {
            self.now += pace;
            if letter.is_ascii_uppercase() {
                self.named("Shift");
            }
            self.letter(letter);
        }
        self
    }

    fn enter(&mut self, after: u64) -> Wedge {
        self.now += after;
        self.key(Key { name: "Enter", text: Some("\r"), ..Key::default() })
    }

    fn rest(&mut self, millis: u64) {
        self.now += millis;
        self.scans.extend(self.detector.tick(self.now));
    }

    fn texts(&self) -> Vec<&str> {
        self.scans.iter().map(|scan| scan.text.as_str()).collect()
    }
}

#[test]
fn a_scan_is_found_at_every_pace_that_scanners_have() {
    for pace in [0, 1, 5, 10, 20, 30, 35, 48] {
        for suffix in ["Enter", "Tab"] {
            let mut keyboard = Keyboard::default();
            keyboard.types(CODE, pace);
            keyboard.now += pace;
            keyboard.named(suffix);
            assert_eq!(keyboard.texts(), [CODE], "{pace} ms a key, {suffix}");
            let scan = &keyboard.scans[0];
            assert_eq!(scan.typed, CODE.chars().count() - 1, "all but the separator is in the field");
            assert_eq!(scan.suffix, Some(if suffix == "Tab" { Suffix::Tab } else { Suffix::Enter }));
            assert_eq!(scan.separators, [Separator::Character]);
        }
    }
}

#[test]
fn a_short_product_code_is_found_too() {
    let mut keyboard = Keyboard::default();
    keyboard.types("96385074", 10).enter(10);
    assert_eq!(keyboard.texts(), ["96385074"]);
}

#[test]
fn twelve_keys_a_second_are_never_a_scan() {
    // Evenly, and in pairs of keys that roll over: 83 ms a key on average in every case.
    for first in [15u64, 25, 40, 60, 83] {
        let mut keyboard = Keyboard::default();
        for (index, letter) in CODE.repeat(5).chars().enumerate() {
            keyboard.now += if index % 2 == 0 { first } else { 166 - first };
            assert_eq!(keyboard.letter(letter), Wedge::Typing, "{first} ms, key {index}");
        }
        assert_eq!(keyboard.enter(20), Wedge::Typing);
        keyboard.rest(1_000);
        assert!(keyboard.scans.is_empty(), "{first}");
    }
}

#[test]
fn a_key_that_is_held_and_keys_hit_at_once_are_no_scan() {
    let mut keyboard = Keyboard::default();
    keyboard.types(&"a".repeat(100), 33).enter(33);
    keyboard.types("jkjkjkjkjkjk", 2).enter(5);
    keyboard.types("asdfghjk", 4).rest(500);
    assert!(keyboard.scans.is_empty(), "{:?}", keyboard.texts());
}

#[test]
fn a_scan_without_enter_is_found_after_a_silence_and_only_then() {
    let mut keyboard = Keyboard::default();
    keyboard.types(CODE, 5);
    assert_eq!(keyboard.detector.deadline(), Some(keyboard.now + STALL));
    keyboard.rest(STALL - 1);
    assert!(keyboard.scans.is_empty());
    keyboard.rest(1);
    assert_eq!(keyboard.texts(), [CODE]);
    assert_eq!(keyboard.scans[0].suffix, None);
    keyboard.rest(1_000);
    assert_eq!(keyboard.scans.len(), 1, "once");
    assert_eq!(keyboard.detector.deadline(), None);
}

#[test]
fn two_scans_without_enter_are_two_even_if_no_time_is_told_between_them() {
    let mut keyboard = Keyboard::default();
    keyboard.types(CODE, 5);
    keyboard.now += 600;
    keyboard.types(CODE, 5).enter(5);
    assert_eq!(keyboard.texts(), [CODE, CODE]);
}

#[test]
fn a_scan_that_arrives_while_somebody_types_is_whole_and_the_persons_letters_stay() {
    // From a moment after the person's last key to one before the next.
    for gap in [1, 5, 10, 20, 40, 70, 120, 200] {
        let mut keyboard = Keyboard::default();
        keyboard.types("ibuprof", 83);
        keyboard.now += gap;
        keyboard.types(CODE, 5).enter(5);
        keyboard.types("en", 83);
        keyboard.rest(1_000);
        assert_eq!(keyboard.texts(), [CODE], "{gap} ms");
        assert_eq!(keyboard.scans[0].typed, CODE.chars().count() - 1, "{gap} ms");
    }
}

#[test]
fn a_scanner_whose_radio_pauses_is_understood() {
    for (pace, pause) in [(10, 100), (10, 230), (30, 150), (30, 200)] {
        for (first, second) in [(17, 37), (1, 43), (20, 44), (8, 45)] {
            let mut keyboard = Keyboard::default();
            let (one, rest) = CODE.split_at(first);
            let (two, three) = rest.split_at(second - first);
            keyboard.types(one, pace).now += pause;
            keyboard.types(two, pace).now += pause;
            keyboard.types(three, pace).enter(pace);
            assert_eq!(keyboard.texts(), [CODE], "{pace} ms, pauses of {pause} ms, {first}, {second}");
        }
    }
}

#[test]
fn separators_are_understood_in_every_form() {
    let (before, after) = CODE.split_once('\u{1d}').unwrap();
    type Send = fn(&mut Keyboard);
    let forms: [(Separator, Send); 7] = [
        (Separator::Character, |keyboard| _ = keyboard.letter('\u{1d}')),
        (Separator::Control, |keyboard| _ = keyboard.control("]")),
        (Separator::Control, |keyboard| _ = keyboard.control("+")),
        (Separator::Number, |keyboard| keyboard.number("029", 5)),
        (Separator::Number, |keyboard| keyboard.number("0029", 5)),
        (Separator::F8, |keyboard| _ = keyboard.named("F8")),
        (Separator::Name, |keyboard| _ = keyboard.types("<GS>", 5)),
    ];
    for (form, send) in forms {
        let mut keyboard = Keyboard::default();
        keyboard.types(before, 5).now += 5;
        send(&mut keyboard);
        keyboard.types(after, 5).enter(5);
        assert_eq!(keyboard.texts(), [CODE], "{form:?}");
        assert_eq!(keyboard.scans[0].separators, [form]);
    }
}

#[test]
fn a_character_that_the_system_types_after_its_number_counts_once() {
    let (before, after) = CODE.split_once('\u{1d}').unwrap();
    let mut keyboard = Keyboard::default();
    keyboard.types(before, 5).number("029", 5);
    keyboard.letter('\u{1d}');
    keyboard.types(after, 5).enter(5);
    assert_eq!(keyboard.texts(), [CODE]);
}

#[test]
fn a_scanner_that_sends_every_letter_by_its_number_is_understood() {
    let mut keyboard = Keyboard::default();
    for letter in CODE.chars() {
        keyboard.now += 8;
        keyboard.number(&format!("0{:03}", letter as u32), 8);
    }
    keyboard.enter(8);
    assert_eq!(keyboard.texts(), [CODE]);
}

#[test]
fn a_lost_separator_and_caps_lock_are_left_to_those_who_undo_them() {
    let lost = CODE.replace('\u{1d}', "");
    let swapped: String = CODE
        .chars()
        .map(
            |letter| {
                if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
            },
        )
        .collect();
    for typed in [lost, swapped, CODE.replace("<GS>", "<gs>")] {
        let mut keyboard = Keyboard::default();
        keyboard.named("CapsLock");
        keyboard.types(&typed, 5).enter(5);
        assert_eq!(keyboard.texts(), [typed.as_str()]);
        let meant = verdict::read_code(CODE).unwrap().scanned;
        let readable = readings(&keyboard.scans[0].text).into_iter().any(|reading| reading.code.scanned == meant)
            || read_typed(&typed).unwrap().scanned == meant;
        assert!(readable, "{typed}");
    }
}

#[test]
fn marks_around_a_code_are_no_part_of_it_and_a_line_feed_ends_it() {
    let mut keyboard = Keyboard::default();
    keyboard.types(&format!("\u{2}{CODE}\u{3}"), 5).now += 5;
    keyboard.control("j");
    assert_eq!(keyboard.texts(), [CODE]);
}

#[test]
fn a_shortcut_or_arrow_takes_no_scan_away_and_makes_none() {
    let mut keyboard = Keyboard::default();
    keyboard.types(CODE, 5).now += 100;
    keyboard.named("ArrowLeft");
    assert_eq!(keyboard.texts(), [CODE]);
    keyboard.types("hello", 90).control("v");
    keyboard.types("world", 90).named("Escape");
    keyboard.rest(500);
    assert_eq!(keyboard.scans.len(), 1);
}

#[test]
fn keys_of_a_burst_are_known_before_it_ends() {
    let mut keyboard = Keyboard::default();
    keyboard.types("]d2010401234567890121", 5);
    assert_eq!(keyboard.letter('S'), Wedge::Burst);
    let mut person = Keyboard::default();
    person.types("]d2010401234567890121", 90);
    assert_eq!(person.letter('S'), Wedge::Typing);
}

#[test]
fn a_text_without_end_is_no_scan_and_takes_little_memory() {
    let mut keyboard = Keyboard::default();
    keyboard.types(&CODE.repeat(100), 1).enter(1);
    assert!(keyboard.scans.is_empty());
    keyboard.types(CODE, 1).enter(1);
    assert_eq!(keyboard.texts(), [CODE]);
}

#[test]
fn a_clock_that_is_set_back_loses_nothing() {
    let mut keyboard = Keyboard { now: 1_000_000, ..Keyboard::default() };
    keyboard.types(CODE, 5).now = 10;
    keyboard.types(CODE, 5).enter(5);
    assert_eq!(keyboard.texts(), [CODE, CODE]);
}

prop_compose! {
    fn any_key()(
        name in prop_oneof![
            "[ -~]", Just("Enter".to_owned()), Just("Tab".into()), Just("F8".into()), Just("Alt".into()), Just("Shift".into()),
            Just("Backspace".into()), Just("Insert".into()), "\\PC{0,3}"
        ],
        text in proptest::option::of(prop_oneof!["[ -~]", "\\PC{0,3}", Just("\u{1d}".to_owned()), Just("\r".into())]),
        control in any::<bool>(), alt in any::<bool>(), wait in prop_oneof![0u64..60, 0u64..600, Just(u64::MAX / 2)],
    ) -> (String, Option<String>, bool, bool, u64) {
        (name, text, control, alt, wait)
    }
}

proptest! {
    #[test]
    fn no_keys_make_it_panic_or_keep_too_much(keys in proptest::collection::vec(any_key(), 0..200)) {
        let mut detector = Detector::default();
        let mut at = 0u64;
        for (name, text, control, alt, wait) in &keys {
            at = at.wrapping_add(*wait);
            let event = detector.key(Key { text: text.as_deref(), name, control: *control, alt: *alt, at });
            if let Wedge::Scan(scan) = event {
                prop_assert!(scan.text.chars().count() <= MOST && scan.typed <= MOST);
            }
            detector.tick(at.saturating_add(wait / 3));
        }
    }

    #[test]
    fn nobody_who_takes_a_twelfth_of_a_second_a_key_is_a_scanner(
        text in "[a-zA-Z0-9().-]{8,80}", pauses in proptest::collection::vec(84u64..240, 80), enter in 0u64..240,
    ) {
        let mut keyboard = Keyboard::default();
        for (letter, pause) in text.chars().zip(&pauses) {
            keyboard.now += pause;
            prop_assert_eq!(keyboard.letter(letter), Wedge::Typing);
        }
        keyboard.enter(enter);
        keyboard.rest(1_000);
        prop_assert!(keyboard.scans.is_empty());
    }

    #[test]
    fn whatever_a_scanner_sends_arrives_as_it_was_sent(
        serial in "[!-~&&[^\\\\()<>{}\\[\\]^`|#$@~]]{1,20}", lot in "[A-Z0-9]{1,20}", pace in 0u64..31, before in 0u64..250,
    ) {
        let code = format!("]d20104012345678901{}21{serial}\u{1d}10{lot}", "");
        let mut keyboard = Keyboard::default();
        keyboard.types("some words", 90).now += before;
        keyboard.types(&code, pace).enter(pace);
        prop_assume!(verdict::read_code(&code).is_ok());
        prop_assert_eq!(keyboard.texts(), vec![code.as_str()]);
    }
}

#[test]
fn a_program_that_is_busy_for_a_moment_takes_no_code_apart() {
    let code = "https://id.example.com/01/04012345678901/10/LOT-7/21/S1?17=271200&mt=AAAAEQcHBwcHBwcHBwcHBwcHBwc";
    for stall in [260, 400, 490] {
        for at in [20, 50, code.len() - 3] {
            let (mut detector, mut now) = (Detector::default(), 1_000);
            for (index, letter) in code.chars().enumerate() {
                now += if index == at { stall } else { 4 };
                let text = letter.to_string();
                let key = Key { text: Some(&text), name: &text, at: now, ..Key::default() };
                assert!(!matches!(detector.key(key), Wedge::Scan(_)), "{stall} at {at}");
            }
            let Wedge::Scan(scan) = detector.key(Key { name: "Enter", at: now + 4, ..Key::default() }) else {
                panic!("{stall} at {at}: no scan");
            };
            assert_eq!(scan.text, code, "{stall} at {at}");
        }
    }
}
