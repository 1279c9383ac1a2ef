//! Snapshots for times without a network, from a gateway that need not be believed.

use chain_proof::SnapshotState;
use gateway_client::{Gateway, GatewayError};
use ledger_client::{DifferenceFile, SnapshotError, SnapshotFile, Trust};

/// A snapshot that was fetched and proven.
#[derive(Debug)]
pub struct Fetched {
    /// What it says.
    pub state: SnapshotState,
    /// The same to be kept.
    pub file: SnapshotFile,
    /// How many bytes came over the network.
    pub bytes: usize,
}

/// Why there is no later snapshot.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The gateway gave none.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// What it gave is not proven, of another chain, or earlier than the present one.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

/// Fetches the gateway's last snapshot, by its difference to the present one where the gateway has that.
///
/// # Errors
/// [`FetchError`].
pub async fn fetch_snapshot(
    gateway: &str,
    present: Option<&SnapshotState>,
    trust: &Trust,
) -> Result<Fetched, FetchError> {
    let gateway = Gateway::new(gateway)?;
    let difference = match present {
        Some(present) => gateway.snapshot_since(&present.block().hash).await?,
        None => None,
    };
    let fetched = match (difference, present) {
        (Some(bytes), Some(present)) => {
            let (state, file) = DifferenceFile::from_bytes(&bytes)?.apply(present, trust)?;
            Fetched { state, file, bytes: bytes.len() }
        }
        _ => {
            let bytes = gateway.snapshot().await?;
            let file = SnapshotFile::from_bytes(&bytes)?;
            Fetched { state: file.accept(trust)?, file, bytes: bytes.len() }
        }
    };
    if let Some(present) = present {
        // Refuses what is of another chain, or of an earlier block.
        present.difference(&fetched.state).map_err(SnapshotError::from)?;
    }
    Ok(fetched)
}
