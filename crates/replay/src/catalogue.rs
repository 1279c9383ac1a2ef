//! The products, lots and packs that there are, as far as the ledger knows them at a time.

use std::collections::{BTreeMap, HashMap};

use anomaly::fact::{BatchId, ProductId, Time};
use gs1::{Date, Gtin, Lot};

use crate::serials::{Serials, Shape};

/// A batch.
pub(crate) struct Batch {
    pub(crate) product: ProductId,
    pub(crate) lot: String,
    /// As registered.
    pub(crate) expiry: Option<Date>,
    pub(crate) registered: Option<Time>,
    pub(crate) serials: Serials,
}

impl Batch {
    /// Whether the ledger knows of it at a time.
    pub(crate) fn is_known(&self, by: Time) -> bool {
        self.registered.is_none_or(|registered| registered <= by)
    }
}

struct Product {
    gtin: Gtin,
    /// The format does not forbid two batches with one lot.
    lots: BTreeMap<String, Vec<BatchId>>,
    shape: Shape,
}

/// All of them. Products and batches stand in the order of their numbers.
#[derive(Default)]
pub(crate) struct Catalogue {
    numbers: HashMap<u64, ProductId>,
    products: Vec<Product>,
    batches: Vec<Batch>,
    /// Batches by lot, whatever the product.
    lots: HashMap<String, Vec<BatchId>>,
}

impl Catalogue {
    pub(crate) fn add_product(&mut self, gtin: Gtin, id: ProductId) {
        self.numbers.insert(gtin.number(), id);
        self.products.push(Product { gtin, lots: BTreeMap::new(), shape: Shape::default() });
    }

    pub(crate) fn add_batch(&mut self, batch: Batch, id: BatchId) {
        if let Some(product) = self.products.get_mut(batch.product.0 as usize) {
            product.lots.entry(batch.lot.clone()).or_default().push(id);
        }
        self.lots.entry(batch.lot.clone()).or_default().push(id);
        self.batches.push(batch);
    }

    /// Adds a pack; false if the batch has no room for it.
    pub(crate) fn add_pack(&mut self, batch: BatchId, serial: &str, pack: u32) -> bool {
        self.batches.get_mut(batch.0 as usize).is_some_and(|batch| batch.serials.add(serial, pack))
    }

    /// Makes serials findable. Gives a lot with a serial that stands twice in it, if there is one.
    pub(crate) fn sort(&mut self) -> Option<(String, String)> {
        for batch in &mut self.batches {
            if let Some(serial) = batch.serials.sort() {
                return Some((batch.lot.clone(), serial));
            }
            if let Some(product) = self.products.get_mut(batch.product.0 as usize) {
                product.shape.join(batch.serials.shape());
            }
        }
        None
    }

    pub(crate) fn product(&self, gtin: &str) -> Option<ProductId> {
        self.numbers.get(&gtin.parse::<u64>().ok()?).copied()
    }

    pub(crate) fn gtin(&self, product: ProductId) -> Option<Gtin> {
        self.products.get(product.0 as usize).map(|product| product.gtin)
    }

    pub(crate) fn batch(&self, batch: BatchId) -> Option<&Batch> {
        self.batches.get(batch.0 as usize)
    }

    /// The batch of a lot, if it is known by then; of several the one that has the serial, else the first.
    pub(crate) fn lot(&self, product: ProductId, lot: &str, serial: &str, by: Time) -> Option<(BatchId, &Batch)> {
        let ids = self.products.get(product.0 as usize)?.lots.get(lot)?;
        let known = || ids.iter().filter_map(|id| self.known(*id, by));
        known().find(|(_, batch)| batch.serials.get(serial).is_some()).or_else(|| known().next())
    }

    fn known(&self, id: BatchId, by: Time) -> Option<(BatchId, &Batch)> {
        self.batch(id).filter(|batch| batch.is_known(by)).map(|batch| (id, batch))
    }

    /// The product's batches that are known by then, by lot.
    pub(crate) fn batches_of(&self, product: ProductId, by: Time) -> impl Iterator<Item = (BatchId, &Batch)> {
        let lots = self.products.get(product.0 as usize).into_iter().flat_map(|product| product.lots.values());
        lots.flatten().filter_map(move |id| self.known(*id, by))
    }

    /// The batches of any product with this lot that are known by then.
    pub(crate) fn batches_with(&self, lot: &str, by: Time) -> impl Iterator<Item = (BatchId, &Batch)> {
        let ids = self.lots.get(lot).into_iter().flatten();
        ids.filter_map(move |id| self.known(*id, by))
    }

    /// Whether a serial has another form than those of the batch, or of all the product's if the batch is not known.
    pub(crate) fn is_odd(&self, product: ProductId, batch: Option<BatchId>, serial: &str) -> bool {
        let shape = match batch.and_then(|batch| self.batch(batch)) {
            Some(batch) => batch.serials.shape(),
            None => self.products.get(product.0 as usize).map(|product| product.shape).unwrap_or_default(),
        };
        shape.is_odd(serial)
    }

    /// What is printed on a pack of a batch, of which the serial was found otherwise.
    pub(crate) fn printed(&self, batch: &Batch, serial: &str, expiry: Option<Date>) -> Option<verdict::Scanned> {
        let lot: Lot = batch.lot.parse().ok()?;
        Some(verdict::Scanned { gtin: self.gtin(batch.product)?, lot, serial: serial.parse().ok()?, expiry })
    }
}
