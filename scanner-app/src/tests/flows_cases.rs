//! A regulator's case, from the scan of a pack to its end, at a node.

use batch_folder::{BatchFolder, RESOLVER, Serials};
use ledger_types::{
    Kind, Line, Operator, Outcome, Participant, Permissions, Status,
    call::{Call, ComplianceCall},
    compliance::{Case, CaseStage, Closing, Subject, Trigger},
    keys,
};
use synthetic::{Node, World};

use super::{sandbox::Sandbox, *};
use crate::{
    desk::Desk,
    screen::cases::Message as Said,
    work::{self, Tab, oversight},
};

const REGULATOR: u32 = 4;
const DONE: Outcome = Outcome::Done { shipment: None, participant: None, motion: None, case: None };

/// What the chain makes of the acts of these tests.
fn effect(world: &mut World, call: &Call) -> Outcome {
    let case = match call {
        Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine }) => Case {
            trigger: *trigger,
            subject: subject.clone(),
            evidence: *evidence,
            opened_by: REGULATOR,
            opened_at: 1_764_000_000,
            stage: CaseStage::New,
            quarantined: *quarantine,
            illegitimate_since: None,
        },
        Call::Compliance(ComplianceCall::CloseCase { case: 0, result, .. }) => {
            let open: Case = world.chain.get(&keys::case(0)).unwrap();
            let stage = CaseStage::Closed { result: *result, by: REGULATOR, at: 1_764_000_100 };
            Case { stage, quarantined: false, ..open }
        }
        _ => return Outcome::Refused { pallet: 13, error: 0 },
    };
    world.chain.put(keys::case(0), case);
    world.chain.put(keys::next_case(), 1u32);
    DONE
}

fn send(sandbox: &mut Sandbox, message: Said) {
    sandbox.send(Message::Work(work::Message::Oversight(oversight::Message::Cases(message))));
}

#[test]
fn a_scanned_pack_becomes_a_case_that_is_closed_again() {
    let gtin = format!("{:013}", synthetic::GTIN).parse().unwrap();
    let serials = Serials::Given((0..100).map(|number| format!("S{number}")).collect());
    let expiry = batch_folder::expiry("2029-06").unwrap();
    let folder = BatchFolder::new(gtin, "LOT-7".parse().unwrap(), expiry, serials).unwrap();
    let proofs = folder.maker_file().unwrap();
    let mut world = World::new(1);
    world.chain.put(keys::batch(&World::key("LOT-7")), World::batch(100, proofs.root()));
    let key = crate::key::Place::Nowhere;
    let open = key.keep(&key_store::Secret::new("//Alice".into()), "correct horse").unwrap();
    let account = open.signer().unwrap().account();
    let operator = Operator { participant: REGULATOR, permissions: Permissions::ALL, epoch: 0 };
    let authority = Participant {
        kind: Kind::Regulator,
        status: Status::Active,
        gln: World::gln(REGULATOR),
        country: *b"DE",
        name: b"Bundesbeh\xc3\xb6rde".to_vec().try_into().unwrap(),
        licences: Vec::new().try_into().unwrap(),
        epoch: 0,
    };
    world.chain.put(keys::participant(REGULATOR), authority);
    world.chain.put(keys::operator(&account), operator);
    let (node, dir) = (Node::start(world, Box::new(effect)), tempfile::tempdir().unwrap());

    let settings = Settings { role: Role::Regulator, node: node.url(), ..english() };
    let mut sandbox = Sandbox::new(App::new(settings, Place::Nowhere, journal::Place::Nowhere, None));
    sandbox.app.desk = Desk::new(key, Some(dir.path().join("queue.jsonl")));
    sandbox.app.desk.key = open;
    sandbox.send(Message::Work(work::Message::Open(Tab::Cases)));
    sandbox.until_shown("Nobody owes anything at present.");
    send(&mut sandbox, Said::Typed(folder.label(12, RESOLVER, Some(&proofs)).unwrap().link().to_owned()));
    send(&mut sandbox, Said::CheckTyped);
    sandbox.until_shown("Amoxicillin 500 mg, packs in this lot: 100");
    send(&mut sandbox, Said::Trigger(Trigger::Suspicion));
    send(&mut sandbox, Said::Quarantine(true));
    send(&mut sandbox, Said::Chosen(Some(Ok(("photo.jpg".into(), [8; 32])))));
    send(&mut sandbox, Said::Submit);
    assert!(node.acts().is_empty(), "it is asked for first");
    sandbox.press("Yes, do it");
    sandbox.until_shown("Case 0");
    let line = Line { batch: World::key("LOT-7"), start: 12, end: 13 };
    let subject = Subject::Packs(vec![line].try_into().unwrap());
    let opening =
        ComplianceCall::OpenCase { trigger: Trigger::Suspicion, subject, evidence: [8; 32], quarantine: true };
    assert_eq!(node.acts(), [Call::Compliance(opening)], "the label proves which pack it is");

    send(&mut sandbox, Said::Open(0));
    sandbox.until_shown("Conduct the case");
    send(&mut sandbox, Said::End(Closing::Cleared));
    sandbox.press("Yes, do it");
    sandbox.until("the case is closed", |sandbox| {
        sandbox.app.work.oversight.cases.file().is_some_and(|file| !file.known.is_open())
    });
    assert!(sandbox.shows("✓ Close case 0: the packs are good and may move again (final in block 103)."));
    assert!(!sandbox.shows("Conduct the case"));
}
