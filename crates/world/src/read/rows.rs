//! How each kind of row is read.

use super::{Known, table::Table};
use crate::{Batch, Class, Error, Event, EventKind, Intent, Label, Pack, Product, Reading, Role, Scan, Site, SiteKind};

/// No logger and no medicine is warmer or colder, in °C.
const TEMPERATURES: [f64; 2] = [-273.15, 1_000.0];

pub(super) const SITES: &[&str] = &["site", "kind", "country", "lat", "lon", "licence_from", "licence_until"];
pub(super) const PRODUCTS: &[&str] =
    &["gtin", "name", "maker_site", "markets", "storage_min_c", "storage_max_c", "price_band"];
pub(super) const BATCHES: &[&str] =
    &["batch", "gtin", "lot", "expiry", "manufactured", "packs", "packs_per_case", "registered", "released"];
pub(super) const PACKS: &[&str] = &["batch", "index", "serial"];
pub(super) const EVENTS: &[&str] =
    &["time", "event", "batch", "from_index", "to_index", "site", "to_site", "shipment", "reference"];
pub(super) const SCANS: &[&str] =
    &["scan", "time", "received", "device", "role", "site", "lat", "lon", "accuracy_m", "intent", "text"];
pub(super) const READINGS: &[&str] = &["time", "shipment", "logger", "celsius"];
pub(super) const LABELS: &[&str] = &["scan", "class", "family", "incident"];

pub(super) fn site(row: &mut Table, known: &Known) -> Result<Site, Error> {
    let site = row.needed("site")?.to_owned();
    if known.sites.contains_key(&site) {
        return Err(row.wrong(format!("site: {site:?} stands twice: keep one")));
    }
    let names: Vec<&str> = SiteKind::ALL.iter().map(|kind| kind.name()).collect();
    Ok(Site {
        site,
        kind: row.named("kind", SiteKind::from_name(row.text("kind")), &names)?,
        country: country(row, "country", row.text("country"))?,
        place: row.place()?,
        licence_from: row.time("licence_from")?,
        licence_until: row.time("licence_until")?,
    })
}

fn country(row: &Table, column: &'static str, text: &str) -> Result<String, Error> {
    let right = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    if right { Ok(text.to_owned()) } else { Err(row.bad(column, "ISO 3166 alpha-2, such as DE")) }
}

/// A site that must be one of `sites.csv`.
fn known_site(row: &Table, known: &Known, column: &'static str) -> Result<Option<String>, Error> {
    match row.optional(column) {
        Some(site) if !known.sites.contains_key(&site) => Err(row.bad(column, "a site of sites.csv")),
        site => Ok(site),
    }
}

pub(super) fn product(row: &mut Table, known: &Known) -> Result<Product, Error> {
    let gtin = row.needed("gtin")?.to_owned();
    if gtin.len() != 14 || !gtin.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(row.bad("gtin", "a GTIN of 14 digits"));
    }
    if known.products.contains(&gtin) {
        return Err(row.wrong(format!("gtin: {gtin} stands twice: keep one")));
    }
    row.needed("maker_site")?;
    let maker_site = known_site(row, known, "maker_site")?.unwrap_or_default();
    let markets = row.text("markets").split(';').filter(|market| !market.is_empty());
    let [coldest, warmest] = TEMPERATURES;
    let (least, most) =
        (row.decimal("storage_min_c", coldest, warmest)?, row.decimal("storage_max_c", coldest, warmest)?);
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        return Err(row.wrong("storage_min_c: it is warmer than storage_max_c".to_owned()));
    }
    let price_band: Option<u8> = row.number("price_band", "a whole number from 1 to 5")?;
    if price_band.is_some_and(|band| !(1..=5).contains(&band)) {
        return Err(row.bad("price_band", "a whole number from 1 to 5"));
    }
    Ok(Product {
        gtin,
        name: row.text("name").to_owned(),
        maker_site,
        markets: markets.map(|market| country(row, "markets", market)).collect::<Result<_, _>>()?,
        storage_min_c: least,
        storage_max_c: most,
        price_band,
    })
}

pub(super) fn batch(row: &mut Table, known: &Known) -> Result<Batch, Error> {
    let batch = row.needed("batch")?.to_owned();
    if known.batches.contains_key(&batch) {
        return Err(row.wrong(format!("batch: {batch:?} stands twice: keep one")));
    }
    if !known.products.contains(row.text("gtin")) {
        return Err(row.bad("gtin", "a GTIN of products.csv"));
    }
    let packs = row.needed_number("packs", "a whole number from 1")?;
    let packs_per_case = row.number("packs_per_case", "a whole number from 1")?;
    for (column, number) in [("packs", Some(packs)), ("packs_per_case", packs_per_case)] {
        if number == Some(0) {
            return Err(row.bad(column, "a whole number from 1"));
        }
    }
    row.needed("expiry")?;
    let expiry = day(row, "expiry")?.unwrap_or_default();
    Ok(Batch {
        batch,
        gtin: row.text("gtin").to_owned(),
        lot: row.needed("lot")?.to_owned(),
        expiry,
        manufactured: day(row, "manufactured")?,
        packs,
        packs_per_case,
        registered: row.time("registered")?,
        released: row.time("released")?,
    })
}

