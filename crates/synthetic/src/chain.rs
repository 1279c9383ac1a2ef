//! Blocks, their state, and who finalises them.

use std::collections::BTreeMap;

use chain_proof::{
    AuthoritySet, Checkpoint, Finality, Handover, Hash, Header, Justification, SnapshotState, StateProof, Vote,
};
use codec::{DecodeAll, Encode};
use ledger_types::{Block, keys};
use sp_core::{Blake2Hasher, H256};
use sp_keyring::Ed25519Keyring::{self, Alice};
use sp_trie::{LayoutV1, MemoryDB, TrieMut, trie_types::TrieDBMutBuilderV1};

/// The hash of every synthetic chain's first block.
pub const GENESIS: Hash = [7; 32];
const ROUND: u64 = 17;

/// A chain.
#[derive(Clone, Debug)]
pub struct Chain {
    records: BTreeMap<Vec<u8>, Vec<u8>>,
    last: Block,
    finalisers: Vec<Ed25519Keyring>,
    set: u64,
    handovers: Vec<Handover>,
}

/// A final block with its state.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its header.
    pub header: Header,
    /// That it is final.
    pub finality: Finality,
    /// The changes of finalisers that lead to it.
    pub handovers: Vec<Handover>,
    /// All trie nodes of its state.
    pub nodes: Vec<Vec<u8>>,
}

impl Default for Chain {
    fn default() -> Self {
        let mut chain = Self {
            records: BTreeMap::new(),
            last: Block { number: 100, hash: [9; 32] },
            finalisers: vec![Alice],
            set: 0,
            handovers: Vec::new(),
        };
        chain.put(keys::genesis_hash(), GENESIS);
        // What verdicts do not rest on stands in every state as well.
        for account in 0..40u8 {
            chain.put(keys::operator(&[account; 32]), [account; 60]);
            chain.put(keys::account(&[account; 32]), [account; 20]);
        }
        chain
    }
}

impl Chain {
    /// Who finalises the blocks after the first one, as a scanner knows it.
    pub fn checkpoint() -> Checkpoint {
        let set = authorities(0, &[Alice]);
        Checkpoint { genesis: Some(GENESIS), number: 100, hash: Some([9; 32]), set }
    }

    /// Writes a record.
    pub fn put(&mut self, key: Vec<u8>, value: impl Encode) {
        self.records.insert(key, value.encode());
    }

    /// Reads one; none if there is none, or if it is something else.
    pub fn get<T: DecodeAll>(&self, key: &[u8]) -> Option<T> {
        T::decode_all(&mut self.records.get(key)?.as_slice()).ok()
    }

    /// All records by their keys.
    pub fn records(&self) -> &BTreeMap<Vec<u8>, Vec<u8>> {
        &self.records
    }

    /// Removes one.
    pub fn remove(&mut self, key: &[u8]) {
        self.records.remove(key);
    }

    /// The next block, final, at this time in seconds since 1970-01-01 UTC.
    pub fn seal(&mut self, time: u64) -> Sealed {
        self.seal_with(time, Vec::new())
    }

    /// The next block, which is the last of its finalisers and names others.
    pub fn hand_over(&mut self, time: u64, to: &[Ed25519Keyring]) -> Sealed {
        let next = authorities(self.set + 1, to);
        let log = (1u8, next.authorities(), 0u32).encode();
        let change = [&[4][..], b"FRNK", &log.encode()].concat();
        let sealed = self.seal_with(time, vec![change]);
        let justification = sealed.finality.justification.clone();
        self.handovers.push(Handover { header: sealed.header.clone(), justification });
        (self.finalisers, self.set) = (to.to_vec(), self.set + 1);
        sealed
    }

    /// The next block, final, with any state: what only dishonest finalisers would sign.
    pub fn forge(&mut self, root: Hash, nodes: Vec<Vec<u8>>) -> Sealed {
        self.seal_state(root, nodes, Vec::new())
    }

    fn seal_with(&mut self, time: u64, digest: Vec<Vec<u8>>) -> Sealed {
        self.put(keys::now(), time * 1_000);
        let (root, nodes) = trie(&self.records);
        self.seal_state(root, nodes, digest)
    }

    fn seal_state(&mut self, root: Hash, nodes: Vec<Vec<u8>>, digest: Vec<Vec<u8>>) -> Sealed {
        let (parent, number) = (self.last.hash, self.last.number + 1);
        let header = Header { parent, number, state_root: root, extrinsics_root: [2; 32], digest };
        self.last = header.block();
        let finality = Finality { headers: vec![header.clone()], justification: self.votes(self.last) };
        Sealed { header, finality, handovers: self.handovers.clone(), nodes }
    }

    fn votes(&self, Block { number, hash }: Block) -> Vec<u8> {
        let message = Vote::message(&hash, number, ROUND, self.set);
        let votes = self.finalisers.iter().map(|key| Vote {
            hash,
            number,
            signature: key.sign(&message).0,
            authority: key.to_raw_public(),
        });
        Justification { round: ROUND, hash, number, votes: votes.collect(), ancestry: Vec::new() }.encode()
    }

    /// The present records as a snapshot, out of a new block.
    pub fn snapshot(&mut self, time: u64) -> SnapshotState {
        self.seal(time).snapshot()
    }
}

impl Sealed {
    /// The block's records as a snapshot.
    pub fn snapshot(&self) -> SnapshotState {
        let (handovers, finality) = (self.handovers.clone(), self.finality.clone());
        SnapshotState::gather(handovers, finality, self.nodes.clone(), &mut Chain::checkpoint())
            .expect("a whole state is a snapshot")
    }

    /// The trie nodes that lead to some keys, as a node proves them.
    pub fn prove(&self, keys: &[Vec<u8>]) -> StateProof {
        let (root, db) = (H256::from(self.header.state_root), self.nodes.iter().cloned());
        let db: MemoryDB<Blake2Hasher> = sp_trie::StorageProof::new(db).into_memory_db();
        let mut recorder = sp_trie::Recorder::<LayoutV1<Blake2Hasher>>::new();
        for key in keys {
            sp_trie::read_trie_value::<LayoutV1<Blake2Hasher>, _>(&db, &root, key, Some(&mut recorder), None)
                .expect("a whole state has every key, or has it not");
        }
        let nodes = recorder.drain().into_iter().map(|record| record.data).collect();
        StateProof::new(self.header.state_root, nodes).expect("a few keys")
    }
}

fn authorities(set: u64, keys: &[Ed25519Keyring]) -> AuthoritySet {
    let keys = keys.iter().map(|key| (key.to_raw_public(), 1)).collect();
    AuthoritySet::new(set, keys).expect("different keys")
}

/// The root of a trie with these records, and all of its nodes.
fn trie(records: &BTreeMap<Vec<u8>, Vec<u8>>) -> (Hash, Vec<Vec<u8>>) {
    let (mut db, mut root) = (MemoryDB::<Blake2Hasher>::with_hasher(Default::default()), H256::default());
    {
        let mut trie = TrieDBMutBuilderV1::<Blake2Hasher>::new(&mut db, &mut root).build();
        for (key, value) in records {
            trie.insert(key, value).expect("memory takes everything");
        }
    }
    let nodes = db.drain().into_values().filter(|(_, count)| *count > 0).map(|(node, _)| node);
    (root.into(), nodes.collect())
}
