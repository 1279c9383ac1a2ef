//! What this crate has to say of nodes, gateways and pictures, in sentences for any language.

use chain_proof::ProofError;
use gateway_client::GatewayError;
use ledger_client::{CheckpointError, LedgerError};
use verdict::{Message, Sentence};

verdict::sentences! {
    // Nodes.
    BAD_ADDRESS = "node-bad-address", "`{address}` is no node address. Give an address such as http://127.0.0.1:9944.";
    UNREACHABLE = "node-unreachable",
        "No node answers at {address}: {cause}. Check that the node runs and that the address and network are right, \
         then try again.";
    TOO_SLOW = "node-too-slow",
        "{address} takes too long to answer. Check that the node runs and that the address and network are right, then \
         try again.";
    TIMEOUT = "node-timeout", "No node answered in time.";
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
    CLOCK_SET_BACK = "clock-set-back", "This device's clock was set back. Set it right and scan again.";

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

    // Acts that were not done. No verdict says so, but screens for acts do.
    REFUSED = "act-refused", "Refused: {name}. {next}";
    REFUSED_OTHERWISE = "act-refused-otherwise", "Refused: {why}. Nothing changed. Check the act and try again.";
    NUMBER_TAKEN = "act-number-taken",
        "Another act of the same key came first: {why}. Nothing changed. Try again when other programs do not use the \
         same key.";
    UNCONFIRMED = "act-unconfirmed",
        "The act was sent, but could not be seen to take effect: {why}. Look up the packs with `medtrail trace` before \
         you try again.";

    // Gateways.
    GATEWAY_DENIES = "gateway-denies",
        "The gateway {address} says that the maker's list has no such serial. That is not proven: it may be wrong, or the \
         code misread. Do not rely on this pack until the maker was asked.";
    GATEWAY_KNOWS_NOTHING = "gateway-knows-nothing", "The gateway {address} does not know the code.";
    GATEWAY_DROPPED = "gateway-dropped",
        "The gateway {address} gave a wrong proof and is not asked any more. Tell its operator.";
    GATEWAY_UNREACHABLE = "gateway-unreachable", "No gateway answers at {address}: {cause}.";
    GATEWAY_REFUSED = "gateway-refused", "The gateway at {address} refused: {said}.";
    GATEWAY_BAD_ANSWER = "gateway-bad-answer", "The answer of {address} is not a gateway's.";
    GATEWAY_NO_RANDOMNESS = "gateway-no-randomness", "The system gives no random numbers.";

    // Pictures.
    FILE = "picture-file", "{path} cannot be read: {cause}.";
    NOT_A_PICTURE = "picture-not-one", "This is no PNG or JPEG picture, or it is damaged.";
    TOO_LARGE = "picture-too-large", "The picture is too large: at most 64 MB and 100 megapixels.";
    NO_SYMBOL = "picture-no-code", "No code was found in the picture.";
    SEVERAL_PACKS = "picture-several-packs", "The picture shows the codes of several packs.";
    NEXT_FILE = "next-picture-file", "Check the path and its permissions.";
    NEXT_NOT_A_PICTURE = "next-picture-not-one", "Choose a PNG or JPEG photograph of the pack's code.";
    NEXT_TOO_LARGE = "next-picture-too-large", "Take the picture again with fewer pixels, or crop it.";
    NEXT_NO_SYMBOL = "next-picture-no-code",
        "Take the picture again: the whole code, sharp, without glare, filling a third of the picture or more.";
    NEXT_SEVERAL_PACKS = "next-picture-several-packs", "Take a picture of one pack at a time.";
}

/// Every sentence of this crate; those of verdicts themselves are in [`verdict::every_sentence`].
pub fn every_sentence() -> impl Iterator<Item = Sentence> {
    ALL.iter().copied()
}

/// What the ledger's client said, with what to do next.
pub fn ledger_message(error: &LedgerError) -> Message {
    match error {
        LedgerError::BadAddress(address) => BAD_ADDRESS.with("address", address.as_str()),
        LedgerError::Unreachable { address, cause } => {
            UNREACHABLE.with("address", address.as_str()).with("cause", cause.as_str())
        }
        LedgerError::TooSlow { address } => TOO_SLOW.with("address", address.as_str()),
        LedgerError::WrongChain { address, chain } => {
            WRONG_CHAIN.with("address", address.as_str()).with("chain", chain.as_str())
        }
        LedgerError::WrongVersion { found, known } => {
            WRONG_VERSION.with("found", u64::from(*found)).with("known", u64::from(*known))
        }
        LedgerError::Rpc { code, message } => NODE_ERROR.with("said", message.as_str()).with("code", code.to_string()),
        LedgerError::BadAnswer(what) => BAD_ANSWER.with("what", *what),
        LedgerError::Unproven(cause) => UNPROVEN.with("why", unproven(*cause)).with("next", after_unproven(*cause)),
        LedgerError::BadCheckpoint(cause) => checkpoint(*cause).into(),
        LedgerError::NoBlock => NO_BLOCK.into(),
        LedgerError::NoHonestNode => NO_HONEST_NODE.into(),
        LedgerError::NoJustification => NO_JUSTIFICATION.into(),
        LedgerError::Refused(refusal) => REFUSED.with("name", refusal.name).with("next", refusal.next_step),
        LedgerError::RefusedOtherwise(why) => REFUSED_OTHERWISE.with("why", why.as_str()),
        LedgerError::NumberTaken(why) => NUMBER_TAKEN.with("why", why.as_str()),
        LedgerError::Unconfirmed(why) => UNCONFIRMED.with("why", why.as_str()),
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

/// What a gateway's client said when it was asked about a pack.
pub(crate) fn gateway_message(error: &GatewayError) -> Message {
    match error {
        GatewayError::Unreachable { address, cause } => {
            GATEWAY_UNREACHABLE.with("address", address.as_str()).with("cause", cause.as_str())
        }
        GatewayError::Refused { address, said } => {
            GATEWAY_REFUSED.with("address", address.as_str()).with("said", said.as_str())
        }
        GatewayError::BadAnswer(address) => GATEWAY_BAD_ANSWER.with("address", address.as_str()),
        GatewayError::NoRandomness => GATEWAY_NO_RANDOMNESS.into(),
        // Never the answer to a question about a pack.
        other => format!("{other}.").into(),
    }
}

#[cfg(test)]
mod tests {
    use ledger_types::refusal::Refusal;

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
        let refusal = Refusal { name: "Suspended", next_step: "Ask the regulator.", emvs: None };
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
            LedgerError::Refused(refusal),
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
            assert_eq!(ledger_message(&error).english(), expected);
        }
    }

    #[test]
    fn of_gateways_it_says_what_their_errors_say() {
        let address = || "http://127.0.0.1:8080".to_owned();
        for error in [
            GatewayError::BadAddress("gateway".into()),
            GatewayError::Unreachable { address: address(), cause: "connection refused".into() },
            GatewayError::Refused { address: address(), said: "too many questions".into() },
            GatewayError::BadAnswer(address()),
            GatewayError::NotPrivate(address()),
            GatewayError::NoRandomness,
        ] {
            let expected = format!("{}.", verdict::capitalised(&error.to_string()));
            assert_eq!(gateway_message(&error).english(), expected);
        }
    }
}
