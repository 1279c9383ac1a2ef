//! Snapshots: what they answer, and that nobody can change, invent or leave out anything.

#![allow(clippy::unwrap_used)]

use chain_proof::{
    AuthoritySet, Checkpoint, MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_NODES, ProofError, Question, Snapshot, SnapshotState,
};
use codec::{Compact, Encode};
use ledger_types::{
    BatchStatus, HeldBy, HoldingStatus, PackChunk, PackState, RangeRecall, RecallClass, Whereabouts, keys,
};
use proptest::{collection::vec, prelude::*};
use sp_crypto_hashing::blake2_256;
use sp_keyring::Ed25519Keyring::{Alice, Bob, Charlie, Dave};
use synthetic::{Chain, PHARMACY, Sealed, WHOLESALER, World};

const TIME: u64 = 1_800_000_000;

/// Three lots: one with five pharmacies, on the way, dispensed, stolen; one that is recalled; one with a recalled
/// range.
fn world() -> World {
    let mut world = World::new(5);
    world.deliver("A", &World::batch(3_000, [1; 32]), 5);
    world.hold("A", 2_400..3_000, WHOLESALER, HoldingStatus::InTransit(4));
    world.ship(4, WHOLESALER, PHARMACY);
    let recalled = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: TIME };
    world.deliver("R", &ledger_types::Batch { status: recalled, ..World::batch(100, [2; 32]) }, 1);
    let recalls = vec![RangeRecall { start: 10, end: 20, class: RecallClass::II }].try_into().unwrap();
    world.deliver("P", &ledger_types::Batch { recalls, ..World::batch(70, [3; 32]) }, 1);
    for pack in [0, 5, 600, 601, 1_999] {
        world.set("A", pack, PackState::Dispensed);
    }
    world.set("A", 7, PackState::Stolen);
    world
}

fn question(lot: &str, pack: Option<u32>) -> Question {
    Question { batch: World::key(lot), pack, scanner: Some(World::gln(PHARMACY)) }
}

fn questions() -> Vec<Question> {
    let packs = [0, 4, 5, 7, 599, 600, 1_200, 2_399, 2_400, 2_999].map(|pack| question("A", Some(pack)));
    let others = [("R", Some(5)), ("P", Some(15)), ("P", Some(20)), ("X", Some(1)), ("A", None), ("A", Some(3_000))];
    packs.into_iter().chain(others.map(|(lot, pack)| question(lot, pack))).collect()
}

fn check(snapshot: &Snapshot) -> Result<SnapshotState, ProofError> {
    snapshot.check(&mut Chain::checkpoint())
}

/// Whether a snapshot that passed the check says just what the honest one says.
fn is_honest(found: &SnapshotState, honest: &SnapshotState) -> bool {
    found.snapshot().unwrap() == honest.snapshot().unwrap()
        && found.counts() == honest.counts()
        && questions().iter().all(|question| found.answer(question) == honest.answer(question))
}

#[test]
fn a_snapshot_tells_how_much_is_in_it() {
    let state = world().chain.snapshot(TIME);
    let counts = state.counts();
    assert_eq!((counts.products, counts.batches, counts.packs, counts.participants), (1, 3, 3_170, 7));
    assert_eq!((counts.inactive_packs, counts.recalls, counts.holdings, counts.shipments), (6, 2, 7, 1));
    assert_eq!((state.time(), state.genesis(), state.block().number), (TIME, synthetic::GENESIS, 101));
    assert_eq!(check(&state.snapshot().unwrap()).unwrap().counts(), counts);
}

