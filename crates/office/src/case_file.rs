//! One case with all that belongs to it, and what can be done about it.

use ledger_client::{LedgerError, View};
use ledger_types::{
    AccountBytes, Batch, BatchKey, CHUNK_PACKS, Kind, Line, Permissions, Product,
    call::{Call, ComplianceCall},
    compliance::{CaseId, CaseStage, Closing, Notice, Subject, Trigger},
    keys,
};

use crate::{
    Appointed, KnownCase, Owed, Parties, Party, appointed,
    cases::{lines_of, owed},
};

/// A case with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The case.
    pub known: KnownCase,
    /// Who closed it, if somebody did.
    pub closed_by: Option<Party>,
    /// The packs that it is about.
    pub lines: Vec<CaseLine>,
    /// Who was told of it, the first one first.
    pub notices: Vec<(Party, Notice)>,
    /// What has to be done because of it, or was.
    pub duties: Vec<Owed>,
    /// For whom the key acts that is open.
    pub me: Option<Appointed>,
    /// The time of the block that says so, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// The block that says so.
    pub block: u32,
}

/// Packs that a case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// Which.
    pub line: Line,
    /// The product's name; empty if the chain does not know it.
    pub product: String,
}

/// Why a case cannot be closed with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Those who have to be told were not told yet.
    NoticesDue,
    /// There are no packs in quarantine that could be destroyed.
    NotInQuarantine,
    /// It is about packs that the ledger knows: they are not falsified.
    AboutPacks,
    /// Only a regulator lets illegitimate packs go, or ends an emergency.
    NotRegulator,
}

/// The stages of an open case, in their order.
const STAGES: [CaseStage; 4] = [CaseStage::New, CaseStage::Active, CaseStage::UnderInvestigation, CaseStage::Escalated];
/// What cases end with.
const RESULTS: [Closing; 4] = [Closing::Cleared, Closing::FalseAlert, Closing::Destroyed, Closing::Falsified];

impl CaseFile {
    /// Whether the open key conducts it: it is its opener's or a regulator's, and the case is open.
    pub fn is_mine_to_conduct(&self) -> bool {
        let conducts = |me: &Appointed| me.is_regulator() || me.party.id == self.known.case.opened_by;
        self.known.is_open() && self.reporter().is_some_and(conducts)
    }

    /// The later stages.
    pub fn later(&self) -> impl Iterator<Item = CaseStage> {
        let present = STAGES.iter().position(|stage| *stage == self.known.case.stage).unwrap_or(STAGES.len());
        STAGES.into_iter().skip(present.saturating_add(1))
    }

    /// Whether its product is not yet held to be illegitimate.
    pub fn may_be_illegitimate(&self) -> bool {
        self.known.is_open() && self.known.case.illegitimate_since.is_none()
    }

    /// Whether the open key's participant was told of it and has not confirmed that.
    pub fn is_to_be_acknowledged(&self) -> bool {
        self.reporter().is_some_and(|me| {
            self.notices.iter().any(|(to, notice)| to.id == me.party.id && notice.acknowledged_at.is_none())
        })
    }

    /// Whether a participant can be told of it: nobody tells itself or the opener, and nobody is told twice before something new
    /// is found.
    pub fn may_be_told(&self, to: &Party) -> bool {
        let itself = self.me.as_ref().is_some_and(|me| me.party.id == to.id) || to.id == self.known.case.opened_by;
        let told = self.notices.iter().any(|(known, _)| known.id == to.id);
        let regulator = to.kind == Some(Kind::Regulator);
        let due = self.duties.iter().any(|owed| owed.is_running() && tells_regulator(owed) == regulator);
        !itself && (!told || due)
    }

    /// What it may be closed with, and what stands in the way.
    pub fn results(&self) -> [(Closing, Option<Hindrance>); 4] {
        RESULTS.map(|result| (result, self.hindrance(result)))
    }

    /// What stands in the way of closing it with a result.
    pub fn hindrance(&self, result: Closing) -> Option<Hindrance> {
        let case = &self.known.case;
        let about_code = matches!(case.subject, Subject::Code(_));
        let releases = result != Closing::Destroyed;
        let authority = releases && (case.illegitimate_since.is_some() || case.trigger == Trigger::Emergency);
        if self.duties.iter().any(Owed::is_running) {
            Some(Hindrance::NoticesDue)
        } else if !releases && !case.quarantined {
            Some(Hindrance::NotInQuarantine)
        } else if result == Closing::Falsified && !about_code {
            Some(Hindrance::AboutPacks)
        } else if authority && !self.me.as_ref().is_some_and(Appointed::is_regulator) {
            Some(Hindrance::NotRegulator)
        } else {
            None
        }
    }

