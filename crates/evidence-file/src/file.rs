//! The file: what is in it, how it is made, and how it is checked.

use chain_proof::{Answer, Checkpoint, Evidence, Hash, MAX_EVIDENCE, Question};
use codec::{DecodeAll, Encode};
use gs1::{Date, Gln};
use ledger_client::{CheckpointFile, Trust};
use serde::{Deserialize, Serialize};
use verdict::{Code, LabelMaterial, Reason, Report, Role, Scanning, Signals, Source, read_code};

use crate::{
    Anchor, Believed, Fault,
    anchor::{beginning, leads_from},
};

/// Most bytes of a file.
pub const MAX_FILE: usize = 2 * MAX_EVIDENCE + 256 * 1024;
/// Most characters of a code, and of any other text in a file.
const MAX_TEXT: usize = 8 * 1024;
/// Most reasons in a file.
const MAX_REASONS: usize = 64;
/// The version of the format.
const FORMAT: u32 = 1;
/// Reasons that are told beside a verdict and never change it: what gateways and nodes did, and how a scanner is set up.
const BESIDE: [&str; 8] = [
    "node-dropped",
    "seen-far-away",
    "anomaly",
    "gateway-dropped",
    "gateway-denies",
    "gateway-knows-nothing",
    "gateway-failed",
    "scanner-misconfigured",
];

/// On what a verdict was based: kept beside it until somebody wants a file.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The code, with the proof that was used, whether the label carried it or a gateway gave it.
    pub code: Code,
    /// In which role it was asked.
    pub role: Role,
    /// For which participant.
    pub participant: Option<Gln>,
    /// The scanner's clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// What a node gave.
    pub evidence: Evidence,
    /// Checkpoints that were believed, the best first: the evidence begins at one of them.
    pub checkpoints: Vec<Checkpoint>,
    /// Whether they are of a development chain.
    pub development: bool,
}

/// A reason as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The name that programs rely on.
    pub code: String,
    /// In English words.
    pub text: String,
}

/// A verdict with all that it was proven by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    medtrail_evidence: u32,
    /// The code as it was scanned.
    code: String,
    /// Another expiry on the same label: year, month, day as one number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    other_expiry: Option<u32>,
    /// The proof of the pack, if the code does not carry it: from a second code on the label, or a gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    material: Option<String>,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    participant: Option<String>,
    /// The scanner's clock, in seconds since 1970-01-01 UTC.
    scanned_at: u64,
    verdict: String,
    reasons: Vec<Told>,
    /// What was told with the verdict and is not proven.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    beside: Vec<Told>,
    /// The block that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    block: Option<Read>,
    /// Whether it is a development chain, whose blocks anybody can make.
    development: bool,
    /// Where the evidence begins: SCALE in hexadecimal digits.
    checkpoint: String,
    /// The file of this checkpoint, as its publisher signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<serde_json::Value>,
    /// What proves the answer: SCALE in hexadecimal digits.
    evidence: String,
}

/// Which block was read, and how old it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    number: u32,
    hash: String,
    time: u64,
    age_seconds: u64,
}

/// A file that was found good.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The verdict as the evidence leads to it, with its reasons.
    pub report: Report,
    /// On what the proof rests.
    pub anchor: Anchor,
    /// Whether it is a development chain, whose blocks anybody can make.
    pub development: bool,
    /// What was told with the verdict and is not proven.
    pub beside: Vec<Told>,
    /// The scanner's clock, in seconds since 1970-01-01 UTC.
    pub scanned_at: u64,
    /// For which participant it was asked.
    pub participant: Option<Gln>,
    /// The hash of the chain's first block.
    pub genesis: Hash,
}

/// What a file says about who asked for what.
struct Asked {
    code: Code,
    role: Role,
    participant: Option<Gln>,
    question: Question,
}

