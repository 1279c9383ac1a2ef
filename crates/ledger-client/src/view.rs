//! Proven reads at one block.

use chain_proof::StateProof;
use codec::{Decode, DecodeAll};
use ledger_types::{
    AccountBytes, Batch, BatchKey, Block, CHUNK_PACKS, Holding, Operator, PackChunk, PackIndex, Participant,
    ParticipantId, Shipment, ShipmentId, batch::MAX_PACKS, keys,
};
use serde::Deserialize;
use serde_json::json;

use crate::{Hash, Ledger, LedgerError, rpc};

/// Most holdings or shipments read in one listing.
pub(crate) const MAX_LISTED: usize = 10_000;
const PAGE: usize = 500;
/// Keys proven by one request.
pub(crate) const PROVEN_AT_ONCE: usize = 100;

/// The chain's state at one finalised block. Every value read is proven against the block's header.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub(crate) ledger: &'a Ledger,
    /// The block.
    pub block: Block,
    pub(crate) state_root: Hash,
}

/// The votes on a motion of the council.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Votes {
    /// The motion's number.
    pub index: u32,
    /// How many votes it needs.
    pub threshold: u32,
    /// Who is for it.
    pub ayes: Vec<AccountBytes>,
    /// Who is against it.
    pub nays: Vec<AccountBytes>,
    /// The block from which on it can be closed whatever the votes.
    pub end: u32,
}

/// An open motion of the council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Its hash.
    pub hash: Hash,
    /// Its votes.
    pub votes: Votes,
    /// The call that it is about, encoded.
    pub call: Vec<u8>,
}

#[derive(Deserialize)]
pub(crate) struct ReadProof {
    proof: Vec<String>,
}

impl ReadProof {
    pub(crate) fn nodes(&self) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.proof.iter().map(|node| rpc::bytes(node)).collect()
    }
}

