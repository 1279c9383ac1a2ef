//! Alerts and incidents as they are kept. An alert's record suffices to compute its score again.

use ledger_types::{ParticipantId, digest};
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow, query};
use utoipa::ToSchema;

use super::log::LogError;
use crate::{
    database::{Change, Database, DatabaseError},
    serials::MasterKey,
};

/// Alarms of one subject within so many hours are one incident: fourteen days.
const TOGETHER: i64 = 14 * 24;
/// Most rows in one answer.
pub const MAX_ROWS: u32 = 200;
/// Stands for nobody, and for no case.
const NONE: i64 = -1;

/// Something that speaks for an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// A feature of the model's specification.
    #[schema(example = "custodian-km")]
    pub code: String,
    /// Its value.
    #[schema(example = json!([412]))]
    pub arguments: Vec<i32>,
}

/// What an alarm was, for ever the same. Its BLAKE2b-256 (as compact JSON, fields in this order) is the evidence of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertRecord)]
pub struct Record {
    /// Its name.
    #[schema(example = "5c0d6a0f4e1b4f0c9f3c2a8b7d6e5f40")]
    pub id: String,
    /// Hours since 1970-01-01 UTC.
    pub hour: i64,
    /// The model: BLAKE2b-256 of its file.
    pub model: String,
    /// Which of its ensembles: `triage`, `risk` or `novelty`.
    pub ensemble: String,
    /// The score.
    pub score: i64,
    /// From which score on it is an alarm.
    pub threshold: i64,
    /// What raised it: `score`, `novelty`, or `monitor-` and the kind of subject whose scores add up.
    pub by: String,
    /// The features in the order of the specification; −2147483648 for what is not known.
    pub features: Vec<i32>,
    /// What weighs most.
    pub reasons: Vec<Reason>,
}

impl Record {
    /// What a case has as its evidence.
    pub fn digest(&self) -> [u8; 32] {
        digest(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// What a case would be about: kept sealed, for it tells which pack was scanned when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The batch, as the index names it.
    pub batch: String,
    /// The pack's place in it, if the ledger knows the pack.
    pub pack: Option<u32>,
    /// BLAKE2b-256 of the code as it was scanned.
    pub code: [u8; 32],
}

/// An alarm that was just raised.
#[derive(Clone, Debug)]
pub struct Raised {
    /// What is kept for ever.
    pub record: Record,
    /// Hashes of what it is about: pack, case of packs, batch in a country, device, site.
    pub subjects: Vec<String>,
    /// Who scanned.
    pub scanner: ParticipantId,
    /// Who made the pack.
    pub maker: Option<ParticipantId>,
    /// Who has it, as the ledger says.
    pub holder: Option<ParticipantId>,
    /// What a case would be about.
    pub about: About,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Alert {
    /// Its place among all alerts: for `after`.
    pub number: i64,
    /// What it was.
    #[serde(flatten)]
    pub record: Record,
    /// BLAKE2b-256 of the record, as a case names it.
    pub evidence: String,
    /// Hashes of what it is about. Two alerts with the same one are about the same pack, case, device, site, or batch and country.
    pub subjects: Vec<String>,
    /// The batch.
    #[schema(example = "04012345678901/LOT-7")]
    pub batch: Option<String>,
    /// The pack's place in it.
    pub pack: Option<u32>,
    /// Who scanned.
    pub scanner: ParticipantId,
    /// To which incident it belongs.
    pub incident: String,
    /// The incident's case on chain.
    pub case: Option<u32>,
}

/// Alarms that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Incident {
    /// Its name: that of its first alert.
    pub id: String,
    /// The hour of its first alert, since 1970-01-01 UTC.
    pub first_hour: i64,
    /// The hour of its last one.
    pub last_hour: i64,
    /// How many alerts it has.
    pub alerts: u32,
    /// Its case on chain.
    pub case: Option<u32>,
    /// What becomes of its case: `waiting`, `sent`, `opened`, `refused`.
    pub state: String,
}

/// Who may see alerts: regulators all, others those that concern them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// A regulator.
    Regulator,
    /// Somebody else.
    Participant(ParticipantId),
}

impl Viewer {
    /// A condition on alerts, and what stands in it.
    fn condition(self) -> String {
        match self {
            Self::Regulator => "1 = 1".to_owned(),
            // A number, so nothing can be smuggled in.
            Self::Participant(id) => format!("(a.scanner = {id} OR a.maker = {id} OR a.holder = {id})"),
        }
    }
}

const ALERT: &str = "SELECT a.number, a.record, a.subjects, a.scanner, a.sealed, a.incident, i.ledger_case
    FROM alerts a JOIN incidents i ON i.id = a.incident";

impl Database {
    /// Keeps an alarm, once, in its incident: that of an earlier alarm with one of its subjects, or a new one. Whether it is new.
    ///
    /// # Errors
    /// [`LogError`].
    pub async fn keep_alert(&self, key: &MasterKey, raised: &Raised) -> Result<bool, LogError> {
        let sealed = key.seal(&place(&raised.record.id), &serde_json::to_vec(&raised.about).unwrap_or_default())?;
        Ok(self.store_alert(raised, &sealed).await?)
    }

