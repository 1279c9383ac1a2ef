//! `medtrail status`.

use serde_json::json;

use crate::{chain::ChainArgs, failure::Failure};

/// Prints which node answers, for which chain, and how far it is.
pub async fn run(chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let block = ledger.finalized().await?.block;
    let genesis = format!("0x{}", hex::encode(ledger.genesis()));
    if json {
        let (node, hash) = (ledger.address(), block.hash_text());
        say!(
            "{}",
            json!({"ok": true, "node": node, "genesis": genesis, "block": block.number, "block_hash": hash,
                   "spec_version": ledger.spec_version()})
        );
    } else {
        say!("{} serves the chain that begins with\n  {genesis}", ledger.address());
        say!("  version of its runtime: {}", ledger.spec_version());
        say!("  last finalised block: {} ({})", block.number, block.hash_text());
    }
    Ok(())
}
