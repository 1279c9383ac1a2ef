//! How many packs a gateway proves a second.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// Asks a gateway for the proofs of a batch's packs, in random order, over so many connections and for so long.
pub async fn checks(gateway: &str, folder: &Path, connections: usize, seconds: u64) -> Result<()> {
    let codes = Arc::new(codes(folder)?);
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(connections).build()?;
    let url = format!("{}/v1/proofs", gateway.trim_end_matches('/'));
    let next = Arc::new(AtomicUsize::new(0));
    let end = Instant::now() + Duration::from_secs(seconds);
    let start = Instant::now();
    let asking: Vec<_> = (0..connections)
        .map(|_| {
            let (codes, http, url, next) = (codes.clone(), http.clone(), url.clone(), next.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < end {
                    // A step without a common factor visits all packs, neighbours far apart.
                    let at = next.fetch_add(1, Ordering::Relaxed).wrapping_mul(2_654_435_761) % codes.len();
                    let code = codes.get(at).context("a code")?;
                    let asked = Instant::now();
                    let answer = http.post(&url).json(&json!({"code": code})).send().await?;
                    ensure!(answer.status().is_success(), "the gateway answered {}", answer.status());
                    let proof: Value = serde_json::from_slice(&answer.bytes().await?)?;
                    ensure!(proof["material"].is_string(), "the gateway gave no proof");
                    times.push(asked.elapsed().as_secs_f64());
                }
                Ok::<_, anyhow::Error>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for asker in asking {
        times.extend(asker.await??);
    }
    let total = start.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default() * 1_000.0;
    println!(
        "{} pack checks over {connections} connections: {:.0}/s, p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        times.len(),
        times.len() as f64 / total,
        at(0.5),
        at(0.95),
        at(0.99)
    );
    Ok(())
}

/// The codes of a batch, as a maker's folder has it.
fn codes(folder: &Path) -> Result<Vec<String>> {
    let record: Value = serde_json::from_slice(&std::fs::read(folder.join("batch.json"))?)?;
    let text =
        |name: &str| record[name].as_str().map(str::to_owned).with_context(|| format!("batch.json has no {name}"));
    let (gtin, lot) = (text("gtin")?, text("lot")?);
    let rows = std::fs::read_to_string(folder.join("packs.csv"))?;
    let serials = rows.lines().skip(1).filter_map(|row| row.split_once(',').map(|(_, serial)| serial));
    let codes: Vec<String> = serials.map(|serial| format!("(01){gtin}(21){serial}(10){lot}")).collect();
    ensure!(!codes.is_empty(), "the batch has no packs");
    Ok(codes)
}