#[test]
fn a_snapshot_answers_what_a_node_would_prove() {
    let mut world = world();
    let sealed = world.chain.seal(TIME);
    let state = sealed.snapshot();
    for (pack, end, holder, shipment) in [
        (0, 600, PHARMACY, None),
        (599, 600, PHARMACY, None),
        (600, 1_200, PHARMACY + 1, None),
        (2_999, 3_000, WHOLESALER, Some(4)),
    ] {
        let question = question("A", Some(pack));
        let whereabouts = Whereabouts { maker: synthetic::MAKER, held: Some(HeldBy { end, holder, shipment }) };
        let proof = sealed.prove(&question.keys(Some(&whereabouts)));
        let proven = question.read(&proof, Some(&whereabouts), sealed.header.block());
        assert_eq!(state.answer(&question), proven, "pack {pack}");
        assert!(proven.unwrap().record.pack.is_some());
    }
    for (lot, pack) in [("X", Some(1)), ("A", None), ("A", Some(3_000))] {
        let answer = state.answer(&question(lot, pack)).unwrap();
        assert_eq!((answer.record.batch.is_some(), answer.record.pack), (lot == "A", None));
    }
}

#[test]
fn no_record_can_be_left_out() {
    let mut world = world();
    let sealed = world.chain.seal(TIME);
    let honest = sealed.snapshot();
    let (mut refused, mut needless) = (0, 0);
    for dropped in 0..sealed.nodes.len() {
        let mut fewer = sealed.nodes.clone();
        fewer.remove(dropped);
        match SnapshotState::gather(Vec::new(), sealed.finality.clone(), fewer, &mut Chain::checkpoint()) {
            Err(ProofError::Incomplete) => refused += 1,
            Err(error) => panic!("{error}"),
            // What verdicts do not rest on: accounts, operators.
            Ok(state) => {
                assert!(is_honest(&state, &honest));
                needless += 1;
            }
        }
    }
    assert!(refused > 40 && needless > 100, "{refused}, {needless}");
    assert_eq!(refused, honest_nodes(&honest), "each node of the snapshot is needed");
}

/// How many nodes there are in a snapshot: those that it is packed in, since none is in it twice.
fn honest_nodes(state: &SnapshotState) -> usize {
    state.snapshot().unwrap().nodes.0.len()
}

#[test]
fn a_record_that_is_taken_out_of_the_trie_is_missed_by_its_root() {
    // Not only nodes, but whole records: the trie of a chain on which the pack was never dispensed, under the votes for
    // the one on which it was.
    let mut honest = world();
    let sealed = honest.chain.seal(TIME);
    for key in [
        keys::pack_chunk(&World::key("A"), 0),
        keys::batch(&World::key("R")),
        keys::holding(&World::key("A"), 600),
        keys::participant(PHARMACY),
    ] {
        let mut lying = world();
        lying.chain.remove(&key);
        let lie = lying.chain.seal(TIME);
        let gathered =
            SnapshotState::gather(Vec::new(), sealed.finality.clone(), lie.nodes.clone(), &mut Chain::checkpoint());
        assert_eq!(gathered.err(), Some(ProofError::Incomplete));
        let mut packed = lie.snapshot().snapshot().unwrap();
        packed.finality = sealed.finality.clone();
        assert_eq!(check(&packed).err(), Some(ProofError::Incomplete));
    }
}

#[test]
fn no_alteration_of_a_snapshot_leads_to_another_answer() {
    let honest = world().chain.snapshot(TIME);
    let snapshot = honest.snapshot().unwrap();
    let nodes = &snapshot.nodes.0;
    let (mut cases, mut passed) = (0, 0);
    let mut try_out = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut altered = snapshot.clone();
        change(&mut altered.nodes.0);
        cases += 1;
        if let Ok(state) = check(&altered) {
            assert!(is_honest(&state, &honest));
            passed += 1;
        }
    };
    for at in 0..nodes.len() {
        let (next, other) = ((at + 1) % nodes.len(), (at * 7 + 3) % nodes.len());
        try_out(&|nodes| drop(nodes.remove(at)));
        try_out(&|nodes| nodes.insert(at, nodes[at].clone()));
        try_out(&|nodes| nodes.swap(at, next));
        try_out(&|nodes| nodes[at] = nodes[other].clone());
        try_out(&|nodes| nodes[at].clear());
        try_out(&|nodes| nodes.truncate(at));
        try_out(&|nodes| nodes[at].push(0));
        for byte in 0..nodes[at].len() {
            try_out(&|nodes| nodes[at][byte] ^= 1 << (byte % 8));
            try_out(&|nodes| nodes[at][byte] ^= 0x10 << (byte % 4));
        }
    }
    println!("{cases} altered snapshots, {passed} of them say the same");
    assert!(cases > 5_000 && passed < cases / 20, "{cases}, {passed}");
}

