//! `medtrail shipments`.

use gs1::Gln;
use ledger_types::{Line, ParticipantId, Shipment};
use serde_json::{Value, json};

use crate::{
    chain::{self, ChainArgs},
    failure::Failure,
};

/// Open shipments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only those to the participant with this GLN.
    #[arg(long, value_name = "GLN")]
    to: Option<Gln>,
    /// Only those from the participant with this GLN.
    #[arg(long, value_name = "GLN")]
    from: Option<Gln>,
}

/// Prints open shipments and what is outstanding in each.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let view = ledger.finalized().await?;
    let mut ids = [None, None];
    for (id, gln) in ids.iter_mut().zip([args.from, args.to]) {
        if let Some(gln) = gln {
            *id = Some(chain::participant(&view, gln).await?.0);
        }
    }
    let [from, to] = ids;
    let wanted = |asked: Option<ParticipantId>, is: ParticipantId| asked.is_none_or(|asked| asked == is);
    let mut shipments = view.shipments().await?;
    shipments.retain(|(_, shipment)| wanted(from, shipment.from) && wanted(to, shipment.to));
    if json {
        let shipments: Vec<Value> = shipments.iter().map(|(id, shipment)| as_json(*id, shipment)).collect();
        say!("{}", json!({"ok": true, "block": view.block.number, "shipments": shipments}));
        return Ok(());
    }
    for (id, shipment) in &shipments {
        let mut names = Vec::new();
        for participant in [shipment.from, shipment.to] {
            let found = view.participant(participant).await?;
            names.push(found.as_ref().map_or_else(|| format!("participant {participant}"), chain::name));
        }
        let sscc = shipment.sscc.map(|sscc| format!(", SSCC {sscc:018}")).unwrap_or_default();
        say!("shipment {id}: {}{sscc}", names.join(" → "));
        for line in &shipment.outstanding {
            let (gtin, lot, last) = (line.batch.gtin, lot(line), line.end.saturating_sub(1));
            say!("  GTIN {gtin:014} lot {lot}: packs {} to {last}", line.start);
        }
    }
    if shipments.is_empty() {
        say!("no open shipments");
    }
    Ok(())
}

fn lot(line: &Line) -> String {
    String::from_utf8_lossy(&line.batch.lot).into_owned()
}

fn as_json(id: u64, shipment: &Shipment) -> Value {
    let line = |line: &Line| {
        let gtin = format!("{:014}", line.batch.gtin);
        json!({"gtin": gtin, "lot": lot(line), "first": line.start, "last": line.end.saturating_sub(1)})
    };
    let lines: Vec<Value> = shipment.outstanding.iter().map(line).collect();
    let (from, to, at) = (shipment.from, shipment.to, shipment.dispatched_at);
    json!({"shipment": id, "from": from, "to": to, "dispatched_at": at, "sscc": shipment.sscc, "outstanding": lines})
}
