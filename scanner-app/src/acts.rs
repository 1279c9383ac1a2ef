//! What is done with packs on the ledger: now if a node answers, later if none does.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use ledger_client::{Ledger, Signer, Trust, time::now};
use ledger_types::{
    BatchKey, PackSelection, PackState,
    call::{Call, DrugBatchCall},
};
use outbox::{Act, Change, Desk, DeskError, EntryId, Outcome, QueueFile, State, Store};
use scan::Pending;
use scanner_core::run::Entry;
use verdict::{Message, Report, Verdict};

use crate::{reporting::Reported, work::Told};

/// The acts of this device.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    /// The queue's file; none where there is no place for it.
    pub queue: Option<PathBuf>,
    /// What became of packs that were dispensed in this run, by their number.
    pub dispensed: BTreeMap<u64, Dispensed>,
    /// What became of packs that were reported in this run, by their number.
    pub reported: BTreeMap<u64, Reported>,
    /// How many acts were not sent yet.
    pub waiting: usize,
    /// What the chain refused later.
    pub conflicts: Vec<Trouble>,
    /// Why the queue cannot be used.
    pub failed: Option<Message>,
    /// One at a time: acts are numbered.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// What became of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispensed {
    /// It is under way.
    Doing,
    /// It is final in this block.
    Final(u32),
    /// It waits for a node.
    Waits,
    /// It was refused.
    Refused(Message),
    /// It is being taken back.
    TakingBack,
    /// It was taken back, and that is final in this block.
    TakenBack(u32),
    /// It was dispensed in this block, and could not be taken back.
    Kept(u32, Message),
}

impl Dispensed {
    /// Whether the pack was dispensed here, as far as anybody knows.
    pub fn holds(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::TakenBack(_))
    }
}

/// An act that was done here and that the chain refused later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its number.
    pub id: EntryId,
    /// What it was.
    pub told: String,
    /// Why it was refused, and what to do next.
    pub why: Message,
}

/// What is in the queue.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    waiting: usize,
    conflicts: Vec<Trouble>,
    pending: Vec<Pending>,
}

/// Whoever acts, and where.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The queue's file.
    pub queue: PathBuf,
    /// The nodes.
    pub nodes: Vec<String>,
    /// What is believed.
    pub trust: Trust,
    /// The key.
    pub signer: Signer,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Acts {
    /// The acts of this device, whose queue is here.
    pub fn new(queue: Option<PathBuf>) -> Self {
        Self { queue, ..Self::default() }
    }

    /// Whoever acts with a key.
    pub fn actor(&self, nodes: Vec<String>, trust: Trust, signer: Signer) -> Option<Actor> {
        Some(Actor { queue: self.queue.clone()?, nodes, trust, signer, turn: Arc::clone(&self.turn) })
    }

    /// Looks into the queue; what waits there is no longer active, whatever the chain says.
    pub fn look(&mut self) -> Vec<Pending> {
        let seen = self.queue.clone().filter(|path| path.exists()).map(|path| look(&path));
        self.saw(seen.unwrap_or_else(|| Ok(Seen::default())))
    }

    /// Takes in what is in the queue.
    pub fn saw(&mut self, seen: Result<Seen, Message>) -> Vec<Pending> {
        match seen {
            Ok(Seen { waiting, conflicts, pending }) => {
                (self.waiting, self.conflicts, self.failed) = (waiting, conflicts, None);
                pending
            }
            Err(why) => {
                self.failed = Some(why);
                Vec::new()
            }
        }
    }
}

/// The act that hands a pack to a patient, and what is told of it; none unless its place in the batch is proven.
pub fn dispensing(entry: &Entry, report: &Report) -> Option<(Act, Told)> {
    let pack = &entry.code().scanned;
    let index = report.evidence.as_ref()?.pack_index.filter(|_| report.verdict == Verdict::Genuine)?;
    let batch = BatchKey::new(pack.gtin.number(), pack.lot.as_bytes())?;
    let told = Told::new("told-dispense")
        .with("serial", pack.serial.as_str())
        .with("lot", pack.lot.as_str())
        .with("gtin", pack.gtin);
    Some((Act::Dispense { batch, packs: PackSelection::One(index) }, told))
}

