//! The self-test of a handheld scanner: a code of known content is scanned, and what arrives tells what is set wrongly.
//!
//! The test code names no pack: it holds company-internal elements only, so that scanned anywhere else it is refused as
//! incomplete. Its letters, digits and signs are those by which keyboard layouts differ.

mod compare;
mod finding;

#[cfg(test)]
mod tests;

use gs1::GS;
use verdict::{Sentence, repair::Fault};

pub use finding::{Finding, Trouble, Weight};

use crate::{
    sentences as say,
    wedge::{Scan, Separator},
};
use compare::{Hypothesis, Residue, residue};

/// The elements of the test code: a GS1 DataMatrix of them is shown. Both cases of the letters that French and German layouts
/// move (A/Q, Z/W, M, Y/Z), all digits, the signs that they move and serials have, and an end by which its loss is seen.
pub const ELEMENTS: [(&str, &str); 3] = [("91", "0123456789"), ("92", "aQwZyMkAqWzYmK-/'"), ("93", "Medtrail.END")];

/// Most characters of what was received that are looked at.
const MOST: usize = 256;
/// The symbology identifiers of GS1 DataMatrix and GS1 QR codes.
const PREFIXES: [&str; 2] = ["]d2", "]Q3"];

/// The content of the test code: what a good scanner sends after the symbology identifier.
pub fn test_code() -> String {
    ELEMENTS.map(|(ai, value)| format!("{ai}{value}")).join(&GS.to_string())
}

/// What is said if nothing is wrong.
pub fn well() -> Sentence {
    say::DOCTOR_WELL
}

/// Whether a scan may be of the test code, so that the app can show the self-test's answer.
pub fn is_test(scan: &Scan) -> bool {
    // Whatever is the code of a pack, or may be meant as one, is checked as such.
    let pack = verdict::read_code(&scan.text).is_ok() || !verdict::repair::readings(&scan.text).is_empty();
    !pack && !diagnose(scan).iter().any(|finding| matches!(finding.trouble, Trouble::Nothing | Trouble::OtherCode))
}

/// What is wrong with the scanner that sent this when the test code was scanned, the gravest first. Empty only if all is well.
pub fn diagnose(scan: &Scan) -> Vec<Finding> {
    let received: Vec<char> = scan.text.trim_matches(['\r', '\n', '\t']).chars().take(MOST).collect();
    if received.iter().all(|letter| letter.is_whitespace()) {
        return vec![Finding::of(Trouble::Nothing)];
    }
    let Some((hypothesis, residue)) = likeliest(&received) else {
        return vec![Finding::of(Trouble::OtherCode)];
    };
    let mut troubles: Vec<Trouble> = hypothesis.faults().into_iter().map(Trouble::Fault).collect();
    troubles.extend(prefix(&hypothesis, &residue));
    troubles.extend(separators(scan, &residue));
    troubles.extend(body(&residue));
    if scan.suffix.is_none() {
        troubles.push(Trouble::NoSuffix);
    }
    let mut findings: Vec<Finding> = troubles.into_iter().map(Finding::of).collect();
    findings.sort_by_key(|finding| finding.weight);
    findings
}

/// The layout and case that leave the least unexplained; `None` if even they leave too much for this to be the test code.
fn likeliest(received: &[char]) -> Option<(Hypothesis, Residue)> {
    let sent: Vec<char> = test_code().chars().collect();
    let tried = Hypothesis::all().map(|hypothesis| {
        let residue = residue(&hypothesis.types(&sent), received, &sent);
        (hypothesis, residue)
    });
    // Of equals the one with the fewest faults: they come first.
    let best = tried.min_by_key(|(_, residue)| residue.cost)?;
    // Half of the code must be there, and half of what is there must be of it: in a long text, any code can be found.
    (best.1.same * 2 >= sent.len().max(received.len())).then_some(best)
}

/// What became of the symbology identifier.
fn prefix(hypothesis: &Hypothesis, residue: &Residue) -> Option<Trouble> {
    let came: String = residue.before.iter().collect();
    if came.is_empty() {
        return Some(Trouble::PrefixLost);
    }
    let whole = |prefix: &str| hypothesis.types(&prefix.chars().collect::<Vec<_>>()).into_iter().collect::<String>();
    if PREFIXES.iter().any(|prefix| came == whole(prefix)) {
        return None;
    }
    let piece = |prefix: &&str| {
        let whole = whole(prefix);
        came.chars().count() <= 3
            && came.chars().all(|letter| whole.chars().any(|other| other.eq_ignore_ascii_case(&letter)))
    };
    let broken = PREFIXES.iter().any(piece);
    Some(if broken { Trouble::Fault(Fault::BrokenPrefix) } else { Trouble::LeadingCharacters(came) })
}

/// What became of the separators.
fn separators(scan: &Scan, residue: &Residue) -> Option<Trouble> {
    // This program understands these, others do not.
    let by_name = scan.separators.iter().any(|form| matches!(form, Separator::Name | Separator::F8));
    if residue.other_separators > 0 || by_name {
        Some(Trouble::Fault(Fault::OtherSeparator))
    } else if residue.lost_separators > 0 {
        Some(Trouble::Fault(Fault::LostSeparator))
    } else {
        None
    }
}

fn body(residue: &Residue) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    if !residue.others.is_empty() {
        troubles.push(Trouble::OtherCharacters(residue.others.clone()));
    }
    if residue.cut {
        troubles.push(Trouble::CutOff);
    }
    if residue.lost > 0 {
        troubles.push(Trouble::LostCharacters(residue.lost));
    }
    if residue.extra > 0 {
        troubles.push(Trouble::ExtraCharacters(residue.extra));
    }
    if residue.after > 0 {
        troubles.push(Trouble::Fault(Fault::TrailingCharacters));
    }
    troubles
}
