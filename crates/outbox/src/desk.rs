//! Acts that are done now if a node answers, and later if none does: they go through a queue either way, so that one
//! whose program dies half-way is neither lost nor done twice.

use ledger_client::{Ledger, LedgerError, Signer, Trust, time::now};
use ledger_types::{AccountBytes, Block};
use verdict::Message;

use crate::{Act, Change, EntryId, Made, Node, QueueError, QueueFile, Settled, State, Stop, Store, settle};

/// A queue, whoever signs its acts, and the node that settles it if one answers.
#[derive(Debug)]
pub struct Desk {
    queue: QueueFile,
    signer: Signer,
    /// `None` while no node answers.
    ledger: Option<Ledger>,
    /// Why acts wait.
    why: Option<Stop>,
}

/// Why nothing could be done or queued.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The queue's file.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// A node answered, but not as one that can be believed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl DeskError {
    /// A short name that programs can rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Queue(error) => error.code(),
            Self::Ledger(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Queue(error) => error.next_step(),
            Self::Ledger(error) => error.next_step(),
        }
    }
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Done {
        /// Its number.
        id: EntryId,
        /// The finalised block that holds it.
        block: Block,
    },
    /// The chain refuses it. It is no conflict to be found later: whoever acts is told at once.
    Refused {
        /// The name that programs rely on.
        code: String,
        /// In words.
        text: String,
        /// What to do next.
        next_step: String,
        /// Both for any language.
        said: Message,
    },
    /// It waits.
    Waits {
        /// Its number.
        id: EntryId,
        /// Why, where more is known than that acts before it wait.
        because: Option<Stop>,
    },
}

impl Desk {
    /// Sits down at a queue. Nothing is settled yet.
    ///
    /// # Errors
    /// [`DeskError::Ledger`] unless the nodes just do not answer.
    pub async fn open<A: AsRef<str>>(
        queue: QueueFile,
        nodes: &[A],
        trust: &Trust,
        signer: Signer,
    ) -> Result<Self, DeskError> {
        let (ledger, why) = match Ledger::connect(nodes, trust).await {
            Ok(ledger) => (Some(ledger), None),
            Err(error) if is_away(&error) => (None, Some(Stop::at(0, &error))),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { queue, signer, ledger, why })
    }

    /// Whether a node answers.
    pub fn is_online(&self) -> bool {
        self.ledger.is_some()
    }

    /// The account that acts.
    pub fn account(&self) -> AccountBytes {
        self.signer.account()
    }

    /// The queue.
    pub fn queue(&self) -> &QueueFile {
        &self.queue
    }

    /// Goes through the queue, unless no node answers or another program does it.
    ///
    /// # Errors
    /// [`DeskError::Queue`].
    pub async fn settle(&mut self) -> Result<Settled, DeskError> {
        let Some(ledger) = &self.ledger else { return Ok(Settled::default()) };
        match run(&mut self.queue, &Node { ledger, signer: &self.signer }).await {
            Ok(settled) => {
                self.why = settled.stopped.clone();
                Ok(settled)
            }
            Err(error @ QueueError::Settling { .. }) => {
                let (code, text, next_step) = (error.code().into(), error.to_string(), error.next_step().into());
                self.why = Some(Stop { id: 0, code, text, next_step, said: error.message(), refused: false });
                self.queue.refresh()?;
                Ok(Settled::default())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Puts an act behind what waits, settles if a node answers, and tells what became of it and of those before it.
    /// `told`: what a person reads about it while it waits.
    ///
    /// # Errors
    /// [`DeskError::Queue`]; then the act is not in the queue.
    pub async fn act(&mut self, act: Act, told: String) -> Result<(Outcome, Settled), DeskError> {
        let made = Made { act, told, made_at: now(), made_by: self.account() };
        let mut id = 0;
        self.queue.commit(|outbox| {
            let change = outbox.queue(made)?;
            if let Change::Queued(entry) = &change {
                id = entry.id;
            }
            Ok(change)
        })?;
        let settled = self.settle().await?;
        Ok((self.outcome(id)?, settled))
    }

    fn outcome(&mut self, id: EntryId) -> Result<Outcome, DeskError> {
        let state = self.queue.outbox().entry(id).map(|entry| entry.state.clone());
        let refused = match state {
            Some(State::Done(block)) => return Ok(Outcome::Done { id, block: block.into() }),
            Some(State::Conflict(conflict)) => {
                let said = conflict.message();
                Outcome::Refused { code: conflict.code, text: conflict.text, next_step: conflict.next_step, said }
            }
            Some(State::Waiting) => match &self.why {
                Some(stop) if stop.id == id && stop.refused => {
                    let Stop { code, text, next_step, said, .. } = stop.clone();
                    Outcome::Refused { code, text, next_step, said }
                }
                because => return Ok(Outcome::Waits { id, because: because.clone() }),
            },
            _ => return Ok(Outcome::Waits { id, because: self.why.clone() }),
        };
        let reason = "refused at once, and told to whoever did it".to_owned();
        self.queue.commit(|_| Ok(Change::GivenUp { id, reason, at: now() }))?;
        Ok(refused)
    }
}

/// Settles a queue if nobody else does.
///
/// # Errors
/// [`QueueError::Settling`] if somebody does; otherwise as [`settle`].
pub async fn run(queue: &mut QueueFile, node: &Node<'_>) -> Result<Settled, QueueError> {
    let _settling = queue.begin_settling()?;
    queue.refresh()?;
    settle(queue, node).await
}

/// Whether nobody answers, and an act may wait for that reason.
fn is_away(error: &LedgerError) -> bool {
    matches!(error, LedgerError::Unreachable { .. } | LedgerError::TooSlow { .. })
}
