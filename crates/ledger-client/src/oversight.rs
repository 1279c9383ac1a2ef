//! Whole registers, as those who supervise read them.
//!
//! What the chain numbers itself is read by its numbers: then nothing can be left out. What is found by listing keys is
//! proven entry by entry; that a node lists all of them is not.

use std::{collections::BTreeSet, ops::Range};

use codec::DecodeAll;
use ledger_types::{
    Batch, BatchKey, BatchStatus, PackChunk, PackIndex, Participant, ParticipantId, Product, ProductStatus,
    batch::MAX_PACKS, keys,
};

use crate::{
    LedgerError, View,
    registers::argument,
    view::{MAX_LISTED, PROVEN_AT_ONCE},
};

impl View<'_> {
    /// All participants, in order of their numbers. None is left out: their numbers are proven to be used up.
    ///
    /// # Errors
    /// As [`Self::prove`]; [`LedgerError::BadAnswer`] too if there are more than a listing may have.
    pub async fn participants(&self) -> Result<Vec<(ParticipantId, Participant)>, LedgerError> {
        let next: ParticipantId = self.read(keys::next_participant()).await?.unwrap_or_default();
        self.numbered(0..next, keys::participant).await
    }

    /// All batches that are called back or off the market, as a whole or in part. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn stopped_batches(&self) -> Result<Vec<(BatchKey, Batch)>, LedgerError> {
        let stored = self.keys_below(&keys::batches()).await?;
        let batches = self.read_all::<Batch>(&stored).await?.into_iter();
        let stopped = batches.filter(|(_, batch)| {
            let whole = matches!(batch.status, BatchStatus::Recalled { .. } | BatchStatus::Withdrawn { .. });
            whole || !batch.recalls.is_empty()
        });
        stopped.map(|(key, batch)| Ok((argument_of(&key)?, batch))).collect()
    }

    /// All products that are called back or off the market. The node could leave some out.
    ///
    /// # Errors
    /// As [`Self::participants`].
    pub async fn stopped_products(&self) -> Result<Vec<(u64, Product)>, LedgerError> {
        let stored = self.keys_below(&keys::products()).await?;
        let products = self.read_all::<Product>(&stored).await?.into_iter();
        let stopped = products.filter(|(_, product)| product.status != ProductStatus::Marketed);
        stopped.map(|(key, product)| Ok((argument_of(&key)?, product))).collect()
    }

    /// The chunks of a batch's packs that hold one that is not active, in order; all others are active.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn changed_packs(&self, key: &BatchKey, batch: &Batch) -> Result<Vec<(u32, PackChunk)>, LedgerError> {
        self.changed_among(key, batch, std::iter::once(0..batch.packs)).await
    }

    /// The same, where some of the packs stand.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn changed_among(
        &self,
        key: &BatchKey,
        batch: &Batch,
        packs: impl Iterator<Item = Range<PackIndex>>,
    ) -> Result<Vec<(u32, PackChunk)>, LedgerError> {
        let within = |packs: Range<PackIndex>| packs.start.min(MAX_PACKS)..packs.end.min(MAX_PACKS);
        let chunks = packs.flat_map(|packs| PackChunk::split(within(packs)).map(|(chunk, _)| chunk));
        let all: Vec<u32> = chunks.collect::<BTreeSet<u32>>().into_iter().collect();
        let mut found = Vec::new();
        for chunks in all.chunks(PROVEN_AT_ONCE) {
            if found.len() >= batch.changed_chunks as usize {
                break;
            }
            let asked: Vec<_> = chunks.iter().map(|chunk| keys::pack_chunk(key, *chunk)).collect();
            let proof = self.prove(&asked).await?;
            for (chunk, stored) in chunks.iter().zip(&asked) {
                found.extend(proof.read::<PackChunk>(stored)?.map(|states| (*chunk, states)));
            }
        }
        Ok(found)
    }

    /// What stands under numbers, and is proven to be there or not.
    pub(crate) async fn numbered<T: DecodeAll>(
        &self,
        numbers: Range<u32>,
        key: impl Fn(u32) -> Vec<u8>,
    ) -> Result<Vec<(u32, T)>, LedgerError> {
        if numbers.len() > MAX_LISTED {
            return Err(LedgerError::BadAnswer("the list is too long"));
        }
        let all: Vec<(u32, Vec<u8>)> = numbers.map(|number| (number, key(number))).collect();
        let mut found = Vec::new();
        for group in all.chunks(PROVEN_AT_ONCE) {
            let asked: Vec<_> = group.iter().map(|(_, key)| key.clone()).collect();
            let proof = self.prove(&asked).await?;
            for (number, key) in group {
                found.extend(proof.read(key)?.map(|value| (*number, value)));
            }
        }
        Ok(found)
    }
}

fn argument_of<T: DecodeAll>(key: &[u8]) -> Result<T, LedgerError> {
    argument(key).ok_or(LedgerError::BadAnswer("a key is of another map"))
}
