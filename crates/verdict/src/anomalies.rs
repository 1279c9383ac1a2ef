//! What weighs in a model's score, in sentences. A model names the feature and its value; nothing that it says is shown as it is.

use crate::{Message, Sentence, Value};

/// Most reasons of a model that are told.
pub const MAX_REASONS: usize = 3;
/// What stands for no value.
const NONE: i64 = i32::MIN as i64;
/// No value is larger.
const MOST: i64 = 10_000_000;

/// How a value is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Not at all.
    Plain,
    /// Not at all, and if it is 0 there is nothing to tell.
    Flag,
    /// As a number.
    Count,
    /// In hundredths.
    Ratio,
    /// In thousandths, as a percentage.
    Share,
    /// As a length of time.
    Minutes,
    /// As a length of time.
    Days,
}

macro_rules! features {
    ($($form:ident $code:literal $english:literal;)*) => {
        /// The features of a scan, and what is watched as a whole: code, form, sentence.
        const FEATURES: &[(&str, Form, Sentence)] =
            &[$(($code, Form::$form, Sentence { id: concat!("anomaly-", $code), english: $english }),)*];
    };
}

crate::sentences! {
    RULING_NONE = "anomaly-ruling-none", "the ledger's rules find nothing";
    RULING_SOME = "anomaly-ruling-some", "the ledger's rules object to it";
    DISPENSED_HERE = "anomaly-dispensed-here", "whoever scans it dispensed it";
    DISPENSED_BY_OTHER = "anomaly-dispensed-by-other", "somebody else dispensed it";
    CUSTODY_HOLDER = "anomaly-custody-holder", "whoever scans has it on record";
    CUSTODY_AWAITED = "anomaly-custody-awaited", "it is on its way to whoever scans";
    CUSTODY_FORMER = "anomaly-custody-former", "whoever scans had it and passed it on";
    CUSTODY_NEVER = "anomaly-custody-never", "whoever scans never had it on record";
    EXPIRY_PAST = "anomaly-expiry-past", "it has been expired for {value}";
    EXPIRY_EARLIER = "anomaly-expiry-earlier", "the printed expiry is earlier than the batch's by {value}";
    MISSING = "anomaly-missing", "something that is usually known about such a scan is missing";
    OTHER = "anomaly-other", "something about this scan is unusual";
}

