//! What the engine needs of a scan beside what the log tells, sealed with the gateway's key: after a restart it is warmed from this.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Row, query};

use crate::{
    database::{Database, DatabaseError},
    scans::Area,
    serials::{KeyError, MasterKey},
};

/// For how many hours details are kept: ninety days.
pub const WARM_HOURS: i64 = 90 * 24;
/// Scans read at once.
const PAGE: i64 = 500;

/// A scan's details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The batch, as the index names it.
    pub batch: String,
    /// The pack's place in it, if it is known.
    pub pack: Option<u32>,
    /// The hash of the device.
    pub device: u64,
    /// What the scan was for.
    pub intent: String,
    /// The verdict.
    pub verdict: String,
    /// The code of the verdict's leading reason.
    pub ruling: Option<String>,
    /// The printed expiry as a number, such as 20271200.
    pub expiry: Option<u32>,
    /// The serial's last digits as a number, if it ends in digits.
    pub number: Option<u32>,
}

/// A scan of the log, with its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// What its sender called it.
    pub id: String,
    /// The keyed hash of the code.
    pub code: [u8; 16],
    /// Hours since 1970-01-01 UTC.
    pub hour: i64,
    /// The participant that scanned.
    pub scanner: u32,
    /// Where, roughly.
    pub area: Option<Area>,
    /// The rest.
    pub detail: Detail,
}

/// Why details are not kept.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// They cannot be sealed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Detail {
    /// Sealed for the scan of that name alone.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn seal(&self, key: &MasterKey, id: &str) -> Result<Vec<u8>, KeyError> {
        key.seal(&place(id), &serde_json::to_vec(self).unwrap_or_default())
    }
}

fn place(id: &str) -> String {
    format!("scan/{id}")
}

impl Database {
    /// Keeps a scan's details, and what the model said of it.
    ///
    /// # Errors
    /// [`LogError`].
    pub async fn keep_detail(
        &self,
        key: &MasterKey,
        id: &str,
        hour: i64,
        detail: &Detail,
        assessment: &Value,
    ) -> Result<(), LogError> {
        let kept = query(
            "INSERT INTO scan_details (id, hour, sealed, assessment) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(hour)
        .bind(detail.seal(key, id)?)
        .bind(assessment.to_string())
        .execute(self.pool())
        .await;
        kept.map_err(DatabaseError::from)?;
        Ok(())
    }

    /// What the model said of a scan when it was first reported.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn assessment(&self, id: &str) -> Result<Option<Value>, DatabaseError> {
        let row =
            query("SELECT assessment FROM scan_details WHERE id = $1").bind(id).fetch_optional(self.pool()).await?;
        let text: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Scans of the log with details, by hour and then by name, from an hour on and after one of them. What cannot be opened is
    /// left out. Also tells where to go on; nothing if this was the last part.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn logged(
        &self,
        key: &MasterKey,
        after: (i64, &str),
    ) -> Result<(Vec<Logged>, Option<(i64, String)>), DatabaseError> {
        let rows = query(
            "SELECT s.id, s.code, s.hour, s.scanner, s.latitude, s.longitude, d.sealed
             FROM scan_details d JOIN scans s ON s.id = d.id
             WHERE d.hour >= $1 AND (d.hour > $1 OR d.id > $2) ORDER BY d.hour, d.id LIMIT $3",
        )
        .bind(after.0)
        .bind(after.1)
        .bind(PAGE)
        .fetch_all(self.pool())
        .await?;
        let mut scans = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in &rows {
            let (id, hour): (String, i64) = (row.try_get(0)?, row.try_get(2)?);
            let opened = key.open(&place(&id), &row.try_get::<Vec<u8>, _>(6)?);
            let detail = opened.and_then(|plain| serde_json::from_slice(&plain).ok());
            let code = row.try_get::<Vec<u8>, _>(1)?.try_into().ok();
            last = Some((hour, id.clone()));
            if let (Some(detail), Some(code)) = (detail, code) {
                let scanner =
                    u32::try_from(row.try_get::<i64, _>(3)?).map_err(|_| DatabaseError::Damaged("a scanner"))?;
                let area = Area::kept(row.try_get(4)?, row.try_get(5)?);
                scans.push(Logged { id, code, hour, scanner, area, detail });
            }
        }
        Ok((scans, last.filter(|_| rows.len() as i64 == PAGE)))
    }

    /// Forgets details that are older than they may be.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn forget_details(&self, now_hour: i64) -> Result<(), DatabaseError> {
        query("DELETE FROM scan_details WHERE hour < $1").bind(now_hour - WARM_HOURS).execute(self.pool()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::scans::Scan;

    #[tokio::test]
    async fn details_are_read_back_in_order_with_the_key_and_not_without_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path().join("db").to_str().unwrap()).await.unwrap();
        let key = MasterKey::new(&[1; 32]);
        let detail = |number| Detail {
            batch: "04012345678901/A".into(),
            pack: Some(number),
            device: u64::MAX,
            intent: "dispense".into(),
            verdict: "genuine".into(),
            ruling: None,
            expiry: Some(20_290_600),
            number: None,
        };
        for (number, hour) in [(1, 500_001), (2, 500_000), (3, 400_000)] {
            let id = format!("7/{number}");
            let area = Area::around(52.5, 13.4);
            let scan = Scan { id: id.clone(), code: [1; 16], hour, scanner: 7, area, verdict: "genuine".into() };
            assert!(database.keep_scan(&scan).await.unwrap());
            assert!(!database.keep_scan(&scan).await.unwrap(), "once");
            let said = serde_json::json!({"score": number});
            database.keep_detail(&key, &id, hour, &detail(number), &said).await.unwrap();
        }
        assert_eq!(database.assessment("7/2").await.unwrap(), Some(serde_json::json!({"score": 2})));
        assert_eq!(database.assessment("7/9").await.unwrap(), None);
        let (logged, more) = database.logged(&key, (450_000, "")).await.unwrap();
        assert_eq!(logged.iter().map(|scan| scan.detail.pack).collect::<Vec<_>>(), [Some(2), Some(1)]);
        assert_eq!((logged[0].area, more), (Area::around(52.5, 13.4), None));
        assert_eq!(database.logged(&MasterKey::new(&[2; 32]), (0, "")).await.unwrap().0, []);
        let row = query("SELECT sealed FROM scan_details").fetch_all(database.pool()).await.unwrap();
        for row in row {
            let sealed: Vec<u8> = row.try_get(0).unwrap();
            assert!(!sealed.windows(6).any(|window| window == b"401234"));
        }
        database.forget_details(500_000 + WARM_HOURS).await.unwrap();
        assert_eq!(database.logged(&key, (0, "")).await.unwrap().0.len(), 2);
    }
}
