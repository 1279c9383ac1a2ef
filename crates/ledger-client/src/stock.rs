//! What one participant holds, of whatever batch.
//!
//! The chain keeps holdings by batch, and none of them by holder: all of them are looked through.

use codec::{Decode, DecodeAll};
use ledger_types::{Batch, BatchKey, Holding, PackIndex, ParticipantId, Product, keys};

use crate::{LedgerError, View, view::PROVEN_AT_ONCE};

/// About how many holdings of the chain are looked through for those of one participant.
const MAX_HOLDINGS: usize = 50_000;
/// Bytes of the hash before a batch in a key.
const HASH: usize = 16;

/// The holdings of one participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Each with its batch and its end; those of one batch stand together, in order of packs.
    pub holdings: Vec<(BatchKey, PackIndex, Holding)>,
    /// Whether the chain has more holdings than were looked through.
    pub more: bool,
}

impl View<'_> {
    /// What a participant holds, at rest and on the way. The node could leave some out: only what is listed is proven.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn stock_of(&self, holder: ParticipantId) -> Result<Stock, LedgerError> {
        let (stored, more) = self.first_keys(MAX_HOLDINGS, &keys::all_holdings()).await?;
        let mut holdings = Vec::new();
        for (stored, holding) in self.read_all::<Holding>(&stored).await? {
            let (batch, end) = place(&stored).ok_or(LedgerError::BadAnswer("a key is of another map"))?;
            if holding.holder == holder {
                holdings.push((batch, end, holding));
            }
        }
        Ok(Stock { holdings, more })
    }

    /// Batches by their names; none for a name that is not registered.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn batches(&self, names: &[BatchKey]) -> Result<Vec<Option<Batch>>, LedgerError> {
        self.read_each(names.iter().map(keys::batch).collect()).await
    }

    /// Products by their GTINs as numbers; none for one that is not registered.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn products(&self, gtins: &[u64]) -> Result<Vec<Option<Product>>, LedgerError> {
        self.read_each(gtins.iter().map(|gtin| keys::product(*gtin)).collect()).await
    }

    /// Values that are proven to be there or not.
    async fn read_each<T: DecodeAll>(&self, stored: Vec<Vec<u8>>) -> Result<Vec<Option<T>>, LedgerError> {
        let mut values = Vec::new();
        for group in stored.chunks(PROVEN_AT_ONCE) {
            let proof = self.prove(group).await?;
            for key in group {
                values.push(proof.read(key)?);
            }
        }
        Ok(values)
    }
}

/// The batch and the end that a holding's storage key stands for.
fn place(stored: &[u8]) -> Option<(BatchKey, PackIndex)> {
    let mut rest = stored.strip_prefix(keys::all_holdings().as_slice())?.get(HASH..)?;
    let batch = BatchKey::decode(&mut rest).ok()?;
    let end = PackIndex::from_be_bytes(rest.try_into().ok()?);
    (keys::holding(&batch, end) == stored).then_some((batch, end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_holdings_key_tells_its_batch_and_end_and_no_other_key_does() {
        for (lot, end) in [("L", 1), ("LOT-7", 1_000), ("A-LOT-OF-20-LETTERS-", u32::MAX)] {
            let batch = BatchKey::new(4_012_345_678_901, lot.as_bytes()).unwrap();
            let stored = keys::holding(&batch, end);
            assert_eq!(place(&stored), Some((batch.clone(), end)));
            let mut other = stored.clone();
            other[33] ^= 1;
            assert_eq!(place(&other), None, "the hash is of another batch");
            assert_eq!(place(&stored[..stored.len() - 1]), None);
            assert_eq!(place(&keys::pack_chunk(&batch, 3)), None);
        }
        assert_eq!(place(&keys::all_holdings()), None);
    }
}
