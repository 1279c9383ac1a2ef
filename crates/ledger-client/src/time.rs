//! Clocks and waiting, on threads and in browsers alike: the standard library's clocks panic in the latter.

#[cfg(not(target_arch = "wasm32"))]
pub use tokio::time::{sleep, timeout};
#[cfg(target_arch = "wasm32")]
pub use wasmtimer::tokio::{sleep, timeout};
pub use web_time::{Instant, SystemTime, UNIX_EPOCH};

/// This device's clock, in seconds since 1970-01-01 UTC.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The same in milliseconds.
pub fn now_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
