//! Has the question about a pack answered by nodes, and judged.

use std::time::{SystemTime, UNIX_EPOCH};

use chain_proof::Answer;
use gs1::Gln;
use ledger_client::{LedgerError, Nodes, Trust};
use verdict::{Code, Gap, MakerFile, Report, Role, Scanning, Source};

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
        let scanning = Scanning { role: self.role, participant: self.participant, maker: self.maker.as_ref() };
        let answer = self.answer(&scanning, code).await;
        let liars = self.nodes.liars().into_iter().map(|liar| format!("{} ({})", liar.address, liar.lie)).collect();
        let source = Source { development: self.nodes.trust().is_development(), liars };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        scanning.verdict(code, answer.as_ref().map_err(Gap::clone), source, now)
    }

    async fn answer(&self, scanning: &Scanning<'_>, code: &Code) -> Result<Answer, Gap> {
        let question = scanning.question(code)?;
        let freshest = self.nodes.about(&question).await.map_err(|error| gap(&error))?;
        Ok(freshest.proven.answer)
    }
}

fn gap(error: &LedgerError) -> Gap {
    let said = error.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    Gap { code: error.code(), text: format!("{first}{}. {}", letters.as_str(), error.next_step()) }
}
