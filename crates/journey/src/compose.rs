//! What is proven and what is told, in one order, and where they do not fit.

use std::collections::{BTreeMap, BTreeSet};

use gateway_client::{History, MAX_EVENTS};
use ledger_types::{
    BatchKey, BatchStatus, HeldPack, HoldingStatus, Kind, PackRecord, PackState, ParticipantId, ProductStatus,
    ShipmentId,
};
use verdict::Role;

use crate::{
    Doubt, Party, Step, Telling, What,
    told::{self, Event, Read},
};

/// Most participants whose records are asked for.
const MOST_PARTIES: usize = 32;

/// The way of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// In order of time, as far as that is known; the present comes last.
    pub steps: Vec<Step>,
    /// What does not fit, or is not known.
    pub doubts: Vec<Doubt>,
    /// What became of asking a gateway.
    pub telling: Telling,
    /// Who they are, those that the ledger knows.
    pub parties: BTreeMap<ParticipantId, Party>,
    /// The block that proves the present.
    pub block: u32,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

impl Journey {
    /// The way of a pack from what is proven and what a gateway tells; none without a pack in the record.
    ///
    /// Patients are told who made it and whether it is with a pharmacy, and never who has it.
    pub fn compose(
        role: Role,
        batch: &BatchKey,
        record: &PackRecord,
        telling: Result<History, Telling>,
    ) -> Option<Self> {
        let (held, made) = (record.pack.as_ref()?, record.batch.as_ref()?);
        let (made_by, released) = (made.maker, made.certificate.is_some());
        let mut steps = vec![Step::proven(What::Made, Some(made_by))];
        steps.extend(released.then(|| Step::proven(What::Released, None)));
        let mut journey = Self {
            steps,
            doubts: Vec::new(),
            telling: Telling::NotAsked,
            parties: BTreeMap::new(),
            block: record.block.number,
            time: record.time,
        };
        journey.parties.extend(record.maker.as_ref().map(|maker| (made_by, Party::new(made_by, maker, None))));
        if role == Role::Patient {
            let there = held.holder.kind == Kind::Dispenser && held.holding.status == HoldingStatus::Held;
            let what = if there { What::WithPharmacy } else { What::NotWithPharmacy };
            journey.steps.push(Step::proven(what, None));
            return Some(journey);
        }
        let holder = held.holding.holder;
        journey.parties.insert(holder, Party::new(holder, &held.holder, None));
        journey.steps.extend(called_back(record, held));
        match telling {
            Ok(history) => journey.hear(&history, batch, record, held),
            Err(telling) => journey.telling = telling,
        }
        journey.steps.extend(present(held));
        Some(journey)
    }

    /// Who take part, and are to be looked up: the first ones, if there are very many.
    pub fn named(&self) -> Vec<ParticipantId> {
        let mut seen = BTreeSet::new();
        let all = self.steps.iter().flat_map(|step| [step.who, step.to]).flatten();
        all.filter(|id| seen.insert(*id)).take(MOST_PARTIES).collect()
    }

    /// Takes in what a gateway tells, after what is proven of the past.
    fn hear(&mut self, history: &History, batch: &BatchKey, record: &PackRecord, held: &HeldPack) {
        self.telling = Telling::Told { block: history.block };
        let (mut events, mut foreign) = (Vec::new(), 0);
        for told in history.events.iter().take(MAX_EVENTS) {
            match told::read(told, batch, held.index) {
                Read::Event(event) => events.push(event),
                Read::Foreign => foreign += 1,
                Read::Other => {}
            }
        }
        let order = |one: &Event, next: &Event| one.at < next.at && one.time() <= next.time();
        let ordered = events.windows(2).all(|pair| matches!(pair, [one, next] if order(one, next)));
        events.sort_by_key(|event| event.at);
        let more = history.events.len() >= MAX_EVENTS;
        self.doubts = doubts(&events, history.block, record, held, more);
        if !ordered && !self.doubts.contains(&Doubt::Order) {
            self.doubts.push(Doubt::Order);
        }
        self.doubts.extend((foreign > 0).then_some(Doubt::Foreign(foreign)));
        for event in &events {
            self.add(event.step);
        }
    }

    /// Adds a step that is told; one that is proven already only learns when it was.
    fn add(&mut self, told: Step) {
        let same = |known: &&mut Step| {
            known.proven && known.what == told.what && (known.who.is_none() || known.who == told.who)
        };
        match self.steps.iter_mut().find(same) {
            Some(known) => known.when = known.when.or(told.when),
            None => self.steps.push(told),
        }
    }
}