impl EvidenceFile {
    /// The file of a verdict. `published`: the checkpoint that is believed as it was published, if it was.
    ///
    /// # Errors
    /// [`Fault::NotDerivable`] if the verdict rests on anything else than this evidence; [`Fault::Unproven`].
    pub fn new(basis: &Basis, report: &Report, published: Option<&CheckpointFile>) -> Result<Self, Fault> {
        let code = &basis.code;
        let own = read_code(&code.text).map_err(|_| Fault::NotDerivable)?;
        let question = basis.scanning().question(code).map_err(|_| Fault::NotDerivable)?;
        let checkpoint = beginning(&basis.checkpoints, &basis.evidence, &question).map_err(Fault::Unproven)?;
        let published = published.filter(|file| file.checkpoint == checkpoint && file.signature.is_some());
        let published = published.map(|file| serde_json::from_str(&file.to_json())).transpose();
        let (beside, reasons): (Vec<&Reason>, Vec<&Reason>) =
            report.reasons.iter().partition(|reason| BESIDE.contains(&reason.code));
        let block = report.evidence.as_ref().map(|read| Read {
            number: read.block,
            hash: read.block_hash.clone(),
            time: read.chain_time,
            age_seconds: read.age_seconds,
        });
        let material = code.material.as_ref().filter(|_| own.material != code.material);
        let file = Self {
            medtrail_evidence: FORMAT,
            code: code.text.clone(),
            other_expiry: code.other_expiry.map(Date::number),
            material: material.map(LabelMaterial::to_text),
            role: basis.role.code().to_owned(),
            participant: basis.participant.map(|gln| gln.to_string()),
            scanned_at: basis.now,
            verdict: report.verdict.code().to_owned(),
            reasons: told(reasons),
            beside: told(beside),
            block,
            development: basis.development,
            checkpoint: hex::encode(checkpoint.encode()),
            published: published.map_err(|_| Fault::BadCheckpoint)?,
            evidence: hex::encode(basis.evidence.encode()),
        };
        // What cannot be derived from the file later is not to be kept as if it could.
        file.check(&Believed::default()).map_err(|_| Fault::NotDerivable)?;
        Ok(file)
    }

    /// Reads what [`Self::to_json`] wrote. Nothing is proven by that.
    ///
    /// # Errors
    /// [`Fault::TooLarge`], [`Fault::Unreadable`], [`Fault::OtherFormat`].
    pub fn from_json(text: &[u8]) -> Result<Self, Fault> {
        if text.len() > MAX_FILE {
            return Err(Fault::TooLarge);
        }
        let file: Self = serde_json::from_slice(text).map_err(|_| Fault::Unreadable)?;
        if file.medtrail_evidence != FORMAT {
            return Err(Fault::OtherFormat);
        }
        let long = |text: &String| text.len() > MAX_TEXT;
        let told = || file.reasons.iter().chain(&file.beside);
        let long_told = told().any(|told| long(&told.code) || long(&told.text));
        if told().count() > MAX_REASONS || long(&file.code) || long_told {
            return Err(Fault::TooLarge);
        }
        Ok(file)
    }

    /// As a file.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The code as it was scanned.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Derives the verdict once more, and compares it with what the file claims.
    ///
    /// # Errors
    /// [`Fault`]: the file was changed, damaged or made up.
    pub fn check(&self, believed: &Believed) -> Result<Checked, Fault> {
        let Asked { code, role, participant, question } = self.asked()?;
        let own: Checkpoint = decoded(&self.checkpoint, 64 * 1024).ok_or(Fault::BadCheckpoint)?;
        let published = self.published(&own)?;
        let bytes = bytes(&self.evidence, MAX_EVIDENCE).ok_or(Fault::Unreadable)?;
        let evidence = Evidence::from_bytes(&bytes).map_err(Fault::Unproven)?;
        let answer = evidence.check(&mut own.clone(), &question).map_err(Fault::Unproven)?;
        if believed.checkpoints.iter().any(|it| it.genesis.is_some_and(|genesis| genesis != answer.genesis)) {
            return Err(Fault::OtherChain);
        }
        let by_publisher = || {
            let publisher = believed.publisher?;
            published.as_ref()?.accept(Some(publisher), self.scanned_at).ok()
        };
        let anchor = if believed.checkpoints.iter().any(|it| leads_from(it, &own, &evidence, &question)) {
            Anchor::Checkpoint
        } else if by_publisher().is_some() {
            Anchor::Publisher
        } else {
            Anchor::OwnCheckpoint
        };
        // A file may say of a chain that it is one of development, and never that it is none.
        let signed = published.as_ref().is_some_and(|file| file.development);
        let of_known_keys = Trust::pinned(own).is_development();
        let development = of_known_keys || signed || self.development;
        let scanning = Scanning { role, participant, maker: None, signals: Signals::default() };
        let source = Source { development, ..Source::default() };
        let report = scanning.verdict(&code, Ok(&answer), source, self.scanned_at);
        self.compare(&report)?;
        let development = development || anchor == Anchor::Checkpoint && believed.development;
        Ok(Checked {
            report,
            anchor,
            development,
            beside: self.beside.clone(),
            scanned_at: self.scanned_at,
            participant,
            genesis: answer.genesis,
        })
    }