    /// The call that closes it.
    pub fn close(&self, result: Closing) -> Call {
        let chunks = if self.known.case.quarantined { quarantine_chunks(self.known.lines()) } else { 0 };
        Call::Compliance(ComplianceCall::CloseCase { case: self.known.id, result, chunks })
    }

    fn reporter(&self) -> Option<&Appointed> {
        self.me.as_ref().filter(|me| me.may(Permissions::REPORT))
    }
}

fn tells_regulator(owed: &Owed) -> bool {
    owed.duty.kind == ledger_types::compliance::DutyKind::NotifyRegulator
}

/// How many chunks of pack states a quarantine of these packs touches at most, as the chain counts them.
pub fn quarantine_chunks(lines: &[Line]) -> u32 {
    let chunks = |line: &Line| line.end.saturating_sub(line.start) / CHUNK_PACKS + 2;
    lines.iter().fold(0, |sum, line| sum.saturating_add(chunks(line)))
}

/// A case with all that belongs to it; nothing if there is none with this number. `account`: the key that is open.
///
/// # Errors
/// As [`View::notices`] and [`View::duties_of`].
pub async fn case_file(
    view: &View<'_>,
    id: CaseId,
    account: Option<&AccountBytes>,
) -> Result<Option<CaseFile>, LedgerError> {
    let Some(case) = view.case(id).await? else { return Ok(None) };
    let mut parties = Parties::of(view);
    let by = parties.get(case.opened_by).await?;
    let lines = named_lines(view, &case.subject).await?;
    let mut notices = Vec::new();
    for (to, notice) in view.notices(id).await? {
        notices.push((parties.get(to).await?, notice));
    }
    notices.sort_by_key(|(to, notice)| (notice.sent_at, to.id));
    let mut duties = Vec::new();
    for (number, duty) in view.duties_of(case.opened_by).await? {
        if duty.case == Some(id) {
            duties.push(owed(&mut parties, number, by.clone(), duty).await?);
        }
    }
    duties.sort_by_key(|owed| (owed.duty.due, owed.id));
    let closed_by = match case.stage {
        CaseStage::Closed { by, .. } => Some(parties.get(by).await?),
        _ => None,
    };
    let me = match account {
        Some(account) => appointed(view, account).await?,
        None => None,
    };
    let known = KnownCase { id, case, by };
    let (now, block) = (view.time().await?, view.block.number);
    Ok(Some(CaseFile { known, closed_by, lines, notices, duties, me, now, block }))
}

/// The packs that a case is about, with the names of their products; none if it is about a code that the ledger does not know.
pub(crate) async fn named_lines(view: &View<'_>, subject: &Subject) -> Result<Vec<CaseLine>, LedgerError> {
    let mut lines = Vec::new();
    for line in lines_of(subject) {
        lines.push(CaseLine { line: line.clone(), product: product(view, line.batch.gtin).await? });
    }
    Ok(lines)
}

/// A batch, and what its product is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBatch {
    /// What the chain says of it.
    pub batch: Batch,
    /// The product's name; empty if the chain does not know it.
    pub product: String,
}

/// A batch with the name of its product; nothing if the chain does not know it.
///
/// # Errors
/// As [`View::prove`].
pub async fn known_batch(view: &View<'_>, key: &BatchKey) -> Result<Option<KnownBatch>, LedgerError> {
    let Some(batch) = view.batch(key).await? else { return Ok(None) };
    Ok(Some(KnownBatch { batch, product: product(view, key.gtin).await? }))
}

