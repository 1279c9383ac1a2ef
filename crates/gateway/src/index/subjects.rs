//! What an event is about: products, batches, packs, shipments, participants…

use std::{collections::BTreeSet, ops::Range};

use ledger_types::{BatchKey, batch::MAX_PACKS, keys};
use serde_json::{Map, Value};

/// Fields that name a participant by its number.
const PARTICIPANTS: [&str; 8] = ["participant", "by", "from", "to", "maker", "owner", "developer", "of"];
/// Fields that name something else by number or text, and what that is.
const OTHERS: [(&str, Kind); 5] = [
    ("shipment", Kind::Shipment),
    ("case", Kind::Case),
    ("sscc", Kind::Container),
    ("device", Kind::Device),
    ("model", Kind::Model),
];

/// A kind of thing that the index knows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A medicine, by GTIN.
    Product,
    /// A lot of a product: GTIN, slash, lot.
    Batch,
    /// Whoever takes part, by number.
    Participant,
    /// A shipment, by number.
    Shipment,
    /// A case of compliance, by number.
    Case,
    /// A case or pallet, by SSCC.
    Container,
    /// A sensor.
    Device,
    /// An anomaly model.
    Model,
}

impl Kind {
    /// The name that programs rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Batch => "batch",
            Self::Participant => "participant",
            Self::Shipment => "shipment",
            Self::Case => "case",
            Self::Container => "container",
            Self::Device => "device",
            Self::Model => "model",
        }
    }

    /// Where the chain keeps the record of such a thing: pallet, item, and the key for one of them. Devices and models are
    /// known by their events only.
    pub fn stored(self, id: &str) -> Option<(&'static str, &'static str, Vec<u8>)> {
        Some(match self {
            Self::Product => ("DrugBatch", "Products", keys::product(id.parse().ok()?)),
            Self::Batch => ("DrugBatch", "Batches", keys::batch(&batch_key(id)?)),
            Self::Participant => ("Participants", "Participants", keys::participant(id.parse().ok()?)),
            Self::Shipment => ("CustodyTransfer", "Shipments", keys::shipment(id.parse().ok()?)),
            Self::Case => ("Compliance", "Cases", keys::case(id.parse().ok()?)),
            Self::Container => ("CustodyTransfer", "Containers", keys::container(id.parse().ok()?)),
            Self::Device | Self::Model => return None,
        })
    }
}

/// What one event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    /// Things, each by its kind and name.
    pub things: BTreeSet<(Kind, String)>,
    /// Packs: batches, each with the nodes over the packs (see [`cover`]).
    pub packs: BTreeSet<(String, u64)>,
}

/// How a batch is named in the index: GTIN with 14 digits, slash, lot.
pub fn batch_id(gtin: u64, lot: &str) -> String {
    format!("{gtin:014}/{lot}")
}

/// The batch of a name.
pub fn batch_key(id: &str) -> Option<BatchKey> {
    let (gtin, lot) = id.split_once('/')?;
    BatchKey::new(gtin.parse().ok()?, lot.as_bytes())
}

impl Subjects {
    /// Reads the subjects out of an event's fields.
    pub fn of(fields: &Map<String, Value>) -> Self {
        let mut subjects = Self::default();
        subjects.read(fields);
        subjects
    }

    fn read(&mut self, fields: &Map<String, Value>) {
        for name in PARTICIPANTS {
            self.add(Kind::Participant, fields.get(name).and_then(Value::as_u64));
        }
        for (name, kind) in OTHERS {
            let id = fields.get(name);
            let text = id.and_then(Value::as_str).map(str::to_owned);
            self.add(kind, text.or_else(|| id.and_then(Value::as_u64).map(|number| number.to_string())));
        }
        self.add(Kind::Product, fields.get("gtin").and_then(Value::as_u64));
        if let Some(batch) = fields.get("batch").and_then(batch_of) {
            let ranges = named_packs(fields).unwrap_or_else(|| vec![0..MAX_PACKS]);
            self.add_packs(batch, ranges);
        }
        for line in fields.get("lines").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
            if let (Some(batch), Some(range)) = (line.get("batch").and_then(batch_of), range(line)) {
                self.add_packs(batch, vec![range]);
            }
        }
        // A sensor's segment names shipment and device itself.
        if let Some(segment) = fields.get("segment").and_then(Value::as_object) {
            self.read(segment);
        }
    }

    fn add(&mut self, kind: Kind, id: Option<impl ToString>) {
        self.things.extend(id.map(|id| (kind, id.to_string())));
    }

    fn add_packs(&mut self, batch: String, ranges: Vec<Range<u32>>) {
        self.packs.extend(ranges.into_iter().flat_map(cover).map(|node| (batch.clone(), node)));
        self.things.insert((Kind::Batch, batch));
    }
}

/// The name of a batch that a field holds.
pub(crate) fn batch_of(value: &Value) -> Option<String> {
    Some(batch_id(value.get("gtin")?.as_u64()?, value.get("lot")?.as_str()?))
}

