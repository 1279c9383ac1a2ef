//! Who holds the packs of a batch.

use ledger_client::{LedgerError, View};
use ledger_types::{Batch, BatchKey, HoldingStatus, PackIndex, PackState, Product, ShipmentId};

use crate::{
    Parties, Party,
    states::{Tally, count, each_run},
};

/// What is known of a batch's packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The batch.
    pub key: BatchKey,
    /// What the chain says of it.
    pub batch: Batch,
    /// What the chain says of its product.
    pub product: Option<Product>,
    /// Its maker.
    pub maker: Party,
    /// Who holds its packs, in order of packs.
    pub held: Vec<Held>,
    /// How many packs are in each state that is not active; none for a state that this program does not know.
    pub states: Vec<(Option<PackState>, u32)>,
    /// The block that says so.
    pub block: u32,
}

/// Neighbouring packs in the same hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// First pack.
    pub start: PackIndex,
    /// One past the last pack.
    pub end: PackIndex,
    /// Who answers for them.
    pub holder: Party,
    /// Where they are on the way to, if they are.
    pub way: Option<Way>,
    /// How many of them are no longer active.
    pub inactive: u32,
}

/// On the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// In this shipment.
    pub shipment: ShipmentId,
    /// To whom.
    pub to: Option<Party>,
}

impl Held {
    /// How many packs.
    pub fn packs(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// How many of them are active.
    pub fn active(&self) -> u32 {
        self.packs().saturating_sub(self.inactive)
    }
}

impl Trace {
    /// How many packs are in a state.
    pub fn in_state(&self, state: PackState) -> u32 {
        self.states.iter().find(|(found, _)| *found == Some(state)).map_or(0, |(_, packs)| *packs)
    }

    /// How many packs are no longer active.
    pub fn inactive(&self) -> u32 {
        self.states.iter().fold(0, |sum, (_, packs)| sum.saturating_add(*packs))
    }
}

/// Traces a batch; none if it is not registered.
///
/// # Errors
/// As [`View::holdings`].
pub async fn trace(view: &View<'_>, key: &BatchKey) -> Result<Option<Trace>, LedgerError> {
    let Some(batch) = view.batch(key).await? else { return Ok(None) };
    let product = view.read(ledger_types::keys::product(key.gtin)).await?;
    let changed = view.changed_packs(key, &batch).await?;
    let mut parties = Parties::of(view);
    let mut held = Vec::new();
    for (end, holding) in view.holdings(key, &batch).await? {
        let way = match holding.status {
            HoldingStatus::Held => None,
            HoldingStatus::InTransit(shipment) => {
                let to = match view.shipment(shipment).await? {
                    Some(found) => Some(parties.get(found.to).await?),
                    None => None,
                };
                Some(Way { shipment, to })
            }
        };
        let (start, holder) = (holding.start, parties.get(holding.holder).await?);
        let mut inactive = 0;
        each_run(&changed, start..end, |run| inactive += if run.is_active() { 0 } else { run.len() });
        held.push(Held { start, end, holder, way, inactive });
    }
    let mut counted = Tally::new();
    each_run(&changed, 0..batch.packs, |run| count(&mut counted, run));
    let maker = parties.get(batch.maker).await?;
    Ok(Some(Trace { key: key.clone(), batch, product, maker, held, states: counted, block: view.block.number }))
}
