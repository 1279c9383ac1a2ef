//! Figures about the gateway itself, for Prometheus. None of them is about a person or a pack.

use prometheus::{
    Encoder, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

use crate::watch::model::State;

/// Upper bounds of the classes of answer times, in seconds.
const TIMES: [f64; 10] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];

/// Upper bounds of the classes of times to measure and score a scan, in seconds.
const SCORE_TIMES: [f64; 9] = [0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.01, 0.1];

/// All figures.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    height: IntGauge,
    clock: IntGauge,
    events: IntCounter,
    following: IntGauge,
    requests: IntCounterVec,
    times: HistogramVec,
    checks: IntCounterVec,
    scored: IntCounter,
    alarms: IntCounter,
    score_times: Histogram,
    model_state: IntGaugeVec,
    drift: GaugeVec,
    skipped: IntGauge,
    cases: IntCounterVec,
    incidents: IntGauge,
}

impl Metrics {
    /// New figures, all zero.
    ///
    /// # Errors
    /// [`prometheus::Error`], which would be a mistake in this program: a name twice.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let gauge = |name, help| {
            let gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok::<_, prometheus::Error>(gauge)
        };
        let counters = |name, help, labels: &[&str]| {
            let counters = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(counters.clone()))?;
            Ok::<_, prometheus::Error>(counters)
        };
        let counter = |name, help| {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, prometheus::Error>(counter)
        };
        let options = HistogramOpts::new("medtrail_request_seconds", "Time to answer, by route.").buckets(TIMES.into());
        let times = HistogramVec::new(options, &["route"])?;
        registry.register(Box::new(times.clone()))?;
        let options = HistogramOpts::new("medtrail_score_seconds", "Time to measure and score a scan.");
        let score_times = Histogram::with_opts(options.buckets(SCORE_TIMES.into()))?;
        registry.register(Box::new(score_times.clone()))?;
        let options = Opts::new("medtrail_model_state", "1 for the state that the anomaly model is in.");
        let model_state = IntGaugeVec::new(options, &["state"])?;
        registry.register(Box::new(model_state.clone()))?;
        let help = "Population stability index of a feature in the week so far.";
        let drift = GaugeVec::new(Opts::new("medtrail_feature_drift", help), &["feature"])?;
        registry.register(Box::new(drift.clone()))?;
        Ok(Self {
            height: gauge("medtrail_indexed_height", "Height of the last block in the index.")?,
            clock: gauge("medtrail_indexed_time_seconds", "The chain's clock in that block, since 1970-01-01 UTC.")?,
            following: gauge("medtrail_following", "1 if the last attempt to follow the chain succeeded.")?,
            requests: counters("medtrail_requests_total", "Requests, by route and status.", &["route", "status"])?,
            checks: counters("medtrail_pack_checks_total", "Answers about packs, by outcome.", &["outcome"])?,
            events: counter("medtrail_indexed_events_total", "Events stored since the start.")?,
            scored: counter("medtrail_scans_scored_total", "Scans that the anomaly model scored.")?,
            alarms: counter("medtrail_alarms_total", "Alarms of the anomaly model, those of one on trial included.")?,
            skipped: gauge("medtrail_feed_skipped", "Things in the index that the anomaly engine was not told.")?,
            cases: counters("medtrail_case_attempts_total", "Attempts to open a case, by outcome.", &["outcome"])?,
            incidents: gauge("medtrail_incidents_waiting", "Incidents whose case is not opened yet.")?,
            score_times,
            model_state,
            drift,
            times,
            registry,
        })
    }

    /// Notes whether the chain could be followed.
    pub fn followed(&self, success: bool) {
        self.following.set(i64::from(success));
    }

    /// Whether the chain could be followed at the last attempt.
    pub fn is_following(&self) -> bool {
        self.following.get() == 1
    }

    /// Notes how far the index is.
    pub fn indexed(&self, height: u32, time: u64, events: usize) {
        self.height.set(i64::from(height));
        self.clock.set(i64::try_from(time).unwrap_or(i64::MAX));
        self.events.inc_by(events as u64);
    }

    /// The chain's clock in the last block of the index, in seconds since 1970-01-01 UTC; zero before the first.
    pub fn indexed_time(&self) -> u64 {
        u64::try_from(self.clock.get()).unwrap_or_default()
    }

    /// Notes an answered request.
    pub fn answered(&self, route: &str, status: u16, seconds: f64) {
        self.requests.with_label_values(&[route, &status.to_string()]).inc();
        let times: Histogram = self.times.with_label_values(&[route]);
        times.observe(seconds);
    }

    /// Notes an answer about a pack.
    pub fn checked(&self, outcome: &str) {
        self.checks.with_label_values(&[outcome]).inc();
    }

    /// Notes how long it took to measure and score a scan.
    pub fn weighed(&self, seconds: f64) {
        self.score_times.observe(seconds);
    }

    /// Notes a scan that the model scored.
    pub fn scored(&self, alarm: bool) {
        self.scored.inc();
        self.alarms.inc_by(u64::from(alarm));
    }

    /// Scans scored since the start, and alarms among them.
    pub fn scored_so_far(&self) -> (u64, u64) {
        (self.scored.get(), self.alarms.get())
    }

    /// Notes the model's state by its name.
    pub fn model_state(&self, state: &str) {
        for code in State::CODES {
            self.model_state.with_label_values(&[code]).set(i64::from(code == state));
        }
    }

    /// Notes how far a feature's values are from the model's reference.
    pub fn feature_drift(&self, feature: &str, index: f64) {
        self.drift.with_label_values(&[feature]).set(index);
    }

    /// Notes how many things the anomaly engine was not told.
    pub fn feed_skipped(&self, things: u64) {
        self.skipped.set(i64::try_from(things).unwrap_or(i64::MAX));
    }

    /// Notes that a case was opened.
    pub fn case_opened(&self) {
        self.cases.with_label_values(&["opened"]).inc();
    }

    /// Notes that a case could not be opened.
    pub fn case_failed(&self) {
        self.cases.with_label_values(&["failed"]).inc();
    }

    /// Notes how many incidents have no case yet.
    pub fn incidents_waiting(&self, incidents: i64) {
        self.incidents.set(incidents);
    }

    /// All figures in Prometheus' text format.
    pub fn to_text(&self) -> String {
        let mut text = Vec::new();
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}
