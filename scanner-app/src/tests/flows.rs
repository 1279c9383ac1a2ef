//! From what is pressed to what a node answers, and back on the screen.

use batch_folder::{BatchFolder, RESOLVER, Serials};
use ledger_types::{
    HoldingStatus, Line, Outcome, PackIndex, PackState, ParticipantId, Purpose, Shipment, ShipmentId,
    call::{Call, ComplianceCall, CustodyTransferCall, DrugBatchCall},
    compliance::{AlertCode, Subject, Trigger},
    digest, keys,
};
use synthetic::{MAKER, Node, PHARMACY, WHOLESALER, World};

use super::{sandbox::Sandbox, *};
use crate::{
    desk::Desk,
    work::{self, Tab},
};

const LOT: &str = "LOT-7";
const SHIPMENT: ShipmentId = 7;
const DONE: Outcome = Outcome::Done { shipment: None, participant: None, motion: None, case: None };

/// A hundred packs of a lot: their labels, and their root.
pub fn packs() -> (BatchFolder, [u8; 32]) {
    let serials = (0..100).map(|number| format!("S{number}")).collect();
    let gtin = format!("{:013}", synthetic::GTIN).parse().unwrap();
    let expiry = batch_folder::expiry("2029-06").unwrap();
    let folder = BatchFolder::new(gtin, LOT.parse().unwrap(), expiry, Serials::Given(serials)).unwrap();
    let root = folder.maker_file().unwrap().root();
    (folder, root)
}

pub fn link(folder: &BatchFolder, pack: PackIndex) -> String {
    folder.label(pack, RESOLVER, Some(&folder.maker_file().unwrap())).unwrap().link().to_owned()
}

/// The first half of the lot is the pharmacy's, the other half on the way to it.
pub fn world(root: [u8; 32]) -> World {
    let mut world = World::new(1);
    world.chain.put(keys::batch(&World::key(LOT)), World::batch(100, root));
    world.hold(LOT, 0..50, PHARMACY, HoldingStatus::Held);
    world.hold(LOT, 50..100, WHOLESALER, HoldingStatus::InTransit(SHIPMENT));
    let outstanding = vec![Line { batch: World::key(LOT), start: 50, end: 100 }];
    world.chain.put(
        keys::shipment(SHIPMENT),
        Shipment {
            from: WHOLESALER,
            to: PHARMACY,
            dispatched_at: 1_764_000_000,
            purpose: Purpose::Supply,
            sold_by: None,
            carrier: None,
            sscc: None,
            documents: None,
            extended: false,
            outstanding: outstanding.try_into().unwrap(),
        },
    );
    world.chain.put(keys::next_participant(), 4u32);
    world.chain.put(keys::council_members(), vec![[200u8; 32]]);
    world
}

/// What acts do in these tests: packs are dispensed and received, and nothing else is allowed.
pub fn effect(world: &mut World, call: &Call) -> Outcome {
    match call {
        Call::DrugBatch(DrugBatchCall::Dispense { packs: ledger_types::PackSelection::One(pack), .. }) => {
            world.set(LOT, *pack, PackState::Dispensed);
            DONE
        }
        Call::CustodyTransfer(CustodyTransferCall::Receive { shipment: SHIPMENT, lines: None }) => {
            world.hold(LOT, 50..100, PHARMACY, HoldingStatus::Held);
            world.chain.remove(&keys::shipment(SHIPMENT));
            DONE
        }
        Call::Compliance(ComplianceCall::OpenCase { quarantine: false, .. }) => DONE,
        _ => Outcome::Refused { pallet: 12, error: 0 },
    }
}

/// The app of a participant with an open key, which asks this node.
pub fn at_work(role: Role, id: ParticipantId, node: &Node, folder: &std::path::Path) -> Sandbox {
    let participant = Some(format!("{:013}", World::gln(id)));
    let settings = Settings { role, participant, node: node.url(), ..english() };
    let mut sandbox = Sandbox::new(App::new(settings, Place::Nowhere, journal::Place::Nowhere, None));
    let key = crate::key::Place::Nowhere;
    sandbox.app.desk = Desk::new(key.clone(), Some(folder.join("queue.jsonl")));
    sandbox.app.desk.key = key.keep(&key_store::Secret::new("//Alice".into()), "correct horse").unwrap();
    sandbox
}

