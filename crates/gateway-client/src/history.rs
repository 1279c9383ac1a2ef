//! What a gateway tells of what happened to a pack.

use gs1::{Gtin, Lot};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Gateway, GatewayError, Problem, TIMEOUT};

/// Most events of a history that are asked for, the oldest first; whoever gets as many may not have all.
pub const MAX_EVENTS: usize = 200;
/// Most bytes of such a history: each event may name 64 ranges of packs.
const MAX_HISTORY: usize = 2 * 1024 * 1024;

/// What happened to a pack, as a gateway tells it. None of it is proven, nor in order, nor about this pack.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct History {
    /// Height of the last block that the gateway knows.
    pub block: u32,
    /// At most [`MAX_EVENTS`].
    pub events: Vec<Happened>,
}

/// An event on the chain, as a gateway tells it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Happened {
    /// Height of the block.
    pub block: u32,
    /// Place among the block's events.
    pub place: u32,
    /// The chain's clock, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// The pallet.
    pub pallet: String,
    /// The event.
    pub event: String,
    /// Its fields, as the chain names them.
    pub fields: Map<String, Value>,
}

impl Gateway {
    /// Asks what happened to a pack, with a key that the gateway gave for that. The gateway learns which pack it is.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn pack_history(&self, key: &str, gtin: &Gtin, lot: &Lot, pack: u32) -> Result<History, GatewayError> {
        self.ensure_private()?;
        let mut address =
            self.base.join("v1/batches").map_err(|_| GatewayError::BadAddress(self.address().to_owned()))?;
        if let Ok(mut path) = address.path_segments_mut() {
            path.push(&gtin.to_string()).push(lot.as_str()).push("packs").push(&pack.to_string()).push("history");
        }
        address.set_query(Some(&format!("limit={MAX_EVENTS}")));
        let (success, bytes) =
            self.fetch(self.http.get(address).timeout(TIMEOUT).bearer_auth(key), MAX_HISTORY).await?;
        if !success {
            let problem: Problem = serde_json::from_slice(&bytes).map_err(|_| self.bad_answer())?;
            return Err(self.refused(&problem));
        }
        let history: History = serde_json::from_slice(&bytes).map_err(|_| self.bad_answer())?;
        if history.events.len() > MAX_EVENTS { Err(self.bad_answer()) } else { Ok(history) }
    }
}
