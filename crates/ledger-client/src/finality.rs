//! Blocks that a node proves to be final.

use std::sync::{Arc, PoisonError};

use chain_proof::{AuthoritySet, Checkpoint, Finality, Handover, Header, MAX_HANDOVERS, MAX_LINKS, ProofError};
use codec::{Decode, DecodeAll};
use ledger_types::{Block, keys};
use serde_json::json;

use crate::{CheckpointFile, Hash, Ledger, LedgerError, View, rpc};

/// A final block, and what shows it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Its header.
    pub header: Header,
    /// Its hash.
    pub hash: Hash,
    /// The changes of finalisers since the checkpoint that it was proven from.
    pub handovers: Vec<Handover>,
    /// The votes.
    pub finality: Finality,
    /// Where belief stands with it.
    pub checkpoint: Checkpoint,
}

/// What `grandpa_proveFinality` answers.
#[derive(Decode)]
struct FinalityProof {
    block: Hash,
    justification: Vec<u8>,
    unknown_headers: Vec<Header>,
}

impl Ledger {
    /// The state at the last finalised block. That it is final is proven from what this connection trusts.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`], [`LedgerError::Unproven`].
    pub async fn finalized(&self) -> Result<View<'_>, LedgerError> {
        let head = self.head().await?;
        if head.checkpoint.genesis.is_some() && !self.is_settled(&head) {
            let (genesis, _) = self.view(&head.header).genesis_and_time().await?;
            self.settle_on(&head, genesis)?;
        } else {
            self.settle_on(&head, head.checkpoint.genesis.unwrap_or_default())?;
        }
        Ok(self.view(&head.header))
    }

    /// The last finalised block, proven, but for the chain that it is of: see [`Self::settle_on`].
    pub(crate) async fn head(&self) -> Result<Arc<Head>, LedgerError> {
        self.trust.ensure_usable()?;
        let hash: String = self.rpc.ask("chain_getFinalizedHead", json!([])).await?;
        let hash = rpc::hash(&hash)?;
        let known = self.head.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| known.hash == hash) {
            // Another node may have proven a later block since.
            let later = self.trust.candidates().iter().any(|trusted| trusted.number > known.checkpoint.number);
            return if later { Err(ProofError::Older.into()) } else { Ok(known) };
        }
        let finality = self.finality_of(&hash).await?;
        for candidate in self.trust.candidates() {
            match self.prove(candidate, &finality).await {
                Err(LedgerError::Unproven(ProofError::NotBySet)) => {}
                proven => return proven.map(Arc::new),
            }
        }
        Err(ProofError::NotBySet.into())
    }

    /// Believes a proven block from now on, if its state begins with the first block that is believed. Votes alone do not
    /// tell: the same finalisers might run two chains.
    pub(crate) fn settle_on(&self, head: &Arc<Head>, genesis: Hash) -> Result<(), LedgerError> {
        if head.checkpoint.genesis.is_some_and(|expected| expected != genesis) {
            return Err(ProofError::OtherChain.into());
        }
        self.trust.move_on(&head.checkpoint)?;
        *self.head.lock().unwrap_or_else(PoisonError::into_inner) = Some(head.clone());
        Ok(())
    }

    fn is_settled(&self, head: &Arc<Head>) -> bool {
        self.head.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|known| known.hash == head.hash)
    }

    /// What the node has to show that a block is final.
    async fn finality_of(&self, hash: &Hash) -> Result<Finality, LedgerError> {
        let header = self.header(hash).await?;
        let FinalityProof { block, justification, unknown_headers } = self.finality_proof(header.number).await?;
        // The votes are for this block, for one not far above it, or else the block that they are for is read instead.
        let last = unknown_headers.last().unwrap_or(&header);
        let headers = if last.hash() == block && unknown_headers.len() < MAX_LINKS {
            [vec![header], unknown_headers].concat()
        } else {
            vec![self.header(&block).await?]
        };
        Ok(Finality { headers, justification })
    }

    async fn finality_proof(&self, number: u32) -> Result<FinalityProof, LedgerError> {
        let answer: Option<String> = self.rpc.ask("grandpa_proveFinality", json!([number])).await?;
        let bytes = rpc::bytes(&answer.ok_or(LedgerError::NoJustification)?)?;
        FinalityProof::decode_all(&mut bytes.as_slice())
            .map_err(|_| LedgerError::BadAnswer("its proof of finality has another shape"))
    }

    /// Checks the votes from a checkpoint, by way of all changes of finalisers since.
    pub(crate) async fn prove(&self, mut checkpoint: Checkpoint, finality: &Finality) -> Result<Head, LedgerError> {
        let mut handovers = Vec::new();
        let header = match checkpoint.advance(finality) {
            Err(ProofError::NotBySet) => {
                // A node that is catching up may have changed finalisers between the block that is read and the one voted for.
                let voted = finality.headers.last().ok_or(ProofError::BadJustification)?.hash();
                handovers = self.follow(&mut checkpoint, &voted).await?;
                checkpoint.advance(finality)?
            }
            proven => proven?,
        };
        Ok(Head { hash: header.hash(), header, handovers, finality: finality.clone(), checkpoint })
    }

    /// Follows all changes of finalisers since a checkpoint. Where they are, the state at block `at` tells, unproven; that
    /// each is a change, the votes for it prove.
    async fn follow(&self, checkpoint: &mut Checkpoint, at: &Hash) -> Result<Vec<Handover>, LedgerError> {
        let mut handovers = Vec::new();
        while handovers.len() < MAX_HANDOVERS {
            let key = keys::set_end(checkpoint.set.id());
            let stored: Option<String> =
                self.rpc.ask("state_getStorage", json!([rpc::text(key), rpc::text(at)])).await?;
            let Some(stored) = stored else { break };
            let number = u32::decode_all(&mut rpc::bytes(&stored)?.as_slice())
                .map_err(|_| LedgerError::BadAnswer("a block number has another shape"))?;
            let hash: Option<String> = self.rpc.ask("chain_getBlockHash", json!([number])).await?;
            let hash = rpc::hash(&hash.ok_or(LedgerError::BadAnswer("it does not know the block it names"))?)?;
            let (header, proof) = (self.header(&hash).await?, self.finality_proof(number).await?);
            // A node that came to the chain later has no votes of that time.
            if proof.block != hash {
                return Err(LedgerError::NoJustification);
            }
            let handover = Handover { header, justification: proof.justification };
            checkpoint.follow(&handover)?;
            // What is proven stays so, should the rest of the way take too long.
            self.trust.move_on(checkpoint)?;
            handovers.push(handover);
        }
        Ok(handovers)
    }

    /// A checkpoint of the last finalised block, proven from what this connection trusts.
    ///
    /// # Errors
    /// As [`Self::finalized`].
    pub async fn checkpoint(&self) -> Result<CheckpointFile, LedgerError> {
        let head = self.head().await?;
        let (genesis, time) = self.view(&head.header).genesis_and_time().await?;
        self.settle_on(&head, genesis)?;
        let checkpoint = Checkpoint { genesis: Some(genesis), ..head.checkpoint.clone() };
        Ok(CheckpointFile { checkpoint, time, development: self.trust.is_development(), signature: None })
    }

    /// A checkpoint of the last finalised block as the node tells it: nothing shows that it is true.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`].
    pub async fn claimed_checkpoint(&self) -> Result<CheckpointFile, LedgerError> {
        let hash: String = self.rpc.ask("chain_getFinalizedHead", json!([])).await?;
        let header = self.header(&rpc::hash(&hash)?).await?;
        let view = self.view(&header);
        let (genesis, time) = view.genesis_and_time().await?;
        let id = view.read(keys::finaliser_set()).await?.unwrap_or_default();
        let set = AuthoritySet::new(id, view.read(keys::finalisers()).await?.unwrap_or_default())?;
        let Block { number, hash } = header.block();
        let development = crate::trust::is_development_set(&set);
        let checkpoint = Checkpoint { genesis: Some(genesis), number, hash: Some(hash), set };
        Ok(CheckpointFile { checkpoint, time, development, signature: None })
    }

    pub(crate) fn view(&self, header: &Header) -> View<'_> {
        View { ledger: self, block: header.block(), state_root: header.state_root }
    }
}

impl View<'_> {
    /// The hash of the chain's first block, and the chain's clock in seconds.
    async fn genesis_and_time(&self) -> Result<(Hash, u64), LedgerError> {
        let missing = || LedgerError::Unproven(ProofError::Undecodable);
        let genesis = self.read(keys::genesis_hash()).await?.ok_or_else(missing)?;
        let millis: u64 = self.read(keys::now()).await?.ok_or_else(missing)?;
        Ok((genesis, millis / 1_000))
    }
}
