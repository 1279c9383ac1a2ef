//! A maker, pharmacies with many keys, and batches delivered to them.

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

    /// Enrols, registers, ships and receives, until all pharmacies have their packs.
    pub async fn build(chain: &Chain, pharmacies: u32, keys: u32, packs_each: u32, batches: u32) -> Result<Self> {
        let (alice, maker) = (signer("//Alice")?, signer("//LoadMaker")?);
        let mut enrolment = Vec::new();
        enrolment.extend(enrol(1, Kind::Manufacturer, &maker)?);
        let mut shops = Vec::new();
        for shop in 0..pharmacies {
            let keys = (0..keys).map(|key| signer(&format!("//Load{shop}/{key}"))).collect::<Result<Vec<_>>>()?;
            let manager = keys.first().context("a pharmacy has a key")?;
            enrolment.extend(enrol(shop + 2, Kind::Dispenser, manager)?);
            shops.push(Pharmacy { acted: batches + keys.len() as u32 - 1, keys });
        }
        chain.act_all(vec![(alice, enrolment)]).await.context("enrolling")?;

        let data = ProductData {
            name: text("Load test 1 mg")?,
            markets: vec![*b"DE"].try_into().ok().context("one market")?,
            storage: Default::default(),
            authorisation: text("DE/1")?,
        };
        let mut making = vec![Call::DrugBatch(DrugBatchCall::RegisterProduct { gtin: GTIN, data })];
        for number in 0..batches {
            let BatchKey { gtin, lot: name } = lot(number);
            let (expiry, packs, root) = (20_991_231, packs_each * pharmacies, [7; 32]);
            making.push(Call::DrugBatch(DrugBatchCall::RegisterBatch { gtin, lot: name, expiry, packs, root }));
            let (batch, certificate) = (lot(number), [8; 32]);
            making.push(Call::DrugBatch(DrugBatchCall::ReleaseBatch { batch, certificate }));
            for shop in 0..pharmacies {
                let (start, end) = (shop * packs_each, (shop + 1) * packs_each);
                let lines = vec![Line { batch: lot(number), start, end }].try_into().ok().context("one line")?;
                let dispatch = CustodyTransferCall::Dispatch { to: shop + 2, lines, terms: Default::default() };
                making.push(Call::CustodyTransfer(dispatch));
            }
        }
        chain.act_all(vec![(maker, making)]).await.context("making and shipping")?;

        let mut receiving = Vec::new();
        for (number, shop) in shops.iter().enumerate() {
            let mut calls = Vec::new();
            for batch in 0..batches {
                let shipment = u64::from(batch * pharmacies) + number as u64;
                calls.push(Call::CustodyTransfer(CustodyTransferCall::Receive { shipment, lines: None }));
            }
            for key in shop.keys.iter().skip(1) {
                let (account, permissions) = (key.account(), Permissions::DISPENSE);
                calls.push(Call::Participants(ParticipantsCall::AddOperator { account, permissions }));
            }
            receiving.push((shop.keys.first().context("a pharmacy has a key")?.clone(), calls));
        }
        chain.act_all(receiving).await.context("receiving")?;
        Ok(Self { pharmacies: shops, packs_each, batches })
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
