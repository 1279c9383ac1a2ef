//! Which country a place is in: that of the nearest site.

use alloc::vec::Vec;

use ledger_types::Position;

use crate::{
    fact::{Country, SiteId},
    geo::distance_m,
    hash::Map,
};

/// Side of a cell in microdegrees.
const CELL: i32 = 500_000;
/// Sites that a cell remembers.
const PER_CELL: usize = 8;
/// Rings of cells that are searched.
const RINGS: i32 = 4;

/// A site, where it is, and in which country.
type Placed = (SiteId, Position, Country);

/// Sites by cells of half a degree.
#[derive(Clone, Debug, Default)]
pub struct Places {
    cells: Map<(i32, i32), Vec<Placed>>,
}

fn cell(place: Position) -> (i32, i32) {
    (place.latitude.div_euclid(CELL), place.longitude.div_euclid(CELL))
}

impl Places {
    /// One site more.
    pub fn add(&mut self, site: SiteId, place: Position, country: Country) {
        let sites = self.cells.entry(cell(place)).or_default();
        if sites.len() < PER_CELL {
            sites.push((site, place, country));
        }
    }

    /// The country of the nearest site within about two degrees.
    pub fn country(&self, place: Position) -> Option<Country> {
        let (up, along) = cell(place);
        let mut best: Option<(u32, Country)> = None;
        for ring in 0..=RINGS {
            let found = best.is_some();
            for y in -ring..=ring {
                let across = if y.abs() == ring { 1 } else { (2 * ring).max(1) };
                let mut x = -ring;
                while x <= ring {
                    for (_, at, country) in self.cells.get(&(up + y, along + x)).into_iter().flatten() {
                        let distance = distance_m(place, *at);
                        if best.is_none_or(|(nearest, _)| distance < nearest) {
                            best = Some((distance, *country));
                        }
                    }
                    x += across;
                }
            }
            // A ring beyond the first find may hold a nearer one.
            if found {
                break;
            }
        }
        best.map(|(_, country)| country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_site_tells_the_country() {
        let at = |latitude, longitude| Position { latitude, longitude };
        let mut places = Places::default();
        places.add(SiteId(0), at(50_000_000, 8_000_000), *b"DE");
        places.add(SiteId(1), at(48_000_000, 2_000_000), *b"FR");
        assert_eq!(places.country(at(50_100_000, 8_900_000)), Some(*b"DE"));
        assert_eq!(places.country(at(48_900_000, 2_300_000)), Some(*b"FR"));
        assert_eq!(places.country(at(-10_000_000, 8_900_000)), None);
        assert_eq!(places.country(at(-90_000_000, 180_000_000)), None);
    }
}
