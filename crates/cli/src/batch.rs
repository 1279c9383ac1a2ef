//! `medtrail product` and `medtrail batch`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use batch_folder::{BatchFolder, Serials, read_serials};
use gateway_client::{Gateway, GatewayError};
use gs1::{Date, Gtin, Lot};
use ledger_types::{
    ProductData, RecallClass, Storage,
    call::{Call, DrugBatchCall},
};
use serde_json::json;

use crate::{
    act,
    chain::ChainArgs,
    failure::Failure,
    input::{BatchArgs, Packs, batch_key, date_text, expiry},
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
        /// What is to be said of it.
        #[command(flatten)]
        data: ProductArgs,
    },
    /// Change what is said of a product; by its maker.
    Update {
        /// Its GTIN.
        #[arg(long)]
        gtin: Gtin,
        /// What is to be said of it.
        #[command(flatten)]
        data: ProductArgs,
    },
    /// Call every batch of a product back; by its maker or a regulator. Cannot be undone.
    Recall {
        /// Its GTIN.
        #[arg(long)]
        gtin: Gtin,
        /// How dangerous it is.
        #[arg(long)]
        class: ClassArg,
    },
    /// Take a product off the market; by its maker or a regulator. Cannot be undone.
    Withdraw {
        /// Its GTIN.
        #[arg(long)]
        gtin: Gtin,
    },
}

/// What a maker says of a product.
#[derive(Debug, clap::Args)]
pub struct ProductArgs {
    /// Name, strength and form.
    #[arg(long)]
    name: String,
    /// Number of the marketing authorisation.
    #[arg(long)]
    authorisation: String,
    /// Countries in which it is authorised, and may be dispensed: ISO 3166 codes of two letters.
    #[arg(long, value_delimiter = ',', required = true)]
    markets: Vec<String>,
    /// How it has to be kept.
    #[arg(long, default_value = "ambient")]
    storage: StorageArg,
}

/// How goods have to be kept.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum StorageArg {
    /// No special conditions.
    Ambient,
    /// 2 to 8 °C.
    Refrigerated,
    /// 20 to 25 °C.
    ControlledRoom,
}

impl ProductArgs {
    fn data(&self) -> Result<ProductData, Failure> {
        let bad = |_| {
            let next_step = "Give codes of two capital letters, such as DE,FR.";
            Failure::input("bad-country", format!("`{}` are no countries", self.markets.join(",")), next_step)
        };
        let countries = self.markets.iter().map(|country| country.as_bytes().try_into()).collect::<Result<Vec<_>, _>>();
        let mut countries: Vec<[u8; 2]> = countries.map_err(bad)?;
        countries.sort_unstable();
        countries.dedup();
        Ok(ProductData {
            name: text("name", &self.name)?,
            markets: countries.try_into().map_err(|_| {
                Failure::input("too-many-markets", "there are more countries than a product may have", "Give up to 64.")
            })?,
            storage: match self.storage {
                StorageArg::Ambient => Storage::Ambient,
                StorageArg::Refrigerated => Storage::Refrigerated,
                StorageArg::ControlledRoom => Storage::ControlledRoom,
            },
            authorisation: text("authorisation", &self.authorisation)?,
        })
    }
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
    /// Load a registered batch into a gateway, which then proves its packs to whoever presents their codes; by its maker.
    Load {
        /// The folder.
        folder: PathBuf,
        /// The gateway.
        #[command(flatten)]
        gateway: GatewayArgs,
    },
    /// Certify a batch for sale; by the maker's qualified person.
    Release {
        /// GTIN and lot.
        #[command(flatten)]
        batch: BatchArgs,
        /// The quality-test certificate. Only its digest reaches the chain.
        #[arg(long)]
        certificate: PathBuf,
    },
    /// Call a batch back, or some of its packs; by its maker or a regulator. Cannot be undone.
    Recall {
        /// GTIN and lot.
        #[command(flatten)]
        batch: BatchArgs,
        /// How dangerous it is.
        #[arg(long)]
        class: ClassArg,
        /// Only these packs: a range such as 2000-2999.
        #[arg(long)]
        packs: Option<Packs>,
    },
    /// Take a batch off the market; by its maker or a regulator. Cannot be undone.
    Withdraw {
        /// GTIN and lot.
        #[command(flatten)]
        batch: BatchArgs,
    },
}

