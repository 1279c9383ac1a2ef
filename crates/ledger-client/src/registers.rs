//! Products and batches, as they stand in the chain's registers.

use codec::DecodeAll;
use ledger_types::{Batch, BatchKey, ParticipantId, Product, keys};

use crate::{LedgerError, View, view::MAX_LISTED};

/// Most keys of a register that are looked through.
const MAX_KEYS: usize = 100_000;
/// Bytes before the argument in a key: those of the map, and the argument's hash.
const BEFORE_ARGUMENT: usize = 48;

impl View<'_> {
    /// The products of a maker, by GTIN as a number. The node could leave some out: only what is listed is proven.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn products_of(&self, maker: ParticipantId) -> Result<Vec<(u64, Product)>, LedgerError> {
        let stored = self.keys_up_to(MAX_LISTED, &keys::products()).await?;
        let mut products = Vec::new();
        for (stored, product) in self.read_all::<Product>(&stored).await? {
            let gtin = argument::<u64>(&stored).filter(|gtin| keys::product(*gtin) == stored);
            let gtin = gtin.ok_or(LedgerError::BadAnswer("a key is of another map"))?;
            if product.maker == maker {
                products.push((gtin, product));
            }
        }
        products.sort_by_key(|(gtin, _)| *gtin);
        Ok(products)
    }

    /// The batches of some products. The node could leave some out: only what is listed is proven.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn batches_of(&self, gtins: &[u64]) -> Result<Vec<(BatchKey, Batch)>, LedgerError> {
        let stored = self.keys_up_to(MAX_KEYS, &keys::batches()).await?;
        let mut wanted = Vec::new();
        for stored in stored {
            let key = argument::<BatchKey>(&stored).filter(|key| keys::batch(key) == stored);
            let key = key.ok_or(LedgerError::BadAnswer("a key is of another map"))?;
            if gtins.contains(&key.gtin) {
                wanted.push((stored, key));
            }
        }
        if wanted.len() > MAX_LISTED {
            return Err(LedgerError::BadAnswer("the list is too long"));
        }
        let (stored, names): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        let batches = self.read_all::<Batch>(&stored).await?;
        let mut batches: Vec<_> = names.into_iter().zip(batches.into_iter().map(|(_, batch)| batch)).collect();
        batches.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(batches)
    }
}

/// What a key of a map stands for.
pub(crate) fn argument<T: DecodeAll>(stored: &[u8]) -> Option<T> {
    T::decode_all(&mut stored.get(BEFORE_ARGUMENT..)?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn keys_tell_what_they_stand_for() {
        let key = BatchKey::new(4_012_345_678_901, b"LOT-7").unwrap();
        assert_eq!(argument::<BatchKey>(&keys::batch(&key)), Some(key));
        assert_eq!(argument::<u64>(&keys::product(8)), Some(8));
        assert_eq!(argument::<u64>(&keys::products()), None);
        assert_eq!(argument::<u64>(&keys::participant(3)), None);
    }
}
