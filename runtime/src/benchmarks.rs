//! The benchmarks behind the pallets' weights; run by `scripts/weigh`.

use alloc::{string::String, vec::Vec};

use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, define_benchmarks};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

use crate::AllPalletsWithSystem;

define_benchmarks!(
    [pallet_cold_chain, ColdChain]
    [pallet_compliance, Compliance]
    [pallet_custody_transfer, CustodyTransfer]
    [pallet_drug_batch, DrugBatch]
    [pallet_governance, Governance]
    [pallet_model_registry, ModelRegistry]
    [pallet_participants, Participants]
);

use crate::{ColdChain, Compliance, CustodyTransfer, DrugBatch, Governance, ModelRegistry, Participants};

/// Which benchmarks there are.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
    let mut list = Vec::<BenchmarkList>::new();
    list_benchmarks!(list, extra);
    (list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn dispatch(config: &BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
    // Every block sets the clock before anything reads it.
    whitelist.push(pallet_timestamp::Now::<crate::Runtime>::hashed_key().to_vec().into());
    let mut batches = Vec::<BenchmarkBatch>::new();
    let params = (config, &whitelist);
    add_benchmarks!(params, batches);
    Ok(batches)
}
