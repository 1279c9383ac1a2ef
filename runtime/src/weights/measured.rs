//! What every block, transaction and key of state costs, in picoseconds, measured: made by `scripts/weigh`, not
//! by hand.
//!
//! Blocks and transactions: medians of 50 blocks of 2000 acts that are refused, in memory. Keys: on a ParityDB of
//! 2000000 keys without a cache of the trie, in 50 blocks of 2000 keys each.

/// To begin and end a block.
pub const BLOCK: u64 = 392114000;

/// To decode a transaction, check its signature and all its extensions, and note what became of it.
pub const TRANSACTION: u64 = 79676000;

/// To read a key of state.
pub const READ: u64 = 7188000;

/// To write a key of state.
pub const WRITE: u64 = 31336000;
