//! Commits to a million packs on one core: `cargo bench -p pack-commitment`. Prints medians of five runs, and the
//! peak of memory from the kernel's count.

#![allow(clippy::expect_used)]

use std::{fs, hint::black_box, time::Instant};

use pack_commitment::{Identity, commit};

const PACKS: usize = 1_000_000;

fn main() {
    let identity = Identity { gtin: 4_012_345_678_901, lot: "LOT-1", expiry: 20_271_231 };
    let digits: String = (0..PACKS).map(|index| format!("{index:020}")).collect();
    let serials = || (0..PACKS).map(|index| &digits[index * 20..index * 20 + 20]);

    let mut builds = Vec::new();
    let mut proofs = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let tree = commit(&identity, &[1; 32], serials()).expect("a good batch");
        builds.push(start.elapsed());
        let start = Instant::now();
        for index in (0..PACKS as u32).step_by(1_000) {
            black_box(tree.proof(index).expect("a pack of the batch"));
        }
        proofs.push(start.elapsed() / 1_000);
    }
    builds.sort();
    proofs.sort();
    println!("commitment over {PACKS} packs: median {:?}; a proof: {:?}", builds[2], proofs[2]);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown here");
    println!("peak memory, serials included: {}", peak.trim_start_matches("VmHWM:").trim());
}
