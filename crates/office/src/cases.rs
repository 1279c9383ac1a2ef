//! Cases, and what has to be done by when.

use std::collections::BTreeMap;

use ledger_client::{LedgerError, View};
use ledger_types::{
    AccountBytes, Line,
    compliance::{AlertCode, Case, CaseId, CaseStage, Closing, Duty, DutyId, Subject, Trigger},
};

use crate::{Appointed, Parties, Party, appointed, csv, moment};

/// What lies before whoever watches over cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Cases, open and closed, the latest first.
    pub cases: Vec<KnownCase>,
    /// How many cases are older than these, and were not read.
    pub earlier: u32,
    /// What has to be done, or was: the first that is due comes first.
    pub duties: Vec<Owed>,
    /// For whom the key acts that is open.
    pub me: Option<Appointed>,
    /// The time of the block that says so, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// The block that says so.
    pub block: u32,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCase {
    /// Its number.
    pub id: CaseId,
    /// What the chain says of it.
    pub case: Case,
    /// Who opened it.
    pub by: Party,
}

/// Something that a participant has to do by a certain time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Its number.
    pub id: DutyId,
    /// Whose duty it is.
    pub who: Party,
    /// What the chain says of it.
    pub duty: Duty,
    /// Who asked, if it is a question.
    pub asked_by: Option<Party>,
}

impl KnownCase {
    /// Whether it is not closed.
    pub fn is_open(&self) -> bool {
        !matches!(self.case.stage, CaseStage::Closed { .. })
    }

    /// When it was closed, in seconds since 1970-01-01 UTC.
    pub fn closed_at(&self) -> Option<u64> {
        if let CaseStage::Closed { at, .. } = self.case.stage { Some(at) } else { None }
    }

    /// The packs that it is about; none if it is about a code that the ledger does not know.
    pub fn lines(&self) -> &[Line] {
        lines_of(&self.case.subject)
    }

    /// How many packs it is about; none if it is about a code that the ledger does not know.
    pub fn packs(&self) -> Option<u64> {
        match &self.case.subject {
            Subject::Packs(lines) => Some(packs(lines)),
            Subject::Code(_) => None,
        }
    }

    /// Whether it is what somebody looks for: a part of a GTIN, a lot, the opener's name or GLN, or its number.
    pub fn matches(&self, sought: &str) -> bool {
        let sought = sought.trim().to_lowercase();
        let line = |line: &Line| {
            let lot = String::from_utf8_lossy(&line.batch.lot).to_lowercase();
            lot.contains(&sought) || format!("{:014}", line.batch.gtin).contains(&sought)
        };
        self.lines().iter().any(line)
            || self.by.name.to_lowercase().contains(&sought)
            || format!("{:013}", self.by.gln).contains(&sought)
            || self.id.to_string() == sought
    }
}

impl Owed {
    /// Whether it is still to be done.
    pub fn is_running(&self) -> bool {
        self.duty.done.is_none()
    }

    /// Whether it is still to be done, and should have been by `now` (seconds since 1970-01-01 UTC).
    pub fn is_late(&self, now: u64) -> bool {
        self.is_running() && self.duty.overdue(now)
    }
}

impl Desk {
    /// What is still to be done: what is late comes first.
    pub fn running(&self) -> impl Iterator<Item = &Owed> {
        self.duties.iter().filter(|owed| owed.is_running())
    }

    /// How many things are late.
    pub fn late(&self) -> usize {
        self.duties.iter().filter(|owed| owed.is_late(self.now)).count()
    }

    /// How many of a case's duties are late.
    pub fn late_of(&self, case: CaseId) -> usize {
        self.duties.iter().filter(|owed| owed.duty.case == Some(case) && owed.is_late(self.now)).count()
    }

    /// Open cases: those with something late first, then the latest.
    pub fn open(&self) -> Vec<&KnownCase> {
        let mut late: BTreeMap<CaseId, u64> = BTreeMap::new();
        for owed in self.duties.iter().filter(|owed| owed.is_late(self.now)) {
            if let Some(case) = owed.duty.case {
                let due = late.entry(case).or_insert(owed.duty.due);
                *due = owed.duty.due.min(*due);
            }
        }
        let mut open: Vec<&KnownCase> = self.cases.iter().filter(|known| known.is_open()).collect();
        // What is overdue the longest comes first; of the others, the order stays.
        open.sort_by_key(|known| late.get(&known.id).copied().unwrap_or(u64::MAX));
        open
    }
}

