//! Blocks without slots and votes, for development: sealed as transactions arrive or at intervals, and finalised at once.

use std::sync::Arc;

use codec::Encode;
use finality_grandpa::SignedPrecommit;
use futures::{StreamExt, stream};
use medtrail_runtime::Header;
use sc_client_api::{BlockchainEvents, HeaderBackend, ImportNotifications};
use sc_consensus::JustificationImport;
use sc_consensus_grandpa::{Commit, GRANDPA_ENGINE_ID, GrandpaJustification, Precommit, SharedAuthoritySet};
use sc_consensus_manual_seal::{
    ConsensusDataProvider, EngineCommand, ManualSealParams, consensus::aura::AuraConsensusDataProvider,
};
use sc_service::{Error as ServiceError, TaskManager, TransactionPool};
use sp_consensus_aura::{
    SlotDuration,
    sr25519::{AuthorityId as AuraId, AuthoritySignature as AuraSignature},
};
use sp_keystore::KeystorePtr;
use sp_runtime::traits::NumberFor;
use sp_timestamp::{InherentDataProvider as TimestampInherent, Timestamp};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::{
    cli::Sealing,
    service::{Block, BlockHash, BoxError, FullClient, FullPool, FullSelectChain, GrandpaBlockImport, ProposerFactory},
};

/// What sealing needs of a node.
pub struct SealingParts {
    /// The chain.
    pub client: Arc<FullClient>,
    /// The transactions waiting for a block.
    pub pool: Arc<FullPool>,
    /// Which block to build on.
    pub select_chain: FullSelectChain,
    /// Makes blocks.
    pub env: ProposerFactory,
    /// Takes them, and what finalises them.
    pub block_import: GrandpaBlockImport,
    /// Whose word finalises.
    pub finalisers: SharedAuthoritySet<BlockHash, NumberFor<Block>>,
    /// Where their keys are.
    pub keystore: KeystorePtr,
}

/// Spawns the task that seals blocks for a development chain.
///
/// Blocks bear no Aura seal: a node that follows consensus rejects them.
pub fn spawn_sealing(sealing: Sealing, task_manager: &TaskManager, parts: SealingParts) -> Result<(), ServiceError> {
    let SealingParts { client, pool, select_chain, env, block_import, finalisers, keystore } = parts;
    let slot_duration = sc_consensus_aura::slot_duration::<AuraId, _, _>(&*client)?;

    // Both the slot's digest and the timestamp come from the one inherent, so they agree.
    let consensus_data_provider: Option<Box<dyn ConsensusDataProvider<Block>>> =
        Some(Box::new(AuraConsensusDataProvider::<Block>::new_with_slot_duration(slot_duration)));
    let inherents_client = client.clone();
    let create_inherent_data_providers = move |parent: BlockHash, ()| {
        let timestamp = sealed_timestamp(&inherents_client, parent, slot_duration);
        async move { timestamp.map(TimestampInherent::new) }
    };

    let spawner = task_manager.spawn_essential_handle();
    let blocks = client.import_notification_stream();
    let finalising = finalise(blocks, block_import.clone(), finalisers, keystore);
    spawner.spawn_blocking("sealed-finality", Some("finality"), finalising);

    // Nobody votes for the first block of a chain, so nothing can be proven before there is a second one.
    let fresh = client.info().best_number == 0;
    let begin = stream::iter(fresh.then(seal));
    let commands_stream = match sealing {
        Sealing::Instant => begin.chain(pool.import_notification_stream().map(|_| seal())).boxed(),
        Sealing::Interval(period) => {
            let mut ticker = interval_at(Instant::now() + period, period);
            ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let ticks = stream::unfold(ticker, |mut ticker| async move {
                ticker.tick().await;
                Some((seal(), ticker))
            });
            begin.chain(ticks).boxed()
        }
    };
    let sealing = sc_consensus_manual_seal::run_manual_seal(ManualSealParams {
        block_import,
        env,
        client,
        pool,
        commands_stream,
        select_chain,
        consensus_data_provider,
        create_inherent_data_providers,
    });
    spawner.spawn_blocking("sealing", Some("block-authoring"), sealing);
    Ok(())
}

fn seal() -> EngineCommand<BlockHash> {
    EngineCommand::SealNewBlock { create_empty: true, finalize: false, parent_hash: None, sender: None }
}

/// The timestamp of a sealed block: the present, unless its slot is not after the parent's, in which
/// case the start of the next slot. Sealing faster than the slots pass thus runs ahead of the clock.
fn sealed_timestamp(
    client: &FullClient,
    parent: BlockHash,
    slot_duration: SlotDuration,
) -> Result<Timestamp, BoxError> {
    let header = client.header(parent)?.ok_or_else(|| format!("no header for the parent block {parent:?}"))?;
    let parent_slot = sc_consensus_aura::find_pre_digest::<Block, AuraSignature>(&header)?;
    let next_slot = parent_slot
        .saturating_add(1u64)
        .timestamp(slot_duration)
        .ok_or_else(|| format!("the slot after {parent_slot} has no timestamp"))?;
    Ok(next_slot.max(Timestamp::current()))
}

/// Finalises each new block with a real justification, signed by the finalisers whose keys this node has: scanners check
/// a sealed chain as they check any other.
async fn finalise(
    mut blocks: ImportNotifications<Block>,
    mut import: GrandpaBlockImport,
    finalisers: SharedAuthoritySet<BlockHash, NumberFor<Block>>,
    keystore: KeystorePtr,
) {
    while let Some(block) = blocks.next().await {
        if !block.is_new_best {
            continue;
        }
        let number = block.header.number;
        let justification = justify(block.hash, number, &finalisers, &keystore);
        let imported =
            import.import_justification(block.hash, number, (GRANDPA_ENGINE_ID, justification.encode())).await;
        if let Err(error) = imported {
            log::warn!("sealed block {number} is not finalised: {error}");
        }
    }
}

/// The votes of all finalisers whose keys are here, for one block in a round of its own.
fn justify(
    hash: BlockHash,
    number: NumberFor<Block>,
    finalisers: &SharedAuthoritySet<BlockHash, NumberFor<Block>>,
    keystore: &KeystorePtr,
) -> GrandpaJustification<Block> {
    let (round, set) = (u64::from(number), finalisers.set_id());
    let vote = Precommit::<Header> { target_hash: hash, target_number: number };
    let sign = |finaliser| {
        let message = sp_consensus_grandpa::Message::<Header>::Precommit(vote.clone());
        let signed = sp_consensus_grandpa::sign_message(keystore.clone(), message, finaliser, round, set)?;
        let (signature, id) = (signed.signature, signed.id);
        Some(SignedPrecommit { precommit: vote.clone(), signature, id })
    };
    let precommits = finalisers.current_authorities().iter().filter_map(|(id, _)| sign(id.clone())).collect();
    let commit = Commit::<Header> { target_hash: hash, target_number: number, precommits };
    sp_consensus_grandpa::GrandpaJustification { round, commit, votes_ancestries: Vec::new() }.into()
}
