//! The council of regulators: what is moved, in words, and the votes on it.

use codec::{Compact, DecodeLimit};
use ledger_client::{LedgerError, Motion, View, account_to_text};
use ledger_types::{
    AccountBytes, BatchKey, Kind, ParticipantId,
    call::{Call, CouncilCall, DrugBatchCall, GovernanceCall, ParticipantsCall},
    keys,
};

use crate::{Parties, Party, date, hex};

/// Calls within calls are read so deep. A motion may hold another one, and so on.
const MAX_DEPTH: u32 = 16;
/// More than any motion weighs: the council's acts are small. In picoseconds of computing and bytes of proof.
const WEIGHT_BOUND: (Compact<u64>, Compact<u64>) = (Compact(400_000_000_000), Compact(1 << 20));
/// Seconds from one block to the next.
const BLOCK_SECONDS: u64 = 2;

/// The council as it sits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Council {
    /// Its members.
    pub members: Vec<Member>,
    /// What is moved and not decided, in order of numbers.
    pub motions: Vec<OpenMotion>,
    /// The block that says so.
    pub block: u32,
}

/// A seat in the council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key that votes.
    pub account: AccountBytes,
    /// For whom; none if it acts for nobody that the chain knows.
    pub who: Option<Party>,
}

/// A motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMotion {
    /// What the chain says of it.
    pub motion: Motion,
    /// What it proposes.
    pub proposed: Proposed,
}

/// What a motion proposes: the name of a sentence, and the texts that stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The sentence's name.
    pub sentence: &'static str,
    /// What stands in it.
    pub texts: Vec<(&'static str, String)>,
}

/// Where a motion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Votes are still open.
    Open,
    /// It has enough votes and can be carried out.
    Adopted,
    /// It can get no more enough votes, or its time is over: it can be put aside.
    Lost,
}

impl Council {
    /// Whether an account has a seat.
    pub fn seats(&self, account: &AccountBytes) -> bool {
        self.members.iter().any(|member| member.account == *account)
    }

    /// Where a motion stands.
    pub fn fate(&self, open: &OpenMotion) -> Fate {
        let votes = &open.motion.votes;
        let needed = votes.threshold as usize;
        if votes.ayes.len() >= needed {
            Fate::Adopted
        } else if self.members.len().saturating_sub(votes.nays.len()) < needed || self.block >= votes.end {
            Fate::Lost
        } else {
            Fate::Open
        }
    }

    /// Seconds until a motion's time is over.
    pub fn seconds_left(&self, open: &OpenMotion) -> u64 {
        u64::from(open.motion.votes.end.saturating_sub(self.block)) * BLOCK_SECONDS
    }
}

impl OpenMotion {
    /// Its number.
    pub fn number(&self) -> u32 {
        self.motion.votes.index
    }

    /// How an account voted: for it or against it, if it did.
    pub fn vote_of(&self, account: &AccountBytes) -> Option<bool> {
        let votes = &self.motion.votes;
        let is = |list: &[AccountBytes]| list.contains(account);
        if is(&votes.ayes) { Some(true) } else { is(&votes.nays).then_some(false) }
    }

    /// The call that votes on it.
    pub fn vote(&self, approve: bool) -> Call {
        let (proposal, index) = (self.motion.hash, Compact(self.number()));
        Call::Council(CouncilCall::Vote { proposal, index, approve })
    }

    /// The call that carries it out, or puts it aside if it is lost.
    pub fn close(&self) -> Call {
        Call::Council(CouncilCall::Close {
            proposal: self.motion.hash,
            index: Compact(self.number()),
            weight_bound: WEIGHT_BOUND,
            length_bound: Compact(self.motion.call.len() as u32),
        })
    }
}

/// The council, and what is moved in it.
///
/// # Errors
/// As [`View::motions`].
pub async fn council(view: &View<'_>) -> Result<Council, LedgerError> {
    let mut parties = Parties::of(view);
    let mut members = Vec::new();
    for account in view.council().await? {
        let who = match view.operator(&account).await? {
            Some(operator) => Some(parties.get(operator.participant).await?),
            None => None,
        };
        members.push(Member { account, who });
    }
    let mut motions = Vec::new();
    for motion in view.motions().await? {
        let proposed = describe(&mut parties, view, &motion.call).await?;
        motions.push(OpenMotion { motion, proposed });
    }
    motions.sort_by_key(OpenMotion::number);
    Ok(Council { members, motions, block: view.block.number })
}

