//! The RPC methods the node serves beyond those of every Substrate node.

use std::{error::Error, sync::Arc};

use jsonrpsee::RpcModule;
use medtrail_runtime::{AccountId, Nonce};
use sc_consensus_grandpa::{FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sp_runtime::traits::NumberFor;
use substrate_frame_rpc_system::{System, SystemApiServer};

use crate::service::{Block, BlockHash, FullBackend, FullClient, FullPool};

/// What the GRANDPA methods report on.
#[derive(Clone)]
pub struct GrandpaDeps {
    /// The voter's progress.
    pub shared_voter_state: SharedVoterState,
    /// The authorities voting.
    pub shared_authority_set: SharedAuthoritySet<BlockHash, NumberFor<Block>>,
    /// Justifications as they arrive.
    pub justification_stream: GrandpaJustificationStream<Block>,
    /// Proofs of finality.
    pub finality_proof_provider: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// What the RPC methods need.
#[derive(Clone)]
pub struct FullDeps {
    /// The chain.
    pub client: Arc<FullClient>,
    /// The transactions waiting for a block.
    pub pool: Arc<FullPool>,
    /// What finality rests on.
    pub grandpa: GrandpaDeps,
}

/// Gathers the node's own RPC methods.
pub fn create_full(
    deps: FullDeps,
    executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
    let FullDeps { client, pool, grandpa } = deps;
    let system = System::<FullPool, FullClient, Block>::new(client, pool);
    let grandpa = Grandpa::new(
        executor,
        grandpa.shared_authority_set,
        grandpa.shared_voter_state,
        grandpa.justification_stream,
        grandpa.finality_proof_provider,
    );

    let mut module = RpcModule::new(());
    module.merge(SystemApiServer::<BlockHash, AccountId, Nonce>::into_rpc(system))?;
    module.merge(grandpa.into_rpc())?;
    Ok(module)
}
