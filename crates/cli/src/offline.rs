//! Acts that may wait: what the command line says of them. They are done in crate `outbox`.

use std::path::Path;

use ledger_types::{Block, PackSelection, PackState};
use outbox::{Act, Desk, EntryId, Label, Outcome, QueueFile, Settled, State, Stop, Store};
use scan::{Code, MakerFile, Pending, Scanner};
use serde_json::json;
use verdict::{Report, Verdict};

use crate::{chain::ChainArgs, failure::Failure};

/// A queue, and whoever is told what becomes of it.
pub struct Offline {
    desk: Desk,
    json: bool,
}

/// What waits in a queue: such packs are not active any more, whatever the chain or a snapshot says.
pub fn pending(path: &Path) -> Result<Vec<Pending>, Failure> {
    let queue = open(path)?;
    let packs = queue.outbox().dispensed_and_open();
    let pending = packs.map(|(batch, packs)| Pending { batch, packs, state: PackState::Dispensed });
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
        let mut desk = Desk::open(open(path)?, &chain.nodes(), &trust, signer).await?;
        if desk.queue().outbox().waiting() > 0 {
            let settled = desk.settle().await?;
            tell_conflicts(desk.queue(), &settled, json);
        }
        Ok(Self { desk, json })
    }

    /// Dispensing the pack with a code: verified if a node answers; otherwise the label's own proof is kept with the
    /// act, and checked before the act is signed.
    pub async fn scanned(&self, code: &Code, scanner: &Scanner, maker: Option<&MakerFile>) -> Result<Doing, Failure> {
        let serial = code.scanned.serial.as_str();
        if self.desk.is_online() {
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

    /// Does an act, or puts it behind what waits, and says what became of it.
    pub async fn act(mut self, doing: Doing) -> Result<(), Failure> {
        let Doing { act, told, said } = doing;
        let (outcome, settled) = self.desk.act(act, told).await?;
        tell_conflicts(self.desk.queue(), &settled, self.json);
        match outcome {
            Outcome::Done { id, block } => self.report_done(id, block, &said),
            Outcome::Refused { code, text, next_step, .. } => return Err(Failure::refused(&code, &text, &next_step)),
            Outcome::Waits { id, because } => self.report_queued(id, because.as_ref()),
        }
        Ok(())
    }

    fn report_done(&self, id: EntryId, block: Block, said: &str) {
        let outbox = self.desk.queue().outbox();
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

    fn report_queued(&self, id: EntryId, because: Option<&Stop>) {
        let outbox = self.desk.queue().outbox();
        let (waiting, conflicts) = (outbox.waiting(), outbox.conflicts().count());
        let before = ("waiting", "acts before it wait");
        let (code, text) = because.map_or(before, |stop| (stop.code.as_str(), stop.text.as_str()));
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

/// Whether a pack could not be checked because nobody answered, and for no other reason.
fn nobody_answered(report: &Report) -> bool {
    report.verdict == Verdict::CouldNotCheck
        && report.reasons.iter().all(|reason| ["unreachable", "timeout"].contains(&reason.code))
}
