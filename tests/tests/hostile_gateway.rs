//! Gateways that lie about proofs in every way: none makes a pack genuine that is not, none accuses one that is.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    time::{Duration, Instant},
};

use ledger_client::Trust;
use medtrail_tests::{GTIN, MAKER, PHARMACY, REGULATOR, Replay, Said, Script, World, alterations};
use scan::{Code, Scanner, read_code};
use serde_json::{Value, json};
use verdict::{LabelMaterial, Report, Role, Verdict};

fn scanner(world: &World, gateways: &[String]) -> Scanner {
    let gln = PHARMACY.gln.parse().unwrap();
    let scanner = Scanner::new(vec![world.node.url()], Trust::development(None), Role::Pharmacist);
    scanner.for_participant(Some(gln)).with_gateways(gateways).unwrap()
}

fn verify(world: &World, gateways: &[String], code: &Code) -> Report {
    ask(&scanner(world, gateways), code)
}

fn ask(scanner: &Scanner, code: &Code) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(scanner.verify(code))
}

/// What a gateway is to say to every question.
fn script(said: Said) -> Script {
    Script::from([(" null".to_owned(), said)])
}

fn proof(material: &LabelMaterial) -> Value {
    json!({"material": material.to_text()})
}

/// A pack's bare code, and the material that its label would carry.
fn pack(world: &World, lot: &str, index: u32) -> (Code, LabelMaterial) {
    let with_proof = read_code(&world.link(lot, index)).unwrap();
    let scanned = &with_proof.scanned;
    let code = format!("(01){}(21){}(17)290600(10){}", scanned.gtin, scanned.serial, scanned.lot);
    (read_code(&code).unwrap(), with_proof.material.unwrap())
}

#[test]
fn no_lie_of_a_gateway_changes_a_verdict() {
    let world = World::new();
    world.release("A", 1_000);
    world.deliver(MAKER, PHARMACY, "A", "0-99");
    world.release("R", 100);
    world.deliver(MAKER, PHARMACY, "R", "0-99");
    world.done(REGULATOR, &["batch", "recall", "--gtin", GTIN, "--lot", "R", "--class", "1"]);
    world.done(PHARMACY, &["dispense", &world.link("A", 9), "--participant", PHARMACY.gln]);

    let (good, material) = pack(&world, "A", 5);
    let invented = read_code(&format!("(01){GTIN}(21)ABCDEFGHJKLMNP(17)290600(10)A")).unwrap();
    let (used, used_material) = pack(&world, "A", 9);
    let (recalled, recalled_material) = pack(&world, "R", 3);
    let start = Instant::now();
    let liar = Replay::new(Script::new());
    let mut cases = 0u32;
    let mut tell = |code: &Code, said: Said, expected: &[Verdict]| {
        liar.say(script(said.clone()));
        let report = verify(&world, &[liar.url()], code);
        assert!(expected.contains(&report.verdict), "{:.200}: {report:?}", format!("{said:?}"));
        cases += 1;
    };

    // The truth first: without it, the rest would show nothing.
    tell(&good, Said::Result(json!(null)), &[Verdict::CouldNotCheck]);
    tell(&good, raw(&proof(&material)), &[Verdict::Genuine]);
    tell(&used, raw(&proof(&used_material)), &[Verdict::AlreadyDispensedHere]);
    tell(&recalled, raw(&proof(&recalled_material)), &[Verdict::DoNotUse]);

    // Each bit of the proof, and proofs that are too short or too long.
    let bytes = |material: &LabelMaterial| {
        [&material.proof.index.to_be_bytes()[..], &material.salt, material.proof.path.as_flattened()].concat()
    };
    let whole = bytes(&material);
    for bit in 0..whole.len() * 8 {
        let mut altered = whole.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        tell(&good, raw(&text_of(&altered)), &[Verdict::CouldNotCheck]);
    }
    for length in 0..whole.len() {
        tell(&good, raw(&text_of(&whole[..length])), &[Verdict::CouldNotCheck]);
    }
    for more in [1, 31, 32, 33, 64, 10_000] {
        tell(&good, raw(&text_of(&[whole.clone(), vec![7; more]].concat())), &[Verdict::CouldNotCheck]);
    }
    // Everything else that can be wrong with an answer.
    for altered in alterations(&proof(&material)) {
        tell(&good, altered, &[Verdict::CouldNotCheck]);
    }
    // Proofs of other packs, of other lots, and for a pack that nobody made.
    for index in (0..100).step_by(9) {
        let (_, other) = pack(&world, "A", index);
        tell(&invented, raw(&proof(&other)), &[Verdict::CouldNotCheck]);
        tell(
            &used,
            raw(&proof(&other)),
            if index == 9 { &[Verdict::AlreadyDispensedHere] } else { &[Verdict::CouldNotCheck] },
        );
        tell(&recalled, raw(&proof(&other)), &[Verdict::DoNotUse]);
    }
    tell(&good, raw(&proof(&recalled_material)), &[Verdict::CouldNotCheck]);
    println!("{cases} lies in {:.0?}", start.elapsed());
    assert!(cases > 3_000, "{cases}");

    // A liar is named and not asked again, and an honest gateway beside it still proves the pack.
    liar.say(script(raw(&proof(&used_material))));
    let honest = Replay::new(script(raw(&proof(&material))));
    let report = verify(&world, &[liar.url(), honest.url()], &good);
    assert_eq!(report.verdict, Verdict::Genuine, "{report:?}");
    let alone = verify(&world, &[liar.url()], &good);
    assert!(alone.reasons.iter().any(|reason| reason.code == "gateway-dropped" && reason.text.contains(&liar.url())));

    let scanner = scanner(&world, &[liar.url()]);
    assert_eq!(ask(&scanner, &good).verdict, Verdict::CouldNotCheck);
    liar.say(script(raw(&proof(&material))));
    assert_eq!(ask(&scanner, &good).verdict, Verdict::CouldNotCheck, "not asked again, even if it told the truth now");

    // One that is silent holds nothing up for long.
    let silent = Replay::new(script(Said::Silence(Duration::from_secs(60))));
    let start = Instant::now();
    assert_eq!(verify(&world, &[silent.url()], &good).verdict, Verdict::CouldNotCheck);
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    let _ = fs::remove_dir_all(world.folder.path().join("labels"));
}

fn raw(answer: &Value) -> Said {
    Said::Raw(answer.to_string().into_bytes())
}

fn text_of(bytes: &[u8]) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    json!({"material": URL_SAFE_NO_PAD.encode(bytes)})
}
