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

/// Has the council decide on an act: proposes it, and with a council of one it is done at once.
pub async fn decide(ledger: &Ledger, chain: &ChainArgs, call: Call) -> Result<Receipt, Failure> {
    let members = ledger.finalized().await?.council().await?.len();
    submit(ledger, chain, office::motion(members, call)).await
}

/// Prints what the council decided, or that it is still to vote.
pub fn report_decision(receipt: &Receipt, said: &str, json: bool) {
    match receipt.motion {
        Some((index, _)) if !json => {
            say!("✓ motion {index} proposed: {said} (final in block {})", receipt.block.number);
            say!("  The other regulators see it with `medtrail council motions` and vote on it.");
        }
        _ => report(receipt, said, json),
    }
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
        if let Some((index, hash)) = receipt.motion {
            answer["motion"] = json!({"index": index, "hash": format!("0x{}", hex::encode(hash))});
        }
        if let Some(case) = receipt.case {
            answer["case"] = case.into();
        }
        say!("{answer}");
    } else {
        say!("✓ {said} (final in block {})", receipt.block.number);
    }
}
