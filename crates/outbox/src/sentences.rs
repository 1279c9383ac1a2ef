//! What this crate has to say, in sentences for any language: why a queue takes something not, and what became of acts.

use verdict::{Message, Sentence};

use crate::{DeskError, MAX_ENTRIES, MAX_WAITING, OutboxError, QueueError, VERSION};

verdict::sentences! {
    // What a queue does not take.
    QUEUED = "queue-has-it",
        "This was done offline already: it waits as number {id}. If this is another pack with the same code, keep it: one of \
         them is falsified. Else nothing is to do.";
    FULL = "queue-full", "{most} acts wait already. Connect to a node and settle the queue first.";
    TOO_LONG = "queue-too-long", "The queue remembers {most} acts already. Clear what is done.";
    NOT_FOR_QUEUE = "queue-not-for-it", "This act cannot wait in a queue. Do this when a node can be reached.";
    NO_PACKS = "queue-no-packs", "The act names no packs, or one of them twice. Name each pack once.";
    NO_PROOF = "queue-no-proof",
        "The code carries no proof of which pack it is on. Scan the QR code, which carries the proof, give the maker's file, \
         or wait until a node can be reached.";
    BAD_TEXT = "queue-bad-text",
        "A text is empty, too long, or holds characters that cannot be shown. Write it shorter and without control \
         characters.";
    UNKNOWN = "queue-unknown-act", "There is no act number {id} in the queue. List the queue to see the numbers.";
    WRONG_STATE = "queue-wrong-state",
        "Act number {id} is {state}. List the queue: only acts that wait or are in conflict are given up.";
    STATE_WAITING = "queue-state-waiting", "waiting";
    STATE_SENT = "queue-state-sent", "sent";
    STATE_DONE = "queue-state-done", "done";
    STATE_CONFLICT = "queue-state-conflict", "conflict";
    STATE_GIVEN_UP = "queue-state-given-up", "given-up";
    ANOTHER_ACT = "queue-another-act",
        "What was signed is not act number {id}. Use the file as this program wrote it.";
    OUT_OF_ORDER = "queue-out-of-order", "Act number {id} is out of order. Use the file as this program wrote it.";
    BAD_BEGINNING = "queue-bad-beginning",
        "A queue begins once, in version {version}. Use the file as this program wrote it.";

    // The queue's file.
    FILE = "queue-file", "{path}: {cause}. Check the path, its permissions, and that the disk is not full.";
    DAMAGED = "queue-file-damaged",
        "{path}: {damage}. Nothing was changed. `medtrail queue recover` keeps the file aside and goes on with what can be \
         read.";
    TOO_LARGE = "queue-file-too-large", "{path} is larger than {most} bytes. Clear what is done, or name another file.";
    BUSY = "queue-busy", "Another program uses the queue {path}. Try again in a moment.";
    SETTLING = "queue-settling",
        "Another program settles the queue {path}. Wait until it has finished: what is in the queue settles there.";

    // Why a run ends early.
    ANOTHER_KEY = "queue-another-key",
        "The next act was done with another key: that of {account}. Settle the queue with that key, or give the act up.";

    // What became of an act.
    BOTH = "conflict-and-next", "{what} {next}";
    LEDGER_REFUSED = "conflict-refused", "The ledger refused: {name}.";
    NEXT_REFUSED = "conflict-refused-next", "Nothing changed. Check the act and try again.";
    QUEUE_DAMAGED = "conflict-queue-damaged", "The file of the queue was damaged: this may have been sent, or not.";
    NEXT_QUEUE_DAMAGED = "conflict-queue-damaged-next",
        "Trace the packs. If they are as they were before this was done, do it again.";
    OUTCOME_UNKNOWN = "conflict-outcome-unknown",
        "This was sent and is in block {block}, but the node has forgotten whether it took effect there.";
    NEXT_OUTCOME_UNKNOWN = "conflict-outcome-unknown-next",
        "Trace the packs: if your organisation has them, or has dispensed them, it did. Otherwise do it again.";
    EXPIRY_MISMATCH = "conflict-expiry-mismatch", "The expiry on the pack is not the one that its maker registered.";
    NEXT_EXPIRY_MISMATCH = "conflict-expiry-mismatch-next",
        "Reach your patient, keep the pack, and tell its maker and your regulator.";
    UNKNOWN_SERIAL = "conflict-unknown-serial",
        "The label does not prove that its pack is one of this batch: nothing was dispensed on the ledger.";
    NEXT_UNKNOWN_SERIAL = "conflict-unknown-serial-next",
        "Reach your patient, keep the pack, and tell its maker and your regulator.";
    UNKNOWN_BATCH = "conflict-unknown-batch",
        "No such lot of the product is registered: nothing was dispensed on the ledger.";
    NEXT_UNKNOWN_BATCH = "conflict-unknown-batch-next",
        "Compare product and lot with the pack. If they are right, keep the pack and tell your regulator.";
    NOT_OPEN = "conflict-shipment-not-open",
        "Shipment {shipment} is not open any more: another device of yours received or rejected it, or its sender called it \
         back.";
    NEXT_NOT_OPEN = "conflict-shipment-not-open-next",
        "Trace its packs to see who has them, and compare with what you have on the shelf.";

    // Who did what with the pack.
    BY_US = "conflict-by-us", "Your own organisation";
    BY_OTHERS = "conflict-by-others", "{holder}, not your organisation,";
    DISPENSED_BY_US = "conflict-dispensed-by-us",
        "Your own organisation has dispensed a pack with this code already (pack {pack}): this came second.";
    NEXT_DISPENSED_BY_US = "conflict-dispensed-by-us-next",
        "If the same pack was entered twice, give this act up. Otherwise two packs carry this code: find out which pack each \
         patient has.";
    DISPENSED = "conflict-dispensed-by-others",
        "Somebody else, {holder}, dispensed a pack with this code (pack {pack}) before this reached the ledger: find out which \
         pack your patient has.";
    NEXT_DISPENSED = "conflict-dispensed-by-others-next",
        "One of the two packs is falsified or stolen. Reach your patient, keep the pack, and tell its maker and your \
         regulator.";
    STOLEN = "conflict-stolen", "{by} has reported this pack (pack {pack}) as stolen.";
    NEXT_STOLEN = "conflict-stolen-next", "Reach your patient, keep the pack, and tell your regulator.";
    HELD_BACK = "conflict-held-back",
        "This pack (pack {pack}) is held back while somebody looks into it; {by} answers for it.";
    NEXT_HELD_BACK = "conflict-held-back-next",
        "Reach your patient: the medicine must not be taken until the case is closed.";
    USED = "conflict-used", "{by} has taken this pack (pack {pack}) out of trade: {used}.";
    NEXT_USED = "conflict-used-next",
        "Find out which pack your patient has: this one should not have been in your hands.";
    USED_EXPORTED = "conflict-used-exported", "exported";
    USED_DESTROYED = "conflict-used-destroyed", "destroyed";
    USED_SAMPLE = "conflict-used-sample", "taken by an authority as a sample";
    USED_FREE_SAMPLE = "conflict-used-free-sample", "given away as a sample";
    USED_CHECKED_OUT = "conflict-used-repackaged", "taken out for repackaging";
    USED_OTHERWISE = "conflict-used-otherwise", "in another state";
    ON_ITS_WAY = "conflict-on-its-way",
        "This pack (pack {pack}) is on the way to you as shipment {shipment}, which was never received.";
    NEXT_ON_ITS_WAY = "conflict-on-its-way-next", "Receive the shipment, then dispense the pack again.";
    WITH_ANOTHER = "conflict-with-another", "On the ledger, {holder} has this pack (pack {pack}), not your organisation.";
    NEXT_WITH_ANOTHER = "conflict-with-another-next",
        "Find out which pack your patient has and where it came from; tell your supplier.";

    // Called back.
    CALLED_BACK = "conflict-called-back", "{what}{class}{by}{when}.";
    NEXT_CALLED_BACK = "conflict-called-back-next", "Reach the patient who has the pack, and follow the notice.";
    BATCH_RECALLED = "conflict-batch-recalled", "The batch was recalled";
    BATCH_WITHDRAWN = "conflict-batch-withdrawn", "The batch was taken off the market";
    PRODUCT_RECALLED = "conflict-product-recalled", "The product was recalled";
    PRODUCT_WITHDRAWN = "conflict-product-withdrawn", "The product was taken off the market";
    PACK_RECALLED = "conflict-pack-recalled", "This pack was recalled";
    CLASS_I = "conflict-class-1", " (class I, danger to life or health)";
    CLASS_II = "conflict-class-2", " (class II)";
    CLASS_III = "conflict-class-3", " (class III)";
    CALLED_BACK_BY = "conflict-called-back-by", " by {name}";
    AFTERWARDS = "conflict-afterwards", ", after you dispensed it offline";
    BEFORE = "conflict-before", ", before you dispensed it";
}