impl View<'_> {
    /// The proof of several keys, present or absent.
    ///
    /// # Errors
    /// [`LedgerError::Unreachable`], [`LedgerError::BadAnswer`], [`LedgerError::Unproven`].
    pub async fn prove(&self, keys: &[Vec<u8>]) -> Result<StateProof, LedgerError> {
        Ok(StateProof::new(self.state_root, self.trie_nodes(keys).await?)?)
    }

    /// The trie nodes that lead to several keys.
    pub(crate) async fn trie_nodes(&self, keys: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, LedgerError> {
        let keys: Vec<String> = keys.iter().map(rpc::text).collect();
        let answer: ReadProof =
            self.ledger.rpc.ask("state_getReadProof", json!([keys, self.block.hash_text()])).await?;
        answer.nodes()
    }

    /// One value.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn read<T: DecodeAll>(&self, key: Vec<u8>) -> Result<Option<T>, LedgerError> {
        let proof = self.prove(std::slice::from_ref(&key)).await?;
        Ok(proof.read(&key)?)
    }

    /// A participant by its number.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn participant(&self, id: ParticipantId) -> Result<Option<Participant>, LedgerError> {
        self.read(keys::participant(id)).await
    }

    /// The number of the participant with a GLN.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn participant_by_gln(&self, gln: u64) -> Result<Option<ParticipantId>, LedgerError> {
        self.read(keys::participant_by_gln(gln)).await
    }

    /// For whom an account acts, and what it may do.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn operator(&self, account: &AccountBytes) -> Result<Option<Operator>, LedgerError> {
        self.read(keys::operator(account)).await
    }

    /// The next number among the acts of an account: how many of them are in blocks up to this one.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn nonce(&self, account: &AccountBytes) -> Result<u32, LedgerError> {
        let key = keys::account(account);
        let Some(stored) = self.prove(std::slice::from_ref(&key)).await?.value(&key)? else { return Ok(0) };
        u32::decode(&mut stored.as_slice()).map_err(|_| LedgerError::BadAnswer("an account has another shape"))
    }

    /// The chain's clock in this block, in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn time(&self) -> Result<u64, LedgerError> {
        let millis: Option<u64> = self.read(keys::now()).await?;
        millis.map(|millis| millis / 1_000).ok_or(LedgerError::BadAnswer("the block has no time"))
    }

    /// Who sits in the council.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn council(&self) -> Result<Vec<AccountBytes>, LedgerError> {
        Ok(self.read(keys::council_members()).await?.unwrap_or_default())
    }

    /// The council's open motions.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn motions(&self) -> Result<Vec<Motion>, LedgerError> {
        let hashes: Vec<Hash> = self.read(keys::motions()).await?.unwrap_or_default();
        let mut motions = Vec::new();
        for hash in hashes {
            let (votes_key, call_key) = (keys::motion_votes(&hash), keys::motion(&hash));
            let proof = self.prove(&[votes_key.clone(), call_key.clone()]).await?;
            let votes: Votes = proof.read(&votes_key)?.ok_or(LedgerError::BadAnswer("a motion has no votes"))?;
            let call = proof.value(&call_key)?.ok_or(LedgerError::BadAnswer("a motion is about nothing"))?;
            motions.push(Motion { hash, votes, call });
        }
        Ok(motions)
    }

    /// How many packs of a batch are not active.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn inactive_packs(&self, key: &BatchKey, batch: &Batch) -> Result<u32, LedgerError> {
        let chunks = batch.packs.min(MAX_PACKS).div_ceil(CHUNK_PACKS);
        let (mut found, mut inactive) = (0, 0);
        let all: Vec<u32> = (0..chunks).collect();
        for chunks in all.chunks(PROVEN_AT_ONCE) {
            if found >= batch.changed_chunks {
                break;
            }
            let asked: Vec<_> = chunks.iter().map(|chunk| keys::pack_chunk(key, *chunk)).collect();
            let proof = self.prove(&asked).await?;
            for chunk in &asked {
                let Some(states) = proof.read::<PackChunk>(chunk)? else { continue };
                found += 1;
                inactive += states.inactive();
            }
        }
        Ok(inactive)
    }

    /// A batch.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn batch(&self, key: &BatchKey) -> Result<Option<Batch>, LedgerError> {
        self.read(keys::batch(key)).await
    }

    /// An open shipment.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn shipment(&self, id: ShipmentId) -> Result<Option<Shipment>, LedgerError> {
        self.read(keys::shipment(id)).await
    }

    /// All holdings of a batch with their ends, in order of packs.
    ///
    /// # Errors
    /// As [`Self::prove`]; [`LedgerError::BadAnswer`] too if the holdings do not tile the batch's packs.
    pub async fn holdings(&self, key: &BatchKey, batch: &Batch) -> Result<Vec<(PackIndex, Holding)>, LedgerError> {
        let stored = self.keys_below(&keys::holdings(key)).await?;
        let mut holdings = Vec::new();
        for (stored, holding) in self.read_all::<Holding>(&stored).await? {
            let end = keys::holding_end(key, &stored).ok_or(LedgerError::BadAnswer("a key is of another map"))?;
            holdings.push((end, holding));
        }
        let mut next = 0;
        for (end, holding) in &holdings {
            if holding.start != next || *end <= next {
                return Err(LedgerError::BadAnswer("holdings leave a gap"));
            }
            next = *end;
        }
        if next != batch.packs {
            return Err(LedgerError::BadAnswer("holdings do not reach the end of the batch"));
        }
        Ok(holdings)
    }

    /// The numbers and contents of all open shipments. The node could leave some out: only what is listed is proven.
    ///
    /// # Errors
    /// As [`Self::prove`].
    pub async fn shipments(&self) -> Result<Vec<(ShipmentId, Shipment)>, LedgerError> {
        let stored = self.keys_below(&keys::shipments()).await?;
        let number = |key: &[u8]| {
            let tail = key.last_chunk::<8>().ok_or(LedgerError::BadAnswer("a key is of another map"))?;
            Ok::<_, LedgerError>(ShipmentId::from_le_bytes(*tail))
        };
        let mut shipments = Vec::new();
        for (key, shipment) in self.read_all::<Shipment>(&stored).await? {
            shipments.push((number(&key)?, shipment));
        }
        shipments.sort_by_key(|(id, _)| *id);
        Ok(shipments)
    }

    pub(crate) async fn keys_below(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.keys_up_to(MAX_LISTED, prefix).await
    }

    /// The keys that begin with a prefix, so many at most. The node could leave some out.
    pub(crate) async fn keys_up_to(&self, most: usize, prefix: &[u8]) -> Result<Vec<Vec<u8>>, LedgerError> {
        match self.first_keys(most, prefix).await? {
            (all, false) => Ok(all),
            (_, true) => Err(LedgerError::BadAnswer("the list is too long")),
        }
    }

    /// About so many of the first keys that begin with a prefix, each once, and whether there are more. The node could leave
    /// some out.
    pub(crate) async fn first_keys(&self, most: usize, prefix: &[u8]) -> Result<(Vec<Vec<u8>>, bool), LedgerError> {
        let mut all: Vec<Vec<u8>> = Vec::new();
        loop {
            let page = self.page(prefix, all.last().map(Vec::as_slice), PAGE).await?;
            let last = page.len() < PAGE;
            let before = all.len().saturating_sub(1);
            all.extend(page);
            // A key that came twice would count twice.
            if !all.get(before..).is_some_and(|new| new.is_sorted_by(|one, next| one < next)) {
                return Err(LedgerError::BadAnswer("it lists keys out of order"));
            }
            if last || all.len() > most {
                return Ok((all, !last));
            }
        }
    }

    async fn page(&self, prefix: &[u8], start: Option<&[u8]>, count: usize) -> Result<Vec<Vec<u8>>, LedgerError> {
        let params = json!([rpc::text(prefix), count, start.map(rpc::text), self.block.hash_text()]);
        let page: Vec<String> = self.ledger.rpc.ask("state_getKeysPaged", params).await?;
        if page.len() > count {
            return Err(LedgerError::BadAnswer("it lists more than was asked for"));
        }
        let page = page.iter().map(|key| rpc::bytes(key)).collect::<Result<Vec<_>, _>>()?;
        // Keys of another map would be proven, too.
        if page.iter().all(|key| key.starts_with(prefix)) {
            Ok(page)
        } else {
            Err(LedgerError::BadAnswer("it lists keys of another map"))
        }
    }

    pub(crate) async fn read_all<T: DecodeAll>(&self, stored: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, T)>, LedgerError> {
        let mut all = Vec::new();
        for group in stored.chunks(PROVEN_AT_ONCE) {
            let proof = self.prove(group).await?;
            for key in group {
                let value = proof.read(key)?.ok_or(LedgerError::BadAnswer("a listed key has no value"))?;
                all.push((key.clone(), value));
            }
        }
        Ok(all)
    }
}
