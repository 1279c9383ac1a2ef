//! All of the chain's records that verdicts rest on, out of one block, in one piece: for scanners without a network.
//!
//! A snapshot is no copy of the records but one large proof of them: every trie node of the block's state below the
//! maps of [`Snapshot::maps`]. Whoever reads it walks through each map from end to end, and each node that is missing
//! is an error. So nobody, whoever built it, can change a record in it, invent one, or leave one out.

use alloc::vec::Vec;

use codec::{Decode, DecodeAll, Encode};
use ledger_types::{
    Batch, BatchKey, BatchStatus, Block, HeldBy, Holding, HoldingStatus, PackChunk, PackIndex, Product, ProductStatus,
    Whereabouts, keys,
};
use sp_core::H256;

use crate::{
    Answer, Checkpoint, Finality, Handover, Hash, Header, MAX_HANDOVERS, PackedNodes, ProofError, Question, StateProof,
    nodes::{Nodes, Picked},
    state::{decoded, each_below, value_in},
};

/// Most bytes of a snapshot or a difference, before they are compressed: about 100 million packs, of which any number
/// are no longer active, in a million holdings.
pub const MAX_SNAPSHOT_BYTES: usize = 256 * 1024 * 1024;
/// Most trie nodes in one, values that stand by themselves included. In memory, each takes about 100 bytes more than it
/// has.
pub const MAX_SNAPSHOT_NODES: usize = 1 << 22;
/// How often nodes are visited at most while a snapshot is checked. Stretches of the trie that are the same are stored
/// once, and visited as often as they stand in it.
pub const MAX_SNAPSHOT_VISITS: u64 = 1 << 25;

/// What a snapshot begins with; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"MTsnaps\x01";

/// A snapshot that nobody has checked yet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Snapshot {
    /// The changes of finalisers since the checkpoint that it is meant for.
    pub handovers: Vec<Handover>,
    /// That the block is final.
    pub finality: Finality,
    /// The trie nodes of its state.
    pub nodes: PackedNodes,
}

/// How much a snapshot holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnapshotCounts {
    /// Products.
    pub products: u64,
    /// Batches.
    pub batches: u64,
    /// Packs in all batches.
    pub packs: u64,
    /// Packs that are not active: dispensed, exported, stolen…
    pub inactive_packs: u64,
    /// Recalls: of products, of batches, and of ranges of packs.
    pub recalls: u64,
    /// Stretches of packs with one holder.
    pub holdings: u64,
    /// Open shipments.
    pub shipments: u64,
    /// Participants.
    pub participants: u64,
}

/// A snapshot that is proven: complete, of a final block, of the chain that the checkpoint is of.
#[derive(Clone, Debug)]
pub struct SnapshotState {
    pub(crate) handovers: Vec<Handover>,
    pub(crate) finality: Finality,
    pub(crate) block: Block,
    genesis: Hash,
    time: u64,
    counts: SnapshotCounts,
    pub(crate) proof: StateProof,
}

type Count = fn(&mut SnapshotCounts, &[u8]) -> Result<(), ProofError>;

/// The maps that it holds all of, and how their records are counted.
fn maps() -> [(Vec<u8>, Count); 9] {
    [
        (keys::products(), count_product),
        (keys::batches(), count_batch),
        (keys::pack_states(), |counts, value| {
            counts.inactive_packs += u64::from(decoded::<PackChunk>(value)?.inactive());
            Ok(())
        }),
        (keys::all_holdings(), |counts, _| count(&mut counts.holdings)),
        (keys::shipments(), |counts, _| count(&mut counts.shipments)),
        (keys::participants(), |counts, _| count(&mut counts.participants)),
        (keys::participants_by_gln(), |_, _| Ok(())),
        (keys::active_models(), |_, _| Ok(())),
        (keys::models(), |_, _| Ok(())),
    ]
}

fn count(counted: &mut u64) -> Result<(), ProofError> {
    *counted += 1;
    Ok(())
}

