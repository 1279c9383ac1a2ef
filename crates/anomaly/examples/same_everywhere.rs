//! The golden integers on another machine: it ends well, or panics. In WebAssembly, with node:
//!
//! `cargo build -p anomaly --target wasm32-unknown-unknown --example same_everywhere`, then call `main` of the module.

#[path = "../tests/story/golden.rs"]
mod golden;
#[allow(dead_code, reason = "the speed example uses the rest")]
#[path = "../tests/story/mod.rs"]
mod story;

fn main() {
    let faults = golden::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(story::features_hash(story::SCANS), story::EXPECTED);
    println!("the same");
}