#[test]
fn no_damaged_bytes_are_taken_for_a_snapshot() {
    let honest = world().chain.snapshot(TIME);
    let bytes = honest.snapshot().unwrap().to_bytes();
    assert!(is_honest(&check(&Snapshot::from_bytes(&bytes).unwrap()).unwrap(), &honest));
    let said = |bytes: &[u8]| Snapshot::from_bytes(bytes).and_then(|snapshot| check(&snapshot));
    for at in (0..bytes.len()).step_by(5) {
        assert!(said(&bytes[..at]).is_err(), "cut off at {at}");
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at / 5 % 8);
        assert!(said(&flipped).is_err_or(|state| is_honest(state, &honest)), "byte {at}");
    }
    assert_eq!(said(&[&bytes[..], &[0]].concat()).err(), Some(ProofError::Undecodable), "bytes left over");
    assert_eq!(said(&vec![0; MAX_SNAPSHOT_BYTES + 1]).err(), Some(ProofError::TooLarge));
}

trait ErrOr<T> {
    fn is_err_or(&self, holds: impl Fn(&T) -> bool) -> bool;
}

impl<T> ErrOr<T> for Result<T, ProofError> {
    fn is_err_or(&self, holds: impl Fn(&T) -> bool) -> bool {
        self.as_ref().map_or(true, holds)
    }
}

#[test]
fn more_nodes_than_any_chain_has_are_not_even_read() {
    let honest = world().chain.snapshot(TIME).snapshot().unwrap();
    let mut bytes = honest.to_bytes();
    bytes.truncate(bytes.len() - honest.nodes.encode().len());
    bytes.extend(Compact(MAX_SNAPSHOT_NODES as u32 + 1).encode());
    bytes.extend(vec![0; MAX_SNAPSHOT_NODES + 1]);
    assert_eq!(Snapshot::from_bytes(&bytes).err(), Some(ProofError::Undecodable));
}

#[test]
fn a_snapshot_needs_the_votes_of_those_who_may() {
    let mut world = world();
    let (first, second) = (world.chain.seal(TIME), world.chain.seal(TIME + 6));
    let (old, new) = (first.snapshot().snapshot().unwrap(), second.snapshot().snapshot().unwrap());
    let set = |id, key: sp_keyring::Ed25519Keyring| AuthoritySet::new(id, vec![(key.to_raw_public(), 1)]).unwrap();
    let with = |checkpoint: Checkpoint| new.check(&mut checkpoint.clone()).err();
    assert_eq!(with(Checkpoint { set: set(0, Bob), ..Chain::checkpoint() }), Some(ProofError::NotBySet));
    assert_eq!(with(Checkpoint { set: set(1, Alice), ..Chain::checkpoint() }), Some(ProofError::NotBySet));
    assert_eq!(with(Checkpoint { genesis: Some([1; 32]), ..Chain::checkpoint() }), Some(ProofError::OtherChain));
    assert_eq!(with(Checkpoint { genesis: None, ..Chain::checkpoint() }), None);

    let mut moved = Chain::checkpoint();
    new.check(&mut moved).unwrap();
    assert_eq!((moved.number, moved.hash), (102, Some(second.header.hash())));
    let before = moved.clone();
    assert_eq!(old.check(&mut moved).err(), Some(ProofError::Older));
    let mut other = crate::world();
    other.chain.put(keys::operator(&[99; 32]), 1u8);
    other.chain.seal(TIME);
    let fork = other.chain.seal(TIME + 6).snapshot().snapshot().unwrap();
    assert_eq!(fork.check(&mut moved).err(), Some(ProofError::Fork));
    let mixed = Snapshot { finality: new.finality.clone(), ..old };
    assert_eq!(check(&mixed).err(), Some(ProofError::Incomplete), "yesterday's records under today's votes");
    assert_eq!(moved, before);
}

