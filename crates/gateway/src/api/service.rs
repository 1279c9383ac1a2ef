//! How the gateway itself is.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger_client::time::now;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, Shared};

/// How old the index may be while the gateway calls itself ready, in seconds.
const MAX_AGE: u64 = 120;

/// How far the gateway is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Status {
    /// The gateway's version.
    pub version: &'static str,
    /// The hash of the chain's first block.
    pub genesis: Option<String>,
    /// Height of the last block in the index. Its hash.
    pub block: u32,
    /// Its hash.
    pub block_hash: Option<String>,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// How old that is, in seconds.
    pub age: u64,
    /// Whether the chain could be followed at the last attempt.
    pub following: bool,
}

/// Tells how far the index is.
#[utoipa::path(get, path = "/v1/status", tag = "service", responses((status = 200, body = Status)))]
pub async fn status(State(app): State<Shared>) -> Result<Json<Status>, Problem> {
    let position = app.database.position().await?;
    let time = position.map_or(0, |position| position.time);
    let hash = |hash: [u8; 32]| format!("0x{}", hex::encode(hash));
    Ok(Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        genesis: position.map(|position| hash(position.genesis)),
        block: position.map_or(0, |position| position.block.number),
        block_hash: position.map(|position| hash(position.block.hash)),
        time,
        age: now().saturating_sub(time),
        following: app.metrics.is_following(),
    }))
}

/// Tells that the program runs.
#[utoipa::path(get, path = "/health", tag = "service", responses((status = 200, description = "it runs")))]
pub async fn health() -> &'static str {
    "ok\n"
}

/// Tells whether the gateway can answer: its database does, and its index is no more than two minutes old.
#[utoipa::path(get, path = "/ready", tag = "service",
    responses((status = 200, description = "it can"), (status = 503, body = Problem)))]
pub async fn ready(State(app): State<Shared>) -> Result<&'static str, Problem> {
    app.database.position().await?;
    let age = now().saturating_sub(app.metrics.indexed_time());
    if app.metrics.is_following() && age <= MAX_AGE {
        return Ok("ready\n");
    }
    let title = format!("the index is {age} seconds old");
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", title, "Wait, or look at the gateway's log."))
}

/// Figures for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "service", responses((status = 200, description = "the figures")))]
pub async fn metrics(State(app): State<Shared>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.to_text()).into_response()
}