/// A gateway, and the key that it gave.
#[derive(Debug, clap::Args)]
pub struct GatewayArgs {
    /// The gateway's address.
    #[arg(long = "gateway", value_name = "URL", env = "MEDTRAIL_GATEWAY")]
    address: String,
    /// The key that its operator gave out.
    #[arg(long = "gateway-key", value_name = "KEY", env = "MEDTRAIL_GATEWAY_KEY", hide_env_values = true)]
    key: String,
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
    let (call, said) = match command {
        ProductCommand::Register { gtin, data } => {
            let call = DrugBatchCall::RegisterProduct { gtin: gtin.number(), data: data.data()? };
            (call, format!("{} registered under GTIN {gtin}", data.name))
        }
        ProductCommand::Update { gtin, data } => {
            let call = DrugBatchCall::UpdateProduct { gtin: gtin.number(), data: data.data()? };
            (call, format!("{} updated", data.name))
        }
        ProductCommand::Recall { gtin, class } => {
            let call = DrugBatchCall::RecallProduct { gtin: gtin.number(), class: (*class).into() };
            (call, format!("every lot of {gtin} recalled"))
        }
        ProductCommand::Withdraw { gtin } => {
            (DrugBatchCall::WithdrawProduct { gtin: gtin.number() }, format!("{gtin} taken off the market"))
        }
    };
    submit(chain, call, &said, json).await
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
        BatchCommand::Load { folder, gateway } => load(&BatchFolder::open(folder)?, gateway, json).await,
        BatchCommand::Release { batch, certificate } => {
            let document = fs::read(certificate).map_err(|error| Failure::file(certificate, &error))?;
            let certificate = ledger_types::digest(&document);
            let call = DrugBatchCall::ReleaseBatch { batch: batch.key()?, certificate };
            submit(chain, call, &format!("lot {} released for sale", batch.lot), json).await
        }
        BatchCommand::Recall { batch, class, packs: None } => {
            let call = DrugBatchCall::RecallBatch { batch: batch.key()?, class: (*class).into() };
            submit(chain, call, &format!("lot {} recalled", batch.lot), json).await
        }
        BatchCommand::Recall { batch, class, packs: Some(packs) } => {
            let range = packs.one_range()?;
            let (start, end, class) = (range.start, range.end, (*class).into());
            let call = DrugBatchCall::RecallPacks { batch: batch.key()?, start, end, class };
            submit(chain, call, &format!("{} packs of lot {} recalled", packs.count(), batch.lot), json).await
        }
        BatchCommand::Withdraw { batch } => {
            let call = DrugBatchCall::WithdrawBatch { batch: batch.key()? };
            submit(chain, call, &format!("lot {} taken off the market", batch.lot), json).await
        }
    }
}

async fn submit(chain: &ChainArgs, call: DrugBatchCall, said: &str, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::DrugBatch(call)).await?;
    act::report(&receipt, said, json);
    Ok(())
}

async fn load(folder: &BatchFolder, gateway: &GatewayArgs, json: bool) -> Result<(), Failure> {
    let failed = |error: GatewayError| {
        let next_step = "Check address and key; the batch must be registered by the participant of the key.";
        Failure::input("gateway", error, next_step)
    };
    let (gtin, lot, packs) = (folder.gtin, &folder.lot, folder.serials.len());
    let client = Gateway::new(&gateway.address).map_err(failed)?;
    client.load(&gateway.key, &gtin, lot, folder.secret(), &folder.serials).await.map_err(failed)?;
    if json {
        say!("{}", json!({"ok": true, "packs": packs}));
    } else {
        say!("✓ {packs} packs of lot {lot} loaded into {}", client.address());
    }
    Ok(())
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
