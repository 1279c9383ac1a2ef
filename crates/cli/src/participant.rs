//! `medtrail participant`.

use gs1::{Date, Gln};
use ledger_client::account_from_text;
use ledger_types::{
    Kind, Permissions, Position, Scope, Site, Status, Text,
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
    /// Grant or renew a licence; by the council.
    License {
        /// Whose.
        gln: Gln,
        /// The number on the document.
        #[arg(long)]
        number: String,
        /// What it allows; what is usual for this kind of participant, if not given.
        #[arg(long, value_delimiter = ',')]
        scope: Vec<ScopeArg>,
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
    /// End a suspension; by the council.
    Reinstate {
        /// Whom.
        gln: Gln,
    },
    /// Take a licence away; by the council.
    RevokeLicense {
        /// Whose.
        gln: Gln,
        /// The number on the document.
        #[arg(long)]
        number: String,
    },
    /// Strike a participant off, for good; by the council.
    Revoke {
        /// Whom.
        gln: Gln,
    },
    /// Give a participant that lost its keys a new one; by the council.
    Recover {
        /// Whom.
        gln: Gln,
        /// The account of the new key, which may do everything.
        #[arg(long)]
        account: String,
    },
    /// Add or change a site of your own organisation.
    SetSite {
        /// The site's own GLN.
        gln: Gln,
        /// Its name.
        #[arg(long)]
        name: String,
        /// Degrees north, such as 52.520008.
        #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
        latitude: i32,
        /// Degrees east, such as 13.404954.
        #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
        longitude: i32,
    },
    /// Give up a site of your own organisation.
    RemoveSite {
        /// The site's own GLN.
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
    /// Puts others' medicines into new packs.
    Repackager,
    /// Brings medicines from another market.
    ParallelImporter,
    /// Carries goods.
    Carrier,
    /// Tests medicines.
    Laboratory,
}

/// What a licence allows.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ScopeArg {
    /// Make, repackage or import.
    Make,
    /// Sell to other participants.
    Distribute,
    /// Hand packs to patients.
    Dispense,
    /// Carry goods.
    Transport,
    /// Test samples.
    Test,
}

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::Make => Self::MAKE,
            ScopeArg::Distribute => Self::DISTRIBUTE,
            ScopeArg::Dispense => Self::DISPENSE,
            ScopeArg::Transport => Self::TRANSPORT,
            ScopeArg::Test => Self::TEST,
        }
    }
}

