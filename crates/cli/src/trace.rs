//! `medtrail trace`.

use std::collections::HashMap;

use gs1::{Gtin, Lot};
use ledger_types::{BatchStatus, HoldingStatus, Participant, ParticipantId};
use serde_json::json;

use crate::{
    chain::{self, ChainArgs},
    failure::Failure,
    input,
};

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
    let batch = view.batch(&key).await?.ok_or_else(unknown)?;
    // A label says where its pack is in the batch; only if it proves that, its line is picked out.
    let index = args.index.or_else(|| scan::proven_index(code.as_ref()?, &batch));
    if let Some(index) = index.filter(|index| *index >= batch.packs) {
        let message = format!("the batch has {} packs: there is no pack {index}", batch.packs);
        return Err(Failure::input("no-such-pack", message, "Packs are counted from 0."));
    }
    let mut names: HashMap<ParticipantId, Participant> = HashMap::new();
    let mut rows = Vec::new();
    for (end, holding) in view.holdings(&key, &batch).await? {
        if index.is_some_and(|index| !(holding.start..end).contains(&index)) {
            continue;
        }
        let shipment = match holding.status {
            HoldingStatus::InTransit(shipment) => Some(shipment),
            HoldingStatus::Held => None,
        };
        let to = match shipment {
            Some(shipment) => view.shipment(shipment).await?.map(|shipment| shipment.to),
            None => None,
        };
        for id in [Some(holding.holder), to].into_iter().flatten() {
            if !names.contains_key(&id)
                && let Some(participant) = view.participant(id).await?
            {
                names.insert(id, participant);
            }
        }
        let name = |id: ParticipantId| names.get(&id).map_or_else(|| format!("participant {id}"), chain::name);
        rows.push((holding.start, end, name(holding.holder), shipment, to.map(name)));
    }
    let inactive = view.inactive_packs(&key, &batch).await?;
    let state = match index {
        Some(index) => view.pack(&key, Some(index)).await?.pack.map(|pack| match pack.state {
            Some(state) => format!("{state:?}").to_lowercase(),
            None => "unknown to this program".into(),
        }),
        None => None,
    };
    let status = match batch.status {
        BatchStatus::Registered => "registered, not released",
        BatchStatus::Released => "released",
        BatchStatus::Recalled { .. } => "recalled",
        BatchStatus::Withdrawn { .. } => "withdrawn",
    };
    if json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(start, end, holder, shipment, to)| {
                json!({"first": start, "last": end - 1, "holder": holder, "shipment": shipment, "to": to})
            })
            .collect();
        say!(
            "{}",
            json!({"ok": true, "block": view.block.number, "status": status, "packs": batch.packs,
                   "inactive": inactive, "index": index, "state": state, "holdings": rows})
        );
        return Ok(());
    }
    say!("Lot {lot} of {gtin}: {status}, {} packs, {} no longer active", batch.packs, inactive);
    if let (Some(index), Some(state)) = (index, state) {
        say!("  pack {index}: {state}");
    }
    for (start, end, holder, shipment, to) in rows {
        let way = match (shipment, to) {
            (Some(shipment), Some(to)) => format!(", on the way to {to} as shipment {shipment}"),
            (Some(shipment), None) => format!(", on the way as shipment {shipment}"),
            (None, _) => String::new(),
        };
        say!("  packs {start:>7} to {:>7}  {holder}{way}", end - 1);
    }
    say!("  proven at block {}", view.block.number);
    Ok(())
}
