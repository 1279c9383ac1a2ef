//! `medtrail council`.

use std::path::{Path, PathBuf};

use codec::{Compact, DecodeAll, Encode};
use ledger_client::{Ledger, Motion, account_to_text};
use ledger_types::{
    AccountBytes, ValidatorKeys,
    call::{Call, CouncilCall, GovernanceCall, SystemCall},
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
        file: PathBuf,
    },
    /// Hand in the runtime that the council approved; by anybody.
    HandInRuntime {
        /// The runtime that was approved.
        file: PathBuf,
    },
    /// Have the node that `--node` names make keys for a validator, and write them, with the proof that it has them, to a
    /// file for the council. The node must allow unsafe questions; the secrets stay in it.
    ValidatorKeys {
        /// Whose validator it is: an account.
        owner: String,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Replace those who make and finalise blocks.
    SetValidators {
        /// The files of all validators, also of those that stay.
        #[arg(required = true)]
        keys: Vec<PathBuf>,
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
        CouncilCommand::HandInRuntime { file } => {
            let code = std::fs::read(file).map_err(|error| Failure::file(file, &error))?;
            let receipt = ledger.submit_unsigned(&Call::System(SystemCall::ApplyAuthorizedUpgrade { code })).await?;
            act::report(&receipt, "the chain runs the new runtime from the next block on", json);
        }
        CouncilCommand::ValidatorKeys { owner, out } => {
            let keys = ledger.rotate_keys(&ledger_client::account_from_text(owner)?).await?;
            std::fs::write(out, validator_to_text(&keys)).map_err(|error| Failure::file(out, &error))?;
            match json {
                true => say!("{}", json!({"ok": true, "file": out})),
                false => say!("✓ keys made; give {} to the regulators", out.display()),
            }
        }
        CouncilCommand::SetValidators { keys } => {
            let validators = keys.iter().map(|file| read_validator(file)).collect::<Result<Vec<_>, _>>()?;
            let count = validators.len();
            let too_many = |_| Failure::input("too-many", format!("{count} validators"), "There may be 64 at most.");
            let validators = validators.try_into().map_err(too_many)?;
            let call = Call::Governance(GovernanceCall::SetValidators { validators });
            let receipt = act::decide(&ledger, chain, call).await?;
            act::report_decision(&receipt, &format!("{count} validators set"), json);
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

/// A validator's keys as the file has them: hexadecimal, of their encoding.
fn validator_to_text(keys: &ValidatorKeys) -> String {
    format!("0x{}\n", hex::encode(keys.encode()))
}

fn read_validator(file: &Path) -> Result<ValidatorKeys, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    let bytes = hex::decode(text.trim().trim_start_matches("0x")).ok();
    bytes.and_then(|bytes| ValidatorKeys::decode_all(&mut bytes.as_slice()).ok()).ok_or_else(|| {
        let message = format!("{} holds no validator's keys", file.display());
        Failure::input("bad-keys", message, "Its operator makes the file with `medtrail council validator-keys`.")
    })
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
