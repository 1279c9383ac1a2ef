//! Watches over scans as they are reported: what the index knows and what is scanned is told to the anomaly engine, and the model that
//! is active on chain says what it thinks of each scan.
//!
//! [`feed`] puts events into the engine's words, [`log`] keeps what the engine needs of scans, [`score`] puts a report into its
//! words, [`judge`] asks the model, [`model`] tells whether it may speak, [`drift`] whether it still should, [`alerts`] and [`cases`]
//! are what comes of alarms.

pub mod alerts;
pub mod cases;
pub mod drift;
pub mod feed;
pub mod judge;
pub mod log;
pub mod model;
pub mod score;

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anomaly::{Engine, Limits, policy::Policy};
use ledger_client::{Ledger, LedgerError, Trust, time::now};
use ledger_types::Position;
use tokio::sync::Notify;
use tracing::{info, warn};

use crate::{
    database::{Database, DatabaseError},
    index::{
        Kind,
        read::{Happened, MAX_ROWS, Place},
    },
    metrics::Metrics,
    serials::MasterKey,
};
use drift::{Drift, Finding};
use feed::{Feed, Told};
use judge::{Judged, Loaded};
use log::{Logged, WARM_HOURS};
use model::{RECHECK, Standing, State};
use score::{Incoming, Outcome, Weighed};

/// How often to look for new events in the index.
const POLL: Duration = Duration::from_millis(500);
/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How often the week's counts are kept.
const KEEP: Duration = Duration::from_secs(300);
/// The name under which they are kept.
const NOTE: &str = "drift";
/// Why there is no assessment while the index is read.
const NOT_READY: &str = "none: the index is being read";

/// Why the engine does not keep up with the index.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The chain does not tell where a participant is.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The engine with all that changes with each scan.
#[derive(Debug)]
struct Inner {
    engine: Engine,
    feed: Feed,
    policy: Policy<'static>,
}

/// Watches over scans.
pub struct Watch {
    loaded: Option<Loaded>,
    key: Arc<MasterKey>,
    metrics: Metrics,
    /// Held while a scan is measured, which takes microseconds, and never while something is waited for.
    inner: Mutex<Inner>,
    drift: Mutex<Drift>,
    standing: Mutex<Standing>,
    ready: AtomicBool,
    recheck: Notify,
    /// Alerts are kept one after another, so that two at once do not begin two incidents.
    storing: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Watch({})", self.state().code())
    }
}

/// How far the engine has been told.
#[derive(Debug, Default)]
struct Progress {
    place: Place,
    /// A connection to the chain, for the places of participants.
    ledger: Option<Ledger>,
    /// The log that the engine is warmed from; nothing once it is.
    log: Option<Warm>,
}

#[derive(Debug)]
struct Warm {
    after: Option<(i64, String)>,
    page: VecDeque<Logged>,
    scans: u64,
}

impl Watch {
    /// With a model, or without one: then nothing is watched.
    pub fn new(loaded: Option<Loaded>, key: Arc<MasterKey>, metrics: Metrics) -> Self {
        let policy = loaded.map_or_else(|| Policy::new(None, 0), |loaded| loaded.policy());
        let state = if loaded.is_some() { State::Unchecked } else { State::None };
        metrics.model_state(state.code());
        Self {
            loaded,
            key,
            metrics,
            inner: Mutex::new(Inner { engine: Engine::new(Limits::default()), feed: Feed::default(), policy }),
            drift: Mutex::default(),
            standing: Mutex::new(Standing { state, ..Standing::unchecked() }),
            ready: AtomicBool::new(false),
            recheck: Notify::new(),
            storing: tokio::sync::Mutex::default(),
        }
    }

    /// The model, if there is one.
    pub fn loaded(&self) -> Option<Loaded> {
        self.loaded
    }

    /// What the chain said of the model.
    pub fn standing(&self) -> Standing {
        *lock(&self.standing)
    }

