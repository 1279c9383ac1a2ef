//! What the anomaly model is, what it found, and to which incidents that adds up.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    Problem, Shared,
    access::{Operator, Scope},
};
use crate::{
    index::Kind,
    watch::{
        alerts::{Alert, Incident, Viewer},
        model::USAGE,
    },
};

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Part {
    /// The number of the alert after which to begin.
    #[serde(default)]
    after: i64,
    /// How many at most, up to 200.
    #[serde(default = "hundred")]
    limit: u32,
}

/// How much of a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Most {
    /// How many at most, up to 200.
    #[serde(default = "hundred")]
    limit: u32,
}

fn hundred() -> u32 {
    100
}

/// Alerts, in the order in which they came.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alerts {
    /// The alerts. To continue, send the last one's number as `after`.
    pub alerts: Vec<Alert>,
}

/// Incidents, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incidents {
    /// The incidents.
    pub incidents: Vec<Incident>,
}

/// An ensemble's thresholds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Thresholds {
    /// Which: `triage` for scans that the rules find something in, `risk` and `novelty` for others.
    pub ensemble: &'static str,
    /// From this score a scan is shown as suspicious.
    pub suspicious_from: i64,
    /// From this score it is an alarm.
    pub alert_from: i64,
}

/// How far a feature is from the model's reference.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureDrift {
    /// The feature.
    #[schema(example = "custodian-km")]
    pub feature: String,
    /// Its population stability index, in thousandths; above 250 it is another distribution.
    pub index: u64,
}

/// What a week was like.
#[derive(Debug, Serialize, ToSchema)]
pub struct Week {
    /// When it began, in seconds since 1970-01-01 UTC.
    pub from: i64,
    /// How many scans were scored.
    pub scans: u64,
    /// How many alarms there were.
    pub alarms: u64,
    /// The features that are farthest from the reference.
    pub highest: Vec<FeatureDrift>,
    /// What silenced the model: a feature, or `alarms`; nothing if all is well.
    pub drifted: Option<String>,
}

/// The model of this gateway.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelStatus {
    /// BLAKE2b-256 of its file; nothing without a model.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// For which use it has to be active on chain.
    pub usage: &'static str,
    /// `active`; otherwise no answer carries an assessment: `no-model`, `unchecked`, `not-registered`, `not-active`, `shadow`,
    /// `suspended`, `foreign`, `drifted`.
    #[schema(example = "active")]
    pub state: &'static str,
    /// Why it does not speak.
    pub why: Option<&'static str>,
    /// Since when it is in its stage on chain, in seconds since 1970-01-01 UTC.
    pub since: Option<u64>,
    /// When the chain was asked, in seconds since 1970-01-01 UTC.
    pub checked: u64,
    /// Whether the engine knows the whole index and the log.
    pub ready: bool,
    /// Its thresholds.
    pub thresholds: Vec<Thresholds>,
    /// Scans scored since the gateway started.
    pub scored: u64,
    /// Alarms among them.
    pub alarms: u64,
    /// Things in the index that the engine was not told.
    pub skipped: u64,
    /// What the last week with scans was like; nothing before one has ended.
    pub week: Option<Week>,
}

/// Tells what the model is, whether it speaks, and if not, why.
#[utoipa::path(get, path = "/v1/model", tag = "anomalies",
    responses((status = 200, body = ModelStatus), (status = 401, body = Problem)), security(("key" = [])))]
pub async fn model(_operator: Operator, State(app): State<Shared>) -> Json<ModelStatus> {
    const WEEK: i64 = 7 * 86_400;
    let (watch, loaded) = (&app.watch, app.watch.loaded());
    let (state, standing) = (watch.state(), watch.standing());
    let (scored, alarms) = app.metrics.scored_so_far();
    let ensembles = loaded.map(|loaded| loaded.model.ensembles.as_slice()).unwrap_or_default();
    let thresholds = ensembles.iter().map(|ensemble| Thresholds {
        ensemble: ensemble.kind.name(),
        suspicious_from: ensemble.suspicious_from,
        alert_from: ensemble.alert_from,
    });
    let week = watch.last_week().map(|week| Week {
        from: week.week.saturating_mul(WEEK),
        scans: week.scans,
        alarms: week.alarms,
        highest: week.highest.into_iter().map(|(feature, index)| FeatureDrift { feature, index }).collect(),
        drifted: week.drifted,
    });
    Json(ModelStatus {
        id: loaded.map(|loaded| hex::encode(loaded.id)),
        name: loaded.map(|loaded| loaded.model.name.clone()),
        version: loaded.map(|loaded| loaded.model.version.clone()),
        usage: USAGE,
        state: state.code(),
        why: state.why_not(),
        since: standing.since,
        checked: standing.checked,
        ready: watch.is_ready(),
        thresholds: thresholds.collect(),
        scored,
        alarms,
        skipped: watch.skipped(),
        week,
    })
}

/// Lists alerts: a regulator sees all, others those on packs that they scanned, made or have.
#[utoipa::path(get, path = "/v1/alerts", tag = "anomalies", params(Part),
    responses((status = 200, body = Alerts), (status = 403, body = Problem)), security(("key" = [])))]
pub async fn alerts(
    operator: Operator,
    State(app): State<Shared>,
    Query(part): Query<Part>,
) -> Result<Json<Alerts>, Problem> {
    let viewer = viewer(&app, &operator).await?;
    Ok(Json(Alerts { alerts: app.database.alerts(&app.key, viewer, part.after, part.limit).await? }))
}

/// Shows an alert. Its model, ensemble and features suffice to compute the score again: `medtrail model explain` does.
#[utoipa::path(get, path = "/v1/alerts/{id}", tag = "anomalies", params(("id" = String, Path)),
    responses((status = 200, body = Alert), (status = 404, body = Problem)), security(("key" = [])))]
pub async fn alert(
    operator: Operator,
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Alert>, Problem> {
    let viewer = viewer(&app, &operator).await?;
    let missing = || Problem::missing("unknown", "there is no such alert that you may see", "Check its name.");
    // PostgreSQL takes no text with NUL.
    let id: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    app.database.alert(&app.key, viewer, &id).await?.map(Json).ok_or_else(missing)
}

/// Lists incidents: alarms on the same pack, case, device, site, or batch and country within fourteen days are one.
#[utoipa::path(get, path = "/v1/incidents", tag = "anomalies", params(Most),
    responses((status = 200, body = Incidents), (status = 403, body = Problem)), security(("key" = [])))]
pub async fn incidents(
    operator: Operator,
    State(app): State<Shared>,
    Query(most): Query<Most>,
) -> Result<Json<Incidents>, Problem> {
    let viewer = viewer(&app, &operator).await?;
    Ok(Json(Incidents { incidents: app.database.incidents(viewer, most.limit).await? }))
}

/// What an operator may see: everything, for regulators.
async fn viewer(app: &Shared, operator: &Operator) -> Result<Viewer, Problem> {
    operator.ensure(Scope::History)?;
    let record = app.database.record(Kind::Participant, &operator.participant.to_string()).await?;
    let kind = record.as_ref().and_then(|record| record.value.get("kind")).and_then(Value::as_str);
    Ok(if kind == Some("Regulator") { Viewer::Regulator } else { Viewer::Participant(operator.participant) })
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
