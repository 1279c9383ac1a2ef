//! What the self-test finds, in sentences.

use verdict::{Message, Sentence, repair::Fault};

use crate::sentences as say;

/// What is wrong with a scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing arrived.
    Nothing,
    /// What arrived is not the test code.
    OtherCode,
    /// One of the faults that scans are mended of.
    Fault(Fault),
    /// Characters arrived as others that no known layout explains: what was meant, and what came.
    OtherCharacters(Vec<(char, char)>),
    /// So many characters were lost on the way.
    LostCharacters(usize),
    /// The end did not arrive.
    CutOff,
    /// So many characters came that are not in the code.
    ExtraCharacters(usize),
    /// These come before the code.
    LeadingCharacters(String),
    /// The symbology identifier is not sent.
    PrefixLost,
    /// No Enter or Tab follows.
    NoSuffix,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good packs will not be recognised.
    Fails,
    /// Packs are recognised, but something is slower or less sure than it could be.
    Advice,
}

/// Something that is set wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub trouble: Trouble,
    /// How grave it is.
    pub weight: Weight,
    /// What arrives, as a sentence.
    pub what: Message,
    /// What to do about it.
    pub remedy: Sentence,
}

impl Finding {
    pub(super) fn of(trouble: Trouble) -> Self {
        let (what, remedy): (Message, Sentence) = match &trouble {
            Trouble::Nothing => (say::DOCTOR_NOTHING.into(), say::DOCTOR_NOTHING_REMEDY),
            Trouble::OtherCode => (say::DOCTOR_OTHER_CODE.into(), say::DOCTOR_OTHER_CODE_REMEDY),
            Trouble::Fault(fault) => {
                let (what, remedy) = of_fault(*fault);
                (what.into(), remedy)
            }
            Trouble::OtherCharacters(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().take(6).map(|(meant, came)| format!("{meant} → {came}")).collect();
                (say::DOCTOR_OTHER_CHARACTERS.with("pairs", pairs.join(", ")), say::DOCTOR_OTHER_CHARACTERS_REMEDY)
            }
            Trouble::LostCharacters(count) => {
                (say::DOCTOR_LOST_CHARACTERS.with("count", *count as u64), say::DOCTOR_LOST_CHARACTERS_REMEDY)
            }
            Trouble::CutOff => (say::DOCTOR_CUT_OFF.into(), say::DOCTOR_CUT_OFF_REMEDY),
            Trouble::ExtraCharacters(count) => {
                (say::DOCTOR_EXTRA_CHARACTERS.with("count", *count as u64), say::DOCTOR_EXTRA_CHARACTERS_REMEDY)
            }
            Trouble::LeadingCharacters(came) => {
                (say::DOCTOR_LEADING.with("came", came.as_str()), say::DOCTOR_LEADING_REMEDY)
            }
            Trouble::PrefixLost => (say::DOCTOR_PREFIX_LOST.into(), say::DOCTOR_PREFIX_LOST_REMEDY),
            Trouble::NoSuffix => (say::DOCTOR_NO_SUFFIX.into(), say::DOCTOR_NO_SUFFIX_REMEDY),
        };
        let weight = match trouble {
            Trouble::PrefixLost | Trouble::NoSuffix => Weight::Advice,
            _ => Weight::Fails,
        };
        Self { trouble, weight, what, remedy }
    }

    /// The name that programs and translations rely on.
    pub fn code(&self) -> &str {
        &self.what.id
    }
}

fn of_fault(fault: Fault) -> (Sentence, Sentence) {
    match fault {
        Fault::CapsLock => (say::DOCTOR_CAPS_LOCK, say::DOCTOR_CAPS_LOCK_REMEDY),
        Fault::UpperCase => (say::DOCTOR_UPPER_CASE, say::DOCTOR_KEEP_CASE_REMEDY),
        Fault::LowerCase => (say::DOCTOR_LOWER_CASE, say::DOCTOR_KEEP_CASE_REMEDY),
        Fault::GermanLayout => (say::DOCTOR_GERMAN_LAYOUT, say::DOCTOR_GERMAN_LAYOUT_REMEDY),
        Fault::FrenchLayout => (say::DOCTOR_FRENCH_LAYOUT, say::DOCTOR_FRENCH_LAYOUT_REMEDY),
        Fault::OtherSeparator => (say::DOCTOR_OTHER_SEPARATOR, say::DOCTOR_SEPARATOR_REMEDY),
        Fault::LostSeparator => (say::DOCTOR_LOST_SEPARATOR, say::DOCTOR_SEPARATOR_REMEDY),
        Fault::BrokenPrefix => (say::DOCTOR_BROKEN_PREFIX, say::DOCTOR_PREFIX_LOST_REMEDY),
        Fault::TrailingCharacters => (say::DOCTOR_TRAILING, say::DOCTOR_TRAILING_REMEDY),
    }
}
