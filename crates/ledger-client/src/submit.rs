//! Signing an act, sending it, and waiting until it is final.

use std::time::Duration;

use codec::{Decode, Encode};
use ledger_types::{Block, Outcome, ParticipantId, ShipmentId, call::Call, compliance::CaseId, refusal};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Ledger, LedgerError, Signer, account_to_text, rpc,
    rpc::MAX_BLOCK,
    time::{Instant, sleep, timeout},
    transaction,
    transaction::PERIOD,
};

/// How often to look whether a block was finalised.
const POLL: Duration = Duration::from_millis(150);
/// How long to wait for finality. A chain with slots of two seconds needs about five.
const PATIENCE: Duration = Duration::from_secs(90);
/// The pool's error for a transaction that its extensions refuse.
const INVALID_TRANSACTION: i64 = 1010;
/// The pool's error for a transaction that was dropped a moment ago.
const BANNED_FOR_NOW: i64 = 1012;
/// The pool's error for a transaction that it has.
const ALREADY_THERE: i64 = 1013;
/// The pool's error for a transaction whose nonce another one holds.
const PRIORITY_TOO_LOW: i64 = 1014;
/// How long a node may be out of reach meanwhile.
const AWAY: Duration = Duration::from_secs(10);
/// How long to wait before the same bytes are sent again.
const RETRIES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1_200)];
/// How often to try with the next nonce.
const ATTEMPTS: u32 = 10;

/// An act that took effect and is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// In which block.
    pub block: Block,
    /// The shipment that it opened.
    pub shipment: Option<ShipmentId>,
    /// The participant that it enrolled.
    pub participant: Option<ParticipantId>,
    /// The council's motion that it proposed, by number and hash.
    pub motion: Option<(u32, [u8; 32])>,
    /// The case that it opened.
    pub case: Option<CaseId>,
}

#[derive(Deserialize)]
pub(crate) struct SignedBlock {
    pub block: BlockBody,
}

#[derive(Deserialize)]
struct BestHeader {
    number: String,
}

#[derive(Deserialize)]
pub(crate) struct BlockBody {
    pub extrinsics: Vec<String>,
}

/// A signed act. Sent any number of times, through any node, it takes effect at most once: its number among the acts of its
/// key is used up by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAct {
    /// The transaction's bytes.
    pub extrinsic: Vec<u8>,
    /// Its number among the acts of its key.
    pub nonce: u32,
    /// The final block after which it was signed. It is valid for some minutes from then on.
    pub birth: Block,
}

/// What the pool said to an act.
enum Sent {
    /// It waits for a block, or is in one already.
    Waiting,
    /// Its number among the acts of its key is taken: by itself, sent before, or by another act.
    NumberTaken(String),
}

impl Ledger {
    /// Signs an act, sends it and waits until it is final.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] if the chain said no, [`LedgerError::Unconfirmed`] if the act was sent and its fate is
    /// unknown, and those of reaching the node.
    pub async fn submit(&self, call: &Call, signer: &Signer) -> Result<Receipt, LedgerError> {
        let mut attempt = 1;
        loop {
            let act = self.sign_next(call, signer).await?;
            match self.settle(&act).await {
                // Another act of the same key came first: this one has not happened, and gets the next number.
                Err(LedgerError::NumberTaken(_)) if attempt < ATTEMPTS => attempt += 1,
                settled => return settled,
            }
            sleep(POLL).await;
        }
    }

    /// Signs an act with its key's next number. Whoever keeps the result can settle it again after a crash or a lost
    /// connection, without doing it twice.
    ///
    /// # Errors
    /// [`LedgerError::WrongVersion`], and those of reaching the node.
    pub async fn sign_next(&self, call: &Call, signer: &Signer) -> Result<SignedAct, LedgerError> {
        self.ensure_known_version()?;
        let birth = self.finalized().await?.block;
        let account = account_to_text(&signer.account());
        let nonce: u32 = self.rpc.ask("system_accountNextIndex", json!([account])).await?;
        Ok(SignedAct { extrinsic: self.sign(call, signer, nonce, birth), nonce, birth })
    }

