//! The queue without its file and without a chain.

#![allow(clippy::unwrap_used)]

use codec::Encode;
use ledger_types::{BatchKey, PackSelection};
use proptest::prelude::*;

use crate::{Act, Change, Conflict, Final, Journal, MAX_LINE, MAX_WAITING, Made, Outbox, OutboxError, Signed, State};

pub(crate) const ME: [u8; 32] = [7; 32];

pub(crate) fn batch() -> BatchKey {
    BatchKey::new(4_012_345_678_901, b"A").unwrap()
}

pub(crate) fn dispense(pack: u32) -> Act {
    Act::Dispense { batch: batch(), packs: PackSelection::One(pack) }
}

pub(crate) fn receive(shipment: u64) -> Act {
    Act::Receive { shipment, lines: None }
}

pub(crate) fn made(act: Act) -> Made {
    Made { act, told: "something".into(), made_at: 1_800_000_000, made_by: ME }
}

pub(crate) fn signed(act: &Act, nonce: u32, birth: u32) -> Signed {
    let extrinsic = [&[0x84, 0][..], &ME, &nonce.to_le_bytes(), &birth.to_le_bytes(), &act.call().encode()].concat();
    Signed { extrinsic, nonce, birth: Final { number: birth, hash: [1; 32] } }
}

fn conflict() -> Conflict {
    Conflict { code: "X".into(), text: "so it is".into(), next_step: "look".into(), seen: None, said: None }
}

pub(crate) fn begun() -> Journal {
    let mut journal = Journal::default();
    journal.accept(journal.line(Outbox::beginning()).unwrap()).unwrap();
    journal
}

fn with(acts: &[Act]) -> Journal {
    let mut journal = begun();
    for act in acts {
        let change = journal.outbox().queue(made(act.clone())).unwrap();
        journal.accept(journal.line(change).unwrap()).unwrap();
    }
    journal
}

#[test]
fn acts_settle_in_the_order_in_which_they_were_made() {
    let mut queue = with(&[receive(3), dispense(1), dispense(2)]).outbox().clone();
    for id in 1..=3 {
        let act = queue.next_to_settle().unwrap().made.act.clone();
        assert_eq!(queue.next_to_settle().unwrap().id, id);
        queue.apply(Change::Sent { id, signed: signed(&act, 0, 0) }).unwrap();
        assert_eq!(queue.next_to_settle().unwrap().id, id, "what was sent is not left behind");
        assert_eq!(queue.waiting(), 4 - id as usize);
        queue.apply(Change::Done { id, block: Final { number: 5, hash: [0; 32] } }).unwrap();
    }
    assert_eq!((queue.waiting(), queue.next_to_settle()), (0, None));
}

#[test]
fn the_same_pack_does_not_wait_twice() {
    let journal = with(&[dispense(1), receive(9)]);
    let again = |act| journal.outbox().queue(made(act)).err();
    assert_eq!(again(dispense(1)), Some(OutboxError::Queued(1)));
    assert_eq!(again(receive(9)), Some(OutboxError::Queued(2)));
    assert_eq!(again(dispense(2)), None);
    // Once its fate is known, the chain judges the next one.
    let mut queue = journal.outbox().clone();
    queue.apply(Change::InConflict { id: 1, conflict: conflict() }).unwrap();
    assert!(queue.queue(made(dispense(1))).is_ok());
}

#[test]
fn what_was_sent_is_never_given_up_and_what_is_given_up_is_never_erased() {
    let mut queue = with(&[dispense(1), dispense(2)]).outbox().clone();
    let give_up = |id| Change::GivenUp { id, reason: "typed twice".into(), at: 5 };
    queue.apply(Change::Sent { id: 1, signed: signed(&dispense(1), 0, 0) }).unwrap();
    assert_eq!(queue.apply(give_up(1)), Err(OutboxError::WrongState(1, "sent")));
    queue.apply(Change::InConflict { id: 1, conflict: conflict() }).unwrap();
    queue.apply(give_up(1)).unwrap();
    queue.apply(give_up(2)).unwrap();
    queue.apply(Change::ClearedDone).unwrap();
    let State::GivenUp(first) = &queue.entry(1).unwrap().state else { panic!("given up") };
    assert_eq!((first.reason.as_str(), &first.conflict), ("typed twice", &Some(conflict())));
    assert_eq!(queue.entries().count(), 2);
    assert_eq!(queue.apply(give_up(3)), Err(OutboxError::Unknown(3)));
}

