//! What a participant has of a batch, and what may be sent of it, why, and to whom.
//!
//! The rules are those by which the chain decides once more when a dispatch arrives there.

use std::ops::Range;

use gs1::Date;
use ledger_client::{LedgerError, View};
use ledger_types::{
    Batch, BatchKey, BatchStatus, CHUNK_PACKS, HoldingStatus, Kind, Line, PackIndex, PackState, ParticipantId, Product,
    ProductStatus, Purpose, keys,
};

use crate::{Enrolled, Parties, Party, Ranges};

/// A batch, and those of its packs that a participant has at rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// GTIN and lot.
    pub key: BatchKey,
    /// What the chain says of the batch.
    pub batch: Batch,
    /// What it says of the product; none if it does not know it.
    pub product: Option<Product>,
    /// Who made it.
    pub maker: Party,
    /// What the participant has, in order of packs.
    pub stock: Vec<Supplied>,
    /// Which packs of the stock are no longer active: dispensed, locked, in quarantine and the like.
    pub inactive: Ranges,
    /// The chain's clock, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

/// Neighbouring packs with the same past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplied {
    /// Their places in the batch.
    pub packs: Range<PackIndex>,
    /// Who supplied them; none with their maker, and after a return.
    pub supplier: Option<Party>,
    /// Whether they were too warm or too cold on their way, and their maker has not assessed that.
    pub breached: bool,
}

/// Why packs cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// They are not with the sender, or still on their way.
    NotHeld,
    /// They are dispensed, locked, in quarantine, or otherwise no longer active.
    NotActive,
    /// The batch is not released for sale.
    NotReleased,
    /// They are called back.
    Recalled,
    /// They are off the market.
    Withdrawn,
    /// They are expired.
    Expired,
    /// The product is not authorised where the receiver dispenses.
    NotAuthorised,
    /// They were too warm or too cold.
    Breached,
    /// The receiver of a return did not supply them.
    NotFromThere,
    /// They may be sold: there is nothing to dispose of.
    StillGood,
}

/// What a participant has of a batch; none if there is no such batch.
///
/// # Errors
/// As [`View::holdings`].
pub async fn goods(view: &View<'_>, of: ParticipantId, key: &BatchKey) -> Result<Option<Goods>, LedgerError> {
    let Some(batch) = view.batch(key).await? else { return Ok(None) };
    let product: Option<Product> = view.read(keys::product(key.gtin)).await?;
    let mut parties = Parties::of(view);
    let mut stock = Vec::new();
    for (end, holding) in view.holdings(key, &batch).await? {
        if holding.holder != of || holding.status != HoldingStatus::Held {
            continue;
        }
        let supplier = match holding.supplier {
            Some(supplier) => Some(parties.get(supplier).await?),
            None => None,
        };
        stock.push(Supplied { packs: holding.start..end, supplier, breached: holding.breached.is_some() });
    }
    let mut inactive = Ranges::default();
    for (chunk, states) in view.changed_packs(key, &batch).await? {
        let base = chunk.saturating_mul(CHUNK_PACKS);
        let gone = (0..CHUNK_PACKS).filter(|slot| states.get(*slot) != Some(PackState::Active));
        for pack in gone.map(|slot| base.saturating_add(slot)) {
            let after = stock.partition_point(|stock| stock.packs.end <= pack);
            if stock.get(after).is_some_and(|stock| stock.packs.contains(&pack)) {
                inactive.add(pack..pack.saturating_add(1));
            }
        }
    }
    let maker = parties.get(batch.maker).await?;
    Ok(Some(Goods { key: key.clone(), batch, product, maker, stock, inactive, time: view.time().await? }))
}

impl Goods {
    /// The product's name, or its GTIN.
    pub fn name(&self) -> String {
        match &self.product {
            Some(product) => String::from_utf8_lossy(&product.data.name).into_owned(),
            None => format!("{:014}", self.key.gtin),
        }
    }

    /// The lot as printed.
    pub fn lot(&self) -> String {
        String::from_utf8_lossy(&self.key.lot).into_owned()
    }

