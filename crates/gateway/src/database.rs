//! The database: an SQLite file by default, or PostgreSQL. One set of statements serves both.

use std::{path::Path, time::Duration};

use sqlx::{
    Any, AnyPool, Executor, Row, Transaction,
    any::{AnyPoolOptions, install_default_drivers},
};

/// The version of the tables below. A database of another one is refused.
const SCHEMA: &str = "1";
/// Connections at most.
const CONNECTIONS: u32 = 8;
/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The database said no, or cannot be reached.
    #[error("the database failed: {0}")]
    Failed(#[from] sqlx::Error),
    /// The URL names another kind of database.
    #[error("a URL that begins with `{0}://` is no database that this program can use")]
    BadUrl(String),
    /// Another program changed the same thing meanwhile.
    #[error("another program changed the same thing meanwhile")]
    Overtaken,
    /// The tables are of another version of this program.
    #[error("the database has tables of version {found}, this program needs version {SCHEMA}")]
    OtherSchema {
        /// The version found.
        found: String,
    },
    /// A stored value is not what this program writes.
    #[error("the database holds a damaged value: {0}")]
    Damaged(&'static str),
}

impl DatabaseError {
    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Failed(_) => {
                "Check that the database runs, that its address is right, and that its disk is not full."
            }
            Self::BadUrl(_) => "Give a file for SQLite, or a URL that begins with postgres://.",
            Self::OtherSchema { .. } => {
                "Use the program's version that made it, or an empty database: the index is rebuilt from the chain, \
                 serials have to be loaded again."
            }
            Self::Overtaken => "Nothing was lost; it is tried again.",
            Self::Damaged(_) => "Run `medtrail-gateway rebuild`: the index is made anew from the chain.",
        }
    }
}

/// A pool of connections.
#[derive(Clone, Debug)]
pub struct Database {
    pool: AnyPool,
    postgres: bool,
}

/// A change that happens as a whole or not at all.
pub type Change<'a> = Transaction<'a, Any>;

/// Tables by purpose. `BYTES` is each database's own word for a string of bytes.
const TABLES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    // The index: all of it is made from the chain, and from nothing else.
    "CREATE TABLE IF NOT EXISTS events (
        block BIGINT NOT NULL, place BIGINT NOT NULL, time BIGINT NOT NULL,
        pallet TEXT NOT NULL, name TEXT NOT NULL, fields TEXT NOT NULL,
        PRIMARY KEY (block, place))",
    "CREATE TABLE IF NOT EXISTS subjects (
        kind TEXT NOT NULL, id TEXT NOT NULL, block BIGINT NOT NULL, place BIGINT NOT NULL,
        PRIMARY KEY (kind, id, block, place))",
    "CREATE TABLE IF NOT EXISTS packs (
        batch TEXT NOT NULL, node BIGINT NOT NULL, block BIGINT NOT NULL, place BIGINT NOT NULL,
        PRIMARY KEY (batch, node, block, place))",
    "CREATE TABLE IF NOT EXISTS records (
        kind TEXT NOT NULL, id TEXT NOT NULL, block BIGINT NOT NULL, gone BIGINT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (kind, id))",
    // What makers entrust to the gateway.
    "CREATE TABLE IF NOT EXISTS serial_batches (
        batch TEXT PRIMARY KEY, owner BIGINT NOT NULL, packs BIGINT NOT NULL, loaded BIGINT NOT NULL, attempt BIGINT NOT NULL,
        secret BYTES NOT NULL, upper BYTES NOT NULL)",
    "CREATE TABLE IF NOT EXISTS serials (
        lookup BYTES PRIMARY KEY, batch TEXT NOT NULL, place BIGINT NOT NULL, bucket BIGINT NOT NULL, serial BYTES NOT NULL)",
    "CREATE INDEX IF NOT EXISTS serials_in_order ON serials (batch, place)",
    "CREATE INDEX IF NOT EXISTS serials_by_bucket ON serials (bucket)",
    "CREATE TABLE IF NOT EXISTS serial_pages (
        batch TEXT NOT NULL, page BIGINT NOT NULL, nodes BYTES NOT NULL, PRIMARY KEY (batch, page))",
    // Who may do what, links for resolvers, and scans.
    "CREATE TABLE IF NOT EXISTS operators (
        name TEXT PRIMARY KEY, digest BYTES NOT NULL UNIQUE, participant BIGINT NOT NULL, scopes TEXT NOT NULL,
        revoked BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS links (
        owner BIGINT NOT NULL, path TEXT NOT NULL, relation TEXT NOT NULL, language TEXT NOT NULL,
        media TEXT NOT NULL, href TEXT NOT NULL, title TEXT NOT NULL, preferred BIGINT NOT NULL,
        PRIMARY KEY (path, relation, language, media))",
    "CREATE TABLE IF NOT EXISTS scans (
        id TEXT PRIMARY KEY, code BYTES NOT NULL, hour BIGINT NOT NULL, scanner BIGINT NOT NULL,
        latitude BIGINT NOT NULL, longitude BIGINT NOT NULL, verdict TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS scans_of_a_code ON scans (code, hour)",
    "CREATE INDEX IF NOT EXISTS scans_by_hour ON scans (hour)",
    "CREATE TABLE IF NOT EXISTS scan_buckets (
        bucket BIGINT NOT NULL, day BIGINT NOT NULL, scans BIGINT NOT NULL, PRIMARY KEY (bucket, day))",
    // What the anomaly model needs of scans, and what came of it.
    "CREATE TABLE IF NOT EXISTS scan_details (
        id TEXT PRIMARY KEY, hour BIGINT NOT NULL, sealed BYTES NOT NULL, assessment TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS scan_details_by_hour ON scan_details (hour, id)",
    "CREATE TABLE IF NOT EXISTS alerts (
        number BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE, hour BIGINT NOT NULL, record TEXT NOT NULL, subjects TEXT NOT NULL,
        scanner BIGINT NOT NULL, maker BIGINT NOT NULL, holder BIGINT NOT NULL, sealed BYTES NOT NULL, incident TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS alerts_of_an_incident ON alerts (incident)",
    "CREATE TABLE IF NOT EXISTS incidents (
        id TEXT PRIMARY KEY, first_hour BIGINT NOT NULL, last_hour BIGINT NOT NULL, alerts BIGINT NOT NULL,
        state TEXT NOT NULL, ledger_case BIGINT NOT NULL, act TEXT NOT NULL, attempts BIGINT NOT NULL, next_try BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS incidents_by_state ON incidents (state, next_try)",
    "CREATE TABLE IF NOT EXISTS incident_subjects (
        subject TEXT PRIMARY KEY, incident TEXT NOT NULL, hour BIGINT NOT NULL)",
];

