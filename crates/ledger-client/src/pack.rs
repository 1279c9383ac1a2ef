//! All that the chain knows about one pack, in three or four requests.

use chain_proof::StateProof;
use ledger_types::{
    Batch, BatchKey, HeldPack, Holding, HoldingStatus, PackChunk, PackIndex, PackRecord, Participant, Product,
    Shipment, keys,
};

use crate::{LedgerError, View};

/// Where to look for a pack.
struct Place {
    index: PackIndex,
    chunk: Vec<u8>,
    /// The key that the node names. Whether it names it rightly shows in the proof.
    holding: Option<Vec<u8>>,
}

impl View<'_> {
    /// What this block says about a pack: of which product and batch, and if its index is known, in which state and
    /// with whom.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`], [`LedgerError::Unproven`].
    pub async fn pack(&self, key: &BatchKey, index: Option<PackIndex>) -> Result<PackRecord, LedgerError> {
        let (now, product_key, batch_key) = (keys::now(), keys::product(key.gtin), keys::batch(key));
        let mut asked = vec![now.clone(), product_key.clone(), batch_key.clone()];
        let mut place = None;
        if let Some(index) = index {
            let holding = self.key_after(&keys::holdings(key), &keys::holding(key, index)).await?;
            let chunk = keys::pack_chunk(key, PackChunk::locate(index).0);
            asked.push(chunk.clone());
            asked.extend(holding.clone());
            place = Some(Place { index, chunk, holding });
        }
        let proof = self.prove(&asked).await?;

        let millis: u64 = proof.read(&now)?.ok_or(LedgerError::BadAnswer("the chain has no clock"))?;
        let product: Option<Product> = proof.read(&product_key)?;
        let batch: Option<Batch> = proof.read(&batch_key)?;
        let held = match (&batch, place) {
            (Some(batch), Some(place)) if place.index < batch.packs => Some(read_pack(&proof, key, &place)?),
            _ => None,
        };
        let (maker, pack) = self.with_names(batch.as_ref(), held).await?;
        Ok(PackRecord { block: self.block, time: millis / 1_000, product, batch, maker, pack })
    }

    /// Adds the records of maker, holder and shipment.
    async fn with_names(
        &self,
        batch: Option<&Batch>,
        held: Option<(PackIndex, Option<ledger_types::PackState>, Holding)>,
    ) -> Result<(Option<Participant>, Option<HeldPack>), LedgerError> {
        let Some(batch) = batch else { return Ok((None, None)) };
        let missing = || LedgerError::BadAnswer("a record that must be there is missing");
        let maker_key = keys::participant(batch.maker);
        let Some((index, state, holding)) = held else {
            let maker: Option<Participant> = self.read(maker_key).await?;
            return Ok((Some(maker.ok_or_else(missing)?), None));
        };
        let holder_key = keys::participant(holding.holder);
        let shipment_key = match holding.status {
            HoldingStatus::InTransit(shipment) => Some(keys::shipment(shipment)),
            HoldingStatus::Held => None,
        };
        let mut asked = vec![maker_key.clone(), holder_key.clone()];
        asked.extend(shipment_key.clone());
        let proof = self.prove(&asked).await?;
        let maker: Participant = proof.read(&maker_key)?.ok_or_else(missing)?;
        let holder: Participant = proof.read(&holder_key)?.ok_or_else(missing)?;
        let destination = match shipment_key {
            Some(key) => Some(proof.read::<Shipment>(&key)?.ok_or_else(missing)?.to),
            None => None,
        };
        Ok((Some(maker), Some(HeldPack { index, state, holding, holder, destination })))
    }
}

fn read_pack(
    proof: &StateProof,
    key: &BatchKey,
    place: &Place,
) -> Result<(PackIndex, Option<ledger_types::PackState>, Holding), LedgerError> {
    let missing = || LedgerError::BadAnswer("no holding contains the pack");
    let states: PackChunk = proof.read(&place.chunk)?.unwrap_or_default();
    let stored = place.holding.as_ref().ok_or_else(missing)?;
    let end = keys::holding_end(key, stored).ok_or_else(missing)?;
    let holding: Holding = proof.read(stored)?.ok_or_else(missing)?;
    // The holdings of a batch tile it: the one that is proven to contain the pack is the only one.
    if !(holding.start..end).contains(&place.index) {
        return Err(missing());
    }
    Ok((place.index, states.get(PackChunk::locate(place.index).1), holding))
}
