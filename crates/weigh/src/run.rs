//! Calling the runtime's benchmarking API.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use codec::{Decode, Encode};
use frame_benchmarking::{
    BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkMetadata, BenchmarkParameter, BenchmarkResult,
};
use sc_executor::{HeapAllocStrategy, WasmExecutor};
use sp_core::{
    Blake2Hasher,
    traits::{CallContext, RuntimeCode, WrappedRuntimeCode},
};
use sp_externalities::Extensions;
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_state_machine::{Backend, OverlayedChanges, StateMachine};
use sp_version::RuntimeVersion;

use crate::state::State;

type HostFunctions = (sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions);

/// A runtime with benchmarks, compiled.
pub struct Runtime {
    code: Vec<u8>,
    executor: WasmExecutor<HostFunctions>,
}

impl Runtime {
    /// A runtime from its wasm.
    pub fn new(code: Vec<u8>) -> Self {
        let pages = HeapAllocStrategy::Static { extra_pages: 4_096 };
        let executor = WasmExecutor::builder()
            .with_onchain_heap_alloc_strategy(pages)
            .with_offchain_heap_alloc_strategy(pages)
            .build();
        Self { code, executor }
    }

    fn call<T: Decode>(&self, state: &State, method: &str, arguments: &[u8]) -> Result<T> {
        self.call_on(state, &mut OverlayedChanges::default(), method, arguments)
    }

    /// Calls a function of the runtime on any state, beneath changes that are not part of it yet.
    pub fn call_on<B: Backend<Blake2Hasher>, T: Decode>(
        &self,
        state: &B,
        overlay: &mut OverlayedChanges<Blake2Hasher>,
        method: &str,
        arguments: &[u8],
    ) -> Result<T> {
        let fetcher = WrappedRuntimeCode((&self.code).into());
        let runtime = RuntimeCode { code_fetcher: &fetcher, hash: vec![1], heap_pages: None };
        let mut extensions = Extensions::new();
        extensions.register(KeystoreExt(Arc::new(MemoryKeystore::new())));
        let context = CallContext::Offchain;
        let answer =
            StateMachine::new(state, overlay, &self.executor, method, arguments, &mut extensions, &runtime, context)
                .execute()
                .map_err(|error| anyhow!("{method}: {error}"))?;
        T::decode(&mut answer.as_slice()).context("the runtime's answer has another shape")
    }

    /// Which runtime it is.
    pub fn version(&self) -> Result<RuntimeVersion> {
        self.call(&State::new(), "Core_version", &[])
    }

    /// Which benchmarks there are.
    pub fn benchmarks(&self) -> Result<Vec<BenchmarkList>> {
        // What follows the lists, about storage, is not needed here.
        self.call(&State::new(), "Benchmark_benchmark_metadata", &false.encode())
    }

    /// Runs one benchmark: every component in turn goes through its range in `steps` steps while the others are at their
    /// highest, each `repeats` times.
    pub fn run(
        &self,
        list: &BenchmarkList,
        benchmark: &BenchmarkMetadata,
        steps: u32,
        repeats: u32,
    ) -> Result<Vec<BenchmarkResult>> {
        let mut results = Vec::new();
        for components in settings(benchmark, steps) {
            for repeat in 0..repeats {
                let config = BenchmarkConfig {
                    pallet: list.pallet.clone(),
                    instance: list.instance.clone(),
                    benchmark: benchmark.name.clone(),
                    selected_components: components.clone(),
                    verify: repeat == 0,
                    internal_repeats: 1,
                };
                let state = State::new();
                let batches: std::result::Result<Vec<BenchmarkBatch>, String> =
                    self.call(&state, "Benchmark_dispatch_benchmark", &config.encode())?;
                let batches = batches.map_err(|error| anyhow!("{components:?}: {error}"))?;
                results.extend(batches.into_iter().flat_map(|batch| batch.results));
            }
        }
        Ok(results)
    }
}

/// The values of all components, run by run.
fn settings(benchmark: &BenchmarkMetadata, steps: u32) -> Vec<Vec<(BenchmarkParameter, u32)>> {
    let highest: Vec<_> = benchmark.components.iter().map(|(name, _, high)| (*name, *high)).collect();
    if highest.is_empty() {
        return vec![highest];
    }
    let mut all = Vec::new();
    for (at, (name, low, high)) in benchmark.components.iter().enumerate() {
        let steps = steps.min(high - low + 1).max(2);
        for step in 0..steps {
            let mut values = highest.clone();
            if let Some(value) = values.get_mut(at) {
                *value = (*name, low + (u64::from(high - low) * u64::from(step) / u64::from(steps - 1)) as u32);
            }
            all.push(values);
        }
    }
    all
}
