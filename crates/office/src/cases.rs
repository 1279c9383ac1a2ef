//! Open cases, and duties that are late.

use ledger_client::{LedgerError, View};
use ledger_types::compliance::{Case, CaseId, Duty, Subject};

use crate::{Parties, Party};

/// What lies before whoever watches over cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Cases that are not closed, the latest first.
    pub open: Vec<OpenCase>,
    /// What should have been done by now and was not, the longest overdue first.
    pub late: Vec<Late>,
}

/// A case that is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// Its number.
    pub id: CaseId,
    /// What the chain says of it.
    pub case: Case,
    /// Who opened it.
    pub by: Party,
}

impl OpenCase {
    /// How many packs it is about; none if it is about a code that the ledger does not know.
    pub fn packs(&self) -> Option<u64> {
        match &self.case.subject {
            Subject::Packs(lines) => {
                Some(lines.iter().map(|line| u64::from(line.end.saturating_sub(line.start))).sum())
            }
            Subject::Code(_) => None,
        }
    }
}

/// A duty that is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Whose.
    pub who: Party,
    /// What.
    pub duty: Duty,
}

/// Open cases, and duties that are not done and late at the block's time.
///
/// # Errors
/// As [`View::participants`].
pub async fn cases(view: &View<'_>) -> Result<Desk, LedgerError> {
    let now = view.time().await?;
    let mut parties = Parties::of(view);
    let mut desk = Desk::default();
    for (id, case) in view.open_cases().await? {
        let by = parties.get(case.opened_by).await?;
        desk.open.push(OpenCase { id, case, by });
    }
    for (owner, _, duty) in view.duties().await? {
        if duty.done.is_none() && duty.overdue(now) {
            desk.late.push(Late { who: parties.get(owner).await?, duty });
        }
    }
    desk.late.sort_by_key(|late| late.duty.due);
    Ok(desk)
}