/// The range of packs that fields name.
pub(crate) fn range(fields: &Map<String, Value>) -> Option<Range<u32>> {
    let number = |name| u32::try_from(fields.get(name)?.as_u64()?).ok();
    Some(number("start")?..number("end")?)
}

/// The packs that an event names; `None` if it is about all of the batch.
pub(crate) fn named_packs(fields: &Map<String, Value>) -> Option<Vec<Range<u32>>> {
    if let Some(range) = range(fields) {
        return Some(vec![range]);
    }
    let single = |value: &Value| u32::try_from(value.as_u64()?).ok().map(|index| index..index.saturating_add(1));
    let packs = fields.get("packs")?.as_object()?;
    if let Some(one) = packs.get("One") {
        return Some(single(one).into_iter().collect());
    }
    if let Some(list) = packs.get("List").and_then(Value::as_array) {
        return Some(list.iter().filter_map(single).collect());
    }
    packs.get("Range").and_then(Value::as_object).and_then(range).map(|range| vec![range])
}

/// Heights of nodes: a batch of [`MAX_PACKS`] packs is under one node of the greatest height.
const HEIGHT: u32 = MAX_PACKS.ilog2();

/// The fewest nodes of a binary tree over the packs that cover a range, so that a range is a few rows whatever its length, and
/// the events of a pack are found by its [`ancestors`]. A node is its height and the number of its first pack, shifted by it.
pub fn cover(range: Range<u32>) -> Vec<u64> {
    let (mut start, end) = (range.start, range.end.min(MAX_PACKS));
    let mut nodes = Vec::new();
    while start < end {
        let longest = (end - start).ilog2();
        let height = if start == 0 { longest } else { longest.min(start.trailing_zeros()) };
        nodes.push(node(start, height));
        start += 1 << height;
    }
    nodes
}

/// The nodes that a pack is under, from itself upwards.
pub fn ancestors(pack: u32) -> Vec<u64> {
    (0..=HEIGHT).map(|height| node(pack, height)).collect()
}

fn node(pack: u32, height: u32) -> u64 {
    u64::from(height) << 32 | u64::from(pack >> height)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn subjects(fields: Value) -> Subjects {
        Subjects::of(fields.as_object().unwrap())
    }

    #[test]
    fn a_pack_is_under_exactly_one_node_of_each_range_that_contains_it() {
        for range in [0..1, 0..512, 3..9, 1..2, 511..513, 0..MAX_PACKS, 100..99_999, MAX_PACKS - 1..MAX_PACKS] {
            let nodes = cover(range.clone());
            assert!(nodes.len() <= 2 * HEIGHT as usize, "{range:?}");
            let beside =
                [range.start.saturating_sub(1), range.start, (range.start + range.end) / 2, range.end - 1, range.end];
            for pack in beside.into_iter().filter(|pack| *pack < MAX_PACKS) {
                let under = ancestors(pack).iter().filter(|node| nodes.contains(node)).count();
                assert_eq!(under, usize::from(range.contains(&pack)), "{pack} in {range:?}");
            }
        }
        assert!(cover(7..7).is_empty());
    }

    #[test]
    fn an_event_is_found_by_all_that_it_names() {
        let dispatched = subjects(serde_json::json!({
            "shipment": 7, "from": 1, "to": 2,
            "lines": [{"batch": {"gtin": 4_012_345_678_901u64, "lot": "A/1"}, "start": 4, "end": 8}],
        }));
        let batch = "04012345678901/A/1".to_owned();
        let expected = [
            (Kind::Batch, batch.clone()),
            (Kind::Participant, "1".into()),
            (Kind::Participant, "2".into()),
            (Kind::Shipment, "7".into()),
        ];
        assert_eq!(dispatched.things, expected.into());
        assert_eq!(dispatched.packs, [(batch.clone(), node(4, 2))].into());
        assert_eq!(batch_key(&batch).unwrap().lot.to_vec(), b"A/1");
    }

    #[test]
    fn what_happens_to_a_batch_happens_to_each_of_its_packs() {
        let batch = serde_json::json!({"gtin": 4_012_345_678_901u64, "lot": "A"});
        let whole = subjects(serde_json::json!({"batch": batch, "maker": 1, "packs": 100, "root": "0x00"}));
        assert_eq!(whole.packs.len(), 1);
        assert!(whole.packs.iter().all(|(_, node)| ancestors(99).contains(node)));
        let list =
            subjects(serde_json::json!({"batch": batch, "packs": {"List": [3, 9]}, "by": 4, "from": "Dispensed"}));
        let nodes: Vec<u64> = list.packs.iter().map(|(_, node)| *node).collect();
        assert_eq!(nodes, [3, 9]);
        assert!(list.things.contains(&(Kind::Participant, "4".into())));
        assert_eq!(list.things.len(), 2, "a state is no participant");
    }
}
