//! The index: what happened to every product, batch, pack, shipment, case and participant, made from the chain and from
//! nothing else. It serves people; no verdict rests on it.
//!
//! [`follow`] reads final blocks in order, [`words`] puts their events into words, [`subjects`] tells what each is about, and
//! [`write`] stores a block as a whole or not at all, so that a program that is killed goes on where it was. [`read`] answers.

pub mod follow;
mod measure;
pub mod read;
pub mod subjects;
pub mod words;
pub mod write;

pub use follow::{FollowError, follow};
pub use subjects::Kind;
