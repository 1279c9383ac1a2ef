//! The queue's file: programs that die while they write, several programs at once, damage.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, thread};

use crate::{
    Change, Final, QueueError, QueueFile, Store,
    tests::{dispense, made, signed},
};

fn add(queue: &mut QueueFile, pack: u32) -> Result<(), QueueError> {
    queue.commit(|outbox| outbox.queue(made(dispense(pack))))
}

fn packs(path: &Path) -> usize {
    QueueFile::open(path).unwrap().outbox().entries().count()
}

fn finish(queue: &mut QueueFile, id: u64) {
    let act = queue.outbox().entry(id).unwrap().made.act.clone();
    queue.commit(|_| Ok(Change::Sent { id, signed: signed(&act, 0, 0) })).unwrap();
    queue.commit(|_| Ok(Change::Done { id, block: Final { number: 1, hash: [0; 32] } })).unwrap();
}

#[test]
fn a_queue_is_there_again_after_the_program_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    let mut queue = QueueFile::open(&path).unwrap();
    add(&mut queue, 1).unwrap();
    add(&mut queue, 2).unwrap();
    let before = queue.outbox().clone();
    drop(queue);
    let again = QueueFile::open(&path).unwrap();
    assert_eq!((again.outbox(), again.torn()), (&before, 0));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "serials are private");
    }
}

#[test]
fn a_program_killed_at_any_byte_of_a_line_loses_that_line_at_most_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    let mut queue = QueueFile::open(&path).unwrap();
    add(&mut queue, 1).unwrap();
    let whole = fs::read(&path).unwrap();
    add(&mut queue, 2).unwrap();
    let with_last = fs::read(&path).unwrap();
    drop(queue);
    for cut in whole.len()..with_last.len() {
        fs::write(&path, &with_last[..cut]).unwrap();
        let mut queue = QueueFile::open(&path).unwrap();
        assert_eq!((queue.outbox().entries().count(), queue.torn() as usize), (1, cut - whole.len()), "cut at {cut}");
        // What comes next stands where the torn line began.
        add(&mut queue, 3).unwrap();
        add(&mut queue, 2).unwrap();
        drop(queue);
        assert_eq!(packs(&path), 3, "cut at {cut}");
    }
}

#[test]
fn a_program_killed_while_the_file_begins_leaves_a_queue_that_can_begin() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    drop(QueueFile::open(&path).unwrap());
    let first = fs::read(&path).unwrap();
    for cut in 0..first.len() {
        fs::write(&path, &first[..cut]).unwrap();
        let mut queue = QueueFile::open(&path).unwrap();
        add(&mut queue, 1).unwrap();
        drop(queue);
        assert_eq!(packs(&path), 1, "cut at {cut}");
    }
}

#[test]
fn a_damaged_file_is_left_as_it_is_and_kept_aside_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    let mut queue = QueueFile::open(&path).unwrap();
    (0..5).for_each(|pack| add(&mut queue, pack).unwrap());
    let text = fs::read_to_string(&path).unwrap();
    let damaged = text.replacen("something", "anything!", 3).replacen("anything!", "something", 2);
    assert_ne!(text, damaged);
    fs::write(&path, &damaged).unwrap();

    let error = QueueFile::open(&path).unwrap_err();
    assert!(matches!(&error, QueueError::Damaged { damage, .. } if damage.line == 4), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), damaged, "nothing was changed");

    let recovered = QueueFile::recover(&path).unwrap().unwrap();
    assert_eq!((recovered.unread, recovered.damage.line), (1, 4));
    assert_eq!(fs::read_to_string(&recovered.kept).unwrap(), damaged, "all of it is kept");
    // What stood behind the damage is there, too. Whether it was done could have stood in the line that is lost.
    let queue = QueueFile::open(&path).unwrap();
    let entries: Vec<_> = queue.outbox().entries().map(|entry| (entry.id, entry.state.name())).collect();
    assert_eq!(entries, [(1, "conflict"), (2, "conflict"), (4, "conflict"), (5, "conflict")]);
    assert_eq!(queue.outbox().waiting(), 0);
    assert_eq!(QueueFile::recover(&path).unwrap(), None);
}

#[test]
fn several_programs_write_to_one_queue() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    thread::scope(|scope| {
        for program in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let mut queue = QueueFile::open(path).unwrap();
                (0..10).for_each(|pack| add(&mut queue, program * 10 + pack).unwrap());
            });
        }
    });
    let queue = QueueFile::open(&path).unwrap();
    assert_eq!(queue.outbox().entries().map(|entry| entry.id).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
}

#[test]
fn what_is_done_is_cleared_and_programs_that_had_the_file_open_notice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    let mut queue = QueueFile::open(&path).unwrap();
    (0..10).for_each(|pack| add(&mut queue, pack).unwrap());
    let mut other = QueueFile::open(&path).unwrap();
    (1..=8).for_each(|id| finish(&mut queue, id));
    let long = fs::metadata(&path).unwrap().len();
    assert_eq!(queue.clear_done().unwrap(), 8);
    assert!(fs::metadata(&path).unwrap().len() < long / 4);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the queue and its lock");
    add(&mut other, 77).unwrap();
    queue.refresh().unwrap();
    assert_eq!(queue.outbox().entries().map(|entry| entry.id).collect::<Vec<_>>(), [9, 10, 11]);
    assert_eq!(other.outbox(), queue.outbox());
}

#[test]
fn one_program_settles_at_a_time_and_others_still_add() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue");
    let one = QueueFile::open(&path).unwrap();
    let mut other = QueueFile::open(&path).unwrap();
    let settling = one.begin_settling().unwrap();
    assert_eq!(other.begin_settling().unwrap_err().code(), "queue-settling");
    add(&mut other, 1).unwrap();
    drop(settling);
    assert!(other.begin_settling().is_ok());
}

#[test]
fn what_is_no_queue_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    for letter in ["Dear customer,\nthank you.\n", "Dear customer", "{}", "\n"] {
        fs::write(&path, letter).unwrap();
        assert_eq!(QueueFile::open(&path).unwrap_err().code(), "queue-damaged");
        assert_eq!(fs::read_to_string(&path).unwrap(), letter);
    }
    assert_eq!(QueueFile::open(folder.path()).unwrap_err().code(), "file");
}
