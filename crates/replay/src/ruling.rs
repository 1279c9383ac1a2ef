//! What the ledger's own rules say of a scan: the very rules of the scanner, on a record made from the mirror of the ledger.

use anomaly::{
    Engine,
    engine::{PackState, PackView},
    fact::{BatchId, Repair, Role, Ruling, SiteId, SiteKind, Time},
};
use ledger_types::{
    Batch, BatchStatus, Block, HeldPack, Holding, HoldingStatus, Kind, Licence, PackRecord, Participant, Product,
    ProductData, ProductStatus, RecallClass, Scope, Status, Storage, Text,
};
use verdict::{Case, Identity, Scanned, Signals, Source, Verdict, Viewer, judge};

use crate::{
    catalogue::{self, Catalogue},
    resolve::{Resolved, repair_code},
};

/// A scan that the system heard of so many seconds after it was made came late.
pub const LATE: Time = 120;
/// How long before a late scan its scanner may have handed the pack on, by the clocks of both: a day.
const CLOCKS: Time = 86_400;
/// The reason that a fault of a scanner gives.
pub const MISCONFIGURED: &str = "scanner-misconfigured";
/// The reason that stands beside what is wrong with a text that is no whole code.
pub const MISREAD: &str = "misread";
/// The reason that is given where a pack is not where the ledger has it, and the model takes that for an act that was not
/// recorded yet.
pub const LATE_RECORD: &str = "late-record";
/// The reason that is given where a late scan's pack was with its scanner then, and no longer is.
pub const LATE_REPORT: &str = "late-report";
/// The reason that is given where a lot looks like one that its maker has not uploaded yet.
pub const LATE_UPLOAD: &str = "late-upload";

/// Who scans, when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanner {
    pub(crate) role: Role,
    pub(crate) site: Option<SiteId>,
    pub(crate) time: Time,
    pub(crate) received: Time,
}

/// What the rules say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    pub(crate) reasons: Vec<&'static str>,
    pub(crate) ruling: Ruling,
}

/// A site's licence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Validity {
    pub(crate) from: Option<Time>,
    pub(crate) until: Option<Time>,
}

/// The sites as participants of the ledger, by their numbers.
#[derive(Default)]
pub(crate) struct Rules {
    participants: Vec<Participant>,
}

impl Rules {
    /// Adds the next site.
    pub(crate) fn add(&mut self, kind: SiteKind, country: [u8; 2], licence: Validity) {
        let kind = match kind {
            SiteKind::Manufacturer => Kind::Manufacturer,
            SiteKind::Wholesaler => Kind::Wholesaler,
            SiteKind::ParallelImporter => Kind::ParallelImporter,
            SiteKind::Pharmacy | SiteKind::Hospital => Kind::Dispenser,
            SiteKind::Regulator => Kind::Regulator,
        };
        let licence = Licence {
            number: Text::default(),
            scope: Scope::usual(kind),
            valid_from: licence.from.map_or(0, seconds),
            valid_until: licence.until.map_or(u64::MAX, seconds),
        };
        self.participants.push(Participant {
            kind,
            status: Status::Active,
            gln: 0,
            country,
            name: Text::default(),
            licences: vec![licence].try_into().unwrap_or_default(),
            epoch: 0,
        });
    }

    fn participant(&self, engine: &Engine, site: SiteId) -> Option<Participant> {
        let mut participant = self.participants.get(site.0 as usize)?.clone();
        if engine.suspended(site) {
            participant.status = Status::Suspended;
        }
        Some(participant)
    }

    /// Judges a scan before it is counted.
    pub(crate) fn judge(&self, engine: &Engine, catalogue: &Catalogue, resolved: &Resolved, by: Scanner) -> Judged {
        let scanned = match &resolved.scanned {
            Ok(scanned) => scanned,
            Err(code) => return unreadable(code),
        };
        let mut record = self.record(engine, catalogue, resolved, by.received);
        let identity = identity(resolved, catalogue);
        let mut judged = decide(scanned, &record, identity, by);
        if judged.ruling == Ruling::WrongCustodian
            && let Some(site) = had_it_then(engine, resolved, by)
            && let Some(pack) = &mut record.pack
        {
            pack.holding.holder = site.0;
            pack.holding.status = HoldingStatus::Held;
            pack.destination = None;
            judged = decide(scanned, &record, identity, by);
            judged.reasons.push(LATE_REPORT);
        }
        match repair_code(resolved.code.repair) {
            Some(fault) => with_fault(judged, resolved.code.repair, fault),
            None => judged,
        }
    }

