//! The rules.

use gs1::{Date, Gtin, Lot, Serial};
use ledger_types::{
    Batch, BatchStatus, HeldPack, HoldingStatus, Kind, PackIndex, PackRecord, PackState, ParticipantId, Product,
    ProductStatus, RecallClass,
    emvs::{self, Emvs},
};

use crate::{
    Evidence, Message, PackLine, Reason, Report, Role, Sentence, Value, Verdict,
    action::{Note, next_action},
    age, sentences as say,
    signals::Signals,
};

/// What the code on the pack says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// AI (01).
    pub gtin: Gtin,
    /// AI (10).
    pub lot: Lot,
    /// AI (21).
    pub serial: Serial,
    /// AI (17), if printed in the code.
    pub expiry: Option<Date>,
}

/// Whether the pack is one of those that the maker committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// All that is printed is proven to be the pack with this index.
    Proven(PackIndex),
    /// It would be the pack with this index, but the maker gave that one the batch's expiry, not the printed one.
    AlteredExpiry(PackIndex),
    /// The proof that comes with the pack does not prove it, or the maker's full list does not contain it.
    NotOfBatch,
    /// There is no proof to check.
    NoProof,
}

/// Why nothing could be read from the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The name that programs rely on, such as `unreachable`.
    pub code: &'static str,
    /// What happened.
    pub text: Message,
}

/// Who scans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// In which role.
    pub role: Role,
    /// For which participant, if for one.
    pub participant: Option<ParticipantId>,
}

/// Where a record comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// A development chain, whose blocks anybody can make.
    pub development: bool,
    /// Nodes that were caught lying, each with what was wrong.
    pub liars: Vec<String>,
    /// If it is from a snapshot: how many seconds old that may be.
    pub offline: Option<u64>,
}

