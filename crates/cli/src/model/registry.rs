//! A model's way through the registry on chain.

use std::path::{Path, PathBuf};

use anomaly::{model::EnsembleKind, spec::spec_hash};
use ledger_client::{MODEL_ROLES, MODEL_STAGES, PACK_SCAN};
use ledger_types::{
    Text,
    call::{Call, ModelRegistryCall},
    digest,
    model::{ModelCard, ModelId, ModelRole, ModelStage},
};
use office::{moment, role_name, stage_name};
use serde_json::{Value, json};

use super::{hash_text, load, plain, read};
use crate::{act, chain::ChainArgs, failure::Failure};

/// What a model is for, unless its developer says otherwise.
const INTENDED: &str = "Scans of medicine packs by professionals: a doubt to look into, never proof of a falsified pack. \
                        Not for recalls, and not for patients.";
/// Most bytes of a document.
const MAX_DOCUMENT: usize = 64 * 1024 * 1024;

/// A model that is to be registered.
#[derive(Debug, clap::Args)]
pub struct ProposeArgs {
    /// The model's file.
    file: PathBuf,
    /// Its training manifest and its metrics, as `medtrail-train` wrote them: manifest.json and metrics.json.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    card: Vec<PathBuf>,
    /// For whom and for what it is, and for what not.
    #[arg(long, value_name = "TEXT", default_value = INTENDED)]
    intended_use: String,
    /// The model that it was made from (0x…), or its file.
    #[arg(long, value_name = "MODEL")]
    parent: Option<String>,
}

/// A stage that somebody wants a model to enter.
#[derive(Debug, clap::Args)]
pub struct EndorseArgs {
    /// The model: its file, or its hash (0x…).
    model: String,
    /// The stage: evaluated, shadow, active, suspended or retired.
    #[arg(long, value_parser = stage)]
    stage: ModelStage,
    /// In which role: developer, evaluator or approver.
    #[arg(long, value_parser = role)]
    role: ModelRole,
}

/// Registers a model.
pub async fn propose(args: &ProposeArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let (model, id, _) = load(&args.file)?;
    let Some(risk) = model.ensemble(EnsembleKind::Risk) else {
        let message = format!("{} has nothing for scans that the rules let pass", args.file.display());
        return Err(Failure::input("bad-model", message, "Register a model with an ensemble `risk`."));
    };
    let card = ModelCard {
        usage: text(&String::from_utf8_lossy(PACK_SCAN))?,
        intended_use: text(&args.intended_use)?,
        feature_spec: spec_hash(),
        training_manifest: document(&args.card, "manifest")?,
        metrics: document(&args.card, "metrics")?,
        suspicious_from: risk.suspicious_from,
        alert_from: risk.alert_from,
        parent: args.parent.as_deref().map(model_id).transpose()?,
    };
    let call = ModelRegistryCall::ProposeModel { model: id, card: Box::new(card) };
    let said = format!("model {} registered as a draft", hash_text(&id));
    submit(call, chain, &said, json).await
}

/// Endorses a stage.
pub async fn endorse(args: &EndorseArgs, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let model = model_id(&args.model)?;
    let call = ModelRegistryCall::Endorse { model, stage: args.stage, role: args.role };
    let said = format!(
        "stage `{}` of model {} endorsed as {}",
        stage_name(args.stage),
        hash_text(&model),
        role_name(args.role)
    );
    submit(call, chain, &said, json).await
}

/// Stops a model.
pub async fn suspend(model: &str, chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let model = model_id(model)?;
    let said = format!("model {} stopped: scanners go by the rules alone", hash_text(&model));
    submit(ModelRegistryCall::SuspendModel { model }, chain, &said, json).await
}

async fn submit(call: ModelRegistryCall, chain: &ChainArgs, said: &str, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let receipt = act::submit(&ledger, chain, Call::ModelRegistry(call)).await?;
    act::report(&receipt, said, json);
    Ok(())
}