    /// Notes what the chain says of the model.
    pub fn stands(&self, standing: Standing) {
        *lock(&self.standing) = standing;
        self.metrics.model_state(self.state().code());
    }

    /// Whether the model speaks now, and if not, why.
    pub fn state(&self) -> State {
        self.standing().state_at(now(), lock(&self.drift).is_drifted())
    }

    /// Whether the engine knows the whole index and the log.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// Things that could not be told to the engine.
    pub fn skipped(&self) -> u64 {
        lock(&self.inner).feed.skipped()
    }

    /// What the last week with scans was like.
    pub fn last_week(&self) -> Option<Finding> {
        lock(&self.drift).last().cloned()
    }

    /// Scores a scan that was just reported, and keeps what came of it. A failure to keep it does not take the answer away.
    pub async fn report(&self, database: &Database, incoming: &Incoming) -> Outcome {
        let Some(loaded) = self.loaded else { return Outcome::none(State::None.code(), NO_MODEL) };
        let state = self.state();
        let outcome = self.assess(database, &loaded, state, incoming).await;
        let hour = incoming.time.div_euclid(3_600);
        let said = serde_json::to_value(&outcome).unwrap_or_default();
        if let Err(error) = database.keep_detail(&self.key, &incoming.id, hour, &incoming.detail, &said).await {
            warn!(%error, "a scan's details could not be kept");
        }
        outcome
    }

