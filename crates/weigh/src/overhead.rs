//! What a block and a transaction cost, whatever is in them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use codec::Encode;
use ledger_client::{ChainId, Signer};
use ledger_types::{
    BatchKey, Block, RecallClass,
    call::{Call, DrugBatchCall},
};
use serde_json::Value;
use sp_core::{Blake2Hasher, H256};
use sp_runtime::{
    ApplyExtrinsicResult, Digest, DigestItem,
    generic::Header,
    traits::{BlakeTwo256, Header as _},
};
use sp_state_machine::{InMemoryBackend, OverlayedChanges};
use sp_storage::StateVersion;
use sp_version::RuntimeVersion;

use crate::run::Runtime;

type BlockHeader = Header<u32, BlakeTwo256>;

/// The costs.
#[derive(Clone, Copy, Debug)]
pub struct Overhead {
    /// Of beginning and ending a block.
    pub block: Duration,
    /// Of decoding a transaction, checking its signature, all extensions, and recording what became of it.
    pub transaction: Duration,
}

/// The state after the first block of the `dev` preset.
fn genesis(runtime: &Runtime) -> Result<InMemoryBackend<Blake2Hasher>> {
    let mut backend = InMemoryBackend::<Blake2Hasher>::default();
    let mut overlay = OverlayedChanges::default();
    let mut preset = |name: Option<&str>| {
        let found: Option<Vec<u8>> =
            runtime.call_on(&backend, &mut overlay, "GenesisBuilder_get_preset", &name.encode())?;
        Ok::<Value, anyhow::Error>(serde_json::from_slice(&found.context("the runtime lacks a preset")?)?)
    };
    let mut config = preset(None)?;
    merge(&mut config, preset(Some("development"))?);
    let config = serde_json::to_vec(&config)?.encode();
    let built: Result<(), String> = runtime.call_on(&backend, &mut overlay, "GenesisBuilder_build_state", &config)?;
    built.map_err(|error| anyhow!(error))?;
    let changes = overlay.drain_storage_changes(&backend, StateVersion::V1).map_err(|error| anyhow!(error))?;
    backend.apply_transaction(changes.transaction_storage_root, changes.transaction);
    Ok(backend)
}

/// A preset tells only what differs from the default.
fn merge(config: &mut Value, patch: Value) {
    match (config, patch) {
        (Value::Object(config), Value::Object(patch)) => {
            patch.into_iter().for_each(|(key, value)| merge(config.entry(key).or_insert(Value::Null), value));
        }
        (config, patch) => *config = patch,
    }
}

/// Acts that the chain refuses after its extensions have let them pass: a regulator recalls what nobody registered.
fn refused_acts(runtime: &Runtime, genesis: H256, count: u32) -> Result<Vec<Vec<u8>>> {
    let version: RuntimeVersion = runtime.version()?;
    let chain = ChainId {
        genesis: genesis.0,
        spec_version: version.spec_version,
        transaction_version: version.transaction_version,
    };
    let alice: Signer = "//Alice".parse().context("a path")?;
    let batch = BatchKey::new(4_012_345_678_901, b"NOBODYS").context("a lot")?;
    let call = Call::DrugBatch(DrugBatchCall::RecallBatch { batch, class: RecallClass::I });
    let birth = Block { number: 0, hash: genesis.0 };
    Ok((0..count).map(|nonce| chain.sign(&call, &alice, nonce, birth)).collect())
}

/// Builds the second block, with these acts, as an author does; its bytes.
fn build(runtime: &Runtime, state: &InMemoryBackend<Blake2Hasher>, parent: H256, acts: &[Vec<u8>]) -> Result<Vec<u8>> {
    const SLOT: u64 = 900_000_000;
    let mut overlay = OverlayedChanges::default();
    let digest = Digest { logs: vec![DigestItem::PreRuntime(*b"aura", SLOT.encode())] };
    let header = BlockHeader::new(1, Default::default(), Default::default(), parent, digest);
    // The clock's inherent, unsigned: pallet 1, call 0.
    let clock = (4u8, 1u8, 0u8, codec::Compact(SLOT * 2_000)).encode().encode();

    let _: u8 = runtime.call_on(state, &mut overlay, "Core_initialize_block", &header.encode())?;
    let mut body = codec::Compact(acts.len() as u32 + 1).encode();
    for extrinsic in [&clock].into_iter().chain(acts) {
        overlay.start_transaction();
        let applied: ApplyExtrinsicResult =
            runtime.call_on(state, &mut overlay, "BlockBuilder_apply_extrinsic", extrinsic)?;
        overlay.commit_transaction().map_err(|_| anyhow!("unbalanced transactions"))?;
        ensure!(applied.is_ok(), "a transaction does not belong into the block: {applied:?}");
        body.extend(extrinsic);
    }
    let header: BlockHeader = runtime.call_on(state, &mut overlay, "BlockBuilder_finalize_block", &[])?;
    Ok([header.encode(), body].concat())
}

/// How long a block takes to import.
fn import(runtime: &Runtime, state: &InMemoryBackend<Blake2Hasher>, block: &[u8]) -> Result<Duration> {
    let start = Instant::now();
    let () = runtime.call_on(state, &mut OverlayedChanges::default(), "Core_execute_block", block)?;
    Ok(start.elapsed())
}

/// How long a call takes that is refused, by the benchmark of that name.
fn refused_call(runtime: &Runtime, times: u32) -> Result<Duration> {
    let lists = runtime.benchmarks()?;
    let list = lists.iter().find(|list| list.pallet == b"pallet_drug_batch").context("no benchmarks of drug-batch")?;
    let refused = list.benchmarks.iter().find(|benchmark| benchmark.name == b"refused").context("no such benchmark")?;
    let results = runtime.run(list, refused, 1, times)?;
    Ok(median(results.iter().map(|result| Duration::from_nanos(result.extrinsic_time as u64)).collect()))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Imports an empty block and one of so many acts, so many times each; tells the medians. Authors need longer for a
/// transaction, and stop in time by the clock.
pub fn measure(runtime: &Runtime, acts: u32, blocks: u32) -> Result<Overhead> {
    // The second block's parent is what the runtime takes for the hash of the first, whatever it is.
    let parent = H256::repeat_byte(9);
    let state = genesis(runtime)?;
    let empty = build(runtime, &state, parent, &[])?;
    let full = build(runtime, &state, parent, &refused_acts(runtime, parent, acts)?)?;
    let (mut of_empty, mut of_full) = (Vec::new(), Vec::new());
    for _ in 0..blocks {
        of_empty.push(import(runtime, &state, &empty)?);
        of_full.push(import(runtime, &state, &full)?);
    }
    let block = median(of_empty);
    let act = median(of_full).saturating_sub(block) / acts;
    // What the refused call itself takes is weighed with its pallet.
    Ok(Overhead { block, transaction: act.saturating_sub(refused_call(runtime, blocks)?) })
}
