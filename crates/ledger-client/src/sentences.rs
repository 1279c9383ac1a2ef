//! What goes wrong between a client and the chain, in sentences for any language.

use chain_proof::ProofError;
use ledger_types::refusal::{self, Refusal};
use verdict::{Message, Sentence};

use crate::{CheckpointError, LedgerError};

verdict::sentences! {
    // Nodes.
    BAD_ADDRESS = "node-bad-address", "`{address}` is no node address. Give an address such as http://127.0.0.1:9944.";
    UNREACHABLE = "node-unreachable",
        "No node answers at {address}: {cause}. Check that the node runs and that the address and network are right, \
         then try again.";
    TOO_SLOW = "node-too-slow",
        "{address} takes too long to answer. Check that the node runs and that the address and network are right, then \
         try again.";
    WRONG_CHAIN = "node-wrong-chain",
        "{address} is no Medtrail node: it serves `{chain}`. Give the address of a node of the Medtrail chain.";
    WRONG_VERSION = "node-wrong-version",
        "The chain's transactions have version {found}, this program writes version {known}. Update this program.";
    NODE_ERROR = "node-error",
        "The node refused the request: {said} ({code}). Try another node; if it lasts, tell the node's operator.";
    BAD_ANSWER = "node-bad-answer",
        "The node's answer makes no sense: {what}. Try another node; if it lasts, tell the node's operator.";
    NO_BLOCK = "node-no-block", "The node does not have the block. Try again in a moment, or another node.";
    NO_HONEST_NODE = "node-none-honest",
        "Every node that was named gave wrong answers. Give another node's address, and tell the operators of these.";
    NO_JUSTIFICATION = "node-no-finality",
        "The node does not prove that its last block is final. Ask a node that takes part in finality.";

    // What is not proven.
    UNPROVEN = "node-unproven", "The node's answer is not proven: {why}. {next}";
    PROOF_TOO_LARGE = "proof-too-large", "the proof is larger than an honest one";
    PROOF_INCOMPLETE = "proof-incomplete", "the proof does not lead from the block's state root to the key";
    PROOF_UNDECODABLE = "proof-undecodable", "the proven value cannot be read: the chain may be of another version";
    PROOF_MISPLACED = "proof-misplaced", "the records about the pack are not where the node said";
    PROOF_BAD_VOTES = "proof-bad-votes", "the votes for the block contradict themselves";
    PROOF_NOT_BY_SET = "proof-not-by-set", "the block is not finalised by those who may";
    PROOF_BAD_SET = "proof-bad-set", "the set of finalisers is no valid one";
    PROOF_UNKNOWN_CHANGE = "proof-unknown-change",
        "the chain changed its finalisers in a way that this program does not know";
    PROOF_NO_CHANGE = "proof-no-change", "the block changes no finalisers";
    PROOF_OLDER = "proof-older", "the block is older than one that is known to be final";
    PROOF_FORK = "proof-fork", "another block of the same height was finalised too: the chain is split";
    PROOF_OTHER_CHAIN = "proof-other-chain", "the block is of another chain";
    PROOF_OTHER_BASE = "proof-other-base", "the difference begins at another snapshot";
    NEXT_WAIT = "next-node-behind", "Wait until the node has caught up, or ask another one.";
    NEXT_FORK = "next-chain-split", "Rely on no node of this chain until its regulators say what happened.";
    NEXT_CHECKPOINT = "next-not-by-set",
        "Make sure that the checkpoint is of this chain. If it is, do not rely on this node and tell its operator.";
    NEXT_UPDATE = "next-update-program", "Update this program.";
    NEXT_OTHER_NODE = "next-other-node", "Do not rely on this node. Try another one and tell its operator.";

    // Checkpoints.
    CHECKPOINT_UNREADABLE = "checkpoint-unreadable",
        "This is no checkpoint of a Medtrail chain. Give a file that `medtrail checkpoint` made.";
    CHECKPOINT_BAD_SIGNATURE = "checkpoint-bad-signature",
        "The signature on the checkpoint is wrong. Do not use it. Get the checkpoint again from whoever publishes it for \
         this chain.";
    CHECKPOINT_OTHER_PUBLISHER = "checkpoint-other-publisher",
        "The checkpoint is not signed by the publisher that was named. Do not use it. Get the checkpoint again from \
         whoever publishes it for this chain.";
    CHECKPOINT_TOO_OLD = "checkpoint-too-old",
        "The checkpoint is older than half a year, or from the future. Get a newer checkpoint from whoever publishes it \
         for this chain.";
    CHECKPOINT_BAD_KEY = "checkpoint-bad-key",
        "The publisher's key is no secret phrase. Give a file with a secret phrase.";

    // Acts that were not done.
    REFUSED_OTHERWISE = "act-refused-otherwise", "Refused: {why}. Nothing changed. Check the act and try again.";
    NUMBER_TAKEN = "act-number-taken",
        "Another act of the same key came first: {why}. Nothing changed. Try again when other programs do not use the \
         same key.";
    UNCONFIRMED = "act-unconfirmed",
        "The act was sent, but could not be seen to take effect: {why}. Look up the packs with `medtrail trace` before \
         you try again.";
}

