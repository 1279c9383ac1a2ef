//! Snapshots and differences as files.

#![allow(clippy::unwrap_used)]

use std::{fs, io::Write};

use chain_proof::{MAX_SNAPSHOT_BYTES, SnapshotState};
use flate2::{Compression, write::ZlibEncoder};
use ledger_client::{DifferenceFile, SnapshotError, SnapshotFile, Trust};
use ledger_types::{PackState, keys};
use sp_keyring::Ed25519Keyring::{Alice, Bob};
use synthetic::{Chain, World};

const TIME: u64 = 1_800_000_000;

fn world() -> World {
    let mut world = World::new(3);
    world.deliver("A", &World::batch(2_000, [1; 32]), 3);
    world.set("A", 5, PackState::Dispensed);
    world
}

fn pinned() -> Trust {
    Trust::pinned(Chain::checkpoint())
}

fn signed(state: &SnapshotState, key: &str) -> SnapshotFile {
    let mut file = SnapshotFile::of(state).unwrap();
    file.sign(key).unwrap();
    file
}

fn code<T: std::fmt::Debug>(result: Result<T, SnapshotError>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_snapshot_survives_being_written_with_and_without_a_signature() {
    let state = world().chain.snapshot(TIME);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("snapshot");
    let plain = SnapshotFile::of(&state).unwrap();
    let signed = signed(&state, "//Publisher");
    assert!(plain.publisher().is_none() && signed.publisher().is_some());
    for file in [plain, signed] {
        let bytes = file.write(&path).unwrap();
        assert_eq!(bytes, fs::metadata(&path).unwrap().len());
        let read = SnapshotFile::read(&path).unwrap();
        assert_eq!(read, file);
        assert_eq!(read.accept(&pinned()).unwrap().counts(), state.counts());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
    assert_eq!(code(SnapshotFile::of(&state).unwrap().sign("no phrase")), "bad-key");
}

#[test]
fn no_byte_of_a_file_can_be_changed() {
    let state = world().chain.snapshot(TIME);
    for file in [SnapshotFile::of(&state).unwrap(), signed(&state, "//Publisher")] {
        let bytes = file.to_bytes().unwrap();
        let mut refused = 0;
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            match SnapshotFile::from_bytes(&flipped).and_then(|read| read.accept(&pinned()).map(|state| (read, state)))
            {
                Err(_) => refused += 1,
                // zlib does not mind a bit or two of its header.
                Ok((read, found)) => {
                    assert_eq!((&read.snapshot, found.counts()), (&file.snapshot, state.counts()), "byte {at}");
                }
            }
        }
        assert!(refused + 8 > bytes.len(), "{refused} of {}", bytes.len());
        for length in (0..bytes.len()).step_by(13) {
            assert!(SnapshotFile::from_bytes(&bytes[..length]).is_err());
        }
    }
}

#[test]
fn a_signature_is_for_one_snapshot_and_a_difference_carries_that_of_its_end() {
    let mut world = world();
    let early = world.chain.snapshot(TIME);
    world.set("A", 6, PackState::Dispensed);
    let late = world.chain.snapshot(TIME + 60);
    let (old, new) = (signed(&early, "//Publisher"), signed(&late, "//Publisher"));
    let difference = DifferenceFile::between(&early, &late, &new).unwrap();
    let read = DifferenceFile::from_bytes(&difference.to_bytes().unwrap()).unwrap();
    assert_eq!(read, difference);
    let trust = pinned();
    let present = old.accept(&trust).unwrap();
    let (state, file) = read.apply(&present, &trust).unwrap();
    assert_eq!((&file, state.counts().inactive_packs), (&new, 2));
    assert_eq!(file.to_bytes().unwrap(), new.to_bytes().unwrap(), "byte by byte");

    // The signature of another snapshot under this difference.
    let wrong = DifferenceFile::between(&early, &late, &old).unwrap();
    assert_eq!(code(wrong.apply(&early, &pinned())), "bad-signature");
    // And in a file, by hand: everything up to the compressed part is the other's.
    let (old, new) = (old.to_bytes().unwrap(), new.to_bytes().unwrap());
    let head = "medtrail snapshot 1\n".len() + 1 + 32 + 64;
    let swapped = [&old[..head], &new[head..]].concat();
    assert_eq!(code(SnapshotFile::from_bytes(&swapped)), "bad-signature");

    assert_eq!(code(DifferenceFile::between(&late, &early, &signed(&early, "//Publisher"))), "older-snapshot");
    assert_eq!(code(read.apply(&late, &pinned())), "other-snapshot");
    assert_eq!(code(SnapshotFile::from_bytes(&difference.to_bytes().unwrap())), "no-snapshot");
    assert_eq!(code(DifferenceFile::from_bytes(&new)), "no-snapshot");
}

#[test]
fn other_chains_are_refused_by_name() {
    let state = world().chain.snapshot(TIME);
    let file = SnapshotFile::of(&state).unwrap();
    let checkpoint = chain_proof::Checkpoint { genesis: Some([1; 32]), ..Chain::checkpoint() };
    assert_eq!(code(file.accept(&Trust::pinned(checkpoint))), "wrong-chain");
    let set = chain_proof::AuthoritySet::new(0, vec![(Bob.to_raw_public(), 1)]).unwrap();
    let checkpoint = chain_proof::Checkpoint { set, ..Chain::checkpoint() };
    assert_eq!(code(file.accept(&Trust::pinned(checkpoint))), "unproven");
    let mut other = Chain::default();
    other.put(keys::genesis_hash(), [1u8; 32]);
    let of_another_chain = SnapshotFile::of(&{
        let sealed = other.seal(TIME);
        let checkpoint = chain_proof::Checkpoint { genesis: None, ..Chain::checkpoint() };
        let (finality, nodes) = (sealed.finality.clone(), sealed.nodes.clone());
        SnapshotState::gather(Vec::new(), finality, nodes, &mut checkpoint.clone()).unwrap()
    });
    assert_eq!(code(of_another_chain.unwrap().accept(&pinned())), "wrong-chain");
}

#[test]
fn without_a_checkpoint_a_development_chains_snapshot_is_believed_and_tells_which_chain_it_is() {
    // One finaliser, Alice: the second of the development chains has four.
    let mut world = World::new(1);
    let early = world.chain.snapshot(TIME);
    let late = world.chain.snapshot(TIME + 6);
    let trust = Trust::development(None);
    assert_eq!(trust.beginnings().len(), 2);
    let late = SnapshotFile::of(&late).unwrap().accept(&trust).unwrap();
    assert_eq!((trust.beginnings().len(), trust.candidates()[0].number), (1, late.block().number));
    SnapshotFile::of(&early).unwrap().accept(&trust).unwrap();
    assert_eq!(trust.candidates()[0].number, late.block().number, "belief does not move back");
    assert_eq!(code(SnapshotFile::of(&early).unwrap().accept(&Trust::development(Some([1; 32])))), "wrong-chain");
}

#[test]
fn a_checkpoint_after_the_snapshot_makes_it_too_old() {
    let mut world = world();
    let early = SnapshotFile::of(&world.chain.snapshot(TIME)).unwrap();
    let late = SnapshotFile::of(&world.chain.snapshot(TIME + 6)).unwrap();
    let mut checkpoint = Chain::checkpoint();
    late.snapshot.check(&mut checkpoint).unwrap();
    assert_eq!(code(early.accept(&Trust::pinned(checkpoint))), "older-snapshot");
    // While a program runs, a snapshot from before what it has seen is no worse for it.
    let trust = pinned();
    late.accept(&trust).unwrap();
    assert!(early.accept(&trust).is_ok());
}

#[test]
fn a_snapshot_after_changes_of_finalisers_is_believed_from_any_of_their_checkpoints() {
    let mut world = world();
    world.chain.hand_over(TIME, &[Bob]);
    let middle = SnapshotFile::of(&world.chain.snapshot(TIME + 6)).unwrap();
    world.chain.hand_over(TIME + 12, &[Alice, Bob]);
    let last = SnapshotFile::of(&world.chain.snapshot(TIME + 18)).unwrap();
    let trust = pinned();
    middle.accept(&trust).unwrap();
    last.accept(&trust).unwrap();
    assert_eq!(trust.candidates()[0].set.id(), 2);
    assert!(middle.accept(&trust).is_ok());
    assert!(last.accept(&pinned()).is_ok());
}

#[test]
fn bombs_and_rubbish_are_refused_in_little_memory() {
    let mut bomb = ZlibEncoder::new(b"medtrail snapshot 1\n\0".to_vec(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..=MAX_SNAPSHOT_BYTES >> 20 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 4 << 20, "{}", bomb.len());
    assert_eq!(code(SnapshotFile::from_bytes(&bomb)), "snapshot-too-large");
    for rubbish in [&b""[..], b"medtrail snapshot 2\n\0", b"medtrail snapshot 1\n", b"medtrail snapshot 1\n\x02", b"{}"]
    {
        assert_eq!(code(SnapshotFile::from_bytes(rubbish)), "no-snapshot");
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(SnapshotFile::read(&folder.path().join("none"))), "file");
    assert_eq!(code(SnapshotFile::read(std::path::Path::new("/dev/zero"))), "file");
    let state = world().chain.snapshot(TIME);
    assert_eq!(code(SnapshotFile::of(&state).unwrap().write(&folder.path().join("none/there"))), "file");
}
