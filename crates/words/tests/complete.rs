//! Nothing is lacking in any language.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use fluent_syntax::{ast, parser};
use verdict::{Sentence, Value, Verdict, duration};
use words::{Language, Words};

/// The files of what programs say by themselves: in English it stands in the programs.
const PROGRAMS: [&str; 3] = ["verdict", "scanner", "refusals"];
/// The files of what only screens say.
const SCREENS: [&str; 9] = ["app", "desk", "dispatch", "maker", "regulator", "journey", "cases", "stock", "platform"];

type Sentences = BTreeMap<String, BTreeSet<String>>;

/// The sentences of a file, each with what stands in it.
fn sentences(language: Language, file: &str) -> Sentences {
    let path = format!("{}/locales/{}/{file}.ftl", env!("CARGO_MANIFEST_DIR"), language.tag());
    let text = fs::read_to_string(&path).unwrap();
    let resource = parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
    let mut all = Sentences::new();
    for entry in &resource.body {
        if let ast::Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            collect(message.value.as_ref().unwrap(), &mut variables);
            let twice = all.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{path}: {} is there twice", message.id.name);
        }
    }
    all
}

fn collect(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        let (ast::Expression::Inline(inline) | ast::Expression::Select { selector: inline, .. }) = expression;
        if let ast::InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.to_owned());
        }
        if let ast::Expression::Select { variants, .. } = expression {
            variants.iter().for_each(|variant| collect(&variant.value, variables));
        }
    }
}

fn all_sentences() -> Vec<Sentence> {
    verdict::every_sentence().chain(scan::every_sentence()).chain(ledger_client::every_sentence()).collect()
}

/// Why something was not done: at a desk, by a queue, with a batch's folder, with labels.
fn troubles() -> Vec<Sentence> {
    let files = batch_folder::every_sentence().chain(labels::every_sentence());
    office::every_sentence().chain(outbox::every_sentence()).chain(files).collect()
}

/// The names of what stands in an English sentence.
fn arguments(sentence: &Sentence) -> BTreeSet<String> {
    sentence.arguments().map(str::to_owned).collect()
}

/// What a file must have: the sentences' names, each with what stands in it.
fn expected(file: &str) -> Sentences {
    let named: Vec<Sentence> = match file {
        screen if SCREENS.contains(&screen) => return sentences(Language::English, screen),
        "scanner" => scanner_core::every_sentence().collect(),
        "refusals" => troubles(),
        _ => all_sentences(),
    };
    let mut all: Sentences = named.iter().map(|sentence| (sentence.id.to_owned(), arguments(sentence))).collect();
    assert_eq!(all.len(), named.len(), "a name stands for two sentences");
    if file == "refusals" {
        // Nothing stands in them. Pallets share some, each of which is there once.
        all.extend(ledger_client::every_refusal().map(|refusal| (refusal.id.into_owned(), BTreeSet::new())));
    }
    if file != "verdict" {
        return all;
    }
    all.extend(Verdict::ALL.map(|verdict| (format!("headline-{}", verdict.code()), BTreeSet::new())));
    for unit in ["seconds", "minutes", "hours", "days"] {
        all.extend(["duration", "ago"].map(|what| (format!("{what}-{unit}"), BTreeSet::from(["n".to_owned()]))));
    }
    all
}

#[test]
fn every_language_says_everything_and_nothing_else() {
    for language in Language::ALL {
        let programs: &[&str] = if language == Language::English { &[] } else { &PROGRAMS };
        for file in programs.iter().chain(&SCREENS) {
            let (expected, found) = (expected(file), sentences(language, file));
            let missing: Vec<_> = expected.keys().filter(|id| !found.contains_key(*id)).collect();
            let unknown: Vec<_> = found.keys().filter(|id| !expected.contains_key(*id)).collect();
            assert!(missing.is_empty() && unknown.is_empty(), "{}: {missing:?}, {unknown:?}", language.tag());
            assert_eq!(found, expected, "{}: {file}", language.tag());
        }
    }
}

