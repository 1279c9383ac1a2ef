//! Gathers the evidence about a pack and has it judged.

use std::time::{SystemTime, UNIX_EPOCH};

use chain_proof::Question;
use gs1::Gln;
use ledger_client::{LedgerError, Nodes, Trust};
use ledger_types::{BatchKey, PackRecord};
use verdict::{Case, Gap, Identity, Report, Role, Source, Viewer, judge};

use crate::{Code, MakerFile, identity};

/// Verifies packs against a chain.
#[derive(Debug)]
pub struct Scanner {
    nodes: Nodes,
    role: Role,
    participant: Option<Gln>,
    maker: Option<MakerFile>,
}

impl Scanner {
    /// A scanner that asks these nodes, and believes what they prove.
    pub fn new(nodes: Vec<String>, trust: Trust, role: Role) -> Self {
        Self { nodes: Nodes::new(nodes, trust), role, participant: None, maker: None }
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
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let gathered = self.gather(code).await;
        let participant = gathered.as_ref().ok().and_then(|found| found.participant);
        let liars = self.nodes.liars().into_iter().map(|liar| format!("{} ({})", liar.address, liar.lie)).collect();
        judge(&Case {
            scanned: &code.scanned,
            record: gathered.as_ref().map(|found| (&found.record, found.identity)).map_err(Gap::clone),
            source: Source { development: self.nodes.trust().is_development(), liars },
            viewer: Viewer { role: self.role, participant },
            now,
        })
    }

    async fn gather(&self, code: &Code) -> Result<Gathered, Gap> {
        let scanned = &code.scanned;
        let batch = BatchKey::new(scanned.gtin.number(), scanned.lot.as_bytes())
            .ok_or_else(|| Gap { code: "bad-lot", text: "The lot is longer than a lot can be.".into() })?;
        let pack = identity::claimed_index(code, self.maker.as_ref());
        let question = Question { batch, pack, scanner: self.participant.map(Gln::number) };
        let answer = self.nodes.about(&question).await.map_err(|error| gap(&error))?.proven.answer;
        if let (Some(gln), None) = (self.participant, answer.scanner) {
            let text = format!("No participant has the GLN {gln} that this scanner is set to.");
            return Err(Gap { code: "unknown-participant", text });
        }
        let identity = match &answer.record.batch {
            Some(batch) => identity::identify(code, batch, self.maker.as_ref()),
            None => Identity::NoProof,
        };
        Ok(Gathered { record: answer.record, identity, participant: answer.scanner })
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