/// Every sentence of this crate, but for the refusals: see [`every_refusal`].
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

/// Every way the chain refuses an act, as a sentence. Some are there for several pallets.
pub fn every_refusal() -> impl Iterator<Item = Message> {
    let pallets = [
        refusal::PARTICIPANTS,
        refusal::DRUG_BATCH,
        refusal::CUSTODY_TRANSFER,
        refusal::COMPLIANCE,
        refusal::COLD_CHAIN,
        refusal::MODEL_REGISTRY,
        refusal::GOVERNANCE,
        refusal::COUNCIL,
    ];
    let at_admission = (0..=u8::MAX).filter_map(refusal::at_admission);
    at_admission.chain(pallets.into_iter().flatten().copied()).map(|refusal| refusal_message(&refusal))
}

/// What the chain's refusal means, with what to do next. Its name is that of the refusal: `refused-not-held`.
pub fn refusal_message(refusal: &Refusal) -> Message {
    Message::named(refusal_id(refusal.name), refusal.next_step)
}

/// A refusal of which the name was written down, and what was said of it in English.
pub fn refusal_as_told(name: &str, english: String) -> Message {
    Message::named(refusal_id(name), "{said}").with("said", english)
}

/// The name of a refusal's sentence: `NotHeld` as `refused-not-held`.
fn refusal_id(name: &str) -> String {
    let mut id = "refused".to_owned();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            id.push('-');
        }
        id.push(letter.to_ascii_lowercase());
    }
    id
}

impl LedgerError {
    /// What went wrong and what to do next, for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::BadAddress(address) => BAD_ADDRESS.with("address", address.as_str()),
            Self::Unreachable { address, cause } => {
                UNREACHABLE.with("address", address.as_str()).with("cause", cause.as_str())
            }
            Self::TooSlow { address } => TOO_SLOW.with("address", address.as_str()),
            Self::WrongChain { address, chain } => {
                WRONG_CHAIN.with("address", address.as_str()).with("chain", chain.as_str())
            }
            Self::WrongVersion { found, known } => {
                WRONG_VERSION.with("found", u64::from(*found)).with("known", u64::from(*known))
            }
            Self::Rpc { code, message } => NODE_ERROR.with("said", message.as_str()).with("code", code.to_string()),
            Self::BadAnswer(what) => BAD_ANSWER.with("what", *what),
            Self::Unproven(cause) => UNPROVEN.with("why", unproven(*cause)).with("next", after_unproven(*cause)),
            Self::BadCheckpoint(cause) => checkpoint(*cause).into(),
            Self::NoBlock => NO_BLOCK.into(),
            Self::NoHonestNode => NO_HONEST_NODE.into(),
            Self::NoJustification => NO_JUSTIFICATION.into(),
            Self::Refused(refusal) => refusal_message(refusal),
            Self::RefusedOtherwise(why) => REFUSED_OTHERWISE.with("why", why.as_str()),
            Self::NumberTaken(why) => NUMBER_TAKEN.with("why", why.as_str()),
            Self::Unconfirmed(why) => UNCONFIRMED.with("why", why.as_str()),
        }
    }
}

