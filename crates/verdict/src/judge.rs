//! The rules.

use gs1::{Date, Gtin, Lot, Serial};
use ledger_types::{
    Batch, BatchStatus, HeldPack, HoldingStatus, Kind, PackIndex, PackRecord, PackState, ParticipantId, Product,
    ProductStatus, RecallClass,
    emvs::{self, Emvs},
};

use crate::{
    Evidence, PackLine, Reason, Report, Role, Verdict,
    action::{Note, next_action},
    age,
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
    pub text: String,
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
        let text = format!("A node gave a wrong answer and is not asked any more: {liar}. Tell its operator.");
        finding(Verdict::CouldNotCheck, "node-dropped", None, text)
    }));
    let note = findings.iter().find(|(_, reason)| reason.code == "not-yet-received").map(|_| Note::NotYetReceived);
    let report = Report {
        verdict,
        headline: verdict.headline(),
        reasons: findings.into_iter().map(|(_, reason)| reason).collect(),
        next_action: next_action(verdict, case.viewer.role, note),
        role: case.viewer.role,
        pack: pack_line(case, record.map(|(record, _)| record)),
        evidence: record.map(|(record, identity)| evidence(case, record, identity)),
    };
    case.signals.heard(report, case.now)
}

/// Everything that is to be said, in the order in which it is found.
fn findings(case: &Case<'_>, record: &PackRecord, identity: Identity) -> Vec<Finding> {
    let Some(product) = &record.product else {
        let text = format!("No maker has registered a product with GTIN {}.", case.scanned.gtin);
        return vec![finding(Verdict::NotRecognised, "unknown-product", None, text)];
    };
    let Some(batch) = &record.batch else {
        let text = format!("The maker of this product has registered no lot {}.", case.scanned.lot);
        return vec![finding(Verdict::NotRecognised, "unknown-batch", Some(emvs::UNKNOWN_BATCH), text)];
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
            let text = "The chain gave no answer about this very pack.".to_owned();
            all.push(finding(Verdict::CouldNotCheck, "no-pack-record", None, text));
        }
        (Identity::NotOfBatch | Identity::NoProof, _) => {}
    }
    if all.is_empty() {
        all.extend(case.signals.alarm());
    }
    if all.is_empty() {
        let text = "The maker registered this pack, and it is active.".to_owned();
        all.push(finding(Verdict::Genuine, "proven-active", None, text));
        all.extend(notes(case, batch, record));
    }
    all
}

