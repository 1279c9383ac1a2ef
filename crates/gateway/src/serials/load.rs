//! Takes a maker's list of serials, if it is the one behind the root on chain.

use gs1::Serial;
use ledger_types::{Batch, ParticipantId};
use pack_commitment::{CommitmentError, Identity, MAX_PACKS, Tree, commit};
use sqlx::query;

use super::{
    KeyError, MasterKey,
    pages::{PAGE_PACKS, pages, upper},
    seal::random,
};
use crate::{
    database::{Change, Database, DatabaseError, places},
    index::subjects::batch_id,
};

/// Most serials in a list: as many as a batch may have packs.
pub const MAX_SERIALS: usize = MAX_PACKS as usize;
/// Rows in one statement.
const ROWS: usize = 1_000;
/// Packs in one change: a long list does not hold up whatever else writes to the database.
const TOGETHER: usize = 10_000;
/// The value of `loaded` once a batch is complete.
const COMPLETE: i64 = 1;

/// Why a list is not taken. Nothing of it is kept then.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A CSV list cannot be read.
    #[error("line {line} of the list: {why}")]
    BadList {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// An EPCIS document cannot be read.
    #[error("event {event} of the document: {why}")]
    BadEpcis {
        /// The event, from 1; 0 stands for the document as a whole.
        event: usize,
        /// What is wrong.
        why: String,
    },
    /// A serial is none, or stands in the list twice.
    #[error("pack {index}: {why}")]
    BadSerial {
        /// Place in the list, from 0.
        index: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// The list is empty or too long.
    #[error(transparent)]
    BadBatch(#[from] CommitmentError),
    /// The list is not the one that the maker committed to.
    #[error("the list and secret give root {found}, the chain has {expected} over {packs} packs")]
    OtherRoot {
        /// The root on chain.
        expected: String,
        /// The root of this list.
        found: String,
        /// The number of packs on chain.
        packs: u32,
    },
    /// There is no randomness.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl LoadError {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadList { .. } => "bad-list",
            Self::BadEpcis { .. } => "bad-epcis",
            Self::BadSerial { .. } => "bad-serial",
            Self::BadBatch(_) => "bad-batch",
            Self::OtherRoot { .. } => "other-root",
            Self::Key(_) | Self::Database(_) => "internal",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::BadList { .. } => "Give CSV with a column `serial`, in packing order.",
            Self::BadEpcis { .. } => "Give an EPCIS 2.0 document in JSON whose events commission the packs of a batch.",
            Self::BadSerial { .. } => "A serial has 1 to 20 characters of GS1 set 82, and stands in a batch once.",
            Self::BadBatch(_) => "Check the number of packs.",
            Self::OtherRoot { .. } => {
                "Register the batch first; then load the very list, order and secret that it was registered with."
            }
            Self::Key(_) | Self::Database(_) => "Try again later.",
        }
    }
}

/// A maker's list, to be checked against the chain.
pub struct List<'a> {
    /// The product's GTIN, as a number.
    pub gtin: u64,
    /// The lot.
    pub lot: &'a str,
    /// The secret from which the packs' salts follow.
    pub secret: [u8; 32],
    /// Serials in packing order.
    pub serials: &'a [String],
}

/// Checks a list against the batch on chain, and keeps it for its owner. A list that is there already is kept once.
///
/// # Errors
/// [`LoadError`]; nothing of the list is kept.
pub async fn load(
    database: &Database,
    key: &MasterKey,
    owner: ParticipantId,
    batch: &Batch,
    list: &List<'_>,
) -> Result<(), LoadError> {
    check_serials(list.serials)?;
    let identity = Identity { gtin: list.gtin, lot: list.lot, expiry: batch.expiry };
    let tree = commit(&identity, &list.secret, list.serials.iter().map(String::as_str))?;
    if tree.root() != batch.root || tree.packs() != batch.packs {
        let (expected, found) = (hex::encode(batch.root), hex::encode(tree.root()));
        return Err(LoadError::OtherRoot { expected, found, packs: batch.packs });
    }
    let id = batch_id(list.gtin, list.lot);
    if is_complete(database, &id).await? {
        return Ok(());
    }
    let attempt = begin(database, key, owner, &id, list, &tree).await?;
    for (first, serials) in (0..).step_by(TOGETHER).zip(list.serials.chunks(TOGETHER)) {
        store_serials(database, key, &attempt, first, serials).await?;
    }
    store_pages(database, &attempt, &tree).await?;
    Ok(attempt.complete(database).await?)
}

async fn is_complete(database: &Database, id: &str) -> Result<bool, DatabaseError> {
    let found = query("SELECT loaded FROM serial_batches WHERE batch = $1 AND loaded = 1");
    Ok(found.bind(id).fetch_optional(database.pool()).await?.is_some())
}

