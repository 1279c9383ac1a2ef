//! Scans that are reported, and what was seen of the same code before.

use axum::{Json, extract::State};
use ledger_client::time::now;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Problem, Shared,
    access::{Perhaps, Scope},
    body::Body,
    packs::read_code,
};
use crate::scans::{Area, BUCKET_BITS, Scan, Sighting};

/// Verdicts that may be reported.
const VERDICTS: [&str; 7] = [
    "genuine",
    "already-dispensed-here",
    "already-used-elsewhere",
    "do-not-use",
    "not-recognised",
    "suspicious",
    "could-not-check",
];
/// How far a report may lie back, in hours: queues of devices that had no network.
const MAX_LATE: i64 = 31 * 24;

/// A scan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// What the sender calls this scan, up to 64 characters: sent again, it is the same one. Operators only.
    #[schema(example = "0d6b3f0a-till-3-000123")]
    pub id: Option<String>,
    /// The code. Operators only: whoever has no key must not send it.
    pub code: Option<String>,
    /// The first 12 bits of BLAKE2b-256 of the code's canonical text, for whoever has no key.
    #[schema(example = 1234, maximum = 4095)]
    pub bucket: Option<u32>,
    /// The verdict.
    #[schema(example = "genuine")]
    pub verdict: String,
    /// When, in seconds since 1970-01-01 UTC; now, if it is left out. Kept as the hour.
    pub time: Option<u64>,
    /// Where: degrees north and east (WGS 84). Kept as tenths of a degree. Operators only.
    #[schema(example = json!([52.5, 13.4]))]
    pub position: Option<[f64; 2]>,
}

/// An earlier scan of the same code.
#[derive(Debug, Serialize, ToSchema)]
pub struct Earlier {
    /// The hour in which it was, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// Whether it was this participant's.
    pub own: bool,
    /// Roughly where: degrees north and east, in tenths.
    pub position: Option<[f64; 2]>,
}

/// What was seen before.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seen {
    /// The last earlier scans of this code, latest first; none are told to whoever has no key.
    pub earlier: Vec<Earlier>,
}

/// Reports a scan.
///
/// Operators hear of earlier scans of the same code. Patients have no key, and send no code: the bucket and the day are all that is
/// kept of their scan.
#[utoipa::path(post, path = "/v1/scans", tag = "scans",
    responses((status = 200, body = Seen), (status = 400, body = Problem)), security((), ("key" = [])))]
pub async fn report(
    Perhaps(operator): Perhaps,
    State(app): State<Shared>,
    Body(reported): Body<Reported>,
) -> Result<Json<Seen>, Problem> {
    let bad = |code, title: &str| Problem::bad(code, title, "See /docs for what a report holds.");
    if !VERDICTS.contains(&reported.verdict.as_str()) {
        return Err(bad("bad-verdict", "there is no such verdict"));
    }
    let now_hour = hours(now());
    let hour = reported.time.map_or(now_hour, hours);
    if !(now_hour - MAX_LATE..=now_hour + 1).contains(&hour) {
        return Err(bad("bad-time", "the scan is from the future, or more than a month old"));
    }
    let Some(operator) = operator else {
        if reported.code.is_some() || reported.position.is_some() || reported.id.is_some() {
            return Err(bad("too-much", "without a key, send the bucket and the verdict, and nothing else"));
        }
        let bucket = reported.bucket.filter(|bucket| *bucket < 1 << BUCKET_BITS);
        let bucket = bucket.ok_or_else(|| bad("bad-bucket", "the bucket is missing or not below 4,096"))?;
        app.database.count_scan(bucket, hour).await?;
        return Ok(Json(Seen { earlier: Vec::new() }));
    };
    operator.ensure(Scope::Scan)?;
    let id = reported.id.filter(|id| (1..=64).contains(&id.len()) && !id.chars().any(char::is_control));
    let id = id.ok_or_else(|| bad("bad-id", "the scan's id is missing or longer than 64 bytes"))?;
    let named = read_code(reported.code.as_deref().unwrap_or_default())?;
    let area = match reported.position {
        Some([latitude, longitude]) => {
            Some(Area::around(latitude, longitude).ok_or_else(|| bad("bad-position", "there is no such place"))?)
        }
        None => None,
    };
    let code = app.key.scan_code(&named.batch, &named.serial);
    let participant = operator.participant;
    // Two participants may choose the same id.
    let id = format!("{participant}/{id}");
    let scan = Scan { id, code, hour, scanner: participant, area, verdict: reported.verdict };
    // First kept, then read: of two scans at the same time, one hears of the other.
    app.database.keep_scan(&scan).await?;
    let sightings = app.database.sightings(&code, &scan.id).await?;
    Ok(Json(Seen { earlier: sightings.into_iter().map(|sighting| told(sighting, participant)).collect() }))
}

fn told(sighting: Sighting, asker: u32) -> Earlier {
    let degrees = |tenths: i64| tenths as f64 / 10.0;
    Earlier {
        time: sighting.hour.unsigned_abs() * 3_600,
        own: sighting.scanner == asker,
        position: sighting.area.map(|area| [degrees(area.latitude), degrees(area.longitude)]),
    }
}

fn hours(seconds: u64) -> i64 {
    i64::try_from(seconds / 3_600).unwrap_or(i64::MAX / 2)
}