/// A day as printed.
fn day(row: &Table, column: &'static str) -> Result<Option<String>, Error> {
    let Some(text) = row.optional(column) else { return Ok(None) };
    let pair = |range| text.get(range).and_then(|pair: &str| pair.parse::<u8>().ok());
    let digits = text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit());
    let right = pair(2..4).is_some_and(|month| (1..=12).contains(&month)) && pair(4..6).is_some_and(|day| day <= 31);
    if digits && right {
        Ok(Some(text))
    } else {
        Err(row.bad(column, "a day as YYMMDD, day 00 for the end of a month"))
    }
}

/// The batch's number of packs and when it was registered.
fn known_batch(row: &Table, known: &Known) -> Result<(String, super::BatchSize), Error> {
    let batch = row.needed("batch")?;
    let size = known.batches.get(batch).copied().ok_or_else(|| row.bad("batch", "a batch of batches.csv"))?;
    Ok((batch.to_owned(), size))
}

pub(super) fn pack(row: &mut Table, known: &Known) -> Result<Pack, Error> {
    let (batch, size) = known_batch(row, known)?;
    let index = row.needed_number("index", "a whole number")?;
    if index >= size.packs {
        return Err(row.bad("index", &format!("one of the batch's packs, 0 to {}", size.packs - 1)));
    }
    Ok(Pack { batch, index, serial: row.needed("serial")?.to_owned() })
}

pub(super) fn event(row: &mut Table, known: &Known) -> Result<Event, Error> {
    let time = row.in_order()?;
    let names: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
    let event = row.named("event", EventKind::from_name(row.text("event")), &names)?;
    row.needed("site")?;
    let site = known_site(row, known, "site")?.unwrap_or_default();
    let of_site = matches!(event, EventKind::LicenceSuspend | EventKind::LicenceRestore);
    let (batch, from_index, to_index) = if of_site { (None, 0, 0) } else { range(row, known, time)? };
    if matches!(event, EventKind::Dispatch | EventKind::Reject) {
        row.needed("to_site")?;
    }
    if matches!(event, EventKind::Dispatch | EventKind::Receive) {
        row.needed("shipment")?;
    }
    Ok(Event {
        time,
        event,
        batch,
        from_index,
        to_index,
        site,
        to_site: known_site(row, known, "to_site")?,
        shipment: row.optional("shipment"),
        reference: row.optional("reference"),
    })
}

fn range(row: &Table, known: &Known, time: crate::Time) -> Result<(Option<String>, u32, u32), Error> {
    let (batch, size) = known_batch(row, known)?;
    let (from, to): (u32, u32) =
        (row.needed_number("from_index", "a whole number")?, row.needed_number("to_index", "a whole number")?);
    if from >= to {
        let what = format!(
            "from_index, to_index: {from} to {to} holds no pack: from_index must be less, to_index is the first pack after them"
        );
        return Err(row.wrong(what));
    }
    if to > size.packs {
        return Err(row.bad("to_index", &format!("within the batch, whose packs end before {}", size.packs)));
    }
    if let Some(registered) = size.registered.filter(|registered| time < *registered) {
        let what = format!("time: {time} is before the batch was registered, {registered}: post events after that");
        return Err(row.wrong(what));
    }
    Ok((Some(batch), from, to))
}

pub(super) fn scan(row: &mut Table, known: &Known) -> Result<Scan, Error> {
    let time = row.in_order()?;
    let role_names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    let intent_names: Vec<&str> = Intent::ALL.iter().map(|intent| intent.name()).collect();
    Ok(Scan {
        scan: row.needed("scan")?.to_owned(),
        time,
        received: row.needed_number("received", "whole seconds since 1970-01-01 UTC")?,
        device: row.needed("device")?.to_owned(),
        role: row.named("role", Role::from_name(row.text("role")), &role_names)?,
        site: known_site(row, known, "site")?,
        place: row.place()?,
        accuracy_m: row.number("accuracy_m", "a whole number of metres")?,
        intent: row.named("intent", Intent::from_name(row.text("intent")), &intent_names)?,
        text: row.text("text").to_owned(),
    })
}

pub(super) fn reading(row: &mut Table, _: &Known) -> Result<Reading, Error> {
    let time = row.in_order()?;
    row.needed("celsius")?;
    let [coldest, warmest] = TEMPERATURES;
    Ok(Reading {
        time,
        shipment: row.needed("shipment")?.to_owned(),
        logger: row.text("logger").to_owned(),
        celsius: row.decimal("celsius", coldest, warmest)?.unwrap_or_default(),
    })
}

pub(super) fn label(row: &mut Table, _: &Known) -> Result<Label, Error> {
    let names: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
    let class = row.named("class", Class::from_name(row.text("class")), &names)?;
    if class == Class::Attack {
        row.needed("family")?;
        row.needed("incident")?;
    }
    Ok(Label {
        scan: row.needed("scan")?.to_owned(),
        class,
        family: row.optional("family"),
        incident: row.optional("incident"),
    })
}
