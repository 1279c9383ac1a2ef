//! How long a search may take.

use std::time::Duration;

use web_time::Instant;

/// Time that decoders look at between their steps: in a browser nobody else can stop them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    start: Instant,
    limit: Duration,
}

impl Budget {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { start: Instant::now(), limit }
    }

    pub(crate) fn spent(&self) -> bool {
        self.elapsed() >= self.limit
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }
}
