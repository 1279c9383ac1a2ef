//! A maker, pharmacies with many keys, and batches delivered to them.

use std::ops::Range;

use anyhow::{Context, Result};
use codec::{Compact, Encode};
use ledger_client::Signer;
use ledger_types::{
    BatchKey, Kind, Line, Permissions, ProductData, Scope, Text,
    call::{Call, CouncilCall, CustodyTransferCall, DrugBatchCall, ParticipantsCall},
};

use crate::chain::Chain;

const GTIN: u64 = 4_012_345_678_901;
const FOREVER: u64 = 4_000_000_000;

/// A pharmacy with its keys.
pub struct Pharmacy {
    /// The first manages; all dispense.
    pub keys: Vec<Signer>,
    /// How many acts the first key did when the world was built.
    acted: u32,
}

impl Pharmacy {
    /// The nonce of the next act of one of the keys.
    pub fn first_nonce(&self, key: usize) -> u32 {
        if key == 0 { self.acted } else { 0 }
    }
}

/// Batches, each delivered in equal parts to pharmacies.
pub struct World {
    /// Pharmacy `p` has packs `p · packs_each` to `(p + 1) · packs_each − 1` of every batch.
    pub pharmacies: Vec<Pharmacy>,
    /// How many packs of a batch each of them has.
    pub packs_each: u32,
    /// How many batches there are.
    pub batches: u32,
}

fn text<const N: u32>(text: &str) -> Result<Text<N>> {
    Text::try_from(text.as_bytes().to_vec()).ok().context("text too long")
}

fn signer(path: &str) -> Result<Signer> {
    path.parse().context("a path")
}

/// A GLN with its check digit.
fn gln(number: u64) -> u64 {
    let digits = format!("{:012}", 400_000_100_000 + number);
    let sum: u64 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| u64::from(digit - b'0') * if at % 2 == 0 { 3 } else { 1 })
        .sum();
    (400_000_100_000 + number) * 10 + (10 - sum % 10) % 10
}

/// What the council of one regulator does at once.
fn decided(call: Call) -> Call {
    let length_bound = Compact(call.encoded_size() as u32);
    Call::Council(CouncilCall::Propose { threshold: Compact(1), proposal: Box::new(call), length_bound })
}

/// Enrolling and licensing participant number `id`.
fn enrol(id: u32, kind: Kind, key: &Signer) -> Result<[Call; 2]> {
    let (name, operator) = (text("Load test")?, key.account());
    let register = ParticipantsCall::Register { kind, gln: gln(u64::from(id)), country: *b"DE", name, operator };
    let grant = ParticipantsCall::GrantLicence {
        participant: id,
        number: text("L")?,
        scope: Scope::usual(kind),
        valid_from: 0,
        valid_until: FOREVER,
    };
    Ok([Call::Participants(register), decided(Call::Participants(grant))])
}

impl World {
    /// The key of a batch.
    pub fn batch(&self, number: u32) -> BatchKey {
        lot(number)
    }

    /// Enrols, registers, ships and receives, until all pharmacies have their packs, each of them in one range.
    pub async fn build(chain: &Chain, pharmacies: u32, keys: u32, packs_each: u32, batches: u32) -> Result<Self> {
        let world = Self::enrol(chain, pharmacies, keys, packs_each, batches).await?;
        world.register(chain).await?;
        world.deliver(chain, packs_each).await?;
        Ok(world)
    }

    /// Enrols and licenses a maker and pharmacies with so many keys each.
    pub async fn enrol(chain: &Chain, pharmacies: u32, keys: u32, packs_each: u32, batches: u32) -> Result<Self> {
        let (alice, maker) = (signer("//Alice")?, signer("//LoadMaker")?);
        let mut enrolment = Vec::new();
        enrolment.extend(enrol(1, Kind::Manufacturer, &maker)?);
        let (mut shops, mut hiring) = (Vec::new(), Vec::new());
        for shop in 0..pharmacies {
            let keys = (0..keys).map(|key| signer(&format!("//Load{shop}/{key}"))).collect::<Result<Vec<_>>>()?;
            let manager = keys.first().context("a pharmacy has a key")?;
            enrolment.extend(enrol(shop + 2, Kind::Dispenser, manager)?);
            let hire = |key: &Signer| {
                let (account, permissions) = (key.account(), Permissions::DISPENSE);
                Call::Participants(ParticipantsCall::AddOperator { account, permissions })
            };
            hiring.push((manager.clone(), keys.iter().skip(1).map(hire).collect()));
            shops.push(Pharmacy { acted: batches + keys.len() as u32 - 1, keys });
        }
        chain.act_all(vec![(alice, enrolment)]).await.context("enrolling")?;
        if keys > 1 {
            chain.act_all(hiring).await.context("hiring")?;
        }
        Ok(Self { pharmacies: shops, packs_each, batches })
    }

