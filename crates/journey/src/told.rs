//! What a gateway tells of a pack, read with suspicion: only events that this program knows and that name the pack.

use gateway_client::Happened;
use ledger_types::{BatchKey, PackIndex, PackState, RecallClass};
use serde_json::{Map, Value};

use crate::{Moment, Step, What};

/// One event of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// Height of the block, and place among its events.
    pub at: (u32, u32),
    /// What it comes to.
    pub step: Step,
}

impl Event {
    /// The chain's clock in its block, in seconds since 1970-01-01 UTC, as it is told.
    pub fn time(&self) -> u64 {
        self.step.when.map_or(0, |when| when.seconds)
    }
}

/// What an entry of a history turns out to be.
pub(crate) enum Read {
    /// It is about the pack.
    Event(Event),
    /// It is about other packs.
    Foreign,
    /// Of a kind that is no step of a pack's way, or that this program does not know.
    Other,
}

/// Reads one entry of a history that should be this pack's.
pub(crate) fn read(told: &Happened, batch: &BatchKey, pack: PackIndex) -> Read {
    if !names(&told.fields, batch, pack) {
        return Read::Foreign;
    }
    step(told).map_or(Read::Other, |step| Read::Event(Event { at: (told.block, told.place), step }))
}

fn step(told: &Happened) -> Option<Step> {
    let fields = &told.fields;
    let who = |name: &str| u32::try_from(fields.get(name)?.as_u64()?).ok();
    let shipment = || number(fields.get("shipment")?);
    let (by, to) = (who("by"), who("to"));
    let (what, who, to) = match (told.pallet.as_str(), told.event.as_str()) {
        ("DrugBatch", "BatchRegistered") => (What::Made, who("maker"), None),
        ("DrugBatch", "BatchReleased") => (What::Released, by, None),
        ("DrugBatch", "BatchRecalled" | "PacksRecalled") => (What::Recalled(class(fields.get("class")?)?), by, None),
        ("DrugBatch", "BatchWithdrawn") => (What::Withdrawn, by, None),
        ("DrugBatch", "PacksDispensed") => (What::Became(PackState::Dispensed), by, None),
        ("DrugBatch", "PacksDecommissioned") => (What::Became(state(fields.get("state")?)?), by, None),
        ("DrugBatch", "ChangeUndone") => (What::Undone(state(fields.get("from")?)?), by, None),
        ("CustodyTransfer", "Dispatched") => (What::Sent(shipment()?), who("from"), to),
        ("CustodyTransfer", "Extended") => (What::Sent(shipment()?), by, None),
        ("CustodyTransfer", "Received") => (What::Received(shipment()?), by, None),
        ("CustodyTransfer", "Rejected") => (What::Refused(shipment()?), by, None),
        ("CustodyTransfer", "Cancelled") => (What::CalledBack(shipment()?), by, None),
        ("CustodyTransfer", "ExcessReported") => (What::Excess, by, None),
        ("CustodyTransfer", "Packed") => (What::Packed, by, None),
        ("CustodyTransfer", "BreachAccepted") => (What::BreachAccepted, by, None),
        _ => return None,
    };
    Some(Step { what, who: Some(who?), to, when: Some(Moment { seconds: told.time, proven: false }), proven: false })
}

/// Whether an event is about a pack: about it alone, with others, or about its whole batch.
fn names(fields: &Map<String, Value>, batch: &BatchKey, pack: PackIndex) -> bool {
    if let Some(lines) = fields.get("lines").and_then(Value::as_array) {
        let holds = |line: &Value| line.as_object().is_some_and(|line| is_of(line, batch) && in_range(line, pack));
        return lines.iter().any(holds);
    }
    if !is_of(fields, batch) {
        return false;
    }
    match fields.get("packs").and_then(Value::as_object) {
        Some(packs) => selects(packs, pack),
        None if fields.contains_key("start") => in_range(fields, pack),
        None => true,
    }
}

fn is_of(fields: &Map<String, Value>, batch: &BatchKey) -> bool {
    let named = fields.get("batch").and_then(Value::as_object);
    let gtin = named.and_then(|named| number(named.get("gtin")?));
    let lot = named.and_then(|named| named.get("lot")?.as_str());
    gtin == Some(batch.gtin) && lot.map(str::as_bytes) == Some(batch.lot.as_slice())
}

fn in_range(fields: &Map<String, Value>, pack: PackIndex) -> bool {
    let end = |name: &str| fields.get(name).and_then(number);
    matches!((end("start"), end("end")), (Some(start), Some(end)) if (start..end).contains(&u64::from(pack)))
}

fn selects(packs: &Map<String, Value>, pack: PackIndex) -> bool {
    let is_it = |value: &Value| number(value) == Some(pack.into());
    packs.get("One").is_some_and(is_it)
        || packs.get("List").and_then(Value::as_array).is_some_and(|list| list.iter().any(is_it))
        || packs.get("Range").and_then(Value::as_object).is_some_and(|range| in_range(range, pack))
}

/// A number; large ones come as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn state(value: &Value) -> Option<PackState> {
    Some(match value.as_str()? {
        "Active" => PackState::Active,
        "Dispensed" => PackState::Dispensed,
        "Exported" => PackState::Exported,
        "Destroyed" => PackState::Destroyed,
        "Sample" => PackState::Sample,
        "FreeSample" => PackState::FreeSample,
        "Stolen" => PackState::Stolen,
        "Locked" => PackState::Locked,
        "CheckedOut" => PackState::CheckedOut,
        "Quarantined" => PackState::Quarantined,
        _ => return None,
    })
}

fn class(value: &Value) -> Option<RecallClass> {
    Some(match value.as_str()? {
        "I" => RecallClass::I,
        "II" => RecallClass::II,
        "III" => RecallClass::III,
        _ => return None,
    })
}
