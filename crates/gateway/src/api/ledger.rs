//! The index: things on the ledger, and what happened to them.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Problem, Shared,
    access::{Operator, Scope},
};
use crate::index::{
    Kind,
    read::{Happened, Place, Record},
    subjects::batch_id,
};

/// Which part of a long list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Part {
    /// The name after which to begin.
    #[serde(default)]
    after: String,
    /// How many at most, up to 500.
    #[serde(default = "hundred")]
    limit: u32,
}

/// Which part of a history.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Since {
    /// The block after which to begin, or within which, see `after_place`.
    #[serde(default)]
    after_block: u32,
    /// The place in that block after which to begin.
    #[serde(default)]
    after_place: Option<u32>,
    /// How many at most, up to 500.
    #[serde(default = "hundred")]
    limit: u32,
}

impl Since {
    fn place(&self) -> Place {
        Place { block: self.after_block, place: self.after_place.unwrap_or(u32::MAX) }
    }
}

fn hundred() -> u32 {
    100
}

/// Things of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct Things {
    /// Height of the last block in the index.
    pub block: u32,
    /// In order of their names.
    pub things: Vec<Record>,
    /// What to send as `after` for the next part; nothing if this is the last.
    pub next: Option<String>,
}

/// What happened, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// Height of the last block in the index.
    pub block: u32,
    /// What happened. To continue, send the last one's block and place as `after_block` and `after_place`.
    pub events: Vec<Happened>,
}

async fn height(app: &Shared) -> Result<u32, Problem> {
    Ok(app.database.position().await?.map_or(0, |position| position.block.number))
}

/// Lists things of a kind.
#[utoipa::path(get, path = "/v1/ledger/{kind}", tag = "ledger", params(("kind" = Kind, Path), Part),
    responses((status = 200, body = Things), (status = 401, body = Problem)), security(("key" = [])))]
pub async fn list(
    operator: Operator,
    State(app): State<Shared>,
    Path(kind): Path<Kind>,
    Query(part): Query<Part>,
) -> Result<Json<Things>, Problem> {
    operator.ensure(Scope::History)?;
    let things = app.database.records(kind, &printable(&part.after), part.limit).await?;
    let next = things.last().filter(|_| things.len() >= part.limit.clamp(1, 500) as usize).map(|last| last.id.clone());
    Ok(Json(Things { block: height(&app).await?, things, next }))
}

/// Shows a thing by its name: a product by GTIN, a participant, shipment or case by number, a container by SSCC.
#[utoipa::path(get, path = "/v1/ledger/{kind}/{id}", tag = "ledger", params(("kind" = Kind, Path), ("id" = String, Path)),
    responses((status = 200, body = Record), (status = 404, body = Problem)), security(("key" = [])))]
pub async fn show(
    operator: Operator,
    State(app): State<Shared>,
    Path((kind, id)): Path<(Kind, String)>,
) -> Result<Json<Record>, Problem> {
    operator.ensure(Scope::History)?;
    record(&app, kind, &canonical(kind, &id)).await
}

/// Tells what happened to a thing.
#[utoipa::path(get, path = "/v1/ledger/{kind}/{id}/history", tag = "ledger",
    params(("kind" = Kind, Path), ("id" = String, Path), Since),
    responses((status = 200, body = History)), security(("key" = [])))]
pub async fn history(
    operator: Operator,
    State(app): State<Shared>,
    Path((kind, id)): Path<(Kind, String)>,
    Query(since): Query<Since>,
) -> Result<Json<History>, Problem> {
    operator.ensure(Scope::History)?;
    events(&app, kind, &canonical(kind, &id), &since).await
}

/// Shows a batch.
#[utoipa::path(get, path = "/v1/batches/{gtin}/{lot}", tag = "ledger", params(("gtin" = String, Path), ("lot" = String, Path)),
    responses((status = 200, body = Record), (status = 404, body = Problem)), security(("key" = [])))]
pub async fn batch(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot)): Path<(String, String)>,
) -> Result<Json<Record>, Problem> {
    operator.ensure(Scope::History)?;
    record(&app, Kind::Batch, &batch_name(&gtin, &lot)?).await
}

/// Tells what happened to a batch.
#[utoipa::path(get, path = "/v1/batches/{gtin}/{lot}/history", tag = "ledger",
    params(("gtin" = String, Path), ("lot" = String, Path), Since),
    responses((status = 200, body = History)), security(("key" = [])))]
pub async fn batch_history(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot)): Path<(String, String)>,
    Query(since): Query<Since>,
) -> Result<Json<History>, Problem> {
    operator.ensure(Scope::History)?;
    events(&app, Kind::Batch, &batch_name(&gtin, &lot)?, &since).await
}

/// Tells what happened to a pack: to it alone, with others, or to its whole batch.
#[utoipa::path(get, path = "/v1/batches/{gtin}/{lot}/packs/{index}/history", tag = "ledger",
    params(("gtin" = String, Path), ("lot" = String, Path), ("index" = u32, Path), Since),
    responses((status = 200, body = History)), security(("key" = [])))]
pub async fn pack_history(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot, index)): Path<(String, String, u32)>,
    Query(since): Query<Since>,
) -> Result<Json<History>, Problem> {
    operator.ensure(Scope::History)?;
    let batch = batch_name(&gtin, &lot)?;
    let events = app.database.pack_history(&batch, index, since.place(), since.limit).await?;
    Ok(Json(History { block: height(&app).await?, events }))
}

async fn record(app: &Shared, kind: Kind, id: &str) -> Result<Json<Record>, Problem> {
    let missing =
        || Problem::missing("unknown", format!("the ledger has no such {}", kind.code()), "Check the number or name.");
    app.database.record(kind, id).await?.map(Json).ok_or_else(missing)
}

async fn events(app: &Shared, kind: Kind, id: &str, since: &Since) -> Result<Json<History>, Problem> {
    let events = app.database.history(kind, id, since.place(), since.limit).await?;
    Ok(Json(History { block: height(app).await?, events }))
}

/// GTINs and SSCCs may be given with their leading zeros; the ledger keeps them as numbers.
fn canonical(kind: Kind, id: &str) -> String {
    match (kind, id.parse::<u64>()) {
        (Kind::Product | Kind::Container, Ok(number)) => number.to_string(),
        // PostgreSQL takes no text with NUL, and the ledger no name with control characters.
        _ => printable(id),
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// The name of a batch in the index.
pub fn batch_name(gtin: &str, lot: &str) -> Result<String, Problem> {
    let gtin: gs1::Gtin = gtin
        .parse()
        .map_err(|_| Problem::bad("bad-gtin", "this is no GTIN", "Check its digits; the last is a check digit."))?;
    let lot: gs1::Lot = lot
        .parse()
        .map_err(|_| Problem::bad("bad-lot", "this is no lot", "A lot has 1 to 20 characters of GS1 set 82."))?;
    Ok(batch_id(gtin.number(), lot.as_str()))
}
