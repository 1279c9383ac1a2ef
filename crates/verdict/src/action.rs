//! What to do next, by verdict and role. Two sentences at most; a patient is never told "counterfeit" as a certainty.

use crate::{Role, Verdict};

/// What else is true of a genuine pack and changes what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// It is on its way to the one who scans.
    NotYetReceived,
    /// According to somebody, a pack with this code was far away not long ago.
    SeenFarAway,
}

/// The next action.
pub fn next_action(verdict: Verdict, role: Role, note: Option<Note>) -> &'static str {
    use Role::{Manufacturer, Patient, Pharmacist, Regulator, Wholesaler};
    match (verdict, role) {
        (Verdict::Genuine, _) if note == Some(Note::NotYetReceived) => "Receive the shipment with this pack first.",
        (Verdict::Genuine, Pharmacist) if note == Some(Note::SeenFarAway) => {
            "Look at the pack closely: print, seal, leaflet. If anything is odd, put it aside and ask the maker; otherwise \
             dispense it."
        }
        (Verdict::Genuine, Patient) => "You can use this medicine as prescribed.",
        (Verdict::Genuine, Pharmacist) => "Check the pack's seal, then dispense it.",
        (Verdict::Genuine, Wholesaler | Manufacturer | Regulator) => "Nothing to do.",

        (Verdict::AlreadyDispensedHere, _) => {
            "Your pharmacy has dispensed this pack already. If it is still in your hands, find out which patient got which \
             pack; do not dispense it again."
        }

        (Verdict::AlreadyUsedElsewhere, Patient) => {
            "If your pharmacy handed you this very pack, all is well. If you got it anywhere else, do not use it and ask a \
             pharmacist."
        }
        (Verdict::AlreadyUsedElsewhere, Pharmacist) => {
            "Do not dispense this pack. Unless your own pharmacy dispensed it, put it aside and report it: another pack with \
             this code was used elsewhere."
        }
        (Verdict::AlreadyUsedElsewhere, Wholesaler) => {
            "Do not ship this pack. Put it aside and report it: another pack with this code was used elsewhere."
        }
        (Verdict::AlreadyUsedElsewhere, Manufacturer | Regulator) => {
            "Trace the pack and find out whether this is the dispensed pack or a copy of its code."
        }

        (Verdict::DoNotUse, Patient) => "Do not use this medicine. Take it to a pharmacy.",
        (Verdict::DoNotUse, Pharmacist | Wholesaler) => {
            "Put the pack into quarantine. Follow the recall notice or your procedure for the reason given."
        }
        (Verdict::DoNotUse, Manufacturer | Regulator) => "Make sure that the pack is withdrawn.",

        (Verdict::NotRecognised, Patient) => {
            "This pack could not be matched with any that its maker registered. Do not use it; ask a pharmacist to check it."
        }
        (Verdict::NotRecognised, Pharmacist | Wholesaler) => {
            "Scan once more, to rule out a misread code. If it stays, quarantine the pack and report it to your \
             regulator and the maker."
        }
        (Verdict::NotRecognised, Manufacturer | Regulator) => {
            "Compare the code with the maker's records, then open a case."
        }

        (Verdict::Suspicious, Patient) => {
            "What is printed on this pack, or where it is, does not fit the records. Do not use it; ask a pharmacist to \
             check it."
        }
        (Verdict::Suspicious, Pharmacist | Wholesaler) => {
            "Quarantine the pack, keep the packaging, and report it to your regulator and the maker."
        }
        (Verdict::Suspicious, Manufacturer | Regulator) => "Secure the pack and open a case.",

        (Verdict::CouldNotCheck, Patient) => {
            "This says nothing against the pack. Scan the large square code and try again later, or ask a pharmacist."
        }
        (Verdict::CouldNotCheck, _) => {
            "This says nothing against the pack. Do not dispense or ship it on the strength of this scan; see the reason, \
             then scan again."
        }
    }
}
