//! All final blocks in their order, for programs that keep what happened.

use chain_proof::{Header, ProofError, StateProof};
use codec::Decode;
use futures::stream::{self, StreamExt, TryStreamExt};
use ledger_types::Block;
use serde_json::json;

use crate::{Hash, Ledger, LedgerError, View, rpc, rpc::MAX_BLOCK, view::ReadProof};

/// Hashes asked for in one request.
const HASHES: usize = 256;
/// Headers asked for at once.
const AT_ONCE: usize = 16;
/// Most headers walked over in one call: 64 bytes of memory each.
const MAX_WALK: u32 = 4_000_000;
/// Most bytes of a chain's description of itself, in hexadecimal.
const MAX_METADATA: usize = 16 * 1024 * 1024;

/// A final block, by which its state can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinalBlock {
    /// Which block.
    pub block: Block,
    /// The hash of the one before it.
    pub parent: Hash,
    state_root: Hash,
}

impl Ledger {
    /// The final blocks after block `known` up to the last one, oldest first. The last is proven to be final, each other one by
    /// the header that comes after it.
    ///
    /// # Errors
    /// [`ProofError::Fork`] if the chain does not contain block `known`; else as [`Self::finalized`].
    pub async fn blocks_after(&self, known: &Block) -> Result<Vec<FinalBlock>, LedgerError> {
        let last = self.finalized().await?;
        let (number, mut expected) = (last.block.number, last.block.hash);
        if number == known.number && last.block != *known {
            return Err(ProofError::Fork.into());
        }
        // A node that lags behind has nothing new.
        let count = number.saturating_sub(known.number);
        if count > MAX_WALK {
            return Err(LedgerError::BadAnswer("the chain is longer than can be walked over at once"));
        }
        let mut blocks = Vec::with_capacity(count as usize);
        let numbers: Vec<u32> = (known.number + 1..=number).rev().collect();
        for group in numbers.chunks(HASHES) {
            // Which hashes, the node tells; whether they are right, each header's hash of its parent shows.
            let hashes: Vec<Option<String>> = self.rpc.ask("chain_getBlockHash", json!([group])).await?;
            let headers: Vec<Header> = stream::iter(hashes.into_iter().map(|hash| async move {
                let hash = hash.ok_or(LedgerError::NoBlock)?;
                self.header(&rpc::hash(&hash)?).await
            }))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
            for header in headers {
                let block = header.block();
                if block.hash != expected {
                    return Err(LedgerError::BadAnswer("its blocks do not follow each other"));
                }
                expected = header.parent;
                blocks.push(FinalBlock { block, parent: header.parent, state_root: header.state_root });
            }
        }
        if blocks.len() != count as usize {
            return Err(LedgerError::BadAnswer("its blocks do not follow each other"));
        }
        if count > 0 && expected != known.hash {
            return Err(ProofError::Fork.into());
        }
        blocks.reverse();
        Ok(blocks)
    }

    /// The state of a final block.
    pub fn view_at(&self, at: &FinalBlock) -> View<'_> {
        View { ledger: self, block: at.block, state_root: at.state_root }
    }

    /// How the runtime in a block's state describes itself, as the node tells it: frame metadata. Nothing shows that it is
    /// true: it may serve to put events into words, never to judge a pack.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`].
    pub async fn claimed_metadata(&self, at: &Hash) -> Result<Vec<u8>, LedgerError> {
        let params = json!([rpc::text(at)]);
        let text: String = self.rpc.ask_for(MAX_METADATA, "state_getMetadata", params).await?;
        rpc::bytes(&text)
    }
}

impl View<'_> {
    /// Several values of one block, in the order of their keys, each proven or proven to be absent. Unlike [`Self::prove`] it
    /// takes values as large as a full block's events.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn values(&self, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, LedgerError> {
        let asked: Vec<String> = keys.iter().map(rpc::text).collect();
        let params = json!([asked, self.block.hash_text()]);
        let answer: ReadProof = self.ledger.rpc.ask_for(MAX_BLOCK, "state_getReadProof", params).await?;
        let nodes = answer.nodes()?;
        let proof = StateProof::of_a_block(self.state_root, nodes)?;
        keys.iter().map(|key| Ok(proof.value(key)?)).collect()
    }
}

/// The chain's clock in a block, in seconds, from the value of `keys::now()`.
///
/// # Errors
/// [`ProofError::Undecodable`].
pub fn clock(value: Option<&[u8]>) -> Result<u64, ProofError> {
    let millis = value.and_then(|mut bytes| u64::decode(&mut bytes).ok()).ok_or(ProofError::Undecodable)?;
    Ok(millis / 1_000)
}
