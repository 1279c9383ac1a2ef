//! Proofs of storage values.

use alloc::vec::Vec;

use codec::DecodeAll;
use sp_core::{Blake2Hasher, H256};
use sp_trie::{LayoutV1, MemoryDB, StorageProof, read_trie_value};

use crate::{Hash, ProofError};

/// Most trie nodes in one proof. A proof of ten keys in a state of ten million has about 120.
pub const MAX_NODES: usize = 1_024;
/// Most bytes in one proof.
pub const MAX_BYTES: usize = 512 * 1024;
/// Most bytes in a proof of all that happened in one block: the events of a full one, and some.
pub const MAX_BLOCK_BYTES: usize = 8 * 1024 * 1024;

/// Trie nodes under a state root.
pub struct StateProof {
    root: H256,
    nodes: MemoryDB<Blake2Hasher>,
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
        Ok(Self { root: state_root.into(), nodes: StorageProof::new(nodes).into_memory_db() })
    }

    /// The value at a key; `None` if the proof shows that there is none.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`].
    pub fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ProofError> {
        read_trie_value::<LayoutV1<Blake2Hasher>, _>(&self.nodes, &self.root, key, None, None)
            .map_err(|_| ProofError::Incomplete)
    }

    /// The value at a key, decoded to its last byte.
    ///
    /// # Errors
    /// [`ProofError::Incomplete`], [`ProofError::Undecodable`].
    pub fn read<T: DecodeAll>(&self, key: &[u8]) -> Result<Option<T>, ProofError> {
        let decode = |bytes: Vec<u8>| T::decode_all(&mut bytes.as_slice()).map_err(|_| ProofError::Undecodable);
        self.value(key)?.map(decode).transpose()
    }
}
