//! What the gateway is told when it starts: by options, or by the environment.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Parser, Subcommand};
use gs1::Gln;
use ledger_client::{CheckpointFile, Ledger, LedgerError, Signer, SignerError, Trust, time::now};
use ledger_types::ParticipantId;
use medtrail_gateway::{api::access::Scope, database::DatabaseError, serials::KeyError, watch::judge::Loaded};

/// Answers scanners, partners and browsers about medicine packs.
#[derive(Debug, Parser)]
#[command(name = "medtrail-gateway", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub options: Options,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Follow the chain and answer; this is what happens without a command, too.
    Serve,
    /// Empty the index, so that the next start makes it anew from the chain. Serials, links, scans and keys stay.
    Rebuild,
    /// Print height, number of events and digest of the index. Two indices of one chain and height have the same.
    Digest {
        /// Follow the chain up to this block first.
        #[arg(long, value_name = "BLOCK")]
        until: Option<u32>,
    },
    /// Make and end keys of operators.
    #[command(subcommand)]
    Key(KeyCommand),
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key for a participant's programs, and print it: it cannot be shown again.
    Add {
        /// What to call it.
        name: String,
        /// The participant's GLN.
        #[arg(long)]
        gln: Gln,
        /// What it allows: load, history, scan.
        #[arg(long, value_delimiter = ',', default_value = "history,scan")]
        scope: Vec<Scope>,
    },
    /// End a key.
    Revoke {
        /// Its name.
        name: String,
    },
}

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Where to listen.
    #[arg(long, global = true, env = "MEDTRAIL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// A node's address; several, separated by commas or given again, are tried in turn. The index needs nodes that keep the state of
    /// all blocks (--state-pruning archive).
    #[arg(long, global = true, value_delimiter = ',', env = "MEDTRAIL_NODE", default_value = "http://127.0.0.1:9944")]
    pub node: Vec<String>,
    /// An SQLite file, or the URL of a PostgreSQL database.
    #[arg(
        long,
        global = true,
        env = "MEDTRAIL_DATABASE",
        default_value = "medtrail-gateway.db",
        hide_env_values = true
    )]
    pub database: String,
    /// The file with the key that encrypts serials; made if it is missing. Without it, they are lost: keep a copy. Default: beside an
    /// SQLite database, else `medtrail-gateway.key`.
    #[arg(long = "encryption-key", global = true, value_name = "FILE", env = "MEDTRAIL_ENCRYPTION_KEY")]
    key_file: Option<PathBuf>,
    /// The checkpoint of the chain that is believed. Without one, development chains are.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// The key that must have signed the checkpoint (0x…).
    #[arg(long, global = true, value_name = "KEY", env = "MEDTRAIL_PUBLISHER", value_parser = hash, requires = "checkpoint")]
    publisher: Option<[u8; 32]>,
    /// How often to make a snapshot for scanners without a network, in seconds.
    #[arg(long, global = true, value_name = "SECONDS", env = "MEDTRAIL_SNAPSHOT_SECONDS", default_value_t = 600)]
    snapshot_seconds: u64,
    /// A file with the secret phrase that signs snapshots.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_PUBLISHER_KEY_FILE")]
    publisher_key_file: Option<PathBuf>,
    /// The address under which the gateway is reached from outside, such as https://id.example.com.
    #[arg(long, global = true, value_name = "URL", env = "MEDTRAIL_BASE", value_parser = base)]
    pub base: Option<String>,
    /// Requests a second and address; ten seconds' worth can be saved up. 0: no limit.
    #[arg(long, global = true, env = "MEDTRAIL_RATE", default_value_t = 50)]
    pub rate: u32,
    /// A proxy stands in front, and writes who asks at the end of X-Forwarded-For.
    #[arg(long, global = true, env = "MEDTRAIL_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// The certificate chain for TLS (PEM).
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_TLS_CERTIFICATE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_TLS_KEY", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// The folder with the scanner app for browsers, as `scripts/web` builds it: served under /app/.
    #[arg(long, global = true, value_name = "FOLDER", env = "MEDTRAIL_APP")]
    pub app: Option<PathBuf>,
    /// The anomaly model that scores reported scans. It speaks while the chain says that it is active for `pack-scan`.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_MODEL")]
    model: Option<PathBuf>,
    /// A file with the secret phrase of an operator who may report: opens a case on chain for each incident that the model finds.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_CASE_KEY_FILE", requires = "model")]
    case_key_file: Option<PathBuf>,
    /// Write the log as JSON.
    #[arg(long, global = true, env = "MEDTRAIL_LOG_JSON")]
    pub log_json: bool,
}