impl Actor {
    /// The turn of whoever acts; the next one waits until it is dropped.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }
}

/// Does an act through the queue.
pub async fn queue(actor: Actor, act: Act, told: String) -> (Result<Outcome, DeskError>, Result<Seen, Message>) {
    let _turn = actor.turn().await;
    let outcome = try_to_act(&actor, act, told).await;
    (outcome, look(&actor.queue))
}

/// Dispenses.
pub async fn act(actor: Actor, act: Act, told: String) -> (Dispensed, Result<Seen, Message>) {
    let (outcome, seen) = queue(actor, act, told).await;
    let dispensed = match outcome {
        Ok(Outcome::Done { block, .. }) => Dispensed::Final(block.number),
        Ok(Outcome::Waits { .. }) => Dispensed::Waits,
        Ok(Outcome::Refused { said, .. }) => Dispensed::Refused(said),
        Err(error) => Dispensed::Refused(error.message()),
    };
    (dispensed, seen)
}

async fn try_to_act(actor: &Actor, act: Act, told: String) -> Result<Outcome, DeskError> {
    let mut desk = sit_down(actor).await?;
    Ok(desk.act(act, told).await?.0)
}

async fn sit_down(actor: &Actor) -> Result<Desk, DeskError> {
    let queue = open(&actor.queue)?;
    Desk::open(queue, &actor.nodes, &actor.trust, actor.signer.clone()).await
}

/// Takes back that a pack was dispensed in a block. It needs a node: whoever takes back wants to know at once.
pub async fn take_back(actor: Actor, act: Act, block: u32) -> Dispensed {
    let Act::Dispense { batch, packs } = act else { return Dispensed::Final(block) };
    let _turn = actor.turn().await;
    let call = Call::DrugBatch(DrugBatchCall::Undo { batch, packs, from: PackState::Dispensed });
    let taking = async { Ledger::connect(&actor.nodes, &actor.trust).await?.submit(&call, &actor.signer).await };
    match taking.await {
        Ok(receipt) => Dispensed::TakenBack(receipt.block.number),
        Err(error) => Dispensed::Kept(block, error.message()),
    }
}

/// Sends what waits.
pub async fn settle(actor: Actor) -> Result<Seen, Message> {
    let _turn = actor.turn().await;
    let settling = async { sit_down(&actor).await?.settle().await };
    // That nobody answers is told elsewhere; what is in the queue counts.
    let _ = settling.await;
    look(&actor.queue)
}

/// Puts a conflict aside that somebody has seen. It stays in the queue's file.
pub fn put_aside(path: &Path, id: EntryId) -> Result<Seen, Message> {
    let reason = "seen by whoever scans".to_owned();
    let done = open(path).and_then(|mut queue| queue.commit(|_| Ok(Change::GivenUp { id, reason, at: now() })));
    done.map_err(|error| error.message())?;
    look(path)
}

fn open(path: &Path) -> Result<QueueFile, outbox::QueueError> {
    if let Some(folder) = path.parent() {
        // What fails here fails again, with its reason, when the file is opened.
        let _ = std::fs::create_dir_all(folder);
    }
    QueueFile::open(path)
}

fn look(path: &Path) -> Result<Seen, Message> {
    let queue = open(path).map_err(|error| error.message())?;
    let outbox = queue.outbox();
    let conflicts = outbox.conflicts().filter_map(|entry| match &entry.state {
        State::Conflict(conflict) => {
            Some(Trouble { id: entry.id, told: entry.made.told.clone(), why: conflict.message() })
        }
        _ => None,
    });
    let pending = outbox.dispensed_and_open();
    let pending = pending.map(|(batch, packs)| Pending { batch, packs, state: PackState::Dispensed }).collect();
    Ok(Seen { waiting: outbox.waiting(), conflicts: conflicts.collect(), pending })
}
