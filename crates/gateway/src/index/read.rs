//! What the index knows.

use serde::Serialize;
use serde_json::Value;
use sqlx::{Row, any::AnyRow, query};
use utoipa::ToSchema;

use super::{Kind, subjects::ancestors};
use crate::database::{Database, DatabaseError};

/// Most rows in one answer.
pub const MAX_ROWS: u32 = 500;

/// Where an event stands: block, and place among the block's events. Later events have later places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Height of the block.
    pub block: u32,
    /// Place among its events.
    pub place: u32,
}

/// Something that happened on the chain.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Happened {
    /// Height of the block.
    #[schema(example = 4711)]
    pub block: u32,
    /// Place among the block's events.
    pub place: u32,
    /// The chain's clock, in seconds since 1970-01-01 UTC.
    #[schema(example = 1_795_600_000u64)]
    pub time: u64,
    /// The pallet.
    #[schema(example = "DrugBatch")]
    pub pallet: String,
    /// The event.
    #[schema(example = "BatchReleased")]
    pub event: String,
    /// Its fields, as the chain names them.
    #[schema(value_type = Object)]
    pub fields: Value,
}

/// What the chain keeps of a thing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Record {
    /// Its kind.
    pub kind: Kind,
    /// Its name: see the kinds.
    #[schema(example = "04012345678901/LOT-7")]
    pub id: String,
    /// The block in which it last changed.
    pub block: u32,
    /// The block in which the chain removed it, as it does with shipments that have arrived.
    pub gone: Option<u32>,
    /// The record as the chain names its fields; of what is gone, the last one.
    #[schema(value_type = Object)]
    pub value: Value,
}

impl Database {
    /// A thing as the chain has it.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn record(&self, kind: Kind, id: &str) -> Result<Option<Record>, DatabaseError> {
        let sql = "SELECT kind, id, block, gone, value FROM records WHERE kind = $1 AND id = $2";
        let row = query(sql).bind(kind.code()).bind(id).fetch_optional(self.pool()).await?;
        row.map(|row| record(kind, &row)).transpose()
    }

    /// Things of a kind, in order of their names, beginning after one.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn records(&self, kind: Kind, after: &str, limit: u32) -> Result<Vec<Record>, DatabaseError> {
        let id = self.by_bytes("id");
        let sql = format!(
            "SELECT kind, id, block, gone, value FROM records WHERE kind = $1 AND {id} > $2 ORDER BY {id} LIMIT $3"
        );
        let rows = query(&sql).bind(kind.code()).bind(after).bind(limit_of(limit)).fetch_all(self.pool()).await?;
        rows.iter().map(|row| record(kind, row)).collect()
    }

    /// What happened to a thing, oldest first, beginning after a place.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn history(
        &self,
        kind: Kind,
        id: &str,
        after: Place,
        limit: u32,
    ) -> Result<Vec<Happened>, DatabaseError> {
        let sql = "SELECT e.block, e.place, e.time, e.pallet, e.name, e.fields FROM subjects s
            JOIN events e ON e.block = s.block AND e.place = s.place
            WHERE s.kind = $1 AND s.id = $2 AND (s.block > $3 OR s.block = $3 AND s.place > $4)
            ORDER BY s.block, s.place LIMIT $5";
        let rows = query(sql)
            .bind(kind.code())
            .bind(id)
            .bind(i64::from(after.block))
            .bind(i64::from(after.place))
            .bind(limit_of(limit))
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(happened).collect()
    }

    /// What happened on the chain, oldest first, beginning after a place.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn everything(&self, after: Place, limit: u32) -> Result<Vec<Happened>, DatabaseError> {
        let sql = "SELECT block, place, time, pallet, name, fields FROM events
            WHERE block >= $1 AND (block > $1 OR place > $2) ORDER BY block, place LIMIT $3";
        let rows = query(sql)
            .bind(i64::from(after.block))
            .bind(i64::from(after.place))
            .bind(limit_of(limit))
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(happened).collect()
    }

    /// What happened to a pack, oldest first: to it alone, with others, or to its whole batch.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn pack_history(
        &self,
        batch: &str,
        pack: u32,
        after: Place,
        limit: u32,
    ) -> Result<Vec<Happened>, DatabaseError> {
        let nodes: Vec<String> = ancestors(pack).iter().map(u64::to_string).collect();
        let sql = format!(
            "SELECT DISTINCT e.block, e.place, e.time, e.pallet, e.name, e.fields FROM packs p
             JOIN events e ON e.block = p.block AND e.place = p.place
             WHERE p.batch = $1 AND p.node IN ({}) AND (p.block > $2 OR p.block = $2 AND p.place > $3)
             ORDER BY e.block, e.place LIMIT $4",
            nodes.join(", ")
        );
        let rows = query(&sql)
            .persistent(false)
            .bind(batch)
            .bind(i64::from(after.block))
            .bind(i64::from(after.place))
            .bind(limit_of(limit))
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(happened).collect()
    }
}

fn limit_of(limit: u32) -> i64 {
    i64::from(limit.clamp(1, MAX_ROWS))
}

fn record(kind: Kind, row: &AnyRow) -> Result<Record, DatabaseError> {
    let gone = number(row, 3)?;
    Ok(Record {
        kind,
        id: row.try_get(1)?,
        block: number(row, 2)?,
        gone: (gone > 0).then_some(gone),
        value: json(row, 4)?,
    })
}

fn happened(row: &AnyRow) -> Result<Happened, DatabaseError> {
    Ok(Happened {
        block: number(row, 0)?,
        place: number(row, 1)?,
        time: row.try_get::<i64, _>(2)?.unsigned_abs(),
        pallet: row.try_get(3)?,
        event: row.try_get(4)?,
        fields: json(row, 5)?,
    })
}

fn number(row: &AnyRow, column: usize) -> Result<u32, DatabaseError> {
    u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| DatabaseError::Damaged("a number"))
}

fn json(row: &AnyRow, column: usize) -> Result<Value, DatabaseError> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|_| DatabaseError::Damaged("JSON"))
}
