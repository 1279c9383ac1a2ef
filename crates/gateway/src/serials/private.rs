//! Gives out the entries of a whole bucket, each sealed for whoever has its code.

use std::{collections::HashMap, sync::Arc};

use private_lookup::{Keeper, bits, code};
use sqlx::{Row, query};

use super::{answer::Proofs, load::sealed_place, pages::PAGE_PACKS};
use crate::database::DatabaseError;

/// Most entries in one answer. A bucket of more is refused: the asker took fewer bits than it should.
const MAX_ENTRIES: i64 = 4_096;

/// Most bytes of sealed buckets kept: sealing an entry takes a core some 70 microseconds.
const MAX_KEPT: usize = 64 * 1024 * 1024;

/// The sealed entries of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// All of them.
    Entries(Arc<Vec<Vec<u8>>>),
    /// There are more than one answer can hold.
    TooMany,
}

/// Buckets that were sealed lately, by bits and number.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    buckets: HashMap<(u32, u32), Arc<Vec<Vec<u8>>>>,
    bytes: usize,
    /// How many lists were loaded before.
    lists: u64,
}

impl Sealed {
    /// Forgets all of them: a list was loaded, and its packs are in some.
    pub fn forget(&mut self) {
        *self = Self { lists: self.lists + 1, ..Self::default() };
    }

    fn keep(&mut self, which: (u32, u32), entries: &Arc<Vec<Vec<u8>>>, lists: u64) {
        // What was read before the last list is not whole.
        if lists != self.lists {
            return;
        }
        let bytes = entries.iter().map(Vec::len).sum::<usize>();
        if self.bytes + bytes > MAX_KEPT {
            *self = Self { lists, ..Self::default() };
        }
        self.bytes += bytes;
        self.buckets.insert(which, entries.clone());
    }
}

impl Proofs {
    /// Of how many bits buckets should be at present.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn bucket_bits(&self) -> Result<u32, DatabaseError> {
        let row = query("SELECT CAST(COALESCE(SUM(packs), 0) AS BIGINT) FROM serial_batches WHERE loaded = 1")
            .fetch_one(self.database().pool())
            .await?;
        Ok(bits(row.try_get::<i64, _>(0)?.unsigned_abs()))
    }

    /// The entries of the bucket that begins with these bits: the label material of each pack, sealed for whoever has its code.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn bucket(&self, keeper: &Keeper, bits: u32, bucket: u32) -> Result<Bucket, DatabaseError> {
        let lists = {
            let sealed = self.sealed();
            if let Some(entries) = sealed.buckets.get(&(bits, bucket)) {
                return Ok(Bucket::Entries(entries.clone()));
            }
            sealed.lists
        };
        let rest = private_lookup::MAX_BITS.saturating_sub(bits);
        let (first, last) = (i64::from(bucket) << rest, (i64::from(bucket) + 1) << rest);
        let rows = query(
            "SELECT s.batch, s.place, s.serial, p.nodes FROM serials s
             JOIN serial_batches b ON b.batch = s.batch AND b.loaded = 1
             JOIN serial_pages p ON p.batch = s.batch AND p.page = s.place / $1
             WHERE s.bucket >= $2 AND s.bucket < $3 LIMIT $4",
        )
        .bind(i64::from(PAGE_PACKS))
        .bind(first)
        .bind(last)
        .bind(MAX_ENTRIES + 1)
        .fetch_all(self.database().pool())
        .await?;
        if rows.len() as i64 > MAX_ENTRIES {
            return Ok(Bucket::TooMany);
        }
        let damaged = || DatabaseError::Damaged("a serial, or the key is another one");
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let (batch, place): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            let index = u32::try_from(place).map_err(|_| damaged())?;
            let serial = self.key().open(&sealed_place(&batch, index as usize), &row.try_get::<Vec<u8>, _>(2)?);
            let serial = serial.and_then(|serial| String::from_utf8(serial).ok()).ok_or_else(damaged)?;
            let Some(kept) = self.kept(&batch).await? else { continue };
            let material = kept.material(index, &serial, &row.try_get::<Vec<u8>, _>(3)?)?;
            entries.push((code(&batch, &serial), material.to_text()));
        }
        let seal = || entries.iter().map(|(code, material)| keeper.seal(code, material.as_bytes())).collect();
        let sealed: Result<Vec<Vec<u8>>, _> = tokio::task::block_in_place(seal);
        let mut sealed = sealed.map_err(|_| damaged())?;
        // In an order that tells nothing of the packs'.
        sealed.sort_unstable();
        let sealed = Arc::new(sealed);
        self.sealed().keep((bits, bucket), &sealed, lists);
        Ok(Bucket::Entries(sealed))
    }
}
