//! How many signatures one core checks: the measure of what a chain could do at most.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use sp_core::{Pair, sr25519};

/// How many sr25519 signatures of a transaction's length one core checks in a second.
pub fn checks_per_second(time: Duration) -> f64 {
    let pair = sr25519::Pair::from_seed(&[7; 32]);
    let message = [9; 120];
    let signature = pair.sign(&message);
    let start = Instant::now();
    let mut checked = 0u32;
    while start.elapsed() < time {
        for _ in 0..100 {
            black_box(sr25519::Pair::verify(black_box(&signature), black_box(message), &pair.public()));
        }
        checked += 100;
    }
    f64::from(checked) / start.elapsed().as_secs_f64()
}