    /// What came of a scan when it was reported for the first time.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn reported_before(&self, database: &Database, id: &str) -> Result<Outcome, DatabaseError> {
        let kept = database.assessment(id).await?.and_then(|said| serde_json::from_value(said).ok());
        Ok(kept.unwrap_or_else(|| Outcome::none(self.state().code(), self.state().why_not().unwrap_or(REPORTED))))
    }

    async fn assess(&self, database: &Database, loaded: &Loaded, state: State, incoming: &Incoming) -> Outcome {
        if !self.is_ready() {
            return Outcome::none(state.code(), NOT_READY);
        }
        let weighed = match self.weigh(incoming) {
            Ok(weighed) => weighed,
            Err(why_not) => return Outcome::none(state.code(), state.why_not().unwrap_or(why_not)),
        };
        let Some(judged) = loaded.told(&weighed.decision, &weighed.measured) else {
            return Outcome::none(state.code(), state.why_not().unwrap_or(NOT_FOR_SUCH));
        };
        self.metrics.scored(judged.alarm);
        lock(&self.drift).count(loaded, incoming.received, &weighed.measured.features, judged.alarm);
        let alert = if judged.alarm && state == State::Active {
            self.alert(database, loaded, &judged, &weighed, incoming).await
        } else {
            None
        };
        Outcome {
            state: state.code().to_owned(),
            assessment: Some(score::assessment(loaded, &judged, alert)),
            why_not: state.why_not().map(str::to_owned),
        }
    }

    /// Keeps an alarm; tells its name.
    async fn alert(
        &self,
        database: &Database,
        loaded: &Loaded,
        judged: &Judged,
        weighed: &Weighed,
        incoming: &Incoming,
    ) -> Option<String> {
        let raised = weighed.raised(&self.key, loaded, judged, incoming);
        let _turn = self.storing.lock().await;
        match database.keep_alert(&self.key, &raised).await {
            Ok(_) => Some(raised.record.id),
            Err(error) => {
                warn!(%error, "an alert could not be kept");
                None
            }
        }
    }

    /// Measures a scan against what is known before it, counts it, and decides.
    fn weigh(&self, incoming: &Incoming) -> Result<Weighed, &'static str> {
        let mut inner = lock(&self.inner);
        let start = Instant::now();
        let Inner { engine, feed, policy } = &mut *inner;
        let mut scan = score::scan(feed, &self.key, incoming)?;
        let (batch, site) = (feed.batch(&incoming.detail.batch), feed.site(incoming.scanner));
        let pack = batch.zip(scan.code.pack).and_then(|(batch, pack)| engine.pack(batch.id, pack));
        score::check_custody(&mut scan, pack.as_ref());
        let measured = engine.scan(&scan);
        let decision = policy.decide(&scan, &measured);
        let weighed = Weighed {
            measured,
            decision,
            maker: batch.and_then(|batch| batch.maker),
            holder: pack.and_then(|pack| pack.holder).and_then(|holder| feed.participant(holder)),
            country: site.map_or([0; 2], |site| site.country),
        };
        drop(inner);
        self.metrics.weighed(start.elapsed().as_secs_f64());
        Ok(weighed)
    }

    /// Tells the engine what the index holds and will hold, for ever.
    pub async fn keep_up(&self, database: &Database, nodes: &[String], trust: &Trust) {
        if self.loaded.is_none() {
            return;
        }
        let oldest = (now() / 3_600) as i64 - WARM_HOURS;
        let warm = Warm { after: Some((oldest, String::new())), page: VecDeque::new(), scans: 0 };
        let mut progress = Progress { log: Some(warm), ..Progress::default() };
        loop {
            let pause = match self.catch_up(database, nodes, trust, &mut progress).await {
                Ok(()) => POLL,
                Err(error) => {
                    warn!(%error, "the anomaly engine does not keep up with the index");
                    progress.ledger = None;
                    PAUSE
                }
            };
            self.metrics.feed_skipped(self.skipped());
            tokio::time::sleep(pause).await;
        }
    }

    async fn catch_up(
        &self,
        database: &Database,
        nodes: &[String],
        trust: &Trust,
        progress: &mut Progress,
    ) -> Result<(), WatchError> {
        loop {
            let events = database.everything(progress.place, MAX_ROWS).await?;
            if events.is_empty() {
                break;
            }
            for event in &events {
                self.warm(database, progress, Some(event.time)).await?;
                self.tell(database, nodes, trust, progress, event).await?;
                progress.place = Place { block: event.block, place: event.place };
            }
        }
        // Until the index stands where the chain does, more is to come that was before the last scans.
        if progress.log.is_some() && self.metrics.is_following() {
            self.warm(database, progress, None).await?;
            let scans = progress.log.take().map_or(0, |log| log.scans);
            self.ready.store(true, Ordering::Release);
            info!(scans, skipped = self.skipped(), "the anomaly engine knows the index and the log");
        }
        Ok(())
    }

    /// Tells the engine an event, and before it all that the event is about.
    async fn tell(
        &self,
        database: &Database,
        nodes: &[String],
        trust: &Trust,
        progress: &mut Progress,
        event: &Happened,
    ) -> Result<(), WatchError> {
        let needs = lock(&self.inner).feed.needs(event);
        for (kind, id) in needs {
            let record = database.record(kind, &id).await?.map(|record| record.value);
            let place = match kind {
                Kind::Participant => first_place(nodes, trust, progress, &id).await?,
                _ => None,
            };
            let mut inner = lock(&self.inner);
            let told = inner.feed.learn(kind, &id, record.as_ref(), place);
            inner.take(told);
        }
        let mut inner = lock(&self.inner);
        let told = inner.feed.event(event);
        inner.take(told);
        drop(inner);
        if event.pallet == "ModelRegistry" {
            self.recheck.notify_one();
        }
        Ok(())
    }

    /// Tells the engine the scans of the log that were before a time (seconds since 1970-01-01 UTC), or all.
    async fn warm(&self, database: &Database, progress: &mut Progress, until: Option<u64>) -> Result<(), WatchError> {
        let Some(log) = &mut progress.log else { return Ok(()) };
        loop {
            if log.page.is_empty()
                && let Some((hour, id)) = log.after.take()
            {
                let page = database.logged(&self.key, (hour, &id)).await;
                // A failure must not end the log.
                let (scans, after) = match page {
                    Ok(page) => page,
                    Err(error) => {
                        log.after = Some((hour, id));
                        return Err(error.into());
                    }
                };
                log.page.extend(scans);
                log.after = after;
            }
            let early = |scan: &Logged| until.is_none_or(|until| scan.hour.unsigned_abs() * 3_600 < until);
            match log.page.front() {
                Some(scan) if early(scan) => {}
                // A part of the log may hold nothing that can be opened.
                None if log.after.is_some() => continue,
                _ => return Ok(()),
            }
            if let Some(scan) = log.page.pop_front() {
                let mut inner = lock(&self.inner);
                let Inner { engine, feed, policy } = &mut *inner;
                if let Ok(scan) = score::scan(feed, &self.key, &Incoming::from(scan)) {
                    let measured = engine.scan(&scan);
                    // Sums of scores go on where they were; nobody is told of old alarms again.
                    policy.decide(&scan, &measured);
                    log.scans += 1;
                }
            }
        }
    }

    /// Asks the chain for the model's state, every few minutes and whenever something happens to a model, for ever. Keeps the week's
    /// counts, too.
    pub async fn keep_asking(&self, database: &Database, nodes: &[String], trust: &Trust) {
        let Some(loaded) = self.loaded else { return };
        self.take_up(database, &loaded).await;
        let mut kept = Instant::now();
        loop {
            match model::ask(nodes, trust, &loaded.id, now()).await {
                Ok(standing) => {
                    let before = self.standing();
                    self.stands(standing);
                    if before.state != standing.state {
                        info!(
                            state = standing.state.code(),
                            model = hex::encode(loaded.id),
                            "the model's state on chain"
                        );
                    }
                }
                Err(error) => warn!(%error, "the chain could not be asked for the model's state"),
            }
            if kept.elapsed() >= KEEP {
                kept = Instant::now();
                self.set_down(database, &loaded).await;
            }
            self.metrics.model_state(self.state().code());
            tokio::select! {
                () = self.recheck.notified() => {}
                () = tokio::time::sleep(RECHECK) => {}
            }
        }
    }

    /// Goes on with the counts of an earlier run, if they are this model's.
    async fn take_up(&self, database: &Database, loaded: &Loaded) {
        let Ok(Some(text)) = database.note(NOTE).await else { return };
        if let Ok((model, drift)) = serde_json::from_str::<(String, Drift)>(&text)
            && model == hex::encode(loaded.id)
        {
            *lock(&self.drift) = drift;
        }
    }

    async fn set_down(&self, database: &Database, loaded: &Loaded) {
        let (text, indices) = {
            let mut drift = lock(&self.drift);
            drift.turn(loaded, now() as i64);
            (serde_json::to_string(&(hex::encode(loaded.id), &*drift)), drift.indices(loaded))
        };
        for (place, index) in indices {
            self.metrics.feature_drift(judge::feature_name(place), index);
        }
        if let Ok(text) = text
            && let Err(error) = database.set_note(NOTE, &text).await
        {
            warn!(%error, "the week's counts could not be kept");
        }
    }
}

const NO_MODEL: &str = "none: this gateway has no model";
const NOT_FOR_SUCH: &str = "none: the model is not made for such scans";
const REPORTED: &str = "none: this scan was reported before, and not scored";

impl Inner {
    fn take(&mut self, told: impl IntoIterator<Item = Told>) {
        for told in told {
            match told {
                Told::Site(facts) => {
                    self.engine.add_site(facts);
                }
                Told::Product(facts) => {
                    self.engine.add_product(facts);
                }
                Told::Batch(facts) => {
                    self.engine.add_batch(facts);
                }
                Told::Entry(entry) => self.engine.record(&entry),
            }
        }
    }
}

/// Where a participant is: its first site, as the chain has it now.
async fn first_place(
    nodes: &[String],
    trust: &Trust,
    progress: &mut Progress,
    id: &str,
) -> Result<Option<Position>, WatchError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let ledger = match progress.ledger.take() {
        Some(ledger) => ledger,
        None => Ledger::connect(nodes, trust).await?,
    };
    let site = ledger.finalized().await?.first_site(id).await?;
    progress.ledger = Some(ledger);
    Ok(site.map(|site| site.position))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "watch_tests.rs"]
pub(crate) mod tests;
