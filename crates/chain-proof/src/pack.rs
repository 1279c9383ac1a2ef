//! All that one block says about a pack, out of one state proof.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use ledger_types::{
    Batch, BatchKey, Block, HeldPack, Holding, HoldingStatus, PackChunk, PackIndex, PackRecord, Participant,
    ParticipantId, Product, Shipment, Whereabouts, keys,
};

use crate::{Hash, ProofError, StateProof};

/// What a scanner asks about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Question {
    /// The batch named by the code.
    pub batch: BatchKey,
    /// The pack's index, as its label or its maker's list claims it.
    pub pack: Option<PackIndex>,
    /// The GLN of the participant that scans.
    pub scanner: Option<u64>,
}

/// What is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The hash of the chain's first block.
    pub genesis: Hash,
    /// What the block says.
    pub record: PackRecord,
    /// The participant that scans; `None` if none was named, or there is none with this GLN.
    pub scanner: Option<ParticipantId>,
}

impl Question {
    /// The keys to have proven, given where a node says that the records stand.
    pub fn keys(&self, whereabouts: Option<&Whereabouts>) -> Vec<Vec<u8>> {
        let mut all =
            alloc::vec![keys::genesis_hash(), keys::now(), keys::product(self.batch.gtin), keys::batch(&self.batch),];
        all.extend(self.scanner.map(keys::participant_by_gln));
        all.extend(self.pack.map(|pack| keys::pack_chunk(&self.batch, PackChunk::locate(pack).0)));
        if let Some(whereabouts) = whereabouts {
            all.push(keys::participant(whereabouts.maker));
            if let Some(held) = whereabouts.held {
                all.push(keys::holding(&self.batch, held.end));
                all.push(keys::participant(held.holder));
                all.extend(held.shipment.map(keys::shipment));
            }
        }
        all
    }

    /// Reads the answer out of a proof under a block's state root.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`], [`ProofError::Undecodable`]; [`ProofError::Misplaced`] if the records do not stand
    /// where the node said.
    pub fn read(
        &self,
        proof: &StateProof,
        whereabouts: Option<&Whereabouts>,
        block: Block,
    ) -> Result<Answer, ProofError> {
        // Both stand in every state of a Medtrail chain.
        let genesis: Hash = proof.read(&keys::genesis_hash())?.ok_or(ProofError::Undecodable)?;
        let millis: u64 = proof.read(&keys::now())?.ok_or(ProofError::Undecodable)?;
        let product: Option<Product> = proof.read(&keys::product(self.batch.gtin))?;
        let batch: Option<Batch> = proof.read(&keys::batch(&self.batch))?;
        let scanner = match self.scanner {
            Some(gln) => proof.read(&keys::participant_by_gln(gln))?,
            None => None,
        };
        let maker = batch.as_ref().map(|batch| participant(proof, batch.maker)).transpose()?;
        let pack = match (&batch, self.pack) {
            (Some(batch), Some(index)) if index < batch.packs => {
                Some(self.held_pack(proof, index, whereabouts.ok_or(ProofError::Misplaced)?)?)
            }
            _ => None,
        };
        let record = PackRecord { block, time: millis / 1_000, product, batch, maker, pack };
        Ok(Answer { genesis, record, scanner })
    }

    fn held_pack(
        &self,
        proof: &StateProof,
        index: PackIndex,
        whereabouts: &Whereabouts,
    ) -> Result<HeldPack, ProofError> {
        let (chunk, place) = PackChunk::locate(index);
        let states: PackChunk = proof.read(&keys::pack_chunk(&self.batch, chunk))?.unwrap_or_default();
        let end = whereabouts.held.ok_or(ProofError::Misplaced)?.end;
        let holding: Holding = proof.read(&keys::holding(&self.batch, end))?.ok_or(ProofError::Misplaced)?;
        // The holdings of a batch tile it: the one that is proven to contain the pack is the only one.
        if !(holding.start..end).contains(&index) {
            return Err(ProofError::Misplaced);
        }
        let holder = participant(proof, holding.holder)?;
        let destination = match holding.status {
            HoldingStatus::Held => None,
            HoldingStatus::InTransit(id) => {
                let shipment: Shipment = proof.read(&keys::shipment(id))?.ok_or(ProofError::Undecodable)?;
                Some(shipment.to)
            }
        };
        Ok(HeldPack { index, state: states.get(place), holding, holder, destination })
    }
}

/// Whoever a batch or holding names has a record.
fn participant(proof: &StateProof, id: ParticipantId) -> Result<Participant, ProofError> {
    proof.read(&keys::participant(id))?.ok_or(ProofError::Undecodable)
}
