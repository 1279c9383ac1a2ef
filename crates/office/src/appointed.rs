//! For whom a key acts, and what it may do.

use ledger_client::{LedgerError, View};
use ledger_types::{AccountBytes, Kind, Permissions};

use crate::{Parties, Party};

/// For whom a key acts, and what it may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointed {
    /// For whom.
    pub party: Party,
    /// What it may do.
    pub permissions: Permissions,
}

impl Appointed {
    /// Whether it acts for a regulator.
    pub fn is_regulator(&self) -> bool {
        self.party.kind == Some(Kind::Regulator)
    }

    /// Whether it may do something.
    pub fn may(&self, permission: Permissions) -> bool {
        self.permissions.contains(permission)
    }
}

/// For whom an account acts; nobody, if it was not appointed or is so no longer.
///
/// # Errors
/// As [`View::operator`].
pub async fn appointed(view: &View<'_>, account: &AccountBytes) -> Result<Option<Appointed>, LedgerError> {
    let Some(operator) = view.operator(account).await? else { return Ok(None) };
    let Some(record) = view.participant(operator.participant).await? else { return Ok(None) };
    if operator.epoch != record.epoch {
        return Ok(None);
    }
    let party = Parties::of(view).get(operator.participant).await?;
    Ok(Some(Appointed { party, permissions: operator.permissions }))
}
