//! Submitting an act and saying what became of it.

use ledger_client::{Ledger, Receipt};
use ledger_types::call::Call;
use serde_json::json;

use crate::{chain::ChainArgs, failure::Failure};

/// Signs, submits, waits for finality.
pub async fn submit(ledger: &Ledger, chain: &ChainArgs, call: Call) -> Result<Receipt, Failure> {
    let signer = chain.signer()?;
    Ok(ledger.submit(&call, &signer).await?)
}

/// Prints what an act did, with the block in which it is final.
pub fn report(receipt: &Receipt, said: &str, json: bool) {
    if json {
        let mut answer = json!({"ok": true, "block": receipt.block.number, "block_hash": receipt.block.hash_text()});
        if let Some(shipment) = receipt.shipment {
            answer["shipment"] = shipment.into();
        }
        if let Some(participant) = receipt.participant {
            answer["participant"] = participant.into();
        }
        say!("{answer}");
    } else {
        say!("✓ {said} (final in block {})", receipt.block.number);
    }
}
