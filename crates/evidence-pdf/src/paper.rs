//! What stands on the paper.

use evidence_file::Checked;
use gs1::Date;
use scanner_core::history::moment;
use verdict::{Evidence, PackLine, Report};
use words::Words;

use crate::{
    pdf::{self, About, Attachment},
    typeset::{Style, Typeset},
};

/// Most characters of a code that are printed: the whole one is in the file.
const LONGEST_CODE: usize = 120;

const TITLE: Style = Style { size: 17.0, bold: true, faint: false };
const VERDICT: Style = Style { size: 24.0, bold: true, faint: false };
const HEAD: Style = Style { size: 11.5, bold: true, faint: false };
const BODY: Style = Style { size: 10.0, bold: false, faint: false };
const SMALL: Style = Style { size: 8.5, bold: false, faint: true };

/// A verdict on paper.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// What the evidence leads to, derived from the file itself.
    pub checked: &'a Checked,
    /// The code as it was scanned.
    pub code: &'a str,
    /// The name of the evidence file, under which it is in the document.
    pub name: &'a str,
    /// Its bytes.
    pub file: &'a [u8],
}

/// The name under which a pack's paper is saved.
pub fn file_name(report: &Report) -> String {
    let name = evidence_file::file_name(report);
    format!("{}.pdf", name.strip_suffix(".json").unwrap_or(&name))
}

impl Paper<'_> {
    /// The PDF's bytes, in the words of a language. `fonts`: TrueType files that together have its letters, Noto Sans among them.
    pub fn pdf(&self, words: &Words, fonts: &[&[u8]]) -> Vec<u8> {
        let mut sheet = Typeset::new(fonts, words.language().is_right_to_left());
        self.verdict(&mut sheet, words);
        self.pack(&mut sheet, words);
        self.check(&mut sheet, words);
        self.proof(&mut sheet, words);
        let (pages, used) = sheet.finish();
        let (title, language) = (words.say("paper-title"), words.language().tag());
        let about = About { title: &title, language };
        let attached = words.say("paper-attached");
        let attachment = Attachment { name: self.name, about: &attached, bytes: self.file };
        pdf::write(&about, &pages, &used, &attachment)
    }

    fn report(&self) -> &Report {
        &self.checked.report
    }

    fn verdict(&self, sheet: &mut Typeset, words: &Words) {
        sheet.paragraph(&words.say("paper-title"), TITLE);
        sheet.space(10.0);
        sheet.framed(&words.headline(self.report().verdict), VERDICT);
        sheet.space(10.0);
        // A checkpoint may say so where the verdict could not know it.
        let known = self.report().reasons.iter().any(|reason| reason.code == "development-chain");
        if self.checked.development && !known {
            sheet.paragraph(&words.say("paper-development"), Style { bold: true, ..BODY });
            sheet.space(6.0);
        }
        for reason in &self.report().reasons {
            sheet.paragraph(&format!("{} ({})", words.reason(reason), reason.code), BODY);
        }
        head(sheet, &words.say("verdict-what-to-do"));
        sheet.paragraph(&words.next_action(self.report()), BODY);
        if !self.checked.beside.is_empty() {
            head(sheet, &words.say("paper-beside"));
        }
        for told in &self.checked.beside {
            sheet.paragraph(&told.text, BODY);
        }
    }

    fn pack(&self, sheet: &mut Typeset, words: &Words) {
        head(sheet, &words.say("paper-pack"));
        let PackLine { gtin, lot, serial, expiry, maker_expiry, product, maker, holder } = &self.report().pack;
        let code: String = self.code.chars().take(LONGEST_CODE).map(printable).collect();
        let more = if self.code.chars().nth(LONGEST_CODE).is_some() { "…" } else { "" };
        let expiry = expiry.as_deref().map(printed_expiry);
        let differs = maker_expiry.clone().filter(|maker| Some(maker) != expiry.as_ref());
        let pairs = [
            ("field-product", product.clone()),
            ("field-maker", maker.clone()),
            ("field-holder", holder.clone()),
            ("field-gtin", Some(gtin.clone())),
            ("field-lot", Some(lot.clone())),
            ("field-serial", Some(serial.clone())),
            ("field-expiry", expiry),
            ("field-maker-expiry", differs),
            ("paper-code", Some(code + more)),
        ];
        write(sheet, words, pairs);
    }

    fn check(&self, sheet: &mut Typeset, words: &Words) {
        head(sheet, &words.say("paper-check"));
        let role = words.say(&format!("role-{}", self.report().role.code()));
        write(
            sheet,
            words,
            [
                ("paper-scanned", Some(utc(self.checked.scanned_at))),
                ("paper-role", Some(role)),
                ("paper-participant", self.checked.participant.map(|gln| gln.to_string())),
            ],
        );
        let Some(evidence) = &self.report().evidence else { return };
        let Evidence { block, block_hash, chain_time, age_seconds, .. } = evidence;
        write(
            sheet,
            words,
            [
                ("paper-block", Some(block.to_string())),
                ("paper-block-hash", Some(block_hash.clone())),
                ("paper-block-time", Some(utc(*chain_time))),
                ("paper-age", Some(words.duration(*age_seconds))),
            ],
        );
        if evidence.state_proven && evidence.finality_proven {
            sheet.space(4.0);
            sheet.paragraph(&words.say("paper-proven"), BODY);
        }
    }

    fn proof(&self, sheet: &mut Typeset, words: &Words) {
        head(sheet, &words.say("paper-how"));
        sheet.paragraph(&words.say_with("paper-how-text", &[("file", self.name)]), BODY);
        sheet.space(4.0);
        // A command is typed as it stands, in every language.
        sheet.paragraph(&format!("medtrail evidence check {} --checkpoint CHECKPOINT", self.name), BODY);
        sheet.space(4.0);
        sheet.paragraph(&words.say("paper-alone"), BODY);
        sheet.space(4.0);
        let digest = ledger_types::digest(self.file).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        sheet.paragraph(&words.say_with("paper-digest", &[("digest", &format!("0x{digest}"))]), SMALL);
    }
}

fn head(sheet: &mut Typeset, text: &str) {
    /// Some lines stand below their head.
    const WITH_IT: f32 = 70.0;
    sheet.make_room(WITH_IT);
    sheet.space(12.0);
    sheet.paragraph(text, HEAD);
    sheet.space(3.0);
}

fn write<const N: usize>(sheet: &mut Typeset, words: &Words, pairs: [(&str, Option<String>); N]) {
    for (name, value) in pairs {
        if let Some(value) = value {
            sheet.pair(&words.say(name), &value, BODY);
        }
    }
}

/// Separators in codes are seen, and nothing else that moves a line.
fn printable(letter: char) -> char {
    if letter.is_control() { '|' } else { letter }
}

fn printed_expiry(printed: &str) -> String {
    match printed.parse::<Date>().map(Date::last_day) {
        Ok((year, month, day)) => format!("{year}-{month:02}-{day:02}"),
        Err(_) => printed.to_owned(),
    }
}

fn utc(seconds: u64) -> String {
    format!("{} UTC", moment(seconds.saturating_mul(1_000)))
}
