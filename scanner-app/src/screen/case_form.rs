//! What is typed about cases: a new one, who is told of one, and who is asked.

use std::sync::Arc;

use batch_folder::pack_range;
use gs1::{Gln, Gtin, Lot};
use ledger_types::{
    BatchKey, Line,
    call::{Call, ComplianceCall},
    compliance::{Question, Subject, Trigger},
    digest,
};
use office::{CaseFile, Doing, KnownBatch, Party, Trouble};
use verdict::{Code, proven_index};

use crate::work::{Loaded, Told};

/// A file that was chosen: its name and digest.
pub type Chosen = (String, [u8; 32]);

/// What a new case is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Some packs of a lot.
    #[default]
    Packs,
    /// All packs of a lot.
    Lot,
    /// A code that the ledger does not know.
    Code,
}

/// A new case.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Why it is opened.
    pub trigger: Option<Trigger>,
    /// What it is about.
    pub about: About,
    /// The product's GTIN.
    pub gtin: String,
    /// The lot.
    pub lot: String,
    /// The places of the packs in their lot.
    pub packs: String,
    /// The code that was scanned.
    pub code: Option<Arc<Code>>,
    /// What the ledger knows of the lot; nothing if there is no such lot.
    pub batch: Option<(BatchKey, Loaded<Option<KnownBatch>>)>,
    /// What the opener knows.
    pub evidence: Option<Chosen>,
    /// Whether its packs are held back.
    pub quarantine: bool,
}

/// A participant that is looked up by its GLN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressee {
    /// What is typed.
    pub gln: String,
    /// Who that is; nobody if the ledger does not know it.
    pub found: Option<(u64, Loaded<Option<Party>>)>,
}

/// A notice of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub to: Addressee,
    /// The notice's file.
    pub file: Option<Chosen>,
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// Who is asked.
    pub of: Addressee,
    /// What.
    pub question: Option<Question>,
    /// The question's file.
    pub file: Option<Chosen>,
}

impl Form {
    /// A form about the pack whose code was scanned.
    pub fn of(code: Code) -> Self {
        let (gtin, lot) = (format!("{:014}", code.scanned.gtin.number()), code.scanned.lot.as_str().to_owned());
        Self { gtin, lot, code: Some(Arc::new(code)), ..Self::default() }
    }

    /// The lot that is typed, if it is complete.
    pub fn key(&self) -> Option<BatchKey> {
        let gtin = self.gtin.trim().parse::<Gtin>().ok()?.number();
        let lot = self.lot.trim().parse::<Lot>().ok()?;
        BatchKey::new(gtin, lot.as_bytes())
    }

    /// Whether something is typed that is no lot.
    pub fn has_bad_lot(&self) -> bool {
        let lot = self.lot.trim();
        !lot.is_empty() && lot.parse::<Lot>().is_err()
    }

    /// What the ledger knows of the lot that is typed.
    pub fn known(&self) -> Option<&KnownBatch> {
        let (key, found) = self.batch.as_ref()?;
        found.here().filter(|_| Some(key) == self.key().as_ref())?.as_ref()
    }

    /// Begins to look the lot up that is typed, if it is complete.
    pub fn look_up(&mut self) -> Option<BatchKey> {
        let key = self.key()?;
        self.batch = Some((key.clone(), Loaded::Loading));
        Some(key)
    }

    /// Takes in what the ledger knows of a lot. The place of the pack that was scanned is filled in only if its label proves it.
    pub fn found(&mut self, of: &BatchKey, read: Result<Option<KnownBatch>, Trouble>) {
        let Some((key, found)) = &mut self.batch else { return };
        if key != of {
            return;
        }
        *found = Loaded::of(read);
        let place = match (self.known(), &self.code) {
            (Some(known), Some(code)) if key_of(code).as_ref() == Some(of) => proven_index(code, &known.batch),
            _ => None,
        };
        if let Some(place) = place {
            self.packs = place.to_string();
        }
    }

    /// Whether the places are typed of packs that the lot does not have.
    pub fn has_bad_packs(&self) -> bool {
        !self.packs.trim().is_empty()
            && self.known().is_some_and(|known| pack_range(&self.packs, known.batch.packs).is_none())
    }

