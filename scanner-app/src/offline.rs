//! The snapshot for times without a network: kept in a file, renewed from the gateway, believed only as far as it is proven.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chain_proof::SnapshotState;
use iced::Task;
use ledger_client::{SnapshotFile, Trust};

use crate::{
    app::{App, Message, later},
    platform,
};

/// How often a later one is fetched.
const OFTEN: Duration = Duration::from_secs(600);

/// The snapshot that was kept, if there is one and it is proven.
async fn load(path: PathBuf, trust: Trust) -> Option<Arc<SnapshotState>> {
    let loading = move || SnapshotFile::read(&path).ok()?.accept(&trust).ok();
    tokio::task::spawn_blocking(loading).await.ok()?.map(Arc::new)
}

/// Fetches a later snapshot and keeps it. Without one, everything stays as it is: its age is told.
async fn renew(
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

impl App {
    /// Goes on with the snapshot that was kept, and fetches a later one.
    pub(crate) fn load_snapshot(&self, generation: u64) -> Task<Message> {
        let Some(path) = platform::snapshot_file() else { return Task::none() };
        let loading = Task::perform(load(path, self.scanner.trust().clone()), move |snapshot| {
            Message::Snapshot(generation, snapshot)
        });
        loading.chain(Task::done(Message::RenewSnapshot(generation)))
    }

    /// Fetches a later snapshot, now and from time to time.
    pub(crate) fn renew_snapshot(&self, generation: u64) -> Task<Message> {
        let file = platform::snapshot_file().zip(self.settings.gateway.clone());
        let Some((path, gateway)) = file else { return Task::none() };
        let (present, trust) = (self.scanner.snapshot(), self.scanner.trust().clone());
        let renewing = Task::perform(renew(path, gateway, present, trust), move |snapshot| {
            Message::Snapshot(generation, snapshot)
        });
        renewing.chain(later(OFTEN, Message::RenewSnapshot(generation)))
    }
}
