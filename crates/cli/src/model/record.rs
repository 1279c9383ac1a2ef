//! An alert's record, computed again.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anomaly::{
    Model,
    explain::explain as explained,
    model::{Ensemble, EnsembleKind},
    spec::{FEATURE_COUNT, Features},
};
use ledger_types::{digest, model::ModelId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{hash_text, load, read};
use crate::failure::Failure;

/// Most bytes of a record.
const MAX_RECORD: usize = 64 * 1024;
/// Most reasons that a record has.
const REASONS: usize = 3;

/// An alert that is to be computed again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The alert's record, as the gateway gives it at /v1/alerts/ and its id.
    record: PathBuf,
    /// The model that raised it.
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
}

/// The record, in the order in which its hash takes the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    id: String,
    hour: i64,
    model: String,
    ensemble: String,
    score: i64,
    threshold: i64,
    by: String,
    features: Vec<i32>,
    reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reason {
    code: String,
    arguments: Vec<i32>,
}

/// What the gateway tells beside it.
#[derive(Deserialize)]
struct Beside {
    #[serde(default)]
    evidence: Option<String>,
}

/// What the model comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Again {
    score: i64,
    threshold: i64,
    /// The mean score in training: what the reasons are counted from.
    expected: i64,
    reasons: Vec<Weighed>,
    /// What differs from the record, by name.
    differs: Vec<&'static str>,
}

/// A reason, and what it adds to the score.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Weighed {
    reason: Reason,
    added: i64,
}

/// Computes an alert's score and reasons again, and says whether they are the same.
pub fn explain(args: &Args, json: bool) -> Result<ExitCode, Failure> {
    let (model, id, _) = load(&args.model)?;
    let text = read(&args.record, MAX_RECORD)?;
    let (record, evidence) = parse(&args.record, &text)?;
    let again = again(&record, evidence.as_deref(), &model, &id)?;
    let same = again.differs.is_empty();
    if json {
        say!("{}", as_json(&again, &id));
    } else {
        print(&record, &again);
    }
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn parse(file: &Path, text: &[u8]) -> Result<(Record, Option<String>), Failure> {
    let bad = |error: serde_json::Error| {
        let message = format!("{} is no alert's record: {error}", file.display());
        Failure::input("bad-record", message, "Fetch it from the gateway: GET /v1/alerts/ and the alert's id.")
    };
    let record = serde_json::from_slice(text).map_err(bad)?;
    let beside: Beside = serde_json::from_slice(text).map_err(bad)?;
    Ok((record, beside.evidence))
}

fn again(record: &Record, evidence: Option<&str>, model: &Model, id: &ModelId) -> Result<Again, Failure> {
    if digits(&record.model) != hex::encode(id) {
        let message = format!("the alert is of model {}, and the file holds {}", record.model, hash_text(id));
        return Err(Failure::input("other-model", message, "Give the file of the model that the record names."));
    }
    let features: Features = record.features.as_slice().try_into().map_err(|_| {
        let message = format!("the record has {} features, and there are {FEATURE_COUNT}", record.features.len());
        Failure::input("bad-record", message, "Use the version of this program that the gateway had.")
    })?;
    let ensemble = ensemble(model, &record.ensemble)?;
    let explanation = explained(ensemble, &features);
    let reasons: Vec<Weighed> = explanation
        .reasons(&features, REASONS)
        .into_iter()
        .map(|reason| Weighed {
            reason: Reason { code: reason.id.to_owned(), arguments: vec![reason.value] },
            added: reason.added,
        })
        .collect();
    let score = ensemble.score(&features);
    let told: Vec<&Reason> = record.reasons.iter().collect();
    let found: Vec<&Reason> = reasons.iter().map(|weighed| &weighed.reason).collect();
    let own = serde_json::to_vec(record).map(|bytes| hex::encode(digest(&bytes))).ok();
    let checks = [
        ("score", record.score == score),
        ("threshold", record.threshold == ensemble.alert_from),
        ("reasons", told == found),
        ("evidence", evidence.is_none_or(|evidence| own.as_deref() == Some(digits(evidence).as_str()))),
    ];
    let differs = checks.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect();
    Ok(Again { score, threshold: ensemble.alert_from, expected: explanation.expected, reasons, differs })
}

fn ensemble<'a>(model: &'a Model, name: &str) -> Result<&'a Ensemble, Failure> {
    let kind = EnsembleKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.and_then(|kind| model.ensemble(kind)).ok_or_else(|| {
        let message = format!("the model has no ensemble `{}`", super::plain(name));
        Failure::input("bad-record", message, "Fetch the record again from the gateway.")
    })
}

fn digits(hash: &str) -> String {
    hash.trim_start_matches("0x").to_ascii_lowercase()
}

