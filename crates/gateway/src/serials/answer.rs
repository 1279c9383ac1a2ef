//! Gives out the proof of a pack to whoever presents its code, and a maker's own list to its maker.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use ledger_types::ParticipantId;
use pack_commitment::{LabelMaterial, salt};
use sqlx::{Row, query};

use super::{
    MasterKey,
    load::sealed_place,
    pages::{PAGE_PACKS, proof},
    private::Sealed,
};
use crate::database::{Database, DatabaseError};

/// Most bytes of trees kept in memory.
const MAX_KEPT: usize = 64 * 1024 * 1024;
/// Most serials in one answer to their owner.
pub const MAX_SERIALS: u32 = 10_000;

/// What the gateway knows of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The proof for this pack's label.
    Proof(LabelMaterial),
    /// The batch's list is here, and this serial is not in it.
    NotInList,
    /// The batch's maker keeps its list elsewhere.
    NoList,
}

impl Database {
    /// Whether a key is the one that the database was first used with.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn belongs_to(&self, key: &MasterKey) -> Result<bool, DatabaseError> {
        query("INSERT INTO meta (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING")
            .bind(key.check())
            .execute(self.pool())
            .await?;
        Ok(self.note("key").await? == Some(key.check()))
    }
}

/// What is kept in memory of a batch.
#[derive(Debug)]
pub(super) struct Kept {
    packs: u32,
    secret: [u8; 32],
    upper: Vec<u8>,
}

impl Kept {
    /// What stands on the label of the pack with this index and serial, given its page of the tree.
    pub(super) fn material(&self, index: u32, serial: &str, page: &[u8]) -> Result<LabelMaterial, DatabaseError> {
        let proof = proof(index, self.packs, page, &self.upper).ok_or(DatabaseError::Damaged("a batch's tree"))?;
        let salt = salt(&self.secret, serial).map_err(|_| DatabaseError::Damaged("a serial"))?;
        Ok(LabelMaterial { salt, proof })
    }
}

/// Answers about packs.
#[derive(Debug)]
pub struct Proofs {
    database: Database,
    key: Arc<MasterKey>,
    kept: Mutex<HashMap<String, Arc<Kept>>>,
    sealed: Mutex<Sealed>,
}

impl Proofs {
    /// Answers from a database, with the key under which it was written.
    pub fn new(database: Database, key: Arc<MasterKey>) -> Self {
        Self { database, key, kept: Mutex::default(), sealed: Mutex::default() }
    }

    /// What is known of the pack of a batch (named as in the index) with this serial.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn about(&self, batch: &str, serial: &str) -> Result<Known, DatabaseError> {
        let Some(kept) = self.kept(batch).await? else { return Ok(Known::NoList) };
        let lookup = self.key.lookup(batch, serial);
        let found = query(
            "SELECT s.place, p.nodes FROM serials s
             JOIN serial_pages p ON p.batch = s.batch AND p.page = s.place / $1
             WHERE s.lookup = $2 AND s.batch = $3",
        )
        .bind(i64::from(PAGE_PACKS))
        .bind(lookup.to_vec())
        .bind(batch)
        .fetch_optional(self.database.pool())
        .await?;
        let Some(row) = found else {
            // Another program may be loading the list anew: then it is not known what is in it.
            let whole = self.owner(batch).await?.is_some_and(|(_, whole)| whole);
            return Ok(if whole { Known::NotInList } else { Known::NoList });
        };
        let index = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| DatabaseError::Damaged("a pack's index"))?;
        let page: Vec<u8> = row.try_get(1)?;
        Ok(Known::Proof(kept.material(index, serial, &page)?))
    }

    /// The place in its batch of the pack with this serial; `None` if this gateway does not know it.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn place(&self, batch: &str, serial: &str) -> Result<Option<u32>, DatabaseError> {
        let found = query("SELECT place FROM serials WHERE lookup = $1 AND batch = $2")
            .bind(self.key.lookup(batch, serial).to_vec())
            .bind(batch)
            .fetch_optional(self.database.pool())
            .await?;
        let place = found.map(|row| row.try_get::<i64, _>(0)).transpose()?;
        place.map(|place| u32::try_from(place).map_err(|_| DatabaseError::Damaged("a pack's index"))).transpose()
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    pub(super) fn key(&self) -> &MasterKey {
        &self.key
    }

    pub(super) async fn kept(&self, batch: &str) -> Result<Option<Arc<Kept>>, DatabaseError> {
        if let Some(kept) = self.lock().get(batch) {
            return Ok(Some(kept.clone()));
        }
        let row = query("SELECT packs, secret, upper FROM serial_batches WHERE batch = $1 AND loaded = 1")
            .bind(batch)
            .fetch_optional(self.database.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let secret = self.key.open(batch, &row.try_get::<Vec<u8>, _>(1)?);
        let secret = secret.and_then(|secret| secret.try_into().ok());
        let kept = Arc::new(Kept {
            packs: u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| DatabaseError::Damaged("a batch's size"))?,
            secret: secret.ok_or(DatabaseError::Damaged("a secret, or the key is another one"))?,
            upper: row.try_get(2)?,
        });
        let mut all = self.lock();
        if all.values().map(|kept| kept.upper.len()).sum::<usize>() > MAX_KEPT {
            all.clear();
        }
        all.insert(batch.to_owned(), kept.clone());
        Ok(Some(kept))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is kept in memory of a batch, after it was loaded anew.
    pub fn forget(&self, batch: &str) {
        self.lock().remove(batch);
        self.sealed().forget();
    }

    pub(super) fn sealed(&self) -> std::sync::MutexGuard<'_, Sealed> {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who entrusted a batch's list to this gateway, and whether all of it is there.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn owner(&self, batch: &str) -> Result<Option<(ParticipantId, bool)>, DatabaseError> {
        let row = query("SELECT owner, loaded FROM serial_batches WHERE batch = $1")
            .bind(batch)
            .fetch_optional(self.database.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let owner = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| DatabaseError::Damaged("an owner"))?;
        Ok(Some((owner, row.try_get::<i64, _>(1)? == 1)))
    }

    /// A part of a batch's list, from pack `from` on, for its owner.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn serials(&self, batch: &str, from: u32, limit: u32) -> Result<Vec<(u32, String)>, DatabaseError> {
        let rows = query("SELECT place, serial FROM serials WHERE batch = $1 AND place >= $2 ORDER BY place LIMIT $3")
            .bind(batch)
            .bind(i64::from(from))
            .bind(i64::from(limit.clamp(1, MAX_SERIALS)))
            .fetch_all(self.database.pool())
            .await?;
        let damaged = || DatabaseError::Damaged("a serial, or the key is another one");
        let read = |row: &sqlx::any::AnyRow| {
            let place = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| damaged())?;
            let sealed: Vec<u8> = row.try_get(1)?;
            let serial = self.key.open(&sealed_place(batch, place as usize), &sealed).ok_or_else(damaged)?;
            Ok((place, String::from_utf8(serial).map_err(|_| damaged())?))
        };
        rows.iter().map(read).collect()
    }
}
