//! Signing an act, sending it, and waiting until it is final.

use std::time::Duration;

use codec::{Decode, Encode};
use ledger_types::{Block, Outcome, ParticipantId, ShipmentId, call::Call, compliance::CaseId, refusal};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Ledger, LedgerError, Signer, account_to_text, rpc, rpc::MAX_BLOCK, transaction, transaction::PERIOD};

/// How often to look whether a block was finalised.
const POLL: Duration = Duration::from_millis(150);
/// How long to wait for finality. A chain with slots of two seconds needs about five.
const PATIENCE: Duration = Duration::from_secs(90);
/// The pool's error for a transaction that its extensions refuse.
const INVALID_TRANSACTION: i64 = 1010;
/// The pool's error for a transaction whose nonce another one holds.
const PRIORITY_TOO_LOW: i64 = 1014;
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
struct SignedBlock {
    block: BlockBody,
}

#[derive(Deserialize)]
struct BlockBody {
    extrinsics: Vec<String>,
}

impl Ledger {
    /// Signs an act, sends it and waits until it is final.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] if the chain said no, [`LedgerError::Unconfirmed`] if the act was sent and its fate is
    /// unknown, and those of reaching the node.
    pub async fn submit(&self, call: &Call, signer: &Signer) -> Result<Receipt, LedgerError> {
        self.ensure_known_version()?;
        let birth = self.finalized().await?.block;
        let extrinsic = self.send(call, signer, birth).await?;
        self.receipt(&extrinsic, birth).await
    }

    /// Sends an act that needs no signature and waits until it is final.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn submit_unsigned(&self, call: &Call) -> Result<Receipt, LedgerError> {
        let birth = self.finalized().await?.block;
        let extrinsic = rpc::text(transaction::unsigned(call));
        match self.rpc.ask::<Value>("author_submitExtrinsic", json!([extrinsic])).await {
            Ok(_) => self.receipt(&extrinsic, birth).await,
            Err(LedgerError::Rpc { code, message }) => Err(refused_by_pool(code, message)),
            Err(error) => Err(LedgerError::Unconfirmed(error.to_string())),
        }
    }

    /// Waits until a transaction is final, and reads what became of it.
    async fn receipt(&self, extrinsic: &str, birth: Block) -> Result<Receipt, LedgerError> {
        let waiting = tokio::time::timeout(PATIENCE, self.await_final(extrinsic, birth.number)).await;
        let (block, index) = match waiting {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err(LedgerError::Unconfirmed(error.to_string())),
            Err(_) => return Err(LedgerError::Unconfirmed("no block with it was finalised in time".into())),
        };
        match self.outcome(&block, index).await {
            Ok(Outcome::Done { shipment, participant, motion, case }) => {
                Ok(Receipt { block, shipment, participant, motion, case })
            }
            Ok(Outcome::Refused { pallet, error }) => Err(refusal::in_pallet(pallet, error).map_or_else(
                || LedgerError::RefusedOtherwise(format!("error {error} of pallet {pallet}")),
                LedgerError::Refused,
            )),
            Ok(Outcome::Failed) => Err(LedgerError::RefusedOtherwise("the act failed".into())),
            Err(error) => Err(LedgerError::Unconfirmed(error.to_string())),
        }
    }

    /// Sends an act to the pool; the bytes that were sent. If another act of the same key took the nonce meanwhile, tries
    /// again with the next one.
    async fn send(&self, call: &Call, signer: &Signer, birth: Block) -> Result<String, LedgerError> {
        let account = account_to_text(&signer.account());
        let mut attempt = 1;
        loop {
            let nonce: u32 = self.rpc.ask("system_accountNextIndex", json!([account])).await?;
            let extrinsic = rpc::text(self.sign(call, signer, nonce, birth));
            match self.rpc.ask::<Value>("author_submitExtrinsic", json!([extrinsic])).await {
                Ok(_) => return Ok(extrinsic),
                Err(LedgerError::Rpc { code, message }) if nonce_taken(code, &message) && attempt < ATTEMPTS => {
                    attempt += 1;
                    tokio::time::sleep(POLL).await;
                }
                Err(LedgerError::Rpc { code, message }) => return Err(refused_by_pool(code, message)),
                Err(error) => return Err(LedgerError::Unconfirmed(error.to_string())),
            }
        }
    }

    /// The bytes of a signed transaction, see [`crate::ChainId::sign`].
    pub fn sign(&self, call: &Call, signer: &Signer, nonce: u32, birth: Block) -> Vec<u8> {
        self.chain.sign(call, signer, nonce, birth)
    }

    /// Walks the finalised blocks until one holds the transaction; tells which, and at which place.
    async fn await_final(&self, extrinsic: &str, birth: u32) -> Result<(Block, u32), LedgerError> {
        let overflow = || LedgerError::BadAnswer("a block number is out of bounds");
        let mut next = birth.checked_add(1).ok_or_else(overflow)?;
        loop {
            let head = self.finalized().await?.block;
            while next <= head.number {
                let hash: String = self.rpc.ask("chain_getBlockHash", json!([next])).await?;
                let block: SignedBlock = self.rpc.ask_for(MAX_BLOCK, "chain_getBlock", json!([hash])).await?;
                if let Some(index) = block.block.extrinsics.iter().position(|found| found == extrinsic) {
                    return Ok((Block { number: next, hash: rpc::hash(&hash)? }, index as u32));
                }
                if next.saturating_sub(birth) > PERIOD {
                    return Err(LedgerError::BadAnswer("the act fell out of the pool"));
                }
                next = next.checked_add(1).ok_or_else(overflow)?;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn outcome(&self, block: &Block, extrinsic: u32) -> Result<Outcome, LedgerError> {
        let params = json!(["LedgerApi_outcome", rpc::text(extrinsic.encode()), block.hash_text()]);
        let answer: String = self.rpc.ask("state_call", params).await?;
        Option::<Outcome>::decode(&mut rpc::bytes(&answer)?.as_slice())
            .ok()
            .flatten()
            .ok_or(LedgerError::BadAnswer("the block does not tell what became of the act"))
    }
}

/// Whether the pool holds, or the chain has, another act of the same key with this nonce.
fn nonce_taken(code: i64, message: &str) -> bool {
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