    /// The record that a chain would give.
    fn record(&self, engine: &Engine, catalogue: &Catalogue, resolved: &Resolved, now: Time) -> PackRecord {
        let code = &resolved.code;
        let batch = code.batch.and_then(|id| Some((id, catalogue.batch(id)?)));
        let view = code.batch.zip(code.pack).and_then(|(batch, pack)| engine.pack(batch, pack));
        let maker = code.product.and_then(|product| engine.product(product)).and_then(|product| product.maker);
        PackRecord {
            block: Block { number: 0, hash: [0; 32] },
            time: seconds(now),
            product: code.product.map(|_| product(maker)),
            batch: batch.map(|(id, batch)| ledger_batch(engine, id, batch, maker, view.as_ref(), now)),
            maker: maker.and_then(|maker| self.participant(engine, maker)),
            pack: code.pack.zip(view).and_then(|(index, view)| self.held(engine, index, &view)),
        }
    }

    fn held(&self, engine: &Engine, index: u32, view: &PackView) -> Option<HeldPack> {
        let holder = view.holder?;
        let status = match view.to {
            Some(_) => HoldingStatus::InTransit(view.shipment.unwrap_or_default()),
            None => HoldingStatus::Held,
        };
        Some(HeldPack {
            index,
            state: Some(state(view.state)),
            holding: Holding { start: index, holder: holder.0, status, supplier: None, breached: None },
            holder: self.participant(engine, holder)?,
            destination: view.to.map(|to| to.0),
        })
    }
}

fn seconds(time: Time) -> u64 {
    u64::try_from(time).unwrap_or_default()
}

fn state(state: PackState) -> ledger_types::PackState {
    use ledger_types::PackState as Of;
    match state {
        PackState::Active => Of::Active,
        PackState::Dispensed => Of::Dispensed,
        PackState::Exported => Of::Exported,
        PackState::Destroyed => Of::Destroyed,
        PackState::Sample => Of::Sample,
        PackState::Stolen => Of::Stolen,
        PackState::Locked => Of::Locked,
        PackState::Quarantined => Of::Quarantined,
    }
}

fn product(maker: Option<SiteId>) -> Product {
    Product {
        maker: maker.map_or(u32::MAX, |maker| maker.0),
        data: ProductData {
            name: Text::default(),
            markets: Default::default(),
            storage: Storage::Ambient,
            authorisation: Text::default(),
        },
        status: ProductStatus::Marketed,
    }
}

fn ledger_batch(
    engine: &Engine,
    id: BatchId,
    batch: &catalogue::Batch,
    maker: Option<SiteId>,
    view: Option<&PackView>,
    now: Time,
) -> Batch {
    let by = maker.map_or(u32::MAX, |maker| maker.0);
    let facts = engine.batch(id);
    let released = facts.is_none_or(|facts| match facts.released {
        Some(released) => released <= now,
        // Where neither time is known, the batch was there from the beginning.
        None => facts.registered.is_none(),
    });
    let status = match view {
        Some(view) if view.recalled => BatchStatus::Recalled { class: RecallClass::II, by, at: 0 },
        Some(view) if view.withdrawn => BatchStatus::Withdrawn { by, at: 0 },
        _ if released => BatchStatus::Released,
        _ => BatchStatus::Registered,
    };
    Batch {
        maker: by,
        expiry: batch.expiry.map_or(0, gs1::Date::number),
        packs: facts.map_or(0, |facts| facts.packs),
        root: [0; 32],
        status,
        changed_chunks: 0,
        certificate: None,
        recalls: Default::default(),
    }
}

/// Whether the code is that of a pack, as the maker's own list tells.
fn identity(resolved: &Resolved, catalogue: &Catalogue) -> Identity {
    let code = &resolved.code;
    let Some(pack) = code.pack else { return Identity::NotOfBatch };
    let expiry = code.batch.and_then(|batch| catalogue.batch(batch)?.expiry);
    let printed = resolved.scanned.as_ref().ok().and_then(|scanned| scanned.expiry);
    match printed.zip(expiry) {
        Some((printed, expiry)) if printed.last_day() != expiry.last_day() => Identity::AlteredExpiry(pack),
        _ => Identity::Proven(pack),
    }
}