/// All that a verdict rests on.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What is printed.
    pub scanned: &'a Scanned,
    /// What the chain says, or why that is not known.
    pub record: Result<(&'a PackRecord, Identity), Gap>,
    /// Where that is from.
    pub source: Source,
    /// Who scans.
    pub viewer: Viewer,
    /// What else may speak against the pack.
    pub signals: Signals<'a>,
    /// The scanner's clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// A finding: the verdict that it alone would lead to, and why.
pub(crate) type Finding = (Verdict, Reason);

/// Judges a case.
pub fn judge(case: &Case<'_>) -> Report {
    let (mut findings, record) = match &case.record {
        Err(gap) => (vec![finding(Verdict::CouldNotCheck, gap.code, None, gap.text.clone())], None),
        Ok((record, identity)) => (findings(case, record, *identity), Some((*record, *identity))),
    };
    if let Some((record, _)) = record {
        age::weigh(&mut findings, case, record);
    }
    // The gravest finding decides; among equals the order in which they were found.
    findings.sort_by_key(|(verdict, _)| gravity(*verdict));
    let verdict = findings.first().map_or(Verdict::CouldNotCheck, |(verdict, _)| *verdict);
    findings.extend(record.and_then(|(record, _)| age::note(case, record)));
    findings.extend(case.source.liars.iter().map(|liar| {
        finding(Verdict::CouldNotCheck, "node-dropped", None, say::NODE_DROPPED.with("node", liar.as_str()))
    }));
    let note = findings.iter().find(|(_, reason)| reason.code == "not-yet-received").map(|_| Note::NotYetReceived);
    let next = next_action(verdict, case.viewer.role, note);
    let report = Report {
        verdict,
        headline: verdict.headline(),
        reasons: findings.into_iter().map(|(_, reason)| reason).collect(),
        next_action: next.english,
        next,
        role: case.viewer.role,
        pack: pack_line(case, record.map(|(record, _)| record)),
        evidence: record.map(|(record, identity)| evidence(case, record, identity)),
        model: None,
    };
    case.signals.heard(report, case.now)
}

/// Everything that is to be said, in the order in which it is found.
fn findings(case: &Case<'_>, record: &PackRecord, identity: Identity) -> Vec<Finding> {
    let Some(product) = &record.product else {
        let said = say::UNKNOWN_PRODUCT.with("gtin", case.scanned.gtin.to_string());
        return vec![finding(Verdict::NotRecognised, "unknown-product", None, said)];
    };
    let Some(batch) = &record.batch else {
        let said = say::UNKNOWN_BATCH.with("lot", case.scanned.lot.to_string());
        return vec![finding(Verdict::NotRecognised, "unknown-batch", Some(emvs::UNKNOWN_BATCH), said)];
    };

    let mut all = Vec::new();
    all.extend(identity_findings(case.scanned, batch, identity));
    all.extend(product_finding(product));
    all.extend(batch_findings(batch, age::today(case, record)));
    match (identity, &record.pack) {
        (Identity::Proven(index) | Identity::AlteredExpiry(index), Some(pack)) if pack.index == index => {
            all.extend(range_recall(batch, index));
            all.extend(state_findings(pack, case.viewer));
            all.extend(cold_chain_finding(pack));
            all.extend(custody_findings(pack, case.viewer, record.time, age::today(case, record)));
        }
        (Identity::Proven(_) | Identity::AlteredExpiry(_), _) => {
            all.push(finding(Verdict::CouldNotCheck, "no-pack-record", None, say::NO_PACK_RECORD));
        }
        (Identity::NotOfBatch | Identity::NoProof, _) => {}
    }
    if all.is_empty() {
        all.extend(case.signals.alarm(case.viewer.role));
    }
    if all.is_empty() {
        all.push(finding(Verdict::Genuine, "proven-active", None, say::PROVEN_ACTIVE));
        all.extend(notes(case, batch, record));
    }
    all
}

/// What is said of genuine packs alone: that they are, and [`notes`].
pub(crate) const OF_GENUINE: [&str; 5] =
    ["proven-active", "compare-expiry", "not-yet-received", "development-chain", "custodian-not-checked"];

/// What does not change a verdict of genuine, but has to be said with it.
fn notes(case: &Case<'_>, batch: &Batch, record: &PackRecord) -> Vec<Finding> {
    let mut all = Vec::new();
    let pack = record.pack.as_ref();
    let mine = case.viewer.participant;
    if case.scanned.expiry.is_none() {
        let said = say::COMPARE_EXPIRY.with("expiry", day(batch.expiry));
        all.push(finding(Verdict::Genuine, "compare-expiry", None, said));
    }
    if mine.is_some() && pack.and_then(|pack| pack.destination) == mine {
        all.push(finding(Verdict::Genuine, "not-yet-received", None, say::NOT_YET_RECEIVED));
    }
    if case.source.development {
        all.push(finding(Verdict::Genuine, "development-chain", None, say::DEVELOPMENT_CHAIN));
    }
    if mine.is_none() && matches!(case.viewer.role, Role::Pharmacist | Role::Wholesaler) {
        all.push(finding(Verdict::Genuine, "custodian-not-checked", None, say::CUSTODIAN_NOT_CHECKED));
    }
    all
}

/// Signs of a falsified pack come first, then what must not be used, then what was used already, then gaps.
fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotRecognised => 0,
        Verdict::Suspicious => 1,
        Verdict::DoNotUse => 2,
        Verdict::AlreadyUsedElsewhere => 3,
        Verdict::AlreadyDispensedHere => 4,
        Verdict::CouldNotCheck => 5,
        Verdict::Genuine => 6,
    }
}

pub(crate) fn finding(verdict: Verdict, code: &'static str, emvs: Option<Emvs>, said: impl Into<Message>) -> Finding {
    (verdict, Reason::new(code, emvs.map(|emvs| emvs.alert), said))
}

