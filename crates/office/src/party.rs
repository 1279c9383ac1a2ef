//! Participants by name.

use std::collections::BTreeMap;

use ledger_client::{LedgerError, View};
use ledger_types::{Kind, ParticipantId};

/// Who somebody is, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The participant's number.
    pub id: ParticipantId,
    /// Its GLN; 0 if the chain does not know it.
    pub gln: u64,
    /// Its name.
    pub name: String,
    /// What it is; none if the chain does not know it.
    pub kind: Option<Kind>,
}

/// Participants that were looked up, each once.
#[derive(Debug)]
pub struct Parties<'a> {
    view: &'a View<'a>,
    known: BTreeMap<ParticipantId, Party>,
}

impl<'a> Parties<'a> {
    /// Those of a block.
    pub fn of(view: &'a View<'a>) -> Self {
        Self { view, known: BTreeMap::new() }
    }

    /// Who has a number.
    ///
    /// # Errors
    /// As [`View::prove`].
    pub async fn get(&mut self, id: ParticipantId) -> Result<Party, LedgerError> {
        if let Some(party) = self.known.get(&id) {
            return Ok(party.clone());
        }
        let party = match self.view.participant(id).await? {
            Some(found) => {
                let name = String::from_utf8_lossy(&found.name).into_owned();
                Party { id, gln: found.gln, name, kind: Some(found.kind) }
            }
            None => Party { id, gln: 0, name: format!("participant {id}"), kind: None },
        };
        self.known.insert(id, party.clone());
        Ok(party)
    }
}