#[test]
fn one_snapshot_serves_scanners_with_checkpoints_before_and_after_a_change_of_finalisers() {
    let mut world = world();
    let before = world.chain.seal(TIME).snapshot().snapshot().unwrap();
    world.chain.hand_over(TIME + 6, &[Bob, Charlie, Dave]);
    let between = world.chain.seal(TIME + 12);
    world.chain.hand_over(TIME + 18, &[Bob]);
    let last = world.chain.seal(TIME + 24).snapshot().snapshot().unwrap();
    assert_eq!(last.handovers.len(), 2);

    let mut early = Chain::checkpoint();
    last.check(&mut early).unwrap();
    assert_eq!((early.number, early.set.id()), (105, 2));
    let mut late = Chain::checkpoint();
    between.snapshot().snapshot().unwrap().check(&mut late).unwrap();
    assert_eq!((late.number, late.set.id()), (103, 1));
    assert!(last.check(&mut late).is_ok(), "the first change lies behind it");
    assert_eq!(before.check(&mut late).err(), Some(ProofError::Older));

    let hidden = Snapshot { handovers: last.handovers[..1].to_vec(), ..last.clone() };
    assert_eq!(check(&hidden).err(), Some(ProofError::NotBySet));
    let swapped = Snapshot { handovers: last.handovers.iter().rev().cloned().collect(), ..last.clone() };
    assert_eq!(check(&swapped).err(), Some(ProofError::NotBySet));
    let many = Snapshot { handovers: vec![last.handovers[0].clone(); 1_025], ..last };
    assert_eq!(check(&many).err(), Some(ProofError::TooLarge));
}

/// Blocks that only dishonest finalisers would sign: whatever their root leads to, the check ends.
#[test]
fn no_state_that_somebody_signed_makes_it_panic() {
    let honest = world().chain.seal(TIME);
    let mut cases = 0;
    for node in &honest.nodes {
        for byte in (0..node.len()).step_by(11) {
            let mut root = node.clone();
            root[byte] ^= 0x11 << (byte % 4);
            let mut nodes = honest.nodes.clone();
            nodes.push(root.clone());
            let forged = Chain::default().forge(blake2_256(&root), nodes.clone());
            let gathered = SnapshotState::gather(Vec::new(), forged.finality, nodes, &mut Chain::checkpoint());
            // A bit in the hash of what verdicts do not rest on makes no difference.
            if let Ok(state) = gathered {
                questions().iter().for_each(|question| drop(state.answer(question)));
            }
            cases += 1;
        }
    }
    assert!(cases > 1_000, "{cases}");
}

#[derive(Clone, Debug)]
enum Deed {
    Dispense(u32),
    Undo(u32),
    Deliver(u32, u32),
    Recall,
    Withdraw,
    Enrol,
    Arrive,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (0..3_000u32).prop_map(Deed::Dispense),
        1 => prop::sample::select(vec![0u32, 5, 600]).prop_map(Deed::Undo),
        2 => (1..400u32, 0..5u32).prop_map(|(packs, pharmacy)| Deed::Deliver(packs, pharmacy)),
        1 => Just(Deed::Recall),
        1 => Just(Deed::Withdraw),
        1 => Just(Deed::Enrol),
        1 => Just(Deed::Arrive),
    ];
    vec(deed, 0..12)
}

