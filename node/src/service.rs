//! The parts of a running node and how they are joined.

use std::{error::Error, sync::Arc, time::Duration};

use futures::FutureExt;
use medtrail_runtime::RuntimeApi;
use sc_client_api::Backend;
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{GrandpaPruningFilter, SharedVoterState};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
    BuildNetworkParams, Configuration, Error as ServiceError, PartialComponents, SpawnTasksParams, TaskManager,
    WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::{
    SlotDuration,
    inherents::InherentDataProvider as SlotInherent,
    sr25519::{AuthorityId as AuraId, AuthorityPair as AuraPair},
};
use sp_runtime::traits::Block as BlockT;
use sp_timestamp::InherentDataProvider as TimestampInherent;

use crate::{
    cli::Sealing,
    finality::FinalityProofs,
    rpc::{FullDeps, GrandpaDeps, create_full},
    sealing::{SealingParts, spawn_sealing},
};

/// A block, its transactions left encoded.
pub type Block = medtrail_runtime::opaque::Block;
/// The hash of a block.
pub type BlockHash = <Block as BlockT>::Hash;
/// The node's view of the chain.
pub type FullClient =
    sc_service::TFullClient<Block, RuntimeApi, sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>>;
/// Where the chain is stored.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// The transactions waiting for a block.
pub type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;

pub(crate) type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
pub(crate) type GrandpaBlockImport =
    sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;
pub(crate) type ProposerFactory = sc_basic_authorship::ProposerFactory<FullPool, FullClient>;
pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// The parts every command that opens the database shares.
pub type Service = PartialComponents<
    FullClient,
    FullBackend,
    FullSelectChain,
    sc_consensus::DefaultImportQueue<Block>,
    FullPool,
    (GrandpaBlockImport, GrandpaLink, Option<Telemetry>),
>;

/// How many blocks may pass between justifications that are kept.
const GRANDPA_JUSTIFICATION_PERIOD: u32 = 512;
/// How long a GRANDPA message is expected to take to cross the network.
const GRANDPA_GOSSIP_DURATION: Duration = Duration::from_millis(333);
/// How much of a slot may go into proposing its block.
const BLOCK_PROPOSAL_SLOT_PORTION: f32 = 2.0 / 3.0;

/// Opens the database and builds what is needed to import blocks.
pub fn new_partial(config: &Configuration) -> Result<Service, ServiceError> {
    let telemetry = config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| -> Result<_, sc_telemetry::Error> {
            let worker = TelemetryWorker::new(16)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok((worker, telemetry))
        })
        .transpose()?;

    let executor = sc_service::new_wasm_executor::<sp_io::SubstrateHostFunctions>(&config.executor);
    // Blocks with a GRANDPA justification outlive pruning: warp sync proofs are made of them.
    let (client, backend, keystore_container, task_manager) = sc_service::new_full_parts::<Block, RuntimeApi, _>(
        config,
        telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
        executor,
        vec![Arc::new(GrandpaPruningFilter)],
    )?;
    let client = Arc::new(client);

    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        telemetry
    });

    let select_chain = FullSelectChain::new(backend.clone());
    let transaction_pool: Arc<FullPool> = Arc::new(
        sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    );

    let (grandpa_block_import, grandpa_link) = sc_consensus_grandpa::block_import(
        client.clone(),
        GRANDPA_JUSTIFICATION_PERIOD,
        &client,
        select_chain.clone(),
        telemetry.as_ref().map(Telemetry::handle),
    )?;

    let inherents_client = client.clone();
    let import_queue = sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
        block_import: grandpa_block_import.clone(),
        justification_import: Some(Box::new(grandpa_block_import.clone())),
        client: client.clone(),
        create_inherent_data_providers: move |parent: BlockHash, ()| {
            let client = inherents_client.clone();
            async move {
                let slot_duration =
                    sc_consensus_aura::standalone::slot_duration_at::<AuraId, Block, _>(&*client, parent)?;
                Ok::<_, BoxError>(slot_and_time(slot_duration))
            }
        },
        spawner: &task_manager.spawn_essential_handle(),
        registry: config.prometheus_registry(),
        check_for_equivocation: Default::default(),
        telemetry: telemetry.as_ref().map(Telemetry::handle),
        compatibility_mode: Default::default(),
    })?;

    Ok(PartialComponents {
        client,
        backend,
        task_manager,
        keystore_container,
        select_chain,
        import_queue,
        transaction_pool,
        other: (grandpa_block_import, grandpa_link, telemetry),
    })
}

