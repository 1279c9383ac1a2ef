//! `medtrail-load`: how many acts a development node takes, and how fast they are final.
//!
//! It works on a fresh chain of the `dev` preset, whose one regulator is Alice: it enrols a maker and pharmacies, registers
//! and delivers a batch, signs all acts beforehand, hands them to the node as fast as it takes them, and watches finalised
//! blocks. Loader and node share the machine, so the figures are lower bounds.

mod chain;
mod checks;
mod signatures;
mod state;
mod world;

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};
use ledger_types::{
    PackSelection,
    call::{Call, DrugBatchCall, ParticipantsCall},
};

use chain::Chain;
use world::World;

/// Loads a development node.
#[derive(Debug, Parser)]
struct Cli {
    /// The node's address.
    #[arg(long, default_value = "http://127.0.0.1:9944")]
    node: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Dispense packs one by one, by many keys of several pharmacies.
    Dispenses {
        /// How many.
        #[arg(long, default_value_t = 61_440)]
        count: u32,
        /// How many to hand to the node each second, at most: an endless burst keeps it from making blocks.
        #[arg(long, default_value_t = 1_750)]
        rate: u32,
        /// How many pharmacies.
        #[arg(long, default_value_t = 16)]
        pharmacies: u32,
        /// How many keys each of them has.
        #[arg(long, default_value_t = 16)]
        keys: u32,
    },
    /// Dispense a million packs in one act, by several pharmacies.
    Bulk {
        /// How many such acts.
        #[arg(long, default_value_t = 16)]
        acts: u32,
    },
    /// Flood the node with one pharmacy's acts, and tell how many blocks another pharmacy's single acts wait meanwhile.
    /// Fails if one of them waits longer than it may.
    Flood {
        /// How many acts of the flood.
        #[arg(long, default_value_t = 12_000)]
        count: u32,
        /// How many acts of the other pharmacy.
        #[arg(long, default_value_t = 5)]
        acts: u32,
        /// How many blocks an act may wait.
        #[arg(long, default_value_t = 2)]
        most: u32,
    },
    /// Tell how many bytes of state a million packs take, once registered, delivered and dispensed.
    State,
    /// Ask a gateway for the proofs of a batch's packs, and tell how many it gives a second and how fast. Needs no node.
    Checks {
        /// The gateway's address.
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        gateway: String,
        /// The batch's folder.
        folder: PathBuf,
        /// How many ask at once.
        #[arg(long, default_value_t = 32)]
        connections: usize,
        /// For how long, in seconds.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Do one act after the other, at light load, and tell how long each takes to be final.
    Finality {
        /// How many.
        #[arg(long, default_value_t = 30)]
        count: u32,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let Cli { node, command } = Cli::parse();
    if let Command::Checks { gateway, folder, connections, seconds } = &command {
        return checks::checks(gateway, folder, *connections, *seconds).await;
    }
    let checks = signatures::checks_per_second(Duration::from_secs(2));
    println!("one core checks {checks:.0} sr25519 signatures/s");
    let chain = Chain::connect(&node).await?;
    match command {
        Command::Dispenses { count, rate, pharmacies, keys } => {
            let rate = dispenses(&chain, count, rate, pharmacies, keys).await?;
            println!("that is {:.1} % of one core's signature checks", 100.0 * rate / checks);
        }
        Command::Bulk { acts } => bulk(&chain, acts).await?,
        Command::Flood { count, acts, most } => flood(&chain, count, acts, most).await?,
        Command::State => state::state(&chain).await?,
        Command::Finality { count } => finality(&chain, count).await?,
        // It has ended already: it needs no chain.
        Command::Checks { .. } => {}
    }
    Ok(())
}

/// Dispenses packs one by one; how many a second from the first submission until the last was final.
async fn dispenses(chain: &Chain, count: u32, offered: u32, pharmacies: u32, keys: u32) -> Result<f64> {
    let world = World::build(chain, pharmacies, keys, count.div_ceil(pharmacies), 1).await?;
    let each = count / (pharmacies * keys);
    let mut signed = Vec::new();
    let birth = chain.ledger.finalized().await?.block;
    // Round by round over all keys, as tills would: no key's acts wait for another's.
    for round in 0..each {
        for (pharmacy, shop) in world.pharmacies.iter().enumerate() {
            for (till, key) in shop.keys.iter().enumerate() {
                let pack = pharmacy as u32 * world.packs_each + till as u32 * each + round;
                let call = DrugBatchCall::Dispense { batch: world.batch(0), packs: PackSelection::One(pack) };
                let nonce = shop.first_nonce(till) + round;
                signed.push(chain.ledger.sign(&Call::DrugBatch(call), key, nonce, birth));
            }
        }
    }
    let sent = signed.len() as u32;
    let watch = chain.watch().await?;
    let start = Instant::now();
    let accepted = chain.submit_at(signed, offered, chain::AT_ONCE).await?;
    let submitted = start.elapsed();
    ensure!(accepted == sent, "the node refused {} of {sent} acts", sent - accepted);
    let seen = watch.until(sent, Duration::from_secs(180)).await?;
    let done = world.dispensed(chain, 0).await?;
    ensure!(done == sent, "only {done} of {sent} packs are dispensed");
    let total = seen.last_final.duration_since(start).as_secs_f64();
    let rate = f64::from(sent) / total;
    println!(
        "{sent} single-pack dispenses by {} keys: submitted in {:.2} s, final in {total:.2} s = {rate:.0}/s; fullest block {}",
        pharmacies * keys,
        submitted.as_secs_f64(),
        seen.fullest
    );
    println!("blocks of {:?}", seen.sizes);
    Ok(rate)
}

/// Dispenses a million packs in each of several acts.
async fn bulk(chain: &Chain, acts: u32) -> Result<()> {
    const MILLION: u32 = 1_000_000;
    let pharmacies = acts.min(8);
    let world = World::build(chain, pharmacies, 1, MILLION / 4, acts.div_ceil(pharmacies) * 4).await?;
    let birth = chain.ledger.finalized().await?.block;
    let mut signed = Vec::new();
    for batch in 0..world.batches {
        for (pharmacy, shop) in world.pharmacies.iter().enumerate() {
            let start = pharmacy as u32 * world.packs_each;
            let packs = PackSelection::Range { start, end: start + world.packs_each };
            let call = DrugBatchCall::Dispense { batch: world.batch(batch), packs };
            let key = shop.keys.first().context("a pharmacy has a key")?;
            signed.push(chain.ledger.sign(&Call::DrugBatch(call), key, shop.first_nonce(0) + batch, birth));
        }
    }
    let sent = signed.len() as u32;
    let watch = chain.watch().await?;
    let start = Instant::now();
    let accepted = chain.submit_all(signed).await?;
    ensure!(accepted == sent, "the node refused {} of {sent} acts", sent - accepted);
    let seen = watch.until(sent, Duration::from_secs(180)).await?;
    let packs = u64::from(sent) * u64::from(world.packs_each);
    for batch in 0..world.batches {
        let done = world.dispensed(chain, batch).await?;
        ensure!(done == world.packs_each * pharmacies, "batch {batch}: only {done} packs are dispensed");
    }
    let total = seen.last_final.duration_since(start).as_secs_f64();
    println!(
        "{sent} acts on ranges of {} packs: {packs} packs dispensed and final in {total:.2} s = {:.0} packs/s",
        world.packs_each,
        packs as f64 / total
    );
    Ok(())
}

/// Floods the node with the acts of one pharmacy, and has another one dispense meanwhile.
async fn flood(chain: &Chain, count: u32, acts: u32, most: u32) -> Result<()> {
    const KEYS: u32 = 32;
    let world = World::build(chain, 2, KEYS, count, 1).await?;
    let birth = chain.ledger.finalized().await?.block;
    let [flooder, other] = world.pharmacies.as_slice() else { anyhow::bail!("there are two pharmacies") };
    let dispense = |key: &ledger_client::Signer, pack: u32, nonce: u32| {
        let call = DrugBatchCall::Dispense { batch: world.batch(0), packs: PackSelection::One(pack) };
        chain.ledger.sign(&Call::DrugBatch(call), key, nonce, birth)
    };
    let each = count / KEYS;
    let mut signed = Vec::new();
    for round in 0..each {
        for (till, key) in flooder.keys.iter().enumerate() {
            signed.push(dispense(key, till as u32 * each + round, flooder.first_nonce(till) + round));
        }
    }
    let till = other.keys.last().context("a pharmacy has a key")?;
    // The flood is on its way before the first act, and goes on after the last.
    let (head, rest) = signed.split_at(signed.len() / 2);
    chain.submit_all(head.to_vec()).await?;
    let flooding = chain.submit_all(rest.to_vec());
    let acting = async {
        let mut longest = 0;
        for act in 0..acts {
            let before = chain.best().await?;
            let signed = dispense(till, world.packs_each + act, act);
            chain.submit_all(vec![signed.clone()]).await?;
            let included = chain.included(&signed, before).await?;
            println!("submitted after block {before}, in block {included}");
            longest = longest.max(included - before);
        }
        Ok::<u32, anyhow::Error>(longest)
    };
    let (accepted, longest) = tokio::join!(flooding, acting);
    let (accepted, longest) = (accepted?, longest?);
    println!(
        "a flood of {} acts ({accepted} of the second half accepted): the longest wait was {longest} blocks",
        signed.len()
    );
    ensure!(longest <= most, "an act waited {longest} blocks, and may wait {most}");
    Ok(())
}

/// Does acts one after the other.
async fn finality(chain: &Chain, count: u32) -> Result<()> {
    let alice: ledger_client::Signer = "//Alice".parse().context("a path")?;
    let mut times = Vec::new();
    for act in 0..count {
        // Moments spread over a slot.
        tokio::time::sleep(Duration::from_millis(u64::from(act) * 137 % 2_000)).await;
        let account = format!("//Clerk{act}").parse::<ledger_client::Signer>().context("a path")?.account();
        let permissions = ledger_types::Permissions::REPORT;
        let call = Call::Participants(ParticipantsCall::AddOperator { account, permissions });
        let start = Instant::now();
        chain.ledger.submit(&call, &alice).await?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied().unwrap_or_default();
    println!(
        "{count} acts at light load, until final: p50 {:.2} s, p95 {:.2} s, longest {:.2} s",
        at(50),
        at(95),
        at(100)
    );
    Ok(())
}
