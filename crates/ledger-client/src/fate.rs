//! What became of an act that was signed some time ago, by this program or by one that crashed.

use ledger_types::{AccountBytes, Block};
use serde_json::json;

use crate::{
    Ledger, LedgerError, Receipt, SignedAct, rpc, rpc::MAX_BLOCK, submit, submit::SignedBlock, transaction::PERIOD,
};

/// Blocks for which every node keeps the state.
const STATE_KEPT: u32 = 250;

/// What final blocks tell of a signed act.
#[derive(Debug)]
pub enum Fate {
    /// It is in a final block and took effect.
    Done(Receipt),
    /// It is in a final block and was refused: [`LedgerError::Refused`] or [`LedgerError::RefusedOtherwise`].
    Refused(LedgerError),
    /// It is in this final block, but so long ago that the node cannot tell any more what became of it.
    Untold(Block),
    /// It has not happened and never will: its time is over, or another act took its number.
    Never,
    /// It has not happened up to the last final block, and still may.
    Open,
}

impl Ledger {
    /// Finds out what became of a signed act of an account, without sending it.
    ///
    /// That it has not happened is proven by the account's number of acts, except where another act of the same key
    /// took its number: then the node's word about what is in its blocks counts.
    ///
    /// # Errors
    /// Those of reading: [`LedgerError::Unreachable`], [`LedgerError::Unproven`], [`LedgerError::BadAnswer`].
    pub async fn fate(&self, act: &SignedAct, account: &AccountBytes) -> Result<Fate, LedgerError> {
        let view = self.finalized().await?;
        let head = view.block.number;
        let last_chance = act.birth.number.saturating_add(PERIOD);
        if view.nonce(account).await? <= act.nonce {
            return Ok(if head >= last_chance { Fate::Never } else { Fate::Open });
        }
        let extrinsic = rpc::text(&act.extrinsic);
        for number in act.birth.number.saturating_add(1)..=head.min(last_chance) {
            let hash: String = self.rpc.ask("chain_getBlockHash", json!([number])).await?;
            let block: SignedBlock = self.rpc.ask_for(MAX_BLOCK, "chain_getBlock", json!([hash])).await?;
            if let Some(index) = block.block.extrinsics.iter().position(|found| *found == extrinsic) {
                let block = Block { number, hash: rpc::hash(&hash)? };
                return match self.outcome(&block, index as u32).await {
                    Ok(outcome) => Ok(submit::told(block, outcome).map_or_else(Fate::Refused, Fate::Done)),
                    // The node answers, but has forgotten the block's state.
                    Err(LedgerError::Rpc { .. }) if head.saturating_sub(number) >= STATE_KEPT => {
                        Ok(Fate::Untold(block))
                    }
                    Err(error) => Err(error),
                };
            }
        }
        Ok(Fate::Never)
    }
}
