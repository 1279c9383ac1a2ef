//! Files of verdicts on a real chain with two changes of finalisers behind it: good ones, altered ones, and what is none.

#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use chain_proof::{AuthoritySet, Checkpoint, Evidence};
use codec::{DecodeAll, Encode};
use evidence_file::{Anchor, Basis, Believed, EvidenceFile, Fault};
use proptest::prelude::*;
use serde_json::{Value, json};
use verdict::{Report, Role, Scanning, Source, read_code};

static VECTORS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let text = include_str!("../../verdict/vectors/vectors.json");
    let file: Value = serde_json::from_str(text).unwrap();
    file["vectors"].as_array().unwrap().clone()
});
/// The file of the first vector: a genuine pack.
static GENUINE: LazyLock<Value> = LazyLock::new(|| {
    let (basis, report) = basis(&VECTORS[0]);
    serde_json::from_str(&EvidenceFile::new(&basis, &report, None).unwrap().to_json()).unwrap()
});

fn basis(vector: &Value) -> (Basis, Report) {
    let text = |name: &str| vector[name].as_str().unwrap();
    let bytes = |name: &str| hex::decode(text(name)).unwrap();
    let checkpoint = Checkpoint::decode_all(&mut bytes("checkpoint").as_slice()).unwrap();
    let evidence = Evidence::from_bytes(&bytes("evidence")).unwrap();
    let (role, participant) = (Role::Pharmacist, text("participant").parse().ok());
    let (code, now) = (read_code(text("code")).unwrap(), vector["now"].as_u64().unwrap());
    let scanning = Scanning { role, participant, maker: None, signals: Default::default() };
    let answer = evidence.check(&mut checkpoint.clone(), &scanning.question(&code).unwrap()).unwrap();
    let report = scanning.verdict(&code, Ok(&answer), Source { development: true, ..Source::default() }, now);
    let checkpoints = vec![checkpoint];
    (Basis { code, role, participant, now, evidence, checkpoints, development: true }, report)
}

fn check(file: &Value, believed: &Believed) -> Result<evidence_file::Checked, Fault> {
    EvidenceFile::from_json(file.to_string().as_bytes())?.check(believed)
}

fn fault(file: &Value) -> &'static str {
    check(file, &Believed::default()).err().map_or("good", |fault| fault.code())
}

/// The good file with one thing in it replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut file = GENUINE.clone();
    *file.pointer_mut(pointer).unwrap() = value;
    file
}

#[test]
fn every_verdict_is_derived_once_more_from_its_file() {
    for vector in VECTORS.iter() {
        let (basis, report) = basis(vector);
        let file = EvidenceFile::new(&basis, &report, None).unwrap();
        let read = EvidenceFile::from_json(file.to_json().as_bytes()).unwrap();
        let checked = read.check(&Believed::default()).unwrap();
        assert_eq!(checked.report, report, "{}", vector["name"]);
        assert_eq!((checked.anchor, checked.development), (Anchor::OwnCheckpoint, true));
    }
}

#[test]
fn a_file_is_anchored_in_a_checkpoint_from_before_or_after_and_in_no_other() {
    let (basis, _) = basis(&VECTORS[0]);
    let own = basis.checkpoints[0].clone();
    let anchor = |checkpoint: Checkpoint| {
        let believed = Believed { checkpoints: vec![checkpoint], ..Believed::default() };
        check(&GENUINE, &believed).map(|checked| checked.anchor)
    };
    assert_eq!(anchor(own.clone()), Ok(Anchor::Checkpoint));
    let mut moved = own.clone();
    let mut between = vec![];
    for handover in &basis.evidence.handovers {
        moved.follow(handover).unwrap();
        between.push(moved.clone());
    }
    assert_eq!(between.len(), 2);
    for checkpoint in between {
        assert_eq!(anchor(checkpoint), Ok(Anchor::Checkpoint), "in between");
    }
    let later = Checkpoint { number: moved.number + 100_000, hash: Some([3; 32]), ..moved.clone() };
    assert_eq!(anchor(later.clone()), Ok(Anchor::Checkpoint), "made later, by the same finalisers");
    let strangers = AuthoritySet::new(moved.set.id(), vec![([1; 32], 1)]).unwrap();
    assert_eq!(anchor(Checkpoint { set: strangers, ..later }), Ok(Anchor::OwnCheckpoint));
    assert_eq!(anchor(Checkpoint { genesis: Some([1; 32]), ..own }), Err(Fault::OtherChain));
}

