//! Where lands and countries lie, coarsely: see `world/README.md`.

use std::sync::LazyLock;

use ledger_types::Position;

/// The longitude, in degrees, at which the map begins: no land lies there but the ice.
pub const WEST: f32 = -170.0;

/// A point on the map: degrees east, from −170 to 190, and degrees north.
pub type Point = [f32; 2];

/// The outlines of lands, each closed.
pub fn lands() -> &'static [Vec<Point>] {
    static LANDS: LazyLock<Vec<Vec<Point>>> =
        LazyLock::new(|| include_str!("../world/land.txt").lines().map(outline).collect());
    &LANDS
}

/// A point in a country, by its ISO 3166-1 alpha-2 code; none if there is no such country.
pub fn country(code: [u8; 2]) -> Option<Position> {
    let mut lines = include_str!("../world/countries.txt").lines();
    let line = lines.find(|line| line.as_bytes().starts_with(&code))?;
    let mut numbers = line.split(' ').skip(1).map(str::parse::<i32>);
    let mut next = || Some(numbers.next()?.ok()?.saturating_mul(1_000_000));
    Some(Position { latitude: next()?, longitude: next()? })
}

/// Where a place lies on the map.
pub fn point(place: Position) -> Point {
    let [east, north] = [place.longitude, place.latitude].map(|millionths| (f64::from(millionths) / 1e6) as f32);
    [if east < WEST { east + 360.0 } else { east }, north]
}

fn outline(line: &str) -> Vec<Point> {
    let point = |pair: &str| {
        let (east, north) = pair.split_once(',')?;
        Some([east.parse::<f32>().ok()?, north.parse::<f32>().ok()?])
    };
    line.split(' ').filter_map(point).collect()
}