pub fn check(sandbox: &mut Sandbox, code: &str) {
    sandbox.send(Message::Scan(ScanMessage::Typed(code.to_owned())));
    sandbox.send(Message::Scan(ScanMessage::CheckTyped));
}

#[test]
fn a_patient_learns_from_a_node_what_a_pack_is_and_that_it_cannot_be_told_without_one() {
    let (folder, root) = packs();
    let mut world = world(root);
    world.set(LOT, 3, PackState::Dispensed);
    let node = Node::start(world, Box::new(effect));
    let settings = Settings { node: node.url(), ..english() };
    let mut sandbox = Sandbox::new(App::new(settings, Place::Nowhere, journal::Place::Nowhere, None));
    check(&mut sandbox, &link(&folder, 4));
    sandbox.until_shown(Verdict::Genuine.headline());
    check(&mut sandbox, &link(&folder, 3));
    sandbox.until_shown(Verdict::AlreadyUsedElsewhere.headline());

    node.fall_silent(true);
    check(&mut sandbox, &link(&folder, 5));
    sandbox.until_shown(Verdict::CouldNotCheck.headline());
    sandbox.until_shown("No node answers");
    node.fall_silent(false);
    sandbox.press("Try again");
    sandbox.until_shown(Verdict::Genuine.headline());
}

