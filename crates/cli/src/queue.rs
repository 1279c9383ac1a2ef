//! `medtrail queue`: acts done while no node answered.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use ledger_client::time::now;
use outbox::{Change, Conflict, Entry, EntryId, GivenUp, Node, QueueFile, State, Store};
use serde_json::{Value, json};

use crate::{chain::ChainArgs, failure::Failure, offline};

/// Exit code of a run after which acts still wait.
const WAITING: u8 = 1;
/// Exit code of a run that met conflicts.
const CONFLICTS: u8 = 3;

/// The file of a queue.
#[derive(Debug, clap::Args)]
pub struct QueueArg {
    /// The queue in which acts wait while no node answers; begun if it is new.
    #[arg(long, value_name = "FILE", env = "MEDTRAIL_QUEUE")]
    queue: Option<PathBuf>,
}

impl QueueArg {
    /// Its path, if one is given.
    pub fn path(&self) -> Option<&Path> {
        self.queue.as_deref()
    }
}

/// Looking after a queue.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The queue's file.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_QUEUE")]
    queue: Option<PathBuf>,
    #[command(subcommand)]
    command: QueueCommand,
}

/// What to do with a queue.
#[derive(Debug, clap::Subcommand)]
pub enum QueueCommand {
    /// Show what waits, what is in conflict, and what became of the rest.
    List,
    /// Send what waits, in the order in which it was done. Exit code 0: nothing waits any more, 1: something does, 3:
    /// there were conflicts.
    Settle,
    /// Give up an act that waits or is in conflict. It stays in the list, with the reason.
    Drop {
        /// Its number.
        id: EntryId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Remove what is done from the list.
    ClearDone,
    /// Keep a damaged file aside, and go on with what can be read of it.
    Recover,
}

/// Runs `medtrail queue`.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    let next_step = "Give --queue FILE, or set MEDTRAIL_QUEUE.";
    let path = args.queue.as_deref();
    let path = path.ok_or_else(|| Failure::input("no-queue", "no queue is named", next_step))?;
    // A mistyped path must not look like an empty queue.
    if !path.exists() {
        let message = format!("there is no queue {}", path.display());
        return Err(Failure::input("no-queue", message, "Check the path; `medtrail dispense --queue` begins one."));
    }
    match &args.command {
        QueueCommand::List => list(&offline::open(path)?, json),
        QueueCommand::Settle => return settle(path, chain, json).await,
        QueueCommand::Drop { id, reason } => give_up(path, *id, reason, json)?,
        QueueCommand::ClearDone => {
            let mut queue = offline::open(path)?;
            let cleared = queue.clear_done()?;
            if json {
                say!("{}", json!({"ok": true, "cleared": cleared, "waiting": queue.outbox().waiting()}));
            } else {
                say!("✓ {cleared} acts that are done were removed; {}", length(&queue));
            }
        }
        QueueCommand::Recover => recover(path, json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(queue: &QueueFile, json: bool) {
    let outbox = queue.outbox();
    let mut entries: Vec<&Entry> = outbox.entries().collect();
    entries.sort_by_key(|entry| (rank(&entry.state), entry.id));
    if json {
        let acts: Vec<Value> = entries.iter().map(|entry| described(entry)).collect();
        let (waiting, conflicts) = (outbox.waiting(), outbox.conflicts().count());
        say!("{}", json!({"ok": true, "waiting": waiting, "conflicts": conflicts, "acts": acts}));
        return;
    }
    say!("{}", length(queue));
    for entry in entries {
        say!("  {:>5}  {:<8}  {} ({})", entry.id, entry.state.name(), entry.made.told, ago(entry.made.made_at));
        match &entry.state {
            State::Conflict(conflict) => say!("         {}\n         → {}", conflict.text, conflict.next_step),
            State::GivenUp(given_up) => say!("         {}", given_up.reason),
            State::Done(block) => say!("         final in block {}", block.number),
            State::Waiting | State::Sent(_) => {}
        }
    }
}

/// What needs a person comes first.
fn rank(state: &State) -> u8 {
    match state {
        State::Conflict(_) => 0,
        State::Sent(_) | State::Waiting => 1,
        State::GivenUp(_) => 2,
        State::Done(_) => 3,
    }
}

fn described(entry: &Entry) -> Value {
    let made = &entry.made;
    let mut act = json!({"id": entry.id, "state": entry.state.name(), "told": made.told, "made_at": made.made_at,
                         "made_by": ledger_client::account_to_text(&made.made_by)});
    match &entry.state {
        State::Done(block) => act["block"] = block.number.into(),
        State::Conflict(conflict) => act["conflict"] = json!(in_english(conflict)),
        State::GivenUp(given_up) => {
            let conflict = given_up.conflict.as_ref().map(in_english);
            act["given_up"] = json!(GivenUp { conflict, ..given_up.clone() });
        }
        State::Waiting | State::Sent(_) => {}
    }
    act
}

/// Without the names of the sentences, which are for programs that speak other languages.
fn in_english(conflict: &Conflict) -> Conflict {
    Conflict { said: None, ..conflict.clone() }
}

async fn settle(path: &Path, chain: &ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    let signer = chain.signer()?;
    let mut queue = offline::open(path)?;
    let ledger = chain.connect().await?;
    let settled = outbox::run(&mut queue, &Node { ledger: &ledger, signer: &signer }).await?;
    let entries = |ids: &[EntryId]| -> Vec<Value> {
        ids.iter().filter_map(|id| queue.outbox().entry(*id)).map(described).collect()
    };
    if json {
        let stopped = settled
            .stopped
            .as_ref()
            .map(|stop| json!({"id": stop.id, "code": stop.code, "message": stop.text, "next_step": stop.next_step}));
        say!(
            "{}",
            json!({"ok": true, "done": entries(&settled.done), "conflicts": entries(&settled.conflicts),
                   "waiting": settled.waiting, "stopped": stopped})
        );
    } else {
        say!("✓ {} acts are final", settled.done.len());
        for entry in settled.conflicts.iter().filter_map(|id| queue.outbox().entry(*id)) {
            if let State::Conflict(conflict) = &entry.state {
                say!("! number {}: {}", entry.id, entry.made.told);
                say!("  {}\n  → {}", conflict.text, conflict.next_step);
            }
        }
        if let Some(stop) = &settled.stopped {
            say!("… stopped at number {}: {} [{}]\n  {}", stop.id, stop.text, stop.code, stop.next_step);
        }
        say!("  {}", length(&queue));
    }
    Ok(match (settled.conflicts.is_empty(), settled.waiting) {
        (false, _) => ExitCode::from(CONFLICTS),
        (true, 0) => ExitCode::SUCCESS,
        (true, _) => ExitCode::from(WAITING),
    })
}

fn give_up(path: &Path, id: EntryId, reason: &str, json: bool) -> Result<(), Failure> {
    let mut queue = offline::open(path)?;
    queue.commit(|_| Ok(Change::GivenUp { id, reason: reason.to_owned(), at: now() }))?;
    if json {
        say!("{}", json!({"ok": true, "id": id, "waiting": queue.outbox().waiting()}));
    } else {
        say!("✓ number {id} is given up, and stays in the list with the reason; {}", length(&queue));
    }
    Ok(())
}

fn recover(path: &Path, json: bool) -> Result<(), Failure> {
    let recovered = QueueFile::recover(path)?;
    let queue = offline::open(path)?;
    match recovered {
        None if json => say!("{}", json!({"ok": true, "damaged": false, "waiting": queue.outbox().waiting()})),
        None => say!("✓ the queue is not damaged; {}", length(&queue)),
        Some(found) if json => say!(
            "{}",
            json!({"ok": true, "damaged": true, "kept": found.kept, "unread": found.unread,
                   "damage": found.damage.to_string(), "waiting": queue.outbox().waiting()})
        ),
        Some(found) => {
            say!("✓ the damaged file is kept as {}: {}", found.kept.display(), found.damage);
            say!("  {} lines could not be read; {}", found.unread, length(&queue));
            say!("  What waited may have been sent in one of these lines: see `medtrail queue list`.");
        }
    }
    Ok(())
}

fn length(queue: &QueueFile) -> String {
    offline::length(queue.outbox().waiting(), queue.outbox().conflicts().count())
}

fn ago(at: u64) -> String {
    match now().saturating_sub(at) {
        seconds @ 0..60 => format!("{seconds} s ago"),
        seconds @ 60..3_600 => format!("{} min ago", seconds / 60),
        seconds @ 3_600..172_800 => format!("{} h ago", seconds / 3_600),
        seconds => format!("{} days ago", seconds / 86_400),
    }
}
