//! Asks the ledger for the desks, and acts on it.

use std::{future::Future, pin::Pin};

use gs1::Gln;
use ledger_client::{Ledger, LedgerError, Trust, View};
use ledger_types::ParticipantId;
use office::{Delivery, Doing, Done, Trouble, carry_out};
use outbox::Outcome;

use crate::acts::{self, Actor, Seen};

/// Where the ledger is asked. What is public can be read without naming an organisation.
#[derive(Clone, Debug)]
pub struct Source {
    /// The nodes.
    pub nodes: Vec<String>,
    /// What is believed.
    pub trust: Trust,
}

/// Whoever asks, and where.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Where.
    pub source: Source,
    /// The organisation of the settings.
    pub me: Gln,
}

/// Something that is being read.
pub type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Trouble>> + Send>>;

impl Source {
    /// A connection to the ledger.
    pub async fn ledger(&self) -> Result<Ledger, LedgerError> {
        Ledger::connect(&self.nodes, &self.trust).await
    }
}

impl Asker {
    /// A connection to the ledger.
    pub async fn ledger(&self) -> Result<Ledger, LedgerError> {
        self.source.ledger().await
    }

    /// The number of whoever asks.
    pub async fn id(&self, view: &View<'_>) -> Result<ParticipantId, Trouble> {
        view.participant_by_gln(self.me.number()).await?.ok_or_else(|| Trouble::unknown_participant(self.me))
    }
}

/// The shipments on their way to and from whoever asks.
pub async fn deliveries(asker: Asker) -> Result<Vec<Delivery>, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    Ok(office::deliveries(&view, me).await?)
}

/// Does something, now or as soon as a node answers, and looks into the queue if that is where it went.
pub async fn act(
    actor: Actor,
    doing: Doing,
    told: String,
) -> (Result<Done, Trouble>, Option<Result<Seen, verdict::Message>>) {
    let doing = match doing {
        Doing::OrLater(act) => {
            let (outcome, seen) = acts::queue(actor, act, told).await;
            let done = match outcome {
                Ok(Outcome::Done { block, .. }) => Ok(Done { block: Some(block.number), ..Done::default() }),
                Ok(Outcome::Waits { .. }) => Ok(Done::default()),
                Ok(Outcome::Refused { code, said, .. }) => Err(Trouble { code, said }),
                Err(error) => Err(error.into()),
            };
            return (done, Some(seen));
        }
        at_once => at_once,
    };
    let _turn = actor.turn().await;
    let acting = async {
        let ledger = Ledger::connect(&actor.nodes, &actor.trust).await?;
        carry_out(&ledger, &actor.signer, doing).await
    };
    (acting.await.map(Done::from).map_err(Trouble::from), None)
}
