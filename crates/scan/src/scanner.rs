//! Gathers the evidence about a pack and has it judged.

use std::{
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use gs1::Gln;
use ledger_client::{Ledger, LedgerError};
use ledger_types::{BatchKey, PackRecord};
use verdict::{Case, Gap, Identity, Report, Role, Viewer, judge};

use crate::{Code, MakerFile, identity};

/// How long one verification may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Verifies packs against a chain.
#[derive(Debug, Default)]
pub struct Scanner {
    nodes: Vec<String>,
    role: Role,
    participant: Option<Gln>,
    maker: Option<MakerFile>,
    /// The node that answered last.
    ledger: Mutex<Option<Ledger>>,
}

impl Scanner {
    /// A scanner that asks the first of these nodes that answers.
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

    /// The verdict on a code. Whatever goes wrong ends in `could-not-check` with its reason.
    pub async fn verify(&self, code: &Code) -> Report {
        let gathered = match tokio::time::timeout(PATIENCE, self.gather(code)).await {
            Ok(Ok(gathered)) => Ok(gathered),
            Ok(Err(gap)) => Err(gap),
            Err(_) => Err(Gap { code: "timeout", text: "The node took too long to answer.".into() }),
        };
        let viewer =
            Viewer { role: self.role, participant: gathered.as_ref().ok().and_then(|found| found.participant) };
        let record = gathered.as_ref().map(|found| (&found.record, found.identity)).map_err(Gap::clone);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        judge(&Case { scanned: &code.scanned, record, viewer, now })
    }

    async fn gather(&self, code: &Code) -> Result<Gathered, Gap> {
        let ledger = self.ledger().await.map_err(|error| gap(&error))?;
        let gathered = self.gather_from(&ledger, code).await;
        if gathered.is_err() {
            self.remember(None);
        }
        gathered
    }

    async fn gather_from(&self, ledger: &Ledger, code: &Code) -> Result<Gathered, Gap> {
        let scanned = &code.scanned;
        let (material, maker) = (code.material.as_ref(), self.maker.as_ref());
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
        let index = identity::claimed_index(scanned, material, maker);
        let record = view.pack(&key, index).await.map_err(|error| gap(&error))?;
        let identity = match &record.batch {
            Some(batch) => identity::identify(scanned, batch, material, maker),
            None => Identity::NoProof,
        };
        Ok(Gathered { record, identity, participant })
    }

    async fn ledger(&self) -> Result<Ledger, LedgerError> {
        let known = self.ledger.lock().map_or(None, |ledger| ledger.clone());
        if let Some(ledger) = known {
            return Ok(ledger);
        }
        let ledger = Ledger::connect(&self.nodes).await?;
        self.remember(Some(ledger.clone()));
        Ok(ledger)
    }

    fn remember(&self, ledger: Option<Ledger>) {
        if let Ok(mut known) = self.ledger.lock() {
            *known = ledger;
        }
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