fn viewer(by: Scanner) -> Viewer {
    let role = match by.role {
        Role::Manufacturer => verdict::Role::Manufacturer,
        Role::Wholesaler => verdict::Role::Wholesaler,
        Role::Pharmacist | Role::Hospital => verdict::Role::Pharmacist,
        Role::Patient => verdict::Role::Patient,
        Role::Inspector => verdict::Role::Regulator,
    };
    let site = by.site.filter(|_| by.role != Role::Patient);
    Viewer { role, participant: site.map(|site| site.0) }
}

fn decide(scanned: &Scanned, record: &PackRecord, identity: Identity, by: Scanner) -> Judged {
    let case = Case {
        scanned,
        record: Ok((record, identity)),
        source: Source::default(),
        viewer: viewer(by),
        signals: Signals::default(),
        now: record.time,
    };
    let report = judge(&case);
    let reasons: Vec<&'static str> = report.reasons.iter().map(|reason| reason.code).collect();
    let ruling = ruling(report.verdict, &reasons);
    Judged { verdict: report.verdict, reasons, ruling }
}

/// What cannot be read says nothing about the pack.
fn unreadable(code: &'static str) -> Judged {
    Judged { verdict: Verdict::CouldNotCheck, reasons: vec![code, MISREAD], ruling: Ruling::Unreadable }
}

/// The ruling that the strongest reason stands for.
fn ruling(verdict: Verdict, reasons: &[&str]) -> Ruling {
    match (verdict, reasons.first().copied().unwrap_or_default()) {
        (Verdict::Genuine, _) => Ruling::Genuine,
        (_, "unknown-product") => Ruling::UnknownProduct,
        (_, "unknown-batch") => Ruling::UnknownBatch,
        (_, "unknown-serial") => Ruling::UnknownSerial,
        (_, "expiry-mismatch") => Ruling::ExpiryMismatch,
        (_, "wrong-custodian") => Ruling::WrongCustodian,
        (_, "not-with-pharmacy") => Ruling::NotWithPharmacy,
        (_, "holder-not-authorised") => Ruling::HolderNotAuthorised,
        (Verdict::AlreadyDispensedHere, _) => Ruling::DispensedHere,
        (Verdict::AlreadyUsedElsewhere, "already-dispensed") => Ruling::DispensedElsewhere,
        (Verdict::AlreadyUsedElsewhere, _) => Ruling::UsedElsewhere,
        (Verdict::DoNotUse, _) if reasons.contains(&"stolen") => Ruling::Stolen,
        (Verdict::DoNotUse, _) => Ruling::Blocked,
        _ => Ruling::Unreadable,
    }
}

/// The scanner's site, if the scan came late and the pack was there when it was made.
fn had_it_then(engine: &Engine, resolved: &Resolved, by: Scanner) -> Option<SiteId> {
    let (batch, pack) = resolved.code.batch.zip(resolved.code.pack)?;
    let site = by.site.filter(|_| by.received.saturating_sub(by.time) > LATE)?;
    engine.held_at(batch, pack, site, by.time.saturating_sub(CLOCKS), by.received).then_some(site)
}

/// The verdict on a code of which only a repaired reading is a pack's: it names the fault, is never genuine, and accuses
/// nobody. That a pack must not be used, or was used, is said where the reading is no guess.
fn with_fault(judged: Judged, repair: Repair, fault: &'static str) -> Judged {
    let misconfigured = if repair == Repair::Typing { None } else { Some(MISCONFIGURED) };
    let named = misconfigured.into_iter().chain([fault]);
    let guess = matches!(repair, Repair::Typing | Repair::Truncated);
    let said = judged.reasons.into_iter().filter(|reason| *reason != "proven-active");
    let stands = !guess
        && matches!(judged.verdict, Verdict::DoNotUse | Verdict::AlreadyUsedElsewhere | Verdict::AlreadyDispensedHere);
    if stands {
        Judged { reasons: said.chain(named).collect(), ..judged }
    } else {
        Judged { verdict: Verdict::CouldNotCheck, reasons: named.chain(said).collect(), ruling: judged.ruling }
    }
}

/// The verdict on a code of a lot that its maker seems not to have uploaded yet.
pub(crate) fn late_upload(judged: Judged) -> Judged {
    let reasons = [LATE_UPLOAD].into_iter().chain(judged.reasons).collect();
    Judged { verdict: Verdict::CouldNotCheck, reasons, ruling: judged.ruling }
}