fn identity_findings(scanned: &Scanned, batch: &Batch, identity: Identity) -> Option<Finding> {
    let printed_otherwise = scanned.expiry.is_some_and(|printed| !is_expiry_of(printed, batch));
    match identity {
        Identity::Proven(_) => None,
        Identity::NotOfBatch => {
            let said = say::UNKNOWN_SERIAL.with("serial", scanned.serial.to_string());
            Some(finding(Verdict::NotRecognised, "unknown-serial", Some(emvs::UNKNOWN_SERIAL), said))
        }
        Identity::AlteredExpiry(_) => Some(altered_expiry(batch)),
        Identity::NoProof if printed_otherwise => Some(altered_expiry(batch)),
        Identity::NoProof => Some(finding(Verdict::CouldNotCheck, "no-proof", None, say::NO_PROOF)),
    }
}

fn altered_expiry(batch: &Batch) -> Finding {
    let said = say::EXPIRY_MISMATCH.with("expiry", day(batch.expiry));
    finding(Verdict::Suspicious, "expiry-mismatch", Some(emvs::OTHER_EXPIRY), said)
}

fn recalled(what: Sentence, class: RecallClass) -> Finding {
    let danger = match class {
        RecallClass::I => say::RECALL_CLASS_I,
        RecallClass::II => say::RECALL_CLASS_II,
        RecallClass::III => say::RECALL_CLASS_III,
    };
    finding(Verdict::DoNotUse, "recalled", None, what.with("danger", danger))
}

fn withdrawn(what: Sentence) -> Finding {
    finding(Verdict::DoNotUse, "withdrawn", None, what)
}

fn product_finding(product: &Product) -> Option<Finding> {
    match product.status {
        ProductStatus::Marketed => None,
        ProductStatus::Recalled { class, .. } => Some(recalled(say::RECALLED_PRODUCT, class)),
        ProductStatus::Withdrawn { .. } => Some(withdrawn(say::WITHDRAWN_PRODUCT)),
    }
}

/// Whether this very pack is among those recalled out of a lot.
fn range_recall(batch: &Batch, index: PackIndex) -> Option<Finding> {
    let class = batch.range_recall(&(index..index.saturating_add(1)))?;
    Some(recalled(say::RECALLED_PACK, class))
}

/// Whether the pack was too warm or too cold on its way, and the maker has not assessed that.
fn cold_chain_finding(pack: &HeldPack) -> Option<Finding> {
    pack.holding.breached.map(|_| finding(Verdict::DoNotUse, "cold-chain", None, say::COLD_CHAIN))
}

fn batch_findings(batch: &Batch, time: u64) -> Vec<Finding> {
    let mut all = Vec::new();
    match batch.status {
        BatchStatus::Released => {}
        BatchStatus::Registered => all.push(finding(Verdict::DoNotUse, "not-released", None, say::NOT_RELEASED)),
        BatchStatus::Recalled { class, .. } => all.push(recalled(say::RECALLED_LOT, class)),
        BatchStatus::Withdrawn { .. } => all.push(withdrawn(say::WITHDRAWN_LOT)),
    }
    let time = i64::try_from(time).unwrap_or(i64::MAX);
    if Date::from_number(batch.expiry).is_none_or(|expiry| expiry.ends_at() <= time) {
        all.push(finding(Verdict::DoNotUse, "expired", None, say::EXPIRED.with("expiry", day(batch.expiry))));
    }
    all
}

fn state_findings(pack: &HeldPack, viewer: Viewer) -> Option<Finding> {
    let used = |verdict, code, said: Sentence| Some(finding(verdict, code, Some(emvs::ALREADY_IN_STATE), said));
    let elsewhere = |said| used(Verdict::AlreadyUsedElsewhere, "already-used", said);
    let held_back = |code, said: Sentence| Some(finding(Verdict::DoNotUse, code, None, said));
    match pack.state {
        Some(PackState::Active) => None,
        Some(PackState::Dispensed) if viewer.participant == Some(pack.holding.holder) => {
            used(Verdict::AlreadyDispensedHere, "already-dispensed", say::DISPENSED_HERE)
        }
        Some(PackState::Dispensed) => {
            used(Verdict::AlreadyUsedElsewhere, "already-dispensed", say::DISPENSED_ELSEWHERE)
        }
        Some(PackState::Exported) => elsewhere(say::USED_EXPORTED),
        Some(PackState::Sample) => elsewhere(say::USED_SAMPLE),
        Some(PackState::FreeSample) => elsewhere(say::USED_FREE_SAMPLE),
        Some(PackState::CheckedOut) => elsewhere(say::USED_CHECKED_OUT),
        Some(PackState::Stolen) => held_back("stolen", say::STOLEN),
        Some(PackState::Destroyed) => held_back("destroyed", say::DESTROYED),
        Some(PackState::Locked) => held_back("locked", say::LOCKED),
        Some(PackState::Quarantined) => held_back("quarantined", say::QUARANTINED),
        None => Some(finding(Verdict::CouldNotCheck, "unknown-state", None, say::UNKNOWN_STATE)),
    }
}

