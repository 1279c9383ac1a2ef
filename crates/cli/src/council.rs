//! `medtrail council`.

use codec::{Compact, DecodeAll};
use ledger_client::{Ledger, Motion, account_to_text};
use ledger_types::{
    AccountBytes,
    call::{Call, CouncilCall, GovernanceCall},
};
use serde_json::json;

use crate::{act, chain::ChainArgs, failure::Failure};

/// More than any motion weighs: the council's acts are small. In picoseconds of computing and bytes of proof.
const WEIGHT_BOUND: (Compact<u64>, Compact<u64>) = (Compact(400_000_000_000), Compact(1 << 20));

/// What the regulators decide together.
#[derive(Debug, clap::Subcommand)]
pub enum CouncilCommand {
    /// Show who sits in the council, and its open motions.
    Motions,
    /// Vote on a motion, and carry it out if the vote decides it.
    Vote {
        /// The motion's number.
        motion: u32,
        /// Vote against it.
        #[arg(long)]
        no: bool,
    },
    /// Close a motion that is decided, or has run out of time.
    Close {
        /// The motion's number.
        motion: u32,
    },
    /// Send another key of your own to the council; by a regulator.
    Delegate {
        /// Its account.
        account: String,
    },
    /// Approve a new runtime by its file: whoever has it may then hand it in.
    ApproveRuntime {
        /// The runtime, as the release has it (compact and compressed).
        file: std::path::PathBuf,
    },
    /// Stop trade for a day; goods on the road are still received, packs recalled and quarantined. By one regulator.
    EnterSafeMode,
    /// End safe mode; by the council.
    LeaveSafeMode,
}

/// Runs the command.
pub async fn run(command: &CouncilCommand, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    match command {
        CouncilCommand::Motions => {
            let view = ledger.finalized().await?;
            show(&view.council().await?, &view.motions().await?, json);
        }
        CouncilCommand::Vote { motion, no } => {
            let found = find(&ledger, *motion).await?;
            let vote = CouncilCall::Vote { proposal: found.hash, index: Compact(*motion), approve: !no };
            let receipt = act::submit(&ledger, chain, Call::Council(vote)).await?;
            act::report(&receipt, &format!("voted {} motion {motion}", if *no { "against" } else { "for" }), json);
            if decided(&find(&ledger, *motion).await?, &ledger).await? {
                close(&ledger, *motion, chain, json).await?;
            }
        }
        CouncilCommand::Close { motion } => close(&ledger, *motion, chain, json).await?,
        CouncilCommand::Delegate { account } => {
            let call = ledger_types::call::ParticipantsCall::SetDelegate {
                account: ledger_client::account_from_text(account)?,
            };
            let receipt = act::submit(&ledger, chain, Call::Participants(call)).await?;
            act::report(&receipt, &format!("{account} sits in the council"), json);
        }
        CouncilCommand::ApproveRuntime { file } => {
            let code = std::fs::read(file).map_err(|error| Failure::file(file, &error))?;
            let call = GovernanceCall::AuthorizeUpgrade { code_hash: ledger_types::digest(&code) };
            let receipt = act::decide(&ledger, chain, Call::Governance(call)).await?;
            act::report_decision(&receipt, "runtime approved", json);
        }
        CouncilCommand::EnterSafeMode => {
            let receipt = act::submit(&ledger, chain, Call::Governance(GovernanceCall::EnterSafeMode)).await?;
            act::report(&receipt, "safe mode for a day", json);
        }
        CouncilCommand::LeaveSafeMode => {
            let receipt = act::decide(&ledger, chain, Call::Governance(GovernanceCall::LeaveSafeMode)).await?;
            act::report_decision(&receipt, "safe mode left", json);
        }
    }
    Ok(())
}

async fn find(ledger: &Ledger, index: u32) -> Result<Motion, Failure> {
    let motions = ledger.finalized().await?.motions().await?;
    motions.into_iter().find(|motion| motion.votes.index == index).ok_or_else(|| {
        let next_step = "See the open ones with `medtrail council motions`.";
        Failure::input("unknown-motion", format!("there is no open motion {index}"), next_step)
    })
}

/// Whether the votes decide a motion, one way or the other.
async fn decided(motion: &Motion, ledger: &Ledger) -> Result<bool, Failure> {
    let seats = ledger.finalized().await?.council().await?.len();
    let (ayes, nays, needed) = (motion.votes.ayes.len(), motion.votes.nays.len(), motion.votes.threshold as usize);
    Ok(ayes >= needed || seats.saturating_sub(nays) < needed)
}

async fn close(ledger: &Ledger, index: u32, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let motion = find(ledger, index).await?;
    let adopted = motion.votes.ayes.len() >= motion.votes.threshold as usize;
    let call = CouncilCall::Close {
        proposal: motion.hash,
        index: Compact(index),
        weight_bound: WEIGHT_BOUND,
        length_bound: Compact(motion.call.len() as u32),
    };
    let receipt = act::submit(ledger, chain, Call::Council(call)).await?;
    let said = if adopted { "adopted and carried out" } else { "not adopted" };
    act::report(&receipt, &format!("motion {index} {said}"), json);
    Ok(())
}

fn show(members: &[AccountBytes], motions: &[Motion], json: bool) {
    let about = |motion: &Motion| match Call::decode_all(&mut motion.call.as_slice()) {
        Ok(call) => format!("{call:?}"),
        Err(_) => format!("a call that this program does not know: 0x{}", hex::encode(&motion.call)),
    };
    let accounts = |accounts: &[AccountBytes]| accounts.iter().map(account_to_text).collect::<Vec<_>>();
    if json {
        let motions: Vec<_> = motions
            .iter()
            .map(|motion| {
                json!({"index": motion.votes.index, "hash": format!("0x{}", hex::encode(motion.hash)),
                       "threshold": motion.votes.threshold, "for": accounts(&motion.votes.ayes),
                       "against": accounts(&motion.votes.nays), "closes_at_block": motion.votes.end,
                       "about": about(motion)})
            })
            .collect();
        say!("{}", json!({"ok": true, "members": accounts(members), "motions": motions}));
        return;
    }
    say!("The council has {} {}:", members.len(), if members.len() == 1 { "member" } else { "members" });
    accounts(members).iter().for_each(|member| say!("  {member}"));
    if motions.is_empty() {
        say!("No motion is open.");
    }
    for motion in motions {
        let votes = &motion.votes;
        say!(
            "Motion {}: {} of {} needed votes for it, {} against, open until block {}",
            votes.index,
            votes.ayes.len(),
            votes.threshold,
            votes.nays.len(),
            votes.end
        );
        say!("  {}", about(motion));
    }
}
