//! Going through a queue once.

use std::future::Future;

use ledger_client::LedgerError;
use ledger_types::{AccountBytes, Block};
use verdict::Message;

use crate::{Act, Change, Conflict, Entry, EntryId, Made, Outbox, OutboxError, Signed, State, sentences as say};

/// How often an act is signed anew in one run, because others of the same key come first.
const ATTEMPTS: u32 = 10;
/// How often to look again whether another act of the same key is final.
const LOOKS: u32 = 60;

/// Where a queue is kept.
pub trait Store {
    /// What can go wrong with it.
    type Error: From<OutboxError>;

    /// The queue as it is kept.
    fn outbox(&self) -> &Outbox;

    /// Keeps a change for good, made for the queue as it is at that moment: others may have changed it since.
    ///
    /// # Errors
    /// What `propose` says, [`OutboxError`] if the change does not fit, and those of the place. The queue stays as it
    /// was.
    fn commit(&mut self, propose: impl FnOnce(&Outbox) -> Result<Change, OutboxError>) -> Result<(), Self::Error>;
}

/// What the chain tells of a signed act.
#[derive(Debug)]
pub enum Fate {
    /// It took effect in this final block.
    Done(Block),
    /// It is in a final block, and was refused.
    Refused(LedgerError),
    /// It is in this final block, but the node cannot tell any more what became of it.
    Untold(Block),
    /// It has not happened and never will.
    Never,
    /// It may still happen.
    Open,
}

/// The chain, as settling needs it.
#[allow(async_fn_in_trait, reason = "runs are awaited where they are started")]
pub trait Chain {
    /// The account that signs.
    fn account(&self) -> AccountBytes;

    /// Whether an act must not even be signed: its label is not that of the pack.
    async fn objection(&self, act: &Act) -> Result<Option<Conflict>, LedgerError>;

    /// Signs an act, with the next number of its key.
    async fn sign(&self, act: &Act) -> Result<Signed, LedgerError>;

    /// What became of a signed act. Sends nothing.
    async fn fate(&self, signed: &Signed) -> Result<Fate, LedgerError>;

    /// Sends a signed act and waits until it is final.
    async fn send(&self, signed: &Signed) -> Result<Block, LedgerError>;

    /// What happened to make the chain refuse an act, in words.
    async fn conflict(&self, made: &Made, refusal: &LedgerError) -> Result<Conflict, LedgerError>;

    /// Whether state shows that an act took effect which is in a block too old to ask; otherwise what to tell.
    async fn untold(&self, act: &Act, block: Block) -> Result<Option<Conflict>, LedgerError>;

    /// Waits a moment.
    fn pause(&self) -> impl Future<Output = ()>;
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The acts that took effect.
    pub done: Vec<EntryId>,
    /// Those in conflict.
    pub conflicts: Vec<EntryId>,
    /// How many still wait.
    pub waiting: usize,
    /// Why the run ended before the queue.
    pub stopped: Option<Stop>,
}

/// Why a run ended early. The act at which it ended, and all behind it, wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// At which act.
    pub id: EntryId,
    /// The name that programs rely on.
    pub code: String,
    /// In words.
    pub text: String,
    /// What to do next.
    pub next_step: String,
    /// Both for any language.
    pub said: Message,
    /// Whether the chain refused whoever acts, so that waiting alone does not help.
    pub refused: bool,
}

/// What one act came to.
enum Ended {
    Done(Block),
    Conflict(Conflict),
    Stop(LedgerError),
}

/// What one signed act came to.
enum Tried {
    /// Nothing more is to be done about it in this run.
    Ended(Ended),
    /// It never happens, and something stands in the way of signing another one.
    NeverFor(LedgerError),
    /// It never happens: another one may be signed.
    Never,
}

/// Settles the acts of a queue one after the other, until it is empty or something passing stands in the way.
///
/// # Errors
/// Those of the store. What the chain or the network says is in the result.
pub async fn settle<S: Store, C: Chain>(store: &mut S, chain: &C) -> Result<Settled, S::Error> {
    let mut settled = Settled::default();
    while let Some(entry) = store.outbox().next_to_settle().cloned() {
        let id = entry.id;
        if entry.made.made_by != chain.account() {
            settled.stopped = Some(another_key(&entry));
            break;
        }
        let (change, told) = match settle_one(store, chain, &entry).await? {
            Some(Ended::Done(block)) => (Change::Done { id, block: block.into() }, &mut settled.done),
            Some(Ended::Conflict(conflict)) => (Change::InConflict { id, conflict }, &mut settled.conflicts),
            Some(Ended::Stop(error)) => {
                settled.stopped = Some(Stop::at(id, &error));
                break;
            }
            None => continue,
        };
        if keep(store, id, change)? {
            told.push(id);
        }
    }
    settled.waiting = store.outbox().waiting();
    Ok(settled)
}

/// Keeps what became of an act; `false` if a person took it out of the queue meanwhile.
fn keep<S: Store>(store: &mut S, id: EntryId, change: Change) -> Result<bool, S::Error> {
    let mut open = true;
    let kept = store.commit(|outbox| {
        open = outbox.entry(id).is_some_and(|entry| entry.state.is_open());
        Ok(change)
    });
    if open { kept.map(|()| true) } else { Ok(false) }
}