fn unproven(cause: ProofError) -> Sentence {
    match cause {
        ProofError::TooLarge => PROOF_TOO_LARGE,
        ProofError::Incomplete => PROOF_INCOMPLETE,
        ProofError::Undecodable => PROOF_UNDECODABLE,
        ProofError::Misplaced => PROOF_MISPLACED,
        ProofError::BadJustification => PROOF_BAD_VOTES,
        ProofError::NotBySet => PROOF_NOT_BY_SET,
        ProofError::BadSet => PROOF_BAD_SET,
        ProofError::UnknownChange => PROOF_UNKNOWN_CHANGE,
        ProofError::NoChange => PROOF_NO_CHANGE,
        ProofError::Older => PROOF_OLDER,
        ProofError::Fork => PROOF_FORK,
        ProofError::OtherChain => PROOF_OTHER_CHAIN,
        ProofError::OtherBase => PROOF_OTHER_BASE,
    }
}

fn after_unproven(cause: ProofError) -> Sentence {
    match cause {
        ProofError::Older => NEXT_WAIT,
        ProofError::Fork => NEXT_FORK,
        ProofError::NotBySet => NEXT_CHECKPOINT,
        ProofError::UnknownChange => NEXT_UPDATE,
        _ => NEXT_OTHER_NODE,
    }
}

fn checkpoint(cause: CheckpointError) -> Sentence {
    match cause {
        CheckpointError::Unreadable => CHECKPOINT_UNREADABLE,
        CheckpointError::BadSignature => CHECKPOINT_BAD_SIGNATURE,
        CheckpointError::OtherPublisher => CHECKPOINT_OTHER_PUBLISHER,
        CheckpointError::TooOld => CHECKPOINT_TOO_OLD,
        CheckpointError::BadKey => CHECKPOINT_BAD_KEY,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn errors() -> Vec<LedgerError> {
        let proofs = {
            use ProofError::*;
            [
                TooLarge,
                Incomplete,
                Undecodable,
                Misplaced,
                BadJustification,
                NotBySet,
                BadSet,
                UnknownChange,
                NoChange,
                Older,
                Fork,
                OtherChain,
                OtherBase,
            ]
        };
        let checkpoints = {
            use CheckpointError::*;
            [Unreadable, BadSignature, OtherPublisher, TooOld, BadKey]
        };
        let address = || "http://127.0.0.1:9944".to_owned();
        let mut all = vec![
            LedgerError::BadAddress("node".into()),
            LedgerError::Unreachable { address: address(), cause: "connection refused".into() },
            LedgerError::TooSlow { address: address() },
            LedgerError::WrongChain { address: address(), chain: "Westend".into() },
            LedgerError::WrongVersion { found: 5, known: 4 },
            LedgerError::Rpc { code: -32_601, message: "Method not found".into() },
            LedgerError::BadAnswer("it is too large"),
            LedgerError::NoBlock,
            LedgerError::NoHonestNode,
            LedgerError::NoJustification,
            LedgerError::RefusedOtherwise("BadOrigin".into()),
            LedgerError::NumberTaken("stale".into()),
            LedgerError::Unconfirmed("it fell out of the pool".into()),
        ];
        all.extend(proofs.map(LedgerError::Unproven));
        all.extend(checkpoints.map(LedgerError::BadCheckpoint));
        all
    }

    #[test]
    fn a_sentence_says_what_the_error_says_and_what_to_do_next() {
        for error in errors() {
            let expected = format!("{}. {}", verdict::capitalised(&error.to_string()), error.next_step());
            assert_eq!(error.message().english(), expected);
        }
    }

    #[test]
    fn a_refusal_says_what_it_means_and_not_what_pallets_call_it() {
        let refused = refusal::in_pallet(ledger_types::CUSTODY_TRANSFER, 0).unwrap();
        let message = LedgerError::Refused(refused).message();
        assert_eq!(message.id, "refused-not-held");
        assert_eq!(message.english(), refused.next_step);
        let told = refusal_as_told("NotHeld", "Somebody else has {them}.".into());
        assert_eq!((told.id.as_ref(), told.english().as_str()), ("refused-not-held", "Somebody else has {them}."));
        assert_eq!(refusal_id("NotAQuestion"), "refused-not-a-question");
    }

    #[test]
    fn every_refusal_of_every_pallet_is_a_sentence() {
        let ids: BTreeSet<String> = every_refusal().map(|message| message.id.into_owned()).collect();
        for known in (0..=u8::MAX).flat_map(|pallet| (0..=u8::MAX).map(move |error| (pallet, error))) {
            if let Some(refused) = refusal::in_pallet(known.0, known.1) {
                assert!(ids.contains(&refusal_id(refused.name)), "{}", refused.name);
            }
        }
        assert!(ids.len() > 140, "{}", ids.len());
    }
}
