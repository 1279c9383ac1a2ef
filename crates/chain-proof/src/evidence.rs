//! All that shows what a chain says about a pack, in one piece.

use alloc::vec::Vec;

use codec::{Decode, DecodeAll, Encode};
use ledger_types::Whereabouts;

use crate::{Answer, Checkpoint, Finality, Handover, MAX_BYTES, MAX_HANDOVERS, ProofError, Question, StateProof};

/// Most bytes of evidence in one piece.
pub const MAX_EVIDENCE: usize = 8 * MAX_BYTES;

/// What a node gave: whoever has the checkpoint can check it, at any time, without the node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Evidence {
    /// The changes of finalisers since the checkpoint.
    pub handovers: Vec<Handover>,
    /// That the block is final.
    pub finality: Finality,
    /// Where the node says that the records stand.
    pub whereabouts: Option<Whereabouts>,
    /// Trie nodes of the block's state.
    pub nodes: Vec<Vec<u8>>,
}

impl Evidence {
    /// Reads what [`Encode::encode`] wrote.
    ///
    /// # Errors
    /// [`ProofError::TooLarge`], [`ProofError::Undecodable`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > MAX_EVIDENCE {
            return Err(ProofError::TooLarge);
        }
        Self::decode_all(&mut &*bytes).map_err(|_| ProofError::Undecodable)
    }

    /// Checks all of it, and moves the checkpoint on to the block.
    ///
    /// # Errors
    /// [`ProofError`]; the checkpoint stays as it was.
    pub fn check(&self, checkpoint: &mut Checkpoint, question: &Question) -> Result<Answer, ProofError> {
        if self.handovers.len() > MAX_HANDOVERS {
            return Err(ProofError::TooLarge);
        }
        let mut moved = checkpoint.clone();
        for handover in &self.handovers {
            moved.follow(handover)?;
        }
        let header = moved.advance(&self.finality)?;
        let proof = StateProof::new(header.state_root, self.nodes.clone())?;
        let answer = question.read(&proof, self.whereabouts.as_ref(), header.block())?;
        if moved.genesis.is_some_and(|genesis| genesis != answer.genesis) {
            return Err(ProofError::OtherChain);
        }
        *checkpoint = moved;
        Ok(answer)
    }
}