    /// Registers and releases the batches.
    pub async fn register(&self, chain: &Chain) -> Result<()> {
        let data = ProductData {
            name: text("Load test 1 mg")?,
            markets: vec![*b"DE"].try_into().ok().context("one market")?,
            storage: Default::default(),
            authorisation: text("DE/1")?,
        };
        let mut making = vec![Call::DrugBatch(DrugBatchCall::RegisterProduct { gtin: GTIN, data })];
        for number in 0..self.batches {
            let BatchKey { gtin, lot: name } = lot(number);
            let (expiry, packs, root) = (20_991_231, self.packs_each * self.pharmacies.len() as u32, [7; 32]);
            making.push(Call::DrugBatch(DrugBatchCall::RegisterBatch { gtin, lot: name, expiry, packs, root }));
            let (batch, certificate) = (lot(number), [8; 32]);
            making.push(Call::DrugBatch(DrugBatchCall::ReleaseBatch { batch, certificate }));
        }
        chain.act_all(vec![(signer("//LoadMaker")?, making)]).await.context("registering")
    }

    /// The ranges of packs of a pharmacy, if cases of `case` packs are dealt out one by one.
    pub fn cases(&self, shop: u32, case: u32) -> impl Iterator<Item = Range<u32>> + use<> {
        let shops = self.pharmacies.len() as u32;
        (0..self.packs_each / case).map(move |round| {
            let number = round * shops + shop;
            number * case..(number + 1) * case
        })
    }

    /// Ships the batches in cases, dealt out one by one to the pharmacies, which receive them.
    pub async fn deliver(&self, chain: &Chain, case: u32) -> Result<()> {
        let (mut shipping, mut receiving) = (Vec::new(), Vec::new());
        let shops = self.pharmacies.len() as u32;
        for batch in 0..self.batches {
            for shop in 0..shops {
                let line = |packs: Range<u32>| Line { batch: lot(batch), start: packs.start, end: packs.end };
                let lines: Vec<Line> = self.cases(shop, case).map(line).collect();
                let lines = lines.try_into().ok().context("too many cases for one shipment")?;
                let dispatch = CustodyTransferCall::Dispatch { to: shop + 2, lines, terms: Default::default() };
                shipping.push(Call::CustodyTransfer(dispatch));
            }
        }
        chain.act_all(vec![(signer("//LoadMaker")?, shipping)]).await.context("shipping")?;
        for (number, shop) in self.pharmacies.iter().enumerate() {
            let receive = |batch| {
                let shipment = u64::from(batch * shops) + number as u64;
                Call::CustodyTransfer(CustodyTransferCall::Receive { shipment, lines: None })
            };
            let manager = shop.keys.first().context("a pharmacy has a key")?;
            receiving.push((manager.clone(), (0..self.batches).map(receive).collect()));
        }
        chain.act_all(receiving).await.context("receiving")
    }

    /// How many packs of a batch are dispensed.
    pub async fn dispensed(&self, chain: &Chain, number: u32) -> Result<u32> {
        let (view, key) = (chain.ledger.finalized().await?, self.batch(number));
        let batch = view.batch(&key).await?.context("no such batch")?;
        Ok(view.inactive_packs(&key, &batch).await?)
    }
}

fn lot(number: u32) -> BatchKey {
    let name = format!("LOAD-{number}");
    BatchKey::new(GTIN, name.as_bytes()).unwrap_or_else(|| unreachable!("the lot is short"))
}
