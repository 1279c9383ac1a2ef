//! The RPC methods the node serves beyond those of every Substrate node.

use std::{error::Error, sync::Arc};

use jsonrpsee::{RpcModule, types::ErrorObjectOwned};
use medtrail_runtime::{AccountId, Nonce};
use sc_consensus_grandpa::{GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sp_runtime::traits::NumberFor;
use substrate_frame_rpc_system::{System, SystemApiServer};

use crate::{
    finality::FinalityProofs,
    service::{Block, BlockHash, FullClient, FullPool},
};

const PROVE_FINALITY: &str = "grandpa_proveFinality";
/// The error of Substrate's own method.
const NOT_PROVEN: i32 = 4;

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
    pub finality_proofs: Arc<FinalityProofs>,
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
    let proofs = grandpa.finality_proofs;
    let grandpa = Grandpa::new(
        executor,
        grandpa.shared_authority_set,
        grandpa.shared_voter_state,
        grandpa.justification_stream,
        proofs.substrate(),
    );

    let mut module = RpcModule::new(());
    module.merge(SystemApiServer::<BlockHash, AccountId, Nonce>::into_rpc(system))?;
    module.merge(grandpa.into_rpc())?;
    module.remove_method(PROVE_FINALITY);
    module.register_method(PROVE_FINALITY, move |params, _, _| {
        let block = params.one::<NumberFor<Block>>()?;
        proofs.prove(block).map_err(|error| ErrorObjectOwned::owned(NOT_PROVEN, error.to_string(), None::<()>))
    })?;
    Ok(module)
}
