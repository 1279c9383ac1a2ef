//! Acts done offline wait in a queue, and settle later: in the order in which they were made, each exactly once, and
//! what the chain refuses is told.
//!
//! - [`Outbox`] is the queue as a state machine without I/O, [`Change`] what happens to it, [`Journal`] its text;
//! - [`QueueFile`] keeps it in a file, [`Store`] is what another place to keep it has to do;
//! - [`Desk`] is where somebody acts: now if a node answers, later if none does;
//! - [`settle`] goes through the queue once, on a [`Chain`]: [`Node`] is one behind a node.

mod act;
mod desk;
mod entry;
mod error;
mod file;
mod journal;
mod label;
mod node;
mod outbox;
mod said;
mod sentences;
mod settle;
mod text;
mod words;

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod tests;

pub use act::Act;
pub use desk::{Desk, DeskError, Outcome, run};
pub use entry::{Conflict, Entry, EntryId, Final, GivenUp, Made, Seen, Signed, State};
pub use error::OutboxError;
pub use file::{MAX_FILE, QueueError, QueueFile, Recovered, Settling};
pub use journal::{Damage, Journal, Line, MAX_LINE};
pub use label::{Claim, Label};
pub use node::Node;
pub use outbox::{Change, MAX_ENTRIES, MAX_WAITING, Outbox, VERSION};
pub use said::Said;
pub use sentences::every_sentence;
pub use settle::{Chain, Fate, Settled, Stop, Store, settle};
pub use text::MAX_TOLD;