/// Why the program stops.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub what: String,
    /// What to do next.
    pub next_step: &'static str,
}

impl Failure {
    pub fn new(what: impl ToString, next_step: &'static str) -> Self {
        Self { what: what.to_string(), next_step }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::new(&error, error.next_step())
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::new(&error, error.next_step())
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::new(error, "Give the file that the gateway made, or a path where it may make one.")
    }
}

impl Options {
    /// What is believed without proof.
    pub fn trust(&self) -> Result<Trust, Failure> {
        let Some(path) = &self.checkpoint else { return Ok(Trust::development(None)) };
        let unreadable = |error| Failure::new(format!("{}: {error}", path.display()), "Check --checkpoint.");
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let accepted = CheckpointFile::from_json(&text).and_then(|file| file.accept(self.publisher, now()));
        accepted.map_err(|error| Failure::new(error, error.next_step()))
    }

    /// Where the key for serials is.
    pub fn key_file(&self) -> PathBuf {
        match &self.key_file {
            Some(path) => path.clone(),
            None if self.database.contains("://") => "medtrail-gateway.key".into(),
            None => Path::new(&self.database).with_extension("key"),
        }
    }

    /// The secret phrase that signs snapshots, if there is one.
    pub fn publisher_key(&self) -> Result<Option<String>, Failure> {
        let Some(path) = &self.publisher_key_file else { return Ok(None) };
        let unreadable = |error| Failure::new(format!("{}: {error}", path.display()), "Check --publisher-key-file.");
        fs::read_to_string(path).map(Some).map_err(unreadable)
    }

    /// The anomaly model, if there is one.
    pub fn model(&self) -> Result<Option<Loaded>, Failure> {
        let Some(path) = &self.model else { return Ok(None) };
        let unreadable = |error: &dyn std::fmt::Display| {
            Failure::new(format!("{}: {error}", path.display()), "Check --model: the file that is registered on chain.")
        };
        let bytes = fs::read(path).map_err(|error| unreadable(&error))?;
        Loaded::from_bytes(&bytes).map(Some).map_err(|error| unreadable(&error))
    }

    /// The key that opens cases, if there is one.
    pub fn case_key(&self) -> Result<Option<Signer>, Failure> {
        let Some(path) = &self.case_key_file else { return Ok(None) };
        let unreadable = |error: &dyn std::fmt::Display| {
            Failure::new(format!("{}: {error}", path.display()), "Check --case-key-file.")
        };
        let secret = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
        secret.parse().map(Some).map_err(|error: SignerError| unreadable(&error))
    }

    /// How often snapshots are made.
    pub fn snapshot_interval(&self) -> Duration {
        Duration::from_secs(self.snapshot_seconds.max(1))
    }

    /// Certificate and key for TLS.
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_certificate.as_deref().zip(self.tls_key.as_deref())
    }

    /// The database without its password, for the log.
    pub fn shown_database(&self) -> &str {
        self.database.rsplit_once('@').map_or(&self.database, |(_, place)| place)
    }

    /// The number of the participant with a GLN, as the chain has it.
    pub async fn participant(&self, gln: Gln) -> Result<ParticipantId, Failure> {
        let ledger = Ledger::connect(&self.node, &self.trust()?).await?;
        let found = ledger.finalized().await?.participant_by_gln(gln.number()).await?;
        let unknown = || Failure::new(format!("no participant has the GLN {gln}"), "Check the GLN.");
        found.ok_or_else(unknown)
    }
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text.trim_start_matches("0x"), &mut hash)
        .map_err(|_| "a key is 0x and 64 hexadecimal digits")?;
    Ok(hash)
}

fn base(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    if text.starts_with("https://") || text.starts_with("http://") {
        Ok(text.to_owned())
    } else {
        Err("an address begins with https:// or http://".into())
    }
}