/// The tables that are made from the chain, with the columns that put their rows in order.
pub const INDEX_TABLES: [(&str, &str); 4] = [
    ("events", "block, place"),
    ("subjects", "kind, id, block, place"),
    ("packs", "batch, node, block, place"),
    ("records", "kind, id"),
];

impl Database {
    /// Opens a database by its URL, or by the path of an SQLite file, and makes the tables that are missing.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn open(url: &str) -> Result<Self, DatabaseError> {
        install_default_drivers();
        let (url, postgres) = match url.split_once("://") {
            Some(("postgres" | "postgresql", _)) => (url.to_owned(), true),
            Some((scheme, _)) => return Err(DatabaseError::BadUrl(scheme.to_owned())),
            None => (format!("sqlite://{}?mode=rwc", Path::new(url).display()), false),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if !postgres {
                        // Readers are not held up by the writer, and a killed program loses no finished change.
                        connection.execute("PRAGMA journal_mode = WAL").await?;
                        connection.execute("PRAGMA synchronous = NORMAL").await?;
                        connection.execute("PRAGMA busy_timeout = 20000").await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        let database = Self { pool, postgres };
        database.make_tables(if postgres { "BYTEA" } else { "BLOB" }).await?;
        Ok(database)
    }

    async fn make_tables(&self, bytes: &str) -> Result<(), DatabaseError> {
        for table in TABLES {
            let statement = table.replace("BYTES", bytes);
            if let Err(error) = self.pool.execute(statement.as_str()).await {
                // PostgreSQL may find that another program has just made it.
                self.pool.execute(statement.as_str()).await.map_err(|_| error)?;
            }
        }
        let mut change = self.change().await?;
        sqlx::query("INSERT INTO meta (name, value) VALUES ('schema', $1) ON CONFLICT (name) DO NOTHING")
            .bind(SCHEMA)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        match self.note("schema").await? {
            Some(found) if found != SCHEMA => Err(DatabaseError::OtherSchema { found }),
            _ => Ok(()),
        }
    }

    /// The connections, for reading.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// A column of text, to be sorted and compared by its bytes: left to itself, PostgreSQL goes by a language's rules.
    pub fn by_bytes(&self, column: &str) -> String {
        const TEXTS: [&str; 3] = ["kind", "id", "batch"];
        if self.postgres && TEXTS.contains(&column) { format!("{column} COLLATE \"C\"") } else { column.to_owned() }
    }

    /// Begins a change. Its first statement should write: SQLite then waits for its turn instead of failing later.
    ///
    /// # Errors
    /// [`DatabaseError::Failed`].
    pub async fn change(&self) -> Result<Change<'static>, DatabaseError> {
        Ok(self.pool.begin().await?)
    }

    /// A value that is kept under a name.
    ///
    /// # Errors
    /// [`DatabaseError::Failed`].
    pub async fn note(&self, name: &str) -> Result<Option<String>, DatabaseError> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Keeps a value under a name.
    ///
    /// # Errors
    /// [`DatabaseError::Failed`].
    pub async fn set_note(&self, name: &str, value: &str) -> Result<(), DatabaseError> {
        let sql =
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sqlx::query(sql).bind(name).bind(value).execute(&self.pool).await?;
        Ok(())
    }
}

/// `($1, $2), ($3, $4)…`: places for so many rows of so many columns.
pub fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_through_all_rows() {
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }

    #[tokio::test]
    async fn only_databases_that_are_known_are_opened() {
        let refused = Database::open("mysql://localhost/x").await;
        assert!(matches!(refused, Err(DatabaseError::BadUrl(_))));
    }
}
