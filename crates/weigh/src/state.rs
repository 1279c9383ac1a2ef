//! Chain state in memory that notes which keys are read and written, as the benchmarking host functions ask for.
//!
//! What a database costs is weighed by the key, so reading must cost next to nothing here: values are kept beside the trie.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    ops::Bound,
};

use sp_core::{Blake2Hasher, H256};
use sp_state_machine::{
    Backend, BackendTransaction, ChildStorageCollection, InMemoryBackend, IterArgs, StorageCollection, StorageIterator,
    StorageKey, StorageValue, UsageInfo, prove_read,
};
use sp_storage::{ChildInfo, StateVersion, TrackedStorageKey};
use sp_trie::MerkleValue;

type Memory = InMemoryBackend<Blake2Hasher>;

/// How often a key was read and written.
#[derive(Clone, Copy, Debug, Default)]
struct Touched {
    reads: u32,
    writes: u32,
}

struct Inner {
    memory: Memory,
    values: BTreeMap<Vec<u8>, Vec<u8>>,
    touched: HashMap<Vec<u8>, Touched>,
    whitelist: Vec<TrackedStorageKey>,
}

/// The state.
pub struct State(RefCell<Inner>);

/// Walks over keys.
pub struct Iter(<Memory as Backend<Blake2Hasher>>::RawIter);

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("State")
    }
}

impl State {
    /// An empty chain.
    pub fn new() -> Self {
        let (values, touched, whitelist) = (BTreeMap::new(), HashMap::new(), Vec::new());
        Self(RefCell::new(Inner { memory: Memory::default(), values, touched, whitelist }))
    }

    fn read(&self, key: &[u8]) {
        self.0.borrow_mut().touch(key).reads += 1;
    }
}

impl Inner {
    fn touch(&mut self, key: &[u8]) -> &mut Touched {
        self.touched.entry(key.to_vec()).or_default()
    }

    fn is_whitelisted(&self, key: &[u8]) -> bool {
        self.whitelist.iter().any(|known| known.key == key)
    }

    /// Bytes of the proof of all keys that were read.
    fn proof(&self) -> u32 {
        let keys: Vec<Vec<u8>> = self.touched.iter().filter(|(_, t)| t.reads > 0).map(|(key, _)| key.clone()).collect();
        let memory = Memory::clone(&self.memory);
        prove_read(memory, keys.iter()).map_or(0, |proof| proof.into_iter_nodes().map(|node| node.len() as u32).sum())
    }
}

impl Backend<Blake2Hasher> for State {
    type Error = <Memory as Backend<Blake2Hasher>>::Error;
    type RawIter = Iter;
    type TrieBackendStorage = <Memory as Backend<Blake2Hasher>>::TrieBackendStorage;

    fn storage(&self, key: &[u8]) -> Result<Option<StorageValue>, Self::Error> {
        self.read(key);
        Ok(self.0.borrow().values.get(key).cloned())
    }

    fn storage_hash(&self, key: &[u8]) -> Result<Option<H256>, Self::Error> {
        self.read(key);
        self.0.borrow().memory.storage_hash(key)
    }

    fn closest_merkle_value(&self, key: &[u8]) -> Result<Option<MerkleValue<H256>>, Self::Error> {
        self.0.borrow().memory.closest_merkle_value(key)
    }

    fn child_closest_merkle_value(
        &self,
        child: &ChildInfo,
        key: &[u8],
    ) -> Result<Option<MerkleValue<H256>>, Self::Error> {
        self.0.borrow().memory.child_closest_merkle_value(child, key)
    }

    fn child_storage(&self, child: &ChildInfo, key: &[u8]) -> Result<Option<StorageValue>, Self::Error> {
        self.0.borrow().memory.child_storage(child, key)
    }

    fn child_storage_hash(&self, child: &ChildInfo, key: &[u8]) -> Result<Option<H256>, Self::Error> {
        self.0.borrow().memory.child_storage_hash(child, key)
    }

