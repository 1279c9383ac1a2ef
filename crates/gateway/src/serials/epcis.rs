//! A maker's list of serials as an EPCIS 2.0 document in JSON: the commissioning of packs (CBV `commissioning`).

use std::collections::BTreeMap;

use gs1::{Gtin, Lot, Serial};
use serde::Deserialize;
use serde_json::Value;

use super::load::{LoadError, MAX_SERIALS};

/// The packs of one batch that a document commissions, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commissioned {
    /// The product.
    pub gtin: Gtin,
    /// The lot, from the event's instance and lot master data.
    pub lot: Lot,
    /// The serials.
    pub serials: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    #[serde(rename = "type")]
    kind: String,
    epcis_body: Body,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    event_list: Vec<Event>,
    event: Option<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    action: Option<String>,
    biz_step: Option<String>,
    #[serde(default)]
    epc_list: Vec<String>,
    #[serde(default)]
    ilmd: BTreeMap<String, Value>,
}

/// Reads the commissioning of a document, batch by batch. Other events are passed over.
///
/// # Errors
/// [`LoadError::BadEpcis`] that names the event, counted from 1.
pub fn read(text: &[u8]) -> Result<Vec<Commissioned>, LoadError> {
    let bad = |event: usize, why: String| LoadError::BadEpcis { event, why };
    let document: Document = serde_json::from_slice(text).map_err(|error| bad(0, error.to_string()))?;
    if document.kind != "EPCISDocument" && document.kind != "EPCISQueryDocument" {
        return Err(bad(0, format!("`{}` is no EPCISDocument", document.kind)));
    }
    let mut batches: Vec<Commissioned> = Vec::new();
    let mut total = 0usize;
    for (at, event) in document.epcis_body.event_list.into_iter().chain(document.epcis_body.event).enumerate() {
        let commissions = event.kind == "ObjectEvent"
            && event.action.as_deref() == Some("ADD")
            && event
                .biz_step
                .as_deref()
                .is_some_and(|step| step.rsplit(['-', ':', '/']).next() == Some("commissioning"));
        if !commissions {
            continue;
        }
        let bad = |why: String| bad(at + 1, why);
        // The key may carry a prefix, such as cbvmda:lotNumber.
        let lot = event.ilmd.iter().find(|(name, _)| name.rsplit(':').next() == Some("lotNumber"));
        let lot = lot.and_then(|(_, lot)| lot.as_str());
        for epc in &event.epc_list {
            let (gtin, serial, own_lot) = read_epc(epc).ok_or_else(|| bad(format!("`{}` is no SGTIN", shown(epc))))?;
            let lot = own_lot.as_deref().or(lot).ok_or_else(|| bad("the event has no lotNumber".to_owned()))?;
            let lot: Lot = lot.parse().map_err(|_| bad(format!("`{}` is no lot", shown(lot))))?;
            total += 1;
            if total > MAX_SERIALS {
                return Err(bad("the document has more packs than a batch can".to_owned()));
            }
            match batches.last_mut() {
                Some(batch) if batch.gtin == gtin && batch.lot == lot => batch.serials.push(serial),
                _ => batches.push(Commissioned { gtin, lot, serials: vec![serial] }),
            }
        }
    }
    if batches.is_empty() {
        return Err(bad(0, "no event commissions packs (ObjectEvent, ADD, commissioning)".to_owned()));
    }
    Ok(batches)
}

/// GTIN, serial and perhaps lot of a pack's EPC: a pure identity URI or a GS1 Digital Link.
fn read_epc(epc: &str) -> Option<(Gtin, String, Option<String>)> {
    if let Some(rest) = epc.strip_prefix("urn:epc:id:sgtin:") {
        // Company prefix, indicator digit and item reference, serial (TDS 2, section 6.3.1).
        let mut parts = rest.splitn(3, '.');
        let (company, item, serial) = (parts.next()?, parts.next()?, parts.next()?);
        let (indicator, item) = item.split_at_checked(1)?;
        let digits = format!("{indicator}{company}{item}");
        if digits.len() != 13 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let check = (0..10).find_map(|check| format!("{digits}{check}").parse().ok())?;
        return Some((check, unescaped(serial)?, None));
    }
    let message = gs1::parse(epc).ok()?;
    let serial = message.serial()?.as_str().to_owned();
    Some((message.gtin()?, serial, message.lot().map(|lot| lot.as_str().to_owned())))
}

/// `%2F` and the like, as URNs write them.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    text.parse::<Serial>().is_ok().then_some(text)
}

fn shown(text: &str) -> String {
    text.chars().take(60).filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn document(epcs: Value, lot: Option<&str>) -> Vec<u8> {
        let ilmd = lot.map_or(json!({}), |lot| json!({"cbvmda:lotNumber": lot}));
        let event =
            json!({"type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning", "epcList": epcs, "ilmd": ilmd});
        let other = json!({"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "shipping", "epcList": ["urn:x"]});
        json!({"type": "EPCISDocument", "epcisBody": {"eventList": [other, event]}}).to_string().into_bytes()
    }

    #[test]
    fn both_ways_to_name_a_pack_are_read() {
        let epcs = json!(["urn:epc:id:sgtin:4012345.067890.S%2F1", "https://id.example.com/01/04012345678901/21/S2",]);
        let read = read(&document(epcs, Some("LOT-7"))).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].gtin.to_string(), "04012345678901");
        assert_eq!(
            (read[0].lot.as_str(), read[0].serials.as_slice()),
            ("LOT-7", ["S/1".to_owned(), "S2".into()].as_slice())
        );
    }

    #[test]
    fn a_wrong_document_is_refused_with_its_event() {
        let event = |text: &[u8]| match read(text) {
            Err(LoadError::BadEpcis { event, .. }) => event,
            other => panic!("{other:?}"),
        };
        assert_eq!(event(b"{}"), 0);
        assert_eq!(event(b"<EPCISDocument/>"), 0);
        assert_eq!(event(&document(json!([]), None)), 0);
        assert_eq!(event(&document(json!(["urn:epc:id:sgtin:4012345.067890.S1"]), None)), 2);
        assert_eq!(event(&document(json!(["urn:epc:id:sscc:4012345.0678901234"]), Some("A"))), 2);
        assert_eq!(event(&document(json!(["urn:epc:id:sgtin:4012345.0678\u{e9}0.S1"]), Some("A"))), 2);
    }
}
