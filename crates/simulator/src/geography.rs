//! Countries as discs with towns, side by side.

use world::Place;

use crate::{dice::Dice, habits::Habits};

/// A country.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-2.
    pub code: &'static str,
    /// Its middle.
    pub centre: Place,
    /// From there to its border, in km.
    pub radius: f64,
    /// Its part of all people.
    pub share: f64,
    /// What its clocks are ahead of UTC, in seconds.
    pub zone: i64,
    /// Its towns.
    pub towns: Vec<Town>,
}

/// A town.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    /// Its middle.
    pub place: Place,
    /// Its part of the country's people.
    pub weight: f64,
    /// From its middle to its edge, in km.
    pub radius: f64,
}

/// Codes to choose from.
const CODES: [&str; 16] =
    ["DE", "FR", "PL", "CZ", "AT", "IT", "NL", "BE", "DK", "SE", "HU", "RO", "GR", "PT", "LV", "HR"];

/// Kilometres of one degree of latitude.
const DEGREE: f64 = 111.2;

/// A place some kilometres north and east of another.
pub fn beside(place: Place, north: f64, east: f64) -> Place {
    let shrink = libm::cos(place.lat.to_radians()).max(0.1);
    Place { lat: place.lat + north / DEGREE, lon: place.lon + east / (DEGREE * shrink) }
}

/// The distance of two places in km.
pub fn distance(one: Place, other: Place) -> f64 {
    let half = |from: f64, to: f64| {
        let sine = libm::sin((to - from).to_radians() / 2.0);
        sine * sine
    };
    let level = libm::cos(one.lat.to_radians()) * libm::cos(other.lat.to_radians());
    let square = half(one.lat, other.lat) + level * half(one.lon, other.lon);
    12_742.0 * libm::asin(libm::sqrt(square).min(1.0))
}

/// A place in a disc, rather near its middle if `inner`.
pub fn within(dice: &mut Dice, middle: Place, radius: f64, inner: bool) -> Place {
    let way = if inner { dice.unit() } else { libm::sqrt(dice.unit()) } * radius;
    let angle = dice.between(0.0, core::f64::consts::TAU);
    beside(middle, way * libm::cos(angle), way * libm::sin(angle))
}

/// The countries of a seed, one more if `another`, of which the last is that one.
pub fn countries(seed: u64, habits: &Habits, sites: f64, another: bool) -> Vec<Country> {
    let dice = &mut Dice::new(seed, "geography", 0);
    let count = habits.countries + usize::from(another);
    let codes = dice.some(&CODES, count);
    let mut made: Vec<Country> = Vec::new();
    let first = Place { lat: dice.between(38.0, 54.0), lon: dice.between(-4.0, 24.0) };
    for code in codes {
        let radius = dice.between(110.0, 330.0);
        let centre = free_place(dice, &made, first, radius);
        let share = if made.is_empty() { 1.0 } else { dice.between(0.15, 0.8) };
        let zone = libm::round(centre.lon / 15.0) as i64 * 3_600;
        let towns = towns(dice, centre, radius, (sites * share / count as f64 / 6.0).clamp(4.0, 90.0) as usize);
        made.push(Country { code, centre, radius, share, zone, towns });
    }
    let whole: f64 = made.iter().map(|country| country.share).sum();
    for country in &mut made {
        country.share /= whole;
    }
    made
}

/// Beside a country that is there, and in none.
fn free_place(dice: &mut Dice, made: &[Country], first: Place, radius: f64) -> Place {
    let Some(start) = made.first() else { return first };
    for _ in 0..400 {
        let neighbour = dice.pick(made);
        let (way, angle) =
            (neighbour.radius + radius + dice.between(5.0, 60.0), dice.between(0.0, core::f64::consts::TAU));
        let place = beside(neighbour.centre, way * libm::cos(angle), way * libm::sin(angle));
        let free = made.iter().all(|other| distance(other.centre, place) > other.radius + radius);
        if free && distance(start.centre, place) < 2_100.0 && place.lat > 30.0 && place.lat < 66.0 {
            return place;
        }
    }
    beside(start.centre, 0.0, 700.0 * made.len() as f64)
}

fn towns(dice: &mut Dice, centre: Place, radius: f64, count: usize) -> Vec<Town> {
    let mut made: Vec<Town> = Vec::new();
    let mut tries = 0;
    while made.len() < count && tries < count * 40 {
        tries += 1;
        let place = within(dice, centre, radius * 0.95, false);
        if made.iter().any(|town| distance(town.place, place) < 5.0) {
            continue;
        }
        let weight = 1.0 / libm::pow(1.0 + made.len() as f64, 0.85);
        made.push(Town { place, weight, radius: 1.0 + 9.0 * libm::sqrt(weight) });
    }
    made
}