/// Settles one act; `None` if it is no longer to be settled.
async fn settle_one<S: Store, C: Chain>(store: &mut S, chain: &C, entry: &Entry) -> Result<Option<Ended>, S::Error> {
    let (id, made) = (entry.id, &entry.made);
    // What was signed in an earlier run may have been sent: what became of it has to be known first.
    let mut earlier = if let State::Sent(signed) = &entry.state { Some(signed.clone()) } else { None };
    for _ in 0..ATTEMPTS {
        let fresh = earlier.is_none();
        let signed = match earlier.take() {
            Some(signed) => signed,
            None => match sign(chain, &made.act).await {
                Ok(signed) => {
                    if !keep(store, id, Change::Sent { id, signed: signed.clone() })? {
                        return Ok(None);
                    }
                    signed
                }
                Err(ended) => return Ok(Some(ended)),
            },
        };
        let tried = one_try(chain, made, &signed, fresh).await;
        if let Tried::Ended(ended) = tried {
            return Ok(Some(ended));
        }
        store.commit(|_| Ok(Change::Unsent { id }))?;
        if let Tried::NeverFor(error) = tried {
            return Ok(Some(Ended::Stop(error)));
        }
    }
    let often = "other programs use the same key all the time".to_owned();
    Ok(Some(Ended::Stop(LedgerError::NumberTaken(often))))
}

async fn sign<C: Chain>(chain: &C, act: &Act) -> Result<Signed, Ended> {
    match chain.objection(act).await {
        Ok(None) => chain.sign(act).await.map_err(Ended::Stop),
        Ok(Some(conflict)) => Err(Ended::Conflict(conflict)),
        Err(error) => Err(Ended::Stop(error)),
    }
}

async fn one_try<C: Chain>(chain: &C, made: &Made, signed: &Signed, fresh: bool) -> Tried {
    if !fresh && let Some(tried) = known(chain, made, signed).await {
        return tried;
    }
    match chain.send(signed).await {
        Ok(block) => Tried::Ended(Ended::Done(block)),
        Err(LedgerError::NumberTaken(said)) => {
            // It is in no block up to now. Once another act with its number is final, it never will be.
            for _ in 0..LOOKS {
                if let Some(tried) = known(chain, made, signed).await {
                    return tried;
                }
                chain.pause().await;
            }
            Tried::Ended(Ended::Stop(LedgerError::NumberTaken(said)))
        }
        Err(refusal @ (LedgerError::Refused(_) | LedgerError::RefusedOtherwise(_))) => {
            match known(chain, made, signed).await {
                Some(tried) => tried,
                // If it was sent before, another pool may have it.
                None if !fresh => Tried::Ended(Ended::Stop(refusal)),
                // The pool did not even take it. Reasons without a name are about the transaction, not the act.
                None if is_about_the_act(&refusal) && matches!(refusal, LedgerError::Refused(_)) => {
                    match chain.conflict(made, &refusal).await {
                        Ok(conflict) => Tried::Ended(Ended::Conflict(conflict)),
                        Err(error) => Tried::NeverFor(error),
                    }
                }
                None => Tried::NeverFor(refusal),
            }
        }
        Err(error) => Tried::Ended(Ended::Stop(error)),
    }
}

/// What follows from the fate of a signed act; `None` while it is open.
async fn known<C: Chain>(chain: &C, made: &Made, signed: &Signed) -> Option<Tried> {
    let told = |conflict| match conflict {
        Ok(conflict) => Ended::Conflict(conflict),
        Err(error) => Ended::Stop(error),
    };
    Some(match chain.fate(signed).await {
        Ok(Fate::Open) => return None,
        Ok(Fate::Never) => Tried::Never,
        Ok(Fate::Done(block)) => Tried::Ended(Ended::Done(block)),
        Ok(Fate::Refused(refusal)) if !is_about_the_act(&refusal) => Tried::NeverFor(refusal),
        Ok(Fate::Refused(refusal)) => Tried::Ended(told(chain.conflict(made, &refusal).await)),
        Ok(Fate::Untold(block)) => Tried::Ended(match chain.untold(&made.act, block).await {
            Ok(None) => Ended::Done(block),
            Ok(Some(conflict)) => Ended::Conflict(conflict),
            Err(error) => Ended::Stop(error),
        }),
        Err(error) => Tried::Ended(Ended::Stop(error)),
    })
}

/// Whether a refusal decides about this act. Those about whoever acts, or about the chain as a whole, would meet every
/// act of the queue in the same way; they end, and nothing is decided until then.
fn is_about_the_act(refusal: &LedgerError) -> bool {
    const PASSING: [&str; 5] = ["UnknownAccount", "Suspended", "NoValidLicence", "Revoked", "SafeMode"];
    !matches!(refusal, LedgerError::Refused(named) if PASSING.contains(&named.name))
}

fn another_key(entry: &Entry) -> Stop {
    let account = ledger_client::account_to_text(&entry.made.made_by);
    Stop {
        id: entry.id,
        code: "another-key".into(),
        text: format!("the next act was done with another key: that of {account}"),
        next_step: "Settle the queue with that key, or give the act up.".into(),
        said: say::ANOTHER_KEY.with("account", account),
        refused: false,
    }
}

impl Stop {
    /// That an error stands in the way of an act.
    pub fn at(id: EntryId, error: &LedgerError) -> Self {
        let refused = matches!(error, LedgerError::Refused(_));
        let (text, next_step) = (error.to_string(), error.next_step().into());
        Self { id, code: error.code().into(), text, next_step, said: error.message(), refused }
    }
}
