//! `medtrail trace`.

use gs1::{Gtin, Lot};
use ledger_types::BatchStatus;
use office::{Held, Way};
use serde_json::{Value, json};

use crate::{chain::ChainArgs, failure::Failure, input};

/// Finding packs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A picture of a pack's code, or the text of the code, to trace that pack's batch.
    #[arg(value_name = "FILE|TEXT", required_unless_present = "gtin")]
    code: Option<String>,
    /// Instead of a code: the batch's GTIN.
    #[arg(long, requires = "lot", conflicts_with = "code")]
    gtin: Option<Gtin>,
    /// Its lot.
    #[arg(long, requires = "gtin")]
    lot: Option<Lot>,
    /// Only the range with this pack.
    #[arg(long)]
    index: Option<u32>,
}

/// Prints who holds which packs, every line proven.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let code = args.code.as_deref().map(input::code).transpose()?;
    let (gtin, lot) = match (&code, args.gtin, &args.lot) {
        (Some(code), ..) => (code.scanned.gtin, code.scanned.lot.clone()),
        (None, Some(gtin), Some(lot)) => (gtin, lot.clone()),
        _ => return Err(Failure::input("nothing-to-trace", "no batch is named", "Give a code, or GTIN and lot.")),
    };
    let key = input::batch_key(gtin, &lot)?;
    let ledger = chain.connect().await?;
    let view = ledger.finalized().await?;
    let unknown =
        || Failure::input("unknown-batch", format!("no lot {lot} of {gtin} is registered"), "Check GTIN and lot.");
    let mut traced = office::trace(&view, &key).await?.ok_or_else(unknown)?;
    // A label says where its pack is in the batch; only if it proves that, its line is picked out.
    let index = args.index.or_else(|| scan::proven_index(code.as_ref()?, &traced.batch));
    let packs = traced.batch.packs;
    if let Some(index) = index.filter(|index| *index >= packs) {
        let message = format!("the batch has {packs} packs: there is no pack {index}");
        return Err(Failure::input("no-such-pack", message, "Packs are counted from 0."));
    }
    traced.held.retain(|held| index.is_none_or(|index| (held.start..held.end).contains(&index)));
    let inactive = traced.inactive();
    let state = match index {
        Some(index) => view.pack(&key, Some(index)).await?.pack.map(|pack| match pack.state {
            Some(state) => format!("{state:?}").to_lowercase(),
            None => "unknown to this program".into(),
        }),
        None => None,
    };
    let status = match traced.batch.status {
        BatchStatus::Registered => "registered, not released",
        BatchStatus::Released => "released",
        BatchStatus::Recalled { .. } => "recalled",
        BatchStatus::Withdrawn { .. } => "withdrawn",
    };
    if json {
        let rows: Vec<_> = traced.held.iter().map(as_json).collect();
        say!(
            "{}",
            json!({"ok": true, "block": view.block.number, "status": status, "packs": packs,
                   "inactive": inactive, "index": index, "state": state, "holdings": rows})
        );
        return Ok(());
    }
    say!("Lot {lot} of {gtin}: {status}, {packs} packs, {inactive} no longer active");
    if let (Some(index), Some(state)) = (index, state) {
        say!("  pack {index}: {state}");
    }
    for Held { start, end, holder, way, .. } in traced.held {
        let way = match way {
            Some(Way { shipment, to: Some(to) }) => format!(", on the way to {} as shipment {shipment}", to.name),
            Some(Way { shipment, to: None }) => format!(", on the way as shipment {shipment}"),
            None => String::new(),
        };
        say!("  packs {start:>7} to {:>7}  {}{way}", end - 1, holder.name);
    }
    say!("  proven at block {}", view.block.number);
    Ok(())
}

fn as_json(held: &Held) -> Value {
    let way = held.way.as_ref();
    let to = way.and_then(|way| way.to.as_ref()).map(|to| &to.name);
    let (first, last, holder) = (held.start, held.end - 1, &held.holder.name);
    json!({"first": first, "last": last, "holder": holder, "shipment": way.map(|way| way.shipment), "to": to})
}
