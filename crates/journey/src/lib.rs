//! The way of a pack, from its maker to whoever has it now.
//!
//! Two sources, kept apart in every [`Step`]: what proved the verdict proves the present, who made the pack and who has it. How it
//! got there only a gateway tells, and that is not proven. [`Journey::compose`] puts both in order, compares them, and says in a
//! [`Doubt`] where they do not fit. Nothing of it changes a verdict. [`read`] asks for it.
//!
//! [`world`] says where the participants are: at their one site, or somewhere in their country. In which building a pack lay, the
//! ledger does not know.

mod ask;
mod compose;
mod party;
mod step;
mod told;
pub mod world;

#[cfg(test)]
mod tests;

pub use ask::{Asking, Door, Telling, read};
pub use compose::Journey;
pub use party::{Party, Whereabouts};
pub use step::{Doubt, Moment, Step, What};