/// What an encoded call would do.
async fn describe(parties: &mut Parties<'_>, view: &View<'_>, call: &[u8]) -> Result<Proposed, LedgerError> {
    let says = |sentence, texts: Vec<(&'static str, String)>| Proposed { sentence, texts };
    let unknown = || says("motion-unknown", vec![("bytes", call.len().to_string())]);
    let Ok(call) = Call::decode_all_with_depth_limit(MAX_DEPTH, &mut &*call) else { return Ok(unknown()) };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(match call {
        Call::Participants(call) => match call {
            ParticipantsCall::Register { kind, gln, country, name, operator } => {
                let texts = vec![("name", text(&name)), ("gln", format!("{gln:013}")), ("country", text(&country))];
                let sentence = if kind == Kind::Regulator { "motion-enrol-regulator" } else { "motion-enrol" };
                says(sentence, [texts, vec![("account", account_to_text(&operator))]].concat())
            }
            ParticipantsCall::GrantLicence { participant, number, valid_from, valid_until, .. } => {
                let (from, until) = (date(valid_from), date(valid_until.saturating_sub(1)));
                let texts = vec![("number", text(&number)), ("from", from), ("until", until)];
                says("motion-licence", [vec![("who", who(parties, participant).await?)], texts].concat())
            }
            ParticipantsCall::RevokeLicence { participant, number } => {
                let who = who(parties, participant).await?;
                says("motion-revoke-licence", vec![("who", who), ("number", text(&number))])
            }
            ParticipantsCall::Suspend { participant } => {
                says("motion-suspend", vec![("who", who(parties, participant).await?)])
            }
            ParticipantsCall::Reinstate { participant } => {
                says("motion-reinstate", vec![("who", who(parties, participant).await?)])
            }
            ParticipantsCall::Revoke { participant } => {
                says("motion-strike", vec![("who", who(parties, participant).await?)])
            }
            ParticipantsCall::Recover { participant, operator } => {
                let who = who(parties, participant).await?;
                says("motion-recover", vec![("who", who), ("account", account_to_text(&operator))])
            }
            _ => unknown(),
        },
        Call::DrugBatch(call) => match call {
            DrugBatchCall::RecallBatch { batch, class } => {
                let mut texts = named(view, &batch).await?;
                texts.push(("class", format!("{class:?}")));
                says("motion-recall-batch", texts)
            }
            DrugBatchCall::RecallProduct { gtin, class } => {
                says("motion-recall-product", vec![("gtin", format!("{gtin:014}")), ("class", format!("{class:?}"))])
            }
            DrugBatchCall::WithdrawBatch { batch } => says("motion-withdraw-batch", named(view, &batch).await?),
            DrugBatchCall::WithdrawProduct { gtin } => {
                says("motion-withdraw-product", vec![("gtin", format!("{gtin:014}"))])
            }
            _ => unknown(),
        },
        Call::Governance(call) => match call {
            GovernanceCall::SetValidators { validators } => {
                says("motion-validators", vec![("n", validators.len().to_string())])
            }
            GovernanceCall::AuthorizeUpgrade { code_hash } => says("motion-runtime", vec![("hash", hex(&code_hash))]),
            GovernanceCall::EnterSafeMode => says("motion-safe-mode", Vec::new()),
            GovernanceCall::LeaveSafeMode => says("motion-leave-safe-mode", Vec::new()),
        },
        _ => unknown(),
    })
}

async fn who(parties: &mut Parties<'_>, id: ParticipantId) -> Result<String, LedgerError> {
    let party = parties.get(id).await?;
    Ok(format!("{} (GLN {:013})", party.name, party.gln))
}

/// A batch in words, with its product's name.
async fn named(view: &View<'_>, batch: &BatchKey) -> Result<Vec<(&'static str, String)>, LedgerError> {
    let product: Option<ledger_types::Product> = view.read(keys::product(batch.gtin)).await?;
    let name = product.map(|product| String::from_utf8_lossy(&product.data.name).into_owned()).unwrap_or_default();
    let lot = String::from_utf8_lossy(&batch.lot).into_owned();
    Ok(vec![("gtin", format!("{:014}", batch.gtin)), ("lot", lot), ("product", name)])
}
