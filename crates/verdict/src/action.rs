//! What to do next, by verdict and role. Two sentences at most; a patient is never told "counterfeit" as a certainty.

use crate::{Role, Sentence, Verdict, sentences::next};

/// What else is true of a genuine pack and changes what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// It is on its way to the one who scans.
    NotYetReceived,
    /// According to somebody, a pack with this code was far away not long ago.
    SeenFarAway,
}

/// The next action.
pub fn next_action(verdict: Verdict, role: Role, note: Option<Note>) -> Sentence {
    use Role::{Manufacturer, Patient, Pharmacist, Regulator, Wholesaler};
    match (verdict, role) {
        (Verdict::Genuine, _) if note == Some(Note::NotYetReceived) => next::GENUINE_NOT_RECEIVED,
        (Verdict::Genuine, Pharmacist) if note == Some(Note::SeenFarAway) => next::GENUINE_FAR_PHARMACIST,
        (Verdict::Genuine, Patient) => next::GENUINE_PATIENT,
        (Verdict::Genuine, Pharmacist) => next::GENUINE_PHARMACIST,
        (Verdict::Genuine, Wholesaler | Manufacturer | Regulator) => next::GENUINE_OTHERS,

        (Verdict::AlreadyDispensedHere, _) => next::DISPENSED_HERE,

        (Verdict::AlreadyUsedElsewhere, Patient) => next::USED_PATIENT,
        (Verdict::AlreadyUsedElsewhere, Pharmacist) => next::USED_PHARMACIST,
        (Verdict::AlreadyUsedElsewhere, Wholesaler) => next::USED_WHOLESALER,
        (Verdict::AlreadyUsedElsewhere, Manufacturer | Regulator) => next::USED_OTHERS,

        (Verdict::DoNotUse, Patient) => next::DO_NOT_USE_PATIENT,
        (Verdict::DoNotUse, Pharmacist | Wholesaler) => next::DO_NOT_USE_TRADE,
        (Verdict::DoNotUse, Manufacturer | Regulator) => next::DO_NOT_USE_OTHERS,

        (Verdict::NotRecognised, Patient) => next::NOT_RECOGNISED_PATIENT,
        (Verdict::NotRecognised, Pharmacist | Wholesaler) => next::NOT_RECOGNISED_TRADE,
        (Verdict::NotRecognised, Manufacturer | Regulator) => next::NOT_RECOGNISED_OTHERS,

        (Verdict::Suspicious, Patient) => next::SUSPICIOUS_PATIENT,
        (Verdict::Suspicious, Pharmacist | Wholesaler) => next::SUSPICIOUS_TRADE,
        (Verdict::Suspicious, Manufacturer | Regulator) => next::SUSPICIOUS_OTHERS,

        (Verdict::CouldNotCheck, Patient) => next::NOT_CHECKED_PATIENT,
        (Verdict::CouldNotCheck, _) => next::NOT_CHECKED_OTHERS,
    }
}
