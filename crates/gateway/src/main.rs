//! `medtrail-gateway`: starts with one command, follows the chain, and answers.

mod settings;

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use axum_server::{Handle, tls_rustls::RustlsConfig};
use clap::Parser;
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};
use ledger_client::{Trust, time::now};
use medtrail_gateway::{
    api::{self, App, Limits},
    database::Database,
    index::follow,
    metrics::Metrics,
    serials::{MasterKey, Proofs},
    snapshots::Snapshots,
    watch::{Watch, cases::Cases},
};
use private_lookup::Keeper;
use tokio::sync::Semaphore;
use tracing::{error, info, warn};
use tracing_subscriber::EnvFilter;

use settings::{Cli, Command, Failure, KeyCommand, Options};

/// How long open requests may take when the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a request's headers may take, and how long a connection may be silent.
const HEADERS: Duration = Duration::from_secs(10);
/// How often old scans are forgotten.
const TIDY: Duration = Duration::from_secs(3_600);

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if cli.options.log_json {
        log.json().init()
    } else {
        log.with_target(false).init()
    }
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            error!(next_step = failure.next_step, "{}", failure.what);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let options = cli.options;
    let database = Database::open(&options.database).await?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(options, database).await,
        Command::Rebuild => {
            database.forget_index().await?;
            info!("the index is empty: it is made anew at the next start");
            Ok(())
        }
        Command::Digest { until } => digest(&options, &database, until).await,
        Command::Key(command) => key(&options, &database, command).await,
    }
}

async fn serve(options: Options, database: Database) -> Result<(), Failure> {
    let trust = options.trust()?;
    if trust.is_development() {
        warn!("no checkpoint is given: development chains are believed, whose blocks anybody can make");
    }
    let key = Arc::new(MasterKey::from_file(&options.key_file())?);
    if !database.belongs_to(&key).await? {
        let what =
            format!("{} does not hold the key that this database was written with", options.key_file().display());
        return Err(Failure::new(
            what,
            "Give the right file with --encryption-key: without it, serials cannot be read.",
        ));
    }
    let metrics = Metrics::new().map_err(|error| Failure::new(error, "Report this."))?;
    let scheme = if options.tls().is_some() { "https" } else { "http" };
    let (snapshots, publisher) = (Arc::new(Snapshots::default()), options.publisher_key()?);
    let keeper = Keeper::new(key.private()).map_err(|error| Failure::new(error, "Report this."))?;
    let (model, case_key) = (options.model()?, options.case_key()?);
    let watch = Arc::new(Watch::new(model, key.clone(), metrics.clone()));
    watch_over(&options, &watch, &database, &trust);
    if let Some(signer) = case_key {
        let cases = Cases {
            database: database.clone(),
            key: key.clone(),
            nodes: options.node.clone(),
            trust: trust.clone(),
            signer,
            metrics: metrics.clone(),
        };
        tokio::spawn(async move { cases.keep_opening().await });
    }
    let app = Arc::new(App {
        proofs: Proofs::new(database.clone(), key.clone()),
        database: database.clone(),
        key,
        keeper,
        nodes: options.node.clone(),
        trust: trust.clone(),
        snapshots: snapshots.clone(),
        metrics: metrics.clone(),
        watch,
        limits: Limits::new(options.rate, options.behind_proxy),
        base: options.base.clone().unwrap_or_else(|| format!("{scheme}://{}", options.listen)),
        loading: Arc::new(Semaphore::new(1)),
        sealing: Semaphore::new(1),
        relay: api::node::Relay::new(&options.node).map_err(|error| Failure::new(error, "Report this."))?,
        scanner: options.app.clone(),
    });
    let handle = Handle::new();
    tokio::spawn(stop_when_told(handle.clone()));
    tokio::spawn(tidy(database.clone()));
    let (nodes, believed, every) = (options.node.clone(), trust.clone(), options.snapshot_interval());
    tokio::spawn(async move { snapshots.keep_making(&nodes, &believed, publisher.as_deref(), every).await });
    let nodes = options.node.clone();
    let following = tokio::spawn(async move { follow(&database, &nodes, &trust, &metrics, None).await });
    let routes = api::router(app).into_make_service_with_connect_info::<SocketAddr>();
    info!(address = %options.listen, database = options.shown_database(), "listening");
    let serving = async {
        match options.tls() {
            Some((certificate, key)) => {
                let config = RustlsConfig::from_pem_file(certificate, key).await?;
                let mut server = axum_server::bind_rustls(options.listen, config).handle(handle);
                hurry(server.http_builder());
                server.serve(routes).await
            }
            None => {
                let mut server = axum_server::bind(options.listen).handle(handle);
                hurry(server.http_builder());
                server.serve(routes).await
            }
        }
    };
    tokio::select! {
        served = serving => {
            let next_step = "Check --listen and the TLS files; another program may use the port.";
            served.map_err(|error| Failure::new(format!("cannot serve: {error}"), next_step))
        }
        followed = following => match followed {
            Ok(Err(error)) => Err(Failure::new(&error, error.next_step())),
            _ => Ok(()),
        },
    }
}

