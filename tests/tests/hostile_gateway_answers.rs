//! Gateways that lie to patients about sealed proofs, to operators about earlier scans, and to everybody in HTTP itself.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ledger_client::Trust;
use ledger_types::Position;
use medtrail_tests::{FalseGateway, GTIN, MAKER, PHARMACY, World, http};
use private_lookup::{Keeper, code as code_of};
use scan::{Code, Reporting, Scanner, read_code};
use serde_json::{Value, json};
use verdict::{LabelMaterial, Report, Role, Verdict};

fn world() -> World {
    let world = World::new();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    world
}

fn scanner(world: &World, role: Role, gateways: &[String]) -> Scanner {
    let gln = (role == Role::Pharmacist).then(|| PHARMACY.gln.parse().unwrap());
    let scanner = Scanner::new(vec![world.node.url()], Trust::development(None), role);
    scanner.for_participant(gln).with_gateways(gateways).unwrap()
}

fn ask(scanner: &Scanner, code: &Code) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(scanner.verify(code))
}

/// A pack's bare code, and the material that its label would carry.
fn pack(world: &World, index: u32) -> (Code, LabelMaterial) {
    let with_proof = read_code(&world.link("A", index)).unwrap();
    let scanned = &with_proof.scanned;
    let code = format!("(01){}(21){}(17)290600(10){}", scanned.gtin, scanned.serial, scanned.lot);
    (read_code(&code).unwrap(), with_proof.material.unwrap())
}

fn ok(body: &Value) -> Vec<u8> {
    http(200, "", body.to_string().as_bytes())
}

fn text(bytes: &[u8]) -> Value {
    json!(URL_SAFE_NO_PAD.encode(bytes))
}

/// A patient's question as the gateway gets it, answered by a keeper.
fn evaluated(keeper: &Keeper, body: &[u8]) -> [u8; 32] {
    let asked: Value = serde_json::from_slice(body).unwrap();
    keeper.answer(&URL_SAFE_NO_PAD.decode(asked["question"].as_str().unwrap()).unwrap()).unwrap()
}

/// What is done to the evaluated element.
#[derive(Clone, Copy)]
enum Change {
    None,
    /// One of its 256 bits.
    Bit(usize),
    /// Cut off, or with zeros behind it.
    Length(usize),
}

