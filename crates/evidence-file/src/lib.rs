//! A verdict that can be kept and checked later, in one file: `*.medtrail-evidence.json`.
//!
//! The file holds the code as it was scanned, who asked, when, what was told, and the bytes that proved it, from a checkpoint
//! on. [`EvidenceFile::check`] derives the verdict once more from these bytes, with the time of the scan as its clock, and
//! compares it with what the file claims. It needs no network, and no input makes it panic.
//!
//! What it shows: the ledger said so in that block, and these rules make this verdict of it. What it cannot show: that the
//! clock of the device was right (the block's own time is proven, and stands beside it), and that somebody held the pack.
//! A proof is worth as much as the checkpoint that it begins at: see [`Anchor`].

mod anchor;
mod fault;
mod file;

pub use anchor::{Anchor, Believed};
pub use fault::Fault;
pub use file::{Basis, Checked, EvidenceFile, MAX_FILE, Told, file_name};
