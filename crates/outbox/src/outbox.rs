//! The queue as a state machine without I/O. Whoever stores it writes down each [`Change`] before anything rests on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use codec::Encode;
use ledger_types::{BatchKey, PackIndex};
use serde::{Deserialize, Serialize};

use crate::{
    Conflict, Entry, EntryId, Final, GivenUp, Made, OutboxError, Signed, State, sentences as say,
    text::{self, MAX_TOLD},
};

/// Most acts that wait at one time.
pub const MAX_WAITING: usize = 10_000;
/// Most acts in a queue, those included that are done, in conflict or given up.
pub const MAX_ENTRIES: usize = 50_000;
/// The version of what stands in a journal.
pub const VERSION: u32 = 1;

/// The acts of a device, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    entries: BTreeMap<EntryId, Entry>,
    /// Those that are waiting or sent.
    open: BTreeSet<EntryId>,
    /// The number of the next act; 0 until the queue has begun.
    next: EntryId,
}

/// What happens to a queue. Applied in order, from an empty one, changes give the same queue again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// The queue begins, for the first time or again without what was cleared.
    Begun {
        /// See [`VERSION`].
        version: u32,
        /// The number of the next act.
        next: EntryId,
    },
    /// An act of before stays in the queue that begins again.
    Kept(Entry),
    /// An act was made.
    Queued(Entry),
    /// It was signed and is about to be sent.
    Sent {
        /// Which.
        id: EntryId,
        /// What was signed.
        signed: Signed,
    },
    /// What was sent has not happened and never will: the act waits again.
    Unsent {
        /// Which.
        id: EntryId,
    },
    /// It took effect in this block.
    Done {
        /// Which.
        id: EntryId,
        /// Where.
        block: Final,
    },
    /// It did not take effect, and a person has to look at it.
    InConflict {
        /// Which.
        id: EntryId,
        /// Why.
        conflict: Conflict,
    },
    /// A person took it out of the queue.
    GivenUp {
        /// Which.
        id: EntryId,
        /// Why.
        reason: String,
        /// When, in seconds since 1970-01-01 UTC.
        at: u64,
    },
    /// Acts that are done were removed.
    ClearedDone,
}

impl Outbox {
    /// How a new queue begins.
    pub fn beginning() -> Change {
        Change::Begun { version: VERSION, next: 1 }
    }

    /// All acts, in the order in which they were made.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// One of them.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// The packs that are dispensed here and not yet on the chain, as far as anybody knows: they are not active any more.
    pub fn dispensed_and_open(&self) -> impl Iterator<Item = (BatchKey, Range<PackIndex>)> {
        let open = self.entries().filter(|entry| entry.state.is_open());
        let dispensed = open.filter_map(|entry| entry.made.act.dispensed());
        dispensed.flat_map(|(batch, ranges)| ranges.into_iter().map(|packs| (batch.clone(), packs)))
    }

    /// How many acts wait, those included that were sent and are not known to be done.
    pub fn waiting(&self) -> usize {
        self.open.len()
    }

    /// The act that settles next: the first that waits.
    pub fn next_to_settle(&self) -> Option<&Entry> {
        self.entries.get(self.open.first()?)
    }

    /// The acts that a person has to look at.
    pub fn conflicts(&self) -> impl Iterator<Item = &Entry> {
        self.entries().filter(|entry| matches!(entry.state, State::Conflict(_)))
    }

    /// Takes an act in.
    ///
    /// # Errors
    /// [`OutboxError::Queued`] if one waits that is about the same goods, and those of [`Self::check`].
    pub fn queue(&self, made: Made) -> Result<Change, OutboxError> {
        let open = self.open.iter().filter_map(|id| self.entry(*id));
        let same = open.into_iter().find(|entry| entry.made.act.forestalls(&made.act));
        match same {
            Some(entry) => Err(OutboxError::Queued(entry.id)),
            None => Ok(Change::Queued(Entry { id: self.next, made, state: State::Waiting })),
        }
    }