    fn next_storage_key(&self, key: &[u8]) -> Result<Option<StorageKey>, Self::Error> {
        let after = (Bound::Excluded(key), Bound::Unbounded);
        let next = self.0.borrow().values.range::<[u8], _>(after).next().map(|(next, _)| next.clone());
        // Finding a key reads the path to it.
        if let Some(next) = &next {
            self.read(next);
        }
        Ok(next)
    }

    fn next_child_storage_key(&self, child: &ChildInfo, key: &[u8]) -> Result<Option<StorageKey>, Self::Error> {
        self.0.borrow().memory.next_child_storage_key(child, key)
    }

    fn storage_root<'a>(
        &self,
        delta: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
        version: StateVersion,
    ) -> (H256, BackendTransaction<Blake2Hasher>) {
        self.0.borrow().memory.storage_root(delta, version)
    }

    fn child_storage_root<'a>(
        &self,
        child: &ChildInfo,
        delta: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
        version: StateVersion,
    ) -> (H256, bool, BackendTransaction<Blake2Hasher>) {
        self.0.borrow().memory.child_storage_root(child, delta, version)
    }

    fn raw_iter(&self, args: IterArgs<'_>) -> Result<Self::RawIter, Self::Error> {
        self.0.borrow().memory.raw_iter(args).map(Iter)
    }

    fn register_overlay_stats(&self, _: &sp_state_machine::StateMachineStats) {}

    fn usage_info(&self) -> UsageInfo {
        UsageInfo::empty()
    }

    fn wipe(&self) -> Result<(), Self::Error> {
        let mut inner = self.0.borrow_mut();
        inner.memory = Memory::default();
        inner.values.clear();
        inner.touched.clear();
        Ok(())
    }

    fn commit(
        &self,
        root: H256,
        transaction: BackendTransaction<Blake2Hasher>,
        changes: StorageCollection,
        _: ChildStorageCollection,
    ) -> Result<(), Self::Error> {
        let mut inner = self.0.borrow_mut();
        for (key, value) in changes {
            inner.touch(&key).writes += 1;
            match value {
                Some(value) => inner.values.insert(key, value),
                None => inner.values.remove(&key),
            };
        }
        inner.memory.apply_transaction(root, transaction);
        Ok(())
    }

    fn read_write_count(&self) -> (u32, u32, u32, u32) {
        let inner = self.0.borrow();
        let counted = inner.touched.iter().filter(|(key, _)| !inner.is_whitelisted(key));
        counted.fold((0, 0, 0, 0), |(reads, repeat_reads, writes, repeat_writes), (_, touched)| {
            (
                reads + touched.reads.min(1),
                repeat_reads + touched.reads.saturating_sub(1),
                writes + touched.writes.min(1),
                repeat_writes + touched.writes.saturating_sub(1),
            )
        })
    }

    fn reset_read_write_count(&self) {
        let mut inner = self.0.borrow_mut();
        inner.touched.clear();
    }

    fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
        self.0.borrow().whitelist.clone()
    }

    fn set_whitelist(&self, whitelist: Vec<TrackedStorageKey>) {
        self.0.borrow_mut().whitelist = whitelist;
    }

    fn proof_size(&self) -> Option<u32> {
        Some(self.0.borrow().proof())
    }

    fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
        let inner = self.0.borrow();
        let each = |(key, touched): (&Vec<u8>, &Touched)| {
            (key.clone(), touched.reads, touched.writes, inner.is_whitelisted(key))
        };
        inner.touched.iter().map(each).collect()
    }
}

impl StorageIterator<Blake2Hasher> for Iter {
    type Backend = State;
    type Error = <Memory as Backend<Blake2Hasher>>::Error;

    fn next_key(&mut self, state: &State) -> Option<Result<StorageKey, Self::Error>> {
        self.0.next_key(&state.0.borrow().memory)
    }

    fn next_pair(&mut self, state: &State) -> Option<Result<(StorageKey, StorageValue), Self::Error>> {
        self.0.next_pair(&state.0.borrow().memory)
    }

    fn was_complete(&self) -> bool {
        self.0.was_complete()
    }
}
