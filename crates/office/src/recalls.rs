//! What is called back or off the market, and how far it had come.

use ledger_client::{LedgerError, View};
use ledger_types::{BatchKey, BatchStatus, Kind, PackState, ProductStatus, RecallClass};

use crate::{Parties, Party, Trace, csv, date, trace};

/// Most batches of a product whose reach is counted together.
const MAX_BATCHES: usize = 100;

/// What is called back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// A batch.
    Batch(BatchKey),
    /// So many ranges of packs of a batch.
    Packs(BatchKey, usize),
    /// Every batch of a product, by its GTIN.
    Product(u64),
}

impl Called {
    /// The product's GTIN, with all 14 digits.
    pub fn gtin(&self) -> String {
        let (Self::Batch(BatchKey { gtin, .. }) | Self::Packs(BatchKey { gtin, .. }, _) | Self::Product(gtin)) = self;
        format!("{gtin:014}")
    }

    /// The batch, if it is about one.
    pub fn batch(&self) -> Option<BatchKey> {
        match self {
            Self::Batch(key) | Self::Packs(key, _) => Some(key.clone()),
            Self::Product(_) => None,
        }
    }

    /// The batch's lot, if it is about one.
    pub fn lot(&self) -> Option<String> {
        match self {
            Self::Batch(key) | Self::Packs(key, _) => Some(String::from_utf8_lossy(&key.lot).into_owned()),
            Self::Product(_) => None,
        }
    }
}

/// A recall, or a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// Of what.
    pub what: Called,
    /// How dangerous; none if it is only off the market.
    pub class: Option<RecallClass>,
    /// By whom; the chain does not say it of single packs.
    pub by: Option<Party>,
    /// Since when, in seconds since 1970-01-01 UTC.
    pub at: Option<u64>,
}

/// How far what is called back had come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// All packs.
    pub packs: u64,
    /// Active and still with those who make packs.
    pub makers: u64,
    /// Active and at wholesalers.
    pub wholesalers: u64,
    /// Active and at pharmacies and hospitals.
    pub dispensers: u64,
    /// Active and with anybody else.
    pub others: u64,
    /// Active and on the way.
    pub in_transit: u64,
    /// Handed to patients.
    pub dispensed: u64,
    /// In another state that is not active, such as destroyed.
    pub otherwise: u64,
    /// How many batches were counted.
    pub batches: usize,
    /// Whether there are more batches than are counted.
    pub more: bool,
    /// The block that says so.
    pub block: u32,
}

impl Reach {
    /// Adds a batch.
    pub fn add(&mut self, trace: &Trace) {
        self.batches += 1;
        self.block = trace.block;
        self.packs += u64::from(trace.batch.packs);
        let dispensed = trace.in_state(PackState::Dispensed);
        self.dispensed += u64::from(dispensed);
        self.otherwise += u64::from(trace.inactive().saturating_sub(dispensed));
        for held in &trace.held {
            let place = match held.holder.kind {
                _ if held.way.is_some() => &mut self.in_transit,
                Some(kind) if kind.makes_packs() => &mut self.makers,
                Some(Kind::Wholesaler) => &mut self.wholesalers,
                Some(Kind::Dispenser) => &mut self.dispensers,
                _ => &mut self.others,
            };
            *place += u64::from(held.active());
        }
    }

    /// How many packs left the maker.
    pub fn left_the_maker(&self) -> u64 {
        self.wholesalers + self.dispensers + self.others + self.in_transit + self.dispensed
    }
}

/// All recalls and withdrawals, the latest first.
///
/// # Errors
/// As [`View::stopped_batches`].
pub async fn recalls(view: &View<'_>) -> Result<Vec<Recalled>, LedgerError> {
    let mut parties = Parties::of(view);
    let mut all = Vec::new();
    for (gtin, product) in view.stopped_products().await? {
        let (class, by, at) = match product.status {
            ProductStatus::Marketed => continue,
            ProductStatus::Withdrawn { by, at } => (None, by, at),
            ProductStatus::Recalled { class, by, at } => (Some(class), by, at),
        };
        let by = Some(parties.get(by).await?);
        all.push(Recalled { what: Called::Product(gtin), class, by, at: Some(at) });
    }
    for (key, batch) in view.stopped_batches().await? {
        let (class, by, at) = match batch.status {
            BatchStatus::Recalled { class, by, at } => (Some(class), by, at),
            BatchStatus::Withdrawn { by, at } => (None, by, at),
            BatchStatus::Registered | BatchStatus::Released => {
                let class = batch.range_recall(&(0..batch.packs));
                let what = Called::Packs(key, batch.recalls.len());
                all.push(Recalled { what, class, by: None, at: None });
                continue;
            }
        };
        let by = Some(parties.get(by).await?);
        all.push(Recalled { what: Called::Batch(key), class, by, at: Some(at) });
    }
    all.sort_by_key(|recalled| std::cmp::Reverse(recalled.at));
    Ok(all)
}

/// How far something had come. Of single packs, the whole batch is counted.
///
/// # Errors
/// As [`crate::trace()`].
pub async fn reach(view: &View<'_>, what: &Called) -> Result<Reach, LedgerError> {
    let mut keys = match what {
        Called::Batch(key) | Called::Packs(key, _) => vec![key.clone()],
        Called::Product(gtin) => view.batches_of(&[*gtin]).await?.into_iter().map(|(key, _)| key).collect(),
    };
    let mut reach = Reach { more: keys.len() > MAX_BATCHES, block: view.block.number, ..Reach::default() };
    keys.truncate(MAX_BATCHES);
    for key in &keys {
        if let Some(trace) = trace(view, key).await? {
            reach.add(&trace);
        }
    }
    Ok(reach)
}

/// The recalls as a table.
pub fn recalls_table(all: &[Recalled]) -> String {
    let heads = ["GTIN", "lot", "what", "class", "by", "by GLN", "since"].map(str::to_owned);
    let line = |recalled: &Recalled| {
        let what = match (&recalled.what, recalled.class) {
            (Called::Packs(..), _) => "packs",
            (Called::Batch(_), Some(_)) => "batch",
            (Called::Batch(_), None) => "batch withdrawn",
            (Called::Product(_), Some(_)) => "product",
            (Called::Product(_), None) => "product withdrawn",
        };
        let class = recalled.class.map(|class| format!("{class:?}")).unwrap_or_default();
        let name = recalled.by.as_ref().map(|by| by.name.clone()).unwrap_or_default();
        let gln = recalled.by.as_ref().map(|by| format!("{:013}", by.gln)).unwrap_or_default();
        let since = recalled.at.map(date).unwrap_or_default();
        [recalled.what.gtin(), recalled.what.lot().unwrap_or_default(), what.into(), class, name, gln, since]
    };
    csv::table(std::iter::once(heads).chain(all.iter().map(line)))
}
