//! What reading and writing one key of state costs, in a database such as a node has.

use std::time::{Duration, Instant};

use anyhow::Result;
use sc_client_api::{Backend as _, BlockImportOperation as _, NewBlockState, TrieCacheContext};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sp_core::H256;
use sp_runtime::{
    OpaqueExtrinsic,
    generic::{Block, Header},
    traits::{BlakeTwo256, Header as _},
};
use sp_state_machine::Backend as _;
use sp_storage::StateVersion;

type TestBlock = Block<Header<u32, BlakeTwo256>, OpaqueExtrinsic>;

/// Keys of the state at a time, while it is filled.
const FILL: u32 = 50_000;
/// Blocks that a node keeps the state of.
const KEPT: u32 = 256;

/// The cost of one key, amortised over blocks of many.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// To read it.
    pub read: Duration,
    /// To write it: its share of the new trie's hashes and of handing it, and what pruning drops, to the database.
    pub write: Duration,
}

/// A chain of blocks that change state, each final at once.
struct Chain {
    backend: Backend<TestBlock>,
    number: u32,
    head: H256,
}

/// A key of a map, its hashed prefix before a hash of its own, and a value, of the usual sizes.
fn entry(key: u32, version: u32) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut name = [7; 32].to_vec();
    name.extend(sp_crypto_hashing::blake2_128(&key.to_le_bytes()));
    name.extend([1; 20]);
    let value = sp_crypto_hashing::blake2_256(&(u64::from(key) << 32 | u64::from(version)).to_le_bytes()).repeat(3);
    (name, Some(value))
}

impl Chain {
    fn put(&mut self, changes: Vec<(Vec<u8>, Option<Vec<u8>>)>) -> Result<()> {
        let mut operation = self.backend.begin_operation()?;
        self.backend.begin_state_operation(&mut operation, self.head)?;
        let state = operation.state()?.ok_or_else(|| anyhow::anyhow!("the backend has no state"))?;
        let delta = changes.iter().map(|(key, value)| (key.as_slice(), value.as_deref()));
        let (root, transaction) = state.storage_root(delta, StateVersion::V1);
        operation.update_db_storage(transaction)?;
        operation.update_storage(changes, Vec::new())?;
        let header = Header::new(self.number, H256::zero(), root, self.head, Default::default());
        (self.number, self.head) = (self.number + 1, header.hash());
        operation.set_block_data(header, Some(Vec::new()), None, None, NewBlockState::Final, true)?;
        self.backend.commit_operation(operation)?;
        Ok(())
    }
}

/// Fills a fresh database with `keys` keys, then reads and overwrites `each` random ones in each of `blocks` blocks.
///
/// The trie's cache is off: every read goes to the database, as in a node that has just started. The operating system's
/// cache is warm.
pub fn measure(keys: u32, each: u32, blocks: u32) -> Result<Cost> {
    let folder = tempfile::tempdir()?;
    let open = || {
        let settings = DatabaseSettings {
            trie_cache_maximum_size: None,
            state_pruning: Some(PruningMode::blocks_pruning(KEPT)),
            source: DatabaseSource::ParityDb { path: folder.path().to_owned() },
            blocks_pruning: BlocksPruning::KeepFinalized,
            pruning_filters: Vec::new(),
            metrics_registry: None,
        };
        Backend::new(settings, KEPT.into())
    };
    let mut chain = Chain { backend: open()?, number: 0, head: H256::zero() };
    for start in (0..keys).step_by(FILL as usize) {
        chain.put((start..keys.min(start + FILL)).map(|key| entry(key, 0)).collect())?;
    }
    // The database writes behind: closing it waits for what is left.
    let Chain { backend, number, head } = chain;
    drop(backend);
    let mut chain = Chain { backend: open()?, number, head };

    // Weyl's sequence: spread over all keys, and the same in every run.
    let spread = |count: u32| (u64::from(count).wrapping_mul(2_654_435_769) % u64::from(keys)) as u32;
    let state = chain.backend.state_at(chain.head, TrieCacheContext::Trusted)?;
    let wanted: Vec<_> = (0..each * blocks).map(|count| entry(spread(count), 0)).collect();
    let start = Instant::now();
    for (key, value) in &wanted {
        let found = state.storage(key).map_err(|error| anyhow::anyhow!("{error}"))?;
        anyhow::ensure!(&found == value, "the database lost a key");
    }
    let read = start.elapsed() / (each * blocks);
    drop((state, wanted));

    let versions: Vec<Vec<_>> = (0..blocks)
        .map(|block| (0..each).map(|count| entry(spread(block * each + count), block + 1)).collect())
        .collect();
    let mut write = Duration::ZERO;
    for changes in versions {
        let start = Instant::now();
        chain.put(changes)?;
        write += start.elapsed();
        // The database writes behind, on another core, and blocks do not follow each other without a pause.
        std::thread::sleep(start.elapsed());
    }
    Ok(Cost { read, write: write / (each * blocks) })
}
