//! From the text of a scan to the pack that it means.

use anomaly::fact::{Code, Repair, Time};
use gs1::Date;
use verdict::{CodeError, Scanned};

use crate::{
    catalogue::{Batch, Catalogue},
    key::key,
    parts::Parts,
    repair::repair,
};

/// Most that is said of how far a serial is from a real one.
const FARTHEST: u8 = 4;

/// What the text of a scan comes to.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// For the engine.
    pub(crate) code: Code,
    /// What is printed, the repaired reading if there is one; why nothing can be read otherwise.
    pub(crate) scanned: Result<Scanned, &'static str>,
}

/// Finds what a text means, as far as the ledger knows at a time.
pub(crate) fn resolve(catalogue: &Catalogue, text: &str, by: Time) -> Resolved {
    // As the scanner's own code does before it reads a text.
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    let message = gs1::parse(trimmed);
    let parts = match &message {
        Ok(message) => Parts::of(message, trimmed),
        Err(_) => Parts::guess(trimmed),
    };
    let product = parts.gtin.as_deref().and_then(|gtin| catalogue.product(gtin));
    let lot = parts.lot.as_deref().unwrap_or_default();
    let serial = parts.serial.as_deref().unwrap_or_default();
    let known = product.and_then(|product| catalogue.lot(product, lot, serial, by));
    let scanned = match message {
        Ok(message) => read(&message),
        Err(error) => Err(error.code()),
    };
    let mut code = Code {
        product,
        batch: known.map(|(id, _)| id),
        identity: identity(&parts, trimmed),
        lot: parts.gtin.as_deref().zip(parts.lot.as_deref()).map(|(gtin, lot)| key(&[gtin, lot])),
        number: number(serial),
        ..Code::default()
    };
    let expiry = parts.expiry.as_deref().and_then(|expiry| expiry.parse().ok());
    if let (Some((_, batch)), Ok(_)) = (known, &scanned)
        && let Some(pack) = batch.serials.get(serial)
    {
        code.pack = Some(pack);
        code.expiry_later_days = later(expiry, batch);
        return Resolved { code, scanned };
    }
    code.odd_serial =
        product.is_some_and(|product| !serial.is_empty() && catalogue.is_odd(product, code.batch, serial));
    if let Some(found) = repair(catalogue, trimmed, &parts, by)
        && let Some(batch) = catalogue.batch(found.batch)
    {
        code.product = Some(batch.product);
        code.batch = Some(found.batch);
        code.pack = Some(found.pack);
        code.repair = found.repair;
        code.serial_distance = found.distance;
        code.expiry_later_days = later(found.expiry, batch);
        let printed = batch.serials.serial_of(found.pack);
        let scanned = printed.and_then(|serial| catalogue.printed(batch, &serial, found.expiry)).ok_or("not-gs1");
        return Resolved { code, scanned };
    }
    code.expiry_later_days = known.and_then(|(_, batch)| later(expiry, batch));
    code.serial_distance = known.and_then(|(_, batch)| distance(batch, serial));
    Resolved { code, scanned }
}

fn read(message: &gs1::Message) -> Result<Scanned, &'static str> {
    let missing = |what| CodeError::Incomplete(what).code();
    Ok(Scanned {
        gtin: message.gtin().ok_or_else(|| missing("GTIN"))?,
        lot: message.lot().ok_or_else(|| missing("lot"))?,
        serial: message.serial().ok_or_else(|| missing("serial number"))?,
        expiry: message.expiry(),
    })
}

fn identity(parts: &Parts, text: &str) -> u64 {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    match (&parts.gtin, &parts.serial) {
        (Some(gtin), Some(serial)) => key(&[gtin, &part(&parts.lot), serial]),
        _ => key(&[text]),
    }
}

/// The last nine digits of a serial that ends in digits.
fn number(serial: &str) -> Option<u32> {
    let digits = serial.bytes().rev().take_while(u8::is_ascii_digit).take(9).count();
    serial.get(serial.len() - digits..)?.parse().ok()
}

/// Days by which the printed expiry is later than the batch's.
fn later(printed: Option<Date>, batch: &Batch) -> Option<i32> {
    let seconds = printed?.ends_at() - batch.expiry?.ends_at();
    i32::try_from(seconds / 86_400).ok().filter(|days| *days != 0)
}

fn distance(batch: &Batch, serial: &str) -> Option<u8> {
    if serial.is_empty() {
        return None;
    }
    let near = batch.serials.nearest(serial, usize::from(FARTHEST) - 1);
    Some(near.map_or(FARTHEST, |near| u8::try_from(near.distance).unwrap_or(FARTHEST)))
}

/// The name that a repair has among a verdict's reasons; none where nothing was repaired.
pub fn repair_code(repair: Repair) -> Option<&'static str> {
    match repair {
        Repair::None => None,
        Repair::Case => Some("caps-lock"),
        Repair::Layout => Some("keyboard-layout"),
        Repair::Separator => Some("lost-separator"),
        Repair::Truncated => Some("truncated"),
        Repair::Surplus => Some("surplus-characters"),
        Repair::Typing => Some("typing-error"),
    }
}