/// Shows the models that are registered.
pub async fn list(chain: &ChainArgs, json: bool) -> Result<(), Failure> {
    let ledger = chain.connect().await?;
    let view = ledger.finalized().await?;
    let models = office::models(&view, None).await?;
    let active = view.active_scan_model().await?;
    if json {
        let list: Vec<Value> = models
            .list
            .iter()
            .map(|registered| {
                let card = &registered.model.card;
                json!({"id": hash_text(&registered.id), "stage": stage_name(registered.model.stage),
                       "usage": String::from_utf8_lossy(&card.usage), "developer": registered.developer.name,
                       "suspicious_from": card.suspicious_from, "alert_from": card.alert_from})
            })
            .collect();
        let active = active.map(|active| json!({"id": hash_text(&active.id), "since": active.since}));
        say!("{}", json!({"ok": true, "models": list, "active": active}));
        return Ok(());
    }
    if models.list.is_empty() {
        say!("No model is registered: scanners go by the rules alone.");
    }
    for registered in &models.list {
        let card = &registered.model.card;
        let since = active.filter(|active| active.id == registered.id).and_then(|active| active.since);
        let since = since.map(|since| format!(" since {}", moment(since))).unwrap_or_default();
        say!("{}  {}{since}", hash_text(&registered.id), stage_name(registered.model.stage));
        say!(
            "  for {}, by {}; suspicious from {}, alarm from {}",
            plain(&String::from_utf8_lossy(&card.usage)),
            plain(&registered.developer.name),
            card.suspicious_from,
            card.alert_from
        );
    }
    Ok(())
}

/// A model by its file or its hash.
fn model_id(named: &str) -> Result<ModelId, Failure> {
    if Path::new(named).is_file() {
        return load(Path::new(named)).map(|(_, id, _)| id);
    }
    let bytes = named.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        let message = format!("`{}` is neither a file nor a model's hash", plain(named));
        Failure::input("bad-model", message, "Give the model's file, or its hash as `medtrail model list` shows it.")
    })
}

/// The digest of the one document whose file has a word in its name.
fn document(files: &[PathBuf], word: &str) -> Result<[u8; 32], Failure> {
    let named = |file: &&PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().contains(word));
    let found: Vec<&PathBuf> = files.iter().filter(named).collect();
    match found.as_slice() {
        [file] => Ok(digest(&read(file, MAX_DOCUMENT)?)),
        _ => {
            let message = format!("--card names {} files called {word}, and it has to be one", found.len());
            Err(Failure::input(
                "bad-card",
                message,
                "Give --card manifest.json metrics.json, as the trainer wrote them.",
            ))
        }
    }
}

fn text<const N: u32>(typed: &str) -> Result<Text<N>, Failure> {
    let typed = typed.trim().as_bytes();
    Text::try_from(typed.to_vec()).ok().filter(|_| ledger_types::is_name(typed)).ok_or_else(|| {
        let message = "the intended use is empty, too long, or has control characters in it";
        Failure::input("bad-card", message, "Give at most 256 bytes of text with --intended-use.")
    })
}

fn stage(text: &str) -> Result<ModelStage, String> {
    let known = MODEL_STAGES.into_iter().find(|stage| stage_name(*stage) == text);
    known.ok_or_else(|| "a stage is one of evaluated, shadow, active, suspended, retired".into())
}

fn role(text: &str) -> Result<ModelRole, String> {
    let known = MODEL_ROLES.into_iter().find(|role| role_name(*role) == text);
    known.ok_or_else(|| "a role is one of developer, evaluator, approver".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_one_manifest_and_one_file_of_metrics() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, name).unwrap();
            path
        };
        let files = [file("manifest.json"), file("metrics.json"), file("card.md")];
        assert_eq!(document(&files, "manifest").unwrap(), digest(b"manifest.json"));
        assert_eq!(document(&files, "metrics").unwrap(), digest(b"metrics.json"));
        assert!(document(&files[2..], "metrics").is_err());
        assert!(document(&[files[1].clone(), file("old-metrics.json")], "metrics").is_err());
    }

    #[test]
    fn models_are_named_by_hash_or_file() {
        let hash = format!("0x{}", "ab".repeat(32));
        assert_eq!(model_id(&hash).unwrap(), [0xab; 32]);
        for bad in ["", "0xab", "pack-scan", &hash[2..]] {
            assert!(model_id(bad).is_err(), "{bad}");
        }
        assert!(text::<256>(INTENDED).is_ok());
        assert!(text::<32>("").is_err());
    }
}
