//! A maker, a wholesaler, pharmacies, and packs that are delivered to them.

use std::collections::BTreeMap;

use chain_proof::Hash;
use ledger_types::{
    Batch, BatchKey, BatchStatus, Holding, HoldingStatus, Kind, Licence, PackChunk, PackIndex, PackState, Participant,
    ParticipantId, Product, ProductData, ProductStatus, Scope, Shipment, ShipmentId, Status, Storage, Text, keys,
};

use crate::Chain;

/// The product that all batches are of.
pub const GTIN: u64 = 4_012_345_678_901;
/// Makes it.
pub const MAKER: ParticipantId = 1;
/// Trades it.
pub const WHOLESALER: ParticipantId = 2;
/// The first of the pharmacies; the others have the numbers after it.
pub const PHARMACY: ParticipantId = 3;

/// Records that belong together.
#[derive(Clone, Debug)]
pub struct World {
    /// Where they stand.
    pub chain: Chain,
    states: BTreeMap<(BatchKey, u32), PackChunk>,
}

fn text<const N: u32>(text: &str) -> Text<N> {
    text.as_bytes().to_vec().try_into().expect("a short text")
}

impl World {
    /// A world with so many pharmacies, in which all licences are valid.
    pub fn new(pharmacies: u32) -> Self {
        let mut world = Self { chain: Chain::default(), states: BTreeMap::new() };
        world.enrol(MAKER, Kind::Manufacturer);
        world.enrol(WHOLESALER, Kind::Wholesaler);
        (PHARMACY..PHARMACY + pharmacies).for_each(|id| world.enrol(id, Kind::Dispenser));
        let data = ProductData {
            name: text("Amoxicillin 500 mg"),
            markets: vec![*b"DE"].try_into().expect("one country"),
            storage: Storage::Ambient,
            authorisation: text("DE 1.00"),
        };
        world.chain.put(keys::product(GTIN), Product { maker: MAKER, data, status: ProductStatus::Marketed });
        world
    }

    fn enrol(&mut self, id: ParticipantId, kind: Kind) {
        let licence = Licence { number: text("L-1"), scope: Scope::usual(kind), valid_from: 0, valid_until: u64::MAX };
        let participant = Participant {
            kind,
            status: Status::Active,
            gln: Self::gln(id),
            country: *b"DE",
            name: text(&format!("Participant {id}")),
            licences: vec![licence].try_into().expect("one licence"),
            epoch: 0,
        };
        self.chain.put(keys::participant_by_gln(participant.gln), id);
        self.chain.put(keys::participant(id), participant);
    }

    /// A participant's GLN.
    pub fn gln(id: ParticipantId) -> u64 {
        let body = 400_000_000_000 + u64::from(id);
        // From the right, digits count three times and once by turns (GS1 General Specifications, 7.9).
        let sum: u64 = (0..12).map(|at| body / 10u64.pow(at) % 10 * if at % 2 == 0 { 3 } else { 1 }).sum();
        body * 10 + (10 - sum % 10) % 10
    }

    /// What names a lot.
    pub fn key(lot: &str) -> BatchKey {
        BatchKey::new(GTIN, lot.as_bytes()).expect("a short lot")
    }

    /// A released lot that expires in June 2029.
    pub fn batch(packs: u32, root: Hash) -> Batch {
        Batch {
            maker: MAKER,
            expiry: 20_290_600,
            packs,
            root,
            status: BatchStatus::Released,
            changed_chunks: 0,
            certificate: Some([8; 32]),
            recalls: Default::default(),
        }
    }

    /// Puts a lot on the chain, in the hands of so many pharmacies, in equal shares.
    pub fn deliver(&mut self, lot: &str, batch: &Batch, pharmacies: u32) {
        self.deliver_from(lot, batch, 0, pharmacies);
    }

    /// The same, beginning with another pharmacy than the first.
    pub fn deliver_from(&mut self, lot: &str, batch: &Batch, first: u32, pharmacies: u32) {
        self.chain.put(keys::batch(&Self::key(lot)), batch);
        let share = batch.packs.div_ceil(pharmacies.max(1));
        for (at, start) in (0..batch.packs).step_by(share as usize).enumerate() {
            self.hold(lot, start..batch.packs.min(start + share), PHARMACY + first + at as u32, HoldingStatus::Held);
        }
    }

    /// Gives packs to somebody, at rest or on the way.
    pub fn hold(&mut self, lot: &str, packs: std::ops::Range<PackIndex>, holder: ParticipantId, status: HoldingStatus) {
        let holding = Holding { start: packs.start, holder, status, supplier: Some(MAKER), breached: None };
        self.chain.put(keys::holding(&Self::key(lot), packs.end), holding);
    }

    /// An open shipment.
    pub fn ship(&mut self, id: ShipmentId, from: ParticipantId, to: ParticipantId) {
        let shipment = Shipment {
            from,
            to,
            dispatched_at: 0,
            purpose: Default::default(),
            sold_by: None,
            carrier: None,
            sscc: None,
            documents: None,
            extended: false,
            outstanding: Default::default(),
        };
        self.chain.put(keys::shipment(id), shipment);
    }

    /// Puts a pack into a state.
    pub fn set(&mut self, lot: &str, pack: PackIndex, state: PackState) {
        let (chunk, slot) = PackChunk::locate(pack);
        let states = self.states.entry((Self::key(lot), chunk)).or_default();
        states.set(slot, state);
        let key = keys::pack_chunk(&Self::key(lot), chunk);
        if states.inactive() == 0 { self.chain.remove(&key) } else { self.chain.put(key, states.clone()) }
    }
}
