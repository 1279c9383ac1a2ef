#![allow(clippy::unwrap_used)]

use std::io::Read;

use chain_proof::{Checkpoint, Evidence};
use codec::DecodeAll;
use evidence_file::{Basis, Believed, Checked, EvidenceFile, file_name};
use flate2::read::ZlibDecoder;
use verdict::{Role, Scanning, Signals, Source, read_code};
use words::{Language, Words};

use crate::{
    Paper,
    typeset::{MARGIN, PAGE, Style, Typeset},
};

const FONTS: [&[u8]; 6] = [
    include_bytes!("../../../scanner-app/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../../../scanner-app/fonts/NotoSansDevanagari-Bold.ttf"),
];
const BODY: Style = Style { size: 10.0, bold: false, faint: false };

/// A recorded verdict as a file, and what it leads to.
fn recorded(number: usize) -> (Vec<u8>, EvidenceFile, Checked) {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../../verdict/vectors/vectors.json")).unwrap();
    let vector = &vectors["vectors"][number];
    let text = |name: &str| vector[name].as_str().unwrap();
    let bytes = |name: &str| hex::decode(text(name)).unwrap();
    let checkpoint = Checkpoint::decode_all(&mut bytes("checkpoint").as_slice()).unwrap();
    let evidence = Evidence::from_bytes(&bytes("evidence")).unwrap();
    let (role, participant) = (Role::Pharmacist, vector["participant"].as_str().and_then(|gln| gln.parse().ok()));
    let (code, now) = (read_code(text("code")).unwrap(), vector["now"].as_u64().unwrap());
    let scanning = Scanning { role, participant, maker: None, signals: Signals::default() };
    let answer = evidence.check(&mut checkpoint.clone(), &scanning.question(&code).unwrap()).unwrap();
    let report = scanning.verdict(&code, Ok(&answer), Source { development: true, ..Source::default() }, now);
    let basis = Basis { code, role, participant, now, evidence, checkpoints: vec![checkpoint], development: true };
    let file = EvidenceFile::new(&basis, &report, None).unwrap();
    let checked = file.check(&Believed::default()).unwrap();
    (file.to_json().into_bytes(), file, checked)
}

fn pdf(language: Language) -> (Vec<u8>, Vec<u8>) {
    let (bytes, file, checked) = recorded(0);
    let name = file_name(&checked.report);
    let paper = Paper { checked: &checked, code: file.code(), name: &name, file: &bytes };
    (paper.pdf(&Words::new(language), &FONTS), bytes)
}

/// What is packed in a document.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for at in 0..pdf.len().saturating_sub(7) {
        if pdf[at..].starts_with(b"stream\n") && !pdf[..at].ends_with(b"end") {
            let mut unpacked = Vec::new();
            if ZlibDecoder::new(&pdf[at + 7..]).read_to_end(&mut unpacked).is_ok() {
                found.push(unpacked);
            }
        }
    }
    found
}

#[test]
fn the_evidence_is_in_the_paper_and_still_checks_out() {
    for language in Language::ALL {
        let (pdf, file) = pdf(language);
        if let Some(folder) = std::env::var_os("MEDTRAIL_PAPERS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{}.pdf", language.tag())), &pdf).unwrap();
        }
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 600_000, "{} bytes", pdf.len());
        let inside = streams(&pdf).into_iter().find(|stream| stream.starts_with(b"{")).unwrap();
        assert_eq!(inside, file);
        EvidenceFile::from_json(&inside).unwrap().check(&Believed::default()).unwrap();
    }
}

#[test]
fn every_language_finds_its_letters_and_nothing_leaves_the_page() {
    for language in Language::ALL {
        let words = Words::new(language);
        let mut sheet = Typeset::new(&FONTS, language.is_right_to_left());
        for id in ["paper-how-text", "paper-alone", "paper-development", "paper-proven", "journey-told-hint"] {
            sheet.paragraph(&words.say_with(id, &[("file", "04012345678901-LOT7-S1.json")]), BODY);
        }
        sheet.pair(&words.say("paper-block-hash"), &format!("0x{}", "5e".repeat(32)), BODY);
        let (pages, fonts) = sheet.finish();
        for piece in pages.iter().flat_map(|page| &page.pieces) {
            let letters: Vec<&String> = piece.glyphs.iter().map(|glyph| &fonts[piece.font].glyphs[glyph]).collect();
            assert!(!piece.glyphs.contains(&0), "{}: {letters:?}", language.tag());
            let [left, below] = piece.at;
            assert!(
                (MARGIN - 1.0..PAGE[0] - MARGIN + 1.0).contains(&left),
                "{}: {letters:?} at {left}",
                language.tag()
            );
            assert!((0.0..PAGE[1]).contains(&below));
        }
    }
}

#[test]
fn letters_are_joined_and_ordered_as_their_script_needs() {
    let glyphs = |text: &str| -> Vec<u16> {
        let mut sheet = Typeset::new(&FONTS, true);
        sheet.paragraph(text, BODY);
        sheet.finish().0[0]
            .pieces
            .iter()
            .filter(|piece| piece.size == BODY.size)
            .flat_map(|piece| piece.glyphs.clone())
            .collect()
    };
    // Three times the same letter, and three different shapes: at the end, in the middle and at the beginning of the word.
    let joined = glyphs("ببب");
    assert!(joined.len() >= 3 && joined[0] != joined[1] && joined[1] != joined[2], "{joined:?}");
}

#[test]
fn a_long_text_goes_on_over_pages_and_ends_somewhere() {
    let mut sheet = Typeset::new(&FONTS, false);
    sheet.paragraph(&"Every value was proven. ".repeat(600), BODY);
    let (pages, _) = sheet.finish();
    assert!((2..=6).contains(&pages.len()), "{}", pages.len());
    let mut sheet = Typeset::new(&FONTS, false);
    for _ in 0..400 {
        sheet.paragraph(&"x".repeat(2_000), BODY);
    }
    assert!(sheet.finish().0.len() <= 20);
}