/// Cases, and what has to be done by when. `account`: the key that is open.
///
/// # Errors
/// As [`View::cases`] and [`View::duties`].
pub async fn cases(view: &View<'_>, account: Option<&AccountBytes>) -> Result<Desk, LedgerError> {
    let mut parties = Parties::of(view);
    let (found, earlier) = view.cases().await?;
    let mut desk = Desk { earlier, now: view.time().await?, block: view.block.number, ..Desk::default() };
    for (id, case) in found {
        let by = parties.get(case.opened_by).await?;
        desk.cases.push(KnownCase { id, case, by });
    }
    for (owner, id, duty) in view.duties().await? {
        let who = parties.get(owner).await?;
        desk.duties.push(owed(&mut parties, id, who, duty).await?);
    }
    desk.duties.sort_by_key(|owed| (owed.duty.due, owed.id));
    if let Some(account) = account {
        desk.me = appointed(view, account).await?;
    }
    Ok(desk)
}

pub(crate) async fn owed(parties: &mut Parties<'_>, id: DutyId, who: Party, duty: Duty) -> Result<Owed, LedgerError> {
    let asked_by = match duty.asked_by {
        Some(by) => Some(parties.get(by).await?),
        None => None,
    };
    Ok(Owed { id, who, duty, asked_by })
}

pub(crate) fn lines_of(subject: &Subject) -> &[Line] {
    match subject {
        Subject::Packs(lines) => lines,
        Subject::Code(_) => &[],
    }
}

fn packs(lines: &[Line]) -> u64 {
    lines.iter().map(|line| u64::from(line.end.saturating_sub(line.start))).sum()
}

/// The cases as a table: one line for every range of packs, and one for a case about a code.
pub fn cases_table(desk: &Desk) -> String {
    let heads = [
        "case",
        "opened",
        "trigger",
        "stage",
        "result",
        "closed",
        "GTIN",
        "lot",
        "first pack",
        "last pack",
        "quarantined",
        "illegitimate since",
        "opened by",
        "GLN",
        "overdue duties",
        "evidence",
    ];
    let mut table = vec![heads.map(str::to_owned)];
    for known in &desk.cases {
        let case = &known.case;
        let (stage, result) = stage_code(case.stage);
        let line = |packs: [String; 4]| {
            let [gtin, lot, first, last] = packs;
            [
                known.id.to_string(),
                moment(case.opened_at),
                trigger_code(case.trigger),
                stage.to_owned(),
                result.to_owned(),
                known.closed_at().map(moment).unwrap_or_default(),
                gtin,
                lot,
                first,
                last,
                if case.quarantined { "yes" } else { "no" }.to_owned(),
                case.illegitimate_since.map(moment).unwrap_or_default(),
                known.by.name.clone(),
                format!("{:013}", known.by.gln),
                desk.late_of(known.id).to_string(),
                hex(&case.evidence),
            ]
        };
        match &case.subject {
            Subject::Code(code) => table.push(line([String::new(), hex(code), String::new(), String::new()])),
            Subject::Packs(lines) => table.extend(lines.iter().map(|packs| {
                let lot = String::from_utf8_lossy(&packs.batch.lot).into_owned();
                let (first, last) = (packs.start.to_string(), packs.end.saturating_sub(1).to_string());
                line([format!("{:014}", packs.batch.gtin), lot, first, last])
            })),
        }
    }
    csv::table(table)
}

/// Bytes in hexadecimal digits, as hashes are written.
pub fn hex(bytes: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(bytes))
}

fn trigger_code(trigger: Trigger) -> String {
    match trigger {
        Trigger::Alert(code) => format!("alert {}", alert_code(code)),
        Trigger::Anomaly => "anomaly".into(),
        Trigger::Suspicion => "suspicion".into(),
        Trigger::Emergency => "emergency".into(),
    }
}

/// What the code of an alert is called in Europe's repositories.
pub fn alert_code(code: AlertCode) -> &'static str {
    match code {
        AlertCode::A2 => "A2",
        AlertCode::A3 => "A3",
        AlertCode::A7 => "A7",
        AlertCode::A24 => "A24",
        AlertCode::A52 => "A52",
        AlertCode::A68 => "A68",
    }
}

/// All alerts.
const ALERTS: [AlertCode; 6] =
    [AlertCode::A2, AlertCode::A3, AlertCode::A7, AlertCode::A24, AlertCode::A52, AlertCode::A68];

/// The alert that is called so in Europe's repositories.
pub fn alert_of(code: &str) -> Option<AlertCode> {
    ALERTS.into_iter().find(|alert| alert_code(*alert) == code)
}