#[test]
fn what_is_claimed_otherwise_is_named() {
    assert_eq!(fault(&GENUINE), "good");
    let code = GENUINE["code"].as_str().unwrap();
    let time = GENUINE["scanned_at"].as_u64().unwrap();
    for (pointer, value, named) in [
        ("/medtrail_evidence", json!(2), "evidence-other-format"),
        ("/verdict", json!("suspicious"), "evidence-other-verdict"),
        ("/reasons/0/code", json!("proven"), "evidence-other-reasons"),
        ("/reasons/0/text", json!("All is well."), "evidence-other-reasons"),
        ("/reasons", json!([]), "evidence-other-reasons"),
        ("/scanned_at", json!(time + 1), "evidence-other-block"),
        ("/scanned_at", json!(time + 3_600), "evidence-other-verdict"),
        ("/block/number", json!(1), "evidence-other-block"),
        ("/block/hash", json!("0x00"), "evidence-other-block"),
        ("/block", json!(null), "evidence-other-block"),
        ("/code", json!(code.replace("17=290600", "17=310600")), "evidence-other-verdict"),
        ("/code", json!("(01)04012345678901"), "evidence-bad-code"),
        ("/code", json!("x".repeat(9_000)), "evidence-too-large"),
        ("/role", json!("patient"), "evidence-other-reasons"),
        ("/role", json!("wizard"), "evidence-unreadable"),
        ("/participant", json!("123"), "evidence-unreadable"),
        ("/checkpoint", json!("00"), "evidence-bad-checkpoint"),
        ("/evidence", json!("00"), "evidence-unproven"),
    ] {
        let found = fault(&with(pointer, value.clone()));
        // Which role asks need not change what is said.
        let same = pointer == "/role" && found == "good";
        assert!(found == named || same, "{pointer} {value}: {found}");
    }
    let denied = check(&with("/development", json!(false)), &Believed::default()).unwrap();
    assert!(denied.development, "keys that everybody knows are those of a development chain, whatever the file says");
    let mut beside = GENUINE.clone();
    beside["beside"] = json!([{"code": "recalled", "text": "Recalled."}]);
    assert_eq!(fault(&beside), "evidence-other-reasons");
    beside["beside"] = json!([{"code": "gateway-denies", "text": "It denies."}]);
    assert_eq!(fault(&beside), "good", "hearsay is shown as such");
}

#[test]
fn a_publishers_signature_vouches_for_the_files_own_checkpoint() {
    let (basis, report) = basis(&VECTORS[0]);
    let checkpoint = basis.checkpoints[0].clone();
    let mut published =
        ledger_client::CheckpointFile { checkpoint, time: basis.now - 60, development: true, signature: None };
    published.sign("//Publisher").unwrap();
    let publisher = published.signature.map(|(key, _)| key);
    let file = EvidenceFile::new(&basis, &report, Some(&published)).unwrap();
    let anchor = |publisher| file.check(&Believed { publisher, ..Believed::default() }).unwrap().anchor;
    assert_eq!(anchor(publisher), Anchor::Publisher);
    assert_eq!(anchor(Some([1; 32])), Anchor::OwnCheckpoint);
    let mut altered: Value = serde_json::from_str(&file.to_json()).unwrap();
    altered["published"]["time"] = json!(basis.now - 61);
    assert_eq!(fault(&altered), "evidence-bad-checkpoint");
}

#[test]
fn no_file_is_made_of_a_verdict_that_the_evidence_does_not_lead_to() {
    let (basis, report) = basis(&VECTORS[1]);
    let other = Report { verdict: verdict::Verdict::Genuine, ..report };
    assert_eq!(EvidenceFile::new(&basis, &other, None), Err(Fault::NotDerivable));
}

#[test]
fn every_changed_byte_of_evidence_and_checkpoint_is_found() {
    for name in ["evidence", "checkpoint"] {
        let good = hex::decode(GENUINE[name].as_str().unwrap()).unwrap();
        for at in (0..good.len()).step_by(if name == "evidence" { 7 } else { 1 }) {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << (at % 8);
            let altered = with(&format!("/{name}"), json!(hex::encode(&bytes)));
            let believed = Believed { checkpoints: basis(&VECTORS[0]).0.checkpoints, ..Believed::default() };
            let found = check(&altered, &believed);
            let told = found.as_ref().map(|checked| (checked.report.verdict.code(), checked.anchor.code()));
            // A vote more or less than needed, and a checkpoint's height, change nothing that is claimed.
            let same = found.as_ref().is_ok_and(|checked| {
                let read = checked.report.evidence.as_ref().unwrap();
                read.block_hash == GENUINE["block"]["hash"].as_str().unwrap()
            });
            assert!(found.is_err() || same, "{name} {at}: {told:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic_or_lie(at in any::<prop::sample::Index>(), flip in 1u8.., cut in any::<bool>()) {
        let mut text = GENUINE.to_string().into_bytes();
        let at = at.index(text.len());
        if cut { text.truncate(at) } else { text[at] ^= flip }
        if let Ok(checked) = EvidenceFile::from_json(&text).and_then(|file| file.check(&Believed::default())) {
            prop_assert_eq!(checked.report.verdict.code(), "genuine");
            let scanned = basis(&VECTORS[0]).0.code.scanned;
            prop_assert_eq!(checked.report.pack.serial.as_str(), scanned.serial.as_str());
        }
    }

    #[test]
    fn random_json_is_no_file(text in "[\\[\\]{}\":,0-9a-z]{0,400}", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(EvidenceFile::from_json(text.as_bytes()).is_err());
        prop_assert!(EvidenceFile::from_json(&bytes).is_err());
    }

    #[test]
    fn random_evidence_proves_nothing(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(fault(&with("/evidence", json!(hex::encode(&bytes)))), "evidence-unproven");
        let own: &[u8] = &bytes.encode();
        prop_assert_ne!(fault(&with("/checkpoint", json!(hex::encode(own)))), "good");
    }
}
