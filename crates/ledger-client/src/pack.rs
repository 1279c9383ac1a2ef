//! All that the chain knows about one pack, with what shows it.

use chain_proof::{Answer, Evidence, Question, StateProof};
use codec::{Decode, Encode};
use ledger_types::{BatchKey, PackIndex, PackRecord, Whereabouts};
use serde_json::json;

use crate::{Ledger, LedgerError, View, rpc};

/// What a node proves about a pack.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The answer.
    pub answer: Answer,
    /// What shows it, from the checkpoint of before.
    pub evidence: Evidence,
}

impl Ledger {
    /// Asks this node about a pack: one request for all that has to be proven, after one that tells where it stands.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`], [`LedgerError::Unproven`].
    pub async fn about(&self, question: &Question) -> Result<Proven, LedgerError> {
        let head = self.head().await?;
        let (answer, whereabouts, nodes) = self.view(&head.header).answer(question).await?;
        self.settle_on(&head, answer.genesis)?;
        let evidence =
            Evidence { handovers: head.handovers.clone(), finality: head.finality.clone(), whereabouts, nodes };
        Ok(Proven { answer, evidence })
    }
}

impl View<'_> {
    /// What this block says about a pack: of which product and batch, and if its index is known, in which state and
    /// with whom.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`], [`LedgerError::Unproven`].
    pub async fn pack(&self, batch: &BatchKey, pack: Option<PackIndex>) -> Result<PackRecord, LedgerError> {
        let question = Question { batch: batch.clone(), pack, scanner: None };
        Ok(self.answer(&question).await?.0.record)
    }

    async fn answer(&self, question: &Question) -> Result<(Answer, Option<Whereabouts>, Vec<Vec<u8>>), LedgerError> {
        let whereabouts = self.whereabouts(question).await?;
        let nodes = self.trie_nodes(&question.keys(whereabouts.as_ref())).await?;
        let proof = StateProof::new(self.state_root, nodes.clone())?;
        let answer = question.read(&proof, whereabouts.as_ref(), self.block)?;
        Ok((answer, whereabouts, nodes))
    }

    /// Where the records stand, unproven: in the wrong place there is no proof.
    async fn whereabouts(&self, question: &Question) -> Result<Option<Whereabouts>, LedgerError> {
        let arguments = rpc::text((&question.batch, question.pack).encode());
        let params = json!(["LedgerApi_whereabouts", arguments, self.block.hash_text()]);
        let answer: String = self.ledger.rpc.ask("state_call", params).await?;
        Option::<Whereabouts>::decode(&mut rpc::bytes(&answer)?.as_slice())
            .map_err(|_| LedgerError::BadAnswer("it does not say where the records stand"))
    }
}
