//! `medtrail stock`.

use gs1::Gln;
use ledger_client::{View, time::now};
use ledger_types::{PackState, ParticipantId};
use office::{HeldLot, Piece, ShelfLife, Stock, totals};
use serde_json::{Map, Value, json};

use crate::{
    chain::{self, ChainArgs},
    failure::Failure,
};

/// Packs that are held.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// By the participant with this GLN; without one, by the participant for which the key acts.
    #[arg(long)]
    gln: Option<Gln>,
    /// Only lots that have expired, or do so within 90 days.
    #[arg(long)]
    near_expiry: bool,
    /// Also lots of which every pack is out of trade.
    #[arg(long)]
    used_up: bool,
}

/// Prints what a participant holds, lot by lot, the first to expire first.
pub async fn run(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let view = ledger.finalized().await?;
    let of = match args.gln {
        Some(gln) => chain::participant(&view, gln).await?.0,
        None => own(&view, chain).await?,
    };
    let mut stock = office::stock(&view, of).await?;
    let today = stock.today(now());
    stock.lots.retain(|lot| {
        let near = !args.near_expiry || lot.shelf_life(today) != ShelfLife::Long;
        near && (args.used_up || !lot.packs.are_used_up())
    });
    if json {
        say!("{}", as_json(&stock, today));
        return Ok(());
    }
    for lot in &stock.lots {
        let life = match lot.shelf_life(today) {
            ShelfLife::Long => String::new(),
            ShelfLife::Near(left) => format!(", {} left", verdict::duration(left)),
            ShelfLife::Expired => ", EXPIRED".into(),
        };
        let (name, gtin, lot_name, last_day) = (lot.name(), lot.gtin(), lot.lot(), lot.last_day());
        say!("{name} · GTIN {gtin} · lot {lot_name} · until {last_day}{life}");
        say!("  {}: {} active, {}", lot.standing().code(), lot.packs.active, rest(lot));
    }
    let totals = totals(&stock.lots, today);
    say!(
        "{} lots, {} packs active; lots near expiry: {}, expired: {}, called back: {}",
        totals.lots,
        totals.packs.active,
        totals.near,
        totals.expired,
        totals.stopped
    );
    if stock.more {
        say!("  The ledger has more holdings than were looked through: lots may be missing.");
    }
    say!("  proven at block {}; that the node lists every holding is not", stock.as_of.block);
    Ok(())
}

async fn own(view: &View<'_>, chain: &ChainArgs) -> Result<ParticipantId, Failure> {
    if chain.secret()?.is_none() {
        let next_step = "Give --gln GLN, or the key of an operator with --key-file FILE.";
        return Err(Failure::input("nobody-named", "it is not said whose stock is meant", next_step));
    }
    let account = chain.signer()?.account();
    let nobody = || Failure::input("no-operator", "the key acts for no participant", "Give --gln GLN instead.");
    Ok(view.operator(&account).await?.ok_or_else(nobody)?.participant)
}

fn rest(lot: &HeldLot) -> String {
    let (packs, mut parts) = (lot.packs, Vec::new());
    for (count, what) in [(packs.on_way, "on the way"), (packs.on_hold, "on hold"), (packs.out, "out of trade")] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if parts.is_empty() { "no others".into() } else { parts.join(", ") }
}

fn as_json(stock: &Stock, today: u64) -> Value {
    let piece = |piece: &Piece| {
        let last = piece.end.saturating_sub(1);
        json!({"first": piece.start, "last": last, "shipment": piece.shipment, "breached": piece.breached})
    };
    let lot = |lot: &HeldLot| {
        let pieces: Vec<Value> = lot.pieces.iter().map(piece).collect();
        let states = lot.states.iter().map(|(state, packs)| (name(*state).to_owned(), Value::from(*packs)));
        json!({"product": lot.name(), "gtin": lot.gtin(), "lot": lot.lot(), "last_day": lot.last_day(),
               "shelf_life": lot.shelf_life(today).code(), "standing": lot.standing().code(),
               "active": lot.packs.active, "on_the_way": lot.packs.on_way, "on_hold": lot.packs.on_hold,
               "out_of_trade": lot.packs.out, "states": states.collect::<Map<_, _>>(), "ranges": pieces})
    };
    let lots: Vec<Value> = stock.lots.iter().map(lot).collect();
    let owner = json!({"gln": format!("{:013}", stock.owner.gln), "name": stock.owner.name});
    json!({"ok": true, "block": stock.as_of.block, "time": stock.as_of.time, "owner": owner, "more": stock.more, "lots": lots})
}

/// As `medtrail decommission` takes it.
fn name(state: Option<PackState>) -> &'static str {
    match state {
        Some(PackState::Active) => "active",
        Some(PackState::Dispensed) => "dispensed",
        Some(PackState::Exported) => "exported",
        Some(PackState::Destroyed) => "destroyed",
        Some(PackState::Sample) => "sample",
        Some(PackState::FreeSample) => "free-sample",
        Some(PackState::Stolen) => "stolen",
        Some(PackState::Locked) => "locked",
        Some(PackState::CheckedOut) => "checked-out",
        Some(PackState::Quarantined) => "quarantined",
        None => "unknown",
    }
}
