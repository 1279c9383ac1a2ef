//! Runs through a queue on a chain that is made up, with programs that die and networks that fail at every point.

#![allow(clippy::unwrap_used)]

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    future::{Future, pending},
    pin::pin,
    task::{Context, Poll, Waker},
};

use ledger_client::LedgerError;
use ledger_types::{AccountBytes, Block, refusal};
use proptest::prelude::*;

use crate::{
    Act, Chain, Change, Conflict, EntryId, Fate, Journal, Made, Outbox, OutboxError, Settled, Signed, State, Store,
    settle,
    tests::{ME, begun, dispense, made, signed},
};

/// Blocks for which what is signed stays valid.
const PERIOD: u32 = 256;

/// What goes wrong at one point of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The program dies before the step, or right after it.
    Killed { after: bool },
    /// The network fails before the step, or its answer is lost.
    Cut { after: bool },
}

/// What a transaction is on the made-up chain: the packs that it dispenses, any number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Transaction {
    signed: Signed,
    /// `None`: another act of the same key.
    pack: Option<u32>,
}

#[derive(Debug, Default)]
struct Fiction {
    head: u32,
    nonce: u32,
    pool: Vec<Transaction>,
    /// By block: what was in it, and whether it took effect.
    blocks: BTreeMap<u32, Vec<(Transaction, bool)>>,
    /// Packs that the chain refuses to dispense.
    refused: BTreeSet<u32>,
    faults: Vec<Option<Fault>>,
    /// Whether what is sent is put into a block at once.
    prompt: bool,
}

impl Fiction {
    /// Puts what waits and fits into a block, in order of numbers, and makes some empty ones.
    fn advance(&mut self, blocks: u32) {
        if blocks == 0 {
            return;
        }
        let number = self.head + 1;
        let mut pool = std::mem::take(&mut self.pool);
        pool.sort_by_key(|waiting| waiting.signed.nonce);
        for waiting in pool {
            let alive = number < waiting.signed.birth.number + PERIOD;
            if alive && waiting.signed.nonce == self.nonce {
                let done = waiting.pack.is_none_or(|pack| !self.refused.contains(&pack));
                self.blocks.entry(number).or_default().push((waiting, done));
                self.nonce += 1;
            } else if alive && waiting.signed.nonce > self.nonce {
                self.pool.push(waiting);
            }
        }
        self.head += blocks;
    }

    fn find(&self, signed: &Signed) -> Option<(u32, bool)> {
        let mut all = self.blocks.iter().flat_map(|(number, block)| block.iter().map(move |found| (number, found)));
        all.find(|(_, (found, _))| found.signed == *signed).map(|(number, (_, done))| (*number, *done))
    }

    fn next_number(&self) -> u32 {
        let used = |number: u32| self.pool.iter().any(|waiting| waiting.signed.nonce == number);
        (self.nonce..).find(|number| !used(*number)).unwrap()
    }

    /// How often a pack was dispensed, and in which order packs were.
    fn dispensed(&self) -> Vec<u32> {
        let all = self.blocks.values().flatten();
        all.filter(|(_, done)| *done).filter_map(|(transaction, _)| transaction.pack).collect()
    }
}

#[derive(Debug, Default)]
struct Ground(RefCell<Fiction>);

fn unreachable() -> LedgerError {
    LedgerError::Unreachable { address: "here".into(), cause: "cut".into() }
}

fn refusal() -> LedgerError {
    LedgerError::Refused(refusal::in_pallet(ledger_types::DRUG_BATCH, 16).unwrap())
}

fn block(number: u32) -> Block {
    Block { number, hash: [1; 32] }
}

impl Ground {
    fn fault(&self) -> Option<Fault> {
        self.0.borrow_mut().faults.pop().flatten()
    }

    /// One step of a run that may go wrong.
    async fn step<T>(&self, work: impl FnOnce(&mut Fiction) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        match self.fault() {
            None => work(&mut self.0.borrow_mut()),
            Some(Fault::Killed { after }) => {
                if after {
                    let _ = work(&mut self.0.borrow_mut());
                }
                pending().await
            }
            Some(Fault::Cut { after }) => {
                if after {
                    let _ = work(&mut self.0.borrow_mut());
                }
                Err(unreachable())
            }
        }
    }
}

