//! Figures about the gateway itself, for Prometheus. None of them is about a person or a pack.

use prometheus::{
    Encoder, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

/// Upper bounds of the classes of answer times, in seconds.
const TIMES: [f64; 10] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];

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
        let events = IntCounter::new("medtrail_indexed_events_total", "Events stored since the start.")?;
        registry.register(Box::new(events.clone()))?;
        let options = HistogramOpts::new("medtrail_request_seconds", "Time to answer, by route.").buckets(TIMES.into());
        let times = HistogramVec::new(options, &["route"])?;
        registry.register(Box::new(times.clone()))?;
        Ok(Self {
            height: gauge("medtrail_indexed_height", "Height of the last block in the index.")?,
            clock: gauge("medtrail_indexed_time_seconds", "The chain's clock in that block, since 1970-01-01 UTC.")?,
            following: gauge("medtrail_following", "1 if the last attempt to follow the chain succeeded.")?,
            requests: counters("medtrail_requests_total", "Requests, by route and status.", &["route", "status"])?,
            checks: counters("medtrail_pack_checks_total", "Answers about packs, by outcome.", &["outcome"])?,
            events,
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

    /// All figures in Prometheus' text format.
    pub fn to_text(&self) -> String {
        let mut text = Vec::new();
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}