fn count_product(counts: &mut SnapshotCounts, value: &[u8]) -> Result<(), ProofError> {
    let product: Product = decoded(value)?;
    counts.recalls += u64::from(matches!(product.status, ProductStatus::Recalled { .. }));
    count(&mut counts.products)
}

fn count_batch(counts: &mut SnapshotCounts, value: &[u8]) -> Result<(), ProofError> {
    let batch: Batch = decoded(value)?;
    counts.packs += u64::from(batch.packs);
    counts.recalls += u64::from(matches!(batch.status, BatchStatus::Recalled { .. })) + batch.recalls.len() as u64;
    count(&mut counts.batches)
}

impl Snapshot {
    /// What the keys of the maps begin with that a snapshot holds all of.
    pub fn maps() -> impl Iterator<Item = Vec<u8>> {
        maps().into_iter().map(|(prefix, _)| prefix)
    }

    /// The single keys that it holds besides.
    pub fn keys() -> [Vec<u8>; 2] {
        [keys::genesis_hash(), keys::now()]
    }

    /// Reads what [`Self::to_bytes`] wrote. Nothing is proven by that: see [`Self::check`].
    ///
    /// # Errors
    /// [`ProofError::TooLarge`]; [`ProofError::Undecodable`] if it is something else, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofError> {
        unwrap(&MAGIC, bytes)
    }

    /// As bytes; the same for all snapshots of one block that were made for one checkpoint.
    pub fn to_bytes(&self) -> Vec<u8> {
        (MAGIC, self).encode()
    }

    /// Checks all of it, and moves the checkpoint on to its block.
    ///
    /// # Errors
    /// [`ProofError`]; the checkpoint stays as it was. [`ProofError::Incomplete`] if any record is left out,
    /// [`ProofError::Older`] if the checkpoint is of a later block.
    pub fn check(&self, checkpoint: &mut Checkpoint) -> Result<SnapshotState, ProofError> {
        // Votes first: whoever has none gets no work done.
        let (moved, header) = head(&self.handovers, &self.finality, checkpoint)?;
        let nodes = self.nodes.unpack(&header.state_root.into())?;
        let state = settle(self.handovers.clone(), self.finality.clone(), &header, nodes, moved.genesis)?;
        *checkpoint = moved;
        Ok(state)
    }
}

impl SnapshotState {
    /// Makes a snapshot of trie nodes in any order; what does not belong in it is left out.
    ///
    /// # Errors
    /// As [`Snapshot::check`].
    pub fn gather(
        handovers: Vec<Handover>,
        finality: Finality,
        nodes: impl IntoIterator<Item = Vec<u8>>,
        checkpoint: &mut Checkpoint,
    ) -> Result<Self, ProofError> {
        let (moved, header) = head(&handovers, &finality, checkpoint)?;
        let state = settle(handovers, finality, &header, nodes.into_iter().collect(), moved.genesis)?;
        *checkpoint = moved;
        Ok(state)
    }

    /// To be stored or sent.
    ///
    /// # Errors
    /// [`ProofError::TooLarge`].
    pub fn snapshot(&self) -> Result<Snapshot, ProofError> {
        let nodes = PackedNodes::pack(&self.proof.nodes, &self.proof.root)?;
        Ok(Snapshot { handovers: self.handovers.clone(), finality: self.finality.clone(), nodes })
    }

    /// The answer to a question, as a node would give and prove it in this block.
    ///
    /// # Errors
    /// [`ProofError::Undecodable`]; [`ProofError::Misplaced`] if the chain itself is out of order.
    pub fn answer(&self, question: &Question) -> Result<Answer, ProofError> {
        question.read(&self.proof, self.whereabouts(question)?.as_ref(), self.block)
    }

    fn whereabouts(&self, question: &Question) -> Result<Option<Whereabouts>, ProofError> {
        let Some(batch) = self.proof.read::<Batch>(&keys::batch(&question.batch))? else { return Ok(None) };
        let pack = question.pack.filter(|pack| *pack < batch.packs);
        let held = pack.map(|pack| self.held_by(&question.batch, pack)).transpose()?;
        Ok(Some(Whereabouts { maker: batch.maker, held }))
    }

