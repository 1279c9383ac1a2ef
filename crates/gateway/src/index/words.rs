//! Events and records in words: SCALE bytes to JSON, by the chain's own description of its types.

use codec::Decode;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed, v14};
use ledger_types::is_name;
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use scale_value::{Composite, Primitive, Value, ValueDef};
use serde_json::{Map, Value as Json, json};

use super::measure::Measures;

/// What is wrong with bytes that should be put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// The description is of a version that this program does not know, or none.
    #[error("the chain's description of itself cannot be read")]
    BadMetadata,
    /// The description has no such storage item.
    #[error("the chain does not describe an item that the index needs")]
    UnknownItem,
    /// A type of the description goes on without end, or beyond measure. No honest chain has such records.
    #[error("the chain describes an item that the index needs as one without end")]
    Endless,
    /// The bytes are not what the description says.
    #[error("an event or record is not as the chain describes it")]
    BadValue,
}

/// The types of one version of the runtime.
pub struct Words {
    types: PortableRegistry,
    items: Vec<(String, String, Result<u32, WordsError>)>,
}

/// An event of one of Medtrail's pallets.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The pallet's name in the runtime.
    pub pallet: String,
    /// The event's name.
    pub name: String,
    /// Its fields by name.
    pub fields: Map<String, Json>,
}

impl Words {
    /// Reads a description (frame metadata, version 14 and later as far as storage goes).
    ///
    /// # Errors
    /// [`WordsError::BadMetadata`].
    pub fn new(metadata: &[u8]) -> Result<Self, WordsError> {
        let RuntimeMetadataPrefixed(_, metadata) =
            Decode::decode(&mut &*metadata).map_err(|_| WordsError::BadMetadata)?;
        let RuntimeMetadata::V14(metadata) = metadata else { return Err(WordsError::BadMetadata) };
        let mut measures = Measures::new(&metadata.types);
        let mut items = Vec::new();
        for pallet in metadata.pallets {
            for entry in pallet.storage.into_iter().flat_map(|storage| storage.entries) {
                let value = match entry.ty {
                    v14::StorageEntryType::Plain(value) | v14::StorageEntryType::Map { value, .. } => value.id,
                };
                items.push((pallet.name.clone(), entry.name, measures.ensure_bounded(value).map(|()| value)));
            }
        }
        Ok(Self { types: metadata.types, items })
    }

    fn item(&self, pallet: &str, name: &str) -> Result<u32, WordsError> {
        let found = self.items.iter().find(|(of, item, _)| of == pallet && item == name);
        found.map_or(Err(WordsError::UnknownItem), |(_, _, id)| *id)
    }

    /// A stored value in words.
    ///
    /// # Errors
    /// [`WordsError::UnknownItem`], [`WordsError::BadValue`].
    pub fn record(&self, pallet: &str, item: &str, bytes: &[u8]) -> Result<Json, WordsError> {
        Ok(self.json(&self.decode(self.item(pallet, item)?, bytes)?))
    }

