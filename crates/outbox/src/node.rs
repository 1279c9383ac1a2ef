//! The chain behind a node.

use std::{ops::Range, time::Duration};

use ledger_client::{Ledger, LedgerError, SignedAct, Signer, View, refusal_message};
use ledger_types::{
    AccountBytes, Batch, BatchKey, Block, CHUNK_PACKS, Holding, HoldingStatus, PackChunk, PackIndex, PackState,
    ShipmentId, keys,
};

use crate::{
    Act, Chain, Claim, Conflict, Fate, Made, Seen, Signed, sentences as say,
    words::{self, Facts, Words},
};

/// How long to wait between two looks.
const POLL: Duration = Duration::from_millis(500);
/// Most chunks of 512 packs in which to look for the pack that stands in an act's way.
const MAX_CHUNKS: usize = 64;

/// The chain as a node serves it, and the key that signs.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// The connection.
    pub ledger: &'a Ledger,
    /// The key.
    pub signer: &'a Signer,
}

impl From<SignedAct> for Signed {
    fn from(SignedAct { extrinsic, nonce, birth }: SignedAct) -> Self {
        Self { extrinsic, nonce, birth: birth.into() }
    }
}

impl From<&Signed> for SignedAct {
    fn from(signed: &Signed) -> Self {
        Self { extrinsic: signed.extrinsic.clone(), nonce: signed.nonce, birth: signed.birth.into() }
    }
}

impl Chain for Node<'_> {
    fn account(&self) -> AccountBytes {
        self.signer.account()
    }

    async fn objection(&self, act: &Act) -> Result<Option<Conflict>, LedgerError> {
        let Act::DispensePack(label) = act else { return Ok(None) };
        let view = self.ledger.finalized().await?;
        let claim = view.batch(label.batch()).await?.map(|batch| label.proves_itself(&batch));
        let (code, what, next) = match claim {
            Some(Claim::Proven) => return Ok(None),
            Some(Claim::AlteredExpiry) => ("expiry-mismatch", say::EXPIRY_MISMATCH, say::NEXT_EXPIRY_MISMATCH),
            Some(Claim::NotOfBatch) => ("unknown-serial", say::UNKNOWN_SERIAL, say::NEXT_UNKNOWN_SERIAL),
            None => ("unknown-batch", say::UNKNOWN_BATCH, say::NEXT_UNKNOWN_BATCH),
        };
        Ok(Some(Conflict::new(code, what, next, seen(&view).await?)))
    }

    async fn sign(&self, act: &Act) -> Result<Signed, LedgerError> {
        Ok(self.ledger.sign_next(&act.call(), self.signer).await?.into())
    }

    async fn fate(&self, signed: &Signed) -> Result<Fate, LedgerError> {
        Ok(match self.ledger.fate(&signed.into(), &self.account()).await? {
            ledger_client::Fate::Done(receipt) => Fate::Done(receipt.block),
            ledger_client::Fate::Refused(refusal) => Fate::Refused(refusal),
            ledger_client::Fate::Untold(block) => Fate::Untold(block),
            ledger_client::Fate::Never => Fate::Never,
            ledger_client::Fate::Open => Fate::Open,
        })
    }

    async fn send(&self, signed: &Signed) -> Result<Block, LedgerError> {
        Ok(self.ledger.settle(&signed.into()).await?.block)
    }

    async fn conflict(&self, made: &Made, refusal: &LedgerError) -> Result<Conflict, LedgerError> {
        let view = self.ledger.finalized().await?;
        let code = refusal.code();
        let told = match &made.act {
            Act::Receive { shipment, .. } => of_receive(code, *shipment),
            act => self.of_dispense(&view, code, act, made.made_at).await?,
        };
        let words = told.unwrap_or_else(|| of_refusal(refusal));
        Ok(Conflict::told(code, &words, seen(&view).await?))
    }

    async fn untold(&self, act: &Act, block: Block) -> Result<Option<Conflict>, LedgerError> {
        let view = self.ledger.finalized().await?;
        if self.shows_dispensed(&view, act).await? {
            return Ok(None);
        }
        let what = say::OUTCOME_UNKNOWN.with("block", u64::from(block.number));
        Ok(Some(Conflict::new("outcome-unknown", what, say::NEXT_OUTCOME_UNKNOWN, seen(&view).await?)))
    }

    async fn pause(&self) {
        tokio::time::sleep(POLL).await;
    }
}