    /// The holding that a pack is in: the first that ends after it.
    fn held_by(&self, batch: &BatchKey, pack: PackIndex) -> Result<HeldBy, ProofError> {
        let after = pack.checked_add(1).ok_or(ProofError::Misplaced)?;
        let found = self.proof.first(&keys::holdings(batch), &keys::holding(batch, after))?;
        let (key, value) = found.ok_or(ProofError::Misplaced)?;
        let holding: Holding = decoded(&value)?;
        let shipment = match holding.status {
            HoldingStatus::Held => None,
            HoldingStatus::InTransit(id) => Some(id),
        };
        let end = keys::holding_end(batch, &key).ok_or(ProofError::Misplaced)?;
        Ok(HeldBy { end, holder: holding.holder, shipment })
    }

    /// The block that all records are from.
    pub fn block(&self) -> Block {
        self.block
    }

    /// The hash of the chain's first block.
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    /// The chain's clock in that block, in seconds since 1970-01-01 UTC.
    pub fn time(&self) -> u64 {
        self.time
    }

    /// How much there is in it.
    pub fn counts(&self) -> SnapshotCounts {
        self.counts
    }

    /// The changes of finalisers that lead to it.
    pub fn handovers(&self) -> &[Handover] {
        &self.handovers
    }

    /// The records themselves.
    pub fn proof(&self) -> &StateProof {
        &self.proof
    }
}

/// Follows the changes of finalisers and the votes: where belief stands then, and the header of the block.
pub(crate) fn head(
    handovers: &[Handover],
    finality: &Finality,
    checkpoint: &Checkpoint,
) -> Result<(Checkpoint, Header), ProofError> {
    if handovers.len() > MAX_HANDOVERS {
        return Err(ProofError::TooLarge);
    }
    let mut moved = checkpoint.clone();
    for handover in handovers {
        // One snapshot serves many scanners: some have a checkpoint after one of the changes already.
        if handover.header.number > moved.number {
            moved.follow(handover)?;
        }
    }
    let header = moved.advance(finality)?;
    Ok((moved, header))
}

/// Picks the nodes that belong in a snapshot of a block, and makes sure that none is missing.
pub(crate) fn settle(
    handovers: Vec<Handover>,
    finality: Finality,
    header: &Header,
    nodes: Nodes,
    expected: Option<Hash>,
) -> Result<SnapshotState, ProofError> {
    let (root, picked) = (H256::from(header.state_root), Picked::new(nodes));
    let genesis: Hash = single(&picked, &root, &keys::genesis_hash())?;
    let millis: u64 = single(&picked, &root, &keys::now())?;
    if expected.is_some_and(|expected| expected != genesis) {
        return Err(ProofError::OtherChain);
    }
    let mut counts = SnapshotCounts::default();
    for (prefix, count) in maps() {
        each_below(&picked, &root, &prefix, |value| count(&mut counts, value))?;
    }
    let proof = StateProof { root, nodes: picked.into_picked() };
    if proof.nodes.len() > MAX_SNAPSHOT_NODES {
        return Err(ProofError::TooLarge);
    }
    let block = header.block();
    Ok(SnapshotState { handovers, finality, block, genesis, time: millis / 1_000, counts, proof })
}

/// A value that stands in every state of a Medtrail chain.
fn single<T: DecodeAll>(nodes: &Picked, root: &H256, key: &[u8]) -> Result<T, ProofError> {
    decoded(&value_in(nodes, root, key)?.ok_or(ProofError::Undecodable)?)
}

/// Reads something that begins with a magic number.
pub(crate) fn unwrap<T: Decode>(magic: &[u8; 8], bytes: &[u8]) -> Result<T, ProofError> {
    if bytes.len() > MAX_SNAPSHOT_BYTES {
        return Err(ProofError::TooLarge);
    }
    decoded(bytes.strip_prefix(magic).ok_or(ProofError::Undecodable)?)
}