    /// That a change can be applied.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub fn check(&self, change: &Change) -> Result<(), OutboxError> {
        if (self.next == 0) != matches!(change, Change::Begun { .. }) {
            return Err(OutboxError::BadBeginning);
        }
        match change {
            Change::Begun { version, next } => {
                if *version == VERSION && *next > 0 {
                    Ok(())
                } else {
                    Err(OutboxError::BadBeginning)
                }
            }
            Change::Kept(entry) => {
                let last = self.entries.last_key_value().map_or(0, |(id, _)| *id);
                if entry.id <= last || entry.id >= self.next {
                    return Err(OutboxError::OutOfOrder(entry.id));
                }
                self.ensure_fit(entry)
            }
            Change::Queued(entry) => {
                // The number after the last one stays free, so that counting on never overflows.
                if entry.id != self.next || entry.id == EntryId::MAX || entry.state != State::Waiting {
                    return Err(OutboxError::OutOfOrder(entry.id));
                }
                self.ensure_fit(entry)
            }
            Change::Sent { id, signed } => {
                let entry = self.known(*id)?;
                ensure_signed(entry, signed)?;
                allowed(entry, entry.state == State::Waiting)
            }
            Change::Unsent { id } => {
                let entry = self.known(*id)?;
                allowed(entry, matches!(entry.state, State::Sent(_)))
            }
            Change::Done { id, .. } => {
                let entry = self.known(*id)?;
                allowed(entry, matches!(entry.state, State::Sent(_)))
            }
            Change::InConflict { id, conflict } => {
                let entry = self.known(*id)?;
                State::Conflict(conflict.clone()).ensure_showable()?;
                allowed(entry, entry.state.is_open())
            }
            Change::GivenUp { id, reason, .. } => {
                let entry = self.known(*id)?;
                text::ensure(reason, MAX_TOLD)?;
                // What was sent may have happened: only the chain tells.
                allowed(entry, matches!(entry.state, State::Waiting | State::Conflict(_)))
            }
            Change::ClearedDone => Ok(()),
        }
    }

    /// Applies a change.
    ///
    /// # Errors
    /// As [`Self::check`]; the queue stays as it was.
    pub fn apply(&mut self, change: Change) -> Result<(), OutboxError> {
        self.check(&change)?;
        match change {
            Change::Begun { next, .. } => self.next = next,
            Change::Kept(entry) => self.insert(entry),
            Change::Queued(entry) => {
                self.next = entry.id.saturating_add(1);
                self.insert(entry);
            }
            Change::Sent { id, signed } => self.set(id, |_| State::Sent(signed)),
            Change::Unsent { id } => self.set(id, |_| State::Waiting),
            Change::Done { id, block } => self.set(id, |_| State::Done(block)),
            Change::InConflict { id, conflict } => self.set(id, |_| State::Conflict(conflict)),
            Change::GivenUp { id, reason, at } => self.set(id, |before| {
                let conflict = if let State::Conflict(conflict) = before { Some(conflict) } else { None };
                State::GivenUp(GivenUp { reason, at, conflict })
            }),
            Change::ClearedDone => self.entries.retain(|_, entry| !matches!(entry.state, State::Done(_))),
        }
        Ok(())
    }

    /// Applies a change although some before it may be missing.
    pub(crate) fn apply_after_a_gap(&mut self, change: Change) -> Result<(), OutboxError> {
        if self.next == 0 && !matches!(change, Change::Begun { .. }) {
            self.apply(Self::beginning())?;
        }
        match &change {
            Change::Queued(entry) => self.next = self.next.max(entry.id),
            Change::Kept(entry) if entry.id < EntryId::MAX => self.next = self.next.max(entry.id + 1),
            _ => {}
        }
        self.apply(change)
    }

    /// Puts all that waits into conflict, because what became of it may have been written down and lost.
    pub(crate) fn doubt_what_waits(&mut self) {
        let conflict = Conflict::new("queue-damaged", say::QUEUE_DAMAGED, say::NEXT_QUEUE_DAMAGED, None);
        for id in std::mem::take(&mut self.open) {
            self.set(id, |_| State::Conflict(conflict.clone()));
        }
    }

    /// The fewest changes that make this queue from an empty one.
    pub fn snapshot(&self) -> impl Iterator<Item = Change> {
        let begun = Change::Begun { version: VERSION, next: self.next.max(1) };
        [begun].into_iter().chain(self.entries().cloned().map(Change::Kept))
    }

    fn known(&self, id: EntryId) -> Result<&Entry, OutboxError> {
        self.entry(id).ok_or(OutboxError::Unknown(id))
    }

    fn ensure_fit(&self, entry: &Entry) -> Result<(), OutboxError> {
        text::ensure(&entry.made.told, MAX_TOLD)?;
        entry.state.ensure_showable()?;
        entry.made.act.ensure_sensible()?;
        if let State::Sent(signed) = &entry.state {
            ensure_signed(entry, signed)?;
        }
        if self.entries.len() >= MAX_ENTRIES {
            Err(OutboxError::TooLong)
        } else if entry.state.is_open() && self.open.len() >= MAX_WAITING {
            Err(OutboxError::Full)
        } else {
            Ok(())
        }
    }

    fn insert(&mut self, entry: Entry) {
        if entry.state.is_open() {
            self.open.insert(entry.id);
        }
        self.entries.insert(entry.id, entry);
    }

    fn set(&mut self, id: EntryId, state: impl FnOnce(State) -> State) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        entry.state = state(std::mem::replace(&mut entry.state, State::Waiting));
        if !entry.state.is_open() {
            self.open.remove(&id);
        }
    }
}

fn allowed(entry: &Entry, allowed: bool) -> Result<(), OutboxError> {
    if allowed { Ok(()) } else { Err(OutboxError::WrongState(entry.id, entry.state.name())) }
}

/// That the transaction ends with the act's call: a damaged or mixed-up file must not have another act sent.
fn ensure_signed(entry: &Entry, signed: &Signed) -> Result<(), OutboxError> {
    let whole = signed.extrinsic.ends_with(&entry.made.act.call().encode())
        && signed.extrinsic.windows(32).any(|bytes| bytes == entry.made.made_by);
    if whole { Ok(()) } else { Err(OutboxError::AnotherAct(entry.id)) }
}
