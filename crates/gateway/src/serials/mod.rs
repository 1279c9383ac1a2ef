//! What makers entrust to the gateway: the serials of their batches, and what proves each of them.
//!
//! [`load`] takes a maker's list, and only if it is the one behind the root on chain; [`epcis`] and [`csv_list`] read such
//! lists; [`seal`] keeps them unreadable for whoever gets hold of the database; [`pages`] cuts a batch's tree into parts;
//! [`answer`] gives out the proof of one pack to whoever presents its code, [`private`] without learning which pack it was.

pub mod answer;
pub mod csv_list;
pub mod epcis;
pub mod load;
pub mod pages;
pub mod private;
pub mod seal;

pub use answer::Proofs;
pub use load::{LoadError, load};
pub use seal::{KeyError, MasterKey};
