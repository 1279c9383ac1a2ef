//! How fast scans are measured, scored and explained: `cargo run --release -p anomaly --example speed [SCANS]`.

use std::time::Instant;

use anomaly::{
    Features, Model,
    explain::explain,
    model::{Child, Ensemble, EnsembleKind, Leaf, Node, Tree},
    spec::{FEATURE_COUNT, FEATURES},
};

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/story/mod.rs"]
mod story;

use story::{BATCHES, PACKS, below, deliver, engine, scan};

/// Full trees of depth 5 that ask anything.
fn forest(trees: u64) -> Ensemble {
    let tree = |seed: u64| {
        let child = |i: usize| if i < 31 { Child::Node(i as u16) } else { Child::Leaf((i - 31) as u16) };
        let node = |i: usize| {
            let feature = below(16, seed * 100 + i as u64, FEATURE_COUNT as u32);
            let spec = FEATURES.get(feature as usize);
            let threshold = spec.map_or(0, |spec| spec.min / 2 + (spec.max / 1000).max(1));
            Node {
                feature: feature as u8,
                missing_right: i.is_multiple_of(2),
                threshold,
                left: child(2 * i + 1),
                right: child(2 * i + 2),
            }
        };
        let leaf = |i: u64| Leaf {
            value: below(17, seed * 100 + i, 200_000) as i32 - 100_000,
            cover: 1 + below(18, seed + i, 999) as u16,
        };
        Tree { nodes: (0..31).map(node).collect(), leaves: (0..32).map(leaf).collect() }
    };
    Ensemble {
        kind: EnsembleKind::Risk,
        base: 0,
        suspicious_from: 0,
        alert_from: 0,
        calibration: Vec::new(),
        trees: (0..trees).map(tree).collect(),
    }
}

fn main() {
    let count: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let start = Instant::now();
    let mut engine = engine();
    let holders = deliver(&mut engine);
    println!("{} entries of the ledger: {:?}", BATCHES * (2 + 2 * PACKS / 50), start.elapsed());

    let start = Instant::now();
    let (mut hash, mut kept): (Vec<u8>, Vec<Features>) = (Vec::new(), Vec::new());
    for i in 0..count {
        let features = engine.scan(&scan(i, &holders)).features;
        if i.is_multiple_of(100) {
            hash.extend(features.iter().flat_map(|value| value.to_le_bytes()));
            hash = ledger_types::digest(&hash).to_vec();
            kept.push(features);
        }
    }
    let each = start.elapsed().as_nanos() as u64 / count.max(1);
    println!("{count} scans measured: {each} ns each");
    println!(
        "hash of every hundredth's features: {}",
        hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    );

    let ensemble = forest(250);
    let start = Instant::now();
    let sum: i64 = kept.iter().map(|features| ensemble.score(features)).sum();
    println!(
        "250 trees of depth 5: {} ns a score (sum {sum})",
        start.elapsed().as_nanos() as usize / kept.len().max(1)
    );
    let start = Instant::now();
    let some = &kept[..kept.len().min(200)];
    let sum: i64 = some.iter().map(|features| explain(&ensemble, features).expected).sum();
    println!("explained: {} ns each (sum {sum})", start.elapsed().as_nanos() as usize / some.len().max(1));
    let model = Model {
        name: "speed".into(),
        version: "1".into(),
        ensembles: vec![ensemble],
        monitors: Vec::new(),
        deciles: Vec::new(),
    };
    match model.to_bytes() {
        Ok(bytes) => println!("250 trees of depth 5 in a file: {} bytes", bytes.len()),
        Err(error) => println!("{error}"),
    }
}