#[test]
fn a_pack_is_dispensed_at_a_node_and_never_twice() {
    let (folder, root) = packs();
    let (node, dir) = (Node::start(world(root), Box::new(effect)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    check(&mut sandbox, &link(&folder, 9));
    sandbox.until_shown(Verdict::Genuine.headline());
    sandbox.press("Dispense");
    sandbox.until_shown("Take back");
    assert!(!sandbox.shows("Check the pack's seal, then dispense it."), "that is done");
    assert!(matches!(&node.acts()[..], [Call::DrugBatch(DrugBatchCall::Dispense { .. })]));
    check(&mut sandbox, &link(&folder, 9));
    // The pack is still in the scanner's view: it stays in the list once, and is not dispensed a second time.
    assert!(sandbox.shows("Take back"));
    assert_eq!(sandbox.app.scan.many.as_ref().unwrap().run().entries().count(), 1);
    sandbox.send(Message::Desk(crate::desk::Message::Dispense));
    assert_eq!(node.acts().len(), 1);
}

#[test]
fn packs_are_dispensed_in_every_language() {
    let (folder, root) = packs();
    let (node, dir) = (Node::start(world(root), Box::new(effect)), tempfile::tempdir().unwrap());
    for (pack, language) in Language::ALL.into_iter().enumerate() {
        let words = Words::new(language);
        let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
        sandbox.send(Message::OpenSettings);
        sandbox.send(Message::Settings(SettingsMessage::Language(language)));
        sandbox.send(Message::Settings(SettingsMessage::Save));
        check(&mut sandbox, &link(&folder, pack as u32));
        sandbox.until_shown(&words.headline(Verdict::Genuine));
        sandbox.press(&words.say("dispense"));
        sandbox.until_shown(&words.say("dispense-take-back"));
    }
}

#[test]
fn what_is_reported_becomes_a_case_once_with_its_evidence_kept() {
    let (folder, root) = packs();
    let mut world = world(root);
    world.set(LOT, 60, PackState::Stolen);
    let (node, dir) = (Node::start(world, Box::new(effect)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    check(&mut sandbox, &link(&folder, 60));
    sandbox.until_shown(Verdict::DoNotUse.headline());
    node.fall_silent(true);
    sandbox.press("Put aside and report");
    sandbox.until_shown("Reported here. It is sent as soon as a node answers.");
    sandbox.press("Undo last");
    assert!(sandbox.shows("This pack was reported and stays in the list: its case is open on the ledger."));
    node.fall_silent(false);
    sandbox.send(Message::Desk(crate::desk::Message::Settle));
    sandbox.until("the case is open", |sandbox| sandbox.app.desk.acts.waiting == 0);
    let [Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, .. })] = &node.acts()[..] else {
        panic!("one case")
    };
    assert!(matches!(trigger, Trigger::Suspicion | Trigger::Alert(AlertCode::A24)), "{trigger:?}");
    assert!(matches!(subject, Subject::Packs(lines) if (lines[0].start, lines[0].end) == (60, 61)));
    let mut kept = std::fs::read_dir(dir.path().join("reports")).unwrap();
    let file = kept.next().unwrap().unwrap().path();
    assert_eq!(digest(&std::fs::read(file).unwrap()), *evidence);
    assert!(kept.next().is_none());
}

#[test]
fn a_report_without_a_key_is_sent_once_there_is_one() {
    let (folder, root) = packs();
    let mut world = world(root);
    world.set(LOT, 60, PackState::Stolen);
    let (node, dir) = (Node::start(world, Box::new(effect)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    let key = std::mem::take(&mut sandbox.app.desk.key);
    check(&mut sandbox, &link(&folder, 60));
    sandbox.until_shown(Verdict::DoNotUse.headline());
    sandbox.press("Put aside and report");
    assert!(sandbox.shows("This report is only on this device: there is no key to send it with."));
    sandbox.app.desk.key = key;
    sandbox.press("Send the report");
    sandbox.until("it is sent", |sandbox| {
        sandbox.shows(
            "Reported: a case is open on the ledger, final in block 102. What it rests on is kept on this device.",
        )
    });
    assert_eq!(node.acts().len(), 1);
}

#[test]
fn a_delivery_is_read_taken_over_and_gone_from_the_list() {
    let (_, root) = packs();
    let (node, dir) = (Node::start(world(root), Box::new(effect)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    sandbox.send(Message::Work(work::Message::Open(Tab::Deliveries)));
    sandbox.until_shown("On the way to you");
    sandbox.press("Open");
    sandbox.press("Take over everything");
    sandbox.until_shown("Nothing is on its way");
    assert!(sandbox.shows("✓ Receive shipment 7: all 50 packs (final in block 102)."));
}

#[test]
fn what_the_chain_refuses_is_told_with_its_reason_and_stays_on_the_desk() {
    let (_, root) = packs();
    let refuse = |_: &mut World, _: &Call| Outcome::Refused { pallet: 12, error: 0 };
    let (node, dir) = (Node::start(world(root), Box::new(refuse)), tempfile::tempdir().unwrap());
    let mut sandbox = at_work(Role::Pharmacist, PHARMACY, &node, dir.path());
    sandbox.send(Message::Work(work::Message::Open(Tab::Deliveries)));
    sandbox.until_shown("On the way to you");
    sandbox.press("Open");
    sandbox.press("Take over everything");
    sandbox
        .until("it is refused", |sandbox| matches!(sandbox.app.work.deliveries.acting.deed, work::Deed::Refused(..)));
    assert!(sandbox.shows("Shipment 7"), "what was open stays open");
}

#[test]
fn every_desk_reads_from_a_node_says_when_none_answers_and_reads_again() {
    let (_, root) = packs();
    let (node, dir) = (Node::start(world(root), Box::new(effect)), tempfile::tempdir().unwrap());
    let (reading, unread) = ("Reading the ledger…", "This could not be read");
    for (role, id) in [
        (Role::Pharmacist, PHARMACY),
        (Role::Wholesaler, WHOLESALER),
        (Role::Manufacturer, MAKER),
        (Role::Regulator, MAKER),
    ] {
        for tab in Tab::of(role) {
            let mut sandbox = at_work(role, id, &node, dir.path());
            node.fall_silent(true);
            sandbox.send(Message::Work(work::Message::Open(*tab)));
            // A desk that has read nothing yet, because nothing was asked for, has nothing to tell.
            if !sandbox.shows(reading) {
                node.fall_silent(false);
                continue;
            }
            sandbox.until(&format!("{tab:?} says that nothing was read"), |sandbox| sandbox.shows(unread));
            assert!(sandbox.shows("Read again"), "{tab:?}");
            node.fall_silent(false);
            sandbox.press("Read again");
            sandbox.until(&format!("{tab:?} is read"), |sandbox| !sandbox.shows(reading) && !sandbox.shows(unread));
        }
    }
}
