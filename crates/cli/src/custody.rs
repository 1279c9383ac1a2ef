//! `medtrail ship`, `receive`, `reject`, `cancel`, `dispense`.

use std::path::{Path, PathBuf};

use gs1::{Gln, Sscc};
use ledger_types::{
    Documents, Lines, Purpose, ShipmentId, Terms,
    call::{Call, CustodyTransferCall, DrugBatchCall},
    custody,
};
use outbox::Act;
use verdict::{Role, Verdict};

use crate::{
    act,
    chain::{self, ChainArgs},
    failure::Failure,
    input::{self, BatchArgs, Packs},
    offline::{self, Doing, Offline},
    queue::QueueArg,
};

/// Dispatching packs.
#[derive(Debug, clap::Args)]
pub struct ShipArgs {
    /// The receiver's GLN.
    #[arg(long)]
    to: Gln,
    #[command(flatten)]
    batch: BatchArgs,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9.
    #[arg(long)]
    packs: Packs,
    /// The Serial Shipping Container Code of the case or pallet.
    #[arg(long)]
    sscc: Option<Sscc>,
    /// Why they are sent.
    #[arg(long, default_value = "supply")]
    purpose: PurposeArg,
    /// In a drop shipment: the GLN of who sold the goods.
    #[arg(long, value_name = "GLN")]
    sold_by: Option<Gln>,
    /// The GLN of who carries them.
    #[arg(long, value_name = "GLN")]
    carrier: Option<Gln>,
    /// The transaction information (needed from and to the United States). Only its digest reaches the chain.
    #[arg(long, value_name = "FILE", requires = "statement")]
    information: Option<PathBuf>,
    /// The transaction statement with its seven assertions. Only its digest reaches the chain.
    #[arg(long, value_name = "FILE", requires = "information")]
    statement: Option<PathBuf>,
}

/// Why goods are sent.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum PurposeArg {
    /// To be sold, dispensed or used.
    Supply,
    /// Back to who supplied them, fit to be sold again.
    SaleableReturn,
    /// Recalled, withdrawn, expired or spoilt goods, to their maker or to destruction.
    Disposal,
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Supply => Self::Supply,
            PurposeArg::SaleableReturn => Self::SaleableReturn,
            PurposeArg::Disposal => Self::Disposal,
        }
    }
}

/// Receiving packs.
#[derive(Debug, clap::Args)]
pub struct ReceiveArgs {
    /// The shipment's number.
    shipment: ShipmentId,
    #[command(flatten)]
    part: PartArgs,
    #[command(flatten)]
    queue: QueueArg,
}

/// Refusing packs.
#[derive(Debug, clap::Args)]
pub struct RejectArgs {
    /// The shipment's number.
    shipment: ShipmentId,
    /// Why.
    #[arg(long)]
    reason: RejectReason,
    #[command(flatten)]
    part: PartArgs,
}

/// Calling back packs.
#[derive(Debug, clap::Args)]
pub struct CancelArgs {
    /// The shipment's number.
    shipment: ShipmentId,
}

/// A part of a shipment; all of it if not given.
#[derive(Debug, clap::Args)]
pub struct PartArgs {
    /// GTIN of the packs, if not the whole shipment.
    #[arg(long, requires_all = ["lot", "packs"])]
    gtin: Option<gs1::Gtin>,
    /// Their lot.
    #[arg(long, requires_all = ["gtin", "packs"])]
    lot: Option<gs1::Lot>,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9.
    #[arg(long, requires_all = ["gtin", "lot"])]
    packs: Option<Packs>,
}

/// Why goods are refused.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum RejectReason {
    /// Not in the delivery.
    Missing,
    /// Arrived damaged.
    Damaged,
    /// Not what was ordered.
    NotOrdered,
    /// Doubts about the goods.
    Suspect,
    /// Too warm or too cold on the way.
    ColdChain,
}

