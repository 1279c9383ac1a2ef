//! Lots that the ledger does not know yet: a maker that uploads late is seen at many places at once, a forger seldom.

use std::collections::{BTreeMap, BTreeSet};

use anomaly::fact::{Key, SiteId, Time};

/// Within this many seconds.
const WINDOW: Time = 3 * 86_400;
/// At so many sites.
const SITES: usize = 2;
/// With so many devices.
const DEVICES: usize = 3;
/// So many different packs.
const PACKS: usize = 3;
/// Most scans of one lot that are remembered.
const MOST: usize = 64;
/// Most lots that are remembered.
const MOST_LOTS: usize = 10_000;

/// A scan of a code of an unknown lot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight {
    pub(crate) received: Time,
    pub(crate) device: Key,
    /// Where; patients have no site.
    pub(crate) site: Option<SiteId>,
    /// Whether it is the maker's own site.
    pub(crate) maker: bool,
    /// The code.
    pub(crate) identity: Key,
    /// Whether the serial does not look like those of the product.
    pub(crate) odd: bool,
}

/// Unknown lots of known products, by the hash of GTIN and lot.
#[derive(Default)]
pub(crate) struct UnknownLots {
    seen: BTreeMap<Key, Vec<Sight>>,
}

impl UnknownLots {
    /// Counts a scan and tells whether the lot looks like one that its maker has not uploaded yet.
    pub(crate) fn is_late_upload(&mut self, lot: Key, sight: Sight) -> bool {
        if self.seen.len() >= MOST_LOTS && !self.seen.contains_key(&lot) {
            self.seen.retain(|_, seen| seen.last().is_some_and(|last| last.received + WINDOW > sight.received));
            if self.seen.len() >= MOST_LOTS {
                self.seen.clear();
            }
        }
        let seen = self.seen.entry(lot).or_default();
        seen.retain(|earlier| earlier.received + WINDOW > sight.received);
        if seen.len() >= MOST {
            seen.remove(0);
        }
        seen.push(sight);
        looks_late(seen)
    }
}

/// The rule: the maker's own site has such packs, or several sites and devices have different ones within three days, all
/// with serials as the product has them.
fn looks_late(seen: &[Sight]) -> bool {
    let distinct = |of: fn(&Sight) -> Option<u64>| seen.iter().filter_map(of).collect::<BTreeSet<_>>().len();
    let sites = distinct(|sight| sight.site.map(|site| u64::from(site.0)));
    let devices = distinct(|sight| sight.site.map(|_| sight.device));
    let packs = distinct(|sight| sight.site.map(|_| sight.identity));
    let even = seen.iter().all(|sight| !sight.odd);
    even && (seen.iter().any(|sight| sight.maker) || (sites >= SITES && devices >= DEVICES && packs >= PACKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(received: Time, site: Option<u32>, device: u64, pack: u64) -> Sight {
        Sight { received, device, site: site.map(SiteId), maker: false, identity: pack, odd: false }
    }

    #[test]
    fn a_lot_that_several_sites_have_at_once_is_a_late_upload() {
        let mut lots = UnknownLots::default();
        assert!(!lots.is_late_upload(1, sight(0, Some(1), 1, 1)));
        assert!(!lots.is_late_upload(1, sight(5, Some(2), 2, 2)));
        assert!(!lots.is_late_upload(2, sight(6, Some(3), 3, 3)), "another lot");
        assert!(lots.is_late_upload(1, sight(9, Some(3), 3, 3)));
    }

    #[test]
    fn one_device_one_pack_patients_and_long_ago_are_not() {
        let mut lots = UnknownLots::default();
        assert!(!(0..9).any(|at| lots.is_late_upload(1, sight(at, Some(1), 1, at as u64))), "one site");
        assert!(!(0..9).any(|at| lots.is_late_upload(2, sight(at, Some(at as u32), at as u64, 7))), "one code");
        assert!(!(0..9).any(|at| lots.is_late_upload(3, sight(at, None, at as u64, at as u64))), "installs");
        let day = |at: Time| sight(at * WINDOW, Some(at as u32), at as u64, at as u64);
        assert!(!(0..9).any(|at| lots.is_late_upload(4, day(at))), "spread over weeks");
        let odd = |at: Time| Sight { odd: true, ..sight(at, Some(at as u32), at as u64, at as u64) };
        assert!(!(0..9).any(|at| lots.is_late_upload(5, odd(at))), "other serials than the product's");
    }
}
