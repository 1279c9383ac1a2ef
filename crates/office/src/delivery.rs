//! Shipments on their way.

use ledger_client::{LedgerError, View};
use ledger_types::{Line, ParticipantId, Purpose, ShipmentId};

use crate::{Parties, Party};

/// Seconds after which a shipment should have arrived: a week. The chain sets no term of its own.
pub const OVERDUE: u64 = 7 * 86_400;

/// A shipment that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub shipment: ShipmentId,
    /// Who sent it.
    pub from: Party,
    /// Who may receive it.
    pub to: Party,
    /// When it was sent, in seconds since 1970-01-01 UTC.
    pub dispatched_at: u64,
    /// Why.
    pub purpose: Purpose,
    /// The Serial Shipping Container Code of the case or pallet.
    pub sscc: Option<u64>,
    /// What is still on the way.
    pub outstanding: Vec<Line>,
}

impl Delivery {
    /// How many packs are still on the way.
    pub fn packs(&self) -> u64 {
        self.outstanding.iter().map(|line| u64::from(line.end.saturating_sub(line.start))).sum()
    }

    /// Whether it should have arrived by now (seconds since 1970-01-01 UTC).
    pub fn is_overdue(&self, now: u64) -> bool {
        now.saturating_sub(self.dispatched_at) > OVERDUE
    }
}

/// The shipments on their way to and from a participant, the oldest first.
///
/// # Errors
/// As [`View::prove`].
pub async fn deliveries(view: &View<'_>, of: ParticipantId) -> Result<Vec<Delivery>, LedgerError> {
    let mut parties = Parties::of(view);
    let mut deliveries = Vec::new();
    for (shipment, found) in view.shipments().await? {
        if found.from == of || found.to == of {
            deliveries.push(Delivery {
                shipment,
                from: parties.get(found.from).await?,
                to: parties.get(found.to).await?,
                dispatched_at: found.dispatched_at,
                purpose: found.purpose,
                sscc: found.sscc,
                outstanding: found.outstanding.into_inner(),
            });
        }
    }
    deliveries.sort_by_key(|delivery| (delivery.dispatched_at, delivery.shipment));
    Ok(deliveries)
}