    /// Why these packs cannot be sent for a purpose, to whoever is chosen: the first reason that is found.
    pub fn obstacle(&self, packs: &Range<PackIndex>, purpose: Purpose, to: Option<&Enrolled>) -> Option<Obstacle> {
        let mut held = Ranges::default();
        self.stock.iter().for_each(|stock| held.add(stock.packs.clone()));
        if packs.is_empty() || !held.covers(packs) {
            return Some(Obstacle::NotHeld);
        }
        let mut pieces = self.pieces(packs).into_iter();
        pieces.find_map(|(piece, stock)| self.obstacle_of(&piece, stock, purpose, to))
    }

    /// What of these packs can be sent, as an act names it; or the first reason why nothing of it can.
    ///
    /// # Errors
    /// An [`Obstacle`].
    pub fn fit(
        &self,
        within: &Range<PackIndex>,
        purpose: Purpose,
        to: Option<&Enrolled>,
    ) -> Result<Vec<Range<PackIndex>>, Obstacle> {
        let mut first = None;
        let mut fit = Vec::new();
        for (piece, stock) in self.pieces(within) {
            for active in self.inactive.gaps(&piece) {
                match self.obstacle_of(&active, stock, purpose, to) {
                    None => fit.push(active),
                    Some(obstacle) => first = first.or(Some(obstacle)),
                }
            }
            if self.inactive.covers(&piece) {
                first = first.or(Some(Obstacle::NotActive));
            }
        }
        if fit.is_empty() { Err(first.unwrap_or(Obstacle::NotHeld)) } else { Ok(fit) }
    }

    /// Packs as an act may name them: each line with one past only, and called back as a whole or not at all.
    pub fn lines(&self, packs: &Range<PackIndex>) -> Vec<Line> {
        let line = |piece: Range<PackIndex>| Line { batch: self.key.clone(), start: piece.start, end: piece.end };
        self.pieces(packs).into_iter().map(|(piece, _)| line(piece)).collect()
    }

    /// The parts of a range that are in stock, cut where packs have another past or recall than their neighbours.
    fn pieces(&self, packs: &Range<PackIndex>) -> Vec<(Range<PackIndex>, &Supplied)> {
        let mut cuts: Vec<PackIndex> =
            self.batch.recalls.iter().flat_map(|recall| [recall.start, recall.end]).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        for stock in &self.stock {
            let end = stock.packs.end.min(packs.end);
            let mut start = stock.packs.start.max(packs.start);
            for cut in cuts.iter().copied().chain([end]) {
                if start < cut && cut <= end {
                    pieces.push((start..cut, stock));
                    start = cut;
                }
            }
        }
        pieces
    }

    /// The same for packs with one past.
    fn obstacle_of(
        &self,
        packs: &Range<PackIndex>,
        stock: &Supplied,
        purpose: Purpose,
        to: Option<&Enrolled>,
    ) -> Option<Obstacle> {
        if self.inactive.touches(packs) {
            return Some(Obstacle::NotActive);
        }
        let off_market = self.off_market(packs);
        match purpose {
            Purpose::Disposal => (off_market.is_none() && !stock.breached).then_some(Obstacle::StillGood),
            _ if self.batch.status == BatchStatus::Registered => Some(Obstacle::NotReleased),
            _ if off_market.is_some() => off_market,
            _ if stock.breached => Some(Obstacle::Breached),
            Purpose::Supply => {
                let dispenser = to.filter(|to| to.record.kind == Kind::Dispenser)?;
                (!self.is_authorised_in(dispenser.record.country)).then_some(Obstacle::NotAuthorised)
            }
            Purpose::SaleableReturn => {
                let supplier = stock.supplier.as_ref().map(|supplier| supplier.id);
                let wrong = supplier.is_none() || to.is_some_and(|to| supplier != Some(to.id));
                wrong.then_some(Obstacle::NotFromThere)
            }
        }
    }

    fn is_authorised_in(&self, country: [u8; 2]) -> bool {
        self.product.as_ref().is_some_and(|product| product.data.markets.contains(&country))
    }

