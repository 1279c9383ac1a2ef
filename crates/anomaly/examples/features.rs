//! Prints the feature table for documents: `cargo run -p anomaly --example features`.

use anomaly::spec::{FEATURES, spec_hash};

fn main() {
    let hash: String = spec_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    println!(
        "Feature table {hash}\n\n| Feature | Group | Unit | From | To | Monotone | What a person is told |\n|---|---|---|---|---|---|---|"
    );
    for spec in &FEATURES {
        let monotone = match spec.monotone {
            1 => "more is never less risky",
            -1 => "less is never less risky",
            _ => "",
        };
        let (group, unit) = (spec.group.name(), spec.unit.name());
        println!("| {} | {group} | {unit} | {} | {} | {monotone} | {} |", spec.name, spec.min, spec.max, spec.sentence);
    }
}
