//! How goods usually travel: pairs of partners, kinds and countries, times at rest and on the way, flows of products.

use super::mirror::Hop;
use crate::{
    decayed::short,
    fact::{Country, ProductId, SiteFacts, SiteId, SiteKind, Time},
    hash::Bounded,
    number::{log2_milli, root},
};

/// What trades: a kind of site in a country.
pub type Node = (SiteKind, Country);

/// Two partners.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    count: u32,
    first: u32,
}

/// Mean and deviation of the logarithm of a time.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Span {
    fn add(&mut self, seconds: u32) {
        let log = log2_milli(u64::from(seconds) + 60);
        self.count += 1;
        self.sum += log;
        self.squares += log * log;
        // Halving both keeps the sums in range and lets habits change.
        if self.count >= 1 << 20 {
            (self.count, self.sum, self.squares) = (self.count / 2, self.sum / 2, self.squares / 2);
        }
    }

    /// Deviations from the mean in hundredths; none below ten times.
    fn deviation(&self, seconds: u32) -> Option<i16> {
        if self.count < 10 {
            return None;
        }
        let mean = self.sum / self.count;
        let variance = (self.squares / self.count - mean * mean).max(0);
        // A tenth of a bit at least: no machine is more regular than that.
        let deviation = (root(variance as u64) as i64).max(100);
        let log = log2_milli(u64::from(seconds) + 60);
        Some(((log - mean) * 100 / deviation).clamp(-1000, 1000) as i16)
    }

    /// The time in hundredths of the usual; none below five times.
    fn ratio(&self, seconds: u32) -> Option<u16> {
        if self.count < 5 {
            return None;
        }
        let over = log2_milli(u64::from(seconds) + 60) - self.sum / self.count;
        Some(power(over))
    }
}

/// 100 · 2^(milli/1000), at most 10,000.
fn power(milli: i64) -> u16 {
    if milli >= 6644 {
        return 10_000;
    }
    let up = (milli.max(0) as u64).div_ceil(1000);
    // 2^(m/1000) is 2^up halved for the rest.
    let down = (up as i64 * 1000 - milli).max(0) as u64;
    (crate::number::decay(100 << up, down * 256 / 1000)).min(10_000) as u16
}

/// All that is learned of routes.
#[derive(Clone, Debug)]
pub struct Routes {
    pairs: Bounded<(SiteId, SiteId), Pair>,
    lanes: Bounded<(Node, Node), u32>,
    sources: Bounded<Node, u32>,
    kinds: [[u32; 6]; 6],
    dwell: [[Span; 6]; 6],
    transit: Bounded<(Node, Node), Span>,
    flows: Bounded<(ProductId, Country, Country), u64>,
    inflows: Bounded<(ProductId, Country), u64>,
    familiar: Bounded<(SiteId, ProductId), u32>,
}

impl Routes {
    /// Nothing learned yet; at most so many pairs, and as many products at sites.
    pub fn new(pairs: usize) -> Self {
        Self {
            pairs: Bounded::new(pairs),
            lanes: Bounded::new(1 << 14),
            sources: Bounded::new(1 << 12),
            kinds: [[0; 6]; 6],
            dwell: [[Span::default(); 6]; 6],
            transit: Bounded::new(1 << 14),
            flows: Bounded::new(1 << 17),
            inflows: Bounded::new(1 << 16),
            familiar: Bounded::new(pairs),
        }
    }

    /// Dispatches of that pair so far.
    pub fn dispatches(&self, from: SiteId, to: SiteId) -> u32 {
        self.pairs.get(&(from, to)).map_or(0, |pair| pair.count)
    }

    /// How often that site took over that product so far.
    pub fn familiar(&self, site: SiteId, product: ProductId) -> u32 {
        self.familiar.get(&(site, product)).copied().unwrap_or(0)
    }

    /// Per mille of a product that a country had from another (or its own); none below fifty packs.
    pub fn flow(&self, product: ProductId, from: Country, to: Country) -> Option<u16> {
        let all = self.inflows.get(&(product, to)).copied().filter(|packs| *packs >= 50)?;
        let part = self.flows.get(&(product, from, to)).copied().unwrap_or(0);
        Some((part.min(all) * 1000 / all) as u16)
    }

    /// A trip in hundredths of the usual on that lane.
    pub fn trip(&self, from: &SiteFacts, to: &SiteFacts, seconds: u32) -> Option<u16> {
        self.transit.get(&((from.kind, from.country), (to.kind, to.country)))?.ratio(seconds)
    }

