//! How old the records are, and what they still tell.

use ledger_types::PackRecord;

use crate::{
    Case, Reason, Verdict,
    judge::{Finding, finding},
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
    let old = duration(age(case, record));
    let text =
        format!("Checked without network against records that are {old} old; what happened since then is not known.");
    Some(finding(Verdict::CouldNotCheck, "offline", None, text))
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
    let wrong = |code, text| Some(finding(Verdict::CouldNotCheck, code, None, text));
    let (behind, age) = (record.time.saturating_sub(case.now), age(case, record));
    match case.source.offline {
        // A clock that is behind the records is wrong, however old those may be.
        _ if behind > MAX_AGE => {
            let minutes = behind / 60;
            wrong(
                "wrong-clock",
                format!("This device's clock is {minutes} minutes behind the chain's. Set it right and scan again."),
            )
        }
        None if age > MAX_AGE => {
            let minutes = age / 60;
            wrong(
                "stale",
                format!(
                    "The newest data this node has are {minutes} minutes old. A recall since then would be missed."
                ),
            )
        }
        Some(most) if age > most => {
            let (old, most) = (duration(age), duration(most));
            wrong(
                "stale",
                format!(
                    "The records at hand are {old} old, and may be {most} old at most: a recall since then would be \
                     missed. Get a newer snapshot, or scan with a network."
                ),
            )
        }
        _ => None,
    }
}

/// Takes back what may have been set right since: nobody is accused because a snapshot does not know this morning's
/// delivery yet. The pack is not good either.
fn soften((verdict, Reason { code, text, .. }): &mut Finding, age: u64) {
    if PASSING.contains(code) {
        *verdict = Verdict::CouldNotCheck;
        text.push_str(&format!(" That was {} ago; it may have changed since.", duration(age)));
    }
}

/// A length of time in words, rounded down: `3 hours`.
pub fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
