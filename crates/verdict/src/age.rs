//! How old the records are, and what they still tell.

use ledger_types::PackRecord;

use crate::{
    Case, Reason, Value, Verdict,
    judge::{Finding, finding},
    sentences as say,
};

/// How many seconds the chain's clock may differ from the scanner's: a node that stands still does not know the latest
/// recalls, and a clock that is wrong cannot tell.
pub const MAX_AGE: u64 = 15 * 60;
/// How many seconds old the records of a snapshot may be, unless the scanner is set otherwise: a day.
pub const MAX_OFFLINE_AGE: u64 = 24 * 60 * 60;

/// What still holds in any later block. A pharmacy can undo a dispense for ten days; on old data it may have.
const FINAL: [&str; 7] =
    ["unknown-serial", "expiry-mismatch", "recalled", "withdrawn", "expired", "stolen", "destroyed"];

/// What ordinary business sets right every day: lots are registered and released, packs delivered, licences renewed.
const PASSING: [&str; 6] = [
    "unknown-product",
    "unknown-batch",
    "not-released",
    "holder-not-authorised",
    "not-with-pharmacy",
    "wrong-custodian",
];

/// Leaves of the findings what the records, at their age, can still show.
pub(crate) fn weigh(findings: &mut Vec<Finding>, case: &Case<'_>, record: &PackRecord) {
    if let Some(old) = too_old(case, record) {
        // Old data cannot show that a pack is good, but what is never undone still holds.
        findings.retain(|(_, reason)| FINAL.contains(&reason.code));
        findings.push(old);
        return;
    }
    let age = age(case, record);
    if case.source.offline.is_some() && age > MAX_AGE {
        findings.iter_mut().for_each(|finding| soften(finding, age));
    }
}

/// What has to be said of every verdict that rests on a snapshot.
pub(crate) fn note(case: &Case<'_>, record: &PackRecord) -> Option<Finding> {
    if case.source.offline.is_none() || too_old(case, record).is_some() {
        return None;
    }
    let said = say::OFFLINE.with("age", Value::Duration(age(case, record)));
    Some(finding(Verdict::CouldNotCheck, "offline", None, said))
}

/// The moment for which dates are looked at. With a node it is the block's own; a snapshot tells of yesterday, and what
/// has expired since then is known without it.
pub(crate) fn today(case: &Case<'_>, record: &PackRecord) -> u64 {
    let fresh = case.source.offline.is_some() && too_old(case, record).is_none();
    if fresh { record.time.max(case.now) } else { record.time }
}

fn age(case: &Case<'_>, record: &PackRecord) -> u64 {
    case.now.saturating_sub(record.time)
}

fn too_old(case: &Case<'_>, record: &PackRecord) -> Option<Finding> {
    let wrong = |code, said| Some(finding(Verdict::CouldNotCheck, code, None, said));
    let (behind, age) = (record.time.saturating_sub(case.now), age(case, record));
    match case.source.offline {
        // A clock that is behind the records is wrong, however old those may be.
        _ if behind > MAX_AGE => wrong("wrong-clock", say::CLOCK_BEHIND.with("minutes", behind / 60)),
        None if age > MAX_AGE => wrong("stale", say::STALE_NODE.with("minutes", age / 60)),
        Some(most) if age > most => {
            let said = say::STALE_SNAPSHOT.with("age", Value::Duration(age)).with("most", Value::Duration(most));
            wrong("stale", said)
        }
        _ => None,
    }
}

/// Takes back what may have been set right since: nobody is accused because a snapshot does not know this morning's
/// delivery yet. The pack is not good either.
fn soften((verdict, reason): &mut Finding, age: u64) {
    if PASSING.contains(&reason.code) {
        *verdict = Verdict::CouldNotCheck;
        let said = say::MAY_HAVE_CHANGED.with("finding", reason.message.clone()).with("ago", Value::Ago(age));
        *reason = Reason::new(reason.code, reason.emvs, said);
    }
}

/// A length of time in words, rounded down: `3 hours`.
pub fn duration(seconds: u64) -> String {
    let (count, unit) = in_units(seconds);
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// A length of time in the unit that people would use, rounded down: how many, and `second`, `minute`, `hour` or `day`.
pub fn in_units(seconds: u64) -> (u64, &'static str) {
    match seconds {
        0..60 => (seconds, "second"),
        60..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    }
}