    /// Sends a signed act, unless it has happened already, and waits until it is final.
    ///
    /// # Errors
    /// As [`Self::submit`]; [`LedgerError::NumberTaken`] if another act of its key took its number: it has not happened, and
    /// will not.
    pub async fn settle(&self, act: &SignedAct) -> Result<Receipt, LedgerError> {
        let extrinsic = rpc::text(&act.extrinsic);
        match self.send(&extrinsic).await? {
            Sent::Waiting => self.receipt(&extrinsic, act.birth).await,
            Sent::NumberTaken(message) => match self.find_up_to_best(&extrinsic, act.birth.number).await? {
                Some((block, index)) => self.outcome_at(block, index).await,
                None => Err(LedgerError::NumberTaken(message)),
            },
        }
    }

    /// Sends an act that needs no signature and waits until it is final.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn submit_unsigned(&self, call: &Call) -> Result<Receipt, LedgerError> {
        let birth = self.finalized().await?.block;
        let extrinsic = rpc::text(transaction::unsigned(call));
        match self.send(&extrinsic).await? {
            Sent::Waiting => self.receipt(&extrinsic, birth).await,
            Sent::NumberTaken(message) => Err(LedgerError::RefusedOtherwise(message)),
        }
    }

    /// Waits until a transaction is final, and reads what became of it.
    async fn receipt(&self, extrinsic: &str, birth: Block) -> Result<Receipt, LedgerError> {
        match timeout(PATIENCE, self.await_final(extrinsic, birth.number)).await {
            Ok(Ok((block, index))) => self.outcome_at(block, index).await,
            Ok(Err(error)) => Err(LedgerError::Unconfirmed(error.to_string())),
            Err(_) => Err(LedgerError::Unconfirmed("no block with it was finalised in time".into())),
        }
    }

    /// What became of a transaction at a place in a final block.
    async fn outcome_at(&self, block: Block, index: u32) -> Result<Receipt, LedgerError> {
        match self.outcome(&block, index).await {
            Ok(outcome) => told(block, outcome),
            Err(error) => Err(LedgerError::Unconfirmed(error.to_string())),
        }
    }

    /// Sends an act to the pool. If the connection breaks, sends the same bytes again.
    async fn send(&self, extrinsic: &str) -> Result<Sent, LedgerError> {
        let mut pauses = RETRIES.into_iter();
        loop {
            match self.rpc.ask::<Value>("author_submitExtrinsic", json!([extrinsic])).await {
                Ok(_) => return Ok(Sent::Waiting),
                Err(LedgerError::Rpc { code, .. }) if code == ALREADY_THERE || code == BANNED_FOR_NOW => {
                    return Ok(Sent::Waiting);
                }
                Err(LedgerError::Rpc { code, message }) if number_taken(code, &message) => {
                    return Ok(Sent::NumberTaken(message));
                }
                Err(LedgerError::Rpc { code, message }) => return Err(refused_by_pool(code, message)),
                Err(error) => {
                    let Some(pause) = pauses.next() else { return Err(LedgerError::Unconfirmed(error.to_string())) };
                    sleep(pause).await;
                }
            }
        }
    }

    /// The bytes of a signed transaction, see [`crate::ChainId::sign`].
    pub fn sign(&self, call: &Call, signer: &Signer, nonce: u32, birth: Block) -> Vec<u8> {
        self.chain.sign(call, signer, nonce, birth)
    }

    /// Walks the finalised blocks until one holds the transaction; tells which, and at which place. A node that cannot be
    /// reached for a moment is asked again.
    async fn await_final(&self, extrinsic: &str, birth: u32) -> Result<(Block, u32), LedgerError> {
        let overflow = || LedgerError::BadAnswer("a block number is out of bounds");
        let mut next = birth.checked_add(1).ok_or_else(overflow)?;
        let mut answered = Instant::now();
        loop {
            match self.find(extrinsic, birth, &mut next).await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => answered = Instant::now(),
                Err(LedgerError::Unreachable { .. }) if answered.elapsed() < AWAY => {}
                Err(error) => return Err(error),
            }
            sleep(POLL).await;
        }
    }

    /// Looks for a transaction whose number is taken: it is in a block up to the best one of now, or will never be.
    async fn find_up_to_best(&self, extrinsic: &str, birth: u32) -> Result<Option<(Block, u32)>, LedgerError> {
        let best: BestHeader = self.rpc.ask("chain_getHeader", json!([])).await?;
        let best = rpc::number(&best.number)?;
        let mut next = birth.saturating_add(1);
        let looking = async {
            loop {
                match self.find(extrinsic, birth, &mut next).await? {
                    None if next <= best => sleep(POLL).await,
                    found => return Ok(found),
                }
            }
        };
        match timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(_) => Err(LedgerError::Unconfirmed("its number is taken, and no block was finalised in time".into())),
        }
    }

    /// Looks for a transaction in the blocks from `next` to the last final one.
    async fn find(&self, extrinsic: &str, birth: u32, next: &mut u32) -> Result<Option<(Block, u32)>, LedgerError> {
        let head = self.finalized().await?.block;
        while *next <= head.number {
            let hash: String = self.rpc.ask("chain_getBlockHash", json!([*next])).await?;
            let block: SignedBlock = self.rpc.ask_for(MAX_BLOCK, "chain_getBlock", json!([hash])).await?;
            if let Some(index) = block.block.extrinsics.iter().position(|found| found == extrinsic) {
                return Ok(Some((Block { number: *next, hash: rpc::hash(&hash)? }, index as u32)));
            }
            if next.saturating_sub(birth) > PERIOD {
                return Err(LedgerError::BadAnswer("the act fell out of the pool"));
            }
            *next = next.checked_add(1).ok_or(LedgerError::BadAnswer("a block number is out of bounds"))?;
        }
        Ok(None)
    }

    pub(crate) async fn outcome(&self, block: &Block, extrinsic: u32) -> Result<Outcome, LedgerError> {
        let params = json!(["LedgerApi_outcome", rpc::text(extrinsic.encode()), block.hash_text()]);
        let answer: String = self.rpc.ask("state_call", params).await?;
        Option::<Outcome>::decode(&mut rpc::bytes(&answer)?.as_slice())
            .ok()
            .flatten()
            .ok_or(LedgerError::BadAnswer("the block does not tell what became of the act"))
    }
}