/// Handing packs to patients.
#[derive(Debug, clap::Args)]
pub struct DispenseArgs {
    /// A picture of the pack's code, or the text of the code. The pack is verified first.
    #[arg(value_name = "FILE|TEXT", required_unless_present = "packs")]
    code: Option<String>,
    /// The GLN of the pharmacy that dispenses, to verify that the pack is with it.
    #[arg(long, value_name = "GLN")]
    participant: Option<Gln>,
    /// A batch folder of the maker, for labels that carry no proof.
    #[arg(long, value_name = "FOLDER")]
    maker_file: Option<PathBuf>,
    /// Instead of a code: the GTIN of packs named by their index.
    #[arg(long, requires_all = ["lot", "packs"], conflicts_with = "code")]
    gtin: Option<gs1::Gtin>,
    /// Their lot.
    #[arg(long, requires_all = ["gtin", "packs"])]
    lot: Option<gs1::Lot>,
    /// Which packs: 17, 0-499 (both included) or 3,5,8-9.
    #[arg(long, requires_all = ["gtin", "lot"])]
    packs: Option<Packs>,
    #[command(flatten)]
    queue: QueueArg,
}

impl From<RejectReason> for custody::RejectReason {
    fn from(reason: RejectReason) -> Self {
        match reason {
            RejectReason::Missing => Self::Missing,
            RejectReason::Damaged => Self::Damaged,
            RejectReason::NotOrdered => Self::NotOrdered,
            RejectReason::Suspect => Self::Suspect,
            RejectReason::ColdChain => Self::ColdChain,
        }
    }
}

impl PartArgs {
    fn lines(&self) -> Result<Option<Lines>, Failure> {
        match (self.gtin, &self.lot, &self.packs) {
            (Some(gtin), Some(lot), Some(packs)) => Ok(Some(packs.lines(&input::batch_key(gtin, lot)?)?)),
            _ => Ok(None),
        }
    }

    fn said(&self) -> String {
        self.packs.as_ref().map_or("all that was outstanding".into(), |packs| format!("{} packs", packs.count()))
    }
}

/// Runs `medtrail ship`.
pub async fn ship(args: &ShipArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let (to, receiver) = chain::participant(&ledger.finalized().await?, args.to).await?;
    let lines = args.packs.lines(&args.batch.key()?)?;
    let known = async |gln: Option<Gln>| match gln {
        Some(gln) => chain::participant(&ledger.finalized().await?, gln).await.map(|(id, _)| Some(id)),
        None => Ok(None),
    };
    let terms = Terms {
        purpose: args.purpose.into(),
        sold_by: known(args.sold_by).await?,
        carrier: known(args.carrier).await?,
        sscc: args.sscc.map(Sscc::number),
        documents: documents(args)?,
    };
    let call = CustodyTransferCall::Dispatch { to, lines, terms };
    let receipt = act::submit(&ledger, chain, Call::CustodyTransfer(call)).await?;
    let number = receipt.shipment.map_or_else(String::new, |shipment| format!(" as shipment {shipment}"));
    act::report(
        &receipt,
        &format!("{} packs on their way to {}{number}", args.packs.count(), chain::name(&receiver)),
        json,
    );
    Ok(())
}

fn documents(args: &ShipArgs) -> Result<Option<Documents>, Failure> {
    let digest = |path: &PathBuf| match std::fs::read(path) {
        Ok(document) => Ok(ledger_types::digest(&document)),
        Err(error) => Err(Failure::file(path, &error)),
    };
    Ok(match (&args.information, &args.statement) {
        (Some(information), Some(statement)) => {
            Some(Documents { information: digest(information)?, statement: digest(statement)? })
        }
        _ => None,
    })
}

/// Runs `medtrail receive`.
pub async fn receive(args: &ReceiveArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let (shipment, lines) = (args.shipment, args.part.lines()?);
    let said = format!("shipment {shipment}: received {}", args.part.said());
    if let Some(path) = args.queue.path() {
        let told = format!("Receive shipment {shipment}: {}", args.part.said());
        let doing = Doing { act: Act::Receive { shipment, lines }, told, said };
        return Offline::open(path, chain, json).await?.act(doing).await;
    }
    settle(CustodyTransferCall::Receive { shipment, lines }, chain, &said, json).await
}

