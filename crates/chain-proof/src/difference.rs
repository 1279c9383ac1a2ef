//! From one snapshot to a later one.

use alloc::vec::Vec;

use codec::{Decode, Encode};

use crate::{
    Checkpoint, Finality, Handover, Hash, MAX_HANDOVERS, PackedNodes, ProofError, SnapshotState,
    snapshot::{head, settle, unwrap},
};

/// What a difference begins with; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"MTdiffs\x01";

/// What a later snapshot has that an earlier one lacks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SnapshotDifference {
    /// Hash of the earlier one's block.
    pub from: Hash,
    /// How many of its changes of finalisers still lead to the later one.
    pub kept: u32,
    /// Those that come after them.
    pub handovers: Vec<Handover>,
    /// That the later block is final.
    pub finality: Finality,
    /// The trie nodes that are new.
    pub nodes: PackedNodes,
}

impl SnapshotDifference {
    /// Reads what [`Self::to_bytes`] wrote. Nothing is proven by that: see [`SnapshotState::apply`].
    ///
    /// # Errors
    /// [`ProofError::TooLarge`], [`ProofError::Undecodable`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofError> {
        unwrap(&MAGIC, bytes)
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        (MAGIC, self).encode()
    }
}

impl SnapshotState {
    /// What leads from this snapshot to a later one of the same chain.
    ///
    /// # Errors
    /// [`ProofError::OtherChain`]; [`ProofError::Older`] if the other one is earlier.
    pub fn difference(&self, later: &Self) -> Result<SnapshotDifference, ProofError> {
        if self.genesis() != later.genesis() {
            return Err(ProofError::OtherChain);
        }
        if later.block.number < self.block.number {
            return Err(ProofError::Older);
        }
        let kept = self.handovers.iter().zip(&later.handovers).take_while(|(one, other)| one == other).count();
        let new = later.proof.nodes.without(&self.proof.nodes);
        Ok(SnapshotDifference {
            from: self.block.hash,
            kept: u32::try_from(kept).map_err(|_| ProofError::TooLarge)?,
            handovers: later.handovers.iter().skip(kept).cloned().collect(),
            finality: later.finality.clone(),
            nodes: PackedNodes::pack(&new, &later.proof.root)?,
        })
    }

    /// The later snapshot: what the difference brings is added, what its block's state no longer has is dropped, and
    /// the result is checked as every snapshot is. It is the same, byte by byte, as a whole one of its block.
    ///
    /// # Errors
    /// [`ProofError`]; the checkpoint stays as it was. [`ProofError::OtherBase`] if the difference begins at another
    /// snapshot than this.
    pub fn apply(&self, difference: &SnapshotDifference, checkpoint: &mut Checkpoint) -> Result<Self, ProofError> {
        if difference.from != self.block.hash {
            return Err(ProofError::OtherBase);
        }
        let kept = self.handovers.get(..difference.kept as usize).ok_or(ProofError::OtherBase)?;
        if difference.handovers.len() > MAX_HANDOVERS {
            return Err(ProofError::TooLarge);
        }
        let handovers = [kept, &difference.handovers].concat();
        let (moved, header) = head(&handovers, &difference.finality, checkpoint)?;
        if header.number < self.block.number {
            return Err(ProofError::Older);
        }
        let new = difference.nodes.unpack(&header.state_root.into())?;
        let nodes = self.proof.nodes.clone().and(new);
        // The development chains' checkpoints name no first block: then it is the one of before.
        let genesis = Some(moved.genesis.unwrap_or(self.genesis()));
        let later = settle(handovers, difference.finality.clone(), &header, nodes, genesis)?;
        *checkpoint = moved;
        Ok(later)
    }
}
