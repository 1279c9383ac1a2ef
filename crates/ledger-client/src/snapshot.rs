//! Snapshots out of a node, and what is believed of those that somebody else made.

use std::collections::BTreeSet;

use chain_proof::{Checkpoint, MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_NODES, ProofError, Snapshot, SnapshotState};

use crate::{Ledger, LedgerError, Trust, View};

/// Keys proven by one request: together they stay well below the bytes that an answer may have, even if all are of the
/// largest shipments.
const PROVEN_AT_ONCE: usize = 200;

impl Ledger {
    /// A snapshot of the last finalised block, for everybody who begins where this program began: the whole of each map
    /// is read and proven, piece by piece.
    ///
    /// The node must keep the block's state meanwhile; it does for 256 blocks unless told otherwise.
    ///
    /// # Errors
    /// As [`Self::finalized`].
    pub async fn snapshot(&self) -> Result<SnapshotState, LedgerError> {
        let head = self.head().await?;
        let nodes = self.view(&head.header).nodes_of_snapshot().await?;
        let mut failed = LedgerError::Unproven(ProofError::NotBySet);
        for beginning in self.trust.beginnings() {
            let mut checkpoint = beginning.clone();
            // What leads here from the beginning, not from where belief stands by now.
            let proven = match self.prove(beginning, &head.finality).await {
                Ok(proven) => proven,
                Err(error) => {
                    failed = error;
                    continue;
                }
            };
            let state = SnapshotState::gather(proven.handovers, proven.finality, nodes, &mut checkpoint)?;
            self.settle_on(&head, state.genesis())?;
            return Ok(state);
        }
        Err(failed)
    }
}

impl View<'_> {
    async fn nodes_of_snapshot(&self) -> Result<BTreeSet<Vec<u8>>, LedgerError> {
        let mut nodes = BTreeSet::new();
        let mut bytes = 0;
        for prefix in Snapshot::maps() {
            let keys = self.keys_up_to(MAX_SNAPSHOT_NODES, &prefix).await?;
            // The prefix itself, where nothing stands, proves that a map is empty.
            let asked = [Snapshot::keys().to_vec(), vec![prefix], keys].concat();
            for group in asked.chunks(PROVEN_AT_ONCE) {
                for node in self.trie_nodes(group).await? {
                    bytes += node.len();
                    nodes.insert(node);
                }
                // The same node counts again and again here, but not so often.
                if nodes.len() > MAX_SNAPSHOT_NODES || bytes > 16 * MAX_SNAPSHOT_BYTES {
                    return Err(ProofError::TooLarge.into());
                }
            }
        }
        Ok(nodes)
    }
}

impl Trust {
    /// Believes a snapshot, if it is proven from where this program began or from where it stands by now. Belief moves
    /// on to its block, unless it has come further.
    ///
    /// # Errors [`LedgerError::Unproven`] with what is wrong; [`ProofError::Fork`] if it contradicts what was proven
    /// before: from then on nothing of this chain is believed.
    pub fn believe(&self, snapshot: &Snapshot) -> Result<SnapshotState, LedgerError> {
        self.check_from_any(|checkpoint| snapshot.check(checkpoint))
    }

    /// Checks something from each checkpoint that may serve, and moves on to its block.
    pub(crate) fn check_from_any(
        &self,
        check: impl Fn(&mut Checkpoint) -> Result<SnapshotState, ProofError>,
    ) -> Result<SnapshotState, LedgerError> {
        self.ensure_usable()?;
        let mut failed = ProofError::NotBySet;
        // A snapshot from before the block that was proven last is none the worse for it: it just tells of earlier.
        for mut checkpoint in self.candidates().into_iter().chain(self.beginnings()) {
            match check(&mut checkpoint) {
                Ok(state) => {
                    self.move_on(&checkpoint)?;
                    return Ok(state);
                }
                Err(ProofError::Fork) => {
                    self.split();
                    return Err(ProofError::Fork.into());
                }
                // What says most: that another checkpoint does not lead there is no news.
                Err(ProofError::NotBySet) => {}
                Err(ProofError::Older) if failed != ProofError::NotBySet => {}
                Err(error) => failed = error,
            }
        }
        Err(failed.into())
    }
}