/// Whether a printed expiry is the batch's: the same day, however the end of a month is written.
pub fn is_expiry_of(printed: Date, batch: &Batch) -> bool {
    Date::from_number(batch.expiry).is_some_and(|expiry| expiry.last_day() == printed.last_day())
}

/// Whether the pack is where the one who scans it has it in hand.
fn custody_findings(pack: &HeldPack, viewer: Viewer, time: u64, today: u64) -> Option<Finding> {
    if pack.state != Some(PackState::Active) {
        return None;
    }
    let wrong = |code, said: Sentence| Some(finding(Verdict::Suspicious, code, None, said));
    if !pack.holder.may_trade(time) || !pack.holder.may_trade(today) {
        return wrong("holder-not-authorised", say::HOLDER_NOT_AUTHORISED);
    }
    let at_rest = pack.holding.status == HoldingStatus::Held;
    match viewer {
        Viewer { role: Role::Patient, .. } | Viewer { role: Role::Pharmacist, participant: None }
            if pack.holder.kind != Kind::Dispenser || !at_rest =>
        {
            wrong("not-with-pharmacy", say::NOT_WITH_PHARMACY)
        }
        Viewer { role: Role::Pharmacist | Role::Wholesaler, participant: Some(me) }
            if pack.holding.holder != me && pack.destination != Some(me) =>
        {
            wrong("wrong-custodian", say::WRONG_CUSTODIAN)
        }
        _ => None,
    }
}

/// The last day on which a pack may be used, day 00 being the last of the month; what is no date stays as it is.
fn day(expiry: u32) -> Value {
    match Date::from_number(expiry).map(Date::last_day) {
        Some((year, month, day)) => Value::Date { year, month, day },
        None => Value::Text(expiry.to_string()),
    }
}

fn pack_line(case: &Case<'_>, record: Option<&PackRecord>) -> PackLine {
    let text =
        |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().filter(|letter| !letter.is_control()).collect::<String>();
    let maker_expiry = record.and_then(|record| record.batch.as_ref()).map(|batch| day(batch.expiry).english());
    let holder = record.and_then(|record| record.pack.as_ref()).map(|pack| text(&pack.holder.name));
    PackLine {
        gtin: case.scanned.gtin.to_string(),
        lot: case.scanned.lot.to_string(),
        serial: case.scanned.serial.to_string(),
        expiry: case.scanned.expiry.map(|expiry| text(&expiry.yymmdd())),
        maker_expiry,
        product: record.and_then(|record| record.product.as_ref()).map(|product| text(&product.data.name)),
        maker: record.and_then(|record| record.maker.as_ref()).map(|maker| text(&maker.name)),
        holder: holder.filter(|_| case.viewer.role != Role::Patient),
    }
}

fn evidence(case: &Case<'_>, record: &PackRecord, identity: Identity) -> Evidence {
    Evidence {
        block: record.block.number,
        block_hash: record.block.hash_text(),
        chain_time: record.time,
        age_seconds: case.now.saturating_sub(record.time),
        state_proven: true,
        finality_proven: true,
        development_chain: case.source.development,
        offline: case.source.offline.is_some(),
        pack_index: match identity {
            Identity::Proven(index) | Identity::AlteredExpiry(index) => Some(index),
            Identity::NotOfBatch | Identity::NoProof => None,
        },
    }
}