/// One attempt to store a batch's list. A later one, by whatever program, ends it.
struct Attempt<'a> {
    batch: &'a str,
    number: i64,
}

impl Attempt<'_> {
    /// Begins a change of this attempt.
    async fn change(&self, database: &Database) -> Result<Change<'static>, DatabaseError> {
        self.change_to(database, 0).await
    }

    async fn change_to(&self, database: &Database, loaded: i64) -> Result<Change<'static>, DatabaseError> {
        let mut change = database.change().await?;
        let mine = query("UPDATE serial_batches SET loaded = $1 WHERE batch = $2 AND attempt = $3");
        let mine = mine.bind(loaded).bind(self.batch).bind(self.number).execute(&mut *change).await?;
        if mine.rows_affected() == 1 { Ok(change) } else { Err(DatabaseError::Overtaken) }
    }

    /// From now on the list is answered from.
    async fn complete(&self, database: &Database) -> Result<(), DatabaseError> {
        Ok(self.change_to(database, COMPLETE).await?.commit().await?)
    }
}

fn check_serials(serials: &[String]) -> Result<(), LoadError> {
    let mut seen = std::collections::HashSet::with_capacity(serials.len());
    for (index, serial) in serials.iter().enumerate() {
        if serial.parse::<Serial>().is_err() {
            return Err(LoadError::BadSerial { index, why: "this is no serial" });
        }
        if !seen.insert(serial) {
            return Err(LoadError::BadSerial { index, why: "the serial stands in the list before" });
        }
    }
    Ok(())
}

/// Makes room for a batch: what an interrupted attempt left is removed, and the batch is not answered for until it is
/// complete.
async fn begin<'a>(
    database: &Database,
    key: &MasterKey,
    owner: ParticipantId,
    id: &'a str,
    list: &List<'_>,
    tree: &Tree,
) -> Result<Attempt<'a>, LoadError> {
    let secret = key.seal(id, &list.secret)?;
    let number = i64::from_le_bytes(random()?);
    let all = async {
        let mut change = database.change().await?;
        for table in ["serials", "serial_pages", "serial_batches"] {
            query(&format!("DELETE FROM {table} WHERE batch = $1")).bind(id).execute(&mut *change).await?;
        }
        query(
            "INSERT INTO serial_batches (batch, owner, packs, loaded, attempt, secret, upper)
             VALUES ($1, $2, $3, 0, $4, $5, $6)",
        )
        .bind(id)
        .bind(i64::from(owner))
        .bind(i64::from(tree.packs()))
        .bind(number)
        .bind(secret)
        .bind(upper(tree))
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok::<_, DatabaseError>(())
    };
    all.await?;
    Ok(Attempt { batch: id, number })
}

async fn store_serials(
    database: &Database,
    key: &MasterKey,
    attempt: &Attempt<'_>,
    first: usize,
    serials: &[String],
) -> Result<(), LoadError> {
    let id = attempt.batch;
    let mut sealed = Vec::with_capacity(serials.len());
    for (place, serial) in (first..).zip(serials) {
        let bucket = private_lookup::bucket(&private_lookup::code(id, serial));
        sealed.push((place, key.lookup(id, serial), bucket, key.seal(&sealed_place(id, place), serial.as_bytes())?));
    }
    let all = async {
        let mut change = attempt.change(database).await?;
        for rows in sealed.chunks(ROWS) {
            let sql =
                format!("INSERT INTO serials (lookup, batch, place, bucket, serial) VALUES {}", places(rows.len(), 5));
            let mut insert = query(&sql).persistent(rows.len() == ROWS);
            for (place, lookup, bucket, serial) in rows {
                insert = insert.bind(lookup.to_vec()).bind(id).bind(*place as i64);
                insert = insert.bind(i64::from(*bucket)).bind(serial.clone());
            }
            insert.execute(&mut *change).await?;
        }
        change.commit().await?;
        Ok::<_, DatabaseError>(())
    };
    Ok(all.await?)
}

async fn store_pages(database: &Database, attempt: &Attempt<'_>, tree: &Tree) -> Result<(), DatabaseError> {
    let all: Vec<(usize, Vec<u8>)> = pages(tree).enumerate().collect();
    for group in all.chunks(TOGETHER / PAGE_PACKS as usize) {
        let mut change = attempt.change(database).await?;
        let sql = format!("INSERT INTO serial_pages (batch, page, nodes) VALUES {}", places(group.len(), 3));
        let mut insert = query(&sql).persistent(false);
        for (page, nodes) in group {
            insert = insert.bind(attempt.batch).bind(*page as i64).bind(nodes.clone());
        }
        insert.execute(&mut *change).await?;
        change.commit().await?;
    }
    Ok(())
}

/// Where alone a sealed serial can be read.
pub(super) fn sealed_place(batch: &str, place: usize) -> String {
    format!("{batch}#{place}")
}
