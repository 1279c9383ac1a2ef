//! What an organisation has to do by when, and of which cases it was told.

use std::collections::BTreeMap;

use ledger_client::{LedgerError, View};
use ledger_types::{
    Kind, ParticipantId, Status,
    compliance::{CaseId, DutyKind, Notice},
};

use crate::{CaseLine, KnownCase, Owed, Parties, Party, case_file::named_lines, cases::owed};

/// What lies before an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// What it has to do, or had to: what is still to be done first, by the time when it is due.
    pub owed: Vec<Owed>,
    /// Of which cases it was told: what it has not confirmed first, then the latest.
    pub told: Vec<(KnownCase, Notice)>,
    /// The packs of each case for which something is still to be done; none of a code that the ledger does not know.
    pub about: BTreeMap<CaseId, Vec<CaseLine>>,
    /// The regulators, if one of them has to be told something.
    pub regulators: Vec<Party>,
    /// The time of the block that says so, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// The block that says so.
    pub block: u32,
}

impl Duties {
    fn is_waited_for(&self, case: CaseId) -> bool {
        self.owed.iter().any(|owed| owed.is_running() && owed.duty.case == Some(case))
    }

    fn sort(&mut self) {
        self.owed.sort_by_key(|owed| (!owed.is_running(), owed.duty.due, owed.id));
        self.told.sort_by_key(|(known, notice)| (notice.acknowledged_at.is_some(), std::cmp::Reverse(known.id)));
    }
}

/// What a participant has to do by when, and of which cases it was told.
///
/// # Errors
/// As [`View::duties_of`] and [`View::cases`].
pub async fn duties(view: &View<'_>, me: ParticipantId) -> Result<Duties, LedgerError> {
    let mut parties = Parties::of(view);
    let mut duties = Duties { now: view.time().await?, block: view.block.number, ..Duties::default() };
    let who = parties.get(me).await?;
    for (id, duty) in view.duties_of(me).await? {
        duties.owed.push(owed(&mut parties, id, who.clone(), duty).await?);
    }
    let (cases, _) = view.cases().await?;
    let numbers: Vec<_> = cases.iter().map(|(id, _)| *id).collect();
    let notices = view.notices_to(me, &numbers).await?;
    for (id, case) in cases {
        let notice = notices.iter().find(|(of, _)| *of == id).map(|(_, notice)| *notice);
        if duties.is_waited_for(id) || notice.is_some_and(|notice| notice.acknowledged_at.is_none()) {
            duties.about.insert(id, named_lines(view, &case.subject).await?);
        }
        if let Some(notice) = notice {
            let by = parties.get(case.opened_by).await?;
            duties.told.push((KnownCase { id, case, by }, notice));
        }
    }
    let tells_regulator = |owed: &Owed| owed.is_running() && owed.duty.kind == DutyKind::NotifyRegulator;
    if duties.owed.iter().any(tells_regulator) {
        duties.regulators = regulators(view).await?;
    }
    duties.sort();
    Ok(duties)
}

/// Those to whom notices go.
async fn regulators(view: &View<'_>) -> Result<Vec<Party>, LedgerError> {
    let all = view.participants().await?.into_iter();
    let acting = all.filter(|(_, record)| record.kind == Kind::Regulator && record.status == Status::Active);
    let named = acting.map(|(id, record)| Party {
        id,
        gln: record.gln,
        name: String::from_utf8_lossy(&record.name).into_owned(),
        kind: Some(record.kind),
    });
    Ok(named.collect())
}

#[cfg(test)]
mod tests {
    use ledger_types::compliance::CaseStage;

    use super::*;
    use crate::cases::tests::{NOW, duty, known};

    #[test]
    fn what_is_still_to_be_done_comes_first() {
        let notice = |acknowledged_at| Notice { digest: [1; 32], sent_at: NOW, acknowledged_at };
        let mut duties = Duties {
            owed: vec![duty(1, None, NOW - 9, Some(NOW)), duty(2, None, NOW + 9, None), duty(3, None, NOW - 5, None)],
            told: vec![
                (known(5, NOW, CaseStage::New), notice(Some(NOW))),
                (known(2, NOW, CaseStage::New), notice(None)),
                (known(4, NOW, CaseStage::New), notice(None)),
            ],
            now: NOW,
            block: 1,
            ..Duties::default()
        };
        duties.sort();
        assert_eq!(duties.owed.iter().map(|owed| owed.id).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(duties.told.iter().map(|(known, _)| known.id).collect::<Vec<_>>(), [4, 2, 5]);
    }

    #[test]
    fn a_case_is_waited_for_only_while_its_duty_runs() {
        let owed = vec![duty(1, Some(4), NOW + 9, None), duty(2, Some(5), NOW - 9, Some(NOW))];
        let duties = Duties { owed, now: NOW, ..Duties::default() };
        assert!(duties.is_waited_for(4) && !duties.is_waited_for(5) && !duties.is_waited_for(6));
    }
}
