//! `medtrail product` and `medtrail batch`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gs1::{Date, Gtin, Lot};
use ledger_types::{
    RecallClass,
    call::{Call, DrugBatchCall},
};
use serde_json::json;

use crate::{
    act,
    batch_folder::{BatchFolder, Serials},
    chain::ChainArgs,
    failure::Failure,
    input::{BatchArgs, batch_key, date_text, expiry},
    participant::text,
};

/// Registering products.
#[derive(Debug, clap::Subcommand)]
pub enum ProductCommand {
    /// Register a product; by its maker.
    Register {
        /// Its GTIN.
        #[arg(long)]
        gtin: Gtin,
        /// Name, strength and form.
        #[arg(long)]
        name: String,
    },
}

/// The life of a batch.
#[derive(Debug, clap::Subcommand)]
pub enum BatchCommand {
    /// Make a batch's serials and its commitment, in a folder that stays with the maker. Needs no chain.
    Prepare {
        /// GTIN and lot.
        #[command(flatten)]
        batch: BatchArgs,
        /// Expiry as printed: 271231, 271200 for the end of the month, 2027-12 or 2027-12-31.
        #[arg(long, value_parser = expiry)]
        expiry: Date,
        /// How many packs, with random serials.
        #[arg(long, required_unless_present = "serials", conflicts_with = "serials")]
        packs: Option<u32>,
        /// A file with one serial a line, in packing order.
        #[arg(long)]
        serials: Option<PathBuf>,
        /// The folder.
        #[arg(long)]
        out: PathBuf,
    },
    /// Register a prepared batch: one transaction, however many packs. No serial reaches the chain.
    Register {
        /// The folder.
        folder: PathBuf,
    },
    /// Certify a batch for sale; by the maker's qualified person.
    Release(BatchArgs),
    /// Call a batch back; by its maker or a regulator. Cannot be undone.
    Recall {
        /// GTIN and lot.
        #[command(flatten)]
        batch: BatchArgs,
        /// How dangerous it is.
        #[arg(long)]
        class: ClassArg,
    },
}

/// Recall classes.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ClassArg {
    /// Life-threatening or a serious risk to health.
    #[value(name = "1")]
    One,
    /// May cause illness.
    #[value(name = "2")]
    Two,
    /// No significant hazard.
    #[value(name = "3")]
    Three,
}

impl From<ClassArg> for RecallClass {
    fn from(class: ClassArg) -> Self {
        match class {
            ClassArg::One => Self::I,
            ClassArg::Two => Self::II,
            ClassArg::Three => Self::III,
        }
    }
}

/// Runs `medtrail product`.
pub async fn run_product(command: &ProductCommand, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ProductCommand::Register { gtin, name } = command;
    let call = DrugBatchCall::RegisterProduct { gtin: gtin.number(), name: text("name", name)? };
    submit(chain, call, &format!("{name} registered under GTIN {gtin}"), json).await
}

/// Runs `medtrail batch`.
pub async fn run(command: &BatchCommand, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    match command {
        BatchCommand::Prepare { batch, expiry, packs, serials, out } => {
            let serials = match (serials, packs) {
                (Some(path), _) => Serials::Given(read_serials(path)?),
                (None, packs) => Serials::Random(packs.unwrap_or_default()),
            };
            prepare(batch.gtin, batch.lot.clone(), *expiry, serials, out, json)
        }
        BatchCommand::Register { folder } => {
            let folder = BatchFolder::open(folder)?;
            let call = DrugBatchCall::RegisterBatch {
                gtin: folder.gtin.number(),
                lot: batch_key(folder.gtin, &folder.lot)?.lot,
                expiry: folder.expiry.number(),
                packs: folder.serials.len() as u32,
                root: folder.maker_file()?.root(),
            };
            let said = format!("lot {} registered: {} packs in one transaction", folder.lot, folder.serials.len());
            submit(chain, call, &said, json).await
        }
        BatchCommand::Release(batch) => {
            let call = DrugBatchCall::ReleaseBatch { batch: batch.key()? };
            submit(chain, call, &format!("lot {} released for sale", batch.lot), json).await
        }
        BatchCommand::Recall { batch, class } => {
            let call = DrugBatchCall::RecallBatch { batch: batch.key()?, class: (*class).into() };
            submit(chain, call, &format!("lot {} recalled", batch.lot), json).await
        }
    }
}

async fn submit(chain: &ChainArgs, call: DrugBatchCall, said: &str, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::DrugBatch(call)).await?;
    act::report(&receipt, said, json);
    Ok(())
}

fn read_serials(path: &Path) -> Result<Vec<String>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let text = text.trim_start_matches('\u{feff}');
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn prepare(gtin: Gtin, lot: Lot, expiry: Date, serials: Serials, out: &Path, json: bool) -> Result<(), Failure> {
    let folder = BatchFolder::new(gtin, lot, expiry, serials)?;
    let root = folder.write(out)?;
    let (packs, lot) = (folder.serials.len(), &folder.lot);
    if json {
        let folder = out.display().to_string();
        say!("{}", json!({"ok": true, "packs": packs, "root": format!("0x{}", hex::encode(root)), "folder": folder}));
    } else {
        say!("✓ {packs} packs of lot {lot}, expiry {}, prepared in {}", date_text(expiry), out.display());
        say!("  Keep that folder secret: it holds the serials and what proves them.");
    }
    Ok(())
}
