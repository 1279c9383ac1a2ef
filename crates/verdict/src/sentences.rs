//! Every sentence of this crate, in English. What programs and tests compare is made from these.

use crate::Sentence;

crate::sentences! {
    // What has no translation: the words of a model, or of a program's part that has no sentences of its own.
    AS_SAID = "as-said", "{said}";

    // Product, lot, serial, expiry.
    UNKNOWN_PRODUCT = "unknown-product", "No maker has registered a product with GTIN {gtin}.";
    UNKNOWN_BATCH = "unknown-batch", "The maker of this product has registered no lot {lot}.";
    UNKNOWN_SERIAL = "unknown-serial", "Serial {serial} and the proof that comes with it are of no pack in this lot.";
    NO_PROOF = "no-proof", "The code carries no proof of its serial, and nobody who keeps it was asked.";
    NO_PACK_RECORD = "no-pack-record", "The chain gave no answer about this very pack.";
    EXPIRY_MISMATCH = "expiry-mismatch", "The expiry on the pack is not the one that the maker gave this lot \
     ({expiry}).";
    EXPIRED = "expired", "This lot expired on {expiry}.";

    // Called back, or never for sale.
    RECALLED_PRODUCT = "recalled-product", "Every lot of this product is recalled ({danger}).";
    RECALLED_LOT = "recalled-lot", "This lot is recalled ({danger}).";
    RECALLED_PACK = "recalled-pack", "This pack is recalled, with others of its lot ({danger}).";
    RECALL_CLASS_I = "recall-class-1", "class I: danger to life or a serious risk to health";
    RECALL_CLASS_II = "recall-class-2", "class II: it may harm health";
    RECALL_CLASS_III = "recall-class-3", "class III: it is unlikely to harm health";
    WITHDRAWN_PRODUCT = "withdrawn-product", "This product was taken off the market.";
    WITHDRAWN_LOT = "withdrawn-lot", "This lot was taken off the market.";
    NOT_RELEASED = "not-released", "The maker has not released this lot for sale.";
    COLD_CHAIN = "cold-chain",
        "On its way this pack was warmer or colder than it may be, and the maker has not cleared it.";

    // The pack's state.
    PROVEN_ACTIVE = "proven-active", "The maker registered this pack, and it is active.";
    DISPENSED_HERE = "already-dispensed-here", "Your pharmacy dispensed this pack.";
    DISPENSED_ELSEWHERE = "already-dispensed-elsewhere", "A pack with this code was handed to a patient already.";
    USED_EXPORTED = "already-used-exported", "A pack with this code was exported.";
    USED_SAMPLE = "already-used-sample", "A pack with this code was taken as a sample by an authority.";
    USED_FREE_SAMPLE = "already-used-free-sample", "A pack with this code was given away as a free sample.";
    USED_CHECKED_OUT = "already-used-repackaged", "A pack with this code was taken out for repackaging.";
    STOLEN = "stolen", "This pack is reported stolen.";
    DESTROYED = "destroyed", "This pack is recorded as destroyed.";
    LOCKED = "locked", "This pack is held back during an investigation.";
    QUARANTINED = "quarantined", "This pack is in quarantine.";
    UNKNOWN_STATE = "unknown-state", "The pack is in a state that this program does not know. Update the program.";

    // Where the pack is.
    HOLDER_NOT_AUTHORISED = "holder-not-authorised",
        "Whoever has this pack, according to the records, may not trade at present.";
    NOT_WITH_PHARMACY = "not-with-pharmacy", "According to the records, this pack has not reached a pharmacy yet.";
    WRONG_CUSTODIAN = "wrong-custodian",
        "According to the records, this pack is with someone else, and not on its way to you.";

    // What is said beside a verdict.
    COMPARE_EXPIRY = "compare-expiry",
        "The code carries no expiry. The maker gave this lot {expiry}: compare it with the pack.";
    NOT_YET_RECEIVED = "not-yet-received",
        "The shipment with this pack is still to be received: receive it before you do anything else.";
    DEVELOPMENT_CHAIN = "development-chain",
        "This is a development chain: anybody can make its blocks. Set the checkpoint of the real chain.";
    CUSTODIAN_NOT_CHECKED = "custodian-not-checked",
        "Whether the pack should be with you was not checked: no GLN of your organisation is set.";
    NODE_DROPPED = "node-dropped", "A node gave a wrong answer and is not asked any more: {node}. Tell its operator.";
    ANOMALY = "anomaly", "Nothing in the ledger speaks against this pack, but its scans are unusual: {reasons}.";
    ANOMALY_AND = "anomaly-and", "; ";
    ANOMALY_TOO = "anomaly-too", "Its scans are unusual besides: {reasons}.";
    ANOMALY_WHY = "anomaly-why", "What weighs most: {reasons}.";
    ANOMALY_PATIENT = "anomaly-patient", "The way in which this code was scanned is unusual for a genuine pack.";
    LATE_RECORD = "late-record",
        "Scans like this mostly come before a hand-over is recorded. Have the sender record it, then scan again.";
    LATE_UPLOAD = "late-upload",
        "Scans like this mostly come before a manufacturer has registered a lot. Ask your supplier, then scan again.";
    NONE_ACTIVE = "rules-alone-none-active", "No model is active: rules alone.";
    SUSPENDED = "rules-alone-suspended", "The model is suspended: rules alone.";
    DRIFTED = "rules-alone-drifted", "Scans have changed too much for the model: rules alone.";
    OTHER_MODEL = "rules-alone-other-model", "The gateway does not use the model that is active on chain: rules alone.";
    UNPROVEN_MODEL = "rules-alone-unproven", "Which model is active could not be proven: rules alone.";
    SEEN_FAR_AWAY = "seen-far-away",
        "According to a gateway, this code was scanned some {kilometres} km away about {hours} hours ago: one of the \
         two packs would be a copy. That is not proven. Compare the pack with another one of its lot before you hand \
         it out.";

    // How old the records are.
    OFFLINE = "offline",
        "Checked without network against records that are {age} old; what happened since then is not known.";
    CLOCK_BEHIND = "clock-behind",
        "This device's clock is {minutes} minutes behind the chain's. Set it right and scan again.";
    STALE_NODE = "stale-node",
        "The newest data this node has are {minutes} minutes old. A recall since then would be missed.";
    STALE_SNAPSHOT = "stale-snapshot",
        "The records at hand are {age} old, and may be {most} old at most: a recall since then would be missed. Get \
         a newer snapshot, or scan with a network.";
    MAY_HAVE_CHANGED = "may-have-changed", "{finding} That was {ago}; it may have changed since.";

    // What cannot be asked.
    BAD_LOT = "bad-lot", "The lot is longer than a lot can be.";
    UNKNOWN_PARTICIPANT = "unknown-participant", "No participant has the GLN {gln} that this scanner is set to.";

    // What is wrong with a scanner.
    MISCONFIGURED = "scanner-misconfigured",
        "Your scanner is misconfigured; this says nothing against the pack. It seems that {faults}.";
    FAULT_AND = "fault-and", "; and that ";
    FAULT_CAPS_LOCK = "fault-caps-lock", "capital and small letters are swapped: switch Caps Lock off";
    FAULT_UPPER_CASE = "fault-upper-case", "all letters arrive as capitals: let the scanner keep the case";
    FAULT_LOWER_CASE = "fault-lower-case", "all letters arrive as small ones: let the scanner keep the case";
    FAULT_GERMAN_LAYOUT = "fault-german-layout",
        "the scanner types for an American keyboard: set it to the German layout";
    FAULT_FRENCH_LAYOUT = "fault-french-layout",
        "the scanner types for an American keyboard: set it to the French layout";
    FAULT_OTHER_SEPARATOR = "fault-other-separator",
        "the separator arrives as another character: let the scanner send FNC1 as GS (ASCII 29)";
    FAULT_LOST_SEPARATOR = "fault-lost-separator",
        "the separator is lost: let the scanner send FNC1 as GS (ASCII 29)";
    FAULT_BROKEN_PREFIX = "fault-broken-prefix",
        "the symbology identifier arrives in pieces: switch it on or off as a whole";
    FAULT_TRAILING = "fault-trailing-characters", "a character follows the code: let the scanner send no suffix";

    // What is wrong with a code.
    INCOMPLETE = "incomplete-code", "The code has no {missing}, so it does not name a single pack.";
    ELEMENT_GTIN = "element-gtin", "GTIN";
    ELEMENT_SERIAL = "element-serial", "serial number";
    ELEMENT_LOT = "element-lot", "lot";
    NOT_GS1 = "not-gs1", "This is no valid GS1 code: {why} (at character {at}).";
    SCAN_THE_SQUARE = "next-incomplete-code",
        "Scan the two-dimensional code next to the expiry date; a product's bar code is not enough.";
    COMPARE_CODE = "next-not-gs1",
        "Compare the code with the pack character by character, or scan it instead of typing.";
}