    fn asked(&self) -> Result<Asked, Fault> {
        let bad = |_| Fault::BadCode;
        let code = read_code(&self.code).map_err(bad)?;
        let date = |number: u32| Date::from_number(number).ok_or(Fault::BadCode);
        let other_expiry = self.other_expiry.map(date).transpose()?;
        let given = self.material.as_deref().map(LabelMaterial::from_text).transpose().map_err(|_| Fault::BadCode)?;
        let code = Code { other_expiry, material: given.or(code.material), ..code };
        let role: Role = self.role.parse().map_err(|_| Fault::Unreadable)?;
        let participant = self.participant.as_deref().map(str::parse).transpose().map_err(|_| Fault::Unreadable)?;
        let scanning = Scanning { role, participant, maker: None, signals: Signals::default() };
        let question = scanning.question(&code).map_err(|_| Fault::BadCode)?;
        Ok(Asked { code, role, participant, question })
    }

    /// The checkpoint as it was published: signed, and the one at which the evidence begins.
    fn published(&self, own: &Checkpoint) -> Result<Option<CheckpointFile>, Fault> {
        let Some(published) = &self.published else { return Ok(None) };
        let file = CheckpointFile::from_json(&published.to_string()).map_err(|_| Fault::BadCheckpoint)?;
        if file.checkpoint != *own || file.signature.is_none() {
            return Err(Fault::BadCheckpoint);
        }
        Ok(Some(file))
    }

    fn compare(&self, report: &Report) -> Result<(), Fault> {
        if self.verdict != report.verdict.code() {
            return Err(Fault::OtherVerdict { claimed: self.verdict.clone(), found: report.verdict.code() });
        }
        let reasons: Vec<&Reason> = report.reasons.iter().collect();
        let known = |told: &Told| BESIDE.contains(&told.code.as_str());
        if self.reasons != told(reasons) || !self.beside.iter().all(known) {
            return Err(Fault::OtherReasons);
        }
        let read = report
            .evidence
            .as_ref()
            .map(|read| (read.block, read.block_hash.as_str(), read.chain_time, read.age_seconds));
        let claimed = self.block.as_ref().map(|read| (read.number, read.hash.as_str(), read.time, read.age_seconds));
        if read == claimed { Ok(()) } else { Err(Fault::OtherBlock) }
    }
}

impl Basis {
    /// What proved the verdict, read once more.
    ///
    /// # Errors
    /// [`Fault::NotDerivable`], [`Fault::Unproven`].
    pub fn answer(&self) -> Result<Answer, Fault> {
        let question = self.scanning().question(&self.code).map_err(|_| Fault::NotDerivable)?;
        let mut checkpoint = beginning(&self.checkpoints, &self.evidence, &question).map_err(Fault::Unproven)?;
        self.evidence.check(&mut checkpoint, &question).map_err(Fault::Unproven)
    }

    fn scanning(&self) -> Scanning<'_> {
        Scanning { role: self.role, participant: self.participant, maker: None, signals: Signals::default() }
    }
}

/// The name under which a pack's file is saved: lot and serial, as far as they may stand in a file's name.
pub fn file_name(report: &Report) -> String {
    let plain = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).take(20).collect() };
    format!("{}-{}-{}.medtrail-evidence.json", report.pack.gtin, plain(&report.pack.lot), plain(&report.pack.serial))
}

fn told(reasons: Vec<&Reason>) -> Vec<Told> {
    reasons.into_iter().map(|reason| Told { code: reason.code.to_owned(), text: reason.text.clone() }).collect()
}

fn bytes(digits: &str, most: usize) -> Option<Vec<u8>> {
    (digits.len() <= 2 * most).then(|| hex::decode(digits).ok()).flatten()
}

fn decoded<T: DecodeAll>(digits: &str, most: usize) -> Option<T> {
    T::decode_all(&mut bytes(digits, most)?.as_slice()).ok()
}