/// Every sentence of this crate.
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

/// What a conflict's code says by itself; `None` if more is to be known for that.
pub(crate) fn of_code(code: &str) -> Option<Message> {
    let named =
        |id: String| ALL.iter().copied().find(|sentence| sentence.id == id && sentence.arguments().next().is_none());
    let what = named(format!("conflict-{code}"))?;
    let next = named(format!("conflict-{code}-next"))?;
    Some(BOTH.with("what", what).with("next", next))
}

impl OutboxError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::Queued(id) => QUEUED.with("id", *id),
            Self::Full => FULL.with("most", MAX_WAITING as u64),
            Self::TooLong => TOO_LONG.with("most", MAX_ENTRIES as u64),
            Self::NotForQueue => NOT_FOR_QUEUE.into(),
            Self::NoPacks => NO_PACKS.into(),
            Self::NoProof => NO_PROOF.into(),
            Self::BadText => BAD_TEXT.into(),
            Self::Unknown(id) => UNKNOWN.with("id", *id),
            Self::WrongState(id, state) => WRONG_STATE.with("id", *id).with("state", state_named(state)),
            Self::AnotherAct(id) => ANOTHER_ACT.with("id", *id),
            Self::OutOfOrder(id) => OUT_OF_ORDER.with("id", *id),
            Self::BadBeginning => BAD_BEGINNING.with("version", u64::from(VERSION)),
        }
    }
}