fn act(world: &mut World, deed: &Deed) {
    match deed {
        Deed::Dispense(pack) => world.set("A", *pack, PackState::Dispensed),
        Deed::Undo(pack) => world.set("A", *pack, PackState::Active),
        Deed::Deliver(packs, pharmacy) => {
            world.hold("A", 0..*packs, PHARMACY + pharmacy, HoldingStatus::Held);
            world.hold("A", *packs..600, PHARMACY, HoldingStatus::Held);
        }
        Deed::Recall => {
            let status = BatchStatus::Recalled { class: RecallClass::III, by: 0, at: TIME };
            let batch = ledger_types::Batch { status, ..World::batch(70, [3; 32]) };
            world.chain.put(keys::batch(&World::key("P")), batch);
        }
        Deed::Withdraw => world.chain.remove(&keys::batch(&World::key("R"))),
        Deed::Enrol => world.deliver("NEW", &World::batch(50, [4; 32]), 1),
        Deed::Arrive => world.chain.remove(&keys::shipment(4)),
    }
}

fn later(deeds: &[Deed], hand_over: bool) -> (Sealed, Sealed) {
    let mut world = world();
    let old = world.chain.seal(TIME);
    deeds.iter().for_each(|deed| act(&mut world, deed));
    if hand_over {
        world.chain.hand_over(TIME + 3, &[Bob]);
    }
    (old, world.chain.seal(TIME + 600))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_a_snapshot_and_its_difference_are_the_same_as_a_whole_one(
        deeds in deeds(), hand_over: bool,
    ) {
        let (old, new) = later(&deeds, hand_over);
        let (old, new) = (old.snapshot(), new.snapshot());
        let difference = old.difference(&new).unwrap();
        let sent = chain_proof::SnapshotDifference::from_bytes(&difference.to_bytes()).unwrap();
        let mut trusted = Chain::checkpoint();
        let applied = old.apply(&sent, &mut trusted).unwrap();
        let whole = new.snapshot().unwrap();
        prop_assert_eq!(applied.snapshot().unwrap().to_bytes(), whole.to_bytes());
        prop_assert_eq!(applied.counts(), new.counts());
        prop_assert_eq!(trusted.hash, Some(new.block().hash));
    }

    #[test]
    fn a_snapshot_knows_every_pack(
        ends in prop::collection::btree_set(1..4_000u32, 0..12),
        gone in prop::collection::btree_set(0..4_000u32, 0..40),
    ) {
        let mut world = World::new(20);
        let ends: Vec<u32> = ends.into_iter().chain([4_000]).collect();
        world.deliver("A", &World::batch(4_000, [1; 32]), 1);
        let mut start = 0;
        for (at, end) in ends.iter().enumerate() {
            world.hold("A", start..*end, PHARMACY + at as u32, HoldingStatus::Held);
            start = *end;
        }
        gone.iter().for_each(|pack| world.set("A", *pack, PackState::Dispensed));
        let state = world.chain.snapshot(TIME);
        prop_assert_eq!(state.counts().inactive_packs, gone.len() as u64);
        for pack in (0..4_000).step_by(37).chain(gone.iter().copied()).chain(ends.iter().map(|end| end - 1)) {
            let held = state.answer(&question("A", Some(pack))).unwrap().record.pack.unwrap();
            let at = ends.iter().position(|end| pack < *end).unwrap();
            prop_assert_eq!(held.holding.holder, PHARMACY + at as u32);
            let expected = if gone.contains(&pack) { PackState::Dispensed } else { PackState::Active };
            prop_assert_eq!(held.state, Some(expected));
        }
    }

    #[test]
    fn garbage_is_no_snapshot(nodes in vec(vec(any::<u8>(), 0..60), 0..12), root: [u8; 32]) {
        let first = nodes.first().map(|node| blake2_256(node)).unwrap_or(root);
        for root in [root, first] {
            let forged = Chain::default().forge(root, nodes.clone());
            let packed = Snapshot {
                handovers: Vec::new(),
                finality: forged.finality.clone(),
                nodes: chain_proof::PackedNodes(nodes.clone()),
            };
            prop_assert!(check(&packed).is_err());
            let gathered =
                SnapshotState::gather(Vec::new(), forged.finality, nodes.clone(), &mut Chain::checkpoint());
            prop_assert!(gathered.is_err());
        }
    }
}

