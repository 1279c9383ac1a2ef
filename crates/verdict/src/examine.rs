//! From a code and what a chain proves about it to a verdict.

use chain_proof::{Answer, Question};
use gs1::Gln;
use ledger_types::BatchKey;

use crate::{
    Case, Code, Gap, Identity, MakerFile, Message, Reason, Report, Role, Signals, Source, Value, Verdict, Viewer,
    identity, judge,
    repair::{Fault, Reading},
    sentences as say,
};

/// The reason that a misconfigured scanner gives.
const MISCONFIGURED: &str = "scanner-misconfigured";

/// Whether a code that was typed should be tried in its other readings: as it stands, it is that of no pack.
pub fn may_be_misread(report: &Report) -> bool {
    // A snapshot may be too old to say that there is no such lot, and still not know it.
    report.evidence.is_some() && !knows_pack(report) && (report.verdict != Verdict::CouldNotCheck || !knows_lot(report))
}

/// Whether the code was proven to be that of a pack.
pub fn knows_pack(report: &Report) -> bool {
    report.evidence.as_ref().is_some_and(|evidence| evidence.pack_index.is_some())
}

/// Whether there is at least such a lot.
pub fn knows_lot(report: &Report) -> bool {
    report.evidence.is_some()
        && !report.reasons.iter().any(|reason| ["unknown-product", "unknown-batch"].contains(&reason.code))
}

/// Adds to a report on a repaired code what is wrong with the scanner.
pub fn with_advice(mut report: Report, faults: &[Fault]) -> Report {
    report.reasons.push(Reason::new(MISCONFIGURED, None, advice(faults)));
    report
}

fn advice(faults: &[Fault]) -> Message {
    let said = faults.iter().map(|fault| fault.sentence().into()).collect();
    say::MISCONFIGURED.with("faults", Value::List(said, say::FAULT_AND))
}

/// Who scans, and with what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scanning<'a> {
    /// In which role.
    pub role: Role,
    /// For which participant: whether a pack is where it should be depends on it.
    pub participant: Option<Gln>,
    /// A maker's list of packs, for labels that carry no proof.
    pub maker: Option<&'a MakerFile>,
    /// What else may speak against packs.
    pub signals: Signals<'a>,
}

impl Scanning<'_> {
    /// What to ask the chain about a code.
    ///
    /// # Errors
    /// [`Gap`] if no chain can know such a pack.
    pub fn question(&self, code: &Code) -> Result<Question, Gap> {
        let batch = BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes())
            .ok_or_else(|| Gap { code: "bad-lot", text: say::BAD_LOT.into() })?;
        let pack = identity::claimed_index(code, self.maker);
        Ok(Question { batch, pack, scanner: self.participant.map(Gln::number) })
    }

    /// The verdict on a code at `now`, in seconds since 1970-01-01 UTC, from the proven answer to [`Self::question`] or
    /// the reason why there is none.
    pub fn verdict(&self, code: &Code, answer: Result<&Answer, Gap>, source: Source, now: u64) -> Report {
        let answer = answer.and_then(|answer| self.known(answer));
        let participant = answer.as_ref().ok().and_then(|answer| answer.scanner);
        let record = answer.map(|answer| {
            let identity = match &answer.record.batch {
                Some(batch) => identity::identify(code, batch, self.maker),
                None => Identity::NoProof,
            };
            (&answer.record, identity)
        });
        let viewer = Viewer { role: self.role, participant };
        judge(&Case { scanned: &code.scanned, record, source, viewer, signals: self.signals, now })
    }

    /// The verdict on a code of which only another reading names a lot that there is: it says nothing about the pack.
    pub fn misconfigured(&self, reading: &Reading, source: Source, now: u64) -> Report {
        let gap = Gap { code: MISCONFIGURED, text: advice(&reading.faults) };
        self.verdict(&reading.code, Err(gap), source, now)
    }

    /// Refuses an answer for a participant that the chain does not know.
    fn known<'a>(&self, answer: &'a Answer) -> Result<&'a Answer, Gap> {
        match (self.participant, answer.scanner) {
            (Some(gln), None) => {
                let text = say::UNKNOWN_PARTICIPANT.with("gln", gln.to_string());
                Err(Gap { code: "unknown-participant", text })
            }
            _ => Ok(answer),
        }
    }
}
