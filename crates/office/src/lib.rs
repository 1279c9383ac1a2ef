//! What organisations see of the ledger at their desks, and what they do there. No screen, no files, no clock.
//!
//! - [`deliveries`]: shipments on their way to and from a participant; [`Count`] compares one with what arrived.
//! - [`partners`]: to whom goods can go; [`goods`]: what may be sent of a batch, and why not; [`container`]: what is in a
//!   case; [`Consignment`]: packs that are put together.
//! - [`stock`]: what a participant holds, lot by lot; a [`Change`] takes packs out of trade, or back into it.
//! - [`made`]: products and batches of a maker.
//! - [`register`]: participants and their licences; [`council`]: motions in words, and votes; [`recalls`], and how far each
//!   [`reach`]ed; [`cases`] and duties, one [`case_file`], and cases over time ([`trend()`]); anomaly [`models`]; [`trace`]: who holds the packs of a
//!   batch. For regulators.
//! - [`duties`]: what an organisation has to do by when.
//! - [`Doing`]: an act, and by whom it is decided; [`carry_out`] sees it through; [`Trouble`]: why not.
//!
//! Every entry that is listed is proven; that a node lists all of them is not. Whatever is decided on a listing, the chain
//! decides again when the act arrives there.

mod appointed;
mod case_file;
mod cases;
mod change;
mod container;
mod council;
mod count;
mod csv;
mod days;
mod delivery;
mod doing;
mod duties;
mod goods;
mod maker;
mod models;
mod partners;
mod party;
mod ranges;
mod recalls;
mod register;
mod sscc;
mod states;
mod stock;
mod trace;
mod trend;
mod trouble;

pub use appointed::{Appointed, appointed};
pub use case_file::{CaseFile, CaseLine, Hindrance, KnownBatch, case_file, known_batch};
pub use cases::{Desk as CaseDesk, KnownCase, Owed, alert_code, alert_of, cases, cases_table, hex};
pub use change::{Change, Part};
pub use container::{Contents, container};
pub use council::{Council, Fate as MotionFate, Member, OpenMotion, Proposed, council};
pub use count::{Count, Counted, TooManyRanges, lines};
pub use days::{date, day, moment};
pub use delivery::{Delivery, OVERDUE, deliveries};
pub use doing::{Doing, Done, carry_out, motion};
pub use duties::{Duties, duties};
pub use goods::{Goods, Obstacle, Supplied, goods};
pub use maker::{Made, OwnBatch, OwnProduct, made, products};
pub use models::{Document, ModelFile, Models, Registered, model_file, models, role_name, stage_name};
pub use partners::{Partners, Unfit, partners};
pub use party::{Parties, Party};
pub use ranges::{Consignment, Ranges};
pub use recalls::{Called, Reach, Recalled, reach, recalls, recalls_table};
pub use register::{ENDS_SOON, Enrolled, LicenceState, licence_state, register, register_table};
pub use sscc::propose_sscc;
pub use stock::{
    AsOf, HeldLot, NEAR_EXPIRY, Packs, Piece, ShelfLife, Standing, Stock, Totals, held_of, stock, stock_table, totals,
};
pub use trace::{Held, Trace, Way, trace};
pub use trend::{Cause, Period, Unit, trend};
pub use trouble::{Trouble, every_sentence};