/// Degrees as millionths of a degree.
fn degrees(text: &str) -> Result<i32, String> {
    let bad = || format!("`{text}` is no angle: write degrees such as 52.520008");
    let value: f64 = text.parse().map_err(|_| bad())?;
    let millionths = (value * 1_000_000.0).round();
    if millionths.abs() <= 180_000_000.0 { Ok(millionths as i32) } else { Err(bad()) }
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
    /// Enrol, suspend, propose to the council and vote in it; for regulators.
    License,
    /// Take packs out of trade otherwise than by dispensing.
    Decommission,
    /// Open and conduct cases, ask and answer.
    Report,
    /// Register sensors and attach them to shipments.
    Sense,
    /// Propose anomaly models.
    ModelDevelop,
    /// Vouch for their evaluation.
    ModelEvaluate,
    /// Approve them for use.
    ModelApprove,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Manufacturer => Self::Manufacturer,
            KindArg::Wholesaler => Self::Wholesaler,
            KindArg::Dispenser => Self::Dispenser,
            KindArg::Regulator => Self::Regulator,
            KindArg::Repackager => Self::Repackager,
            KindArg::ParallelImporter => Self::ParallelImporter,
            KindArg::Carrier => Self::Carrier,
            KindArg::Laboratory => Self::Laboratory,
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
            Permission::Decommission => Self::DECOMMISSION,
            Permission::Report => Self::REPORT,
            Permission::Sense => Self::SENSE,
            Permission::ModelDevelop => Self::MODEL_DEVELOP,
            Permission::ModelEvaluate => Self::MODEL_EVALUATE,
            Permission::ModelApprove => Self::MODEL_APPROVE,
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
    // What gives or takes authority, the council decides.
    let mut by_council = false;
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
            by_council = matches!(kind, KindArg::Regulator);
            (call, format!("{name} enrolled under GLN {gln}"))
        }
        ParticipantCommand::License { gln, number, scope, from, until } => {
            let (participant, found) = known(*gln).await?;
            by_council = true;
            let given = scope.iter().fold(0, |bits, scope| bits | Scope::from(*scope).0);
            let call = ParticipantsCall::GrantLicence {
                participant,
                number: text("licence number", number)?,
                scope: if scope.is_empty() { Scope::usual(found.kind) } else { Scope(given) },
                valid_from: seconds(from.ends_at() - SECONDS_A_DAY),
                valid_until: seconds(until.ends_at()),
            };
            (call, format!("licence {number} granted to {}", chain::name(&found)))
        }
        ParticipantCommand::Suspend { gln } => {
            let (participant, found) = known(*gln).await?;
            (ParticipantsCall::Suspend { participant }, format!("{} suspended", chain::name(&found)))
        }
        ParticipantCommand::RevokeLicense { gln, number } => {
            let (participant, found) = known(*gln).await?;
            by_council = true;
            let call = ParticipantsCall::RevokeLicence { participant, number: text("licence number", number)? };
            (call, format!("licence {number} of {} revoked", chain::name(&found)))
        }
        ParticipantCommand::Revoke { gln } => {
            let (participant, found) = known(*gln).await?;
            by_council = true;
            (ParticipantsCall::Revoke { participant }, format!("{} struck off", chain::name(&found)))
        }
        ParticipantCommand::Recover { gln, account } => {
            let (participant, found) = known(*gln).await?;
            by_council = true;
            let call = ParticipantsCall::Recover { participant, operator: account_from_text(account)? };
            (call, format!("{} has a new key", chain::name(&found)))
        }
        ParticipantCommand::SetSite { gln, name, latitude, longitude } => {
            let position = Position { latitude: *latitude, longitude: *longitude };
            let call =
                ParticipantsCall::SetSite { gln: gln.number(), site: Site { name: text("name", name)?, position } };
            (call, format!("site {gln} set"))
        }
        ParticipantCommand::RemoveSite { gln } => {
            (ParticipantsCall::RemoveSite { gln: gln.number() }, format!("site {gln} given up"))
        }
        ParticipantCommand::Reinstate { gln } => {
            let (participant, found) = known(*gln).await?;
            by_council = true;
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
    let call = Call::Participants(call);
    if by_council {
        let receipt = act::decide(&ledger, chain, call).await?;
        act::report_decision(&receipt, &said, json);
    } else {
        let receipt = act::submit(&ledger, chain, call).await?;
        act::report(&receipt, &said, json);
    }
    Ok(())
}

fn seconds(since_1970: i64) -> u64 {
    u64::try_from(since_1970).unwrap_or(0)
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Manufacturer => "manufacturer",
        Kind::Wholesaler => "wholesaler",
        Kind::Dispenser => "dispenser",
        Kind::Regulator => "regulator",
        Kind::Repackager => "repackager",
        Kind::ParallelImporter => "parallel importer",
        Kind::Carrier => "carrier",
        Kind::Laboratory => "laboratory",
    }
}

/// What a licence allows, in words.
fn scope_words(scope: Scope) -> Vec<&'static str> {
    let known = [
        (Scope::MAKE, "make"),
        (Scope::DISTRIBUTE, "distribute"),
        (Scope::DISPENSE, "dispense"),
        (Scope::TRANSPORT, "transport"),
        (Scope::TEST, "test"),
    ];
    known.into_iter().filter(|(bit, _)| scope.contains(*bit)).map(|(_, word)| word).collect()
}

fn show(id: u32, gln: Gln, found: &ledger_types::Participant, json: bool) {
    let kind = kind_name(found.kind);
    let status = match found.status {
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Revoked => "struck off",
    };
    let country = String::from_utf8_lossy(&found.country);
    let name = chain::name(found);
    if json {
        let licences: Vec<_> = found
            .licences
            .iter()
            .map(|licence| {
                json!({
                    "number": String::from_utf8_lossy(&licence.number),
                    "scope": scope_words(licence.scope),
                    "valid_from": licence.valid_from,
                    "valid_until": licence.valid_until,
                })
            })
            .collect();
        say!(
            "{}",
            json!({"ok": true, "id": id, "gln": gln.to_string(), "name": name, "kind": kind, "country": country,
                   "status": status, "licences": licences})
        );
        return;
    }
    say!("{name} ({kind}, {country}) · GLN {gln} · participant {id} · {status}");
    for licence in &found.licences {
        let days = licence.valid_until.saturating_sub(licence.valid_from) / SECONDS_A_DAY as u64;
        let (number, scope) = (String::from_utf8_lossy(&licence.number), scope_words(licence.scope).join(", "));
        say!("  licence {number} to {scope}, valid for {days} days in all");
    }
    if found.licences.is_empty() {
        say!("  no licence");
    }
}