fn as_json(again: &Again, id: &ModelId) -> Value {
    let reasons: Vec<Value> = again
        .reasons
        .iter()
        .map(|weighed| {
            json!({"code": weighed.reason.code, "arguments": weighed.reason.arguments, "added": weighed.added,
                   "text": sentence(&weighed.reason)})
        })
        .collect();
    json!({"ok": true, "same": again.differs.is_empty(), "differs": again.differs, "model": hash_text(id),
           "score": again.score, "threshold": again.threshold, "expected": again.expected, "reasons": reasons})
}

fn sentence(reason: &Reason) -> String {
    verdict::weighed(&reason.code, reason.arguments.first().map(|value| i64::from(*value))).english()
}

fn print(record: &Record, again: &Again) {
    match again.differs.is_empty() {
        true => say!("✓ the same, bit for bit: score {}, alarm from {}", again.score, again.threshold),
        false => {
            say!("✗ not the same: {}", again.differs.join(", "));
            say!("  the record says score {}, the model comes to {}", record.score, again.score);
        }
    }
    say!("  the mean score in training is {}; what weighs most here:", again.expected);
    for weighed in &again.reasons {
        say!("  {:>+12}  {}", weighed.added, sentence(&weighed.reason));
    }
}

#[cfg(test)]
mod tests {
    use anomaly::{
        MISSING,
        model::{Child, Leaf, Node, Tree},
        spec::Feature,
    };

    use super::*;

    fn model() -> Model {
        let node = Node {
            feature: Feature::CustodianKm as u8,
            missing_right: false,
            threshold: 200,
            left: Child::Leaf(0),
            right: Child::Leaf(1),
        };
        let leaves = vec![Leaf { value: -500_000, cover: 900 }, Leaf { value: 3_000_000, cover: 100 }];
        let risk = Ensemble {
            kind: EnsembleKind::Risk,
            base: -1_000_000,
            suspicious_from: 0,
            alert_from: 1_500_000,
            calibration: Vec::new(),
            trees: vec![Tree { nodes: vec![node], leaves }],
        };
        let (name, version) = ("pack-scan".to_owned(), "1".to_owned());
        Model { name, version, ensembles: vec![risk], monitors: Vec::new(), deciles: Vec::new() }
    }

    fn record(id: &ModelId) -> Record {
        let mut features = vec![MISSING; FEATURE_COUNT];
        features[Feature::CustodianKm as usize] = 412;
        Record {
            id: "00ff".to_owned(),
            hour: 500_000,
            model: hex::encode(id),
            ensemble: "risk".to_owned(),
            score: 2_000_000,
            threshold: 1_500_000,
            by: "score".to_owned(),
            features,
            reasons: vec![Reason { code: "custodian-km".to_owned(), arguments: vec![412] }],
        }
    }

    #[test]
    fn an_alerts_record_is_computed_again_from_files_and_any_change_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let (model_file, record_file) = (folder.path().join("model.mtam"), folder.path().join("alert.json"));
        std::fs::write(&model_file, model().to_bytes().unwrap()).unwrap();
        let (model, id, _) = load(&model_file).unwrap();
        let record = record(&id);
        let mut told = serde_json::to_value(&record).unwrap();
        told["number"] = 7.into();
        told["evidence"] = hex::encode(digest(&serde_json::to_vec(&record).unwrap())).into();
        std::fs::write(&record_file, told.to_string()).unwrap();
        let (read, evidence) = parse(&record_file, &read(&record_file, MAX_RECORD).unwrap()).unwrap();
        assert_eq!(read, record);
        let same = again(&read, evidence.as_deref(), &model, &id).unwrap();
        assert_eq!((same.score, same.differs.len()), (2_000_000, 0));
        assert_eq!(sentence(&same.reasons[0].reason), "Scanned 412 km from where the ledger has it");
        assert_eq!(same.score - same.expected, same.reasons[0].added);

        let differs = |change: fn(&mut Record)| {
            let mut changed = record.clone();
            change(&mut changed);
            again(&changed, None, &model, &id).map(|again| again.differs)
        };
        assert_eq!(differs(|record| record.score += 1).unwrap(), ["score"]);
        assert_eq!(differs(|record| record.threshold -= 1).unwrap(), ["threshold"]);
        assert_eq!(differs(|record| record.reasons.clear()).unwrap(), ["reasons"]);
        assert_eq!(differs(|record| record.features.fill(MISSING)).unwrap(), ["score", "reasons"]);
        assert!(differs(|record| record.model = "ab".repeat(32)).is_err());
        assert!(differs(|record| record.ensemble = "novelty".into()).is_err());
        assert!(differs(|record| record.features.truncate(3)).is_err());
        let mut altered = record.clone();
        altered.by = "novelty".into();
        assert_eq!(again(&altered, evidence.as_deref(), &model, &id).unwrap().differs, ["evidence"]);
    }
}
