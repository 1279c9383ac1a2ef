//! The snapshot for times without a network: kept in a file, renewed from the gateway, believed only as far as it is proven.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chain_proof::SnapshotState;
use ledger_client::{SnapshotFile, Trust};

/// How often a later one is fetched.
pub const OFTEN: Duration = Duration::from_secs(600);

/// The snapshot that was kept, if there is one and it is proven.
pub async fn load(path: PathBuf, trust: Trust) -> Option<Arc<SnapshotState>> {
    let loading = move || SnapshotFile::read(&path).ok()?.accept(&trust).ok();
    tokio::task::spawn_blocking(loading).await.ok()?.map(Arc::new)
}

/// Fetches a later snapshot and keeps it. Without one, everything stays as it is: its age is told.
pub async fn renew(
    path: PathBuf,
    gateway: String,
    present: Option<Arc<SnapshotState>>,
    trust: Trust,
) -> Option<Arc<SnapshotState>> {
    let fetched = scan::fetch_snapshot(&gateway, present.as_deref(), &trust).await.ok()?;
    let (state, file) = (fetched.state, fetched.file);
    let writing = move || {
        path.parent().map(std::fs::create_dir_all).transpose().ok()?;
        file.write(&path).ok()
    };
    let _ = tokio::task::spawn_blocking(writing).await;
    Some(Arc::new(state))
}