impl Chain for Ground {
    fn account(&self) -> AccountBytes {
        ME
    }

    async fn objection(&self, _: &Act) -> Result<Option<Conflict>, LedgerError> {
        Ok(None)
    }

    async fn sign(&self, act: &Act) -> Result<Signed, LedgerError> {
        self.step(|chain| Ok(signed(act, chain.next_number(), chain.head))).await
    }

    async fn fate(&self, signed: &Signed) -> Result<Fate, LedgerError> {
        self.step(|chain| {
            let over = chain.head >= signed.birth.number + PERIOD;
            Ok(match chain.find(signed) {
                Some((number, true)) => Fate::Done(block(number)),
                Some((_, false)) => Fate::Refused(refusal()),
                None if over || chain.nonce > signed.nonce => Fate::Never,
                None => Fate::Open,
            })
        })
        .await
    }

    async fn send(&self, signed: &Signed) -> Result<Block, LedgerError> {
        let sent = self.step(|chain| {
            let others =
                chain.pool.iter().any(|waiting| waiting.signed.nonce == signed.nonce && waiting.signed != *signed);
            match chain.find(signed) {
                Some((number, true)) => return Ok(block(number)),
                Some((_, false)) => return Err(refusal()),
                None if chain.nonce > signed.nonce || others => return Err(LedgerError::NumberTaken("taken".into())),
                None if chain.head >= signed.birth.number + PERIOD => {
                    return Err(LedgerError::RefusedOtherwise("its time is over".into()));
                }
                None => {}
            }
            let pack =
                (0..100).find(|pack| signed.extrinsic.ends_with(&codec::Encode::encode(&dispense(*pack).call())));
            if !chain.pool.iter().any(|waiting| waiting.signed == *signed) {
                chain.pool.push(Transaction { signed: signed.clone(), pack: Some(pack.unwrap()) });
            }
            if !chain.prompt {
                return Err(LedgerError::Unconfirmed("no block came in time".into()));
            }
            chain.advance(1);
            match chain.find(signed) {
                Some((number, true)) => Ok(block(number)),
                Some((_, false)) => Err(refusal()),
                None => Err(LedgerError::Unconfirmed("no block came in time".into())),
            }
        });
        sent.await.map_err(|error| match error {
            LedgerError::Unreachable { .. } => LedgerError::Unconfirmed(error.to_string()),
            other => other,
        })
    }

    async fn conflict(&self, _: &Made, refusal: &LedgerError) -> Result<Conflict, LedgerError> {
        // When it is seen depends on the chain alone, which goes on: only what is seen is compared.
        self.step(|_| Ok(Conflict::new(refusal.code(), "so it is", "look", None))).await
    }

    async fn untold(&self, _: &Act, _: Block) -> Result<Option<Conflict>, LedgerError> {
        Ok(None)
    }

    async fn pause(&self) {
        self.0.borrow_mut().advance(1);
    }
}

/// A store whose every write may be the last, in the middle of a line too.
struct Disk<'a> {
    ground: &'a Ground,
    journal: Journal,
    bytes: Vec<u8>,
}

#[derive(Debug)]
enum Broken {
    Killed,
    Queue(OutboxError),
}

impl From<OutboxError> for Broken {
    fn from(error: OutboxError) -> Self {
        Self::Queue(error)
    }
}

impl Store for Disk<'_> {
    type Error = Broken;

    fn outbox(&self) -> &Outbox {
        self.journal.outbox()
    }

    fn commit(&mut self, propose: impl FnOnce(&Outbox) -> Result<Change, OutboxError>) -> Result<(), Broken> {
        let line = self.journal.line(propose(self.journal.outbox())?)?;
        match self.ground.fault() {
            Some(Fault::Killed { after: false }) => {
                self.bytes.extend_from_slice(&line.bytes[..line.bytes.len() / 2]);
                return Err(Broken::Killed);
            }
            Some(Fault::Killed { after: true }) => {
                self.bytes.extend_from_slice(&line.bytes);
                return Err(Broken::Killed);
            }
            _ => self.bytes.extend_from_slice(&line.bytes),
        }
        self.journal.accept(line)?;
        Ok(())
    }
}