features! {
    // What the ledger and earlier scans say of it.
    Plain "role" "the one who scans is not the one who usually does";
    Plain "intent" "what it is scanned for is unusual for such a pack";
    Minutes "since-dispensed" "time since it was dispensed: {value}";
    Count "undos" "how often its dispensing was taken back: {value}";
    Count "prior-scans" "earlier scans of it: {value}";
    Ratio "prior-scans-week" "scans of it in the last week: about {value}";
    Count "prior-sites" "other places at which it was scanned before: {value}";
    Count "prior-devices" "other devices with which it was scanned before: {value}";
    Minutes "since-scan" "time since its last scan: {value}";
    Count "foreign-scans" "scans elsewhere since it last changed hands: {value}";
    Count "dispense-again" "earlier attempts to dispense it here: {value}";
    Days "dispense-again-days" "time since the first attempt to dispense it here: {value}";
    Count "dispense-surplus" "attempts to dispense it beyond those recorded: {value}";
    Count "dispense-elsewhere" "attempts to dispense it elsewhere: {value}";
    // Where and when it was scanned.
    Count "speed" "since its last scan it would have travelled at {value} km/h";
    Count "scan-km" "scanned {value} km from its last scan";
    Count "custodian-km" "scanned {value} km from where the ledger has it";
    Count "holder-km" "scanned {value} km from any place that ever had it";
    Flag "outside-markets" "scanned in a country for which it is not meant";
    Flag "other-country" "scanned in another country than its holder's";
    Minutes "offline" "the scan was reported late, by {value}";
    Minutes "clock-ahead" "the device's clock is ahead by {value}";
    Share "usual-hour" "few scans here are made at such an hour ({value} %)";
    Count "site-km" "scanned {value} km from the address of whoever scans";
    // How it came there.
    Count "hops" "how often it changed hands: {value}";
    Count "partner" "deliveries so far from its holder to whoever scans: {value}";
    Count "hop-before" "earlier deliveries between its last sender and receiver: {value}";
    Days "hop-pair-days" "time for which its last sender and receiver have traded: {value}";
    Plain "hop-surprise" "its last change of hands is of an unusual kind";
    Plain "dwell" "its last holder kept it unusually long or short";
    Ratio "transit" "its last trip took {value} times the usual time";
    Count "short" "packs of its last shipment that did not arrive: {value}";
    Count "returns" "how often it was sent back: {value}";
    Count "foreign-hops" "borders crossed: {value}";
    Flag "importer" "it passed a parallel importer";
    Count "familiar" "how often its holder had taken this product over before: {value}";
    Share "flow-share" "share of this product here that comes from its holder's country: {value} %";
    Days "holder-days" "time for which its holder has been in business: {value}";
    Days "site-days" "time for which whoever scans has been in business: {value}";
    Days "rest-days" "time for which its holder has had it: {value}";
    Minutes "on-the-way" "sent and not yet taken over for {value}";
    Flag "sent-on" "it is on its way to somebody else";
    // Others of its batch, case and shipment.
    Share "batch-alerts" "scans of its batch that raise a doubt: {value} %";
    Ratio "batch-foreign" "recent scans of its batch away from their holders: about {value}";
    Count "batch-sites" "places with packs of its batch that do not have them on record: {value}";
    Count "batch-cases" "cases of its batch with packs where they should not be: {value}";
    Days "release-days" "time since its batch was released: {value}";
    Minutes "registered" "time since its batch was registered: {value}";
    Days "expiry-days" "time before it expires: {value}";
    Share "dispensed-share" "share of its batch that is dispensed: {value} %";
    Count "case-alerts" "other packs of its case that raised a doubt: {value}";
    Count "case-far" "other packs of its case that turned up far away: {value}";
    Count "case-holder" "other packs of its case that turned up elsewhere, with the same holder on record: {value}";
    Ratio "holder-lost" "packs of its holder that lately turned up elsewhere: about {value}";
    Ratio "shipment-lost" "packs of its last shipment that lately turned up elsewhere: about {value}";
    // What it is.
    Count "price-band" "how dear it is, from 1 to 5: {value}";
    Flag "cold-product" "it must be kept cold";
    // Who scans.
    Ratio "device-hour" "scans with this device in an hour: about {value}";
    Ratio "device-baseline" "the device scans at {value} times its usual rate";
    Ratio "device-role" "the device scans at {value} times the rate of its like";
    Share "device-unknown" "the device's scans today that are of unknown codes: {value} %";
    Ratio "device-unknown-count" "unknown codes with this device today: about {value}";
    Count "device-run" "scans of neighbouring packs or numbers in a row: {value}";
    Count "device-products" "different products with this device today: {value}";
    Days "device-days" "time for which the device has been in use: {value}";
    Share "device-idle" "the device's scans today that were followed by no act: {value} %";
    Share "device-not-held" "the device's scans today that are of packs which its site does not have: {value} %";
    Ratio "device-odd-hours" "scans at unusual hours with this device today: about {value}";
    Count "device-speed" "since its last scan the device would have travelled at {value} km/h";
    Share "device-faults" "the device's scans that are misread: {value} %";
    Ratio "site-rate" "the site scans at {value} times its usual rate";
    Share "site-alerts" "the site's scans that raise a doubt: {value} %";
    Share "site-faults" "the site's scans that are misread: {value} %";
    Share "site-idle" "the site's scans this week that were followed by no act: {value} %";
    Flag "role-mismatch" "the role of whoever scans does not fit the site";
    // The printed code.
    Flag "repair" "the code was misread";
    Count "serial-distance" "characters in which the serial differs from a real one: {value}";
    Flag "odd-serial" "the serial has another form than those of its batch";
    Days "expiry-later" "the printed expiry is later than the batch's by {value}";
    Count "code-elsewhere" "other places at which this very code was scanned: {value}";
    Count "lot-scans" "earlier scans of this unknown lot: {value}";
    Count "lot-places" "other places at which this unknown lot was seen: {value}";
    Count "lot-serials" "other unknown serials of this lot: {value}";
    Minutes "lot-minutes" "time since this unknown lot or serial was first seen: {value}";
    Ratio "product-unknown" "unknown codes of this product today: about {value}";
    // The temperatures of its last trip.
    Minutes "cold-outside" "outside its limits on its last trip for {value}";
    Minutes "cold-gap" "longest gap in the temperature log of its last trip: {value}";
    Ratio "cold-variance" "its temperature log varies {value} times as much as others of this product";
    Share "cold-flat" "part of its temperature log that is one flat line: {value} %";
    Share "cold-copied" "part of its temperature log that is the same as an earlier log: {value} %";
    Share "cold-coverage" "part of its last trip that is logged: {value} %";
    Share "cold-edge" "part of its temperature log close to a limit: {value} %";
    Share "cold-strange" "part of its temperature log from before or after its last trip: {value} %";
    Ratio "cold-steps" "its temperature log moves {value} times as much between readings as others of this product";
    Ratio "cold-white" "its temperature log jumps from reading to reading by {value} (2 would be mere chance)";
    Count "cold-echo" "changes in its temperature log that repeat an earlier part of it: {value}";
    Minutes "cold-tail" "its temperature log ends before its last trip did, by {value}";
    // What is watched as a whole.
    Plain "monitor-code" "scans of this very code have become unusual as a whole";
    Plain "monitor-device" "scans with this device have become unusual as a whole";
    Plain "monitor-site" "scans at this site have become unusual as a whole";
    Plain "monitor-batch" "scans of its batch have become unusual as a whole";
    Plain "monitor-case" "scans of its case have become unusual as a whole";
    Plain "monitor-shipment" "scans of its last shipment have become unusual as a whole";
    Plain "monitor-holder" "scans of its holder's packs have become unusual as a whole";
    Plain "monitor-lane" "scans of its batch in this country have become unusual as a whole";
}

