//! Has the question about a pack answered by nodes, and judged.

use std::time::{SystemTime, UNIX_EPOCH};

use chain_proof::Answer;
use gs1::Gln;
use gateway_client::GatewayError;
use ledger_client::{LedgerError, Nodes, Trust};
use ledger_types::Batch;
use verdict::{
    Code, Gap, MakerFile, Report, Role, Scanning, Source, knows_lot, knows_pack, may_be_misread, proven_index, read_code,
    repair::readings, with_advice,
};

use crate::gateways::Gateways;

/// Verifies packs against a chain.
#[derive(Debug)]
pub struct Scanner {
    nodes: Nodes,
    role: Role,
    participant: Option<Gln>,
    maker: Option<MakerFile>,
    gateways: Gateways,
}

impl Scanner {
    /// A scanner that asks these nodes, and believes what they prove.
    pub fn new(nodes: Vec<String>, trust: Trust, role: Role) -> Self {
        Self { nodes: Nodes::new(nodes, trust), role, participant: None, maker: None, gateways: Gateways::default() }
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

    /// Adds gateways that may have the proof for a label that carries none. They need not be believed.
    ///
    /// # Errors
    /// [`GatewayError::BadAddress`].
    pub fn with_gateways(self, addresses: &[String]) -> Result<Self, GatewayError> {
        Ok(Self { gateways: Gateways::new(addresses)?, ..self })
    }

    /// The verdict on a code. Whatever goes wrong ends in `could-not-check` with its reason. A typed code of which there is
    /// no pack is tried in the other readings that a misconfigured scanner makes possible.
    pub async fn verify(&self, code: &Code) -> Report {
        let as_it_stands = self.verify_once(code).await;
        // Otherwise the code is one of the other readings already.
        let whole = read_code(&code.text).is_ok();
        if !code.typed || whole && !may_be_misread(&as_it_stands) {
            return as_it_stands;
        }
        let mut likely = None;
        for reading in readings(&code.text) {
            let report = self.verify_once(&reading.code).await;
            if report.evidence.is_none() {
                return report;
            }
            if knows_pack(&report) {
                return with_advice(report, &reading.faults);
            }
            if likely.is_none() && (knows_lot(&report) || !whole) {
                likely = Some(reading);
            }
        }
        match likely {
            Some(reading) if !whole || !knows_lot(&as_it_stands) => {
                self.scanning().misconfigured(&reading, self.source(), now())
            }
            _ => as_it_stands,
        }
    }

    async fn verify_once(&self, code: &Code) -> Report {
        let mut report = self.verify_with_gateways(code).await;
        report.reasons.extend(self.gateways.warnings());
        report
    }

    /// Where the code carries no proof, tries those that gateways give: each must prove the pack under the root on chain.
    async fn verify_with_gateways(&self, code: &Code) -> Report {
        let scanning = self.scanning();
        if code.material.is_some() || !self.gateways.are_there() {
            return self.judge(&scanning, code).await.0;
        }
        let hearsay = self.gateways.about(code, self.role).await;
        for (address, material) in hearsay.materials {
            let code = Code { material: Some(material), ..code.clone() };
            let (report, batch) = self.judge(&scanning, &code).await;
            let proven = batch.as_ref().map(|batch| proven_index(&code, batch).is_some());
            match proven {
                Some(true) => return report,
                // The label said nothing that could be wrong: the gateway did.
                Some(false) => self.gateways.drop_liar(&address),
                // Without the batch's root there is nothing to hold a proof against.
                None => {}
            }
        }
        let mut report = self.judge(&scanning, code).await.0;
        if report.reasons.iter().any(|reason| reason.code == "no-proof") {
            report.reasons.extend(hearsay.notes);
        }
        report
    }

    /// The verdict on a code as it stands, and the batch that it is of, if that is known.
    async fn judge(&self, scanning: &Scanning<'_>, code: &Code) -> (Report, Option<Batch>) {
        let answer = self.answer(scanning, code).await;
        let report = scanning.verdict(code, answer.as_ref().map_err(Gap::clone), self.source(), now());
        (report, answer.ok().and_then(|answer| answer.record.batch))
    }

    fn scanning(&self) -> Scanning<'_> {
        Scanning { role: self.role, participant: self.participant, maker: self.maker.as_ref() }
    }

    fn source(&self) -> Source {
        let liars = self.nodes.liars().into_iter().map(|liar| format!("{} ({})", liar.address, liar.lie)).collect();
        Source { development: self.nodes.trust().is_development(), liars }
    }

    async fn answer(&self, scanning: &Scanning<'_>, code: &Code) -> Result<Answer, Gap> {
        let question = scanning.question(code)?;
        let freshest = self.nodes.about(&question).await.map_err(|error| gap(&error))?;
        Ok(freshest.proven.answer)
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn gap(error: &LedgerError) -> Gap {
    let said = error.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    Gap { code: error.code(), text: format!("{first}{}. {}", letters.as_str(), error.next_step()) }
}
