//! The same evidence leads to the same verdict in every build of the verifier: natively, and as WebAssembly in a browser
//! (`scripts/test-wasm`). The vectors are evidence of a real chain with two changes of finalisers behind it, recorded by the
//! end-to-end test `sleeping_scanner` with `MEDTRAIL_RECORD_VECTORS=FILE`.

#![allow(clippy::unwrap_used)]

use chain_proof::{Checkpoint, Evidence};
use codec::{DecodeAll, Encode};
use serde_json::Value;
use verdict::{Role, Scanning, Source, read_code};

const VECTORS: &str = include_str!("../vectors/vectors.json");

struct Vector<'a>(&'a Value);

impl Vector<'_> {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn evidence(&self) -> Vec<u8> {
        hex::decode(self.text("evidence")).unwrap()
    }

    fn checkpoint(&self) -> Checkpoint {
        Checkpoint::decode_all(&mut hex::decode(self.text("checkpoint")).unwrap().as_slice()).unwrap()
    }

    /// The verdict on these bytes of evidence, or why they prove nothing.
    fn judge(&self, evidence: &[u8], mut checkpoint: Checkpoint) -> String {
        let participant = self.text("participant").parse().ok();
        let scanning = Scanning { role: Role::Pharmacist, participant, maker: None, signals: Default::default() };
        let code = read_code(self.text("code")).unwrap();
        let question = scanning.question(&code).unwrap();
        match Evidence::from_bytes(evidence).and_then(|evidence| evidence.check(&mut checkpoint, &question)) {
            Ok(answer) => {
                let report = scanning.verdict(&code, Ok(&answer), Source::default(), self.0["now"].as_u64().unwrap());
                serde_json::to_string(&report).unwrap()
            }
            Err(error) => format!("{error:?}"),
        }
    }
}

fn file() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

/// What all builds make of every eighth byte of all evidence with one bit changed, and of evidence that is cut off: counted,
/// and as one digest.
fn altered(file: &Value) -> (u32, String) {
    let (mut cases, mut digest) = (0, [0; 32]);
    for vector in file["vectors"].as_array().unwrap().iter().map(Vector) {
        let (evidence, checkpoint) = (vector.evidence(), vector.checkpoint());
        for at in (0..evidence.len()).step_by(8) {
            let mut flipped = evidence.clone();
            flipped[at] ^= 1 << (at / 8 % 8);
            for bytes in [&flipped[..], &evidence[..at]] {
                let said = vector.judge(bytes, checkpoint.clone());
                digest = ledger_types::digest(&[&digest[..], said.as_bytes()].concat());
                cases += 1;
            }
        }
    }
    (cases, hex::encode(digest))
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn evidence_leads_to_the_recorded_verdicts() {
    let file = file();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 6);
    for vector in vectors.iter().map(Vector) {
        let found: Value = serde_json::from_str(&vector.judge(&vector.evidence(), vector.checkpoint())).unwrap();
        assert_eq!(found, vector.0["report"], "{}", vector.text("name"));
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn altered_evidence_leads_to_the_recorded_ends() {
    let mut file = file();
    let (cases, digest) = altered(&file);
    assert!(cases > 1_000, "{cases}");
    if option_env!("MEDTRAIL_RECORD_DIGEST").is_some() {
        file["altered"] = digest.into();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/vectors.json");
        std::fs::write(path, serde_json::to_string_pretty(&file).unwrap()).unwrap();
        return;
    }
    assert_eq!(file["altered"], digest, "{cases} cases");
}

#[cfg(not(target_arch = "wasm32"))]
fn milliseconds() -> f64 {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed().as_secs_f64() * 1_000.0
}

#[cfg(target_arch = "wasm32")]
fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// The whole check of one pack stays within its budget: 2 ms natively, 20 ms in a browser, with slow machines in mind.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_check_takes_little_time() {
    const RUNS: u32 = 100;
    let file = file();
    let vector = Vector(&file["vectors"][0]);
    let (asleep, checkpoint) = (vector.evidence(), vector.checkpoint());
    let mut evidence = Evidence::from_bytes(&asleep).unwrap();
    let mut moved = checkpoint.clone();
    evidence.handovers.drain(..).for_each(|handover| moved.follow(&handover).unwrap());
    let time = |evidence: &[u8], checkpoint: &Checkpoint| {
        let start = milliseconds();
        for _ in 0..RUNS {
            assert!(vector.judge(evidence, checkpoint.clone()).contains("genuine"));
        }
        (milliseconds() - start) / f64::from(RUNS)
    };
    let (long, short) = (time(&asleep, &checkpoint), time(&evidence.encode(), &moved));
    let said = format!(
        "a check takes {short:.2} ms, {long:.2} ms with two changes of finalisers; {} and {} bytes of evidence",
        evidence.encode().len(),
        asleep.len()
    );
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_test::console_log!("{said}");
    #[cfg(not(target_arch = "wasm32"))]
    println!("{said}");
    let budget = if cfg!(target_arch = "wasm32") { 20.0 } else { 2.0 };
    assert!(short < 4.0 * budget, "{said}");
}

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
