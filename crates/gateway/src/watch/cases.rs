//! Opens a case on chain for each incident, once: what was signed is kept before it is sent.

use std::{sync::Arc, time::Duration};

use ledger_client::{Fate, Ledger, LedgerError, Receipt, SignedAct, Signer, Trust, time::now};
use ledger_types::{
    Block, Line, Lines,
    call::{Call, ComplianceCall},
    compliance::{Subject, Trigger},
};
use serde::{Deserialize, Serialize};
use sqlx::{Row, query};
use tracing::{info, warn};

use super::alerts::{About, Record};
use crate::{
    database::{Database, DatabaseError},
    index::subjects::batch_key,
    metrics::Metrics,
    serials::MasterKey,
};

/// How often to look for incidents without a case.
const EVERY: Duration = Duration::from_secs(5);
/// How long to wait after a failure, in seconds; twice as long after each further one, up to the second.
const PAUSES: [u64; 2] = [15, 6 * 3_600];
/// Incidents that ended so many hours ago get no case any more: a key that is given late opens none about old ones.
const OLD: i64 = 14 * 24;
/// Incidents dealt with at once.
const AT_ONCE: i64 = 10;

/// Why a case was not opened.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The chain said no, or cannot be reached.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// It is not over yet.
    #[error("it is not known yet what became of the act that opens it")]
    Open,
    /// The incident's batch has no name that the chain takes.
    #[error("the alert is about a batch that has no name")]
    NoBatch,
}

/// A signed act as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    extrinsic: String,
    nonce: u32,
    block: u32,
    hash: String,
}

/// An incident that has no case yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Waiting {
    id: String,
    act: String,
    attempts: u32,
}

/// What opens cases.
#[derive(Debug)]
pub struct Cases {
    /// Where incidents are kept.
    pub database: Database,
    /// The key under which they are kept.
    pub key: Arc<MasterKey>,
    /// Nodes that pass acts on.
    pub nodes: Vec<String>,
    /// What is believed of them.
    pub trust: Trust,
    /// The key of an operator who may report.
    pub signer: Signer,
    /// Figures.
    pub metrics: Metrics,
}

impl Cases {
    /// Opens cases for ever.
    pub async fn keep_opening(&self) {
        loop {
            if let Err(error) = self.open_all().await {
                warn!(%error, "incidents could not be read");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn open_all(&self) -> Result<(), DatabaseError> {
        let time = now();
        for incident in self.database.waiting_incidents(time).await? {
            match self.open(&incident).await {
                Ok(case) => {
                    self.metrics.case_opened();
                    self.database.case_opened(&incident.id, case).await?;
                    info!(incident = incident.id, case, "opened a case");
                }
                Err(error) => {
                    self.metrics.case_failed();
                    warn!(%error, incident = incident.id, attempts = incident.attempts, "no case was opened");
                    self.database.put_off(&incident.id, time.saturating_add(pause(incident.attempts))).await?;
                }
            }
        }
        self.metrics.incidents_waiting(self.database.count_waiting().await?);
        Ok(())
    }

    /// Opens the case of an incident; tells its number, if the node can.
    async fn open(&self, incident: &Waiting) -> Result<Option<u32>, CaseError> {
        let ledger = Ledger::connect(&self.nodes, &self.trust).await?;
        // What an earlier run signed may have been sent.
        if let Some(act) = act(&incident.act) {
            match ledger.fate(&act, &self.signer.account()).await? {
                Fate::Done(receipt) => return Ok(receipt.case),
                Fate::Untold(_) => return Ok(None),
                Fate::Refused(error) => {
                    self.database.forget_act(&incident.id).await?;
                    return Err(error.into());
                }
                Fate::Open => return settle(&ledger, &act).await,
                Fate::Never => {}
            }
        }
        let (record, about) = self.database.first_alert(&self.key, &incident.id).await?;
        let act = ledger.sign_next(&call(&record, &about).ok_or(CaseError::NoBatch)?, &self.signer).await?;
        self.database.keep_act(&incident.id, &text(&act)).await?;
        settle(&ledger, &act).await
    }
}

/// Sends a signed act, and waits for the number of the case that it opens. If that fails, the act is kept: what became of it is
/// looked up before anything is signed anew.
async fn settle(ledger: &Ledger, act: &SignedAct) -> Result<Option<u32>, CaseError> {
    match ledger.settle(act).await {
        Ok(Receipt { case, .. }) => Ok(case),
        Err(LedgerError::Unconfirmed(_)) => Err(CaseError::Open),
        Err(error) => Err(error.into()),
    }
}

/// The act that opens the case of an alert: about its pack, or about its code if the ledger knows no such pack.
fn call(record: &Record, about: &About) -> Option<Call> {
    let subject = match about.pack {
        Some(pack) => {
            let line = Line { batch: batch_key(&about.batch)?, start: pack, end: pack.checked_add(1)? };
            Subject::Packs(Lines::try_from(vec![line]).ok()?)
        }
        None => Subject::Code(about.code),
    };
    let (trigger, evidence) = (Trigger::Anomaly, record.digest());
    // Whether the pack is held back is for people to decide.
    Some(Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine: false }))
}

fn pause(attempts: u32) -> u64 {
    PAUSES[0].saturating_mul(1 << attempts.min(20)).min(PAUSES[1])
}

fn text(act: &SignedAct) -> String {
    let SignedAct { extrinsic, nonce, birth } = act;
    let (extrinsic, hash) = (hex::encode(extrinsic), hex::encode(birth.hash));
    serde_json::to_string(&Kept { extrinsic, nonce: *nonce, block: birth.number, hash }).unwrap_or_default()
}

fn act(text: &str) -> Option<SignedAct> {
    let Kept { extrinsic, nonce, block, hash } = serde_json::from_str(text).ok()?;
    let hash = hex::decode(hash).ok()?.try_into().ok()?;
    Some(SignedAct { extrinsic: hex::decode(extrinsic).ok()?, nonce, birth: Block { number: block, hash } })
}

impl Database {
    async fn waiting_incidents(&self, now: u64) -> Result<Vec<Waiting>, DatabaseError> {
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let rows = query(
            "SELECT id, act, attempts FROM incidents WHERE state IN ('waiting', 'sent') AND next_try <= $1 AND last_hour >= $2
             ORDER BY next_try, id LIMIT $3",
        )
        .bind(now)
        .bind(now / 3_600 - OLD)
        .bind(AT_ONCE)
        .fetch_all(self.pool())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            let attempts = u32::try_from(row.try_get::<i64, _>(2)?).unwrap_or(u32::MAX);
            Ok(Waiting { id: row.try_get(0)?, act: row.try_get(1)?, attempts })
        };
        rows.iter().map(read).collect()
    }

