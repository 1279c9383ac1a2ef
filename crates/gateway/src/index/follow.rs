//! Reads final blocks in their order, each proven, and stores what they did.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chain_proof::ProofError;
use futures::stream::{self, StreamExt};
use ledger_client::{FinalBlock, Ledger, LedgerError, Trust, clock};
use ledger_types::{Block, keys};
use tokio::time::sleep;
use tracing::{info, warn};

use super::{
    Kind,
    subjects::Subjects,
    words::{Words, WordsError},
    write::{Deeds, Position},
};
use crate::{
    database::{Database, DatabaseError},
    metrics::Metrics,
};

/// Blocks read at once, ahead of those that are stored, and stored in one change at most.
const AHEAD: usize = 8;
/// So many blocks to catch up are worth a line in the log.
const MANY: usize = 64;
/// How often to look for new final blocks.
const POLL: Duration = Duration::from_millis(500);
/// How long to wait after a failure; twice as long after each further one, up to the second.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(30)];
/// The pallets whose events are kept.
const PALLETS: [&str; 9] = [
    "Participants",
    "DrugBatch",
    "CustodyTransfer",
    "Compliance",
    "ColdChain",
    "ModelRegistry",
    "Governance",
    "Council",
    "Grandpa",
];

/// Why the index does not grow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The nodes do not answer, or not truly.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// An event cannot be put into words.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The index is of another chain than the nodes'.
    #[error("the index is of another chain than the one that the nodes serve")]
    OtherChain,
}

impl FollowError {
    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Ledger(LedgerError::Rpc { .. } | LedgerError::Unproven(ProofError::Incomplete)) => {
                "The index needs the state of every block: give a node that was started with --state-pruning archive."
            }
            Self::Ledger(error) => error.next_step(),
            Self::Database(error) => error.next_step(),
            Self::Words(_) => "The chain runs a later version than this program knows: install the newest gateway.",
            Self::OtherChain => "Check --node and --checkpoint, or run `medtrail-gateway rebuild` to index this chain.",
        }
    }
}

/// What a block holds that the index needs.
struct Read {
    at: FinalBlock,
    time: u64,
    events: Vec<u8>,
}

/// The words of the runtime that made a block, kept until the runtime changes.
struct Dictionary {
    words: Option<Arc<Words>>,
}

/// Follows the chain for ever, or up to block `until`.
///
/// Failures are told and tried again: a gateway outlives its nodes.
pub async fn follow(
    database: &Database,
    nodes: &[String],
    trust: &Trust,
    metrics: &Metrics,
    until: Option<u32>,
) -> Result<(), FollowError> {
    let mut pause = PAUSES[0];
    loop {
        match catch_up(database, nodes, trust, metrics, until).await {
            Ok(height) => {
                metrics.followed(true);
                pause = PAUSES[0];
                if until.is_some_and(|until| height >= until) {
                    return Ok(());
                }
                sleep(POLL).await;
            }
            Err(FollowError::OtherChain) => return Err(FollowError::OtherChain),
            Err(error) => {
                metrics.followed(false);
                warn!(error = %error, next_step = error.next_step(), "the index does not grow");
                sleep(pause).await;
                pause = (pause * 2).min(PAUSES[1]);
            }
        }
    }
}

