//! To whom goods can be sent.

use ledger_client::{LedgerError, View};
use ledger_types::{ParticipantId, Purpose, Scope, Status};

use crate::{Delivery, Enrolled, deliveries, register};

/// Where transaction information and statement have to go with the goods.
const NEEDS_DOCUMENTS: [u8; 2] = *b"US";

/// A sender, and everybody to whom goods can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partners {
    /// The sender.
    pub me: Enrolled,
    /// All others that may have goods, by name.
    pub others: Vec<Enrolled>,
    /// What is on its way from the sender, the latest first.
    pub open: Vec<Delivery>,
    /// The chain's clock, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

/// Why a sender may not send, or a receiver not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The sender's licence does not allow it.
    Sender,
    /// The receiver is suspended or struck off.
    Stopped,
    /// The receiver has no licence that is valid now and allows it.
    Unlicensed,
}

/// The sender, and to whom it can send. Nobody is left out; of what is on its way, a node could leave some out.
///
/// # Errors
/// As [`View::participants`].
pub async fn partners(view: &View<'_>, me: ParticipantId) -> Result<Option<Partners>, LedgerError> {
    let mut others = register(view).await?;
    let Some(at) = others.iter().position(|one| one.id == me) else { return Ok(None) };
    let me = others.remove(at);
    others.retain(|one| one.record.kind.may_hold());
    let mut open = deliveries(view, me.id).await?;
    open.retain(|delivery| delivery.from.id == me.id);
    open.reverse();
    Ok(Some(Partners { me, others, open, time: view.time().await? }))
}

impl Partners {
    /// One of the others, by number.
    pub fn get(&self, id: ParticipantId) -> Option<&Enrolled> {
        self.others.iter().find(|one| one.id == id)
    }

    /// One of the others, by GLN.
    pub fn with_gln(&self, gln: u64) -> Option<&Enrolled> {
        self.others.iter().find(|one| one.record.gln == gln)
    }

    /// To whom something is on its way, the latest first.
    pub fn recent(&self) -> Vec<&Enrolled> {
        let mut recent: Vec<&Enrolled> = Vec::new();
        for one in self.open.iter().filter_map(|delivery| self.get(delivery.to.id)) {
            if recent.iter().all(|known| known.id != one.id) {
                recent.push(one);
            }
        }
        recent
    }

    /// Why nothing can be sent to somebody for a purpose. `own`: whether the sender made all that is to be sent.
    pub fn unfit(&self, to: &Enrolled, purpose: Purpose, own: bool) -> Option<Unfit> {
        let (me, them) = (&self.me.record, &to.record);
        if them.status != Status::Active {
            return Some(Unfit::Stopped);
        }
        // A maker sells its own without a licence to distribute.
        let sells =
            me.may(Scope::DISTRIBUTE, self.time) || own && me.kind.makes_packs() && me.may(Scope::MAKE, self.time);
        let gets = them.may(Scope::to_be_supplied(them.kind), self.time);
        match purpose {
            Purpose::Supply if !sells => Some(Unfit::Sender),
            Purpose::Supply => (!gets).then_some(Unfit::Unlicensed),
            _ if !me.may_trade(self.time) => Some(Unfit::Sender),
            _ => (!them.may_trade(self.time)).then_some(Unfit::Unlicensed),
        }
    }

    /// Whether transaction information and statement have to go with the goods.
    pub fn needs_documents(&self, to: &Enrolled, purpose: Purpose) -> bool {
        purpose == Purpose::Supply && [self.me.record.country, to.record.country].contains(&NEEDS_DOCUMENTS)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{Kind, Licence, Participant};

    use super::*;

    const NOW: u64 = 1_764_000_000;

    fn somebody(id: u32, kind: Kind, country: &[u8; 2], scope: Scope) -> Enrolled {
        let number = b"L-1".to_vec().try_into().unwrap();
        let licence = Licence { number, scope, valid_from: NOW - 1, valid_until: NOW + 1 };
        let name = b"Somebody".to_vec().try_into().unwrap();
        let licences = vec![licence].try_into().unwrap();
        let record = Participant { kind, status: Status::Active, gln: 0, country: *country, name, licences, epoch: 0 };
        Enrolled { id, record }
    }

    fn partners(me: Enrolled, time: u64) -> Partners {
        Partners { me, others: Vec::new(), open: Vec::new(), time }
    }

    #[test]
    fn whoever_sells_and_whoever_buys_need_a_licence_for_it() {
        let pharmacy = somebody(3, Kind::Dispenser, b"DE", Scope::DISPENSE);
        let maker = somebody(1, Kind::Manufacturer, b"DE", Scope::MAKE);
        let from = |kind, scope| partners(somebody(2, kind, b"DE", scope), NOW);
        let wholesaler = from(Kind::Wholesaler, Scope::DISTRIBUTE);
        assert_eq!(wholesaler.unfit(&pharmacy, Purpose::Supply, false), None);
        let unlicensed = somebody(3, Kind::Dispenser, b"DE", Scope::DISTRIBUTE);
        assert_eq!(wholesaler.unfit(&unlicensed, Purpose::Supply, false), Some(Unfit::Unlicensed));
        assert_eq!(wholesaler.unfit(&unlicensed, Purpose::Disposal, false), None, "it is not sold");
        let mut stopped = pharmacy.clone();
        stopped.record.status = Status::Suspended;
        assert_eq!(wholesaler.unfit(&stopped, Purpose::Disposal, false), Some(Unfit::Stopped));
        let at_maker = from(Kind::Manufacturer, Scope::MAKE);
        assert_eq!(at_maker.unfit(&pharmacy, Purpose::Supply, true), None);
        assert_eq!(at_maker.unfit(&pharmacy, Purpose::Supply, false), Some(Unfit::Sender), "what others made");
        let at_pharmacy = from(Kind::Dispenser, Scope::DISPENSE);
        assert_eq!(at_pharmacy.unfit(&maker, Purpose::Supply, false), Some(Unfit::Sender));
        assert_eq!(at_pharmacy.unfit(&maker, Purpose::SaleableReturn, false), None);
        let late = partners(somebody(2, Kind::Wholesaler, b"DE", Scope::DISTRIBUTE), NOW + 1);
        assert_eq!(late.unfit(&pharmacy, Purpose::Supply, false), Some(Unfit::Sender), "the licence has ended");
    }

    #[test]
    fn a_sale_from_or_to_the_united_states_needs_documents() {
        let there = somebody(3, Kind::Dispenser, b"US", Scope::DISPENSE);
        let here = partners(somebody(2, Kind::Wholesaler, b"DE", Scope::DISTRIBUTE), NOW);
        assert!(here.needs_documents(&there, Purpose::Supply));
        assert!(!here.needs_documents(&there, Purpose::SaleableReturn));
        let neighbour = somebody(3, Kind::Dispenser, b"FR", Scope::DISPENSE);
        assert!(!here.needs_documents(&neighbour, Purpose::Supply));
    }
}
