//! Several participants at once, and where they are.

use ledger_types::{Participant, ParticipantId, Site, keys};

use crate::{LedgerError, View, view::PROVEN_AT_ONCE};

impl View<'_> {
    /// Those of these participants that there are.
    ///
    /// # Errors
    /// As [`View::prove`].
    pub async fn participants_of(
        &self,
        ids: &[ParticipantId],
    ) -> Result<Vec<(ParticipantId, Participant)>, LedgerError> {
        let mut found = Vec::new();
        for group in ids.chunks(PROVEN_AT_ONCE) {
            let asked: Vec<_> = group.iter().map(|id| keys::participant(*id)).collect();
            let proof = self.prove(&asked).await?;
            for (id, key) in group.iter().zip(&asked) {
                found.extend(proof.read(key)?.map(|participant| (*id, participant)));
            }
        }
        Ok(found)
    }

    /// The site of a participant that has exactly one, which is proven, too.
    ///
    /// # Errors
    /// As [`View::prove`].
    pub async fn only_site(&self, id: ParticipantId) -> Result<Option<Site>, LedgerError> {
        if self.read::<u32>(keys::site_count(id)).await? != Some(1) {
            return Ok(None);
        }
        let stored = self.keys_up_to(1, &keys::sites(id)).await?;
        let Some(key) = stored.into_iter().next() else { return Ok(None) };
        self.read(key).await
    }

    /// The first site of a participant, in the order in which the chain keeps them. The node could leave some out.
    ///
    /// # Errors
    /// As [`View::prove`].
    pub async fn first_site(&self, id: ParticipantId) -> Result<Option<Site>, LedgerError> {
        if self.read::<u32>(keys::site_count(id)).await?.is_none_or(|sites| sites == 0) {
            return Ok(None);
        }
        let (stored, _) = self.first_keys(1, &keys::sites(id)).await?;
        let Some(key) = stored.into_iter().next() else { return Ok(None) };
        self.read(key).await
    }
}