#[test]
fn only_what_is_done_is_cleared_and_numbers_are_not_used_again() {
    let mut queue = with(&[dispense(1), dispense(2)]).outbox().clone();
    queue.apply(Change::Sent { id: 1, signed: signed(&dispense(1), 0, 0) }).unwrap();
    queue.apply(Change::Done { id: 1, block: Final { number: 5, hash: [0; 32] } }).unwrap();
    queue.apply(Change::ClearedDone).unwrap();
    assert_eq!(queue.entries().map(|entry| entry.id).collect::<Vec<_>>(), [2]);
    let mut again = Outbox::default();
    queue.snapshot().for_each(|change| again.apply(change).unwrap());
    assert_eq!(again, queue);
    assert!(matches!(again.queue(made(dispense(3))), Ok(Change::Queued(entry)) if entry.id == 3));
}

#[test]
fn another_acts_signature_is_not_taken() {
    let mut queue = with(&[dispense(1)]).outbox().clone();
    let other = Change::Sent { id: 1, signed: signed(&dispense(2), 0, 0) };
    assert_eq!(queue.apply(other), Err(OutboxError::AnotherAct(1)));
    let mut stranger = signed(&dispense(1), 0, 0);
    stranger.extrinsic.drain(..20);
    assert_eq!(queue.apply(Change::Sent { id: 1, signed: stranger }), Err(OutboxError::AnotherAct(1)));
}

#[test]
fn no_more_acts_wait_than_fit() {
    let mut queue = Outbox::default();
    queue.apply(Outbox::beginning()).unwrap();
    for pack in 0..MAX_WAITING as u32 {
        let entry = crate::Entry { id: u64::from(pack) + 1, made: made(dispense(pack)), state: State::Waiting };
        queue.apply(Change::Queued(entry)).unwrap();
    }
    let one_more = queue.queue(made(receive(1))).unwrap();
    assert_eq!(queue.apply(one_more.clone()), Err(OutboxError::Full));
    queue.apply(Change::GivenUp { id: 1, reason: "room".into(), at: 0 }).unwrap();
    assert_eq!(queue.apply(one_more), Ok(()));
}

#[test]
fn the_largest_act_fits_into_a_line() {
    let packs = (0..1_000).map(|pack| pack * 4_000).collect::<Vec<u32>>().try_into().unwrap();
    let act = Act::Dispense { batch: batch(), packs: PackSelection::List(packs) };
    let mut journal = begun();
    let mut largest = made(act.clone());
    largest.told = "ü".repeat(200);
    let change = journal.outbox().queue(largest).unwrap();
    journal.accept(journal.line(change).unwrap()).unwrap();
    let sent = Change::Sent { id: 1, signed: signed(&act, u32::MAX, u32::MAX) };
    journal.accept(journal.line(sent).unwrap()).unwrap();
    let (_, bytes) = journal.compacted().unwrap();
    assert!(bytes.len() < MAX_LINE, "{}", bytes.len());
}

/// A few thousand bytes of a journal, in lines.
fn some_lines() -> Vec<u8> {
    let (mut journal, mut bytes) = (Journal::default(), Vec::new());
    let mut write = |change: fn(&Outbox) -> Change| {
        let line = journal.line(change(journal.outbox())).unwrap();
        bytes.extend_from_slice(&line.bytes);
        journal.accept(line).unwrap();
    };
    write(|_| Outbox::beginning());
    write(|queue| queue.queue(made(dispense(1))).unwrap());
    write(|queue| queue.queue(made(receive(2))).unwrap());
    write(|_| Change::Sent { id: 1, signed: signed(&dispense(1), 0, 0) });
    write(|_| Change::Done { id: 1, block: Final { number: 5, hash: [0; 32] } });
    write(|_| Change::InConflict { id: 2, conflict: conflict() });
    bytes
}

#[test]
fn a_torn_last_line_is_left_over_and_all_before_it_is_read() {
    let bytes = some_lines();
    let ends: Vec<usize> = (0..=bytes.len()).filter(|end| bytes[..*end].ends_with(b"\n")).collect();
    for cut in 0..=bytes.len() {
        let mut journal = Journal::default();
        let whole = ends.iter().rev().find(|end| **end <= cut).copied().unwrap_or(0);
        assert_eq!(journal.read(&bytes[..cut]), Ok(whole), "cut at {cut}");
        assert_eq!(journal.lines() as usize, ends.iter().filter(|end| **end <= cut).count());
    }
}

#[test]
fn a_byte_that_changed_is_noticed_wherever_it_is() {
    let bytes = some_lines();
    for at in 0..bytes.len() {
        for flip in [1, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            let mut journal = Journal::default();
            let read = journal.read(&changed);
            let last_line_has_no_end = at == bytes.len() - 1;
            assert!(read.is_err() || last_line_has_no_end && read.unwrap() < bytes.len(), "byte {at} ^ {flip}");
        }
    }
}

