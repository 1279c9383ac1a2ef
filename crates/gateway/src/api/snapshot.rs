//! Snapshots for times without a network.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Problem, Shared};

const BINARY: &str = "application/octet-stream";

/// Gives the last snapshot: all records that verdicts rest on, out of one final block, with what proves them. Check it with
/// `medtrail snapshot show`; it need not be believed.
#[utoipa::path(get, path = "/v1/snapshot", tag = "packs", responses(
    (status = 200, content_type = "application/octet-stream", description = "the file; `Medtrail-Block` tells its block's hash"),
    (status = 503, body = Problem)))]
pub async fn whole(State(app): State<Shared>) -> Result<Response, Problem> {
    let title = "there is no snapshot yet";
    let made = app
        .snapshots
        .last()
        .ok_or_else(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "no-snapshot", title, "Try again in a minute."))?;
    let headers = [(header::CONTENT_TYPE.as_str(), BINARY.to_owned()), ("medtrail-block", made.block.hash_text())];
    Ok((headers, made.bytes.clone()).into_response())
}

/// Gives what leads from the snapshot of a block to the last one: far less than the whole.
#[utoipa::path(get, path = "/v1/snapshot/since/{block}", tag = "packs", params(("block" = String, Path)), responses(
    (status = 200, content_type = "application/octet-stream", description = "the difference"),
    (status = 404, description = "that snapshot is not kept: get the whole", body = Problem)))]
pub async fn since(State(app): State<Shared>, Path(block): Path<String>) -> Result<Response, Problem> {
    let missing = || {
        let title = "the snapshot of this block is not kept here";
        Problem::missing("no-difference", title, "Get the whole snapshot.")
    };
    let mut hash = [0; 32];
    hex::decode_to_slice(block.trim_start_matches("0x"), &mut hash).map_err(|_| missing())?;
    let difference = app.snapshots.since(&hash).await.map_err(|_| missing())?.ok_or_else(missing)?;
    Ok(([(header::CONTENT_TYPE, BINARY)], difference).into_response())
}
