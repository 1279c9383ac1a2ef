//! How long a verdict takes after decoding: `latency NODE CODE [RUNS]`. Prints percentiles over all runs.

use std::{env, process::ExitCode, time::Instant};

use gs1::Gln;
use ledger_client::Trust;
use scan::{Scanner, read_code};
use verdict::{Role, Verdict};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [node, code, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: latency NODE CODE [RUNS [GLN]]");
        return ExitCode::from(2);
    };
    let runs = rest.first().and_then(|runs| runs.parse().ok()).unwrap_or(200);
    let participant: Option<Gln> = rest.get(1).and_then(|gln| gln.parse().ok());
    let code = match read_code(code) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let scanner =
        Scanner::new(vec![node.clone()], Trust::development(None), Role::Pharmacist).for_participant(participant);
    let mut times = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        let report = scanner.verify(&code).await;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        if report.verdict != Verdict::Genuine {
            eprintln!("not genuine: {:?}", report.reasons);
            return ExitCode::FAILURE;
        }
    }
    times.sort_by(f64::total_cmp);
    let percentile = |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied();
    let shown = |percent| percentile(percent).unwrap_or_default();
    println!("verify, {runs} runs: p50 {:.2} ms, p95 {:.2} ms, longest {:.2} ms", shown(50), shown(95), shown(100));
    ExitCode::SUCCESS
}