/// What to do next.
pub(crate) mod next {
    crate::sentences! {
        GENUINE_NOT_RECEIVED = "next-genuine-not-received", "Receive the shipment with this pack first.";
        GENUINE_FAR_PHARMACIST = "next-genuine-far-away-pharmacist",
            "Look at the pack closely: print, seal, leaflet. If anything is odd, put it aside and ask the maker; \
             otherwise dispense it.";
        GENUINE_PATIENT = "next-genuine-patient", "You can use this medicine as prescribed.";
        GENUINE_PHARMACIST = "next-genuine-pharmacist", "Check the pack's seal, then dispense it.";
        GENUINE_OTHERS = "next-genuine-others", "Nothing to do.";
        DISPENSED_HERE = "next-already-dispensed-here",
            "Your pharmacy has dispensed this pack already. If it is still in your hands, find out which patient got \
             which pack; do not dispense it again.";
        USED_PATIENT = "next-already-used-elsewhere-patient",
            "If your pharmacy handed you this very pack, all is well. If you got it anywhere else, do not use it and \
             ask a pharmacist.";
        USED_PHARMACIST = "next-already-used-elsewhere-pharmacist",
            "Do not dispense this pack. Unless your own pharmacy dispensed it, put it aside and report it: another \
             pack with this code was used elsewhere.";
        USED_WHOLESALER = "next-already-used-elsewhere-wholesaler",
            "Do not ship this pack. Put it aside and report it: another pack with this code was used elsewhere.";
        USED_OTHERS = "next-already-used-elsewhere-others",
            "Trace the pack and find out whether this is the dispensed pack or a copy of its code.";
        DO_NOT_USE_PATIENT = "next-do-not-use-patient", "Do not use this medicine. Take it to a pharmacy.";
        DO_NOT_USE_TRADE = "next-do-not-use-trade",
            "Put the pack into quarantine. Follow the recall notice or your procedure for the reason given.";
        DO_NOT_USE_OTHERS = "next-do-not-use-others", "Make sure that the pack is withdrawn.";
        NOT_RECOGNISED_PATIENT = "next-not-recognised-patient",
            "This pack could not be matched with any that its maker registered. Do not use it; ask a pharmacist to \
             check it.";
        NOT_RECOGNISED_TRADE = "next-not-recognised-trade",
            "Scan once more, to rule out a misread code. If it stays, quarantine the pack and report it to your \
             regulator and the maker.";
        NOT_RECOGNISED_OTHERS = "next-not-recognised-others",
            "Compare the code with the maker's records, then open a case.";
        SUSPICIOUS_PATIENT = "next-suspicious-patient",
            "What is printed on this pack, or where it is, does not fit the records. Do not use it; ask a pharmacist \
             to check it.";
        SUSPICIOUS_TRADE = "next-suspicious-trade",
            "Quarantine the pack, keep the packaging, and report it to your regulator and the maker.";
        SUSPICIOUS_OTHERS = "next-suspicious-others", "Secure the pack and open a case.";
        NOT_CHECKED_PATIENT = "next-could-not-check-patient",
            "This says nothing against the pack. Scan the large square code and try again later, or ask a pharmacist.";
        NOT_CHECKED_OTHERS = "next-could-not-check-others",
            "This says nothing against the pack. Do not dispense or ship it on the strength of this scan; see the \
             reason, then scan again.";
    }
}

/// Every sentence of this crate.
pub fn all() -> impl Iterator<Item = Sentence> {
    ALL.iter().chain(next::ALL).chain(crate::faults_of_codes::ALL).copied().chain(crate::anomalies::every())
}
