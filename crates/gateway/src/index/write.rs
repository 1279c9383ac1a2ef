//! Stores what a block did.

use ledger_types::Block;
use serde_json::Value;
use sqlx::{Row, query};

use super::{Kind, subjects::Subjects, words::Event};
use crate::database::{Change, Database, DatabaseError, INDEX_TABLES, places};

/// Rows in one statement: SQLite and PostgreSQL both take some ten thousand values.
const ROWS: usize = 1_000;

/// What a block did, ready to be stored.
#[derive(Clone, Debug)]
pub struct Deeds {
    /// Which block.
    pub block: Block,
    /// The chain's clock, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// Events of Medtrail's pallets, by their places among all events.
    pub events: Vec<(u32, Event, Subjects)>,
    /// What the chain keeps, after the block, of the things that the events are about; nothing if they are gone.
    pub records: Vec<(Kind, String, Option<Value>)>,
}

/// How far the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The last block that is stored.
    pub block: Block,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
    /// The hash of the chain's first block.
    pub genesis: [u8; 32],
}

impl Position {
    fn to_text(self) -> String {
        let Self { block, time, genesis } = self;
        format!("{} {} {time} {}", block.number, hex::encode(block.hash), hex::encode(genesis))
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let number = parts.next()?.parse().ok()?;
        let hash = |part: Option<&str>| {
            let mut hash = [0; 32];
            hex::decode_to_slice(part?, &mut hash).ok().map(|()| hash)
        };
        let hash_of_block = hash(parts.next())?;
        let time = parts.next()?.parse().ok()?;
        Some(Self { block: Block { number, hash: hash_of_block }, time, genesis: hash(parts.next())? })
    }
}