/// Stores all final blocks that are not stored yet, and tells the last one's height.
async fn catch_up(
    database: &Database,
    nodes: &[String],
    trust: &Trust,
    metrics: &Metrics,
    until: Option<u32>,
) -> Result<u32, FollowError> {
    let ledger = Ledger::connect(nodes, trust).await?;
    let genesis = ledger.genesis();
    let mut position = database.position().await?;
    if position.is_some_and(|position| position.genesis != genesis) {
        return Err(FollowError::OtherChain);
    }
    let mut dictionary = Dictionary { words: None };
    loop {
        let known = position.map_or(Block { number: 0, hash: genesis }, |position| position.block);
        let mut blocks = match ledger.blocks_after(&known).await {
            Err(LedgerError::Unproven(ProofError::Fork)) => return Err(FollowError::OtherChain),
            blocks => blocks?,
        };
        blocks.retain(|at| until.is_none_or(|until| at.block.number <= until));
        if blocks.is_empty() {
            return Ok(known.number);
        }
        if blocks.len() > MANY {
            info!(from = known.number, blocks = blocks.len(), "catching up");
        }
        let mut reads = stream::iter(blocks).map(|at| read(&ledger, at)).buffered(AHEAD).ready_chunks(AHEAD);
        while let Some(group) = reads.next().await {
            let mut deeds = Vec::with_capacity(group.len());
            for read in group {
                deeds.push(interpret(&ledger, &mut dictionary, read?).await?);
            }
            database.store(position, &deeds, genesis).await?;
            if let Some(last) = deeds.last() {
                position = Some(Position { block: last.block, time: last.time, genesis });
                metrics.indexed(last.block.number, last.time, deeds.iter().map(|deeds| deeds.events.len()).sum());
            }
        }
    }
}

async fn read(ledger: &Ledger, at: FinalBlock) -> Result<Read, FollowError> {
    let values = ledger.view_at(&at).values(&[keys::now(), keys::events()]).await?;
    let [now, events] = <[_; 2]>::try_from(values).map_err(|_| LedgerError::BadAnswer("values are missing"))?;
    let time = clock(now.as_deref()).map_err(LedgerError::from)?;
    Ok(Read { at, time, events: events.unwrap_or_default() })
}

/// Puts a block's events into words, and reads the records of all that they are about.
async fn interpret(ledger: &Ledger, dictionary: &mut Dictionary, read: Read) -> Result<Deeds, FollowError> {
    let words = dictionary.at(ledger, &read.at.parent).await?;
    let mut events = Vec::new();
    let mut touched = BTreeSet::new();
    let mut new_runtime = false;
    if !read.events.is_empty() {
        for (place, event) in words.events(&read.events)? {
            new_runtime |= event.pallet == "System" && event.name == "CodeUpdated";
            if PALLETS.contains(&event.pallet.as_str()) {
                let subjects = Subjects::of(&event.fields);
                touched.extend(subjects.things.iter().cloned());
                events.push((place, event, subjects));
            }
        }
    }
    let records = records(ledger, &read.at, &words, touched).await?;
    if new_runtime {
        dictionary.words = None;
    }
    Ok(Deeds { block: read.at.block, time: read.time, events, records })
}

type Record = (Kind, String, Option<serde_json::Value>);

async fn records(
    ledger: &Ledger,
    at: &FinalBlock,
    words: &Words,
    touched: BTreeSet<(Kind, String)>,
) -> Result<Vec<Record>, FollowError> {
    const PROVEN_AT_ONCE: usize = 200;
    let stored: Vec<_> = touched.into_iter().filter_map(|(kind, id)| Some((kind.stored(&id)?, kind, id))).collect();
    let mut records = Vec::with_capacity(stored.len());
    for group in stored.chunks(PROVEN_AT_ONCE) {
        let keys: Vec<Vec<u8>> = group.iter().map(|((_, _, key), ..)| key.clone()).collect();
        let values = ledger.view_at(at).values(&keys).await?;
        for (((pallet, item, _), kind, id), value) in group.iter().zip(values) {
            let value = value.map(|bytes| words.record(pallet, item, &bytes)).transpose()?;
            records.push((*kind, id.clone(), value));
        }
    }
    Ok(records)
}

impl Dictionary {
    /// The words of the runtime in a block's state: the one that made the block after it.
    async fn at(&mut self, ledger: &Ledger, parent: &[u8; 32]) -> Result<Arc<Words>, FollowError> {
        if let Some(words) = &self.words {
            return Ok(words.clone());
        }
        let words = Arc::new(Words::new(&ledger.claimed_metadata(parent).await?)?);
        self.words = Some(words.clone());
        Ok(words)
    }
}
