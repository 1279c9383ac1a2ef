//! What the node and clients may ask of the runtime.

use alloc::vec::Vec;

use frame_support::genesis_builder_helper::{build_state, get_preset};
use ledger_types::{BatchKey, HeldBy, HoldingStatus, Outcome, PackIndex, Whereabouts};
use pallet_grandpa::AuthorityId as GrandpaId;
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{OpaqueMetadata, crypto::KeyTypeId};
use sp_runtime::{
    ApplyExtrinsicResult, DispatchError,
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

use crate::{
    AccountId, Block, CustodyTransfer, Executive, Grandpa, InherentDataExt, Nonce, Runtime, RuntimeEvent,
    RuntimeGenesisConfig, SLOT_DURATION, System, VERSION, opaque::SessionKeys, presets,
};

sp_api::decl_runtime_apis! {
    /// Reads for clients that do not decode metadata.
    pub trait LedgerApi {
        /// What became of transaction number `extrinsic` of this block; `None` if there is none.
        fn outcome(extrinsic: u32) -> Option<Outcome>;
        /// Where the records about a pack stand; `None` if there is no such batch.
        fn whereabouts(batch: BatchKey, pack: Option<PackIndex>) -> Option<Whereabouts>;
    }
}

/// Reads an outcome from the block's events.
pub(crate) fn outcome(extrinsic: u32) -> Option<Outcome> {
    let (mut shipment, mut participant, mut motion, mut case, mut end) = (None, None, None, None, None);
    for record in System::read_events_no_consensus() {
        if !matches!(record.phase, frame_system::Phase::ApplyExtrinsic(index) if index == extrinsic) {
            continue;
        }
        match record.event {
            RuntimeEvent::CustodyTransfer(pallet_custody_transfer::Event::Dispatched { shipment: opened, .. }) => {
                shipment = Some(opened);
            }
            RuntimeEvent::Participants(pallet_participants::Event::ParticipantRegistered {
                participant: enrolled,
                ..
            }) => participant = Some(enrolled),
            RuntimeEvent::Compliance(pallet_compliance::Event::CaseOpened { case: opened, .. }) => case = Some(opened),
            RuntimeEvent::Council(pallet_collective::Event::Proposed { proposal_index, proposal_hash, .. }) => {
                motion = Some((proposal_index, proposal_hash.into()));
            }
            // What the council decided on may itself be refused; the decision stands.
            RuntimeEvent::Council(pallet_collective::Event::Executed { result: Err(error), .. }) => {
                end = Some(Err(error));
            }
            RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }) if end.is_none() => end = Some(Ok(())),
            RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { dispatch_error, .. }) => {
                end = Some(Err(dispatch_error));
            }
            _ => {}
        }
    }
    Some(match end? {
        Ok(()) => Outcome::Done { shipment, participant, motion, case },
        Err(DispatchError::Module(error)) => Outcome::Refused { pallet: error.index, error: error.error[0] },
        Err(_) => Outcome::Failed,
    })
}

/// Names the records that a scanner asks to have proven.
pub(crate) fn whereabouts(batch: &BatchKey, pack: Option<PackIndex>) -> Option<Whereabouts> {
    let maker = pallet_drug_batch::Batches::<Runtime>::get(batch)?.maker;
    let held = pack.and_then(|pack| CustodyTransfer::holding_of(batch, pack)).map(|(end, holding)| HeldBy {
        end,
        holder: holding.holder,
        shipment: match holding.status {
            HoldingStatus::InTransit(shipment) => Some(shipment),
            HoldingStatus::Held => None,
        },
    });
    Some(Whereabouts { maker, held })
}

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block);
        }

        fn initialize_block(header: &<Block as BlockT>::Header) -> sp_runtime::ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: frame_support::view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> <Block as BlockT>::Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(data: sp_inherents::InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: sp_inherents::InherentData,
        ) -> sp_inherents::CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            transaction: <Block as BlockT>::Extrinsic,
            block: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, transaction, block)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
        fn slot_duration() -> sp_consensus_aura::SlotDuration {
            sp_consensus_aura::SlotDuration::from_millis(SLOT_DURATION)
        }

        fn authorities() -> Vec<AuraId> {
            pallet_aura::Authorities::<Runtime>::get().into_inner()
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> sp_consensus_grandpa::SetId {
            pallet_grandpa::CurrentSetId::<Runtime>::get()
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            _: sp_consensus_grandpa::EquivocationProof<<Block as BlockT>::Hash, NumberFor<Block>>,
            _: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            None
        }

        fn generate_key_ownership_proof(
            _: sp_consensus_grandpa::SetId,
            _: GrandpaId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            None
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl crate::apis::LedgerApi<Block> for Runtime {
        fn outcome(extrinsic: u32) -> Option<Outcome> {
            outcome(extrinsic)
        }

        fn whereabouts(batch: BatchKey, pack: Option<PackIndex>) -> Option<Whereabouts> {
            whereabouts(&batch, pack)
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(
            extra: bool,
        ) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
            crate::benchmarks::metadata(extra)
        }

        fn dispatch_benchmark(
            config: frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
            crate::benchmarks::dispatch(&config)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, presets::preset)
        }

        fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
            presets::names()
        }
    }
}