    async fn store_alert(&self, raised: &Raised, sealed: &[u8]) -> Result<bool, DatabaseError> {
        let Raised { record, subjects, scanner, maker, holder, .. } = raised;
        let mut change = self.change().await?;
        let somebody = |id: Option<ParticipantId>| id.map_or(NONE, i64::from);
        let kept = query(
            "INSERT INTO alerts (number, id, hour, record, subjects, scanner, maker, holder, sealed, incident)
             VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM alerts), $1, $2, $3, $4, $5, $6, $7, $8, '')
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&record.id)
        .bind(record.hour)
        .bind(serde_json::to_string(record).unwrap_or_default())
        .bind(subjects.join(" "))
        .bind(i64::from(*scanner))
        .bind(somebody(*maker))
        .bind(somebody(*holder))
        .bind(sealed.to_vec())
        .execute(&mut *change)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        let incident = join(&mut change, record, subjects).await?;
        query("UPDATE alerts SET incident = $1 WHERE id = $2")
            .bind(&incident)
            .bind(&record.id)
            .execute(&mut *change)
            .await?;
        for subject in subjects {
            query(
                "INSERT INTO incident_subjects (subject, incident, hour) VALUES ($1, $2, $3)
                 ON CONFLICT (subject) DO UPDATE SET incident = excluded.incident, hour = excluded.hour",
            )
            .bind(subject)
            .bind(&incident)
            .bind(record.hour)
            .execute(&mut *change)
            .await?;
        }
        change.commit().await?;
        Ok(true)
    }

    /// Alerts that somebody may see, in the order in which they came, beginning after a number.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn alerts(
        &self,
        key: &MasterKey,
        viewer: Viewer,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Alert>, DatabaseError> {
        let sql = format!("{ALERT} WHERE a.number > $1 AND {} ORDER BY a.number LIMIT $2", viewer.condition());
        let rows = query(&sql).persistent(false).bind(after).bind(limit_of(limit)).fetch_all(self.pool()).await?;
        rows.iter().map(|row| alert(key, row)).collect()
    }

    /// An alert, if there is one of that name that somebody may see.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn alert(&self, key: &MasterKey, viewer: Viewer, id: &str) -> Result<Option<Alert>, DatabaseError> {
        let sql = format!("{ALERT} WHERE a.id = $1 AND {}", viewer.condition());
        let row = query(&sql).persistent(false).bind(id).fetch_optional(self.pool()).await?;
        row.map(|row| alert(key, &row)).transpose()
    }

    /// Incidents that somebody may see, the latest first.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn incidents(&self, viewer: Viewer, limit: u32) -> Result<Vec<Incident>, DatabaseError> {
        let sql = format!(
            "SELECT i.id, i.first_hour, i.last_hour, i.alerts, i.ledger_case, i.state FROM incidents i
             WHERE EXISTS (SELECT 1 FROM alerts a WHERE a.incident = i.id AND {})
             ORDER BY i.last_hour DESC, i.id LIMIT $1",
            viewer.condition()
        );
        let rows = query(&sql).persistent(false).bind(limit_of(limit)).fetch_all(self.pool()).await?;
        let read = |row: &AnyRow| {
            Ok(Incident {
                id: row.try_get(0)?,
                first_hour: row.try_get(1)?,
                last_hour: row.try_get(2)?,
                alerts: u32::try_from(row.try_get::<i64, _>(3)?).unwrap_or(u32::MAX),
                case: u32::try_from(row.try_get::<i64, _>(4)?).ok(),
                state: row.try_get(5)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The record of an incident's first alert, and what it is about.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn first_alert(&self, key: &MasterKey, incident: &str) -> Result<(Record, About), DatabaseError> {
        let damaged = || DatabaseError::Damaged("an alert, or the key is another one");
        let row = query("SELECT record, sealed FROM alerts WHERE id = $1")
            .bind(incident)
            .fetch_optional(self.pool())
            .await?
            .ok_or_else(damaged)?;
        let record = serde_json::from_str(&row.try_get::<String, _>(0)?).map_err(|_| damaged())?;
        let about = about(key, incident, &row.try_get::<Vec<u8>, _>(1)?).ok_or_else(damaged)?;
        Ok((record, about))
    }
}

/// The incident that an alarm belongs to, one alert longer.
async fn join(change: &mut Change<'_>, record: &Record, subjects: &[String]) -> Result<String, DatabaseError> {
    let mut earlier: Option<(i64, String)> = None;
    for subject in subjects {
        let row = query("SELECT hour, incident FROM incident_subjects WHERE subject = $1 AND hour >= $2")
            .bind(subject)
            .bind(record.hour - TOGETHER)
            .fetch_optional(&mut **change)
            .await?;
        if let Some(row) = row {
            let found = (row.try_get(0)?, row.try_get(1)?);
            earlier = earlier.max(Some(found));
        }
    }
    if let Some((_, incident)) = earlier {
        let sql = "UPDATE incidents SET alerts = alerts + 1,
            first_hour = CASE WHEN first_hour > $1 THEN $1 ELSE first_hour END,
            last_hour = CASE WHEN last_hour < $1 THEN $1 ELSE last_hour END WHERE id = $2";
        query(sql).bind(record.hour).bind(&incident).execute(&mut **change).await?;
        return Ok(incident);
    }
    query(
        "INSERT INTO incidents (id, first_hour, last_hour, alerts, state, ledger_case, act, attempts, next_try)
         VALUES ($1, $2, $3, 1, 'waiting', $4, '', 0, 0)",
    )
    .bind(&record.id)
    .bind(record.hour)
    .bind(record.hour)
    .bind(NONE)
    .execute(&mut **change)
    .await?;
    Ok(record.id.clone())
}

fn alert(key: &MasterKey, row: &AnyRow) -> Result<Alert, DatabaseError> {
    let record: Record =
        serde_json::from_str(&row.try_get::<String, _>(1)?).map_err(|_| DatabaseError::Damaged("an alert"))?;
    let about = about(key, &record.id, &row.try_get::<Vec<u8>, _>(4)?);
    let subjects: String = row.try_get(2)?;
    Ok(Alert {
        number: row.try_get(0)?,
        evidence: hex::encode(record.digest()),
        record,
        subjects: subjects.split(' ').filter(|subject| !subject.is_empty()).map(str::to_owned).collect(),
        pack: about.as_ref().and_then(|about| about.pack),
        batch: about.map(|about| about.batch),
        scanner: u32::try_from(row.try_get::<i64, _>(3)?).map_err(|_| DatabaseError::Damaged("a scanner"))?,
        incident: row.try_get(5)?,
        case: u32::try_from(row.try_get::<i64, _>(6)?).ok(),
    })
}

fn about(key: &MasterKey, id: &str, sealed: &[u8]) -> Option<About> {
    serde_json::from_slice(&key.open(&place(id), sealed)?).ok()
}

fn place(id: &str) -> String {
    format!("alert/{id}")
}

fn limit_of(limit: u32) -> i64 {
    i64::from(limit.clamp(1, MAX_ROWS))
}

/// A reason as it is told.
pub fn reasons(reasons: &[super::judge::Why]) -> Vec<Reason> {
    reasons.iter().map(|why| Reason { code: why.code.to_owned(), arguments: vec![why.value] }).collect()
}

#[cfg(test)]
#[path = "alerts_tests.rs"]
mod tests;