/// Lets the anomaly engine follow the index, and the model's state the chain.
fn watch_over(options: &Options, watch: &Arc<Watch>, database: &Database, trust: &Trust) {
    let parts = || (watch.clone(), database.clone(), options.node.clone(), trust.clone());
    let (following, database, nodes, believed) = parts();
    tokio::spawn(async move { following.keep_up(&database, &nodes, &believed).await });
    let (asking, database, nodes, believed) = parts();
    tokio::spawn(async move { asking.keep_asking(&database, &nodes, &believed).await });
}

/// Lets nobody keep a connection open by sending a byte now and then.
fn hurry(server: &mut Builder<TokioExecutor>) {
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    server.http2().timer(TokioTimer::new()).keep_alive_interval(HEADERS).keep_alive_timeout(HEADERS);
}

async fn stop_when_told(handle: Handle<SocketAddr>) {
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let terminate = async {
        match &mut terminated {
            Some(signal) => signal.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate => {}
    }
    info!("stopping");
    handle.graceful_shutdown(Some(FAREWELL));
}

async fn tidy(database: Database) {
    loop {
        let hour = (now() / 3_600) as i64;
        if let Err(error) = database.forget_scans(hour).await {
            warn!(%error, "old scans could not be forgotten");
        }
        if let Err(error) = database.forget_details(hour).await {
            warn!(%error, "old scans' details could not be forgotten");
        }
        tokio::time::sleep(TIDY).await;
    }
}

/// Prints the digest of the index, once it has reached a block if one is given.
async fn digest(options: &Options, database: &Database, until: Option<u32>) -> Result<(), Failure> {
    use std::io::Write;
    if let Some(until) = until {
        let metrics = Metrics::new().map_err(|error| Failure::new(error, "Report this."))?;
        let followed = follow(database, &options.node, &options.trust()?, &metrics, Some(until)).await;
        followed.map_err(|error| Failure::new(&error, error.next_step()))?;
    }
    let position = database.position().await?;
    let height = position.map_or(0, |position| position.block.number);
    let digest = hex::encode(database.index_digest().await?);
    let events = database.count_events().await?;
    let _ = writeln!(std::io::stdout(), "{height} {events} {digest}");
    Ok(())
}

async fn key(options: &Options, database: &Database, command: KeyCommand) -> Result<(), Failure> {
    use std::io::Write;
    match command {
        KeyCommand::Add { name, gln, scope } => {
            let participant = options.participant(gln).await?;
            let key = database
                .new_operator(&name, participant, &scope)
                .await
                .map_err(|error| Failure::new(error, "Choose another name; keys that were revoked keep theirs."))?;
            // The only time that it is seen.
            let _ = writeln!(std::io::stdout(), "{key}");
            info!(name, participant, "made a key");
        }
        KeyCommand::Revoke { name } => {
            if !database.revoke_operator(&name).await? {
                return Err(Failure::new(format!("there is no key `{name}`"), "Check the name."));
            }
            info!(name, "revoked a key");
        }
    }
    Ok(())
}