impl Node<'_> {
    /// What happened to packs that could not be dispensed, out of the chain's proven state.
    async fn of_dispense(
        &self,
        view: &View<'_>,
        code: &str,
        act: &Act,
        made_at: u64,
    ) -> Result<Option<Words>, LedgerError> {
        let Some((key, ranges)) = act.dispensed() else { return Ok(None) };
        let Some(batch) = view.batch(key).await? else { return Ok(None) };
        let us = view.operator(&self.account()).await?.map(|operator| operator.participant);
        let culprit = match code {
            "Recalled" => batch.recalls.iter().find_map(|recall| first_common(&ranges, &(recall.start..recall.end))),
            "NotHeld" => held(view, key, &batch).await?.iter().find_map(|(range, holding)| {
                let ours = Some(holding.holder) == us && holding.status == HoldingStatus::Held;
                if ours { None } else { first_common(&ranges, range) }
            }),
            _ => {
                let mut states = states(view, key, &batch, &ranges).await?.into_iter();
                states.find(|(_, state)| *state != Some(PackState::Active)).map(|(pack, _)| pack)
            }
        };
        let record = view.pack(key, culprit.or(ranges.first().map(|range| range.start))).await?;
        let by = match words::called_back(&record) {
            Some((by, _)) => view.participant(by).await?.map(|participant| words::name(&participant.name)),
            None => None,
        };
        let facts = Facts { record: &record, us, called_back_by: by.as_deref(), made_at };
        Ok(words::of_dispense(code, &facts))
    }

    /// Whether the chain's proven state shows that this organisation dispensed all packs of an act.
    async fn shows_dispensed(&self, view: &View<'_>, act: &Act) -> Result<bool, LedgerError> {
        let Some((key, ranges)) = act.dispensed() else { return Ok(false) };
        let Some(batch) = view.batch(key).await? else { return Ok(false) };
        let packs: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        let found = states(view, key, &batch, &ranges).await?;
        if found.len() != packs || found.iter().any(|(_, state)| *state != Some(PackState::Dispensed)) {
            return Ok(false);
        }
        let us = view.operator(&self.account()).await?.map(|operator| operator.participant);
        let holdings = held(view, key, &batch).await?;
        let mut concerned = holdings.iter().filter(|(range, _)| first_common(&ranges, range).is_some());
        Ok(us.is_some() && concerned.all(|(_, holding)| Some(holding.holder) == us))
    }
}

/// Who holds which packs of a batch.
async fn held(view: &View<'_>, key: &BatchKey, batch: &Batch) -> Result<Vec<(Range<PackIndex>, Holding)>, LedgerError> {
    let holdings = view.holdings(key, batch).await?;
    Ok(holdings.into_iter().map(|(end, holding)| (holding.start..end, holding)).collect())
}

/// The first pack of sorted ranges that is in another one.
fn first_common(ranges: &[Range<PackIndex>], other: &Range<PackIndex>) -> Option<PackIndex> {
    let first = ranges.iter().find(|range| range.start < other.end && other.start < range.end);
    first.map(|range| range.start.max(other.start))
}

async fn seen(view: &View<'_>) -> Result<Option<Seen>, LedgerError> {
    Ok(Some(Seen { block: view.block.number, time: view.time().await? }))
}

/// The states of packs, those of the first chunks at least.
async fn states(
    view: &View<'_>,
    key: &BatchKey,
    batch: &Batch,
    ranges: &[Range<PackIndex>],
) -> Result<Vec<(PackIndex, Option<PackState>)>, LedgerError> {
    let within = ranges.iter().map(|range| range.start..range.end.min(batch.packs));
    let pieces: Vec<_> = within.flat_map(PackChunk::split).take(MAX_CHUNKS).collect();
    let asked: Vec<_> = pieces.iter().map(|(chunk, _)| keys::pack_chunk(key, *chunk)).collect();
    let proof = view.prove(&asked).await?;
    let mut found = Vec::new();
    for ((chunk, slots), stored) in pieces.into_iter().zip(&asked) {
        let states: PackChunk = proof.read(stored)?.unwrap_or_default();
        let first = chunk * CHUNK_PACKS;
        found.extend(slots.map(|slot| (first + slot, states.get(slot))));
    }
    Ok(found)
}

fn of_receive(code: &str, shipment: ShipmentId) -> Option<Words> {
    (code == "UnknownShipment").then(|| Words::new(say::NOT_OPEN.with("shipment", shipment), say::NEXT_NOT_OPEN))
}

/// What the refusal itself says, where no more is known.
fn of_refusal(refusal: &LedgerError) -> Words {
    match refusal {
        LedgerError::Refused(named) => Words::new(say::LEDGER_REFUSED.with("name", named.name), refusal_message(named)),
        LedgerError::RefusedOtherwise(why) => {
            Words::new(say::LEDGER_REFUSED.with("name", why.as_str()), say::NEXT_REFUSED)
        }
        other => Words::new(format!("The ledger {other}."), other.next_step()),
    }
}