#[test]
fn no_name_stands_in_two_files() {
    let files = PROGRAMS.into_iter().chain(SCREENS);
    let mut names: Vec<String> = files.flat_map(expected).map(|(id, _)| id).collect();
    names.sort();
    let twice: Vec<_> = names.windows(2).filter(|pair| matches!(pair, [one, other] if one == other)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn what_a_language_lacks_is_said_in_english() {
    let lacking = Sentence { id: "no-language-has-this", english: "it has {age}, since {day}." };
    let message =
        lacking.with("age", Value::Duration(7_200)).with("day", Value::Date { year: 2028, month: 6, day: 30 });
    assert_eq!(Words::new(Language::English).message(&message), "It has 2 hours, since 2028-06-30.");
    assert_eq!(Words::new(Language::German).message(&message), message.english());
}

#[test]
fn the_chains_refusals_are_told_in_every_language_but_never_by_their_names() {
    let english: BTreeSet<String> = ledger_client::every_refusal().map(|refusal| refusal.english()).collect();
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let words = Words::new(language);
        for refusal in ledger_client::every_refusal() {
            let said = words.message(&refusal);
            assert!(!said.is_empty() && !english.contains(&said), "{}: {} is English", language.tag(), refusal.id);
        }
    }
    let held = ledger_client::every_refusal().find(|refusal| refusal.id == "refused-not-held").unwrap();
    assert!(Words::new(Language::German).message(&held).contains("gehören Ihnen laut Register nicht"));
    // What an earlier version of a program wrote down in English is told as its code is.
    let told = ledger_client::refusal_as_told("NotHeld", "Somebody else has it.".into());
    assert_eq!(Words::new(Language::German).message(&told), Words::new(Language::German).message(&held));
    assert_eq!(Words::new(Language::English).message(&told), "Somebody else has it.");
    let unknown = ledger_client::refusal_as_told("OfALaterVersion", "Somebody else has it.".into());
    assert_eq!(
        Words::new(Language::Arabic).message(&unknown).trim_matches(['\u{2068}', '\u{2069}']),
        "Somebody else has it."
    );
}

#[test]
fn times_and_numbers_have_the_plurals_of_their_language() {
    let english = Words::new(Language::English);
    for seconds in [0, 1, 2, 59, 60, 61, 7_199, 7_200, 172_799, 172_800, 10_000_000] {
        assert_eq!(english.duration(seconds), duration(seconds));
    }
    let arabic = Words::new(Language::Arabic);
    assert_eq!(arabic.duration(1), "ثانية واحدة");
    assert_eq!(arabic.duration(120), "دقيقتان");
    assert!(arabic.duration(300).ends_with("دقائق"), "{}", arabic.duration(300));
    assert!(arabic.duration(86_400 * 11).ends_with("يومًا"));
    assert_eq!(Words::new(Language::German).duration(86_400 * 3), "3 Tage");
    assert_eq!(Words::new(Language::French).duration(60), "1 minute");
    assert_eq!(Words::new(Language::Spanish).duration(7_200), "2 horas");
    assert_eq!(Words::new(Language::Hindi).duration(3_600 * 5), "5 घंटे");
}

#[test]
fn counts_on_screens_have_the_plurals_of_their_language_and_what_only_looks_like_one_stays_as_it_is() {
    let seats = |language, n: &str| Words::new(language).say_with("council-seats", &[("n", n), ("names", "A")]);
    assert_eq!(seats(Language::English, "1"), "The council has 1 seat: A");
    assert_eq!(seats(Language::English, "3"), "The council has 3 seats: A");
    assert_eq!(seats(Language::German, "1"), "Der Rat hat 1 Sitz: A");
    assert_eq!(seats(Language::French, "1"), "Le conseil a 1 siège : A");
    assert_eq!(seats(Language::Spanish, "2"), "El consejo tiene 2 puestos: A");
    let packs = |language, packs: &str| {
        let texts = [("lot", "007"), ("packs", packs)];
        Words::new(language).say_with("told-register-batch", &texts).replace(['\u{2068}', '\u{2069}'], "")
    };
    assert_eq!(packs(Language::English, "1"), "Register lot 007 with 1 pack");
    assert_eq!(packs(Language::English, "1000000"), "Register lot 007 with 1000000 packs");
    for (n, end) in [("1", "عبوة واحدة"), ("2", "عبوتان"), ("5", "5 عبوات"), ("11", "11 عبوة"), ("100", "100 عبوة")]
    {
        assert!(packs(Language::Arabic, n).ends_with(end), "{}", packs(Language::Arabic, n));
    }
    let gtin = Words::new(Language::English).say_with("told-register-product", &[("gtin", "340000300000310345")]);
    assert!(gtin.contains("340000300000310345"), "long numbers are not rounded: {gtin}");
}

#[test]
fn what_stands_in_a_sentence_is_isolated_only_where_lines_begin_on_the_right() {
    let expired = all_sentences().into_iter().find(|sentence| sentence.id == "expired").unwrap();
    let message = expired.with("expiry", Value::Date { year: 2028, month: 6, day: 30 });
    assert_eq!(Words::new(Language::German).message(&message), "Diese Charge ist am 2028-06-30 verfallen.");
    assert!(Words::new(Language::Arabic).message(&message).contains("\u{2068}2028-06-30\u{2069}"));
    assert!(Language::ALL.iter().all(|language| language.is_right_to_left() == (language.tag() == "ar")));
}

#[test]
fn tags_of_systems_are_understood() {
    for (tag, language) in [
        ("de-AT", Language::German),
        ("de_DE.UTF-8", Language::German),
        ("AR", Language::Arabic),
        ("pt-BR", Language::English),
        ("C", Language::English),
        ("", Language::English),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag}");
    }
    let names: BTreeSet<&str> = Language::ALL.into_iter().map(Language::name).collect();
    assert_eq!(names.len(), Language::ALL.len());
}

#[test]
fn nothing_is_said_by_its_name_alone() {
    for language in Language::ALL {
        let words = Words::new(language);
        for id in SCREENS.into_iter().flat_map(|file| sentences(Language::English, file)).map(|(id, _)| id) {
            assert_ne!(words.say(&id), id);
        }
    }
    assert_eq!(Words::new(Language::Arabic).say("no-such-sentence"), "no-such-sentence");
}
