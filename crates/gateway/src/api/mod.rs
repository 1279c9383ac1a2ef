//! The gateway over HTTP. `/docs` describes all of it, and tries it out.

pub mod access;
mod body;
mod ledger;
mod lists;
pub mod node;
mod packs;
mod page;
mod private;
mod problem;
mod resolver;
mod scanner;
mod scans;
mod service;
mod snapshot;
mod watch;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use ledger_client::Trust;
use tokio::sync::Semaphore;
use tower_http::{
    compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType},
    timeout::TimeoutLayer,
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

pub use access::Limits;
pub use problem::Problem;

use crate::{
    database::Database,
    metrics::Metrics,
    serials::{MasterKey, Proofs},
    snapshots::Snapshots,
    watch::Watch,
};

/// Most bytes of a request, but for lists of serials.
const MAX_BODY: usize = 64 * 1024;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long loading a list may take.
const LONG_PATIENCE: Duration = Duration::from_secs(900);

/// What all requests share.
#[derive(Debug)]
pub struct App {
    /// Index, links, scans and keys.
    pub database: Database,
    /// Makers' serials.
    pub proofs: Proofs,
    /// What they are kept under.
    pub key: Arc<MasterKey>,
    /// Answers private questions.
    pub keeper: private_lookup::Keeper,
    /// The nodes that are asked about batches.
    pub nodes: Vec<String>,
    /// What is believed of them.
    pub trust: Trust,
    /// Snapshots for times without a network.
    pub snapshots: Arc<Snapshots>,
    /// Figures.
    pub metrics: Metrics,
    /// What scans are scored by.
    pub watch: Arc<Watch>,
    /// How often callers may ask.
    pub limits: Limits,
    /// The address under which the gateway is reached, without a slash at its end.
    pub base: String,
    /// Lists that are loaded at once.
    pub loading: Arc<Semaphore>,
    /// Private look-ups that are worked on at once.
    pub sealing: Semaphore,
    /// Passes scanners' questions on to nodes.
    pub relay: node::Relay,
    /// The folder with the scanner app for browsers, if it is served.
    pub scanner: Option<PathBuf>,
}

/// What handlers get.
pub type Shared = Arc<App>;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Medtrail gateway",
        description = "Answers about medicine packs: proofs of single packs, the history of the ledger, GS1 Digital Link \
            resolution, and reports of scans. No answer has to be believed: proofs are checked against the chain.",
        license(name = "Apache-2.0")
    ),
    modifiers(&Keys),
    tags(
        (name = "packs", description = "What proves a pack, for whoever presents its code"),
        (name = "ledger", description = "What the chain knows, and what happened; for operators"),
        (name = "serials", description = "Makers' lists; for their makers alone"),
        (name = "scans", description = "Scans that are reported"),
        (name = "anomalies", description = "What the anomaly model finds in scans; for operators"),
        (name = "resolver", description = "GS1 Digital Link resolution"),
        (name = "service", description = "How the gateway is"),
    )
)]
struct Description;

struct Keys;

impl Modify for Keys {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = description.components.get_or_insert_with(Default::default);
        components.add_security_scheme("key", SecurityScheme::Http(bearer));
    }
}

/// All routes.
pub fn router(app: Shared) -> Router {
    let lists = OpenApiRouter::new()
        .routes(routes!(lists::put))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONG_PATIENCE));
    let others = OpenApiRouter::new()
        .routes(routes!(packs::prove))
        .routes(routes!(node::relay))
        .routes(routes!(private::terms, private::look_up))
        .routes(routes!(snapshot::whole))
        .routes(routes!(snapshot::since))
        .routes(routes!(lists::get))
        .routes(routes!(ledger::list))
        .routes(routes!(ledger::show))
        .routes(routes!(ledger::history))
        .routes(routes!(ledger::batch))
        .routes(routes!(ledger::batch_history))
        .routes(routes!(ledger::pack_history))
        .routes(routes!(scans::report))
        .routes(routes!(watch::model))
        .routes(routes!(watch::alerts))
        .routes(routes!(watch::alert))
        .routes(routes!(watch::incidents))
        .routes(routes!(resolver::product))
        .routes(routes!(resolver::description))
        .routes(routes!(resolver::set_product))
        .routes(routes!(resolver::set_lot))
        .routes(routes!(service::status))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE));
    let (limited, description) =
        OpenApiRouter::with_openapi(Description::openapi()).merge(lists).merge(others).split_for_parts();
    let limited = limited
        .route("/01/{gtin}/{*rest}", get(resolver::product))
        .route("/check/{*code}", get(page::check))
        .route_layer(middleware::from_fn_with_state(app.clone(), access::limit));
    // Whoever watches over the gateway is not turned away.
    let (service, of_service) = OpenApiRouter::new()
        .routes(routes!(service::health))
        .routes(routes!(service::ready))
        .routes(routes!(service::metrics))
        .split_for_parts();
    let description = description.merge_from(of_service);
    let scanner = app.scanner.as_deref().map(scanner::files).unwrap_or_default();
    Router::new()
        .merge(scanner)
        .merge(limited)
        .merge(service)
        .merge(SwaggerUi::new("/docs").url("/openapi.json", description))
        .route("/", get(page::home))
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(app.clone(), measure))
        .layer(CompressionLayer::new().compress_when(
            // Snapshots are compressed already.
            DefaultPredicate::new().and(NotForContentType::new("application/octet-stream")),
        ))
        .with_state(app)
}

async fn nowhere() -> Problem {
    Problem::missing("no-route", "there is nothing at this address", "See /docs for what there is.")
}

/// Times each answer by its route, never by its address: that may hold a serial.
async fn measure(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let start = Instant::now();
    let mut response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64();
    app.metrics.answered(&route, response.status().as_u16(), seconds);
    tracing::debug!(%method, route, status = response.status().as_u16(), seconds, "answered");
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let title = "this address is asked in another way";
        let next_step = "See /docs for how.";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", title, next_step).into_response();
    }
    response
}