/// What does not change a verdict of genuine, but has to be said with it.
fn notes(case: &Case<'_>, batch: &Batch, record: &PackRecord) -> Vec<Finding> {
    let mut all = Vec::new();
    let pack = record.pack.as_ref();
    let mine = case.viewer.participant;
    if case.scanned.expiry.is_none() {
        let text = format!(
            "The code carries no expiry. The maker gave this lot {}: compare it with the pack.",
            date(batch.expiry)
        );
        all.push(finding(Verdict::Genuine, "compare-expiry", None, text));
    }
    if mine.is_some() && pack.and_then(|pack| pack.destination) == mine {
        let text = "The shipment with this pack is still to be received: receive it before you do anything else.";
        all.push(finding(Verdict::Genuine, "not-yet-received", None, text));
    }
    if case.source.development {
        let text = "This is a development chain: anybody can make its blocks. Set the checkpoint of the real chain.";
        all.push(finding(Verdict::Genuine, "development-chain", None, text));
    }
    if mine.is_none() && matches!(case.viewer.role, Role::Pharmacist | Role::Wholesaler) {
        let text = "Whether the pack should be with you was not checked: no GLN of your organisation is set.";
        all.push(finding(Verdict::Genuine, "custodian-not-checked", None, text));
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

pub(crate) fn finding(verdict: Verdict, code: &'static str, emvs: Option<Emvs>, text: impl Into<String>) -> Finding {
    (verdict, Reason { code, emvs: emvs.map(|emvs| emvs.alert), text: text.into() })
}

fn identity_findings(scanned: &Scanned, batch: &Batch, identity: Identity) -> Option<Finding> {
    let printed_otherwise = scanned.expiry.is_some_and(|printed| !is_expiry_of(printed, batch));
    match identity {
        Identity::Proven(_) => None,
        Identity::NotOfBatch => {
            let text =
                format!("Serial {} and the proof that comes with it are of no pack in this lot.", scanned.serial);
            Some(finding(Verdict::NotRecognised, "unknown-serial", Some(emvs::UNKNOWN_SERIAL), text))
        }
        Identity::AlteredExpiry(_) => Some(altered_expiry(batch)),
        Identity::NoProof if printed_otherwise => Some(altered_expiry(batch)),
        Identity::NoProof => {
            let text = "The code carries no proof of its serial, and nobody who keeps it was asked.";
            Some(finding(Verdict::CouldNotCheck, "no-proof", None, text))
        }
    }
}

fn altered_expiry(batch: &Batch) -> Finding {
    let text = format!("The expiry on the pack is not the one that the maker gave this lot ({}).", date(batch.expiry));
    finding(Verdict::Suspicious, "expiry-mismatch", Some(emvs::OTHER_EXPIRY), text)
}

fn recalled(what: &str, class: RecallClass) -> Finding {
    let danger = match class {
        RecallClass::I => "class I: danger to life or a serious risk to health",
        RecallClass::II => "class II: it may harm health",
        RecallClass::III => "class III: it is unlikely to harm health",
    };
    finding(Verdict::DoNotUse, "recalled", None, format!("{what} ({danger})."))
}

fn withdrawn(text: &str) -> Finding {
    finding(Verdict::DoNotUse, "withdrawn", None, text)
}

fn product_finding(product: &Product) -> Option<Finding> {
    match product.status {
        ProductStatus::Marketed => None,
        ProductStatus::Recalled { class, .. } => Some(recalled("Every lot of this product is recalled", class)),
        ProductStatus::Withdrawn { .. } => Some(withdrawn("This product was taken off the market.")),
    }
}

/// Whether this very pack is among those recalled out of a lot.
fn range_recall(batch: &Batch, index: PackIndex) -> Option<Finding> {
    let class = batch.range_recall(&(index..index.saturating_add(1)))?;
    Some(recalled("This pack is recalled, with others of its lot", class))
}

/// Whether the pack was too warm or too cold on its way, and the maker has not assessed that.
fn cold_chain_finding(pack: &HeldPack) -> Option<Finding> {
    pack.holding.breached.map(|_| {
        let text = "On its way this pack was warmer or colder than it may be, and the maker has not cleared it.";
        finding(Verdict::DoNotUse, "cold-chain", None, text)
    })
}

fn batch_findings(batch: &Batch, time: u64) -> Vec<Finding> {
    let mut all = Vec::new();
    match batch.status {
        BatchStatus::Released => {}
        BatchStatus::Registered => {
            let text = "The maker has not released this lot for sale.";
            all.push(finding(Verdict::DoNotUse, "not-released", None, text));
        }
        BatchStatus::Recalled { class, .. } => all.push(recalled("This lot is recalled", class)),
        BatchStatus::Withdrawn { .. } => all.push(withdrawn("This lot was taken off the market.")),
    }
    let time = i64::try_from(time).unwrap_or(i64::MAX);
    if Date::from_number(batch.expiry).is_none_or(|expiry| expiry.ends_at() <= time) {
        let text = format!("This lot expired on {}.", date(batch.expiry));
        all.push(finding(Verdict::DoNotUse, "expired", None, text));
    }
    all
}

fn state_findings(pack: &HeldPack, viewer: Viewer) -> Option<Finding> {
    let elsewhere =
        |text: &str| Some(finding(Verdict::AlreadyUsedElsewhere, "already-used", Some(emvs::ALREADY_IN_STATE), text));
    let held_back = |code, text: &str| Some(finding(Verdict::DoNotUse, code, None, text));
    match pack.state {
        Some(PackState::Active) => None,
        Some(PackState::Dispensed) if viewer.participant == Some(pack.holding.holder) => {
            let text = "Your pharmacy dispensed this pack.";
            Some(finding(Verdict::AlreadyDispensedHere, "already-dispensed", Some(emvs::ALREADY_IN_STATE), text))
        }
        Some(PackState::Dispensed) => {
            let text = "A pack with this code was handed to a patient already.";
            Some(finding(Verdict::AlreadyUsedElsewhere, "already-dispensed", Some(emvs::ALREADY_IN_STATE), text))
        }
        Some(PackState::Exported) => elsewhere("A pack with this code was exported."),
        Some(PackState::Sample) => elsewhere("A pack with this code was taken as a sample by an authority."),
        Some(PackState::FreeSample) => elsewhere("A pack with this code was given away as a free sample."),
        Some(PackState::CheckedOut) => elsewhere("A pack with this code was taken out for repackaging."),
        Some(PackState::Stolen) => held_back("stolen", "This pack is reported stolen."),
        Some(PackState::Destroyed) => held_back("destroyed", "This pack is recorded as destroyed."),
        Some(PackState::Locked) => held_back("locked", "This pack is held back during an investigation."),
        Some(PackState::Quarantined) => held_back("quarantined", "This pack is in quarantine."),
        None => {
            let text = "The pack is in a state that this program does not know. Update the program.";
            Some(finding(Verdict::CouldNotCheck, "unknown-state", None, text))
        }
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
    let wrong = |code, text: &str| Some(finding(Verdict::Suspicious, code, None, text));
    if !pack.holder.may_trade(time) || !pack.holder.may_trade(today) {
        return wrong(
            "holder-not-authorised",
            "Whoever has this pack, according to the records, may not trade at present.",
        );
    }
    let at_rest = pack.holding.status == HoldingStatus::Held;
    match viewer {
        Viewer { role: Role::Patient, .. } | Viewer { role: Role::Pharmacist, participant: None }
            if pack.holder.kind != Kind::Dispenser || !at_rest =>
        {
            wrong("not-with-pharmacy", "According to the records, this pack has not reached a pharmacy yet.")
        }
        Viewer { role: Role::Pharmacist | Role::Wholesaler, participant: Some(me) }
            if pack.holding.holder != me && pack.destination != Some(me) =>
        {
            wrong(
                "wrong-custodian",
                "According to the records, this pack is with someone else, and not on its way to you.",
            )
        }
        _ => None,
    }
}

/// A date as people write it, day 00 as the last of the month.
fn date(expiry: u32) -> String {
    match Date::from_number(expiry).map(Date::last_day) {
        Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}"),
        None => expiry.to_string(),
    }
}

fn pack_line(case: &Case<'_>, record: Option<&PackRecord>) -> PackLine {
    let text =
        |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().filter(|letter| !letter.is_control()).collect::<String>();
    let maker_expiry = record.and_then(|record| record.batch.as_ref()).map(|batch| date(batch.expiry));
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
