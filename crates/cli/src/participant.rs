//! `medtrail participant`.

use gs1::{Date, Gln};
use ledger_client::account_from_text;
use ledger_types::{
    Kind, Permissions, Status, Text,
    call::{Call, ParticipantsCall},
};
use serde_json::json;

use crate::{
    act,
    chain::{self, ChainArgs},
    failure::Failure,
    input::day,
};

const SECONDS_A_DAY: i64 = 86_400;

/// Enrolling and looking up participants.
#[derive(Debug, clap::Subcommand)]
pub enum ParticipantCommand {
    /// Enrol a participant with its first key; by a regulator.
    Register {
        /// What it is.
        #[arg(long)]
        kind: KindArg,
        /// Its Global Location Number.
        #[arg(long)]
        gln: Gln,
        /// Where it is established: ISO 3166 code of two letters.
        #[arg(long)]
        country: String,
        /// Its trading name.
        #[arg(long)]
        name: String,
        /// The account of its first key, which may do everything.
        #[arg(long)]
        account: String,
    },
    /// Grant or renew a licence; by a regulator.
    License {
        /// Whose.
        gln: Gln,
        /// The number on the document.
        #[arg(long)]
        number: String,
        /// First day.
        #[arg(long, value_parser = day)]
        from: Date,
        /// Last day.
        #[arg(long, value_parser = day)]
        until: Date,
    },
    /// Stop a participant at once; by a regulator.
    Suspend {
        /// Whom.
        gln: Gln,
    },
    /// End a suspension; by a regulator.
    Reinstate {
        /// Whom.
        gln: Gln,
    },
    /// Appoint a further key of your own organisation.
    AddKey {
        /// Its account.
        account: String,
        /// What it may do.
        #[arg(long, value_delimiter = ',', required = true)]
        may: Vec<Permission>,
    },
    /// Remove a key of your own organisation.
    RemoveKey {
        /// Its account.
        account: String,
    },
    /// Show a participant.
    Show {
        /// Whom.
        gln: Gln,
    },
}

/// Kinds of participants.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum KindArg {
    /// Makes medicines.
    Manufacturer,
    /// Trades them.
    Wholesaler,
    /// Pharmacy or hospital.
    Dispenser,
    /// Supervises the others.
    Regulator,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Permission {
    /// Appoint and remove keys.
    Manage,
    /// Register products and batches.
    Register,
    /// Release batches.
    Release,
    /// Dispatch and cancel.
    Ship,
    /// Receive and reject.
    Receive,
    /// Dispense.
    Dispense,
    /// Recall.
    Recall,
    /// Enrol, license, suspend; for regulators.
    License,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Manufacturer => Self::Manufacturer,
            KindArg::Wholesaler => Self::Wholesaler,
            KindArg::Dispenser => Self::Dispenser,
            KindArg::Regulator => Self::Regulator,
        }
    }
}

impl From<Permission> for Permissions {
    fn from(permission: Permission) -> Self {
        match permission {
            Permission::Manage => Self::MANAGE,
            Permission::Register => Self::REGISTER,
            Permission::Release => Self::RELEASE,
            Permission::Ship => Self::SHIP,
            Permission::Receive => Self::RECEIVE,
            Permission::Dispense => Self::DISPENSE,
            Permission::Recall => Self::RECALL,
            Permission::License => Self::LICENSE,
        }
    }
}

/// Text for the chain, if it is short enough.
pub fn text<const N: u32>(what: &str, given: &str) -> Result<Text<N>, Failure> {
    let too_long = |_| {
        let message = format!("the {what} is longer than {N} bytes");
        Failure::input("too-long", message, "Shorten it.")
    };
    Text::try_from(given.as_bytes().to_vec()).map_err(too_long)
}

/// Runs the command.
pub async fn run(command: &ParticipantCommand, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let known = async |gln: Gln| chain::participant(&ledger.finalized().await?, gln).await;
    let (call, said) = match command {
        ParticipantCommand::Show { gln } => {
            let (id, found) = known(*gln).await?;
            show(id, *gln, &found, json);
            return Ok(());
        }
        ParticipantCommand::Register { kind, gln, country, name, account } => {
            let bad_country = |_| {
                let message = format!("`{country}` is no country code");
                Failure::input("bad-country", message, "Give two capital letters, such as DE.")
            };
            let call = ParticipantsCall::Register {
                kind: (*kind).into(),
                gln: gln.number(),
                country: country.as_bytes().try_into().map_err(bad_country)?,
                name: text("name", name)?,
                operator: account_from_text(account)?,
            };
            (call, format!("{name} enrolled under GLN {gln}"))
        }
        ParticipantCommand::License { gln, number, from, until } => {
            let (participant, found) = known(*gln).await?;
            let call = ParticipantsCall::GrantLicence {
                participant,
                number: text("licence number", number)?,
                valid_from: seconds(from.ends_at() - SECONDS_A_DAY),
                valid_until: seconds(until.ends_at()),
            };
            (call, format!("licence {number} granted to {}", chain::name(&found)))
        }
        ParticipantCommand::Suspend { gln } => {
            let (participant, found) = known(*gln).await?;
            (ParticipantsCall::Suspend { participant }, format!("{} suspended", chain::name(&found)))
        }
        ParticipantCommand::Reinstate { gln } => {
            let (participant, found) = known(*gln).await?;
            (ParticipantsCall::Reinstate { participant }, format!("{} reinstated", chain::name(&found)))
        }
        ParticipantCommand::AddKey { account, may } => {
            let bits = may.iter().fold(0, |bits, permission| bits | Permissions::from(*permission).0);
            let call =
                ParticipantsCall::AddOperator { account: account_from_text(account)?, permissions: Permissions(bits) };
            (call, format!("{account} appointed"))
        }
        ParticipantCommand::RemoveKey { account } => {
            (ParticipantsCall::RemoveOperator { account: account_from_text(account)? }, format!("{account} removed"))
        }
    };
    let receipt = act::submit(&ledger, chain, Call::Participants(call)).await?;
    act::report(&receipt, &said, json);
    Ok(())
}

fn seconds(since_1970: i64) -> u64 {
    u64::try_from(since_1970).unwrap_or(0)
}

fn show(id: u32, gln: Gln, found: &ledger_types::Participant, json: bool) {
    let kind = match found.kind {
        Kind::Manufacturer => "manufacturer",
        Kind::Wholesaler => "wholesaler",
        Kind::Dispenser => "dispenser",
        Kind::Regulator => "regulator",
    };
    let status = match found.status {
        Status::Active => "active",
        Status::Suspended => "suspended",
    };
    let country = String::from_utf8_lossy(&found.country);
    let name = chain::name(found);
    if json {
        let licence = found.licence.as_ref().map(|licence| {
            json!({
                "number": String::from_utf8_lossy(&licence.number),
                "valid_from": licence.valid_from,
                "valid_until": licence.valid_until,
            })
        });
        say!(
            "{}",
            json!({"ok": true, "id": id, "gln": gln.to_string(), "name": name, "kind": kind, "country": country,
                   "status": status, "licence": licence})
        );
        return;
    }
    say!("{name} ({kind}, {country}) · GLN {gln} · participant {id} · {status}");
    match &found.licence {
        Some(licence) => {
            let days = licence.valid_until.saturating_sub(licence.valid_from) / SECONDS_A_DAY as u64;
            say!("  licence {}, valid for {days} days in all", String::from_utf8_lossy(&licence.number));
        }
        None => say!("  no licence"),
    }
}
