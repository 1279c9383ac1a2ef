//! `medtrail decommission` and `medtrail undo`.

use ledger_types::{
    PackState,
    call::{Call, DrugBatchCall},
};

use crate::{
    act,
    chain::ChainArgs,
    failure::Failure,
    input::{BatchArgs, Packs},
};

/// Taking packs out of trade, or back into it.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    batch: BatchArgs,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9.
    #[arg(long)]
    packs: Packs,
    /// Into which state, or out of which one.
    #[arg(long)]
    state: StateArg,
}

/// States of packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StateArg {
    /// Handed to a patient; to be undone only.
    Dispensed,
    /// Left the system's territory.
    Exported,
    /// Destroyed; never undone.
    Destroyed,
    /// Taken by an authority for testing.
    Sample,
    /// Given away as a sample.
    FreeSample,
    /// Reported stolen; never undone.
    Stolen,
    /// Held back pending investigation.
    Locked,
    /// Taken out for repackaging.
    CheckedOut,
}

impl From<StateArg> for PackState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Dispensed => Self::Dispensed,
            StateArg::Exported => Self::Exported,
            StateArg::Destroyed => Self::Destroyed,
            StateArg::Sample => Self::Sample,
            StateArg::FreeSample => Self::FreeSample,
            StateArg::Stolen => Self::Stolen,
            StateArg::Locked => Self::Locked,
            StateArg::CheckedOut => Self::CheckedOut,
        }
    }
}

/// Runs `medtrail decommission`.
pub async fn decommission(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    if args.state == StateArg::Dispensed {
        let next_step = "Use `medtrail dispense`.";
        return Err(Failure::input("use-dispense", "dispensing has a command of its own", next_step));
    }
    let (batch, packs, state) = (args.batch.key()?, args.packs.selection()?, args.state.into());
    let said = format!("{} packs of lot {} taken out of trade", args.packs.count(), args.batch.lot);
    submit(DrugBatchCall::Decommission { batch, packs, state }, chain, &said, json).await
}

/// Runs `medtrail undo`.
pub async fn undo(args: &Args, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let (batch, packs, from) = (args.batch.key()?, args.packs.selection()?, args.state.into());
    let said = format!("{} packs of lot {} are active again", args.packs.count(), args.batch.lot);
    submit(DrugBatchCall::Undo { batch, packs, from }, chain, &said, json).await
}

async fn submit(call: DrugBatchCall, chain: &ChainArgs, said: &str, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::DrugBatch(call)).await?;
    act::report(&receipt, said, json);
    Ok(())
}