impl Database {
    /// How far the index is; `None` before the first block.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn position(&self) -> Result<Option<Position>, DatabaseError> {
        let Some(text) = self.note("position").await? else { return Ok(None) };
        Position::from_text(&text).map(Some).ok_or(DatabaseError::Damaged("where the index stands"))
    }

    /// Stores blocks that follow each other and the one that the index stands at: all of them, or if the program is killed meanwhile,
    /// none.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`DatabaseError::Overtaken`] if the index does not stand there any more.
    pub async fn store(
        &self,
        after: Option<Position>,
        blocks: &[Deeds],
        genesis: [u8; 32],
    ) -> Result<(), DatabaseError> {
        let Some(last) = blocks.last() else { return Ok(()) };
        let mut change = self.change().await?;
        let position = Position { block: last.block, time: last.time, genesis };
        move_on(&mut change, after, position).await?;
        store_events(&mut change, blocks).await?;
        store_subjects(&mut change, blocks).await?;
        store_packs(&mut change, blocks).await?;
        for deeds in blocks {
            store_records(&mut change, deeds).await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// Forgets the index, so that it is made anew.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn forget_index(&self) -> Result<(), DatabaseError> {
        let mut change = self.change().await?;
        query("DELETE FROM meta WHERE name = 'position'").execute(&mut *change).await?;
        for (table, _) in INDEX_TABLES {
            query(&format!("DELETE FROM {table}")).execute(&mut *change).await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// How many events the index holds.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn count_events(&self) -> Result<u64, DatabaseError> {
        let row = query("SELECT COUNT(*) FROM events").fetch_one(self.pool()).await?;
        Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
    }

    /// A digest over all rows of the index up to where it stands: two indices of one chain and height agree in it, on whatever
    /// database.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn index_digest(&self) -> Result<[u8; 32], DatabaseError> {
        use futures::TryStreamExt;
        let mut hash = blake2b_simd::Params::new().hash_length(32).to_state();
        hash.update(self.note("position").await?.unwrap_or_default().as_bytes());
        for (table, order) in INDEX_TABLES {
            // Both databases sort text by its bytes only if told to.
            let order: Vec<String> = order.split(", ").map(|column| self.by_bytes(column)).collect();
            let sql = format!("SELECT * FROM {table} ORDER BY {}", order.join(", "));
            let mut rows = query(&sql).fetch(self.pool());
            while let Some(row) = rows.try_next().await? {
                for column in 0..row.len() {
                    let text = match row.try_get::<i64, _>(column) {
                        Ok(number) => number.to_string(),
                        Err(_) => row.try_get::<String, _>(column)?,
                    };
                    hash.update(&(text.len() as u64).to_le_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(hash.finalize().as_bytes());
        Ok(digest)
    }
}

/// Moves the index on, if it still stands where this program left it: two programs never store the same block.
async fn move_on(change: &mut Change<'_>, from: Option<Position>, to: Position) -> Result<(), DatabaseError> {
    let moved = match from {
        Some(from) => {
            query("UPDATE meta SET value = $1 WHERE name = 'position' AND value = $2")
                .bind(to.to_text())
                .bind(from.to_text())
                .execute(&mut **change)
                .await?
        }
        None => {
            query("INSERT INTO meta (name, value) VALUES ('position', $1) ON CONFLICT (name) DO NOTHING")
                .bind(to.to_text())
                .execute(&mut **change)
                .await?
        }
    };
    if moved.rows_affected() == 1 { Ok(()) } else { Err(DatabaseError::Overtaken) }
}

async fn store_events(change: &mut Change<'_>, blocks: &[Deeds]) -> Result<(), DatabaseError> {
    let all = blocks.iter().flat_map(|deeds| deeds.events.iter().map(move |event| (deeds, event)));
    let rows: Vec<_> = all.collect();
    for rows in rows.chunks(ROWS) {
        let sql =
            format!("INSERT INTO events (block, place, time, pallet, name, fields) VALUES {}", places(rows.len(), 6));
        let mut insert = query(&sql).persistent(rows.len() == ROWS);
        for (deeds, (place, event, _)) in rows {
            insert = insert
                .bind(i64::from(deeds.block.number))
                .bind(i64::from(*place))
                .bind(deeds.time as i64)
                .bind(event.pallet.clone())
                .bind(event.name.clone())
                .bind(Value::Object(event.fields.clone()).to_string());
        }
        insert.execute(&mut **change).await?;
    }
    Ok(())
}

async fn store_subjects(change: &mut Change<'_>, blocks: &[Deeds]) -> Result<(), DatabaseError> {
    let mut rows = Vec::new();
    for deeds in blocks {
        for (place, _, subjects) in &deeds.events {
            rows.extend(subjects.things.iter().map(|(kind, id)| (kind, id, deeds.block.number, *place)));
        }
    }
    for rows in rows.chunks(ROWS) {
        let sql = format!("INSERT INTO subjects (kind, id, block, place) VALUES {}", places(rows.len(), 4));
        let mut insert = query(&sql).persistent(rows.len() == ROWS);
        for (kind, id, block, place) in rows {
            insert = insert.bind(kind.code()).bind((*id).clone()).bind(i64::from(*block)).bind(i64::from(*place));
        }
        insert.execute(&mut **change).await?;
    }
    Ok(())
}

async fn store_packs(change: &mut Change<'_>, blocks: &[Deeds]) -> Result<(), DatabaseError> {
    let mut rows = Vec::new();
    for deeds in blocks {
        for (place, _, subjects) in &deeds.events {
            rows.extend(subjects.packs.iter().map(|(batch, node)| (batch, *node, deeds.block.number, *place)));
        }
    }
    for rows in rows.chunks(ROWS) {
        let sql = format!("INSERT INTO packs (batch, node, block, place) VALUES {}", places(rows.len(), 4));
        let mut insert = query(&sql).persistent(rows.len() == ROWS);
        for (batch, node, block, place) in rows {
            insert = insert.bind((*batch).clone()).bind(*node as i64).bind(i64::from(*block)).bind(i64::from(*place));
        }
        insert.execute(&mut **change).await?;
    }
    Ok(())
}

async fn store_records(change: &mut Change<'_>, deeds: &Deeds) -> Result<(), DatabaseError> {
    let block = i64::from(deeds.block.number);
    for (kind, id, value) in &deeds.records {
        match value {
            Some(value) => {
                query(
                    "INSERT INTO records (kind, id, block, gone, value) VALUES ($1, $2, $3, 0, $4)
                     ON CONFLICT (kind, id) DO UPDATE SET block = excluded.block, gone = 0, value = excluded.value",
                )
                .bind(kind.code())
                .bind(id.clone())
                .bind(block)
                .bind(value.to_string())
                .execute(&mut **change)
                .await?;
            }
            // What was removed is shown as it last was.
            None => {
                query("UPDATE records SET gone = $1 WHERE kind = $2 AND id = $3 AND gone = 0")
                    .bind(block)
                    .bind(kind.code())
                    .bind(id.clone())
                    .execute(&mut **change)
                    .await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_being_written() {
        let position = Position { block: Block { number: 7, hash: [3; 32] }, time: 1_800_000_000, genesis: [9; 32] };
        assert_eq!(Position::from_text(&position.to_text()), Some(position));
        for damaged in ["", "7", "7 00 1 00", "x 0303 1 0909"] {
            assert_eq!(Position::from_text(damaged), None);
        }
    }
}
