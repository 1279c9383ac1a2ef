//! What an organisation has to do by when, and of which cases it was told.

use ledger_client::{LedgerError, View};
use ledger_types::{ParticipantId, compliance::Notice};

use crate::{KnownCase, Owed, Parties, cases::owed};

/// What lies before an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// What it has to do, or had to: what is still to be done first, by the time when it is due.
    pub owed: Vec<Owed>,
    /// Of which cases it was told: what it has not confirmed first, then the latest.
    pub told: Vec<(KnownCase, Notice)>,
    /// The time of the block that says so, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// The block that says so.
    pub block: u32,
}

impl Duties {
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
        if let Some((_, notice)) = notices.iter().find(|(of, _)| *of == id) {
            let by = parties.get(case.opened_by).await?;
            duties.told.push((KnownCase { id, case, by }, *notice));
        }
    }
    duties.sort();
    Ok(duties)
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
        };
        duties.sort();
        assert_eq!(duties.owed.iter().map(|owed| owed.id).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(duties.told.iter().map(|(known, _)| known.id).collect::<Vec<_>>(), [4, 2, 5]);
    }
}
