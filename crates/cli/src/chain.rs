//! Which node to ask, and as whom.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use gs1::Gln;
use ledger_client::{CheckpointFile, Ledger, Signer, Trust, View};
use ledger_types::{Participant, ParticipantId};

use scan::{MakerFile, Scanner};
use verdict::Role;

use crate::{batch_folder::BatchFolder, failure::Failure};

/// Options that every command about the chain shares.
#[derive(Debug, clap::Args)]
pub struct ChainArgs {
    /// A node's address; several, separated by commas or given again, are tried in turn.
    #[arg(long, global = true, value_delimiter = ',', env = "MEDTRAIL_NODE", default_value = "http://127.0.0.1:9944")]
    pub node: Vec<String>,
    /// The checkpoint of the chain that is believed, a file that `medtrail checkpoint` made. Without one, development
    /// chains are believed, whose blocks anybody can make.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// The key that must have signed the checkpoint (0x…).
    #[arg(long, global = true, value_name = "KEY", env = "MEDTRAIL_PUBLISHER", value_parser = hash, requires = "checkpoint")]
    publisher: Option<[u8; 32]>,
    /// The hash of the chain's first block (0x…): any other chain is refused. Of no protection without a checkpoint: on a
    /// development chain, anybody can write what they like.
    #[arg(long, global = true, env = "MEDTRAIL_GENESIS", value_parser = hash)]
    genesis: Option<[u8; 32]>,
    /// The key that signs: a path of the development phrase such as //Alice. Keep real keys in a file.
    #[arg(long, global = true, env = "MEDTRAIL_KEY", hide_env_values = true)]
    key: Option<String>,
    /// A file with the key's secret phrase.
    #[arg(long, global = true, env = "MEDTRAIL_KEY_FILE")]
    key_file: Option<PathBuf>,
}

impl ChainArgs {
    /// Reaches a node.
    pub async fn connect(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::connect(&self.node, &self.trust()?).await?)
    }

    /// What is believed without proof.
    pub fn trust(&self) -> Result<Trust, Failure> {
        let Some(path) = &self.checkpoint else { return Ok(Trust::development(self.genesis)) };
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let trust = CheckpointFile::from_json(&text)?.accept(self.publisher, now)?;
        if self.genesis.is_some_and(|genesis| trust.genesis() != Some(genesis)) {
            let next_step = "Leave --genesis out, or get the checkpoint of the chain that you mean.";
            return Err(Failure::input("wrong-chain", "the checkpoint is of another chain than --genesis", next_step));
        }
        Ok(trust)
    }

    /// A scanner that asks these nodes, with the maker's batch folder if one is given.
    pub fn scanner(&self, role: Role, participant: Option<Gln>, folder: Option<&Path>) -> Result<Scanner, Failure> {
        let maker = maker_file(folder)?;
        let scanner = Scanner::new(self.node.clone(), self.trust()?, role).for_participant(participant);
        Ok(scanner.with_maker_file(maker))
    }

    /// The key that signs.
    pub fn signer(&self) -> Result<Signer, Failure> {
        let next_step = "Give --key-file FILE, or --key //Alice on a development chain.";
        let missing = || Failure::input("no-key", "this act must be signed, and no key is given", next_step);
        Ok(self.secret()?.ok_or_else(missing)?.parse()?)
    }

    /// The secret phrase of the key that signs, if one is given.
    pub fn secret(&self) -> Result<Option<String>, Failure> {
        match (&self.key, &self.key_file) {
            (Some(key), _) => Ok(Some(key.clone())),
            (None, Some(path)) => fs::read_to_string(path).map(Some).map_err(|error| Failure::file(path, &error)),
            (None, None) => Ok(None),
        }
    }
}

/// The maker's list of packs in a batch folder, if one is given.
pub fn maker_file(folder: Option<&Path>) -> Result<Option<MakerFile>, Failure> {
    folder.map(|folder| BatchFolder::open(folder)?.maker_file()).transpose()
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let bytes = hex::decode(digits).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| "a hash is 0x and 64 hexadecimal digits".into())
}

/// The number and record of the participant with a GLN.
pub async fn participant(view: &View<'_>, gln: Gln) -> Result<(ParticipantId, Participant), Failure> {
    let unknown = || {
        let next_step = "Check the GLN, or ask the regulator to enrol the participant.";
        Failure::input("unknown-participant", format!("no participant has the GLN {gln}"), next_step)
    };
    let id = view.participant_by_gln(gln.number()).await?.ok_or_else(unknown)?;
    let record = view.participant(id).await?.ok_or_else(unknown)?;
    Ok((id, record))
}

/// A participant's name for people.
pub fn name(participant: &Participant) -> String {
    String::from_utf8_lossy(&participant.name).into_owned()
}