    /// Goods leave: what the hop looks like before it is learned, and then it is.
    pub fn sent(
        &mut self,
        time: Time,
        from: (SiteId, &SiteFacts),
        to: (SiteId, &SiteFacts),
        since: Option<u32>,
    ) -> Hop {
        let now = short(time);
        let pair = self.pairs.touch((from.0, to.0));
        let (before, first) = (pair.count, if pair.count == 0 { now } else { pair.first });
        pair.count = pair.count.saturating_add(1);
        pair.first = first;
        let surprise = self.surprise(from.1, to.1);
        let (a, b) = (from.1.kind as usize, to.1.kind as usize);
        let mut dwell = None;
        if let Some(span) = self.dwell.get_mut(a).and_then(|row| row.get_mut(b))
            && let Some(since) = since
        {
            let rested = now.saturating_sub(since);
            dwell = span.deviation(rested);
            span.add(rested);
        }
        let (start, end) = ((from.1.kind, from.1.country), (to.1.kind, to.1.country));
        *self.lanes.touch((start, end)) += 1;
        *self.sources.touch(start) += 1;
        if let Some(count) = self.kinds.get_mut(a).and_then(|row| row.get_mut(b)) {
            *count = count.saturating_add(1);
        }
        Hop {
            from: Some(from.0),
            before: before.min(65_535) as u16,
            first,
            surprise,
            dwell,
            transit: None,
            familiar: None,
            flow: None,
        }
    }

    /// Goods arrive: completes the hop, and learns.
    pub fn arrived(
        &mut self,
        hop: &mut Hop,
        product: ProductId,
        packs: u32,
        from: Option<&SiteFacts>,
        to: (SiteId, &SiteFacts),
        travelled: Option<u32>,
    ) {
        if let Some(from) = from {
            if let Some(seconds) = travelled {
                let span = self.transit.touch(((from.kind, from.country), (to.1.kind, to.1.country)));
                hop.transit = span.ratio(seconds);
                span.add(seconds);
            }
            if from.country != to.1.country {
                hop.flow = self.flow(product, from.country, to.1.country);
            }
            let flow = self.flows.touch((product, from.country, to.1.country));
            *flow = flow.saturating_add(packs.into());
            let inflow = self.inflows.touch((product, to.1.country));
            *inflow = inflow.saturating_add(packs.into());
        }
        let familiar = self.familiar.touch((to.0, product));
        hop.familiar = Some((*familiar).min(65_535) as u16);
        *familiar = familiar.saturating_add(1);
    }

    /// −log2 of the smoothed chance that goods of one kind of site go to another, in millibits.
    fn surprise(&self, from: &SiteFacts, to: &SiteFacts) -> u16 {
        let row = self.kinds.get(from.kind as usize);
        let kind = row.and_then(|row| row.get(to.kind as usize)).copied().unwrap_or(0);
        let kinds: u64 = row.map_or(0, |row| row.iter().map(|count| u64::from(*count)).sum());
        // In millionths: a kind as often as everywhere, and nine in ten within the country.
        let abroad = if from.country == to.country { 90 } else { 2 };
        let usual = (u64::from(kind) * 10 + 1) * 1_000_000 / (kinds * 10 + 6) * abroad / 100;
        let (start, end) = ((from.kind, from.country), (to.kind, to.country));
        let here = u64::from(self.lanes.get(&(start, end)).copied().unwrap_or(0));
        let all = u64::from(self.sources.get(&start).copied().unwrap_or(0)).max(here);
        let chance = ((here * 1_000_000 + 3 * usual) / (all + 3)).clamp(1, 1_000_000);
        (log2_milli(1_000_000) - log2_milli(chance)).clamp(0, 20_000) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(kind: SiteKind, country: &[u8; 2]) -> SiteFacts {
        SiteFacts { kind, country: *country, place: None }
    }

    #[test]
    fn what_is_usual_surprises_less() {
        let mut routes = Routes::new(1000);
        let (maker, trader, shop) =
            (site(SiteKind::Manufacturer, b"DE"), site(SiteKind::Wholesaler, b"DE"), site(SiteKind::Pharmacy, b"DE"));
        for i in 0..100 {
            routes.sent(i * 1000, (SiteId(0), &maker), (SiteId(1), &trader), Some(0));
            routes.sent(i * 1000, (SiteId(1), &trader), (SiteId(2), &shop), Some(0));
        }
        let usual = routes.sent(0, (SiteId(1), &trader), (SiteId(2), &shop), None);
        let odd = routes.sent(0, (SiteId(2), &shop), (SiteId(3), &site(SiteKind::Wholesaler, b"FR")), None);
        assert_eq!(usual.before, 100);
        assert!(usual.surprise < 200, "{}", usual.surprise);
        assert!(odd.surprise > 3000, "{}", odd.surprise);
    }

    #[test]
    fn powers_are_right() {
        assert_eq!(power(0), 100);
        assert_eq!(power(1000), 200);
        assert_eq!(power(-1000), 50);
        assert_eq!(power(2000), 400);
        assert!((282..=283).contains(&power(1500)), "{}", power(1500));
        assert_eq!(power(100_000), 10_000);
        assert_eq!(power(-100_000), 0);
    }
}