/// The outcome of an act in a block, as its sender sees it.
pub(crate) fn told(block: Block, outcome: Outcome) -> Result<Receipt, LedgerError> {
    match outcome {
        Outcome::Done { shipment, participant, motion, case } => {
            Ok(Receipt { block, shipment, participant, motion, case })
        }
        Outcome::Refused { pallet, error } => Err(refusal::in_pallet(pallet, error).map_or_else(
            || LedgerError::RefusedOtherwise(format!("error {error} of pallet {pallet}")),
            LedgerError::Refused,
        )),
        Outcome::Failed => Err(LedgerError::RefusedOtherwise("the act failed".into())),
    }
}

/// Whether the pool holds, or the chain has, an act of the same key with this nonce.
fn number_taken(code: i64, message: &str) -> bool {
    code == PRIORITY_TOO_LOW || code == INVALID_TRANSACTION && message.contains("outdated")
}

fn refused_by_pool(code: i64, message: String) -> LedgerError {
    let custom = message.rsplit_once("Custom error: ").and_then(|(_, number)| number.trim().parse().ok());
    match custom.and_then(refusal::at_admission) {
        Some(refusal) if code == INVALID_TRANSACTION => LedgerError::Refused(refusal),
        _ if code == INVALID_TRANSACTION => LedgerError::RefusedOtherwise(message),
        _ => LedgerError::Rpc { code, message },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pool_refusals_are_named() {
        let refused = |message: &str| refused_by_pool(1010, message.to_owned());
        assert_eq!(refused("Invalid Transaction: Custom error: 3").code(), "NoValidLicence");
        assert_eq!(refused("Invalid Transaction: Custom error: 99").code(), "refused");
        assert_eq!(refused_by_pool(1014, "Priority is too low".into()).code(), "node-error");
    }
}
