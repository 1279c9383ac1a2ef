//! What a gateway's anomaly model says of a reported scan. None of it is proven: whoever uses it compares the model with the one that
//! is active on chain.

use serde::Deserialize;
use serde_json::Value;

use crate::{Earlier, harmless};

/// Most reasons that are kept.
pub const MAX_REASONS: usize = 5;
/// Most arguments of a reason that are kept.
pub const MAX_ARGUMENTS: usize = 4;
/// Most earlier scans that are kept.
const MAX_EARLIER: usize = 100;
/// Longest name of a reason, and longest name of an alert.
const MAX_NAME: usize = 64;

/// What a gateway answers to a reported scan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Earlier scans of the same code.
    pub earlier: Vec<Earlier>,
    /// What its model says; nothing without an active model.
    pub assessment: Option<Assessment>,
    /// Why there is no assessment, as the gateway says it: short, and harmless to show.
    pub no_model: Option<String>,
}

/// What a model says of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Which model: BLAKE2b-256 of its file, the name under which it is registered on chain.
    pub model: [u8; 32],
    /// The score.
    pub score: i64,
    /// The score from which on it is an alarm.
    pub threshold: i64,
    /// Whether an alarm was raised: by the score, or by what the scans of the same device, site or batch add up to.
    pub alarm: bool,
    /// Whether what the rules object to is taken for something that was not recorded yet.
    pub excused: bool,
    /// What weighs most, at most [`MAX_REASONS`].
    pub reasons: Vec<Why>,
    /// The name of the alert's record, if there is one.
    pub alert: Option<String>,
}

/// Something that speaks for an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// A feature of the model's specification: small letters, digits and dashes.
    pub code: String,
    /// Its value or values, at most [`MAX_ARGUMENTS`].
    pub arguments: Vec<i64>,
}

/// The answer as it comes. What is new in it is of no concern, what is broken in an assessment costs the assessment alone.
#[derive(Deserialize)]
pub(crate) struct Answer {
    earlier: Vec<Earlier>,
    #[serde(default)]
    assessment: Value,
    #[serde(default)]
    model: Value,
}

impl Answer {
    pub(crate) fn read(self) -> Seen {
        let Self { mut earlier, assessment, model } = self;
        earlier.truncate(MAX_EARLIER);
        Seen { earlier, assessment: self::assessment(&assessment), no_model: model.as_str().map(harmless) }
    }
}

fn assessment(value: &Value) -> Option<Assessment> {
    let reasons = value.get("reasons").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Some(Assessment {
        model: hash(value.get("model")?.as_str()?)?,
        score: value.get("score")?.as_i64()?,
        threshold: value.get("threshold")?.as_i64()?,
        alarm: value.get("alarm")?.as_bool()?,
        excused: value.get("excused").and_then(Value::as_bool).unwrap_or(false),
        reasons: reasons.iter().filter_map(why).take(MAX_REASONS).collect(),
        alert: value.get("alert").and_then(Value::as_str).and_then(name),
    })
}

fn why(value: &Value) -> Option<Why> {
    let arguments = value.get("arguments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Some(Why {
        code: name(value.get("code")?.as_str()?)?,
        arguments: arguments.iter().filter_map(Value::as_i64).take(MAX_ARGUMENTS).collect(),
    })
}

pub(crate) fn name(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    ((1..=MAX_NAME).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}

/// 32 bytes in hexadecimal, with or without `0x`.
pub(crate) fn hash(text: &str) -> Option<[u8; 32]> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let nibbles: Vec<u8> =
        digits.chars().take(65).map(|digit| digit.to_digit(16).map(|value| value as u8)).collect::<Option<_>>()?;
    let mut hash = [0; 32];
    if nibbles.len() != 2 * hash.len() {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(nibbles.chunks_exact(2)) {
        *byte = pair.iter().fold(0, |byte, nibble| byte << 4 | nibble);
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn read(answer: Value) -> Seen {
        serde_json::from_value::<Answer>(answer).unwrap().read()
    }

    #[test]
    fn an_assessment_is_read_and_what_is_new_in_it_is_of_no_concern() {
        let reason = json!({"code": "custodian-km", "arguments": [412], "colour": "red"});
        let assessment = json!({
            "model": format!("0x{}", "ab".repeat(32)), "score": 900, "threshold": -5, "alarm": true,
            "reasons": [reason], "alert": "00ff", "new": {},
        });
        let seen = read(json!({"earlier": [], "assessment": assessment, "more": 1}));
        let assessment = seen.assessment.unwrap();
        assert_eq!((assessment.model, assessment.score, assessment.threshold), ([0xab; 32], 900, -5));
        assert_eq!(assessment.reasons, [Why { code: "custodian-km".into(), arguments: vec![412] }]);
        assert_eq!((assessment.alarm, assessment.alert.as_deref()), (true, Some("00ff")));
        assert_eq!(seen.no_model, None);
    }

    #[test]
    fn a_gateway_without_a_model_or_an_older_one_is_understood() {
        assert_eq!(read(json!({"earlier": []})), Seen::default());
        let seen = read(json!({"earlier": [], "assessment": null, "model": "none: suspended\u{1b}[2J"}));
        assert_eq!((seen.assessment, seen.no_model.as_deref()), (None, Some("none: suspended[2J")));
    }

    #[test]
    fn nonsense_costs_the_assessment_and_nothing_else() {
        let good = json!({"model": "ab".repeat(32), "score": 1, "threshold": 2, "alarm": false});
        for (field, bad) in [
            ("model", json!("ab")),
            ("model", json!("é".repeat(64))),
            ("score", json!(1.5)),
            ("threshold", json!("2")),
            ("alarm", json!(1)),
        ] {
            let mut answer = good.clone();
            answer[field] = bad;
            let earlier = json!([{"time": 1, "own": false, "position": null}]);
            let seen = read(json!({"earlier": earlier, "assessment": answer, "model": 7}));
            assert_eq!((seen.earlier.len(), seen.assessment, seen.no_model), (1, None, None), "{field}");
        }
    }

    #[test]
    fn reasons_are_few_and_named_plainly() {
        let reasons: Vec<Value> = (0..50)
            .map(|number| json!({"code": format!("code-{number}"), "arguments": (0..50).collect::<Vec<i32>>()}))
            .chain([json!({"code": "\u{202e}evil"}), json!(3)])
            .rev()
            .collect();
        let answer = json!({"model": "ab".repeat(32), "score": 1, "threshold": 2, "alarm": false, "reasons": reasons, "alert": "../x"});
        let assessment = read(json!({"earlier": [], "assessment": answer})).assessment.unwrap();
        assert_eq!(assessment.reasons.len(), MAX_REASONS);
        assert_eq!(assessment.reasons[0].code, "code-49");
        assert!(assessment.reasons.iter().all(|reason| reason.arguments.len() == MAX_ARGUMENTS));
        assert_eq!(assessment.alert, None);
    }
}