fn state_named(name: &'static str) -> Message {
    let states = [STATE_WAITING, STATE_SENT, STATE_DONE, STATE_CONFLICT, STATE_GIVEN_UP];
    states.into_iter().find(|state| state.english == name).map_or_else(|| name.into(), Message::from)
}

impl QueueError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::Outbox(error) => error.message(),
            Self::File { path, cause } => {
                FILE.with("path", path.display().to_string()).with("cause", cause.to_string())
            }
            Self::Damaged { path, damage } => {
                DAMAGED.with("path", path.display().to_string()).with("damage", damage.to_string())
            }
            Self::TooLarge { path } => {
                TOO_LARGE.with("path", path.display().to_string()).with("most", crate::MAX_FILE.to_string())
            }
            Self::Busy { path } => BUSY.with("path", path.display().to_string()),
            Self::Settling { path } => SETTLING.with("path", path.display().to_string()),
        }
    }
}

impl DeskError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::Queue(error) => error.message(),
            Self::Ledger(error) => error.message(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io, path::PathBuf};

    use super::*;
    use crate::Damage;

    #[test]
    fn a_sentence_says_what_the_error_says_and_what_to_do_next() {
        let path = || PathBuf::from("queue.jsonl");
        let mut errors: Vec<QueueError> = vec![
            QueueError::File { path: path(), cause: io::Error::other("no room") },
            QueueError::Damaged { path: path(), damage: Damage { line: 3, why: "is too long" } },
            QueueError::TooLarge { path: path() },
            QueueError::Busy { path: path() },
            QueueError::Settling { path: path() },
        ];
        {
            use OutboxError::*;
            let all = [Queued(7), Full, TooLong, NotForQueue, NoPacks, NoProof, BadText, Unknown(7), AnotherAct(7)];
            errors.extend(all.map(QueueError::from));
            errors.extend([OutOfOrder(7), BadBeginning].map(QueueError::from));
            let states = ["waiting", "sent", "done", "conflict", "given-up"];
            errors.extend(states.map(|state| QueueError::from(WrongState(7, state))));
        }
        for error in errors {
            let expected = verdict::capitalised(&format!("{error}. {}", error.next_step()));
            assert_eq!(error.message().english(), expected);
        }
    }
}