/// What is proven of recalls and withdrawals that concern the pack.
fn called_back(record: &PackRecord, held: &HeldPack) -> Vec<Step> {
    let mut steps = Vec::new();
    match record.product.as_ref().map(|product| product.status) {
        None | Some(ProductStatus::Marketed) => {}
        Some(ProductStatus::Withdrawn { by, at }) => steps.push(Step::proven(What::Withdrawn, Some(by)).at(at)),
        Some(ProductStatus::Recalled { class, by, at }) => {
            steps.push(Step::proven(What::Recalled(class), Some(by)).at(at));
        }
    }
    let Some(batch) = &record.batch else { return steps };
    match batch.status {
        BatchStatus::Registered | BatchStatus::Released => {}
        BatchStatus::Withdrawn { by, at } => steps.push(Step::proven(What::Withdrawn, Some(by)).at(at)),
        BatchStatus::Recalled { class, by, at } => {
            steps.push(Step::proven(What::Recalled(class), Some(by)).at(at));
        }
    }
    let range = batch.range_recall(&(held.index..held.index.saturating_add(1)));
    steps.extend(range.map(|class| Step::proven(What::Recalled(class), None)));
    steps
}

/// Who has the pack, and in which state it is.
fn present(held: &HeldPack) -> Vec<Step> {
    let (holding, holder) = (&held.holding, Some(held.holding.holder));
    let supplied = holding.supplier.map(|supplier| Step { to: holder, ..Step::proven(What::Supplied, Some(supplier)) });
    let here = match holding.status {
        HoldingStatus::Held => Step::proven(What::Held, holder),
        HoldingStatus::InTransit(_) => Step { to: held.destination, ..Step::proven(What::OnTheWay, holder) },
    };
    let state = (held.state != Some(PackState::Active)).then(|| Step::proven(What::Is(held.state), None));
    supplied.into_iter().chain([here]).chain(state).collect()
}

/// Where the pack would be after what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    holder: Option<ParticipantId>,
    way: Option<ShipmentId>,
    state: PackState,
}

impl Standing {
    /// Takes the next step; whether it can follow.
    fn follow(&mut self, step: &Step) -> bool {
        let is_holders = |standing: &Self| standing.holder == step.who;
        match step.what {
            What::Made => {
                let first = self.holder.is_none();
                self.holder = step.who;
                first
            }
            What::Sent(shipment) => {
                let fits = is_holders(self) && self.way.is_none();
                self.way = Some(shipment);
                fits
            }
            What::Received(shipment) => {
                let fits = self.way == Some(shipment);
                (self.holder, self.way) = (step.who, None);
                fits
            }
            What::Refused(shipment) | What::CalledBack(shipment) => self.way.take() == Some(shipment),
            What::Became(state) => {
                self.state = state;
                true
            }
            What::Undone(from) => {
                let fits = self.state == from || unannounced(from);
                self.state = PackState::Active;
                fits
            }
            _ => true,
        }
    }
}

/// Whether packs come into a state without an event of their own: quarantines begin and end with a case.
fn unannounced(state: PackState) -> bool {
    matches!(state, PackState::Quarantined | PackState::Destroyed)
}

/// Compares what is told, in its order, with what is proven.
fn doubts(events: &[Event], known_to: u32, record: &PackRecord, held: &HeldPack, more: bool) -> Vec<Doubt> {
    let (block, mut doubts) = (record.block.number, Vec::new());
    // What happened after the verdict may be as it is told.
    let until: Vec<&Event> = events.iter().filter(|event| event.at.0 <= block).collect();
    let made = until.iter().find(|event| event.step.what == What::Made);
    let proven_maker = record.batch.as_ref().map(|batch| batch.maker);
    if made.is_some_and(|event| event.step.who != proven_maker) {
        doubts.push(Doubt::Maker);
    }
    let released = record.batch.as_ref().is_some_and(|batch| batch.certificate.is_some());
    if !released && until.iter().any(|event| event.step.what == What::Released) {
        doubts.push(Doubt::Release);
    }
    let early = |event: &&Event| event.time() <= record.time;
    let mut standing = Standing { holder: None, way: None, state: PackState::Active };
    let whole = until.first().is_some_and(|event| event.step.what == What::Made);
    // To the last step, whatever does not fit before.
    let unfit = until.iter().filter(|event| !standing.follow(&event.step)).count();
    // Without its beginning, what is told cannot be followed.
    if !until.iter().all(early) || events.iter().any(|event| event.at.0 > known_to) || whole && unfit > 0 {
        doubts.push(Doubt::Order);
    }
    if more {
        doubts.push(Doubt::More);
    } else if known_to < block {
        doubts.push(Doubt::Behind(known_to));
    } else if !whole {
        doubts.push(Doubt::Gap);
    } else {
        let way = match held.holding.status {
            HoldingStatus::Held => None,
            HoldingStatus::InTransit(shipment) => Some(shipment),
        };
        if standing.holder != Some(held.holding.holder) || standing.way != way {
            doubts.push(Doubt::Holder);
        }
        let comparable = held.state.is_some_and(|state| !unannounced(state));
        if comparable && held.state != Some(standing.state) {
            doubts.push(Doubt::State);
        }
    }
    doubts
}
