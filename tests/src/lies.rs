//! What a liar makes of an answer.

use serde_json::{Value, json};

use crate::Said;

/// All the ways in which one answer is altered: each byte of it, and each part.
pub fn alterations(result: &Value) -> Vec<Said> {
    let mut all: Vec<Said> = parts(result).into_iter().map(Said::Result).collect();
    let raw = [&b""[..], b"{", b"<html>", b"\xff\xfe", b"[1,2,3]", b"{\"result\":", b"{\"jsonrpc\":\"2.0\"}"];
    all.extend(raw.map(|bytes| Said::Raw(bytes.to_vec())));
    all.push(Said::Raw([&b"{\"result\":\"0x"[..], &vec![b'0'; 15_000_000], b"\"}"].concat()));
    all.push(Said::Raw(vec![b'['; 200_000]));
    all
}

fn parts(value: &Value) -> Vec<Value> {
    let mut all =
        vec![Value::Null, json!([]), json!({}), json!(""), json!("0x"), json!(7), json!("trust me"), json!(true)];
    match value {
        Value::String(text) => all.extend(bytes(text)),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let with = |item: Value| {
                    let mut changed = items.clone();
                    changed[at] = item;
                    Value::Array(changed)
                };
                all.extend(parts(item).into_iter().map(with));
                let (mut fewer, mut more, mut swapped) = (items.clone(), items.clone(), items.clone());
                fewer.remove(at);
                more.insert(at, item.clone());
                swapped.swap(at, (at + 1) % items.len());
                all.extend([fewer, more, swapped].map(Value::Array));
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let with = |field: Value| {
                    let mut changed = value.clone();
                    changed[name] = field;
                    changed
                };
                all.extend(parts(field).into_iter().map(with));
            }
        }
        _ => {}
    }
    all
}

/// Bytes with one bit changed, cut off, or with more behind them.
fn bytes(text: &str) -> Vec<Value> {
    let Some(bytes) = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok()) else { return Vec::new() };
    let text = |bytes: Vec<u8>| json!(format!("0x{}", hex::encode(bytes)));
    let flip = |at: usize| {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        text(changed)
    };
    let cut =
        [1, 2, 32].into_iter().filter_map(|less| Some(text(bytes.get(..bytes.len().checked_sub(less)?)?.to_vec())));
    let more = [[bytes.clone(), vec![0]].concat(), [bytes.clone(), bytes.clone()].concat()].map(text);
    (0..bytes.len()).map(flip).chain(cut).chain(more).collect()
}