    /// Why packs have to leave the market, if they have to.
    fn off_market(&self, packs: &Range<PackIndex>) -> Option<Obstacle> {
        let time = i64::try_from(self.time).unwrap_or(i64::MAX);
        let expired = Date::from_number(self.batch.expiry).is_none_or(|expiry| expiry.ends_at() <= time);
        match (self.batch.status, self.product.as_ref().map(|product| product.status)) {
            (BatchStatus::Recalled { .. }, _) | (_, Some(ProductStatus::Recalled { .. })) => Some(Obstacle::Recalled),
            _ if self.batch.range_recall(packs).is_some() => Some(Obstacle::Recalled),
            (BatchStatus::Withdrawn { .. }, _) | (_, Some(ProductStatus::Withdrawn { .. })) => {
                Some(Obstacle::Withdrawn)
            }
            _ => expired.then_some(Obstacle::Expired),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{Participant, ProductData, RangeRecall, RecallClass, Status, Storage, batch::MAX_PACKS};
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_764_000_000;

    fn party(id: u32) -> Party {
        Party { id, gln: 0, name: format!("party {id}"), kind: Some(Kind::Wholesaler) }
    }

    /// Packs 0 to 9 came from 2, 10 to 19 from 3, and those were too warm; 20 to 29 are elsewhere; 30 to 39 from 2 again.
    /// Pack 4 is dispensed.
    fn goods() -> Goods {
        let product = Product {
            maker: 1,
            data: ProductData {
                name: b"Amoxicillin".to_vec().try_into().unwrap(),
                markets: vec![*b"DE"].try_into().unwrap(),
                storage: Storage::Ambient,
                authorisation: b"EU/1".to_vec().try_into().unwrap(),
            },
            status: ProductStatus::Marketed,
        };
        let batch = Batch {
            maker: 1,
            expiry: 20_290_000 + 600,
            packs: 40,
            root: [0; 32],
            status: BatchStatus::Released,
            changed_chunks: 1,
            certificate: None,
            recalls: Default::default(),
        };
        let stock = |packs, supplier, breached| Supplied { packs, supplier: Some(party(supplier)), breached };
        let mut inactive = Ranges::default();
        inactive.add(4..5);
        Goods {
            key: BatchKey::new(8, b"A").unwrap(),
            batch,
            product: Some(product),
            maker: party(1),
            stock: vec![stock(0..10, 2, false), stock(10..20, 3, true), stock(30..40, 2, false)],
            inactive,
            time: NOW,
        }
    }

    fn receiver(id: u32, kind: Kind, country: [u8; 2]) -> Enrolled {
        let name = b"Somebody".to_vec().try_into().unwrap();
        let record =
            Participant { kind, status: Status::Active, gln: 0, country, name, licences: Default::default(), epoch: 0 };
        Enrolled { id, record }
    }

    #[test]
    fn only_what_is_here_active_and_sound_is_supplied() {
        let goods = goods();
        let supply = |packs| goods.obstacle(&packs, Purpose::Supply, None);
        assert_eq!(supply(0..4), None);
        assert_eq!(supply(0..5), Some(Obstacle::NotActive));
        assert_eq!(supply(9..11), Some(Obstacle::Breached));
        for elsewhere in [19..21, 25..26, 39..41, 50..60] {
            assert_eq!(supply(elsewhere), Some(Obstacle::NotHeld));
        }
        assert_eq!(goods.fit(&(0..MAX_PACKS), Purpose::Supply, None), Ok(vec![0..4, 5..10, 30..40]));
        assert_eq!(goods.fit(&(20..30), Purpose::Supply, None), Err(Obstacle::NotHeld));
        assert_eq!(goods.fit(&(4..5), Purpose::Supply, None), Err(Obstacle::NotActive));
        assert_eq!(goods.fit(&(10..15), Purpose::Supply, None), Err(Obstacle::Breached));
    }

    #[test]
    fn a_pharmacy_is_supplied_only_with_what_is_authorised_in_its_country() {
        let goods = goods();
        let supply = |kind, country| goods.obstacle(&(0..1), Purpose::Supply, Some(&receiver(7, kind, country)));
        assert_eq!(supply(Kind::Dispenser, *b"DE"), None);
        assert_eq!(supply(Kind::Dispenser, *b"FR"), Some(Obstacle::NotAuthorised));
        assert_eq!(supply(Kind::Wholesaler, *b"FR"), None, "it is not sold to patients there");
    }

    #[test]
    fn a_return_goes_to_whoever_supplied_the_packs_and_nowhere_else() {
        let mut goods = goods();
        let to = |id| receiver(id, Kind::Wholesaler, *b"DE");
        let back = |goods: &Goods, packs, id| goods.obstacle(&packs, Purpose::SaleableReturn, Some(&to(id)));
        assert_eq!(back(&goods, 0..1, 2), None);
        assert_eq!(back(&goods, 0..1, 3), Some(Obstacle::NotFromThere));
        goods.stock[0].supplier = None;
        assert_eq!(back(&goods, 0..1, 2), Some(Obstacle::NotFromThere));
        goods.batch.expiry = 20_200_600;
        assert_eq!(back(&goods, 30..31, 2), Some(Obstacle::Expired), "nobody sells these again");
    }

    #[test]
    fn what_is_off_the_market_goes_for_disposal_and_nothing_else_does() {
        let mut goods = goods();
        let class = RecallClass::II;
        let reason = |goods: &Goods, packs: Range<u32>| {
            let why = |purpose| goods.obstacle(&packs, purpose, None);
            (why(Purpose::Supply), why(Purpose::Disposal))
        };
        assert_eq!(reason(&goods, 0..1), (None, Some(Obstacle::StillGood)));
        assert_eq!(reason(&goods, 10..12), (Some(Obstacle::Breached), None));
        goods.batch.recalls.try_push(RangeRecall { start: 6, end: 8, class }).unwrap();
        assert_eq!(reason(&goods, 6..8), (Some(Obstacle::Recalled), None));
        assert_eq!(reason(&goods, 6..9), (Some(Obstacle::Recalled), Some(Obstacle::StillGood)));
        assert_eq!(goods.fit(&(0..10), Purpose::Disposal, None), Ok(vec![6..8]));
        let states = [
            (BatchStatus::Withdrawn { by: 1, at: 0 }, Obstacle::Withdrawn),
            (BatchStatus::Recalled { class, by: 1, at: 0 }, Obstacle::Recalled),
        ];
        for (status, obstacle) in states {
            goods.batch.status = status;
            assert_eq!(reason(&goods, 0..1), (Some(obstacle), None));
            assert_eq!(reason(&goods, 4..5), (Some(Obstacle::NotActive), Some(Obstacle::NotActive)));
        }
        goods.batch.status = BatchStatus::Registered;
        assert_eq!(reason(&goods, 0..1), (Some(Obstacle::NotReleased), Some(Obstacle::StillGood)));
    }

    #[test]
    fn lines_are_cut_where_the_chain_would_refuse_them_as_one() {
        let mut goods = goods();
        goods.batch.recalls.try_push(RangeRecall { start: 32, end: 35, class: RecallClass::I }).unwrap();
        let ends = |packs| goods.lines(&packs).into_iter().map(|line| (line.start, line.end)).collect::<Vec<_>>();
        assert_eq!(ends(5..40), [(5, 10), (10, 20), (30, 32), (32, 35), (35, 40)]);
        assert_eq!(ends(33..34), [(33, 34)]);
    }

    proptest! {
        #[test]
        fn what_fits_meets_no_obstacle_and_what_does_not_fit_meets_one(
            recall in (0u32..40, 1u32..10),
            purpose in prop::sample::select(vec![Purpose::Supply, Purpose::SaleableReturn, Purpose::Disposal]),
        ) {
            let mut goods = goods();
            let (start, end) = (recall.0, recall.0 + recall.1);
            goods.batch.recalls.try_push(RangeRecall { start, end, class: RecallClass::III }).unwrap();
            let fit = goods.fit(&(0..MAX_PACKS), purpose, None).unwrap_or_default();
            for pack in 0..45 {
                let fits = fit.iter().any(|range| range.contains(&pack));
                prop_assert_eq!(fits, goods.obstacle(&(pack..pack + 1), purpose, None).is_none(), "pack {}", pack);
            }
            for range in fit {
                prop_assert_eq!(goods.lines(&range).len(), 1);
            }
        }
    }
}