/// The name of a product; empty if the chain does not know it.
async fn product(view: &View<'_>, gtin: u64) -> Result<String, LedgerError> {
    let product: Option<Product> = view.read(keys::product(gtin)).await?;
    Ok(product.map(|known| String::from_utf8_lossy(&known.data.name).into_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::compliance::DutyKind;

    use super::*;
    use crate::cases::tests::{NOW, duty, known, party};

    fn file() -> CaseFile {
        let me = Appointed { party: party(0, "Authority", Kind::Regulator), permissions: Permissions::ALL };
        CaseFile {
            known: known(4, NOW - 3_600, CaseStage::Active),
            closed_by: None,
            lines: Vec::new(),
            notices: Vec::new(),
            duties: Vec::new(),
            me: Some(me),
            now: NOW,
            block: 9,
        }
    }

    #[test]
    fn a_case_goes_forward_and_is_conducted_by_its_opener_and_regulators_alone() {
        let mut file = file();
        assert_eq!(file.later().collect::<Vec<_>>(), [CaseStage::UnderInvestigation, CaseStage::Escalated]);
        assert!(file.is_mine_to_conduct());
        file.me.as_mut().unwrap().permissions = Permissions::DISPENSE;
        assert!(!file.is_mine_to_conduct(), "a key that may not report");
        for (id, conducts) in [(3, true), (5, false)] {
            let party = party(id, "Apotheke", Kind::Dispenser);
            file.me = Some(Appointed { party, permissions: Permissions::REPORT });
            assert_eq!(file.is_mine_to_conduct(), conducts, "participant {id}");
        }
        file.me = Some(Appointed { party: party(0, "", Kind::Regulator), permissions: Permissions::ALL });
        file.known.case.stage = CaseStage::Closed { result: Closing::Cleared, by: 0, at: NOW };
        assert!(!file.is_mine_to_conduct() && !file.may_be_illegitimate());
        assert_eq!(file.later().count(), 0);
    }

    #[test]
    fn a_case_ends_as_the_chain_lets_it_end() {
        let mut file = file();
        assert_eq!(file.hindrance(Closing::Destroyed), None);
        assert_eq!(file.hindrance(Closing::Falsified), Some(Hindrance::AboutPacks));
        file.duties = vec![duty(1, Some(4), NOW + 5, None)];
        assert_eq!(file.hindrance(Closing::Destroyed), Some(Hindrance::NoticesDue));
        file.duties = vec![duty(1, Some(4), NOW - 5, Some(NOW))];
        assert_eq!(file.hindrance(Closing::Cleared), None, "what was done late hinders nothing");
        file.known.case.quarantined = false;
        assert_eq!(file.hindrance(Closing::Destroyed), Some(Hindrance::NotInQuarantine));
        file.known.case.illegitimate_since = Some(NOW);
        assert_eq!(file.hindrance(Closing::Cleared), None, "a regulator lets it go");
        let party = party(3, "Apotheke", Kind::Dispenser);
        file.me = Some(Appointed { party, permissions: Permissions::REPORT });
        assert_eq!(file.hindrance(Closing::Cleared), Some(Hindrance::NotRegulator));
        file.known.case.subject = Subject::Code([1; 32]);
        file.known.case.illegitimate_since = None;
        assert_eq!(file.hindrance(Closing::Falsified), None);
    }

    #[test]
    fn nobody_is_told_twice_before_the_product_is_found_illegitimate() {
        let mut file = file();
        let (opener, wholesaler) = (party(3, "Apotheke", Kind::Dispenser), party(2, "Rhein", Kind::Wholesaler));
        assert!(!file.may_be_told(&opener) && !file.may_be_told(&party(0, "Authority", Kind::Regulator)));
        assert!(file.may_be_told(&wholesaler));
        let notice = Notice { digest: [1; 32], sent_at: NOW, acknowledged_at: None };
        file.notices = vec![(wholesaler.clone(), notice), (party(0, "Authority", Kind::Regulator), notice)];
        assert!(!file.may_be_told(&wholesaler) && file.is_to_be_acknowledged());
        file.duties = vec![duty(1, Some(4), NOW + 5, None)];
        assert!(file.may_be_told(&wholesaler), "now it is due");
        file.duties[0].duty.kind = DutyKind::NotifyRegulator;
        assert!(!file.may_be_told(&wholesaler), "another one is due");
    }

    #[test]
    fn enough_chunks_are_allowed_for() {
        let batch = BatchKey::new(8, b"LOT").unwrap();
        let line = |start, end| Line { batch: batch.clone(), start, end };
        assert_eq!(quarantine_chunks(&[]), 0);
        assert_eq!(quarantine_chunks(&[line(0, 1), line(511, 1_024)]), 2 + 3);
        assert_eq!(quarantine_chunks(&[line(5, 4)]), 2);
    }
}
