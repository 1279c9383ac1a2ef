//! Proofs of storage values.

use alloc::vec::Vec;

use codec::DecodeAll;
use hash_db::HashDBRef;
use sp_core::{Blake2Hasher, H256};
use sp_trie::{DBValue, TrieDBBuilder, TrieDBIterator, read_trie_value};

use crate::{
    Hash, ProofError,
    nodes::{Layout, Nodes},
};

/// Most trie nodes in one proof. A proof of ten keys in a state of ten million has about 120.
pub const MAX_NODES: usize = 1_024;
/// Most bytes in one proof.
pub const MAX_BYTES: usize = 512 * 1024;
/// Most bytes in a proof of all that happened in one block: the events of a full one, and some.
pub const MAX_BLOCK_BYTES: usize = 8 * 1024 * 1024;

/// A key and its value.
pub type Entry = (Vec<u8>, Vec<u8>);

/// Trie nodes under a state root.
#[derive(Clone, Debug)]
pub struct StateProof {
    pub(crate) root: H256,
    pub(crate) nodes: Nodes,
}

impl StateProof {
    /// Takes the nodes of a proof. Nodes that lead nowhere do no harm: each is found by its hash alone.
    ///
    /// # Errors
    /// [`ProofError::TooLarge`].
    pub fn new(state_root: Hash, nodes: Vec<Vec<u8>>) -> Result<Self, ProofError> {
        Self::bounded(state_root, nodes, MAX_BYTES)
    }

    /// The same, for values as large as a full block's events.
    ///
    /// # Errors
    /// [`ProofError::TooLarge`].
    pub fn of_a_block(state_root: Hash, nodes: Vec<Vec<u8>>) -> Result<Self, ProofError> {
        Self::bounded(state_root, nodes, MAX_BLOCK_BYTES)
    }

    fn bounded(state_root: Hash, nodes: Vec<Vec<u8>>, most: usize) -> Result<Self, ProofError> {
        if nodes.len() > MAX_NODES || nodes.iter().map(Vec::len).sum::<usize>() > most {
            return Err(ProofError::TooLarge);
        }
        Ok(Self { root: state_root.into(), nodes: nodes.into_iter().collect() })
    }

    /// The trie nodes.
    pub fn trie_nodes(&self) -> Vec<Vec<u8>> {
        self.nodes.to_vec()
    }

    /// The value at a key; `None` if the proof shows that there is none.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`].
    pub fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ProofError> {
        value_in(&self.nodes, &self.root, key)
    }

    /// The value at a key, decoded to its last byte.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`], [`ProofError::Undecodable`].
    pub fn read<T: DecodeAll>(&self, key: &[u8]) -> Result<Option<T>, ProofError> {
        self.value(key)?.map(|bytes| decoded(&bytes)).transpose()
    }

    /// The first key that begins with `prefix` and does not come before `from`, with its value; `None` if the proof
    /// shows that there is none.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`].
    pub fn first(&self, prefix: &[u8], from: &[u8]) -> Result<Option<Entry>, ProofError> {
        let trie = TrieDBBuilder::<Layout>::new(&self.nodes, &self.root).build();
        let mut keys =
            TrieDBIterator::new_prefixed_then_seek(&trie, prefix, from).map_err(|_| ProofError::Incomplete)?;
        keys.next().transpose().map_err(|_| ProofError::Incomplete)
    }
}

/// A value, decoded to its last byte.
pub(crate) fn decoded<T: DecodeAll>(mut bytes: &[u8]) -> Result<T, ProofError> {
    T::decode_all(&mut bytes).map_err(|_| ProofError::Undecodable)
}

/// The value at a key below a root.
pub(crate) fn value_in<N: HashDBRef<Blake2Hasher, DBValue>>(
    nodes: &N,
    root: &H256,
    key: &[u8],
) -> Result<Option<Vec<u8>>, ProofError> {
    read_trie_value::<Layout, _>(nodes, root, key, None, None).map_err(|_| ProofError::Incomplete)
}

/// Takes every value whose key begins with `prefix`, in the order of keys. If as much as one node on the way to one of
/// them is missing, it ends in an error: nobody can leave out any.
pub(crate) fn each_below<N: HashDBRef<Blake2Hasher, DBValue>>(
    nodes: &N,
    root: &H256,
    prefix: &[u8],
    mut take: impl FnMut(&[u8]) -> Result<(), ProofError>,
) -> Result<(), ProofError> {
    let trie = TrieDBBuilder::<Layout>::new(nodes, root).build();
    for entry in TrieDBIterator::new_prefixed(&trie, prefix).map_err(|_| ProofError::Incomplete)? {
        let (_, value) = entry.map_err(|_| ProofError::Incomplete)?;
        take(&value)?;
    }
    Ok(())
}
