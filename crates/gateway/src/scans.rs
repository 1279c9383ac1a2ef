//! The log of scans. It knows codes by keyed hashes only, hours instead of moments, and tenths of a degree instead of places;
//! of patients it knows nothing but how often codes of a whole bucket were scanned. What the anomaly engine needs beside that is kept
//! sealed, see [`crate::watch::log`].

use sqlx::{Row, query};

use crate::database::{Database, DatabaseError};

/// Bits of a bucket: codes share one of 4,096 buckets, so that a scan in one tells nothing about a pack.
pub const BUCKET_BITS: u32 = 12;
/// How long scans are kept, in hours: a year and a month.
const KEPT_HOURS: i64 = 400 * 24;
/// Earlier scans told at most.
const TOLD: i64 = 20;

/// A place on Earth, in tenths of a degree: some eleven kilometres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Tenths of a degree north.
    pub latitude: i64,
    /// Tenths of a degree east.
    pub longitude: i64,
}

/// Somebody's scan, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// What its sender calls it: the same one sent twice is one.
    pub id: String,
    /// The keyed hash of the code.
    pub code: [u8; 16],
    /// Hours since 1970-01-01 UTC.
    pub hour: i64,
    /// The participant that scanned.
    pub scanner: u32,
    /// Where, roughly.
    pub area: Option<Area>,
    /// The verdict.
    pub verdict: String,
}

/// An earlier scan of the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Hours since 1970-01-01 UTC.
    pub hour: i64,
    /// The participant that scanned.
    pub scanner: u32,
    /// Where, roughly.
    pub area: Option<Area>,
}

/// Stands for a place that was not told.
const NOWHERE: i64 = i64::MAX;

impl Database {
    /// Keeps a scan, once; whether it is new.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn keep_scan(&self, scan: &Scan) -> Result<bool, DatabaseError> {
        let area = scan.area.unwrap_or(Area { latitude: NOWHERE, longitude: NOWHERE });
        let kept = query(
            "INSERT INTO scans (id, code, hour, scanner, latitude, longitude, verdict)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&scan.id)
        .bind(scan.code.to_vec())
        .bind(scan.hour)
        .bind(i64::from(scan.scanner))
        .bind(area.latitude)
        .bind(area.longitude)
        .bind(&scan.verdict)
        .execute(self.pool())
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Earlier scans of a code, latest first, without the one named.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn sightings(&self, code: &[u8; 16], but: &str) -> Result<Vec<Sighting>, DatabaseError> {
        let rows = query(
            "SELECT hour, scanner, latitude, longitude FROM scans WHERE code = $1 AND id <> $2 ORDER BY hour DESC, id LIMIT $3",
        )
        .bind(code.to_vec())
        .bind(but)
        .bind(TOLD)
        .fetch_all(self.pool())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            let (latitude, longitude) = (row.try_get(2)?, row.try_get(3)?);
            Ok(Sighting {
                hour: row.try_get(0)?,
                scanner: u32::try_from(row.try_get::<i64, _>(1)?).map_err(|_| DatabaseError::Damaged("a scanner"))?,
                area: Area::kept(latitude, longitude),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Counts a patient's scan: the bucket and the day are all that is kept.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn count_scan(&self, bucket: u32, hour: i64) -> Result<(), DatabaseError> {
        query(
            "INSERT INTO scan_buckets (bucket, day, scans) VALUES ($1, $2, 1)
             ON CONFLICT (bucket, day) DO UPDATE SET scans = scan_buckets.scans + 1",
        )
        .bind(i64::from(bucket))
        .bind(hour / 24)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Forgets what is older than it may be.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn forget_scans(&self, now_hour: i64) -> Result<(), DatabaseError> {
        let oldest = now_hour - KEPT_HOURS;
        query("DELETE FROM scans WHERE hour < $1").bind(oldest).execute(self.pool()).await?;
        query("DELETE FROM scan_buckets WHERE day < $1").bind(oldest / 24).execute(self.pool()).await?;
        Ok(())
    }
}

impl Area {
    /// The area that a row tells.
    pub(crate) fn kept(latitude: i64, longitude: i64) -> Option<Self> {
        (latitude != NOWHERE).then_some(Self { latitude, longitude })
    }

    /// The area around a place given in degrees; `None` if there is no such place.
    pub fn around(latitude: f64, longitude: f64) -> Option<Self> {
        let tenths = |degrees: f64, most: f64| (degrees.abs() <= most).then(|| (degrees * 10.0).round() as i64);
        Some(Self { latitude: tenths(latitude, 90.0)?, longitude: tenths(longitude, 180.0)? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn places_are_rounded_to_some_ten_kilometres() {
        assert_eq!(Area::around(52.5163, 13.3777), Some(Area { latitude: 525, longitude: 134 }));
        assert_eq!(Area::around(91.0, 0.0), None);
        assert_eq!(Area::around(f64::NAN, 0.0), None);
    }

    #[tokio::test]
    async fn a_scan_sent_twice_is_kept_once_and_old_ones_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path().join("db").to_str().unwrap()).await.unwrap();
        let scan = |id: &str, hour| Scan {
            id: id.to_owned(),
            code: [1; 16],
            hour,
            scanner: 7,
            area: Area::around(52.5, 13.4),
            verdict: "genuine".into(),
        };
        for scan in [scan("a", 500_000), scan("a", 500_000), scan("b", 500_001), scan("c", 400_000)] {
            database.keep_scan(&scan).await.unwrap();
        }
        let hours = |sightings: Vec<Sighting>| sightings.iter().map(|sighting| sighting.hour).collect::<Vec<_>>();
        assert_eq!(hours(database.sightings(&[1; 16], "b").await.unwrap()), [500_000, 400_000]);
        assert_eq!(database.sightings(&[2; 16], "").await.unwrap(), []);
        database.forget_scans(500_002).await.unwrap();
        assert_eq!(hours(database.sightings(&[1; 16], "").await.unwrap()), [500_001, 500_000]);
        database.count_scan(3, 500_000).await.unwrap();
        database.count_scan(3, 500_001).await.unwrap();
        let row = query("SELECT scans FROM scan_buckets").fetch_one(database.pool()).await.unwrap();
        assert_eq!(row.try_get::<i64, _>(0).unwrap(), 2);
    }
}
