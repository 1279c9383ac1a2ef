//! Which node to ask, and as whom.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use batch_folder::BatchFolder;
use evidence_file::Believed;
use gs1::Gln;
use ledger_client::{CheckpointFile, Ledger, Signer, SnapshotFile, Trust, View, time::now};
use ledger_types::{Participant, ParticipantId};

use scan::{MakerFile, Scanner};
use verdict::{MAX_OFFLINE_AGE, Role};

use crate::failure::Failure;

/// Options that every command about the chain shares.
#[derive(Debug, clap::Args)]
pub struct ChainArgs {
    /// A node's address; several, separated by commas or given again, are tried in turn. Without any,
    /// http://127.0.0.1:9944.
    #[arg(long, global = true, value_delimiter = ',', env = "MEDTRAIL_NODE")]
    node: Vec<String>,
    /// The checkpoint of the chain that is believed, a file that `medtrail checkpoint` made. Without one, development
    /// chains are believed, whose blocks anybody can make.
    #[arg(long, global = true, value_name = "FILE", env = "MEDTRAIL_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// The key that must have signed the checkpoint (0x…).
    #[arg(long, global = true, value_name = "KEY", env = "MEDTRAIL_PUBLISHER", value_parser = hash)]
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

/// The node that is asked if none is named.
const OWN_NODE: &str = "http://127.0.0.1:9944";

/// How to do without a network.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct OfflineArgs {
    /// A snapshot that answers if no node does; if none is named with --node, nothing is asked of the network.
    #[arg(long, value_name = "SNAPSHOT")]
    offline: Option<PathBuf>,
    /// How many hours old its records may be: 24 unless given. Older ones show that no pack is good.
    #[arg(long, value_name = "HOURS", requires = "offline")]
    max_age: Option<u32>,
}

impl ChainArgs {
    /// The nodes' addresses.
    pub fn nodes(&self) -> Vec<String> {
        if self.node.is_empty() { vec![OWN_NODE.to_owned()] } else { self.node.clone() }
    }

    /// Reaches a node.
    pub async fn connect(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::connect(&self.nodes(), &self.trust()?).await?)
    }

    /// What is believed without proof.
    pub fn trust(&self) -> Result<Trust, Failure> {
        let Some(file) = self.checkpoint_file()? else {
            if self.publisher.is_some() {
                let next_step = "Give --checkpoint FILE with --publisher, or leave both out on a development chain.";
                return Err(Failure::input("usage", "a publisher is named, and no checkpoint", next_step));
            }
            return Ok(Trust::development(self.genesis));
        };
        let trust = file.accept(self.publisher, now())?;
        if self.genesis.is_some_and(|genesis| trust.genesis() != Some(genesis)) {
            let next_step = "Leave --genesis out, or get the checkpoint of the chain that you mean.";
            return Err(Failure::input("wrong-chain", "the checkpoint is of another chain than --genesis", next_step));
        }
        Ok(trust)
    }

    /// The checkpoint that was given, as it was published.
    pub fn checkpoint_file(&self) -> Result<Option<CheckpointFile>, Failure> {
        let Some(path) = &self.checkpoint else { return Ok(None) };
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        Ok(Some(CheckpointFile::from_json(&text)?))
    }

    /// What is believed of verdicts that were saved, however long ago: without a checkpoint and a publisher, development chains.
    pub fn believed(&self) -> Result<Believed, Failure> {
        let Some(file) = self.checkpoint_file()? else {
            let development = Trust::development(self.genesis).candidates();
            let checkpoints = if self.publisher.is_none() { development } else { Vec::new() };
            return Ok(Believed { checkpoints, publisher: self.publisher, development: self.publisher.is_none() });
        };
        // Made when it was, it need not be young: it has to be of the publisher.
        let trust = file.accept(self.publisher, file.time)?;
        let development = trust.is_development();
        Ok(Believed { checkpoints: trust.candidates(), publisher: self.publisher, development })
    }

    /// A scanner that asks these nodes, with the maker's batch folder if one is given.
    pub fn scanner(&self, role: Role, participant: Option<Gln>, folder: Option<&Path>) -> Result<Scanner, Failure> {
        self.scanner_with(&OfflineArgs::default(), role, participant, folder)
    }

    /// The same, with a snapshot for times without a network.
    pub fn scanner_with(
        &self,
        offline: &OfflineArgs,
        role: Role,
        participant: Option<Gln>,
        folder: Option<&Path>,
    ) -> Result<Scanner, Failure> {
        let maker = maker_file(folder)?;
        let trust = self.trust()?;
        let read = |path: &PathBuf| SnapshotFile::read(path)?.accept(&trust);
        let snapshot = offline.offline.as_ref().map(read).transpose()?;
        let nodes = if snapshot.is_some() { self.node.clone() } else { self.nodes() };
        let scanner = Scanner::new(nodes, trust, role).for_participant(participant).with_maker_file(maker);
        let max_age = offline.max_age.map_or(MAX_OFFLINE_AGE, |hours| u64::from(hours) * 3_600);
        Ok(scanner.with_snapshot(snapshot.map(Arc::new)).with_max_age(max_age))
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
    Ok(folder.map(|folder| BatchFolder::open(folder)?.maker_file()).transpose()?)
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
