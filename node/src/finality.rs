//! Proofs of finality for clients: `grandpa_proveFinality`.

use std::sync::Arc;

use codec::Encode;
use sc_client_api::{Backend, HeaderBackend};
use sc_consensus_grandpa::{
    FinalityProof, FinalityProofError, FinalityProofProvider, SharedAuthoritySet, best_justification,
};
use sp_core::Bytes;
use sp_runtime::traits::NumberFor;

use crate::service::{Block, BlockHash, FullBackend};

/// Most headers between the block asked about and the one that is justified.
const MAX_HEADERS: usize = 1_000;

/// Proves blocks to be final, also on a chain whose finalisers never changed, or where this node has seen no change of them:
/// for that, Substrate's provider knows no answer.
pub struct FinalityProofs {
    backend: Arc<FullBackend>,
    provider: Arc<FinalityProofProvider<FullBackend, Block>>,
}

impl FinalityProofs {
    /// Proofs out of a node's database.
    pub fn new(backend: Arc<FullBackend>, finalisers: SharedAuthoritySet<BlockHash, NumberFor<Block>>) -> Self {
        let provider = FinalityProofProvider::new_for_service(backend.clone(), Some(finalisers));
        Self { backend, provider }
    }

    /// Substrate's provider.
    pub fn substrate(&self) -> Arc<FinalityProofProvider<FullBackend, Block>> {
        self.provider.clone()
    }

    /// The proof that a block is final: votes for it or a later one, and the headers up to that. For a block of a former
    /// set, these are the votes for the set's last block.
    pub fn prove(&self, block: NumberFor<Block>) -> Result<Option<Bytes>, FinalityProofError> {
        match self.provider.prove_finality(block) {
            Ok(proof) => Ok(proof.map(Bytes)),
            Err(FinalityProofError::BlockNotInAuthoritySetChanges) => self.prove_by_present_set(block),
            Err(error) => Err(error),
        }
    }

    /// The votes of the present set, for the last block that it finalised.
    fn prove_by_present_set(&self, block: NumberFor<Block>) -> Result<Option<Bytes>, FinalityProofError> {
        let chain = self.backend.blockchain();
        let Some(justification) = best_justification::<_, Block>(&*self.backend)? else { return Ok(None) };
        let (last, hash) = justification.target();
        let mut headers = Vec::new();
        for number in (block + 1..=last).take(MAX_HEADERS) {
            let Some(hash) = chain.hash(number)? else { return Ok(None) };
            headers.push(chain.expect_header(hash)?);
        }
        let proof = FinalityProof { block: hash, justification: justification.encode(), unknown_headers: headers };
        Ok(Some(Bytes(proof.encode())))
    }
}