    /// What it is about, if that is complete.
    pub fn subject(&self) -> Option<Subject> {
        let known = || self.known().zip(self.key());
        let (batch, packs) = match self.about {
            About::Code => return self.code.as_ref().map(|code| Subject::Code(digest(code.text.as_bytes()))),
            About::Lot => known().map(|(known, key)| (key, 0..known.batch.packs))?,
            // Nothing typed is no lot by the way.
            About::Packs if self.packs.trim().is_empty() => return None,
            About::Packs => {
                let (known, key) = known()?;
                (key, pack_range(&self.packs, known.batch.packs)?)
            }
        };
        let line = Line { batch, start: packs.start, end: packs.end };
        vec![line].try_into().ok().map(Subject::Packs)
    }

    /// Whether its packs are to be held back; nothing is, of a code.
    pub fn quarantines(&self) -> bool {
        self.quarantine && self.about != About::Code
    }

    /// The case that is typed, if it is complete, and what a person reads about it.
    pub fn opening(&self) -> Option<(Doing, Told)> {
        let (trigger, subject, (_, evidence)) = (self.trigger?, self.subject()?, self.evidence.clone()?);
        let quarantine = self.quarantines();
        let told = match &subject {
            Subject::Code(_) => Told::new("told-case-open-code"),
            Subject::Packs(lines) => {
                let packs: u32 = lines.iter().map(|line| line.end.saturating_sub(line.start)).sum();
                let id = if quarantine { "told-case-open-quarantine" } else { "told-case-open" };
                Told::new(id).with("packs", packs).with("lot", self.lot.trim()).with("gtin", self.gtin.trim())
            }
        };
        let call = ComplianceCall::OpenCase { trigger, subject, evidence, quarantine };
        Some((Doing::Now(Call::Compliance(call)), told))
    }
}

fn key_of(code: &Code) -> Option<BatchKey> {
    BatchKey::new(code.scanned.gtin.number(), code.scanned.lot.as_bytes())
}

impl Addressee {
    /// Takes in what is typed; the GLN, if it is complete and has to be looked up.
    pub fn edit(&mut self, text: String) -> Option<u64> {
        self.gln = text;
        let gln = self.gln.trim().parse::<Gln>().ok().map(Gln::number);
        if self.found.as_ref().map(|(known, _)| *known) == gln {
            return None;
        }
        self.found = gln.map(|gln| (gln, Loaded::Loading));
        gln
    }

    /// Takes in who has a GLN.
    pub fn found(&mut self, gln: u64, read: Result<Option<Party>, Trouble>) {
        if let Some((known, found)) = &mut self.found
            && *known == gln
        {
            *found = Loaded::of(read);
        }
    }

    /// Whether what is typed is no GLN.
    pub fn is_bad(&self) -> bool {
        let digits = self.gln.trim();
        digits.len() >= 13 && digits.parse::<Gln>().is_err()
    }

    /// Who it is.
    pub fn party(&self) -> Option<&Party> {
        self.found.as_ref()?.1.here()?.as_ref()
    }
}

impl Notice {
    /// The notice of a case, if it is complete, and what a person reads about it.
    pub fn telling(&self, file: &CaseFile) -> Option<(Doing, Told)> {
        let (to, (_, digest)) = (self.to.party()?, self.file.clone()?);
        let told = Told::new("told-case-tell").with("number", file.known.id).with("who", &to.name);
        let call = ComplianceCall::Notify { case: file.known.id, to: to.id, digest };
        file.may_be_told(to).then_some((Doing::Now(Call::Compliance(call)), told))
    }
}

impl Asking {
    /// Whether who is asked is a regulator: those are not asked this way.
    pub fn is_of_regulator(&self) -> bool {
        self.of.party().is_some_and(|party| party.kind == Some(ledger_types::Kind::Regulator))
    }

    /// The question, if it is complete, and what a person reads about it.
    pub fn asking(&self) -> Option<(Doing, Told)> {
        let (of, question, (_, digest)) = (self.of.party()?, self.question?, self.file.clone()?);
        let id = match question {
            Question::Verification => "told-ask-verification",
            Question::Tracing => "told-ask-tracing",
        };
        let call = ComplianceCall::Ask { of: of.id, question, digest };
        let asking = (Doing::Now(Call::Compliance(call)), Told::new(id).with("who", &of.name));
        (!self.is_of_regulator()).then_some(asking)
    }
}
