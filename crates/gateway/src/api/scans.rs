//! Scans that are reported, and what was seen of the same code before.

use axum::{Json, extract::State};
use gs1::Date;
use ledger_client::time::now;
use ledger_types::digest;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Problem, Shared,
    access::{Perhaps, Scope},
    body::Body,
    packs::{Named, read_code},
};
use crate::{
    scans::{Area, BUCKET_BITS, Scan, Sighting},
    watch::{
        log::Detail,
        model,
        score::{self, Assessment, Incoming},
    },
};

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
/// Longest name of a device, in characters, and longest code of a reason.
const MAX_NAME: usize = 64;
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
    /// What the scan was for: `verify`, `receive`, `dispense` or `return`; `verify`, if it is left out. Operators only.
    #[schema(example = "dispense")]
    pub intent: Option<String>,
    /// What tells this device or install from others of the participant: up to 64 characters that name nobody. Kept as a hash.
    /// Operators only.
    #[schema(example = "till-3")]
    pub device: Option<String>,
    /// The code of the verdict's leading reason. Operators only.
    #[schema(example = "wrong-custodian")]
    pub ruling: Option<String>,
    /// The pack's place in its batch, as the scanner proved it. Operators only.
    #[schema(example = 17)]
    pub pack: Option<u32>,
}

impl Reported {
    /// Whether it says what only operators may send.
    fn is_an_operators(&self) -> bool {
        let texts = [&self.code, &self.id, &self.intent, &self.device, &self.ruling];
        texts.iter().any(|text| text.is_some()) || self.position.is_some() || self.pack.is_some()
    }
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
    /// What the anomaly model says; none without a model that is active on chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// Why there is no assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "none: this gateway's model is suspended")]
    pub model: Option<String>,
}

/// Reports a scan.
///
/// Operators hear of earlier scans of the same code, and what the anomaly model says if one is active. Patients have no key, and send
/// no code: the bucket and the day are all that is kept of their scan.
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
        if reported.is_an_operators() {
            return Err(bad("too-much", "without a key, send the bucket and the verdict, and nothing else"));
        }
        let bucket = reported.bucket.filter(|bucket| *bucket < 1 << BUCKET_BITS);
        let bucket = bucket.ok_or_else(|| bad("bad-bucket", "the bucket is missing or not below 4,096"))?;
        app.database.count_scan(bucket, hour).await?;
        return Ok(Json(Seen { earlier: Vec::new(), assessment: None, model: None }));
    };
    operator.ensure(Scope::Scan)?;
    let intent = reported.intent.as_deref().unwrap_or("verify");
    score::intent(intent).ok_or_else(|| bad("bad-intent", "there is no such intent"))?;
    if [&reported.device, &reported.ruling].into_iter().flatten().any(|name| name.chars().count() > MAX_NAME) {
        return Err(bad("bad-name", "the device or the ruling is longer than 64 characters"));
    }
    let id = reported.id.as_ref().filter(|id| (1..=64).contains(&id.len()) && !id.chars().any(char::is_control));
    let id = id.ok_or_else(|| bad("bad-id", "the scan's id is missing or longer than 64 bytes"))?;
    let text = reported.code.as_deref().unwrap_or_default();
    let named = read_code(text)?;
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
    let scan = Scan { id: id.clone(), code, hour, scanner: participant, area, verdict: reported.verdict.clone() };
    // First kept, then read: of two scans at the same time, one hears of the other.
    let new = app.database.keep_scan(&scan).await?;
    let sightings = app.database.sightings(&code, &id).await?;
    let (assessment, model) = if app.watch.loaded().is_none() {
        (None, model::State::None.why_not().map(str::to_owned))
    } else if new {
        let received = i64::try_from(now()).unwrap_or(i64::MAX);
        let time = reported.time.and_then(|time| i64::try_from(time).ok()).unwrap_or(received);
        let text = digest(text.trim().as_bytes());
        let detail = detail(&app, &reported, &named, participant).await?;
        let incoming = Incoming { id, code, time, received, scanner: participant, area, detail, text };
        app.watch.report(&app.database, &incoming).await.told()
    } else {
        app.watch.reported_before(&app.database, &id).await?.told()
    };
    let earlier = sightings.into_iter().map(|sighting| told(sighting, participant)).collect();
    Ok(Json(Seen { earlier, assessment, model }))
}

/// What the anomaly engine needs of a scan. Which pack it is, the scanner knows, or the label, or the maker's list.
async fn detail(app: &Shared, reported: &Reported, named: &Named, scanner: u32) -> Result<Detail, Problem> {
    let pack = match reported.pack.or(named.pack) {
        None => app.proofs.place(&named.batch, &named.serial).await?,
        known => known,
    };
    // A code of no pack is of none, whatever place it claims.
    let pack = pack.filter(|_| reported.verdict != "not-recognised");
    Ok(Detail {
        batch: named.batch.clone(),
        pack,
        device: score::device(&app.key, scanner, reported.device.as_deref()),
        intent: reported.intent.clone().unwrap_or_else(|| "verify".to_owned()),
        verdict: reported.verdict.clone(),
        ruling: reported.ruling.clone(),
        expiry: named.expiry.map(Date::number),
        number: score::last_digits(&named.serial),
    })
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