#[test]
fn no_lie_to_a_patient_changes_a_verdict() {
    let world = world();
    let keeper = Arc::new(Keeper::new(&[7; 32]).unwrap());
    let (good, material) = pack(&world, 5);
    let key_of = |code: &Code| code_of(&format!("{GTIN}/A"), code.scanned.serial.as_str());
    let seal = |code: &Code, said: &str| keeper.seal(&key_of(code), said.as_bytes()).unwrap();
    let mut bucket: Vec<Vec<u8>> = (0..12)
        .map(|index| {
            let (code, material) = pack(&world, index);
            seal(&code, &material.to_text())
        })
        .collect();
    let liar = FalseGateway::new(|_, _| Vec::new());
    let mut cases = 0u32;
    let mut tell = |terms: Value, change: Change, entries: Value, expected: Verdict| {
        let keeper = keeper.clone();
        // The true answer depends on the question, which is another one each time.
        liar.say(move |request, body| {
            if request.starts_with("GET") {
                return ok(&terms);
            }
            let mut said = evaluated(&keeper, body).to_vec();
            match change {
                Change::None => {}
                Change::Bit(bit) => said[bit / 8] ^= 1 << (bit % 8),
                Change::Length(length) => said.resize(length, 0),
            }
            ok(&json!({"answer": URL_SAFE_NO_PAD.encode(said), "entries": entries}))
        });
        let report = ask(&scanner(&world, Role::Patient, &[liar.url()]), &good);
        assert_eq!(report.verdict, expected, "{report:?}");
        cases += 1;
    };
    let terms = || json!({"bits": 4});
    let texts = |entries: &[Vec<u8>]| Value::Array(entries.iter().map(|entry| text(entry)).collect());

    // The truth first: without it, the rest would show nothing.
    tell(terms(), Change::None, texts(&bucket), Verdict::Genuine);
    tell(terms(), Change::None, texts(&[]), Verdict::CouldNotCheck);
    // Each bit of the evaluated element, and other lengths of it.
    for bit in 0..256 {
        tell(terms(), Change::Bit(bit), texts(&bucket), Verdict::CouldNotCheck);
    }
    for length in (0..100).filter(|length| *length != 32) {
        tell(terms(), Change::Length(length), texts(&bucket), Verdict::CouldNotCheck);
    }
    // Terms that want to know more, or are none. What a gateway may not ask is not answered.
    for bits in [0, 1, 8, 16] {
        tell(json!({"bits": bits}), Change::None, texts(&bucket), Verdict::Genuine);
    }
    for bits in [json!(-1), json!("4"), json!(null), json!(4.5), json!(5_000_000_000u64), json!([4])] {
        tell(json!({"bits": bits}), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    }
    // Entries that are cut off, altered, of other keepers, or no entries.
    let own = bucket[5].clone();
    for length in 0..own.len() {
        bucket[5] = own[..length].to_vec();
        tell(terms(), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    }
    for bit in (0..own.len() * 8).step_by(5) {
        bucket[5] = own.clone();
        bucket[5][bit / 8] ^= 1 << (bit % 8);
        tell(terms(), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    }
    bucket[5] = Keeper::new(&[8; 32]).unwrap().seal(&key_of(&good), material.to_text().as_bytes()).unwrap();
    tell(terms(), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    for garbage in [json!(["?"]), json!([7]), json!({}), json!("x"), json!(null), json!([null]), json!([[]])] {
        tell(terms(), Change::None, garbage, Verdict::CouldNotCheck);
    }
    // The pack's own entry, but another pack's proof in it, or none: the gateway lied, the pack did nothing.
    for index in [0, 4, 6, 99] {
        let (_, other) = pack(&world, index);
        bucket[5] = seal(&good, &other.to_text());
        tell(terms(), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    }
    for nonsense in ["", "genuine", "AAAA", &"A".repeat(100_000)] {
        bucket[5] = seal(&good, nonsense);
        tell(terms(), Change::None, texts(&bucket), Verdict::CouldNotCheck);
    }
    // Twice the same, or among thousands: still the truth.
    bucket[5] = own.clone();
    tell(terms(), Change::None, texts(&[bucket.clone(), bucket.clone()].concat()), Verdict::Genuine);
    let mut crowd = vec![vec![9; own.len()]; 2_000];
    crowd.push(own);
    tell(terms(), Change::None, texts(&crowd), Verdict::Genuine);
    println!("{cases} lies to a patient");
    assert!(cases > 900, "{cases}");
}

/// Everything that can be wrong about an HTTP answer, with a true body in it where there is one.
fn broken(truth: &Value, elsewhere: &str) -> Vec<Vec<u8>> {
    let body = truth.to_string().into_bytes();
    let mut all = Vec::new();
    for status in
        [201, 204, 206, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 409, 418, 429, 500, 502, 503, 504]
    {
        let headers = match status {
            300..=308 => format!("location: {elsewhere}\r\n"),
            429 | 503 => "retry-after: 86400\r\n".to_owned(),
            _ => String::new(),
        };
        // Success is told by the first digit; a true proof is one whatever the second says.
        if status >= 300 {
            all.push(http(status, &headers, &body));
        }
        all.push(http(status, &headers, b""));
        all.push(http(status, &headers, b"{\"code\":\"made-up\",\"title\":\"\\u001b[2J\"}"));
    }
    all.push(http(200, "content-encoding: gzip\r\n", &[&[0x1f, 0x8b, 8, 0][..], &[0; 5_000]].concat()));
    all.push(http(200, "", &vec![b'['; 9_000_000]));
    all.push(http(200, "", &[&b"{\"material\":\""[..], &vec![b'A'; 9_000_000], b"\"}"].concat()));
    let chunked = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    for rest in ["zz\r\n", "ffffffffffffffffff\r\n{", "10\r\n{", "-1\r\n\r\n", ""] {
        all.push([chunked, rest].concat().into_bytes());
    }
    // Cut off in its middle.
    let whole = http(200, "", &body);
    all.extend([10, 40, whole.len() - 1].map(|length| whole[..length].to_vec()));
    all.extend(
        ["", "\r\n\r\n", "HTTP/9.9 200\r\n\r\n", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 999999 X\r\n\r\n"].map(Into::into),
    );
    all
}

#[test]
fn no_answer_in_http_changes_a_verdict_or_leads_elsewhere() {
    let world = world();
    let (good, material) = pack(&world, 5);
    let truth = json!({"material": material.to_text(), "answer": "", "entries": [], "bits": 4});
    let elsewhere = FalseGateway::new({
        let truth = truth.clone();
        move |_, _| ok(&truth)
    });
    let liar = FalseGateway::new(|_, _| Vec::new());
    let mut cases = 0;
    for answer in broken(&truth, &format!("{}/v1/proofs", elsewhere.url())) {
        for role in [Role::Pharmacist, Role::Patient] {
            let said = answer.clone();
            liar.say(move |_, _| said.clone());
            let start = Instant::now();
            let report = ask(&scanner(&world, role, &[liar.url()]), &good);
            let shown = String::from_utf8_lossy(&answer[..answer.len().min(200)]).into_owned();
            assert_eq!(report.verdict, Verdict::CouldNotCheck, "{shown}: {report:?}");
            assert!(start.elapsed() < Duration::from_secs(9), "{shown}: {:?}", start.elapsed());
            assert!(!report.reasons.iter().any(|reason| reason.text.contains('\u{1b}')), "{report:?}");
            cases += 1;
        }
    }
    assert_eq!(elsewhere.asked(), 0, "nobody is led elsewhere with a pack's code");
    println!("{cases} broken answers");
    assert!(cases > 140, "{cases}");
}

#[test]
fn no_word_about_earlier_scans_changes_a_verdict() {
    let world = world();
    let (_, material) = pack(&world, 5);
    let labelled = read_code(&world.link("A", 5)).unwrap();
    let honest = json!({"earlier": []});
    let elsewhere = FalseGateway::new(|_, _| ok(&json!({"earlier": []})));
    let liar = FalseGateway::new(|_, _| Vec::new());
    let berlin = Position { latitude: 52_500_000, longitude: 13_400_000 };
    let mut answers = broken(&json!({"earlier": [], "material": material.to_text()}), &elsewhere.url());
    answers.push(ok(&honest));
    let now = ledger_client::time::now();
    for time in [json!(0), json!(now), json!(u64::MAX), json!(-1), json!("now"), json!(1e300)] {
        for position in [
            json!(null),
            json!([0, 0]),
            json!([-33.9, 151.2]),
            json!([1e308, -1e308]),
            json!([91, 181]),
            json!([1]),
            json!("x"),
        ] {
            let one = json!({"time": time, "own": false, "position": position});
            answers.push(ok(&json!({"earlier": [one]})));
            answers.push(ok(&json!({"earlier": vec![one; 300]})));
        }
    }
    let mut cases = 0;
    for answer in answers {
        let said = answer.clone();
        liar.say(move |_, _| said.clone());
        let reporting = Reporting::new(&liar.url(), "mtk_secret".into(), Some(berlin)).unwrap();
        let scanner = scanner(&world, Role::Pharmacist, &[]).reporting(Some(reporting));
        let start = Instant::now();
        let report = ask(&scanner, &labelled);
        assert_eq!(report.verdict, Verdict::Genuine, "{:.200}: {report:?}", String::from_utf8_lossy(&answer));
        assert!(report.reasons.len() < 6, "{report:?}");
        assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
        cases += 1;
    }
    assert!(liar.asked() >= cases, "{} of {cases}", liar.asked());
    assert_eq!(elsewhere.asked(), 0, "an operator's key is led nowhere");
    println!("{cases} words about earlier scans");
    assert!(cases > 150, "{cases}");
}

#[test]
fn a_proof_that_holds_waits_for_nobody() {
    let world = world();
    let (good, material) = pack(&world, 5);
    let silent = FalseGateway::new(|_, _| {
        std::thread::sleep(Duration::from_secs(60));
        Vec::new()
    });
    let honest = FalseGateway::new(move |_, _| ok(&json!({"material": material.to_text()})));
    let start = Instant::now();
    let report = ask(&scanner(&world, Role::Pharmacist, &[silent.url(), honest.url()]), &good);
    assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    // One that knows nothing does not make anybody wait long for the silent one either.
    honest.say(|_, _| http(404, "", b"{\"code\":\"no-list\",\"title\":\"unknown\"}"));
    let start = Instant::now();
    let report = ask(&scanner(&world, Role::Pharmacist, &[silent.url(), honest.url()]), &good);
    assert_eq!(report.verdict, Verdict::CouldNotCheck, "{report:?}");
    assert!(start.elapsed() < Duration::from_millis(1_900), "{:?}", start.elapsed());
}

#[test]
fn a_liar_that_is_fast_costs_nobody_else_their_time() {
    let world = world();
    let (good, material) = pack(&world, 5);
    let (_, other) = pack(&world, 6);
    let liar = FalseGateway::new(move |_, _| ok(&json!({"material": other.to_text()})));
    let honest = FalseGateway::new(move |_, _| {
        std::thread::sleep(Duration::from_secs(2));
        ok(&json!({"material": material.to_text()}))
    });
    let report = ask(&scanner(&world, Role::Pharmacist, &[liar.url(), honest.url()]), &good);
    assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
}
