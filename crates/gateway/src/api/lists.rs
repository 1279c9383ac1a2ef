//! A maker's serials: brought by the maker, and shown to the maker alone.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
};
use ledger_client::Ledger;
use ledger_types::{Batch, BatchKey};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Problem, Shared,
    access::{Operator, Scope},
    ledger::batch_name,
};
use crate::{
    index::subjects::batch_key,
    serials::{
        csv_list, epcis,
        load::{List, load},
    },
};

/// The header with the batch's secret.
const SECRET: &str = "medtrail-batch-secret";
/// Most bytes of a list: the longest one of CSV, and some.
pub const MAX_LIST: usize = 160 * 1024 * 1024;

/// What is kept of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct Loaded {
    /// GTIN, slash, lot.
    #[schema(example = "04012345678901/LOT-7")]
    pub batch: String,
    /// How many packs.
    pub packs: u32,
}

/// Loads the serials of a batch, in packing order: CSV with a column `serial`, or an EPCIS 2.0 document in JSON that commissions
/// them.
///
/// The batch must be registered on chain, by the participant of this key, and list and secret must give the root that is
/// registered. The list is encrypted at rest. Loading it again changes nothing.
#[utoipa::path(
    put, path = "/v1/batches/{gtin}/{lot}/serials", tag = "serials",
    params(
        ("gtin" = String, Path), ("lot" = String, Path),
        ("medtrail-batch-secret" = String, Header, description = "The batch's secret: 64 hexadecimal digits"),
    ),
    request_body(content((String = "text/csv", example = "serial\nS1\nS2\n"), (String = "application/ld+json"))),
    responses(
        (status = 200, body = Loaded),
        (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, description = "the batch is another maker's", body = Problem),
        (status = 404, description = "the batch is not registered", body = Problem),
        (status = 409, description = "the list gives another root", body = Problem),
    ),
    security(("key" = []))
)]
pub async fn put(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Loaded>, Problem> {
    operator.ensure(Scope::Load)?;
    let id = batch_name(&gtin, &lot)?;
    let key =
        batch_key(&id).ok_or_else(|| Problem::bad("bad-lot", "this is no lot", "A lot has 1 to 20 characters."))?;
    let secret = secret(&headers)?;
    let batch = own_batch(&app, &operator, &key).await?;
    // One list at a time, and read only then: each takes memory and a core. The turn lasts until the work is done, whether anybody
    // waits for it or not.
    let turn = app.loading.clone().acquire_owned().await.map_err(|_| busy())?;
    let body = to_bytes(body, MAX_LIST).await.map_err(|_| {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the list is too large or broke off", "Send it again.")
    })?;
    let (packs, owner, working_on) = (batch.packs, operator.participant, app.clone());
    let (epcis, name) = (is_epcis(&headers), id.clone());
    let working = tokio::task::spawn_blocking(move || {
        let (_turn, app) = (turn, working_on);
        let serials = if epcis { of_batch(epcis::read(&body)?, &name)? } else { csv_list::read(&body)? };
        drop(body);
        app.proofs.forget(&name);
        let list = List { gtin: key.gtin, lot: &lot, secret, serials: &serials };
        let loading = load(&app.database, &app.key, owner, &batch, &list);
        let loaded = tokio::runtime::Handle::current().block_on(loading);
        app.proofs.forget(&name);
        Ok::<_, Problem>(loaded?)
    });
    working.await.map_err(|_| busy())??;
    Ok(Json(Loaded { batch: id, packs }))
}

fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "the gateway is shutting down", "Try again later.")
}

fn secret(headers: &HeaderMap) -> Result<[u8; 32], Problem> {
    let mut secret = [0; 32];
    let text = headers.get(SECRET).and_then(|value| value.to_str().ok()).unwrap_or_default();
    hex::decode_to_slice(text.trim().trim_start_matches("0x"), &mut secret).map_err(|_| {
        Problem::bad(
            "bad-secret",
            "the batch's secret is missing or not 32 bytes",
            "Send the header Medtrail-Batch-Secret.",
        )
    })?;
    Ok(secret)
}

fn is_epcis(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.contains("json")
}

/// The serials of the one batch that is asked for.
fn of_batch(commissioned: Vec<epcis::Commissioned>, id: &str) -> Result<Vec<String>, Problem> {
    let mut serials = Vec::new();
    for batch in commissioned {
        let found = crate::index::subjects::batch_id(batch.gtin.number(), batch.lot.as_str());
        if found != id {
            let title = format!("the document commissions packs of {found}, too");
            return Err(Problem::bad("other-batch", title, "Send each batch in a document of its own."));
        }
        serials.extend(batch.serials);
    }
    Ok(serials)
}

/// The batch as the chain has it, if it is the operator's.
async fn own_batch(app: &Shared, operator: &Operator, key: &BatchKey) -> Result<Batch, Problem> {
    let ledger = Ledger::connect(&app.nodes, &app.trust).await?;
    let batch = ledger.finalized().await?.batch(key).await?;
    let next_step = "Register the batch on chain first.";
    let batch = batch.ok_or_else(|| Problem::missing("unknown-batch", "the ledger has no such batch", next_step))?;
    if batch.maker == operator.participant { Ok(batch) } else { Err(not_yours()) }
}

fn not_yours() -> Problem {
    let next_step = "Use the key of the batch's maker.";
    Problem::new(StatusCode::FORBIDDEN, "not-yours", "this batch is another maker's", next_step)
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Rows {
    /// The first pack.
    #[serde(default)]
    from: u32,
    /// How many at most, up to 10,000.
    #[serde(default = "thousand")]
    limit: u32,
}

fn thousand() -> u32 {
    1_000
}

/// A part of a maker's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Serials {
    /// Index and serial of each pack.
    pub packs: Vec<(u32, String)>,
}

/// Shows a maker the serials that it loaded.
#[utoipa::path(get, path = "/v1/batches/{gtin}/{lot}/serials", tag = "serials",
    params(("gtin" = String, Path), ("lot" = String, Path), Rows),
    responses((status = 200, body = Serials), (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("key" = [])))]
pub async fn get(
    operator: Operator,
    State(app): State<Shared>,
    Path((gtin, lot)): Path<(String, String)>,
    Query(rows): Query<Rows>,
) -> Result<Json<Serials>, Problem> {
    operator.ensure(Scope::Load)?;
    let id = batch_name(&gtin, &lot)?;
    match app.proofs.owner(&id).await? {
        Some((owner, true)) if owner == operator.participant => {}
        Some((owner, _)) if owner != operator.participant => return Err(not_yours()),
        _ => return Err(Problem::missing("no-list", "no list of this batch is here", "Load it first.")),
    }
    Ok(Json(Serials { packs: app.proofs.serials(&id, rows.from, rows.limit).await? }))
}
