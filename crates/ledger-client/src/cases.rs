//! Cases, who was told of them, and what has to be done by when.

use ledger_types::{
    ParticipantId,
    compliance::{Case, CaseId, Duty, DutyId, Notice},
    keys,
};

use crate::{
    LedgerError, View,
    view::{MAX_LISTED, PROVEN_AT_ONCE},
};

/// Bytes of a number behind its hash, at the end of a key.
const HASHED_NUMBER: usize = 12;

impl View<'_> {
    /// Cases, open and closed, the latest first: none of them is left out. Of more than 10,000 the latest are read; the number tells how
    /// many earlier ones were not.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn cases(&self) -> Result<(Vec<(CaseId, Case)>, u32), LedgerError> {
        let next: CaseId = self.read(keys::next_case()).await?.unwrap_or_default();
        let first = next.saturating_sub(MAX_LISTED as u32);
        let mut cases = self.numbered::<Case>(first..next, keys::case).await?;
        cases.reverse();
        Ok((cases, first))
    }

    /// A case.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, LedgerError> {
        self.read(keys::case(id)).await
    }

    /// Who was told of a case. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn notices(&self, case: CaseId) -> Result<Vec<(ParticipantId, Notice)>, LedgerError> {
        let stored = self.keys_below(&keys::notices(case)).await?;
        let notices = self.read_all::<Notice>(&stored).await?.into_iter();
        notices.map(|(key, notice)| Ok((last_number(&key)?, notice))).collect()
    }

    /// The notices to a participant of some cases: none is left out.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn notices_to(&self, to: ParticipantId, of: &[CaseId]) -> Result<Vec<(CaseId, Notice)>, LedgerError> {
        let mut found = Vec::new();
        for cases in of.chunks(PROVEN_AT_ONCE) {
            let asked: Vec<_> = cases.iter().map(|case| keys::notice(*case, to)).collect();
            let proof = self.prove(&asked).await?;
            for (case, key) in cases.iter().zip(&asked) {
                found.extend(proof.read::<Notice>(key)?.map(|notice| (*case, notice)));
            }
        }
        Ok(found)
    }

    /// All duties, done or not, with whose they are. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn duties(&self) -> Result<Vec<(ParticipantId, DutyId, Duty)>, LedgerError> {
        let stored = self.keys_below(&keys::all_duties()).await?;
        let duties = self.read_all::<Duty>(&stored).await?.into_iter();
        duties
            .map(|(key, duty)| {
                let whose = key.len().checked_sub(HASHED_NUMBER).and_then(|end| key.get(..end));
                Ok((last_number(whose.unwrap_or_default())?, last_number(&key)?, duty))
            })
            .collect()
    }

    /// The duties of a participant, done or not. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn duties_of(&self, owner: ParticipantId) -> Result<Vec<(DutyId, Duty)>, LedgerError> {
        let stored = self.keys_below(&keys::duties(owner)).await?;
        let duties = self.read_all::<Duty>(&stored).await?.into_iter();
        duties.map(|(key, duty)| Ok((last_number(&key)?, duty))).collect()
    }
}

/// The number that a key ends with.
fn last_number(key: &[u8]) -> Result<u32, LedgerError> {
    let tail = key.last_chunk::<4>().ok_or(LedgerError::BadAnswer("a key is of another map"))?;
    Ok(u32::from_le_bytes(*tail))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn keys_end_with_the_number_that_they_stand_for() {
        assert_eq!(last_number(&keys::notice(4, 70_000)).unwrap(), 70_000);
        assert_eq!(last_number(&keys::duties(70_001)).unwrap(), 70_001);
        assert!(last_number(&[1, 2, 3]).is_err());
    }
}