/// Starts a node. With `sealing`, blocks are made without Aura and finalised without a vote.
pub fn new_full<N>(config: Configuration, sealing: Option<Sealing>) -> Result<TaskManager, ServiceError>
where
    N: sc_network::NetworkBackend<Block, BlockHash>,
{
    let PartialComponents {
        client,
        backend,
        mut task_manager,
        keystore_container,
        select_chain,
        import_queue,
        transaction_pool,
        other: (block_import, grandpa_link, mut telemetry),
    } = new_partial(&config)?;

    let role = config.role;
    let force_authoring = config.force_authoring;
    let name = config.network.node_name.clone();
    let prometheus_registry = config.prometheus_registry().cloned();
    // A sealed block is finalised as it is made: there is nothing to vote on.
    let enable_grandpa = !config.disable_grandpa && sealing.is_none();

    let mut net_config = sc_network::config::FullNetworkConfiguration::<Block, BlockHash, N>::new(
        &config.network,
        prometheus_registry.clone(),
    );
    let metrics = N::register_notification_metrics(config.prometheus_registry());

    let grandpa_protocol_name =
        sc_consensus_grandpa::protocol_standard_name(&client.chain_info().genesis_hash, &config.chain_spec);
    let grandpa_notifications = enable_grandpa.then(|| {
        let (protocol, service) = sc_consensus_grandpa::grandpa_peers_set_config::<Block, N>(
            grandpa_protocol_name.clone(),
            metrics.clone(),
            net_config.peer_store_handle(),
        );
        net_config.add_notification_protocol(protocol);
        service
    });

    let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
        backend.clone(),
        grandpa_link.shared_authority_set().clone(),
        Vec::new(),
    ));

    // The last value is the Bitswap handle, of use only to nodes that fetch over IPFS.
    let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
        sc_service::build_network(BuildNetworkParams {
            config: &config,
            net_config,
            client: client.clone(),
            transaction_pool: transaction_pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    if config.offchain_worker.enabled {
        let offchain_workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
            runtime_api_provider: client.clone(),
            keystore: Some(keystore_container.keystore()),
            offchain_db: backend.offchain_storage(),
            transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
            network_provider: Arc::new(network.clone()),
            is_validator: role.is_authority(),
            enable_http_requests: true,
            custom_extensions: |_| Vec::new(),
        })?;
        task_manager.spawn_handle().spawn(
            "offchain-workers-runner",
            Some("offchain-worker"),
            offchain_workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
        );
    }

    let shared_voter_state = SharedVoterState::empty();
    let rpc_deps = FullDeps {
        client: client.clone(),
        pool: transaction_pool.clone(),
        grandpa: GrandpaDeps {
            shared_voter_state: shared_voter_state.clone(),
            shared_authority_set: grandpa_link.shared_authority_set().clone(),
            justification_stream: grandpa_link.justification_stream(),
            finality_proofs: Arc::new(FinalityProofs::new(
                backend.clone(),
                grandpa_link.shared_authority_set().clone(),
            )),
        },
    };

    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: client.clone(),
        backend,
        task_manager: &mut task_manager,
        keystore: keystore_container.keystore(),
        transaction_pool: transaction_pool.clone(),
        rpc_builder: Box::new(move |executor: SubscriptionTaskExecutor| {
            create_full(rpc_deps.clone(), executor).map_err(ServiceError::Application)
        }),
        network: network.clone(),
        system_rpc_tx,
        tx_handler_controller,
        sync_service: sync_service.clone(),
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    let proposer_factory = ProposerFactory::new(
        task_manager.spawn_handle(),
        client.clone(),
        transaction_pool.clone(),
        prometheus_registry.as_ref(),
        telemetry.as_ref().map(Telemetry::handle),
    );

    if let Some(sealing) = sealing {
        spawn_sealing(
            sealing,
            &task_manager,
            SealingParts {
                client,
                pool: transaction_pool.clone(),
                select_chain,
                env: proposer_factory,
                block_import,
                finalisers: grandpa_link.shared_authority_set().clone(),
                keystore: keystore_container.keystore(),
            },
        )?;
    } else if role.is_authority() {
        let slot_duration = sc_consensus_aura::slot_duration::<AuraId, _, _>(&*client)?;
        let backoff_authoring_blocks: Option<()> = None;
        let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
            slot_duration,
            client,
            select_chain,
            block_import,
            proposer_factory,
            sync_oracle: sync_service.clone(),
            justification_sync_link: sync_service.clone(),
            create_inherent_data_providers: move |_parent: BlockHash, ()| async move {
                Ok::<_, BoxError>(slot_and_time(slot_duration))
            },
            force_authoring,
            backoff_authoring_blocks,
            keystore: keystore_container.keystore(),
            block_proposal_slot_portion: SlotProportion::new(BLOCK_PROPOSAL_SLOT_PORTION),
            max_block_proposal_slot_portion: None,
            telemetry: telemetry.as_ref().map(Telemetry::handle),
            compatibility_mode: Default::default(),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
    }

    if let Some(notification_service) = grandpa_notifications {
        // Nodes that are not authorities follow the votes but have no key to cast them with.
        let keystore = role.is_authority().then(|| keystore_container.keystore());
        let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
            config: sc_consensus_grandpa::Config {
                gossip_duration: GRANDPA_GOSSIP_DURATION,
                justification_generation_period: GRANDPA_JUSTIFICATION_PERIOD,
                observer_enabled: false,
                local_role: role,
                name: Some(name),
                keystore,
                telemetry: telemetry.as_ref().map(Telemetry::handle),
                protocol_name: grandpa_protocol_name,
            },
            link: grandpa_link,
            network,
            sync: sync_service,
            notification_service,
            // Substrate's default stays two blocks behind the best one, which costs every act four seconds. Validators
            // that see different best blocks finalise what these have in common.
            voting_rule: sc_consensus_grandpa::VotingRulesBuilder::new()
                .add(sc_consensus_grandpa::ThreeQuartersOfTheUnfinalizedChain)
                .build(),
            prometheus_registry,
            shared_voter_state,
            telemetry: telemetry.as_ref().map(Telemetry::handle),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
    }

    Ok(task_manager)
}

/// The inherents of a block made now.
fn slot_and_time(slot_duration: SlotDuration) -> (SlotInherent, TimestampInherent) {
    let timestamp = TimestampInherent::from_system_time();
    (SlotInherent::from_timestamp_and_slot_duration(*timestamp, slot_duration), timestamp)
}
