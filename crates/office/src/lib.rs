//! What organisations see of the ledger at their desks, and what they do there. No screen, no files, no clock.
//!
//! - [`deliveries`]: shipments on their way to and from a participant; [`Count`] compares one with what arrived.
//! - [`made`]: products and batches of a maker.
//! - [`Doing`]: an act, and by whom it is decided; [`carry_out`] sees it through.
//!
//! Every entry that is listed is proven; that a node lists all of them is not. Whatever is decided on a listing, the chain
//! decides again when the act arrives there.

mod count;
mod delivery;
mod doing;
mod maker;
mod party;

pub use count::{Count, Counted, TooManyRanges};
pub use delivery::{Delivery, OVERDUE, deliveries};
pub use doing::{Doing, Done, Trouble, carry_out, motion};
pub use maker::{Made, OwnBatch, OwnProduct, made, products};
pub use party::{Parties, Party};