    async fn count_waiting(&self) -> Result<i64, DatabaseError> {
        let sql = "SELECT COUNT(*) FROM incidents WHERE state IN ('waiting', 'sent')";
        Ok(query(sql).fetch_one(self.pool()).await?.try_get(0)?)
    }

    async fn keep_act(&self, incident: &str, act: &str) -> Result<(), DatabaseError> {
        let sql = "UPDATE incidents SET act = $1, state = 'sent' WHERE id = $2";
        query(sql).bind(act).bind(incident).execute(self.pool()).await?;
        Ok(())
    }

    async fn forget_act(&self, incident: &str) -> Result<(), DatabaseError> {
        let sql = "UPDATE incidents SET act = '', state = 'waiting' WHERE id = $1";
        query(sql).bind(incident).execute(self.pool()).await?;
        Ok(())
    }

    async fn put_off(&self, incident: &str, until: u64) -> Result<(), DatabaseError> {
        let sql = "UPDATE incidents SET attempts = attempts + 1, next_try = $1 WHERE id = $2";
        query(sql).bind(i64::try_from(until).unwrap_or(i64::MAX)).bind(incident).execute(self.pool()).await?;
        Ok(())
    }

    async fn case_opened(&self, incident: &str, case: Option<u32>) -> Result<(), DatabaseError> {
        let sql = "UPDATE incidents SET state = 'opened', ledger_case = $1 WHERE id = $2";
        query(sql).bind(case.map_or(-1, i64::from)).bind(incident).execute(self.pool()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn record() -> Record {
        Record {
            id: "a1".into(),
            hour: 1_000,
            model: String::new(),
            ensemble: "risk".into(),
            score: 1,
            threshold: 1,
            by: "score".into(),
            features: Vec::new(),
            reasons: Vec::new(),
        }
    }

    #[test]
    fn a_case_is_about_the_pack_or_the_code_and_holds_nothing_back() {
        let about = About { batch: "04012345678901/A".into(), pack: Some(17), code: [7; 32] };
        let Some(Call::Compliance(ComplianceCall::OpenCase { trigger, subject, evidence, quarantine })) =
            call(&record(), &about)
        else {
            unreachable!("it opens a case")
        };
        assert_eq!((trigger, evidence, quarantine), (Trigger::Anomaly, record().digest(), false));
        let Subject::Packs(lines) = subject else { unreachable!("it is about packs") };
        assert_eq!(lines.iter().map(|line| (line.start, line.end)).collect::<Vec<_>>(), [(17, 18)]);
        let unknown = call(&record(), &About { pack: None, ..about });
        let is_code = |subject: &Subject| *subject == Subject::Code([7; 32]);
        assert!(
            matches!(unknown, Some(Call::Compliance(ComplianceCall::OpenCase { subject, .. })) if is_code(&subject))
        );
    }

    #[test]
    fn a_signed_act_survives_being_kept_and_pauses_grow_to_some_hours() {
        let signed = SignedAct { extrinsic: vec![1, 2, 3], nonce: 7, birth: Block { number: 9, hash: [4; 32] } };
        assert_eq!(act(&text(&signed)), Some(signed));
        assert_eq!(act(""), None);
        assert_eq!((pause(0), pause(1), pause(5), pause(60)), (15, 30, 480, 21_600));
    }

    #[tokio::test]
    async fn an_incident_waits_until_its_case_is_opened_and_never_again() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path().join("db").to_str().unwrap()).await.unwrap();
        let sql =
            "INSERT INTO incidents (id, first_hour, last_hour, alerts, state, ledger_case, act, attempts, next_try)
            VALUES ('a1', 1000, 1000, 1, 'waiting', -1, '', 0, 0)";
        query(sql).execute(database.pool()).await.unwrap();
        let time = 1_000 * 3_600;
        let waiting = async |time| database.waiting_incidents(time).await.unwrap();
        let first = Waiting { id: "a1".into(), act: String::new(), attempts: 0 };
        assert_eq!(waiting(time).await, [first]);
        database.keep_act("a1", "signed").await.unwrap();
        database.put_off("a1", time + 15).await.unwrap();
        assert_eq!(waiting(time).await, []);
        let again = Waiting { id: "a1".into(), act: "signed".into(), attempts: 1 };
        assert_eq!(waiting(time + 15).await, [again], "with what was signed");
        database.case_opened("a1", Some(4)).await.unwrap();
        assert_eq!((waiting(time + 99).await, database.count_waiting().await.unwrap()), (vec![], 0));
        database.forget_act("a1").await.unwrap();
        assert_eq!(waiting(time + (OLD as u64 + 1) * 3_600).await, [], "too old");
    }
}
