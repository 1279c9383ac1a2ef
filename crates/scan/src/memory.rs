//! What a program knows beside the records that it looks at: what nodes have proven while there was a network, and what
//! was done here and has not reached the chain yet. Neither is forgotten because a snapshot does not tell of it.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Range,
    sync::{Mutex, PoisonError},
};

use chain_proof::{Answer, Question};
use codec::Encode;
use ledger_types::{Batch, BatchKey, PackIndex, PackState, Product};

/// Most packs remembered; those asked about longest ago go first.
const MOST: usize = 10_000;

/// What was done to packs here, and is not on the chain yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The packs' batch.
    pub batch: BatchKey,
    /// Which of its packs.
    pub packs: Range<PackIndex>,
    /// The state that they are in from now on.
    pub state: PackState,
}

#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Known>);

/// What was proven last, each with the number of its block.
#[derive(Debug, Default)]
struct Known {
    answers: BTreeMap<Vec<u8>, Answer>,
    order: VecDeque<Vec<u8>>,
    products: BTreeMap<u64, (u32, Product)>,
    batches: BTreeMap<BatchKey, (u32, Batch)>,
    time: u64,
    pending: Vec<Pending>,
}

impl Memory {
    /// Replaces what waits to be sent.
    pub fn wait_for(&self, pending: Vec<Pending>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pending = pending;
    }

    /// The answer as it will be once everything is sent: a pack that was dispensed here is not active any more,
    /// whatever the chain says.
    pub fn anticipate(&self, question: &Question, mut answer: Answer) -> Answer {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = answer.record.pack.as_mut().filter(|pack| pack.state == Some(PackState::Active)) {
            let waiting = |pending: &&Pending| pending.batch == question.batch && pending.packs.contains(&pack.index);
            if let Some(pending) = known.pending.iter().rev().find(waiting) {
                pack.state = Some(pending.state);
            }
        }
        answer
    }

    /// Remembers what a node has proven.
    pub fn note(&self, question: &Question, answer: &Answer) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (record, key) = (&answer.record, question.encode());
        known.time = known.time.max(record.time);
        if let Some(product) = &record.product {
            known.products.insert(question.batch.gtin, (record.block.number, product.clone()));
        }
        if let Some(batch) = &record.batch {
            known.batches.insert(question.batch.clone(), (record.block.number, batch.clone()));
        }
        if known.answers.insert(key.clone(), answer.clone()).is_none() {
            known.order.push_back(key);
        }
        if known.order.len() > MOST
            && let Some(oldest) = known.order.pop_front()
        {
            known.answers.remove(&oldest);
        }
    }

    /// The chain's clock as it was proven last, in seconds since 1970-01-01 UTC.
    pub fn time(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).time
    }

    /// The snapshot's answer, or a later one of a node; recalls that were seen since, with other packs, hold in any
    /// case.
    pub fn improve(&self, question: &Question, mut answer: Answer) -> Answer {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(later) = known.answers.get(&question.encode())
            && later.record.block.number > answer.record.block.number
        {
            answer = later.clone();
        }
        let number = answer.record.block.number;
        if let Some((_, product)) = known.products.get(&question.batch.gtin).filter(|(at, _)| *at > number) {
            answer.record.product = Some(product.clone());
        }
        if let Some((_, batch)) = known.batches.get(&question.batch).filter(|(at, _)| *at > number) {
            answer.record.batch = Some(batch.clone());
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{BatchStatus, PackState, ProductStatus, RecallClass, keys};
    use synthetic::{GTIN, World};

    use super::*;

    fn question(pack: u32) -> Question {
        Question { batch: World::key("A"), pack: Some(pack), scanner: None }
    }

    fn world() -> World {
        let mut world = World::new(1);
        world.deliver("A", &World::batch(100, [1; 32]), 1);
        world
    }

    #[test]
    fn what_a_node_has_proven_since_holds_against_an_older_snapshot() {
        let mut world = world();
        let snapshot = world.chain.snapshot(1_000);
        world.set("A", 5, PackState::Dispensed);
        let later = world.chain.snapshot(2_000);
        let memory = Memory::default();
        memory.note(&question(5), &later.answer(&question(5)).unwrap());
        let told = |pack| memory.improve(&question(pack), snapshot.answer(&question(pack)).unwrap());
        assert_eq!(told(5), later.answer(&question(5)).unwrap());
        assert_eq!(told(6), snapshot.answer(&question(6)).unwrap(), "of its neighbour it knows nothing more");
        assert_eq!(memory.time(), 2_000);
        // A later snapshot counts for more than what was seen before it.
        world.set("A", 5, PackState::Active);
        let latest = world.chain.snapshot(3_000);
        assert_eq!(memory.improve(&question(5), latest.answer(&question(5)).unwrap()).record.time, 3_000);
    }

    #[test]
    fn a_recall_that_was_seen_with_one_pack_holds_for_all() {
        let mut world = world();
        let snapshot = world.chain.snapshot(1_000);
        let status = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: 1_500 };
        world.chain.put(keys::batch(&World::key("A")), Batch { status, ..World::batch(100, [1; 32]) });
        let later = world.chain.snapshot(2_000);
        let memory = Memory::default();
        memory.note(&question(5), &later.answer(&question(5)).unwrap());
        let told = memory.improve(&question(6), snapshot.answer(&question(6)).unwrap());
        assert_eq!(told.record.batch.unwrap().status, status);

        let mut product: Product = snapshot.proof().read(&keys::product(GTIN)).unwrap().unwrap();
        product.status = ProductStatus::Withdrawn { by: 0, at: 2_500 };
        world.chain.put(keys::product(GTIN), &product);
        let other = Question { batch: World::key("B"), ..question(1) };
        memory.note(&other, &world.chain.snapshot(3_000).answer(&other).unwrap());
        let told = memory.improve(&question(6), snapshot.answer(&question(6)).unwrap());
        assert_eq!(told.record.product.unwrap().status, product.status);
    }

    #[test]
    fn what_was_done_here_and_is_not_sent_yet_holds_too() {
        let mut world = world();
        world.set("A", 9, PackState::Stolen);
        let (memory, snapshot) = (Memory::default(), world.chain.snapshot(1_000));
        let state = |pack| {
            let answer = snapshot.answer(&question(pack)).unwrap();
            memory.anticipate(&question(pack), answer).record.pack.unwrap().state.unwrap()
        };
        assert_eq!(state(5), PackState::Active);
        let dispensed = |lot, packs| Pending { batch: World::key(lot), packs, state: PackState::Dispensed };
        memory.wait_for(vec![dispensed("A", 5..10), dispensed("B", 20..30)]);
        assert_eq!([4, 5, 9, 10, 25].map(state), {
            use PackState::{Active, Dispensed, Stolen};
            [Active, Dispensed, Stolen, Active, Active]
        });
        memory.wait_for(Vec::new());
        assert_eq!(state(5), PackState::Active);
    }

    #[test]
    fn memory_is_bounded() {
        let snapshot = world().chain.snapshot(1_000);
        let (memory, answer) = (Memory::default(), snapshot.answer(&question(5)).unwrap());
        for pack in 0..MOST as u32 + 50 {
            memory.note(&question(pack), &answer);
        }
        let known = memory.0.lock().unwrap();
        assert_eq!((known.answers.len(), known.order.len()), (MOST, MOST));
        assert!(!known.answers.contains_key(&question(0).encode()));
    }
}
