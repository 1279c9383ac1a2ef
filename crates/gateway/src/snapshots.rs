//! Snapshots for scanners without a network, and what leads from one to the next.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use chain_proof::SnapshotState;
use ledger_client::{DifferenceFile, Hash, Ledger, LedgerError, SnapshotError, SnapshotFile, Trust};
use ledger_types::Block;
use tracing::{info, warn};

/// Earlier snapshots kept at most, so that scanners need only what is new.
const KEPT: usize = 48;
/// Most bytes of compressed snapshots kept; in memory they take several times as much.
const MAX_KEPT_BYTES: usize = 128 * 1024 * 1024;

/// Why no snapshot was made.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotsError {
    /// The nodes do not answer, or not truly.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The snapshot cannot be written.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

/// A snapshot as it is handed out.
#[derive(Debug)]
pub struct Made {
    /// Of which block.
    pub block: Block,
    /// The file's bytes.
    pub bytes: Bytes,
    state: SnapshotState,
    file: SnapshotFile,
    /// What leads here from an earlier one, by its block. There are no more than earlier snapshots.
    differences: tokio::sync::Mutex<VecDeque<(Hash, Bytes)>>,
}

/// The last snapshots.
#[derive(Debug, Default)]
pub struct Snapshots {
    made: Mutex<VecDeque<Arc<Made>>>,
}

impl Snapshots {
    /// The last one, once there is one.
    pub fn last(&self) -> Option<Arc<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).back().cloned()
    }

    /// What leads from the snapshot of a block to the last one; `None` if that snapshot is not kept.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn since(&self, block: &Hash) -> Result<Option<Bytes>, SnapshotError> {
        let (earlier, last) = {
            let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            (made.iter().find(|made| made.block.hash == *block).cloned(), made.back().cloned())
        };
        let Some((earlier, last)) = earlier.zip(last) else { return Ok(None) };
        // One at a time: whoever asks for the same one meanwhile gets it from here.
        let mut differences = last.differences.lock().await;
        if let Some((_, bytes)) = differences.iter().find(|(from, _)| from == block) {
            return Ok(Some(bytes.clone()));
        }
        let between = || DifferenceFile::between(&earlier.state, &last.state, &last.file)?.to_bytes();
        let bytes = Bytes::from(tokio::task::block_in_place(between)?);
        differences.push_back((*block, bytes.clone()));
        Ok(Some(bytes))
    }

    /// Makes one of the last final block.
    ///
    /// # Errors
    /// [`SnapshotsError`].
    pub async fn make(
        &self,
        nodes: &[String],
        trust: &Trust,
        publisher: Option<&str>,
    ) -> Result<Block, SnapshotsError> {
        let state = Ledger::connect(nodes, trust).await?.snapshot().await?;
        let block = state.block();
        if self.last().is_some_and(|last| last.block == block) {
            return Ok(block);
        }
        let mut file = SnapshotFile::of(&state)?;
        if let Some(secret) = publisher {
            file.sign(secret)?;
        }
        let bytes = Bytes::from(file.to_bytes()?);
        let made = Arc::new(Made { block, bytes, state, file, differences: tokio::sync::Mutex::default() });
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(made);
        while all.len() > KEPT
            || all.len() > 2 && all.iter().map(|made| made.bytes.len()).sum::<usize>() > MAX_KEPT_BYTES
        {
            all.pop_front();
        }
        Ok(block)
    }

    /// Makes one every so often, for ever.
    pub async fn keep_making(&self, nodes: &[String], trust: &Trust, publisher: Option<&str>, every: Duration) {
        loop {
            match self.make(nodes, trust, publisher).await {
                Ok(block) => info!(block = block.number, "made a snapshot"),
                Err(error) => warn!(%error, "no snapshot could be made"),
            }
            // Until there is one, scanners wait for it.
            tokio::time::sleep(if self.last().is_some() { every } else { every.min(FIRST) }).await;
        }
    }
}

const FIRST: Duration = Duration::from_secs(5);