/// Runs `medtrail reject`.
pub async fn reject(args: &RejectArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let (lines, reason) = (args.part.lines()?, args.reason.into());
    let call = CustodyTransferCall::Reject { shipment: args.shipment, lines, reason };
    settle(call, chain, &format!("shipment {}: rejected {}", args.shipment, args.part.said()), json).await
}

/// Runs `medtrail cancel`.
pub async fn cancel(args: &CancelArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let call = CustodyTransferCall::Cancel { shipment: args.shipment };
    settle(call, chain, &format!("shipment {}: called back what was outstanding", args.shipment), json).await
}

async fn settle(call: CustodyTransferCall, chain: &ChainArgs, said: &str, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::CustodyTransfer(call)).await?;
    act::report(&receipt, said, json);
    Ok(())
}

/// Runs `medtrail dispense`: a scanned pack only after its verdict, packs by index as they are named.
pub async fn dispense(args: &DispenseArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    if let Some(path) = args.queue.path() {
        return dispense_by_queue(path, args, chain, json).await;
    }
    let (batch, packs, said) = match (&args.code, args.gtin, &args.lot, &args.packs) {
        (Some(code), ..) => verified(code, args, chain).await?,
        (None, Some(gtin), Some(lot), Some(packs)) => {
            let said = format!("{} packs of lot {lot} dispensed", packs.count());
            (input::batch_key(gtin, lot)?, packs.selection()?, said)
        }
        _ => return Err(nothing_to_dispense()),
    };
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::DrugBatch(DrugBatchCall::Dispense { batch, packs })).await?;
    act::report(&receipt, &said, json);
    Ok(())
}

fn nothing_to_dispense() -> Failure {
    Failure::input("nothing-to-dispense", "no pack is named", "Give a code, or GTIN, lot and packs.")
}

/// The same behind what waits in a queue, and into it if no node answers.
async fn dispense_by_queue(path: &Path, args: &DispenseArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let offline = Offline::open(path, chain, json).await?;
    let doing = match (&args.code, args.gtin, &args.lot, &args.packs) {
        (Some(code), ..) => {
            let code = input::code(code)?;
            let maker = chain::maker_file(args.maker_file.as_deref())?;
            let scanner = chain.scanner(Role::Pharmacist, args.participant, args.maker_file.as_deref())?;
            offline.scanned(&code, &scanner, maker.as_ref()).await?
        }
        (None, Some(gtin), Some(lot), Some(packs)) => {
            let said = format!("{} packs of lot {lot} dispensed", packs.count());
            let selection = packs.selection()?;
            let told = format!("Dispense {} of lot {lot}, product {gtin}", offline::named(&selection));
            Doing { act: Act::Dispense { batch: input::batch_key(gtin, lot)?, packs: selection }, told, said }
        }
        _ => return Err(nothing_to_dispense()),
    };
    offline.act(doing).await
}

/// A pack that was verified as genuine, ready to be dispensed.
async fn verified(
    code: &str,
    args: &DispenseArgs,
    chain: &ChainArgs,
) -> Result<(ledger_types::BatchKey, ledger_types::PackSelection, String), Failure> {
    let code = input::code(code)?;
    let scanner = chain.scanner(Role::Pharmacist, args.participant, args.maker_file.as_deref())?;
    let report = scanner.verify(&code).await;
    let stop = report.verdict != Verdict::Genuine;
    match report.evidence.as_ref().and_then(|evidence| evidence.pack_index) {
        Some(index) if !stop => {
            let said = format!("pack {} dispensed", code.scanned.serial);
            let batch = input::batch_key(code.scanned.gtin, &code.scanned.lot)?;
            Ok((batch, ledger_types::PackSelection::One(index), said))
        }
        _ => Err(Failure::verdict(&report)),
    }
}