fn stage_code(stage: CaseStage) -> (&'static str, &'static str) {
    match stage {
        CaseStage::New => ("new", ""),
        CaseStage::Active => ("active", ""),
        CaseStage::UnderInvestigation => ("under-investigation", ""),
        CaseStage::Escalated => ("escalated", ""),
        CaseStage::Closed { result: Closing::Cleared, .. } => ("closed", "cleared"),
        CaseStage::Closed { result: Closing::FalseAlert, .. } => ("closed", "false-alert"),
        CaseStage::Closed { result: Closing::Destroyed, .. } => ("closed", "destroyed"),
        CaseStage::Closed { result: Closing::Falsified, .. } => ("closed", "falsified"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]

    use codec::Decode;
    use ledger_types::{BatchKey, Kind, compliance::DutyKind};

    use super::*;

    pub(crate) const NOW: u64 = 1_800_000_000;
    const HOUR: u64 = 3_600;

    pub(crate) fn party(id: u32, name: &str, kind: Kind) -> Party {
        Party { id, gln: 4_000_000_000_000 + u64::from(id), name: name.into(), kind: Some(kind) }
    }

    pub(crate) fn known(id: CaseId, opened_at: u64, stage: CaseStage) -> KnownCase {
        let batch = BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap();
        let case = Case {
            trigger: Trigger::Alert(AlertCode::A3),
            subject: Subject::Packs(vec![Line { batch, start: 10, end: 20 }].try_into().unwrap()),
            evidence: [1; 32],
            opened_by: 3,
            opened_at,
            stage,
            quarantined: true,
            illegitimate_since: None,
        };
        KnownCase { id, case, by: party(3, "=Apotheke", Kind::Dispenser) }
    }

    pub(crate) fn duty(id: DutyId, case: Option<CaseId>, due: u64, done: Option<u64>) -> Owed {
        let done = done.map(|at| (at, [2; 32]));
        let kind = if case.is_some() { DutyKind::NotifyPartners } else { DutyKind::AnswerTracing };
        let duty = Duty { kind, case, asked_by: None, question: None, since: due - 24 * HOUR, due, done };
        Owed { id, who: party(3, "Apotheke", Kind::Dispenser), duty, asked_by: None }
    }

    fn desk() -> Desk {
        let closed = CaseStage::Closed { result: Closing::FalseAlert, by: 0, at: NOW - HOUR };
        Desk {
            cases: vec![
                known(4, NOW - HOUR, CaseStage::New),
                known(3, NOW - 2 * HOUR, closed),
                known(2, NOW - 30 * HOUR, CaseStage::Active),
                known(1, NOW - 40 * HOUR, CaseStage::Escalated),
            ],
            duties: vec![
                duty(7, Some(1), NOW - 3 * HOUR, None),
                duty(8, Some(2), NOW - 2 * HOUR, Some(NOW - HOUR)),
                duty(9, None, NOW, None),
                duty(10, Some(4), NOW + HOUR, None),
            ],
            now: NOW,
            ..Desk::default()
        }
    }

    #[test]
    fn what_is_overdue_comes_first_and_what_was_done_late_is_no_longer_overdue() {
        let desk = desk();
        let open: Vec<CaseId> = desk.open().iter().map(|known| known.id).collect();
        assert_eq!(open, [1, 4, 2]);
        assert_eq!((desk.late(), desk.late_of(1), desk.late_of(2)), (1, 1, 0));
        assert_eq!(desk.running().map(|owed| owed.id).collect::<Vec<_>>(), [7, 9, 10]);
        assert!(!desk.duties[2].is_late(NOW) && desk.duties[2].is_late(NOW + 1), "due to the second");
    }

    #[test]
    fn cases_are_found_by_lot_gtin_opener_and_number() {
        let known = known(12, NOW, CaseStage::New);
        for sought in ["lot-7", "0401234567", "apotheke", "4000000000003", "12", " "] {
            assert!(known.matches(sought), "{sought}");
        }
        for sought in ["LOT-8", "13", "Stadtspital"] {
            assert!(!known.matches(sought), "{sought}");
        }
    }

    #[test]
    fn every_alert_is_found_by_its_code() {
        let all: Vec<AlertCode> = (0..=u8::MAX).filter_map(|index| AlertCode::decode(&mut &[index][..]).ok()).collect();
        assert_eq!(all, ALERTS, "none is missing");
        for alert in all {
            assert_eq!(alert_of(alert_code(alert)), Some(alert));
        }
        assert_eq!((alert_of("A1"), alert_of("a2"), alert_of("")), (None, None, None));
    }

    #[test]
    fn the_table_has_every_case_and_no_cell_that_a_spreadsheet_runs() {
        let mut desk = desk();
        desk.cases[0].case.subject = Subject::Code([5; 32]);
        let table = cases_table(&desk);
        assert_eq!(table.lines().count(), 5);
        let last = table.lines().last().unwrap();
        assert!(
            last.starts_with("1,2027-01-13 16:00 UTC,alert A3,escalated,,,04012345678901,LOT-7,10,19,yes,,'=Apotheke")
        );
        assert!(table.contains("4,2027-01-15 07:00 UTC,alert A3,new,,,,0x0505"));
        assert!(table.contains("closed,false-alert,2027-01-15 07:00 UTC"));
    }
}