/// What weighed in a score: a feature of the specification and its value, if it has one. What is not known here is told in
/// general.
pub fn weighed(code: &str, value: Option<i64>) -> Message {
    let known = FEATURES.iter().find(|(known, ..)| *known == code);
    if let Some((_, Form::Plain, sentence)) = known {
        return (*sentence).into();
    }
    let told = value.filter(|value| *value != NONE).map(|value| value.clamp(-MOST, MOST));
    match (special(code, told), known, told) {
        (Some(said), ..) => said,
        (None, Some((_, form, sentence)), Some(value)) => form.say(*sentence, value),
        (None, Some(_), None) => MISSING.into(),
        (None, None, _) => OTHER.into(),
    }
}

/// Where another value is another thing.
fn special(code: &str, value: Option<i64>) -> Option<Message> {
    let said = match (code, value?) {
        ("ruling", 0) => RULING_NONE,
        ("ruling", _) => RULING_SOME,
        ("dispensed-here", 0) => DISPENSED_BY_OTHER,
        ("dispensed-here", _) => DISPENSED_HERE,
        ("custody", 0) => CUSTODY_HOLDER,
        ("custody", 1) => CUSTODY_AWAITED,
        ("custody", 2) => CUSTODY_FORMER,
        ("custody", _) => CUSTODY_NEVER,
        ("expiry-days", days) if days < 0 => return Some(Form::Days.say(EXPIRY_PAST, -days)),
        ("expiry-later", days) if days < 0 => return Some(Form::Days.say(EXPIRY_EARLIER, -days)),
        _ => return None,
    };
    Some(said.into())
}

impl Form {
    fn say(self, sentence: Sentence, value: i64) -> Message {
        let positive = u64::try_from(value).ok();
        let told = match (self, positive) {
            (Self::Plain, _) => return sentence.into(),
            (Self::Flag, _) => return if value == 0 { OTHER } else { sentence }.into(),
            (Self::Count, Some(count)) => count.into(),
            (Self::Count, None) => value.to_string().into(),
            (Self::Ratio, _) => tenths(value / 10),
            (Self::Share, _) => tenths(value),
            (Self::Minutes, Some(minutes)) => Value::Duration(minutes * 60),
            (Self::Days, Some(days)) => Value::Duration(days * 86_400),
            (Self::Minutes | Self::Days, None) => return OTHER.into(),
        };
        sentence.with("value", told)
    }
}

/// A number of tenths; whole ones without a point.
fn tenths(value: i64) -> Value {
    let (whole, tenth) = (value / 10, value.unsigned_abs() % 10);
    let sign = if value < 0 && whole == 0 { "-" } else { "" };
    if tenth == 0 { whole.to_string().into() } else { format!("{sign}{whole}.{tenth}").into() }
}

/// All of these sentences.
pub(crate) fn every() -> impl Iterator<Item = Sentence> {
    FEATURES.iter().map(|(.., sentence)| *sentence).chain(ALL.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_the_specification_has_its_sentence() {
        for feature in &anomaly::FEATURES {
            for value in [feature.min.max(1), feature.max] {
                let said = weighed(feature.name, Some(value.into()));
                assert!(said.id != OTHER.id && said.id != MISSING.id, "{}", feature.name);
                assert!(!said.english().contains(['{', '}']), "{}", said.english());
            }
        }
        for kind in anomaly::engine::SubjectKind::ALL {
            assert_ne!(weighed(&format!("monitor-{}", kind.name()), None).id, OTHER.id, "{}", kind.name());
        }
    }

    #[test]
    fn values_are_told_as_people_tell_them() {
        let said = |code, value| weighed(code, Some(value)).english();
        assert_eq!(said("custodian-km", 412), "Scanned 412 km from where the ledger has it");
        assert_eq!(said("since-scan", 35), "Time since its last scan: 35 minutes");
        assert_eq!(said("batch-alerts", 125), "Scans of its batch that raise a doubt: 12.5 %");
        assert_eq!(said("device-baseline", 1_240), "The device scans at 12.4 times its usual rate");
        assert_eq!(said("custody", 3), "Whoever scans never had it on record");
        assert_eq!(said("expiry-days", -3), "It has been expired for 3 days");
        assert_eq!(said("dispense-surplus", -2), "Attempts to dispense it beyond those recorded: -2");
    }

    #[test]
    fn whatever_a_gateway_sends_is_told_in_words_of_this_program() {
        let other = "Something about this scan is unusual";
        for code in ["", "no-such-feature", "\u{202e}evil", "anomaly-speed"] {
            assert_eq!(weighed(code, Some(7)).english(), other);
        }
        assert_eq!(weighed("outside-markets", Some(0)).english(), other);
        assert_eq!(weighed("speed", None).id, MISSING.id);
        assert_eq!(weighed("speed", Some(i32::MIN.into())).id, MISSING.id);
        for (code, ..) in FEATURES {
            for value in [i64::MIN, -1, 0, i64::MAX] {
                assert!(weighed(code, Some(value)).english().len() < 160, "{code} {value}");
            }
        }
    }
}
