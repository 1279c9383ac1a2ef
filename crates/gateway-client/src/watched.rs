//! What a gateway says of the anomaly model that it uses: its state, counts, and drift. None of it is proven.

use serde_json::Value;

use crate::{
    Gateway, GatewayError, Problem, TIMEOUT,
    assessment::{hash, name},
};

/// Most features of which the drift is kept.
const MAX_DRIFT: usize = 5;

/// What a gateway says of its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// Which model, if it has one: BLAKE2b-256 of its file.
    pub model: Option<[u8; 32]>,
    /// Its state, as programs name it: `active`, `shadow`, `suspended`, `drifted`…
    pub state: String,
    /// Since when, in seconds since 1970-01-01 UTC.
    pub since: Option<u64>,
    /// How many scans it scored since the gateway started.
    pub scans: u64,
    /// How many of them were alarms.
    pub alarms: u64,
    /// The features whose population stability index was highest in the last week, each with it in thousandths.
    pub drift: Vec<(String, u64)>,
}

impl Gateway {
    /// Asks which model the gateway uses, and how it fares, with a key that it gave.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn watched(&self, key: &str) -> Result<Watched, GatewayError> {
        self.ensure_private()?;
        let address = self.base.join("v1/model").map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        let told: Result<Value, Problem> =
            self.answer(self.http.get(address).timeout(TIMEOUT).bearer_auth(key)).await?;
        let told = told.map_err(|problem| self.refused(&problem))?;
        read(&told).ok_or_else(|| self.bad_answer())
    }
}

fn read(told: &Value) -> Option<Watched> {
    let count = |field: &str| told.get(field).and_then(Value::as_u64).unwrap_or_default();
    let highest = told.get("week").and_then(|week| week.get("highest")).and_then(Value::as_array);
    let highest = highest.map(Vec::as_slice).unwrap_or_default();
    Some(Watched {
        model: told.get("id").and_then(Value::as_str).and_then(hash),
        state: name(told.get("state")?.as_str()?)?,
        since: told.get("since").and_then(Value::as_u64),
        scans: count("scored"),
        alarms: count("alarms"),
        drift: highest.iter().filter_map(feature).take(MAX_DRIFT).collect(),
    })
}

fn feature(told: &Value) -> Option<(String, u64)> {
    Some((name(told.get("feature")?.as_str()?)?, told.get("index")?.as_u64()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_gateway_says_of_its_model_is_read_as_far_as_it_makes_sense() {
        let highest =
            json!([{"feature": "speed", "index": 310}, {"feature": "\u{202e}", "index": 1}, {"feature": "hops"}, 5]);
        let told = json!({
            "id": "ab".repeat(32), "state": "active", "since": 1_800_000_000, "scored": 7, "alarms": 1,
            "week": {"scans": 5, "alarms": 1, "highest": highest, "drifted": null}, "new": 1,
        });
        let watched = read(&told).unwrap();
        assert_eq!((watched.model, watched.scans, watched.alarms), (Some([0xab; 32]), 7, 1));
        assert_eq!(watched.drift, [("speed".to_owned(), 310)]);
        let none = read(&json!({"id": null, "state": "no-model", "week": null})).unwrap();
        assert_eq!((none.model, none.since, none.drift.len()), (None, None, 0));
        assert_eq!(read(&json!({"state": "<b>"})), None);
        assert_eq!(read(&json!([])), None);
    }
}
