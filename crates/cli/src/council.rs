//! `medtrail council`.

use std::path::{Path, PathBuf};

use codec::{DecodeAll, Encode};
use ledger_client::{Ledger, account_to_text};
use ledger_types::{
    AccountBytes, ValidatorKeys,
    call::{Call, GovernanceCall, SystemCall},
};
use office::{Council, MotionFate, OpenMotion};
use serde_json::json;
use words::{Language, Words};

use crate::{act, chain::ChainArgs, failure::Failure};

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
            show(&office::council(&ledger.finalized().await?).await?, json);
        }
        CouncilCommand::Vote { motion, no } => {
            let (_, open) = find(&ledger, *motion).await?;
            let receipt = act::submit(&ledger, chain, open.vote(!no)).await?;
            act::report(&receipt, &format!("voted {} motion {motion}", if *no { "against" } else { "for" }), json);
            let (council, open) = find(&ledger, *motion).await?;
            if council.fate(&open) != MotionFate::Open {
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

async fn find(ledger: &Ledger, number: u32) -> Result<(Council, OpenMotion), Failure> {
    let council = office::council(&ledger.finalized().await?).await?;
    let found = council.motions.iter().find(|open| open.number() == number).cloned();
    let unknown = || {
        let next_step = "See the open ones with `medtrail council motions`.";
        Failure::input("unknown-motion", format!("there is no open motion {number}"), next_step)
    };
    Ok((council, found.ok_or_else(unknown)?))
}

async fn close(ledger: &Ledger, number: u32, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let (council, open) = find(ledger, number).await?;
    let adopted = council.fate(&open) == MotionFate::Adopted;
    let receipt = act::submit(ledger, chain, open.close()).await?;
    let said = if adopted { "adopted and carried out" } else { "not adopted" };
    act::report(&receipt, &format!("motion {number} {said}"), json);
    Ok(())
}

fn show(council: &Council, json: bool) {
    let words = Words::new(Language::English);
    let about = |open: &OpenMotion| {
        let texts: Vec<_> = open.proposed.texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.say_with(open.proposed.sentence, &texts)
    };
    let accounts = |accounts: &[AccountBytes]| accounts.iter().map(account_to_text).collect::<Vec<_>>();
    let members: Vec<String> = council.members.iter().map(|member| account_to_text(&member.account)).collect();
    if json {
        let motions: Vec<_> = council
            .motions
            .iter()
            .map(|open| {
                let votes = &open.motion.votes;
                json!({"index": votes.index, "hash": format!("0x{}", hex::encode(open.motion.hash)),
                       "threshold": votes.threshold, "for": accounts(&votes.ayes),
                       "against": accounts(&votes.nays), "closes_at_block": votes.end, "about": about(open)})
            })
            .collect();
        say!("{}", json!({"ok": true, "members": members, "motions": motions}));
        return;
    }
    say!("The council has {} {}:", members.len(), if members.len() == 1 { "member" } else { "members" });
    for (account, member) in members.iter().zip(&council.members) {
        let name = member.who.as_ref().map(|party| format!("  {}", party.name)).unwrap_or_default();
        say!("  {account}{name}");
    }
    if council.motions.is_empty() {
        say!("No motion is open.");
    }
    for open in &council.motions {
        let votes = &open.motion.votes;
        say!(
            "Motion {}: {} of {} needed votes for it, {} against, open until block {}",
            votes.index,
            votes.ayes.len(),
            votes.threshold,
            votes.nays.len(),
            votes.end
        );
        say!("  {}", about(open));
    }
}