    /// The events of a block, each with its place among all of them.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn events(&self, bytes: &[u8]) -> Result<Vec<(u32, Event)>, WordsError> {
        let all = self.decode(self.item("System", "Events")?, bytes)?;
        let ValueDef::Composite(Composite::Unnamed(all)) = all.value else { return Err(WordsError::BadValue) };
        let mut events = Vec::new();
        for (place, record) in all.into_iter().enumerate() {
            let ValueDef::Composite(Composite::Named(parts)) = record.value else { return Err(WordsError::BadValue) };
            let event = parts.into_iter().find(|(name, _)| name == "event").map(|(_, event)| event.value);
            let Some(ValueDef::Variant(pallet)) = event else { return Err(WordsError::BadValue) };
            let Some(ValueDef::Variant(event)) = pallet.values.into_values().next().map(|inner| inner.value) else {
                return Err(WordsError::BadValue);
            };
            let fields = match self.composite(&event.values) {
                Json::Object(fields) => fields,
                Json::Null => Map::new(),
                other => Map::from_iter([("value".to_owned(), other)]),
            };
            events.push((place as u32, Event { pallet: pallet.name, name: event.name, fields }));
        }
        Ok(events)
    }

    fn decode(&self, id: u32, bytes: &[u8]) -> Result<Value<u32>, WordsError> {
        let mut bytes = bytes;
        let value =
            scale_value::scale::decode_as_type(&mut bytes, id, &self.types).map_err(|_| WordsError::BadValue)?;
        if bytes.is_empty() { Ok(value) } else { Err(WordsError::BadValue) }
    }

    fn json(&self, value: &Value<u32>) -> Json {
        match &value.value {
            ValueDef::Primitive(primitive) => primitive_json(primitive),
            ValueDef::BitSequence(bits) => {
                Json::from(bits.iter().map(|bit| if bit { '1' } else { '0' }).collect::<String>())
            }
            ValueDef::Variant(variant) => {
                // Options are what they hold.
                match (variant.name.as_str(), variant.values.values().next()) {
                    ("None", None) => Json::Null,
                    ("Some", Some(inner)) if variant.values.len() == 1 => self.json(inner),
                    (name, None) => Json::from(name),
                    (name, Some(_)) => json!({name: self.composite(&variant.values)}),
                }
            }
            ValueDef::Composite(composite) => match self.bytes(value) {
                Some((bytes, fixed)) => bytes_json(&bytes, fixed),
                None => self.sequence_or_composite(composite, value.context),
            },
        }
    }

    fn sequence_or_composite(&self, composite: &Composite<u32>, id: u32) -> Json {
        let listed = matches!(
            self.types.resolve(id).map(|resolved| &resolved.type_def),
            Some(TypeDef::Sequence(_) | TypeDef::Array(_))
        );
        match composite {
            Composite::Unnamed(values) if listed => values.iter().map(|value| self.json(value)).collect(),
            other => self.composite(other),
        }
    }

    /// Fields by name; a single field without a name is what it holds; several without names are a list.
    fn composite(&self, composite: &Composite<u32>) -> Json {
        match composite {
            Composite::Named(fields) => {
                Json::Object(fields.iter().map(|(name, value)| (name.clone(), self.json(value))).collect())
            }
            Composite::Unnamed(values) => match values.as_slice() {
                [] => Json::Null,
                [only] => self.json(only),
                several => several.iter().map(|value| self.json(value)).collect(),
            },
        }
    }

    /// The bytes of a list of bytes, and whether its length is fixed.
    fn bytes(&self, value: &Value<u32>) -> Option<(Vec<u8>, bool)> {
        let (inner, fixed) = match &self.types.resolve(value.context)?.type_def {
            TypeDef::Array(array) => (array.type_param.id, true),
            TypeDef::Sequence(sequence) => (sequence.type_param.id, false),
            _ => return None,
        };
        let byte = matches!(self.types.resolve(inner)?.type_def, TypeDef::Primitive(TypeDefPrimitive::U8));
        let ValueDef::Composite(Composite::Unnamed(values)) = &value.value else { return None };
        let as_byte = |value: &Value<u32>| match value.value {
            ValueDef::Primitive(Primitive::U128(number)) => u8::try_from(number).ok(),
            _ => None,
        };
        if byte { Some((values.iter().map(as_byte).collect::<Option<_>>()?, fixed)) } else { None }
    }
}

/// Names and numbers on documents are text; hashes, keys and whatever else has a fixed length is hexadecimal, but for
/// countries.
fn bytes_json(bytes: &[u8], fixed: bool) -> Json {
    let country = bytes.len() == 2 && bytes.iter().all(u8::is_ascii_uppercase);
    match std::str::from_utf8(bytes) {
        Ok(text) if country || !fixed && (text.is_empty() || is_name(bytes)) => Json::from(text),
        _ => Json::from(format!("0x{}", hex::encode(bytes))),
    }
}

/// Numbers that JavaScript cannot hold exactly are text.
fn primitive_json(primitive: &Primitive) -> Json {
    const EXACT: u128 = 1 << 53;
    match primitive {
        Primitive::Bool(value) => Json::from(*value),
        Primitive::Char(value) => Json::from(value.to_string()),
        Primitive::String(value) => Json::from(value.as_str()),
        Primitive::U128(value) if *value < EXACT => Json::from(*value as u64),
        Primitive::U128(value) => Json::from(value.to_string()),
        Primitive::I128(value) if value.unsigned_abs() < EXACT => Json::from(*value as i64),
        Primitive::I128(value) => Json::from(value.to_string()),
        Primitive::U256(bytes) | Primitive::I256(bytes) => Json::from(format!("0x{}", hex::encode(bytes))),
    }
}
