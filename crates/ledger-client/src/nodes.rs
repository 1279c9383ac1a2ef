//! Several nodes at once: the freshest answer that is proven wins, and whoever lies is not asked again.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::{
    Ledger, LedgerError, Proven, Trust,
    time::{Instant, sleep, timeout},
};
use chain_proof::{ProofError, Question};
use futures::stream::{FuturesUnordered, StreamExt};

/// How long one node may take for all of its answers.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long the others may take once one has answered.
const GRACE: Duration = Duration::from_millis(250);
/// How often all nodes are asked, and how long to wait in between, before giving up: networks fail for a moment.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];
/// How long a node is left alone after its first failure; twice as long after each further one.
const FIRST_REST: Duration = Duration::from_secs(1);
/// How long at most.
const LONGEST_REST: Duration = Duration::from_secs(120);

/// The nodes that a program asks.
#[derive(Debug)]
pub struct Nodes {
    trust: Trust,
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    address: String,
    /// The connection, once there is one.
    ledger: Mutex<Option<Ledger>>,
    standing: Mutex<Standing>,
}

#[derive(Clone, Debug, Default)]
enum Standing {
    #[default]
    Good,
    /// It failed so often in a row, and is asked again from then on.
    Resting { failures: u32, until: Instant },
    /// It lied.
    Dropped { lie: String },
}

/// A node that gave an answer which is proven wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liar {
    /// Its address.
    pub address: String,
    /// What was wrong.
    pub lie: String,
}

/// The freshest answer.
#[derive(Clone, Debug)]
pub struct Freshest {
    /// The answer with its evidence.
    pub proven: Proven,
    /// Who gave it.
    pub address: String,
}

impl Nodes {
    /// Asks these nodes, and believes what is proven from `trust`.
    pub fn new(addresses: impl IntoIterator<Item = String>, trust: Trust) -> Self {
        let node = |address| Node { address, ledger: Mutex::default(), standing: Mutex::default() };
        Self { trust, nodes: addresses.into_iter().map(node).collect() }
    }

    /// What is believed.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The nodes that lied, and are not asked any more.
    pub fn liars(&self) -> Vec<Liar> {
        let lie = |node: &Node| match node.standing() {
            Standing::Dropped { lie } => Some(Liar { address: node.address.clone(), lie }),
            _ => None,
        };
        self.nodes.iter().filter_map(lie).collect()
    }

    /// Asks all nodes about a pack.
    ///
    /// # Errors
    /// [`ProofError::Fork`] if two proven answers contradict each other; otherwise the gravest error of any node.
    pub async fn about(&self, question: &Question) -> Result<Freshest, LedgerError> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let failed = match self.ask_all(question).await {
                Err(error) if error.is_passing() => error,
                settled => return settled,
            };
            let Some(pause) = pauses.next() else { return Err(failed) };
            sleep(pause).await;
        }
    }

    /// The same without a second try: for programs that have something else to go by.
    ///
    /// # Errors
    /// As [`Self::about`].
    pub async fn about_once(&self, question: &Question) -> Result<Freshest, LedgerError> {
        self.ask_all(question).await
    }

    async fn ask_all(&self, question: &Question) -> Result<Freshest, LedgerError> {
        let mut waiting: FuturesUnordered<_> =
            self.willing().into_iter().map(|node| node.ask(question, &self.trust)).collect();
        let mut gathered = Gathered::default();
        while let Some((node, answer)) = waiting.next().await {
            gathered.take(node, answer);
            if gathered.freshest.is_some() {
                break;
            }
        }
        let others = async {
            while let Some((node, answer)) = waiting.next().await {
                gathered.take(node, answer);
            }
        };
        // A slow node is asked again next time: a fast one that holds back must not silence it.
        let _ = timeout(GRACE, others).await;
        if gathered.split {
            self.trust.split();
            return Err(ProofError::Fork.into());
        }
        gathered.freshest.ok_or_else(|| gathered.failed.unwrap_or_else(|| self.nobody()))
    }

    fn nobody(&self) -> LedgerError {
        if self.nodes.is_empty() { LedgerError::BadAddress(String::new()) } else { LedgerError::NoHonestNode }
    }

    /// The nodes to ask: those that have not failed lately, or if all have, those that never lied.
    fn willing(&self) -> Vec<&Node> {
        let now = Instant::now();
        let honest = || self.nodes.iter().filter(|node| !matches!(node.standing(), Standing::Dropped { .. }));
        let rested = |node: &&Node| !matches!(node.standing(), Standing::Resting { until, .. } if until > now);
        let awake: Vec<_> = honest().filter(rested).collect();
        if awake.is_empty() { honest().collect() } else { awake }
    }
}

/// The answers so far.
#[derive(Default)]
struct Gathered {
    freshest: Option<Freshest>,
    failed: Option<LedgerError>,
    /// Two proven answers contradict each other.
    split: bool,
}

impl Gathered {
    /// Keeps the fresher of two answers, and the graver of two errors.
    fn take(&mut self, node: &Node, answer: Result<Proven, LedgerError>) {
        let proven = match answer {
            Ok(proven) => proven,
            Err(error) => {
                self.split |= matches!(error, LedgerError::Unproven(ProofError::Fork));
                // What is wrong with an answer says more than that there is none.
                if self.failed.as_ref().is_none_or(|known| !known.is_lie()) {
                    self.failed = Some(error);
                }
                return;
            }
        };
        let new = proven.answer.record.block;
        let known = self.freshest.as_ref().map(|known| known.proven.answer.record.block);
        self.split |= known.is_some_and(|known| known.number == new.number && known.hash != new.hash);
        if known.is_none_or(|known| known.number < new.number) {
            self.freshest = Some(Freshest { proven, address: node.address.clone() });
        }
    }
}

impl Node {
    fn standing(&self) -> Standing {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn ask(&self, question: &Question, trust: &Trust) -> (&Self, Result<Proven, LedgerError>) {
        let answer = match timeout(PATIENCE, self.ask_patiently(question, trust)).await {
            Ok(answer) => answer,
            Err(_) => Err(LedgerError::TooSlow { address: self.address.clone() }),
        };
        self.note(&answer);
        (self, answer)
    }

    async fn ask_patiently(&self, question: &Question, trust: &Trust) -> Result<Proven, LedgerError> {
        let known = self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let ledger = match known {
            Some(ledger) => ledger,
            None => {
                let ledger = Ledger::connect_to(&self.address, trust).await?;
                *self.ledger.lock().unwrap_or_else(PoisonError::into_inner) = Some(ledger.clone());
                ledger
            }
        };
        ledger.about(question).await
    }

    /// Remembers how a node behaved.
    fn note(&self, answer: &Result<Proven, LedgerError>) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        *standing = match answer {
            Ok(_) => Standing::Good,
            // A node that lags behind serves as well as any a moment later.
            Err(LedgerError::Unproven(ProofError::Older)) => Standing::Good,
            Err(error) if error.is_lie() => Standing::Dropped { lie: error.to_string() },
            Err(_) => {
                let failures = match *standing {
                    Standing::Resting { failures, .. } => failures + 1,
                    _ => 1,
                };
                let rest = FIRST_REST.saturating_mul(1 << (failures - 1).min(10)).min(LONGEST_REST);
                Standing::Resting { failures, until: Instant::now() + rest }
            }
        };
        if answer.is_err() {
            *self.ledger.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}
