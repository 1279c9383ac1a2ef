//! What organisations see of the ledger at their desks, and what they do there. No screen, no files, no clock.
//!
//! - [`deliveries`]: shipments on their way to and from a participant; [`Count`] compares one with what arrived.
//! - [`stock`]: what a participant holds, lot by lot; a [`Change`] takes packs out of trade, or back into it.
//! - [`made`]: products and batches of a maker.
//! - [`register`]: participants and their licences; [`council`]: motions in words, and votes; [`recalls`], and how far each
//!   [`reach`]ed; [`cases`] and late duties; [`trace`]: who holds the packs of a batch. For regulators.
//! - [`Doing`]: an act, and by whom it is decided; [`carry_out`] sees it through; [`Trouble`]: why not.
//!
//! Every entry that is listed is proven; that a node lists all of them is not. Whatever is decided on a listing, the chain
//! decides again when the act arrives there.

mod cases;
mod change;
mod council;
mod count;
mod csv;
mod days;
mod delivery;
mod doing;
mod maker;
mod party;
mod recalls;
mod register;
mod states;
mod stock;
mod trace;
mod trouble;

pub use cases::{Desk as CaseDesk, Late, OpenCase, cases};
pub use change::{Change, Part};
pub use council::{Council, Fate as MotionFate, Member, OpenMotion, Proposed, council};
pub use count::{Count, Counted, TooManyRanges};
pub use days::{date, day};
pub use delivery::{Delivery, OVERDUE, deliveries};
pub use doing::{Doing, Done, carry_out, motion};
pub use maker::{Made, OwnBatch, OwnProduct, made, products};
pub use party::{Parties, Party};
pub use recalls::{Called, Reach, Recalled, reach, recalls, recalls_table};
pub use register::{ENDS_SOON, Enrolled, LicenceState, licence_state, register, register_table};
pub use stock::{
    AsOf, HeldLot, NEAR_EXPIRY, Packs, Piece, ShelfLife, Standing, Stock, Totals, held_of, stock, stock_table, totals,
};
pub use trace::{Held, Trace, Way, trace};
pub use trouble::{Trouble, every_sentence};
