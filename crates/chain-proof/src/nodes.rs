//! Trie nodes, each by its own hash.

use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::{Cell, RefCell};

use codec::{Compact, Decode, Encode, Error, Input};
use hash_db::{AsHashDB, HashDB, HashDBRef, Hasher, Prefix};
use sp_core::{Blake2Hasher, H256};
use sp_trie::{DBValue, LayoutV1, TrieDBBuilder};
use trie_db::{SeenHashes, decode_compact_from_iter, encode_compact_skip_duplicates};

use crate::{MAX_SNAPSHOT_NODES, MAX_SNAPSHOT_VISITS, ProofError};

/// How the chain's state is laid out in its trie.
pub(crate) type Layout = LayoutV1<Blake2Hasher>;

/// Trie nodes. Nothing can be put in under another hash than its own, so that only the chain's own nodes are ever found
/// on the way down from a state root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nodes(BTreeMap<H256, DBValue>);

impl Nodes {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn to_vec(&self) -> Vec<Vec<u8>> {
        self.0.values().cloned().collect()
    }

    /// These and others.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Those that are not among `others`.
    pub fn without(&self, others: &Self) -> Self {
        let missing = self.0.iter().filter(|(hash, _)| !others.0.contains_key(*hash));
        Self(missing.map(|(hash, node)| (*hash, node.clone())).collect())
    }
}

impl FromIterator<Vec<u8>> for Nodes {
    fn from_iter<I: IntoIterator<Item = Vec<u8>>>(nodes: I) -> Self {
        Self(nodes.into_iter().map(|node| (Blake2Hasher::hash(&node), node)).collect())
    }
}

impl HashDBRef<Blake2Hasher, DBValue> for Nodes {
    fn get(&self, hash: &H256, _: Prefix<'_>) -> Option<DBValue> {
        self.0.get(hash).cloned()
    }

    fn contains(&self, hash: &H256, _: Prefix<'_>) -> bool {
        self.0.contains_key(hash)
    }
}

impl HashDB<Blake2Hasher, DBValue> for Nodes {
    fn get(&self, hash: &H256, _: Prefix<'_>) -> Option<DBValue> {
        self.0.get(hash).cloned()
    }

    fn contains(&self, hash: &H256, _: Prefix<'_>) -> bool {
        self.0.contains_key(hash)
    }

    fn insert(&mut self, _: Prefix<'_>, node: &[u8]) -> H256 {
        let hash = Blake2Hasher::hash(node);
        self.0.insert(hash, node.to_vec());
        hash
    }

    fn emplace(&mut self, _: H256, prefix: Prefix<'_>, node: DBValue) {
        self.insert(prefix, &node);
    }

    fn remove(&mut self, hash: &H256, _: Prefix<'_>) {
        self.0.remove(hash);
    }
}

impl AsHashDB<Blake2Hasher, DBValue> for Nodes {
    fn as_hash_db(&self) -> &dyn HashDB<Blake2Hasher, DBValue> {
        self
    }

    fn as_hash_db_mut<'a>(&'a mut self) -> &'a mut (dyn HashDB<Blake2Hasher, DBValue> + 'a) {
        self
    }
}

/// Nodes of which those that somebody asks for are put aside. After so many questions it answers no more: a few nodes
/// that refer to each other again and again could keep a walk busy for ever.
pub(crate) struct Picked {
    from: RefCell<Nodes>,
    picked: RefCell<Nodes>,
    visits: Cell<u64>,
}

impl Picked {
    pub fn new(nodes: Nodes) -> Self {
        Self { from: RefCell::new(nodes), picked: RefCell::default(), visits: Cell::new(0) }
    }

    /// Those that were asked for.
    pub fn into_picked(self) -> Nodes {
        self.picked.into_inner()
    }
}

impl HashDBRef<Blake2Hasher, DBValue> for Picked {
    fn get(&self, hash: &H256, _: Prefix<'_>) -> Option<DBValue> {
        self.visits.set(self.visits.get() + 1);
        if self.visits.get() > MAX_SNAPSHOT_VISITS {
            return None;
        }
        let mut picked = self.picked.borrow_mut();
        if let Some(node) = picked.0.get(hash) {
            return Some(node.clone());
        }
        let node = self.from.borrow_mut().0.remove(hash)?;
        picked.0.insert(*hash, node.clone());
        Some(node)
    }

    fn contains(&self, hash: &H256, prefix: Prefix<'_>) -> bool {
        self.get(hash, prefix).is_some()
    }
}

/// Trie nodes as they are stored and sent: in the order of the trie, each once, and without the hashes that follow from
/// what comes after. The same nodes are always packed in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode)]
pub struct PackedNodes(pub Vec<Vec<u8>>);

impl Decode for PackedNodes {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let Compact(count) = Compact::<u32>::decode(input)?;
        // Empty ones take a byte each, and many times that in memory.
        if count as usize > MAX_SNAPSHOT_NODES {
            return Err("too many trie nodes".into());
        }
        (0..count).map(|_| Decode::decode(input)).collect::<Result<_, _>>().map(Self)
    }
}

impl PackedNodes {
    /// Packs the nodes below a root.
    pub(crate) fn pack(nodes: &Nodes, root: &H256) -> Result<Self, ProofError> {
        if nodes.0.is_empty() {
            return Ok(Self::default());
        }
        let trie = TrieDBBuilder::<Layout>::new(nodes, root).build();
        encode_compact_skip_duplicates(&trie, &mut SeenHashes::default()).map(Self).map_err(|_| ProofError::Incomplete)
    }

    /// The nodes, if they are those below a root.
    pub(crate) fn unpack(&self, root: &H256) -> Result<Nodes, ProofError> {
        if self.0.len() > MAX_SNAPSHOT_NODES {
            return Err(ProofError::TooLarge);
        }
        let mut nodes = Nodes::default();
        if self.0.is_empty() {
            return Ok(nodes);
        }
        let packed = self.0.iter().map(Vec::as_slice);
        let (found, read) =
            decode_compact_from_iter::<Layout, _, _>(&mut nodes, packed).map_err(|_| ProofError::Incomplete)?;
        if found != *root || read != self.0.len() {
            return Err(ProofError::Incomplete);
        }
        Ok(nodes)
    }
}
