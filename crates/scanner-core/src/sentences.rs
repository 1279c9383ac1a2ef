//! Every sentence of this crate, in English, with the name by which its translations are found.

verdict::sentences! {
    // Typing.
    TYPED_PART_GTIN = "typed-part-gtin", "the product's number, (01)";
    TYPED_PART_SERIAL = "typed-part-serial", "the serial number, (21)";
    TYPED_PART_LOT = "typed-part-lot", "the lot, (10)";
    TYPED_UNKNOWN = "typed-unknown",
        "No code begins like this. Type what stands beside the square code, such as (01)…(21)…(10)….";
    TYPED_CHECK_DIGIT = "typed-check-digit", "the last digit should be {digit}: compare all of them with the pack";
    TYPED_IF_WHOLE = "typed-if-whole", "If that is the whole number, {wrong}.";
    TYPED_PRODUCT_ONLY = "typed-product-only",
        "This number names the product, not the pack. Scan the square code, or type its serial and lot too.";
    TYPED_PZN = "typed-pzn",
        "This is a German PZN: it names the product with GTIN {gtin}, not the pack. Scan the square code.";
    TYPED_LINK_SCHEME = "typed-link-scheme", "An address begins with https://.";
    TYPED_FAULT = "typed-fault", "This looks like a scan that was changed on its way: {fault}.";

    // The scanner's self-test.
    DOCTOR_WELL = "doctor-well", "All is well: the scanner sends every character as it should.";
    DOCTOR_NOTHING = "doctor-nothing", "Nothing arrived.";
    DOCTOR_NOTHING_REMEDY = "doctor-nothing-remedy", "Click into this window, then scan the test code once more.";
    DOCTOR_OTHER_CODE = "doctor-other-code", "What arrived is not the test code.";
    DOCTOR_OTHER_CODE_REMEDY = "doctor-other-code-remedy",
        "Scan the code on this screen. If you did, reset the scanner with the code in its manual and try again.";
    DOCTOR_CAPS_LOCK = "doctor-caps-lock", "Capital and small letters arrive swapped.";
    DOCTOR_CAPS_LOCK_REMEDY = "doctor-caps-lock-remedy", "Switch Caps Lock off.";
    DOCTOR_UPPER_CASE = "doctor-upper-case", "All letters arrive as capitals.";
    DOCTOR_LOWER_CASE = "doctor-lower-case", "All letters arrive as small ones.";
    DOCTOR_KEEP_CASE_REMEDY = "doctor-keep-case-remedy", "Set the scanner's case conversion to none.";
    DOCTOR_GERMAN_LAYOUT = "doctor-german-layout",
        "The scanner types as on an American keyboard; this computer expects a German one.";
    DOCTOR_GERMAN_LAYOUT_REMEDY = "doctor-german-layout-remedy", "Set the scanner's keyboard layout to German.";
    DOCTOR_FRENCH_LAYOUT = "doctor-french-layout",
        "The scanner types as on an American keyboard; this computer expects a French one.";
    DOCTOR_FRENCH_LAYOUT_REMEDY = "doctor-french-layout-remedy", "Set the scanner's keyboard layout to French.";
    DOCTOR_OTHER_SEPARATOR = "doctor-other-separator", "The separator between two fields arrives as something else.";
    DOCTOR_LOST_SEPARATOR = "doctor-lost-separator", "The separator between two fields does not arrive.";
    DOCTOR_SEPARATOR_REMEDY = "doctor-separator-remedy",
        "Set the scanner to send FNC1 as GS (ASCII 29), and to send control characters.";
    DOCTOR_BROKEN_PREFIX = "doctor-broken-prefix", "The symbology identifier arrives in pieces.";
    DOCTOR_PREFIX_LOST = "doctor-prefix-lost", "The symbology identifier does not arrive.";
    DOCTOR_PREFIX_LOST_REMEDY = "doctor-prefix-lost-remedy",
        "Set the scanner to send the AIM symbology identifier before each code.";
    DOCTOR_LEADING = "doctor-leading", "Before the code comes: {came}";
    DOCTOR_LEADING_REMEDY = "doctor-leading-remedy", "Set the scanner to send no prefix of its own.";
    DOCTOR_TRAILING = "doctor-trailing", "Characters follow the code.";
    DOCTOR_TRAILING_REMEDY = "doctor-trailing-remedy", "Set the scanner's suffix to Enter alone.";
    DOCTOR_OTHER_CHARACTERS = "doctor-other-characters", "Some characters arrive as others: {pairs}";
    DOCTOR_OTHER_CHARACTERS_REMEDY = "doctor-other-characters-remedy",
        "Set the scanner's keyboard layout to that of this computer.";
    DOCTOR_LOST_CHARACTERS = "doctor-lost-characters", "Characters are lost on the way: {count}.";
    DOCTOR_LOST_CHARACTERS_REMEDY = "doctor-lost-characters-remedy",
        "Set a longer delay between characters in the scanner, and bring it nearer to its base.";
    DOCTOR_CUT_OFF = "doctor-cut-off", "The end of the code does not arrive.";
    DOCTOR_CUT_OFF_REMEDY = "doctor-cut-off-remedy", "Set the scanner to send codes of any length.";
    DOCTOR_EXTRA_CHARACTERS = "doctor-extra-characters", "Characters arrive that are not in the code: {count}.";
    DOCTOR_EXTRA_CHARACTERS_REMEDY = "doctor-extra-characters-remedy",
        "Keep your hands off the keyboard and scan once more. If it lasts, set a longer delay between characters.";
    DOCTOR_NO_SUFFIX = "doctor-no-suffix", "No Enter follows the code, so each scan is noticed a moment later.";
    DOCTOR_NO_SUFFIX_REMEDY = "doctor-no-suffix-remedy", "Set the scanner's suffix to Enter.";

    // Continuous scanning.
    RUN_QUARANTINE = "run-quarantine", "Put aside";
    RUN_REPORT = "run-report", "Put aside and report";
    RUN_OVERRIDE = "run-override", "Let pass, with a reason";
    RUN_KEEP_AND_ASK = "run-keep-and-ask", "Keep the pack and ask";
    RUN_AGAIN = "run-again", "Scanned at {first} already, by you.";
    RUN_CHOOSE_FIRST = "run-choose-first", "Choose what to do with this pack first.";
    RUN_DISPENSED = "run-dispensed", "This pack was dispensed and stays in the list. Take that back first.";
    RUN_REPORTED = "run-reported", "This pack was reported and stays in the list: its case is open on the ledger.";
    RUN_WHY_NEEDED = "run-why-needed", "Say why this pack passes all the same.";
    RUN_FULL = "run-full", "Too many packs wait for their verdict. Wait until some have it.";
}

/// All of them.
pub fn all() -> impl Iterator<Item = verdict::Sentence> {
    ALL.iter().copied()
}