#[test]
fn a_line_that_is_missing_moved_or_doubled_is_noticed() {
    let bytes = some_lines();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let read = |lines: Vec<&[u8]>| Journal::default().read(&lines.concat());
    for at in 0..lines.len() - 1 {
        let mut missing = lines.clone();
        missing.remove(at);
        assert_eq!(read(missing).unwrap_err().line, at as u64 + 1);
        let mut swapped = lines.clone();
        swapped.swap(at, at + 1);
        assert!(read(swapped).is_err());
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at]);
        assert!(read(doubled).is_err());
    }
}

#[derive(Clone, Debug)]
enum Step {
    Queue(u32),
    Change(u64, u8),
    Clear,
    Compact,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0u32..6).prop_map(Step::Queue),
        8 => (1u64..8, 0u8..5).prop_map(|(id, what)| Step::Change(id, what)),
        1 => Just(Step::Clear),
        1 => Just(Step::Compact),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_the_lines_give_the_same_queue_again_at_every_cut(
        steps in prop::collection::vec(step(), 0..60),
        cut in 0usize..100_000,
    ) {
        let (mut journal, mut bytes) = (Journal::default(), Vec::new());
        let mut stages = vec![(0, Journal::default())];
        let write = |journal: &mut Journal, bytes: &mut Vec<u8>, change| {
            if let Ok(line) = journal.line(change) {
                bytes.extend_from_slice(&line.bytes);
                journal.accept(line).unwrap();
            }
        };
        write(&mut journal, &mut bytes, Outbox::beginning());
        stages.push((bytes.len(), journal.clone()));
        for step in steps {
            let queue = journal.outbox().clone();
            match step {
                Step::Queue(pack) => {
                    if let Ok(change) = queue.queue(made(dispense(pack))) {
                        write(&mut journal, &mut bytes, change);
                    }
                }
                Step::Change(id, what) => {
                    let Some(entry) = queue.entry(id) else { continue };
                    let change = match what {
                        0 => Change::Sent { id, signed: signed(&entry.made.act, 0, 0) },
                        1 => Change::Unsent { id },
                        2 => Change::Done { id, block: Final { number: 1, hash: [0; 32] } },
                        3 => Change::InConflict { id, conflict: conflict() },
                        _ => Change::GivenUp { id, reason: "so".into(), at: 1 },
                    };
                    // Done and given up is the end; what is in conflict is given up at most.
                    let end = matches!(entry.state, State::Done(_) | State::GivenUp(_));
                    prop_assert!(!end || queue.check(&change).is_err());
                    let in_conflict = matches!(entry.state, State::Conflict(_));
                    prop_assert!(!in_conflict || what == 4 || queue.check(&change).is_err());
                    write(&mut journal, &mut bytes, change);
                }
                Step::Clear => write(&mut journal, &mut bytes, Change::ClearedDone),
                Step::Compact => {
                    let (compacted, lines) = journal.compacted().unwrap();
                    prop_assert_eq!(compacted.outbox(), journal.outbox());
                    (journal, bytes) = (compacted, lines);
                    stages = vec![(0, Journal::default())];
                    let mut read = Journal::default();
                    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                        read.read(line).unwrap();
                        stages.push((stages.last().unwrap().0 + line.len(), read.clone()));
                    }
                }
            }
            let open = journal.outbox().entries().filter(|entry| entry.state.is_open());
            prop_assert_eq!(open.count(), journal.outbox().waiting());
            if bytes.len() > stages.last().unwrap().0 {
                stages.push((bytes.len(), journal.clone()));
            }
        }
        let cut = cut % (bytes.len() + 1);
        let mut read = Journal::default();
        let whole = read.read(&bytes[..cut]).unwrap();
        let (end, expected) = stages.iter().rev().find(|(end, _)| *end <= cut).unwrap();
        prop_assert_eq!((whole, &read), (*end, expected));
    }

    #[test]
    fn no_file_makes_the_reader_fail_otherwise_than_by_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Journal::default().read(&bytes);
        // With a right checksum, so that what is behind it is reached.
        let text = String::from_utf8_lossy(&bytes).replace('\n', "");
        let sum = hex::encode(sp_crypto_hashing::blake2_128(&[&[0; 16], text.as_bytes()].concat()));
        let line = format!("{{\"sum\":\"{sum}\",\"change\":{text}}}\n");
        prop_assert!(Journal::default().read(line.as_bytes()).is_err());
    }
}
