//! Gathers the evidence about a pack and has it judged.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use gs1::Gln;
use ledger_client::{Ledger, LedgerError};
use ledger_types::{BatchKey, PackRecord};
use verdict::{Case, Gap, Identity, MAX_AGE, Report, Role, Viewer, judge};

use crate::{Code, MakerFile, identity};

/// How long one node may take for all of its answers.
const PATIENCE: Duration = Duration::from_secs(15);

/// Verifies packs against a chain.
#[derive(Debug, Default)]
pub struct Scanner {
    nodes: Vec<String>,
    genesis: Option<[u8; 32]>,
    role: Role,
    participant: Option<Gln>,
    maker: Option<MakerFile>,
    /// Connections, one a node.
    ledgers: Mutex<HashMap<String, Ledger>>,
}

impl Scanner {
    /// A scanner that asks these nodes in turn, until one gives an answer that is fresh.
    pub fn new(nodes: Vec<String>, role: Role) -> Self {
        Self { nodes, role, ..Self::default() }
    }

    /// Tells who scans: whether a pack is where it should be depends on it.
    #[must_use]
    pub fn for_participant(self, participant: Option<Gln>) -> Self {
        Self { participant, ..self }
    }

    /// Adds a maker's list of packs, for labels that carry no proof.
    #[must_use]
    pub fn with_maker_file(self, maker: Option<MakerFile>) -> Self {
        Self { maker, ..self }
    }

    /// Accepts only the chain whose first block has this hash.
    #[must_use]
    pub fn on_chain(self, genesis: Option<[u8; 32]>) -> Self {
        Self { genesis, ..self }
    }

    /// The verdict on a code. Whatever goes wrong ends in `could-not-check` with its reason.
    pub async fn verify(&self, code: &Code) -> Report {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut gathered = Err(Gap { code: "bad-address", text: "No node address is set.".into() });
        for node in &self.nodes {
            let next = match tokio::time::timeout(PATIENCE, self.gather(node, code)).await {
                Ok(next) => next,
                Err(_) => Err(Gap { code: "timeout", text: "The node took too long to answer.".into() }),
            };
            // Old data tell more than none: a recall, for one.
            if next.is_ok() || gathered.is_err() {
                gathered = next;
            }
            if gathered.as_ref().is_ok_and(|found| now.abs_diff(found.record.time) <= MAX_AGE) {
                break;
            }
        }
        let viewer =
            Viewer { role: self.role, participant: gathered.as_ref().ok().and_then(|found| found.participant) };
        let record = gathered.as_ref().map(|found| (&found.record, found.identity)).map_err(Gap::clone);
        judge(&Case { scanned: &code.scanned, record, viewer, now })
    }

    async fn gather(&self, node: &str, code: &Code) -> Result<Gathered, Gap> {
        let ledger = self.ledger(node).await.map_err(|error| gap(&error))?;
        let gathered = self.gather_from(&ledger, code).await;
        if gathered.is_err()
            && let Ok(mut known) = self.ledgers.lock()
        {
            known.remove(node);
        }
        gathered
    }

    async fn gather_from(&self, ledger: &Ledger, code: &Code) -> Result<Gathered, Gap> {
        let scanned = &code.scanned;
        let key = BatchKey::new(scanned.gtin.number(), scanned.lot.as_bytes())
            .ok_or_else(|| Gap { code: "bad-lot", text: "The lot is longer than a lot can be.".into() })?;
        let view = ledger.finalized().await.map_err(|error| gap(&error))?;
        let participant = match self.participant {
            None => None,
            Some(gln) => {
                let known = view.participant_by_gln(gln.number()).await.map_err(|error| gap(&error))?;
                let text = || format!("No participant has the GLN {gln} that this scanner is set to.");
                Some(known.ok_or_else(|| Gap { code: "unknown-participant", text: text() })?)
            }
        };
        let index = identity::claimed_index(code, self.maker.as_ref());
        let record = view.pack(&key, index).await.map_err(|error| gap(&error))?;
        let identity = match &record.batch {
            Some(batch) => identity::identify(code, batch, self.maker.as_ref()),
            None => Identity::NoProof,
        };
        Ok(Gathered { record, identity, participant })
    }

    async fn ledger(&self, node: &str) -> Result<Ledger, LedgerError> {
        let known = self.ledgers.lock().ok().and_then(|known| known.get(node).cloned());
        if let Some(ledger) = known {
            return Ok(ledger);
        }
        let ledger = Ledger::connect(&[node], self.genesis).await?;
        if let Ok(mut known) = self.ledgers.lock() {
            known.insert(node.to_owned(), ledger.clone());
        }
        Ok(ledger)
    }
}

struct Gathered {
    record: PackRecord,
    identity: Identity,
    participant: Option<u32>,
}

fn gap(error: &LedgerError) -> Gap {
    let said = error.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    Gap { code: error.code(), text: format!("{first}{}. {}", letters.as_str(), error.next_step()) }
}
