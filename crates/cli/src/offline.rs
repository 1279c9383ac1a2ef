//! Acts that are done now if a node answers, and later if none does: they go through a queue either way, so that one
//! whose program dies half-way is neither lost nor done twice.

use std::path::Path;

use ledger_client::{Ledger, LedgerError, Signer, time::now};
use ledger_types::{Block, PackSelection, PackState};
use outbox::{Act, Change, EntryId, Label, Made, Node, QueueError, QueueFile, Settled, State, Stop, Store};
use scan::{Code, MakerFile, Pending, Scanner};
use serde_json::json;
use verdict::{Report, Verdict};

use crate::{chain::ChainArgs, failure::Failure};

/// A queue, and the node that settles it if one answers.
pub struct Offline {
    queue: QueueFile,
    signer: Signer,
    /// `None` while no node answers.
    ledger: Option<Ledger>,
    /// Why acts wait.
    why: Option<Stop>,
    json: bool,
}

/// What waits in a queue: such packs are not active any more, whatever the chain or a snapshot says.
pub fn pending(path: &Path) -> Result<Vec<Pending>, Failure> {
    let queue = open(path)?;
    let open = queue.outbox().entries().filter(|entry| entry.state.is_open());
    let dispensed = open.filter_map(|entry| entry.made.act.dispensed());
    let pending = dispensed.flat_map(|(batch, ranges)| {
        ranges.into_iter().map(|packs| Pending { batch: batch.clone(), packs, state: PackState::Dispensed })
    });
    Ok(pending.collect())
}

/// An act to be done.
pub struct Doing {
    /// The act.
    pub act: Act,
    /// What a person reads about it while it waits.
    pub told: String,
    /// What a person reads once it is done.
    pub said: String,
}

impl Offline {
    /// Opens a queue, begins it if it is new, and settles what waits in it if a node answers.
    pub async fn open(path: &Path, chain: &ChainArgs, json: bool) -> Result<Self, Failure> {
        let (signer, trust) = (chain.signer()?, chain.trust()?);
        let queue = open(path)?;
        let (ledger, why) = match Ledger::connect(&chain.nodes(), &trust).await {
            Ok(ledger) => (Some(ledger), None),
            Err(error) if is_away(&error) => (None, Some(Stop::at(0, &error))),
            Err(error) => return Err(error.into()),
        };
        let mut offline = Self { queue, signer, ledger, why, json };
        if offline.queue.outbox().waiting() > 0 {
            offline.settle().await?;
        }
        Ok(offline)
    }

    /// Dispensing the pack with a code: verified if a node answers; otherwise the label's own proof is kept with the
    /// act, and checked before the act is signed.
    pub async fn scanned(&self, code: &Code, scanner: &Scanner, maker: Option<&MakerFile>) -> Result<Doing, Failure> {
        let serial = code.scanned.serial.as_str();
        if self.ledger.is_some() {
            let report = scanner.verify(code).await;
            if report.verdict != Verdict::Genuine && !nobody_answered(&report) {
                return Err(Failure::verdict(&report));
            }
        }
        let label = Label::new(code, maker.and_then(|maker| maker.material(serial)))?;
        let (lot, gtin) = (&code.scanned.lot, code.scanned.gtin);
        Ok(Doing {
            act: Act::DispensePack(label),
            told: format!("Dispense pack {serial} of lot {lot}, product {gtin}"),
            said: format!("pack {serial} dispensed"),
        })
    }

    /// Puts an act behind what waits, settles if a node answers, and says what became of it.
    pub async fn act(mut self, doing: Doing) -> Result<(), Failure> {
        let Doing { act, told, said } = doing;
        let made = Made { act, told, made_at: now(), made_by: self.signer.account() };
        let mut id = 0;
        self.queue.commit(|outbox| {
            let change = outbox.queue(made)?;
            if let Change::Queued(entry) = &change {
                id = entry.id;
            }
            Ok(change)
        })?;
        self.settle().await?;
        self.report(id, &said)
    }