/// Starts a program on what is left of the file, and runs it until it ends or dies.
fn run(bytes: &mut Vec<u8>, ground: &Ground) -> Option<Settled> {
    let mut journal = Journal::default();
    let whole = journal.read(bytes).unwrap();
    bytes.truncate(whole);
    let mut disk = Disk { ground, journal, bytes: std::mem::take(bytes) };
    let ended = {
        let mut running = pin!(settle(&mut disk, ground));
        match running.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(settled)) => Some(settled),
            Poll::Ready(Err(Broken::Killed)) | Poll::Pending => None,
            Poll::Ready(Err(Broken::Queue(error))) => panic!("{error}"),
        }
    };
    *bytes = disk.bytes;
    ended
}

fn queue_of(packs: u32) -> Vec<u8> {
    let mut journal = begun();
    for pack in 0..packs {
        let change = journal.outbox().queue(made(dispense(pack))).unwrap();
        journal.accept(journal.line(change).unwrap()).unwrap();
    }
    journal.compacted().unwrap().1
}

fn states(bytes: &[u8]) -> Vec<(EntryId, &'static str)> {
    let mut journal = Journal::default();
    journal.read(bytes).unwrap();
    journal.outbox().entries().map(|entry| (entry.id, entry.state.name())).collect()
}

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        5 => Just(None),
        1 => any::<bool>().prop_map(|after| Some(Fault::Killed { after })),
        1 => any::<bool>().prop_map(|after| Some(Fault::Cut { after })),
    ]
}

/// What happens between two programs: blocks go by, with what is in the pool or without, and others use the key.
#[derive(Clone, Debug)]
struct Between {
    faults: Vec<Option<Fault>>,
    prompt: bool,
    blocks: u32,
    forgets: bool,
    another: bool,
}

fn between() -> impl Strategy<Value = Between> {
    let blocks = prop_oneof![4 => 0u32..4, 1 => 250u32..260];
    (prop::collection::vec(fault(), 0..12), any::<bool>(), blocks, any::<bool>(), any::<bool>())
        .prop_map(|(faults, prompt, blocks, forgets, another)| Between { faults, prompt, blocks, forgets, another })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_fails_each_act_happens_once_in_order_or_is_a_conflict(
        programs in prop::collection::vec(between(), 0..8),
        refused in prop::collection::btree_set(0u32..5, 0..3),
    ) {
        let ground = Ground::default();
        ground.0.borrow_mut().refused = refused.clone();
        let mut bytes = queue_of(5);
        for Between { faults, prompt, blocks, forgets, another } in programs {
            {
                let mut chain = ground.0.borrow_mut();
                (chain.faults, chain.prompt) = (faults, prompt);
            }
            run(&mut bytes, &ground);
            let mut chain = ground.0.borrow_mut();
            chain.faults.clear();
            if forgets {
                chain.pool.clear();
            }
            if another {
                let other = signed(&dispense(99), chain.nonce, chain.head);
                chain.pool.retain(|waiting| waiting.signed.nonce != other.nonce);
                chain.pool.push(Transaction { signed: other, pack: None });
            }
            chain.advance(blocks);
        }
        // In the end everything works, and what is signed has run out where it was lost.
        for _ in 0..3 {
            let mut chain = ground.0.borrow_mut();
            chain.prompt = true;
            chain.advance(PERIOD);
            drop(chain);
            let settled = run(&mut bytes, &ground).unwrap();
            prop_assert_eq!((settled.waiting, settled.stopped), (0, None));
        }
        let expected: Vec<u32> = (0..5).filter(|pack| !refused.contains(pack)).collect();
        prop_assert_eq!(ground.0.borrow().dispensed(), expected, "each once, and in order");
        let end = states(&bytes);
        let told = |pack: u32| if refused.contains(&pack) { "conflict" } else { "done" };
        prop_assert_eq!(end, (0..5).map(|pack| (u64::from(pack) + 1, told(pack))).collect::<Vec<_>>());
    }
}

