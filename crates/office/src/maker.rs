//! Products and batches of a maker.

use ledger_client::{LedgerError, View};
use ledger_types::{Batch, BatchKey, BatchStatus, ParticipantId, Product};

/// A product of a maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnProduct {
    /// Its GTIN, as a number.
    pub gtin: u64,
    /// Its name, strength and form.
    pub name: String,
    /// What stands on the ledger.
    pub product: Product,
}

/// A batch of a maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnBatch {
    /// GTIN and lot.
    pub key: BatchKey,
    /// The product's name.
    pub product: String,
    /// What stands on the ledger.
    pub batch: Batch,
}

/// What a maker has on the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Its products, by name.
    pub products: Vec<OwnProduct>,
    /// Its batches: those that wait for their release first, then by expiry, the latest first.
    pub batches: Vec<OwnBatch>,
}

impl OwnProduct {
    /// The countries in which it is authorised, in ascending order: `DE, FR`.
    pub fn markets(&self) -> String {
        let countries = self.product.data.markets.iter().map(|country| String::from_utf8_lossy(country));
        countries.collect::<Vec<_>>().join(", ")
    }
}

impl OwnBatch {
    /// The lot as printed.
    pub fn lot(&self) -> String {
        String::from_utf8_lossy(&self.key.lot).into_owned()
    }

    fn rank(&self) -> u8 {
        match self.batch.status {
            BatchStatus::Registered => 0,
            BatchStatus::Released => 1,
            BatchStatus::Withdrawn { .. } => 2,
            BatchStatus::Recalled { .. } => 3,
        }
    }
}

/// The products of a maker, by name.
///
/// # Errors
/// As [`View::prove`].
pub async fn products(view: &View<'_>, of: ParticipantId) -> Result<Vec<OwnProduct>, LedgerError> {
    let own = |(gtin, product): (u64, Product)| {
        let name = String::from_utf8_lossy(&product.data.name).into_owned();
        OwnProduct { gtin, name, product }
    };
    let mut products: Vec<_> = view.products_of(of).await?.into_iter().map(own).collect();
    products.sort_by(|one, other| (&one.name, one.gtin).cmp(&(&other.name, other.gtin)));
    Ok(products)
}

/// The products and batches of a maker.
///
/// # Errors
/// As [`View::prove`].
pub async fn made(view: &View<'_>, of: ParticipantId) -> Result<Made, LedgerError> {
    let products = products(view, of).await?;
    let gtins: Vec<u64> = products.iter().map(|product| product.gtin).collect();
    let name = |gtin| products.iter().find(|product| product.gtin == gtin).map(|product| product.name.clone());
    let own = |(key, batch): (BatchKey, Batch)| {
        let product = name(key.gtin).unwrap_or_else(|| format!("{:014}", key.gtin));
        OwnBatch { key, product, batch }
    };
    let mut batches: Vec<_> = view.batches_of(&gtins).await?.into_iter().map(own).collect();
    batches.sort_by(|one, other| {
        let by = |batch: &OwnBatch| (batch.rank(), std::cmp::Reverse(batch.batch.expiry));
        by(one).cmp(&by(other)).then_with(|| one.key.cmp(&other.key))
    });
    Ok(Made { products, batches })
}