#[test]
fn no_difference_leads_anywhere_but_to_the_chains_own_records() {
    let deeds = [Deed::Dispense(9), Deed::Dispense(1_500), Deed::Recall, Deed::Deliver(100, 3), Deed::Arrive];
    let (old, new) = later(&deeds, true);
    let (old, new) = (old.snapshot(), new.snapshot());
    let honest = old.difference(&new).unwrap();
    let apply = |difference: &chain_proof::SnapshotDifference| old.apply(difference, &mut Chain::checkpoint());
    assert!(is_honest(&apply(&honest).unwrap(), &new));

    let mut cases = 0;
    let mut try_out = |change: &dyn Fn(&mut chain_proof::SnapshotDifference)| {
        let mut altered = honest.clone();
        change(&mut altered);
        cases += 1;
        assert!(apply(&altered).is_err_or(|state| is_honest(state, &new)));
    };
    for at in 0..honest.nodes.0.len() {
        try_out(&|altered| drop(altered.nodes.0.remove(at)));
        try_out(&|altered| altered.nodes.0.truncate(at));
        try_out(&|altered| altered.nodes.0.swap(at, 0));
        try_out(&|altered| altered.nodes.0.insert(at, altered.nodes.0[at].clone()));
        for byte in 0..honest.nodes.0[at].len() {
            try_out(&|altered| altered.nodes.0[at][byte] ^= 1 << (byte % 8));
            try_out(&|altered| altered.nodes.0[at][byte] ^= 0x10 << (byte % 4));
        }
    }
    let bytes = honest.to_bytes();
    for at in (0..bytes.len()).step_by(3) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at / 3 % 8);
        let found = chain_proof::SnapshotDifference::from_bytes(&flipped).and_then(|difference| apply(&difference));
        assert!(found.is_err_or(|state| is_honest(state, &new)), "byte {at}");
        cases += 1;
    }
    println!("{cases} altered differences");
    assert!(cases > 2_000, "{cases}");
}

#[test]
fn a_difference_fits_one_snapshot_and_never_leads_back() {
    let mut world = world();
    let states: Vec<_> = (0..3).map(|at| world.chain.snapshot(TIME + at)).collect();
    let first = states[0].difference(&states[1]).unwrap();
    assert_eq!(states[1].difference(&states[0]).err(), Some(ProofError::Older));
    assert_eq!(states[2].apply(&first, &mut Chain::checkpoint()).err(), Some(ProofError::OtherBase));
    let more = chain_proof::SnapshotDifference { kept: 1, ..first.clone() };
    assert_eq!(states[0].apply(&more, &mut Chain::checkpoint()).err(), Some(ProofError::OtherBase));
    let mut trusted = Chain::checkpoint();
    states[2].snapshot().unwrap().check(&mut trusted).unwrap();
    let before = trusted.clone();
    assert_eq!(states[0].apply(&first, &mut trusted).err(), Some(ProofError::Older), "belief has come further");
    assert_eq!(trusted, before);

    // Back by the votes for an earlier block: those of the difference are for the block before this snapshot's.
    let back = chain_proof::SnapshotDifference { from: states[2].block().hash, ..first };
    assert_eq!(states[2].apply(&back, &mut Chain::checkpoint()).err(), Some(ProofError::Older));
    let same = states[0].difference(&states[0]).unwrap();
    let applied = states[0].apply(&same, &mut Chain::checkpoint()).unwrap();
    assert_eq!(applied.snapshot().unwrap(), states[0].snapshot().unwrap(), "no difference");
}

#[test]
fn an_empty_chain_has_a_snapshot_as_well() {
    let state = Chain::default().snapshot(TIME);
    assert_eq!(state.counts(), Default::default());
    let answer = state.answer(&question("A", Some(1))).unwrap();
    assert_eq!((answer.record.product, answer.scanner), (None, None));
    assert!(PackChunk::default().encode().len() == 256, "a chunk stands in a node of its own");
}
