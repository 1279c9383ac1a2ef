//! No single raw field gives an attack away: what is wrong must come from the story.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

mod common;

use std::collections::BTreeMap;

use common::{Row, number, rows, world};
use simulator::{Preset, config};

/// The area under the curve that a number draws between attacks and the rest, whichever way round it is better.
fn area(attacks: &[f64], others: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> =
        attacks.iter().map(|value| (*value, true)).chain(others.iter().map(|value| (*value, false))).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut wins, mut below, mut place) = (0.0, 0.0, 0);
    while place < all.len() {
        let end = all[place..].iter().take_while(|entry| entry.0 == all[place].0).count() + place;
        let hits = all[place..end].iter().filter(|entry| entry.1).count() as f64;
        let misses = (end - place) as f64 - hits;
        wins += hits * (below + misses / 2.0);
        below += misses;
        place = end;
    }
    let area = wins / (attacks.len() as f64 * others.len() as f64);
    area.max(1.0 - area)
}

/// A word becomes the share of attacks among those that have it: the best that anybody can make of it.
fn shares(words: &[String], attacks: &[bool]) -> Vec<f64> {
    let mut counts: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (word, attack) in words.iter().zip(attacks) {
        let count = counts.entry(word).or_default();
        count.0 += f64::from(u8::from(*attack));
        count.1 += 1.0;
    }
    words.iter().map(|word| counts[word.as_str()].0 / counts[word.as_str()].1).collect()
}

fn gtin(text: &str) -> &str {
    let from = ["id.gs1.org/01/", "(01)", "01"].iter().find_map(|start| text.find(start).map(|at| at + start.len()));
    from.and_then(|at| text.get(at..at + 14)).unwrap_or_default()
}

type Columns<T> = Vec<(&'static str, Vec<T>)>;

fn fields(scans: &[Row], bands: &BTreeMap<String, f64>) -> (Columns<f64>, Columns<String>) {
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    for scan in scans {
        first.entry(&scan["device"]).or_insert(number(scan, "time"));
    }
    let of = |field: fn(&Row) -> f64| scans.iter().map(field).collect::<Vec<f64>>();
    let word = |field: fn(&Row) -> String| scans.iter().map(field).collect::<Vec<String>>();
    let numbers = vec![
        ("hour", of(|scan| (number(scan, "time") % config::DAY / config::HOUR) as f64)),
        ("weekday", of(|scan| (number(scan, "time") / config::DAY % 7) as f64)),
        ("delay", of(|scan| (number(scan, "received") - number(scan, "time")) as f64)),
        ("length", of(|scan| scan["text"].len() as f64)),
        ("accuracy", of(|scan| scan["accuracy_m"].parse().unwrap_or(-1.0))),
        ("latitude", of(|scan| scan["lat"].parse().unwrap_or(-100.0))),
        ("longitude", of(|scan| scan["lon"].parse().unwrap_or(-200.0))),
        ("price", scans.iter().map(|scan| bands.get(gtin(&scan["text"])).copied().unwrap_or(0.0)).collect()),
        (
            "device age",
            scans.iter().map(|scan| (number(scan, "time") - first[scan["device"].as_str()]) as f64).collect(),
        ),
    ];
    let words = vec![
        ("role", word(|scan| scan["role"].clone())),
        ("intent", word(|scan| scan["intent"].clone())),
        ("role and intent", word(|scan| format!("{} {}", scan["role"], scan["intent"]))),
        ("hour of the day", word(|scan| (number(scan, "time") % config::DAY / config::HOUR).to_string())),
        ("start of the text", word(|scan| scan["text"].chars().take(3).collect())),
    ];
    (numbers, words)
}

#[test]
fn no_field_alone_gives_a_family_away() {
    let world = world(|_| (), 51, Preset::Small);
    let scans = rows(world.path(), "scans.csv");
    let labels = rows(world.path(), "labels.csv");
    let bands: BTreeMap<String, f64> = rows(world.path(), "products.csv")
        .iter()
        .map(|row| (row["gtin"].clone(), row["price_band"].parse().unwrap()))
        .collect();
    let (numbers, words) = fields(&scans, &bands);
    let families: std::collections::BTreeSet<&str> =
        labels.iter().map(|label| label["family"].as_str()).filter(|family| !family.is_empty()).collect();
    assert_eq!(families.len(), 12);
    let mut worst = Vec::new();
    for family in families {
        let kept: Vec<usize> = (0..labels.len())
            .filter(|row| labels[*row]["class"] != "attack" || labels[*row]["family"] == family)
            .collect();
        let attacks: Vec<bool> = kept.iter().map(|row| labels[*row]["family"] == family).collect();
        let mut check = |name: &str, values: Vec<f64>| {
            let part = |wanted: bool| {
                values
                    .iter()
                    .zip(&attacks)
                    .filter(|(_, attack)| **attack == wanted)
                    .map(|(value, _)| *value)
                    .collect::<Vec<f64>>()
            };
            let area = area(&part(true), &part(false));
            worst.push((area, family.to_owned(), name.to_owned()));
        };
        for (name, values) in &numbers {
            check(name, kept.iter().map(|row| values[*row]).collect());
        }
        for (name, values) in &words {
            let values: Vec<String> = kept.iter().map(|row| values[*row].clone()).collect();
            check(name, shares(&values, &attacks));
        }
    }
    worst.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (area, family, name) in worst.iter().take(12) {
        println!("{area:.3} {family}: {name}");
    }
    assert!(worst[0].0 <= 0.99, "{:?}", worst[0]);
}