    /// Goes through the queue, unless no node answers or another program does it.
    async fn settle(&mut self) -> Result<(), Failure> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        let settled = run(&mut self.queue, &Node { ledger, signer: &self.signer }).await;
        match settled {
            Ok(settled) => {
                tell_conflicts(&self.queue, &settled, self.json);
                self.why = settled.stopped;
            }
            Err(error @ QueueError::Settling { .. }) => {
                let (code, text, next_step) = (error.code().into(), error.to_string(), error.next_step().into());
                self.why = Some(Stop { id: 0, code, text, next_step, refused: false });
                self.queue.refresh()?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn report(mut self, id: EntryId, said: &str) -> Result<(), Failure> {
        let state = self.queue.outbox().entry(id).map(|entry| entry.state.clone());
        match state {
            Some(State::Done(block)) => {
                self.report_done(id, block.into(), said);
                Ok(())
            }
            Some(State::Conflict(conflict)) => {
                self.refused_at_once(id)?;
                Err(Failure::refused(&conflict.code, &conflict.text, &conflict.next_step))
            }
            Some(State::Waiting) if self.why.as_ref().is_some_and(|stop| stop.id == id && stop.refused) => {
                self.refused_at_once(id)?;
                let stop = self.why.take();
                let refused = |stop: Stop| Failure::refused(&stop.code, &stop.text, &stop.next_step);
                stop.map_or(Ok(()), |stop| Err(refused(stop)))
            }
            _ => {
                self.report_queued(id);
                Ok(())
            }
        }
    }

    fn report_done(&self, id: EntryId, block: Block, said: &str) {
        let outbox = self.queue.outbox();
        if self.json {
            say!(
                "{}",
                json!({"ok": true, "block": block.number, "block_hash": block.hash_text(), "id": id,
                       "waiting": outbox.waiting(), "conflicts": outbox.conflicts().count()})
            );
        } else {
            say!("✓ {said} (final in block {})", block.number);
        }
    }

    /// A refusal that the person sees who is just acting is no conflict to be found later.
    fn refused_at_once(&mut self, id: EntryId) -> Result<(), Failure> {
        let reason = "refused at once, and told to whoever did it".to_owned();
        Ok(self.queue.commit(|_| Ok(Change::GivenUp { id, reason, at: now() }))?)
    }

    fn report_queued(&self, id: EntryId) {
        let outbox = self.queue.outbox();
        let (waiting, conflicts) = (outbox.waiting(), outbox.conflicts().count());
        let before = ("waiting", "acts before it wait");
        let (code, text) = self.why.as_ref().map_or(before, |stop| (stop.code.as_str(), stop.text.as_str()));
        if self.json {
            say!(
                "{}",
                json!({"ok": true, "queued": true, "id": id, "waiting": waiting, "conflicts": conflicts,
                       "because": {"code": code, "message": text}})
            );
        } else {
            say!("… not sent yet: it waits as number {id} ({text} [{code}])");
            say!(
                "  {}. `medtrail queue settle` sends them, in order, once a node answers.",
                length(waiting, conflicts)
            );
        }
    }
}

/// Opens a queue, and tells if a line of it was torn.
pub fn open(path: &Path) -> Result<QueueFile, Failure> {
    let queue = QueueFile::open(path)?;
    if queue.torn() > 0 {
        complain!("! the last line of {} was never finished: what it was about is not in the queue", path.display());
    }
    Ok(queue)
}

/// Settles a queue if nobody else does.
pub async fn run(queue: &mut QueueFile, node: &Node<'_>) -> Result<Settled, QueueError> {
    let _settling = queue.begin_settling()?;
    queue.refresh()?;
    outbox::settle(queue, node).await
}

/// Tells the conflicts of a run to whoever looks.
fn tell_conflicts(queue: &QueueFile, settled: &Settled, json: bool) {
    if json {
        return;
    }
    for entry in settled.conflicts.iter().filter_map(|id| queue.outbox().entry(*id)) {
        if let State::Conflict(conflict) = &entry.state {
            complain!("! number {}: {}\n  {}\n  {}", entry.id, entry.made.told, conflict.text, conflict.next_step);
        }
    }
}

/// How many acts wait, in words.
pub fn length(waiting: usize, conflicts: usize) -> String {
    let waits = if waiting == 1 { "1 act waits".to_owned() } else { format!("{waiting} acts wait") };
    match conflicts {
        0 => waits,
        1 => format!("{waits}, 1 is in conflict"),
        more => format!("{waits}, {more} are in conflict"),
    }
}

/// Packs named by their place, in words.
pub fn named(packs: &PackSelection) -> String {
    match packs {
        PackSelection::One(index) => format!("pack {index}"),
        PackSelection::Range { start, end } => format!("packs {start} to {}", end.saturating_sub(1)),
        PackSelection::List(list) => {
            let first: Vec<String> = list.iter().take(20).map(u32::to_string).collect();
            let more = if list.len() > first.len() { format!("… ({} in all)", list.len()) } else { String::new() };
            format!("packs {}{more}", first.join(", "))
        }
    }
}

/// Whether nobody answers, and an act may wait for that reason.
fn is_away(error: &LedgerError) -> bool {
    matches!(error, LedgerError::Unreachable { .. } | LedgerError::TooSlow { .. })
}

/// Whether a pack could not be checked because nobody answered, and for no other reason.
fn nobody_answered(report: &Report) -> bool {
    report.verdict == Verdict::CouldNotCheck
        && report.reasons.iter().all(|reason| ["unreachable", "timeout"].contains(&reason.code))
}
