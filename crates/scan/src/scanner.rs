//! Has the question about a pack answered by nodes or a snapshot, and judged.

use std::{
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use chain_proof::{Answer, Checkpoint, Evidence, ProofError, Question, SnapshotState};
use evidence_file::Basis;
use gateway_client::{GatewayError, Said};
use gs1::Gln;
use ledger_client::{
    LedgerError, Nodes, Proven, Trust,
    time::{Instant, now, timeout},
};
use ledger_types::{Batch, BatchKey};
use verdict::{
    Code, Gap, MAX_AGE, MAX_OFFLINE_AGE, MakerFile, Modelled, Reason, Report, Role, Scanning, Signals, Source,
    knows_lot, knows_pack, may_be_misread, proven_index, read_code, repair::readings, with_advice,
};

use crate::{
    Intent, Pending,
    active::{Active, believe},
    gateways::{Gateways, Reporting, note_of},
    memory::Memory,
    sentences as say,
    shelf::Shelf,
};

/// How long nodes may take if a snapshot can answer instead.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How long nodes are left alone then, so that a scan without a network takes no time.
const REST: Duration = Duration::from_secs(10);

/// What nodes prove of the chain itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// Height of the finalised block.
    pub block: u32,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

/// Verifies packs against a chain.
#[derive(Debug)]
pub struct Scanner {
    nodes: Nodes,
    addresses: Vec<String>,
    role: Role,
    participant: Option<Gln>,
    maker: Option<MakerFile>,
    snapshot: RwLock<Option<Arc<SnapshotState>>>,
    max_age: u64,
    memory: Memory,
    gateways: Gateways,
    reporting: Option<Reporting>,
    /// The anomaly model that is active.
    active: Active,
    /// What the last verdicts were based on.
    shelf: Shelf,
    /// Until when nodes are left alone, and why.
    resting: Mutex<Option<(Instant, Gap)>>,
}

impl Scanner {
    /// A scanner that asks these nodes, and believes what they prove.
    pub fn new(nodes: Vec<String>, trust: Trust, role: Role) -> Self {
        Self {
            addresses: nodes.clone(),
            nodes: Nodes::new(nodes, trust),
            role,
            participant: None,
            maker: None,
            snapshot: RwLock::default(),
            max_age: MAX_OFFLINE_AGE,
            memory: Memory::default(),
            gateways: Gateways::default(),
            reporting: None,
            active: Active::default(),
            shelf: Shelf::default(),
            resting: Mutex::default(),
        }
    }

    /// Tells who scans: whether a pack is where it should be depends on it.
    #[must_use]
    pub fn for_participant(self, participant: Option<Gln>) -> Self {
        Self { participant, ..self }
    }

    /// Adds a maker's list of packs, for labels that carry no proof.
    #[must_use]
    pub fn with_maker_file(self, maker: Option<MakerFile>) -> Self {
        Self { maker, ..self }
    }

    /// Adds a snapshot, for when no node answers; without nodes, it answers everything. It must have been proven from
    /// the same trust: see [`Trust::believe`].
    #[must_use]
    pub fn with_snapshot(self, snapshot: Option<Arc<SnapshotState>>) -> Self {
        Self { snapshot: RwLock::new(snapshot), ..self }
    }

    /// Sets how old a snapshot's records may be, in seconds, instead of [`MAX_OFFLINE_AGE`].
    #[must_use]
    pub fn with_max_age(self, seconds: u64) -> Self {
        Self { max_age: seconds, ..self }
    }

    /// Adds gateways that may have the proof for a label that carries none. They need not be believed.
    ///
    /// # Errors
    /// [`GatewayError::BadAddress`].
    pub fn with_gateways(self, addresses: &[String]) -> Result<Self, GatewayError> {
        Ok(Self { gateways: Gateways::new(addresses)?, ..self })
    }

    /// Reports scans of known packs to a gateway, and tells what it says of earlier ones, and what its anomaly model says.
    #[must_use]
    pub fn reporting(self, reporting: Option<Reporting>) -> Self {
        Self { reporting, ..self }
    }

    /// Tells what was done here and waits to be sent, all of it: such packs are not active any more, whatever the chain
    /// says.
    pub fn wait_for(&self, pending: Vec<Pending>) {
        self.memory.wait_for(pending);
    }

    /// Goes on with a later snapshot, proven from the same trust.
    ///
    /// # Errors
    /// [`ProofError::Older`]; then it stays with the one that it has.
    pub fn renew_snapshot(&self, snapshot: Arc<SnapshotState>) -> Result<(), ProofError> {
        let mut present = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if present.as_ref().is_some_and(|present| present.block().number > snapshot.block().number) {
            return Err(ProofError::Older);
        }
        *present = Some(snapshot);
        Ok(())
    }

    /// Asks the nodes where the chain stands.
    ///
    /// # Errors
    /// [`Gap`]: nobody proved anything.
    pub async fn news(&self) -> Result<News, Gap> {
        // About a batch that cannot be: of the answer, only the block matters.
        let nothing = Question { batch: BatchKey { gtin: 0, lot: Default::default() }, pack: None, scanner: None };
        let freshest = self.nodes.about_once(&nothing).await.map_err(|error| gap(&error))?;
        let record = freshest.proven.answer.record;
        Ok(News { block: record.block.number, time: record.time })
    }

    /// What is believed.
    pub fn trust(&self) -> &Trust {
        self.nodes.trust()
    }

    /// The snapshot that answers when no node does.
    pub fn snapshot(&self) -> Option<Arc<SnapshotState>> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The verdict on a code. Nodes answer if there are any; what they prove counts before any snapshot. Whatever goes
    /// wrong ends in `could-not-check` with its reason. A typed code of which there is no pack is tried in the other
    /// readings that a misconfigured scanner makes possible.
    pub async fn verify(&self, code: &Code) -> Report {
        self.verify_for(code, Intent::Verify).await
    }

    /// The same, telling the gateway to which scans are reported what this one is for.
    pub async fn verify_for(&self, code: &Code, intent: Intent) -> Report {
        let Judged { mut report, basis } = self.verify_readings(code).await;
        if let Some(reporting) = &self.reporting {
            report = self.reported(report, reporting, intent).await;
        }
        if let Some(basis) = basis {
            self.shelf.put(report.clone(), basis);
        }
        report
    }

    /// Reports a scan, and adds what is heard then. A model's word counts only if nodes prove that it is the active one.
    async fn reported(&self, report: Report, reporting: &Reporting, intent: Intent) -> Report {
        let told = self.gateways.report(&report, reporting, intent).await;
        let modelled = match told.claim {
            Some(claim) => {
                let proven = self.active.read(&self.addresses, self.trust(), &claim).await;
                Some(believe(claim, proven))
            }
            None => None,
        };
        let model = if let Some(Modelled::Assessed(assessment)) = &modelled { Some(assessment) } else { None };
        let report = Signals { earlier: &told.earlier, here: reporting.place(), model }.heard(report, now());
        Report { model: modelled, ..report }
    }

    /// On what one of the last verdicts was based, for a file that can be checked later; `None` if no node proved it, as with a
    /// snapshot, or if it was too long ago.
    pub fn basis(&self, report: &Report) -> Option<Basis> {
        self.shelf.find(report)
    }

    async fn verify_readings(&self, code: &Code) -> Judged {
        let as_it_stands = self.verify_once(code).await;
        // Otherwise the code is one of the other readings already.
        let whole = read_code(&code.text).is_ok();
        if !code.typed || whole && !may_be_misread(&as_it_stands.report) {
            return as_it_stands;
        }
        let mut likely = None;
        for reading in readings(&code.text) {
            let judged = self.verify_once(&reading.code).await;
            if judged.report.evidence.is_none() {
                return judged;
            }
            if knows_pack(&judged.report) {
                return Judged { report: with_advice(judged.report, &reading.faults), ..judged };
            }
            if likely.is_none() && (knows_lot(&judged.report) || !whole) {
                likely = Some(reading);
            }
        }
        match likely {
            Some(reading) if !whole || !knows_lot(&as_it_stands.report) => {
                self.scanning().misconfigured(&reading, self.source(None), now()).into()
            }
            _ => as_it_stands,
        }
    }

    async fn verify_once(&self, code: &Code) -> Judged {
        let mut judged = self.verify_with_gateways(code).await;
        judged.report.reasons.extend(self.gateways.warnings());
        judged
    }

    /// Where the code carries no proof, tries those that gateways give: each must prove the pack under the root on chain.
    async fn verify_with_gateways(&self, code: &Code) -> Judged {
        if code.material.is_some() || !self.gateways.are_there() {
            return self.verify_as_given(code).await.0;
        }
        let mut asking = self.gateways.ask(code, self.role);
        let (mut notes, nobody) = (Vec::new(), asking.is_nobody());
        // The first proof that holds wins; nobody waits for those that are slow.
        while let Some((address, heard)) = asking.next().await {
            notes.extend(note_of(address, &heard));
            let Ok(Said::Proof(material)) = heard else { continue };
            let code = Code { material: Some(material), ..code.clone() };
            let (judged, batch) = self.verify_as_given(&code).await;
            match batch.map(|batch| proven_index(&code, &batch).is_some()) {
                Some(true) => {
                    self.gateways.rest_unless(true);
                    return judged;
                }
                // The label said nothing that could be wrong: the gateway did.
                Some(false) => self.gateways.drop_liar(address),
                // Without the batch's root there is nothing to hold a proof against.
                None => asking.answered = true,
            }
        }
        if !nobody {
            self.gateways.rest_unless(asking.answered);
        }
        let mut judged = self.verify_as_given(code).await.0;
        if judged.report.reasons.iter().any(|reason| reason.code == "no-proof") {
            judged.report.reasons.extend(notes);
        }
        judged
    }

    /// The verdict on a code with the proof that it carries, and the batch that it is of, if that is known.
    async fn verify_as_given(&self, code: &Code) -> (Judged, Option<Batch>) {
        let scanning = self.scanning();
        let question = match scanning.question(code) {
            Ok(question) => question,
            Err(gap) => return (scanning.verdict(code, Err(gap), self.source(None), now()).into(), None),
        };
        let told = |answer: Result<Answer, Gap>, offline, now| {
            let answer = answer.map(|answer| self.memory.anticipate(&question, answer));
            let report = scanning.verdict(code, answer.as_ref().map_err(Gap::clone), self.source(offline), now);
            (report, answer.ok().and_then(|answer| answer.record.batch))
        };
        // What is believed before the answer: the evidence begins there.
        let checkpoints = [self.trust().beginnings(), self.trust().candidates()].concat();
        let proven = |proven: Proven| {
            let now = now();
            let (report, batch) = told(Ok(proven.answer), None, now);
            let basis = self.basis_of(code, now, proven.evidence, checkpoints.clone());
            (Judged { report, basis: Some(basis) }, batch)
        };
        let unproven = |(report, batch): (Report, _)| (Judged::from(report), batch);
        let Some(snapshot) = self.snapshot() else {
            let freshest = self.nodes.about(&question).await.map(|freshest| freshest.proven);
            return match self.note(&question, freshest) {
                Ok(answer) => proven(answer),
                Err(error) => unproven(told(Err(gap(&error)), None, now())),
            };
        };
        match self.ask_briefly(&question).await {
            Online::Answered(answer) => proven(*answer),
            Online::Refused(why) => unproven(told(Err(why), None, now())),
            Online::Silent(why) => {
                let (mut report, batch) = told(self.offline(&snapshot, &question), Some(self.max_age), now());
                report.reasons.extend(why.map(|Gap { code, text }| Reason::new(code, None, text)));
                unproven((report, batch))
            }
        }
    }

    fn basis_of(&self, code: &Code, now: u64, evidence: Evidence, checkpoints: Vec<Checkpoint>) -> Basis {
        // A maker's own list proves a pack as its label would.
        let listed = self.maker.as_ref().and_then(|maker| maker.material(code.scanned.serial.as_str()));
        let code = Code { material: code.material.clone().or(listed), ..code.clone() };
        let development = self.trust().is_development();
        Basis { code, role: self.role, participant: self.participant, now, evidence, checkpoints, development }
    }

    /// Remembers what nodes have proven.
    fn note(&self, question: &Question, proven: Result<Proven, LedgerError>) -> Result<Proven, LedgerError> {
        let proven = proven?;
        self.memory.note(question, &proven.answer);
        Ok(proven)
    }

    /// Asks the nodes, if there are any and they have not just been silent.
    async fn ask_briefly(&self, question: &Question) -> Online {
        if self.nodes.is_empty() {
            return Online::Silent(None);
        }
        let resting = || self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, why)) = resting().clone().filter(|(until, _)| *until > Instant::now()) {
            return Online::Silent(Some(why));
        }
        let freshest = timeout(PATIENCE, self.nodes.about_once(question)).await;
        let why = match freshest.map(|freshest| self.note(question, freshest.map(|freshest| freshest.proven))) {
            Ok(Ok(answer)) => {
                *resting() = None;
                return Online::Answered(Box::new(answer));
            }
            Ok(Err(error)) if !is_silence(&error) => return Online::Refused(gap(&error)),
            Ok(Err(error)) => gap(&error),
            Err(_) => Gap { code: "timeout", text: say::TIMEOUT.into() },
        };
        *resting() = Some((Instant::now() + REST, why.clone()));
        Online::Silent(Some(why))
    }

    /// The answer of a snapshot, or a later one that was proven while there was a network.
    fn offline(&self, snapshot: &SnapshotState, question: &Question) -> Result<Answer, Gap> {
        self.nodes.trust().ensure_usable().map_err(|error| gap(&error))?;
        if self.memory.time().saturating_sub(now()) > MAX_AGE {
            return Err(Gap { code: "wrong-clock", text: say::CLOCK_SET_BACK.into() });
        }
        let answer = snapshot.answer(question).map_err(|error| gap(&error.into()))?;
        Ok(self.memory.improve(question, answer))
    }

    fn scanning(&self) -> Scanning<'_> {
        Scanning {
            role: self.role,
            participant: self.participant,
            maker: self.maker.as_ref(),
            signals: Signals::default(),
        }
    }

    fn source(&self, offline: Option<u64>) -> Source {
        let liars = self.nodes.liars().into_iter().map(|liar| format!("{} ({})", liar.address, liar.lie)).collect();
        Source { development: self.nodes.trust().is_development(), liars, offline }
    }
}

/// A verdict, and what it is based on if a node proved it.
struct Judged {
    report: Report,
    basis: Option<Basis>,
}

impl From<Report> for Judged {
    fn from(report: Report) -> Self {
        Self { report, basis: None }
    }
}

/// What comes of asking nodes if there is a snapshot.
enum Online {
    /// They proved something.
    Answered(Box<Proven>),
    /// What they proved forbids a verdict, from the snapshot too.
    Refused(Gap),
    /// Nothing was proven, or nobody asked.
    Silent(Option<Gap>),
}

/// Whether the nodes proved nothing at all. A chain that is split, or goes on in a way that this program does not know,
/// is news that a snapshot must not hide.
fn is_silence(error: &LedgerError) -> bool {
    use ProofError::{BadSet, Fork, Undecodable, UnknownChange};
    match error {
        LedgerError::BadCheckpoint(_) => false,
        LedgerError::Unproven(cause) => !matches!(cause, Fork | UnknownChange | BadSet | Undecodable),
        _ => true,
    }
}

fn gap(error: &LedgerError) -> Gap {
    Gap { code: error.code(), text: error.message() }
}
