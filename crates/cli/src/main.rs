//! `medtrail`: the operator's command line. Every command is a thin shell around a crate that does the work.

/// Prints a line. Whoever reads it may have gone: that is no reason to fail.
macro_rules! say {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($said)*);
    }};
}

/// Prints a line to where errors go.
macro_rules! complain {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($said)*);
    }};
}

mod act;
mod batch;
mod chain;
mod checkpoint;
mod council;
mod custody;
mod decode_files;
mod evidence;
mod failure;
mod gs1_parse;
mod input;
mod key;
mod label;
mod model;
mod offline;
mod packs;
mod participant;
mod queue;
mod shipments;
mod snapshot;
mod status;
mod stock;
mod trace;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

/// Traces medicine packs from factory to pharmacy.
#[derive(Debug, Parser)]
#[command(name = "medtrail", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    chain: chain::ChainArgs,
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read GS1 codes.
    #[command(subcommand)]
    Gs1(gs1_parse::Gs1Command),
    /// Find the codes in pictures.
    Decode(decode_files::Args),
    /// Check a pack: its picture, or the text of its code. Exit code 0: genuine, 3: any other verdict, 2: unusable
    /// input, 4: could not check.
    Verify(verify::Args),
    /// Check verdicts that were saved as files of evidence.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Show which chain a node serves, and its last finalised block.
    Status,
    /// Write down the last finalised block and who finalises the next ones: what scanners believe to begin with.
    Checkpoint(checkpoint::Args),
    /// Take, check and update snapshots: all records that verdicts rest on, for times without a network.
    #[command(subcommand)]
    Snapshot(snapshot::SnapshotCommand),
    /// Make and show keys.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Enrol, license, suspend and look up participants.
    #[command(subcommand)]
    Participant(participant::ParticipantCommand),
    /// Decide together: motions, votes, new runtimes, safe mode; by regulators.
    #[command(subcommand)]
    Council(council::CouncilCommand),
    /// Register, change, recall and withdraw products.
    #[command(subcommand)]
    Product(batch::ProductCommand),
    /// Prepare, register, release and recall batches.
    #[command(subcommand)]
    Batch(batch::BatchCommand),
    /// Draw the labels of packs, as pictures and on sheets to print: a QR code that carries the pack's proof, and a GS1
    /// DataMatrix. Or those of cases: `label sscc`.
    Label(Box<label::Args>),
    /// Dispatch packs to another participant.
    Ship(custody::ShipArgs),
    /// Take over a shipment, or part of it.
    Receive(custody::ReceiveArgs),
    /// Refuse a shipment, or part of it.
    Reject(custody::RejectArgs),
    /// Call back what nobody received yet.
    Cancel(custody::CancelArgs),
    /// Hand packs to patients.
    Dispense(custody::DispenseArgs),
    /// Acts done while no node answered: list them, settle them, give one up.
    Queue(queue::Args),
    /// Take packs out of trade: exported, destroyed, sample, stolen, locked…
    Decommission(packs::Args),
    /// Take a change of state back, within ten days.
    Undo(packs::Args),
    /// Show open shipments and what is outstanding in them.
    Shipments(shipments::Args),
    /// Show what a participant holds, lot by lot, the first to expire first.
    Stock(stock::Args),
    /// Show where the packs of a batch are, or one pack.
    Trace(trace::Args),
    /// The anomaly model: score and judge worlds, explain alerts, register and endorse models.
    #[command(subcommand)]
    Model(Box<model::ModelCommand>),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Cli { command, chain, json } = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and versions are no errors; wrong arguments are answered as everything else is.
        Err(error) if error.use_stderr() && std::env::args().any(|argument| argument == "--json") => {
            let said = error.kind().to_string();
            let message = error.to_string().lines().next().unwrap_or(&said).trim_start_matches("error: ").to_owned();
            return Failure::input("usage", message, "See `medtrail help` for what the command takes.").report(true);
        }
        Err(error) => error.exit(),
    };
    match run(command, chain, json).await {
        Ok(code) => code,
        Err(failure) => failure.report(json),
    }
}

async fn run(command: Command, chain: chain::ChainArgs, json: bool) -> Result<ExitCode, Failure> {
    match command {
        Command::Gs1(command) => return gs1_parse::run(&command),
        Command::Decode(args) => return decode_files::run(&args),
        Command::Verify(args) => return verify::run(&args, &chain, json).await,
        Command::Evidence(command) => return evidence::run(&command, &chain, json),
        Command::Status => status::run(&chain, json).await?,
        Command::Checkpoint(args) => checkpoint::run(&args, &chain, json).await?,
        Command::Snapshot(command) => snapshot::run(&command, &chain, json).await?,
        Command::Key(command) => key::run(&command, json)?,
        Command::Participant(command) => participant::run(&command, &chain, json).await?,
        Command::Council(command) => council::run(&command, &chain, json).await?,
        Command::Product(command) => batch::run_product(&command, &chain, json).await?,
        Command::Batch(command) => batch::run(&command, &chain, json).await?,
        Command::Label(args) => label::run(&args, json)?,
        Command::Ship(args) => custody::ship(&args, &chain, json).await?,
        Command::Receive(args) => custody::receive(&args, &chain, json).await?,
        Command::Reject(args) => custody::reject(&args, &chain, json).await?,
        Command::Cancel(args) => custody::cancel(&args, &chain, json).await?,
        Command::Dispense(args) => custody::dispense(&args, &chain, json).await?,
        Command::Queue(args) => return queue::run(&args, &chain, json).await,
        Command::Decommission(args) => packs::decommission(&args, &chain, json).await?,
        Command::Undo(args) => packs::undo(&args, &chain, json).await?,
        Command::Shipments(args) => shipments::run(&args, &chain, json).await?,
        Command::Stock(args) => stock::run(&args, &chain, json).await?,
        Command::Trace(args) => trace::run(&args, &chain, json).await?,
        Command::Model(command) => return model::run(&command, &chain, json).await,
    }
    Ok(ExitCode::SUCCESS)
}