#[test]
fn every_single_point_of_a_run_may_be_the_last() {
    let kinds = [
        Fault::Killed { after: false },
        Fault::Killed { after: true },
        Fault::Cut { after: false },
        Fault::Cut { after: true },
    ];
    let mut points = 0;
    for kind in kinds {
        for at in 0.. {
            let ground = Ground::default();
            ground.0.borrow_mut().refused = BTreeSet::from([1]);
            ground.0.borrow_mut().prompt = true;
            let mut bytes = queue_of(3);
            let mut faults = vec![None; at];
            faults.push(Some(kind));
            faults.reverse();
            ground.0.borrow_mut().faults = faults;
            run(&mut bytes, &ground);
            let reached = ground.0.borrow().faults.is_empty();
            ground.0.borrow_mut().faults.clear();
            let again = run(&mut bytes, &ground).unwrap();
            assert_eq!((again.waiting, again.stopped), (0, None), "{kind:?} at {at}");
            assert_eq!(ground.0.borrow().dispensed(), [0, 2], "{kind:?} at {at}");
            assert_eq!(states(&bytes), [(1, "done"), (2, "conflict"), (3, "done")], "{kind:?} at {at}");
            if !reached {
                break;
            }
            points += 1;
        }
    }
    assert!(points > 30, "{points}");
}

#[test]
fn what_fails_for_the_moment_holds_up_everything_behind_it() {
    let ground = Ground::default();
    let mut bytes = queue_of(3);
    // Nothing gets into a block.
    let settled = run(&mut bytes, &ground).unwrap();
    assert_eq!((settled.waiting, settled.done.len()), (3, 0));
    let stop = settled.stopped.unwrap();
    assert_eq!((stop.id, stop.code.as_str()), (1, "unconfirmed"));
    assert_eq!(states(&bytes), [(1, "sent"), (2, "waiting"), (3, "waiting")]);
    // The same transaction again, not another one.
    run(&mut bytes, &ground).unwrap();
    assert_eq!(ground.0.borrow().pool.len(), 1);
}

#[test]
fn settling_again_does_nothing() {
    let ground = Ground::default();
    ground.0.borrow_mut().prompt = true;
    let mut bytes = queue_of(3);
    assert_eq!(run(&mut bytes, &ground).unwrap().done, [1, 2, 3]);
    let before = bytes.clone();
    assert_eq!(run(&mut bytes, &ground).unwrap(), Settled::default());
    assert_eq!((bytes, ground.0.borrow().dispensed()), (before, vec![0, 1, 2]));
}

#[test]
fn an_act_of_another_key_is_not_signed_with_this_one() {
    let mut journal = begun();
    let other = Made { made_by: [8; 32], ..made(dispense(0)) };
    let change = journal.outbox().queue(other).unwrap();
    journal.accept(journal.line(change).unwrap()).unwrap();
    let mut bytes = journal.compacted().unwrap().1;
    let ground = Ground::default();
    ground.0.borrow_mut().prompt = true;
    let stop = run(&mut bytes, &ground).unwrap().stopped.unwrap();
    assert_eq!((stop.code.as_str(), states(&bytes)), ("another-key", vec![(1, "waiting")]));
    assert!(ground.0.borrow().dispensed().is_empty());
}

#[test]
fn an_act_that_was_sent_is_a_conflict_only_once_its_fate_is_known() {
    // It got into a block that nobody saw; then somebody recalled the pack.
    let ground = Ground::default();
    let mut bytes = queue_of(1);
    run(&mut bytes, &ground).unwrap();
    ground.0.borrow_mut().advance(1);
    ground.0.borrow_mut().refused.insert(0);
    ground.0.borrow_mut().prompt = true;
    assert_eq!(run(&mut bytes, &ground).unwrap().done, [1]);
    let mut journal = Journal::default();
    journal.read(&bytes).unwrap();
    assert!(matches!(&journal.outbox().entry(1).unwrap().state, State::Done(block) if block.number == 1));
}
